"""Verbs that look into a knowledge base: ``facts``, ``show``, ``path`` and ``stats``."""

from __future__ import annotations

import json as jsonlib
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Annotated

import typer

from app.cli.console import DONE, FAILED, JsonOption, KbOption, complain, show, table
from app.render import PLACE, QUIET, RELATION, SENTENCE, Piece, citations, clean, place, steps
from kg.model import Answer, Fact, NodeType, Relation

if TYPE_CHECKING:
    from app.views import NodeView


def facts(
    *,
    kb: KbOption = None,
    relation: Annotated[
        Relation | None, typer.Option(metavar="RELATION", case_sensitive=False, help="Only facts of this relation.")
    ] = None,
    node_type: Annotated[
        NodeType | None,
        typer.Option("--type", metavar="TYPE", case_sensitive=False, help="Only facts with an end of this type."),
    ] = None,
    document: Annotated[str | None, typer.Option(metavar="NAME", help="Only facts of this document.")] = None,
    json: JsonOption = False,
) -> None:
    """Print the facts, each with the lines that state it.

    \b
    Example:
      kg facts --relation DETECTS
      kg facts --json > facts.jsonl
    """
    from app.open import open_base
    from kg.errors import InputError
    from kg.store import fact_row, to_lines
    from kg.text import listed

    base = open_base(kb)
    names = [known.name for known in base.documents]
    if document is not None and document not in names:
        raise InputError(f"no document {document!r}; there is {listed(names)}")
    wanted = [
        fact
        for fact in base.facts
        if relation in (None, fact.relation)
        and node_type in (None, fact.subject_type, fact.object_type)
        and document in (None, fact.source.document)
    ]
    if json:
        sys.stdout.write(to_lines(fact_row(fact) for fact in wanted).decode())
    else:
        show(piece for fact in wanted for piece in _fact_line(fact))


def show_node(
    name: Annotated[str, typer.Argument(metavar="NODE", help="Its name or another name for it.")],
    *,
    kb: KbOption = None,
    json: JsonOption = False,
) -> None:
    """Show one thing: its names, facts, lines and neighbours.

    \b
    Example:
      kg show "Amazon SageMaker Model Monitor"
    """
    from app.open import open_base
    from app.views import node_view
    from kg.book import FactBook

    base = open_base(kb)
    view = node_view(FactBook.of(base.facts, base.nodes), name)
    if json:
        sys.stdout.write(f"{view.model_dump_json(indent=2)}\n")
    else:
        show(_card(view))


def path(
    start: Annotated[str, typer.Argument(metavar="A", help="Where the path begins.")],
    end: Annotated[str, typer.Argument(metavar="B", help="Where it ends.")],
    *,
    kb: KbOption = None,
    json: JsonOption = False,
) -> int:
    """Print the shortest paths between two things, a step a line. Status 1 if there is none.

    \b
    Example:
      kg path Monitoring "data drift"
    """
    from app.open import open_base
    from app.views import path_answer
    from kg.book import FactBook

    base = open_base(kb)
    answer = path_answer(base, FactBook.of(base.facts, base.nodes), start, end)
    if json:
        sys.stdout.write(f"{answer.model_dump_json(include={'paths', 'citations'}, indent=2)}\n")
    elif answer.paths:
        show(_paths(answer))
    else:
        complain(f"the guide does not join {start} and {end}")
    return DONE if answer.paths else FAILED


def _paths(answer: Answer) -> Iterator[Piece]:
    for path in answer.paths:
        yield from steps(path)
        yield "\n", ""
    yield from citations(answer.citations)


def stats(*, kb: KbOption = None, json: JsonOption = False) -> None:
    """Print the size of the graph, by relation, by type and by document.

    \b
    Example:
      kg stats
    """
    from app.open import open_base

    base = open_base(kb)
    figures: dict[str, dict[str, int]] = {
        "size": {"documents": len(base.documents), "nodes": len(base.nodes), "facts": len(base.facts)},
        "facts by relation": _counts(fact.relation for fact in base.facts),
        "nodes by type": _counts(node.type for node in base.nodes),
        "facts by document": _counts(fact.source.document for fact in base.facts),
    }
    if json:
        sys.stdout.write(f"{jsonlib.dumps(figures, ensure_ascii=False, indent=2)}\n")
        return
    blocks = (f"{title}\n{table(list(counts.items()))}\n" for title, counts in figures.items())
    sys.stdout.write(clean("\n".join(blocks)))


def _counts(names: Iterable[str]) -> dict[str, int]:
    """How often each name comes, the commonest first, then by name."""
    counted = Counter(str(name) for name in names)
    return dict(sorted(counted.items(), key=lambda pair: (-pair[1], pair[0])))


def _card(view: NodeView) -> Iterator[Piece]:
    name = view.node.name
    yield name, SENTENCE
    yield f"  {view.node.type}\n", QUIET
    if view.node.aliases:
        yield f"also called: {', '.join(view.node.aliases)}\n", ""
    yield "\n", ""
    for fact in view.facts:
        forward = fact.subject == name
        yield f"─{fact.relation}→" if forward else f"←{fact.relation}─", RELATION
        yield f" {fact.object if forward else fact.subject}", ""
        yield from _source(fact)
    if view.neighbours:
        yield f"\nneighbours: {', '.join(f'{item.name} ({item.type})' for item in view.neighbours)}\n", ""


def _fact_line(fact: Fact) -> Iterator[Piece]:
    yield f"{fact.subject} ", ""
    yield f"─{fact.relation}→", RELATION
    yield f" {fact.object}", ""
    yield from _source(fact)


def _source(fact: Fact) -> Iterator[Piece]:
    if fact.qualifier:
        yield f" ({fact.qualifier})", QUIET
    yield f"  {place(fact.source)}\n", PLACE
