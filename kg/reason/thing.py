"""Find the one thing a question is after: the service for a need, the metric for a trouble, the stage of a task."""

from __future__ import annotations

from kg.book import unique
from kg.context import Context
from kg.finding import Finding, proofs_of
from kg.model import Fact, NodeType
from kg.question import Question
from kg.rank import Ranked
from kg.reason.climb import climb
from kg.reason.in_sets import asked_number
from kg.reason.shown import facts_of, shown, told
from kg.say import headline, say

#: Things that may answer together a question for one: services that share a task.
MOST_TOGETHER = 3
#: The best candidates, among which a group of as many as were asked for is sought.
BEST = 5


def find_thing(question: Question, top: Ranked, context: Context) -> Finding | None:
    """The likeliest thing with the facts about it that lie nearest to the question.

    :param top: The best candidate; where it hangs on a thing that the question names, it answers better.
    """
    number = asked_number(question, context)
    finding = shown(question, number, context)
    if finding:
        return finding
    if question.wanted and number and not _is_a_group(number, question, context):
        return _several(number, question, context)
    if not question.wanted or question.plural or _hangs_on_a_name(question, top, context):
        return None
    return _likeliest(question, context)


def _likeliest(question: Question, context: Context) -> Finding:
    """The thing that most belief falls on, or what is above it and of a wanted type."""
    name, belief = context.rank_things(question)[0]
    book = context.book
    if book.type_of(name) not in question.wanted:
        above, proofs = climb(book, name, question.wanted)
        if above:
            return told(above, proofs, belief, context)
    facts = facts_of(name, question, context)
    asked = question.nouns
    further = book.out(name, *asked) if asked and name not in question.named else []
    if further and further[0].object_type is NodeType.TEXT:
        text = f"{name}. {say(further, context.vocabulary)} {say(facts[:1], context.vocabulary)}"
        items = unique([name, *(fact.object for fact in further)])
        return Finding("multi_hop", tuple(items), proofs_of([*further[:1], *facts[:1], *further[1:]]), belief, text)
    names = unique([name, *_twins(name, facts[0], context)]) if facts else [name]
    return Finding("lookup", tuple(names), proofs_of(facts), belief, headline(names, facts, context.vocabulary))


def _is_a_group(number: int, question: Question, context: Context) -> bool:
    """Whether one of the best candidates is a group of as many as are asked for."""
    best = (ranked.candidate for ranked in context.rank(question)[:BEST])
    return any(len(each.answers) == number and each.answer_type in question.wanted for each in best)


def _several(number: int, question: Question, context: Context) -> Finding:
    """As many of the likeliest things of a wanted type as are asked for."""
    ranked = [
        (name, belief)
        for name, belief in context.rank_things(question)
        if context.book.type_of(name) in question.wanted and name not in question.named
    ][:number]
    names = [name for name, _ in ranked]
    each_told = [facts_of(name, question, context) for name in names]
    facts = [next((fact for fact in each if fact.object_type is NodeType.TEXT), each[0]) for each in each_told if each]
    return Finding(
        "list", tuple(names), proofs_of(facts), sum(b for _, b in ranked), headline(names, facts, context.vocabulary)
    )


def _hangs_on_a_name(question: Question, top: Ranked, context: Context) -> bool:
    candidate = top.candidate
    named = context.evidence.specific(question.named)
    return (
        len(candidate.answers) <= MOST_TOGETHER
        and candidate.anchor in named
        and candidate.answer_type in question.wanted
    )


def _twins(name: str, fact: Fact, context: Context) -> list[str]:
    """The things of which the same words of the same line say the same ("EKS/ECS for containers")."""
    if fact.object != name or not fact.qualifier:
        return []
    same = context.book.out(fact.subject, fact.relation)
    return [f.object for f in same if f.source.quote == fact.source.quote and f.qualifier == fact.qualifier]
