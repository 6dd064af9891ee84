"""Spell out a short name: what EDA stands for, and what else a thing is called."""

from __future__ import annotations

from collections.abc import Iterator

from kg.acronyms import FEWEST, is_short_for
from kg.context import Context
from kg.finding import Finding, unstated
from kg.model import Fact
from kg.phrases import has_phrase, stems_of
from kg.question import Question
from kg.text import Token, stems


def spell_out(question: Question, context: Context) -> Finding | None:
    """The long form of what a question asks to spell out, from a line that gives it; that the guide does not state it,
    where an acronym is asked for and no line does.
    """
    words, named = context.vocabulary.questions, {m.start for m in question.mentions if not m.weak}
    spelled = has_phrase(question.tokens, words.spelling)
    if has_phrase(question.tokens, words.renamed) and not has_phrase(question.focus_tokens[:1], words.yes_no):
        return _renamed(question, context)
    if not spelled and not has_phrase(question.tokens, words.meaning):
        return None
    if not spelled and len(question.content) > 1:
        return None  # "does X always mean ..." asks for no long form
    acronyms = [i for i, token in enumerate(question.tokens) if _is_acronym(token, context)]
    for place in acronyms or range(len(question.tokens)):
        if spelled or (place in acronyms and place not in named):  # what is named means more than its long form
            for long, fact in _long_forms(place, question, context, short=place in acronyms):
                text = f"{question.tokens[place].surface}: {long}."
                return Finding("define", (long,), ((fact,),), 1.0, text)
    return unstated("define") if spelled and acronyms else None


def _renamed(question: Question, context: Context) -> Finding | None:
    """How else the guide calls the one thing that is named; None if the question asks for more than that."""
    named = {i for m in question.mentions for i in range(m.start, m.end)}.union(range(*question.noun))
    more = {token.stem for i, token in enumerate(question.tokens) if i not in named} & set(question.content)
    if more - stems_of(context.vocabulary.questions.renamed):
        return None
    for mention in (m for m in question.mentions if not m.weak):
        typed, node = question.tokens[mention.start : mention.end], context.book.nodes[mention.name]
        for name in sorted({node.name, *node.aliases}, key=lambda name: (-len(name), name)):
            facts = [fact for fact in context.book.touching(node.name) if name in fact.source.quote]
            if facts and stems(name) != tuple(token.stem for token in typed):
                text = f"{' '.join(token.surface for token in typed)}: {name}."
                return Finding("define", (name,), ((facts[0],),), 1.0, text)
    return None


def _is_acronym(token: Token, context: Context) -> bool:
    """Whether a word is written in capitals, here or always in the guide."""
    shouted = len(token.surface) >= FEWEST and token.surface.isupper() and token.surface.isalpha()
    return shouted or token.word in context.acronyms or token.word in context.lexicon.capitals


def _long_forms(place: int, question: Question, context: Context, *, short: bool) -> Iterator[tuple[str, Fact]]:
    """What the word at a place is short for, with a fact at a line that gives it: as the text explains it, then among
    the names of the thing that it names.
    """
    word = question.tokens[place].word
    if word in context.acronyms:
        yield context.acronyms[word]
    for mention in (m for m in question.mentions if (m.start, m.end) == (place, place + 1)):
        node = context.book.nodes[mention.name]
        for name in sorted((node.name, *node.aliases), key=lambda name: (-len(name), name)):
            facts = [fact for fact in context.book.touching(mention.name) if name in fact.source.quote]
            if facts and (is_short_for(word, name) if short else len(name.split()) > 1):
                yield name, facts[0]
