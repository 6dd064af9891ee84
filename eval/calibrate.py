"""Confidence against truth: the risk-coverage curve, the refusal threshold it suggests, the calibration error."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise

from eval.outcomes import Outcome
from eval.questions import Task

#: Bins of equal width for the calibration error; the customary ten.
BINS = 10


@dataclass(frozen=True)
class Sample:
    """One question asked: how sure the answer was (None where it was refused), whether it was right and cited,
    and whether the question was one to refuse."""

    confidence: float | None
    right: bool
    to_refuse: bool


@dataclass(frozen=True)
class Point:
    """At this threshold, the share of all questions that is answered and the share of those answers that is wrong."""

    threshold: float
    coverage: float
    risk: float


@dataclass(frozen=True)
class Bin:
    """The answers whose confidence lies in [low, high): how many, how sure on average, how often right."""

    low: float
    high: float
    n: int
    confidence: float
    right: float


@dataclass(frozen=True)
class Calibration:
    """What the confidence is worth."""

    aurc: float
    ece: float
    threshold: float
    curve: tuple[Point, ...]
    bins: tuple[Bin, ...]


def samples_of(outcomes: Iterable[Outcome]) -> tuple[Sample, ...]:
    """The open questions and those to refuse; a multiple-choice question is never refused for want of confidence."""
    return tuple(
        Sample(
            confidence=outcome.answer.confidence if outcome.verdict.answered else None,
            right=outcome.task is Task.ANSWER and outcome.handled,
            to_refuse=outcome.task is Task.REFUSE,
        )
        for outcome in outcomes
        if outcome.task is not Task.CHOOSE
    )


def risk_coverage(samples: Sequence[Sample]) -> tuple[Point, ...]:
    """The curve, from the surest answers to all that were given; answers of one confidence enter together.

    Source: El-Yaniv and Wiener, "On the Foundations of Noise-free Selective Classification", JMLR 11, 2010.

    >>> risk_coverage([Sample(0.9, True, False), Sample(0.4, False, True)])
    (Point(threshold=0.9, coverage=0.5, risk=0.0), Point(threshold=0.4, coverage=1.0, risk=0.5))
    """
    given = sorted((s for s in samples if s.confidence is not None), key=lambda s: -(s.confidence or 0.0))
    points, answered, wrong = [], 0, 0
    for confidence, group in groupby(given, key=lambda s: s.confidence or 0.0):
        for sample in group:
            answered += 1
            wrong += not sample.right
        points.append(Point(confidence, answered / len(samples), wrong / answered))
    return tuple(points)


def aurc(curve: Sequence[Point]) -> float:
    """The risk averaged over the coverage that is reached, in [0, 1]; 0 without a curve. Lower is better.

    >>> aurc([Point(0.9, 0.5, 0.0), Point(0.4, 1.0, 0.5)])
    0.25
    """
    if not curve:
        return 0.0
    start = Point(curve[0].threshold, 0.0, 0.0)
    area = sum((after.coverage - before.coverage) * after.risk for before, after in pairwise([start, *curve]))
    return area / curve[-1].coverage


def reliability(samples: Iterable[Sample], *, bins: int = BINS) -> tuple[Bin, ...]:
    """The bins that hold an answer; a confidence of 1 falls in the last one."""
    boxes: dict[int, list[Sample]] = {}
    for sample in samples:
        if sample.confidence is not None:
            boxes.setdefault(min(max(int(sample.confidence * bins), 0), bins - 1), []).append(sample)
    return tuple(
        Bin(
            low=index / bins,
            high=(index + 1) / bins,
            n=len(box),
            confidence=sum(sample.confidence or 0.0 for sample in box) / len(box),
            right=sum(sample.right for sample in box) / len(box),
        )
        for index, box in sorted(boxes.items())
    )


def ece(bins: Sequence[Bin]) -> float:
    """Expected calibration error: how far confidence is from the share of right answers, averaged over answers.

    Source: Naeini, Cooper and Hauskrecht, "Obtaining Well Calibrated Probabilities Using Bayesian Binning", AAAI 2015.

    >>> round(ece([Bin(0.8, 0.9, 3, 0.85, 0.65), Bin(0.9, 1.0, 1, 0.9, 1.0)]), 3)
    0.175
    """
    answers = sum(box.n for box in bins)
    return sum(box.n * abs(box.confidence - box.right) for box in bins) / answers if answers else 0.0


def pick_threshold(samples: Sequence[Sample]) -> float:
    """The confidence under which to refuse, so that most questions get what they want.

    A threshold gains the questions to refuse that fall under it and loses the right answers that do. It is put
    halfway between two neighbouring confidences; of thresholds as good, the highest, as an answer that
    cannot be right is worse than none.

    >>> pick_threshold([Sample(0.9, True, False), Sample(0.5, True, False), Sample(0.3, False, True)])
    0.4
    """
    given = [sample for sample in samples if sample.confidence is not None]
    levels = sorted({sample.confidence for sample in given if sample.confidence is not None})
    if not levels:
        return 0.0
    candidates = [levels[0], *(round((low + high) / 2, 6) for low, high in pairwise(levels)), levels[-1] + 1.0]

    def gain(threshold: float) -> int:
        return sum(s.right if (s.confidence or 0.0) >= threshold else s.to_refuse for s in given)

    return max(candidates, key=lambda threshold: (gain(threshold), threshold))


def calibrate(samples: Sequence[Sample]) -> Calibration:
    """Everything that this module says about a run."""
    curve, bins = risk_coverage(samples), reliability(samples)
    return Calibration(aurc(curve), ece(bins), pick_threshold(samples), curve, bins)
