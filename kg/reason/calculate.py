"""Work out a formula of the guide from the numbers that a question gives."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import permutations

from kg.book import unique
from kg.context import Context
from kg.finding import Finding
from kg.formula import Formula, parse
from kg.model import Fact, Relation
from kg.question import Question, content_stems
from kg.text import stems, tokens

#: A number as people write it, with thousands, a multiplier or a per cent sign; not a digit of a name ("F1").
_NUMBER = re.compile(r"(?<![\w.,])(\d[\d,]*(?:\.\d+)?) ?(%|(?:percent|k|m|thousand|million)\b)?(?!\w)", re.IGNORECASE)
_TIMES = {"%": 0.01, "percent": 0.01, "k": 1e3, "thousand": 1e3, "m": 1e6, "million": 1e6}
#: Numbers in a question up to which all ways to fill a formula in are tried.
MOST_NUMBERS = 6
#: Share of an unknown's words that must stand beside a number to name it.
NAMED = 0.5
#: Digits of a result after the point.
DIGITS = 4


@dataclass(frozen=True)
class Amount:
    """A number, and the stems of the words in front of it and behind it, up to the next."""

    value: float
    before: tuple[str, ...]
    behind: tuple[str, ...]
    #: Half a unit of its last digit.
    margin: float


@dataclass(frozen=True)
class Worked:
    """A formula filled in."""

    fact: Fact
    formula: Formula
    numbers: Mapping[str, float]
    value: float
    #: For each unknown, the share of its words that stand beside its number.
    named: tuple[float, ...]

    @property
    def rank(self) -> tuple[float, int, str]:
        """Sort key: what is named best first; then what is given of each thing alone, but of the whole ("of 50 pots
        40 ...") where nothing is named.
        """
        named = sum(self.named) / len(self.named)
        return (-named, self.sums if named else -self.sums, self.fact.id)

    @property
    def sums(self) -> int:
        """How many of its numbers count several things together."""
        return sum(not unknown.isidentifier() for unknown in self.numbers)

    @property
    def text(self) -> str:
        """The calculation in a line."""
        return f"{self.fact.subject} = {self.fact.object} = {self.formula.filled(self.numbers)} = {self.result}."

    @property
    def result(self) -> str:
        """What comes out, as a fraction and per cent."""
        return f"{round(self.value, DIGITS):g} ({round(100 * self.value, DIGITS - 2):g} %)"


def calculate(question: Question, context: Context) -> Finding | None:
    """What a formula gives for the numbers of a question, where the words beside them tell what each of them is; one
    may be left over for one unknown.
    """
    given = len(amounts(question.text))
    ways = []
    for way in _ways(question, context):
        clear = sum(share >= NAMED for share in way.named)
        if way.sums == 0 and (clear == len(way.named) or clear + 1 == len(way.named) == given):
            ways.append(way)
    if not ways:
        return None
    best = min(ways, key=lambda way: way.rank)
    return Finding("calculate", (best.result,), ((best.fact,),), 1.0, best.text)


def calculated_choice(question: Question, options: Mapping[str, str], context: Context) -> Finding | None:
    """The option that a formula gives for the numbers of the stem; None if the options are no numbers."""
    offered = {letter: found[0] for letter, text in options.items() if len(found := amounts(text)) == 1}
    if len(offered) < len(options):
        return None
    ways = [
        (way.rank, letter, way)
        for way in _ways(question, context)
        for letter, amount in sorted(offered.items())
        if abs(way.value - amount.value) <= amount.margin
    ]
    if not ways:
        return None
    _, letter, way = min(ways, key=lambda found: found[:2])
    text = f"{letter}: {options[letter]}. {way.text}"
    reasons = dict.fromkeys(sorted(options), way.text)
    return Finding("choose", (options[letter],), ((way.fact,),), 1.0, text, choice=(letter,), reasons=reasons)


def _ways(question: Question, context: Context) -> Iterator[Worked]:
    """Every way to fill the numbers of a question into the formulas of what it names."""
    given = amounts(question.text)
    if not 1 < len(given) <= MOST_NUMBERS:
        return
    names = unique(name for mention in question.mentions for name in (mention.name, *mention.others))
    facts = (fact for name in names for fact in context.book.out(name, Relation.HAS_FORMULA))
    for fact, formula in ((fact, formula) for fact in facts if (formula := parse(fact.object))):
        for unknowns in formula.unknowns():
            wanted = [content_stems(tokens(formula.words(one)), context.vocabulary) for one in unknowns]
            for amount in permutations(given, len(unknowns)):
                numbers = {one: a.value for one, a in zip(unknowns, amount, strict=True)}
                value = formula.value(numbers) if formula.adds_up(numbers) else None
                for beside in ([a.before for a in amount], [a.behind for a in amount]):
                    named = tuple(map(_share, wanted, beside))
                    if value is not None:
                        yield Worked(fact, formula, numbers, value, named)


def _share(wanted: Sequence[str], beside: Sequence[str]) -> float:
    return sum(stem in beside for stem in wanted) / len(wanted) if wanted else 0.0


def amounts(text: str) -> list[Amount]:
    """The numbers of a text with the words around each.

    >>> [(a.value, a.behind) for a in amounts("80% of 1,200 cats and 3 dogs")]
    [(0.8, ('of',)), (1200.0, ('cat', 'and')), (3.0, ('dog',))]
    """
    matches = list(_NUMBER.finditer(text))
    ends = [0, *(match.end() for match in matches)]
    starts = [*(match.start() for match in matches), len(text)]
    between = [stems(text[end:start]) for end, start in zip(ends, starts, strict=True)]
    found = []
    for i, match in enumerate(matches):
        digits, times = match[1].replace(",", ""), _TIMES.get((match[2] or "").casefold(), 1.0)
        places = len(digits.partition(".")[2])
        value = float(digits) * times
        found.append(Amount(round(value, 12), between[i], between[i + 1], 0.5 * 10.0**-places * times))
    return found
