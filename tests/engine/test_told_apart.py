"""What a question leaves to be read: one of two, what stands apart, what it told before, and what is no answer."""

from __future__ import annotations

import pytest

from tests.engine.conftest import Ask
from tests.engine.told import lines, names


@pytest.mark.parametrize(
    ("question", "item"),
    [
        (
            "An airport must not overlook a single weapon and can live with extra bag checks. Precision or recall?",
            "Recall",
        ),
        ("Managed API or self-hosted API, which one takes less work to run?", "Managed API Service"),
        ("Self-hosted or managed API: which one gives me more control over the environment?", "Self-hosted API"),
        ("EDA and evaluation: which one comes first?", "Exploratory Data Analysis"),
    ],
)
def test_one_of_two(ask: Ask, question: str, item: str) -> None:
    """Where one of two things is asked for, it is told alone; what the guide says the opposite of is not it."""
    assert names(ask(question)) == {item}


@pytest.mark.parametrize(
    ("question", "item"),
    [
        ("Which of these is a way of deploying a model: box plots, Batch Transform or stemming?", "Batch Transform"),
        ("Which of these is not a metric for classification: recall, accuracy or RMSE?", "Root Mean Squared Error"),
    ],
)
def test_one_of_those_that_the_question_lists(ask: Ask, question: str, item: str) -> None:
    """Of three or more things behind a colon the best-backed one is told, without letters."""
    answer = ask(question)

    assert names(answer) == {item}
    assert answer.choice == ()


@pytest.mark.parametrize(
    ("question", "items"),
    [
        ("Which pre-processing steps are meant for text?", {"stemming", "lemmatization"}),
        ("Which laws come up under data collection?", {"GDPR", "CCPA"}),
        ("What were the 4 Vs?", {"Data volume", "variety", "velocity", "veracity"}),
        ("Lambda turns up under two stages. Which two?", {"Data Pre-processing", "Deployment"}),
        ("Take the first stage of the pipeline. Which services does it use?", {"Amazon Kinesis", "AWS Glue"}),
        ("Stemming: under which technique is it listed, and in which stage of the pipeline?", {"Data Pre-processing"}),
        ("Training is finished. What is the next step in the pipeline?", {"Hyperparameter Tuning"}),
    ],
)
def test_what_a_question_leaves_to_be_read(ask: Ask, question: str, items: set[str]) -> None:
    """Words that stand apart, a number, an earlier sentence or a fragment say what is asked for."""
    assert items <= names(ask(question))


def test_a_trailing_question_for_a_name_asks_for_no_yes(ask: Ask) -> None:
    """ "Does it have something for that, and what is it called?" is answered by the name."""
    answer = ask("Does our model have something to look for good hyperparameters in SageMaker, and what is it called?")

    assert answer.answer.startswith("Amazon SageMaker Automatic Model Tuning")


def test_named_stages_are_sorted(ask: Ask) -> None:
    """Three or more stages that a question names come in the pipeline's order."""
    answer = ask("Put these in order: monitoring, data collection and evaluation.")

    assert [item.name for item in answer.items] == ["Data Collection", "Evaluation", "Monitoring"]


@pytest.mark.parametrize(
    ("question", "long", "line"),
    [
        ("What do the letters ETL stand for?", "Extract, Transform, Load", 130),
        ("What is ROC short for?", "Receiver Operating Characteristic", 259),
        ("What is another name for recall?", "Sensitivity", 245),
    ],
)
def test_other_names(ask: Ask, question: str, long: str, line: int) -> None:
    """A long form is read from any line that gives it, and so is a second name."""
    answer = ask(question)

    assert names(answer) == {long}
    assert line in lines(answer)


@pytest.mark.parametrize(
    "question",
    [
        "What is AMI the abbreviation of?",
        "What is CD short for in CI/CD?",
        "Can Amazon Transcribe tell two speakers apart?",
        "Which oracle product does batch inference?",
        "CodeBuild or CodeDeploy: how do they differ?",
        "What is the formula of specificity?",
    ],
)
def test_what_is_no_answer(ask: Ask, question: str) -> None:
    """A claim that nothing beside its names bears out, a short form that no line explains, another maker: refused."""
    assert not ask(question).answered


@pytest.mark.parametrize(
    ("question", "verdict"),
    [
        ("Does AWS Glue do ETL?", "Yes."),
        ("Does SageMaker Model Monitor create alerts?", "Yes."),
        ("Can accuracy be trusted when one class is rare?", "No."),
        ("Could R-squared be greater than 1?", "No."),
    ],
)
def test_claims_are_held_against_all_that_is_said(ask: Ask, question: str, verdict: str) -> None:
    """A Yes needs a fact that states the claim beside its names; what is bad of a thing makes a No."""
    assert ask(question).answer.startswith(verdict)
