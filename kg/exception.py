"""Whether a question asks for the one that does not fit."""

from __future__ import annotations

from collections.abc import Sequence

from kg.phrases import WH, has_phrase
from kg.text import Token
from kg.vocabulary import QuestionWords

#: Question words that a clause can open with as well, and that ask only where none stands in front.
ASKING = ("which", "what")
#: Words that may stand between the verb and "not" ("which does the guide not count").
SUBJECT = 2


def asks_for_exception(words: Sequence[Token], vocabulary: QuestionWords) -> bool:
    """Whether what does not fit is asked for: "all of these EXCEPT", "which is NOT ...", "which isn't ...".

    A word that denies in another clause ("for a team that does not want servers") asks for nothing.

    >>> from kg.text import tokens
    >>> vocabulary = QuestionWords(negation=("not",), auxiliaries=("is", "does"), relatives=("that", "if"))
    >>> asks_for_exception(tokens("Which of these is not a metric?"), vocabulary)
    True
    >>> asks_for_exception(tokens("Which of these does the guide not list?"), vocabulary)
    True
    >>> asks_for_exception(tokens("Which one fits a team that does not want servers?"), vocabulary)
    False
    """
    if has_phrase(words, vocabulary.exceptions):
        return True
    shouting = all(token.surface.isupper() for token in words if token.surface.isalpha())
    return any(
        (token.surface.isupper() and not shouting) or _denies_what_is_asked(words, i, vocabulary)
        for i, token in enumerate(words)
        if token.word in vocabulary.negation
    )


def _denies_what_is_asked(words: Sequence[Token], place: int, vocabulary: QuestionWords) -> bool:
    before = [token.word for token in words[:place]]
    asked = next((i for i, word in enumerate(before) if word in ASKING), None)
    asked = asked if asked is not None else next((i for i, word in enumerate(before) if word in WH), None)
    if asked is None or not set(before[asked + 1 :]).isdisjoint(vocabulary.relatives):
        return False
    contracted = [token.word for token in words[place + 1 : place + 2]] == ["t"]
    return contracted or not set(before[-SUBJECT - 1 :]).isdisjoint(vocabulary.auxiliaries)
