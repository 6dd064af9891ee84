"""The study page: its header, its tabs, and what happens between them."""

from __future__ import annotations

from typing import Any

import gradio as gr

from app.chat.ask import build_ask, proof_of, shown
from app.chat.parts import Bus, FindGuide, html
from app.chat.passages import by_name, reader
from app.chat.talk import read_talk

TITLE = "Study graph"


def build_page(find: FindGuide) -> gr.Blocks:
    """The page over the guides that ``find`` knows."""
    with gr.Blocks(title=TITLE, analytics_enabled=False, fill_width=True) as page:
        bus = Bus()
        guide_id = gr.Textbox("", visible=False)
        html("header", TITLE, template="<h1>${value}</h1>", script="header")
        with gr.Tabs(elem_id="kg-tabs"):
            with gr.Tab("Ask", id="ask"):
                tab = build_ask(bus, find, guide_id)
        passages = html("reader", "", script="reader")

        def on_load(stored: object, guide: str, request: gr.Request) -> list[Any]:
            chosen, talk = find(guide, request), read_talk(stored)
            aside, drawn = proof_of(chosen, talk.turns[-1].answer if talk.turns else None)
            return [shown(chosen, talk), talk.model_dump(mode="json"), aside, drawn]

        def on_show(stored: object, guide: str, request: gr.Request, event: gr.EventData) -> list[Any]:
            turns = read_talk(stored).turns
            index = int(event._data.get("turn", -1))
            answer = turns[index].answer if 0 <= index < len(turns) else None
            return list(proof_of(find(guide, request), answer))

        def on_read(guide: str, request: gr.Request, event: gr.EventData) -> str:
            wanted = event._data
            document = by_name(find(guide, request).documents).get(str(wanted.get("document")))
            return str(reader(document, int(wanted["start"]), int(wanted["end"]))) if document else ""

        quiet: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private"}
        opened = [tab.talk, tab.record, tab.evidence, tab.picture]
        page.load(on_load, inputs=[tab.record, guide_id], outputs=opened, js="(_, g) => [kg.store.current(), g]", **quiet)
        bus.on("open")(on_load, inputs=[tab.record, guide_id], outputs=opened, js="(_, g) => [kg.store.current(), g]", **quiet)
        bus.on("show")(on_show, inputs=[tab.record, guide_id], outputs=[tab.evidence, tab.picture], **quiet)
        bus.on("read")(on_read, inputs=[guide_id], outputs=[passages], **quiet)
    return page
