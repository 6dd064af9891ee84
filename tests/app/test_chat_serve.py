"""The server of the page: its address, its guards, and how it ends."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import httpx
import pytest

import app
from tests.app.conftest import PATIENCE, Server

COMMAND = (sys.executable, "-c", "from app.process import main; main()", "chat")


def start(*arguments: str | Path, directory: Path) -> subprocess.Popen[str]:
    """``kg chat`` as a process of its own, with its temporary files in ``directory``."""
    environment = {**os.environ, "PYTHONPATH": str(Path(app.__path__[0]).parent), "TMPDIR": str(directory)}
    return subprocess.Popen([*COMMAND, *arguments], stderr=subprocess.PIPE, text=True, env=environment)


def test_a_taken_port_is_told_in_a_line(kb_dir: Path, server: Server, tmp_path: Path):
    """The line names the address and the way out; status 2."""
    port = server.url.rstrip("/").rpartition(":")[2]
    process = start("--kb", kb_dir, "--port", port, directory=tmp_path)
    _, said = process.communicate(timeout=PATIENCE)

    assert process.returncode == 2
    assert said == f"kg: 127.0.0.1:{port}: Address already in use; choose another --host or --port\n"


def test_only_this_machines_names_are_answered(server: Server):
    """A site that points its own name at this port gets nothing."""
    assert httpx.get(server.url).status_code == 200
    assert httpx.get(server.url, headers={"Host": "somewhere.example"}).status_code == 400


def test_each_browser_gets_a_cookie_that_ends_with_it(server: Server):
    """The cookie is random, unreadable for scripts, for this site only, without an age."""
    cookies = [httpx.get(server.url).headers["set-cookie"] for _ in range(2)]

    assert cookies[0] != cookies[1]
    assert all("HttpOnly; SameSite=Strict" in cookie and "age" not in cookie.lower() for cookie in cookies)


def test_files_of_the_machine_are_not_served(server: Server):
    """Neither the page's own files nor Gradio's file route lead out of what is meant to be served."""
    for path in ("kg/static/../serve.py", "kg/static/%2e%2e/questions.py", "gradio_api/file=/etc/passwd"):
        assert httpx.get(server.url + path).status_code in (403, 404), path


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM])
def test_the_server_ends_though_pages_are_open(kb_dir: Path, tmp_path: Path, how: signal.Signals):
    """It stops at once, without a traceback, and leaves no upload behind."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    process = start("--kb", kb_dir, "--port", str(port), directory=tmp_path)
    assert process.stderr is not None
    while "Study page" not in process.stderr.readline():
        assert process.poll() is None
    assert list(tmp_path.iterdir())
    with httpx.stream("GET", f"http://127.0.0.1:{port}/gradio_api/heartbeat/abc", timeout=PATIENCE) as open_page:
        next(open_page.iter_lines())
        told = time.monotonic()
        process.send_signal(how)
        process.wait(PATIENCE)
    took, said = time.monotonic() - told, process.stderr.read()
    process.stderr.close()

    assert took < 10
    assert "Traceback" not in said
    assert not list(tmp_path.iterdir())
