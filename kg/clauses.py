"""A question of several hops, cut where one hop ends and the next begins."""

from __future__ import annotations

import re
from collections.abc import Sequence

from kg.question import WH
from kg.text import tokens

#: Where a second question can begin inside a sentence: a comma, colon, dash or "and", in front of a question word.
_CUT = re.compile(
    r"(?:\s*[,;:]\s*(?:and|then|but)?\s+|\s+(?:and|then)\s+|\s+[-–—]+\s+)"
    r"(?=(?:(?:in|for|by|with|of|from|at|to|on)\s+)?(?:which|what|who|whose|how|why|when|where|its|their)\b)",
    re.IGNORECASE,
)
#: Words that point back at what the first hop found.
_BACK = re.compile(
    r"\b(?:(?:this|that|these|those|the same|such)(?:\s+(?:other\s+)?(?:one|ones|[a-z]+))?"
    r"|its|it|their|them|they|there)\b",
    re.IGNORECASE,
)
#: "that stage", "this metric": a pointing word with its noun.
_BACK_NOUN = re.compile(r"\b(?:this|that|these|those|the same|such)\s+([a-z]+)\b", re.IGNORECASE)
#: A clause that only asks what the thing told before it is called ("which metric is that?"), which is no hop.
_NAMES_IT = re.compile(
    r"(?:which|what)(?:\s+\w+){0,2}\s+(?:is|are|was|would)\s+(?:this|that|it|these|those)(?:\s+be)?\W*", re.IGNORECASE
)
#: Words that a hop needs to be a question of its own.
FEWEST_WORDS = 3


def clauses(sentences: Sequence[str], nouns: Sequence[str], conditions: Sequence[str] = ()) -> list[str]:
    """The hops of a question, in order; one if it cannot be cut.

    :param sentences: The question's sentences.
    :param nouns: Words for types of node, such as "stage", that a later hop can point back with.
    :param conditions: Words that begin a condition ("if"), which is no hop but belongs to what it conditions.

    >>> clauses(["Which service detects drift, and in which stage is it used?"], ["stage"])
    ['Which service detects drift', 'in which stage is it used?']
    >>> clauses(["Imputation fills gaps.", "Which techniques does that stage use?"], ["stage"])
    ['Imputation fills gaps.', 'Which techniques does that stage use?']
    >>> clauses(["Our model got worse.", "Which service detects drift?"], ["stage"])
    ['Our model got worse. Which service detects drift?']
    >>> clauses(["Gain less cost, divided by cost: which metric is that?"], ["metric"])
    ['Gain less cost, divided by cost: which metric is that?']
    """
    asking = [i for i, sentence in enumerate(sentences) if _asks(sentence)]
    if len(asking) > 1:
        first = " ".join(sentences[: asking[0] + 1])
        return [first, *(sentences[i] for i in asking[1:])]
    if len(asking) == 1 and asking[0] == len(sentences) - 1 >= 1 and _points_back(sentences[-1], nouns):
        return [" ".join(sentences[:-1]), sentences[-1]]
    if len(sentences) == 1:
        parts = [part.strip() for part in _CUT.split(sentences[0]) if part.strip()]
        if len(parts) > 1 and tokens(parts[0])[0].word in conditions:
            parts = [f"{parts[0]}, {parts[1]}", *parts[2:]]
        if len(parts) > 1 and all(len(tokens(part)) >= FEWEST_WORDS for part in parts) and _asks_within(parts):
            return parts
    return [" ".join(sentences)]


def _asks(sentence: str) -> bool:
    words = tokens(sentence)
    return bool(words) and (sentence.rstrip().endswith("?") or words[0].word in WH)


def _asks_within(parts: Sequence[str]) -> bool:
    """Whether each part asks, or the first tells what a later one points back at."""
    later = all((_asks(part) or _BACK.match(part)) and not _NAMES_IT.fullmatch(part) for part in parts[1:])
    return later and (any(token.word in WH for token in tokens(parts[0])) or bool(_BACK.search(parts[1])))


def _points_back(sentence: str, nouns: Sequence[str]) -> bool:
    return any(match.group(1).casefold().rstrip("s") in nouns for match in _BACK_NOUN.finditer(sentence))


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
