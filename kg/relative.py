"""A thing told by a relative clause: "the purpose of the stage that follows evaluation" asks for the stage first."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from kg.clauses import resolve

#: Words behind a noun that begin what tells the thing apart.
_TELLS = (
    r"(?:that|which|where|whose|who|with|having|using|listing|listed|used|recommended|described|meant|named|behind"
    r"|in which|[a-z]{2,}ed\s+(?:to|by|with|for|in|from|as|at|on))"
)
#: Where a question begins behind what tells its thing ("for the stage that cleans data, which services are there?").
_ASKS = re.compile(r"(?:\s*[,:]|\s+[-–—]+)\s+(?=(?:what|which|how|when|who|why|name|list|give|tell)\b)", re.IGNORECASE)


def relative(text: str, nouns: Iterable[str]) -> tuple[str, str] | None:
    """The question in which the told thing leaves a gap "{}", and the question that finds the thing.

    :param nouns: Words for types of node, such as "stage".

    >>> relative("What is the purpose of the stage that follows evaluation?", ["stage"])
    ('What is the purpose of {}?', 'which stage that follows evaluation?')
    >>> relative("For the stage that cleans data, which services are there?", ["stage"])
    ('For {}, which services are there?', 'which stage that cleans data')
    >>> relative("The metric with a root in it: what are its units?", ["metric"])
    ("what are {}'s units?", 'which metric with a root in it')
    >>> relative("Which stage comes after the one that cleans data?", ["stage"])
    ('Which stage comes after {}?', 'which stage that cleans data?')
    >>> relative("Which stage follows evaluation?", ["stage"]) is None
    True
    """
    known = tuple(nouns)
    matches = (pattern.search(text) for pattern in (_pattern(known), _one(known)))
    return next((parts for match in matches if match and (parts := _parts(text, match, known))), None)


def _parts(text: str, match: re.Match[str], nouns: tuple[str, ...]) -> tuple[str, str] | None:
    """The outer question and the inner one, cut where a thing is told."""
    inner, before = f"which {match['noun']} {match['tells']}", text[: match.start("told")]
    asks = _ASKS.search(text, match.end())
    if asks:
        behind = text[asks.end() :]
        pointing = resolve(behind, "{}", nouns=nouns)
        outer = pointing if pointing != behind else f"{before}{{}}, {behind}"
        return outer, inner + text[match.end() : asks.start()]
    if not before.split():
        return None
    return before + "{}" + ("?" if text.rstrip().endswith("?") else ""), inner + text[match.end() :]


@lru_cache
def _pattern(nouns: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(
        rf"\b(?P<told>the\s+(?:one\s+)?(?P<noun>(?:[\w-]+\s+){{0,2}}?(?:{_either(nouns)})s?)\s+(?P<tells>{_TELLS}))\b",
        re.IGNORECASE,
    )


@lru_cache
def _one(nouns: tuple[str, ...]) -> re.Pattern[str]:
    """ "the stage after the one that ...": the noun stands before."""
    return re.compile(
        rf"\b(?P<noun>{_either(nouns)})s?\b[^,;:?]*?(?<!\bis )(?<!\bare )(?<!\bbe )(?<!as )"
        rf"\b(?P<told>the\s+one\s+(?P<tells>{_TELLS}))\b",
        re.IGNORECASE,
    )


def _either(nouns: Iterable[str]) -> str:
    return "|".join(re.escape(noun) for noun in sorted(nouns, key=lambda noun: (-len(noun), noun)))
