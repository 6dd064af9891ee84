"""Plain retrieval on the same guide, to measure the assistant against: BM25, vectors, and both fused.

A baseline answers with the text of its best passage, cites its ten best in order, and refuses when the best one scores
under a threshold. Of options it chooses those that, put to the question, find the best passage.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Protocol

from eval.calibrate import pick_threshold, samples_of
from eval.outcomes import Guide, ask_all
from eval.passages import Passage
from eval.questions import Question, Task
from kg.model import Answer, Citation, Query
from kg.text import fold_space, stems

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from kg.encoder import Encoder

    Scores = NDArray[np.float64]

#: Passages cited, best first: the depth that nDCG@10 looks at.
DEPTH = 10
#: Rank damping, no unit; the value of the paper cited in :class:`FusedRanker`.
RRF_DAMPING = 60
#: Score under which nothing is refused.
NEVER_REFUSE = float("-inf")
_AS_MANY = re.compile(r"\b(?:choose|select|pick|which)\s+(?:the\s+)?(two|three|four|2|3|4)\b", re.IGNORECASE)
_NUMBERS = {"two": 2, "three": 3, "four": 4, "2": 2, "3": 3, "4": 4}


class Ranker(Protocol):
    """Scores every passage for a text; higher is better."""

    def scores(self, text: str) -> Scores:
        """Scores of shape (passages,), in the order of the passages."""
        ...

    def weigh(self, texts: Sequence[str]) -> Scores:
        """Scores of shape (texts,): how well each text finds a passage at all, so that texts can be compared."""
        ...


def best_scores(ranker: Ranker, texts: Sequence[str]) -> Scores:
    """The score of the best passage for each text; of use where scores of two texts share a scale."""
    import numpy as np

    return np.asarray([ranker.scores(text).max() for text in texts], dtype=np.float64)


class Bm25Ranker:
    """BM25 over the stems of the passages' words, with the defaults of bm25s."""

    def __init__(self, passages: Sequence[Passage]) -> None:
        from kg.lexical import bm25

        self._size = len(passages)
        self._index = bm25([stems(passage.text) for passage in passages])

    def scores(self, text: str) -> Scores:
        """BM25 scores; zero without a word in common."""
        import numpy as np

        words = list(stems(text))
        return np.asarray(self._index.get_scores(words) if words else np.zeros(self._size), dtype=np.float64)

    def weigh(self, texts: Sequence[str]) -> Scores:
        """The best passage's BM25 score."""
        return best_scores(self, texts)


class VectorRanker:
    """The cosine of the question's and the passages' vectors; so few need no index. Each text is encoded once."""

    def __init__(self, passages: Sequence[Passage], encoder: Encoder) -> None:
        self._encoder = encoder
        self._vectors = encoder.encode([passage.text for passage in passages])
        self._known: dict[str, Scores] = {}

    def scores(self, text: str) -> Scores:
        """Cosines in [-1, 1]."""
        import numpy as np

        if text not in self._known:
            self._known[text] = np.asarray(self._vectors @ self._encoder.encode([text])[0], dtype=np.float64)
        return self._known[text]

    def weigh(self, texts: Sequence[str]) -> Scores:
        """The best passage's cosine."""
        return best_scores(self, texts)


class FusedRanker:
    """Ranks summed as reciprocals, as the scores share no scale.

    Source: Cormack, Clarke and Büttcher, "Reciprocal Rank Fusion", SIGIR 2009.
    """

    def __init__(self, *rankers: Ranker) -> None:
        self._rankers = rankers

    def scores(self, text: str) -> Scores:
        """Sums of 1 / (damping + rank), in (0, rankers / (damping + 1)]."""
        return fused([ranker.scores(text) for ranker in self._rankers])

    def weigh(self, texts: Sequence[str]) -> Scores:
        """The texts' ranks among each other, fused; ranks of passages say nothing across texts."""
        return fused([ranker.weigh(texts) for ranker in self._rankers])


