"""``kg`` as a process of its own: pipes, signals, terminals, the first use, and how soon it answers."""

from __future__ import annotations

import os
import pty
import resource
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import app
from kg.resources import cache_path

COMMAND = (sys.executable, "-c", "from app.process import main; main()")
#: Seconds after which a process is stuck; building the first base takes some 20 on two cores.
PATIENCE = 240
QUESTION = "which service monitors drift?"
#: Libraries that building needs and no question may pay for.
HEAVY = ("torch", "transformers", "sentence_transformers", "gradio", "pandas", "rich")


def environment(**changes: str) -> dict[str, str]:
    """This process's environment, in which another one finds the packages too."""
    buffered = {name: value for name, value in os.environ.items() if name != "PYTHONUNBUFFERED"}
    return {**buffered, "PYTHONPATH": str(Path(app.__path__[0]).parent), **changes}


def start(*arguments: str | int | Path, **changes: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [*COMMAND, *map(str, arguments)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        env=environment(**changes),
        # A shell starts what it runs in the background deaf to Ctrl-C, and a child inherits that.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler),
    )


@pytest.fixture
def terminal() -> Iterator[tuple[int, int]]:
    """The two ends of a terminal."""
    ends = pty.openpty()
    yield ends
    for end in ends:
        os.close(end)


def printed_on_terminal(terminal: tuple[int, int], *arguments: str | Path, **changes: str) -> str:
    """What a person sees on the terminal, escape sequences and all."""
    ours, theirs = terminal
    environ = environment(TERM="xterm", **changes)
    subprocess.run([*COMMAND, *map(str, arguments)], stdout=theirs, env=environ, check=True, timeout=PATIENCE)
    return os.read(ours, 65_536).decode()


def test_first_use_builds_the_base_once_and_says_so(tmp_path: Path, kb_dir: Path) -> None:
    """Progress goes to stderr, the answer to stdout; the second question finds the base there and is quiet."""
    (tmp_path / "models").symlink_to(cache_path("models"), target_is_directory=True)

    first = subprocess.run(
        [*COMMAND, "query", QUESTION], capture_output=True, env=environment(KG_CACHE=str(tmp_path)), timeout=PATIENCE
    )
    second = subprocess.run(
        [*COMMAND, "query", QUESTION], capture_output=True, env=environment(KG_CACHE=str(tmp_path)), timeout=PATIENCE
    )

    assert first.returncode == second.returncode == 0
    assert b"embedding sentences" in first.stderr
    assert second.stderr == b""
    assert first.stdout == second.stdout
    assert b"Model Monitor" in first.stdout


def test_a_question_loads_nothing_heavy(kb_dir: Path) -> None:
    """A cold question stays fast: what only building needs is not imported."""
    code = f"""
import sys
from app.cli import run
assert run(["query", {QUESTION!r}, "--kb", {str(kb_dir)!r}]) == 0
print([name for name in {HEAVY!r} if name in sys.modules], file=sys.stderr)
"""
    ran = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, env=environment(), timeout=PATIENCE, check=True
    )

    assert ran.stderr.strip() == "[]"


def test_a_reader_that_has_had_enough_is_no_error(kb_dir: Path) -> None:
    """`kg facts | head -1` ends quietly."""
    with start("facts", "--json", "--kb", kb_dir) as process:
        assert process.stdout and process.stderr
        process.stdout.readline()
        process.stdout.close()
        errors = process.stderr.read()

    assert (process.returncode, errors) == (0, "")


def test_output_that_cannot_be_written_is_one_line(kb_dir: Path, tmp_path: Path) -> None:
    """A full disk is told, and not taken for done; a limit on the size of files stands for it here."""
    with (tmp_path / "out").open("wb") as out:
        ran = subprocess.run(
            [*COMMAND, "facts", "--kb", kb_dir],
            stdout=out,
            stderr=subprocess.PIPE,
            env=environment(),
            preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (1_000, 1_000)),
            timeout=PATIENCE,
        )

    assert ran.returncode == 2
    assert ran.stderr == b"kg: standard output: File too large\n"


def test_ctrl_c_ends_quietly(kb_dir: Path) -> None:
    """Whoever interrupts a batch sees no traceback, and the answers so far are whole."""
    process = start("batch", "-", "--kb", kb_dir)
    assert process.stdin and process.stdout
    process.stdin.write(f'{{"question": "{QUESTION}"}}\n')
    process.stdin.flush()
    assert process.stdout.readline().endswith("}\n")
    process.send_signal(signal.SIGINT)
    _, errors = process.communicate(timeout=PATIENCE)

    assert process.returncode == 130
    assert errors == ""


def test_a_port_that_is_taken_is_one_line(kb_dir: Path) -> None:
    """The page says which port, and how to choose another."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        process = start("chat", "--port", port, "--kb", kb_dir)
        errors = process.communicate(timeout=PATIENCE)[1]

    assert process.returncode == 2
    told = errors.splitlines()[-1]
    assert told.startswith("kg: ")
    assert f":{port}" in told
    assert "choose another" in told
    assert "Traceback" not in errors


def test_arrows_survive_a_pipe_that_is_not_utf_8(kb_dir: Path) -> None:
    """Results are UTF-8 whatever the system's encoding."""
    process = start("path", "Monitoring", "model drift", "--kb", kb_dir, PYTHONIOENCODING="ascii")

    assert "─USES_SERVICE→" in process.communicate(timeout=PATIENCE)[0]


def test_a_terminal_is_coloured_unless_it_asks_not_to_be(kb_dir: Path, terminal: tuple[int, int]) -> None:
    """NO_COLOR leaves the same words without a single escape sequence."""
    coloured = printed_on_terminal(terminal, "path", "Monitoring", "model drift", "--kb", kb_dir)
    plain = printed_on_terminal(terminal, "path", "Monitoring", "model drift", "--kb", kb_dir, NO_COLOR="1")

    assert "\x1b[36m─USES_SERVICE→\x1b[0m" in coloured
    assert "\x1b" not in plain
    assert "─USES_SERVICE→" in plain
