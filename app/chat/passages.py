"""The guide's own lines as HTML: passages with what stands around them, and the reader for longer stretches."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from markupsafe import Markup

from app.chat.fragments import EMPTY, button, join, path_chips, proofs, text
from app.render import heading, place
from kg.model import Answer, Citation, Document

#: Lines shown before and after a cited one: a heading and a neighbour on each side, as a glance takes in.
AROUND = 2
#: Lines shown before and after in the reader: two screens, so that a 100,000-line guide opens as fast as a page.
READER_AROUND = 60


def paths_html(answer: Answer, names: frozenset[str]) -> Markup:
    """The evidence for an answer, first half: its question and its paths as chips."""
    if not answer.citations:
        why = "No passage is cited." if answer.answered else "Nothing is cited: the guide does not say it."
        return Markup('<p class="kg-quiet">{}</p>').format(why)
    cited = {citation.id: citation for citation in answer.citations}
    paths = join(Markup("<li>{}</li>").format(path_chips(path, cited, names)) for path in proofs(answer.paths))
    return Markup(
        '<h2 class="kg-sr">Evidence</h2><p class="kg-quiet kg-about">{}</p>'
        '<h3>Paths</h3><ul class="kg-proof kg-paths">{}</ul>'
    ).format(text(answer.question), paths)


def passages_html(answer: Answer, documents: Iterable[Document]) -> Markup:
    """The evidence for an answer, second half: each cited passage once, in its surroundings."""
    if not answer.citations:
        return EMPTY
    lines = {document.name: document.lines for document in documents}
    places: dict[tuple[str, int, int], list[Citation]] = defaultdict(list)
    for citation in answer.citations:
        places[citation.document, citation.start_line, citation.end_line].append(citation)
    found = join(passage(cited, lines.get(name, ())) for (name, _, _), cited in places.items())
    return Markup("<h3>Passages</h3>{}").format(found)


def passage(cited: Sequence[Citation], lines: Sequence[str]) -> Markup:
    """The citations of one place: their numbers, the headings, and the lines highlighted among their neighbours."""
    first = cited[0]
    quotes = [citation.quote for citation in cited]
    numbers = " ".join(str(citation.id) for citation in cited)
    return Markup(
        '<section class="kg-passage" data-passages="{numbers}" tabindex="-1" aria-label="Source {numbers}">'
        '<p class="kg-place">{marks} {place} <span>{heading}</span></p>{lines}{more}</section>'
    ).format(
        numbers=numbers,
        marks=join(Markup('<span class="kg-number">{}</span> ').format(citation.id) for citation in cited),
        place=text(place(first)),
        heading=text(heading(first.section)),
        lines=_numbered(lines, first.start_line, first.end_line, quotes, around=AROUND) if lines else _only(quotes),
        more=button(
            "read",
            "Read in the guide",
            css="kg-tool",
            name=f"Read in the guide: source {numbers}",
            document=first.document,
            start=first.start_line,
            end=first.end_line,
        ),
    )


def reader(document: Document, start: int, end: int) -> Markup:
    """A long stretch of a guide with some of its lines highlighted.

    :param start: First highlighted line, from 1.
    :param end: Last highlighted line.
    """
    lines = _numbered(document.lines, start, max(start, end), (), around=READER_AROUND)
    return Markup('<h2>{}</h2><div class="kg-guide">{}</div>').format(text(document.name), lines)


def _numbered(lines: Sequence[str], start: int, end: int, quotes: Sequence[str], *, around: int) -> Markup:
    first, last = max(1, start - around), min(len(lines), end + around)
    rows = join(
        _row(number, lines[number - 1], lit=start <= number <= end, quotes=quotes) for number in range(first, last + 1)
    )
    return Markup('<ol class="kg-lines">{}</ol>').format(rows)


def _row(number: int, line: str, *, lit: bool, quotes: Sequence[str]) -> Markup:
    return Markup('<li class="kg-line{}"><span class="kg-gutter">{}</span><span>{}</span></li>').format(
        " kg-lit" if lit else "", number, _marked(line, quotes) if lit else text(line)
    )


def _marked(line: str, quotes: Sequence[str]) -> Markup:
    """A line with the quoted words marked, where a quote stands on this line as a whole."""
    patterns = [r"\s+".join(re.escape(word) for word in quote.split()) for quote in quotes]
    spans = sorted(match.span() for pattern in patterns if pattern for match in [re.search(pattern, line)] if match)
    parts: list[Markup] = []
    here = 0
    for start, end in spans:
        if start >= here:
            parts.extend((text(line[here:start]), Markup("<mark>{}</mark>").format(text(line[start:end]))))
            here = end
    return join([*parts, text(line[here:])])


def _only(quotes: Sequence[str]) -> Markup:
    """The quotes alone, for a guide whose lines are no longer here."""
    return join(Markup("<blockquote>{}</blockquote>").format(text(quote)) for quote in quotes)


def by_name(documents: Iterable[Document]) -> Mapping[str, Document]:
    """Documents by file name."""
    return {document.name: document for document in documents}
