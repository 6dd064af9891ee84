"""The page's fragments: what stands in them, and that words of a guide are only ever text."""

from __future__ import annotations

from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.chat.fragments import button, cited_text, options, proof, proofs
from app.chat.passages import passages_html, paths_html, reader
from app.chat.picture import answer_picture, as_list, whole_picture
from app.chat.talk import Talk, Turn, error_html, live_html, read_talk, talk_html, turn_html
from kg.book import FactBook
from kg.model import Answer, Citation, Document, Item, NodeType, Relation, Step
from kg.store import KnowledgeBase

LINES = ("Drift", "- Watcher (sees slow drift)", "- Watcher: sees fast drift", "End")
GUIDE = Document(name="guide.md", sha256="0", lines=LINES)
HOSTILE = '<script>hit()</script><img src=x onerror="hit()">[a](javascript:hit())&lt;b&gt; ${hit()} {{hit}}'


def citation(number: int, line: int, quote: str) -> Citation:
    return Citation(id=number, document="guide.md", section=("Drift",), start_line=line, end_line=line, quote=quote)


def answer(**changes: object) -> Answer:
    step = {"source": "Watcher", "relation": Relation.DETECTS, "target": "drift"}
    given: dict[str, object] = {
        "question": "who sees drift?",
        "kind": "lookup",
        "answered": True,
        "answer": "Watcher sees drift.",
        "items": (Item(id="service:watcher", name="Watcher", type=NodeType.SERVICE),),
        "paths": ((Step(**step, citation=1),), (Step(**step, citation=2),)),  # type: ignore[arg-type]
        "citations": (citation(1, 2, "sees slow drift"), citation(2, 3, "sees fast drift")),
        **changes,
    }
    return Answer.model_validate(given)


