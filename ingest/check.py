"""What the reader made of the guides, in figures."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from collections.abc import Set as AbstractSet

from kg.model import Document, Fact, Line, Name, Node, NodeType, Record, Relation
from kg.vocabulary import Vocabulary


class Unread(Record):
    """A line of text that gave no fact."""

    document: Name
    line: Line
    text: Name


class Report(Record):
    """Facts by kind, and what may have gone wrong."""

    documents: tuple[str, ...]
    facts: int
    nodes: int
    by_relation: dict[Relation, int]
    by_type: dict[NodeType, int]
    #: Nodes that no fact binds to another node.
    orphans: tuple[str, ...]
    #: Names that differ in case and marks only.
    twins: tuple[tuple[str, str], ...]
    #: Facts whose ends are not of a type that the vocabulary allows.
    unknown: tuple[str, ...]
    unread: tuple[Unread, ...]
    notes: tuple[str, ...] = ()


def check(
    facts: Sequence[Fact],
    nodes: Sequence[Node],
    documents: Sequence[Document],
    vocabulary: Vocabulary,
    *,
    titles: AbstractSet[tuple[str, int]] = frozenset(),
) -> Report:
    """Count the facts and look for what is odd.

    :param titles: Lines that name what stands below them, by document; they state nothing of their own.
    """
    cited = {(f.source.document, n) for f in facts for n in range(f.source.start_line, f.source.end_line + 1)}
    bound = {name for f in facts if f.object_type != NodeType.TEXT for name in (f.subject, f.object)}
    return Report(
        documents=tuple(d.name for d in documents), facts=len(facts), nodes=len(nodes),
        by_relation=dict(sorted(Counter(f.relation for f in facts).items())),
        by_type=dict(sorted(Counter(n.type for n in nodes).items())),
        orphans=tuple(n.name for n in nodes if n.name not in bound), twins=_twins(nodes),
        unknown=tuple(_odd(f) for f in facts if not _allowed(f, vocabulary)),
        unread=tuple(
            Unread(document=d.name, line=n, text=line.strip())
            for d in documents
            for n, line in enumerate(d.lines, 1)
            if any(c.isalnum() for c in line) and (d.name, n) not in cited | titles
        ),
        notes=tuple(f"{d.name} was read as {d.encoding}" for d in documents if d.encoding != "utf-8"),
    )  # fmt: skip


def _allowed(fact: Fact, vocabulary: Vocabulary) -> bool:
    words = vocabulary.relations.get(fact.relation)
    return words is not None and fact.subject_type in words.subjects and fact.object_type in words.objects


def _odd(fact: Fact) -> str:
    return f"{fact.subject} ({fact.subject_type}) {fact.relation} {fact.object} ({fact.object_type})"


def _twins(nodes: Sequence[Node]) -> tuple[tuple[str, str], ...]:
    seen: dict[str, str] = {}
    pairs = []
    for node in nodes:
        plain = "".join(c for c in node.name.casefold() if c.isalnum())
        if plain in seen:
            pairs.append((seen[plain], node.name))
        seen.setdefault(plain, node.name)
    return tuple(pairs)


def format_report(report: Report) -> str:
    """The report as text."""
    lines = [
        f"{', '.join(report.documents)}: {report.facts} facts about {report.nodes} things",
        "facts by relation",
        *(f"  {name:20} {count:5}" for name, count in report.by_relation.items()),
        "things by type",
        *(f"  {name:20} {count:5}" for name, count in report.by_type.items()),
    ]
    for title, found in (
        ("notes", report.notes),
        ("things bound to no other thing", report.orphans),
        ("names that look alike", tuple(" / ".join(pair) for pair in report.twins)),
        ("facts of an unknown kind", report.unknown),
        ("lines of text that gave no fact", tuple(f"{u.document}:{u.line}  {u.text[:80]}" for u in report.unread)),
    ):
        lines += [f"{title}: {len(found) or 'none'}", *(f"  {item}" for item in found)]
    return "\n".join(lines)
