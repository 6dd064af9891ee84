"""The report of a run: its values, and how they are told as text, Markdown or JSON."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from enum import StrEnum
from itertools import zip_longest
from typing import Any

from eval.calibrate import Calibration
from eval.intervals import Estimate, Paired
from eval.metrics import MEASURES
from eval.outcomes import Outcome
from eval.questions import Task

#: Measures that an ablation is told by; the whole list stands in the JSON.
ABLATION_MEASURES = ("handled", "right_and_cited", "choices_right", "refusal_recall", "evidence_recall@5")
#: Figures after the point in JSON: finer differences are noise, and files stay small.
DIGITS = 4
NONE = "–"


class Role(StrEnum):
    """What a system is measured for."""

    ASSISTANT = "assistant"
    BASELINE = "baseline"
    ABLATION = "ablation"


@dataclass(frozen=True)
class SystemReport:
    """One system's measures; ``paired`` sets the assistant (first) against it, by measure."""

    name: str
    role: Role
    measures: dict[str, Estimate]
    kinds: dict[str, Estimate]
    paired: dict[str, Paired]


@dataclass(frozen=True)
class Report:
    """A run over the questions of a part: the systems, the assistant first, and its outcomes."""

    split: str
    wanted: Mapping[Task, int]
    systems: tuple[SystemReport, ...]
    calibration: Calibration
    outcomes: tuple[Outcome, ...]

    @property
    def assistant(self) -> SystemReport:
        """The system under test."""
        return self.systems[0]

    def of_role(self, *roles: Role) -> list[SystemReport]:
        """The systems of these roles, in order."""
        return [system for system in self.systems if system.role in roles]


@dataclass(frozen=True)
class Table:
    """Rows under a head; the first column holds names, the others figures."""

    title: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def percent(estimate: Estimate | None) -> str:
    """An estimate as percent with its interval.

    >>> percent(Estimate(0.8, 0.49, 0.943, 10))
    '80.0 (49–94)'
    """
    if estimate is None:
        return NONE
    return f"{100 * estimate.value:.1f} ({100 * estimate.low:.0f}–{100 * estimate.high:.0f})"


def chance(p: float) -> str:
    """A p-value, no finer than it is worth.

    >>> chance(0.03125), chance(1e-9)
    ('0.031', '<0.001')
    """
    return "<0.001" if p < 0.001 else f"{p:.3f}"


def tables(report: Report) -> list[Table]:
    """Everything that a person wants to read."""
    found = [_measures(report), _kinds(report)]
    if report.of_role(Role.BASELINE):
        found.append(_paired(report))
    if report.of_role(Role.ABLATION):
        found.append(_ablations(report))
    return [*found, _calibration(report.calibration)]


def _measures(report: Report) -> Table:
    systems = report.of_role(Role.ASSISTANT, Role.BASELINE)
    questions = ", ".join(f"{count} to {task}" for task, count in report.wanted.items())
    return Table(
        f"Measures in % (95 % interval), split {report.split}: {questions}",
        ("measure", "n", *(system.name for system in systems)),
        tuple(
            (name, str(estimate.n), *(percent(system.measures.get(name)) for system in systems))
            for name in MEASURES
            if (estimate := report.assistant.measures.get(name))
        ),
    )


def _kinds(report: Report) -> Table:
    systems = report.of_role(Role.ASSISTANT, Role.BASELINE)
    return Table(
        "Handled by kind, in %",
        ("kind", "n", *(system.name for system in systems)),
        tuple(
            (kind, str(estimate.n), *(percent(system.kinds.get(kind)) for system in systems))
            for kind, estimate in report.assistant.kinds.items()
        ),
    )


def _paired(report: Report) -> Table:
    return Table(
        "Paired with the baselines (McNemar, exact): questions that just one of the two gets",
        ("against", "measure", "only assistant", "only baseline", "p"),
        tuple(
            (system.name, name, str(paired.only_first), str(paired.only_second), chance(paired.p))
            for system in report.of_role(Role.BASELINE)
            for name, paired in system.paired.items()
        ),
    )


