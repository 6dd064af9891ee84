"""Answers as HTML for the study page: pure functions from values to markup.

Every fragment is made with :class:`markupsafe.Markup`, whose ``format`` and ``join`` escape what is not markup
already, so the words of a guide or of a student can only ever be text.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from markupsafe import Markup

from app.render import Leg, clean, heading, place, walk
from kg.model import Answer, Citation, NodeType, Step

#: Paths shown under an answer itself; all of them stand in the evidence pane.
PATHS_SHOWN = 3
#: Characters of a literal under an answer, which has said it already.
LITERAL_SHOWN = 60
#: Marks in front of an option, which say chosen or not without colour.
CHOSEN, NOT_CHOSEN = "✓", "✗"

EMPTY = Markup()


def join(parts: Iterable[Markup]) -> Markup:
    """Fragments one after the other."""
    return EMPTY.join(parts)


def text(words: str) -> Markup:
    """Words as text, without the control characters that browsers drop or obey.

    >>> text("<b> & co")
    Markup('&lt;b&gt; &amp; co')
    """
    return Markup.escape(clean(words))


def error_line(error: Exception) -> Markup:
    """What went wrong, as a sentence that screen readers announce."""
    return Markup('<p class="kg-error" role="alert">{}</p>').format(text(str(error)))


def button(action: str, label: str, *, css: str = "kg-link", name: str = "", **data: str | int) -> Markup:
    """A button that the page's script acts on; ``data`` becomes its ``data-`` attributes.

    :param name: What a screen reader says, if the label alone does not tell.

    >>> button("ask", "Why?", question="Why?")
    Markup('<button type="button" class="kg-link" data-act="ask" data-question="Why?">Why?</button>')
    """
    attributes = {"data-act": action, **{f"data-{key}": str(value) for key, value in data.items()}}
    if name:
        attributes["aria-label"] = name
    listed = join(Markup(' {}="{}"').format(key, text(value)) for key, value in attributes.items())
    return Markup('<button type="button" class="{}"{}>{}</button>').format(css, listed, text(label))


def cite(citation: Citation) -> Markup:
    """The number of a citation, which shows its quote on hover and opens its passage on click."""
    where = f"{place(citation)} {heading(citation.section)}".strip()
    return button(
        "cite",
        str(citation.id),
        css="kg-cite",
        name=f"Source {citation.id}: {where}: {citation.quote}",
        citation=citation.id,
        quote=citation.quote,
        where=where,
    )


def chip(name: str, kind: NodeType | None = None) -> Markup:
    """A thing of the graph, which opens its card; text objects are no things and get no button."""
    if kind is NodeType.TEXT:
        return Markup('<span class="kg-literal">{}</span>').format(text(name))
    return button("node", name, css="kg-chip", name=f"{name}: open its card", node=name)


class Proof(NamedTuple):
    """A path, and for each of its steps the numbers of all citations that state it."""

    steps: tuple[Step, ...]
    cited: tuple[tuple[int, ...], ...]


def proofs(paths: Iterable[Sequence[Step]]) -> list[Proof]:
    """Paths without repeats: those that differ only in their citations become one that has them all."""
    merged: dict[tuple[tuple[str, str, str], ...], Proof] = {}
    for path in paths:
        key = tuple((step.source, step.relation.value, step.target) for step in path)
        numbers: tuple[tuple[int, ...], ...] = tuple((step.citation,) for step in path)
        old = merged.get(key)
        if old:
            numbers = tuple(tuple(dict.fromkeys((*a, *b))) for a, b in zip(old.cited, numbers, strict=True))
        merged[key] = Proof(tuple(path), numbers)
    return list(merged.values())


def path_chips(path: Proof, citations: Mapping[int, Citation], names: frozenset[str], *, literal: int = 0) -> Markup:
    """A path as it is walked: ``A —DETECTS→ B [1]``.

    :param citations: Citations by number.
    :param names: The names that have a card; other ends are literals.
    :param literal: Characters shown of a literal; 0 shows all.
    """
    parts: list[Markup] = []
    here = None
    for leg, cited in zip(walk(path.steps), path.cited, strict=True):
        if leg.start != here:
            parts.append(_end(leg.start, names, literal))
        parts.append(_arrow(leg, [citations[number] for number in cited if number in citations]))
        parts.append(_end(leg.end, names, literal))
        here = leg.end
    return Markup('<span class="kg-path">{}</span>').format(join(parts))


def _end(name: str, names: frozenset[str], literal: int) -> Markup:
    if name in names:
        return chip(name)
    cut = literal and len(name) > literal
    return chip(f"{name[:literal].rstrip()}…" if cut else name, NodeType.TEXT)


def _arrow(leg: Leg, cited: Sequence[Citation]) -> Markup:
    relation = leg.step.relation
    line = f"—{relation}→" if leg.forward else f"←{relation}—"
    return Markup('<span class="kg-arrow">{}{}</span>').format(line, join(cite(citation) for citation in cited))


def cited_text(answer: Answer) -> Markup:
    """The sentence of an answer with each citation beside the thing that it proves, the rest at the end."""
    numbers = {citation.id: citation for citation in answer.citations}
    touched = defaultdict(set)
    for step in (step for path in answer.paths for step in path):
        for name in (step.source, step.target):
            touched[name].add(step.citation)
    marks: dict[int, list[int]] = {}
    for item in answer.items:
        found = re.search(rf"(?<!\w){re.escape(item.name)}(?!\w)", answer.answer, re.IGNORECASE)
        if found:
            marks[found.end()] = sorted(touched[item.name] & numbers.keys())
    placed = {number for listed in marks.values() for number in listed}
    rest = sorted(numbers.keys() - placed)
    marks[len(answer.answer)] = marks.get(len(answer.answer), []) + rest
    return _with_marks(answer.answer, marks, numbers)


def _with_marks(words: str, marks: Mapping[int, Sequence[int]], numbers: Mapping[int, Citation]) -> Markup:
    parts: list[Markup] = []
    here = 0
    for position in sorted(marks):
        parts.append(text(words[here:position]))
        parts.extend(cite(numbers[number]) for number in marks[position])
        here = position
    parts.append(text(words[here:]))
    return join(parts)


def options(answer: Answer, stated: Mapping[str, str]) -> Markup:
    """The options of a multiple-choice question, the chosen ones marked, each with its reason.

    :param stated: The options as the question gives them, by letter.
    """
    letters = sorted(stated.keys() | answer.reasons.keys())
    if not letters:
        return EMPTY
    rows = join(_option(letter, answer, stated.get(letter, "")) for letter in letters)
    return Markup('<ul class="kg-options">{}</ul>').format(rows)


def _option(letter: str, answer: Answer, words: str) -> Markup:
    chosen = letter in answer.choice
    reason = answer.reasons.get(letter, "")
    return Markup(
        '<li class="kg-option{state}"><span class="kg-mark" aria-hidden="true">{mark}</span>'
        '<span><strong>{letter}.</strong> {words}<span class="kg-sr">{said}</span>'
        '<span class="kg-reason">{reason}</span></span></li>'
    ).format(
        state=" kg-chosen" if chosen else "",
        mark=CHOSEN if chosen else NOT_CHOSEN,
        letter=text(letter),
        words=text(words),
        said=" (chosen)" if chosen else " (not chosen)",
        reason=text(reason),
    )


def proof(answer: Answer, names: frozenset[str]) -> Markup:
    """The first paths of an answer, and how many more the evidence pane holds."""
    merged = proofs(answer.paths)
    if not merged:
        return EMPTY
    citations = {citation.id: citation for citation in answer.citations}
    rows = join(
        Markup("<li>{}</li>").format(path_chips(path, citations, names, literal=LITERAL_SHOWN))
        for path in merged[:PATHS_SHOWN]
    )
    left = len(merged) - PATHS_SHOWN
    more = Markup("<li>{}</li>").format(button("show", f"and {left} more in the evidence")) if left > 0 else EMPTY
    return Markup('<ul class="kg-proof" aria-label="Proof">{}{}</ul>').format(rows, more)


def questions(asked: Sequence[str], *, label: str) -> Markup:
    """Questions to click, under a label."""
    if not asked:
        return EMPTY
    buttons = join(button("ask", question, css="kg-ask", question=question) for question in asked)
    return Markup('<div class="kg-next"><p class="kg-label">{}</p>{}</div>').format(label, buttons)
