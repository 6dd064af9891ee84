"""Questions to click: examples of each kind to begin with, and the next ones after an answer.

They are drawn from the graph with the phrases of the vocabulary table, and only those that the assistant answers
are offered.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from kg.book import FactBook
from kg.model import Answer, Fact, NodeType, Relation
from kg.vocabulary import Vocabulary

#: Questions offered under an answer: a choice that is read at a glance.
NEXT = 3
#: Questions tried before giving up on finding enough that are answered; each costs some milliseconds.
TRIES = 12
#: Kinds of question that make good examples, one example each, in this order.
EXAMPLE_RELATIONS = {
    "list": Relation.USES_SERVICE,
    "definition": Relation.HAS_DESCRIPTION,
    "formula": Relation.HAS_FORMULA,
    "techniques": Relation.USES_TECHNIQUE,
    "drawback": Relation.HAS_DISADVANTAGE,
    "detection": Relation.DETECTS,
}

Answers = Callable[[str], bool]


def next_questions(answer: Answer, book: FactBook, vocabulary: Vocabulary, answers: Answers) -> tuple[str, ...]:
    """Questions one step further in the graph than an answer went.

    :param answers: Whether the assistant answers a question.
    """
    if not answer.answered:
        return answer.suggestions
    told = {(step.source, step.relation) for path in answer.paths for step in path}
    asked = answer.question.casefold()
    near = (
        question
        for name in _ends(answer)
        for fact in book.out(name)
        if (fact.subject, fact.relation) not in told
        for question in _about(fact, vocabulary)
        if question.casefold() != asked
    )
    return tuple(_answered(near, answers, limit=NEXT))


class Example(NamedTuple):
    """A question to begin with, and of which kind it is."""

    kind: str
    question: str


def examples(book: FactBook, vocabulary: Vocabulary, answers: Answers) -> tuple[Example, ...]:
    """Questions to begin with, one of each kind that the guide can answer."""
    kinds = {**_by_relation(book, vocabulary), "difference": _compare(book), "connection": _connect(book)}
    return tuple(
        Example(kind, question)
        for kind, candidates in kinds.items()
        for question in _answered(candidates, answers, limit=1)
    )


def _by_relation(book: FactBook, vocabulary: Vocabulary) -> dict[str, Iterable[str]]:
    found: dict[str, Iterable[str]] = {}
    for kind, relation in EXAMPLE_RELATIONS.items():
        facts = [fact for fact in book.facts if fact.relation is relation and fact.subject in book.nodes]
        # Things of a type of their own first: "concept" is what the reader of guides calls all the rest.
        facts.sort(key=lambda fact: (fact.subject_type is NodeType.CONCEPT, -len(book.out(fact.subject, relation))))
        found[kind] = [question for fact in facts for question in _about(fact, vocabulary)]
    return found


def _compare(book: FactBook) -> Iterable[str]:
    metrics = [node.name for node in book.of_type(NodeType.METRIC) if book.out(node.name, Relation.HAS_USE_CASE)]
    return [f"What is the difference between {a} and {b}?" for a, b in pairwise(metrics)]


def _connect(book: FactBook) -> Iterable[str]:
    stages = [node.name for node in book.of_type(NodeType.STAGE)]
    issues = [node.name for node in book.of_type(NodeType.ISSUE)]
    return [f"How is {stage} connected to {issue}?" for issue in issues for stage in reversed(stages)]


def _ends(answer: Answer) -> Sequence[str]:
    items = [item.name for item in answer.items]
    steps = [name for path in answer.paths for step in path for name in (step.source, step.target)]
    return list(dict.fromkeys([*items, *steps]))


def _about(fact: Fact, vocabulary: Vocabulary) -> list[str]:
    return [phrase.format(subject=fact.subject) for phrase in vocabulary.relations[fact.relation].ask_object[:1]]


def _answered(candidates: Iterable[str], answers: Answers, *, limit: int) -> Iterator[str]:
    found = 0
    for tried, question in enumerate(dict.fromkeys(candidates)):
        if found == limit or tried == TRIES:
            return
        if answers(question):
            found += 1
            yield question
