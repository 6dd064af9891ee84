"""Which of some texts hold a stem, sought when it is asked for: to read all words at each start would cost 0.1 s."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from kg.text import fold, stems

#: Letters at the end of a stem that the word itself may not have ("queri" of "query", "die" of "dying").
BENT = 2


class Postings:
    """The rows of the documents that hold a stem; a document is several texts."""

    def __init__(self, documents: Sequence[Sequence[str]]) -> None:
        self._documents = [tuple(texts) for texts in documents]
        self._folded = [fold("\n".join(texts)) for texts in documents]
        self._known: dict[str, NDArray[np.int64]] = {}
        self._read: dict[int, frozenset[str]] = {}

    def __len__(self) -> int:
        return len(self._documents)

    def rows(self, stem: str) -> NDArray[np.int64]:
        """The rows of the documents one of whose words has this stem, in order.

        >>> Postings([["to query"], ["queries", "and more"], ["quick"]]).rows("queri").tolist()
        [0, 1]
        """
        if stem not in self._known:
            begins = stem[:-BENT] or stem[:1]
            near = (row for row, folded in enumerate(self._folded) if begins in folded)
            self._known[stem] = np.array([row for row in near if stem in self._stems(row)], np.int64)
        return self._known[stem]

    def _stems(self, row: int) -> frozenset[str]:
        if row not in self._read:
            self._read[row] = frozenset(stem for text in self._documents[row] for stem in stems(text))
        return self._read[row]
