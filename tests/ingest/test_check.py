from __future__ import annotations

from ingest.check import format_report
from ingest.facts import facts_of
from kg.model import Document, NodeType, Relation
from kg.vocabulary import Vocabulary

GUIDE = Document(
    name="tea.md",
    sha256="0",
    encoding="cp1252",
    lines=("# Tea", "", "## Brewing", "- Purpose: Taste.", "- Techniques: Steeping", "", "```", "lost", "```"),
)


def test_the_report_counts_what_was_read_and_names_what_was_not(vocabulary: Vocabulary) -> None:
    """Facts by relation, things by type, lines that gave nothing, and the encoding stand in the report."""
    report = facts_of([GUIDE], vocabulary)[2]

    assert report.by_relation == {Relation.HAS_PURPOSE: 1, Relation.PART_OF: 1, Relation.USES_TECHNIQUE: 1}
    assert report.by_type == {NodeType.CONCEPT: 2, NodeType.TECHNIQUE: 1}
    assert [(unread.line, unread.text) for unread in report.unread] == [(8, "lost")]
    assert report.notes == ("tea.md was read as cp1252",)


def test_a_fact_whose_ends_do_not_fit_is_named(vocabulary: Vocabulary) -> None:
    """A relation that the vocabulary does not allow between two types is reported, and the fact kept."""
    words = vocabulary.relations[Relation.USES_TECHNIQUE].model_copy(update={"subjects": (NodeType.STAGE,)})
    strict = vocabulary.model_copy(update={"relations": {**vocabulary.relations, Relation.USES_TECHNIQUE: words}})

    assert facts_of([GUIDE], strict)[2].unknown == ("Brewing (concept) USES_TECHNIQUE Steeping (technique)",)


def test_the_report_is_told_in_lines(vocabulary: Vocabulary) -> None:
    """The text of the report has each figure on a line of its own."""
    lines = format_report(facts_of([GUIDE], vocabulary)[2]).splitlines()

    assert lines[0] == "tea.md: 3 facts about 3 things"
    assert "  USES_TECHNIQUE           1" in lines
    assert "names that look alike: none" in lines
    assert lines[-2:] == ["lines of text that gave no fact: 1", "  tea.md:8  lost"]
