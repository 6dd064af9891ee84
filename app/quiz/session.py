"""One run of a quiz: a queue of cards in which a wrong one comes again, and the score by stage and relation."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from app.quiz.card import Card
from kg.model import Record

#: Cards that stand between a wrong answer and the same card again.
SOON = 3
#: Times that a card is put back in one run; after that it waits for another day.
REPEATS = 2


class Result(Record):
    """How a card was answered."""

    card: str
    right: bool


class Session(Record):
    """A run of a quiz; ``queue`` holds card ids, the first of them is asked next."""

    queue: tuple[str, ...]
    results: tuple[Result, ...] = ()
    #: The option chosen, or -1 when a recall card's answer was shown; None while the card is still open.
    chosen: int | None = None

    @property
    def asked(self) -> str | None:
        """The card that is asked now."""
        return self.queue[0] if self.queue else None

    def answered(self, right: bool) -> Session:
        """The run after an answer: a wrong card comes again soon, a right one goes."""
        if self.asked is None:
            return self
        first, rest = self.queue[0], list(self.queue[1:])
        wrong = sum(result.card == first and not result.right for result in self.results)
        if not right and wrong < REPEATS:
            rest.insert(min(SOON, len(rest)), first)
        return Session(queue=tuple(rest), results=(*self.results, Result(card=first, right=right)))


class Tally(Record):
    """Right answers of all answers."""

    right: int
    all: int


def start(cards: Iterable[Card]) -> Session:
    """A run over these cards, in this order."""
    return Session(queue=tuple(card.id for card in cards))


def first_tries(session: Session) -> dict[str, bool]:
    """Whether each card was right at its first try in this run."""
    first: dict[str, bool] = {}
    for result in session.results:
        first.setdefault(result.card, result.right)
    return first


def score(session: Session, cards: Iterable[Card]) -> tuple[Tally, dict[str, Tally], dict[str, Tally]]:
    """First tries of a run: all together, by stage, and by relation, each in the order first met."""
    first = first_tries(session)
    by_id = {card.id: card for card in cards}
    stages: dict[str, list[bool]] = defaultdict(list)
    kinds: dict[str, list[bool]] = defaultdict(list)
    for identity, right in first.items():
        card = by_id[identity]
        stages[card.stage].append(right)
        kinds[card.facts[0].relation.value].append(right)
    return _tally(list(first.values())), _tallies(stages), _tallies(kinds)


def _tallies(groups: dict[str, list[bool]]) -> dict[str, Tally]:
    return {name: _tally(results) for name, results in groups.items()}


def _tally(results: list[bool]) -> Tally:
    return Tally(right=sum(results), all=len(results))
