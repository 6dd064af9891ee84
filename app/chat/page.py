"""The study page: its header, its tabs, and what happens between them."""

from __future__ import annotations

import time
from typing import Any

import gradio as gr

from app.chat.api import build_api
from app.chat.ask import build_ask, proof_of, shown
from app.chat.explore import HINT, build_explore, drawn
from app.chat.guides import Guide
from app.chat.library import Library
from app.chat.library_tab import build_library, shelf_html
from app.chat.pairs import build_pairs, pairs_html
from app.chat.parts import ENDED, QUIET, STREAMED, Bus, html, session_of
from app.chat.passages import by_name, reader
from app.chat.quiz_tab import board_of, build_quiz, kept
from app.chat.talk import read_talk
from app.quiz.schedule import read_progress

TITLE = "Study graph"
#: What the browser sends when a conversation or a guide is opened: the talk, the guide it chose last, its progress.
OPENED = "() => kg.opening()"


def build_page(library: Library) -> gr.Blocks:
    """The page over a library of guides."""

    def find(guide: str, request: gr.Request) -> Guide:
        found = library.get(session_of(request), guide)
        if found is None:
            raise gr.Error("This guide is no longer here: upload it again or choose another.", print_exception=False)
        return found

    with gr.Blocks(title=TITLE, analytics_enabled=False, fill_width=True) as page:
        bus = Bus()
        guide_id = gr.Textbox(library.bundled.id, visible=False)
        header = html("header", {"title": TITLE, "guides": [], "chosen": ""}, template="", script="header")
        with gr.Tabs(elem_id="kg-tabs"):
            with gr.Tab("Ask", id="ask"):
                ask = build_ask(bus, find, guide_id)
            with gr.Tab("Graph", id="graph"):
                explore = build_explore(bus, find, guide_id)
            with gr.Tab("Quiz", id="quiz"):
                quiz = build_quiz(bus, find, guide_id)
            with gr.Tab("Compare", id="compare"):
                pairs = build_pairs(bus, find, guide_id)
            with gr.Tab("Library", id="library"):
                shelf = build_library(bus, library)
        passages = html("reader", {}, template="", script="reader")

        def heading(session: str, chosen: str) -> dict[str, Any]:
            listed = [{"id": guide.id, "title": guide.title, "key": guide.key} for guide in library.guides(session)]
            return {"title": TITLE, "guides": listed, "chosen": chosen}

        def on_open(stored: object, wanted: str, progresses: object, request: gr.Request) -> list[Any]:
            session, talk = session_of(request), read_talk(stored)
            guide = library.get(session, talk.guide if talk.turns else wanted)
            gone, guide = guide is None and bool(talk.turns), guide or library.bundled
            proof = proof_of(guide, talk.turns[-1].answer if talk.turns else None)
            known = read_progress(progresses.get(guide.key) if isinstance(progresses, dict) else None)
            return [
                heading(session, guide.id), guide.id,
                shown(guide, talk, gone=gone), talk.model_dump(mode="json"), *proof,
                drawn(guide), str(HINT),
                str(board_of(guide, None, known)), kept(guide, known), None,
                str(pairs_html(guide)), "", str(shelf_html(library.guides(session), guide.id)),
            ]  # fmt: skip

        def on_enter(stored: object, wanted: str, progresses: object, request: gr.Request) -> list[Any]:
            library.enter(session_of(request))
            return on_open(stored, wanted, progresses, request)

        def on_show(stored: object, guide: str, request: gr.Request, event: gr.EventData) -> list[Any]:
            turns = read_talk(stored).turns
            index = int(event._data.get("turn", -1))
            answer = turns[index].answer if 0 <= index < len(turns) else None
            return proof_of(find(guide, request), answer)

        def on_read(guide: str, request: gr.Request, event: gr.EventData) -> dict[str, Any]:
            wanted = event._data
            document = by_name(find(guide, request).documents).get(str(wanted.get("document")))
            if document is None:
                return {}
            return {"html": str(reader(document, int(wanted["start"]), int(wanted["end"]))), "at": time.time()}

        def on_unload(request: gr.Request) -> None:
            library.leave(session_of(request))

        opened = [
            header, guide_id,
            ask.talk, ask.record, *ask.evidence,
            explore.canvas, explore.card,
            quiz.board, quiz.progress, quiz.run,
            pairs.board, pairs.side, shelf.board,
        ]  # fmt: skip
        opening: dict[str, Any] = {
            "inputs": [ask.record, guide_id, quiz.progress], "outputs": opened, "js": OPENED,
            "trigger_mode": "multiple",  # the script opens one after another
        }  # fmt: skip
        # The script raises it when it has loaded; the load event of the page itself may come before.
        for entered in (bus.on("enter")(on_enter, **opening, **QUIET), bus.on("open")(on_open, **opening, **QUIET)):
            for ended in (entered.then, entered.failure):  # an error ends with the second alone
                ended(None, js=ENDED, **QUIET)
        bus.on("show")(on_show, inputs=[ask.record, guide_id], outputs=list(ask.evidence), **QUIET)
        bus.on("read")(on_read, inputs=[guide_id], outputs=[passages], **QUIET)
        bus.on("nudge")(lambda: None, trigger_mode="multiple", **STREAMED)
        page.unload(on_unload)
        build_api(library.bundled)
    built: gr.Blocks = page
    return built
