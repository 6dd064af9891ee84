"""When each card comes again: FSRS, by its own library, over a progress that the student's browser keeps.

Source: Ye, Su and Cao, "A Stochastic Shortest Path Algorithm for Optimizing Spaced Repetition Scheduling", KDD 2022.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime
from enum import IntEnum
from functools import cache
from typing import TYPE_CHECKING, Any

from pydantic import Field, ValidationError

from app.quiz.card import Card
from kg.model import Record

if TYPE_CHECKING:
    import fsrs

#: Cards whose progress is kept; a guide of a hundred pages gives fewer.
MAX_CARDS = 5_000


class Grade(IntEnum):
    """How an answer went, in FSRS's numbers."""

    AGAIN = 1
    HARD = 2
    GOOD = 3
    EASY = 4


class Known(Record):
    """What is known of a card: FSRS's own record of it, and how often it went right or wrong."""

    fsrs: dict[str, Any]
    right: int = 0
    wrong: int = 0


class Progress(Record):
    """A student's progress, by card."""

    cards: dict[str, Known] = Field(default_factory=dict, max_length=MAX_CARDS)

    def seen(self, cards: Iterable[Card]) -> list[Card]:
        """The cards that were answered before."""
        return [card for card in cards if card.id in self.cards]


def read_progress(stored: object) -> Progress:
    """Progress from the browser or a file; what is none begins anew.

    >>> read_progress({"cards": "nonsense"})
    Progress(cards={})
    """
    try:
        progress = Progress.model_validate(stored)
        for known in progress.cards.values():
            _card(known)
    except (ValidationError, KeyError, TypeError, ValueError):
        return Progress()
    return progress


def review(progress: Progress, card: Card, grade: Grade, now: datetime) -> Progress:
    """The progress after an answer.

    :param now: The time of the answer, in UTC.
    """
    import fsrs

    known = progress.cards.get(card.id)
    before = _card(known) if known else fsrs.Card(card_id=0, due=now)
    after, _ = _scheduler().review_card(before, fsrs.Rating(grade), now)
    good = grade is not Grade.AGAIN
    update = Known(
        fsrs=dict(after.to_dict()),
        right=(known.right if known else 0) + good,
        wrong=(known.wrong if known else 0) + (not good),
    )
    return Progress(cards={**progress.cards, card.id: update})


def deck(cards: Sequence[Card], progress: Progress, now: datetime, *, size: int) -> list[Card]:
    """The cards to ask now: those that are due, longest overdue first, then new ones from every stage in turn,
    then those that are due next.

    :param size: At most so many.
    """
    due = {card.id: _card(progress.cards[card.id]).due for card in cards if card.id in progress.cards}
    seen = sorted((card for card in cards if card.id in due), key=lambda card: (due[card.id], card.id))
    late = [card for card in seen if due[card.id] <= now]
    early = [card for card in seen if due[card.id] > now]
    return [*late, *in_turn(card for card in cards if card.id not in due), *early][:size]


def in_turn(cards: Iterable[Card]) -> list[Card]:
    """Cards with their stages in turn, so that a short quiz meets many of them."""
    places: dict[str, int] = defaultdict(int)
    ranked: list[tuple[int, Card]] = []
    for card in cards:
        key = f"{card.stage}\x1f{card.kind}"
        ranked.append((places[key], card))
        places[key] += 1
    return [card for _, card in sorted(ranked, key=lambda pair: pair[0])]


def mastery(cards: Iterable[Card], progress: Progress, now: datetime) -> dict[str, float]:
    """How likely each thing's cards would be answered right now, in [0, 1]; a card never asked counts 0.

    Things of which no card was ever asked are left out.
    """
    chances: dict[str, list[float]] = defaultdict(list)
    asked: set[str] = set()
    for card in cards:
        known = progress.cards.get(card.id)
        chances[card.about].append(_chance(known, now) if known else 0.0)
        if known:
            asked.add(card.about)
    return {name: round(sum(chances[name]) / len(chances[name]), 3) for name in sorted(asked)}


def _chance(known: Known, now: datetime) -> float:
    """The chance of recall now; a card whose last answer was wrong is still being learnt."""
    last = _card(known)
    if known.right == 0:
        return 0.0
    return float(_scheduler().get_card_retrievability(last, now))


def _card(known: Known) -> fsrs.Card:
    import fsrs

    return fsrs.Card.from_dict(known.fsrs)  # type: ignore[arg-type]  # a typed dict, which the constructor checks


@cache
def _scheduler() -> fsrs.Scheduler:
    import fsrs

    # Without fuzz, the same answers give the same dates.
    return fsrs.Scheduler(enable_fuzzing=False)
