"""Verbs that write: ``ingest`` makes a knowledge base, ``export`` carries it elsewhere."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated, Literal

import typer

from app.cli.console import JsonOption, KbOption
from app.render import clean


def ingest(
    paths: Annotated[list[Path], typer.Argument(metavar="PATH...", help="Guides (.txt, .md) or directories of them.")],
    *,
    kb: Annotated[Path, typer.Option("--kb", metavar="DIR", help="Where the knowledge base goes; made if missing.")],
    json: JsonOption = False,
) -> None:
    """Read guides into a knowledge base and report what was found. Unchanged sentences are not embedded again.

    \b
    Example:
      kg ingest notes/ --kb notes.kb
      kg query "what is data drift?" --kb notes.kb
    """
    from app.progress import progress_bar
    from ingest.build import build
    from ingest.check import format_report
    from kg.encoder import reference_encoder
    from kg.vocabulary import bundled_vocabulary

    with progress_bar() as tell:
        report = build(paths, kb, encoder=reference_encoder(), vocabulary=bundled_vocabulary(), progress=tell)
    sys.stdout.write(f"{report.model_dump_json(indent=2)}\n" if json else f"{clean(format_report(report))}\n")


def export(
    *,
    kb: KbOption = None,
    form: Annotated[
        Literal["graphml", "jsonl", "cypher", "csv"], typer.Option("--format", help="What to write.")
    ] = "graphml",
    output: Annotated[
        Path | None, typer.Option("--output", "-o", metavar="FILE", help="Where to write; without it, to stdout.")
    ] = None,
) -> None:
    """Write the graph for other programs. GraphML is for networkx and Gephi, Cypher for Neo4j, CSV for spreadsheets.

    \b
    Example:
      kg export --format graphml --output guide.graphml
      kg export --format cypher | cypher-shell
    """
    from app.open import open_base
    from kg.export import ExportFormat, export_graph

    content = export_graph(open_base(kb), ExportFormat(form))
    if output:
        output.write_bytes(content)
    else:
        sys.stdout.write(content.decode())
