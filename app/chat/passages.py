"""The guide's own lines as HTML: passages with what stands around them, and the reader for longer stretches."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from markupsafe import Markup

from app.chat.fragments import button, join, path_chips, text
from app.render import heading, place
from kg.model import Answer, Citation, Document

#: Lines shown before and after a cited one: a heading and a neighbour on each side, as a glance takes in.
AROUND = 2
#: Lines shown before and after in the reader: two screens, so that a 100,000-line guide opens as fast as a page.
READER_AROUND = 60
#: Words that separate the evidence of one passage from the next when lines are compared.
_SPACE = re.compile(r"\s+")


def evidence(answer: Answer, documents: Iterable[Document], names: frozenset[str]) -> Markup:
    """The evidence for an answer: its paths as chips, then each cited passage in its surroundings."""
    if not answer.citations:
        return Markup('<p class="kg-quiet">{}</p>').format(
            "This answer cites nothing: the guide does not state it." if not answer.answered else "No passage is cited."
        )
    cited = {citation.id: citation for citation in answer.citations}
    paths = join(Markup("<li>{}</li>").format(path_chips(path, cited, names)) for path in answer.paths)
    lines = {document.name: document.lines for document in documents}
    passages = join(passage(citation, lines.get(citation.document, ())) for citation in answer.citations)
    return Markup(
        '<p class="kg-quiet kg-about">{question}</p>'
        '<h3>Paths</h3><ul class="kg-proof kg-paths">{paths}</ul><h3>Passages</h3>{passages}'
    ).format(question=text(answer.question), paths=paths, passages=passages)


def passage(citation: Citation, lines: Sequence[str]) -> Markup:
    """A cited passage: its number, place and headings, and its lines highlighted among their neighbours."""
    numbered = _numbered(lines, citation, around=AROUND) if lines else _quote_only(citation)
    return Markup(
        '<section class="kg-passage" data-passage="{number}" tabindex="-1" aria-label="Source {number}">'
        '<p class="kg-place"><span class="kg-number">{number}</span> {place} <span>{heading}</span></p>'
        "{lines}{more}</section>"
    ).format(
        number=citation.id,
        place=text(place(citation)),
        heading=text(heading(citation.section)),
        lines=numbered,
        more=button(
            "read",
            "Read in the guide",
            css="kg-tool",
            name=f"Read source {citation.id} in the guide",
            document=citation.document,
            start=citation.start_line,
            end=citation.end_line,
        ),
    )


def reader(document: Document, start: int, end: int) -> Markup:
    """A long stretch of a guide with some of its lines highlighted.

    :param start: First highlighted line, from 1.
    :param end: Last highlighted line.
    """
    span = Citation(id=1, document=document.name, section=(), start_line=start, end_line=max(start, end), quote="-")
    return Markup('<h2>{}</h2><div class="kg-guide">{}</div>').format(
        text(place(span)), _numbered(document.lines, span, around=READER_AROUND)
    )


def _numbered(lines: Sequence[str], span: Citation, *, around: int) -> Markup:
    first = max(1, span.start_line - around)
    last = min(len(lines), span.end_line + around)
    rows = join(
        _row(number, lines[number - 1], lit=span.start_line <= number <= span.end_line, quote=span.quote)
        for number in range(first, last + 1)
    )
    return Markup('<ol class="kg-lines">{}</ol>').format(rows)


def _row(number: int, line: str, *, lit: bool, quote: str) -> Markup:
    return Markup('<li class="kg-line{}"><span class="kg-gutter">{}</span><span>{}</span></li>').format(
        " kg-lit" if lit else "", number, _marked(line, quote) if lit else text(line)
    )


def _marked(line: str, quote: str) -> Markup:
    """A line with the quoted words marked, where the quote stands on this line; else plain."""
    words = [re.escape(word) for word in _SPACE.split(quote.strip())]
    found = re.search(r"\s+".join(words), line) if words else None
    if not found:
        return text(line)
    return Markup("{}<mark>{}</mark>{}").format(
        text(line[: found.start()]), text(found.group()), text(line[found.end() :])
    )


def _quote_only(citation: Citation) -> Markup:
    return Markup("<blockquote>{}</blockquote>").format(text(citation.quote))


def by_name(documents: Iterable[Document]) -> Mapping[str, Document]:
    """Documents by file name."""
    return {document.name: document for document in documents}


