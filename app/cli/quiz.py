"""The verb ``quiz``: cards from the guide's cited facts, in a terminal."""

from __future__ import annotations

import json
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from app.cli.console import DONE, FAILED, KbOption, say

if TYPE_CHECKING:
    from collections.abc import Sequence

    from app.quiz.card import Card
    from app.quiz.schedule import Progress
    from app.quiz.session import Session

#: What ends a quiz before its last card.
QUIT = "q"


def quiz(
    *,
    kb: KbOption = None,
    size: Annotated[int, typer.Option("--size", "-n", min=1, max=100, help="How many cards.")] = 10,
    stage: Annotated[str, typer.Option(help="Only cards of this stage.")] = "",
    kind: Annotated[str, typer.Option(help="Only choice or only recall cards.")] = "",
    progress: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Where progress is kept; without it, in your data directory.")
    ] = None,
) -> int:
    """Ask cards made from the guide's facts; wrong ones come again sooner. Status 1 if there are no such cards.

    Type a letter for multiple choice; for recall, Enter shows the answer and 1 to 4 says how well you knew it; q ends.

    \b
    Example:
      kg quiz --size 5 --kind choice
    """
    from app.open import open_base
    from app.quiz.card import make_cards
    from app.quiz.schedule import deck
    from app.quiz.session import start
    from kg.book import FactBook
    from kg.vocabulary import bundled_vocabulary

    base = open_base(kb)
    cards = make_cards(FactBook.of(base.facts, base.nodes), bundled_vocabulary())
    wanted = [card for card in cards if stage.casefold() in card.stage.casefold() and kind in ("", card.kind)]
    file = progress or _progress_file()
    known = _read(file)
    chosen = deck(wanted, known, datetime.now(UTC), size=size)
    if not chosen:
        stages = ", ".join(dict.fromkeys(card.stage for card in cards))
        say(f"No such cards; kinds are choice and recall, stages are: {stages}")
        return FAILED
    run = start(chosen)
    while run.asked is not None:
        step = _ask(next(card for card in chosen if card.id == run.asked), run, known)
        if step is None:
            break
        run, known = step
        _write(file, known)
    _tell_score(run, chosen)
    return DONE


def _ask(card: Card, run: Session, known: Progress) -> tuple[Session, Progress] | None:
    """Ask one card; None if the student wants to stop."""
    from app.quiz.schedule import Grade, review

    say(f"\n{card.stage}\n{card.prompt}")
    letters = [chr(ord("A") + place) for place in range(len(card.options))]
    for letter, option in zip(letters, card.options, strict=True):
        say(f"  {letter}. {option}")
    if card.options:
        given = _read_one_of("Your answer", letters)
        grade = Grade.GOOD if given == letters[card.right] else Grade.AGAIN
    else:
        given = _read_one_of("Enter shows the answer", [""])
    if given == QUIT:
        return None
    _tell_answer(card, right=given == letters[card.right] if card.options else None)
    if not card.options:
        given = _read_one_of("1 wrong, 2 hard, 3 good, 4 easy", ["1", "2", "3", "4"])
        if given == QUIT:
            return None
        grade = Grade(int(given))
    return run.answered(grade is not Grade.AGAIN), review(known, card, grade, datetime.now(UTC))


def _read_one_of(prompt: str, allowed: Sequence[str]) -> str:
    """What the student types, once it is allowed; the end of the input ends the quiz."""
    while True:
        sys.stderr.write(f"{prompt} ({QUIT} ends): ")
        sys.stderr.flush()
        line = sys.stdin.readline()
        typed = line.strip().upper() if line else QUIT
        if typed.lower() == QUIT:
            return QUIT
        if typed in allowed:
            return typed


def _tell_answer(card: Card, *, right: bool | None) -> None:
    from app.render import heading, place

    verdict = {True: "Right. ", False: "Not quite. ", None: ""}[right]
    say(f"{verdict}{card.answer}")
    for fact in card.facts:
        say(f"  {fact.subject} ─{fact.relation}→ {fact.object}")
        say(f"  {place(fact.source)}  {heading(fact.source.section)}\n    “{' '.join(fact.source.quote.split())}”")


def _tell_score(run: Session, cards: Sequence[Card]) -> None:
    from app.quiz.session import score

    all_, stages, kinds = score(run, cards)
    say(f"\n{all_.right} of {all_.all} right")
    for name, tally in {**stages, **kinds}.items():
        say(f"  {tally.right} of {tally.all}  {name}")


def _progress_file() -> Path:
    from platformdirs import user_data_path

    return user_data_path("kg", appauthor=False) / "quiz.json"


def _read(file: Path) -> Progress:
    from app.quiz.schedule import Progress, read_progress

    try:
        return read_progress(json.loads(file.read_text(encoding="utf-8")))
    except (OSError, ValueError):
        return Progress()


def _write(file: Path, known: Progress) -> None:
    """Progress on disk, written whole or not at all."""
    file.parent.mkdir(parents=True, exist_ok=True)
    fresh = file.with_suffix(".new")
    fresh.write_text(known.model_dump_json(), encoding="utf-8")
    fresh.replace(file)
