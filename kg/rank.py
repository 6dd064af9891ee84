"""Ranking candidates: a log-linear model over the features of :mod:`kg.evidence`.

Source of the form: Berant and Liang, "Semantic Parsing via Paraphrasing", ACL 2014, where the readings of a
question are all generated and ranked by how near each, told in words, lies to the question.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kg.candidates import Candidate
from kg.evidence import FEATURES

#: Weight of each feature; see eval/fit.py, which fits them on the development part of the golden questions.
WEIGHTS: dict[str, float] = {
    "dense_ask": 3.82, "dense_fact": 1.63, "dense_passage": 2.33, "passage_bm25": 1.81, "coverage": 1.32,
    "typed": 3.51, "literal_typed": 0.0, "literal_wanted": 0.13, "anchor_typed": 3.96, "cued": 1.16,
    "asked": 1.05, "plural_group": 0.61, "plural_one": 0.58, "single_group": -2.87, "members": 2.96,
    "umbrella": -2.4, "structural": -1.6, "uses": -1.46, "subjects": -1.14, "one_object": -4.5,
    "near_anchor": 7.06, "near_focus": 2.66, "worded": 4.6, "glossed": 5.33, "anchor_named": 1.34,
    "anchor_other": 0.4, "anchor_hinted": 0.01, "answer_named": -1.24, "anchor_below": 2.28, "grouped": 1.24,
    "umbrellas": -1.9, "unnamed_fact": 1.14, "opened": 2.3,
}  # fmt: skip
#: Candidates kept of a ranking; answers are merged among these.
KEPT = 40


@dataclass(frozen=True)
class Ranked:
    """A candidate with its share of the belief, in [0, 1], and its row in the feature matrix."""

    candidate: Candidate
    belief: float
    row: int


def rank(candidates: Sequence[Candidate], features: NDArray[np.float32], *, keep: int = KEPT) -> list[Ranked]:
    """Candidates by belief, best first, ties by key order.

    :param features: (n, len(FEATURES)), a row for each candidate.
    """
    weights = np.array([WEIGHTS.get(name, 0.0) for name in FEATURES], np.float64)
    scores = features.astype(np.float64) @ weights
    belief = np.exp(scores - scores.max())
    belief /= belief.sum()
    order = np.lexsort((np.arange(len(scores)), -scores))[:keep]
    return [Ranked(candidates[row], float(belief[row]), int(row)) for row in order]


def by_answer(ranking: Sequence[Ranked]) -> list[list[Ranked]]:
    """Candidates that give the same answer, together; groups by their summed belief, best first."""
    groups: dict[tuple[str, ...], list[Ranked]] = defaultdict(list)
    for ranked in ranking:
        groups[tuple(sorted(ranked.candidate.answers))].append(ranked)
    return sorted(groups.values(), key=lambda group: (-sum(r.belief for r in group), group[0].row))
