"""The process of the ``kg`` command: what is set before anything is imported, and how it leaves."""

from __future__ import annotations

import gc
import io
import os
import sys
from contextlib import suppress
from typing import NoReturn

#: New objects between two searches for rubbish: a question makes some 100,000 that all stay, and Python's own 700 costs
#: it a tenth of its time.
GARBAGE_THRESHOLD = 50_000


def main() -> NoReturn:
    """Run the command of this process and leave with its status."""
    gc.set_threshold(GARBAGE_THRESHOLD)
    # numpy's products are small here: threads that wait for more would cost a question a fifth of its time.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    from app.cli import run, unusable

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
            status = unusable(f"standard output: {error.strerror}")
    with suppress(OSError):
        sys.stderr.flush()
    os._exit(status)  # all is written: to take a hundred thousand objects apart costs a tenth of a cold question
