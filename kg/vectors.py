"""Vectors of texts and their cosines with the index: each made once, side by side, when first needed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from concurrent.futures import Future

import numpy as np
from numpy.typing import NDArray

from kg.aside import helper
from kg.encoder import Encoder
from kg.index import Index

Floats = NDArray[np.float32]

#: Texts of questions whose vectors are kept, 1.5 kB each.
KEPT = 512


class TextVectors:
    """Encodes texts and compares them with the first ``rows`` of an index; the latest results are kept.

    What a text gives does not hang on what is asked beside it or before it.
    """

    def __init__(self, encoder: Encoder, index: Index, rows: int) -> None:
        self._encoder, self._index, self._rows = encoder, index, rows
        self._vectors: dict[str, Floats] = {}
        self._cosines: dict[str, Floats] = {}
        self._beside: dict[str, tuple[str, ...]] = {}
        self._begun: dict[str, Future[Floats]] = {}

    def announce(self, texts: Sequence[str]) -> None:
        """Say that texts belong together: when one is needed, all are encoded side by side."""
        if len(self._beside) > KEPT:
            self._beside.clear()
        self._beside |= dict.fromkeys(texts, tuple(texts))

    def begin(self, texts: Iterable[str]) -> None:
        """Encode texts that will be needed, aside, while this thread goes on."""
        if len(self._begun) > KEPT:  # some were never asked for
            self._begun.clear()
        for text in dict.fromkeys(texts):
            if text not in self._vectors and text not in self._begun:
                self._begun[text] = helper().submit(self._encoder.encode, [text])

    def encode(self, texts: Sequence[str]) -> Floats:
        """Unit vectors of n ``texts``, at least one, (n, d)."""
        missing = [text for text in dict.fromkeys(texts) if text not in self._vectors]
        if not missing:
            return np.stack([self._vectors[text] for text in texts])
        if len(self._vectors) > KEPT:
            self._vectors.clear()
            self._cosines.clear()
            return self.encode(texts)
        beside = [other for text in missing for other in self._beside.get(text, ())]
        missing = [text for text in dict.fromkeys([*missing, *beside]) if text not in self._vectors]
        begun = {text: self._begun.pop(text) for text in missing if text in self._begun}
        own = [text for text in missing if text not in begun or begun[text].cancel()]
        if own:
            self._vectors.update(zip(own, self._encoder.encode(own), strict=True))
        self._vectors |= {text: future.result()[0] for text, future in begun.items() if text not in self._vectors}
        return np.stack([self._vectors[text] for text in texts])

    def cosines(self, texts: Sequence[str]) -> Floats:
        """Cosine of each of n ``texts`` with each row, (n, rows)."""
        for text, vector in zip(texts, self.encode(texts), strict=True):
            if text not in self._cosines:  # one at a time: a product of several rows sums in another order
                self._cosines[text] = self._index.cosines(vector[None], 0, self._rows)[0]
        return np.stack([self._cosines[text] for text in texts])

    def nearest(self, text: str) -> float:
        """The cosine of a text with the nearest of all rows of the index."""
        rest = self._index.cosines(self.encode([text]), self._rows, None)
        return float(max(self.cosines([text]).max(initial=-1.0), rest.max(initial=-1.0)))
