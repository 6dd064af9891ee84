"""Questions as the cases that weights are fitted on: the features of what could answer, and which of it is right."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from eval.judge import is_cited, is_right, overlaps, plain, says
from eval.questions import Question, Task, query_of
from kg.answer import compose
from kg.assistant import Assistant
from kg.candidates import Candidate
from kg.context import Context
from kg.exception import asks_for_exception
from kg.finding import Finding, proofs_of
from kg.ground import grounds
from kg.question import Question as Understood
from kg.reason.choose import asked_count, option_features
from kg.reason.lookup import asks_for_anchor, kind_of, tell
from kg.reason.route import find

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]

#: Kinds of questions that one thing answers, and that one group of facts does.
ONE_THING = frozenset({"lookup", "reverse_lookup", "list", "identify", "scenario", "typo"})
ONE_GROUP = ONE_THING | {"attribute"}


@dataclass(frozen=True)
class Case:
    """A question as a choice among n things: their features, (n, features), and which are right, (n,), at least one.

    ``count`` are chosen; ``every`` says that it must be all that are right, otherwise any of them will do.
    ``weight`` is what the case counts.
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
