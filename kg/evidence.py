"""How well each candidate fits a question, as a matrix of features: dense, lexical and symbolic evidence together."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Generic, TypeVar

import numpy as np
from numpy.typing import NDArray

from kg.book import FactBook
from kg.candidates import Candidate, Shape
from kg.lexical import bm25
from kg.model import Entry, EntryKind, Relation
from kg.postings import Postings
from kg.question import Question
from kg.symbolic import Symbols
from kg.tell import wording_for
from kg.text import stems
from kg.vocabulary import Vocabulary

Floats = NDArray[np.float32]
K = TypeVar("K")
#: The rows of the entries of a kind that tell of a fact, by kind and fact id.
RowsByFact = Mapping[tuple[EntryKind, str], list[int]]

#: How far behind the likeliest wording a kind of question lies for which there is none.
LEAST_WORDED = -0.5

#: The features of a candidate, in the order of the matrix's columns.
FEATURES = (
    "dense_ask", "dense_fact", "dense_passage", "passage_bm25", "coverage", "typed", "literal_typed", "literal_wanted",
    "anchor_typed", "cued", "asked", "plural_group", "plural_one", "single_group", "members", "umbrella", "structural",
    "uses", "subjects", "one_object", "near_anchor", "near_focus", "worded", "glossed", "anchor_named",
    "anchor_other", "anchor_hinted", "answer_named", "anchor_below", "grouped", "umbrellas",
    "unnamed_fact", "opened",
)  # fmt: skip


class Evidence:
    """Scores every candidate of a base for a question; the tables that it needs are laid out once."""

    def __init__(
        self, book: FactBook, candidates: Sequence[Candidate], entries: Sequence[Entry], vocabulary: Vocabulary
    ) -> None:
        self.book, self.candidates = book, tuple(candidates)
        by_fact = _by_fact(entries)
        self._ask = _Rows(_ask_rows(candidates, by_fact))
        self._fact = _Rows(_kind_rows(candidates, by_fact, EntryKind.FACT))
        self._passage = _Rows(_kind_rows(candidates, by_fact, EntryKind.PASSAGE))
        self.postings = Postings([_texts(candidate, book) for candidate in candidates])
        self.unknown_idf = float(np.log(1 + len(self.postings)))
        passages = [row for row, entry in enumerate(entries) if entry.kind is EntryKind.PASSAGE]
        self._passage_rows = np.array(passages, np.int64)
        self._passage_bm25 = bm25([stems(entries[row].text) for row in passages])
        self.symbols = Symbols(book, candidates)
        self._kinds = _Keys([self._wordings_of(candidate, vocabulary) for candidate in candidates])
        self._anchors, self._foci = _Keys(self.symbols.anchor), _Keys(self.symbols.focus)

    def _wordings_of(self, candidate: Candidate, vocabulary: Vocabulary) -> tuple[str, ...]:
        """The kinds of question that a candidate can answer, by their wordings."""
        if candidate.shape is Shape.SUBJECTS:
            return (wording_for(candidate.relation, back=True),)
        relations = stood_for(candidate.relation, candidate.anchor, self.book, vocabulary)
        uses = (Relation.SERVICE_DOES,) if candidate.shape is Shape.USES else ()
        return tuple(wording_for(relation) for relation in (*uses, *relations))

    def idf(self, stem: str) -> float:
        """How rare a stem is among the candidates; an unknown one is rarest."""
        return float(np.log(1 + len(self.postings) / max(1, len(self.postings.rows(stem)))))

    def coverage(self, content: Iterable[str]) -> Floats:
        """The share of the question's content words, weighted by rarity, that each candidate's words hold."""
        total, found = 0.0, np.zeros(len(self.candidates), np.float32)
        for stem in content:
            weight = self.idf(stem)
            total += weight
            found[self.postings.rows(stem)] += weight
        return found / np.float32(total) if total else found

    def features(
        self,
        question: Question,
        sims: Floats,
        nearness: Mapping[str, float],
        glossed: Mapping[str, float],
        worded: Mapping[str, float],
        opened: Mapping[str, float],
        unnamed: Floats | None,
    ) -> Floats:
        """The feature matrix, one row a candidate, one column a name of :data:`FEATURES`.

        :param sims: Cosine of the question with each entry, in the order of the entries.
        :param nearness: How near the question lies to each node.
        :param glossed: The share of its content words among the words for each node.
        :param worded: How far its wording lies behind the likeliest one, for each kind of question.
        :param opened: The share of the wordings that open as it does, for each kind of question.
        :param unnamed: The same as ``sims``, of the sentence that asks without its names; None if it names nothing.
        """
        columns: dict[str, Any] = {
            "dense_ask": self._ask.best(sims),
            "dense_fact": self._fact.best(sims),
            "dense_passage": self._passage.best(sims),
            "passage_bm25": self._passage.best(self._passages(question, len(sims))),
            "coverage": self.coverage(question.content),
            **self._near(question, nearness),
            "glossed": self._anchors.take(glossed),
            "worded": self._worded(worded, LEAST_WORDED),
            "opened": self._worded(opened, 0.0),
            "unnamed_fact": self._fact.best(unnamed if unnamed is not None else np.zeros_like(sims)),
            **self.symbols.columns(question),
        }
        return np.stack([np.asarray(columns[name], np.float32) for name in FEATURES], axis=1)

    def _passages(self, question: Question, size: int) -> Floats:
        """BM25 of the passages, at their rows among ``size`` entries, divided by the best."""
        found = np.zeros(size, np.float32)
        found[self._passage_rows] = _scaled(self._passage_bm25, question.content, len(self._passage_rows))
        return found

    def specific(self, names: Sequence[str]) -> tuple[str, ...]:
        """The names without those that only say what another of them is part of ("experimentation in MLOps")."""
        return self.symbols.specific(names)

    def _worded(self, worded: Mapping[str, float], least: float) -> Floats:
        """The value of the kind of question, among those that each candidate can answer, for which it is highest."""
        return self._kinds.take({kinds: max(worded.get(k, least) for k in kinds) for kinds in self._kinds.names})

    def _near(self, question: Question, nearness: Mapping[str, float]) -> dict[str, Floats]:
        """How near a candidate's anchor lies; and how far its focus stays behind the nearest thing wanted."""
        kinds = question.wanted
        wanted = [near for name, near in nearness.items() if self.book.type_of(name) in kinds] if kinds else []
        best = max(wanted or nearness.values(), default=0.0)
        return {
            "near_anchor": self._anchors.take(nearness),
            "near_focus": self._foci.take(nearness) - np.float32(best),
        }


