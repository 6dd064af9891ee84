"""Stems are found in texts when they are asked for, as if all words had been read before."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from kg.postings import Postings
from kg.text import stems

WORDS = st.sampled_from(
    ["query", "Queries", "monitoring", "monitors", "Re-training", "R²", "early", "naïve", "dying", "x"]
)
TEXTS = st.lists(st.lists(WORDS, max_size=4).map(" ".join), max_size=3)


@given(st.lists(TEXTS, max_size=6), WORDS)
def test_rows_are_those_of_a_full_reading(documents: list[list[str]], word: str) -> None:
    """What is sought by its first letters is what a reading of every word would find."""
    postings, whole = Postings(documents), Postings(documents)
    whole.read()

    for stem in stems(word):
        read = [row for row, texts in enumerate(documents) if any(stem in stems(text) for text in texts)]
        assert postings.rows(stem).tolist() == read
        assert postings.rows(stem).tolist() == read  # also when it was sought before
        assert whole.rows(stem).tolist() == read
