"""Figures with their uncertainty: shares, means, and paired comparisons."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

#: How sure an interval is, as a share of repetitions; the customary value, so that figures compare with papers'.
CONFIDENCE = 0.95
#: Bootstrap samples; at 2,000 the ends of a 95 % interval move by less than a point from seed to seed.
RESAMPLES = 2000
#: Seed of the bootstrap, fixed so that a run repeats.
SEED = 20


@dataclass(frozen=True)
class Estimate:
    """A figure over n questions and its 95 % interval."""

    value: float
    low: float
    high: float
    n: int


@dataclass(frozen=True)
class Paired:
    """Two systems on the same questions: how often just one is right, and how likely chance splits them so."""

    only_first: int
    only_second: int
    p: float


def share(hits: Sequence[bool]) -> Estimate | None:
    """The share of hits with Wilson's interval; None of nothing.

    Source: Wilson, "Probable Inference, the Law of Succession, and Statistical Inference", JASA 22, 1927.

    >>> found = share([True] * 8 + [False] * 2)
    >>> round(found.low, 3), found.value, round(found.high, 3)
    (0.49, 0.8, 0.943)
    """
    if not hits:
        return None
    from scipy.stats import binomtest

    interval = binomtest(sum(hits), len(hits)).proportion_ci(CONFIDENCE, method="wilson")
    return Estimate(sum(hits) / len(hits), float(interval.low), float(interval.high), len(hits))


def mean(values: Sequence[float]) -> Estimate | None:
    """The mean with a seeded percentile bootstrap over questions; None of nothing.

    >>> mean([0.5, 0.5])
    Estimate(value=0.5, low=0.5, high=0.5, n=2)
    """
    if not values:
        return None
    import numpy as np

    sample = np.asarray(values, dtype=np.float64)
    picks = np.random.default_rng(SEED).integers(0, len(sample), (RESAMPLES, len(sample)))
    tail = (1 - CONFIDENCE) / 2
    low, high = np.quantile(sample[picks].mean(axis=1), [tail, 1 - tail])
    return Estimate(float(sample.mean()), float(low), float(high), len(sample))


def mcnemar(first: Sequence[bool], second: Sequence[bool]) -> Paired:
    """McNemar's test, exact: only the questions on which two systems differ say which is better.

    :raises ValueError: If the two are not of one length.

    Source: McNemar, "Note on the sampling error of the difference between correlated proportions",
    Psychometrika 12, 1947.

    >>> mcnemar([True] * 6 + [False], [False] * 6 + [False])
    Paired(only_first=6, only_second=0, p=0.03125)
    """
    only_first = sum(a and not b for a, b in zip(first, second, strict=True))
    only_second = sum(b and not a for a, b in zip(first, second, strict=True))
    differing = only_first + only_second
    if not differing:
        return Paired(0, 0, 1.0)
    from scipy.stats import binomtest

    return Paired(only_first, only_second, float(binomtest(only_first, differing).pvalue))
