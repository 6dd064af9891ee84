"""The Graph tab: the whole graph to search, filter and walk, with a card for each thing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import gradio as gr
from markupsafe import Markup

from app.chat.card import complete_list, node_card
from app.chat.fragments import EMPTY, error_line, join, path_chips, proofs, text
from app.chat.guides import Guide
from app.chat.parts import QUIET, Bus, FindGuide, html
from app.chat.picture import EMPTY_PICTURE, as_list, whole_picture
from app.views import path_answer
from kg.errors import KgError
from kg.model import NodeType

#: What the card pane says before anything is chosen.
HINT = Markup(
    '<p class="kg-quiet">Choose a thing in the picture or find it by name: its card shows what the guide says of it, '
    "fact by fact, with the lines. Choose two to see how they are connected.</p>"
)


@dataclass(frozen=True)
class ExploreTab:
    """The components that other tabs write to."""

    canvas: gr.HTML
    card: gr.HTML


def drawn(guide: Guide) -> dict[str, Any]:
    """The whole graph for the page's script."""
    picture = whole_picture(guide.book.facts, guide.book)
    return {**picture, "words": str(as_list(picture))}


def connection(guide: Guide, a: str, b: str) -> Markup:
    """How two things are connected: every shortest path, each step with its lines; or a sentence."""
    try:
        found = path_answer(guide.assistant.context.kb, guide.book, a, b)
    except KgError as error:
        return error_line(error)
    if not found.paths:
        return Markup('<p class="kg-quiet">The guide does not connect {} and {}.</p>').format(text(a), text(b))
    numbers = {citation.id: citation for citation in found.citations}
    rows = join(Markup("<li>{}</li>").format(path_chips(path, numbers, guide.names)) for path in proofs(found.paths))
    return Markup('<article class="kg-card"><h2>{} to {}</h2><ul class="kg-proof">{}</ul></article>').format(
        text(a), text(b), rows
    )


def listed(guide: Guide, kind: str) -> Markup:
    """All things of a type."""
    if kind not in set(NodeType):
        return EMPTY
    return complete_list(guide, guide.book.of_type(NodeType(kind)), label=kind.replace("_", " "))


def build_explore(bus: Bus, find: FindGuide, guide_id: gr.Component) -> ExploreTab:
    """Lay the tab out and bind its events."""
    with gr.Row(elem_classes="kg-columns", equal_height=False):
        with gr.Column(scale=7, min_width=320, elem_classes="kg-main"):
            canvas = html("explore", {**EMPTY_PICTURE, "words": ""}, template="", script="explore")
        with gr.Column(scale=4, min_width=320, elem_classes="kg-aside"):
            card = html("card", str(HINT), script="card")

    def on_node(guide: str, request: gr.Request, event: gr.EventData) -> str:
        return str(node_card(find(guide, request), str(event._data.get("node", ""))))

    def on_path(guide: str, request: gr.Request, event: gr.EventData) -> str:
        return str(connection(find(guide, request), str(event._data.get("from", "")), str(event._data.get("to", ""))))

    def on_list(guide: str, request: gr.Request, event: gr.EventData) -> str:
        return str(listed(find(guide, request), str(event._data.get("type", ""))))

    for action, answer in (("node", on_node), ("path", on_path), ("list", on_list)):
        bus.on(action)(answer, inputs=[guide_id], outputs=[card], **QUIET)
    return ExploreTab(canvas=canvas, card=card)
