"""Each kind of question, asked of the bundled guide in words of our own: what answers, and a line that says so."""

from __future__ import annotations

import pytest

from tests.engine.conftest import Ask
from tests.engine.told import lines, names

MONITOR = "Amazon SageMaker Model Monitor"
ERRORS = ("Mean Absolute", "Mean Squared", "Root Mean Squared")
CLASSIFYING = {"Accuracy", "Precision", "Recall", "F1 Score", "Area Under the ROC Curve"}


@pytest.mark.parametrize(
    ("question", "item", "line"),
    [
        ("which service tells us that live inputs have drifted?", MONITOR, 85),
        ("Where in the pipeline is label encoding done?", "Data Pre-processing", 33),
        ("in which stage do people use Bayesian optimization?", "Hyperparameter Tuning", 60),
    ],
)
def test_lookup(ask: Ask, question: str, item: str, line: int) -> None:
    """A thing told by what it does, or a stage by what happens in it, is found and is the only item."""
    answer = ask(question)

    assert answer.answered
    assert names(answer) == {item}
    assert line in lines(answer)


@pytest.mark.parametrize(
    ("question", "items", "line"),
    [
        ("List all the ways the guide gives to handle outliers.", {"Capping", "transformation", "removal"}, 31),
        ("Which methods of deployment are there?", {"Real-time Endpoints", "Batch Transform", "Edge Deployment"}, 75),
        (
            "name every technique for tuning hyperparameters",
            {"Grid search", "random search", "Bayesian optimization", "evolutionary algorithms"},
            60,
        ),
    ],
)
def test_list_is_complete(ask: Ask, question: str, items: set[str], line: int) -> None:
    """A list holds each of its members and nothing else."""
    answer = ask(question)

    assert names(answer) == items
    assert line in lines(answer)


@pytest.mark.parametrize(
    ("question", "words", "line"),
    [
        ("What is the limitation of accuracy?", "misleading for imbalanced datasets", 237),
        ("how is return on investment calculated?", "/ Cost of Investment", 294),
        ("what is the purpose of hyperparameter tuning?", "Optimizing the hyperparameters", 58),
    ],
)
def test_attribute(ask: Ask, question: str, words: str, line: int) -> None:
    """An attribute comes back in the guide's own words."""
    answer = ask(question)

    assert any(words in name for name in names(answer))
    assert words in answer.answer
    assert line in lines(answer)


@pytest.mark.parametrize(
    ("question", "sides", "each"),
    [
        (
            "What is the difference between MAE and MSE?",
            {"Mean Absolute Error", "Mean Squared Error"},
            ({265, 266}, {268}),
        ),
        (
            "Compare a managed API service with a self-hosted API.",
            {"Managed API Service", "Self-hosted API"},
            (set(range(109, 116)), set(range(117, 123))),
        ),
    ],
)
def test_compare(ask: Ask, question: str, sides: set[str], each: tuple[set[int], ...]) -> None:
    """A comparison names both sides and cites each of them."""
    answer = ask(question)

    assert answer.kind == "compare"
    assert names(answer) == sides
    assert all(lines(answer) & side for side in each)


def test_no_difference_is_told_where_the_guide_tells_none(ask: Ask) -> None:
    """Two services of which one line says the same do not differ in anything that the guide says."""
    assert not ask("How does AWS CodeCommit differ from AWS CodePipeline?").answered


def test_a_relative_clause_can_be_all_that_a_list_is_of(ask: Ask) -> None:
    """ "The services that ..." after a word of listing asks for them, not about the first of them."""
    answer = ask("Give me the services that belong to the monitoring stage")

    assert answer.kind == "list"
    assert names(answer) == {MONITOR, "Amazon CloudWatch", "Amazon S3"}


@pytest.mark.parametrize(
    "question",
    ["Which stages does the lifecycle have?", "What are the main steps?", "which phases make up the workflow"],
)
def test_the_stages_are_all_stages(ask: Ask, question: str) -> None:
    """Where nothing else is said, the stages are those of the whole, in their order."""
    answer = ask(question)

    assert [item.name for item in answer.items][:2] == ["Data Collection", "Exploratory Data Analysis"]
    assert len(answer.items) == 9


