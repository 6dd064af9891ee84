"""Where in the guide something stands: "which section explains X", "under which heading is Y"."""

from __future__ import annotations

from collections.abc import Sequence

from kg.book import unique
from kg.context import Context
from kg.finding import Finding, proofs_of
from kg.model import Fact
from kg.phrases import find_phrase
from kg.question import Question, content_stems
from kg.reason.chain import Find
from kg.text import Token, stems, tokens
from kg.wanted import DETERMINERS

#: Words between the question word and the noun ("under which category heading"), and those that join them.
REACH, JOINING = 3, frozenset({"of", "the"})
#: Facts that show where something stands.
TOLD = 3


def whereabouts(question: Question, context: Context, find: Find) -> Finding | None:
    """The heading under which the guide says what the rest of the question tells; None if no heading is asked for."""
    place = find_phrase(question.focus_tokens, context.vocabulary.questions.headings)
    if place is None or not _is_asked(question.focus_tokens, place, context.vocabulary.questions.stop):
        return None
    noun = set(stems(" ".join(token.surface for token in question.focus_tokens[slice(*place)])))
    facts = _about(question, place, context, find)
    for fact in facts:
        path = [title for title in fact.source.section if fact.subject not in question.named or title != fact.subject]
        if path:
            named = [title for title in path if noun & set(stems(title))]
            title = (named or path)[-1]
            text = f"{title} ({' › '.join(fact.source.section)})."
            return Finding("where", (title,), proofs_of(facts[:TOLD]), 1.0, text)
    return None


def _is_asked(words: Sequence[Token], place: tuple[int, int], stop: Sequence[str]) -> bool:
    """Whether "which" stands before the noun with no verb between, and no number follows: "which section 4 options"
    asks for options, and "in which stage is domain knowledge needed" for a stage.
    """
    asks = [i for i in range(max(place[0] - REACH, 0), place[0]) if words[i].word in DETERMINERS]
    between = {token.word for token in words[asks[-1] + 1 : place[0]]} - JOINING if asks else set()
    numbered = any(token.word[0].isdigit() for token in words[place[1] : place[1] + 1])
    return bool(asks) and not numbered and between.isdisjoint(stop)


def _about(question: Question, place: tuple[int, int], context: Context, find: Find) -> Sequence[Fact]:
    """What the guide says of the one thing that is named, or of what the words behind the noun tell."""
    named = context.evidence.specific(question.named)
    rest = " ".join(token.surface for token in question.focus_tokens[place[1] :])
    told = set(content_stems(tokens(rest), context.vocabulary))
    if len(named) == 1 and told <= set(context.names.stems_of(named[0])):
        return unique([*context.book.out(named[0]), *context.book.into(named[0])])
    finding = find(context.understand(rest), context) if told else None
    return finding.facts if finding else ()
