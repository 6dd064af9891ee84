"""Which questions lean on an earlier one, on the names of the bundled guide."""

from __future__ import annotations

import pytest

from kg.assistant import Assistant
from kg.follow import leans


@pytest.mark.parametrize(
    ("asked", "does"),
    [
        ("and for recall?", True),
        ("what about precision?", True),
        ("what else does it do?", True),
        ("why?", True),
        ("Which service detects concept drift in production?", False),
        ("What is the formula for recall?", False),
    ],
)
def test_leans(assistant: Assistant, asked: str, does: bool) -> None:
    """A question leans if it opens as a follow-up, points back, or is too short to stand alone."""
    context = assistant.context

    assert leans(context.understand(asked), context.vocabulary.questions) is does
