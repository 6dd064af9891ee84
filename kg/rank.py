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
    "dense_ask": 3.86, "dense_fact": 1.77, "dense_passage": 2.53, "passage_bm25": 1.9, "coverage": 1.37,
    "typed": 3.66, "literal_typed": 0.0, "literal_wanted": 0.17, "anchor_typed": 4.0, "cued": 1.21,
    "asked": 0.87, "plural_group": 0.67, "plural_one": 0.62, "single_group": -3.03, "members": 2.87,
    "umbrella": -2.39, "structural": -1.45, "uses": -1.45, "subjects": -1.22, "one_object": -4.51,
    "near_anchor": 6.79, "near_focus": 2.62, "worded": 4.64, "glossed": 5.21, "anchor_named": 1.41,
    "anchor_other": 0.43, "anchor_hinted": 0.09, "answer_named": -1.35, "anchor_below": 2.29, "grouped": 1.35,
    "umbrellas": -1.9, "unnamed_fact": 1.02,
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
