"""Answers, told for people: as lines for a terminal, as Markdown, as JSON. Pure; nothing is printed here."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from kg.model import Answer, Citation, Span, Step

#: Headings shown of a citation's place, innermost last: enough to know the passage, short enough for one line.
SECTION_TAIL = 2

#: A piece of a line and its rich style ("" for none). Plain output joins the pieces, a terminal colours them.
Piece = tuple[str, str]

SENTENCE = "bold"
REFUSAL = "yellow"
RELATION = "cyan"
NUMBER = "green"
PLACE = "blue"
QUIET = "dim"

#: Control characters of a guide or a question must not reach a terminal, which would obey them.
_CONTROLS = {code: "\N{REPLACEMENT CHARACTER}" for code in (*range(32), *range(127, 160)) if chr(code) not in "\n\t"}
_MARKDOWN = re.compile(r"[\\`*_{}\[\]<>&|~#$]")
#: What starts a list, a heading or a rule when it stands first on a line.
_MARKDOWN_START = re.compile(r"^(\d+(?=[.)])|(?=[-+=]))")


class Leg(NamedTuple):
    """One step of a path as it is walked: from ``start`` to ``end``, with or against the direction of the fact."""

    start: str
    step: Step
    end: str

    @property
    def forward(self) -> bool:
        """Whether the walk goes the way that the fact goes."""
        return self.start == self.step.source

    def arrow(self) -> str:
        """The relation as an arrow that points the way of the fact."""
        return f"─{self.step.relation}→" if self.forward else f"←{self.step.relation}─"


def walk(path: Sequence[Step]) -> list[Leg]:
    """Lay the steps of a path end to end, turning those that the facts state the other way round.

    >>> recall = Step(source="Recall", relation="PART_OF", target="Metrics", citation=1)
    >>> precision = Step(source="Precision", relation="PART_OF", target="Metrics", citation=2)
    >>> [(leg.start, leg.arrow(), leg.end) for leg in walk([recall, precision])]
    [('Recall', '─PART_OF→', 'Metrics'), ('Metrics', '←PART_OF─', 'Precision')]
    """
    legs: list[Leg] = []
    for index, step in enumerate(path):
        start, end = step.source, step.target
        if legs:
            turned = legs[-1].end == step.target
        else:
            following = {path[1].source, path[1].target} if len(path) > 1 else set()
            turned = index == 0 and start in following and end not in following
        legs.append(Leg(end, step, start) if turned and start != end else Leg(start, step, end))
    return legs


def chain(path: Sequence[Step]) -> Iterator[Piece]:
    """A path on one line: ``A ─R→ B [1] ─S→ C [2]``; steps that do not meet are parted by a semicolon."""
    here = None
    for leg in walk(path):
        if leg.start != here:
            yield (leg.start if here is None else f"; {leg.start}"), ""
        yield from _arrival(leg)
        here = leg.end


def steps(path: Sequence[Step]) -> Iterator[Piece]:
    """A path with a line for each step: ``A ─R→ B [1]``."""
    for leg in walk(path):
        yield leg.start, ""
        yield from _arrival(leg)
        yield "\n", ""


def _arrival(leg: Leg) -> Iterator[Piece]:
    yield " ", ""
    yield leg.arrow(), RELATION
    yield f" {leg.end} ", ""
    yield f"[{leg.step.citation}]", NUMBER


def place(source: Citation | Span) -> str:
    """File and lines, as editors read them.

    >>> place(Span(document="guide.txt", start_line=3, end_line=4, quote="a"))
    'guide.txt:3-4'
    """
    last = f"-{source.end_line}" if source.end_line > source.start_line else ""
    return f"{source.document}:{source.start_line}{last}"


def heading(section: Sequence[str]) -> str:
    """The innermost headings above a passage.

    >>> heading(["1. Pipeline", "Monitoring", "AWS Services"])
    'Monitoring › AWS Services'
    """
    return " › ".join(section[-SECTION_TAIL:])


def citations(cited: Iterable[Citation]) -> Iterator[Piece]:
    """Each citation: number, place and headings on a line, and the quote under it."""
    for citation in cited:
        yield f"[{citation.id}]", NUMBER
        yield " ", ""
        yield place(citation), PLACE
        if citation.section:
            yield f"  {heading(citation.section)}", ""
        yield f"\n    “{_one_line(citation.quote)}”\n", QUIET


def answer_pieces(answer: Answer) -> Iterator[Piece]:
    """An answer for a terminal: the sentence, the paths, the citations; or a refusal and what the guide does say."""
    yield f"{answer.answer}\n", SENTENCE if answer.answered else REFUSAL
    if answer.read_as:
        yield f"Read as: {answer.read_as}\n", QUIET
    for letter, reason in answer.reasons.items():
        yield f"{'✓' if letter in answer.choice else '✗'} {letter}: {reason}\n", ""
    if answer.paths:
        yield "\n", ""
    for path in answer.paths:
        yield from chain(path)
        yield "\n", ""
    if answer.citations:
        yield "\n", ""
        yield from citations(answer.citations)
    if answer.suggestions:
        yield "\nThe guide answers:\n", ""
        for suggestion in answer.suggestions:
            yield f"  {suggestion}\n", ""


def clean(text: str) -> str:
    """Text without the control characters that a terminal obeys.

    >>> clean("red: \\x1b[31m")
    'red: \\ufffd[31m'
    """
    return text.translate(_CONTROLS)


def plain(pieces: Iterable[Piece]) -> str:
    """Pieces as text without style."""
    return "".join(clean(text) for text, _ in pieces)


def markdown(answer: Answer) -> str:
    """An answer as CommonMark, in which the words of guide and question mean only themselves."""
    blocks = [escape(answer.answer)]
    if answer.read_as:
        blocks.append(f"Read as: {escape(answer.read_as)}")
    if answer.reasons:
        blocks.append("\n".join(_option(answer, letter, reason) for letter, reason in answer.reasons.items()))
    if answer.paths:
        blocks.append("\n".join(f"- {escape(plain(chain(path)))}" for path in answer.paths))
    blocks.extend(_citation_block(citation) for citation in answer.citations)
    if answer.suggestions:
        listed = "\n".join(f"- {escape(suggestion)}" for suggestion in answer.suggestions)
        blocks.append(f"The guide answers:\n\n{listed}")
    return "\n\n".join(blocks) + "\n"


def _option(answer: Answer, letter: str, reason: str) -> str:
    mark = "✓" if letter in answer.choice else "✗"
    return f"- {mark} {escape(letter)}: {escape(reason)}"


def _citation_block(citation: Citation) -> str:
    under = f", {escape(heading(citation.section))}" if citation.section else ""
    return f"\\[{citation.id}\\] {escape(place(citation))}{under}\n\n> {escape(citation.quote)}"


def escape(text: str) -> str:
    """Text that Markdown shows as it is, on one line.

    >>> print(escape("1. *not* a list <b>"))
    1\\. \\*not\\* a list \\<b\\>
    """
    marked = _MARKDOWN.sub(r"\\\g<0>", clean(_one_line(text)))
    return _MARKDOWN_START.sub(r"\1\\", marked)


def _one_line(text: str) -> str:
    return " ".join(text.split())
