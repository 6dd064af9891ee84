from __future__ import annotations

import pytest

from kg.graph import (
    build_graph,
    facts_between,
    facts_of,
    from_graphml,
    neighbours,
    paths_between,
    text_id,
    to_graphml,
    undirected,
)
from kg.model import Relation
from kg.store import KnowledgeBase
from tests.kg.stubs import FACTS, NODES, fact


def test_facts_come_back_from_the_graph() -> None:
    """A graph holds every fact, twins from two lines included."""
    assert facts_of(build_graph(FACTS, NODES)) == sorted(FACTS, key=lambda fact: fact.id)


def test_facts_come_back_from_graphml(kb: KnowledgeBase) -> None:
    """GraphML loses nothing of the bundled guide: not a fact, not an alias."""
    graph = build_graph(kb.facts, kb.nodes)

    read = from_graphml(to_graphml(graph))

    assert facts_of(read) == facts_of(graph)
    assert sorted(read.nodes(data=True), key=str) == sorted(graph.nodes(data=True), key=str)


def test_control_characters_do_not_break_graphml() -> None:
    """A form feed, which XML cannot hold, becomes a space."""
    odd = fact("kettle", Relation.HAS_PURPOSE, "boils\fwater", text=True)

    (read,) = facts_of(from_graphml(to_graphml(build_graph([odd], NODES))))

    assert read.object == "boils water"


def test_a_fact_about_an_unknown_name_is_refused() -> None:
    """An edge never points at a node that nobody described."""
    with pytest.raises(ValueError, match="'teapot', which is no node"):
        build_graph([fact("teapot", Relation.PART_OF, "kitchen")], NODES)


def test_path_goes_against_the_arrows_and_takes_the_shortest_way() -> None:
    """brewing -> house <- kitchen is shorter than the way round by the kettle, or as short: both are told, in order."""
    graph = build_graph(FACTS, NODES)

    assert paths_between(graph, "concept:brewing", "concept:kitchen") == [
        ["concept:brewing", "concept:house", "concept:kitchen"],
        ["concept:brewing", "concept:kettle", "concept:kitchen"],
    ]
    assert len(paths_between(graph, "concept:brewing", "concept:kitchen", limit=1)) == 1


def test_no_path_leads_through_a_literal() -> None:
    """Two things with the same words said of them are not connected by that."""
    graph = build_graph(FACTS, NODES)

    assert paths_between(graph, "concept:kettle", "concept:garden") == []
    assert paths_between(graph, "concept:kettle", text_id('boils "water", & more')) != []
    with pytest.raises(KeyError):
        paths_between(graph, "concept:kettle", "concept:nowhere")


def test_neighbours_tell_the_direction() -> None:
    """Each fact of a node is listed once, those told of it first."""
    found = neighbours(build_graph(FACTS, NODES), "concept:kettle")

    assert [(n.node, n.outward) for n in found] == [
        ("concept:kitchen", True),
        (text_id('boils "water", & more'), True),
        ("concept:brewing", False),
    ]


def test_twin_facts_join_a_pair_with_more_weight() -> None:
    """The undirected view counts the facts behind an edge; both are found between the two nodes."""
    graph = build_graph(FACTS, NODES)

    assert undirected(graph)["concept:house"]["concept:brewing"]["weight"] == 2
    assert [f.source.start_line for f in facts_between(graph, "concept:house", "concept:brewing")] in ([2, 3], [3, 2])
