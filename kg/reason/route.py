"""Which operation a question's shape asks for."""

from __future__ import annotations

from itertools import combinations

from kg.book import unique
from kg.context import Context
from kg.finding import Finding
from kg.model import NodeType
from kg.question import Question, find_phrase, has_phrase
from kg.reason import order, sets
from kg.reason.chain import follow_hops
from kg.reason.compare import compare
from kg.reason.count import count
from kg.reason.lookup import look_up
from kg.reason.verify_claim import verify


def find(question: Question, context: Context) -> Finding | None:
    """The finding of the first operation whose shape the question has and which finds something."""
    for operation in (_hops, _count, _yes_no, _order, _sets, _compare, _lookup):
        finding = operation(question, context)
        if finding is not None:
            return finding
    return None


def _hops(question: Question, context: Context) -> Finding | None:
    return follow_hops(question, context, find)


def _count(question: Question, context: Context) -> Finding | None:
    return count(question, context) if has_phrase(question.tokens, context.vocabulary.questions.count) else None


def _yes_no(question: Question, context: Context) -> Finding | None:
    focus = question.focus_tokens
    start = find_phrase(focus[:4], context.vocabulary.questions.yes_no)
    if start is None or start[0] != 0:
        return None
    return verify(question, context)


def _order(question: Question, context: Context) -> Finding | None:
    words, book = context.vocabulary.questions, context.book
    stages = [name for name in question.named if book.type_of(name) is NodeType.STAGE and order.chain_of(book, name)]
    about_stages = NodeType.STAGE in question.wanted or (not question.wanted and bool(stages))
    if not about_stages:
        return None
    after, before = find_phrase(question.tokens, words.after), find_phrase(question.tokens, words.before)
    if len(stages) == 2 and has_phrase(question.tokens, ("between",)):
        return order.between(book, *stages)
    if len(stages) == 1 and (after or before):
        return _neighbour(question, context, stages[0], after, before)
    if stages or NodeType.STAGE not in question.wanted:
        return None
    for position, ordinal in enumerate(words.ordinals, 1):
        if has_phrase(question.tokens, (ordinal,)):
            return order.nth(book, position)
    if has_phrase(question.tokens, words.last):
        return order.nth(book, -1)
    return order.nth(book, 1) if has_phrase(question.tokens, words.first) else None


def _neighbour(
    question: Question, context: Context, stage: str, after: tuple[int, int] | None, before: tuple[int, int] | None
) -> Finding | None:
    """After or before a stage; turned round when the stage stands in front: "X comes after which stage?"."""
    place = min(p for p in (after, before) if p)
    forward = place == after
    mention = next(m for m in question.mentions if m.name == stage and not m.weak)
    asks_first = question.tokens[0].word in ("what", "which") if question.tokens else False
    if mention.start < place[0] and not asks_first and place[1] < len(question.tokens):
        forward = not forward
    if question.plural:
        return order.all_from(context.book, stage, after=forward)
    return order.neighbour(context.book, stage, step=1 if forward else -1)


def _sets(question: Question, context: Context) -> Finding | None:
    words, book = context.vocabulary.questions, context.book
    if has_phrase(question.tokens, words.most) and question.wanted:
        return sets.most_frequent(book, question.wanted, per=(NodeType.STAGE,))
    names = list(question.named)
    if len(names) < 2:
        return None
    differ = find_phrase(question.tokens, words.differ)
    if differ:
        inside = unique(m.name for m in question.mentions if not m.weak and m.start < differ[0])
        outside = unique(m.name for m in question.mentions if not m.weak and m.start >= differ[0])
        if inside and outside:
            return sets.differ(book, inside[0], outside, question.wanted)
    if not has_phrase(question.tokens, words.meet):
        return None
    for size in range(len(names), 1, -1):
        for chosen in combinations(names, size):
            finding = sets.meet(book, chosen, question.wanted)
            if finding is not None:
                return finding
    return None


def _compare(question: Question, context: Context) -> Finding | None:
    names = question.named
    if len(names) < 2 or not has_phrase(question.tokens, context.vocabulary.questions.compare):
        return None
    return compare(context.book, names[:3], context.relevance(question))


def _lookup(question: Question, context: Context) -> Finding | None:
    return look_up(context, context.rank(question))
