"""Spell out a short name: what EDA stands for, and what else a thing is called."""

from __future__ import annotations

from kg.context import Context
from kg.finding import Finding
from kg.phrases import has_phrase
from kg.question import Question


def spell_out(question: Question, context: Context) -> Finding | None:
    """The long name of the thing that a question names, from a line that gives it."""
    if not has_phrase(question.tokens, context.vocabulary.questions.spelling):
        return None
    for mention in question.mentions:
        typed = " ".join(token.surface for token in question.tokens[mention.start : mention.end])
        node = context.book.nodes[mention.name]
        longer = [name for name in (node.name, *node.aliases) if len(name.split()) > len(typed.split())]
        for name in sorted(longer, key=lambda name: (-len(name), name)):
            facts = [fact for fact in context.book.touching(mention.name) if name in fact.source.quote]
            if facts:
                return Finding("define", (name,), ((facts[0],),), 0.9, f"{typed}: {name}.")
    return None
