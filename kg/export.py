"""The graph for other programs: networkx and Gephi, Neo4j, a spreadsheet, and anything that reads JSON Lines."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Iterator, Mapping
from enum import StrEnum

from kg.graph import build_graph, text_id, to_graphml
from kg.model import Fact, Node, NodeType
from kg.store import KnowledgeBase, fact_row, to_lines

#: The columns of the CSV; ``section`` is joined with SECTION_MARK.
COLUMNS = (
    "id", "subject", "subject_type", "relation", "object", "object_type", "qualifier",
    "document", "section", "start_line", "end_line", "quote",
)  # fmt: skip
SECTION_MARK = " > "
#: A cell that begins so is a formula to a spreadsheet. Source: OWASP, "CSV Injection".
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


class ExportFormat(StrEnum):
    """What :func:`export_graph` writes."""

    GRAPHML = "graphml"
    JSONL = "jsonl"
    CYPHER = "cypher"
    CSV = "csv"


def export_graph(kb: KnowledgeBase, form: ExportFormat) -> bytes:
    """The whole graph in one file, UTF-8.

    - GraphML: nodes and facts with all that is known of them, for networkx, Gephi and yEd.
    - JSON Lines: the facts, as `kg facts --json` prints them.
    - Cypher: statements for `cypher-shell`, which may be run twice.
    - CSV: a fact a row with a header, for a spreadsheet and for Neo4j's ``LOAD CSV WITH HEADERS``.
    """
    match form:
        case ExportFormat.GRAPHML:
            return to_graphml(build_graph(kb.facts, kb.nodes))
        case ExportFormat.JSONL:
            return to_lines(fact_row(fact) for fact in kb.facts)
        case ExportFormat.CYPHER:
            return "".join(f"{statement}\n" for statement in cypher(kb.facts, kb.nodes)).encode()
        case ExportFormat.CSV:
            return facts_csv(kb.facts).encode("utf-8-sig")


def facts_csv(facts: Iterable[Fact]) -> str:
    """A row for each fact; a cell that a spreadsheet would run as a formula gets an apostrophe before it."""
    file = io.StringIO(newline="")
    writer = csv.writer(file)
    writer.writerow(COLUMNS)
    for fact in facts:
        row = fact_row(fact)
        row = {**row, **row.pop("source")}
        row["section"] = SECTION_MARK.join(row["section"])
        writer.writerow(_cell(row[column]) for column in COLUMNS)
    return file.getvalue()


def cypher(facts: Iterable[Fact], nodes: Iterable[Node]) -> Iterator[str]:
    """Statements that make the graph, one a line: a constraint, the nodes, the literals, the facts.

    A node has the label ``Node`` and the properties id, name, type and aliases; a fact is a relationship with the
    properties id, qualifier and those of its source.
    """
    yield "CREATE CONSTRAINT kg_node IF NOT EXISTS FOR (n:Node) REQUIRE n.id IS UNIQUE;"
    ids = {}
    for node in nodes:
        ids[node.name] = node.id
        yield _merge_node(node.id, node.name, node.type, node.aliases)
    facts = list(facts)
    for words in sorted({fact.object for fact in facts if fact.object_type is NodeType.TEXT}):
        yield _merge_node(text_id(words), words, NodeType.TEXT, ())
    for fact in facts:
        target = text_id(fact.object) if fact.object_type is NodeType.TEXT else ids[fact.object]
        yield (
            f"MATCH (a:Node {{id: {_quoted(ids[fact.subject])}}}), (b:Node {{id: {_quoted(target)}}}) "
            f"MERGE (a)-[r:{fact.relation} {{id: {_quoted(fact.id)}}}]->(b) SET {_assigned('r', _properties(fact))};"
        )


def _merge_node(id_: str, name: str, type_: NodeType, aliases: tuple[str, ...]) -> str:
    properties = {"name": name, "type": str(type_), "aliases": list(aliases)}
    return f"MERGE (n:Node {{id: {_quoted(id_)}}}) SET {_assigned('n', properties)};"


def _properties(fact: Fact) -> dict[str, object]:
    values = {"qualifier": fact.qualifier, **fact.source.model_dump(mode="json")}
    return {name: value for name, value in values.items() if value is not None}


def _assigned(variable: str, values: Mapping[str, object]) -> str:
    """Assignments of plain values.

    >>> _assigned("n", {"name": 'a "b"', "lines": [1, 2]})
    'n.name = "a \\\\"b\\\\"", n.lines = [1, 2]'
    """
    return ", ".join(f"{variable}.{name} = {_quoted(value)}" for name, value in values.items())


def _quoted(value: object) -> str:
    """A Cypher literal: its strings, numbers and lists are written as JSON writes them, escapes included."""
    return json.dumps(value, ensure_ascii=False)


def _cell(value: object) -> str:
    """A cell that a spreadsheet takes for text.

    >>> _cell("=1+1"), _cell("1 + 1"), _cell(None)
    ("'=1+1", '1 + 1', '')
    """
    text = "" if value is None else str(value)
    return f"'{text}" if text.startswith(FORMULA_STARTS) else text
