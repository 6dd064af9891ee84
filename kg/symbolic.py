"""The symbolic features of candidates: types, mentions, attributes and shapes, laid out as arrays once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from enum import Enum
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from kg.book import FactBook
from kg.candidates import Candidate, Shape
from kg.model import NodeType, Relation
from kg.question import Question

Flags = NDArray[np.bool_]
Columns = dict[str, NDArray[np.generic]]
K = TypeVar("K")
E = TypeVar("E", bound=Enum)

#: Relations of the guide's own order, which people seldom ask for.
STRUCTURAL = (Relation.PART_OF, Relation.NEXT_STAGE, Relation.SEE_ALSO)
#: Members from which a thing is an umbrella for others.
FEWEST_MEMBERS = 2


class Symbols:
    """What is known of each candidate without a question, as arrays in the order of the candidates."""

    def __init__(self, book: FactBook, candidates: Sequence[Candidate]) -> None:
        self.book = book
        self.umbrellas = umbrellas(book)
        self._count = len(candidates)
        self._literal = self._flags(c.answer_type is NodeType.TEXT for c in candidates)
        self._many = self._flags(len(c.answers) > 1 for c in candidates)
        self._umbrella = self._flags(focus_of(c) in self.umbrellas for c in candidates)
        self._umbrellas = self._flags(self.umbrellas.issuperset(c.answers) for c in candidates)
        self._shape = _where([c.shape for c in candidates], Shape)
        self._relation = _where([c.relation for c in candidates], Relation)
        self._answer_type = _where([c.answer_type for c in candidates], NodeType)
        self._anchor_type = _where([book.type_of(c.anchor) for c in candidates], NodeType)
        self._rows_by_anchor = _rows((row, (c.anchor,)) for row, c in enumerate(candidates))
        self._rows_by_answer = _rows((row, c.answers) for row, c in enumerate(candidates))
        self._answers = [frozenset(c.answers) for c in candidates]
        #: The anchor and the focus of each candidate; "" for none.
        self.anchor = [c.anchor for c in candidates]
        self.focus = [focus_of(c) or "" for c in candidates]

    def _flags(self, values: Iterable[bool]) -> Flags:
        return np.fromiter(values, np.bool_, self._count)

    def _any(self, flags: Mapping[K, Flags], keys: Iterable[K]) -> Flags:
        found = np.zeros(self._count, np.bool_)
        for key in keys:
            found |= flags[key]
        return found

    def _at(self, rows: Mapping[str, list[int]], names: Iterable[str]) -> Flags:
        found = np.zeros(self._count, np.bool_)
        for name in names:
            found[rows.get(name, [])] = True
        return found

    def specific(self, names: Sequence[str]) -> tuple[str, ...]:
        """The names without those that only say what another of them is part of ("experimentation in MLOps")."""
        wholes = {fact.object for name in names for fact in self.book.out(name, Relation.PART_OF)}
        wholes |= {name for name in names if not self.book.below(name).isdisjoint(names)}
        return tuple(name for name in names if name not in wholes) or tuple(names)

    def columns(self, question: Question) -> Columns:
        """The columns by name, one value a candidate."""
        return {
            **self._typed(question), **self._asked(question), **self._shaped(question), **self._named(question)
        }  # fmt: skip

    def _named(self, question: Question) -> Columns:
        """What the question names outright is what it knows; what it hints at may be."""
        named = self.specific(question.named)
        # Where nothing is wanted but to know of it, what is named is meant itself.
        below = self._below(named).difference(named) if question.wanted or question.plural else ()
        others = {other for mention in question.mentions if not mention.weak for other in mention.others}
        return {
            "anchor_named": self._at(self._rows_by_anchor, named),
            "anchor_other": self._at(self._rows_by_anchor, others.difference(named)),
            "anchor_below": self._at(self._rows_by_anchor, below),
            "anchor_hinted": self._at(self._rows_by_anchor, set(question.hinted).difference(named)),
            "answer_named": self._answered_by(frozenset(question.named)),
        }

    def _answered_by(self, names: frozenset[str]) -> Flags:
        """Where nothing but these names is the answer."""
        found = np.zeros(self._count, np.bool_)
        for name in names:
            for row in self._rows_by_answer.get(name, ()):
                found[row] = names >= self._answers[row]
        return found

    def _below(self, names: Iterable[str]) -> frozenset[str]:
        return frozenset(found for name in names for found in self.book.below(name))

    def _typed(self, question: Question) -> Columns:
        wanted, literal = bool(question.wanted), self._literal
        named = self._at(self._rows_by_anchor, self.specific(question.named))
        told = literal & ~named & wanted
        fits = self._any(self._anchor_type, question.wanted)
        return {
            "typed": self._any(self._answer_type, question.wanted),
            "literal_typed": literal & wanted,
            "literal_wanted": literal & (not wanted),
            "anchor_typed": told & fits,
        }

    def _asked(self, question: Question) -> Columns:
        return {"cued": self._any(self._relation, question.cues), "asked": self._any(self._relation, question.nouns)}

    def _shaped(self, question: Question) -> Columns:
        plural, wanted = question.plural, bool(question.wanted)
        group = self._many & ~self._shape[Shape.ONE_OBJECT]
        members = self._any(self._answer_type, question.wanted) & group & plural
        named = self.specific(question.named)
        return {
            "plural_group": group & plural,
            "plural_one": group & (not plural),
            "single_group": ~self._literal & self._many & (wanted and not plural),
            "members": members & (self._at(self._rows_by_anchor, named) if named else True),
            "grouped": self._relation[Relation.PART_OF] & plural & self._at(self._rows_by_anchor, question.groups),
            "structural": self._any(self._relation, STRUCTURAL) & ~members,
            "umbrella": self._umbrella & (not plural),
            "umbrellas": self._umbrellas & plural,
            "uses": self._shape[Shape.USES],
            "subjects": self._shape[Shape.SUBJECTS],
            "one_object": self._shape[Shape.ONE_OBJECT],
        }


def _where(values: Sequence[E], members: type[E]) -> dict[E, Flags]:
    """For each member of an enumeration, where it stands among the values."""
    place = {member: number for number, member in enumerate(members)}
    numbers = np.array([place[value] for value in values])
    return {member: numbers == number for member, number in place.items()}


def _rows(pairs: Iterable[tuple[int, Iterable[str]]]) -> dict[str, list[int]]:
    """The rows at which each name stands."""
    found: dict[str, list[int]] = defaultdict(list)
    for row, names in pairs:
        for name in names:
            found[name].append(row)
    return dict(found)


def umbrellas(book: FactBook) -> frozenset[str]:
    """The things that others are part of: seldom the one thing that somebody is after."""
    sizes: dict[str, int] = defaultdict(int)
    for fact in book.facts:
        sizes[fact.object] += fact.relation is Relation.PART_OF
    return frozenset(name for name, size in sizes.items() if size >= FEWEST_MEMBERS)


def focus_of(candidate: Candidate) -> str | None:
    """The one node that a candidate is about: the subject of a literal, else the node that answers."""
    if candidate.answer_type is NodeType.TEXT:
        return candidate.anchor
    return candidate.answers[0] if len(candidate.answers) == 1 else None
