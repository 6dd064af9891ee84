"""Read a question about sets: what things share, what one has alone, what turns up most."""

from __future__ import annotations

from itertools import combinations

from kg.book import unique
from kg.context import Context
from kg.finding import Finding
from kg.model import NodeType
from kg.question import Question, find_phrase, has_phrase
from kg.reason import sets
from kg.text import Token

#: Cosine from which a phrase such as "the do-it-yourself option" means a node.
LINKED = 0.25
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
    words = context.vocabulary.questions
    if has_phrase(question.tokens, words.most) and question.wanted:
        return sets.most_frequent(context.book, question.wanted, per=(NodeType.STAGE,))
    differ = find_phrase(question.tokens, words.differ)
    if differ:
        finding = _differ(question, context, differ)
        if finding:
            return finding
    meet = find_phrase(question.tokens, words.meet)
    return _meet(question, context, meet) if meet else None


def _differ(question: Question, context: Context, place: tuple[int, int]) -> Finding | None:
    inside = _named_in(question, 0, place[0])
    outside = _named_in(question, place[0], len(question.tokens))
    if not outside and place[1] >= len(question.tokens) - 2:
        inside, outside = _that_the_other_lacks(question, context, place[0])
    inside = inside or _linked(question.tokens[: place[0]], context)
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
    """Things shared by the named ones; a thing told in other words is sought behind the last "and" or the word."""
    names = list(question.named)
    for size in range(len(names), 1, -1):
        for chosen in combinations(names, size):
            finding = sets.meet(context.book, chosen, question.wanted)
            if finding is not None and (not question.wanted or _fits(finding, question, context)):
                return finding
    halves = _halves(question.tokens, place)
    linked = unique(name for half in halves for name in (_within(half, question) or _linked(half, context)))
    return sets.meet(context.book, linked[:2], question.wanted) if len(linked) > 1 else None


def _fits(finding: Finding, question: Question, context: Context) -> bool:
    return any(context.book.type_of(name) in question.wanted for name in finding.items) or len(finding.items) > 1


def _halves(words: tuple[Token, ...], place: tuple[int, int]) -> list[tuple[Token, ...]]:
    """The two sides of the word that joins: of "and" behind "both", else of the phrase itself."""
    joins = [i for i, token in enumerate(words) if token.word == "and"]
    cut = joins[-1] if joins else place[0]
    return [words[:cut], words[cut + 1 :]]


def _within(half: tuple[Token, ...], question: Question) -> list[str]:
    positions = {token.start for token in half}
    return unique(m.name for m in question.mentions if not m.weak and question.tokens[m.start].start in positions)


def _named_in(question: Question, start: int, end: int) -> list[str]:
    return unique(m.name for m in question.mentions if not m.weak and start <= m.start < end)


def _linked(words: tuple[Token, ...], context: Context) -> list[str]:
    found = context.link(" ".join(token.surface for token in words), types=OWNERS)
    return [found[0]] if found and found[1] >= LINKED else []


def halves(words: tuple[Token, ...], context: Context) -> list[str]:
    """The two things on either side of the last "and", told in other words; empty unless both are found."""
    joins = [i for i, token in enumerate(words) if token.word in ("and", "vs", "versus", "from", "or")]
    if not joins:
        return []
    found = unique(name for half in (words[: joins[-1]], words[joins[-1] + 1 :]) for name in _linked(half, context))
    return found if len(found) == 2 else []
