"""List the things that a guide gives one label: "price, taste, smell (three signs of quality)"."""

from __future__ import annotations

from collections.abc import Sequence

from kg.book import unique
from kg.context import Context
from kg.finding import Finding, proofs_of
from kg.model import Fact
from kg.phrases import has_phrase
from kg.question import Question, content_stems
from kg.say import headline
from kg.text import listed, stems, tokens

#: Content words that a question for a label's things may have beside the label.
ASIDES = 1
#: The same where it has the label's number and first word ("they speak of 4 Vs: which words are they").
COUNTED_ASIDES = 3


def labelled(question: Question, context: Context) -> Finding | None:
    """The things whose common label is what a question asks for, or their number."""
    words = context.vocabulary.questions
    numbers = {stem for word in words.numbers for stem in stems(word)}
    asked = {stem for stem in question.content if stem not in numbers and not stem.isdigit()}
    behind = zip(question.tokens, question.tokens[1:], strict=False)
    counted = {
        (digits(one.word, words.numbers), other.stem) for one, other in behind if digits(one.word, words.numbers)
    }
    found = [
        (len(label), facts)
        for facts in context.book.labelled
        if (label := _label(facts[0], context)) and _is_asked(label, asked, _head(facts[0], words.numbers) in counted)
    ]
    if not found:
        return None
    _, facts = min(found, key=lambda pair: (-pair[0], pair[1][0].id))
    names = unique(fact.object for fact in facts)
    if not set(question.named) <= {facts[0].subject, *names}:
        return None
    if has_phrase(question.tokens, words.count):
        return Finding("count", (), proofs_of(facts), 1.0, f"{len(names)}: {listed(names)}.")
    if question.wanted and not any(fact.object_type in question.wanted for fact in facts):
        return None
    return Finding("list", tuple(names), proofs_of(facts), 1.0, headline(names, facts, context.vocabulary))


def _is_asked(label: frozenset[str], asked: set[str], counted: bool) -> bool:
    """Whether a question asks for a label; its number and the word behind it are enough ("the 4 Vs" of "4 Vs of Big
    Data").
    """
    if counted:
        return len(asked - label) <= COUNTED_ASIDES
    return label <= asked and len(asked - label) <= ASIDES


def _head(fact: Fact, numbers: Sequence[str]) -> tuple[str, str]:
    """The number that a label begins with, as digits, and the stem of the word behind it; empty without a number."""
    first = tokens(fact.qualifier or "")[:2]
    number = digits(first[0].word, numbers) if len(first) > 1 else ""
    return (number, first[1].stem) if number else ("", "")


def digits(word: str, numbers: Sequence[str]) -> str:
    """A number in digits or as a word, as digits; empty for other words.

    >>> digits("four", ("one", "two", "three", "four")), digits("4", ()), digits("fore", ())
    ('4', '4', '')
    """
    return word if word.isdigit() else str(numbers.index(word) + 1) if word in numbers else ""


def _label(fact: Fact, context: Context) -> frozenset[str]:
    """The stems of a qualifier's content words, without numbers."""
    return frozenset(
        stem for stem in content_stems(tokens(fact.qualifier or ""), context.vocabulary) if not stem.isdigit()
    )
