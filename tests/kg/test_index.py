from __future__ import annotations

import faiss
import numpy as np
import pytest

from kg.index import Index


def test_finds_the_nearest_rows_best_first() -> None:
    """Rows come by cosine, the largest first."""
    index = Index.build(np.array([[1, 0], [0, 1], [0.6, 0.8]], dtype=np.float32))

    scores, rows = index.search(np.array([[0, 1]], dtype=np.float32), 2)

    assert rows.tolist() == [[1, 2]]
    assert scores[0] == pytest.approx([1, 0.8])


def test_equal_cosines_come_in_row_order_even_at_the_cut() -> None:
    """Which of many equal rows are kept does not depend on FAISS."""
    index = Index.build(np.tile(np.array([[0.6, 0.8]], dtype=np.float32), (50, 1)))

    assert index.search(np.array([[1, 0]], dtype=np.float32), 5)[1].tolist() == [[0, 1, 2, 3, 4]]


def test_asks_for_more_rows_than_there_are() -> None:
    """A search in a small index returns all rows, and none for an empty one."""
    index = Index.build(np.eye(3, dtype=np.float32))

    assert index.search(np.eye(3, dtype=np.float32), 10)[1].shape == (3, 3)
    assert Index.build(np.empty((0, 3), dtype=np.float32)).search(np.eye(3, dtype=np.float32), 4)[1].shape == (3, 0)


def test_comes_back_from_bytes_with_every_bit() -> None:
    """Vectors survive the way through FAISS's file format."""
    vectors = np.random.default_rng(1).standard_normal((20, 5)).astype(np.float32)

    index = Index.from_bytes(Index.build(vectors).to_bytes())

    assert np.array_equal(index.vectors(), vectors)
    assert len(index) == 20
    assert index.dimensions == 5


def test_vectors_that_were_read_are_aligned() -> None:
    """Numpy copies an unaligned matrix for each product, which was most of a question's arithmetic."""
    read = Index.from_bytes(Index.build(np.eye(3, dtype=np.float32)).to_bytes())

    assert read.vectors().flags.aligned


def test_faiss_reads_the_file_as_its_own() -> None:
    """What is kept is FAISS's file, though it is opened without FAISS: both see the same vectors."""
    vectors = np.random.default_rng(2).standard_normal((7, 6)).astype(np.float32)

    read = faiss.deserialize_index(np.frombuffer(Index.build(vectors).to_bytes(), np.uint8))

    assert isinstance(read, faiss.IndexFlatIP)
    assert np.array_equal(read.reconstruct_n(0, 7), vectors)


def test_cosines_of_a_range_of_rows_are_those_of_all_rows() -> None:
    """Whoever asks for some rows gets their cosines and no others."""
    vectors = np.random.default_rng(3).standard_normal((9, 4)).astype(np.float32)
    index = Index.build(vectors)

    assert index.cosines(vectors[:1], 2, 5)[0] == pytest.approx(index.cosines(vectors[:1])[0, 2:5])


#: An index of FAISS's that is flat and of another metric, and one of ours cut short.
OTHER_METRIC = faiss.serialize_index(faiss.IndexFlatL2(3)).tobytes()
CUT_SHORT = Index.build(np.eye(3, dtype=np.float32)).to_bytes()[:-1]


@pytest.mark.parametrize(
    "content",
    [b"", b"not an index at all, whatever it says, however long it is", OTHER_METRIC, CUT_SHORT],
    ids=["empty", "foreign", "other metric", "cut short"],
)
def test_refuses_bytes_that_are_no_index(content: bytes) -> None:
    """Foreign bytes are a ValueError."""
    with pytest.raises(ValueError, match="FAISS"):
        Index.from_bytes(content)


def test_refuses_a_question_of_another_size() -> None:
    """Vectors of another model are not compared."""
    with pytest.raises(ValueError, match="3 numbers, the index holds 2"):
        Index.build(np.eye(2, dtype=np.float32)).search(np.eye(3, dtype=np.float32), 1)
