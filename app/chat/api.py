"""The same answers for programs: Gradio's HTTP API with stable names, and the JSON of the command line."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

import gradio as gr
from gradio.events import api

from app.chat.guides import Guide
from app.programs import tell_answer, tell_batch, tell_facts, tell_node, tell_path
from kg.errors import KgError

T = TypeVar("T")


def build_api(guide: Guide) -> None:
    """Bind ``/ask``, ``/batch``, ``/facts``, ``/node`` and ``/path`` to the guide that every browser has."""
    assistant = guide.assistant

    def ask(question: str, options: dict[str, str] | None = None, history: list[str] | None = None) -> dict[str, Any]:
        """Answer one question, with its paths and citations."""
        return _told(lambda: tell_answer(assistant, {"question": question, "options": options, "history": history}))

    def batch(questions: list[dict[str, Any]]) -> list[dict[str, Any]]:
        """Answer questions, each as in a line of a question file, in order."""
        return _told(lambda: tell_batch(assistant, questions))

    def facts(node: str = "", relation: str = "", node_type: str = "") -> list[dict[str, Any]]:
        """The facts: of one thing, of one relation, with an end of one type."""
        return _told(lambda: tell_facts(assistant, node=node, relation=relation, node_type=node_type))

    def node(name: str) -> dict[str, Any]:
        """One thing: its names, its facts, its neighbours."""
        return _told(lambda: tell_node(assistant, name))

    def path(start: str, end: str) -> dict[str, Any]:
        """The shortest paths between two things, with their citations."""
        return _told(lambda: tell_path(assistant, start, end))

    for function in (ask, batch, facts, node, path):
        api(function, api_name=function.__name__, concurrency_limit=None)


def _told(work: Callable[[], T]) -> T:
    """The result, or Gradio's error with one sentence and without a traceback."""
    try:
        return work()
    except KgError as error:
        raise gr.Error(str(error), print_exception=False) from None
