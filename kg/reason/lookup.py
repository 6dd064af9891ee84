"""Look something up: the best-fitting group of facts, and the end of it that answers."""

from __future__ import annotations

from collections.abc import Sequence

from kg.candidates import Candidate, Shape
from kg.context import Context
from kg.finding import Finding, proofs_of
from kg.model import NodeType
from kg.rank import Ranked, by_answer
from kg.say import headline, say


def look_up(context: Context, ranking: Sequence[Ranked]) -> Finding:
    """The answer that most belief falls on, proved by every candidate that gives it."""
    best = by_answer(ranking)[0]
    candidate = best[0].candidate
    facts = [fact for ranked in best for fact in ranked.candidate.facts]
    return Finding(
        kind=kind_of(candidate),
        items=candidate.answers,
        proofs=proofs_of(facts),
        score=sum(ranked.belief for ranked in best),
        text=tell(candidate, context),
    )


def kind_of(candidate: Candidate) -> str:
    """What the answer is called: an attribute, a list, or a lookup."""
    if candidate.answer_type is NodeType.TEXT:
        return "attribute"
    return "list" if len(candidate.answers) > 1 else "lookup"


def tell(candidate: Candidate, context: Context) -> str:
    """A candidate's facts as a sentence that begins with what answers."""
    if candidate.shape is Shape.OBJECTS:
        return say(candidate.facts, context.vocabulary)
    return headline(candidate.answers, candidate.facts, context.vocabulary)
