"""A guide of another subject: ingested and asked without a change to the code."""

from __future__ import annotations

from pathlib import Path

import pytest

from ingest.build import build
from kg.assistant import Assistant
from kg.encoder import Encoder
from kg.model import Answer, Query, Record, Relation
from kg.store import load
from kg.vocabulary import Vocabulary
from tests.engine.told import lines, names

FIXTURES = Path(__file__).parent / "fixtures"
QUESTIONS = FIXTURES / "photography.jsonl"
#: Of 20; what the issue asks of a guide that nobody tuned anything on.
FEWEST_RIGHT = 18


@pytest.fixture(scope="module")
def photography(tmp_path_factory: pytest.TempPathFactory, encoder: Encoder, vocabulary: Vocabulary) -> Assistant:
    """An assistant on a guide of photography."""
    directory = tmp_path_factory.mktemp("photography") / "kb"
    build([FIXTURES / "photography.md"], directory, encoder=encoder, vocabulary=vocabulary)
    return Assistant(load(directory), encoder, vocabulary)


class Key(Record):
    """A question with what a right answer has: its items, others that may come along, and lines that it must cite."""

    kind: str
    question: str
    items: tuple[str, ...] = ()
    also: tuple[str, ...] = ()
    choice: tuple[str, ...] = ()
    starts: str = ""
    lines: tuple[tuple[int, int], ...]


def _is_right(answer: Answer, key: Key) -> bool:
    if key.kind == "refuse":
        return not answer.answered
    return (
        answer.answered
        and answer.answer.startswith(key.starts)
        and names(answer) - set(key.also) == set(key.items)
        and answer.choice == key.choice
        and all(lines(answer) & set(range(first, last + 1)) for first, last in key.lines)
    )


def test_another_subject_is_answered(photography: Assistant) -> None:
    """Of 20 questions of the kinds that the bundled guide is asked, at least 18 are right and cite the line."""
    keys = [Key.model_validate_json(line) for line in QUESTIONS.read_text(encoding="utf-8").splitlines()]
    wrong = [key.question for key in keys if not _is_right(photography.ask(Query(question=key.question)), key)]

    assert len(keys) == 20
    assert len(wrong) <= len(keys) - FEWEST_RIGHT, wrong


def test_another_subject_has_no_trace_of_the_bundled_one(photography: Assistant) -> None:
    """A question that the bundled guide answers is refused by a guide that says nothing of it."""
    assert not photography.ask(Query(question="Which AWS service detects data drift?")).answered


def test_a_title_that_lists_its_topics_is_none_of_them(photography: Assistant) -> None:
    """Topics under "Sources: A and B" are parts of that section, and not of one another."""
    wholes = {fact.object for fact in photography.context.book.out("Film", Relation.PART_OF)}

    assert wholes == {"Sources of pictures: film and digital"}
