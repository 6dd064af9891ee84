"""Weights that can be seen to be right, from a handful of cases written by hand."""

from __future__ import annotations

import numpy as np
import pytest

from eval.cases import Case
from eval.fit import GROUND_RIDGE, RIDGE, Table, fit_choices, fit_grounds, told_choices

#: What is measured of each thing: whether it is the right one, a coin thrown for it, and the reverse of the first.
MEASURES = ("telling", "chance", "misleading")


def table(*, against: frozenset[str] = frozenset(), either: frozenset[str] = frozenset()) -> Table:
    return Table("kg/rank.py", "WEIGHTS", MEASURES, dict.fromkeys(MEASURES, 0.0), RIDGE, against, either)


@pytest.fixture
def cases() -> list[Case]:
    """Three choices among three things; the first measure finds the right one of each, the second one of them."""
    right, chance = np.eye(3, dtype=bool), np.array([[1, 0, 0], [1, 0, 0], [0, 1, 0]])
    return [
        Case(np.column_stack([each, coin, ~each]).astype(np.float64), each)
        for each, coin in zip(right, chance, strict=True)
    ]


def test_the_better_measure_gets_the_weight(cases: list[Case]) -> None:
    """The measure that finds what is right outweighs the one that finds it by chance, and the choices come right."""
    weights = fit_choices(cases, table())

    assert weights[0] > 1 and weights[0] > 4 * weights[1]
    assert all(case.is_met(weights) for case in cases)


def test_a_weight_keeps_its_sign(cases: list[Case]) -> None:
    """A measure for the answer never weighs against it, nor one against it for it, whatever the cases say."""
    held = fit_choices(cases, table(against=frozenset({"telling"})))
    free = fit_choices(cases, table(either=frozenset(MEASURES)))

    assert held[0] == 0 and held[2] == 0
    assert free[0] > 0 > free[2]


def test_every_right_one_must_be_chosen() -> None:
    """Where every one is wanted, choosing some of them is not enough."""
    features, right = np.array([[2.0], [1.0], [0.0]]), np.array([True, True, False])
    weights = np.array([1.0])

    assert Case(features, right).is_met(weights)
    assert Case(features, right, count=2, every=True).is_met(weights)
    assert not Case(features, right, count=1, every=True).is_met(weights)


@pytest.mark.parametrize(("every", "share"), [(True, 0.5), (False, 0.9)])
def test_what_is_likely(every: bool, share: float) -> None:
    """Any of the right ones may take all the belief; where every one is wanted, they share it."""
    case = Case(np.eye(3), np.array([True, True, False]), every=every)
    lone = Case(np.eye(3), np.array([True, False, False]), every=every)
    weights = fit_choices([case, lone], table())
    belief = np.exp(weights[:2]) / np.exp(weights[:2]).sum()

    assert belief[0] > share
    assert (belief[1] > 0.2) == every


def test_grounds_are_a_logistic_regression_with_its_signs_held() -> None:
    """What tells answers from refusals gets its weight, what may not weigh against an answer gets none."""
    features = np.array([[1.0, 0.0, 0.0], [0.9, 0.1, 0.0], [0.1, 0.9, 0.0], [0.0, 1.0, 0.0]])
    right = np.array([True, True, False, False])
    held = Table("kg/ground.py", "GROUND_WEIGHTS", MEASURES, {}, GROUND_RIDGE)
    weights = fit_grounds(features, right, np.ones(len(right)), held)

    assert weights[0] > 1 and weights[1] == 0 and weights[2] == 0
    assert (features @ weights[:-1] + weights[-1] > 0).tolist() == right.tolist()


def test_a_fit_repeats_and_tells_what_it_gains(cases: list[Case]) -> None:
    """The same cases print the same table to the letter, under the share right before and after."""
    told = told_choices(table(), cases)

    assert told == told_choices(table(), cases)
    assert told.startswith("# kg/rank.py: right before 0.333, after 1.000, of 3 questions\nWEIGHTS: dict[str, float]")
