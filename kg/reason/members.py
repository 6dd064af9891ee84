"""All that belongs to a group, where the question names the group and asks for nothing else of it; and how many."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from kg.book import other_end, unique
from kg.context import Context
from kg.finding import Finding, proofs_of
from kg.model import Fact, NodeType, Relation
from kg.phrases import find_phrase, has_phrase, stems_of
from kg.question import Question
from kg.reason.sets import ASIDE, FAMILY
from kg.text import listed, stems
from kg.vocabulary import Vocabulary

#: Share of the guide's passages from which a word that they have tells nothing apart ("model").
USUAL = 0.15


def members(question: Question, context: Context) -> Finding | None:
    """The complete list of the one group that the question names ("list all business metrics"); None if it asks for
    more than that.
    """
    named = _lowest(context.evidence.specific(question.named), context)
    kinds = context.vocabulary.questions.kinds_of
    if (
        len(named) != 1
        or not (_asks_for_all(question) or has_phrase(question.tokens, kinds))
        or _rest(question, named[0], context)
    ):
        return None
    facts = _listed(named[0], question, context)
    names = unique(other_end(fact, named[0]) for fact in facts)
    if len(names) < 2:
        return None
    facts = _under_heading(facts, question)
    names = unique(other_end(fact, named[0]) for fact in facts)
    parts = all(fact.relation is Relation.PART_OF for fact in facts)
    text = f"{named[0]}: {listed(names)}." if parts else context.say(facts)
    return Finding("list", tuple(names), proofs_of(facts), 1.0, text)


def number_of(question: Question, context: Context) -> Finding | None:
    """How many belong to the one group that the question names."""
    place = find_phrase(question.tokens, context.vocabulary.questions.count)
    noun_counts = place is not None and place[0] <= question.noun[0] < place[1]  # "the number of" asks for no number
    asked = replace(question, plural=True, wanted=frozenset() if noun_counts else question.wanted)
    found = members(asked, context)
    return replace(found, kind="count", items=(), text=f"{len(found.items)}: {listed(found.items)}.") if found else None


def _under_heading(facts: list[Fact], question: Question) -> list[Fact]:
    """The facts under a heading whose words all stand in the question, if only some of them stand there."""
    asked = {token.stem for token in question.tokens}
    titled = [fact for fact in facts if any(set(stems(title)) <= asked for title in fact.source.section[-1:])]
    plain = [fact for fact in facts if fact not in titled]
    return titled if titled and plain else facts


def _asks_for_all(question: Question) -> bool:
    """Whether several are asked for, or the group's name in the plural is all that is typed ("regression metrics?")."""
    return question.plural or (
        any((m.start, m.end) == (0, len(question.tokens)) for m in question.mentions)
        and question.tokens[-1].word.endswith("s")
    )


def _lowest(named: Sequence[str], context: Context) -> Sequence[str]:
    """The named things without those that another of them is part of ("clustering under unsupervised learning")."""
    whole = {fact.object for name in named for fact in context.book.out(name, Relation.PART_OF)}
    return [name for name in named if name not in whole]


def _listed(group: str, question: Question, context: Context) -> list[Fact]:
    """The facts that list the things of a wanted type under a group or, where no type is named, its parts."""
    book = context.book
    if not question.wanted:
        return [fact for fact in book.into(group, Relation.PART_OF) if fact.subject_type is not NodeType.STAGE]
    above = book.out(group, Relation.PART_OF)
    facts = [fact for fact in book.touching(group) if fact.relation not in ASIDE and fact not in above]
    parts = {other_end(fact, group) for fact in book.into(group, Relation.PART_OF)}
    plain = {NodeType.CONCEPT} if all(book.type_of(name) is NodeType.CONCEPT for name in parts) else set()
    kinds = (question.wanted, {FAMILY[kind] for kind in question.wanted if kind in FAMILY}, plain)
    found = ([fact for fact in facts if book.type_of(other_end(fact, group)) in types] for types in kinds)
    return next((listed for listed in found if listed), [])


def _rest(question: Question, group: str, context: Context) -> set[str]:
    """The content words that neither name the group, nor the type of what is wanted, nor are in passages everywhere."""
    passages = context.passage_stems
    above = {fact.object for fact in context.book.out(group, Relation.PART_OF)}
    meant = [m for m in question.mentions if m.name == group or m.name in above]
    told = {question.tokens[i].stem for m in meant for i in range(m.start, m.end)}
    titles = {title for fact in context.book.touching(group) for title in fact.source.section if group in title}
    told.update(*map(stems, titles))  # "the fundamental concepts of MLOps"
    kinds = stems_of(context.vocabulary.questions.kinds_of)
    rest = set(question.content) - told - kinds - _type_stems(context.vocabulary)
    return {
        stem
        for stem in rest
        if not stem.isdigit() and sum(stem in passage for passage in passages) < USUAL * len(passages)
    }


def _type_stems(vocabulary: Vocabulary) -> frozenset[str]:
    """The stems of the words that name a type."""
    return stems_of(tuple(word for entry in vocabulary.types.values() for word in entry.words))
