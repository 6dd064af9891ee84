"""What a question asks for by how it is worded, whatever it is about: a formula, a purpose, a list, a comparison."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from concurrent.futures import Future
from functools import cached_property

from kg.model import Entry, EntryKind
from kg.nearness import Classes
from kg.question import Question
from kg.text import tokens
from kg.vectors import TextVectors
from kg.wanted import ADVERBS

#: The wordings that ask for what no relation holds, such as a price.
UNSTATED = "unstated"


class Wordings:
    """Compares the wording of a question with those that the index holds of each kind."""

    def __init__(self, entries: Sequence[Entry], classes: Future[Classes], vectors: TextVectors | None) -> None:
        """``vectors`` may be None: then nothing is near."""
        self._entries = [entry for entry in entries if entry.kind is EntryKind.WORDING and entry.node]
        self._classes, self._vectors = classes, vectors
        self._known: tuple[str, dict[str, float]] | None = None

    def near(self, question: Question) -> dict[str, float]:
        """How near the wording of a question lies to that of each kind."""
        classes = self._classes.result()
        if self._vectors is None:
            return dict.fromkeys(classes.names, 0.0)
        if self._known is None or self._known[0] != question.masked:
            self._known = (question.masked, classes(self._vectors.encode([question.masked])[0]))
        return self._known[1]

    def behind(self, question: Question) -> dict[str, float]:
        """How far the wording of a question lies behind that of the likeliest kind, for each kind; 0 for that one."""
        near = self.near(question)
        best = max((near[kind] for kind in near if kind != UNSTATED), default=0.0)
        return {kind: score - best for kind, score in near.items()}

    def opened(self, question: Question) -> dict[str, float]:
        """The share of the wordings of each kind of question that open with the word with which this one does, such as
        "how", in [0, 1]; kinds without any are left out.
        """
        first = question.focus_tokens[0].word if question.focus_tokens else ""
        return self.openings.get(first, {}) if first in ADVERBS else {}

    @cached_property
    def openings(self) -> dict[str, dict[str, float]]:
        """The share of the wordings of each kind that open with a word, by word."""
        # Their first words are enough, and all words would take 10 ms of a cold question.
        texts = ((str(entry.node), tokens(" ".join(entry.text.split(maxsplit=1)[:1]))) for entry in self._entries)
        openings = [(words[0].word, kind) for kind, words in texts if words]
        sizes, found = Counter(kind for _, kind in openings), defaultdict[str, dict[str, float]](dict)
        for (word, kind), number in Counter(openings).items():
            found[word][kind] = number / sizes[kind]
        return found
