"""The Quiz tab: a run over the guide's cards; progress lives in the browser and comes with each event."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import gradio as gr
from markupsafe import Markup

from app.chat.guides import Guide
from app.chat.parts import QUIET, Bus, FindGuide, html
from app.chat.quiz_html import SIZES, card_html, score_html, start_html
from app.quiz.card import Card
from app.quiz.schedule import Grade, Progress, deck, mastery, read_progress, review
from app.quiz.session import Session, start

#: What the browser sends with each event of a quiz: its progress with this guide, the guide, the run.
WITH_PROGRESS = "(_, guide, run) => [kg.progress.read(), guide, run]"

#: A run's next state, and the progress with it.
Move = tuple[Session | None, Progress]


@dataclass(frozen=True)
class QuizTab:
    """The components that other tabs write to."""

    board: gr.HTML
    progress: gr.HTML
    run: gr.State


def board_of(guide: Guide, run: Session | None, progress: Progress) -> Markup:
    """What the tab shows: the start, the card that is asked, or the score."""
    if run is None:
        return start_html(guide, progress, now())
    card = _card(guide, run)
    return card_html(card, run, guide) if card else score_html(run, guide)


def kept(guide: Guide, progress: Progress) -> dict[str, Any]:
    """Progress as the browser keeps it, with what the graph's colours need."""
    return {
        "key": guide.key,
        "progress": progress.model_dump(mode="json"),
        "mastery": mastery(guide.cards, progress, now()),
    }


def begin(guide: Guide, progress: Progress, wanted: Mapping[str, Any]) -> Move:
    """A new run over the cards that are wanted and due first."""
    kind, stage = str(wanted.get("kind") or ""), str(wanted.get("stage") or "")
    size = int(wanted.get("size") or SIZES[0])
    cards = [card for card in guide.cards if kind in ("", card.kind) and stage in ("", card.stage)]
    chosen = deck(cards, progress, now(), size=min(max(size, 1), max(SIZES)))
    return (start(chosen) if chosen else None), progress


def choose(guide: Guide, run: Session, progress: Progress, choice: int) -> Move:
    """An option was chosen, or a recall card's answer shown; the first choice counts."""
    card = _card(guide, run)
    if card is None or run.chosen is not None or choice >= len(card.options):
        return run, progress
    if card.options:
        grade = Grade.GOOD if choice == card.right else Grade.AGAIN
        progress = review(progress, card, grade, now())
    return run.model_copy(update={"chosen": choice}), progress


def go_on(guide: Guide, run: Session, progress: Progress) -> Move:
    """From an answered multiple-choice card to the next."""
    card = _card(guide, run)
    if card is None or run.chosen is None or not card.options:
        return run, progress
    return run.answered(run.chosen == card.right), progress


def grade(guide: Guide, run: Session, progress: Progress, given: int) -> Move:
    """A student's own verdict on a recall card, and on to the next."""
    card = _card(guide, run)
    if card is None or run.chosen is None or card.options or given not in set(Grade):
        return run, progress
    return run.answered(given != Grade.AGAIN), review(progress, card, Grade(given), now())


def _card(guide: Guide, run: Session) -> Card | None:
    return next((card for card in guide.cards if card.id == run.asked), None)


def now() -> datetime:
    """The time of an answer."""
    return datetime.now(UTC)


def build_quiz(bus: Bus, find: FindGuide, guide_id: gr.Component) -> QuizTab:
    """Lay the tab out and bind its events."""
    board = html("quiz", "", script="quiz")
    progress = html("progress", {}, template="", script="progress", visible="hidden")
    run = gr.State(None)

    def moved(move: Callable[[Guide, Session | None, Progress, Mapping[str, Any]], Move]) -> Callable[..., list[Any]]:
        def handler(
            stored: object, guide: str, state: Session | None, request: gr.Request, event: gr.EventData
        ) -> list[Any]:
            chosen = find(guide, request)
            following, known = move(chosen, state, read_progress(stored), event._data or {})
            return [str(board_of(chosen, following, known)), kept(chosen, known), following]

        return handler

    def stop(_guide: Guide, state: Session | None, known: Progress, _data: Mapping[str, Any]) -> Move:
        return (state.model_copy(update={"queue": ()}) if state and state.results else None), known

    moves: dict[str, Callable[[Guide, Session | None, Progress, Mapping[str, Any]], Move]] = {
        "quizStart": lambda guide, _, known, data: begin(guide, known, data),
        "quizAnswer": lambda guide, state, known, data: (
            choose(guide, state, known, int(data.get("choice", -1))) if state else (None, known)
        ),
        "quizNext": lambda guide, state, known, _: go_on(guide, state, known) if state else (None, known),
        "quizGrade": lambda guide, state, known, data: (
            grade(guide, state, known, int(data.get("grade", 0))) if state else (None, known)
        ),
        "quizStop": stop,
        "quizHome": lambda _guide, _state, known, _data: (None, known),
    }
    for action, move in moves.items():
        bus.on(action)(
            moved(move), inputs=[progress, guide_id, run], outputs=[board, progress, run], js=WITH_PROGRESS, **QUIET
        )
    return QuizTab(board=board, progress=progress, run=run)
