"""The values that flow through the project: facts, nodes, questions and answers.

Each is a frozen pydantic model that forbids unknown keys, so values hash, compare and sort,
and a misspelt key in a file is an error and not a silence.
"""

from __future__ import annotations

import hashlib
from enum import StrEnum
from functools import cached_property
from typing import Annotated, Self

from pydantic import BaseModel, ConfigDict, Field, computed_field, model_validator

#: Hex digits kept of a digest that names a fact: 48 bits, so that 10,000 facts collide with odds of 2e-7.
ID_DIGITS = 12

Line = Annotated[int, Field(ge=1)]
Name = Annotated[str, Field(min_length=1)]


class Record(BaseModel):
    """A frozen value; unknown keys are refused."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class NodeType(StrEnum):
    """The types of node; what they mean stands in the vocabulary table."""

    STAGE = "stage"
    TECHNIQUE = "technique"
    METRIC = "metric"
    SERVICE = "service"
    FEATURE = "feature"
    MODEL_SOURCE = "model_source"
    DEPLOYMENT_METHOD = "deployment_method"
    PRODUCTION_METHOD = "production_method"
    MLOPS_CONCEPT = "mlops_concept"
    CONSIDERATION = "consideration"
    ISSUE = "issue"
    CONCEPT = "concept"
    TEXT = "text"


class Relation(StrEnum):
    """The relations between a subject and an object; their phrases stand in the vocabulary table."""

    HAS_PURPOSE = "HAS_PURPOSE"
    HAS_DESCRIPTION = "HAS_DESCRIPTION"
    HAS_CONSIDERATION = "HAS_CONSIDERATION"
    USES_TECHNIQUE = "USES_TECHNIQUE"
    HAS_SUBTECHNIQUE = "HAS_SUBTECHNIQUE"
    HAS_EXAMPLE = "HAS_EXAMPLE"
    HAS_METHOD = "HAS_METHOD"
    USES_SERVICE = "USES_SERVICE"
    SERVICE_DOES = "SERVICE_DOES"
    HAS_FEATURE = "HAS_FEATURE"
    PART_OF = "PART_OF"
    MEASURED_BY = "MEASURED_BY"
    HAS_FORMULA = "HAS_FORMULA"
    HAS_USE_CASE = "HAS_USE_CASE"
    HAS_LIMITATION = "HAS_LIMITATION"
    HAS_INTERPRETATION = "HAS_INTERPRETATION"
    HAS_IMPACT = "HAS_IMPACT"
    HAS_ADVANTAGE = "HAS_ADVANTAGE"
    HAS_DISADVANTAGE = "HAS_DISADVANTAGE"
    HAS_PROCESS = "HAS_PROCESS"
    HAS_GOAL = "HAS_GOAL"
    DETECTS = "DETECTS"
    TRIGGERED_BY = "TRIGGERED_BY"
    NEXT_STAGE = "NEXT_STAGE"
    HAS_AWS_RELEVANCE = "HAS_AWS_RELEVANCE"
    SEE_ALSO = "SEE_ALSO"


#: Relations that speak against a thing.
LIABILITIES = (Relation.HAS_LIMITATION, Relation.HAS_DISADVANTAGE)


class Span(Record):
    """Where the guide says it: 1-based lines, both ends included, and the words themselves."""

    document: Name
    section: tuple[str, ...] = ()
    start_line: Line
    end_line: Line
    quote: Name

    @model_validator(mode="after")
    def _runs_forward(self) -> Self:
        if self.end_line < self.start_line:
            raise ValueError(f"span ends at line {self.end_line}, before it starts at {self.start_line}")
        return self


class Fact(Record):
    """One statement of the guide, and the lines that say it."""

    subject: Name
    subject_type: NodeType
    relation: Relation
    object: Name
    object_type: NodeType
    qualifier: str | None = None
    source: Span

    @computed_field  # type: ignore[prop-decorator]  # mypy does not see through pydantic's decorator
    @cached_property
    def id(self) -> str:
        """A name that stays the same as long as the statement, its lines and its words do."""
        source = self.source
        parts = (
            self.subject, self.subject_type, self.relation, self.object, self.object_type, self.qualifier or "",
            source.document, str(source.start_line), str(source.end_line), source.quote,
        )  # fmt: skip
        return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()[:ID_DIGITS]

    def __hash__(self) -> int:
        """Of the id, which holds all of it: pydantic would hash every part each time."""
        return hash(self.id)


class Node(Record):
    """A named thing of the guide; ``aliases`` are its other names, the guide's own and the vocabulary's."""

    id: Name
    name: Name
    type: NodeType
    aliases: tuple[str, ...] = ()


class Erratum(Record):
    """Words that a guide misprints and no general rule can mend."""

    line: Line
    printed: Name
    meant: Name
    why: Name


class Document(Record):
    """A guide as read: its file name, the SHA-256 of its bytes and its numbered lines (line 1 is ``lines[0]``)."""

    name: Name
    sha256: Name
    lines: tuple[str, ...]
    #: What the bytes were read as.
    encoding: str = "utf-8"
    #: Misprints, from the errata file beside the guide.
    errata: tuple[Erratum, ...] = ()


class EntryKind(StrEnum):
    """What an entry of the index does with facts: tells one, asks for one of its ends, or quotes lines of several."""

    FACT = "fact"
    ASK_OBJECT = "ask_object"
    ASK_SUBJECT = "ask_subject"
    PASSAGE = "passage"
    GLOSS = "gloss"
    WORDING = "wording"


class Entry(Record):
    """A sentence that the index holds, and the facts that it tells or asks for; or a node in other words; or how
    people word a kind of question, whatever it is about.
    """

    kind: EntryKind
    text: Name
    facts: tuple[str, ...]
    #: The node that a gloss describes, or what a wording asks for.
    node: str | None = None


class Query(Record):
    """What somebody asks: a line of a question file without its key."""

    question: str
    id: str | None = None
    options: dict[str, str] = Field(default_factory=dict)
    history: tuple[str, ...] = ()


class Item(Record):
    """A thing that answers the question."""

    id: str
    name: str
    type: NodeType


class Step(Record):
    """One edge of a path, read from ``source`` to ``target``; ``citation`` is the number of the one that states it."""

    source: str
    relation: Relation
    target: str
    citation: int


class Citation(Record):
    """A numbered passage of the guide."""

    id: int
    document: str
    section: tuple[str, ...]
    start_line: Line
    end_line: Line
    quote: str


class Answer(Record):
    """What comes back: a sentence, the things that answer, the proof; or a refusal with suggestions."""

    id: str | None = None
    question: str
    kind: str
    answered: bool
    answer: str
    items: tuple[Item, ...] = ()
    choice: tuple[str, ...] = ()
    confidence: float = 0.0
    paths: tuple[tuple[Step, ...], ...] = ()
    citations: tuple[Citation, ...] = ()
    suggestions: tuple[str, ...] = ()
    #: How a follow-up was completed, or a misspelt question read; None when it was taken as typed.
    read_as: str | None = None
    #: For multiple choice: the reason for or against each option, by letter.
    reasons: dict[str, str] = Field(default_factory=dict)
