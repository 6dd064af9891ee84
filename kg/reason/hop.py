"""One hop further: the thing was found, but the question asks for an attribute of it by name ("its formula")."""

from __future__ import annotations

from kg.asked import asked_noun
from kg.candidates import Candidate, Shape
from kg.context import Context
from kg.finding import Finding
from kg.model import NodeType, Relation
from kg.question import Question
from kg.say import say
from kg.symbolic import focus_of

#: Nearness from which a noun means a thing in a list.
MEANT = 0.25


def exemplified(question: Question, candidate: Candidate, context: Context) -> Finding | None:
    """The examples of the one thing in a list that a noun behind "which" means, where the guide gives some ("which laws
    come up there?").
    """
    noun = asked_noun(question, context.vocabulary.questions)
    listed = [fact for fact in candidate.facts if candidate.shape is Shape.OBJECTS and len(candidate.answers) > 1]
    with_some = {f.object: f for f in listed if context.book.out(f.object, Relation.HAS_EXAMPLE)}
    if not noun or not with_some or question.wanted:
        return None
    near = context.near(" ".join(question.tokens[i].surface for i in noun))
    best = min(with_some, key=lambda name: (-near.get(name, 0.0), name))
    if near.get(best, 0.0) < MEANT:
        return None
    first, facts = with_some[best], context.book.out(best, Relation.HAS_EXAMPLE)
    items = tuple(dict.fromkeys(fact.object for fact in facts))
    proofs = tuple((first, fact) for fact in facts)
    return Finding("list", items, proofs, 0.6, say(facts, context.vocabulary), candidate=candidate)


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
