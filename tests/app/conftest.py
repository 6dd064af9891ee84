"""A running page and a real browser for the tests that need them; without a Chromium they are skipped, unless
``KG_BROWSER=require`` says that they must run."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Page,
    Playwright,
    Route,
    expect,
    sync_playwright,
)

import app
from app.cli import run
from ingest.build import build
from kg.encoder import Encoder
from kg.vocabulary import Vocabulary

#: Names under which systems install a Chromium.
CHROMIUM = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
#: Seconds for a server to come up on a busy machine, and milliseconds for a page to show something.
PATIENCE, WAIT = 120, 60_000
expect.set_options(timeout=WAIT)


TEA = """# Brewing tea

## 1. Describe the stages of brewing

- **Steeping:**
  - **Purpose:** Drawing flavour out of the leaves.
  - **Techniques:** cold steeping, gongfu steeping.
- **Tasting:**
  - **Purpose:** Judging the cup before it is served.
  - **Techniques:** slurping, cold steeping.
"""


class Ran(NamedTuple):
    status: int
    out: str
    err: str


Run = Callable[..., Ran]


@dataclass
class Server:
    """A running ``kg chat``: where it is, and when its first line came, on the clock of ``time.monotonic``."""

    url: str
    spoke: float


@dataclass
class Watched:
    """What a page asked for and complained of."""

    requests: list[str] = field(default_factory=list)
    aborted: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)


@pytest.fixture
def kg(capsys: pytest.CaptureFixture[str]) -> Run:
    """The command, in this process."""

    def ran(*arguments: str | Path) -> Ran:
        status = run([str(argument) for argument in arguments])
        return Ran(status, *capsys.readouterr())

    return ran


@pytest.fixture(scope="module")
def tea_kb(tmp_path_factory: pytest.TempPathFactory, encoder: Encoder, vocabulary: Vocabulary) -> Path:
    """The knowledge base of the small guide."""
    directory = tmp_path_factory.mktemp("tea")
    guide = directory / "tea.md"
    guide.write_text(TEA, encoding="utf-8")
    build([guide], directory / "kb", encoder=encoder, vocabulary=vocabulary)
    return directory / "kb"


@pytest.fixture(scope="session")
def server(kb_dir: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """``kg chat`` on the bundled guide, as a process of its own."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = (
        sys.executable,
        "-c",
        "from app.process import main; main()",
        "chat",
        "--kb",
        kb_dir,
        "--port",
        str(port),
    )
    path = str(Path(app.__path__[0]).parent)
    log = tmp_path_factory.mktemp("server") / "stderr"
    with log.open("wb") as errors:
        process = subprocess.Popen(command, stderr=errors, env={**os.environ, "PYTHONPATH": path})
    try:
        yield Server(url=f"http://127.0.0.1:{port}/", spoke=_first_line(process, log))
    finally:
        process.terminate()
        process.wait(PATIENCE)


def _first_line(process: subprocess.Popen[bytes], log: Path) -> float:
    for _ in range(PATIENCE * 100):
        if b"Study page: " in log.read_bytes():
            return time.monotonic()
        assert process.poll() is None, log.read_text()
        time.sleep(0.01)
    raise AssertionError(f"no page after {PATIENCE} s: {log.read_text()}")


@pytest.fixture(scope="module")
def playwright() -> Iterator[Playwright]:
    with sync_playwright() as started:
        yield started


@pytest.fixture(scope="module")
def chromium(playwright: Playwright) -> Iterator[Browser]:
    path = next((found for name in CHROMIUM if (found := shutil.which(name))), None)
    if path is None:
        if os.environ.get("KG_BROWSER") == "require":
            pytest.fail(f"no Chromium here; install one of {', '.join(CHROMIUM)}")
        pytest.skip("no Chromium here: apt-get install chromium")
    browser = playwright.chromium.launch(executable_path=path, args=list(FLAGS))
    yield browser
    browser.close()


@pytest.fixture
def watched() -> Watched:
    return Watched()


@pytest.fixture
def context(chromium: Browser, server: Server, watched: Watched) -> Iterator[BrowserContext]:
    """A browser of its own, in which every request but to the page's own server is aborted."""
    made = chromium.new_context(viewport={"width": 1280, "height": 800})
    made.set_default_timeout(WAIT)
    keep_inside(made, server, watched)
    yield made
    made.close()


def keep_inside(made: BrowserContext, server: Server, watched: Watched) -> None:
    home = urlsplit(server.url).netloc

    def sieve(route: Route) -> None:
        inside = urlsplit(route.request.url).netloc == home
        (watched.requests if inside else watched.aborted).append(route.request.url)
        route.continue_() if inside else route.abort()

    made.route("**/*", sieve)


@pytest.fixture
def page(context: BrowserContext, server: Server, watched: Watched) -> Iterator[Page]:
    """The study page, ready for a question; an error in its script fails the test."""
    opened = context.new_page()
    opened.on("pageerror", lambda error: watched.errors.append(str(error)) if is_fault(str(error)) else None)
    opened.on("console", lambda line: watched.errors.append(line.text) if is_error(line) else None)
    ready(opened, server)
    yield opened
    assert watched.errors == []


def is_fault(error: str) -> bool:
    """Whether an error of a script is one; leaving a page ends Gradio's streams, whose script then reports the end."""
    return not error.startswith("AbortError: signal is aborted")


def is_error(line: ConsoleMessage) -> bool:
    """Whether a line of the console tells of a fault; a reload ends Gradio's streams, which it calls an error."""
    told = line.type == "error" and is_fault(line.text)
    return told and "BodyStreamBuffer was aborted" not in line.text and "errored out" not in line.text


def ready(opened: Page, server: Server) -> Page:
    """Open the page and wait until it can be asked."""
    opened.goto(server.url)
    opened.wait_for_selector("#kg-talk .kg-welcome, #kg-talk .kg-turn")
    return opened


def ask(page: Page, question: str) -> None:
    """Ask and wait until the answer is written out and its evidence stands beside it."""
    before = page.locator("#kg-talk .kg-turn").count()
    page.fill("#kg-box textarea", question)
    page.press("#kg-box textarea", "Enter")
    page.wait_for_function(
        "n => document.querySelectorAll('#kg-talk .kg-turn:not(.kg-live) .kg-tools').length > n", arg=before
    )
    page.wait_for_function("kg.talk.now === null")  # the parts of the page are filled one after another


def open_tab(page: Page, name: str) -> None:
    page.get_by_role("tab", name=name, exact=True).click()