def test_next_is_one_stage(ask: Ask) -> None:
    """ "All" before something else does not ask for all later stages."""
    assert names(ask("Once all of the features are engineered, which stage is next?")) == {"Model Training"}


def test_a_group_that_is_named_is_counted(ask: Ask) -> None:
    """ "How many regression metrics" counts what belongs to them, not what hangs on another group of metrics."""
    answer = ask("how many regression metrics does it have")

    assert answer.answer.startswith("4")
    assert lines(answer) & set(range(263, 271))


def test_a_step_is_told_with_its_stage(ask: Ask) -> None:
    """A step may be the technique or the stage, so both are told."""
    assert names(ask("label encoding belongs to which step?")) == {"Encoding Categorical Data", "Data Pre-processing"}


def test_both_things_of_a_statement_are_asked_about(ask: Ask) -> None:
    """A statement about two things is the first hop of a question about each of them."""
    answer = ask("F1 is made of two metrics. What is the formula of both?")

    assert {"Precision", "Recall"} <= names(answer)
    assert {242, 248} <= lines(answer)


def test_a_later_hop_can_ask_of_something_below_what_was_found(ask: Ask) -> None:
    """ "What can it do about ..." asks of the stage's way to do it, not for all of its ways."""
    answer = ask("Which stage takes longest as a rule, and what does it do about outliers?")

    assert {"Capping", "removal"} <= names(answer)
    assert "Text Pre-processing" not in names(answer)
    assert {28, 31} <= lines(answer)


def test_two_things_without_names_share_no_word_by_chance(ask: Ask) -> None:
    """ "Shared" alone does not make a question one about what two things have in common."""
    assert ask("We want one shared spot for columns so that training and serving use the same").kind != "meet"


def test_meet(ask: Ask) -> None:
    """What two stages share is proved for each of them."""
    answer = ask("Which services serve both data collection and data pre-processing?")

    assert names(answer) == {"AWS Glue"}
    assert {step.source for path in answer.paths for step in path} >= {"Data Collection", "Data Pre-processing"}


def test_differ(ask: Ask) -> None:
    """What one stage has and another lacks leaves out what both have."""
    answer = ask("Which services are used in Monitoring but not in Data Collection?")

    assert names(answer) == {MONITOR, "Amazon CloudWatch"}


def test_most(ask: Ask) -> None:
    """The thing that turns up in most stages is a service when a service is asked for, and each stage is cited."""
    answer = ask("Which service is used in the most stages?")

    assert answer.kind == "most"
    assert {item.type.value for item in answer.items} == {"service"}
    assert len({step.source for path in answer.paths for step in path}) > 2


@pytest.mark.parametrize(
    ("question", "item", "hops"),
    [
        ("What is the purpose of the stage that uses grid search?", "Optimizing the hyperparameters", {58, 60}),
        (
            "Which metric has the largest penalty for large errors, and what is its definition?",
            "Mean Squared Error",
            {268},
        ),
    ],
)
def test_multi_hop(ask: Ask, question: str, item: str, hops: set[int]) -> None:
    """A question of two hops cites the lines of both."""
    answer = ask(question)

    assert any(item in name for name in names(answer))
    assert hops <= lines(answer)


@pytest.mark.parametrize(
    ("question", "items"),
    [
        ("Which stage comes straight after Feature Engineering?", {"Model Training"}),
        ("What is the fourth stage of the pipeline?", {"Feature Engineering"}),
        (
            "Which stages come before model training?",
            {"Data Collection", "Exploratory Data Analysis", "Data Pre-processing", "Feature Engineering"},
        ),
        ("What is the last stage of the pipeline?", {"Monitoring"}),
    ],
)
def test_order(ask: Ask, question: str, items: set[str]) -> None:
    """Places in the order of stages come from its links."""
    answer = ask(question)

    assert names(answer) == items
    assert {step.relation.value for path in answer.paths for step in path} == {"NEXT_STAGE"}


