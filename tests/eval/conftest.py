"""The bundled guide with a few of its facts written by hand, so that figures can be checked by hand."""

from __future__ import annotations

import pytest

from eval.outcomes import Guide
from kg.model import Answer, Citation, Document, Fact, Item, NodeType, Relation, Span, Step
from kg.resources import data_path

GUIDE = data_path("guides", "aif-c01-ml-lifecycle.txt")


@pytest.fixture(scope="session")
def document() -> Document:
    return Document(name=GUIDE.name, sha256="0" * 64, lines=tuple(GUIDE.read_text(encoding="utf-8").split("\n")))


@pytest.fixture(scope="session")
def drift_fact() -> Fact:
    return Fact(
        subject="Amazon SageMaker Model Monitor",
        subject_type=NodeType.SERVICE,
        relation=Relation.DETECTS,
        object="concept drift",
        object_type=NodeType.ISSUE,
        source=Span(
            document=GUIDE.name,
            section=("Monitoring", "AWS Services"),
            start_line=85,
            end_line=85,
            quote="detects data and concept drift",
        ),
    )


@pytest.fixture(scope="session")
def guide(document: Document, drift_fact: Fact) -> Guide:
    return Guide.of([document], [drift_fact])


@pytest.fixture
def drift_answer(drift_fact: Fact) -> Answer:
    """A right, cited and proved answer to "which service monitors drift?"."""
    source = drift_fact.source
    return Answer(
        id="drift",
        question="which service monitors drift?",
        kind="lookup",
        answered=True,
        answer="Amazon SageMaker Model Monitor detects concept drift.",
        items=(Item(id="service:monitor", name=drift_fact.subject, type=NodeType.SERVICE),),
        confidence=0.9,
        paths=((Step(source=drift_fact.subject, relation=drift_fact.relation, target=drift_fact.object, citation=1),),),
        citations=(
            Citation(
                id=1,
                document=source.document,
                section=source.section,
                start_line=source.start_line,
                end_line=source.end_line,
                quote=source.quote,
            ),
        ),
    )
