"""Asking, as every test here does it."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from kg.assistant import Assistant
from kg.model import Answer, Query

#: Asks the bundled guide: the question, then earlier ones as keyword ``history``.
Ask = Callable[..., Answer]


@pytest.fixture(scope="session")
def ask(assistant: Assistant) -> Ask:
    """Ask the bundled guide."""

    def _ask(question: str, *, history: tuple[str, ...] = (), options: dict[str, str] | None = None) -> Answer:
        return assistant.ask(Query(question=question, history=history, options=options or {}))

    return _ask
