"""The tools for other assistants, asked by a real client: over stdio as ``kg mcp``, and on the running page."""

from __future__ import annotations

import asyncio
import json
import os
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest
from mcp import ClientSession, StdioServerParameters
from mcp.client.stdio import stdio_client
from mcp.client.streamable_http import streamable_http_client

import app
from kg.assistant import Assistant
from kg.model import Query
from tests.app.conftest import Server

DRIFT = "which service monitors drift?"
Use = Callable[[ClientSession], Awaitable[Any]]


def over_stdio(kb_dir: Path, use: Use) -> Any:
    """What a client gets that starts ``kg mcp`` itself."""

    async def talk() -> Any:
        root = str(Path(app.__path__[0]).parent)
        command = StdioServerParameters(
            command=sys.executable,
            args=["-c", "from app.process import main; main()", "mcp", "--kb", str(kb_dir)],
            env={**os.environ, "PYTHONPATH": root},
        )
        async with stdio_client(command) as (read, write), ClientSession(read, write) as session:
            await session.initialize()
            return await use(session)

    return asyncio.run(talk())


def over_http(server: Server, use: Use) -> Any:
    """What a client gets from the running page."""

    async def talk() -> Any:
        async with (
            streamable_http_client(f"{server.url}mcp") as streams,
            ClientSession(streams[0], streams[1]) as session,
        ):
            await session.initialize()
            return await use(session)

    return asyncio.run(talk())


async def tour(session: ClientSession) -> dict[str, Any]:
    """Every tool once, and a mistake."""
    tools = await session.list_tools()
    calls: dict[str, dict[str, Any]] = {
        "ask": {"question": DRIFT},
        "batch": {"questions": [{"id": "a", "question": DRIFT}, {"id": "b", "question": " "}]},
        "facts": {"relation": "DETECTS"},
        "node": {"name": "Monitoring"},
        "path": {"start": "Monitoring", "end": "data drift"},
    }
    told = {name: await session.call_tool(name, arguments) for name, arguments in calls.items()}
    told["wrong"] = await session.call_tool("node", {"name": "the moon"})
    return {"tools": tools, **told}


@pytest.fixture(scope="module", params=["stdio", "http"])
def told(request: pytest.FixtureRequest, kb_dir: Path) -> dict[str, Any]:
    if request.param == "stdio":
        return dict(over_stdio(kb_dir, tour))
    return dict(over_http(request.getfixturevalue("server"), tour))


def value(result: Any) -> Any:
    """The JSON that a tool told."""
    structured = result.structured_content
    if isinstance(structured, dict) and set(structured) == {"result"}:
        return structured["result"]
    return structured if structured is not None else json.loads(result.content[0].text)


def test_the_tools_are_listed_and_only_read(told: dict[str, Any]):
    """Five tools, each described, none of which changes anything."""
    tools = {tool.name: tool for tool in told["tools"].tools}

    assert set(tools) == {"ask", "batch", "facts", "node", "path"}
    assert all(tool.description and tool.annotations.read_only_hint for tool in tools.values())


def test_an_answer_is_the_engines_own(told: dict[str, Any], assistant: Assistant):
    """A tool's answer is the JSON of ``kg query --json``."""
    assert value(told["ask"]) == assistant.ask(Query(question=DRIFT)).model_dump(mode="json")


def test_a_batch_keeps_its_order_and_names_what_it_cannot_read(told: dict[str, Any]):
    """The unreadable question gets an error, the rest their answers."""
    first, second = value(told["batch"])

    assert (first["id"], first["answered"]) == ("a", True)
    assert second["id"] == "b"
    assert "empty" in second["error"]


def test_facts_things_and_paths_are_told(told: dict[str, Any]):
    """Facts are filtered, a thing has its facts and neighbours, a path its citations."""
    assert {fact["relation"] for fact in value(told["facts"])} == {"DETECTS"}
    assert value(told["node"])["node"]["name"] == "Monitoring"
    assert value(told["path"])["paths"][0][0]["citation"] == 1


def test_a_mistake_is_one_sentence(told: dict[str, Any]):
    """An unknown thing is an error of the tool, without a traceback."""
    wrong = told["wrong"]

    assert wrong.is_error
    assert "no node named 'the moon'" in wrong.content[0].text
    assert "Traceback" not in wrong.content[0].text
