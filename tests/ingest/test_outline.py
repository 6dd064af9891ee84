from __future__ import annotations

import re
from pathlib import Path

import pytest
from _pytest.mark import ParameterSet

from ingest.outline import show
from ingest.reading import outline
from ingest.titles import field_of
from kg.model import Document
from kg.vocabulary import Vocabulary

FIXTURES = Path(__file__).parent / "fixtures"


def cases(name: str) -> list[ParameterSet]:
    """The cases of a fixture file: a title, a guide and its outline, each closed by a line with a dot."""
    parts = re.split(r"^\.\n", (FIXTURES / name).read_text(encoding="utf-8"), flags=re.MULTILINE)
    triples = zip(parts[::3], parts[1::3], parts[2::3], strict=False)
    return [pytest.param(guide, expected, id=title.strip()) for title, guide, expected in triples]


def outlined(name: str, guide: str, vocabulary: Vocabulary) -> list[str]:
    """The outline's lines, as a fixture has them."""
    document = Document(name=name, sha256="0", lines=tuple(guide.splitlines()))
    _, root = outline(document, lambda label: field_of(label, vocabulary) is not None)
    return [line.rstrip() for line in show(root).splitlines()]


@pytest.mark.parametrize(("guide", "expected"), cases("plain.txt"))
def test_plain_text_is_mended_into_an_outline(guide: str, expected: str, vocabulary: Vocabulary) -> None:
    """Damage that a PDF leaves in a text is mended by rules about documents, one for each case."""
    assert outlined("guide.txt", guide, vocabulary) == [line.rstrip() for line in expected.splitlines()]


@pytest.mark.parametrize(("guide", "expected"), cases("markdown.txt"))
def test_markdown_habits_give_the_same_outline(guide: str, expected: str, vocabulary: Vocabulary) -> None:
    """The ways in which people write labels, lists and tables in Markdown come out as fields and items."""
    assert outlined("guide.mdx", guide, vocabulary) == [line.rstrip() for line in expected.splitlines()]


@pytest.mark.parametrize(("guide", "expected"), cases("org.txt"))
def test_org_is_read_like_markdown(guide: str, expected: str, vocabulary: Vocabulary) -> None:
    """An Org file's headings, lists and tables come out like those of Markdown."""
    assert outlined("guide.org", guide, vocabulary) == [line.rstrip() for line in expected.splitlines()]


def test_a_text_file_with_markdown_headings_is_markdown(vocabulary: Vocabulary) -> None:
    """A .txt file that has two and more Markdown headings is read as Markdown."""
    assert outlined("guide.txt", "# Tea\n\n## Assam\n\nMalty.\n", vocabulary) == ["# Tea", "  # Assam", "    - Malty."]
