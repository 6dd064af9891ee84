"""The facts of a knowledge base, looked up by their ends, and the names that they use."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TypeVar

from kg.errors import UnknownNodeError
from kg.model import Document, Fact, Node, NodeType, Relation

#: Closest names offered when a name is unknown.
NEAR_NAMES = 3
#: Similarity in [0, 100] under which a name is not worth offering.
NEAR_CUTOFF = 55

#: Relations that lead to the parts of a thing: what they reach belongs to the thing that they start from.
DOWNWARD = (
    Relation.USES_TECHNIQUE, Relation.HAS_SUBTECHNIQUE, Relation.HAS_EXAMPLE, Relation.HAS_METHOD, Relation.HAS_FEATURE,
)  # fmt: skip

T = TypeVar("T")


@dataclass(frozen=True)
class FactBook:
    """Facts by id, subject and object; nodes by name. Lists keep the order of the guide."""

    facts: tuple[Fact, ...]
    nodes: dict[str, Node]
    by_id: dict[str, Fact] = field(repr=False)
    by_subject: dict[str, list[Fact]] = field(repr=False)
    by_object: dict[str, list[Fact]] = field(repr=False)

    @classmethod
    def of(cls, facts: Iterable[Fact], nodes: Iterable[Node], documents: Iterable[Document] = ()) -> FactBook:
        """Index facts in the order of the guide's words."""
        lines = {document.name: document.lines for document in documents}
        ordered = sorted(facts, key=lambda fact: in_guide_order(fact, lines.get(fact.source.document, ())))
        by_subject: dict[str, list[Fact]] = defaultdict(list)
        by_object: dict[str, list[Fact]] = defaultdict(list)
        for fact in ordered:
            by_subject[fact.subject].append(fact)
            by_object[fact.object].append(fact)
        return cls(
            facts=tuple(ordered),
            nodes={node.name: node for node in nodes},
            by_id={fact.id: fact for fact in ordered},
            by_subject=dict(by_subject),
            by_object=dict(by_object),
        )

    @cached_property
    def following(self) -> dict[str, Fact]:
        """The fact that names the next stage, by stage."""
        found: dict[str, Fact] = {}
        for fact in self.facts:
            if fact.relation is Relation.NEXT_STAGE:
                found.setdefault(fact.subject, fact)
        return found

    @cached_property
    def labelled(self) -> list[list[Fact]]:
        """The facts of one subject and relation that share a qualifier, where there are several."""
        found: dict[tuple[str, Relation, str], list[Fact]] = defaultdict(list)
        for fact in self.facts:
            if fact.qualifier:
                found[fact.subject, fact.relation, fact.qualifier].append(fact)
        return [group for group in found.values() if len(group) > 1]

    def out(self, subject: str, *relations: Relation) -> list[Fact]:
        """The facts about a subject, of the given relations or all."""
        found = self.by_subject.get(subject, [])
        return [fact for fact in found if not relations or fact.relation in relations]

    def into(self, name: str, *relations: Relation) -> list[Fact]:
        """The facts whose object this is, of the given relations or all."""
        found = self.by_object.get(name, [])
        return [fact for fact in found if not relations or fact.relation in relations]

    def touching(self, name: str) -> list[Fact]:
        """The facts with this name at either end."""
        return [*self.out(name), *self.into(name)]

    def below(self, name: str) -> frozenset[str]:
        """What a thing has, and what that has in turn: techniques, their kinds, examples."""
        found: set[str] = set()
        edge = [name]
        while edge:
            edge = [
                f.object for one in edge for f in self.out(one, *DOWNWARD) if f.object not in found and f.object != name
            ]
            found.update(edge)
        return frozenset(found)

    def type_of(self, name: str) -> NodeType:
        """The type of a named thing; a name that no node has is a literal."""
        node = self.nodes.get(name)
        return node.type if node else NodeType.TEXT

    def of_type(self, *types: NodeType) -> list[Node]:
        """The nodes of these types, in the order in which the guide first names them."""
        seen: dict[str, Node] = {}
        for fact in self.facts:
            for name in (fact.subject, fact.object):
                node = self.nodes.get(name)
                if node and node.type in types:
                    seen.setdefault(name, node)
        return list(seen.values())

    def find(self, name: str) -> Node:
        """The node of this name or alias, whatever the case.

        :raises UnknownNodeError: If there is none; it holds the closest names there are.
        """
        wanted = name.casefold().strip()
        for node in self.nodes.values():
            if wanted in (node.name.casefold(), node.id):
                return node
        for node in self.nodes.values():
            if wanted in (alias.casefold() for alias in node.aliases):
                return node
        raise UnknownNodeError(name, near=self._near(wanted))

    def _near(self, wanted: str) -> tuple[str, ...]:
        from rapidfuzz import fuzz, process

        names = sorted(self.nodes)
        hits = process.extract(
            wanted, [name.casefold() for name in names], scorer=fuzz.WRatio, limit=NEAR_NAMES, score_cutoff=NEAR_CUTOFF
        )
        return tuple(names[index] for _, _, index in hits)


def in_guide_order(fact: Fact, lines: Sequence[str] = ()) -> tuple[str, int, int, str, str]:
    """Sort key: document, line, where the object stands in the lines, then relation and id.

    :param lines: The document's lines; without them facts of one line come in order of relation and id.
    """
    source = fact.source
    text = " ".join(lines[source.start_line - 1 : source.end_line]).casefold()
    place = text.find(fact.object.casefold())
    place = place if place >= 0 else text.find(fact.object.split()[-1].casefold())
    return (source.document, source.start_line, place if place >= 0 else len(text), fact.relation, fact.id)


def is_use(fact: Fact) -> bool:
    """Whether a fact says what a service is used for, by its qualifier."""
    return fact.relation in (Relation.USES_SERVICE, Relation.HAS_AWS_RELEVANCE) and bool(fact.qualifier)


def unique(things: Iterable[T]) -> list[T]:
    """Names or facts without repeats, first come first.

    >>> unique(["b", "a", "b"])
    ['b', 'a']
    """
    return list(dict.fromkeys(things))


def other_end(fact: Fact, name: str) -> str:
    """The end of a fact that is not ``name``."""
    return fact.object if fact.subject == name else fact.subject


def group(facts: Sequence[Fact]) -> dict[tuple[str, Relation], list[Fact]]:
    """Facts by subject and relation, in order of first appearance."""
    groups: dict[tuple[str, Relation], list[Fact]] = defaultdict(list)
    for fact in facts:
        groups[fact.subject, fact.relation].append(fact)
    return dict(groups)
