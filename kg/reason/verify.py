"""Verify a claim: Yes with the facts that state it; No only where a complete list or an opposite statement shows it."""

from __future__ import annotations

from kg.book import FactBook, other_end, unique
from kg.finding import Finding, Proof, proofs_of
from kg.model import NodeType, Relation
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


def yes(proof: Proof, told: str, *, kind: str = "yes_no") -> Finding:
    """A claim that the guide states."""
    return Finding(kind, (), proofs_of(proof), 1.0, f"Yes. {told}")


def no_by_list(book: FactBook, first: str, second: str) -> Finding | None:
    """No, since the complete list of things like one, under the other, does not hold it.

    The list must be there: a thing about which the guide lists nothing of this type proves no absence.
    """
    for owner, absent in ((first, second), (second, first)):
        kind = book.type_of(absent)
        facts = [
            fact
            for fact in book.touching(owner)
            if fact.relation not in ASIDE and book.type_of(other_end(fact, owner)) is kind
        ]
        if facts and kind is not NodeType.CONCEPT:
            names = unique(other_end(fact, owner) for fact in facts)
            text = f"No. For {owner} the guide lists {listed(names)}, not {absent}."
            own = [fact for fact in book.out(absent) if fact.relation is Relation.PART_OF][:1]
            return Finding("yes_no", (), proofs_of([*own, *facts]), 0.8, text)
    return None


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
