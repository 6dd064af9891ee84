"""Acronyms that a text writes out: "ETL (Extract, Transform, Load)", "Receiver Operating Characteristic (ROC)"."""

from __future__ import annotations

import re
from collections.abc import Iterator

#: Words between the capitals of a long form that give no letter.
SMALL = frozenset({"of", "and", "for", "the", "to", "in", "by"})
#: Characters in front of a parenthesis in which the long form of what it holds may stand.
REACH = 100
#: A short form, with the parenthesis behind it or around it.
_SHORT = r"[A-Z][A-Za-z0-9]*(?:[/&][A-Z][A-Za-z0-9]*)*"
_BEHIND = re.compile(rf"(?<![\w/-])({_SHORT}) ?\(([^()]+)\)")
_HELD = re.compile(r"\(([A-Z][A-Za-z0-9]*?(?:[/&][A-Z][A-Za-z0-9]*?)*)s?\)")
_WORD = re.compile(r"[A-Za-z0-9]+")
#: Letters that a short form has.
FEWEST, MOST = 2, 8


def written_out(text: str) -> Iterator[tuple[str, str]]:
    """Each short form that a parenthesis explains or holds, and its long form.

    >>> list(written_out("a service for ETL (Extract, Transform, Load) operations"))
    [('ETL', 'Extract, Transform, Load')]
    >>> list(written_out("the Receiver Operating Characteristic (ROC) curve"))
    [('ROC', 'Receiver Operating Characteristic')]
    >>> list(written_out("Deep Learning Images (DLIs)"))
    [('DLI', 'Deep Learning Images')]
    >>> list(written_out("Amazon S3 (for data lakes)"))
    []
    """
    for match in _BEHIND.finditer(text):
        if _letters_of(match[2]) == _letters(match[1]):
            yield match[1], match[2]
    for match in _HELD.finditer(text):
        before = text[max(match.start() - REACH, 0) : match.start()]
        for first in reversed(list(_WORD.finditer(before))):
            long = before[first.start() :].strip(" ,/")
            if first.group().lower() not in SMALL and _letters_of(long) == _letters(match[1]):
                yield match[1], long
                break


def is_short_for(short: str, long: str) -> bool:
    """Whether the letters of ``short``, in any case, are initials of ``long`` in order.

    >>> is_short_for("auc", "Area Under the ROC Curve"), is_short_for("Sensitivity", "Recall")
    (True, False)
    """
    letters, initials = _letters(short), iter(_initials(long))
    return FEWEST <= len(letters) <= MOST and all(letter in initials for letter in letters)


def _letters(short: str) -> str:
    """The letters of a short form without signs; empty if it is none."""
    letters = "".join(_WORD.findall(short)).upper()
    return letters if FEWEST <= len(letters) <= MOST else ""


def _letters_of(long: str) -> str:
    """The first letters of a long form's words, but the small ones."""
    words = [word for word in _WORD.findall(long) if word.lower() not in SMALL]
    return "".join(word[0] for word in words).upper() if len(words) >= FEWEST else "-"


def _initials(long: str) -> str:
    return "".join(word[0] for word in _WORD.findall(long)).upper()
