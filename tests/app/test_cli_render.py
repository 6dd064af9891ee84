"""How answers look, from answers written by hand."""

from __future__ import annotations

import pytest
from markdown_it import MarkdownIt

from app.render import answer_pieces, chain, markdown, plain, steps
from kg.model import Answer, Citation, Item, NodeType, Relation, Step

MONITOR = "Amazon SageMaker Model Monitor"


def step(source: str, relation: Relation, target: str, citation: int = 1) -> Step:
    return Step(source=source, relation=relation, target=target, citation=citation)


DRIFT = Answer(
    question="which service monitors drift?",
    kind="lookup",
    answered=True,
    answer=f"{MONITOR} detects data drift.",
    items=(Item(id="service:monitor", name=MONITOR, type=NodeType.SERVICE),),
    confidence=0.9,
    paths=((step(MONITOR, Relation.DETECTS, "data drift"),),),
    citations=(
        Citation(
            id=1,
            document="guide.txt",
            section=("1. Pipeline", "Monitoring", "AWS Services"),
            start_line=85,
            end_line=85,
            quote="detects data and concept drift",
        ),
    ),
)
REFUSAL = Answer(
    question="what does it cost?",
    kind="refusal",
    answered=False,
    answer="The guide does not say what it costs.",
    suggestions=("What does it detect?",),
)


def test_an_answer_is_the_sentence_then_paths_then_citations_with_quotes() -> None:
    """The layout that DESIGN fixes, so that an editor can open each citation's line."""
    assert plain(answer_pieces(DRIFT)).splitlines() == [
        f"{MONITOR} detects data drift.",
        "",
        f"{MONITOR} ─DETECTS→ data drift [1]",
        "",
        "[1] guide.txt:85  Monitoring › AWS Services",
        "    “detects data and concept drift”",
    ]


def test_a_refusal_shows_what_the_guide_does_answer() -> None:
    """Who is refused sees which questions near theirs have an answer."""
    assert plain(answer_pieces(REFUSAL)).splitlines() == [
        "The guide does not say what it costs.",
        "",
        "The guide answers:",
        "  What does it detect?",
    ]


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        pytest.param([("A", "B"), ("B", "C")], "A ─PART_OF→ B [1] ─PART_OF→ C [2]", id="forward"),
        pytest.param([("A", "B"), ("C", "B")], "A ─PART_OF→ B [1] ←PART_OF─ C [2]", id="meet in the object"),
        pytest.param([("B", "A"), ("B", "C")], "A ←PART_OF─ B [1] ─PART_OF→ C [2]", id="meet in the subject"),
        pytest.param([("B", "A"), ("C", "B")], "A ←PART_OF─ B [1] ←PART_OF─ C [2]", id="backward"),
        pytest.param([("A", "B"), ("C", "D")], "A ─PART_OF→ B [1]; C ─PART_OF→ D [2]", id="apart"),
        pytest.param([("A", "B")], "A ─PART_OF→ B [1]", id="single"),
    ],
)
def test_a_path_reads_from_end_to_end_whatever_way_its_facts_are_stated(
    path: list[tuple[str, str]], expected: str
) -> None:
    """A chain names each thing once, and each arrow points the way that the guide states it."""
    walked = [step(source, Relation.PART_OF, target, n) for n, (source, target) in enumerate(path, start=1)]

    assert plain(chain(walked)) == expected


def test_a_path_told_in_steps_has_a_line_for_each() -> None:
    """Every step of a path names the line that backs it."""
    path = [step("Monitoring", Relation.USES_SERVICE, MONITOR, 1), step(MONITOR, Relation.DETECTS, "data drift", 2)]

    assert plain(steps(path)).splitlines() == [
        f"Monitoring ─USES_SERVICE→ {MONITOR} [1]",
        f"{MONITOR} ─DETECTS→ data drift [2]",
    ]


def test_words_of_a_guide_cannot_command_a_terminal() -> None:
    """Escape sequences in a guide are shown as marks and never obeyed."""
    hostile = DRIFT.model_copy(update={"answer": "clear \x1b[2J the \x9b2J screen\r"})

    shown = plain(answer_pieces(hostile))

    assert not {"\x1b", "\x9b", "\r"} & set(shown)


def test_markdown_shows_hostile_words_as_words() -> None:
    """HTML, links, lists and headings in a guide or a question come out as text."""
    hostile = "# <script>alert(1)</script> [a](javascript:b) ![c](d) `e` **f** ~~g~~\n1. h\n- i"
    rendered = MarkdownIt("commonmark").render(markdown(DRIFT.model_copy(update={"answer": hostile})))

    first = rendered.splitlines()[0]
    assert first.startswith("<p># &lt;script&gt;alert(1)&lt;/script&gt; [a](javascript:b) ![c](d) `e` **f**")
    assert first.endswith("1. h - i</p>")


@pytest.mark.parametrize("start", ["1. a", "1) a", "- a", "+ a", "=== a", "--- ", "> a", "    a", "* a"])
def test_markdown_keeps_the_start_of_a_line(start: str) -> None:
    """What would open a list, a rule or a quote stays a paragraph."""
    rendered = MarkdownIt("commonmark").render(markdown(REFUSAL.model_copy(update={"answer": start})))

    assert rendered.startswith("<p>")


def test_markdown_holds_paths_quotes_and_suggestions() -> None:
    """Notes pasted from Markdown keep the proof."""
    assert f"- {MONITOR} ─DETECTS→ data drift \\[1\\]" in markdown(DRIFT)
    assert "> detects data and concept drift" in markdown(DRIFT)
    assert markdown(REFUSAL).endswith("The guide answers:\n\n- What does it detect?\n")


def test_options_are_marked_with_their_reasons() -> None:
    """A multiple-choice answer says of each option why it is right or wrong."""
    chosen = DRIFT.model_copy(update={"choice": ("B",), "reasons": {"A": "stores objects", "B": "detects drift"}})

    assert "✗ A: stores objects\n✓ B: detects drift\n" in plain(answer_pieces(chosen))
    assert "- ✓ B: detects drift" in markdown(chosen)


def test_how_a_follow_up_was_read_is_told() -> None:
    """Who asks "and for regression?" sees which question was answered."""
    followed = DRIFT.model_copy(update={"read_as": "which metrics are for regression?"})

    assert "Read as: which metrics are for regression?" in plain(answer_pieces(followed))
    assert "Read as: which metrics are for regression?" in markdown(followed)
