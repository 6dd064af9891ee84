"""What the engine reads in a question, on the names of the bundled guide."""

from __future__ import annotations

import pytest

from kg.assistant import Assistant
from kg.model import NodeType, Relation
from kg.question import Question


@pytest.fixture(scope="module")
def read(assistant: Assistant):
    """Reads a question."""
    return assistant.context.understand


@pytest.mark.parametrize(
    ("asked", "named"),
    [
        ("Is AWS Glue used in data collection?", ("AWS Glue", "Data Collection")),
        ("what is amazon sagemaker model monitor?", ("Amazon SageMaker Model Monitor",)),
        ("EDA or ROI?", ("Exploratory Data Analysis", "Return on Investment")),
        ("What does the weather do?", ()),
    ],
)
def test_names_are_linked(read, asked: str, named: tuple[str, ...]) -> None:
    """Things are found by name, second name or acronym, whatever the case, the longest name first."""
    assert read(asked).named == named


def test_a_verb_is_only_a_hint(read) -> None:
    """A word that shares a stem with a name hints at it and does not name it."""
    question: Question = read("Which service monitors the inputs?")

    assert "Monitoring" not in question.named
    assert "Monitoring" in question.hinted


@pytest.mark.parametrize(
    ("asked", "wanted", "plural"),
    [
        ("Which service detects drift?", NodeType.SERVICE, False),
        ("Which AWS service detects drift?", NodeType.SERVICE, False),
        ("Which fully managed AWS services are there?", NodeType.SERVICE, True),
        ("in which stage is Glue used?", NodeType.STAGE, False),
        ("name all metrics for regression", NodeType.METRIC, True),
    ],
)
def test_the_wanted_type(read, asked: str, wanted: NodeType, plural: bool) -> None:
    """The noun behind the question word says which type of thing is wanted, and whether several are."""
    question: Question = read(asked)

    assert wanted in question.wanted
    assert question.plural is plural


def test_an_attribute_is_no_type(read) -> None:
    """A question for an attribute of a stage does not want a stage."""
    question: Question = read("What is the purpose of the deployment stage?")

    assert question.wanted == frozenset()
    assert Relation.HAS_PURPOSE in question.cues


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("wich metirc suits imbalanced dta?", "metric"),
        ("what is preciison?", "precision"),
        ("explain hyperparamter tuning", "hyperparameter"),
    ],
)
def test_typos_are_mended(read, typed: str, meant: str) -> None:
    """A word that is no word is read as the guide's word nearest to it."""
    assert meant in [token.word for token in read(typed).tokens]


@pytest.mark.parametrize("asked", ["Which laptop should I buy?", "Is the weather nice?", "Was Napoleon tall?"])
def test_good_words_are_left_alone(read, asked: str) -> None:
    """A common word that the guide lacks is not turned into one that it has."""
    assert read(asked).text == asked


def test_the_story_and_what_it_asks(read) -> None:
    """The sentence that asks is told from the story, and what a story denies is set aside."""
    question: Question = read(
        "A bank keeps its records in tables and works with plain SQL every day. "
        "It is not interested in streams. Which service?"
    )

    assert question.focus == "Which service?"
    assert "streams" not in question.affirmed
    assert "SQL" in question.affirmed


@pytest.mark.parametrize("asked", ["Which service isn't used?", "what doesn't it do?", "List all of them, please"])
def test_words_of_asking_carry_no_topic(read, asked: str) -> None:
    """A question made of small words and words of asking has no topic, contractions included."""
    assert read(asked).content == ()
