"""What every operation needs of a knowledge base, laid out once when it is opened."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from kg.acronyms import written_out
from kg.book import FactBook, in_guide_order
from kg.candidates import candidates
from kg.encoder import Encoder
from kg.evidence import Evidence
from kg.lexicon import Lexicon
from kg.model import EntryKind, Fact, NodeType, Relation
from kg.names import Names
from kg.nearness import nodes_of, telling, wordings_of
from kg.parts import EVERY, Part
from kg.question import Question, understand
from kg.rank import Ranked, rank
from kg.say import say
from kg.store import KnowledgeBase
from kg.text import stems, tokens
from kg.things import Things
from kg.vectors import TextVectors
from kg.vocabulary import Vocabulary
from kg.wordings import Wordings

Floats = NDArray[np.float32]

#: Questions and clauses that are kept as read.
KEPT_QUESTIONS = 64
#: Words of a literal that a question must hold to quote it.
QUOTED = 5
#: Share of the whole text in a question's similarity; the rest is its nearest sentence.
WHOLE_SHARE = 0.5


class Context:
    """A knowledge base ready to be asked."""

    def __init__(
        self, kb: KnowledgeBase, encoder: Encoder, vocabulary: Vocabulary, *, parts: frozenset[Part] = EVERY
    ) -> None:
        self.kb, self.encoder, self.vocabulary, self.parts = kb, encoder, vocabulary, parts
        self._told = sum(bool(entry.facts) for entry in kb.entries)
        self.vectors = TextVectors(encoder, kb.index, self._told)
        self._understood: dict[str, Question] = {}
        self._weighed: tuple[Question, Floats, dict[str, float]] | None = None
        nodes = kb.nodes if Part.ALIASES in parts else tuple(n.model_copy(update={"aliases": ()}) for n in kb.nodes)
        self.book = FactBook.of(kb.facts, nodes, kb.documents)
        self.names = Names(self.book.nodes, kb.entries)
        aside = ThreadPoolExecutor(max_workers=1)  # products of matrices, which leave Python free for the rest
        self._nearness = aside.submit(nodes_of, self.book, kb.entries, kb.index.vectors(), kb.spaces.nodes)
        worded = aside.submit(wordings_of, kb.entries, kb.index.vectors(), kb.spaces.wordings)
        aside.shutdown(wait=False)
        self.wordings = Wordings(kb.entries, worded, self.vectors if Part.VECTORS in parts else None)
        self.lexicon = Lexicon(nodes, [line for document in kb.documents for line in document.lines], vocabulary)
        self.candidates = candidates(self.book)

    @cached_property
    def evidence(self) -> Evidence:
        """The tables that score candidates."""
        return Evidence(self.book, self.candidates, self.kb.entries, self.vocabulary)

    def prepare(self) -> None:
        """Lay out now what the first questions would lay out bit by bit."""
        _ = self.literals, self.rows_about, self.said, self.told_at, self.wordings.openings
        self.evidence.postings.read()
        self.things.postings.read()

    def understand(self, asked: str) -> Question:
        """Read a question against this base's names; the latest are kept, as several operations read a clause."""
        if asked not in self._understood:
            if len(self._understood) >= KEPT_QUESTIONS:
                self._understood.clear()
            self._understood[asked] = self._understand(asked)
        return self._understood[asked]

    def _understand(self, asked: str) -> Question:
        question = understand(asked, self.lexicon, self.vocabulary)
        if question.wanted and question.wanted.isdisjoint(self._types):  # a guide without products has tools
            question = replace(question, wanted=frozenset({NodeType.CONCEPT}))
        return question if Part.TYPES in self.parts else replace(question, wanted=frozenset())

    @cached_property
    def _types(self) -> frozenset[NodeType]:
        """The types of node that the guide has."""
        return frozenset(node.type for node in self.book.nodes.values())

    def read(self, question: Question) -> None:
        """Take up a question: when the first of its texts is needed, all are encoded side by side."""
        self.vectors.announce(_texts_of(question))

    def expect(self, question: Question, more: Iterable[str] = ()) -> None:
        """Begin to encode the texts of a question that is asked next, and ``more`` that go with it."""
        if Part.VECTORS in self.parts:
            self.vectors.begin([*_texts_of(question), *more])

    def near(self, text: str) -> dict[str, float]:
        """How near a text lies to each node."""
        nearness = self._nearness.result()
        if Part.VECTORS not in self.parts:
            return dict.fromkeys(nearness.names, 0.0)
        return nearness(self.vectors.encode([text])[0])

    def cosines(self, texts: Sequence[str]) -> Floats:
        """Cosine of each text with each entry that has facts, (texts, rows); those are the first of the index."""
        if Part.VECTORS not in self.parts:
            return np.zeros((len(texts), self._told), np.float32)
        return self.vectors.cosines(texts)

    def nearest(self, text: str) -> float:
        """Cosine of a text with the nearest entry of any kind."""
        return self.vectors.nearest(text) if Part.VECTORS in self.parts else 0.0

    @cached_property
    def things(self) -> Things:
        """The nodes, ranked as answers."""
        texts = {
            name: (
                *self.names.of(name),
                *(f"{fact.object} {fact.qualifier or ''}" for fact in telling(self.book, name)),
            )
            for name in self.book.nodes
        }
        return Things(self.book, self.candidates, self.evidence.symbols.umbrellas, texts)

    def features(self, question: Question) -> Floats:
        """The feature matrix of a question's candidates."""
        return self.weigh(question)[0]

    def weigh(self, question: Question) -> tuple[Floats, dict[str, float]]:
        """The feature matrix of a question's candidates, and how near it lies to each node.

        A story is read whole and by its sentences.
        """
        if self._weighed and self._weighed[0] == question:
            return self._weighed[1:]
        parts = question.topic[1:]
        sims = self.cosines([question.affirmed, *parts])
        whole = sims[0]
        if parts:
            whole = WHOLE_SHARE * whole + (1 - WHOLE_SHARE) * sims[1:].max(axis=0)
        nearness = self.near_topic(question)
        glossed = self.things.glossed(question.content)
        unnamed = self.cosines([question.masked])[0] if question.named else None
        features = self.evidence.features(
            question, whole, nearness, glossed, self.wordings.behind(question), self.wordings.opened(question), unnamed
        )
        self._weighed = (question, features, nearness)
        return features, nearness

    def rank_things(self, question: Question) -> list[tuple[str, float]]:
        """The one thing that a question is after: nodes with their belief, best first."""
        ranked = self.things.rank(self.thing_features(question))
        kept = [(name, belief) for name, belief in ranked if name not in question.excluded]
        members = self.members_of(question)
        return [(name, belief) for name, belief in kept if name in members] or kept or ranked

    def members_of(self, question: Question) -> frozenset[str]:
        """What belongs to the group that the noun for what is asked for names ("which business metric"), if it does."""
        return frozenset(fact.subject for name in question.groups for fact in self.book.into(name, Relation.PART_OF))

    def thing_features(self, question: Question) -> Floats:
        """The feature matrix of the nodes, see :meth:`kg.things.Things.features`."""
        features, nearness = self.weigh(question)
        return self.things.features(question, nearness, features)

    @property
    def plain_words(self) -> frozenset[str]:
        """The words of asking."""
        return self.lexicon.question_words

    @cached_property
    def rows_about(self) -> dict[str, list[int]]:
        """The rows of the entries that tell, ask for or quote each fact."""
        found: dict[str, list[int]] = {fact.id: [] for fact in self.book.facts}
        for row, entry in enumerate(self.kb.entries):
            for fact in entry.facts:
                found[fact].append(row)
        return found

    def near_topic(self, question: Question) -> dict[str, float]:
        """How near what a question tells lies to each node: the whole of it and, of a story, its nearest sentence."""
        whole, *parts = map(self.near, question.topic)
        if not parts:
            return whole
        return {
            name: WHOLE_SHARE * near + (1 - WHOLE_SHARE) * max(part[name] for part in parts)
            for name, near in whole.items()
        }

    def link(
        self, phrase: str, *, types: frozenset[NodeType] = frozenset(), but: Collection[str] = ()
    ) -> tuple[str, float] | None:
        """The node that a phrase means, by its names, glosses and literals, and the cosine.

        :param types: Types that it may have; any when empty.
        :param but: Nodes that it is not.
        """
        text = " ".join(phrase.split())
        if not any(character.isalnum() for character in text):
            return None
        scores = self.near(text)
        found = [
            (score, name)
            for name, score in scores.items()
            if name not in but and (not types or self.book.type_of(name) in types)
        ]
        if not found:
            return None
        score, name = min(found, key=lambda pair: (-pair[0], pair[1]))
        return name, score

    def relevance(self, question: Question) -> Callable[[Fact], float]:
        """How near each fact, told as a sentence, lies to the question."""
        sims = self.cosines([question.affirmed])[0]
        return lambda fact: float(sims[self.told_at[fact.id]])

    def likeness(self, one: Fact, other: Fact) -> float:
        """The cosine of two facts, told as sentences."""
        rows = [self.told_at[one.id], self.told_at[other.id]]
        first, second = self.kb.index.vectors()[rows]
        return float(first @ second)

    def rows_of(self, kind: EntryKind) -> NDArray[np.int64]:
        """The rows of the entries of a kind."""
        return self._rows[kind]

    @cached_property
    def _rows(self) -> dict[EntryKind, NDArray[np.int64]]:
        return {
            kind: np.array([row for row, entry in enumerate(self.kb.entries) if entry.kind is kind], np.int64)
            for kind in EntryKind
        }

    @cached_property
    def passage_stems(self) -> list[frozenset[str]]:
        """The stems of each passage."""
        return [frozenset(stems(self.kb.entries[row].text)) for row in self.rows_of(EntryKind.PASSAGE)]

    @cached_property
    def said(self) -> dict[str, frozenset[str]]:
        """The words of each fact's object and qualifier."""
        return {
            fact.id: frozenset(token.word for token in tokens(f"{fact.object} {fact.qualifier or ''}"))
            for fact in self.book.facts
        }

    @cached_property
    def literals(self) -> list[tuple[Fact, str]]:
        """The facts whose object is a text long enough to be quoted, and its stems without signs of arithmetic, each
        between blanks.
        """
        operators = frozenset(self.vocabulary.questions.operators)
        texts = (fact for fact in self.book.facts if fact.object_type is NodeType.TEXT)
        runs = ((f, tuple(token.stem for token in tokens(f.object) if token.word not in operators)) for f in texts)
        return [(fact, f" {' '.join(run)} ") for fact, run in runs if len(run) >= QUOTED]

    @cached_property
    def acronyms(self) -> dict[str, tuple[str, Fact]]:
        """What the guide writes out in or before a parenthesis: each long form, with a fact at its line."""
        found: dict[str, tuple[str, Fact]] = {}
        for fact in sorted(self.book.facts, key=lambda f: (f.source.end_line - f.source.start_line, in_guide_order(f))):
            for short, long in written_out(fact.source.quote):
                found.setdefault(short.lower(), (long, fact))
        return found

    @cached_property
    def told_at(self) -> dict[str, int]:
        """The row of the entry that tells each fact."""
        return {fact: row for row, e in enumerate(self.kb.entries) if e.kind is EntryKind.FACT for fact in e.facts}

    def most_relevant(self, question: Question, facts: Sequence[Fact], count: int) -> list[Fact]:
        """The facts that lie nearest to the question, best first; ties by id."""
        near = self.relevance(question)
        return sorted(facts, key=lambda fact: (-near(fact), fact.id))[:count]

    def say(self, facts: Sequence[Fact]) -> str:
        """Facts as sentences."""
        return say(facts, self.vocabulary)

    def rank(self, question: Question) -> list[Ranked]:
        """Everything that could answer, best first."""
        ranked = rank(self.candidates, self.features(question))
        kept = [one for one in ranked if not question.excluded.intersection(one.candidate.answers)]
        return kept or ranked


def _texts_of(question: Question) -> tuple[str, ...]:
    """The texts of a question that are compared with the base."""
    return (question.affirmed, question.masked, *question.topic)
