"""The ``kg`` command: its verbs, and the one place where errors become a line and an exit status."""

from __future__ import annotations

import gc
import io
import os
import sys
from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import Annotated, NoReturn

import typer

from app.cli import ask, check, look, make, mcp, quiz
from app.cli.console import DONE, UNUSABLE, complain
from kg.errors import KgError

#: What a shell says of a process that Ctrl-C ended: 128 and the number of the signal.
INTERRUPTED = 130

#: New objects between two searches for rubbish: a question makes some 100,000 that all stay, and Python's own 700 costs
#: it a tenth of its time.
GARBAGE_THRESHOLD = 50_000

#: Every verb, in the order of ``kg --help``.
VERBS: dict[str, Callable[..., int | None]] = {
    "query": ask.query,
    "batch": ask.batch,
    "chat": ask.chat,
    "quiz": quiz.quiz,
    "mcp": mcp.mcp,
    "ingest": make.ingest,
    "facts": look.facts,
    "show": look.show_node,
    "path": look.path,
    "stats": look.stats,
    "eval": check.evaluate,
    "doctor": check.doctor,
    "export": make.export,
}

app = typer.Typer(
    help="Ask a study guide. Every answer is proved by paths through a graph of facts, and every fact by its lines.",
    epilog='Example: kg query "which service monitors drift?"',
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _print_version(wanted: bool) -> None:
    if wanted:
        from importlib.metadata import version

        sys.stdout.write(f"kg {version('kg-study')}\n")
        raise typer.Exit


@app.callback()
def _options(
    version: Annotated[
        bool, typer.Option("--version", callback=_print_version, is_eager=True, help="Show the version and exit.")
    ] = False,
) -> None:
    """Options of the command itself."""


for _name, _verb in VERBS.items():
    app.command(name=_name)(_verb)


def main() -> NoReturn:
    """Run the command of this process and leave with its status."""
    gc.set_threshold(GARBAGE_THRESHOLD)
    # numpy's products are small here: threads that wait for more would cost a question a fifth of its time.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    for stream in (sys.stdin, sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            # Guides and arrows go beyond ASCII, and not every system's pipes are UTF-8.
            stream.reconfigure(encoding="utf-8", errors="replace")
    status = run(sys.argv[1:])
    try:
        sys.stdout.flush()
    except OSError as error:
        # Nobody can read our output any more, so what is left in its buffer goes nowhere.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        if not isinstance(error, BrokenPipeError):
            status = _unusable(f"standard output: {error.strerror}")
    with suppress(OSError):
        sys.stderr.flush()
    os._exit(status)  # all is written: to take a hundred thousand objects apart costs a tenth of a cold question


def run(arguments: Sequence[str]) -> int:
    """Run one command and return its exit status; nothing that a user can do wrong becomes a traceback."""
    try:
        status = app(list(arguments) or ["--help"], prog_name="kg", standalone_mode=False)
    except typer.TyperException as error:
        context = getattr(error, "ctx", None)
        return _unusable(f"{error.format_message()} See {context.command_path if context else 'kg'} --help.")
    except KgError as error:
        return _unusable(str(error))
    except KeyboardInterrupt:
        return INTERRUPTED
    except (BrokenPipeError, SystemExit):  # typer turns the first into the second
        return DONE  # the reader had enough
    except OSError as error:
        return _unusable(f"{error.filename or 'standard output'}: {error.strerror}")
    return int(status or DONE) if arguments else UNUSABLE


def _unusable(problem: str) -> int:
    complain(problem)
    return UNUSABLE
