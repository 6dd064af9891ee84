"""What every face tells of a base besides answers: a thing with its facts, the paths between two, facts by filter."""

from __future__ import annotations

from itertools import pairwise

from kg.answer import compose
from kg.book import FactBook, in_guide_order, other_end, unique
from kg.errors import QuestionError
from kg.finding import Finding
from kg.graph import build_graph, facts_between, paths_between
from kg.model import Answer, Fact, Item, Node, NodeType, Query, Record, Relation
from kg.store import KnowledgeBase


class NodeView(Record):
    """A thing, the facts with it at either end, and its neighbours."""

    node: Node
    facts: tuple[Fact, ...]
    neighbours: tuple[Item, ...]


def node_view(book: FactBook, name: str) -> NodeView:
    """All that the guide says of one thing.

    :raises UnknownNodeError: If there is no such thing.
    """
    found = book.find(name)
    about = book.touching(found.name)
    near = [book.nodes[end] for end in unique(other_end(fact, found.name) for fact in about) if end in book.nodes]
    items = tuple(Item(id=node.id, name=node.name, type=node.type) for node in near)
    return NodeView(node=found, facts=tuple(about), neighbours=items)


def path_answer(kb: KnowledgeBase, book: FactBook, start: str, end: str) -> Answer:
    """The shortest paths between two things, as an answer without words; no paths if the guide does not join them.

    :raises UnknownNodeError: If one of them is no thing of the guide.
    :raises QuestionError: If they are the same thing.
    """
    first, last = book.find(start), book.find(end)
    if first == last:
        raise QuestionError(f"both ends are {first.name}; name two things")
    finding = Finding(kind="path", items=(), proofs=_proofs(kb, first.id, last.id), score=1.0)
    return compose(finding, Query(question=f"{start} to {end}"), book, text="", confidence=1.0)


def _proofs(kb: KnowledgeBase, start: str, end: str) -> tuple[tuple[Fact, ...], ...]:
    """The facts along each shortest path; where several join two nodes, the one that the guide states first."""
    graph = build_graph(kb.facts, kb.nodes)
    return tuple(
        tuple(min(facts_between(graph, *pair), key=in_guide_order) for pair in pairwise(ids))
        for ids in paths_between(graph, start, end)
    )


def matching_facts(book: FactBook, *, node: str = "", relation: str = "", node_type: str = "") -> tuple[Fact, ...]:
    """The facts with this thing, of this relation and with an end of this type; what is empty does not filter.

    :raises UnknownNodeError: If ``node`` is no thing of the guide.
    :raises QuestionError: If there is no such relation or type.
    """
    name = book.find(node).name if node else ""
    wanted = _member(Relation, relation.upper(), "relation") if relation else None
    kind = _member(NodeType, node_type.lower(), "type") if node_type else None
    return tuple(
        fact
        for fact in book.facts
        if (not name or name in (fact.subject, fact.object))
        and wanted in (None, fact.relation)
        and kind in (None, fact.subject_type, fact.object_type)
    )


def _member(values: type[Relation] | type[NodeType], wanted: str, what: str) -> Relation | NodeType:
    try:
        return values(wanted)
    except ValueError:
        listed = ", ".join(member.value for member in values)
        raise QuestionError(f"no {what} {wanted!r}; there are {listed}") from None
