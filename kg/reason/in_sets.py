"""Read a question about sets: what things share, what one has alone."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations

from kg.book import unique
from kg.context import Context
from kg.finding import Finding
from kg.model import Fact, NodeType, Relation
from kg.phrases import find_phrase
from kg.question import Question
from kg.reason import sets
from kg.text import Token
from kg.wanted import LONGEST_NOUN

#: Cosine from which a phrase such as "the do-it-yourself option" means a node.
LINKED = 0.25
#: The same for both sides of a comparison of which neither is named.
COMPARED = 0.35
#: Literals that two things can have words of in common.
TOLD = (
    Relation.HAS_FORMULA, Relation.HAS_DESCRIPTION, Relation.HAS_ADVANTAGE, Relation.HAS_DISADVANTAGE,
    Relation.HAS_USE_CASE, Relation.HAS_GOAL, Relation.HAS_PURPOSE, Relation.HAS_IMPACT, Relation.HAS_LIMITATION,
    Relation.HAS_PROCESS,
)  # fmt: skip
#: How far behind the likeliest wording that of a set may lie: where both things are named, and where they are told.
NAMED_MARGIN, TOLD_MARGIN = 0.5, 0.3
#: The same for that of a comparison, where neither side is named.
HALVES_MARGIN = 0.15
#: Types of things that have others: what sets are formed of.
OWNERS = frozenset(
    {
        NodeType.STAGE, NodeType.MLOPS_CONCEPT, NodeType.MODEL_SOURCE, NodeType.PRODUCTION_METHOD,
        NodeType.DEPLOYMENT_METHOD, NodeType.TECHNIQUE, NodeType.METRIC, NodeType.SERVICE, NodeType.CONCEPT,
        NodeType.ISSUE, NodeType.FEATURE,
    }
)  # fmt: skip


def in_sets(question: Question, context: Context) -> Finding | None:
    """The finding for a question about sets; None when it is about something else."""
    words, worded = context.vocabulary.questions, context.wordings.behind(question)
    margin = NAMED_MARGIN if len(context.evidence.specific(question.named)) > 1 else TOLD_MARGIN
    if max(worded.get("meet", 0.0), worded.get("differ", 0.0)) < -margin:
        return None
    if worded.get("differ", 0.0) >= -TOLD_MARGIN:
        finding = _differ(question, context)
        if finding:
            return finding
    meet = find_phrase(question.tokens, words.meet)
    return _meet(question, context, meet) if meet and not asked_number(question, context) else None


def asked_number(question: Question, context: Context) -> int:
    """How many things are asked for ("which two metrics"); 0 where no number stands before the noun."""
    numbers = context.vocabulary.questions.numbers
    before = [token.word for token in question.tokens[: question.noun[1]]][-LONGEST_NOUN - 1 :]
    if "of" in before[:-1]:  # "which of the two ways" asks for one
        return 0
    return next((n for n, word in enumerate(numbers, 1) if n > 1 and (word in before or str(n) in before)), 0)


def _differ(question: Question, context: Context) -> Finding | None:
    words, focus = context.vocabulary.questions, len(question.tokens) - len(question.focus_tokens)
    place = find_phrase(question.tokens, words.differ, start=focus)
    denied = find_phrase(question.tokens, words.negation, start=focus)
    if place is None and denied and question.wanted and _named_in(question, 0, denied[0]):
        place = denied if _named_in(question, denied[1], len(question.tokens)) else None
    if place is None:
        return None
    inside = _named_in(question, 0, place[0])
    outside = _named_in(question, place[0], len(question.tokens))
    if not outside and place[1] >= len(question.tokens) - 2:
        inside, outside = _that_the_other_lacks(question, context, place[0])
    inside = inside or _linked(question.tokens[question.noun[1] : place[0]], context)
    outside = outside or _linked(question.tokens[place[1] :], context)
    outside = [name for name in outside if name not in inside[:1]]
    return sets.differ(context.book, inside[0], outside, question.wanted) if inside and outside else None


def _that_the_other_lacks(question: Question, context: Context, end: int) -> tuple[list[str], list[str]]:
    """ "what A has that B does not": A stands in front of "that", B behind it."""
    cuts = [i for i, token in enumerate(question.tokens[:end]) if token.word in ("that", "which") and i > 0]
    if not cuts:
        return [], []
    cut = cuts[-1]
    inside = _named_in(question, 0, cut) or _linked(question.tokens[:cut], context)
    outside = _named_in(question, cut, end) or _linked(question.tokens[cut + 1 : end], context)
    return inside, outside


def _meet(question: Question, context: Context, place: tuple[int, int]) -> Finding | None:
    """Things shared by the named ones; a thing told in other words is sought on its side of the "and"."""
    asked = tuple(relation for relation in question.nouns if relation in TOLD)
    near = context.relevance(question)

    def alike(one: Fact, other: Fact) -> float:
        return near(one) + near(other) + context.likeness(one, other)

    names = list(context.evidence.specific(question.named))
    for size in range(len(names), 1, -1):
        for chosen in combinations(names, size):
            finding = sets.meet(context.book, chosen, question.wanted, told=asked, alike=alike)
            if finding is not None and (not question.wanted or _fits(finding, question, context)):
                return finding
    told = _sides(question, place, context.vocabulary.questions.beside)
    linked = unique(name for side in told for name in (_within(side, question) or _linked(side, context)))
    if len(linked) < 2:
        return None
    finding = sets.meet(context.book, linked[:2], question.wanted, told=asked, alike=alike)
    # Two things that no name tells may share a word by chance, but not a thing.
    named = finding is not None and any(name in context.book.nodes for name in finding.items)
    return finding if finding and (_fits(finding, question, context) if question.wanted else named) else None


def _fits(finding: Finding, question: Question, context: Context) -> bool:
    return any(context.book.type_of(name) in question.wanted for name in finding.items) or len(finding.items) > 1


def _sides(question: Question, place: tuple[int, int], beside: Sequence[str]) -> list[tuple[Token, ...]]:
    """The two sides of the word that joins, without the noun for what is asked for.

    "in X and also in Y", "both X and Y", "X and Y share": the phrase may stand before, on or behind the "and".

    :param beside: What leads to the other thing where no "and" does ("what does X share with Y").
    """
    words = question.tokens
    joins = [i for i, token in enumerate(words) if token.word == "and"]
    if not joins and not any(token.word in beside for token in words):
        return []
    if not joins:
        return [words[question.noun[1] : place[0]], words[place[1] :]]
    cut = place[0] - 1 if place[0] - 1 in joins else joins[-1]
    start = place[1] if place[1] <= cut else question.noun[1]
    return [words[start:cut], words[max(cut + 1, place[1] if place[0] == cut + 1 else 0) :]]


def _within(side: tuple[Token, ...], question: Question) -> list[str]:
    """The last thing that a side names: the others tell it apart ("the MLOps idea of scalable systems")."""
    positions = {token.start for token in side}
    named = [m.name for m in question.mentions if not m.weak and question.tokens[m.start].start in positions]
    return named[-1:]


def _named_in(question: Question, start: int, end: int) -> list[str]:
    return unique(m.name for m in question.mentions if not m.weak and start <= m.start < end)


def _linked(words: tuple[Token, ...], context: Context, *, least: float = LINKED) -> list[str]:
    found = context.link(" ".join(token.surface for token in words), types=OWNERS)
    return [found[0]] if found and found[1] >= least else []


def halves(question: Question, context: Context) -> list[str]:
    """The two things on either side of the last "and", told in other words; empty unless both are found."""
    words, asked = question.tokens, context.vocabulary.questions
    if context.wordings.behind(question).get("compare", 0.0) < -HALVES_MARGIN:
        return []
    joined = (i for i, token in enumerate(words) if token.word in asked.joiners)
    first = next(((i, i + 1) for i in joined), None) if words[0].word in asked.compare else None
    parted = (i for i in range(len(words) - 1, -1, -1) if words[i].word in asked.parting)
    place = find_phrase(words, asked.sides) or first or next(((i, i + 1) for i in parted), None)
    if place is None:
        return []
    sides = (words[: place[0]], words[place[1] :])
    found = unique(name for side in sides for name in _linked(side, context, least=COMPARED))
    return found if len(found) == 2 else []
