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
    "dense_ask": 2.03, "dense_fact": 2.52, "dense_passage": 3.56, "passage_bm25": 1.97, "coverage": 1.5,
    "typed": 2.27, "literal_typed": 0.0, "literal_wanted": 1.25, "anchor_typed": 3.79, "cued": 0.98,
    "asked": 2.1, "plural_group": 1.48, "plural_one": 0.61, "single_group": -1.83, "members": 2.03,
    "umbrella": -1.38, "structural": -0.96, "uses": -1.12, "subjects": -0.26, "one_object": -2.16,
    "near_anchor": 5.84, "near_focus": 1.46, "worded": 5.33, "glossed": 4.68, "anchor_named": 0.92,
    "anchor_other": 1.36, "anchor_hinted": 0.0, "answer_named": -1.0, "anchor_below": 2.13, "grouped": 0.61,
    "umbrellas": -1.46, "unnamed_fact": 0.97, "opened": 2.79,
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
