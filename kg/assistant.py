"""The door: a knowledge base that answers questions."""

from __future__ import annotations

import threading

from kg.answer import compose, refuse
from kg.context import Context
from kg.encoder import Encoder
from kg.finding import Finding
from kg.follow import complete, leans, points
from kg.ground import LEAST_CONFIDENCE, confidence
from kg.model import Answer, Node, Query
from kg.parts import EVERY, Part
from kg.paste import split_options, spoken_options
from kg.question import Question
from kg.reason.among import among
from kg.reason.choose import choose, texts_of
from kg.reason.route import find
from kg.store import KnowledgeBase
from kg.suggest import nearest
from kg.vocabulary import Vocabulary

__all__ = ["Assistant", "Part"]

#: Earlier questions that are looked at; a follow-up leans on the last, which may lean on the one before.
MEMORY = 3
#: A question to prepare with; with a slip, so that what mends words is laid out, too.
PREPARING = "Which modle of kitchen was built last year, and how does it compare with the harvest?"


class Assistant:
    """Answers questions from one knowledge base; it keeps no memory between them."""

    def __init__(
        self, kb: KnowledgeBase, encoder: Encoder, vocabulary: Vocabulary, *, parts: frozenset[Part] = EVERY
    ) -> None:
        self.kb = kb
        self.context = Context(kb, encoder, vocabulary, parts=parts)
        self._turn = threading.Lock()

    def find_node(self, name: str) -> Node:
        """The node of this name or alias.

        :raises UnknownNodeError: If there is none; it holds the closest names there are.
        """
        return self.context.book.find(name)

    def prepare(self) -> None:
        """Do now what only the first question would wait for; who asks one question need not."""
        if not self.kb.facts:
            return
        self.context.prepare()
        self.ask(Query(question=PREPARING))

    def expect(self, query: Query) -> None:
        """Say which question is asked next: its texts are encoded beside the present one. The answers are the same."""
        if not self.kb.facts:
            return
        stem, options = _parts(query)
        with self._turn:
            question = self.context.understand(stem)
            self.context.expect(question, texts_of(question, options) if options else ())

    def ask(self, query: Query) -> Answer:
        """Answer one question; who asks from another thread waits, since a context works on one question at a time."""
        with self._turn:
            return self._ask(query)

    def _ask(self, query: Query) -> Answer:
        if not self.context.kb.facts:  # a guide of plain prose may have given none
            return refuse(query, kind="refuse", confidence=0.0)
        stem, options = _parts(query)
        question, read_as = self._complete(stem, query.history)
        asked, spoken = (question, {}) if options else self._spoken(question)
        if options:
            finding: Finding | None = choose(question, options, self.context)
        else:
            finding = among(asked, spoken, self.context) if spoken else find(question, self.context)
        sure = self._sure(asked, finding)
        if finding is None or not finding.proofs or (not options and sure < LEAST_CONFIDENCE):
            near, suggestions = nearest(question, self.context)
            return refuse(query, kind="refuse", confidence=sure, near=near, suggestions=suggestions, read_as=read_as)
        answer = compose(finding, query, self.context.book, text=finding.text or "", confidence=sure)
        return answer.model_copy(update={"read_as": read_as})

    def _spoken(self, question: Question) -> tuple[Question, dict[str, str]]:
        """The question without the things that it lets one choose among, and these by letters."""
        stem, options = spoken_options(question.text)
        return (self.context.understand(stem) if options else question), options

    def _complete(self, asked: str, history: tuple[str, ...]) -> tuple[Question, str | None]:
        """The question, completed from the talk before it, and how it was read if not as typed."""
        question = self.context.understand(asked)
        if not history or not leans(question, self.context.vocabulary.questions):
            return question, None
        if not points(question, self.context.vocabulary.questions) and self._stands_alone(question):
            return question, None
        earlier, _ = self._complete(history[-1], history[:-1][-MEMORY:])
        finding = find(earlier, self.context)
        text = complete(question, earlier, finding, self.context.book, self.context.vocabulary.questions)
        return self.context.understand(text), text

    def _stands_alone(self, question: Question) -> bool:
        """Whether a short question has an answer without what was asked before it."""
        return self._sure(question, find(question, self.context)) >= LEAST_CONFIDENCE

    def _sure(self, question: Question, finding: Finding | None) -> float:
        """How likely what was found answers the question; 0 where nothing proves it."""
        return confidence(question, finding, self.context) if finding and finding.proofs else 0.0


def _parts(query: Query) -> tuple[str, dict[str, str]]:
    """The stem, and the options that it comes with or that are pasted behind it."""
    return (query.question, query.options) if query.options else split_options(query.question)