def stood_for(relation: Relation, subject: str, book: FactBook, vocabulary: Vocabulary) -> tuple[Relation, ...]:
    """A relation, and those in whose place it answers about a subject that has none of them."""
    places = vocabulary.relations[relation].stands_for
    return (relation, *(place for place in places if not book.out(subject, place)))


class _Keys(Generic[K]):
    """The key of each candidate, laid out so that a value for each key is taken to the candidates in one call."""

    def __init__(self, keys: Sequence[K]) -> None:
        self.names = tuple(dict.fromkeys(keys))
        place = {key: number for number, key in enumerate(self.names)}
        self._places = np.array([place[key] for key in keys], np.int64)

    def take(self, values: Mapping[K, float]) -> Floats:
        """The value of each candidate's key; 0 for a key without one."""
        found: Floats = np.array([values.get(key, 0.0) for key in self.names], np.float32)[self._places]
        return found


class _Rows:
    """For each candidate, the entries that speak for it, laid out so that one call takes the best of each."""

    def __init__(self, rows: Sequence[Sequence[int]]) -> None:
        self._flat = np.array([row for part in rows for row in part], dtype=np.int64)
        sizes = np.array([len(part) for part in rows], dtype=np.int64)
        self._filled = np.flatnonzero(sizes)
        self._starts = (np.cumsum(sizes) - sizes)[self._filled]
        self._count = len(rows)

    def best(self, scores: Floats) -> Floats:
        found = np.zeros(self._count, np.float32)
        if len(self._flat):
            found[self._filled] = np.maximum.reduceat(scores[self._flat], self._starts)
        return found


def _ask_rows(candidates: Sequence[Candidate], by_fact: RowsByFact) -> list[list[int]]:
    """For each candidate, the entries that ask for the end that it answers with."""
    subjects, objects = EntryKind.ASK_SUBJECT, EntryKind.ASK_OBJECT
    return [_rows_of(c, by_fact, subjects if c.shape is Shape.SUBJECTS else objects) for c in candidates]


def _kind_rows(candidates: Sequence[Candidate], by_fact: RowsByFact, kind: EntryKind) -> list[list[int]]:
    return [_rows_of(candidate, by_fact, kind) for candidate in candidates]


def _rows_of(candidate: Candidate, by_fact: RowsByFact, kind: EntryKind) -> list[int]:
    return sorted({row for fact in candidate.facts for row in by_fact.get((kind, fact.id), ())})


def _by_fact(entries: Sequence[Entry]) -> dict[tuple[EntryKind, str], list[int]]:
    found: dict[tuple[EntryKind, str], list[int]] = defaultdict(list)
    for row, entry in enumerate(entries):
        for fact in entry.facts:
            found[entry.kind, fact].append(row)
    return found


def _texts(candidate: Candidate, book: FactBook) -> list[str]:
    """All that a candidate's facts say, names and other names included."""
    names = {candidate.anchor, *candidate.answers}
    aliases = [alias for name in sorted(names) if name in book.nodes for alias in book.nodes[name].aliases]
    said = [part for f in candidate.facts for part in (f.subject, f.object, f.qualifier or "", *f.source.section[-2:])]
    return [*dict.fromkeys(said), *aliases]


def _scaled(model: Any, words: Sequence[str], size: int) -> Floats:
    """BM25 scores divided by the best one, so that they lie in [0, 1]."""
    known = [word for word in words if word in model.vocab_dict]
    if not known:
        return np.zeros(size, np.float32)
    scores = np.asarray(model.get_scores(known), np.float32)
    best = float(scores.max())
    return scores / best if best > 0 else scores
