from __future__ import annotations

import pytest

from kg.paste import split_options


@pytest.mark.parametrize("mark", ["{}) ", "({}) ", "{}. ", "[{}] ", "{}: "])
@pytest.mark.parametrize("joint", [" ", "\n", "\n  "])
def test_options_by_any_mark(mark: str, joint: str) -> None:
    """Letters with the usual marks part the options from the stem, on one line or several."""
    options = joint.join(
        mark.format(letter) + text for letter, text in zip("ABC", ("tea", "coffee", "milk"), strict=True)
    )

    assert split_options(f"What to drink?{joint}{options}") == (
        "What to drink?",
        {"A": "tea", "B": "coffee", "C": "milk"},
    )


@pytest.mark.parametrize(
    "text", ["What is plan B) about?", "A) only one", "a) b)", "A) no B) stem", "Which C) comes D) first?"]
)
def test_no_run_of_options(text: str) -> None:
    """Letters that do not run from A, options without words and options without a stem leave the text alone."""
    assert split_options(text) == (text, {})


def test_lower_case_options() -> None:
    """Small letters mark options too, and come back as capitals."""
    assert split_options("Pick: a) x b) y")[1] == {"A": "x", "B": "y"}
