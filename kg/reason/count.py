"""Count: the number first, then what was counted."""

from __future__ import annotations

from dataclasses import replace

from kg.candidates import Shape
from kg.context import Context
from kg.finding import Finding, proofs_of
from kg.question import Question
from kg.text import listed


def count(question: Question, context: Context) -> Finding | None:
    """The size of the group that best fits the question, read as a question for all of it."""
    ranking = context.rank(replace(question, plural=True))
    groups = [ranked for ranked in ranking if ranked.candidate.shape is not Shape.ONE_OBJECT]
    if not groups:
        return None
    candidate = groups[0].candidate
    names = candidate.answers
    text = f"{len(names)}: {listed(names)}."
    return Finding("count", (), proofs_of(candidate.facts), groups[0].belief, text)
