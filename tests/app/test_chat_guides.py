"""What stands behind the page: questions to click, cards of things, comparisons, and each browser's own guides."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from app.chat.ask import ask, pieces
from app.chat.card import complete_list, node_card
from app.chat.explore import connection
from app.chat.guides import Guide
from app.chat.library import MAX_BYTES, MAX_GUIDES, Library, LibraryError
from app.chat.library_tab import added
from app.chat.pairs import comparison_html
from app.chat.talk import Talk
from app.compare import compare, confusable
from kg.assistant import Assistant
from kg.errors import QuestionError
from kg.model import NodeType, Query

NOTES = "# Roses\n\n## Pruning\n\n- **Purpose:** Cutting back old wood.\n- **Techniques:** Deadheading, thinning.\n"


@pytest.fixture(scope="module")
def guide(assistant: Assistant) -> Guide:
    return Guide(id="", title="the guide", assistant=assistant)


@pytest.fixture
def library(guide: Guide, tmp_path: Path) -> Library:
    return Library(guide, tmp_path / "uploads", grace=0.05)


@pytest.fixture
def notes(tmp_path: Path) -> Path:
    file = tmp_path / "roses.md"
    file.write_text(NOTES, encoding="utf-8")
    return file


def test_every_question_to_click_is_answered(guide: Guide):
    """Examples and next questions lead to answers, never to a refusal."""
    questions = [example.question for example in guide.examples]
    *_, (_, talk, _) = ask(guide, questions[0], Talk(id="t"))
    questions += talk.turns[0].next

    assert len(guide.examples) >= 5
    assert all(guide.assistant.ask(Query(question=question)).answered for question in questions)


def test_an_answer_is_written_word_by_word_and_kept_at_its_end(guide: Guide):
    """The page shows growing text first, then the finished turn; only that is kept."""
    steps = list(ask(guide, "What is accuracy?", Talk(id="t")))

    assert len(steps) > 2
    assert all("kg-live" in show["live"] for show, _, _ in steps[:-1])
    assert all(not talk.turns for _, talk, _ in steps[:-1])
    assert steps[-1][2] is not None
    assert steps[-1][1].turns[0].question == "What is accuracy?"


def test_a_question_that_cannot_be_read_is_told_and_not_kept(guide: Guide):
    """An empty question gives one sentence and leaves the talk as it was."""
    ((show, talk, answer),) = ask(guide, "   ", Talk(id="t"))

    assert "kg-error" in show["live"]
    assert talk.turns == ()
    assert answer is None


def test_pieces_grow_to_the_whole():
    """Each piece begins like the whole, and the last is the whole."""
    text = " ".join(f"word{number}" for number in range(200))
    grown = list(pieces(text))

    assert all(text.startswith(piece) for piece in grown)
    assert grown[-1] == text
    assert len(grown) <= 20


def test_a_card_tells_every_fact_of_a_thing(guide: Guide):
    """Each fact with the thing at either end stands on its card with its line."""
    shown = str(node_card(guide, "Monitoring"))

    for fact in guide.book.touching("Monitoring"):
        assert f"line {fact.source.start_line}<" in shown


def test_an_unknown_thing_is_told_in_a_sentence(guide: Guide):
    """A name that the guide does not have gives the closest names."""
    assert "no node named" in str(node_card(guide, "Montoring the moon"))
    assert "no node named" in str(connection(guide, "Montoring the moon", "Monitoring"))


def test_a_list_is_complete(guide: Guide):
    """All services are listed, and counted."""
    services = guide.book.of_type(NodeType.SERVICE)
    shown = str(complete_list(guide, services, label="service"))

    assert shown.count("<li>") == len(services)
    assert f">{len(services)}<" in shown


def test_confusable_pairs_share_and_differ(guide: Guide):
    """Both things are of one type, share neighbours, and the guide says something of each alone."""
    pairs = confusable(guide.book)

    assert pairs
    for pair in pairs:
        found = compare(guide.book, pair.a, pair.b)
        assert guide.book.type_of(pair.a) == guide.book.type_of(pair.b)
        assert any(row.both for row in found.rows)
        assert any(row.only_a for row in found.rows)
        assert any(row.only_b for row in found.rows)


def test_a_comparison_puts_each_fact_in_one_place(guide: Guide):
    """What is said of both stands under both, what is said of one under that one, and nothing is lost."""
    found = compare(guide.book, "Mean Squared Error", "Root Mean Squared Error")
    told = {fact.object for row in found.rows if row.outward for fact in (*row.only_a, *(a for a, _ in row.both))}

    assert told == {fact.object for fact in guide.book.out("Mean Squared Error")}
    assert "What tells them apart" in str(comparison_html(guide, found.a, found.b))


def test_a_thing_is_not_compared_with_itself(guide: Guide):
    """Two names of one thing are refused."""
    with pytest.raises(QuestionError, match="choose two"):
        compare(guide.book, "Monitoring", "monitoring")


def test_an_upload_belongs_to_one_browser(library: Library, notes: Path):
    """A guide is there for the browser that brought it and for no other."""
    guide, report = library.add("one", notes)

    assert report.facts > 0
    assert library.get("one", guide.id) is guide
    assert library.get("two", guide.id) is None
    assert [found.title for found in library.guides("two")] == ["the guide"]


def test_uploads_go_with_the_last_page(library: Library, notes: Path):
    """While a page of the browser is open the uploads stay; soon after the last is closed they are gone from disk."""
    library.enter("one")
    library.enter("one")
    guide, _ = library.add("one", notes)
    library.leave("one")
    time.sleep(0.2)
    assert library.get("one", guide.id) is guide

    library.leave("one")
    time.sleep(0.5)
    assert library.get("one", guide.id) is None
    assert not any(library.root.iterdir())


def test_a_reload_keeps_the_uploads(library: Library, notes: Path):
    """A page that comes back within the grace finds its guides."""
    library.grace = 0.3
    library.enter("one")
    guide, _ = library.add("one", notes)
    library.leave("one")
    library.enter("one")
    time.sleep(0.5)

    assert library.get("one", guide.id) is guide


def test_what_is_no_guide_is_refused_by_name(library: Library, tmp_path: Path):
    """A wrong name and a file that is too large are refused before they are read."""
    picture, book = tmp_path / "cat.png", tmp_path / "book.txt"
    picture.write_bytes(b"png")
    book.write_bytes(b"a" * (MAX_BYTES + 1))

    with pytest.raises(LibraryError, match=r"upload a \.txt or \.md"):
        library.add("one", picture)
    with pytest.raises(LibraryError, match="larger than"):
        library.add("one", book)


def test_a_browser_holds_a_few_guides(library: Library, notes: Path):
    """One guide too many is refused until another is deleted."""
    guides = [library.add("one", notes)[0] for _ in range(MAX_GUIDES)]
    with pytest.raises(LibraryError, match="delete one"):
        library.add("one", notes)

    library.remove("one", guides[0].id)
    assert library.add("one", notes)[0].title == "roses.md"


def test_an_upload_tells_its_progress_and_its_report(library: Library, notes: Path):
    """First how far it has come, at the end the report and the guide's id."""
    steps = list(added(library, "one", notes))

    assert steps[-1][1] in {guide.id for guide in library.guides("one")}
    assert "facts about" in str(steps[-1][0])
    assert all(identity is None for _, identity in steps[:-1])


def test_a_file_that_cannot_be_read_is_told_by_its_name(library: Library, tmp_path: Path):
    """The sentence names the file and not its path on the server."""
    empty = tmp_path / "empty.txt"
    empty.write_bytes(b"")
    ((shown, identity),) = list(added(library, "one", empty))[-1:]

    assert identity is None
    assert "empty.txt" in str(shown)
    assert str(tmp_path) not in str(shown)
