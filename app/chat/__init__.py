"""The study page in a browser; Gradio is met in this package and nowhere else."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kg.assistant import Assistant

__all__ = ["launch"]


def launch(assistant: Assistant | Callable[[], Assistant], *, host: str = "127.0.0.1", port: int = 7860) -> None:
    """Serve the study page until interrupted.

    :param assistant: Who answers, or what opens them.
    :raises ServeError: If the address cannot be had.
    """
    import tempfile

    from app.chat.serve import prepare

    with tempfile.TemporaryDirectory(prefix="kg-uploads-") as directory:
        prepare(Path(directory, "received"))

        from app.chat.guides import Guide, title_of
        from app.chat.library import Library
        from app.chat.page import build_page
        from app.chat.serve import application, serve
        from app.mcp import mcp_server

        opened = assistant() if callable(assistant) else assistant
        guide = Guide(id="", title=title_of(opened.context.kb.documents), assistant=opened)
        guide.warm()
        page = build_page(Library(guide, Path(directory, "shelves")))
        serve(application(page, mcp_server(opened), host=host), host=host, port=port)
