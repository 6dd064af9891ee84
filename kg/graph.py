"""The facts as a graph. networkx is met in this module only, which owns the attribute keys.

Nodes are the ids of :class:`~kg.model.Node` and, for literals, ``text:`` and their words; an edge is a fact, its key
the fact's id. Two sections that state the same fact make two parallel edges, each with its own lines.
"""

from __future__ import annotations

import io
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeAlias

from kg.model import Fact, Node, NodeType

if TYPE_CHECKING:
    import networkx as nx

    Graph: TypeAlias = nx.MultiDiGraph[str]
    Undirected: TypeAlias = nx.Graph[str]

#: Keys of a node's attributes: its name, its type, its other names (in GraphML as a JSON list).
NAME, TYPE, ALIASES = "name", "type", "aliases"
#: Key of an edge's fact, and of the number of facts that join two nodes in the undirected view.
FACT, WEIGHT = "fact", "weight"
#: Characters that XML 1.0 cannot hold.
NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
#: Steps of the longest path that still explains something to a reader.
MAX_STEPS = 4


@dataclass(frozen=True)
class Neighbour:
    """A node one fact away; ``outward`` if the fact is told of the node we came from."""

    node: str
    fact: Fact
    outward: bool


def text_id(words: str) -> str:
    """The graph's id of a literal.

    >>> text_id("a purpose")
    'text:a purpose'
    """
    return f"{NodeType.TEXT}:{words}"


def build_graph(facts: Iterable[Fact], nodes: Iterable[Node]) -> Graph:
    """The facts as a directed graph with parallel edges.

    :param nodes: One for each name that a fact gives to a subject, or to an object that is not a text.
    :raises ValueError: If a fact names something that is no node.
    """
    import networkx as nx

    graph: Graph = nx.MultiDiGraph()
    ids: dict[str, str] = {}
    for node in sorted(nodes, key=lambda node: node.id):
        graph.add_node(node.id, **{NAME: node.name, TYPE: str(node.type), ALIASES: node.aliases})
        ids[node.name] = node.id
    for fact in sorted(facts, key=lambda fact: fact.id):
        source, target = _ends(fact, ids)
        if fact.object_type is NodeType.TEXT:
            graph.add_node(target, **{NAME: fact.object, TYPE: str(NodeType.TEXT), ALIASES: ()})
        graph.add_edge(source, target, key=fact.id, **{FACT: fact})
    return graph


def facts_of(graph: Graph) -> list[Fact]:
    """The facts of a graph, in id order: :func:`build_graph` read backwards."""
    return sorted((data[FACT] for _, _, data in graph.edges(data=True)), key=lambda fact: fact.id)


def neighbours(graph: Graph, node: str) -> list[Neighbour]:
    """All that one fact joins to ``node``, outward facts first, each half in fact order."""
    outward = [Neighbour(target, data[FACT], True) for _, target, data in graph.out_edges(node, data=True)]
    inward = [Neighbour(source, data[FACT], False) for source, _, data in graph.in_edges(node, data=True)]
    return [*sorted(outward, key=_by_fact), *sorted(inward, key=_by_fact)]


def facts_between(graph: Graph, source: str, target: str) -> list[Fact]:
    """The facts that join two nodes, either way, in id order."""
    found = [
        data[FACT]
        for a, b in ((source, target), (target, source))
        for data in (graph.get_edge_data(a, b) or {}).values()
    ]
    return sorted(found, key=lambda fact: fact.id)


def undirected(graph: Graph) -> Undirected:
    """Each pair of joined nodes once; the weight of an edge is the number of facts behind it."""
    import networkx as nx

    view: Undirected = nx.Graph()
    view.add_nodes_from(sorted(graph))
    for source, target in sorted(graph.edges()):
        if source != target:
            weight = view[source][target][WEIGHT] if view.has_edge(source, target) else 0
            view.add_edge(source, target, **{WEIGHT: weight + 1})
    return view


def paths_between(graph: Graph, source: str, target: str, *, limit: int = 3) -> list[list[str]]:
    """The shortest paths between two nodes, whichever way the facts on them point.

    :param limit: At most so many paths are returned.
    :returns: Node ids from ``source`` to ``target``, shortest paths only, in id order; none if they are not joined.
    :raises KeyError: If a node is not in the graph.

    Literals join nothing: that two things have the same words said of them is no connection that a reader sees.
    """
    import networkx as nx

    for node in (source, target):
        if node not in graph:
            raise KeyError(node)
    literal = text_id("")
    keep = [node for node in graph if not node.startswith(literal) or node in (source, target)]
    try:
        found = sorted(nx.all_shortest_paths(undirected(graph.subgraph(keep)), source, target))
    except nx.NetworkXNoPath:
        return []
    return found[:limit] if len(found[0]) <= MAX_STEPS + 1 else []


def to_graphml(graph: Graph) -> bytes:
    """The graph as GraphML, which knows only plain values: lists become JSON, control characters spaces."""
    import networkx as nx

    plain: Graph = nx.MultiDiGraph()
    for node, data in graph.nodes(data=True):
        aliases = json.dumps(data[ALIASES], ensure_ascii=False)
        plain.add_node(_xml(node), **{**data, NAME: _xml(data[NAME]), ALIASES: _xml(aliases)})
    for source, target, key, data in graph.edges(keys=True, data=True):
        values = {name: _xml(value) if isinstance(value, str) else value for name, value in _plain(data[FACT])}
        plain.add_edge(_xml(source), _xml(target), key=key, **values)
    content = io.BytesIO()
    nx.write_graphml(plain, content, encoding="utf-8")
    return content.getvalue()


def from_graphml(content: bytes) -> Graph:
    """Read what :func:`to_graphml` wrote."""
    import networkx as nx

    plain = nx.read_graphml(io.BytesIO(content), edge_key_type=str, force_multigraph=True)
    nodes = [
        Node(id=node, name=data[NAME], type=data[TYPE], aliases=json.loads(data[ALIASES]))
        for node, data in plain.nodes(data=True)
        if data[TYPE] != NodeType.TEXT
    ]
    return build_graph([_fact_of(data) for _, _, data in plain.edges(data=True)], nodes)


def _ends(fact: Fact, ids: Mapping[str, str]) -> tuple[str, str]:
    """The ids of a fact's subject and object."""
    literal = fact.object_type is NodeType.TEXT
    for name in (fact.subject, *(() if literal else (fact.object,))):
        if name not in ids:
            raise ValueError(f"fact {fact.id} names {name!r}, which is no node")
    return ids[fact.subject], text_id(fact.object) if literal else ids[fact.object]


def _by_fact(neighbour: Neighbour) -> tuple[str, int, str]:
    source = neighbour.fact.source
    return (source.document, source.start_line, neighbour.fact.id)


def _xml(words: str) -> str:
    return NOT_XML.sub(" ", words)


def _plain(fact: Fact) -> Iterator[tuple[str, str | int]]:
    """A fact as plain values, its source flattened."""
    row = fact.model_dump(mode="json", exclude={"id", "source"}, exclude_none=True)
    source = fact.source.model_dump(mode="json", exclude={"section"})
    yield "id", fact.id
    yield from row.items()
    yield from source.items()
    yield "section", json.dumps(fact.source.section, ensure_ascii=False)


def _fact_of(data: Mapping[str, Any]) -> Fact:
    spans = ("document", "section", "start_line", "end_line", "quote")
    source = {**{key: data[key] for key in spans}, "section": json.loads(data["section"])}
    return Fact.model_validate({**{key: data[key] for key in data if key in Fact.model_fields}, "source": source})
