from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.text import fold, listed, stems, tokens


@settings(max_examples=60, derandomize=True, deadline=None, database=None)
@given(st.text(max_size=80))
def test_tokens_stand_where_they_say(text: str) -> None:
    """Each word of a text of plain letters is found again at its place, and words never overlap."""
    plain = "".join(c for c in text if c.isascii())
    found = tokens(plain)

    assert all(plain[token.start : token.end] == token.surface for token in found)
    assert all(a.end <= b.start for a, b in pairwise(found))


@pytest.mark.parametrize(
    ("one", "other"),
    [("Pre‑processing", "pre-processing"), ("R²", "r2"), ("Model’s", "model's"), ("ＥＤＡ", "eda"), ("a – b", "a - b")],
)
def test_marks_that_print_alike_are_alike(one: str, other: str) -> None:
    """Typographic hyphens, quotes, digits and widths fold to the plain ones."""
    assert fold(one) == fold(other)


def test_stems_join_forms_of_a_word() -> None:
    """Number, tense and case do not tell words apart; hyphens part them."""
    assert stems("Deployed MODELS") == stems("deploy model")
    assert stems("one-hot encoding") == stems("One hot encodings")


def test_nothing_is_listed_as_nothing() -> None:
    """No names give no text."""
    assert listed([]) == ""
