"""Kill an ingest at random moments and open what it leaves: ``python -m tests.ingest.kill_ingest [KILLS]``.

A child ingests two versions of a guide in turn, over and over. It is killed (SIGKILL) at moments drawn at random from
the time that two ingests take; then the base must open and hold one version, whole. A second round kills children
that do nothing but write, so that most of its kills hit a write.
"""

from __future__ import annotations

import os
import random
import signal
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from itertools import cycle
from pathlib import Path

from ingest.build import build
from kg.resources import data_path
from kg.store import KnowledgeBase, load, save
from kg.vocabulary import bundled_vocabulary
from tests.kg.stubs import HashEncoder

KILLS, SEED = 50, 2


def main(kills: int) -> None:
    """Run both rounds and print what was seen; an exception if a base does not open."""
    with tempfile.TemporaryDirectory() as scratch:
        guides = list(two_guides(Path(scratch)))
        directory = Path(scratch, "base")
        bases = []
        for guide in guides:
            ingest(guide, directory)
            bases.append(load(directory))
        ingests = [partial(ingest, guide, directory) for guide in guides]
        writes = [partial(save, base, directory) for base in bases]
        for name, steps in (("ingest", ingests), ("write", writes)):
            halves = kill_often(steps, directory, bases, kills)
            print(f"{name}: {kills} kills, each left a whole base; {halves} of them hit a write")


def two_guides(scratch: Path) -> Iterator[Path]:
    """The first third of the bundled guide, and its first quarter: an ingest takes some 0.2 s."""
    (guide,) = data_path("guides").glob("*.txt")
    lines = guide.read_text(encoding="utf-8").splitlines(keepends=True)
    for name, share in (("third", len(lines) // 3), ("quarter", len(lines) // 4)):
        path = scratch / name / guide.name
        path.parent.mkdir()
        path.write_text("".join(lines[:share]), encoding="utf-8")
        yield path


def ingest(guide: Path, directory: Path) -> None:
    """One ingest as `kg ingest` does it, with an encoder that costs nothing."""
    build([guide], directory, encoder=HashEncoder(), vocabulary=bundled_vocabulary())


def kill_often(steps: Sequence[Callable[[], None]], directory: Path, bases: Sequence[KnowledgeBase], kills: int) -> int:
    """Repeat ``steps`` in a child and kill it, ``kills`` times; how often its new directory was left half made."""
    start = time.monotonic()
    for step in steps:
        step()
    seconds = time.monotonic() - start
    moments = random.Random(SEED)
    halves = 0
    for _ in range(kills):
        child = os.fork()
        if child == 0:
            for step in cycle(steps):
                step()
        time.sleep(moments.uniform(0, seconds))
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        halves += directory.with_name(f".{directory.name}.new").exists()
        found = load(directory)
        if not any(found.manifest == base.manifest and found.facts == base.facts for base in bases):
            raise AssertionError("the base that a killed ingest left is neither the old one nor the new one")
    return halves


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else KILLS)
