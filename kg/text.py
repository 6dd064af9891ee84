"""Words: how text is folded, cut into tokens and stemmed, the same for guides and questions."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import cache, lru_cache
from typing import Any, NamedTuple

#: Words, numbers with a decimal point, and names such as "r^2"; hyphens part words.
_TOKEN = re.compile(r"[^\W_]+(?:\.\d+)?(?:\^\d+)?", re.UNICODE)
#: Characters that print alike, as the one that we compare.
_ALIKE = str.maketrans({"’": "'", "‘": "'", "“": '"', "”": '"', "–": "-", "—": "-", "−": "-", "×": "*", "·": "*"})
#: Distinct words whose stems are kept in memory; a guide and a session of questions use a few thousand.
_STEM_CACHE = 65_536
#: Distinct texts whose words are kept: one question is read by each operation that it is tried against.
_TEXT_CACHE = 4_096


class Token(NamedTuple):
    """A word of a text: as typed, folded, its stem, and where it stands."""

    surface: str
    word: str
    stem: str
    start: int
    end: int


def fold(text: str) -> str:
    """Fold case, compatibility forms and typographic marks; lengths may change.

    >>> fold("Re‑training: R² – “Fast”")
    're-training: r2 - "fast"'
    """
    return unicodedata.normalize("NFKC", text).translate(_ALIKE).replace("‐", "-").casefold()


@cache
def _stemmer() -> Any:  # PyStemmer ships no types
    import Stemmer

    return Stemmer.Stemmer("english", 0)


@lru_cache(maxsize=_STEM_CACHE)
def stem(word: str) -> str:
    """The Snowball stem of a folded word.

    >>> stem("deployment"), stem("deployed"), stem("queries")
    ('deploy', 'deploy', 'queri')
    """
    return str(_stemmer().stemWord(word))


@lru_cache(maxsize=_STEM_CACHE)
def _word(surface: str) -> str:
    return fold(surface).removesuffix("'s")


def _composed(text: str) -> str:
    return text if text.isascii() else unicodedata.normalize("NFC", text).translate(_ALIKE)


@lru_cache(maxsize=_TEXT_CACHE)
def tokens(text: str) -> tuple[Token, ...]:
    """The words of a text, in order.

    >>> [token.stem for token in tokens("One-hot encodings, 1.5 times")]
    ['one', 'hot', 'encod', '1.5', 'time']
    """
    found = []
    for match in _TOKEN.finditer(_composed(text)):
        word = _word(match.group())
        found.append(Token(match.group(), word, stem(word), match.start(), match.end()))
    return tuple(found)


@lru_cache(maxsize=_STEM_CACHE)
def stems(text: str) -> tuple[str, ...]:
    """The stems of a text's words, in order.

    >>> stems("Monitoring deployed models")
    ('monitor', 'deploy', 'model')
    """
    return tuple(stem(_word(surface)) for surface in _TOKEN.findall(_composed(text)))


def listed(names: Iterable[str]) -> str:
    """Names as a reader would list them.

    >>> listed(["a", "b", "c"]), listed(["a", "b"]), listed(["a"])
    ('a, b and c', 'a and b', 'a')
    """
    every = list(names)
    return " and ".join([", ".join(every[:-1]), every[-1]] if len(every) > 1 else every)


def fold_space(text: str) -> str:
    """White space folded to single blanks.

    >>> fold_space("  a\\n b ")
    'a b'
    """
    return " ".join(text.split())


def without(text: str, phrases: Iterable[str]) -> str:
    """A text without some phrases, longest first, as whole words; the text itself when nothing else would be left.

    >>> without("an AWS service for Amazon S3 data", ["AWS", "Amazon"])
    'an service for S3 data'
    >>> without("Amazon", ["Amazon"])
    'Amazon'
    """
    left = fold_space(_any_of(tuple(phrases)).sub(" ", text))
    return left if any(character.isalnum() for character in left) else text


@lru_cache
def _any_of(phrases: tuple[str, ...]) -> re.Pattern[str]:
    longest_first = sorted(phrases, key=lambda phrase: (-len(phrase), phrase))
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, longest_first))})\b(?:['’]s)?", re.IGNORECASE)
