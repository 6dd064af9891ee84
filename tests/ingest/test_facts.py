from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.facts import facts_of
from ingest.read import read_document
from kg.model import Document, Erratum, Fact, NodeType, Relation
from kg.resources import data_path
from kg.vocabulary import Vocabulary, bundled_vocabulary
from tests.ingest.test_outline import FIXTURES, cases
from tests.ingest.told import told

#: Marks and words that the readers look for, so that hypothesis need not find them by chance.
PIECES = st.sampled_from(
    [
        *("# ", "## ", "- ", "* ", "1. ", "\n", "\n\n", "  ", ":", ": ", "**", "| ", "|---|", "o ", "• ", "---", "\t"),
        *(
            "(",
            ")",
            "(e.g., ",
            ", ",
            "; ",
            " and ",
            " or ",
            ". ",
            "$",
            "\\",
            "[",
            "](",
            "`",
            "<b>",
            "→",
            "—",
            '"',
            "🧪 ",
        ),
        *("Purpose", "Techniques", "AWS Services", 'See "', "detects ", "This includes ", "Examples include "),
        *("Amazon ", "EC2/ECS", "SageMaker", "For X Models:", "A & B:", "Tea", "tea (Tea)", "pipeline", "Metrics"),
        *("ML", "MLpowered", "\x0c", "\u2028", "é"),
    ]
)


@pytest.fixture(scope="module")
def guide() -> Document:
    """The bundled guide."""
    (path,) = data_path("guides").glob("*.txt")
    return read_document(path)


@pytest.fixture(scope="module")
def facts(guide: Document) -> tuple[Fact, ...]:
    """The bundled guide's facts."""
    return facts_of([guide], bundled_vocabulary())[0]


def quotes_stand(facts: tuple[Fact, ...], document: Document) -> None:
    """Assert that every quote is a substring of the lines that it cites, white space folded."""
    for fact in facts:
        source = fact.source
        lines = " ".join(" ".join(document.lines[source.start_line - 1 : source.end_line]).split())
        assert source.quote in lines
        assert source.quote.split()[0] in document.lines[source.start_line - 1] or source.start_line < source.end_line


@pytest.mark.parametrize(("text", "expected"), cases("facts.txt"))
def test_facts_of_small_guides(text: str, expected: str, vocabulary: Vocabulary) -> None:
    """Each rule of reading, on a guide of no particular subject."""
    assert told(Document(name="guide.md", sha256="0", lines=tuple(text.splitlines())), vocabulary) == (
        expected.splitlines()
    )


def test_every_quote_of_the_guide_stands_in_its_lines(facts: tuple[Fact, ...], guide: Document) -> None:
    """What a fact quotes is in the lines that it cites, for all facts of the bundled guide."""
    quotes_stand(facts, guide)


@settings(deadline=None, max_examples=150)
@given(pieces=st.lists(PIECES, max_size=40), suffix=st.sampled_from([".txt", ".md", ".mdx", ".org"]))
def test_any_text_is_read_without_a_crash(pieces: list[str], suffix: str) -> None:
    """Whatever stands in a file, reading it ends, and every quote is there."""
    document = Document(name=f"any{suffix}", sha256="0", lines=tuple("".join(pieces).split("\n")))
    facts, nodes, _ = facts_of([document], bundled_vocabulary())

    quotes_stand(facts, document)
    assert len({node.id for node in nodes}) == len(nodes)


@settings(deadline=None, max_examples=50)
@given(text=st.text(max_size=300), suffix=st.sampled_from([".txt", ".md", ".org"]))
def test_any_characters_are_read_without_a_crash(text: str, suffix: str) -> None:
    """The same for characters that no guide has."""
    document = Document(name=f"any{suffix}", sha256="0", lines=tuple(re.split(r"\r\n|\r|\n", text)))

    quotes_stand(facts_of([document], bundled_vocabulary())[0], document)


def test_clean_markdown_gives_the_facts_of_the_plain_text(guide: Document, vocabulary: Vocabulary) -> None:
    """Two sections of the guide, written as clean Markdown, give the same facts as their plain text, lines aside."""
    first, last = (n for n, line in enumerate(guide.lines) if re.match(r"(?:2|6)\. ", line))
    between = [""] * (last - first)  # blank, so that the errata's line numbers hold
    plain = guide.model_copy(update={"lines": (*guide.lines[:first], *between, *guide.lines[last:])})
    clean = read_document(FIXTURES / "clean-sections-1-and-6.md")
    both = [
        {
            (f.subject, f.subject_type, f.relation, f.object, f.object_type, f.qualifier)
            for f in facts_of([document], vocabulary)[0]
        }
        for document in (plain, clean)
    ]

    assert both[0] == both[1]
    assert len(both[0]) > 250


def test_what_no_rule_can_mend_is_read_as_the_errata_say(vocabulary: Vocabulary) -> None:
    """The object has the reading that is meant, and the quote the words as they are printed."""
    erratum = Erratum(line=5, printed="two cups", meant="2 - 1 cups", why="a lost minus")
    lines = ("Tea and cups", "", "Pouring:", "", "- Formula: two cups")
    document = Document(name="guide.txt", sha256="0", lines=lines, errata=(erratum,))

    (formula,) = (f for f in facts_of([document], vocabulary)[0] if f.relation is Relation.HAS_FORMULA)
    assert (formula.object, formula.source.quote) == ("2 - 1 cups", "two cups")


def test_the_bundled_errata_are_needed(guide: Document, facts: tuple[Fact, ...]) -> None:
    """Each bundled erratum changes a fact of its line, whose quote stays as printed."""
    assert guide.errata
    for erratum in guide.errata:
        there = [f for f in facts if f.source.start_line <= erratum.line <= f.source.end_line]
        assert any(erratum.meant in f.object and erratum.printed in f.source.quote for f in there)


def test_another_guide_changes_no_fact_of_this_one(guide: Document, vocabulary: Vocabulary) -> None:
    """Facts of a guide are the same alone and beside another guide that names the same things otherwise."""
    other = Document(name="other.md", sha256="0", lines=("# Notes", "## evaluation (the EVAL)", "- Purpose: None."))
    alone = facts_of([guide], vocabulary)[0]
    beside, nodes, _ = facts_of([other, guide], vocabulary)

    assert [f for f in beside if f.source.document == guide.name] == list(alone)
    named = {f.subject for f in beside} | {f.object for f in beside if f.object_type != NodeType.TEXT}
    assert sorted(node.name for node in nodes) == sorted(named)


def test_second_names_are_of_one_thing(guide: Document, vocabulary: Vocabulary) -> None:
    """No second name belongs to two things or is a thing's own name."""
    nodes = facts_of([guide], vocabulary)[1]
    second = [alias.casefold() for node in nodes for alias in node.aliases]

    assert len(set(second)) == len(second)
    assert not set(second) & {node.name.casefold() for node in nodes}


def test_the_guide_gives_a_fact_for_every_line(guide: Document, vocabulary: Vocabulary) -> None:
    """No line of the bundled guide is lost, no kind is unknown, and no two names look alike."""
    report = facts_of([guide], vocabulary)[2]

    assert (report.unread, report.unknown, report.twins) == ((), (), ())
