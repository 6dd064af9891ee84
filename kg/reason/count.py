"""Count: the number first, then what was counted."""

from __future__ import annotations

from dataclasses import replace

from kg.candidates import Shape
from kg.context import Context
from kg.finding import Finding, proofs_of, unstated
from kg.model import Fact, NodeType
from kg.phrases import find_phrase
from kg.question import Question
from kg.reason.members import number_of
from kg.text import listed, tokens

#: Words between a number and the noun that it counts ("75 different languages").
NUMBER_REACH = 4


def count(question: Question, context: Context) -> Finding | None:
    """The number that the guide states, or the size of the group that best fits the question, read as a question for
    all of it.
    """
    stated = _stated(question, context)
    if stated:
        return Finding("count", (), proofs_of([stated]), 1.0, context.say([stated]))
    whole = number_of(question, context)
    if whole:
        return whole
    ranking = context.rank(replace(question, plural=True))
    groups = [ranked for ranked in ranking if ranked.candidate.shape in (Shape.OBJECTS, Shape.SUBJECTS)]
    asked = question.nouns
    groups = [ranked for ranked in groups if ranked.candidate.relation in asked] or groups
    groups = [r for r in groups if r.candidate.relation in asked or r.candidate.answer_type is not NodeType.TEXT]
    typed = [ranked for ranked in groups if ranked.candidate.answer_type in question.wanted]
    several = [ranked for ranked in typed or groups if len(ranked.candidate.answers) > 1]
    groups = several or typed or groups
    counted = _counted(question, context)
    own = [r for r in groups if r.candidate.anchor == counted and r.candidate.shape is Shape.SUBJECTS]
    groups = own or groups  # "how many error metrics" counts what belongs to them
    groups = [ranked for ranked in groups if counted not in ranked.candidate.answers]
    if not groups:
        return unstated("count")
    candidate = groups[0].candidate
    names = candidate.answers
    text = f"{len(names)}: {listed(names)}."
    return Finding("count", (), proofs_of(candidate.facts), groups[0].belief, text)


def _stated(question: Question, context: Context) -> Fact | None:
    """What the guide says of the one thing that is named with a number in front of the noun that is counted, where
    that noun names no type ("how many languages does X speak").
    """
    place = find_phrase(question.tokens, context.vocabulary.questions.count)
    named = context.evidence.specific(question.named)
    if not place or place[1] >= len(question.tokens) or len(named) != 1 or question.wanted:
        return None
    noun = question.tokens[place[1]].stem
    facts = [f for f in context.book.out(named[0]) if f.object_type is NodeType.TEXT and _numbers(f.object, noun)]
    return context.most_relevant(question, facts, 1)[0] if facts else None


def _numbers(text: str, noun: str) -> bool:
    """Whether a number stands closely in front of a noun, given by its stem."""
    words = tokens(text)
    places = [i for i, token in enumerate(words) if token.stem == noun]
    return any(token.word.isdigit() for i in places for token in words[max(i - NUMBER_REACH, 0) : i])


def _counted(question: Question, context: Context) -> str | None:
    """The thing that is named behind "how many": its kinds are counted, and it is none of them itself."""
    place = find_phrase(question.tokens, context.vocabulary.questions.count)
    named = [m.name for m in question.mentions if place and not m.weak and m.start == place[1]]
    return named[0] if named else None
