"""Verbs that measure and check: ``eval`` and ``doctor``."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated, Literal

import typer

from app.cli.console import DONE, FAILED, JsonOption, KbOption, complain, show

#: Columns for the name of a check.
NAME_WIDTH = 14


def evaluate(
    *,
    kb: KbOption = None,
    questions: Annotated[
        Path | None, typer.Option("--set", metavar="FILE", help="Questions with their key as JSONL; else our own.")
    ] = None,
    split: Annotated[Literal["dev", "test", "all"], typer.Option(help="Which part of the questions.")] = "all",
    form: Annotated[
        Literal["table", "json", "markdown", "junit"], typer.Option("--format", help="How to print the report.")
    ] = "table",
    json: JsonOption = False,
    fail_under: Annotated[
        list[str] | None, typer.Option(metavar="NAME=VALUE", help="Status 1 if a measure is lower; repeat it.")
    ] = None,
    trec: Annotated[
        Path | None, typer.Option(metavar="DIR", help="Also write TREC run and judgement files there.")
    ] = None,
    baselines: Annotated[bool, typer.Option(help="Also measure plain retrieval on the same passages.")] = True,
    ablations: Annotated[bool, typer.Option(help="Also measure the engine with each of its parts off.")] = False,
    keep: Annotated[bool, typer.Option("--keep", help="Record the run by commit in eval/results.")] = False,
) -> int:
    """Measure answers against golden questions. Status 1 if a floor is not reached.

    \b
    Example:
      kg eval
      kg eval --set questions.jsonl --no-baselines --fail-under right_and_cited=0.9
    """
    from app.open import open_with_encoder
    from app.progress import progress_bar
    from eval.questions import Split
    from eval.results import parse_floor
    from eval.run import Format, run
    from kg.vocabulary import bundled_vocabulary

    floors = dict(parse_floor(text) for text in fail_under or ())
    base, encoder = open_with_encoder(kb)
    with progress_bar() as tell:
        told = run(
            base,
            encoder,
            bundled_vocabulary(),
            questions=questions,
            split=Split(split),
            form=Format("json" if json else form),
            floors=floors,
            trec=trec,
            baselines=baselines,
            ablations=ablations,
            keep=keep,
            progress=lambda done, total: tell("Asking questions", done, total),
        )
    sys.stdout.write(f"{told.text.rstrip()}\n")
    for failure in told.failures:
        complain(failure)
    return FAILED if told.failures else DONE


def doctor(*, kb: KbOption = None) -> int:
    """Check the install and the knowledge base. Names the command that mends what fails; status 1 on a failure.

    \b
    Example:
      kg doctor
    """
    from app.doctor import Status, run_checks

    styles = {Status.PASS: "green", Status.WARN: "yellow", Status.FAIL: "red"}
    failed = False
    for check in run_checks(kb):
        fix = f"; {check.fix}" if check.fix else ""
        show([(f"{check.status}", styles[check.status]), (f"  {check.name:<{NAME_WIDTH}}  {check.detail}{fix}\n", "")])
        sys.stdout.flush()  # one check takes many seconds
        failed = failed or check.status is Status.FAIL
    return FAILED if failed else DONE
