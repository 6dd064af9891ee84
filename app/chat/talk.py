"""A conversation on the study page: its shape in the browser's storage, and its turns as HTML."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from markupsafe import Markup
from pydantic import Field, ValidationError

from app.chat.fragments import EMPTY, button, cited_text, join, options, proof, questions, text
from kg.model import Answer, Record
from kg.paste import split_options

#: Turns kept of one conversation: more than a study session has, few enough for the browser's storage (5 MB).
MAX_TURNS = 60
#: Earlier questions that the engine is given to complete a follow-up.
HISTORY = 6


class Turn(Record):
    """A question as it was typed, its answer, and the questions offered next."""

    question: str
    answer: Answer
    options: dict[str, str] = Field(default_factory=dict)
    next: tuple[str, ...] = ()


class Talk(Record):
    """A conversation about one guide, as the browser keeps it."""

    id: str
    guide: str = ""
    #: When the browser kept it last, in milliseconds since 1970; the browser's own business.
    at: float = 0
    turns: tuple[Turn, ...] = Field(default=(), max_length=MAX_TURNS)

    def history(self) -> tuple[str, ...]:
        """The latest questions, oldest first."""
        return tuple(turn.question for turn in self.turns[-HISTORY:])

    def and_turn(self, turn: Turn) -> Talk:
        """This talk with one more turn; the oldest go when it grows too long."""
        return self.model_copy(update={"turns": (*self.turns, turn)[-MAX_TURNS:]})

    def before(self, index: int) -> Talk:
        """This talk up to a turn, which is asked again or otherwise."""
        return self.model_copy(update={"turns": self.turns[: max(index, 0)]})


def read_talk(stored: object) -> Talk:
    """A talk from the browser; what is not one, after an update or a hand in the storage, begins anew.

    >>> read_talk({"id": "t1", "turns": "nonsense"})
    Talk(id='t1', guide='', at=0, turns=())
    """
    try:
        return Talk.model_validate(stored)
    except ValidationError:
        known = stored if isinstance(stored, Mapping) else {}
        return Talk(id=str(known.get("id") or "t"))


def turn_html(turn: Turn, index: int, names: frozenset[str]) -> Markup:
    """A finished turn.

    :param index: Its place in the conversation, from 0.
    :param names: The names that have a card.
    """
    answer = turn.answer
    read_as = Markup('<p class="kg-read">Read as: {}</p>').format(text(answer.read_as)) if answer.read_as else EMPTY
    label = "Next" if answer.answered else "The guide answers"
    body = (
        read_as,
        Markup('<p class="kg-text">{}</p>').format(cited_text(answer)),
        options(answer, turn.options),
        proof(answer, names),
        questions(turn.next, label=label),
        _answer_tools(answer),
    )
    state = "" if answer.answered else " kg-refusal"
    stem, _ = split_options(turn.question)
    return _turn(turn.question, index, join(body), state=state, shown=stem if turn.options else turn.question)


def live_html(question: str, index: int, words: str) -> Markup:
    """A turn whose answer is still being written."""
    body = Markup('<p class="kg-text">{}<span class="kg-caret"></span></p>').format(text(words))
    return _turn(question, index, body, state=" kg-live")


def error_html(question: str, index: int, message: str) -> Markup:
    """A turn whose question could not be read: one sentence that names the fix."""
    body = Markup('<p class="kg-text kg-error" role="alert">{}</p>').format(text(message))
    return _turn(question, index, body, state=" kg-failed")


def talk_html(turns: Sequence[Turn], names: frozenset[str]) -> Markup:
    """All finished turns of a conversation."""
    return join(turn_html(turn, index, names) for index, turn in enumerate(turns))


def _turn(question: str, index: int, body: Markup, *, state: str, shown: str = "") -> Markup:
    """A question and what stands under it; ``shown`` is the question without its options, which stand there."""
    return Markup(
        '<article class="kg-turn{state}" data-turn="{index}" aria-label="Question {number}">'
        '<div class="kg-question"><p>{question}</p>{tools}</div>'
        '<div class="kg-answer">{body}</div></article>'
    ).format(
        state=state,
        index=index,
        number=index + 1,
        question=text(shown or question),
        tools=button("edit", "Edit", css="kg-tool", name=f"Edit question {index + 1}", question=question),
        body=body,
    )


def _answer_tools(answer: Answer) -> Markup:
    tools = [
        button("copy", "Copy", css="kg-tool", name="Copy the answer with its sources"),
        button("retry", "Ask again", css="kg-tool"),
    ]
    if answer.citations:
        tools.insert(0, button("show", "Evidence", css="kg-tool", name="Show the evidence for this answer"))
    return Markup('<div class="kg-tools">{}</div>').format(join(tools))
