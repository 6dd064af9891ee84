"""The common words of written English, by wordfreq, which takes 0.2 s to import; so its list is kept in the cache."""

from __future__ import annotations

from functools import cache

from kg.kept import kept

#: Raised when another list is to be taken.
LIST = "english-small-1.txt"


def is_english(word: str) -> bool:
    """Whether a word of plain letters, in lower case, is common: at least once in a million words.

    >>> is_english("kitchen"), is_english("recal")
    (True, False)
    """
    return word in _words()


@cache
def _words() -> frozenset[str]:
    return frozenset(kept(LIST, _make).decode().split())


def _make() -> bytes:
    from wordfreq import get_frequency_dict

    words = get_frequency_dict("en", wordlist="small")
    return "\n".join(sorted(word for word in words if word.isalpha() and word.isascii())).encode()
