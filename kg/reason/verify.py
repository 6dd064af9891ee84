"""Verify a claim: Yes with the facts that state it; No only where a complete list or an opposite statement shows it."""

from __future__ import annotations

from collections.abc import Sequence

from kg.book import FactBook, other_end, unique
from kg.finding import Finding, Proof, proofs_of
from kg.model import Fact, NodeType, Relation
from kg.reason.order import chain_of
from kg.reason.sets import ASIDE, belongings
from kg.text import listed


def linked(book: FactBook, first: str, second: str) -> Proof | None:
    """The shortest chain of facts that joins two things downward, in either direction."""
    for a, b in ((first, second), (second, first)):
        proof = belongings(book, a).get(b)
        if proof:
            return proof
    return None


def yes(proof: Proof, told: str, *, kind: str = "yes_no", belief: float = 1.0) -> Finding:
    """A claim that the guide states."""
    return Finding(kind, (), proofs_of(proof), belief, f"Yes. {told}")


def no_by_list(
    book: FactBook, first: str, second: str, listed_types: frozenset[NodeType] = frozenset()
) -> Finding | None:
    """No, since the complete list of things like one, under the other, does not hold it.

    The list must be there: a thing about which the guide lists nothing of this type proves no absence.

    :param listed_types: The types of which the claim speaks ("one of the services of ..."): such a list comes first.
    """
    pairs = sorted([(first, second), (second, first)], key=lambda pair: book.type_of(pair[1]) not in listed_types)
    lists = [(owner, absent, _listed_like(book, owner, absent)) for owner, absent in pairs]
    lists = [(owner, absent, facts) for owner, absent, facts in lists if facts]
    if not lists:
        return None
    owner, absent, facts = lists[0]
    names = unique(other_end(fact, owner) for fact in facts)
    own = [fact for fact in book.out(absent) if fact.relation is Relation.PART_OF][:1]
    beside = [fact for _, _, others in lists[1:] for fact in others]
    return none_listed(owner, absent, names, [*own, *facts, *beside])


def none_listed(owner: str, absent: str, names: Sequence[str], facts: Sequence[Fact]) -> Finding:
    """A claim that the complete list of an owner's things does not bear out."""
    text = f"No. For {owner} the guide lists {listed(names)}, not {absent}."
    return Finding("yes_no", (), proofs_of(facts), 0.8, text)


def _listed_like(book: FactBook, owner: str, absent: str) -> list[Fact]:
    """The facts that list the things of the type of ``absent`` under ``owner``."""
    kind = book.type_of(absent)
    if kind is NodeType.CONCEPT:
        return []
    facts = (fact for fact in book.touching(owner) if fact.relation not in ASIDE)
    return [fact for fact in facts if book.type_of(other_end(fact, owner)) is kind]


def in_order(book: FactBook, first: str, second: str, *, after: bool) -> Finding | None:
    """Whether ``first`` comes after (or before) ``second``."""
    chain = chain_of(book, first)
    if chain is None or second not in chain.stages:
        return None
    a, b = chain.stages.index(first), chain.stages.index(second)
    holds = (a > b) if after else (a < b)
    low, high = sorted((a, b))
    text = f"{'Yes' if holds else 'No'}. {chain.stages[high]} comes after {chain.stages[low]}."
    return Finding("yes_no", (), (tuple(chain.links[low:high]),), 1.0, text)
