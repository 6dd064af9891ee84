"""How many things of one type each thing of another type has: in more than one stage, in only one, with the most."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from kg.book import FactBook, unique
from kg.context import Context
from kg.finding import Finding
from kg.model import Fact, NodeType, Relation
from kg.phrases import find_phrase
from kg.question import Question
from kg.reason.sets import ASIDE
from kg.text import Token, listed
from kg.vocabulary import QuestionWords
from kg.wanted import type_noun

#: Words in front of a noun that say how many ("at least two different stages").
REACH = 4
#: How far behind the likeliest wording that of a set may lie, where nothing says per what is counted.
MARGIN = 0.3
#: No upper bound.
ANY = 10_000
#: Things of a type, each with those of the other type that it goes with and the facts that say so.
Tally = dict[str, dict[str, Fact]]


def tally(question: Question, context: Context) -> Finding | None:
    """The finding for a question that counts per thing; None when it counts nothing."""
    if not question.wanted or question.named:
        return None
    words = context.vocabulary.questions
    per, before = _per(question, context)
    bounds = _bounds(before, words)
    if per and bounds:
        return within(context.book, question.wanted, per, *bounds)
    for most, phrases in ((True, words.most), (False, words.fewest)):
        if per and find_phrase(before, phrases):
            return extreme(context.book, question.wanted, per, most=most)
    worded = context.wordings.behind(question)
    place = find_phrase(question.tokens, words.most_often)
    of_what = question.tokens[place[1] : place[1] + 1] if place else ()
    plain = place and all(token.word in words.stop for token in of_what)  # "the most control" counts nothing
    if plain and max(worded.get("meet", 0.0), worded.get("differ", 0.0)) >= -MARGIN:
        return extreme(context.book, question.wanted, frozenset({NodeType.STAGE}), most=True)
    return None


def _per(question: Question, context: Context) -> tuple[frozenset[NodeType], Sequence[Token]]:
    """The types that a second noun names, and the words in front of it."""
    words = question.tokens
    for i in range(question.noun[1], len(words)):
        found = type_noun(words, i, context.vocabulary)
        if found and not found.types & question.wanted:
            return found.types, words[max(i - REACH, question.noun[1]) : i]
    return frozenset(), ()


def _bounds(before: Sequence[Token], words: QuestionWords) -> tuple[int, int] | None:
    """The least and the most that words such as "more than one" ask for."""
    number = next((n for token in before if (n := _number(token.word, words.numbers))), 0)
    if find_phrase(before, words.more_than):
        return (number or 1) + 1, ANY
    if find_phrase(before, words.several) or (number and find_phrase(before, words.at_least)):
        return max(number, 2), ANY
    if find_phrase(before, words.exactly):
        return number or 1, number or 1
    return None


def _number(word: str, numbers: Sequence[str]) -> int:
    return int(word) if word.isdigit() else numbers.index(word) + 1 if word in numbers else 0


def tallied(book: FactBook, wanted: frozenset[NodeType], per: frozenset[NodeType]) -> Tally:
    """Each thing of a wanted type with the things of the other type that it has or that have it."""
    found: Tally = defaultdict(dict)
    for fact in book.facts:
        if fact.relation in (*ASIDE, Relation.PART_OF):  # the whole of all stages is in each of them, and no answer
            continue
        if fact.object_type in wanted and fact.subject_type in per:
            found[fact.object].setdefault(fact.subject, fact)
        if fact.subject_type in wanted and fact.object_type in per:
            found[fact.subject].setdefault(fact.object, fact)
    return dict(found)


def within(
    book: FactBook, wanted: frozenset[NodeType], per: frozenset[NodeType], least: int, most: int
) -> Finding | None:
    """The things of a wanted type that go with at least and at most so many of the other type."""
    return _told({name: by for name, by in tallied(book, wanted, per).items() if least <= len(by) <= most})


def extreme(book: FactBook, wanted: frozenset[NodeType], per: frozenset[NodeType], *, most: bool) -> Finding | None:
    """The thing of a wanted type that goes with the most, or the fewest, of the other type; all of them if they tie."""
    found = tallied(book, wanted, per)
    counts = [len(by) for by in found.values()]
    best = (max if most else min)(counts, default=0)
    return _told({name: by for name, by in found.items() if len(by) == best})


def _told(found: Tally) -> Finding | None:
    if not found:
        return None
    text = "; ".join(f"{name}: {len(by)} ({listed(unique(by))})" for name, by in found.items())
    each = [list(by.values()) for by in found.values()]
    turns = [facts[i] for i in range(max(map(len, each))) for facts in each if i < len(facts)]
    return Finding("most", tuple(found), tuple((fact,) for fact in turns), 1.0, f"{text}.")
