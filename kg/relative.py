"""A thing told by a relative clause: "the purpose of the stage that follows evaluation" asks for the stage first."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

#: Words behind a noun that begin what tells the thing apart.
_TELLS = (
    r"(?:that|which|where|whose|who|with|having|using"
    r"|listing|listed|used|recommended|described|meant|named|behind|in which)"
)


def relative(text: str, nouns: Iterable[str]) -> tuple[str, str] | None:
    """The question in which the told thing leaves a gap "{}", and the question that finds the thing.

    :param nouns: Words for types of node, such as "stage".

    >>> relative("What is the purpose of the stage that follows evaluation?", ["stage"])
    ('What is the purpose of {}?', 'which stage that follows evaluation?')
    >>> relative("Which stage follows evaluation?", ["stage"]) is None
    True
    """
    match = _pattern(tuple(nouns)).search(text)
    if match is None or len(text[: match.start()].split()) < 1:
        return None
    outer = text[: match.start()] + "{}" + ("?" if text.rstrip().endswith("?") else "")
    return outer, f"which {match.group('noun')} {match.group('tells')}{text[match.end() :]}"


@lru_cache
def _pattern(nouns: tuple[str, ...]) -> re.Pattern[str]:
    longest_first = sorted(nouns, key=lambda noun: (-len(noun), noun))
    noun = "|".join(re.escape(noun) for noun in longest_first)
    return re.compile(
        rf"\bthe\s+(?:one\s+)?(?P<noun>(?:[\w-]+\s+){{0,2}}?(?:{noun})s?)\s+(?P<tells>{_TELLS})\b", re.IGNORECASE
    )
