"""The verb ``mcp``: the guide as tools for other assistants."""

from __future__ import annotations

from app.cli.console import KbOption


def mcp(*, kb: KbOption = None) -> None:
    """Serve the guide as MCP tools on standard input and output, for an assistant that starts this command.

    The tools are ask, batch, facts, node and path. A running page (kg chat) serves the same tools at /mcp.

    \b
    Example:
      kg mcp --kb notes.kb
    """
    from app.mcp import serve_stdio
    from app.open import open_assistant

    serve_stdio(open_assistant(kb))