class Tags(HTMLParser):
    """The tags and attributes of a fragment."""

    def __init__(self, fragment: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.names: set[str] = set()
        self.words = ""
        self.feed(fragment)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.names |= {name for name, _ in attrs}

    def handle_data(self, data: str) -> None:
        self.words += data


def test_each_citation_stands_beside_the_thing_that_it_proves():
    """The numbers follow the item's name, not the end of the sentence."""
    shown = str(cited_text(answer()))

    assert shown.startswith("Watcher<button")
    assert shown.endswith("</button> sees drift.")
    assert shown.count('data-act="cite"') == 2


def test_a_citation_that_proves_no_named_thing_stands_at_the_end():
    """No citation is lost when the sentence names nothing."""
    shown = str(cited_text(answer(answer="It does.", items=())))

    assert shown.startswith("It does.<button")
    assert shown.count('data-act="cite"') == 2


def test_paths_that_differ_in_their_lines_only_become_one():
    """The same step that two sections state is one path with both numbers."""
    merged = proofs(answer().paths)

    assert [path.cited for path in merged] == [((1, 2),)]


def test_a_path_reads_from_one_thing_to_the_other():
    """Chips and arrows in the order of the walk; things have cards, literals have none."""
    shown = Tags(str(proof(answer(), frozenset({"Watcher"}))))

    assert shown.words.replace("\n", "") == "Watcher—DETECTS→12drift"


def test_a_passage_shows_its_lines_marked_among_their_neighbours():
    """The quoted words are marked on the cited line, and two lines stand on either side."""
    shown = str(passages_html(answer(), [GUIDE]))

    assert "<mark>sees slow drift</mark>" in shown
    assert shown.count("kg-lit") == 2
    assert ">Drift<" in shown
    assert 'data-passages="1"' in shown


def test_citations_of_one_place_share_a_passage():
    """Two quotes of one line are one passage with both numbers and both marks."""
    shown = str(passages_html(answer(citations=(citation(1, 2, "sees slow"), citation(2, 2, "drift"))), [GUIDE]))

    assert 'data-passages="1 2"' in shown
    assert shown.count("<mark>") == 2


def test_a_guide_that_is_gone_leaves_its_quotes():
    """Evidence from storage is shown even when the guide is no longer there."""
    assert "sees slow drift</blockquote>" in str(passages_html(answer(), []))


def test_the_reader_opens_around_the_lines():
    """A long guide is shown around the lines in question only."""
    long = GUIDE.model_copy(update={"lines": tuple(f"line {n}" for n in range(1, 1001))})
    shown = str(reader(long, 500, 501))

    assert "line 440<" in shown
    assert "line 439<" not in shown
    assert shown.count("kg-lit") == 2


def test_options_are_marked_with_words_too():
    """A chosen option is told from the others without colour, each has its reason."""
    chosen = answer(choice=("B",), reasons={"A": "stores objects", "B": "detects drift"})
    shown = Tags(str(options(chosen, {"A": "Store", "B": "Watcher"})))

    assert "(not chosen)stores objects" in shown.words
    assert "(chosen)detects drift" in shown.words


def test_a_refusal_offers_its_suggestions():
    """What the guide does answer stands under a refusal as buttons."""
    refused = Answer(question="?", kind="refuse", answered=False, answer="The guide does not say.")
    shown = str(turn_html(Turn(question="?", answer=refused, next=("What is drift?",)), 0, frozenset()))

    assert "kg-refusal" in shown
    assert 'data-question="What is drift?"' in shown


def test_a_talk_is_read_from_what_the_browser_kept():
    """A stored conversation comes back as it was; what is none begins anew and keeps its name."""
    talk = Talk(id="t1", turns=(Turn(question="who?", answer=answer()),))

    assert read_talk({**talk.model_dump(mode="json"), "at": 5}).turns == talk.turns
    assert read_talk({"id": "t1", "turns": [{"question": 1}]}) == Talk(id="t1")
    assert read_talk(None).turns == ()


def test_the_talk_is_the_history_of_the_next_question():
    """The latest questions go to the engine, oldest first; asking one again forgets what came after it."""
    talk = Talk(id="t1", turns=tuple(Turn(question=f"q{n}", answer=answer()) for n in range(10)))

    assert talk.history() == ("q4", "q5", "q6", "q7", "q8", "q9")
    assert talk.before(2).history() == ("q0", "q1")


@given(words=st.one_of(st.text(max_size=80), st.just(HOSTILE)))
@pytest.mark.parametrize("name", ["answer", "question", "quote", "item", "option", "suggestion", "error", "button"])
def test_words_stay_words(name: str, words: str):
    """Whatever a guide or a student writes, no tag and no attribute comes of it."""
    safe = {"article", "div", "p", "button", "ul", "ol", "li", "span", "strong", "section", "mark", "h2", "h3"}
    quoted = citation(1, 2, words or "-")
    made = {
        "answer": lambda: turn_html(Turn(question="q", answer=answer(answer=words)), 0, frozenset()),
        "question": lambda: live_html(words, 0, words),
        "quote": lambda: passages_html(answer(citations=(quoted,)), [GUIDE]) + paths_html(answer(), frozenset()),
        "item": lambda: proof(
            answer(paths=((Step(source=words, relation=Relation.DETECTS, target=words, citation=1),),)),
            frozenset({words}),
        ),
        "option": lambda: options(answer(choice=("A",), reasons={"A": words}), {"A": words}),
        "suggestion": lambda: talk_html([Turn(question="q", answer=answer(), next=(words,))], frozenset()),
        "error": lambda: error_html(words, 0, words),
        "button": lambda: button("ask", words, name=words, question=words),
    }
    shown = Tags(str(made[name]()))

    assert shown.tags <= safe
    assert not any(attribute.startswith("on") or attribute in ("src", "href", "style") for attribute in shown.names)


def test_the_picture_of_an_answer_is_its_paths(kb: KnowledgeBase):
    """Each step is an edge once, each end a node with its type; items are marked."""
    picture = answer_picture(answer(), FactBook.of(kb.facts, kb.nodes))

    assert [(edge["source"], edge["relation"], edge["target"]) for edge in picture["edges"]] == [
        ("Watcher", "DETECTS", "drift")
    ]
    assert [node["id"] for node in picture["nodes"] if node["answers"]] == ["Watcher"]
    assert "Watcher —DETECTS→ drift" in str(as_list(picture))


def test_the_whole_graph_is_drawn_without_loose_ends(kb: KnowledgeBase):
    """Every edge joins two drawn nodes, and no literal is drawn."""
    picture = whole_picture(kb.facts, FactBook.of(kb.facts, kb.nodes))
    drawn = {node["id"] for node in picture["nodes"]}

    assert all({edge["source"], edge["target"]} <= drawn for edge in picture["edges"])
    assert len(drawn) > 100
    assert "text" not in picture["types"]
