"""Set aside what is not wanted among the answers: "apart from X, which services ...", "leaving out anything by X"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from kg.context import Context
from kg.finding import Finding
from kg.phrases import WH, find_phrase
from kg.question import Question
from kg.reason.chain import Find
from kg.text import Token, stems


def set_aside(question: Question, context: Context, find: Find) -> Finding | None:
    """The answer to the rest of the question, without the things that it sets aside; None if it sets none aside."""
    words = context.vocabulary.questions
    place = find_phrase(question.tokens, words.apart)
    if place is None:
        return None
    end = _end(question.tokens, place[1], question.text)
    start, stop = question.tokens[place[0]].start, question.tokens[end - 1].end
    rest = context.understand(f"{question.text[:start].rstrip(' ,')} {question.text[stop:].lstrip(' ,')}")
    named = [mention for mention in question.mentions if place[1] <= mention.start < end]
    meant = {mention.name for mention in named}
    if any(token.word in words.anything_of for token in question.tokens[place[1] : end]):
        meant.update(*(_carrying(question.tokens[mention.start : mention.end], context) for mention in named))
    unwanted = frozenset(name for name in meant if not rest.wanted or context.book.type_of(name) in rest.wanted)
    finding = find(replace(rest, excluded=unwanted), context) if unwanted else None
    return _without(finding, unwanted, context) if finding else None


def _end(words: tuple[Token, ...], start: int, text: str) -> int:
    """Where what is set aside ends: at a comma or in front of a word that asks."""
    for i in range(start + 1, len(words)):
        if words[i].word in WH or "," in text[words[i - 1].end : words[i].start]:
            return i
    return len(words)


def _carrying(words: Sequence[Token], context: Context) -> set[str]:
    """The nodes that have these words in their names."""
    part = {token.stem for token in words}
    return {name for name in context.book.nodes if part <= set(stems(name))}


def _without(finding: Finding, unwanted: frozenset[str], context: Context) -> Finding:
    """A finding less some of its items and what proves them; told anew if it loses any."""
    items = tuple(name for name in finding.items if name not in unwanted)
    proofs = tuple(proof for proof in finding.proofs if unwanted.isdisjoint((proof[-1].object, proof[0].subject)))
    if len(items) == len(finding.items):
        return finding
    return replace(finding, items=items, proofs=proofs, text=context.say([proof[-1] for proof in proofs]))
