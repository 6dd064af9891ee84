"""What verbs share: options, and how lines reach the terminal. Results go to stdout, everything else to stderr."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Annotated

import typer

from app.render import Piece, clean, plain

#: Exit statuses: done; the query was refused, or a floor or check failed; wrong usage or unreadable input.
DONE, FAILED, UNUSABLE = 0, 1, 2

KbOption = Annotated[
    Path | None,
    typer.Option("--kb", metavar="DIR", help="Knowledge base to ask; without it, the one of the bundled guide."),
]
JsonOption = Annotated[bool, typer.Option("--json", help="Print JSON for programs.")]


def show(pieces: Iterable[Piece]) -> None:
    """Print pieces, coloured if a person looks at a terminal that wants colour."""
    if not wants_colour():
        sys.stdout.write(plain(pieces))
        return
    from rich.console import Console
    from rich.text import Text

    text = Text.assemble(*((clean(words), style) for words, style in pieces))
    Console(highlight=False).print(text, soft_wrap=True, end="")


def wants_colour() -> bool:
    """Whether stdout is a terminal, and neither NO_COLOR nor TERM asks for plain text."""
    return sys.stdout.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


def say(line: str) -> None:
    """Print one line of a result."""
    sys.stdout.write(f"{clean(line)}\n")


def complain(problem: str) -> None:
    """Tell a problem on one line of stderr."""
    sys.stderr.write(f"kg: {clean(' '.join(problem.split()))}\n")


def table(rows: Sequence[tuple[str, str | int]]) -> str:
    """Rows of a name and a figure, figures aligned to the right.

    >>> print(table([("facts", 120), ("nodes", 7)]))
    facts  120
    nodes    7
    """
    name_width = max((len(name) for name, _ in rows), default=0)
    figure_width = max((len(str(figure)) for _, figure in rows), default=0)
    return "\n".join(f"{name:<{name_width}}  {figure!s:>{figure_width}}" for name, figure in rows)
