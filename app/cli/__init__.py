"""The ``kg`` command: its verbs, and the one place where errors become a line and an exit status."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from typing import Annotated

import typer

from app.cli import ask, check, look, make, mcp, quiz
from app.cli.console import DONE, UNUSABLE, complain
from kg.errors import KgError

#: What a shell says of a process that Ctrl-C ended: 128 and the number of the signal.
INTERRUPTED = 130

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


def run(arguments: Sequence[str]) -> int:
    """Run one command and return its exit status; nothing that a user can do wrong becomes a traceback."""
    try:
        status = app(list(arguments) or ["--help"], prog_name="kg", standalone_mode=False)
    except typer.TyperException as error:
        context = getattr(error, "ctx", None)
        return unusable(f"{error.format_message()} See {context.command_path if context else 'kg'} --help.")
    except KgError as error:
        return unusable(str(error))
    except KeyboardInterrupt:
        return INTERRUPTED
    except (BrokenPipeError, SystemExit):  # typer turns the first into the second
        return DONE  # the reader had enough
    except OSError as error:
        return unusable(f"{error.filename or 'standard output'}: {error.strerror}")
    return int(status or DONE) if arguments else UNUSABLE


def unusable(problem: str) -> int:
    """Say what is wrong, and return the status for it."""
    complain(problem)
    return UNUSABLE