@pytest.mark.parametrize(
    ("question", "number", "counted"),
    [
        ("How many stages does the ML pipeline have?", "9", "Feature Engineering"),
        ("How many techniques does hyperparameter tuning have?", "4", "Grid search"),
    ],
)
def test_count(ask: Ask, question: str, number: str, counted: str) -> None:
    """A count says the number first, then what it counted."""
    answer = ask(question)

    assert answer.answer.startswith(f"{number}:")
    assert counted in answer.answer


@pytest.mark.parametrize(
    ("question", "word", "line"),
    [
        ("Is Amazon Athena used for exploratory data analysis?", "Yes", 24),
        ("Does model training come before evaluation?", "Yes", 50),
        ("Does deployment come before feature engineering?", "No", 37),
        ("Is Amazon Kinesis used for monitoring?", "No", 16),
    ],
)
def test_yes_no(ask: Ask, question: str, word: str, line: int) -> None:
    """A claim is met by Yes or No as the first word, and by the line that shows it."""
    answer = ask(question)

    assert answer.answer.startswith(f"{word}. ")
    assert line in lines(answer)


@pytest.mark.parametrize(
    ("question", "item"),
    [
        ("True positives over true positives plus false negatives: which metric?", "Recall"),
        ("TP / (TP + FP) - what metric is that?", "Precision"),
        ("Which metric is the square root of MSE?", "Root Mean Squared Error"),
    ],
)
def test_identify(ask: Ask, question: str, item: str) -> None:
    """A formula or definition leads to the thing that it is of."""
    assert item in names(ask(question))


@pytest.mark.parametrize(
    ("story", "item"),
    [
        (
            "A hospital screens patients for a rare illness and must not miss anybody who has it. Raw counts look fine "
            "because nearly everybody is healthy. Which metric should they watch?",
            "Recall",
        ),
        (
            "A shop keeps its raw clickstream files in S3 and the analysts only know SQL. Nobody wants to run servers. "
            "Which service should they use to look at the data?",
            "Amazon Athena",
        ),
    ],
)
def test_scenario(ask: Ask, story: str, item: str) -> None:
    """The need is found in a story, whatever else the story tells."""
    answer = ask(story)

    assert answer.items[0].name == item


EDGE = {"A": "Amazon Athena", "B": "AWS IoT Greengrass", "C": "AWS Glue", "D": "Amazon Kinesis"}


def test_choose(ask: Ask) -> None:
    """Of four options the one that the guide backs is chosen, and each option has its reason."""
    answer = ask("Which service is for edge deployments?", options=EDGE)

    assert answer.choice == ("B",)
    assert set(answer.reasons) == set(EDGE)


@pytest.mark.parametrize("mark", ["{0}) {1}", "({0}) {1}", "\n{0}. {1}", "\n{0}: {1}"])
def test_choose_pasted(ask: Ask, mark: str) -> None:
    """Options pasted with the stem are chosen from as if they had come apart."""
    pasted = " ".join(mark.format(letter, text) for letter, text in EDGE.items())

    assert ask(f"Which service is for edge deployments? {pasted}").choice == ("B",)


def test_choose_two(ask: Ask) -> None:
    """As many letters come back as the stem asks for, sorted."""
    answer = ask(
        "Which two are techniques for encoding categorical data? (Choose two.)",
        options={"A": "Label encoding", "B": "Capping", "C": "One-hot encoding", "D": "Grid search"},
    )

    assert answer.choice == ("A", "C")


def test_choose_the_exception(ask: Ask) -> None:
    """A NOT stem picks the option that the guide does not back."""
    answer = ask(
        "Which is NOT a technique of hyperparameter tuning?",
        options={"A": "Grid search", "B": "Random search", "C": "Tokenization", "D": "Bayesian optimization"},
    )

    assert answer.choice == ("C",)


