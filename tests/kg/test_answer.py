from __future__ import annotations

from kg.answer import REFUSAL, compose, refuse
from kg.book import FactBook
from kg.finding import Finding
from kg.model import NodeType, Query, Relation
from tests.kg.stubs import FACTS, NODES, fact

BOOK = FactBook.of(FACTS, NODES)
QUERY = Query(id="7", question="Where is the kettle?")


def test_passages_are_numbered_as_they_are_used() -> None:
    """A passage has one number, from 1 in the order of use, however many steps it backs."""
    one = fact("kettle", Relation.PART_OF, "kitchen")
    two = fact("kettle", Relation.HAS_EXAMPLE, "garden", line=3)
    again = fact("kitchen", Relation.PART_OF, "house")
    answer = compose(
        Finding("lookup", ("kitchen",), ((two,), (one, again)), 1.0), QUERY, BOOK, text="x", confidence=0.5
    )

    assert [[step.citation for step in path] for path in answer.paths] == [[1], [2, 2]]
    assert [(cited.id, cited.start_line) for cited in answer.citations] == [(1, 3), (2, 2)]


def test_items_are_nodes_or_words() -> None:
    """A named thing comes with its node's id and type; other words come as a text."""
    finding = Finding("lookup", ("kettle", "boils water"), ((FACTS[0],),), 1.0)
    items = compose(finding, QUERY, BOOK, text="x", confidence=0.5).items

    assert [(item.id, item.type) for item in items] == [
        ("concept:kettle", NodeType.CONCEPT),
        ("text:boil-water", NodeType.TEXT),
    ]


def test_a_refusal_has_no_proof() -> None:
    """A refusal says so, keeps the question's id and offers what was given to it, and proves nothing."""
    answer = refuse(QUERY, kind="refuse", confidence=0.12345, near="It has kettles.", suggestions=["What is a kettle?"])

    assert (answer.id, answer.answered, answer.items, answer.paths, answer.citations) == ("7", False, (), (), ())
    assert answer.answer == f"{REFUSAL} It has kettles."
    assert answer.suggestions == ("What is a kettle?",)
    assert answer.confidence == 0.123
