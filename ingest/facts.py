"""Claims to facts: one name and one type for each thing, and what follows from names and neighbours."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence

from ingest.check import Report, check
from ingest.claims import Claim, Words
from ingest.extract import extract
from ingest.gather import gather
from ingest.names import Names, key
from ingest.nodes import TYPE_ORDER, nodes_of
from ingest.outline import Part
from ingest.passage import Source
from ingest.reading import outline
from ingest.titles import field_of
from kg.model import Document, Fact, Node, NodeType, Relation
from kg.vocabulary import Vocabulary


def facts_of(
    documents: Sequence[Document], vocabulary: Vocabulary
) -> tuple[tuple[Fact, ...], tuple[Node, ...], Report]:
    """The facts and the named things of guides, and what the reader made of them."""
    read = [outline(d, lambda label: field_of(label, vocabulary) is not None) for d in documents]
    guides = [_guide_facts(source, root, vocabulary) for source, root in read]
    facts = tuple(sorted((f for found, _ in guides for f in found), key=_order))
    nodes = nodes_of(facts, [names for _, names in guides])
    return facts, nodes, check(facts, nodes, documents, vocabulary, titles=_titles(read))


def _guide_facts(source: Source, root: Part, vocabulary: Vocabulary) -> tuple[list[Fact], Names]:
    """One guide's facts, which no other guide changes, and the names that it uses."""
    names = gather(root, "\n".join(source.document.lines), vocabulary)
    claims = extract(root, Words(vocabulary, names))
    claims = [*claims, *_by_name(claims, names), *_by_neighbour(claims)]
    types = _types(claims) | {key(name): NodeType.SERVICE for name in names.services}
    facts = [_fact(c, source, names, types) for c in claims]
    kept = {(f.subject, f.relation, f.object, f.source): f for f in reversed(facts) if f.subject != f.object}
    return list(kept.values()), names


def _titles(read: Sequence[tuple[Source, Part]]) -> set[tuple[str, int]]:
    """The lines of headings, and of labels without words of their own."""
    found = set()
    for source, root in read:
        for part in root.walk():
            head = part.text if part.row else None
            if part.label and (part.parts or part.heading or not part.text):
                found.add((source.document.name, source.line_of(part.label.places[0])))
            if head:
                found.add((source.document.name, source.line_of(head.places[0])))
    return found


def _order(fact: Fact) -> tuple[str, int, int, str, str, str, str]:
    source = fact.source
    return (
        source.document, source.start_line, source.end_line, fact.subject, fact.relation, fact.object, source.quote,
    )  # fmt: skip


def _by_name(claims: Sequence[Claim], names: Names) -> list[Claim]:
    """A product whose name opens with another product's is part of it; said where it is first named."""
    found: dict[str, Claim] = {}
    for c in claims:
        for name, kind in ((c.object, c.object_type), (c.subject, c.subject_type)):
            name = names.resolve(name)
            if kind != NodeType.SERVICE or name in found:
                continue
            hosts = [full for full in names.services if name != full and name.startswith(f"{full} ")]
            hosts += [
                full for full in names.services for a in names.aliases.get(full, ())
                if name.startswith(f"{a} ") and not name.startswith(full)
            ]  # fmt: skip
            if hosts:
                host = max(sorted(hosts), key=len)
                found[name] = Claim(name, kind, Relation.PART_OF, host, NodeType.SERVICE, c.where, c.section)
    return list(found.values())


def _by_neighbour(claims: Sequence[Claim]) -> list[Claim]:
    """A method uses the product of its own stage whose purpose shares the method's first word."""
    found = []
    for method in (c for c in claims if c.relation == Relation.HAS_METHOD):
        word = key(method.object).split()[0]
        for use in claims:
            same = use.relation == Relation.USES_SERVICE and use.subject == method.subject
            if same and use.qualifier and word in key(use.qualifier).split():
                found.append(
                    Claim(method.object, method.object_type, Relation.USES_SERVICE, use.object, use.object_type,
                          use.where, use.section, use.qualifier)
                )  # fmt: skip
    return found


def _types(claims: Sequence[Claim]) -> dict[str, NodeType]:
    seen: dict[str, Counter[NodeType]] = defaultdict(Counter)
    for c in claims:
        seen[key(c.subject)][c.subject_type] += 1
        if c.object_type != NodeType.TEXT:
            seen[key(c.object)][c.object_type] += 1
    found = {name: next(t for t in TYPE_ORDER if t in types) for name, types in seen.items()}
    # What is worked out by a formula is a measure, whatever its section is called.
    measured = {key(c.subject) for c in claims if c.relation is Relation.HAS_FORMULA}
    return found | {name: NodeType.METRIC for name in measured if found[name] is NodeType.CONCEPT}


def _fact(c: Claim, source: Source, names: Names, types: dict[str, NodeType]) -> Fact:
    subject = names.add(c.subject)
    said, kind = c.object, c.object_type
    if kind != NodeType.TEXT:
        said = names.add(c.object)
        kind = types.get(key(said), types.get(key(c.object), kind))
    return Fact(
        subject=subject, subject_type=types.get(key(subject), types.get(key(c.subject), c.subject_type)),
        relation=c.relation, object=said, object_type=kind, qualifier=c.qualifier or None,
        source=source.span(*c.where, section=c.section),
    )  # fmt: skip
