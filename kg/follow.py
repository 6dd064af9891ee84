"""Follow-ups: a question that leans on an earlier one, completed so that it stands alone."""

from __future__ import annotations

from collections.abc import Sequence

from kg.book import FactBook
from kg.finding import Finding
from kg.lexicon import Mention
from kg.model import NodeType
from kg.phrases import find_phrase, has_phrase
from kg.question import Question
from kg.vocabulary import QuestionWords

#: Content words up to which a question that names nothing is taken to lean on the one before.
SHORT = 3


def leans(question: Question, words: QuestionWords) -> bool:
    """Whether a question needs an earlier one: it opens as a follow-up, points back, or is too short to stand alone."""
    return points(question, words) or (not question.named and len(question.content) <= SHORT)


def points(question: Question, words: QuestionWords) -> bool:
    """Whether a question opens as a follow-up or points back, so that it cannot stand alone."""
    opens = find_phrase(question.asked_tokens[:3], words.follow)
    return bool(opens and opens[0] == 0) or (has_phrase(question.tokens, words.pronouns) and not question.named)


def complete(
    question: Question, earlier: Question, finding: Finding | None, book: FactBook, words: QuestionWords
) -> str:
    """The follow-up as a question of its own.

    :param earlier: The question before, complete.
    :param finding: Its answer, if it had one.
    :returns: The earlier question with the new thing in place of the old one of its type; or the new question with
        its pronoun replaced by what the talk was about.
    """
    if question.named and not _asks(question):
        swapped = _swap(question, earlier, book)
        if swapped:
            return swapped
    topic = _topic(earlier, finding, book)
    if topic is None:
        return f"{earlier.text.rstrip('?')} {question.text}"
    place = find_phrase(question.tokens, words.pronouns)
    if place is None:
        return question.text if question.named else f"{question.text.rstrip('?. ')} {topic}?"
    first, last = question.tokens[place[0]], question.tokens[place[1] - 1]
    owner = "'s" if first.word in ("its", "their", "his", "her") else ""
    return f"{question.text[: first.start]}{topic}{owner}{question.text[last.end :]}"


def _asks(question: Question) -> bool:
    """Whether it asks for something of its own, so that only its topic may be missing."""
    return bool(question.wanted) or bool(question.cues)


def _swap(question: Question, earlier: Question, book: FactBook) -> str | None:
    """The earlier question about the thing that the new one names."""
    new = question.named[0]
    old = _like(new, earlier.mentions, book)
    if old is None:
        return None
    start, end = earlier.tokens[old.start].start, earlier.tokens[old.end - 1].end
    return f"{earlier.text[:start]}{new}{earlier.text[end:]}"


def _like(name: str, mentions: Sequence[Mention], book: FactBook) -> Mention | None:
    """The earlier mention to replace: the last of the same type, else the last."""
    strong = [mention for mention in mentions if not mention.weak and mention.name != name]
    same = [mention for mention in strong if book.type_of(mention.name) is book.type_of(name)]
    alike = same or strong
    return alike[-1] if alike else None


def _topic(earlier: Question, finding: Finding | None, book: FactBook) -> str | None:
    """What the talk was about: the one thing that answered, else what the question named."""
    items = [name for name in (finding.items if finding else ()) if book.type_of(name) is not NodeType.TEXT]
    if len(items) == 1:
        return items[0]
    if earlier.named:
        return earlier.named[0]
    if finding and finding.facts:
        return finding.facts[0].subject
    return items[0] if items else None
