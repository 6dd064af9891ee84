"""Parts of the graph as data for the page's drawing, and as a list for people who cannot see it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import TypedDict

from markupsafe import Markup

from app.chat.fragments import join, text
from kg.book import FactBook
from kg.model import Answer, Fact, NodeType, Relation

#: Characters of a literal that its box shows; the rest is in the passage.
LABEL_LENGTH = 48


class PicturedNode(TypedDict):
    """A node to draw; ``size`` is its number of edges in this picture."""

    id: str
    label: str
    type: str
    size: int
    answers: bool


class PicturedEdge(TypedDict):
    """An edge to draw."""

    id: str
    source: str
    target: str
    relation: str


class Picture(TypedDict):
    """What the page draws; ``types`` are the words for each type that occurs, in the legend's order."""

    nodes: list[PicturedNode]
    edges: list[PicturedEdge]
    types: dict[str, str]


EMPTY_PICTURE: Picture = {"nodes": [], "edges": [], "types": {}}


def answer_picture(answer: Answer, book: FactBook) -> Picture:
    """The subgraph that an answer's paths walk."""
    steps = unique_steps(answer)
    items = {item.name for item in answer.items}
    return _picture(steps, book, answers=items)


def whole_picture(facts: Iterable[Fact], book: FactBook) -> Picture:
    """Every fact between two named things; literals are told on the cards, they would bury the rest."""
    edges = dict.fromkeys(_key(fact) for fact in facts if {fact.subject, fact.object} <= book.nodes.keys())
    return _picture([edge for edge in edges if edge[0] != edge[2]], book, answers=set())


def unique_steps(answer: Answer) -> list[tuple[str, Relation, str]]:
    """The steps of all paths, each once, in order."""
    return list(dict.fromkeys((s.source, s.relation, s.target) for path in answer.paths for s in path))


def _key(fact: Fact) -> tuple[str, Relation, str]:
    return (fact.subject, fact.relation, fact.object)


def _picture(edges: list[tuple[str, Relation, str]], book: FactBook, *, answers: set[str]) -> Picture:
    sizes = Counter(name for source, _, target in edges for name in (source, target))
    nodes = [_node(name, book.type_of(name), sizes[name], answers=name in answers) for name in sizes]
    present = {node["type"] for node in nodes}
    return {
        "nodes": nodes,
        "edges": [
            {"id": f"e{i}", "source": source, "target": target, "relation": relation.value}
            for i, (source, relation, target) in enumerate(edges)
        ],
        "types": {kind.value: kind.value.replace("_", " ") for kind in NodeType if kind.value in present},
    }


def _node(name: str, kind: NodeType, size: int, *, answers: bool) -> PicturedNode:
    label = name if kind is not NodeType.TEXT or len(name) <= LABEL_LENGTH else f"{name[:LABEL_LENGTH].rstrip()}…"
    return {"id": name, "label": label, "type": kind.value, "size": size, "answers": answers}


def as_list(picture: Picture) -> Markup:
    """The same picture in words."""
    count = f"{len(picture['nodes'])} things, {len(picture['edges'])} relations"
    rows = join(
        Markup("<li>{} {} {}</li>").format(text(e["source"]), f"—{e['relation']}→", text(e["target"]))
        for e in picture["edges"]
    )
    return Markup(
        '<details class="kg-aslist"><summary>The picture in words ({})</summary><ul>{}</ul></details>'
    ).format(count, rows)
