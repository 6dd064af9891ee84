"""One hop further: the thing was found, but the question asks for an attribute of it by name ("its formula")."""

from __future__ import annotations

from kg.candidates import Candidate
from kg.context import Context
from kg.evidence import focus_of
from kg.finding import Finding
from kg.model import NodeType, Relation
from kg.question import Question, find_phrase
from kg.say import say


def asked_by_name(question: Question, context: Context) -> list[Relation]:
    """The relations whose noun stands in the question, in the order of the table."""
    words = question.tokens
    return [r for r, entry in context.vocabulary.relations.items() if entry.nouns and find_phrase(words, entry.nouns)]


def one_further(question: Question, candidate: Candidate, context: Context) -> Finding | None:
    """The attribute of the thing that the best candidate found, when another attribute is asked for by name."""
    relations = asked_by_name(question, context)
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
    return Finding(
        kind="multi_hop",
        items=items,
        proofs=tuple((first, fact) if first.object == fact.subject else (fact,) for fact in facts) + ((first,),),
        score=0.6,
        text=f"{say(facts, context.vocabulary)} ({say([first], context.vocabulary).rstrip('.')}.)",
        candidate=candidate,
    )

