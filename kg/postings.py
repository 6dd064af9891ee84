"""Which of some texts hold a stem, sought when it is asked for: to read all words at each start would cost 0.1 s."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import accumulate

import numpy as np
from numpy.typing import NDArray

from kg.text import fold, stems

#: Letters at the end of a stem that the word itself may not have ("queri" of "query", "die" of "dying").
BENT = 2


class Postings:
    """The rows of the documents that hold a stem; a document is several texts."""

    def __init__(self, documents: Sequence[Sequence[str]]) -> None:
        self._documents = [tuple(texts) for texts in documents]
        folded = [fold("\n".join(texts)) for texts in documents]
        self._text = "\n".join(folded)  # one text, since a search in C is faster than a thousand
        self._starts = [0, *accumulate(len(text) + 1 for text in folded)]
        self._known: dict[str, NDArray[np.int64]] = {}
        self._read: dict[int, frozenset[str]] = {}
        self._whole = False

    def __len__(self) -> int:
        return len(self._documents)

    def rows(self, stem: str) -> NDArray[np.int64]:
        """The rows of the documents one of whose words has this stem, in order.

        >>> Postings([["to query"], ["queries", "and more"], ["quick"]]).rows("queri").tolist()
        [0, 1]
        """
        if stem not in self._known:
            near = () if self._whole else self._holding(stem[:-BENT] or stem[:1])
            self._known[stem] = np.array([row for row in near if stem in self._stems(row)], np.int64)
        return self._known[stem]

    def read(self) -> None:
        """Read all words now, for who will seek many stems."""
        found: dict[str, list[int]] = defaultdict(list)
        for row in range(len(self)):
            for stem in self._stems(row):
                found[stem].append(row)
        self._known = {stem: np.array(rows, np.int64) for stem, rows in found.items()}
        self._whole = True

    def _holding(self, letters: str) -> Iterator[int]:
        """The rows of the documents that hold these letters, in order."""
        place = self._text.find(letters)
        while place >= 0:
            row = bisect_right(self._starts, place) - 1
            yield row
            place = self._text.find(letters, self._starts[row + 1])

    def _stems(self, row: int) -> frozenset[str]:
        if row not in self._read:
            self._read[row] = frozenset(stem for text in self._documents[row] for stem in stems(text))
        return self._read[row]
