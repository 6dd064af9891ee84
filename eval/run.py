"""The whole of ``kg eval``: ask, judge, measure, compare, tell."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING

from eval.ablations import ablations as ablated
from eval.baselines import baselines as plain_retrieval
from eval.calibrate import calibrate, samples_of
from eval.intervals import Paired, mcnemar
from eval.junit import as_junit
from eval.metrics import by_kind, measures, wanted_of
from eval.outcomes import Answerer, Guide, Outcome, ask_all
from eval.questions import Question, Split, Task, golden_path, of_split, read_questions
from eval.report import Report, Role, SystemReport, as_json, as_markdown, as_text, tables
from eval.results import HERE, Turned, broken_floors, named, record, turned_since
from eval.trec import write_trec
from kg.errors import InputError

if TYPE_CHECKING:
    from kg.encoder import Encoder
    from kg.store import KnowledgeBase
    from kg.vocabulary import Vocabulary

#: Told how many questions were asked, and of how many.
Progress = Callable[[int, int], None]


class Format(StrEnum):
    """How a report is told."""

    TABLE = "table"
    JSON = "json"
    MARKDOWN = "markdown"
    JUNIT = "junit"


@dataclass(frozen=True)
class Told:
    """What to print, and what went wrong, a line for each broken floor."""

    text: str
    failures: tuple[str, ...]


def run(
    kb: KnowledgeBase,
    encoder: Encoder,
    vocabulary: Vocabulary,
    *,
    questions: Path | None = None,
    split: Split = Split.ALL,
    form: Format = Format.TABLE,
    floors: Mapping[str, float] | None = None,
    trec: Path | None = None,
    baselines: bool = True,
    ablations: bool = False,
    keep: bool = False,
    progress: Progress | None = None,
) -> Told:
    """Evaluate the assistant on a question file.

    :param questions: A JSONL file; the project's golden questions when it is None.
    :param floors: The least value of measures by name, see :func:`eval.results.parse_floor`.
    :param trec: A directory for TREC run and judgement files.
    :param keep: Record the run by commit beside this module and fill in its page.
    :raises InputError: If the file cannot be read, or holds no question of the part.
    """
    from kg.assistant import Assistant

    asked = of_split(read_questions(questions or golden_path()), split)
    if not asked:
        raise InputError(f"{questions or golden_path()}: no question of the {split} part; try --split all")
    guide = Guide.of(kb.documents, kb.facts)
    systems: dict[str, tuple[Role, Answerer]] = {"assistant": (Role.ASSISTANT, Assistant(kb, encoder, vocabulary))}
    if baselines:
        tuning = of_split(read_questions(golden_path()), Split.DEV)
        found = plain_retrieval(guide, encoder, tuning=tuning)
        systems |= {name: (Role.BASELINE, answerer) for name, answerer in found.items()}
    if ablations:
        systems |= {name: (Role.ABLATION, each) for name, each in ablated(kb, encoder, vocabulary).items()}
    runs = ask_systems({name: each for name, (_, each) in systems.items()}, asked, guide, progress=progress)
    report = report_of(runs, {name: role for name, (role, _) in systems.items()}, split=split)
    if trec:
        write_trec(trec, runs)
    turned = turned_since(report, HERE / "results") if questions is None else None
    if keep:
        record(report)
    return Told(tell(report, form, turned), broken_floors(report, floors or {}, turned))


def ask_systems(
    systems: Mapping[str, Answerer], questions: Sequence[Question], guide: Guide, *, progress: Progress | None = None
) -> dict[str, tuple[Outcome, ...]]:
    """Every question to every system."""
    total, done = len(systems) * len(questions), 0

    def step() -> None:
        nonlocal done
        done += 1
        if progress:
            progress(done, total)

    return {name: ask_all(answerer, questions, guide, progress=step) for name, answerer in systems.items()}


def report_of(runs: Mapping[str, Sequence[Outcome]], roles: Mapping[str, Role], *, split: str) -> Report:
    """Measure the runs; the first is the system under test, to which the others are paired."""
    first = next(iter(runs.values()))
    systems = tuple(
        SystemReport(
            name=name,
            role=roles[name],
            measures=measures(outcomes),
            kinds=by_kind(outcomes),
            paired={} if outcomes is first else paired(first, outcomes),
        )
        for name, outcomes in runs.items()
    )
    return Report(str(split), wanted_of(first), systems, calibrate(samples_of(first)), tuple(first))


def paired(first: Sequence[Outcome], second: Sequence[Outcome]) -> dict[str, Paired]:
    """McNemar's test on all questions, on the open ones and on the choices, where there are any."""
    tasks = {"handled": tuple(Task), "right_and_cited": (Task.ANSWER,), "choices_right": (Task.CHOOSE,)}
    return {
        name: mcnemar([one.handled for one, _ in pairs], [other.handled for _, other in pairs])
        for name, wanted in tasks.items()
        if (pairs := [(a, b) for a, b in zip(first, second, strict=True) if a.task in wanted])
    }


def tell(report: Report, form: Format, turned: Turned | None = None) -> str:
    """The report in the form asked for."""
    match form:
        case Format.JSON:
            return as_json(report)
        case Format.MARKDOWN:
            return as_markdown(tables(report))
        case Format.JUNIT:
            return as_junit(report.outcomes)
        case Format.TABLE:
            return "\n\n".join([as_text(tables(report)), *_turned_lines(turned)])


def _turned_lines(turned: Turned | None) -> list[str]:
    if turned is None:
        return []
    return [f"Turned since {turned.since}: lost {named(turned.lost) or 'none'}; won {named(turned.won) or 'none'}"]
