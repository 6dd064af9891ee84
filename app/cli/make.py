"""Verbs that write: ``ingest`` makes a knowledge base, ``export`` carries it elsewhere."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from app.cli.console import KbOption


class ExportFormat(StrEnum):
    """What ``export`` writes."""

    GRAPHML = "graphml"
    JSONL = "jsonl"
    CYPHER = "cypher"
    CSV = "csv"


def ingest(
    paths: Annotated[list[Path], typer.Argument(metavar="PATH...", help="Guides (.txt, .md) or directories of them.")],
    *,
    kb: Annotated[Path, typer.Option("--kb", metavar="DIR", help="Where the knowledge base goes; made if missing.")],
) -> None:
    """Read guides into a knowledge base and report what was found. Unchanged text is not embedded again.

    \b
    Example:
      kg ingest notes/ --kb notes.kb
      kg query "what is data drift?" --kb notes.kb
    """


def export(
    *,
    kb: KbOption = None,
    form: Annotated[ExportFormat, typer.Option("--format", help="What to write.")],
    output: Annotated[
        Path | None, typer.Option("--output", "-o", metavar="PATH", help="Where to write; without it, to stdout.")
    ] = None,
) -> None:
    """Write the graph for other programs. GraphML is for networkx and Gephi, Cypher for Neo4j, CSV for spreadsheets.

    \b
    Example:
      kg export --format graphml --output guide.graphml
    """
