"""Runs and judgements in TREC's formats, so that trec_eval or ir-measures can check our figures."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from eval.metrics import qrels, run
from eval.outcomes import Outcome


def write_trec(directory: Path, runs: Mapping[str, Sequence[Outcome]]) -> list[Path]:
    """Write ``qrels.txt`` and a ``NAME.run.txt`` for each system; returns the files."""
    directory.mkdir(parents=True, exist_ok=True)
    first = next(iter(runs.values()))
    files = {"qrels.txt": qrels_lines(first)}
    files |= {f"{_token(name)}.run.txt": run_lines(outcomes, name=name) for name, outcomes in runs.items()}
    for name, lines in files.items():
        (directory / name).write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    return [directory / name for name in files]


def qrels_lines(outcomes: Iterable[Outcome]) -> list[str]:
    """``question 0 passage relevance``, a line for each passage with evidence."""
    return [
        f"{_token(question)} 0 {_token(passage)} {relevance}"
        for question, passages in sorted(qrels(outcomes).items())
        for passage, relevance in passages.items()
    ]


def run_lines(outcomes: Iterable[Outcome], *, name: str) -> list[str]:
    """``question Q0 passage rank score system``, a line for each passage cited."""
    return [
        f"{_token(question)} Q0 {_token(passage)} {rank} {score:.6f} {_token(name)}"
        for question, passages in sorted(run(outcomes).items())
        for rank, (passage, score) in enumerate(passages.items(), start=1)
    ]


def _token(text: str) -> str:
    """Blanks part the fields of a line.

    >>> _token("my guide.txt:1-2")
    'my_guide.txt:1-2'
    """
    return "_".join(text.split())
