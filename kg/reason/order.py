"""Order: what comes after, before, first, last or n-th among the stages."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from kg.book import FactBook
from kg.finding import Finding
from kg.model import Fact


@dataclass(frozen=True)
class Chain:
    """Stages in order, and the facts that link each to the next."""

    stages: tuple[str, ...]
    links: tuple[Fact, ...]


def chains(book: FactBook) -> list[Chain]:
    """Every chain of NEXT_STAGE facts, longest first, ties in guide order."""
    targets = {fact.object for fact in book.following.values()}
    found = [_walk(start, book.following) for start in book.following if start not in targets]
    return sorted(found, key=lambda chain: -len(chain.stages))


def _walk(start: str, following: dict[str, Fact]) -> Chain:
    stages, links = [start], []
    while (fact := following.get(stages[-1])) and fact.object not in stages:
        stages.append(fact.object)
        links.append(fact)
    return Chain(tuple(stages), tuple(links))


def chain_of(book: FactBook, stage: str | None) -> Chain | None:
    """The longest chain that holds the stage; the longest of all without one."""
    every = chains(book)
    return next((chain for chain in every if stage is None or stage in chain.stages), None)


def whole(chain: Chain) -> Finding:
    """All stages in their order."""
    text = f"In order: {', '.join(chain.stages)}."
    return Finding("order", chain.stages, tuple((link,) for link in chain.links), 1.0, text)


def neighbour(book: FactBook, stage: str, *, step: int) -> Finding | None:
    """The stage ``step`` places after this one (before it, if negative)."""
    chain = chain_of(book, stage)
    if chain is None:
        return None
    here = chain.stages.index(stage)
    there = here + step
    if not 0 <= there < len(chain.stages):
        end = "last" if step > 0 else "first"
        link = chain.links[-1] if step > 0 else chain.links[0]
        return Finding("order", (), ((link,),), 1.0, f"None: {stage} is the {end} stage.")
    low, high = sorted((here, there))
    word = "after" if step > 0 else "before"
    text = f"{chain.stages[there]} comes {word} {stage}."
    return Finding("order", (chain.stages[there],), (tuple(chain.links[low:high]),), 1.0, text)


def neighbour_of(book: FactBook, earlier: str, later: str) -> Finding | None:
    """The earlier of two stages, with the way from it to the later one."""
    chain = chain_of(book, earlier)
    if chain is None or later not in chain.stages:
        return None
    low, high = chain.stages.index(earlier), chain.stages.index(later)
    return Finding("order", (earlier,), (tuple(chain.links[low:high]),), 1.0, f"{earlier} comes before {later}.")


def all_from(book: FactBook, stage: str, *, after: bool) -> Finding | None:
    """Every stage after this one, or before it, in order."""
    chain = chain_of(book, stage)
    if chain is None:
        return None
    here = chain.stages.index(stage)
    names = chain.stages[here + 1 :] if after else chain.stages[:here]
    links = chain.links[here:] if after else chain.links[:here]
    if not names:
        return neighbour(book, stage, step=1 if after else -1)
    word = "After" if after else "Before"
    text = f"{word} {stage}: {', '.join(names)}."
    return Finding("order", names, tuple((link,) for link in links), 1.0, text)


def in_turn(book: FactBook, stages: Sequence[str]) -> Finding | None:
    """These stages in their order, with the way from the first to the last."""
    chain = chain_of(book, stages[0])
    if chain is None or not set(stages) <= set(chain.stages):
        return None
    names = sorted(stages, key=chain.stages.index)
    low, high = chain.stages.index(names[0]), chain.stages.index(names[-1])
    return Finding("order", tuple(names), (tuple(chain.links[low:high]),), 1.0, f"{' → '.join(names)}.")


def nth(book: FactBook, position: int) -> Finding | None:
    """The stage at a 1-based position; -1 is the last."""
    chain = chain_of(book, None)
    if chain is None or not (position == -1 or 1 <= position <= len(chain.stages)):
        return None
    index = len(chain.stages) - 1 if position == -1 else position - 1
    link = chain.links[index - 1] if index else chain.links[0]
    place = "last" if position == -1 else f"number {position}"
    text = f"{chain.stages[index]} is {place} of {len(chain.stages)} stages: {', '.join(chain.stages)}."
    return Finding("order", (chain.stages[index],), ((link,),), 1.0, text)


def between(book: FactBook, first: str, second: str) -> Finding | None:
    """The stages between two others."""
    chain = chain_of(book, first)
    if chain is None or second not in chain.stages:
        return None
    low, high = sorted((chain.stages.index(first), chain.stages.index(second)))
    names = chain.stages[low + 1 : high]
    links = chain.links[low:high]
    if not names:
        return Finding("order", (), (links,), 1.0, f"None: {chain.stages[high]} comes right after {chain.stages[low]}.")
    text = f"Between {chain.stages[low]} and {chain.stages[high]}: {', '.join(names)}."
    return Finding("order", names, (links,), 1.0, text)
