"""Cards made from facts: multiple choice whose wrong options the graph shows to be wrong, and recall."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Sequence
from enum import StrEnum

from pydantic import Field

from app.quiz.distractors import Reading, wrong_objects, wrong_subjects
from kg.book import FactBook
from kg.model import Fact, NodeType, Record, Relation
from kg.vocabulary import Vocabulary

#: Options of a multiple-choice card, the right one included, as exams have them.
OPTIONS = 4
#: What stands for a name that would give the answer away.
BLANK = "____"
#: Relations to named things that are asked forwards: what does the subject have?
CHOICE_FORWARD = frozenset({
    Relation.USES_SERVICE, Relation.USES_TECHNIQUE, Relation.HAS_SUBTECHNIQUE, Relation.HAS_METHOD, Relation.DETECTS,
    Relation.HAS_FEATURE, Relation.HAS_CONSIDERATION, Relation.NEXT_STAGE,
})  # fmt: skip
#: Relations to words that are asked backwards: which thing is this said of?
CHOICE_BACKWARD = frozenset({
    Relation.HAS_PURPOSE, Relation.HAS_DESCRIPTION, Relation.SERVICE_DOES, Relation.HAS_FORMULA, Relation.HAS_GOAL,
    Relation.HAS_USE_CASE, Relation.HAS_LIMITATION, Relation.HAS_INTERPRETATION, Relation.HAS_IMPACT,
    Relation.HAS_ADVANTAGE, Relation.HAS_DISADVANTAGE,
})  # fmt: skip
#: Relations to words that are worth knowing by heart.
RECALL = frozenset({
    Relation.HAS_PURPOSE, Relation.HAS_DESCRIPTION, Relation.HAS_FORMULA, Relation.HAS_GOAL, Relation.HAS_LIMITATION,
    Relation.HAS_INTERPRETATION, Relation.SERVICE_DOES,
})  # fmt: skip


class CardKind(StrEnum):
    """How a card is answered."""

    CHOICE = "choice"
    RECALL = "recall"


class Card(Record):
    """A question with one right answer, and the fact that proves it."""

    id: str
    kind: CardKind
    prompt: str
    #: The right answer; of a choice, one of ``options``.
    answer: str
    options: tuple[str, ...] = ()
    #: The thing that the card teaches; it is coloured by how well the card is known.
    about: str
    stage: str
    #: What proves the answer, first said first.
    facts: tuple[Fact, ...] = Field(min_length=1, repr=False)

    @property
    def right(self) -> int:
        """The place of the right option."""
        return self.options.index(self.answer)


def make_cards(book: FactBook, vocabulary: Vocabulary) -> tuple[Card, ...]:
    """All cards of a base, in the order of the guide; what the guide says twice is asked once.

    A guide's title and what stands before its first heading are about the guide, not about its subject: no cards.
    """
    reading = Reading.of(book)
    seen: set[tuple[str, str, str]] = set()
    cards: list[Card] = []
    for fact in book.facts:
        statement = (fact.subject, fact.relation.value, fact.object)
        if statement in seen or fact.subject not in book.nodes or not fact.source.section:
            continue
        first = not any(subject == fact.subject and relation == fact.relation for subject, relation, _ in seen)
        seen.add(statement)
        cards.extend(_choice_cards(fact, reading, vocabulary))
        if first:
            cards.extend(_recall_cards(fact, book, vocabulary))
    return tuple(cards)


def _choice_cards(fact: Fact, reading: Reading, vocabulary: Vocabulary) -> Iterator[Card]:
    words = vocabulary.relations[fact.relation]
    literal = fact.object_type is NodeType.TEXT
    if fact.relation in CHOICE_FORWARD and not literal and words.ask_object:
        prompt = words.ask_object[0].format(subject=fact.subject)
        yield from _choice(fact, prompt, fact.object, wrong_objects(fact, reading), reading.book)
    if fact.relation in CHOICE_BACKWARD and literal and words.ask_subject:
        nouns = vocabulary.types[fact.subject_type].words
        said = hide(fact.object, fact.subject)
        prompt = _for_literals(words.ask_subject).format(object=said, type=nouns[0] if nouns else "thing")
        yield from _choice(fact, prompt, fact.subject, wrong_subjects(fact, reading), reading.book)


def _for_literals(phrases: Sequence[str]) -> str:
    """The phrase that takes a whole sentence, behind a colon, if there is one."""
    return next((phrase for phrase in phrases if ": {object}" in phrase), phrases[0])


def _choice(fact: Fact, prompt: str, answer: str, wrong: list[str], book: FactBook) -> Iterator[Card]:
    """A multiple-choice card, if there are enough options that are surely wrong."""
    identity = f"{fact.id}-{CardKind.CHOICE}"
    if len(wrong) < OPTIONS - 1:
        return
    # Drawn in another order than they are shown in: those drawn first would all stand before the right one.
    chosen = _shuffled(wrong, f"drawn for {identity}")[: OPTIONS - 1]
    yield Card(
        id=identity,
        kind=CardKind.CHOICE,
        prompt=prompt,
        answer=answer,
        options=tuple(_shuffled([answer, *chosen], identity)),
        about=fact.subject,
        stage=stage_of(fact, book),
        facts=(fact,),
    )


def _recall_cards(fact: Fact, book: FactBook, vocabulary: Vocabulary) -> Iterator[Card]:
    """A card for all that the guide says of a subject by one relation."""
    phrases = vocabulary.relations[fact.relation].ask_object
    if fact.relation not in RECALL or fact.object_type is not NodeType.TEXT or not phrases:
        return
    said = {other.object: other for other in book.out(fact.subject, fact.relation) if other.source.section}
    yield Card(
        id=f"{fact.id}-{CardKind.RECALL}",
        kind=CardKind.RECALL,
        prompt=phrases[0].format(subject=fact.subject),
        answer="; ".join(said),
        about=fact.subject,
        stage=stage_of(fact, book),
        facts=tuple(said.values()),
    )


def _shuffled(names: list[str], seed: str) -> list[str]:
    """Names in an order that says nothing of which is right, and is the same each time."""
    return sorted(names, key=lambda name: hashlib.sha256(f"{seed}\x1f{name}".encode()).hexdigest())


def hide(words: str, name: str) -> str:
    """A literal without the name that it is said of.

    >>> hide("Recall is the share found; recall matters.", "Recall")
    '____ is the share found; ____ matters.'
    """
    return re.sub(rf"(?<!\w){re.escape(name)}(?!\w)", BLANK, words, flags=re.IGNORECASE)


def stage_of(fact: Fact, book: FactBook) -> str:
    """The stage that a fact belongs to: its subject, else the innermost stage above it, else the outermost heading."""
    for name in (fact.subject, *reversed(fact.source.section)):
        if book.type_of(name) is NodeType.STAGE:
            return name
    return fact.source.section[0] if fact.source.section else fact.source.document
