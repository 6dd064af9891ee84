"""Headings: the things that they name, and what their place says of them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from ingest.claims import Claim, Topic, Words, claim
from ingest.names import bare, with_parenthesis
from ingest.outline import Part
from ingest.passage import Passage
from ingest.sentences import parenthesis
from ingest.titles import CHAPTER, KIND_GROUP, capital, field_of, rule_of, subject_title
from kg.model import NodeType, Relation
from kg.vocabulary import SectionWords

_JOINT = re.compile(r"\s(?:&|and)\s")
_TO_VERB = re.compile(r"\sto\s(?P<verb>\w+)\s")


@dataclass(frozen=True)
class Place:
    """Where the walk is: the thing that holds what follows, and the rule of the section."""

    holder: Topic
    rule: SectionWords | None = None
    #: Whether the holder stands for the document or a chapter, to which nothing is bound by PART_OF.
    root: bool = False
    chapter: Topic | None = None
    #: Whether one heading holds all that is here.
    alone: bool = False


def is_outer(part: Part, title: Passage, place: Place, w: Words) -> bool:
    """Whether a heading holds sections and is none: a chapter, a document's only title, or one that fits no rule."""
    if CHAPTER.match(title.text):
        return True
    return _depth(part, w) > 1 and (place.alone or rule_of(title.text, w.vocabulary.ingest.sections) is None)


def _depth(part: Part, w: Words) -> int:
    """How many levels of headings stand under a heading; fields are none."""
    below = (p for p in part.parts if p.heading and p.label)
    named = (p for p in below if p.label and field_of(bare(p.label).text, w.vocabulary) is None)
    return max((1 + _depth(p, w) for p in named), default=0)


def outer_place(title: Passage, part: Part, place: Place, w: Words) -> Place:
    """The place under a document's title or a chapter."""
    name, _ = with_parenthesis(subject_title(title, w.vocabulary))
    topic = Topic(w.names.resolve(name.text), NodeType.CONCEPT, title)
    chapter = topic if CHAPTER.match(title.text) else place.chapter
    return Place(topic, root=any(p.heading for p in part.parts), chapter=chapter)


def topics_of(label: Passage, title: Passage, place: Place, w: Words) -> list[Topic]:
    """The things that a heading names: one, or each known one of a joint heading ("A & B")."""
    section = (*place.holder.section, label.text.strip().rstrip(":"))
    kind = place.rule.topics if place.rule and not place.root else NodeType.CONCEPT
    parts = _JOINT.split(re.sub(r"\s*\([^)]*\)", "", title.text))
    known = [w.names.resolve(p) for p in parts if w.names.known(p)]
    whole = re.search("[:,]", title.text)  # "Sources: A and B" is about sources and no A; "A, B, and C" is one title
    if len(parts) > 1 and known and not whole:
        return [Topic(name, kind, title, section) for name in known]
    name, _ = with_parenthesis(subject_title(title, w.vocabulary))
    if (group := KIND_GROUP.match(name.text)) and place.rule:
        plural = w.vocabulary.types[kind].words[0] + "s"
        return [Topic(capital(f"{group['kind']} {plural}"), kind, title, section)]
    if measured := _measured(title, w):
        return [Topic(measured[0], NodeType.STAGE, title, section)]
    if re.match(rf"other (?:\w+ )?{re.escape(place.holder.name)}$", name.text, re.IGNORECASE):
        return [replace(place.holder, section=section)]
    chosen = w.names.resolve(capital(name.text))
    if chosen in w.names.services:
        kind = NodeType.SERVICE
    elif kind == NodeType.SERVICE and w.names.services:  # among products that have a maker it is a group of them
        kind = NodeType.CONCEPT
    return [Topic(chosen, kind, title, section)]


def _measured(title: Passage, w: Words) -> tuple[str, list[str]] | None:
    """What "A metrics and B metrics to evaluate X" measure, the thing named after the verb; and the measures."""
    verb = _TO_VERB.search(title.text)
    name = w.names.by_stem(verb["verb"]) if verb else None
    if not verb or not name:
        return None
    return name, _JOINT.split(subject_title(title[: verb.start()], w.vocabulary).text)


def bound(topics: Sequence[Topic], title: Passage, place: Place, w: Words) -> Iterator[Claim]:
    """What a heading's place says: a section is part of its chapter, a topic of its section."""
    if place.chapter and place.root:
        whole = Topic(title.text, NodeType.CONCEPT, title, topics[0].section)
        yield claim(whole, Relation.PART_OF, place.chapter.name, NodeType.CONCEPT, title)
    measured = _measured(title, w)
    for measure in measured[1] if measured else ():
        yield claim(topics[0], Relation.MEASURED_BY, measure, NodeType.METRIC, title)
    if place.root or (place.rule and place.rule.items):
        return
    for topic in topics:
        if topic.name != place.holder.name:
            yield from _link(topic, place, w)
        if group := KIND_GROUP.match(bare(place.holder.where).text):
            kind = Topic(capital(group["kind"]), NodeType.CONCEPT, title, topic.section)
            yield claim(kind, Relation.MEASURED_BY, topic.name, topic.type, topic.where)
    yield from used_for(topics[0], title)


def used_for(topic: Topic, title: Passage) -> Iterator[Claim]:
    """What a name's parenthesis says that it is for: "Text Pre-processing (for NLP)"."""
    _, inner = parenthesis(title)
    if inner and inner.text.lower().startswith("for "):
        yield claim(topic, Relation.HAS_USE_CASE, inner.text[4:].strip(), NodeType.CONCEPT, title)


def _link(topic: Topic, place: Place, w: Words) -> Iterator[Claim]:
    holder, rule = place.holder, place.rule
    titles = (name.replace(",", "") for name in (holder.name, topic.name))  # a title may list what it is about
    if not holder.name or not all(map(w.names_thing, titles)):
        return
    if rule and rule.link == Relation.HAS_METHOD:
        yield replace(claim(holder, Relation.HAS_METHOD, topic.name, topic.type, topic.where), section=topic.section)
    elif topic.type == NodeType.SERVICE and holder.type != NodeType.SERVICE and not rule:
        yield replace(claim(holder, Relation.USES_SERVICE, topic.name, topic.type, topic.where), section=topic.section)
    elif not (holder.type == NodeType.STAGE and topic.type == NodeType.METRIC):
        both = (holder.where, topic.where) if KIND_GROUP.match(topic.where.text) else (topic.where,)
        yield claim(topic, Relation.PART_OF, holder.name, holder.type, *both)
