"""Fit the engine's weights on the development part of the golden questions: ``python -m eval.fit [BASE]``.

Prints each table as the text to paste, with the share right before and after; no file is written. BASE is a knowledge
base of the bundled guide, by default the one that `kg` keeps in the cache. Grounds and options are measured
with the candidates' and things' weights that stand, so after pasting those two, run it again for the other two.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.special import expit, log_softmax, logsumexp

from eval.judge import is_cited, is_right, overlaps, plain, says
from eval.questions import Question, Split, Task, golden_path, of_split, of_task, query_of, read_questions
from ingest.build import build
from kg.answer import compose
from kg.assistant import Assistant
from kg.candidates import Candidate
from kg.context import Context
from kg.encoder import Encoder
from kg.errors import KgError
from kg.evidence import FEATURES
from kg.exception import asks_for_exception
from kg.finding import Finding, proofs_of
from kg.ground import GROUND_BIAS, GROUND_WEIGHTS, GROUNDS, LEAST_CONFIDENCE, grounds
from kg.onnx_encoder import onnx_encoder
from kg.question import Question as Understood
from kg.rank import WEIGHTS
from kg.reason.choose import OPTION_FEATURES, OPTION_WEIGHTS, asked_count, option_features
from kg.reason.lookup import asks_for_anchor, kind_of, tell
from kg.reason.route import find
from kg.resources import cache_path, data_path
from kg.store import load
from kg.things import THING_FEATURES, THING_WEIGHTS
from kg.vocabulary import bundled_vocabulary

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]
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
#: Kinds of questions that one thing answers, and that one group of facts does.
ONE_THING = frozenset({"lookup", "reverse_lookup", "list", "identify", "scenario", "typo"})
ONE_GROUP = ONE_THING | {"attribute"}


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
            "looked_up", "elsewhere",
        }
    ),
)  # fmt: skip
FREE = frozenset(OPTION_FEATURES)
OPTION = Table("kg/reason/choose.py", "OPTION_WEIGHTS", OPTION_FEATURES, OPTION_WEIGHTS, RIDGE, either=FREE)


@dataclass(frozen=True)
class Case:
    """A question as a choice among n things: their features, (n, features), and which are right, (n,), at least one.

    ``count`` are chosen; ``every`` says that it must be all that are right, otherwise any of them will do.
    """

    features: Floats
    right: Bools
    count: int = 1
    every: bool = False
    weight: float = 1.0

    def is_met(self, weights: Floats) -> bool:
        """Whether the best by these weights are right; ties go to the first."""
        best = np.argsort(-(self.features @ weights), kind="stable")[: self.count]
        return bool(self.right[best].all()) and (not self.every or len(best) == int(self.right.sum()))


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


def candidate_cases(questions: Sequence[Question], context: Context) -> Iterator[Case]:
    """Which group of facts answers; questions that none does are left out."""
    for question in questions:
        if question.kind not in ONE_GROUP or question.history:
            continue
        asked = context.understand(question.question)
        right = np.array([_answers(question, asked, each, context) for each in context.candidates])
        if right.any():
            yield Case(context.features(asked).astype(np.float64), right)


def _answers(question: Question, asked: Understood, candidate: Candidate, context: Context) -> bool:
    spans = [(fact.source.start_line, fact.source.end_line) for fact in candidate.facts]
    if not any(overlaps(span, evidence) for span in spans for evidence in question.evidence_lines):
        return False  # most of them, and nothing need be told to see it
    items = (candidate.anchor,) if asks_for_anchor(asked, candidate, context) else candidate.answers
    text = tell(candidate, context)
    return _is_met(question, Finding(kind_of(candidate, items), items, proofs_of(candidate.facts), 1.0, text), context)


def _is_met(question: Question, finding: Finding, context: Context) -> bool:
    """Whether the finding, told as an answer, is right and cited."""
    answer = compose(finding, query_of(question), context.book, text=finding.text or "", confidence=1.0)
    return is_right(question, answer) and is_cited(question, answer)


def thing_cases(questions: Sequence[Question], context: Context) -> Iterator[Case]:
    """Which node answers the questions that want one; those whose key is no node are left out."""
    for question in questions:
        several = len(question.expected) > 1 and question.match == "all"
        if question.kind not in ONE_THING or question.history or several:
            continue
        asked = context.understand(question.question)
        right = _wanted(question, context.things.names)
        if asked.wanted and not asked.plural and right.any():
            yield Case(context.thing_features(asked).astype(np.float64), right)


def _wanted(question: Question, names: Sequence[str]) -> Bools:
    """(names,): those that the key names outright; failing these, those that say what it expects first."""
    saying = np.array([any(says(form, plain(name)) for form in question.expected[0]) for name in names])
    forms = {form.lower() for each in question.expected for form in each}
    outright = saying & np.array([name.lower() in forms for name in names])
    return outright if outright.any() else saying


def ground_cases(questions: Sequence[Question], assistant: Assistant) -> tuple[Floats, Bools]:
    """The grounds of what is found, (answers, features), and whether it is to be given, (answers,).

    What is wrong for a question that has an answer is left out: a refusal does not mend it.
    """
    context, rows, given = assistant.context, list[list[float]](), list[bool]()
    for question in questions:
        read_as = assistant.ask(query_of(question)).read_as if question.history else None
        asked, give = context.understand(read_as or question.question), question.task is Task.ANSWER
        finding = find(asked, context)
        if finding is None or not finding.proofs or (give and not _is_met(question, finding, context)):
            continue
        rows.append(grounds(asked, finding, context))
        given.append(give)
    return np.array(rows, np.float64), np.array(given, np.bool_)


def option_cases(questions: Sequence[Question], context: Context) -> Iterator[Case]:
    """Which options are right; a stem that denies turns the measures round, as the worst-backed is chosen."""
    for question in questions:
        asked, letters = context.understand(question.question), sorted(question.options)
        features, _ = option_features(asked, [question.options[letter] for letter in letters], context)
        sign = -1.0 if asks_for_exception(asked.focus_tokens, context.vocabulary.questions) else 1.0
        right = np.array([letter in question.correct for letter in letters])
        yield Case(sign * features.astype(np.float64), right, asked_count(asked, question.options, context), every=True)


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


def other_guides(encoder: Encoder, where: Path) -> Iterator[Asked]:
    """The guides by other writers in data/eval/guides with their questions, each built in a directory below."""
    for path in sorted(data_path("eval", "guides").glob("*.jsonl")):
        (guide,) = (each for each in path.parent.glob(f"{path.stem}.*") if each != path)
        build([guide], where / path.stem, encoder=encoder, vocabulary=bundled_vocabulary())
        assistant = Assistant(load(where / path.stem), encoder, bundled_vocabulary())
        yield Asked(assistant, read_questions(path), OTHERS)


def main(arguments: Sequence[str]) -> None:
    """Open the bases, fit, and print."""
    try:
        kb, encoder = load(Path(arguments[0]) if arguments else cache_path("bundled")), Remembering(onnx_encoder())
        own = Asked(Assistant(kb, encoder, bundled_vocabulary()), of_split(read_questions(golden_path()), Split.DEV))
        with TemporaryDirectory() as where:
            for text in fits([own, *other_guides(encoder, Path(where))]):
                print(f"{text}\n", flush=True)
    except KgError as error:
        sys.exit(str(error))


if __name__ == "__main__":
    main(sys.argv[1:])
