"""The guide as tools for other assistants, over the Model Context Protocol: on stdio, and on the running page.

The tools are those of the HTTP API, and tell the same JSON.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar

from app.programs import tell_answer, tell_batch, tell_facts, tell_node, tell_path
from kg.errors import KgError

if TYPE_CHECKING:
    from mcp.server import MCPServer

    from kg.assistant import Assistant

#: Where the running page serves the tools.
HTTP_PATH = "/mcp"
INSTRUCTIONS = (
    "Answers come from one study guide and nothing else. Each is proved by paths whose steps cite the guide's lines; "
    "answered is false when the guide does not say it, and suggestions then hold questions near it that it answers."
)

T = TypeVar("T")


def mcp_server(assistant: Assistant) -> MCPServer[Any]:
    """The tools ``ask``, ``batch``, ``facts``, ``node`` and ``path`` over one guide."""
    from mcp.server import MCPServer
    from mcp.types import ToolAnnotations

    server: MCPServer[Any] = MCPServer("kg-study", instructions=INSTRUCTIONS, log_level="WARNING")

    def ask(question: str, options: dict[str, str] | None = None, history: list[str] | None = None) -> dict[str, Any]:
        """Answer a question from the guide, with the paths and the quoted lines that prove it.

        options: for multiple choice, the options by letter. history: earlier questions of the talk, oldest first.
        """
        row = {"question": question, "options": options, "history": history}
        return _told(lambda: tell_answer(assistant, row))

    def batch(questions: list[dict[str, Any]]) -> list[dict[str, Any]]:
        """Answer many questions, each an object with "question" and optionally "id", "options" and "history"."""
        return _told(lambda: tell_batch(assistant, questions))

    def facts(node: str = "", relation: str = "", node_type: str = "") -> list[dict[str, Any]]:
        """List the guide's facts: of one thing, of one relation, or with an end of one type; all without a filter."""
        return _told(lambda: tell_facts(assistant, node=node, relation=relation, node_type=node_type))

    def node(name: str) -> dict[str, Any]:
        """Tell all that the guide says of one thing: its other names, its facts with their lines, its neighbours."""
        return _told(lambda: tell_node(assistant, name))

    def path(start: str, end: str) -> dict[str, Any]:
        """Find the shortest paths between two things, each step with its citation."""
        return _told(lambda: tell_path(assistant, start, end))

    for tool in (ask, batch, facts, node, path):
        server.add_tool(tool, annotations=ToolAnnotations(read_only_hint=True, open_world_hint=False))
    return server


def _told(work: Callable[[], T]) -> T:
    """The result, or the protocol's error with one sentence."""
    from mcp.server.mcpserver.exceptions import ToolError

    try:
        return work()
    except KgError as error:
        raise ToolError(str(error)) from None


def serve_stdio(assistant: Assistant) -> None:
    """Serve the tools on standard input and output until the client hangs up."""
    mcp_server(assistant).run("stdio")
