"""What to say in place of an answer: what the guide does say nearest, and what can be asked of it."""

from __future__ import annotations

from kg.book import unique
from kg.candidates import Candidate, Shape
from kg.context import Context
from kg.question import Question

#: Questions offered with a refusal.
SUGGESTIONS = 3


def nearest(question: Question, context: Context) -> tuple[str, tuple[str, ...]]:
    """A sentence that names what is near, and questions that the guide answers; nothing for one without words."""
    if not question.content:
        return "", ()
    ranking = context.rank(question)
    asked = unique(_question(ranked.candidate, context) for ranked in ranking)
    anchors = [ranked.candidate.anchor for ranked in ranking if ranked.candidate.anchor in context.book.nodes]
    near = f"What it has nearest is about {anchors[0]}." if anchors else ""
    return near, tuple(text for text in asked if text)[:SUGGESTIONS]


def _question(candidate: Candidate, context: Context) -> str:
    """The question that a candidate answers, in the words of the vocabulary; none for a literal's subject."""
    words = context.vocabulary.relations[candidate.relation]
    if candidate.shape is Shape.SUBJECTS or not words.ask_object:
        return ""
    return words.ask_object[0].format(subject=candidate.anchor)
