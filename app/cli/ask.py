"""Verbs that ask: ``query`` one question, ``batch`` a file of them, ``chat`` in a browser."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from contextlib import nullcontext, suppress
from itertools import chain, pairwise
from pathlib import Path
from typing import Annotated

import typer

from app.cli.console import DONE, FAILED, UNUSABLE, JsonOption, KbOption, complain, show
from kg.errors import QuestionError
from kg.model import Query

#: What stands for standard input where a file or a question is asked for.
STDIN = "-"


def query(
    question: Annotated[str, typer.Argument(metavar="QUESTION", help="The question; - reads it from standard input.")],
    *,
    kb: KbOption = None,
    option: Annotated[
        list[str] | None,
        typer.Option("--option", "--options", metavar="LETTER=TEXT", help="An option to choose from; repeat it."),
    ] = None,
    json: JsonOption = False,
    markdown: Annotated[bool, typer.Option("--markdown", help="Print Markdown for notes.")] = False,
) -> int:
    """Answer a question, with the paths and the lines that prove it. Status 1 if the guide does not say.

    \b
    Example:
      kg query "which service monitors drift?"
      kg query "Which one stores objects?" --option "A=Amazon S3" --option "B=AWS Glue"
    """
    from app import render
    from app.open import open_assistant
    from app.questions import read_query
    from kg.errors import InputError

    if json and markdown:
        raise InputError("--json and --markdown exclude each other; choose one")
    asked = read_query(_read_question(question), options=_read_options(option or []))
    answer = open_assistant(kb).ask(asked)
    if json:
        sys.stdout.write(f"{answer.model_dump_json(indent=2)}\n")
    elif markdown:
        sys.stdout.write(render.markdown(answer))
    else:
        show(render.answer_pieces(answer))
    return DONE if answer.answered else FAILED


def batch(
    file: Annotated[str, typer.Argument(metavar="FILE", help="Questions as JSONL; - reads standard input.")],
    *,
    kb: KbOption = None,
    timing: Annotated[bool, typer.Option("--timing", help="Say on stderr how long a question took.")] = False,
) -> int:
    """Answer a file of questions, an answer a line, in the same order. Status 2 if a line could not be read.

    Each line is {"question": "…"} with, optionally, "id", "options" {"A": "…"} and "history" ["…"].

    \b
    Example:
      kg batch questions.jsonl > answers.jsonl
    """
    from app.open import open_assistant
    from kg.errors import InputError

    name = "standard input" if file == STDIN else file
    status, number, assistant, taken = DONE, 0, None, list[float]()
    for number, asked, following in _asked(file):
        try:
            if isinstance(asked, QuestionError):
                raise asked
            if assistant is None:
                assistant = open_assistant(kb)
                assistant.prepare()
            start = time.perf_counter()
            if following:
                with suppress(QuestionError):  # it is told when its turn comes
                    assistant.expect(following)
            answer = assistant.ask(asked)
            taken.append(time.perf_counter() - start)
        except QuestionError as error:
            complain(f"{name}: line {number}: {error}")
            status = UNUSABLE
        else:
            sys.stdout.write(f"{answer.model_dump_json()}\n")
            sys.stdout.flush()  # who asks through a pipe reads each answer before the next question
    if timing and taken:
        import statistics

        mean, median = 1000 * statistics.fmean(taken), 1000 * statistics.median(taken)
        complain(f"{len(taken)} questions, each {mean:.1f} ms in the mean, {median:.1f} in the median, after loading")
    if not number:
        raise InputError(f'{name}: no questions; write one object a line, such as {{"question": "Which …?"}}')
    return status


def chat(
    *,
    kb: KbOption = None,
    host: Annotated[str, typer.Option(help="Address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=1, max=65535, help="Port to listen on.")] = 7860,
) -> None:
    """Open the study page. It runs on this machine until Ctrl-C and loads nothing from outside.

    \b
    Example:
      kg chat --port 7861
    """
    from app.chat import launch
    from app.open import open_assistant

    launch(lambda: open_assistant(kb), host=host, port=port)


def _asked(file: str) -> Iterator[tuple[int, Query | QuestionError, Query | None]]:
    """The number of each line, what it asks or why it does not, and what the next line asks if that is known already:
    who asks through a pipe may wait for this answer before the next question.
    """
    read = ((number, _read_line(line)) for number, line in _lines(file))
    if not Path(file).is_file():
        yield from ((number, asked, None) for number, asked in read)
        return
    for (number, asked), (_, following) in pairwise(chain(read, [(0, None)])):
        if asked is not None:
            yield number, asked, following if isinstance(following, Query) else None


def _read_line(line: bytes) -> Query | QuestionError:
    from app.questions import read_query_line

    try:
        return read_query_line(line)
    except QuestionError as error:
        return error


def _lines(file: str) -> Iterator[tuple[int, bytes]]:
    """The lines of a file that are not blank, with their numbers."""
    with nullcontext(sys.stdin.buffer) if file == STDIN else Path(file).open("rb") as lines:
        for number, line in enumerate(lines, start=1):
            if line.strip():
                yield number, line


def _read_question(question: str) -> str:
    try:
        return sys.stdin.buffer.read().decode("utf-8-sig") if question == STDIN else question
    except UnicodeDecodeError:
        raise QuestionError("standard input is not UTF-8 text; convert it, for example with iconv") from None


def _read_options(options: list[str]) -> dict[str, str]:
    pairs = [option.partition("=") for option in options]
    for letter, _, text in pairs:
        if not letter.strip() or not text.strip():
            raise QuestionError('an option is a letter and a text, such as --option "A=Amazon S3"')
    return {letter.strip(): text.strip() for letter, _, text in pairs}
