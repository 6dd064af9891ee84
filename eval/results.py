"""Results kept by commit: what was reached, which questions turned since, and the floors that hold it."""

from __future__ import annotations

import json
import re
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from eval.metrics import MEASURES
from eval.plot import risk_coverage_svg
from eval.report import Report, as_dict, as_markdown, letters, tables
from kg.errors import InputError

#: Where this package keeps its page and, in ``results``, a file for each commit and part.
HERE = Path(__file__).parent
#: Paths that decide the figures, from the top of the checkout: code, guide, vocabulary and questions.
DECIDING = (":/kg", ":/ingest", ":/data", ":/eval/*.py")
#: Questions that a message names; more would hide the point.
NAMED = 20


@dataclass(frozen=True)
class Turned:
    """Questions whose verdict differs from the recorded one."""

    since: str
    lost: tuple[str, ...]
    won: tuple[str, ...]


def parse_floor(text: str) -> tuple[str, float]:
    """``NAME=VALUE`` with a measure's name and a share.

    :raises InputError: If it is not that; names the measures.

    >>> parse_floor("right_and_cited=0.8")
    ('right_and_cited', 0.8)
    """
    name, _, value = text.partition("=")
    try:
        floor = float(value)
    except ValueError:
        floor = -1.0
    if name not in MEASURES or not 0 <= floor <= 1:
        raise InputError(f"{text!r}: a floor is NAME=VALUE, VALUE from 0 to 1, NAME one of {', '.join(MEASURES)}")
    return name, floor


def broken_floors(report: Report, floors: Mapping[str, float], turned: Turned | None) -> tuple[str, ...]:
    """A line for each floor that is not held; names the questions that turned since the last record."""
    lines = []
    for name, floor in floors.items():
        reached = report.assistant.measures.get(name)
        if reached is None:
            lines.append(f"{name}: no question measures it; choose other questions or drop the floor")
        elif reached.value < floor:
            lines.append(f"{name}: {reached.value:.3f} of {reached.n} is under the floor {floor:g}{_blame(turned)}")
    return tuple(lines)


def _blame(turned: Turned | None) -> str:
    if turned is None or not turned.lost:
        return ""
    return f"; lost since {turned.since}: {named(turned.lost)}"


def named(ids: Sequence[str]) -> str:
    """Ids in a line, cut where there are many.

    >>> named(["a", "b"])
    'a, b'
    """
    more = len(ids) - NAMED
    return ", ".join(ids[:NAMED]) + (f" and {more} more" if more > 0 else "")


def turned_since(report: Report, results: Path) -> Turned | None:
    """What turned since the newest record of the same part; None where there is no record or nothing turned."""
    record = newest(results, split=report.split)
    if record is None:
        return None
    before: dict[str, str] = record["verdicts"]
    now = {outcome.question.id: letters(outcome) for outcome in report.outcomes}
    shared = sorted(before.keys() & now.keys())
    lost = tuple(key for key in shared if "h" in before[key] and "h" not in now[key])
    won = tuple(key for key in shared if "h" in now[key] and "h" not in before[key])
    return Turned(record["commit"], lost, won) if lost or won else None


def newest(results: Path, *, split: str) -> dict[str, Any] | None:
    """The record with the latest date; of one date, the last by name."""
    records = [json.loads(path.read_text(encoding="utf-8")) for path in sorted(results.glob(f"*-{split}.json"))]
    return max(records, key=lambda record: str(record["date"]), default=None)


def record(report: Report, *, directory: Path = HERE) -> list[Path]:
    """Keep a run: its figures under ``results``, the curve, and the tables in the page's marked part.

    :raises InputError: Outside a git checkout or with uncommitted changes, as a record is named by its commit.
    """
    commit, date = _commit(directory)
    results = directory / "results"
    results.mkdir(parents=True, exist_ok=True)
    kept = results / f"{commit}-{report.split}.json"
    data = {"commit": commit, "date": date, **as_dict(report)}
    kept.write_text(_compact(data), encoding="utf-8")
    curve = results / f"risk-coverage-{report.split}.svg"
    curve.write_text(
        risk_coverage_svg(report.calibration, title=f"Risk and coverage, {report.split}"), encoding="utf-8"
    )
    page = directory / "README.md"
    if page.is_file():
        text = page.read_text(encoding="utf-8")
        page.write_text(fill(text, part=report.split, content=as_markdown(tables(report))), encoding="utf-8")
    return [kept, curve]


def fill(page: str, *, part: str, content: str) -> str:
    """The page with this content between its marks; a page without the marks stays as it is.

    >>> fill("a <!-- eval:dev -->old<!-- /eval:dev --> b", part="dev", content="new")
    'a <!-- eval:dev -->\\n\\nnew\\n\\n<!-- /eval:dev --> b'
    """
    start, end = f"<!-- eval:{part} -->", f"<!-- /eval:{part} -->"
    pattern = re.compile(f"{re.escape(start)}.*?{re.escape(end)}", re.DOTALL)
    return pattern.sub(lambda _: f"{start}\n\n{content}\n\n{end}", page)


def _compact(data: Mapping[str, Any]) -> str:
    """A line for each top key and each system, so that a diff shows what changed."""
    systems = ",\n  ".join(json.dumps(system, ensure_ascii=False) for system in data["systems"])
    lines = [
        f' "systems": [\n  {systems}\n ]'
        if key == "systems"
        else f" {json.dumps(key)}: {json.dumps(value, ensure_ascii=False)}"
        for key, value in data.items()
    ]
    return "{\n" + ",\n".join(lines) + "\n}\n"


def _commit(directory: Path) -> tuple[str, str]:
    """The commit checked out, shortened, and its date.

    :raises InputError: Outside a checkout, or with changes that no commit holds yet.
    """
    if _git(directory, "status", "--porcelain", "--untracked-files=no", "--", *DECIDING):
        raise InputError(
            f"{directory}: changes that are not committed decide the figures; commit them, then keep the run"
        )
    commit, date = _git(directory, "log", "-1", "--format=%h %cI").split()
    return commit, date


def _git(directory: Path, *words: str) -> str:
    command = ["git", "-C", str(directory), *words]
    try:
        done = subprocess.run(command, check=True, capture_output=True, text=True, timeout=30)
    except (OSError, subprocess.SubprocessError) as error:
        raise InputError(
            f"{directory}: not in a git checkout; results are kept by commit, so run it in a clone"
        ) from error
    return done.stdout
