"""A guide that the page can ask: the assistant with what the fragments need of it."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import cached_property

from app.chat.suggest import Example, examples
from app.compare import Pair, confusable
from app.quiz.card import Card, make_cards
from kg.assistant import Assistant
from kg.book import FactBook
from kg.errors import KgError
from kg.model import Document, Query
from kg.vocabulary import Vocabulary

#: Hex digits that name a guide's content in a browser: enough for all the guides a student will ever have.
KEY_DIGITS = 16


@dataclass(frozen=True)
class Guide:
    """One or more documents with their knowledge base; ``id`` names it on the page."""

    id: str
    title: str
    assistant: Assistant

    @property
    def book(self) -> FactBook:
        """Its facts."""
        return self.assistant.context.book

    @property
    def vocabulary(self) -> Vocabulary:
        """The words for its relations."""
        return self.assistant.context.vocabulary

    @property
    def documents(self) -> tuple[Document, ...]:
        """Its lines."""
        return self.assistant.context.kb.documents

    @cached_property
    def names(self) -> frozenset[str]:
        """The names of the things that have a card."""
        return frozenset(self.book.nodes)

    @cached_property
    def key(self) -> str:
        """The same for the same files, whatever they are called: under it, browsers keep a student's progress."""
        contents = "".join(document.sha256 for document in self.documents)
        return hashlib.sha256(contents.encode()).hexdigest()[:KEY_DIGITS]

    @cached_property
    def cards(self) -> tuple[Card, ...]:
        """Its quiz cards."""
        return make_cards(self.book, self.vocabulary)

    @cached_property
    def pairs(self) -> tuple[Pair, ...]:
        """Its things that are easily mixed up."""
        return confusable(self.book)

    @cached_property
    def examples(self) -> tuple[Example, ...]:
        """Questions to begin with."""
        return examples(self.book, self.vocabulary, self.answers)

    def warm(self) -> None:
        """Do now what the first page would wait for."""
        _ = self.examples, self.pairs, self.cards

    def answers(self, question: str) -> bool:
        """Whether the guide answers a question."""
        try:
            return self.assistant.ask(Query(question=question)).answered
        except KgError:
            return False


def title_of(documents: tuple[Document, ...]) -> str:
    """What a guide is called on the page: the names of its files.

    >>> title_of((Document(name="aif-c01.txt", sha256="0", lines=("a",)),))
    'aif-c01.txt'
    """
    first, *rest = [document.name for document in documents] or ["no guide"]
    return f"{first} and {len(rest)} more" if rest else first
