"""What an answer names and cites, for tests to compare."""

from __future__ import annotations

from kg.model import Answer


def names(answer: Answer) -> set[str]:
    """The names of the items."""
    return {item.name for item in answer.items}


def lines(answer: Answer) -> set[int]:
    """Every line that a citation covers."""
    return {line for cited in answer.citations for line in range(cited.start_line, cited.end_line + 1)}
