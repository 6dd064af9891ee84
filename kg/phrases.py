"""Phrases among the words of a text, word for word."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache

from kg.text import Token, stems, tokens

#: Words that begin a question.
WH = frozenset({"what", "which", "who", "whom", "whose", "when", "where", "why", "how", "whats", "wich", "wat"})


def find_phrase(words: Sequence[Token], phrases: Iterable[str], *, start: int = 0) -> tuple[int, int] | None:
    """Where the first of these phrases stands, as token positions; the longest at that place.

    :returns: First token and the one after the last, or None.
    """
    by_first = _by_first(phrases if isinstance(phrases, tuple) else tuple(phrases))
    for position in range(start, len(words)):
        begun = by_first.get(words[position].word)
        if begun is None:
            continue
        written = tuple(token.word for token in words[position:])
        sizes = [len(phrase) for phrase in begun if written[: len(phrase)] == phrase]
        if sizes:
            return position, position + max(sizes)
    return None


@lru_cache(maxsize=512)
def _by_first(phrases: tuple[str, ...]) -> dict[str, list[tuple[str, ...]]]:
    """Phrases as words, by their first."""
    found: dict[str, list[tuple[str, ...]]] = {}
    for phrase in phrases:
        words = tuple(token.word for token in tokens(phrase))
        if words:
            found.setdefault(words[0], []).append(words)
    return found


def has_phrase(words: Sequence[Token], phrases: Iterable[str]) -> bool:
    """Whether one of these phrases stands among the tokens, word for word."""
    return find_phrase(words, phrases) is not None


@lru_cache(maxsize=256)
def stems_of(phrases: tuple[str, ...]) -> frozenset[str]:
    """The stems of all words of some phrases.

    >>> sorted(stems_of(("next stages", "stage")))
    ['next', 'stage']
    """
    return frozenset(stem for phrase in phrases for stem in stems(phrase))
