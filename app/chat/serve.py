"""The page on a port: Gradio inside a web application that serves its files and forbids everything from outside."""

from __future__ import annotations

import os
import secrets
import signal
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from app.chat.library import MAX_BYTES
from app.mcp import HTTP_PATH
from kg.errors import KgError

if TYPE_CHECKING:
    from types import FrameType

    import gradio as gr
    from fastapi import FastAPI
    from mcp.server import MCPServer
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

#: The cookie that tells browsers apart, and where the page finds its files.
COOKIE, STATIC = "kg_session", "/kg/static"
FILES = Path(__file__).parent.parent / "static"
#: What the page may load: itself. Gradio's templates are compiled in the browser, hence the two "unsafe" words.
POLICY = (
    "default-src 'self'; script-src 'self' 'unsafe-inline' 'unsafe-eval'; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data: blob:; font-src 'self' data:; connect-src 'self'; object-src 'none'; "
    "base-uri 'self'; form-action 'self'; frame-ancestors 'none'"
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}
#: Seconds that answers on their way are given when the server stops.
PATIENCE = 1
#: Names of this machine itself. A page that listens there answers to no other name, so that no site elsewhere can
#: point a name of its own at it and read what it says.
LOCAL = ("127.0.0.1", "localhost", "::1")
_HEADER_BYTES = [(name.lower().encode(), value.encode()) for name, value in HEADERS.items()]


class ServeError(KgError):
    """The page cannot listen where it was asked to."""


class Guard:
    """Adds :data:`HEADERS` to every response; plain ASGI, so that streamed answers are not held back."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on."""
        more = [*_HEADER_BYTES, *_cookie(scope)]

        async def guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [*message.get("headers", ()), *more]
            await send(message)

        await self.app(scope, receive, guarded)


def _cookie(scope: Scope) -> list[tuple[bytes, bytes]]:
    """A new browser's cookie when it fetches the page: random, for this site only, gone when the browser closes."""
    if scope["type"] != "http" or scope["path"] != "/":
        return []
    cookies = dict(scope["headers"]).get(b"cookie", b"").decode("latin-1")
    if f"{COOKIE}=" in cookies:
        return []
    value = f"{COOKIE}={secrets.token_urlsafe(16)}; Path=/; HttpOnly; SameSite=Strict"
    return [(b"set-cookie", value.encode())]


def application(page: gr.Blocks, tools: MCPServer[Any], *, host: str = "127.0.0.1") -> FastAPI:
    """The web application of a page, and of the tools for other assistants beside it.

    :param host: Where it will listen; the tools take requests for that host only.
    """
    import gradio as gr
    from fastapi import FastAPI
    from gradio.routes import App
    from starlette.middleware.trustedhost import TrustedHostMiddleware
    from starlette.staticfiles import StaticFiles

    from app.chat.theme import theme

    beside = tools.streamable_http_app(streamable_http_path=HTTP_PATH, host=host)
    app = FastAPI(docs_url=None, redoc_url=None, openapi_url=None, lifespan=lambda _: tools.session_manager.run())
    app.router.routes.extend(beside.routes)
    app.mount(STATIC, StaticFiles(directory=FILES))

    app.add_middleware(Guard)
    if host in LOCAL:
        app.add_middleware(TrustedHostMiddleware, allowed_hosts=["127.0.0.1", "localhost", "[::1]"])
    gr.mount_gradio_app(
        app,
        page,
        path="/",
        theme=theme(),
        head=f'<link rel="stylesheet" href="{STATIC}/kg.css">',  # Gradio would rewrite a sheet of its own
        favicon_path=str(FILES / "icon.svg"),
        footer_links=[],
        run_history=False,
        show_error=True,
        max_file_size=2 * MAX_BYTES,  # up to here it is the library that says why a file is too large
        ssr_mode=False,
        mcp_server=False,
        pwa=False,
        enable_monitoring=False,
    )
    mounted = [getattr(route, "app", None) for route in app.routes]
    (inner,) = (found for found in mounted if isinstance(found, App))
    app.state.end_streams = inner.stop_event.set
    return app


def serve(app: FastAPI, *, host: str, port: int) -> None:
    """Serve until interrupted; the first line on standard error names the address.

    :raises ServeError: If the address cannot be had.
    """
    import socket

    import uvicorn

    class Server(uvicorn.Server):
        """Ends the streams of open pages when it is told to stop; it would wait for them otherwise."""

        def handle_exit(self, sig: int, frame: FrameType | None) -> None:
            app.state.end_streams()
            super().handle_exit(sig, frame)

    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind((host, port))
            listener.listen()  # before the address is told: who opens it at once waits, and is not turned away
        except OSError as error:
            raise ServeError(f"{host}:{port}: {error.strerror}; choose another --host or --port") from error
        # The server passes the signal on when it has stopped; this way the uploads are deleted before the end.
        signal.signal(signal.SIGTERM, lambda *_: sys.exit())
        shown = f"[{host}]" if ":" in host else host
        print(f"Study page: http://{shown}:{listener.getsockname()[1]}  (Ctrl-C stops it)", file=sys.stderr, flush=True)
        config = uvicorn.Config(
            app, log_level="warning", access_log=False, lifespan="on", timeout_graceful_shutdown=PATIENCE
        )
        Server(config).run(sockets=[listener])


def prepare(uploads: Path) -> None:
    """Switch off what Gradio and its libraries would send or look up, and give it a directory that is cleared after
    it; before Gradio is imported.
    """
    os.environ["GRADIO_TEMP_DIR"] = str(uploads)
    os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"
    os.environ["HF_HUB_OFFLINE"] = "1"
    os.environ["HF_HUB_DISABLE_TELEMETRY"] = "1"
