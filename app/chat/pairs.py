"""The Compare tab: pairs that are easily mixed up, and what tells them apart, each cell with its lines."""

from __future__ import annotations

from dataclasses import dataclass

import gradio as gr
from markupsafe import Markup

from app.chat.card import relation_words, source_link
from app.chat.fragments import EMPTY, button, chip, error_line, join, text
from app.chat.guides import Guide
from app.chat.parts import QUIET, Bus, FindGuide, html
from app.compare import Comparison, Pair, Row, compare
from kg.errors import KgError
from kg.model import Fact


@dataclass(frozen=True)
class PairsTab:
    """The components that other tabs write to."""

    board: gr.HTML
    side: gr.HTML


def pairs_html(guide: Guide) -> Markup:
    """The pairs to choose from, and two fields for any other two."""
    listed = join(Markup("<li>{}</li>").format(_pair(pair)) for pair in guide.pairs)
    none = Markup('<p class="kg-quiet">No two things of one type share enough in this guide to be mixed up.</p>')
    return Markup(
        '<section class="kg-pairs"><h2>Easily mixed up</h2>'
        '<p class="kg-quiet">Things of one type that share neighbours; choose a pair to see what tells them apart.</p>'
        '{}<form class="kg-bar kg-pairform" aria-label="Compare any two">'
        '<input class="kg-select" list="kg-names" data-field="a" aria-label="First thing" placeholder="First thing">'
        '<input class="kg-select" list="kg-names" data-field="b" aria-label="Second thing" placeholder="Second thing">'
        '<button type="submit" class="kg-tool">Compare</button></form></section>'
    ).format(Markup('<ul class="kg-all">{}</ul>').format(listed) if guide.pairs else none)


def _pair(pair: Pair) -> Markup:
    name = f"{pair.a} / {pair.b}: compare"
    return button("pair", f"{pair.a} / {pair.b}", css="kg-chip", name=name, a=pair.a, b=pair.b)


def comparison_html(guide: Guide, a: str, b: str) -> Markup:
    """Two things side by side, or one sentence that says what is wrong."""
    try:
        found = compare(guide.book, a, b)
    except KgError as error:
        return error_line(error)
    same = [row for row in found.rows if row.both]
    apart = [row for row in found.rows if row.only_a or row.only_b]
    return Markup('<article class="kg-comparison" aria-label="{} and {}">{}{}</article>').format(
        text(found.a), text(found.b), _differences(found, apart, guide), _common(same, guide)
    )


def _differences(found: Comparison, rows: list[Row], guide: Guide) -> Markup:
    body = join(
        Markup('<tr><th scope="row">{}</th><td>{}</td><td>{}</td></tr>').format(
            _words(row, guide), _cell(row.only_a, guide, row), _cell(row.only_b, guide, row)
        )
        for row in rows
    )
    return Markup(
        '<h2>What tells them apart</h2><table class="kg-table kg-versus"><thead><tr>'
        '<th scope="col"><span class="kg-sr">Kind of fact</span></th>'
        '<th scope="col">{}</th><th scope="col">{}</th></tr></thead><tbody>{}</tbody></table>'
    ).format(chip(found.a), chip(found.b), body)


def _words(row: Row, guide: Guide) -> str:
    if row.outward:
        return relation_words(row.relation)
    return guide.vocabulary.relations[row.relation].inverse.replace("_", " ").lower()


def _cell(facts: tuple[Fact, ...], guide: Guide, row: Row) -> Markup:
    if not facts:
        return Markup('<span class="kg-quiet">–</span>')
    return Markup('<ul class="kg-facts">{}</ul>').format(
        join(Markup("<li>{} {}</li>").format(_end(fact, guide, row), _line(fact)) for fact in facts)
    )


def _common(rows: list[Row], guide: Guide) -> Markup:
    shared = join(
        Markup("<li>{} {} {}{}</li>").format(_words(row, guide), _end(first, guide, row), _line(first), _line(second))
        for row in rows
        for first, second in row.both
    )
    return Markup('<h2>What they share</h2><ul class="kg-facts">{}</ul>').format(shared) if rows else EMPTY


def _end(fact: Fact, guide: Guide, row: Row) -> Markup:
    end = fact.object if row.outward else fact.subject
    qualifier = Markup(' <span class="kg-quiet">({})</span>').format(text(fact.qualifier)) if fact.qualifier else EMPTY
    return chip(end, guide.book.type_of(end)) + qualifier


def _line(fact: Fact) -> Markup:
    return source_link(fact.source, label=f"line {fact.source.start_line}")


def build_pairs(bus: Bus, find: FindGuide, guide_id: gr.Component) -> PairsTab:
    """Lay the tab out and bind its event."""
    board = html("pairs", "", script="pairs")
    side = html("comparison", "", script="comparison")

    def on_pair(guide: str, request: gr.Request, event: gr.EventData) -> str:
        return str(comparison_html(find(guide, request), str(event._data.get("a", "")), str(event._data.get("b", ""))))

    bus.on("pair")(on_pair, inputs=[guide_id], outputs=[side], **QUIET)
    return PairsTab(board=board, side=side)
