"""Ranking things: which one node a question is after, when it asks for one thing of a type.

The evidence of all candidates about a node is pooled, so that a need told in a story can meet the node through its
names, through what the guide says of it, or through the things that the story names and the node is bound to.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from kg.book import FactBook, other_end
from kg.candidates import Candidate
from kg.evidence import FEATURES
from kg.model import LIABILITIES
from kg.postings import Postings
from kg.question import Question
from kg.symbolic import focus_of

Floats = NDArray[np.float32]

#: What is measured of each node: nearness, the best of its candidates by some features, and its bonds.
THING_FEATURES = (
    "near", "ahead", "glossed", "dense_ask", "dense_passage", "coverage", "typed", "bound", "named", "umbrella",
)  # fmt: skip
#: Weight of each; see eval/fit.py.
THING_WEIGHTS: dict[str, float] = {
    "near": 3.61, "ahead": 3.74, "glossed": 5.1, "dense_ask": 4.71, "dense_passage": 3.38,
    "coverage": 2.04, "typed": 4.23, "bound": 1.39, "named": -1.94, "umbrella": -2.16,
}  # fmt: skip
#: Nearness by which a node can lie behind the nearest of a wanted type, at most.
MOST_BEHIND = 0.4
#: The features that are pooled from a node's candidates.
POOLED = ("dense_ask", "dense_passage", "coverage")


class Things:
    """The nodes of a base as answers to questions for one thing."""

    def __init__(
        self,
        book: FactBook,
        candidates: Sequence[Candidate],
        umbrellas: frozenset[str],
        texts: Mapping[str, Sequence[str]],
    ) -> None:
        """Lay out the tables; ``texts`` are all words for each node: names, glosses, and what the guide says of it."""
        self.book, self.umbrellas = book, umbrellas
        self.names = sorted(book.nodes)
        row = {name: i for i, name in enumerate(self.names)}
        ends = [
            (i, row[focus])
            for i, c in enumerate(candidates)
            if (focus := focus_of(c)) in row
            and c.relation not in LIABILITIES  # what is bad of a thing speaks not for it
        ]
        self._candidate = np.array([i for i, _ in ends])
        self._node = np.array([node for _, node in ends])
        self.postings = Postings([texts[name] for name in self.names])
        self._bonds = {name: frozenset(other_end(f, name) for f in book.touching(name)) for name in self.names}

    def features(self, question: Question, nearness: Mapping[str, float], candidates: Floats) -> Floats:
        """(nodes, features), in the order of ``names`` and :data:`THING_FEATURES`.

        :param candidates: The feature matrix of the candidates.
        """
        columns: dict[str, object] = {name: self._pooled(candidates[:, FEATURES.index(name)]) for name in POOLED}
        named = set(question.named)
        given = named - self.umbrellas or named
        near = np.array([nearness.get(name, 0.0) for name in self.names])
        typed = np.array([self.book.nodes[name].type in question.wanted for name in self.names])
        columns["ahead"] = np.maximum(near - (near[typed] if typed.any() else near).max(), -MOST_BEHIND)
        glossed = self.glossed(question.content)
        columns["glossed"] = [glossed[name] for name in self.names]
        columns["near"] = near
        columns["typed"] = typed
        columns["bound"] = [len(given & self._bonds[name]) / max(1, len(given)) for name in self.names]
        columns["named"] = [name in named for name in self.names]
        columns["umbrella"] = [name in self.umbrellas for name in self.names]
        return np.stack([np.asarray(columns[name], np.float32) for name in THING_FEATURES], axis=1)

    def glossed(self, content: Iterable[str]) -> dict[str, float]:
        """The share of the content words, weighted by rarity among the nodes, that the words for each node hold."""
        found, total = np.zeros(len(self.names), np.float32), 0.0
        for word in content:
            rows = self.postings.rows(word)
            weight = float(np.log(1 + len(self.names) / max(1, len(rows))))
            found[rows] += weight
            total += weight
        return dict(zip(self.names, (found / np.float32(total or 1.0)).tolist(), strict=True))

    def _pooled(self, column: Floats) -> Floats:
        best = np.zeros(len(self.names), np.float32)
        np.maximum.at(best, self._node, column[self._candidate])
        return best

    def rank(self, features: Floats) -> list[tuple[str, float]]:
        """Nodes with their share of the belief, best first, ties by name."""
        weights = np.array([THING_WEIGHTS.get(name, 0.0) for name in THING_FEATURES], np.float64)
        scores = features.astype(np.float64) @ weights
        belief = np.exp(scores - scores.max())
        belief /= belief.sum()
        order = np.lexsort((np.arange(len(scores)), -scores))
        return [(self.names[i], float(belief[i])) for i in order]
