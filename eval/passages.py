"""Passages: the guide in blocks under their headings, the unit that baselines search and that evidence is ranked by."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from eval.judge import overlaps
from eval.questions import Question
from kg.model import Answer, Citation, Document, Fact

#: A lone line that ends a sentence is prose; any other lone line is a heading of what follows.
_SENTENCE_END = re.compile(r"[.!?][*_\"')\]]*$")


@dataclass(frozen=True)
class Passage:
    """Lines of a guide that stand together; ``heading`` is where they stand, outermost first."""

    document: str
    heading: tuple[str, ...]
    start_line: int
    end_line: int
    lines: tuple[str, ...]

    @property
    def id(self) -> str:
        """A name without blanks, as TREC files want it."""
        return f"{'_'.join(self.document.split())}:{self.start_line}-{self.end_line}"

    @property
    def text(self) -> str:
        """The nearest heading and the lines, as a baseline reads them; the whole trail of headings drowns the lines."""
        return "\n".join([*self.heading[-1:], *self.lines])

    @property
    def span(self) -> tuple[int, int]:
        """First and last line, both included."""
        return (self.start_line, self.end_line)


def passages_of(documents: Iterable[Document], facts: Iterable[Fact]) -> tuple[Passage, ...]:
    """Cut guides at blank lines; a lone heading line joins the block below it.

    :param facts: Tell in which section a passage stands: the part that the sections of all its facts share.
    :returns: Passages in the order of documents and lines; they cover every line that is not blank, once.
    """
    sections: dict[str, list[Fact]] = {}
    for fact in facts:
        sections.setdefault(fact.source.document, []).append(fact)
    return tuple(
        _passage(document, block, sections.get(document.name, ()))
        for document in documents
        for block in blocks(document.lines)
    )


def blocks(lines: Sequence[str]) -> list[tuple[int, int]]:
    """First and last line, from 1, of each block.

    >>> blocks(["Heading", "", "- one", "- two", "", "A sentence."])
    [(1, 4), (6, 6)]
    """
    found: list[tuple[int, int]] = []
    start: int | None = None
    for number, line in enumerate([*lines, ""], start=1):
        if line.strip():
            start = number if start is None else start
        elif start is not None:
            if found and _is_heading(lines, found[-1]):
                start = found.pop()[0]
            found.append((start, number - 1))
            start = None
    return found


def _is_heading(lines: Sequence[str], block: tuple[int, int]) -> bool:
    """Whether the last stretch of a block is one line that ends no sentence."""
    start, end = block
    alone = start == end or not lines[end - 2].strip()
    return alone and not _SENTENCE_END.search(lines[end - 1].strip())


def _passage(document: Document, block: tuple[int, int], facts: Iterable[Fact]) -> Passage:
    start, end = block
    inside = [fact.source.section for fact in facts if overlaps(block, (fact.source.start_line, fact.source.end_line))]
    lines = tuple(line.strip() for line in document.lines[start - 1 : end] if line.strip())
    return Passage(document.name, _shared(inside), start, end, lines)


def _shared(sections: Sequence[tuple[str, ...]]) -> tuple[str, ...]:
    if not sections:
        return ()
    low, high = min(sections), max(sections)
    size = next((i for i, (a, b) in enumerate(zip(low, high, strict=False)) if a != b), min(len(low), len(high)))
    return low[:size]


def relevant(question: Question, passages: Iterable[Passage]) -> tuple[str, ...]:
    """Ids of the passages that hold an evidence line."""
    return tuple(
        passage.id for passage in passages if any(overlaps(passage.span, span) for span in question.evidence_lines)
    )


def ranked(answer: Answer, passages: Sequence[Passage]) -> tuple[str, ...]:
    """Ids of the passages that an answer cites, in the order of its citations, each once."""
    return tuple(dict.fromkeys(passage.id for cited in answer.citations for passage in _holding(cited, passages)))


def _holding(citation: Citation, passages: Iterable[Passage]) -> Iterable[Passage]:
    span = (citation.start_line, citation.end_line)
    return (p for p in passages if p.document == citation.document and overlaps(p.span, span))
