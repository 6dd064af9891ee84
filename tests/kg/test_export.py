from __future__ import annotations

import csv
import io
import json
import re

import networkx as nx
import pytest
from antlr4 import CommonTokenStream, InputStream
from antlr4.error.ErrorListener import ErrorListener
from antlr4_cypher import CypherLexer, CypherParser

from kg.export import COLUMNS, ExportFormat, cypher, export_graph, facts_csv
from kg.model import Fact, Relation
from kg.store import KnowledgeBase, fact_from_row
from tests.kg.stubs import FACTS, NODES, fact, small_base

#: Words that break out of a string, a cell or a line where they are not escaped.
AWKWARD = ['a "quoted" \\ word', "it's; DROP", "two\nlines", "-1 is worst", "=HYPERLINK(1)", "Ünïcode › ✓", "a\\", "\f"]


class Strict(ErrorListener):  # type: ignore[misc]  # antlr4 has no types
    """Makes each complaint of the parser an error."""

    def syntaxError(self, recognizer, symbol, line, column, message, error) -> None:  # noqa: N802
        raise ValueError(message)


def parse(statement: str) -> None:
    """Read one openCypher statement."""
    lexer = CypherLexer(InputStream(statement))
    parser = CypherParser(CommonTokenStream(lexer))
    for part in (lexer, parser):
        part.removeErrorListeners()
        part.addErrorListener(Strict())
    parser.script()


def awkward_facts() -> list[Fact]:
    """Facts whose literals need escapes."""
    return [fact("kettle", Relation.HAS_PURPOSE, words, text=True) for words in AWKWARD]


def test_networkx_reads_the_graphml(kb: KnowledgeBase) -> None:
    """Plain networkx, which knows nothing of ours, finds every node and every fact."""
    graph = nx.read_graphml(io.BytesIO(export_graph(kb, ExportFormat.GRAPHML)))

    assert sorted(data["id"] for _, _, data in graph.edges(data=True)) == sorted(fact.id for fact in kb.facts)
    assert {node.id for node in kb.nodes} <= set(graph)


def test_json_lines_give_the_facts_back(kb: KnowledgeBase) -> None:
    """Each line is a fact as DESIGN fixes its shape, and none is missing."""
    lines = export_graph(kb, ExportFormat.JSONL).decode().splitlines()

    assert tuple(fact_from_row(json.loads(line)) for line in lines) == kb.facts


def test_csv_gives_the_facts_back(kb: KnowledgeBase) -> None:
    """A CSV reader finds a header and a row for each fact, Excel a byte order mark."""
    content = export_graph(kb, ExportFormat.CSV)
    rows = list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline="")))

    assert content.startswith(b"\xef\xbb\xbf")
    assert tuple(rows[0]) == COLUMNS
    assert [row["id"] for row in rows] == [fact.id for fact in kb.facts]
    assert [row["quote"].removeprefix("'") for row in rows] == [fact.source.quote for fact in kb.facts]


def test_no_cell_is_a_formula() -> None:
    """A cell that a spreadsheet would run is text; a cell that only looks odd is left as it is."""
    rows = list(csv.DictReader(io.StringIO(facts_csv(awkward_facts()), newline="")))

    assert not any(cell.startswith(("=", "+", "-", "@")) for row in rows for cell in row.values())
    assert [row["object"].removeprefix("'") for row in rows] == AWKWARD


@pytest.mark.parametrize("facts", [FACTS, awkward_facts()], ids=["plain", "awkward"])
def test_a_cypher_parser_reads_every_statement(facts: list[Fact]) -> None:
    """Each line is one statement of openCypher; the constraint before them is Neo4j's own."""
    constraint, *statements = cypher(facts, NODES)

    assert constraint.startswith("CREATE CONSTRAINT")
    for statement in statements:
        assert "\n" not in statement
        parse(statement)


def test_cypher_strings_hold_the_words() -> None:
    """Read with the escapes of Cypher (they are JSON's), the strings are the guide's words again."""
    found = "".join(cypher(awkward_facts(), NODES))
    names = {json.loads(literal) for literal in re.findall(r'SET n\.name = ("(?:[^"\\]|\\.)*")', found)}

    assert set(AWKWARD) <= names


def test_cypher_makes_each_node_and_fact_once() -> None:
    """As many statements as nodes, literals and facts; twins in two sections are two relationships."""
    statements = list(cypher(FACTS, NODES))

    assert sum(statement.startswith("MERGE (n:Node") for statement in statements) == len(NODES) + 1
    assert sum(statement.startswith("MATCH") for statement in statements) == len(FACTS)


@pytest.mark.parametrize("form", list(ExportFormat))
def test_an_export_repeats_byte_for_byte(form: ExportFormat) -> None:
    """The same base gives the same file."""
    assert export_graph(small_base(), form) == export_graph(small_base(), form)
