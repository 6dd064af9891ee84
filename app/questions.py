"""Questions as people and files give them, read and checked before the engine sees them."""

from __future__ import annotations

import json
from collections.abc import Mapping

from pydantic import ValidationError

from kg.errors import QuestionError
from kg.model import Query

#: Characters of a question or an option: ten times a long exam scenario, and still answered in milliseconds.
MAX_CHARACTERS = 2_000
#: Characters shown of a line that is not JSON.
EXCERPT = 40


def read_query(question: str, *, options: Mapping[str, str] | None = None) -> Query:
    """A question with its options.

    :raises QuestionError: If it is empty, too long or not text.

    >>> read_query("  Which service? ").question
    'Which service?'
    """
    return _query({"question": question, "options": dict(options or {})})


def read_query_line(line: bytes) -> Query:
    """A line of a question file. Keys that are no part of a question, such as its right answer, are left behind.

    :raises QuestionError: If it is not a JSON object with a question that can be read.

    >>> read_query_line(b'{"id": "q1", "question": "Which service?", "correct": ["A"]}')
    Query(question='Which service?', id='q1', options={}, history=())
    """
    try:
        record = json.loads(line.decode("utf-8-sig"))
    except UnicodeDecodeError:
        raise QuestionError("not UTF-8 text; save the file as UTF-8") from None
    except (ValueError, RecursionError):
        start = line[:EXCERPT].strip().decode(errors="replace")
        raise QuestionError(f"not JSON: {start!r}; write one object a line") from None
    if not isinstance(record, dict) or "question" not in record:
        raise QuestionError('no "question"; write one object a line, such as {"id": "1", "question": "Which …?"}')
    return _query({key: record[key] for key in Query.model_fields if record.get(key) is not None})


def _query(fields: Mapping[str, object]) -> Query:
    try:
        query = Query.model_validate(fields)
    except ValidationError as error:
        first = error.errors()[0]
        raise QuestionError(f"{'.'.join(map(str, first['loc']))}: {first['msg']}") from None
    question = query.question.strip()
    if not question:
        raise QuestionError('the question is empty; ask one, such as: kg query "which service monitors drift?"')
    for text in (question, *query.options, *query.options.values(), *query.history):
        _check(text)
    return query.model_copy(update={"question": question})


def _check(text: str) -> None:
    if len(text) > MAX_CHARACTERS:
        raise QuestionError(f"{len(text):,} characters; shorten each text to at most {MAX_CHARACTERS:,}")
    try:
        text.encode()
    except UnicodeEncodeError:
        raise QuestionError("a character is cut in half; write the question in UTF-8") from None
