"""Look something up: the best-fitting group of facts, and the end of it that answers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from kg.book import unique
from kg.candidates import Candidate, Shape
from kg.context import Context
from kg.finding import Finding, Proof, proofs_of
from kg.model import Fact, NodeType, Relation
from kg.phrases import WH
from kg.question import Question
from kg.rank import Ranked, by_answer
from kg.reason.climb import climb
from kg.reason.hop import exemplified, one_further
from kg.say import headline, say
from kg.text import stems

#: Belief that the statements told together hold, where there are as many; that of the least of them; how many stand
#: beside the likeliest.
ENOUGH_BELIEF, LEAST_BELIEF, MOST_BESIDE = 0.9, 0.05, 2
#: Relations of which a guide states as many as it likes, and those that are told together.
LOOSE = (Relation.HAS_DESCRIPTION, Relation.SERVICE_DOES)
MOST_STATEMENTS = 4
#: Belief that what a thing is answers a question that only names it.
PLAIN = 0.8


def look_up(question: Question, context: Context, ranking: Sequence[Ranked]) -> Finding:
    """The answer that most belief falls on, proved by every candidate that gives it."""
    best = by_answer(ranking)[0]
    candidate = best[0].candidate
    further = one_further(question, candidate, context) or exemplified(question, candidate, context)
    further = further or _climbed(question, candidate, context)
    if further:
        return further
    beside = _runners_up(best[0], ranking)
    candidate = _with_twins(_with_siblings(question, _narrowed(question, candidate, context), context), context)
    candidate = _qualified(question, candidate, context)
    told_by = [ranked.candidate for ranked in (*best, *beside) if ranked is not best[0]]
    facts = [*candidate.facts, *(fact for each in told_by for fact in each.facts)]
    told = _in_use(candidate, context)
    facts += told.facts
    text = " ".join([tell(told, context), *(tell(ranked.candidate, context) for ranked in beside)])
    items = candidate.answers
    for name, proof in _also_above(question, candidate, context):
        items, facts, text = (*items, name), [*facts, *proof], f"{text} {say(proof, context.vocabulary)}"
    if asks_for_anchor(question, candidate, context):
        alike = _said_alike(question, candidate, context)
        items = tuple(alike) or (candidate.anchor,)
        facts = [*alike.values(), *facts]
        text = headline(items, [*alike.values()], context.vocabulary) if alike else text
    return Finding(
        kind=kind_of(candidate, items),
        items=items,
        proofs=proofs_of(facts),
        score=max(sum(ranked.belief for ranked in best), PLAIN if _only_names(question, candidate) else 0.0),
        text=text,
        candidate=candidate,
    )


def _only_names(question: Question, candidate: Candidate) -> bool:
    """Whether a question names a thing and asks nothing else of it, and the candidate says what it is ("what is X")."""
    asks = any(token.word in WH - {"what", "whats", "which"} for token in question.focus_tokens)
    says = candidate.shape in (Shape.OBJECTS, Shape.USES) and candidate.relation in LOOSE
    return says and not asks and set(question.content) <= set(stems(candidate.anchor))


def _narrowed(question: Question, candidate: Candidate, context: Context) -> Candidate:
    """Of many statements that describe a thing, those nearest to the question, best first."""
    if (
        candidate.shape is not Shape.OBJECTS
        or candidate.relation not in LOOSE
        or len(candidate.facts) <= MOST_STATEMENTS
    ):
        return candidate
    asks = set(question.content) - context.names.stems_of(candidate.anchor)  # "Describe X" asks what comes first
    facts = context.most_relevant(question, candidate.facts, MOST_STATEMENTS) if asks else candidate.facts
    facts = facts[:MOST_STATEMENTS]
    return replace(candidate, facts=tuple(facts), answers=tuple(unique(fact.object for fact in facts)))


def _qualified(question: Question, candidate: Candidate, context: Context) -> Candidate:
    """Of a list, the items whose qualifier says what the question adds to its head ("the tools for CI/CD")."""
    told = {fact.id: set(stems(fact.qualifier or "")) for fact in candidate.facts}
    if candidate.shape is not Shape.OBJECTS:
        return candidate
    added = set(question.content) - {stem for name in (candidate.anchor, *candidate.answers) for stem in stems(name)}
    meant = [fact for fact in candidate.facts if told[fact.id] & added]
    said = added.intersection(*(told[fact.id] for fact in meant))  # what the qualifiers of all of them say
    names = unique(fact.object for fact in meant)
    if not meant or len(said) * 2 < len(added):
        return candidate
    return replace(candidate, facts=tuple(meant), answers=tuple(names))


def _said_alike(question: Question, candidate: Candidate, context: Context) -> dict[str, Fact]:
    """The things of which the same line says the same, where several are asked for, each with what it says; the
    candidate's own first, none where it is the only one.
    """
    if not question.plural or candidate.answer_type is not NodeType.TEXT:
        return {}
    told = context.most_relevant(question, candidate.facts, 1)[0]
    line = told.source.start_line
    if told.subject == candidate.anchor:
        alike = [f for f in context.book.facts if (f.relation, f.object) == (told.relation, told.object)]
        found = {f.subject: f for f in alike if f.source.start_line == line}
    else:
        alike = [f for f in context.book.out(told.subject, told.relation) if f.qualifier == told.qualifier]
        found = {f.object: f for f in alike if f.source.start_line == line}
    return {candidate.anchor: told, **found} if len(found) > 1 else {}


def _runners_up(best: Ranked, ranking: Sequence[Ranked]) -> list[Ranked]:
    """What else is said of the thing that a literal is about, where the belief in it comes near: the smallest set of
    statements that holds most of the belief, as far as one thing goes.
    """
    if best.candidate.answer_type is not NodeType.TEXT:
        return []
    told, held = set(best.candidate.answers), best.belief
    found: list[Ranked] = []
    for ranked in ranking:
        each = ranked.candidate
        alike = each.anchor == best.candidate.anchor and each.answer_type is NodeType.TEXT
        if not alike or not told.isdisjoint(each.answers) or ranked.belief < LEAST_BELIEF:
            continue
        if held >= ENOUGH_BELIEF or len(found) == MOST_BESIDE:
            break
        told.update(each.answers)
        held += ranked.belief
        found.append(ranked)
    return found


def asks_for_anchor(question: Question, candidate: Candidate, context: Context) -> bool:
    """Whether the facts only tell why their anchor is the thing of the wanted type."""
    kind, told = context.book.type_of(candidate.anchor), candidate.answer_type
    given = candidate.anchor in question.named
    return told not in question.wanted and kind in question.wanted and not given


def _climbed(question: Question, candidate: Candidate, context: Context) -> Finding | None:
    """The thing of the wanted type above the one found, when what was found is of another type."""
    book, named = context.book, candidate.anchor in question.named
    literal = candidate.answer_type is NodeType.TEXT
    kinds = {book.type_of(candidate.anchor)} if literal else {candidate.answer_type, book.type_of(candidate.anchor)}
    if not question.wanted or kinds & question.wanted or (literal and not named):
        return None
    one = not literal and (named or len(candidate.answers) == 1)
    names, proofs = climb(book, candidate.answers[0] if one else candidate.anchor, question.wanted)
    if not names:
        return None
    facts = [fact for proof in proofs for fact in proof]
    text = headline(names, facts, context.vocabulary)
    return Finding("lookup", tuple(names), tuple(proofs), 0.5, text, candidate=candidate)


def _also_above(question: Question, candidate: Candidate, context: Context) -> list[tuple[str, Proof]]:
    """What stands above the owner of a named thing and is of another wanted type: of "which step is it part of" the
    answer may be the technique or its stage.
    """
    others = question.wanted - {candidate.answer_type}
    owns = candidate.shape is Shape.SUBJECTS and candidate.anchor in question.named and len(candidate.answers) == 1
    if not others or question.plural or not owns or candidate.answer_type not in question.wanted:
        return []
    names, proofs = climb(context.book, candidate.answers[0], others)
    return list(zip(names, proofs, strict=True)) if len(names) == 1 else []


def _in_use(candidate: Candidate, context: Context) -> Candidate:
    """What a service does, told with what it is used for."""
    if candidate.shape is not Shape.OBJECTS or candidate.relation is not Relation.SERVICE_DOES:
        return candidate
    uses = (each for each in context.candidates if each.shape is Shape.USES and each.anchor == candidate.anchor)
    return next(uses, candidate)


def _with_siblings(question: Question, candidate: Candidate, context: Context) -> Candidate:
    """A lone answer with the others of a wanted type beside it, where several are asked for."""
    if not question.plural or candidate.shape is not Shape.ONE_OBJECT or candidate.answer_type not in question.wanted:
        return candidate
    facts = [f for f in context.book.out(candidate.anchor, candidate.relation) if f.object_type in question.wanted]
    return replace(candidate, facts=tuple(facts), answers=tuple(unique(fact.object for fact in facts)))


def _with_twins(candidate: Candidate, context: Context) -> Candidate:
    """A lone answer together with those of which the same line says the same ("EKS/ECS for containers")."""
    if candidate.answer_type is NodeType.TEXT or len(candidate.answers) != 1 or candidate.shape is Shape.SUBJECTS:
        return candidate
    told = [(fact.source.quote, fact.qualifier) for fact in candidate.facts if fact.qualifier]
    same = [
        fact
        for fact in context.book.out(candidate.anchor, candidate.relation)
        if (fact.source.quote, fact.qualifier) in told and fact not in candidate.facts
    ]
    names = unique([*candidate.answers, *(fact.object for fact in same)])
    return replace(candidate, facts=(*candidate.facts, *same), answers=tuple(names))


def kind_of(candidate: Candidate, items: Sequence[str]) -> str:
    """What the answer is called: an attribute, a list, or a lookup."""
    if candidate.answer_type is NodeType.TEXT and items == candidate.answers:
        return "attribute"
    return "list" if len(items) > 1 else "lookup"


def tell(candidate: Candidate, context: Context) -> str:
    """A candidate's facts as a sentence that begins with what answers."""
    if candidate.shape is Shape.OBJECTS:
        return say(candidate.facts, context.vocabulary)
    if candidate.shape is Shape.USES:
        return f"{candidate.anchor}: {'; '.join(candidate.answers)}."
    return headline(candidate.answers, candidate.facts, context.vocabulary)
