"""Vectors of texts: made once, aside or when needed, with the same bits."""

from __future__ import annotations

import numpy as np

from kg.assistant import Assistant
from kg.model import Query
from kg.vectors import KEPT, TextVectors
from tests.kg.stubs import HashEncoder, small_base


def test_a_text_begun_aside_is_the_one_that_is_needed() -> None:
    """Whether it is begun before or not, each text is encoded once and gives the same."""
    encoder, index = HashEncoder(), small_base().index
    vectors = TextVectors(encoder, index, 2)
    plain = TextVectors(HashEncoder(), index, 2).cosines(["tea", "pot", "cup"])

    vectors.begin(["tea", "pot"])
    vectors.begin(["pot", "cup"])

    assert np.array_equal(vectors.cosines(["tea", "pot", "cup"]), plain)
    assert sorted(encoder.seen) == ["cup", "pot", "tea"]


def test_texts_begun_in_vain_are_let_go() -> None:
    """Who begins many texts and never needs them does not fill the memory."""
    vectors = TextVectors(HashEncoder(), small_base().index, 2)

    for number in range(2 * KEPT):
        vectors.begin([f"text {number}"])

    assert len(vectors._begun) <= KEPT + 1


def test_what_is_read_ahead_is_what_is_needed(assistant: Assistant) -> None:
    """A question that was expected leaves nothing but the words of its answer to encode."""
    query = Query(question="Which one stores objects of any size?", options={"A": "Amazon S3", "B": "AWS Glue"})
    assistant.ask(query)
    vectors = assistant.context.vectors
    needed = set(vectors._vectors)
    vectors._vectors.clear()
    vectors._cosines.clear()

    assistant.expect(query)

    assert set(vectors._begun) <= needed
    assert {"Amazon S3", "AWS Glue", f"{query.question} AWS Glue"} <= set(vectors._begun)
