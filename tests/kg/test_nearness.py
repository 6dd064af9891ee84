"""The normalised spaces that a base keeps."""

from __future__ import annotations

from io import BytesIO

import numpy as np
import pytest

from kg.nearness import Classes, Space, Spaces

RANDOM = np.random.default_rng(1)


def test_sentences_that_differ_by_register_only_are_near() -> None:
    """What varies within classes counts less: here the first number, which says nothing about the class."""
    told = np.array([[r, c, 1 - c] for c in (0.0, 1.0) for r in RANDOM.uniform(-3, 3, 40)], np.float32)
    told /= np.linalg.norm(told, axis=1, keepdims=True)
    members = {"one": list(range(40)), "other": list(range(40, 80))}

    near = Classes(members, told, Space.of(members, told))(np.array([0.99, 0.1, 0.0], np.float32))

    assert near["other"] > near["one"]


def test_spaces_come_back_with_every_bit() -> None:
    """What a base keeps is what was made."""
    made = Spaces(*(Space(RANDOM.random(4, np.float32), RANDOM.random((4, 4), np.float32)) for _ in range(2)))

    read = Spaces.from_bytes(made.to_bytes())

    for one, other in ((made.nodes, read.nodes), (made.wordings, read.wordings)):
        assert np.array_equal(one.mean, other.mean)
        assert np.array_equal(one.transform, other.transform)


def _saved(array: np.ndarray[tuple[int, ...], np.dtype[np.float32]]) -> bytes:
    file = BytesIO()
    np.save(file, array)
    return file.getvalue()


@pytest.mark.parametrize("content", [b"", b"no array", _saved(np.zeros((2, 4, 4), np.float32))])
def test_anything_else_is_refused(content: bytes) -> None:
    """Other bytes are a ValueError, and nothing is unpickled."""
    with pytest.raises(ValueError):  # numpy words them
        Spaces.from_bytes(content)


def test_a_vocabulary_without_wordings_has_a_space_all_the_same() -> None:
    """Nothing to learn from leaves vectors as they are."""
    vectors = np.eye(3, dtype=np.float32)

    assert np.allclose(Space.of({}, vectors)(vectors), vectors)
