"""Progress of slow work on stderr: a bar where a person looks at a terminal, a line for each kind of work elsewhere."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.progress import Progress, TaskID

#: Called with what is being done, how much of it is done, and how much there is.
Tell = Callable[[str, int, int], None]


@contextmanager
def progress_bar() -> Iterator[Tell]:
    """Yield a function to tell progress with; nothing is drawn, and nothing loaded, before it is first called."""
    bars = _Bars()
    try:
        yield bars.tell
    finally:
        bars.stop()


class _Bars:
    """A bar for each kind of work, in the order in which they are first told."""

    def __init__(self) -> None:
        self._progress: Progress | None = None
        self._tasks: dict[str, TaskID] = {}
        self._told: set[str] = set()

    def tell(self, what: str, done: int, total: int) -> None:
        if sys.stderr.isatty():
            self._draw(what, done, total)
        elif what not in self._told:
            self._told.add(what)
            print(f"kg: {what.lower()} …", file=sys.stderr, flush=True)

    def stop(self) -> None:
        if self._progress:
            self._progress.stop()

    def _draw(self, what: str, done: int, total: int) -> None:
        if self._progress is None:
            self._progress = _start()
        if what not in self._tasks:
            self._tasks[what] = self._progress.add_task(what)
        self._progress.update(self._tasks[what], completed=done, total=total)


def _start() -> Progress:
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    progress = Progress(*columns, console=Console(stderr=True))
    progress.start()
    return progress
