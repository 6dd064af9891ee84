"""Fit the engine's weights on the development part of the golden questions: ``python -m eval.fit [OTHERS]``.

Prints each table as the text to paste, with the share right before and after; no file is written. The bundled guide's
base is the one that `kg` keeps in the cache. OTHERS is a directory with a base for each of data/eval/guides, under its
name, whose questions are fitted on, too. Grounds and options are measured with the candidates' and things' weights that
stand, so after pasting those two, run it again for the other two.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.special import expit, log_softmax, logsumexp

from eval.cases import Bools, Case, Floats, candidate_cases, ground_cases, option_cases, thing_cases
from eval.questions import Question, Split, Task, golden_path, of_split, of_task, read_questions
from kg.assistant import Assistant
from kg.context import Context
from kg.encoder import Encoder
from kg.errors import KgError
from kg.evidence import FEATURES
from kg.ground import GROUND_BIAS, GROUND_WEIGHTS, GROUNDS, LEAST_CONFIDENCE
from kg.onnx_encoder import onnx_encoder
from kg.rank import WEIGHTS
from kg.reason.choose import OPTION_FEATURES, OPTION_WEIGHTS
from kg.resources import cache_path, data_path
from kg.store import load
from kg.things import THING_FEATURES, THING_WEIGHTS
from kg.vocabulary import bundled_vocabulary

Bound = tuple[float | None, float | None]

#: Cost of half a squared weight, in nats per question: those at which the fits meet the tables as first pasted. Each
#: table gets fewer of its own questions right with more than this (tried: .001, .003, .01).
RIDGE, CANDIDATE_RIDGE = 0.003, 0.001
#: The same for the grounds, in nats over all questions: ten measures, of which several say nearly the same.
GROUND_RIDGE = 0.3
#: What all questions to refuse weigh together, for each unit of the right answers; a lost answer costs a little more.
REFUSALS = 0.8
#: What a question about one of the other guides counts, as there are few: what is fitted must hold for any guide.
OTHERS = 4.0
#: Digits after the point of a weight that is pasted, and weights on a line of 120 characters.
DIGITS, ON_A_LINE = 2, 5


@dataclass(frozen=True)
class Table:
    """A table of weights: where it stands, what holds them down, and which are against, or of either sign."""

    place: str
    name: str
    features: tuple[str, ...]
    standing: Mapping[str, float]
    ridge: float
    against: frozenset[str] = frozenset()
    either: frozenset[str] = frozenset()

    @property
    def bounds(self) -> list[Bound]:
        """The lowest and highest weight of each feature, None where there is none."""
        low = self.against | self.either
        return [(None if f in low else 0.0, 0.0 if f in self.against else None) for f in self.features]

    @property
    def weights(self) -> Floats:
        """(features,), those that stand."""
        return np.array([self.standing.get(name, 0.0) for name in self.features])


CANDIDATE = Table(
    "kg/rank.py", "WEIGHTS", FEATURES, WEIGHTS, CANDIDATE_RIDGE,
    against=frozenset(
        {
            "literal_typed", "one_object", "uses", "single_group", "structural", "subjects", "umbrella", "umbrellas",
            "answer_named",
        }
    ),
    either=frozenset({"plural_one", "literal_wanted"}),
)  # fmt: skip
THING = Table("kg/things.py", "THING_WEIGHTS", THING_FEATURES, THING_WEIGHTS, RIDGE, frozenset({"named", "umbrella"}))
GROUND = Table(
    "kg/ground.py", "GROUND_WEIGHTS", GROUNDS, GROUND_WEIGHTS, GROUND_RIDGE,
    against=frozenset(
        {
            "strange_names", "value_missing", "unstated", "modified", "lacking", "manner", "linked", "echoed",
            "looked_up", "elsewhere", "beside", "unmet", "undefined",
        }
    ),
)  # fmt: skip
FREE = frozenset(OPTION_FEATURES)
OPTION = Table("kg/reason/choose.py", "OPTION_WEIGHTS", OPTION_FEATURES, OPTION_WEIGHTS, RIDGE, either=FREE)


class Remembering:
    """An encoder that encodes no text twice, as each fit reads the same questions."""

    def __init__(self, encoder: Encoder) -> None:
        self._encoder, self.name, self.digest = encoder, encoder.name, encoder.digest
        self._known: dict[str, NDArray[np.float32]] = {}

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Unit vectors of n ``texts``, (n, d)."""
        if missing := [text for text in dict.fromkeys(texts) if text not in self._known]:
            self._known.update(zip(missing, self._encoder.encode(missing), strict=True))
        return np.stack([self._known[text] for text in texts])


def fit_choices(cases: Sequence[Case], table: Table) -> Floats:
    """The weights under which a log-linear choice most likely falls on what is right, (features,).

    The likelihood of a case is the belief in all that is right, or its geometric mean where every one is wanted.
    """

    def loss(weights: Floats) -> tuple[float, Floats]:
        ridge = table.ridge * len(cases)
        total, slope = ridge * float(weights @ weights) / 2, ridge * weights
        for case in cases:
            logs = log_softmax(case.features @ weights)
            told, pull = logs[case.right], -np.exp(logs)
            likely = told.mean() if case.every else logsumexp(told)
            pull[case.right] += 1 / len(told) if case.every else np.exp(told - likely)
            total -= case.weight * likely
            slope -= case.weight * (pull @ case.features)
        return total / len(cases), slope / len(cases)

    return _least(loss, table.bounds)


