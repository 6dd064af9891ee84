"""Facts as sentences of an answer."""

from __future__ import annotations

from collections.abc import Sequence

from kg.book import group
from kg.model import Fact, NodeType
from kg.text import listed
from kg.vocabulary import Vocabulary


def say(facts: Sequence[Fact], vocabulary: Vocabulary) -> str:
    """The facts as sentences, one for each subject and relation, objects listed with their qualifiers."""
    return " ".join(_sentence(found, vocabulary) for found in group(facts).values())


def _sentence(facts: Sequence[Fact], vocabulary: Vocabulary) -> str:
    first = facts[0]
    told = vocabulary.relations[first.relation].tell.format(subject=first.subject, object=_objects(facts))
    return told if told.endswith((".", "?", "!")) else f"{told}."


def _objects(facts: Sequence[Fact]) -> str:
    seen: dict[str, str] = {}
    for fact in facts:
        told = f"{fact.object} ({fact.qualifier})" if fact.qualifier else fact.object
        if len(told) > len(seen.get(fact.object, "")):
            seen[fact.object] = told
    texts = list(seen.values())
    if facts[0].object_type is NodeType.TEXT:
        return "; ".join(texts)
    return listed(texts)


def headline(names: Sequence[str], facts: Sequence[Fact], vocabulary: Vocabulary) -> str:
    """The names that answer, then the facts that show it."""
    told = say(facts, vocabulary)
    return told if all(name in told[: len(name) + 1] for name in names) else f"{listed(names)}. {told}"
