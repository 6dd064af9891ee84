"""Questions as people and files give them."""

from __future__ import annotations

import json

import pytest

from app.questions import MAX_CHARACTERS, read_query, read_query_line
from kg.errors import QuestionError


def test_the_right_answer_never_reaches_the_engine() -> None:
    """A line's key, and whatever else is no part of a question, is left behind."""
    line = {"id": "q", "question": "Which?", "options": {"A": "a"}, "correct": ["A"], "expected": [["a"]], "fit": "x"}

    assert read_query_line(json.dumps(line).encode()).model_dump() == {
        "id": "q",
        "question": "Which?",
        "options": {"A": "a"},
        "history": (),
    }


def test_null_is_the_same_as_absent() -> None:
    """Files written by programs hold nulls."""
    assert read_query_line(b'{"question": "Which?", "id": null, "options": null, "history": null}').history == ()


@pytest.mark.parametrize(
    ("line", "says"),
    [
        pytest.param(b"{", "not JSON", id="cut"),
        pytest.param(b"[" * 100_000, "not JSON", id="deep"),
        pytest.param(b"\xff\xfe", "not UTF-8", id="binary"),
        pytest.param(b'["question"]', 'no "question"', id="list"),
        pytest.param(b'{"id": "1"}', 'no "question"', id="without"),
        pytest.param(b'{"question": 7}', "question: ", id="number"),
        pytest.param(b'{"question": null}', "question: ", id="null"),
        pytest.param(b'{"question": "a", "options": ["b"]}', "options: ", id="options as a list"),
        pytest.param(b'{"question": "\\ud800"}', "cut in half", id="half a character"),
        pytest.param(b'{"question": " "}', "empty", id="blank"),
        pytest.param(b'{"question": "a", "options": {"A": "' + b"b" * 3000 + b'"}}', "3,000 characters", id="option"),
    ],
)
def test_a_line_that_cannot_be_read_says_what_is_wrong(line: bytes, says: str) -> None:
    """Each kind of broken line has one short message of its own."""
    with pytest.raises(QuestionError) as caught:
        read_query_line(line)

    assert says in str(caught.value)
    assert len(str(caught.value)) < 200


def test_a_question_may_be_long_but_not_endless() -> None:
    """The limit is named, so that one knows what to cut."""
    assert read_query("a" * MAX_CHARACTERS)
    with pytest.raises(QuestionError, match="10,000 characters; shorten each text to at most 2,000"):
        read_query("a" * 10_000)