def fused(scores: Sequence[Scores]) -> Scores:
    """Reciprocal ranks summed, for R lists of scores of the same n things: shape (n,)."""
    import numpy as np

    ranks = [np.argsort(best_first(each)) + 1 for each in scores]
    return np.asarray(sum(1 / (RRF_DAMPING + rank) for rank in ranks), dtype=np.float64)


def best_first(scores: Scores) -> NDArray[np.intp]:
    """Rows by falling score; ties in the order of the guide."""
    import numpy as np

    return np.argsort(-scores, kind="stable")


@dataclass(frozen=True)
class PassageAnswerer:
    """Answers with the best passage; ``threshold`` is in the ranker's own units."""

    passages: tuple[Passage, ...]
    ranker: Ranker
    threshold: float = NEVER_REFUSE

    def ask(self, query: Query) -> Answer:
        """The best passage, or a refusal that keeps what it found, so that retrieval is measured all the same."""
        asked = " ".join([*query.history, query.question])
        if query.options:
            return self._choose(query, asked)
        scores = self.ranker.scores(asked)
        order = best_first(scores)[:DEPTH]
        answered = bool(scores[order[0]] >= self.threshold)
        return Answer(
            id=query.id,
            question=query.question,
            kind="passage",
            answered=answered,
            answer=self.passages[order[0]].text if answered else "",
            confidence=float(scores[order[0]]),
            citations=self._cite([int(row) for row in order]),
        )

    def _choose(self, query: Query, asked: str) -> Answer:
        letters = sorted(query.options)
        texts = [f"{asked} {query.options[letter]}" for letter in letters]
        weights = self.ranker.weigh(texts)
        chosen = [int(row) for row in best_first(weights)[: how_many(query.question)]]
        order = best_first(self.ranker.scores(" ".join([asked, *(query.options[letters[row]] for row in chosen)])))
        return Answer(
            id=query.id,
            question=query.question,
            kind="passage",
            answered=True,
            answer=self.passages[order[0]].text,
            choice=tuple(sorted(letters[row] for row in chosen)),
            confidence=float(weights[chosen[0]]),
            citations=self._cite([int(row) for row in order[:DEPTH]]),
        )

    def _cite(self, rows: Sequence[int]) -> tuple[Citation, ...]:
        return tuple(
            Citation(
                id=number,
                document=(passage := self.passages[row]).document,
                section=passage.heading,
                start_line=passage.start_line,
                end_line=passage.end_line,
                quote=fold_space(" ".join(passage.lines)),
            )
            for number, row in enumerate(rows, start=1)
        )


def how_many(stem: str) -> int:
    """How many options a question asks for.

    >>> how_many("Which services stream data? (Choose two)"), how_many("Which service streams data?")
    (2, 1)
    """
    found = _AS_MANY.search(stem)
    return _NUMBERS[found.group(1).lower()] if found else 1


def baselines(guide: Guide, encoder: Encoder, *, tuning: Sequence[Question]) -> dict[str, PassageAnswerer]:
    """The three baselines by name, each with the refusal threshold that serves it best on ``tuning``."""
    bm25, vectors = Bm25Ranker(guide.passages), VectorRanker(guide.passages, encoder)
    rankers: dict[str, Ranker] = {"bm25": bm25, "vectors": vectors, "fused": FusedRanker(bm25, vectors)}
    return {name: tuned(PassageAnswerer(guide.passages, ranker), tuning, guide) for name, ranker in rankers.items()}


def tuned(answerer: PassageAnswerer, tuning: Sequence[Question], guide: Guide) -> PassageAnswerer:
    """The same baseline with the threshold picked from these questions; those with options are never refused."""
    refusable = [question for question in tuning if question.task is not Task.CHOOSE]
    samples = samples_of(ask_all(replace(answerer, threshold=NEVER_REFUSE), refusable, guide))
    return replace(answerer, threshold=pick_threshold(samples))
