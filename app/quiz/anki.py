"""Cards as an Anki package: the question in front, the answer with its path and its lines behind."""

from __future__ import annotations

import hashlib
import html
import tempfile
from collections.abc import Sequence
from pathlib import Path

from app.quiz.card import Card, CardKind
from app.render import heading, place

#: The package's clock, in seconds since 1970: fixed, so that the same cards give the same notes.
CLOCK = 1_700_000_000.0
_CSS = """
.card { font-family: sans-serif; font-size: 20px; text-align: left; max-width: 40em; margin: auto; padding: 1em; }
.path, .source { font-size: 15px; opacity: .8; } .quote { font-style: italic; }
"""


def anki_package(cards: Sequence[Card], *, title: str) -> bytes:
    """An ``.apkg`` with a deck for each stage; importing it again updates its notes and adds none."""
    import genanki

    model = genanki.Model(
        _number(f"model {title}"),
        "kg cited fact",
        fields=[{"name": name} for name in ("Question", "Options", "Answer", "Proof")],
        templates=[
            {
                "name": "Card",
                "qfmt": "<p>{{Question}}</p>{{Options}}",
                "afmt": "{{FrontSide}}<hr id=answer><p><b>{{Answer}}</b></p>{{Proof}}",
            }
        ],
        css=_CSS,
    )
    decks: dict[str, genanki.Deck] = {}
    for card in cards:
        name = f"{title}::{card.stage}"
        deck = decks.setdefault(name, genanki.Deck(_number(name), name))
        fields = [html.escape(card.prompt), _options(card), html.escape(card.answer), _proof(card)]
        deck.add_note(genanki.Note(model=model, fields=fields, guid=genanki.guid_for(card.id)))
    with tempfile.TemporaryDirectory() as directory:
        file = Path(directory) / "cards.apkg"
        genanki.Package(list(decks.values())).write_to_file(str(file), timestamp=CLOCK)
        return file.read_bytes()


def _options(card: Card) -> str:
    if card.kind is not CardKind.CHOICE:
        return ""
    return f'<ol type="A">{"".join(f"<li>{html.escape(option)}</li>" for option in card.options)}</ol>'


def _proof(card: Card) -> str:
    """The path of each fact, and the lines that state it."""
    return "".join(
        f'<p class="path">{html.escape(fact.subject)} ─{fact.relation}→ {html.escape(fact.object)}</p>'
        f'<p class="source">{html.escape(place(fact.source))} {html.escape(heading(fact.source.section))}<br>'
        f'<span class="quote">“{html.escape(fact.source.quote)}”</span></p>'
        for fact in card.facts
    )


def _number(name: str) -> int:
    """Anki's identifiers are numbers; this one follows from the name."""
    return int(hashlib.sha256(name.encode()).hexdigest()[:8], 16)
