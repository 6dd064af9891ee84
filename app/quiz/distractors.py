"""Wrong options that are surely wrong: things of the right one's type that the guide states elsewhere and not here.

A guide is not complete, so what it does not say need not be false. A thing is offered as wrong only if the guide
places it elsewhere by the same relation, no fact joins it to the thing asked about, the same is not said of a
neighbour of that one (what a stage detects, its service may detect), and it is neither a part nor a longer name of a
right answer.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from rapidfuzz import fuzz

from kg.book import FactBook
from kg.model import Fact, Relation
from kg.text import stems

#: Similarity in [0, 100] from which two literals may mean the same, so that either thing could be right.
SAME_MEANING = 60.0
#: Relations whose ends share nothing by them: one stage follows another with services of its own.
APART = frozenset({Relation.NEXT_STAGE, Relation.SEE_ALSO})


@dataclass(frozen=True)
class Reading:
    """A base with what the search for wrong options looks up often."""

    book: FactBook
    #: For each thing, it and what a fact joins to it.
    near: dict[str, frozenset[str]]
    stems: dict[str, frozenset[str]]

    @classmethod
    def of(cls, book: FactBook) -> Reading:
        """Look everything up once."""
        near: dict[str, set[str]] = {name: {name} for name in book.nodes}
        for fact in book.facts:
            if fact.relation not in APART and {fact.subject, fact.object} <= near.keys():
                near[fact.subject].add(fact.object)
                near[fact.object].add(fact.subject)
        frozen = {name: frozenset(names) for name, names in near.items()}
        return cls(book=book, near=frozen, stems={name: frozenset(stems(name)) for name in book.nodes})

    def said(self, names: Iterable[str], relation: Relation, end: str) -> bool:
        """Whether one of these things has this end by this relation."""
        return any(fact.subject in names for fact in self.book.into(end, relation))

    def alike(self, a: str, b: str) -> bool:
        """Whether one name is the other with more words."""
        return self.stems[a] <= self.stems[b] or self.stems[b] <= self.stems[a]


def wrong_objects(fact: Fact, reading: Reading) -> list[str]:
    """Objects of the right one's type that the guide gives to other subjects and not to this one."""
    book = reading.book
    right = [other.object for other in book.out(fact.subject, fact.relation) if other.object in book.nodes]
    asked = reading.near[fact.subject]
    return [
        node.name
        for node in book.of_type(fact.object_type)
        if book.into(node.name, fact.relation)
        and node.name not in asked
        and not reading.said(asked, fact.relation, node.name)
        and not any(reading.alike(name, node.name) for name in (*right, fact.subject))
    ]


def wrong_subjects(fact: Fact, reading: Reading) -> list[str]:
    """Things of the subject's type of which the guide says something else by this relation."""
    book = reading.book
    said = frozenset(stems(fact.object))
    return [
        node.name
        for node in book.of_type(fact.subject_type)
        if (own := book.out(node.name, fact.relation))
        and not reading.alike(fact.subject, node.name)
        and node.name not in reading.near[fact.subject]
        and not reading.stems[node.name] <= said
        and all(fuzz.token_set_ratio(other.object, fact.object) < SAME_MEANING for other in own)
    ]
