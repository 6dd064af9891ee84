"""How far the guide bears out what is claimed of a thing, whatever the claim has in common with it by naming it."""

from __future__ import annotations

from collections.abc import Sequence

from kg.context import Context
from kg.ground import share_told
from kg.model import EntryKind, Fact
from kg.question import Question
from kg.text import Token, stems

#: The entries that say what a fact says.
TELLING = frozenset({EntryKind.FACT, EntryKind.ASK_SUBJECT})
#: Support from which a claim counts as stated in full.
FULL = 0.5


def support(question: Question, facts: Sequence[Fact], context: Context) -> float:
    """How well one of these facts states what the question claims beside its names, in [0, 1]: by the share of the
    claim's words that it has, or by what it means.
    """
    claimed = _claimed(question)
    words = [token.stem for token in claimed if token.stem in question.content]
    if not words:
        return 1.0
    told = max(share_told(words, _words(fact, context), context) for fact in facts)
    sims = context.cosines([" ".join(token.surface for token in claimed)])[0]
    rows = [row for fact in facts for row in context.rows_about[fact.id] if context.kb.entries[row].kind in TELLING]
    return float(min(1.0, max(told, *sims[rows]) / FULL))


def _claimed(question: Question) -> list[Token]:
    """The words of a claim behind its verb, without those that name."""
    named = {i for m in question.mentions if not m.weak for i in range(m.start, m.end)}
    return [token for i, token in enumerate(question.tokens) if i and i not in named]


def _words(fact: Fact, context: Context) -> set[str]:
    """The stems that a fact has beside those of its subject's names."""
    node = context.book.nodes[fact.subject]
    told = {stem for text in (fact.object, fact.qualifier or "", fact.source.quote) for stem in stems(text)}
    return told.difference(*map(stems, (node.name, *node.aliases)))
