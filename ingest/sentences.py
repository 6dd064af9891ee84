"""Sentences, list items and parentheses of a passage."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import accumulate

from ingest.passage import Passage

_STOP = re.compile(r"[.!?][\"”’)]*\s+(?=[\"“(]?[A-Z0-9])|(?<=[a-z]{2})[.!?](?=[A-Z][a-z])")
_LAST_WORD = re.compile(r"[\w.]+$")
_SEPARATORS = (re.compile(r"[;·]\s"), re.compile(r",\s"))
_CONJUNCTION = re.compile(r"^(?:and|or|&|plus)\s+")
_LAST_PAIR = re.compile(r"\s(?:and|or|&)\s")
_OPEN, _CLOSE = "([{“", ")]}”"
#: Words of an item that is short enough to be split at its "and".
_SHORT_ITEM = 2
#: Characters of the longest abbreviation that is looked for before a stop.
_LONGEST_WORD = 20
END_MARKS = " .;:,!"


def sentences(words: Passage, abbreviations: tuple[str, ...]) -> list[Passage]:
    """The sentences, without their end stops.

    >>> [s.text for s in sentences(Passage.of("Use it (e.g. A). Then stop."), ("e.g.",))]
    ['Use it (e.g. A)', 'Then stop']
    """
    cuts, levels = [0], depths(words.text)
    for stop in _STOP.finditer(words.text):
        before = _LAST_WORD.search(words.text[max(0, stop.start() - _LONGEST_WORD) : stop.start() + 1])
        if (before and before.group().lower() in abbreviations) or levels[stop.start()]:
            continue
        cuts.append(stop.end())
    parts = (words[a:b].strip().strip(END_MARKS) for a, b in zip(cuts, [*cuts[1:], len(words.text)], strict=True))
    return [part for part in parts if part]


def depths(text: str) -> list[int]:
    """How many parentheses are open before each character, and at the end; one that is never closed is none.

    >>> depths("a(b)c(")
    [0, 0, 1, 1, 0, 0, 0]
    """
    steps, opened = [0] * (len(text) + 1), []
    for at, c in enumerate(text):
        if c in _OPEN:
            opened.append(at)
        elif c in _CLOSE and opened:
            steps[opened.pop() + 1] += 1
            steps[at + 1] -= 1
    return list(accumulate(steps))


def items(words: Passage) -> list[Passage]:
    """The items of a list in a sentence; a semicolon parts more strongly than a comma.

    >>> [i.text for i in items(Passage.of("a (b, c), d e, and f"))]
    ['a (b, c)', 'd e', 'f']
    """
    words = words.strip(END_MARKS)
    found = [words]
    for separator in _SEPARATORS:
        found = _split(words, separator)
        if len(found) > 1:
            break
    joined = any(_CONJUNCTION.match(item.text) for item in found)
    if len(found) > 1 and not joined and all(len(main_of(i).text.split()) <= _SHORT_ITEM for i in found[:-1]):
        pair = _split(found[-1], _LAST_PAIR)
        if len(pair) == 2 and all(len(main_of(i).text.split()) <= _SHORT_ITEM for i in pair):
            found = [*found[:-1], *pair]
    return [item for item in (_without_conjunction(i) for i in found) if item]


def pair(words: Passage) -> list[Passage]:
    """Every item, also of a list of two without a comma."""
    return [part.strip() for item in items(words) for part in _split(item, _LAST_PAIR) if part.strip()]


def _without_conjunction(item: Passage) -> Passage:
    match = _CONJUNCTION.match(item.text)
    return (item[match.end() :] if match else item).strip(END_MARKS)


def _split(words: Passage, separator: re.Pattern[str]) -> list[Passage]:
    levels = depths(words.text)
    cuts = [m for m in separator.finditer(words.text) if not levels[m.start()]]
    starts = [0, *(m.end() for m in cuts)]
    ends = [*(m.start() for m in cuts), len(words.text)]
    return [words[a:b].strip() for a, b in zip(starts, ends, strict=True)]


def parenthesis(words: Passage) -> tuple[Passage, Passage | None]:
    """What stands before a closing parenthesis, and what stands in it.

    >>> main, inner = parenthesis(Passage.of("Imputation (mean, median)"))
    >>> main.text, inner.text if inner else None
    ('Imputation', 'mean, median')
    """
    if not words.text.endswith(")"):
        return words, None
    level = 0
    for at in range(len(words.text) - 1, -1, -1):
        level += (words.text[at] == ")") - (words.text[at] == "(")
        if level == 0:
            main = words[:at].strip()
            return (main, words[at + 1 : -1].strip()) if main else (words, None)
    return words, None


def main_of(words: Passage) -> Passage:
    """A passage without its closing parenthesis."""
    return parenthesis(words)[0]


def parentheses(words: Passage) -> Iterator[tuple[Passage, Passage]]:
    """Every parenthesis that is not nested: what stands before it, and what stands in it."""
    for match in re.finditer(r"\s\(([^()]*)\)", words.text):
        yield words[: match.start()], words[match.start(1) : match.end(1)].strip()


def unmarked(words: Passage, marks: tuple[str, ...]) -> Passage | None:
    """What follows a mark such as "e.g.", or None when no mark stands in front."""
    lower = words.text.lower()
    for mark in marks:
        if lower.startswith(mark) and not lower[len(mark) : len(mark) + 1].isalpha():
            return words[len(mark) :].strip(" ,:")
    return None
