"""Verbs that write: ``ingest`` makes a knowledge base, ``export`` carries it elsewhere."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from app.cli.console import JsonOption, KbOption
from app.render import clean

if TYPE_CHECKING:
    from kg.store import KnowledgeBase


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
    from app.open import open_encoder
    from app.progress import progress_bar
    from ingest.build import build
    from ingest.check import format_report
    from kg.encoder import reference_encoder
    from kg.vocabulary import bundled_vocabulary

    with progress_bar() as tell:
        report = build(paths, kb, encoder=reference_encoder(), vocabulary=bundled_vocabulary(), progress=tell)
    open_encoder()  # exports the model if that was not done yet, so that no question waits for it
    sys.stdout.write(f"{report.model_dump_json(indent=2)}\n" if json else f"{clean(format_report(report))}\n")


def export(
    *,
    kb: KbOption = None,
    form: Annotated[
        Literal["graphml", "jsonl", "cypher", "csv", "anki"], typer.Option("--format", help="What to write.")
    ] = "graphml",
    output: Annotated[
        Path | None, typer.Option("--output", "-o", metavar="FILE", help="Where to write; without it, to stdout.")
    ] = None,
) -> None:
    """Write the graph for other programs. GraphML is for networkx and Gephi, Cypher for Neo4j, CSV for spreadsheets.

    Anki gets the quiz cards, each with its path and its lines on the back.

    \b
    Example:
      kg export --format graphml --output guide.graphml
      kg export --format cypher | cypher-shell
      kg export --format anki --output guide.apkg
    """
    from app.open import open_base
    from kg.export import ExportFormat, export_graph

    base = open_base(kb)
    content = _anki(base) if form == "anki" else export_graph(base, ExportFormat(form))
    if output:
        output.write_bytes(content)
    else:
        sys.stdout.buffer.write(content)


def _anki(base: KnowledgeBase) -> bytes:
    from app.quiz.anki import anki_package
    from app.quiz.card import make_cards
    from kg.book import FactBook
    from kg.vocabulary import bundled_vocabulary

    cards = make_cards(FactBook.of(base.facts, base.nodes), bundled_vocabulary())
    return anki_package(cards, title=base.documents[0].name)
