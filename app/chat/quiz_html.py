"""The quiz as HTML: its start, a card before and after the answer, and the score."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from markupsafe import Markup

from app.chat.card import relation_words, source_link
from app.chat.fragments import EMPTY, button, chip, join, text
from app.chat.guides import Guide
from app.quiz.card import Card, CardKind
from app.quiz.schedule import Progress, deck
from app.quiz.session import Session, Tally, first_tries, score
from app.render import heading, place
from kg.model import Fact, NodeType, Relation

#: Lengths of a run to choose from.
SIZES = (5, 10, 20)
#: Which cards a run takes: all, or one kind.
KINDS = {"": "all cards", CardKind.CHOICE.value: "multiple choice", CardKind.RECALL.value: "recall"}
#: What a student says of a recalled answer, in FSRS's numbers.
GRADES = {1: "Wrong", 2: "Hard", 3: "Good", 4: "Easy"}


def start_html(guide: Guide, progress: Progress, now: datetime) -> Markup:
    """How many cards there are, how many are due, and what to be asked."""
    cards = guide.cards
    if not cards:
        return Markup('<p class="kg-quiet">This guide gives no cards: it states too few things to ask about.</p>')
    seen = progress.seen(cards)
    due = [card for card in deck(seen, progress, now, size=len(seen)) if _is_due(card, progress, now)]
    stages = {card.stage: card.stage for card in cards}
    return Markup(
        '<section class="kg-quiz" aria-label="Start a quiz"><h2>Quiz</h2>'
        '<p class="kg-quiet">{all} cards from this guide: {due} due, {new} new. Each right answer is a stated fact, '
        "each wrong option one that the guide places elsewhere.</p>"
        '<div class="kg-form">{size}{kind}{stage}</div>{start}{export}</section>'
    ).format(
        all=len(cards),
        due=len(due),
        new=len(cards) - len(seen),
        size=_select("size", "Cards", {str(size): str(size) for size in SIZES}, chosen="10"),
        kind=_select("kind", "Kind", KINDS),
        stage=_select("stage", "Stage", {"": "all stages", **stages}),
        start=button("quizStart", "Start", css="kg-primary"),
        export=_export(),
    )


def _is_due(card: Card, progress: Progress, now: datetime) -> bool:
    return datetime.fromisoformat(progress.cards[card.id].fsrs["due"]) <= now


def _export() -> Markup:
    return Markup('<p class="kg-quiet">Your progress stays in this browser. {}{}{}</p>').format(
        button("progressSave", "Save it as a file", css="kg-tool"),
        button("progressLoad", "Load a file", css="kg-tool"),
        button("progressDrop", "Forget it", css="kg-tool"),
    )


def _select(name: str, label: str, options: Mapping[str, str], *, chosen: str = "") -> Markup:
    rows = join(
        Markup('<option value="{}"{}>{}</option>').format(
            text(value), Markup(" selected") if value == chosen else EMPTY, text(words)
        )
        for value, words in options.items()
    )
    return Markup('<label>{} <select class="kg-select" data-field="{}">{}</select></label>').format(label, name, rows)


def card_html(card: Card, session: Session, guide: Guide) -> Markup:
    """The card that is asked now; once it is answered, with what is right and the lines that say so."""
    done, left = len(first_tries(session)), len(set(session.queue))
    answered = session.chosen is not None
    return Markup(
        '<section class="kg-quiz" aria-label="Quiz card">'
        '<p class="kg-quiet">Card {number} of {all} · {stage} {stop}</p>'
        '<progress max="{all}" value="{done}" aria-label="Cards done"></progress>'
        '<h2 class="kg-prompt">{prompt}</h2>{body}{feedback}</section>'
    ).format(
        number=done + (card.id not in first_tries(session)),
        all=done + left - (card.id in first_tries(session)),
        done=done,
        stage=text(card.stage),
        stop=button("quizStop", "Stop here", css="kg-tool"),
        prompt=text(card.prompt),
        body=_options(card, session.chosen) if card.kind is CardKind.CHOICE else _recall(card, answered=answered),
        feedback=_feedback(card, session.chosen, guide) if answered else EMPTY,
    )


def _options(card: Card, chosen: int | None) -> Markup:
    rows = join(_option(card, place_, words, chosen) for place_, words in enumerate(card.options))
    return Markup('<ol class="kg-choices">{}</ol>').format(rows)


def _option(card: Card, index: int, words: str, chosen: int | None) -> Markup:
    label = f"{chr(ord('A') + index)}. {words}"
    if chosen is None:
        return Markup("<li>{}</li>").format(button("quizAnswer", label, css="kg-choice", choice=index))
    state, said = ("", "")
    if index == card.right:
        state, said = " kg-right", " ✓ right"
    elif index == chosen:
        state, said = " kg-wrong", " ✗ your answer"
    shown = Markup('<li><span class="kg-choice kg-done{}">{}<strong>{}</strong></span></li>')
    return shown.format(state, text(label), said)


def _recall(card: Card, *, answered: bool) -> Markup:
    if not answered:
        return button("quizAnswer", "Show the answer", css="kg-primary", choice=-1)
    return Markup('<p class="kg-text kg-recalled">{}</p>').format(text(card.answer))


def _feedback(card: Card, chosen: int | None, guide: Guide) -> Markup:
    facts = join(_proof(fact, guide) for fact in card.facts)
    if card.kind is CardKind.RECALL:
        said = Markup('<p class="kg-quiet">How well did you know it?</p>')
        grades = (button("quizGrade", words, css="kg-choice kg-grade", grade=grade) for grade, words in GRADES.items())
        go_on = join(grades)
    else:
        right = chosen == card.right
        said = Markup('<p class="kg-verdict {}" role="status">{}</p>').format(
            "kg-good" if right else "kg-bad", "Right." if right else f"Not quite: {text(card.answer)}."
        )
        go_on = button("quizNext", "Next", css="kg-primary")
    shown = Markup('<div class="kg-feedback">{}<ul class="kg-proof">{}</ul><div class="kg-grades">{}</div></div>')
    return shown.format(said, facts, go_on)


def _proof(fact: Fact, guide: Guide) -> Markup:
    """A fact as a path and the line that states it."""
    kind = NodeType.TEXT if fact.object not in guide.names else None
    return Markup(
        '<li><span class="kg-path">{} <span class="kg-arrow">—{}→</span> {}</span>'
        '<p class="kg-place">{} {} “{}”</p></li>'
    ).format(
        chip(fact.subject),
        fact.relation.value,
        chip(fact.object, kind),
        source_link(fact.source, label=place(fact.source)),
        text(heading(fact.source.section)),
        text(fact.source.quote),
    )


def score_html(session: Session, guide: Guide) -> Markup:
    """How a run went, by stage and by relation, and the cards to look at again."""
    all_, stages, kinds = score(session, guide.cards)
    wrong = [identity for identity, right in first_tries(session).items() if not right]
    by_id = {card.id: card for card in guide.cards}
    again = join(
        Markup("<li><p><strong>{}</strong> {}</p><ul>{}</ul></li>").format(
            text(by_id[identity].prompt),
            text(by_id[identity].answer),
            join(_proof(fact, guide) for fact in by_id[identity].facts[:1]),
        )
        for identity in wrong
    )
    review = Markup('<h3>To look at again</h3><ul class="kg-again">{}</ul>').format(again) if wrong else EMPTY
    return Markup(
        '<section class="kg-quiz" aria-label="Score"><h2 tabindex="-1">{right} of {all} right</h2>'
        "{stages}{kinds}{review}<p>{more}</p></section>"
    ).format(
        right=all_.right,
        all=all_.all,
        stages=_table("Stage", list(stages.items())),
        kinds=_table("Kind of fact", [(relation_words(Relation(kind)), tally) for kind, tally in kinds.items()]),
        review=review,
        more=button("quizHome", "Another quiz", css="kg-primary"),
    )


def _table(title: str, rows: Sequence[tuple[str, Tally]]) -> Markup:
    row = Markup(
        '<tr><th scope="row">{}</th><td>{} of {}</td>'
        '<td><meter min="0" max="{}" value="{}" aria-hidden="true"></meter></td></tr>'
    )
    body = join(row.format(text(name), tally.right, tally.all, max(tally.all, 1), tally.right) for name, tally in rows)
    return Markup(
        '<table class="kg-table"><thead><tr><th scope="col">{}</th><th scope="col">Right</th>'
        '<th scope="col"><span class="kg-sr">Share</span></th></tr></thead><tbody>{}</tbody></table>'
    ).format(title, body)
