"""Find the one thing a question is after: the service for a need, the metric for a trouble, the stage of a task."""

from __future__ import annotations

from kg.book import unique
from kg.candidates import Shape
from kg.context import Context
from kg.finding import Finding, Proof, proofs_of
from kg.model import Fact, NodeType
from kg.question import Question
from kg.rank import Ranked
from kg.reason.climb import climb
from kg.say import headline, say

#: Facts about the thing that an answer tells; the first three citations are those that readers check.
TOLD = 3
#: Things that may answer together a question for one: services that share a task.
MOST_TOGETHER = 3


def find_thing(question: Question, top: Ranked, context: Context) -> Finding | None:
    """The likeliest thing with the facts about it that lie nearest to the question.

    :param top: The best candidate; where it hangs on a thing that the question names, it answers better.
    """
    if not question.wanted or question.plural or _hangs_on_a_name(question, top, context):
        return None
    name, belief = context.rank_things(question)[0]
    book = context.book
    if book.type_of(name) not in question.wanted:
        above, proofs = climb(book, name, question.wanted)
        if above:
            return _told(above, proofs, belief, context)
    facts = _facts_of(name, question, context)
    asked = question.nouns
    further = book.out(name, *asked) if asked and name not in question.named else []
    if further and further[0].object_type is NodeType.TEXT:
        text = f"{name}. {say(further, context.vocabulary)} {say(facts[:1], context.vocabulary)}"
        items = unique([name, *(fact.object for fact in further)])
        return Finding("multi_hop", tuple(items), proofs_of([*further[:1], *facts[:1], *further[1:]]), belief, text)
    names = unique([name, *_twins(name, facts[0], context)]) if facts else [name]
    return Finding("lookup", tuple(names), proofs_of(facts), belief, headline(names, facts, context.vocabulary))


def _hangs_on_a_name(question: Question, top: Ranked, context: Context) -> bool:
    candidate = top.candidate
    named = context.evidence.specific(question.named)
    few = candidate.shape is Shape.SUBJECTS or len(candidate.answers) <= MOST_TOGETHER
    return few and candidate.anchor in named and candidate.answer_type in question.wanted


def _told(names: list[str], proofs: list[Proof], belief: float, context: Context) -> Finding:
    facts = unique(fact for proof in proofs for fact in proof)
    return Finding("lookup", tuple(names), tuple(proofs), belief, headline(names, facts, context.vocabulary))


def _facts_of(name: str, question: Question, context: Context) -> list[Fact]:
    """The facts about a thing that lie nearest to the question; its own literals before its place in the order."""
    touching = context.book.touching(name)
    facts = context.most_relevant(question, touching, len(touching))
    telling = [f for f in facts if f.object_type is NodeType.TEXT or f.qualifier or f.object in question.named]
    return unique([*telling, *facts])[:TOLD]


def _twins(name: str, fact: Fact, context: Context) -> list[str]:
    """The things of which the same words of the same line say the same ("EKS/ECS for containers")."""
    if fact.object != name or not fact.qualifier:
        return []
    same = context.book.out(fact.subject, fact.relation)
    return [f.object for f in same if f.source.quote == fact.source.quote and f.qualifier == fact.qualifier]
