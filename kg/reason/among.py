"""Choose among the things that a question itself lists."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from kg.context import Context
from kg.finding import Finding
from kg.question import Question
from kg.reason.choose import choose
from kg.text import listed


def among(question: Question, options: Mapping[str, str], context: Context) -> Finding:
    """The best-backed of the things that a question itself lists, told without letters."""
    finding = choose(question, options, context)
    named = [(option, context.understand(option).named) for option in finding.items]
    items = tuple(names[0] if len(names) == 1 else option for option, names in named)
    text = f"{listed(items)}. {context.say(finding.facts)}"
    return replace(finding, kind="lookup", items=items, choice=(), reasons={}, text=text)
