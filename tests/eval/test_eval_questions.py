"""Question files: what is read, what is refused, and what the answering code never sees."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from eval.outcomes import Guide, ask_all
from eval.questions import Question, Split, Task, golden_path, of_split, query_of, read_questions
from kg.errors import InputError, QuestionError
from kg.model import Answer, Document, Query


def write(path: Path, *rows: object) -> Path:
    path.write_text("\n".join(row if isinstance(row, str) else json.dumps(row) for row in rows), encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("key", "task"),
    [
        ({"expected": [["Recall"]]}, Task.ANSWER),
        ({"options": {"A": "x", "B": "y"}, "correct": ["B"]}, Task.CHOOSE),
        ({}, Task.REFUSE),
        ({"expected": []}, Task.REFUSE),
    ],
)
def test_key_says_what_is_wanted(key: dict[str, object], task: Task) -> None:
    """A key of letters wants a choice, one of items an answer, and none at all a refusal."""
    assert Question.model_validate({"id": "q", "question": "?", **key}).task is task


def test_unknown_keys_are_let_through(tmp_path: Path) -> None:
    """Anybody's set can be read, notes and all."""
    path = write(tmp_path / "set.jsonl", {"id": "q", "question": "Which?", "note": "hard", "source": "a bank"}, "", "")

    assert [question.id for question in read_questions(path)] == ["q"]


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        (['{"id": "a", "question": "?"}', "{oops"], "set.jsonl:2: the line: Invalid JSON"),
        ([{"id": "a"}], "set.jsonl:1: question: Field required"),
        ([{"id": "a", "question": "?"}, {"id": "a", "question": "!"}], "set.jsonl:2: the id 'a' was used before"),
        ([{"id": "a", "question": "?", "options": {"A": "x"}, "correct": ["B"]}], "options that there are not: B"),
        ([{"id": "a", "question": "?", "evidence_lines": [[3, 2]]}], "ends before it starts"),
        ([{"id": "a", "question": "?", "expected": [[]]}], "has no form"),
    ],
)
def test_bad_line_is_named(tmp_path: Path, rows: list[object], message: str) -> None:
    """A line that is no question says where it stands and what is wrong."""
    with pytest.raises(QuestionError, match=message):
        read_questions(write(tmp_path / "set.jsonl", *rows))


def test_file_without_questions_is_refused(tmp_path: Path) -> None:
    """A missing, empty or binary file is one line of error, not an empty report."""
    binary = tmp_path / "binary.jsonl"
    binary.write_bytes(b"\xff\xfe\x00")
    for path in (tmp_path / "missing.jsonl", write(tmp_path / "empty.jsonl"), binary):
        with pytest.raises(InputError, match=str(path)):
            read_questions(path)


class Spy:
    """Refuses everything and keeps what it was asked."""

    def __init__(self) -> None:
        self.seen: list[Query] = []

    def ask(self, query: Query) -> Answer:
        self.seen.append(query)
        return Answer(id=query.id, question=query.question, kind="refuse", answered=False, answer="")


def test_key_never_reaches_the_answering_code(document: Document) -> None:
    """What is asked holds the question, its options and its history, and nothing of the key or its kind."""
    questions, spy = read_questions(golden_path()), Spy()

    ask_all(spy, questions, Guide.of([document], []))

    assert len(spy.seen) == len(questions)
    for question, query in zip(questions, spy.seen, strict=True):
        assert type(query) is Query
        assert set(query.model_dump()) == {"id", "question", "options", "history"}
        assert query == Query(
            id=question.id, question=question.question, options=question.options, history=question.history
        )


def test_order_of_options_says_nothing_of_the_key() -> None:
    """A question whose key changes is asked in the same way."""
    options = {"A": "x", "B": "y"}
    asked = [
        query_of(Question(id="q", question="?", options=options, correct=correct)).model_dump_json()
        for correct in (("A",), ("B",), ())
    ]

    assert len(set(asked)) == 1


def test_split_parts_the_golden_questions() -> None:
    """Tuning can look at one part while the other stays unseen."""
    questions = read_questions(golden_path())
    dev, test = of_split(questions, Split.DEV), of_split(questions, Split.TEST)

    assert {q.id for q in dev}.isdisjoint(q.id for q in test)
    assert len(dev) + len(test) == len(of_split(questions, Split.ALL)) == len(questions)
