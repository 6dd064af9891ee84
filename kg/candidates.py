"""Everything that the graph could answer, listed once: each candidate is a question that one group of facts answers.

Four shapes: all objects of a subject and relation ("which techniques does X use"), all subjects of a relation and
object ("which service detects X"), all uses of a service, and one object that its own qualifier or text picks out
("which service, for ETL").
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from kg.book import FactBook, is_use, unique
from kg.model import Fact, NodeType, Relation


class Shape(StrEnum):
    """Which end of the facts answers, and whether the whole group or one fact does."""

    OBJECTS = "objects"
    USES = "uses"
    SUBJECTS = "subjects"
    ONE_OBJECT = "one_object"


@dataclass(frozen=True)
class Candidate:
    """A group of facts that answers one question; ``anchor`` is the end that the question gives."""

    shape: Shape
    anchor: str
    relation: Relation
    facts: tuple[Fact, ...]
    answers: tuple[str, ...]
    answer_type: NodeType

    @property
    def key(self) -> tuple[str, str, str, str]:
        """Sort key that no other candidate has."""
        return (self.shape, self.anchor, self.relation, "\x1f".join(self.answers))


def candidates(book: FactBook) -> tuple[Candidate, ...]:
    """All candidates of a fact book, in a fixed order."""
    found = [*_objects(book), *_uses(book), *_subjects(book), *_single_objects(book)]
    return tuple(sorted(found, key=lambda candidate: candidate.key))


def _objects(book: FactBook) -> list[Candidate]:
    groups: dict[tuple[str, Relation], list[Fact]] = defaultdict(list)
    for fact in book.facts:
        groups[fact.subject, fact.relation].append(fact)
    return [
        Candidate(Shape.OBJECTS, subject, relation, tuple(facts), tuple(unique(f.object for f in facts)), _main(facts))
        for (subject, relation), facts in groups.items()
    ]


def _uses(book: FactBook) -> list[Candidate]:
    """What each service is for: what it does, and the qualified uses that stages make of it."""
    found = []
    for name in book.nodes:
        uses = [fact for fact in book.into(name) if is_use(fact)]
        facts = [*book.out(name, Relation.SERVICE_DOES, Relation.DETECTS), *uses]
        if uses:
            said = unique(fact.qualifier if is_use(fact) and fact.qualifier else fact.object for fact in facts)
            found.append(Candidate(Shape.USES, name, Relation.SERVICE_DOES, tuple(facts), tuple(said), NodeType.TEXT))
    return found


def _subjects(book: FactBook) -> list[Candidate]:
    groups: dict[tuple[str, Relation, NodeType], list[Fact]] = defaultdict(list)
    for fact in book.facts:
        groups[fact.object, fact.relation, fact.subject_type].append(fact)
    return [
        Candidate(Shape.SUBJECTS, name, relation, tuple(facts), tuple(unique(f.subject for f in facts)), kind)
        for (name, relation, kind), facts in groups.items()
    ]


def _single_objects(book: FactBook) -> list[Candidate]:
    sizes: dict[tuple[str, Relation], set[str]] = defaultdict(set)
    for fact in book.facts:
        sizes[fact.subject, fact.relation].add(fact.object)
    groups: dict[tuple[str, Relation, str], list[Fact]] = defaultdict(list)
    for fact in book.facts:
        if len(sizes[fact.subject, fact.relation]) > 1:
            groups[fact.subject, fact.relation, fact.object].append(fact)
    return [
        Candidate(Shape.ONE_OBJECT, subject, relation, tuple(facts), (name,), facts[0].object_type)
        for (subject, relation, name), facts in groups.items()
    ]


def _main(facts: Sequence[Fact]) -> NodeType:
    """The commonest type of the objects; ties go to the first stated."""
    kinds = [fact.object_type for fact in facts]
    return max(dict.fromkeys(kinds), key=kinds.count)
