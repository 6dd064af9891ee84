"""A question of several hops, cut where one hop ends and the next begins."""

from __future__ import annotations

import re

from kg.question import _WH as WH_WORDS
from kg.text import tokens

#: Where a second question can begin: behind a stop, a comma, a dash or "and", in front of a question word.
_CUT = re.compile(
    r"(?:[?.;:]\s+|\s*[,;]\s*(?:and|then|but)?\s+|\s+(?:and|then)\s+|\s+[-–—]+\s+)"
    r"(?=(?:(?:in|for|by|with|of|from|at|to|on)\s+)?(?:which|what|who|whose|how|why|when|where|does|do|is|are|can)\b)",
    re.IGNORECASE,
)
#: Words that point back at what the first hop found.
_BACK = re.compile(
    r"\b(?:(?:this|that|these|those|the same|such)(?:\s+(?:one|ones|[a-z]+))?|its|it|their|them|they|there)\b", re.IGNORECASE
)
#: Content words that a hop needs to be a question of its own.
FEWEST_WORDS = 3


def clauses(text: str) -> list[str]:
    """The hops of a question, in order; one if it cannot be cut.

    >>> clauses("Which service detects drift, and in which stage is it used?")
    ['Which service detects drift', 'in which stage is it used?']
    >>> clauses("Which service detects drift?")
    ['Which service detects drift?']
    """
    parts = [part.strip() for part in _CUT.split(text) if part and part.strip()]
    if len(parts) < 2 or any(len(tokens(part)) < FEWEST_WORDS for part in parts):
        return [text]
    asking = [part for part in parts if any(token.word in WH_WORDS for token in tokens(part)) or "?" in part]
    return parts if len(asking) >= 2 else [text]


def resolve(clause: str, name: str) -> str:
    """A later hop about what the earlier one found: its pointing word replaced by the name.

    >>> resolve("in which stage is it used?", "Amazon S3")
    'in which stage is Amazon S3 used?'
    >>> resolve("which techniques does this stage use?", "Evaluation")
    'which techniques does Evaluation use?'
    """
    match = _BACK.search(clause)
    if match is None:
        return clause
    owner = "'s" if match.group().casefold() in ("its", "their") else ""
    return f"{clause[: match.start()]}{name}{owner}{clause[match.end() :]}"
