"""Things that students mix up: pairs of one type that share neighbours, and what tells them apart, line by line."""

from __future__ import annotations

from collections import defaultdict
from itertools import combinations

from rapidfuzz import fuzz

from kg.book import FactBook
from kg.errors import QuestionError
from kg.model import Fact, NodeType, Record, Relation

#: Pairs that are worth a look; further down they share little.
PAIRS = 24
#: Share of a pair's score that likeness of their names gives; the rest is the share of neighbours in common.
NAME_SHARE = 0.25
#: Neighbours that two things must share: one is a coincidence of a long list, unless their names are alike.
SHARED = 2
#: Likeness of names in [0, 100] from which one shared neighbour is enough.
ALIKE = 60.0

#: A neighbour as seen from a thing: the relation, whether the fact is told of the thing, and the other end.
Neighbour = tuple[Relation, bool, str]


class Pair(Record):
    """Two things of one type; ``score`` in [0, 1] says how easily they are mixed up."""

    a: str
    b: str
    type: NodeType
    shared: int
    score: float


class Row(Record):
    """What is said of both things by one relation: of the first alone, of both, of the second alone."""

    relation: Relation
    #: Whether the facts are told of the two things, or of others about them.
    outward: bool
    only_a: tuple[Fact, ...]
    both: tuple[tuple[Fact, Fact], ...]
    only_b: tuple[Fact, ...]


class Comparison(Record):
    """Two things side by side."""

    a: str
    b: str
    rows: tuple[Row, ...]


def confusable(book: FactBook, *, limit: int = PAIRS) -> tuple[Pair, ...]:
    """Pairs of one type that share neighbours, the most alike first; ties in the order of their names."""
    neighbours = {name: frozenset(_neighbours(book, name)) for name in book.nodes}
    by_type: dict[NodeType, list[str]] = defaultdict(list)
    for name in sorted(book.nodes):
        by_type[book.nodes[name].type].append(name)
    pairs = [
        pair
        for kind, names in by_type.items()
        for a, b in combinations(names, 2)
        if (pair := _pair(a, b, kind, neighbours[a], neighbours[b])) and _told_apart(book, a, b)
    ]
    return tuple(sorted(pairs, key=lambda pair: (-pair.score, pair.a, pair.b))[:limit])


def _pair(a: str, b: str, kind: NodeType, near_a: frozenset[Neighbour], near_b: frozenset[Neighbour]) -> Pair | None:
    shared = len(near_a & near_b)
    alike = fuzz.token_set_ratio(a, b)
    if shared < SHARED and not (shared and alike >= ALIKE):
        return None
    overlap = shared / len(near_a | near_b)
    score = round((1 - NAME_SHARE) * overlap + NAME_SHARE * alike / 100, 4)
    return Pair(a=a, b=b, type=kind, shared=shared, score=score)


def _told_apart(book: FactBook, a: str, b: str) -> bool:
    """Whether the guide says something of each that it does not say of the other."""
    said = [{(fact.relation, fact.object) for fact in book.out(name)} for name in (a, b)]
    return bool(said[0] - said[1]) and bool(said[1] - said[0])


def compare(book: FactBook, a: str, b: str) -> Comparison:
    """What the guide says of two things, relation by relation.

    :raises UnknownNodeError: If one of them is no thing of the guide.
    :raises QuestionError: If they are the same thing.
    """
    first, second = book.find(a).name, book.find(b).name
    if first == second:
        raise QuestionError(f"both are {first}; choose two things")
    sides = [_by_relation(book, name) for name in (first, second)]
    keys = sorted({**sides[0], **sides[1]}, key=lambda key: (not key[1], _ORDER[key[0]]))
    rows = tuple(_row(key, sides[0].get(key, {}), sides[1].get(key, {})) for key in keys)
    return Comparison(a=first, b=second, rows=rows)


_ORDER = {relation: place for place, relation in enumerate(Relation)}


def _row(key: tuple[Relation, bool], a: dict[str, Fact], b: dict[str, Fact]) -> Row:
    relation, outward = key
    return Row(
        relation=relation,
        outward=outward,
        only_a=tuple(fact for end, fact in a.items() if end not in b),
        both=tuple((fact, b[end]) for end, fact in a.items() if end in b),
        only_b=tuple(fact for end, fact in b.items() if end not in a),
    )


def _by_relation(book: FactBook, name: str) -> dict[tuple[Relation, bool], dict[str, Fact]]:
    """The facts of a thing by relation and direction, each other end once."""
    grouped: dict[tuple[Relation, bool], dict[str, Fact]] = defaultdict(dict)
    for fact in book.out(name):
        grouped[fact.relation, True].setdefault(fact.object, fact)
    for fact in book.into(name):
        grouped[fact.relation, False].setdefault(fact.subject, fact)
    return dict(grouped)


def _neighbours(book: FactBook, name: str) -> list[Neighbour]:
    outward = [(fact.relation, True, fact.object) for fact in book.out(name) if fact.object in book.nodes]
    return [*outward, *((fact.relation, False, fact.subject) for fact in book.into(name))]
