"""Nearest vectors by inner product. FAISS is met in this module only."""

from __future__ import annotations

import struct
from functools import cached_property
from types import ModuleType
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

Vectors = NDArray[np.float32]


#: How FAISS begins the file of a flat index, little-endian: its kind, d, n, two numbers that it does not use, whether
#: it is trained, the metric (0 is the inner product), and how many numbers follow.
_HEADER = struct.Struct("<4siqqq?iQ")
_KIND = b"IxFI"


class Index:
    """Unit vectors in rows, searched exhaustively: a guide has thousands of them, and an exact answer takes < 1 ms."""

    def __init__(self, vectors: Vectors) -> None:
        """Index ``vectors``, (n, d), of unit length; row i of the results is row i of them."""
        self._matrix = vectors

    @classmethod
    def build(cls, vectors: Vectors) -> Self:
        """An index of a copy of ``vectors``, (n, d)."""
        return cls(np.array(vectors, dtype=np.float32, order="C"))

    def __len__(self) -> int:
        return len(self._matrix)

    @property
    def dimensions(self) -> int:
        """d, the numbers in a vector."""
        return int(self._matrix.shape[1])

    def search(self, vectors: Vectors, k: int) -> tuple[Vectors, NDArray[np.int64]]:
        """The ``k`` nearest rows of each of the q ``vectors``, (q, d).

        :param k: How many; all rows when there are fewer.
        :returns: Cosines and rows, both (q, min(k, n)), best first; equal cosines in row order.

        The cosines are computed for all rows and sorted here, since FAISS lets equal cosines at the k-th place
        fall either way.
        """
        if vectors.shape[1] != self.dimensions:
            raise ValueError(f"vectors have {vectors.shape[1]} numbers, the index holds {self.dimensions}")
        scores, rows = self._faiss.search(np.ascontiguousarray(vectors, dtype=np.float32), max(len(self), 1))
        order = np.lexsort((rows, -scores), axis=-1)[:, : min(k, len(self))]
        return np.take_along_axis(scores, order, axis=1), np.take_along_axis(rows, order, axis=1)

    def cosines(self, vectors: Vectors, start: int = 0, stop: int | None = None) -> Vectors:
        """The cosine of each of the q ``vectors``, (q, d), with the rows from ``start`` to ``stop``, or all,
        as (q, n) in row order.

        All of them are wanted at once here, so that sorting them, as a search does, would be lost work.
        """
        return np.ascontiguousarray(vectors, dtype=np.float32) @ self._matrix[start:stop].T

    @cached_property
    def _faiss(self) -> Any:  # faiss has no types
        index = _faiss().IndexFlatIP(self.dimensions)
        index.add(self._matrix)
        return index

    def vectors(self) -> Vectors:
        """All vectors as they were given, (n, d)."""
        return self._matrix

    def to_bytes(self) -> bytes:
        """The index in FAISS's own file format."""
        return bytes(_faiss().serialize_index(self._faiss).tobytes())

    @classmethod
    def from_bytes(cls, content: bytes) -> Self:
        """Read what :meth:`to_bytes` wrote; FAISS itself, which takes 0.05 s to import, is loaded for a search.

        :raises ValueError: If it is not a flat index as FAISS writes them.
        """
        if len(content) < _HEADER.size:
            raise ValueError("not a FAISS index: too short")
        kind, d, n, *_, count = _HEADER.unpack_from(content)
        if kind != _KIND or d < 1 or count != n * d or len(content) != _HEADER.size + 4 * count:
            raise ValueError("not the flat FAISS index that this project writes")
        # A copy: the header's odd length leaves the numbers unaligned, and numpy would copy them for each product.
        return cls.build(np.frombuffer(content, dtype="<f4", offset=_HEADER.size).reshape(n, d))


def _faiss() -> ModuleType:
    """FAISS on one thread: a search is 1 ms of work, and threads that wait for the next cost a question 0.2 s."""
    import faiss

    faiss.omp_set_num_threads(1)
    module: ModuleType = faiss
    return module
