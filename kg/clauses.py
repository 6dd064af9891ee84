"""A question of several hops, cut where one hop ends and the next begins."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from kg.phrases import WH
from kg.text import Token, tokens

_WH = (
    r"(?:(?:in|for|by|with|of|from|at|to|on|under)\s+)?"
    r"(?:which|whats?|who|whose|how|why|when|where|give\s+(?:me|the|its|their)|name|list|tell\s+me)\b"
)
#: Where a second question can begin inside a sentence: in front of a question word, behind "and", a colon or a dash
#: (behind a comma alone, "which" and "when" mostly open a relative clause), or at an attribute of what was asked for.
_CUT = re.compile(
    rf"(?:(?:\s*[,;:])?\s+(?:and|then|but)(?:\s+then)?\s+|\s*[;:]\s+|\s+[-–—]+\s+)(?={_WH})"
    r"|\s*,\s+(?=(?:what|how|why)\b)|(?:\s*,)?\s+and\s+(?=(?:its|their)(?:\s+[\w-]+){1,2}\W*$)|\s*,?\s+and\s+(?=the\s+ones?\s+\w)",
    re.IGNORECASE,
)
#: Words that point back at what the first hop found.
_BACK = re.compile(
    r"\b(?:(?:each|both|all)\s+of\s+)?(?:(?:this|that|these|those|the same)(?:\s+(?:other\s+)?(?:one|ones|[a-z]+))?"
    r"|its|it|their|them|they|(?<!\bis )(?<!\bare )there|(?:each|both)(?=\s*(?:[?.!,;]|$)))\b",
    re.IGNORECASE,
)
#: Words that point back at all that the first hop found.
_ALL_BACK = re.compile(
    r"\b(?:each|both|all)\b(?:\s+of\s+(?:them|these|those|the\s+\w+))?|\b(?:these|those|they|them|their)\b",
    re.IGNORECASE,
)
#: "that stage", "this metric": a pointing word with its noun.
_BACK_NOUN = re.compile(r"\b(?:this|that|these|those|the same|such)\s+(?:other\s+)?([a-z]+)\b", re.IGNORECASE)
#: A clause that only asks what the thing told before it is called ("which metric is that?"), which is no hop.
_NAMES_IT = re.compile(
    r"(?:which|what)(?:\s+\w+){0,2}\s+(?:is|are|was|would|do you call)\s+(?:this|that|it|these|those)(?:\s+be)?\W*"
    r"|(?:(?:which|what)(?:\s+is|\s+are|['’]?s)|how\s+is)\s+(?:this|that|it|these|those|the)\b(?:\s+[\w-]+){0,4}?\s*(?:called|named)\W*"
    r"|(?:which|what)\s+(?:ones?|(?:(?:two|three|ones|else)\s+)?are\s+(?:they|those|these))\W*",
    re.IGNORECASE,
)
#: "which one", "which does ...": a second question about another thing of the kind that the first asks for.
_ONE = re.compile(
    r"\b(?P<asks>which|what)\s+ones?\b|^(?P<the>the)\s+ones?\b|^(?P<bare>which)(?=\s+(?:is|are|do|has|can|would|[a-z]+s)\b(?!.*\s(?:do|does|is|are)\b))",
    re.IGNORECASE,
)
#: "take the last stage, ...": a thing that the rest of the sentence, or the next one, asks about.
_TAKE = re.compile(r"^(?:(?:take|consider|picture|imagine)\s+)(?P<thing>the\s[^,.:;]+)[,.:;]\s*", re.IGNORECASE)
#: Words that a hop needs to be a question of its own.
FEWEST_WORDS = 3
#: Verbs that ask without a question mark ("Give the formula of each.").
ORDERS = frozenset({"give", "name", "list", "tell", "show"})
#: Verbs behind "when" that make it a question.
AUXILIARIES = frozenset(
    {"is", "are", "do", "does", "did", "can", "could", "would", "should", "will", "must", "may", "to"}
)


def clauses(sentences: Sequence[str], nouns: Sequence[str], conditions: Sequence[str] = ()) -> list[str]:
    """The hops of a question, in order; one if it cannot be cut.

    :param sentences: The question's sentences.
    :param nouns: Words for types of node, such as "stage", that a hop can ask for or point back with.
    :param conditions: Words that begin a condition ("if"), which is no hop but belongs to what it conditions.

    >>> clauses(["Which service detects drift, and in which stage is it used?"], ["stage"])
    ['Which service detects drift', 'in which stage is it used?']
    >>> clauses(["Which service streams data, and which one stores it?"], ["service"])
    ['Which service streams data', 'which service stores it?']
    >>> clauses(["Imputation fills gaps.", "Which techniques does that stage use?"], ["stage"])
    ['Imputation fills gaps.', 'Which techniques does that stage use?']
    >>> clauses(["Labels belong to one metric.", "What is that metric good for?"], ["metric"])
    ['Labels belong to which metric', 'What is that metric good for?']
    >>> clauses(["It joins two metrics.", "When does each of them matter?"], ["metric"])
    ['It joins which two metrics', 'When does each of them matter?']
    >>> clauses(["There is a stage that splits words.", "Which service helps in it?"], ["stage"])
    ['which stage that splits words', 'Which service helps in it?']
    >>> clauses(["Take the last stage, what services go with it?"], ["stage"])
    ['what is the last stage?', 'what services go with it?']
    >>> clauses(["Our model got worse.", "Which service detects drift?"], ["stage"])
    ['Our model got worse. Which service detects drift?']
    >>> clauses(["Gain less cost, divided by cost: which metric is that?"], ["metric"])
    ['Gain less cost, divided by cost: which metric is that?']
    """
    parts = [
        part for sentence in sentences for part in (*_taken(sentence), *_parts(_TAKE.sub("", sentence), conditions))
    ]
    hops: list[str] = []
    told: list[str] = []  # statements that belong to the question behind them
    for number, (part, asks) in enumerate(parts):
        behind = [each for each, _ in parts[number + 1 :]]
        if not asks:
            asked = _indefinite(part, nouns, behind)
            hops, told = ([*hops, " ".join([*told, asked])], []) if asked else (hops, [*told, part])
        elif _NAMES_IT.fullmatch(part) and (told or hops):
            hops = [*hops, " ".join([*told, part])] if told else hops
            told = []
        elif told and not hops and points_back(part, nouns):
            hops, told = [" ".join(told), part], []
        else:
            hops, told = [*hops, " ".join([*told, _named_again(part, hops, nouns)])], []
    return hops if len(hops) > 1 else [" ".join(sentences)]


def _taken(sentence: str) -> list[tuple[str, bool]]:
    """What a sentence tells one to take first ("take the last stage, which services does it use?"), as a question."""
    match = _TAKE.match(sentence)
    return [(f"what is {match['thing']}?", True)] if match else []


def _parts(sentence: str, conditions: Sequence[str]) -> list[tuple[str, bool]]:
    """A sentence cut in front of each further question, and whether each part asks."""
    if not _asks(sentence):
        return [(sentence, False)]
    found: list[tuple[str, bool]] = []
    last, waiting = 0, False
    for match in _CUT.finditer(sentence):
        left, right = sentence[last : match.start()].strip(), tokens(sentence[match.end() :])
        words = tokens(left)
        if not waiting and _is_condition(words, conditions):
            waiting = True  # the question that it conditions is still to come
        elif _NAMES_IT.fullmatch(left) and not found:
            last = match.end()  # "Which one, and ...?" only asks what was told before
        elif (
            len(words) >= (FEWEST_WORDS if found or (words[:1] and words[0].word not in WH) else 2)
            and len(right) >= FEWEST_WORDS
            and right[1].word not in conditions
        ):
            asks = waiting or any(token.word in WH for token in words)
            if asks or _BACK_NOUN.search(sentence, match.end()):
                found.append((left, asks))
                last, waiting = match.end(), False
    return [*found, (sentence[last:].strip(), True)]


def _is_condition(words: Sequence[Token], conditions: Sequence[str]) -> bool:
    """Whether a part only says when the next one holds ("when ROI is worked out"; not "when should I ...")."""
    return bool(words) and words[0].word in conditions and (len(words) < 2 or words[1].word not in AUXILIARIES)


def _asks(sentence: str) -> bool:
    words = tokens(sentence)
    if not words:
        return False
    if words[0].word in ORDERS and len(words) > FEWEST_WORDS:
        return True
    closed = sentence.rstrip().endswith((".", "!", ";"))
    return sentence.rstrip().endswith("?") or words[0].word in WH or (not closed and any(t.word in WH for t in words))


def points_back(part: str, nouns: Sequence[str]) -> bool:
    """Whether a part points back with a noun ("that stage")."""
    return any(match.group(1).casefold().rstrip("s") in nouns for match in _BACK_NOUN.finditer(part))


def _indefinite(part: str, nouns: Sequence[str], behind: Sequence[str]) -> str | None:
    """A statement about some thing that a part ``behind`` it points back at, as the question which one it is."""
    match = _some(tuple(nouns)).search(part)
    if match is None:
        return None
    if match.group("number"):
        asked = f"which {match.group('number')} {match.group('several')}" if any(map(points_at_all, behind)) else None
        return asked and f"{part[: match.start()]}{asked}{part[match.end() :]}".rstrip(".!;")
    if not any(points_back(each, nouns) or (match.group("exists") and _BACK.search(each)) for each in behind):
        return None
    return f"{part[: match.start()]}which {match.group('noun')}{part[match.end() :]}".rstrip(".!;")


def _named_again(part: str, hops: Sequence[str], nouns: Sequence[str]) -> str:
    """ "which one" with the noun that the hop before it asks for."""
    match = _asked_for(tuple(nouns)).search(hops[-1]) if hops else None
    if match is None or _asked_for(tuple(nouns)).match(part):
        return part
    return _ONE.sub(lambda one: f"{one.group('asks') or 'which'} {match.group('noun')}", part, count=1)


@lru_cache
def _some(nouns: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(
        rf"(?:(?P<exists>\bthere(?:\s+is|['’]s)\s+an?)|\b(?:a certain|some|one|another|a))\s+"
        rf"(?P<noun>(?:[\w-]+\s+){{0,2}}?(?:{_either(nouns)}))\b"
        rf"|\b(?P<number>two|three)\s+(?P<several>(?:[\w-]+\s+){{0,2}}?(?:{_either(nouns)})s)\b",
        re.IGNORECASE,
    )


@lru_cache
def _asked_for(nouns: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(
        rf"(?:\b(?:which|what)|^)\s*(?P<noun>(?:[\w-]+\s+){{0,3}}?(?:{_either(nouns)})s?)\b", re.IGNORECASE
    )


def _either(nouns: Sequence[str]) -> str:
    return "|".join(re.escape(noun) for noun in sorted(nouns, key=lambda noun: (-len(noun), noun)))


def points_at_all(clause: str) -> bool:
    """Whether a later hop asks about each thing that the earlier one found.

    >>> points_at_all("what is the formula of each of them?"), points_at_all("what is its formula?")
    (True, False)
    """
    return _ALL_BACK.search(clause) is not None and _BACK.search(clause) is not None


def resolve(clause: str, name: str, nouns: Sequence[str] = ()) -> str:
    """A later hop about what the earlier one found: its pointing word replaced by the name.

    :param nouns: Words for types of node, which go with the pointing word; another noun behind it stays.

    >>> resolve("in which stage is it used?", "Amazon S3")
    'in which stage is Amazon S3 used?'
    >>> resolve("which techniques does this stage use?", "Evaluation", ["stage"])
    'which techniques does Evaluation use?'
    >>> resolve("what ties those workflows together?", "Evaluation", ["stage"])
    'what ties Evaluation workflows together?'
    """
    match = _BACK.search(clause)
    if match is None:
        return clause
    owner = "'s" if match.group().casefold() in ("its", "their") else ""
    words = match.group().split()
    last = words[-1].casefold()
    kept = f" {words[-1]}" if nouns and len(words) > 1 and not {last, last.rstrip("s")} & {*nouns, "one"} else ""
    return f"{clause[: match.start()]}{name}{owner}{kept}{clause[match.end() :]}"
