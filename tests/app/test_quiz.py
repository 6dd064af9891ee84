"""The quiz: cards from cited facts with one right answer each, FSRS, runs, the terminal, Anki."""

from __future__ import annotations

import io
import json
import sqlite3
import zipfile
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from app.chat.guides import Guide
from app.chat.quiz_html import card_html, score_html, start_html
from app.chat.quiz_tab import begin, choose, go_on, grade, kept
from app.cli import run
from app.quiz.anki import anki_package
from app.quiz.card import BLANK, OPTIONS, Card, CardKind, make_cards
from app.quiz.distractors import APART
from app.quiz.schedule import Grade, Progress, deck, mastery, read_progress, review
from app.quiz.session import SOON, score, start
from kg.assistant import Assistant
from kg.book import FactBook
from kg.model import NodeType
from kg.store import KnowledgeBase
from kg.vocabulary import Vocabulary

NOON = datetime(2026, 1, 1, 12, tzinfo=UTC)


@pytest.fixture(scope="module")
def book(kb: KnowledgeBase) -> FactBook:
    return FactBook.of(kb.facts, kb.nodes)


@pytest.fixture(scope="module")
def cards(book: FactBook, vocabulary: Vocabulary) -> tuple[Card, ...]:
    return make_cards(book, vocabulary)


@pytest.fixture(scope="module")
def guide(assistant: Assistant) -> Guide:
    return Guide(id="", title="guide.txt", assistant=assistant)


def test_there_are_cards_of_both_kinds_for_every_section(cards: tuple[Card, ...], book: FactBook):
    """The bundled guide gives many cards, of both kinds, over all its sections."""
    assert len(cards) > 150
    assert {card.kind for card in cards} == set(CardKind)
    sections = {card.facts[0].source.section[0] for card in cards}
    assert len([section for section in sections if section[0].isdigit()]) >= 4


def test_ids_are_unique_and_stay(cards: tuple[Card, ...], book: FactBook, vocabulary: Vocabulary):
    """Cards have names of their own, and a second making gives the same cards."""
    assert len({card.id for card in cards}) == len(cards)
    assert make_cards(book, vocabulary) == cards


def test_a_choice_has_four_options_and_one_is_right(cards: tuple[Card, ...]):
    """Options differ, and the answer is one of them."""
    for card in cards:
        if card.kind is CardKind.CHOICE:
            assert len(set(card.options)) == OPTIONS
            assert card.options[card.right] == card.answer


def test_the_right_place_says_nothing(cards: tuple[Card, ...]):
    """The right option is at each place about as often."""
    places = [card.right for card in cards if card.options]
    share = [places.count(place) / len(places) for place in range(OPTIONS)]

    assert all(0.15 < part < 0.35 for part in share)


def test_no_wrong_option_is_right_by_any_fact(cards: tuple[Card, ...], book: FactBook):
    """No fact joins a wrong option with the thing asked about, the same is not said of it, and its type fits."""
    for card in cards:
        fact = card.facts[0]
        for option in card.options:
            if option == card.answer:
                continue
            assert book.type_of(option) == book.type_of(card.answer)
            asked, end = (fact.subject, option) if card.answer == fact.object else (option, fact.object)
            assert not [f for f in book.out(asked, fact.relation) if f.object == end], card
            joined = [f for f in book.touching(fact.subject) if option in (f.subject, f.object)]
            assert {f.relation for f in joined} <= APART, card


def test_a_prompt_does_not_name_its_answer(cards: tuple[Card, ...]):
    """Where the words of a definition hold the answer, a blank stands for it."""
    backwards = [card for card in cards if card.options and card.facts[0].object_type is NodeType.TEXT]

    assert backwards
    assert not [card for card in backwards if f" {card.answer.lower()} " in f" {card.prompt.lower()} "]
    assert any(BLANK in card.prompt for card in backwards)


def test_a_wrong_card_comes_before_a_right_one(cards: tuple[Card, ...]):
    """FSRS brings a wrong card back sooner, and a card that went well stays away longer each time."""
    good, bad = cards[0], cards[1]
    progress = review(review(Progress(), good, Grade.GOOD, NOON), bad, Grade.AGAIN, NOON)
    later = deck([good, bad], progress, NOON + timedelta(minutes=5), size=1)
    again = review(progress, good, Grade.GOOD, NOON + timedelta(minutes=11))
    due = [datetime.fromisoformat(known.cards[good.id].fsrs["due"]) for known in (progress, again)]

    assert later == [bad]
    assert due[1] - NOON > 10 * (due[0] - NOON)


def test_a_deck_has_what_is_due_first_then_new_cards_of_many_stages(cards: tuple[Card, ...]):
    """Overdue cards lead; the new ones after them come from many stages."""
    late = cards[-1]
    progress = review(Progress(), late, Grade.AGAIN, NOON)
    chosen = deck(cards, progress, NOON + timedelta(days=1), size=10)

    assert chosen[0] == late
    assert len({card.stage for card in chosen[1:]}) >= 5
    assert len(chosen) == 10


def test_mastery_grows_with_right_answers_and_fades(cards: tuple[Card, ...]):
    """What is asked and right counts, the rest of the thing's cards counts nothing, and time takes some away."""
    own = [card for card in cards if card.about == cards[0].about]
    progress = Progress()
    for card in own:
        progress = review(progress, card, Grade.EASY, NOON)

    fresh = mastery(own, progress, NOON)[own[0].about]
    faded = mastery(own, progress, NOON + timedelta(days=60))[own[0].about]
    assert fresh > 0.9 > faded > 0
    assert mastery(own, Progress(), NOON) == {}


