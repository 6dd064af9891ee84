"""Operations on a graph small enough to check by hand: four steps of making tea."""

from __future__ import annotations

from itertools import pairwise

import pytest

from kg.book import FactBook
from kg.finding import Finding
from kg.model import Fact, Node, NodeType, Relation, Span
from kg.reason import order, verify
from kg.reason.climb import climb
from kg.reason.compare import compare
from kg.reason.sets import differ, meet
from kg.reason.tally import extreme, within

STAGES = ("Boiling", "Steeping", "Pouring", "Washing up")
TOOLS = {
    "Boiling": ("kettle",),
    "Steeping": ("pot", "timer"),
    "Pouring": ("pot", "cup"),
    "Washing up": ("pot", "sponge"),
}
STAGE, TOOL, WAY, TEXT = NodeType.STAGE, NodeType.SERVICE, NodeType.TECHNIQUE, NodeType.TEXT


def _fact(line: int, subject: str, kind: NodeType, relation: Relation, object_: str, type_: NodeType) -> Fact:
    source = Span(document="tea.md", start_line=line, end_line=line, quote=object_)
    return Fact(subject=subject, subject_type=kind, relation=relation, object=object_, object_type=type_, source=source)


@pytest.fixture(scope="module")
def book() -> FactBook:
    facts = [
        *(_fact(1, one, STAGE, Relation.NEXT_STAGE, two, STAGE) for one, two in pairwise(STAGES)),
        *(_fact(2, s, STAGE, Relation.USES_SERVICE, t, TOOL) for s, tools in TOOLS.items() for t in tools),
        *(_fact(3, stage, STAGE, Relation.PART_OF, "Making tea", NodeType.CONCEPT) for stage in STAGES),
        _fact(4, "Steeping", STAGE, Relation.USES_TECHNIQUE, "cold brewing", WAY),
        _fact(5, "cold brewing", WAY, Relation.HAS_SUBTECHNIQUE, "ice dripping", WAY),
        _fact(6, "Boiling", STAGE, Relation.HAS_PURPOSE, "Heating water", TEXT),
        _fact(7, "Steeping", STAGE, Relation.HAS_PURPOSE, "Drawing taste from leaves", TEXT),
    ]
    kinds = {name: kind for f in facts for name, kind in ((f.subject, f.subject_type), (f.object, f.object_type))}
    nodes = [Node(id=f"{kind}:{name}", name=name, type=kind) for name, kind in kinds.items() if kind != TEXT]
    return FactBook.of(facts, nodes)


def _items(finding: Finding | None) -> tuple[str, ...]:
    assert finding is not None
    return finding.items


def test_meet_is_proved_for_each_owner(book: FactBook) -> None:
    """What three things share has a proof for each of the three; what only two share is left out."""
    finding = meet(book, ("Steeping", "Pouring", "Washing up"), frozenset({TOOL}))

    assert _items(finding) == ("pot",)
    assert finding is not None
    assert {fact.subject for fact in finding.facts} == {"Steeping", "Pouring", "Washing up"}


def test_the_whole_is_shared_only_where_nothing_else_is(book: FactBook) -> None:
    """Two parts of one whole share it only when they share nothing else."""
    assert _items(meet(book, ("Steeping", "Pouring"), frozenset())) == ("pot",)
    assert _items(meet(book, ("Boiling", "Pouring"), frozenset())) == ("Making tea",)


def test_differ_is_one_sided(book: FactBook) -> None:
    """What one has and the other lacks depends on which of them has it; nothing gives no finding."""
    tools = frozenset({TOOL})

    assert _items(differ(book, "Pouring", ["Steeping"], tools)) == ("cup",)
    assert _items(differ(book, "Steeping", ["Pouring"], tools)) == ("timer",)
    assert differ(book, "Pouring", ["Pouring"], tools) is None


def test_the_most_frequent_is_found_by_its_owners(book: FactBook) -> None:
    """The tool of most stages is found, with a fact for each of its stages; and those of one stage alone."""
    tools, stages = frozenset({TOOL}), frozenset({STAGE})
    finding = extreme(book, tools, stages, most=True)

    assert _items(finding) == ("pot",)
    assert finding is not None and len(finding.facts) == 3
    assert set(_items(within(book, tools, stages, 1, 1))) == {"kettle", "timer", "cup", "sponge"}
    assert _items(within(book, tools, stages, 2, 9)) == ("pot",)
    assert within(book, tools, stages, 4, 9) is None


def test_the_whole_is_not_most_frequent(book: FactBook) -> None:
    """What all stages are part of is not counted as a thing that they have."""
    assert extreme(book, frozenset({NodeType.CONCEPT}), frozenset({STAGE}), most=True) is None


def test_order_from_one_end_to_the_other(book: FactBook) -> None:
    """Neighbours, places and stretches of the order are read from its links; past the ends there is none."""
    assert _items(order.neighbour(book, "Steeping", step=1)) == ("Pouring",)
    assert _items(order.neighbour(book, "Steeping", step=-1)) == ("Boiling",)
    assert _items(order.nth(book, 3)) == ("Pouring",)
    assert _items(order.nth(book, -1)) == ("Washing up",)
    assert _items(order.all_from(book, "Steeping", after=True)) == ("Pouring", "Washing up")
    assert _items(order.between(book, "Washing up", "Boiling")) == ("Steeping", "Pouring")
    assert _items(order.neighbour(book, "Washing up", step=1)) == ()
    assert order.nth(book, 9) is None


def test_order_is_proved_by_its_links(book: FactBook) -> None:
    """A claim about order is proved by the whole stretch of links between the two."""
    finding = verify.in_order(book, "Washing up", "Boiling", after=True)

    assert finding is not None and finding.text is not None
    assert finding.text.startswith("Yes.")
    assert [fact.object for fact in finding.facts] == ["Steeping", "Pouring", "Washing up"]


def test_no_needs_a_complete_list(book: FactBook) -> None:
    """No is said where the guide lists such things for the one and not the other, and not where it lists none."""
    no = verify.no_by_list(book, "Boiling", "timer")

    assert no is not None and no.text is not None
    assert no.text.startswith("No. For Boiling the guide lists kettle, not timer.")
    assert verify.no_by_list(book, "Boiling", "ice dripping") is None


def test_links_reach_through_kinds(book: FactBook) -> None:
    """A stage is linked to a kind of its technique, by the chain of facts between them, either way round."""
    chain = verify.linked(book, "ice dripping", "Steeping")

    assert chain is not None
    assert [fact.object for fact in chain] == ["cold brewing", "ice dripping"]
    assert verify.linked(book, "ice dripping", "Boiling") is None


def test_climb_to_the_wanted_type(book: FactBook) -> None:
    """From a kind of technique up to its stage, with the facts that lead down from it."""
    names, proofs = climb(book, "ice dripping", frozenset({STAGE}))

    assert names == ["Steeping"]
    assert [fact.object for fact in proofs[0]] == ["cold brewing", "ice dripping"]


def test_compare_takes_turns(book: FactBook) -> None:
    """Both sides are told by the same relation, one after the other; a side without words gives no comparison."""
    finding = compare(book, ("Boiling", "Steeping"), lambda fact: 0.0)

    assert finding is not None
    assert [fact.subject for fact in finding.facts][:2] == ["Boiling", "Steeping"]
    assert compare(book, ("Boiling", "Making tea"), lambda fact: 0.0) is None
