"""Climb from what was found to the kind of thing that was asked for: the stage of a technique of an example."""

from __future__ import annotations

from kg.book import FactBook
from kg.finding import Proof
from kg.model import NodeType
from kg.reason.sets import ASIDE

#: Facts that a climb may walk; past three, everything is above everything.
HIGHEST = 3


def climb(book: FactBook, start: str, wanted: frozenset[NodeType], *, least: int = 1) -> tuple[list[str], list[Proof]]:
    """The nearest things of a wanted type from which facts lead down to ``start``, with those facts.

    :param least: How many are wanted: farther ones are taken until there are as many.
    :returns: The things and, for each, the chain of facts from it down to ``start``; empty when there are none.
    """
    level: dict[str, Proof] = {start: ()}
    seen = {start}
    reached: dict[str, Proof] = {}
    for _ in range(HIGHEST):
        above: dict[str, Proof] = {}
        for name, proof in level.items():
            for fact in book.into(name):
                if fact.relation not in ASIDE and fact.subject not in seen:
                    above.setdefault(fact.subject, (fact, *proof))
        reached |= {name: proof for name, proof in above.items() if book.type_of(name) in wanted}
        if len(reached) >= least:
            break
        seen |= above.keys()
        level = above
    return list(reached), list(reached.values())
