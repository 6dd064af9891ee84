"""Wall time of one cold `kg query` beside that of ``plain.py``: ``python bench/cold.py [RUNS]``.

Each is a process of its own that finds its files made: the base and the export of `kg`, the index of the other. Runs
take turns, so that a busy machine slows both alike; files are in the system's cache, as after any earlier question.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

QUESTION = "which service monitors drift?"
RUNS = 5


def main(runs: int) -> None:
    """Time both and print each run, the medians and their ratio."""
    with tempfile.TemporaryDirectory() as scratch:
        plain = [sys.executable, str(Path(__file__).with_name("plain.py")), QUESTION, str(Path(scratch, "index"))]
        commands = {"kg query": [str(Path(sys.executable).with_name("kg")), "query", QUESTION], "plain": plain}
        for command in commands.values():
            seconds(command)
        taken: dict[str, list[float]] = {name: [] for name in commands}
        for _ in range(runs):
            for name, command in commands.items():
                taken[name].append(seconds(command))
    medians = {name: statistics.median(times) for name, times in taken.items()}
    for name, times in taken.items():
        print(f"{name:<9} {medians[name]:6.2f} s   ({', '.join(f'{t:.2f}' for t in sorted(times))})")
    print(f"ratio     {medians['kg query'] / medians['plain']:6.3f}")


def seconds(command: list[str]) -> float:
    """The wall time of a process that must succeed."""
    start = time.perf_counter()
    subprocess.run(command, check=True, capture_output=True, env={**os.environ, "HF_HUB_OFFLINE": "1"})
    return time.perf_counter() - start


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else RUNS)
