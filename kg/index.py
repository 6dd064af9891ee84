"""Nearest vectors by inner product. FAISS is met in this module only."""

from __future__ import annotations

from functools import cached_property
from types import ModuleType
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

Vectors = NDArray[np.float32]


class Index:
    """Unit vectors in rows, searched exhaustively: a guide has thousands of them, and an exact answer takes < 1 ms."""

    def __init__(self, faiss_index: Any) -> None:  # faiss has no types
        self._faiss = faiss_index

    @classmethod
    def build(cls, vectors: Vectors) -> Self:
        """Index ``vectors``, (n, d), of unit length; row i of the results is row i of them."""
        index = _faiss().IndexFlatIP(vectors.shape[1])
        index.add(np.ascontiguousarray(vectors, dtype=np.float32))
        return cls(index)

    def __len__(self) -> int:
        return int(self._faiss.ntotal)

    @property
    def dimensions(self) -> int:
        """d, the numbers in a vector."""
        return int(self._faiss.d)

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
    def _matrix(self) -> Vectors:
        if not len(self):
            return np.empty((0, self.dimensions), dtype=np.float32)
        found: Vectors = self._faiss.reconstruct_n(0, len(self))
        return found

    def vectors(self) -> Vectors:
        """All vectors as they were given, (n, d)."""
        return self._matrix

    def to_bytes(self) -> bytes:
        """The index in FAISS's own file format."""
        return bytes(_faiss().serialize_index(self._faiss).tobytes())

    @classmethod
    def from_bytes(cls, content: bytes) -> Self:
        """Read what :meth:`to_bytes` wrote.

        :raises ValueError: If FAISS cannot read it, or it is another kind of index.
        """
        faiss = _faiss()
        try:
            index = faiss.deserialize_index(np.frombuffer(content, dtype=np.uint8))
        except (RuntimeError, AssertionError) as error:
            raise ValueError(f"not a FAISS index: {error}") from error
        if not isinstance(index, faiss.IndexFlatIP):
            raise ValueError(f"a {type(index).__name__}, not the flat index that this project writes")
        return cls(index)


def _faiss() -> ModuleType:
    """FAISS on one thread: a search is 1 ms of work, and threads that wait for the next cost a question 0.2 s."""
    import faiss

    faiss.omp_set_num_threads(1)
    module: ModuleType = faiss
    return module
