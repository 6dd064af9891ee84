"""Findings as answers: numbered citations, paths whose every step names one, items; a refusal where nothing holds."""

from __future__ import annotations

from collections.abc import Sequence

from kg.book import FactBook
from kg.finding import Finding
from kg.model import Answer, Citation, Fact, Item, NodeType, Query, Span, Step
from kg.text import stems

#: What a refusal says; the suggestions follow it.
REFUSAL = "The guide does not say."


def compose(finding: Finding, query: Query, book: FactBook, *, text: str, confidence: float) -> Answer:
    """An answer with its proof.

    :param text: The sentence to show.
    :param confidence: How likely the answer is right, in [0, 1].
    """
    numbers, citations = _cite(finding.facts)
    paths = tuple(
        tuple(
            Step(source=fact.subject, relation=fact.relation, target=fact.object, citation=numbers[_place(fact.source)])
            for fact in proof
        )
        for proof in finding.proofs
    )
    return Answer(
        id=query.id,
        question=query.question,
        kind=finding.kind,
        answered=True,
        answer=text,
        items=tuple(_item(name, book) for name in finding.items),
        choice=finding.choice,
        confidence=round(confidence, 3),
        paths=paths,
        citations=citations,
        read_as=finding.read_as,
        reasons=finding.reasons,
    )


def refuse(
    query: Query,
    *,
    kind: str,
    confidence: float,
    near: str = "",
    suggestions: Sequence[str] = (),
    read_as: str | None = None,
) -> Answer:
    """A refusal: that the guide does not say it, what is nearest, and what can be asked instead."""
    return Answer(
        id=query.id,
        question=query.question,
        kind=kind,
        answered=False,
        answer=f"{REFUSAL} {near}".strip(),
        confidence=round(confidence, 3),
        suggestions=tuple(suggestions),
        read_as=read_as,
    )


def _place(source: Span) -> tuple[str, int, int, str]:
    return (source.document, source.start_line, source.end_line, source.quote)


def _cite(facts: Sequence[Fact]) -> tuple[dict[tuple[str, int, int, str], int], tuple[Citation, ...]]:
    """Number the passages in order of first use."""
    spans = {_place(fact.source): fact.source for fact in facts}
    numbers = {place: number for number, place in enumerate(spans, 1)}
    citations = tuple(Citation(id=numbers[place], **span.model_dump()) for place, span in spans.items())
    return numbers, citations


def _item(name: str, book: FactBook) -> Item:
    node = book.nodes.get(name)
    if node:
        return Item(id=node.id, name=node.name, type=node.type)
    return Item(id=f"text:{'-'.join(stems(name)[:8])}", name=name, type=NodeType.TEXT)