@pytest.mark.parametrize(
    ("typed", "clean"),
    [
        ("which servce detcts data drfit?", "which service detects data drift?"),
        (
            "hi! quick one, could you tell me which metric weighs precision against recall?",
            "Which metric weighs precision against recall?",
        ),
        ("WHAT IS THE FORMULA FOR RECALL", "What is the formula for recall?"),
    ],
)
def test_typos_and_chat(ask: Ask, typed: str, clean: str) -> None:
    """A misspelt, chatty or shouted question has the items of the clean one."""
    assert names(ask(typed)) == names(ask(clean)) != set()


@pytest.mark.parametrize(
    ("short", "long", "line"), [("EDA", "Exploratory Data Analysis", 18), ("AUC", "Area Under the ROC Curve", 257)]
)
def test_spell_out(ask: Ask, short: str, long: str, line: int) -> None:
    """A short name is spelled out from the line that gives it."""
    answer = ask(f"What does {short} stand for?")

    assert names(answer) == {long}
    assert lines(answer) == {line}


@pytest.mark.parametrize(
    ("question", "items"),
    [
        ("name all the regression metrics", {f"{kind} Error" for kind in ERRORS} | {"R-squared"}),
        ("give me every metric for classification models", CLASSIFYING),
        (
            "Which evaluation services are not among those for monitoring?",
            {"Amazon SageMaker Model Evaluation", "Amazon SageMaker Studio"},
        ),
        ("Apart from CloudWatch, which services does monitoring use?", {MONITOR, "Amazon S3"}),
        ("which services turn up in at least three stages?", {"Amazon SageMaker Data Wrangler", "Amazon EC2"}),
        (
            "AWS Step Functions goes with several MLOps concepts: which ones?",
            {"Repeatable Processes", "Model Re-training"},
        ),
        ("which developer tools are there for CI/CD?", {"AWS CodePipeline", "AWS CodeBuild", "AWS CodeDeploy"}),
    ],
)
def test_groups_and_sets(ask: Ask, question: str, items: set[str]) -> None:
    """A group that is named is told whole; what is set aside or denied is not in it; things are counted per stage."""
    assert names(ask(question)) == items


@pytest.mark.parametrize(
    ("question", "item", "line"),
    [
        ("For the stage that uses one-hot encoding, which services are there?", "AWS Glue", 35),
        ("The stage that comes right after the one with grid search is called what?", "Evaluation", 56),
        ("The metric with false positives in its denominator: when does it matter?", "spam", 243),
    ],
)
def test_a_thing_that_is_told_is_asked_about(ask: Ask, question: str, item: str, line: int) -> None:
    """What stands behind the words that tell a thing is asked of it."""
    answer = ask(question)

    assert any(item in name for name in names(answer)) or item in answer.answer
    assert line in lines(answer)


def test_a_list_that_does_not_hold_a_stranger_says_no(ask: Ask) -> None:
    """Of a thing that the guide does not know, the complete list of what the claim names shows that it is not in it."""
    answer = ask("Is simulated annealing listed as a hyperparameter tuning technique?")

    assert answer.answer.startswith("No.")
    assert 60 in lines(answer)


@pytest.mark.parametrize(
    ("question", "opening"),
    [
        ("How many regression metrics does it have?", "4: "),
        ("what's the number of stages in the pipeline", "9: "),
        ("1st step of the pipeline?", "Data Collection"),
        ("in which section is grid search explained?", "Techniques"),
        ("In which stage is domain expertise needed?", "Feature Engineering"),
    ],
)
def test_counts_places_and_headings(ask: Ask, question: str, opening: str) -> None:
    """What a group counts, which stage is first, and under which heading something stands."""
    assert ask(question).answer.startswith(opening)


def test_two_things_asked_the_same_are_compared(ask: Ask) -> None:
    """When each of two things is asked the same, both are told, also where one of them shares the other's last word."""
    assert names(ask("When does precision count more, and when does recall?")) == {"Precision", "Recall"}
    told = ask("How do a managed and a self-hosted API differ in control?")
    assert names(told) == {"Managed API Service", "Self-hosted API"}
