"""The Library tab: upload a guide of one's own, see what was found in it, choose and delete guides."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from queue import Empty, Queue
from threading import Thread
from typing import Any

import gradio as gr
from markupsafe import Markup

from app.chat.card import relation_words
from app.chat.fragments import EMPTY, button, error_line, join, text
from app.chat.guides import Guide
from app.chat.library import MAX_BYTES, MAX_GUIDES, SUFFIXES, Library
from app.chat.parts import QUIET, STREAMED, Bus, html, session_of
from ingest.check import Report
from kg.errors import KgError

#: Lines without a fact that the report shows: enough to see of what sort they are.
UNREAD_SHOWN = 12
#: Seconds between two looks at how far an ingest has come.
LOOK = 0.2


@dataclass(frozen=True)
class LibraryTab:
    """The component that other tabs write to."""

    board: gr.HTML


def shelf_html(guides: Sequence[Guide], chosen: str = "") -> Markup:
    """The guides of a browser; all but the first can be deleted."""
    rows = join(_guide(guide, own=place > 0, chosen=guide.id == chosen) for place, guide in enumerate(guides))
    return Markup('<h2>Guides</h2><ul class="kg-shelf">{}</ul>').format(rows)


def _guide(guide: Guide, *, own: bool, chosen: bool) -> Markup:
    size = f"{len(guide.book.facts)} facts, {len(guide.book.nodes)} things"
    away = button("remove", "Delete", css="kg-tool", name=f"Delete {guide.title}", guide=guide.id) if own else EMPTY
    pick = button("guide", "Study this", css="kg-tool", name=f"Study {guide.title}", guide=guide.id)
    return Markup('<li class="kg-row"><strong>{}</strong> <span class="kg-quiet">{}</span> {}{}</li>').format(
        text(guide.title), size, Markup('<span class="kg-here">chosen</span>') if chosen else pick, away
    )


def report_html(title: str, report: Report) -> Markup:
    """What an ingest found: facts by relation, and the lines that gave none."""
    relations = join(
        Markup('<tr><th scope="row">{}</th><td>{}</td></tr>').format(relation_words(relation), count)
        for relation, count in sorted(report.by_relation.items(), key=lambda pair: (-pair[1], pair[0]))
    )
    unread = join(
        Markup('<li><span class="kg-gutter">{}</span> {}</li>').format(line.line, text(line.text))
        for line in report.unread[:UNREAD_SHOWN]
    )
    left = Markup("<h3>Lines that gave no fact ({})</h3><ul>{}</ul>").format(len(report.unread), unread)
    return Markup(
        '<article class="kg-card" role="status"><h2>{}</h2><p>{} facts about {} things. It is chosen above: ask it.</p>'
        '<table class="kg-table"><tbody>{}</tbody></table>{}</article>'
    ).format(text(title), report.facts, report.nodes, relations, left if report.unread else EMPTY)


def progress_html(what: str, done: int, total: int) -> Markup:
    """How far an ingest has come."""
    return Markup('<p role="status">{} … <progress max="{}" value="{}" aria-label="{}"></progress></p>').format(
        text(what), max(total, 1), done, text(what)
    )


Step = tuple[str, int, int]


def added(library: Library, session: str, path: Path) -> Iterator[tuple[Markup, str | None]]:
    """Ingest an upload while telling how far it has come.

    :returns: What the tab shows, and at the end the new guide's id, or None if it could not be added.
    """
    steps: Queue[Step] = Queue()
    outcome: list[tuple[Markup, str | None]] = []

    def work() -> None:
        try:
            guide, report = library.add(session, path, progress=lambda *step: steps.put(step))
            outcome.append((report_html(guide.title, report), guide.id))
        except KgError as error:
            outcome.append((error_line(_named(error, path)), None))

    worker = Thread(target=work, daemon=True)
    worker.start()
    while worker.is_alive():
        try:
            yield progress_html(*steps.get(timeout=LOOK)), None
        except Empty:
            continue
    yield outcome[0] if outcome else (error_line(KgError(f"{path.name} could not be read; try another file.")), None)


def _named(error: KgError, path: Path) -> KgError:
    """The error with the file's name in place of its path on this server, which is nobody's business."""
    return KgError(str(error).replace(str(path), path.name))


def build_library(bus: Bus, library: Library) -> LibraryTab:
    """Lay the tab out and bind its events."""
    board = html("shelf", "", script="shelf")
    upload = gr.UploadButton("Upload a guide", file_types=list(SUFFIXES), type="filepath", elem_id="kg-upload")
    html(
        "limits",
        f"Text or Markdown ({', '.join(SUFFIXES)}), up to {MAX_BYTES // 1000:,} kB each and {MAX_GUIDES} at a time. "
        "What you upload stays on the machine that runs this page, in a directory of this browser's own, "
        "and is deleted when you close the page.",
        template='<p class="kg-quiet">${value}</p>',
    )
    report = html("report", "", script="report")
    ready = html("ready", {}, template="", script="ready", visible="hidden")

    def on_upload(path: str, request: gr.Request) -> Iterator[list[Any]]:
        session = session_of(request)
        try:
            for shown, guide in added(library, session, Path(path)):
                chosen = {"guide": guide} if guide else gr.skip()
                yield [str(shown), chosen, str(shelf_html(library.guides(session), guide or ""))]
        finally:
            Path(path).unlink(missing_ok=True)  # its lines are in the base now, and go with it

    def on_remove(request: gr.Request, event: gr.EventData) -> list[Any]:
        session = session_of(request)
        removed = str(event._data.get("guide", ""))
        library.remove(session, removed)
        return [str(shelf_html(library.guides(session))), "", {"guide": library.bundled.id, "removed": removed}]

    adding = upload.upload(
        on_upload,
        inputs=[upload],
        outputs=[report, ready, board],
        js="(file) => (kg.stream.begin(), file)",
        **STREAMED,
    )
    for ended in (adding.success, adding.failure):
        ended(None, js="() => kg.stream.end()", **QUIET)
    bus.on("remove")(on_remove, outputs=[board, report, ready], **QUIET)
    return LibraryTab(board=board)
