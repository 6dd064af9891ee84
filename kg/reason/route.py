"""Which operation a question's shape asks for."""

from __future__ import annotations

from collections.abc import Sequence

from kg.context import Context
from kg.finding import Finding, unstated
from kg.model import NodeType
from kg.parts import Part
from kg.question import WH, Question, find_phrase, has_phrase
from kg.reason.chain import follow_hops, follow_relative
from kg.reason.compare import compare
from kg.reason.count import count
from kg.reason.in_order import ordered
from kg.reason.in_sets import halves, in_sets
from kg.reason.lookup import look_up
from kg.reason.spell import spell_out
from kg.reason.thing import find_thing
from kg.reason.verify_claim import verify

#: Types of which a guide files the same kind of thing under one or the other.
FAMILY = {NodeType.FEATURE: NodeType.SERVICE, NodeType.DEPLOYMENT_METHOD: NodeType.SERVICE}
#: Things set side by side in one comparison.
MOST_COMPARED = 3


def find(question: Question, context: Context) -> Finding | None:
    """The finding of the first operation whose shape the question has and which finds something."""
    operations = OPERATIONS if Part.GRAPH in context.parts else (_lookup,)
    for operation in operations:
        finding = operation(question, context)
        if finding is not None:
            return finding
    return None


def _relative(question: Question, context: Context) -> Finding | None:
    return follow_relative(question, context, find)


def _hops(question: Question, context: Context) -> Finding | None:
    return follow_hops(question, context, find)


def _count(question: Question, context: Context) -> Finding | None:
    return count(question, context) if has_phrase(question.tokens, context.vocabulary.questions.count) else None


def _yes_no(question: Question, context: Context) -> Finding | None:
    words, focus = context.vocabulary.questions, question.focus_tokens
    start = find_phrase(focus[:4], words.yes_no)
    tagged = focus and focus[-1].word in words.tags and not any(token.word in WH for token in focus)
    return verify(question, context) if tagged or (start and start[0] == 0) else None


def _compare(question: Question, context: Context) -> Finding | None:
    words = context.vocabulary.questions
    outright = has_phrase(question.tokens, words.compare)
    joined = find_phrase(question.tokens, words.either)
    if not outright and not (joined and len(question.sentences) == 1):
        return None
    beside = _beside(question, joined) if joined else []
    names = _siblings([*question.named, *(question.hinted if outright else beside)], context)
    if len(names) < 2 and outright:
        names = halves(question.tokens, context)
    if len(names) < 2:
        return None
    finding = compare(context.book, names, context.relevance(question))
    return finding or (unstated("compare") if outright else None)


def _beside(question: Question, place: tuple[int, int]) -> list[str]:
    """The nodes hinted at directly on either side of "or"."""
    return [m.name for m in question.mentions if m.end == place[0] or 0 <= m.start - place[1] <= 1]


def _siblings(names: Sequence[str], context: Context) -> list[str]:
    """The first two or three of these names that are of one type, or of types that stand for one another."""
    kinds = {name: FAMILY.get(kind := context.book.type_of(name), kind) for name in names}
    for name in names:
        same = [other for other in names if kinds[other] == kinds[name]]
        if len(same) > 1 and kinds[name] is not NodeType.CONCEPT:
            return same[:MOST_COMPARED]
    return []


def _lookup(question: Question, context: Context) -> Finding | None:
    ranking = context.rank(question)
    return find_thing(question, ranking[0], context) or look_up(question, context, ranking)


#: The operations, in the order in which a question's shape is tried against them.
OPERATIONS = (spell_out, _compare, _relative, _hops, _count, _yes_no, ordered, in_sets, _lookup)
