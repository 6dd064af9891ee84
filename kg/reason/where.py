"""Where in the guide something stands: "which section explains X", "under which heading is Y"."""

from __future__ import annotations

from collections.abc import Sequence

from kg.book import unique
from kg.context import Context
from kg.finding import Finding, proofs_of
from kg.model import Fact
from kg.phrases import WH, find_phrase
from kg.question import Question, content_stems
from kg.reason.chain import Find
from kg.text import stems, tokens

#: Words between the question word and the noun ("under which of the main headings").
REACH = 4
#: Facts that show where something stands.
TOLD = 3


def whereabouts(question: Question, context: Context, find: Find) -> Finding | None:
    """The heading under which the guide says what the rest of the question tells; None if no heading is asked for."""
    place = find_phrase(question.focus_tokens, context.vocabulary.questions.headings)
    before = question.focus_tokens[max(place[0] - REACH, 0) : place[0]] if place else ()
    numbered = place is not None and any(t.word[0].isdigit() for t in question.focus_tokens[place[1] : place[1] + 1])
    if place is None or numbered or not any(token.word in WH for token in before):
        return None  # "which section 4 options ..." asks for options
    noun = set(stems(" ".join(token.surface for token in question.focus_tokens[slice(*place)])))
    facts = _about(question, place, context, find)
    for fact in facts:
        path = [title for title in fact.source.section if fact.subject not in question.named or title != fact.subject]
        if path:
            named = [title for title in path if noun & set(stems(title))]
            title = (named or path)[-1]
            text = f"{title} ({' › '.join(fact.source.section)})."
            return Finding("lookup", (title,), proofs_of(facts[:TOLD]), 1.0, text)
    return None


def _about(question: Question, place: tuple[int, int], context: Context, find: Find) -> Sequence[Fact]:
    """What the guide says of the one thing that is named, or of what the words behind the noun tell."""
    named = context.evidence.specific(question.named)
    rest = " ".join(token.surface for token in question.focus_tokens[place[1] :])
    told = set(content_stems(tokens(rest), context.vocabulary))
    if len(named) == 1 and told <= set(context.names.stems_of(named[0])):
        return unique([*context.book.out(named[0]), *context.book.into(named[0])])
    finding = find(context.understand(rest), context) if told else None
    return finding.facts if finding else ()
