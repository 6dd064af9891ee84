"""How well each candidate fits a question, as a matrix of features: dense, lexical and symbolic evidence side by side."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from kg.book import FactBook
from kg.candidates import Candidate, Shape
from kg.model import Entry, EntryKind, NodeType, Relation
from kg.lexical import bm25
from kg.question import Question
from kg.text import stems

Floats = NDArray[np.float32]

#: The features of a candidate, in the order of the matrix's columns.
FEATURES = (
    "dense_ask", "dense_fact", "dense_passage", "bm25", "coverage", "typed", "mistyped", "cued", "asked", "anchored", "hinted",
    "stray_mentions", "answer_named", "plural_group", "plural_one", "literal_wanted", "literal_typed", "passage_bm25", "subjects", "one_object",
    "anchor_typed", "anchor_mistyped", "uses", "single_group", "near_answer", "near_anchor", "near_focus", "structural", "members", "umbrella",
)  # fmt: skip

#: Relations of the guide's own order, which people seldom ask for.
STRUCTURAL = (Relation.PART_OF, Relation.NEXT_STAGE, Relation.SEE_ALSO)

#: Members from which a thing is an umbrella for others.
FEWEST_MEMBERS = 2


class Evidence:
    """Scores every candidate of a base for a question; the tables that it needs are laid out once."""

    def __init__(self, book: FactBook, candidates: Sequence[Candidate], entries: Sequence[Entry]) -> None:
        self.book, self.candidates = book, tuple(candidates)
        self._ask = _Rows(_ask_rows(candidates, entries))
        self._fact = _Rows(_kind_rows(candidates, entries, EntryKind.FACT))
        self._passage = _Rows(_kind_rows(candidates, entries, EntryKind.PASSAGE))
        texts = [_words(candidate, book) for candidate in candidates]
        self._stems = [frozenset(text) for text in texts]
        self._postings = _postings(self._stems)
        count = len(texts)
        self._idf = {stem: float(np.log(1 + count / len(rows))) for stem, rows in self._postings.items()}
        self.unknown_idf = float(np.log(1 + count))
        self._bm25 = bm25(texts)
        self._passage_bm25 = bm25([stems(entry.text) for entry in entries])
        self.umbrellas = _umbrellas(book)
        self._answer_types = np.array([candidate.answer_type.value for candidate in candidates])

    def idf(self, stem: str) -> float:
        """How rare a stem is among the candidates; an unknown one is rarest."""
        return self._idf.get(stem, self.unknown_idf)

    def coverage(self, content: Iterable[str]) -> Floats:
        """The share of the question's content words, weighted by rarity, that each candidate's words hold."""
        total, found = 0.0, np.zeros(len(self.candidates), np.float32)
        for stem in content:
            weight = self.idf(stem)
            total += weight
            rows = self._postings.get(stem)
            if rows is not None:
                found[rows] += weight
        return found / np.float32(total) if total else found

    def features(self, question: Question, sims: Floats, nearness: Mapping[str, float]) -> Floats:
        """The feature matrix, one row a candidate, one column a name of :data:`FEATURES`.

        :param sims: Cosine of the question with each entry, in the order of the entries.
        :param nearness: How near the question lies to each node.
        """
        n = len(self.candidates)
        columns: dict[str, Any] = {
            "dense_ask": self._ask.best(sims),
            "dense_fact": self._fact.best(sims),
            "dense_passage": self._passage.best(sims),
            "bm25": _scaled(self._bm25, question.content, n),
            "passage_bm25": self._passage.best(_scaled(self._passage_bm25, question.content, len(sims))),
            "coverage": self.coverage(question.content),
            **self._near(question, nearness),
            **self._symbolic(question),
        }
        return np.stack([np.asarray(columns[name], np.float32) for name in FEATURES], axis=1)

    def specific(self, names: Sequence[str]) -> tuple[str, ...]:
        """The names without those that only say what another of them is part of ("experimentation in MLOps")."""
        wholes = {fact.object for name in names for fact in self.book.out(name, Relation.PART_OF)}
        return tuple(name for name in names if name not in wholes) or tuple(names)

    def _near(self, question: Question, nearness: Mapping[str, float]) -> dict[str, list[float]]:
        """How near the nodes at a candidate's ends lie; and how far its focus stays behind the nearest of the wanted type."""
        wanted = [near for name, near in nearness.items() if self.book.type_of(name) in question.wanted]
        best = max(wanted or nearness.values(), default=0.0)
        lone = [c.answers[0] if len(c.answers) == 1 else "" for c in self.candidates]
        return {
            "near_answer": [nearness.get(name, 0.0) for name in lone],
            "near_anchor": [nearness.get(c.anchor, 0.0) for c in self.candidates],
            "near_focus": [nearness.get(focus_of(c) or "", 0.0) - best for c in self.candidates],
        }

    def _symbolic(self, question: Question) -> dict[str, list[float]]:
        named, hinted = set(self.specific(question.named)), set(question.hinted)
        wanted = {kind for kind in question.wanted}
        columns: dict[str, list[float]] = defaultdict(list)
        for candidate in self.candidates:
            literal = candidate.answer_type is NodeType.TEXT
            ends = {candidate.anchor, *candidate.answers} | {f.subject for f in candidate.facts}
            typed = bool(wanted) and candidate.answer_type in wanted
            group = candidate.shape is not Shape.ONE_OBJECT and len(candidate.answers) > 1
            columns["typed"].append(typed)
            columns["mistyped"].append(bool(wanted) and not typed and not literal)
            columns["literal_typed"].append(bool(wanted) and literal)
            columns["literal_wanted"].append(not wanted and literal)
            columns["cued"].append(candidate.relation in question.cues)
            columns["asked"].append(candidate.relation in question.nouns)
            columns["anchored"].append(candidate.anchor in named)
            columns["hinted"].append(candidate.anchor in hinted)
            columns["stray_mentions"].append(len(named - ends) / max(1, len(named)))
            columns["answer_named"].append(bool(named & set(candidate.answers)))
            columns["plural_group"].append(question.plural and group)
            columns["plural_one"].append(not question.plural and group)
            told = bool(wanted) and literal and candidate.anchor not in named
            columns["anchor_typed"].append(told and self.book.type_of(candidate.anchor) in wanted)
            columns["anchor_mistyped"].append(told and self.book.type_of(candidate.anchor) not in wanted)
            columns["single_group"].append(bool(wanted) and not question.plural and not literal and len(candidate.answers) > 1)
            members = question.plural and typed and group
            columns["members"].append(members and (not named or candidate.anchor in named))
            columns["structural"].append(candidate.relation in STRUCTURAL and not members)
            columns["umbrella"].append(not question.plural and focus_of(candidate) in self.umbrellas)
            columns["uses"].append(candidate.shape is Shape.USES)
            columns["subjects"].append(candidate.shape is Shape.SUBJECTS)
            columns["one_object"].append(candidate.shape is Shape.ONE_OBJECT)
        return columns