def fit_grounds(features: Floats, right: Bools, weights: Floats, table: Table) -> Floats:
    """The weights of a logistic regression and, last, its constant, which is free: (features + 1,).

    :param features: (answers, features).
    :param right: (answers,): to be given, or to be refused; both must occur.
    :param weights: (answers,): what each counts.
    """
    known = np.column_stack([features, np.ones(len(features))])
    heavy = weights * np.where(right, 1.0, REFUSALS * weights[right].sum() / weights[~right].sum())

    def loss(weights: Floats) -> tuple[float, Floats]:
        scores, held = known @ weights, np.append(weights[:-1], 0.0)
        total = heavy @ np.logaddexp(0.0, np.where(right, -scores, scores))
        slope = (heavy * (expit(scores) - right)) @ known
        return float(total + table.ridge * (held @ held) / 2), slope + table.ridge * held

    return _least(loss, [*table.bounds, (None, None)])


def _least(loss: Callable[[Floats], tuple[float, Floats]], bounds: Sequence[Bound]) -> Floats:
    """Where the loss is least within the bounds, sought from zero, so that a run repeats."""
    return np.asarray(minimize(loss, np.zeros(len(bounds)), jac=True, method="L-BFGS-B", bounds=bounds).x, np.float64)


def pasted(name: str, weights: Mapping[str, float]) -> str:
    """A table as Python.

    >>> print(pasted("WEIGHTS", {"near": 2.2, "named": -3.0}))
    WEIGHTS: dict[str, float] = {
        "near": 2.2, "named": -3.0,
    }  # fmt: skip
    """
    items = [f'"{feature}": {weight + 0.0}' for feature, weight in weights.items()]
    rows = [", ".join(items[start : start + ON_A_LINE]) for start in range(0, len(items), ON_A_LINE)]
    return "\n".join([f"{name}: dict[str, float] = {{", *(f"    {row}," for row in rows), "}  # fmt: skip"])


def told_choices(table: Table, cases: Sequence[Case]) -> str:
    """The fit of a log-linear table, as it is printed; the share after is that of the weights as they are pasted."""
    fitted = np.round(fit_choices(cases, table), DIGITS)
    return _told(table, fitted, *([case.is_met(w) for case in cases] for w in (table.weights, fitted)))


def told_grounds(features: Floats, right: Bools, weights: Floats) -> str:
    """The fit of the grounds, as it is printed; the share is that on the right side of the least confidence."""
    fitted, standing = (
        np.round(fit_grounds(features, right, weights, GROUND), DIGITS),
        np.append(GROUND.weights, GROUND_BIAS),
    )
    before, after = ((expit(features @ w[:-1] + w[-1]) >= LEAST_CONFIDENCE) == right for w in (standing, fitted))
    return f"{_told(GROUND, fitted[:-1], before, after)}\nGROUND_BIAS = {fitted[-1]}"


def _told(table: Table, fitted: Floats, before: Sequence[bool] | Bools, after: Sequence[bool] | Bools) -> str:
    shares = f"right before {np.mean(before):.3f}, after {np.mean(after):.3f}, of {len(before)} questions"
    return f"# {table.place}: {shares}\n{pasted(table.name, dict(zip(table.features, fitted.tolist(), strict=True)))}"


@dataclass(frozen=True)
class Asked:
    """A guide's assistant, the questions about it, and what each of them counts."""

    assistant: Assistant
    questions: Sequence[Question]
    weight: float = 1.0

    @property
    def answers(self) -> Sequence[Question]:
        """The questions that the guide answers."""
        return of_task(self.questions, Task.ANSWER)

    def cases(self, read: Callable[[Sequence[Question], Context], Iterator[Case]], task: Task) -> Iterator[Case]:
        """The cases that a reader makes of the questions of a task."""
        found = read(of_task(self.questions, task), self.assistant.context)
        return (replace(case, weight=self.weight) for case in found)

    def grounds(self) -> tuple[Floats, Bools, Floats]:
        """What :func:`ground_cases` finds, and the weight of each."""
        features, right = ground_cases([*self.answers, *of_task(self.questions, Task.REFUSE)], self.assistant)
        return features, right, np.full(len(right), self.weight)


def fits(guides: Sequence[Asked]) -> Iterator[str]:
    """Each table fitted on these guides' questions, as it is printed."""
    yield told_choices(CANDIDATE, [case for asked in guides for case in asked.cases(candidate_cases, Task.ANSWER)])
    yield told_choices(THING, [case for asked in guides for case in asked.cases(thing_cases, Task.ANSWER)])
    yield told_grounds(*map(np.concatenate, zip(*(asked.grounds() for asked in guides), strict=True)))
    yield told_choices(OPTION, [case for asked in guides for case in asked.cases(option_cases, Task.CHOOSE)])


def other_guides(bases: Path, encoder: Encoder) -> Iterator[Asked]:
    """The guides by other writers in data/eval/guides with their questions; their bases lie in a directory, by name."""
    for path in sorted(data_path("eval", "guides").glob("*.jsonl")):
        assistant = Assistant(load(bases / path.stem), encoder, bundled_vocabulary())
        yield Asked(assistant, read_questions(path), OTHERS)


def main(arguments: Sequence[str]) -> None:
    """Open the bases, fit, and print."""
    try:
        kb, encoder = load(cache_path("bundled")), Remembering(onnx_encoder())
        own = Asked(Assistant(kb, encoder, bundled_vocabulary()), of_split(read_questions(golden_path()), Split.DEV))
        others = other_guides(Path(arguments[0]), encoder) if arguments else ()
        for text in fits([own, *others]):
            print(f"{text}\n", flush=True)
    except KgError as error:
        sys.exit(str(error))


if __name__ == "__main__":
    main(sys.argv[1:])
