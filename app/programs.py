"""What programs are told, over HTTP and MCP: answers, facts, things and paths as the command line's JSON."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from app.questions import read_query_line
from app.views import matching_facts, node_view, path_answer
from kg.assistant import Assistant
from kg.errors import QuestionError
from kg.store import fact_row

#: Questions of one batch: what a small machine answers in about ten seconds.
MAX_BATCH = 500


def tell_answer(assistant: Assistant, row: Mapping[str, Any]) -> dict[str, Any]:
    """The answer to a line of a question file.

    :raises QuestionError: If the question cannot be read.
    """
    query = read_query_line(json.dumps(dict(row)).encode())
    return assistant.ask(query).model_dump(mode="json")


def tell_batch(assistant: Assistant, rows: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """The answers to many questions, in order; a question that cannot be read gets ``error`` in place of an answer.

    :raises QuestionError: If there are more than :data:`MAX_BATCH`.
    """
    if len(rows) > MAX_BATCH:
        raise QuestionError(f"{len(rows):,} questions; send at most {MAX_BATCH} at a time")
    return [_answer_or_error(assistant, row) for row in rows]


def _answer_or_error(assistant: Assistant, row: Mapping[str, Any]) -> dict[str, Any]:
    try:
        return tell_answer(assistant, row)
    except QuestionError as error:
        return {"id": row.get("id"), "error": str(error)}


def tell_facts(
    assistant: Assistant, *, node: str = "", relation: str = "", node_type: str = ""
) -> list[dict[str, Any]]:
    """The facts with this thing, of this relation and with an end of this type; what is empty does not filter.

    :raises UnknownNodeError: If ``node`` is no thing of the guide.
    :raises QuestionError: If there is no such relation or type.
    """
    book = assistant.context.book
    return [fact_row(fact) for fact in matching_facts(book, node=node, relation=relation, node_type=node_type)]


def tell_node(assistant: Assistant, name: str) -> dict[str, Any]:
    """A thing, the facts with it at either end, and its neighbours.

    :raises UnknownNodeError: If there is no such thing.
    """
    return node_view(assistant.context.book, name).model_dump(mode="json")


def tell_path(assistant: Assistant, start: str, end: str) -> dict[str, Any]:
    """The shortest paths between two things, and the citations of their steps.

    :raises UnknownNodeError: If one of them is no thing of the guide.
    :raises QuestionError: If they are the same thing.
    """
    found = path_answer(assistant.context.kb, assistant.context.book, start, end)
    return found.model_dump(mode="json", include={"paths", "citations"})
