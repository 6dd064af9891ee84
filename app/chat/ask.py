"""The Ask tab: the conversation on one side, the evidence for the selected answer on the other."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import gradio as gr
from markupsafe import Markup

from app.chat.fragments import EMPTY, button, join, text
from app.chat.guides import Guide
from app.chat.parts import ENDED, QUIET, STREAMED, Bus, FindGuide, html
from app.chat.passages import passages_html, paths_html
from app.chat.picture import EMPTY_PICTURE, answer_picture, as_list
from app.chat.suggest import next_questions
from app.chat.talk import Talk, Turn, error_html, live_html, read_talk, talk_html
from app.questions import read_query
from kg.errors import KgError
from kg.model import Answer
from kg.paste import split_options

#: Seconds that writing an answer out may take in all; longer would be a show, and the answer is there already.
WRITING_TIME = 0.6
#: Seconds between two pieces of the text: the eye sees a flow from about 25 a second.
PIECE_TIME = 0.04
_WORDS = re.compile(r"\S+\s*")
NOTHING = {"done": "", "live": ""}


@dataclass(frozen=True)
class AskTab:
    """The components that other tabs write to."""

    talk: gr.HTML
    record: gr.HTML
    #: Paths, picture and passages of the selected answer.
    evidence: tuple[gr.HTML, gr.HTML, gr.HTML]


def pieces(text: str) -> Iterator[str]:
    """The growing beginnings of a text, word by word, in as many steps as :data:`WRITING_TIME` allows.

    >>> list(pieces("one two"))
    ['one ', 'one two']
    """
    words = _WORDS.findall(text)
    step = max(1, -(-len(words) * PIECE_TIME // WRITING_TIME))
    for end in range(int(step), len(words) + int(step), int(step)):
        yield "".join(words[:end])


def turn_of(guide: Guide, question: str, answer: Answer) -> Turn:
    """A finished turn with the questions that lead on from it."""
    following = next_questions(answer, guide.book, guide.vocabulary, guide.answers)
    _, options = split_options(question)
    return Turn(question=question, answer=answer, options=options, next=following)


def welcome(guide: Guide) -> dict[str, str]:
    """What the conversation shows before the first question."""
    rows = join(
        Markup('<li><span class="kg-kind">{}</span>{}</li>').format(
            example.kind, button("ask", example.question, css="kg-ask", question=example.question)
        )
        for example in guide.examples
    )
    done = Markup(
        '<section class="kg-welcome" aria-label="Examples"><h2>Ask {}</h2>'
        '<p class="kg-quiet">Every answer is proved by the guide\'s own lines; what it does not say is refused.</p>'
        "<ul>{}</ul></section>"
    ).format(text(guide.title), rows)
    return {"done": str(done), "live": ""}


def shown(guide: Guide, talk: Talk, *, gone: bool = False) -> dict[str, str]:
    """A conversation as the page shows it.

    :param gone: Whether the guide that it was about is no longer there.
    """
    if not talk.turns:
        return welcome(guide)
    note = Markup('<p class="kg-quiet">This talk was about a guide that is no longer here; {} answers from now on.</p>')
    return {
        "done": str(talk_html(talk.turns, guide.names)),
        "live": str(note.format(text(guide.title))) if gone else "",
    }


def proof_of(guide: Guide, answer: Answer | None) -> list[Any]:
    """The evidence pane for an answer: its paths, its picture, its passages."""
    if answer is None:
        return ["", {**EMPTY_PICTURE, "words": ""}, ""]
    picture = answer_picture(answer, guide.book)
    words = as_list(picture) if picture["edges"] else EMPTY
    return [
        str(paths_html(answer, guide.names)),
        {**picture, "words": str(words)},
        str(passages_html(answer, guide.documents)),
    ]


def ask(guide: Guide, question: str, talk: Talk) -> Iterator[tuple[dict[str, str], Talk, Answer | None]]:
    """Answer a question: the growing conversation, then the talk with its new turn.

    :returns: What the page shows, the talk, and the answer once it is complete.
    """
    index = len(talk.turns)
    done = str(talk_html(talk.turns, guide.names))
    try:
        query = read_query(question).model_copy(update={"history": talk.history()})
        answer = guide.assistant.ask(query)
    except KgError as error:
        yield {"done": done, "live": str(error_html(question, index, str(error)))}, talk, None
        return
    for words in pieces(answer.answer):
        yield {"done": done, "live": str(live_html(question, index, words))}, talk, None
        time.sleep(PIECE_TIME)
    talk = talk.and_turn(turn_of(guide, question, answer)).model_copy(update={"guide": guide.id})
    yield shown(guide, talk), talk, answer


def build_ask(bus: Bus, find: FindGuide, guide_id: gr.Component) -> AskTab:
    """Lay the tab out and bind its events."""
    with gr.Row(elem_classes="kg-columns", equal_height=False):
        with gr.Column(scale=6, min_width=320, elem_classes="kg-main"):
            html("talks", "", script="talks")
            talk = html("talk", NOTHING, template="${value.done}${value.live}", script="talk")
            with gr.Row(elem_classes="kg-composer"):
                gr.Textbox(
                    placeholder="Ask a question, or paste one with its options",
                    label="Your question",
                    show_label=False,
                    container=False,
                    lines=1,
                    max_lines=12,
                    autofocus=True,
                    elem_id="kg-box",
                )
                send = gr.Button("Ask", variant="primary", elem_id="kg-send", min_width=72, scale=0)
                stop = gr.Button("Stop", visible=False, elem_id="kg-stop", min_width=72, scale=0)
        with gr.Column(scale=5, min_width=320, elem_classes="kg-aside"):
            evidence = (
                html("paths", ""),
                html("picture", {**EMPTY_PICTURE, "words": ""}, template="", script="picture"),
                html("passages", "", script="passages"),
            )
    record = html("record", {}, template="", script="record", visible="hidden")

    def on_ask(question: str, stored: object, guide: str, request: gr.Request) -> Iterator[list[Any]]:
        asked = find(guide, request)
        begun: list[Any] = [gr.Button(visible=False), gr.Button(visible=True)]
        for show, kept, answer in ask(asked, question, read_talk(stored)):
            if answer is None:
                yield [show, gr.skip(), *begun, *[gr.skip()] * 3]
            else:
                yield [show, kept.model_dump(mode="json"), *begun, *proof_of(asked, answer)]
            begun = [gr.skip()] * 2

    def on_end() -> list[Any]:
        return [gr.Button(visible=True), gr.Button(visible=False)]

    def on_stop(stored: object, guide: str, request: gr.Request) -> list[Any]:
        return [shown(find(guide, request), read_talk(stored)), *on_end()]

    words = gr.Textbox(visible=False)
    asking = bus.on("ask")(
        on_ask,
        inputs=[words, record, guide_id],
        outputs=[talk, record, send, stop, *evidence],
        js="(_, ...inputs) => kg.asking(...inputs)",
        trigger_mode="multiple",  # the script asks one after another; Gradio still holds an ended one for a moment
        **STREAMED,
    )
    # One of the two, once; a cancelled asking has failed.
    for ended in (asking.success, asking.failure):
        ended(on_end, outputs=[send, stop], **QUIET).then(None, js=ENDED, **QUIET)
    # What is on its way when the asking is cancelled still arrives, so the page is put right after it.
    stop.click(None, cancels=[asking], **QUIET).then(
        on_stop,
        inputs=[record, guide_id],
        outputs=[talk, send, stop],
        **QUIET,
    )
    return AskTab(talk=talk, record=record, evidence=evidence)
