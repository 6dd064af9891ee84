"""A name whose words stand apart: "which pre-processing techniques are for text" is about text pre-processing."""

from __future__ import annotations

from kg.context import Context
from kg.finding import Finding
from kg.question import Question
from kg.reason.chain import Find
from kg.text import stems


def narrower(question: Question, context: Context, find: Find) -> Finding | None:
    """The answer about a thing below the one that is named, where the question has all words of its name and more than
    those of the other's; None if there is none.
    """
    if len(question.sentences) > 1:
        return None  # a story has many words
    asked = {token.stem for token in question.tokens}
    for mention in (m for m in question.mentions if not m.weak):
        typed = question.tokens[mention.start : mention.end]
        shared = {token.stem for token in typed}
        below = sorted(context.book.below(mention.name) - set(question.named))
        found = [name for name in below if shared < set(stems(name)) <= asked and shared & set(stems(mention.name))]
        if found:
            start, end = typed[0].start, typed[-1].end
            name = max(found, key=lambda name: len(stems(name)))
            return find(context.understand(f"{question.text[:start]}{name}{question.text[end:]}"), context)
    return None