def test_progress_is_read_from_storage_or_begun_anew():
    """A browser's storage can hold anything."""
    assert read_progress({"cards": {"x": {"fsrs": {"due": "never"}, "right": 1}}}) == Progress()
    assert read_progress("?") == Progress()


def test_a_wrong_card_comes_again_in_the_same_run(cards: tuple[Card, ...]):
    """After some others it is asked again; the score counts its first try."""
    run_ = start(cards[:6])
    first = run_.asked
    run_ = run_.answered(False)
    assert run_.queue.index(str(first)) == SOON
    while run_.asked:
        run_ = run_.answered(True)
    total, stages, kinds = score(run_, cards)

    assert (total.right, total.all) == (5, 6)
    assert sum(tally.all for tally in stages.values()) == sum(tally.all for tally in kinds.values()) == 6


def test_a_card_that_stays_wrong_does_not_keep_a_run_alive(cards: tuple[Card, ...]):
    """A run ends even if nothing is known."""
    run_ = start(cards[:3])
    for _ in range(50):
        run_ = run_.answered(False)

    assert run_.asked is None


def test_the_page_judges_only_the_first_choice(guide: Guide):
    """Choosing twice changes nothing; the next card comes after a choice only."""
    run_, progress = begin(guide, Progress(), {"size": 5, "kind": "choice"})
    assert run_ is not None
    card = next(card for card in guide.cards if card.id == run_.asked)
    assert go_on(guide, run_, progress) == (run_, progress)
    wrong = (card.right + 1) % OPTIONS
    chosen, progress = choose(guide, run_, progress, wrong)
    assert chosen is not None
    assert choose(guide, chosen, progress, card.right) == (chosen, progress)
    following, _ = go_on(guide, chosen, progress)

    assert progress.cards[card.id].wrong == 1
    assert following is not None and following.asked != card.id
    assert "Not quite" in str(card_html(card, chosen, guide))


def test_a_recalled_card_takes_the_students_grade(guide: Guide):
    """The answer is shown before it can be graded, and a grade that is none changes nothing."""
    run_, progress = begin(guide, Progress(), {"size": 5, "kind": "recall"})
    assert run_ is not None
    assert grade(guide, run_, progress, 3) == (run_, progress)
    shown, progress = choose(guide, run_, progress, -1)
    assert shown is not None
    assert grade(guide, shown, progress, 9) == (shown, progress)
    following, progress = grade(guide, shown, progress, 3)

    assert following is not None and len(following.results) == 1
    assert kept(guide, progress)["mastery"]


def test_start_and_score_are_told(guide: Guide):
    """The start says how many cards there are; the score shows the wrong ones with their lines."""
    run_, progress = begin(guide, Progress(), {"size": 5})
    assert run_ is not None
    while run_.asked:
        run_ = run_.answered(False)

    assert f"{len(guide.cards)} cards" in str(start_html(guide, progress, NOON))
    assert "0 of 5 right" in str(score_html(run_, guide))
    assert "To look at again" in str(score_html(run_, guide))


def test_anki_reads_the_package(cards: tuple[Card, ...]):
    """The package holds a note for each card, its citation on the back, and is the same each time."""
    package = anki_package(cards, title="guide.txt")
    with zipfile.ZipFile(io.BytesIO(package)) as archive:
        collection = archive.read("collection.anki2")
    base = sqlite3.connect(":memory:")
    base.deserialize(collection)
    notes = base.execute("select flds from notes").fetchall()
    decks = json.loads(base.execute("select decks from col").fetchone()[0])
    base.close()

    assert len(notes) == len(cards)
    assert all(f"{card.facts[0].source.document}:" in fields for card, (fields,) in zip(cards, notes, strict=True))
    assert {f"guide.txt::{card.stage}" for card in cards} <= {deck["name"] for deck in decks.values()}


def test_the_quiz_runs_in_a_terminal(kb_dir: Path, tmp_path: Path, monkeypatch, capsys):
    """Letters answer, a wrong answer is put right with its line, progress is kept in a file, q ends with the score."""
    monkeypatch.setattr("sys.stdin", io.StringIO("x\nA\nB\nC\nq\n"))
    progress = tmp_path / "deep" / "quiz.json"
    status = run(["quiz", "--kb", str(kb_dir), "--kind", "choice", "--size", "5", "--progress", str(progress)])
    printed = capsys.readouterr().out

    assert status == 0
    assert "of 3 right" in printed
    assert "aif-c01-ml-lifecycle.txt:" in printed
    assert len(read_progress(json.loads(progress.read_text())).cards) == 3


def test_no_cards_is_told(kb_dir: Path, tmp_path: Path, capsys):
    """A stage without cards gives status 1 and the stages there are."""
    status = run(["quiz", "--kb", str(kb_dir), "--stage", "gardening", "--progress", str(tmp_path / "p.json")])

    assert status == 1
    assert "stages are" in capsys.readouterr().out


def test_the_cards_are_exported_for_anki(kb_dir: Path, tmp_path: Path):
    """kg export --format anki writes the package."""
    file = tmp_path / "cards.apkg"

    assert run(["export", "--kb", str(kb_dir), "--format", "anki", "--output", str(file)]) == 0
    assert zipfile.is_zipfile(file)
