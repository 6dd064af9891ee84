"""Golden questions: the key, and the part of a question that may be shown to the code that answers."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from kg.errors import InputError, QuestionError
from kg.model import Query
from kg.resources import data_path

Line = Annotated[int, Field(ge=1)]


class Split(StrEnum):
    """Which part of the questions: tuning looks at the development part only."""

    DEV = "dev"
    TEST = "test"
    ALL = "all"


class Task(StrEnum):
    """What is wanted of the answer: words, letters, or an honest no."""

    ANSWER = "answer"
    CHOOSE = "choose"
    REFUSE = "refuse"


class Question(BaseModel):
    """A line of a question file with its key; keys that we do not know are let through, as sets carry notes.

    ``expected`` holds the wanted items, each as the forms in which it may be said; ``evidence_lines`` the spans
    (first and last line, both included) of the guide of which any one backs the answer.
    """

    model_config = ConfigDict(frozen=True, extra="ignore")

    id: str = Field(min_length=1)
    question: str = Field(min_length=1)
    kind: str = ""
    split: Literal["dev", "test"] | None = None
    options: dict[str, str] = Field(default_factory=dict)
    correct: tuple[str, ...] = ()
    history: tuple[str, ...] = ()
    expected: tuple[tuple[str, ...], ...] = ()
    match: Literal["all", "any"] = "all"
    forbidden: tuple[str, ...] = ()
    evidence_lines: tuple[tuple[Line, Line], ...] = ()

    @model_validator(mode="after")
    def _holds_together(self) -> Self:
        unknown = sorted(set(self.correct) - set(self.options))
        if unknown:
            raise ValueError(f"the key names options that there are not: {', '.join(unknown)}")
        if any(last < first for first, last in self.evidence_lines):
            raise ValueError("an evidence span ends before it starts")
        if any(not forms for forms in self.expected):
            raise ValueError("an expected item has no form")
        return self

    @property
    def task(self) -> Task:
        """Choose where the key holds letters, answer where it holds items, otherwise refuse."""
        if self.correct:
            return Task.CHOOSE
        return Task.ANSWER if self.expected else Task.REFUSE


def query_of(question: Question) -> Query:
    """What the answering code gets to see: never the key.

    >>> query_of(Question(id="q", question="Which?", options={"A": "x"}, correct=("A",))).options
    {'A': 'x'}
    """
    return Query(id=question.id, question=question.question, options=question.options, history=question.history)


def golden_path() -> Path:
    """The project's own questions, which come with the package."""
    return data_path("eval", "questions.jsonl")


def read_questions(path: Path) -> tuple[Question, ...]:
    """Read a question file (JSONL), in the order of its lines.

    :raises InputError: If the file cannot be read or holds no question.
    :raises QuestionError: If a line is not a question, or its id was used before; names the line.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"{path}: cannot be read as UTF-8 text; name a JSONL file of questions") from error
    found: dict[str, Question] = {}
    for number, line in enumerate(text.split("\n"), start=1):
        if not line.strip():
            continue
        question = _parse(line, where=f"{path}:{number}")
        if question.id in found:
            raise QuestionError(f"{path}:{number}: the id {question.id!r} was used before; give each question its own")
        found[question.id] = question
    if not found:
        raise InputError(f"{path}: holds no question; give one JSON object a line")
    return tuple(found.values())


def _parse(line: str, *, where: str) -> Question:
    try:
        return Question.model_validate_json(line)
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(str(part) for part in first["loc"]) or "the line"
        raise QuestionError(f"{where}: {place}: {first['msg']}") from error


def of_split(questions: Iterable[Question], split: Split) -> tuple[Question, ...]:
    """The questions of a part; one that names no part belongs to every part.

    >>> held, free = Question(id="a", question="?", split="test"), Question(id="b", question="?")
    >>> [question.id for question in of_split([held, free], Split.DEV)]
    ['b']
    """
    return tuple(question for question in questions if split == Split.ALL or question.split in (None, split.value))


def of_task(questions: Sequence[Question], task: Task) -> tuple[Question, ...]:
    """The questions that want this of the answer."""
    return tuple(question for question in questions if question.task is task)
