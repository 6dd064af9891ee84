"""One hop further: the thing was found, but the question asks for an attribute of it by name ("its formula")."""

from __future__ import annotations

from kg.candidates import Candidate
from kg.context import Context
from kg.finding import Finding
from kg.model import NodeType
from kg.question import Question
from kg.say import say
from kg.symbolic import focus_of


def one_further(question: Question, candidate: Candidate, context: Context) -> Finding | None:
    """The attribute of the thing that the best candidate found, when another attribute is asked for by name."""
    relations = question.nouns
    if not relations or candidate.relation in relations:
        return None
    focus = focus_of(candidate)
    if focus is None or focus in question.named:
        return None
    facts = context.book.out(focus, *relations)
    kinds = {fact.object_type for fact in facts}
    if not facts or (question.wanted and not kinds & {NodeType.TEXT, *question.wanted}):
        return None
    first = candidate.facts[0]
    items = tuple(dict.fromkeys(fact.object for fact in facts))
    proofs = [(first, fact) if first.object == fact.subject else (fact,) for fact in facts]
    return Finding(
        kind="multi_hop",
        items=items,
        proofs=(*proofs, (first,)),
        score=0.6,
        text=f"{say(facts, context.vocabulary)} ({say([first], context.vocabulary).rstrip('.')}.)",
        candidate=candidate,
    )