def _umbrellas(book: FactBook) -> frozenset[str]:
    """The things that others are part of: seldom the one thing that somebody is after."""
    sizes: dict[str, int] = defaultdict(int)
    for fact in book.facts:
        sizes[fact.object] += fact.relation is Relation.PART_OF
    return frozenset(name for name, size in sizes.items() if size >= FEWEST_MEMBERS)


def focus_of(candidate: Candidate) -> str | None:
    """The one node that a candidate is about: the subject of a literal, else the node that answers."""
    if candidate.answer_type is NodeType.TEXT:
        return candidate.anchor
    return candidate.answers[0] if len(candidate.answers) == 1 else None


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


def _ask_rows(candidates: Sequence[Candidate], entries: Sequence[Entry]) -> list[list[int]]:
    kinds = {Shape.OBJECTS: EntryKind.ASK_OBJECT, Shape.USES: EntryKind.ASK_OBJECT, Shape.SUBJECTS: EntryKind.ASK_SUBJECT, Shape.ONE_OBJECT: EntryKind.ASK_OBJECT}
    by_fact = _by_fact(entries)
    return [
        sorted({row for fact in candidate.facts for row in by_fact.get((kinds[candidate.shape], fact.id), ())})
        for candidate in candidates
    ]


def _kind_rows(candidates: Sequence[Candidate], entries: Sequence[Entry], kind: EntryKind) -> list[list[int]]:
    by_fact = _by_fact(entries)
    return [
        sorted({row for fact in candidate.facts for row in by_fact.get((kind, fact.id), ())}) for candidate in candidates
    ]


def _by_fact(entries: Sequence[Entry]) -> dict[tuple[EntryKind, str], list[int]]:
    found: dict[tuple[EntryKind, str], list[int]] = defaultdict(list)
    for row, entry in enumerate(entries):
        for fact in entry.facts:
            found[entry.kind, fact].append(row)
    return found


def _words(candidate: Candidate, book: FactBook) -> list[str]:
    """The stems of all that a candidate's facts say, names and other names included."""
    names = {candidate.anchor, *candidate.answers}
    aliases = [alias for name in sorted(names) if name in book.nodes for alias in book.nodes[name].aliases]
    said = [part for f in candidate.facts for part in (f.subject, f.object, f.qualifier or "", *f.source.section[-2:])]
    return [stem for text in (*dict.fromkeys(said), *aliases) for stem in stems(text)]


def _postings(sets: Sequence[frozenset[str]]) -> dict[str, NDArray[np.int64]]:
    rows: dict[str, list[int]] = defaultdict(list)
    for row, words in enumerate(sets):
        for word in words:
            rows[word].append(row)
    return {word: np.array(found) for word, found in rows.items()}


def _scaled(model: Any, words: Sequence[str], size: int) -> Floats:
    """BM25 scores divided by the best one, so that they lie in [0, 1]."""
    known = [word for word in words if word in model.vocab_dict]
    if not known:
        return np.zeros(size, np.float32)
    scores = np.asarray(model.get_scores(known), np.float32)
    best = float(scores.max())
    return scores / best if best > 0 else scores
