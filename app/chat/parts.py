"""Small pieces that the tabs share: HTML components driven by the page's script, and the bus of its clicks."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Literal

import gradio as gr

from app.chat.guides import Guide
from app.chat.serve import COOKIE, STATIC

#: Finds the guide that a browser has chosen, by its id.
FindGuide = Callable[[str, gr.Request], Guide]

#: The script's clicks that the server answers; the script raises each as an event of the bus.
ACTIONS = (
    "enter", "open", "ask", "show", "read", "nudge",
    "node", "path", "list", "pair",
    "quizStart", "quizAnswer", "quizGrade", "quizNext", "quizStop", "quizHome", "remove",
)  # fmt: skip
#: For events that answer at once and are no part of the API. Each is a request of its own: Gradio's queue has one
#: stream of results for all, closes it when none is waited for, and a result that comes just then is not read.
QUIET: dict[str, Any] = {
    "show_progress": "hidden",
    "api_visibility": "private",
    "concurrency_limit": None,
    "queue": False,
}
#: For what is told piece by piece, an answer or a progress, which only the queue can do.
STREAMED: dict[str, Any] = {**QUIET, "queue": True}
#: What the browser does when the server has entered, opened or asked: the next of these may come.
ENDED = "() => kg.talk.ended()"
#: Loaded in this order, once, before any part is set up.
SCRIPTS = ("vendor/cytoscape.min.js", "kg.js", "talk.js", "graph.js", "explore.js", "quiz.js")
HEAD = "".join(f'<script src="{STATIC}/{name}"></script>' for name in SCRIPTS)


def html(
    name: str,
    value: Any,
    *,
    script: str = "",
    template: str = "${value}",
    label: str | None = None,
    visible: bool | Literal["hidden"] = True,
) -> gr.HTML:
    """An HTML component ``#kg-name``, set up by ``kg.parts[script]`` of the page's script.

    :param template: A template over ``value``. It is code: nothing of a guide or a student may stand in it.
    """
    start = f"kg.start({script!r}, element, props, watch, trigger)" if script else None
    return gr.HTML(
        value,
        html_template=template,
        js_on_load=start,
        head=HEAD,
        label=label,
        elem_id=f"kg-{name}",
        visible=visible,
        apply_default_css=False,
        padding=False,
    )


def session_of(request: gr.Request) -> str:
    """The browser that a request comes from, by its cookie; empty for programs, which have none."""
    return str((request.cookies or {}).get(COOKIE, ""))


class Bus:
    """A component without a face that turns the script's clicks into events of the server."""

    def __init__(self) -> None:
        names = ", ".join(repr(f"kg_{action}") for action in ACTIONS)
        self._component = gr.HTML(
            {},
            html_template="",
            js_on_load=f"kg.bus(trigger, [{names}])",  # Gradio looks for the names of events in this line
            head=HEAD,
            elem_id="kg-bus",
            visible="hidden",
        )

    def on(self, action: str) -> Callable[..., Any]:
        """The listener for one of :data:`ACTIONS`."""
        if action not in ACTIONS:
            raise KeyError(action)
        listener: Callable[..., Any] = getattr(self._component, f"kg_{action}")
        return listener
