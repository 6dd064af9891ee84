"""An outline to claims: headings say which things there are, fields and sentences say what is true of them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from ingest.bulleted import bulleted
from ingest.claims import Claim, Topic, Words, claim
from ingest.clauses import is_verb
from ingest.fields import definitions, field_claims, use_claims
from ingest.names import bare, key, with_parenthesis
from ingest.outline import Part
from ingest.passage import Passage, join
from ingest.sections import Place, bound, is_outer, outer_place, topics_of
from ingest.sentences import parenthesis
from ingest.services import Use, shared_name
from ingest.titles import KIND_GROUP, NUMBERED, field_of, rule_of, type_of
from kg.model import NodeType, Relation
from kg.text import stems

#: Words of the longest unlabelled item that names a thing and states nothing.
_MAX_NAME_WORDS = 4
#: The same where only the shortness of most items of its list shows it.
_FEW_WORDS = 3
#: A column that names the group which a row's thing belongs to.
_KIND_COLUMN = re.compile(r"^(?P<noun>\w+) (?:type|kind|class|category|group)$", re.IGNORECASE)
_INCLUDES = re.compile(r"\b(?:includes?|including|such as|examples?)$", re.IGNORECASE)


def extract(root: Part, words: Words) -> list[Claim]:
    """Every claim of an outline, in the order of the guide."""
    place = Place(Topic("", NodeType.CONCEPT, Passage("", ())), root=True)
    return [found for found in _Walk(words).contents(root, place) if found.subject and found.object]


class _Walk:
    """The readers of an outline's parts, which call each other."""

    def __init__(self, words: Words) -> None:
        self.w = words
        self.asides = set(map(key, words.vocabulary.ingest.asides))

    def contents(self, part: Part, place: Place) -> Iterator[Claim]:
        """Everything under a heading or an item."""
        headings = [p for p in part.parts if p.heading]
        numbered = any(NUMBERED.match(h.label.text) for h in headings if h.label)
        place = replace(place, alone=len(headings) == 1)
        stages: list[Topic] = []
        steps: list[Topic] = []
        for child in part.parts:
            if child.heading and child.label:
                typed = not numbered or bool(NUMBERED.match(child.label.text))
                here = place if typed else replace(place, rule=None)
                topics = topics_of(child.label, bare(child.label), here, self.w)
                yield from self._heading(child, child.label, topics, here)
                stages += topics if here.rule and not self._is_aside(bare(child.label)) else []
            elif child.row and child.label:
                yield from self._row(child, child.label, place)
            elif child.label:
                found = [*self._labelled(child, child.label, place)]
                steps += self._step(child, found, place)
                yield from found
            else:
                found = [*self._unlabelled(child, place, beside=part.parts)]
                steps += self._step(child, found, place)
                yield from found
        if place.rule and place.rule.ordered:
            for before, after in pairwise(steps or stages):
                where = (before.where, after.where)
                yield claim(before, Relation.NEXT_STAGE, after.name, after.type, *where)

    def _step(self, item: Part, found: Sequence[Claim], place: Place) -> list[Topic]:
        """The stage that a numbered item of an ordered section names, as read."""
        where = item.label or item.text
        if not (item.numbered and place.rule and place.rule.ordered and where):
            return []
        part = next(
            (one for one in found if one.relation == Relation.PART_OF and one.object == place.holder.name), None
        )
        return [Topic(part.subject, part.subject_type, where, part.section)] if part else []

    def _is_aside(self, title: Passage) -> bool:
        """Whether a title or label only announces a remark ("Exam Tip")."""
        return key(with_parenthesis(title)[0].text) in self.asides or key(parenthesis(title)[0].text) in self.asides

    def _heading(self, part: Part, label: Passage, topics: list[Topic], place: Place) -> Iterator[Claim]:
        """A heading and what stands under it."""
        title = bare(label)
        relation = field_of(title.text, self.w.vocabulary, holder=place.holder.name)
        if relation and place.holder.name and not place.root and not any(p.heading for p in part.parts):
            yield from self._field(part, relation, place)
        elif place.root and is_outer(part, title, place, self.w):
            inner = outer_place(title, part, place, self.w)
            yield from definitions(inner.holder, Relation.HAS_DESCRIPTION, part.text, self.w)
            yield from self.contents(part, inner)
        elif self._is_aside(title):
            yield from self.contents(part, place)
        else:
            yield from bound(topics, title, place, self.w)
            product = topics[0].type == NodeType.SERVICE  # "SageMaker Pipelines" is no pipeline
            rule = None if product else rule_of(title.text, self.w.vocabulary.ingest.sections)
            if place.rule and (place.rule.items or KIND_GROUP.match(title.text)):
                rule = place.rule
            yield from definitions(topics[0], Relation.HAS_DESCRIPTION, part.text, self.w)
            for topic in topics:
                yield from self.contents(part, Place(topic, rule=rule))

    def _labelled(self, part: Part, label: Passage, place: Place) -> Iterator[Claim]:
        """An item with a label: a field of the holder, a remark, a product, a thing, or a clause."""
        title, topic = bare(label), place.holder
        name = with_parenthesis(title)[0].text
        relation = field_of(title.text, self.w.vocabulary, holder=topic.name)
        lists_products = place.rule is not None and place.rule.items == NodeType.SERVICE
        if relation and topic.name:
            yield from self._field(part, relation, place)
        elif self._is_aside(title):
            yield from definitions(topic, Relation.HAS_DESCRIPTION, part.text, self.w)
            yield from self.contents(Part(parts=part.parts), place)
        elif key(title.text) in self.w.names.recurring and topic.name and not lists_products:
            for found in self._clause(Part(text=part.text, parts=part.parts), None, place):
                yield replace(found, qualifier=found.qualifier or title.text) if found.subject == topic.name else found
        elif lists_products or self.w.names.resolve(name) in self.w.names.services:
            yield from self._service(part, title, place)
        elif self.w.names_thing(name) or (part.numbered and place.rule and place.rule.ordered):
            yield from self._thing(part, title, place)
        elif topic.name:
            yield from self._clause(part, label, place)

    def _clause(self, part: Part, label: Passage | None, place: Place) -> Iterator[Claim]:
        """A label that names no thing: words about the holder, as the list below it is."""
        if label is None:
            yield from definitions(place.holder, Relation.HAS_DESCRIPTION, part.text, self.w)
        elif part.text:
            words = join([label, part.text], glue=": ")
            yield claim(place.holder, Relation.HAS_DESCRIPTION, words.text, NodeType.TEXT, words)
        if label and _INCLUDES.search(label.text):
            for child in part.parts:
                yield from bulleted(child, Relation.HAS_EXAMPLE, place.holder, self.w, self.contents)
        else:
            yield from self.contents(Part(parts=part.parts), replace(place, rule=None))

    def _thing(self, part: Part, title: Passage, place: Place) -> Iterator[Claim]:
        """An item that names a thing and says what it is."""
        name, _ = with_parenthesis(title)
        kind = place.rule.topics if place.rule else NodeType.CONCEPT
        topic = Topic(self.w.names.resolve(name.text), kind, title, (*place.holder.section, title.text))
        if topic.name != place.holder.name:
            yield from bound([topic], title, replace(place, root=False, chapter=None), self.w)
        yield from definitions(topic, Relation.HAS_DESCRIPTION, part.text, self.w)
        yield from self.contents(Part(parts=part.parts), Place(topic))

    def _service(self, part: Part, title: Passage, place: Place) -> Iterator[Claim]:
        """An item that names products, says what they do, and lists their features."""
        main, inner = parenthesis(title)
        within = re.match(r"(?:with)?in\s+(.+)", inner.text) if inner else None
        host = self.w.names.resolve(within[1]) if within else None
        for name in map(self.w.names.resolve, shared_name(main.text) or [main.text]):
            if place.holder.name and place.holder.name != name:
                use = Use(name, title, inner if inner and not within else None, within=host)
                yield from use_claims(place.holder, Relation.USES_SERVICE, use, self.w)
            product = Topic(name, NodeType.SERVICE, title, place.holder.section)
            yield from definitions(product, Relation.SERVICE_DOES, part.text, self.w)
            for child in part.parts:
                yield from self._feature(child, product)

    def _feature(self, part: Part, product: Topic) -> Iterator[Claim]:
        label = part.label
        if label is None or field_of(label.text, self.w.vocabulary) or not self.w.names_thing(label.text):
            yield from self.contents(Part(parts=(part,)), Place(product))
            return
        yield claim(product, Relation.HAS_FEATURE, label.text, NodeType.FEATURE, label)
        feature = Topic(label.text, NodeType.FEATURE, label, product.section)
        yield from definitions(feature, Relation.HAS_DESCRIPTION, part.text, self.w)
        yield from self.contents(Part(parts=part.parts), Place(feature))

    def _field(self, part: Part, relation: Relation, place: Place) -> Iterator[Claim]:
        topic = replace(place.holder, section=(*place.holder.section, part.label.text if part.label else ""))
        if part.text:
            yield from field_claims(topic, relation, part.text, self.w)
        for child in part.parts:
            yield from bulleted(child, relation, topic, self.w, self.contents)

    def _unlabelled(self, part: Part, place: Place, *, beside: Sequence[Part] = ()) -> Iterator[Claim]:
        """A paragraph or an item without a label: sentences about the holder, or a bare name.

        :param beside: The parts of the same list; where others of them have a name, a bare name is one, too.
        """
        words = part.text
        if words and place.holder.name:
            if part.item and self.w.names.resolve(words.text) in self.w.names.services:
                yield from self._service(replace(part, label=words, text=None), words, place)
                return
            named = place.rule or part.parts or any(p.item and p.label for p in beside)
            named = named or any(p.item and p.parts and self._is_bare_name(p.text) for p in beside)
            if place.holder.type != NodeType.SERVICE:  # what a list says of a product is mostly no thing
                terse = [p for p in beside if p.item and self._is_bare_name(p.text, words=_FEW_WORDS)]
                named = named or (part in terse and len(terse) * 2 > len(beside))
            if named and self._is_bare_name(words):
                yield from self._thing(replace(part, label=words, text=None), words, place)
                return
            if not words.text.endswith(":"):  # a line that leads in a list states nothing without it
                about_it = not part.remark or self._is_named(place.holder, words)
                found = definitions(place.holder, Relation.HAS_DESCRIPTION, words, self.w)
                yield from (one for one in found if about_it or one.subject != place.holder.name)
        yield from self.contents(Part(parts=part.parts), place)

    def _is_bare_name(self, said: Passage | None, *, words: int = _MAX_NAME_WORDS) -> bool:
        """Whether an item is a name of at most so many words and nothing else."""
        name = parenthesis(said)[0].text if said else ""
        if said is None or len(name.split()) > words or said.text.endswith((".", ":", "?")):
            return False
        says = any(is_verb(word.lower(), self.w) for word in name.split()[:-1])  # "Uses objective metrics"
        return name[:1].isupper() and not says and self.w.names_thing(said.text)

    def _is_named(self, holder: Topic, words: Passage) -> bool:
        """Whether words name a thing, by one of its names."""
        said, names = set(stems(words.text)), (holder.name, *self.w.names.aliases.get(holder.name, ()))
        return any(said.issuperset(stems(name)) for name in names)

    def _row(self, part: Part, label: Passage, place: Place) -> Iterator[Claim]:
        """A table's row: the first cell is the subject and the columns' names are labels, or the other way round."""
        heading = part.text.text if part.text else ""
        across = not heading or key(heading) in map(key, self.w.vocabulary.ingest.aspects)
        for cell in part.parts:
            if cell.label and cell.text and any(c.isalpha() for c in cell.text.text):
                subject, field = (cell.label, label) if across else (label, cell.label)
                yield from self._cell(bare(subject), field, cell.text, heading, place)

    def _cell(self, subject: Passage, field: Passage, words: Passage, heading: str, place: Place) -> Iterator[Claim]:
        name = self.w.names.resolve(with_parenthesis(subject)[0].text)
        kind = type_of(heading, self.w.vocabulary) or (place.rule.topics if place.rule else NodeType.CONCEPT)
        kind = NodeType.SERVICE if name in self.w.names.services else kind
        topic = Topic(name, kind, subject, place.holder.section)
        relation = field_of(field.text, self.w.vocabulary)
        if group := self._group(field, words):
            yield claim(topic, Relation.PART_OF, group, NodeType.CONCEPT, words)
        elif relation:
            yield from field_claims(topic, relation, words, self.w)
        elif words.text.casefold() not in self.w.vocabulary.ingest.bare_cells:
            for found in definitions(topic, Relation.HAS_DESCRIPTION, words, self.w):
                yield replace(found, qualifier=found.qualifier or field.text)

    def _group(self, field: Passage, words: Passage) -> str | None:
        """The known group that a cell names under a column such as "Metric type": "Business" is business metrics."""
        noun = _KIND_COLUMN.match(field.text)
        groups = (f"{words.text} {noun['noun']}{plural}" for plural in ("s", "")) if noun else ()
        return next((self.w.names.resolve(group) for group in groups if self.w.names.known(group)), None)
