"""Compare two things: both sides by the same relations, what they share, what tells them apart."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from kg.book import FactBook
from kg.finding import Finding
from kg.model import Fact, NodeType, Relation
from kg.reason.sets import common
from kg.text import listed

#: Relations that say what a thing is like, in the order in which a comparison tells them.
TELLING = (
    Relation.HAS_DESCRIPTION, Relation.SERVICE_DOES, Relation.DETECTS, Relation.HAS_PURPOSE, Relation.HAS_USE_CASE,
    Relation.HAS_FORMULA, Relation.HAS_ADVANTAGE, Relation.HAS_DISADVANTAGE, Relation.HAS_LIMITATION,
    Relation.HAS_INTERPRETATION, Relation.HAS_IMPACT, Relation.HAS_GOAL,
    Relation.USES_TECHNIQUE, Relation.HAS_SUBTECHNIQUE, Relation.HAS_PROCESS,
)  # fmt: skip
#: Facts told of each side; more would bury the difference.
PER_SIDE = 6
#: Added to a fact's relevance, in cosine, when the other side states the same relation, and when it is asked for.
SAME_RELATION, ASKED = 0.15, 0.3

Relevance = Callable[[Fact], float]


def compare(
    book: FactBook, names: Sequence[str], relevance: Relevance, *, asked: Sequence[Relation] = ()
) -> Finding | None:
    """Both sides by their most relevant facts, those of shared relations first.

    :param relevance: How near a fact lies to the question, higher is nearer.
    :param asked: Relations that the question asks for by name ("the pros of ...").
    """

    def value(fact: Fact) -> float:
        return relevance(fact) + (ASKED if fact.relation in asked else 0.0)

    sides = [_side(book, name) for name in names]
    if not all(sides):
        return None
    told = [_most_telling(side, [s for s in sides if s is not side], value) for side in sides]
    if len(set(map(_told, told))) == 1:
        return None  # the guide says the same of all
    shared = [name for name in common(book, names, frozenset()) if book.type_of(name) is not NodeType.TEXT][:3]
    both = f" Both: {listed(shared)}." if shared else ""
    text = " ".join(f"{name}: {_told(facts)}." for name, facts in zip(names, told, strict=True)) + both
    # Turn about, so that the first citations cover both sides.
    proofs = [(fact,) for row in _turns(told) for fact in row]
    return Finding("compare", tuple(names), tuple(proofs), 1.0, text)


def _side(book: FactBook, name: str) -> list[Fact]:
    facts = book.out(name, *TELLING)
    uses = [fact for fact in book.into(name, Relation.USES_SERVICE, Relation.HAS_AWS_RELEVANCE) if fact.qualifier]
    return [*facts, *uses]


def _most_telling(side: Sequence[Fact], others: Sequence[Sequence[Fact]], relevance: Relevance) -> list[Fact]:
    theirs = {fact.relation for other in others for fact in other}

    def value(fact: Fact) -> float:
        return relevance(fact) + (SAME_RELATION if fact.relation in theirs else 0.0)

    best = sorted(side, key=lambda fact: (-value(fact), fact.id))
    kept: dict[str, Fact] = {}
    for fact in best:
        kept.setdefault(_words(fact), fact)
    return list(kept.values())[:PER_SIDE]


def _words(fact: Fact) -> str:
    """What a fact adds to the text: a service's use is told by the qualifier."""
    if fact.relation in (Relation.USES_SERVICE, Relation.HAS_AWS_RELEVANCE):
        return f"{fact.qualifier} ({fact.subject})"
    return f"{fact.object} ({fact.qualifier})" if fact.qualifier else fact.object


def _told(facts: Sequence[Fact]) -> str:
    return "; ".join(_words(fact) for fact in facts)


def _turns(columns: Sequence[Sequence[Fact]]) -> list[list[Fact]]:
    return [[column[i] for column in columns if i < len(column)] for i in range(max(map(len, columns)))]
