"""What makes an answer sure or unsure."""

from __future__ import annotations

import pytest

from kg.assistant import Assistant
from kg.ground import value_missing
from kg.model import Query


@pytest.mark.parametrize(
    ("asked", "strange"),
    [
        ("Is Kubeflow Pipelines like Amazon SageMaker?", ["Kubeflow"]),
        ("Which model is GPT4 built on?", ["GPT4"]),
        ("What is Recall? And what is AUC?", []),
        ("WHAT IS RECALL", []),
    ],
)
def test_strange_names(assistant: Assistant, asked: str, strange: list[str]) -> None:
    """Names and codes that the guide does not know are told from its own and from words that open a sentence."""
    names = assistant.context.lexicon.strange(asked)

    assert [name for name in names if name != "Pipelines"] == strange


@pytest.mark.parametrize(
    ("asked", "missing"),
    [("How much does Amazon Athena cost per month?", True), ("What does Amazon Athena do?", False)],
)
def test_a_kind_of_value_must_be_there(assistant: Assistant, asked: str, missing: bool) -> None:
    """A question for a price is not met by facts without one."""
    context = assistant.context
    facts = context.book.touching("Amazon Athena")

    assert value_missing(context.understand(asked), facts, context) is missing


@pytest.mark.parametrize(
    ("asked", "about", "missing"),
    [
        ("By which equation is R-squared worked out?", "R-squared", True),
        ("By which equation is the F1 score worked out?", "F1 Score", False),
        ("Is Managed Spot Training cheaper?", "Managed Spot Training", False),
        ("Is Amazon Kinesis cheaper?", "Amazon Kinesis", True),
        ("Which command starts Amazon Kinesis?", "Amazon Kinesis", True),
        ("A bank predicts prices. What does Amazon Kinesis do?", "Amazon Kinesis", False),
    ],
)
def test_the_value_is_asked_for_where_the_question_asks(
    assistant: Assistant, asked: str, about: str, missing: bool
) -> None:
    """Formulas, commands and costs count where they are asked for, not where a story speaks of them."""
    context = assistant.context

    assert value_missing(context.understand(asked), context.book.touching(about), context) is missing


@pytest.mark.parametrize(
    "asked",
    [
        "Which AWS service is a good fit for streaming?",
        "Which method makes me set up the API endpoint on my own?",
        "In which stage are features computed?",
        "What language do I use to query data in S3?",
    ],
)
def test_a_question_for_a_thing_is_none_for_a_value(assistant: Assistant, asked: str) -> None:
    """Words of value in a question for a thing that the guide has do not refuse it."""
    assert assistant.ask(Query(question=asked)).answered


def test_a_strange_name_makes_it_less_sure(assistant: Assistant) -> None:
    """The same question is less sure of itself about a product that the guide does not know."""
    known, unknown = (
        assistant.ask(Query(question=f"What does {name} do for data integration?"))
        for name in ("AWS Glue", "Talend Open")
    )

    assert unknown.confidence < known.confidence
