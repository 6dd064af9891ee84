"""The door: a knowledge base that answers questions."""

from __future__ import annotations

from kg.answer import compose, refuse
from kg.context import Context
from kg.encoder import Encoder
from kg.model import Answer, Query
from kg.paste import split_options
from kg.reason.choose import choose
from kg.reason.route import find
from kg.store import KnowledgeBase
from kg.vocabulary import Vocabulary


class Assistant:
    """Answers questions from one knowledge base; it keeps no memory between them."""

    def __init__(self, kb: KnowledgeBase, encoder: Encoder, vocabulary: Vocabulary) -> None:
        self.context = Context(kb, encoder, vocabulary)

    def ask(self, query: Query) -> Answer:
        """Answer one question."""
        stem, options = (query.question, query.options) if query.options else split_options(query.question)
        question = self.context.understand(stem)
        finding = choose(question, options, self.context) if options else find(question, self.context)
        if finding is None:
            return refuse(query, kind="refuse", confidence=0.0)
        return compose(finding, query, self.context.book, text=finding.text or "", confidence=finding.score)
