"""Read a yes/no question as a claim and verify it."""

from __future__ import annotations

from kg.context import Context
from kg.finding import Finding
from kg.question import Question, has_phrase
from kg.reason import verify as checks
from kg.reason.lookup import tell


def verify(question: Question, context: Context) -> Finding | None:
    """Yes or No with its proof; None when the guide holds neither."""
    book, words = context.book, context.vocabulary.questions
    names = question.named
    if len(names) >= 2:
        first, second = names[0], names[1]
        for after, phrases in ((True, words.after), (False, words.before)):
            if has_phrase(question.tokens, phrases):
                finding = checks.in_order(book, first, second, after=after)
                if finding:
                    return finding
        proof = checks.linked(book, first, second)
        if proof:
            return checks.yes(proof, context.say(proof))
        return checks.no_by_list(book, first, second)
    ranking = context.rank(question)
    candidate = ranking[0].candidate
    return checks.yes(candidate.facts, tell(candidate, context))
