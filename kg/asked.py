"""The noun behind "which" that names no type of thing: "which storage classes", "what kinds of laws"."""

from __future__ import annotations

from itertools import takewhile

from kg.phrases import find_phrase
from kg.question import Question
from kg.vocabulary import QuestionWords
from kg.wanted import DETERMINERS

#: Words in front of a verb or a noun, where "which" stands in front of a noun.
WHAT = frozenset({"what", "wat"})


def asked_noun(question: Question, vocabulary: QuestionWords) -> list[int]:
    """The positions of the words between "which" and the next word without a topic, but those of a noun for a type;
    none behind a "what" that a verb follows ("what speaks for X").
    """
    words = question.tokens
    place = next((i + 1 for i, token in enumerate(words) if token.word in DETERMINERS), len(words))
    kind = find_phrase(words[place:], vocabulary.kinds_of)
    start = place + kind[1] if kind and kind[0] == 0 else place
    noun = list(takewhile(lambda i: words[i].word not in vocabulary.stop, range(start, len(words))))
    behind = "".join(token.word for token in words[start + len(noun) :][:1])
    if start and words[place - 1].word in WHAT and behind not in vocabulary.auxiliaries:
        return []
    return [i for i in noun if not question.noun[0] <= i < question.noun[1]]
