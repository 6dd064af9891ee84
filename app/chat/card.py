"""A thing's card: what the guide says of it, fact by fact with its lines, its neighbours, and what to ask about it."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

from app.chat.fragments import EMPTY, button, chip, error_line, join, questions, text
from app.chat.guides import Guide
from app.render import place
from kg.book import group, other_end, unique
from kg.errors import UnknownNodeError
from kg.model import Fact, Node, Relation, Span

#: Questions offered on a card.
QUESTIONS = 5


def node_card(guide: Guide, name: str) -> Markup:
    """The card of a thing, or one sentence if the guide has no such thing."""
    try:
        node = guide.book.find(name)
    except UnknownNodeError as error:
        return error_line(error)
    return Markup('<article class="kg-card" aria-label="{name}">{head}{out}{into}{ask}</article>').format(
        name=text(node.name),
        head=_head(node),
        out=_outward(guide, node.name),
        into=_inward(guide, node.name),
        ask=questions(_asked(guide, node.name), label="Ask about this"),
    )


def _head(node: Node) -> Markup:
    also = Markup('<p class="kg-quiet">Also called {}</p>').format(text(", ".join(node.aliases)))
    return Markup('<p class="kg-type">{}</p><h2>{}</h2>{}').format(
        text(node.type.value.replace("_", " ")), text(node.name), also if node.aliases else EMPTY
    )


def _outward(guide: Guide, name: str) -> Markup:
    groups = group(guide.book.out(name))
    return join(
        Markup('<h3>{} <span class="kg-count">{}</span></h3><ul class="kg-facts">{}</ul>').format(
            relation_words(relation), len(facts), join(_fact(fact, fact.object, guide) for fact in facts)
        )
        for (_, relation), facts in groups.items()
    )


def _inward(guide: Guide, name: str) -> Markup:
    relations = dict.fromkeys(fact.relation for fact in guide.book.into(name))
    return join(
        Markup('<h3>{} <span class="kg-count">{}</span></h3><ul class="kg-facts">{}</ul>').format(
            guide.vocabulary.relations[relation].inverse.replace("_", " ").lower(),
            len(facts),
            join(_fact(fact, other_end(fact, name), guide) for fact in facts),
        )
        for relation in relations
        if (facts := guide.book.into(name, relation))
    )


def relation_words(relation: Relation) -> str:
    """What a relation is called on the page.

    >>> relation_words(Relation.USES_SERVICE)
    'uses service'
    """
    return relation.value.replace("_", " ").lower()


def _fact(fact: Fact, end: str, guide: Guide) -> Markup:
    qualifier = Markup(' <span class="kg-quiet">({})</span>').format(text(fact.qualifier)) if fact.qualifier else EMPTY
    return Markup("<li>{}{} {}</li>").format(
        chip(end, guide.book.type_of(end)), qualifier, source_link(fact.source, label=f"line {fact.source.start_line}")
    )


def source_link(span: Span, *, label: str) -> Markup:
    """A link that opens the lines of a fact in the guide, and shows their words on hover."""
    return button(
        "read",
        label,
        css="kg-source kg-cite",
        name=f"{label}, in the guide: {span.quote}",
        document=span.document,
        start=span.start_line,
        end=span.end_line,
        quote=span.quote,
        where=place(span),
    )


def _asked(guide: Guide, name: str) -> Sequence[str]:
    facts = guide.book.out(name)
    phrases = [guide.vocabulary.relations[relation].ask_object for _, relation in group(facts)]
    asked = unique(phrase[0].format(subject=name) for phrase in phrases if phrase)
    return [question for question in asked if guide.answers(question)][:QUESTIONS]


def complete_list(guide: Guide, nodes: Sequence[Node], *, label: str) -> Markup:
    """Every thing of a type, none left out, with the number of them."""
    rows = join(Markup("<li>{}</li>").format(chip(node.name, node.type)) for node in nodes)
    return Markup(
        '<article class="kg-card"><h2>{} <span class="kg-count">{}</span></h2><ul class="kg-all">{}</ul></article>'
    ).format(text(label), len(nodes), rows)