def _ablations(report: Report) -> Table:
    systems = report.of_role(Role.ASSISTANT, Role.ABLATION)
    return Table(
        "Ablation: the assistant with one part switched off, in %; lost and won are questions handled",
        ("system", *ABLATION_MEASURES, "lost", "won", "p"),
        tuple(
            (system.name, *(percent(system.measures.get(name)) for name in ABLATION_MEASURES), *_toll(system))
            for system in systems
        ),
    )


def _toll(system: SystemReport) -> tuple[str, str, str]:
    paired = system.paired.get("handled")
    return (str(paired.only_first), str(paired.only_second), chance(paired.p)) if paired else (NONE, NONE, NONE)


def _calibration(found: Calibration) -> Table:
    return Table(
        f"Confidence: AURC {found.aurc:.3f}, calibration error {found.ece:.3f}, "
        f"threshold these questions would pick {found.threshold:.3f}",
        ("confidence", "answers", "mean confidence", "right and cited"),
        tuple(
            (f"{box.low:.1f}–{box.high:.1f}", str(box.n), f"{box.confidence:.2f}", f"{box.right:.2f}")
            for box in found.bins
        ),
    )


def as_text(shown: Iterable[Table]) -> str:
    """Tables in columns, for a terminal."""
    return "\n\n".join(f"{table.title}\n{_columns([table.head, *table.rows])}" for table in shown)


def as_markdown(shown: Iterable[Table]) -> str:
    """Tables for a page."""
    return "\n\n".join(f"**{table.title}**\n\n{_pipes(table)}" for table in shown)


def _columns(rows: Sequence[tuple[str, ...]]) -> str:
    widths = [max(len(cell) for cell in column) for column in zip_longest(*rows, fillvalue="")]
    return "\n".join(
        "  ".join(
            cell.rjust(width) if index else cell.ljust(width)
            for index, (cell, width) in enumerate(zip(row, widths, strict=True))
        ).rstrip()
        for row in rows
    )


def _pipes(table: Table) -> str:
    rule = ("---", *("---:" for _ in table.head[1:]))
    return "\n".join(f"| {' | '.join(row)} |" for row in (table.head, rule, *table.rows))


def as_dict(report: Report) -> dict[str, Any]:
    """The report as JSON holds it; per question the letters of :func:`letters`."""
    return {
        "split": report.split,
        "questions": {task.value: count for task, count in report.wanted.items()},
        "systems": [_system(system) for system in report.systems],
        "calibration": _rounded(asdict(report.calibration)),
        "verdicts": {outcome.question.id: letters(outcome) for outcome in report.outcomes},
    }


def as_json(report: Report) -> str:
    """The report for programs."""
    return json.dumps(as_dict(report), ensure_ascii=False, indent=1)


def letters(outcome: Outcome) -> str:
    """A verdict in letters: handled, answered, right, cited, proved, sound."""
    verdict = outcome.verdict
    flags = {
        "h": outcome.handled,
        "a": verdict.answered,
        "r": verdict.right,
        "c": verdict.cited,
        "p": verdict.proved,
        "s": bool(verdict.sound),
    }
    return "".join(letter for letter, flag in flags.items() if flag)


def _system(system: SystemReport) -> dict[str, Any]:
    return {
        "name": system.name,
        "role": system.role.value,
        "measures": {name: _estimate(estimate) for name, estimate in system.measures.items()},
        "kinds": {kind: _estimate(estimate) for kind, estimate in system.kinds.items()},
        "paired": {name: _rounded(asdict(paired)) for name, paired in system.paired.items()},
    }


def _estimate(estimate: Estimate) -> dict[str, Any]:
    found: dict[str, Any] = _rounded(asdict(estimate))
    return found


def _rounded(value: Any) -> Any:
    if isinstance(value, float):
        return round(value, DIGITS)
    if isinstance(value, dict):
        return {key: _rounded(inner) for key, inner in value.items()}
    return [_rounded(inner) for inner in value] if isinstance(value, list | tuple) else value
