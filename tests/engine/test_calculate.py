"""Formulas of the guide, worked out from the numbers of a question."""

from __future__ import annotations

import pytest

from kg.assistant import Assistant
from kg.model import Query
from tests.engine.conftest import Ask
from tests.engine.told import lines


@pytest.mark.parametrize(
    ("question", "result", "line"),
    [
        ("Our filter has TP = 30 and FP = 10. What is its precision?", "30 / (30 + 10) = 0.75 (75 %)", 242),
        ("What F1 do a precision of 0.5 and a recall of 50% give?", "2 * (0.5 * 0.5) / (0.5 + 0.5) = 0.5 (50 %)", 254),
        ("The investment cost 40k and the gain was 50,000: what is the ROI?", "(50000 - 40000) / 40000 = 0.25", 294),
    ],
)
def test_numbers_are_filled_in(ask: Ask, question: str, result: str, line: int) -> None:
    """The words beside a number say what it is; the formula is cited, shown filled in, and worked out."""
    answer = ask(question)

    assert answer.kind == "calculate"
    assert result in answer.answer
    assert lines(answer) == {line}


@pytest.mark.parametrize(
    ("stem", "options", "right"),
    [
        ("Of 50 rotten apples the model spots 40. What is its recall?", ("125%", "80%", "44%", "10%"), "B"),
        ("With 8 false negatives and 24 true positives, recall is", ("0.25", "0.33", "0.75", "3"), "C"),
        ("A project was paid for with 80,000 and returned 100,000. Its ROI?", ("25%", "80%", "125%", "20%"), "A"),
    ],
)
def test_the_option_that_comes_out_is_chosen(
    assistant: Assistant, stem: str, options: tuple[str, ...], right: str
) -> None:
    """Among options that are numbers, the one that the formula gives; a sum may be given as one number."""
    answer = assistant.ask(Query(question=stem, options=dict(zip("ABCD", options, strict=True))))

    assert answer.choice == (right,)


@pytest.mark.parametrize(
    "question",
    ["What is the precision of a model with 12 layers and 300 rows?", "Is a recall of 0.9 after 20 epochs usual?"],
)
def test_numbers_of_other_things_are_not_filled_in(ask: Ask, question: str) -> None:
    """Numbers that no unknown of a formula names give no result."""
    assert ask(question).kind != "calculate"
