"""What the graph alone shows, and what the wording of a question asks for, on the bundled guide."""

from __future__ import annotations

import pytest

from tests.engine.conftest import Ask
from tests.engine.told import lines, names


@pytest.mark.parametrize(
    ("question", "items", "line"),
    [
        ("At what stage would somebody use lemmatization?", {"Data Pre-processing"}, 34),
        ("Which two MLOps concepts mention Step Functions?", {"Repeatable Processes", "Model Re-training"}, 189),
        ("To which stage do both tokenization and stemming belong?", {"Data Pre-processing"}, 34),
        ("Which two metrics does the F1 score bring together?", {"Precision", "Recall"}, 255),
        (
            "Which service streams live data in, and which one runs SQL over S3?",
            {"Amazon Kinesis", "Amazon Athena"},
            16,
        ),
        ("Feature Engineering or Evaluation: which is done first?", {"Feature Engineering"}, 50),
        ("Is there a service for containers on the edge of nothing but ML devices?", {"AWS IoT Greengrass"}, 79),
    ],
)
def test_shown(ask: Ask, question: str, items: set[str], line: int) -> None:
    """A thing above another, two that a statement speaks of, two asked for in turn, the first of two stages."""
    answer = ask(question)

    assert items <= names(answer)
    assert line in lines(answer)


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("How can accuracy mislead us?", "imbalanced"),
        ("What speaks for training a custom model?", "full ownership"),
        ("What do I give up with a managed API service?", "vendor lock-in"),
        ("What should an R-squared of 1 tell me?", "better fit"),
        ("Which four Vs does Data Collection have to consider?", "veracity"),
    ],
)
def test_the_wording_says_what_is_asked(ask: Ask, question: str, words: str) -> None:
    """The same kind of question in other words finds the same relation."""
    assert words in ask(question).answer


@pytest.mark.parametrize(
    ("question", "first"),
    [
        ("Is vendor lock-in listed as a disadvantage of a managed API service?", "Yes"),
        ("Is automatic scaling listed as a disadvantage of a managed API service?", "No"),
        ("Could an R-squared of 3 be right?", "No. How to interpret R-squared: Values range from 0 to 1"),
        ("If I tune hyperparameters, is grid search a technique for it?", "Yes. In Hyperparameter Tuning, Grid search"),
        ("Is MAE one of the metrics that suit regression problems?", "Yes. Regression is measured by Mean Absolute"),
        ("Is MAE among the metrics that suit classification?", "No. For Classification the guide lists Accuracy"),
        ("An AUC of 0.5 shows that the model ranks well, true?", "No. How to interpret Area Under the ROC Curve: An"),
        ("With a managed API service, must we do the scaling ourselves?", "No. An advantage of Managed API Service"),
    ],
)
def test_claims_against_a_list(ask: Ask, question: str, first: str) -> None:
    """A list that the guide gives whole settles what is on it and what is not."""
    assert ask(question).answer.startswith(first)


def test_a_no_cites_the_complete_lists_of_both_sides(ask: Ask) -> None:
    """What a service serves, and what serves a stage, both show that the one is not on the other's list."""
    cited = {
        (step.source, step.target) for path in ask("Is Amazon Kinesis used for monitoring?").paths for step in path
    }

    assert ("Data Collection", "Amazon Kinesis") in cited
    assert ("Monitoring", "Amazon CloudWatch") in cited


def test_a_statement_that_there_is_a_thing_opens_a_hop(ask: Ask) -> None:
    """The thing is found by what is told of it, and "it" asks about that."""
    answer = ask("There is a stage that fills gaps in the data. Which services help in it?")

    assert answer.kind == "multi_hop"
    assert {"Data Pre-processing", "AWS Glue"} <= {item.name for item in answer.items}


@pytest.mark.parametrize("question", ["What does Amazon SageMaker do?", "Describe SageMaker."])
def test_a_thing_that_others_are_part_of_is_meant_itself(ask: Ask, question: str) -> None:
    """Who asks for SageMaker gets SageMaker, and not one of the services that carry its name."""
    assert ask(question).answer.startswith("Amazon SageMaker: ")


@pytest.mark.parametrize(
    "question",
    [
        "Is grid search cheaper than random search?",
        "Kinesis Video or Kinesis Firehose, what is the difference?",
        "How do hot storage and cold storage in Amazon S3 differ?",
    ],
)
def test_rankings_and_unknown_siblings_are_refused(ask: Ask, question: str) -> None:
    """What no relation holds, and things that the guide does not name, are no answer."""
    assert not ask(question).answered


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("What sets off re-training, and what is the goal of it?", ["monitoring alerts", "accurate and relevant"]),
        (
            "Which stage takes most of the time, and how does that stage deal with categorical data?",
            ["Data Pre-processing", "One-hot encoding", "label encoding"],
        ),
        (
            "Which two metrics does the F1 Score blend, and what are their formulas?",
            ["(True Positives + False Positives)", "(True Positives + False Negatives)"],
        ),
    ],
)
def test_hops_lean_on_each_other(ask: Ask, question: str, words: list[str]) -> None:
    """ "It" is what fits the second question, "that stage" what all clauses tell of, and "their" is each of several."""
    answer = ask(question)

    assert all(word in answer.answer for word in words)


def test_what_is_said_alike_answers_together(ask: Ask) -> None:
    """Several things of which a line says the same are all named, where several are asked for."""
    answer = ask("Which AWS services orchestrate containers?")

    assert names(answer) == {"Amazon ECS", "Amazon EKS"}


def test_near_statements_of_one_thing_are_told_together(ask: Ask) -> None:
    """Where two statements about a thing may be meant, both are told, the likelier first."""
    answer = ask("How does a team keep technical debt in check?")

    assert answer.answer.index("modularity") < answer.answer.index("inefficiencies")
    assert {199, 200} <= lines(answer)


def test_a_label_asks_for_all_that_it_is_given_to(ask: Ask) -> None:
    """What the guide names together in brackets is listed together, and counted."""
    assert len(names(ask("big data and its Vs"))) == 4
    assert ask("How many Vs has big data?").answer.startswith("4: ")
