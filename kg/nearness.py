"""How near a question lies to each node: to its names, its glosses and what the guide says of it.

Sentences about one node differ from one another in ways that say nothing about which node is meant: length, mood,
register. Within-class covariance normalisation divides those directions out.
Source: Hatch, Kajarekar and Stolcke, "Within-Class Covariance Normalization", Interspeech 2006.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from kg.book import FactBook
from kg.model import Entry, EntryKind, Fact, NodeType

Floats = NDArray[np.float32]

#: Sentences of a class that its nearness is the mean of: one alone can be near by chance.
NEAREST = 3
#: Share of an equal spread in the covariance, in [0, 1]; a guide has fewer sentences than the vectors have numbers.
SHRINKAGE = 0.3


class Classes:
    """Named classes of unit vectors, in the normalised space."""

    def __init__(self, members: Mapping[str, Sequence[int]], vectors: Floats) -> None:
        """Lay out the rows of ``vectors``, (n, d), that belong to each class; a row may belong to several."""
        self.names = [name for name in sorted(members) if members[name]]
        if not self.names:  # a vocabulary need not have wordings
            return
        rows = [list(members[name]) for name in self.names]
        self._mean = vectors[[row for part in rows for row in part]].mean(axis=0)
        self._transform = _within_class(vectors, rows)
        used = sorted({row for part in rows for row in part})
        place = {row: i for i, row in enumerate(used)}
        self._vectors = self._normalised(vectors[used])
        width = max(NEAREST, max(map(len, rows)))
        self._rows = np.full((len(rows), width), -1)
        for number, part in enumerate(rows):
            self._rows[number, : len(part)] = [place[row] for row in part]

    def __call__(self, vector: Floats) -> dict[str, float]:
        """The nearness of each class to a unit vector: the mean cosine of its nearest members, in [-1, 1]."""
        if not self.names:
            return {}
        cosines = np.append(self._vectors @ self._normalised(vector[None])[0], np.float32(-2))
        nearest = np.partition(cosines[self._rows], -NEAREST, axis=1)[:, -NEAREST:]
        counted = nearest > -2
        means = np.where(counted, nearest, 0).sum(axis=1) / counted.sum(axis=1)
        return dict(zip(self.names, means.tolist(), strict=True))

    def _normalised(self, vectors: Floats) -> Floats:
        moved: Floats = ((vectors - self._mean) @ self._transform).astype(np.float32)
        unit: Floats = moved / np.maximum(np.linalg.norm(moved, axis=1, keepdims=True), np.float32(1e-9))
        return unit


def nodes_of(book: FactBook, entries: Sequence[Entry], vectors: Floats) -> Classes:
    """The nodes, by their names, their glosses and what the guide says of them."""
    return Classes(_sentences(book, entries), vectors)


def wordings_of(entries: Sequence[Entry], vectors: Floats) -> Classes:
    """What a question can ask for, by how people word it."""
    found: dict[str, list[int]] = defaultdict(list)
    for row, entry in enumerate(entries):
        if entry.kind is EntryKind.WORDING and entry.node:
            found[entry.node].append(row)
    return Classes(found, vectors)


def _within_class(vectors: Floats, members: Sequence[Sequence[int]]) -> Floats:
    """A whitening of the covariance of sentences about their node's mean; any does, since cosines turn with it.

    By Cholesky's factor, which costs a fifth of the eigenvectors at each start.
    """
    sizes = np.array([len(part) for part in members])
    every = vectors[[row for part in members for row in part]]
    means = np.add.reduceat(every, np.cumsum(sizes) - sizes) / sizes[:, None].astype(np.float32)
    spread = every - np.repeat(means, sizes, axis=0)
    size = vectors.shape[1]
    # Single precision halves the longest step of a start; the shrunk covariance is far from singular.
    covariance = spread.T @ spread / np.float32(len(spread))
    even = max(float(np.trace(covariance)) / size, 1e-6)
    shrunk = (1 - SHRINKAGE) * covariance + np.float32(SHRINKAGE * even) * np.eye(size, dtype=np.float32)
    transform: Floats = np.linalg.inv(np.linalg.cholesky(shrunk)).T
    return transform


def _sentences(book: FactBook, entries: Sequence[Entry]) -> dict[str, list[int]]:
    """The rows of the entries that tell of each node."""
    by_fact: dict[str, int] = {}
    found: dict[str, list[int]] = defaultdict(list)
    for row, entry in enumerate(entries):
        if entry.kind is EntryKind.GLOSS and entry.node:
            found[entry.node].append(row)
        elif entry.kind is EntryKind.FACT:
            by_fact.update(dict.fromkeys(entry.facts, row))
    for name in book.nodes:
        found[name] = sorted({*found[name], *(by_fact[fact.id] for fact in telling(book, name))})
    return found


def telling(book: FactBook, name: str) -> list[Fact]:
    """The facts that tell what a thing is: its literals, and its qualified uses."""
    said = [fact for fact in book.out(name) if fact.object_type is NodeType.TEXT]
    return [*said, *(fact for fact in book.into(name) if fact.qualifier)]
