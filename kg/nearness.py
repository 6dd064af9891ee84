"""How near a question lies to each node: to its names, its glosses and what the guide says of it.

Sentences about one node differ from one another in ways that say nothing about which node is meant: length, mood,
register. Within-class covariance normalisation divides those directions out.
Source: Hatch, Kajarekar and Stolcke, "Within-Class Covariance Normalization", Interspeech 2006.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from io import BytesIO

import numpy as np
from numpy.typing import NDArray

from kg.book import FactBook
from kg.model import Entry, EntryKind, Fact, NodeType

Floats = NDArray[np.float32]

#: Sentences of a class that its nearness is the mean of: one alone can be near by chance.
NEAREST = 3
#: Share of an equal spread in the covariance, in [0, 1]; a guide has fewer sentences than the vectors have numbers.
SHRINKAGE = 0.3


@dataclass(frozen=True)
class Space:
    """The normalised space of classes of unit vectors of d numbers: their ``mean``, (d,), and a whitening, (d, d)."""

    mean: Floats
    transform: Floats

    @classmethod
    def of(cls, members: Mapping[str, Sequence[int]], vectors: Floats) -> Space:
        """The space of ``vectors``, (n, d), whose rows belong to classes; a row may belong to several."""
        rows = [list(part) for _, part in sorted(members.items()) if part]
        if not rows:  # a vocabulary need not have wordings
            return cls(np.zeros(vectors.shape[1], np.float32), np.eye(vectors.shape[1], dtype=np.float32))
        return cls(vectors[[row for part in rows for row in part]].mean(axis=0), _within_class(vectors, rows))

    def __call__(self, vectors: Floats) -> Floats:
        """Unit vectors, (n, d), as unit vectors of this space, (n, d)."""
        moved: Floats = ((vectors - self.mean) @ self.transform).astype(np.float32)
        unit: Floats = moved / np.maximum(np.linalg.norm(moved, axis=1, keepdims=True), np.float32(1e-9))
        return unit


@dataclass(frozen=True)
class Spaces:
    """The spaces of the nodes and of the wordings of questions. To make them takes 0.1 s, so a base keeps them."""

    nodes: Space
    wordings: Space

    @classmethod
    def of(cls, book: FactBook, entries: Sequence[Entry], vectors: Floats) -> Spaces:
        """The spaces of a base's ``entries``, of which row i of ``vectors``, (n, d), is the i-th."""
        return cls(Space.of(_sentences(book, entries), vectors), Space.of(_wordings(entries), vectors))

    def to_bytes(self) -> bytes:
        """One array in numpy's file format, (2, d + 1, d): mean and whitening of each."""
        file = BytesIO()
        np.save(file, np.stack([np.vstack([s.mean, s.transform]) for s in (self.nodes, self.wordings)]))
        return file.getvalue()

    @classmethod
    def from_bytes(cls, content: bytes) -> Spaces:
        """Read what :meth:`to_bytes` wrote.

        :raises ValueError: If it is anything else.
        """
        try:
            found = np.load(BytesIO(content), allow_pickle=False)
        except EOFError as error:
            raise ValueError("no array") from error
        if found.dtype != np.float32 or found.ndim != 3 or found.shape[0] != 2 or found.shape[1] != found.shape[2] + 1:
            raise ValueError(f"an array of {found.dtype} {found.shape}, not two spaces")
        return cls(*(Space(part[0], part[1:]) for part in found))


class Classes:
    """Named classes of unit vectors, in the normalised space."""

    def __init__(self, members: Mapping[str, Sequence[int]], vectors: Floats, space: Space) -> None:
        """Lay out the rows of ``vectors``, (n, d), that belong to each class; a row may belong to several."""
        self.names = [name for name in sorted(members) if members[name]]
        self._space = space
        if not self.names:
            return
        rows = [list(members[name]) for name in self.names]
        used = sorted({row for part in rows for row in part})
        place = {row: i for i, row in enumerate(used)}
        self._vectors = space(vectors[used])
        width = max(NEAREST, max(map(len, rows)))
        self._rows = np.full((len(rows), width), -1)
        for number, part in enumerate(rows):
            self._rows[number, : len(part)] = [place[row] for row in part]

    def __call__(self, vector: Floats) -> dict[str, float]:
        """The nearness of each class to a unit vector: the mean cosine of its nearest members, in [-1, 1]."""
        if not self.names:
            return {}
        cosines = np.append(self._vectors @ self._space(vector[None])[0], np.float32(-2))
        nearest = np.partition(cosines[self._rows], -NEAREST, axis=1)[:, -NEAREST:]
        counted = nearest > -2
        means = np.where(counted, nearest, 0).sum(axis=1) / counted.sum(axis=1)
        return dict(zip(self.names, means.tolist(), strict=True))


def nodes_of(book: FactBook, entries: Sequence[Entry], vectors: Floats, space: Space) -> Classes:
    """The nodes, by their names, their glosses and what the guide says of them."""
    return Classes(_sentences(book, entries), vectors, space)


def wordings_of(entries: Sequence[Entry], vectors: Floats, space: Space) -> Classes:
    """What a question can ask for, by how people word it."""
    return Classes(_wordings(entries), vectors, space)


def _wordings(entries: Sequence[Entry]) -> dict[str, list[int]]:
    found: dict[str, list[int]] = defaultdict(list)
    for row, entry in enumerate(entries):
        if entry.kind is EntryKind.WORDING and entry.node:
            found[entry.node].append(row)
    return found


def _within_class(vectors: Floats, members: Sequence[Sequence[int]]) -> Floats:
    """A whitening of the covariance of sentences about their node's mean; any does, since cosines turn with it.

    By Cholesky's factor, which costs a fifth of the eigenvectors.
    """
    sizes = np.array([len(part) for part in members])
    every = vectors[[row for part in members for row in part]]
    means = np.add.reduceat(every, np.cumsum(sizes) - sizes) / sizes[:, None].astype(np.float32)
    spread = every - np.repeat(means, sizes, axis=0)
    size = vectors.shape[1]
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
