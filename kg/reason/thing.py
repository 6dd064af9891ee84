"""Find the one thing a question is after: the service for a need, the metric for a trouble, the stage of a task."""

from __future__ import annotations

from kg.book import unique
from kg.context import Context
from kg.finding import Finding, Proof, proofs_of
from kg.model import Fact, NodeType, Relation
from kg.phrases import find_phrase
from kg.question import Question
from kg.rank import Ranked
from kg.reason.climb import climb
from kg.reason.in_sets import asked_number
from kg.say import headline, say
from kg.text import tokens

#: Facts about the thing that an answer tells; the first three citations are those that readers check.
TOLD = 3
#: Things that may answer together a question for one: services that share a task.
MOST_TOGETHER = 3
#: Relations that say what a thing is.
DEFINING = (Relation.HAS_DESCRIPTION, Relation.HAS_PURPOSE, Relation.SERVICE_DOES)
#: Belief in what the graph alone shows.
SURE = 0.8
#: Cosine from which a statement about a named thing is what a question speaks of.
SPOKEN = 0.5
#: The best candidates, among which a group of as many as were asked for is sought.
BEST = 5
#: Words that may stand between "or" and a thing that it offers.
BESIDE = 2


def find_thing(question: Question, top: Ranked, context: Context) -> Finding | None:
    """The likeliest thing with the facts about it that lie nearest to the question.

    :param top: The best candidate; where it hangs on a thing that the question names, it answers better.
    """
    offered = _offered(question, context)
    if offered:
        return _one_of(offered, question, context)
    number = asked_number(question, context)
    owners = _above(question, number or 1, context)
    if owners and len(owners[0]) == (number or (0 if question.plural else 1)):
        return _told(*owners, SURE, context)
    mentioned = _mentioned(question, number or 1, context)
    if mentioned:
        return mentioned
    if (
        question.wanted
        and number
        and not any(_is_group_of(number, one, question) for one in context.rank(question)[:BEST])
    ):
        return _several(number, question, context)
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


def _above(question: Question, least: int, context: Context) -> tuple[list[str], list[Proof]] | None:
    """The things of a wanted type that have the one thing that the question names ("the stage of stemming")."""
    named = context.evidence.specific(question.named)
    if len(named) != 1 or context.book.type_of(named[0]) in question.wanted:
        return None
    names, proofs = climb(context.book, named[0], question.wanted, least=least)
    kept = [(name, proof) for name, proof in zip(names, proofs, strict=True) if name not in question.excluded]
    return ([name for name, _ in kept], [proof for _, proof in kept]) if kept else None


def _mentioned(question: Question, number: int, context: Context) -> Finding | None:
    """The things of a wanted type that what is said of the one named thing speaks of, as many as are asked for."""
    named = context.evidence.specific(question.named)
    if len(named) != 1 or not question.wanted or question.plural != (number > 1):
        return None
    near = context.relevance(question)
    told = [fact for fact in context.book.out(named[0]) if fact.object_type is NodeType.TEXT and near(fact) >= SPOKEN]
    for fact in sorted(told, key=lambda fact: (-near(fact), fact.id)):
        spoken = unique(m.name for m in context.lexicon.mentions(tokens(fact.object)) if not m.weak)
        known = {*named, *question.excluded}
        names = [name for name in spoken if context.book.type_of(name) in question.wanted and name not in known]
        if len(names) == number:
            return Finding("lookup", tuple(names), ((fact,),), SURE, headline(names, [fact], context.vocabulary))
    return None


def _offered(question: Question, context: Context) -> list[str]:
    """The two things of one type between which the last sentence of a story lets choose ("A or B?")."""
    joined = find_phrase(question.tokens, context.vocabulary.questions.either)
    if (
        joined is None
        or len(question.sentences) < 2
        or question.text.rfind(question.focus) > question.tokens[joined[0]].start
    ):
        return []
    before = [m.name for m in question.mentions if m.end <= joined[0] and joined[0] - m.end <= BESIDE]
    behind = [m.name for m in question.mentions if m.start >= joined[1] and m.start - joined[1] <= BESIDE]
    pair = [*before[-1:], *behind[:1]]
    alike = len(pair) == 2 and pair[0] != pair[1] and context.book.type_of(pair[0]) is context.book.type_of(pair[1])
    return pair if alike else []


def _one_of(names: list[str], question: Question, context: Context) -> Finding:
    """The likelier of two things."""
    beliefs = dict(context.rank_things(question))
    name = max(sorted(names), key=lambda one: beliefs.get(one, 0.0))
    facts = _facts_of(name, question, context)
    share = beliefs[name] / sum(beliefs[one] for one in names)
    return Finding("lookup", (name,), proofs_of(facts), share, headline([name], facts, context.vocabulary))


def _is_group_of(number: int, top: Ranked, question: Question) -> bool:
    return len(top.candidate.answers) == number and top.candidate.answer_type in question.wanted


def _several(number: int, question: Question, context: Context) -> Finding:
    """As many of the likeliest things of a wanted type as are asked for."""
    ranked = [
        (name, belief)
        for name, belief in context.rank_things(question)
        if context.book.type_of(name) in question.wanted and name not in question.named
    ][:number]
    names = [name for name, _ in ranked]
    told = [_facts_of(name, question, context) for name in names]
    facts = [next((fact for fact in each if fact.object_type is NodeType.TEXT), each[0]) for each in told if each]
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


def _told(names: list[str], proofs: list[Proof], belief: float, context: Context) -> Finding:
    facts = unique(fact for proof in proofs for fact in proof)
    return Finding("lookup", tuple(names), tuple(proofs), belief, headline(names, facts, context.vocabulary))


def _facts_of(name: str, question: Question, context: Context) -> list[Fact]:
    """The facts about a thing that lie nearest to the question, one that says what it is among them; its own literals
    before its place in the order.
    """
    touching = context.book.touching(name)
    facts = context.most_relevant(question, touching, len(touching))
    telling = [f for f in facts if f.object_type is NodeType.TEXT or f.qualifier or f.object in question.named]
    first = unique([*telling, *facts])[:TOLD]
    defining = [fact for fact in facts if fact.subject == name and fact.relation in DEFINING]
    return first if not defining or set(defining) & set(first) else [*first[: TOLD - 1], defining[0]]


def _twins(name: str, fact: Fact, context: Context) -> list[str]:
    """The things of which the same words of the same line say the same ("EKS/ECS for containers")."""
    if fact.object != name or not fact.qualifier:
        return []
    same = context.book.out(fact.subject, fact.relation)
    return [f.object for f in same if f.source.quote == fact.source.quote and f.qualifier == fact.qualifier]
