"""An outline to claims: headings say which things there are, fields and sentences say what is true of them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from ingest.claims import Claim, Topic, Words, claim, listed, sentence
from ingest.fields import KINDS, definitions, field_claims, use_claims
from ingest.names import bare, is_acronym, key, with_parenthesis
from ingest.outline import Part
from ingest.passage import Passage
from ingest.sentences import items, parenthesis
from ingest.services import Use, shared_name
from kg.model import NodeType, Relation
from kg.vocabulary import SectionWords, Vocabulary

_NUMBERED = re.compile(r"^\W*\d+(?:\.\d+)*[.)]?\s")
_CHAPTER = re.compile(r"^[A-Z]\w+(?: [A-Z]\w+)? \d+(?:\.\d+)*$")
#: A heading that names a kind of problem and leaves out what it lists: "For Classification Models".
KIND_GROUP = re.compile(r"^for (?P<kind>[\w -]+?) (?:models?|problems?|tasks?)$", re.IGNORECASE)
_JOINT = re.compile(r"\s(?:&|and)\s")
_TO_VERB = re.compile(r"\sto\s(?P<verb>\w+)\s")
_ARTICLE = re.compile(r"^(?:an?|the)\s+", re.IGNORECASE)
#: Words of the longest unlabelled item that names a thing and states nothing.
_MAX_NAME_WORDS = 4


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


def field_of(label: str, vocabulary: Vocabulary) -> Relation | None:
    """The relation that a field label states, whatever its number, case and qualifier ("Common Metrics")."""
    table = {key(f): relation for relation, words in vocabulary.relations.items() for f in words.fields}
    name = key(re.sub(r"\(s\)", "", label))
    first, _, rest = name.partition(" ")
    qualified = table.get(rest) if first in vocabulary.ingest.qualifiers else None
    return table.get(name, qualified)


def subject_title(title: Passage, vocabulary: Vocabulary) -> Passage:
    """What a section's title is about: "Describe components of an ML pipeline" is about "ML pipeline"."""
    openers = sorted(vocabulary.ingest.openers, key=len, reverse=True)
    changed = True
    while changed:
        lower = title.text.lower()
        cut = next((len(o) for o in openers if lower.startswith(f"{o} ")), 0)
        article = _ARTICLE.match(title.text[cut:].lstrip()) if cut else None
        changed = bool(cut)
        title = title[cut:].strip()
        title = title[article.end() :] if article else title
    return title


class Extractor:
    """Walks one outline; ``claims`` grows in the order of the guide."""

    def __init__(self, words: Words) -> None:
        self.w = words
        self.ingest = words.vocabulary.ingest
        self.claims: list[Claim] = []

    def walk(self, root: Part) -> list[Claim]:
        """Every claim of an outline."""
        name = root.label or Passage("", ())
        place = Place(Topic("", NodeType.CONCEPT, name), root=True)
        self._contents(root, place)
        return [c for c in self.claims if c.subject and c.object]

    def add(self, claims: Iterator[Claim]) -> None:
        """Take claims in."""
        self.claims += claims

    # headings

    def _contents(self, part: Part, place: Place) -> None:
        """Everything under a heading or an item."""
        headings = [p for p in part.parts if p.heading]
        numbered = any(_NUMBERED.match(h.label.text) for h in headings if h.label)
        place = replace(place, alone=len(headings) == 1)
        stages: list[Topic] = []
        for child in part.parts:
            if child.heading and child.label:
                known = not numbered or bool(_NUMBERED.match(child.label.text))
                stages += self._heading(child, place if known else replace(place, rule=None))
            elif child.row and child.label:
                self._row(child, place)
            elif child.label:
                self._labelled(child, place)
            else:
                self._unlabelled(child, place)
        if place.rule and place.rule.ordered:
            for before, after in zip(stages, stages[1:], strict=False):
                where = (before.where, after.where)
                self.claims.append(
                    Claim(before.name, before.type, Relation.NEXT_STAGE, after.name, after.type, where, before.section)
                )

    def _heading(self, part: Part, place: Place) -> list[Topic]:
        """A heading and what stands under it; returns the topics that it names."""
        assert part.label is not None
        label, title = part.label, bare(part.label)
        relation = field_of(title.text, self.w.vocabulary)
        if relation and place.holder.name and not place.root and not any(p.heading for p in part.parts):
            self._field(part, relation, place)
            return []
        if place.root and (_CHAPTER.match(title.text) or self._is_outer(part, title, place)):
            return self._outer(part, title, place)
        rule = _rule_of(title.text, self.ingest.sections)
        if key(title.text) in map(key, self.ingest.asides):
            self._contents(part, replace(place, rule=place.rule))
            return []
        topics = self._topics(label, title, rule, place)
        self._bind(topics, title, place)
        inner = Place(topics[0], rule=rule or place.rule)
        if place.rule and place.rule.items:
            inner = replace(inner, rule=place.rule)
        self.add(definitions(topics[0], Relation.HAS_DESCRIPTION, part.text, self.w))
        for topic in topics:
            self._contents(part, replace(inner, holder=topic))
        return topics

    def _is_outer(self, part: Part, title: Passage, place: Place) -> bool:
        """Whether a heading holds sections and is none: a document's only title, or one that says nothing of them."""
        return self._depth(part) > 1 and (place.alone or _rule_of(title.text, self.ingest.sections) is None)

    def _depth(self, part: Part) -> int:
        """How many levels of headings stand under a heading; fields are none."""
        below = (p for p in part.parts if p.heading and p.label)
        named = (p for p in below if p.label and field_of(bare(p.label).text, self.w.vocabulary) is None)
        return max((1 + self._depth(p) for p in named), default=0)

    def _outer(self, part: Part, title: Passage, place: Place) -> list[Topic]:
        """The document's title, or a chapter that holds sections."""
        name, _ = with_parenthesis(subject_title(title, self.w.vocabulary))
        topic = Topic(self.w.names.resolve(name.text), NodeType.CONCEPT, title)
        chapter = topic if _CHAPTER.match(title.text) else None
        self.add(definitions(topic, Relation.HAS_DESCRIPTION, part.text, self.w))
        below = any(p.heading for p in part.parts)
        self._contents(part, Place(topic, root=below, chapter=chapter or place.chapter))
        return [topic]

    def _topics(
        self, label: Passage, title: Passage, rule: SectionWords | None, place: Place
    ) -> list[Topic]:
        """The things that a heading names: one, or each known one of a joint heading."""
        section = (*place.holder.section, label.text.strip().rstrip(":"))
        kind = place.rule.topics if place.rule and not place.root else NodeType.CONCEPT
        parts = [p.strip() for p in _JOINT.split(title.text)]
        known = [p for p in parts if self.w.names.known(self._alias_free(p))]
        if len(parts) > 1 and known and not self._is_name(title):
            return [Topic(self.w.names.resolve(self._alias_free(p)), kind, title, section) for p in known]
        name, _ = with_parenthesis(subject_title(title, self.w.vocabulary))
        group = KIND_GROUP.match(name.text)
        if group and place.rule:
            plural = self.w.vocabulary.types[kind].words[0] + "s"
            return [Topic(capital(f"{group['kind']} {plural}"), kind, title, section)]
        if verb := self._measured(title, section):
            return [verb]
        holder = place.holder.name
        if re.match(rf"other (?:\w+ )?{re.escape(holder)}$", name.text, re.IGNORECASE):
            return [replace(place.holder, section=section)]
        return [Topic(self.w.names.resolve(capital(name.text)), kind, title, section)]

    def _alias_free(self, text: str) -> str:
        return re.sub(r"\s*\([^)]*\)$", "", text)

    def _is_name(self, title: Passage) -> bool:
        """Whether a heading with an "and" is used as one name elsewhere."""
        return False

    def _measured(self, title: Passage, section: tuple[str, ...]) -> Topic | None:
        """The thing that "A metrics and B metrics to evaluate X" measure: the topic named after the verb."""
        verb = _TO_VERB.search(title.text)
        name = self.w.names.by_stem(verb["verb"]) if verb else None
        if not verb or not name:
            return None
        topic = Topic(name, NodeType.STAGE, title, section)
        measures = subject_title(title[: verb.start()], self.w.vocabulary)
        for part in _JOINT.split(measures.text):
            self.claims.append(claim(topic, Relation.MEASURED_BY, part, NodeType.METRIC, title))
        return topic

    def _bind(self, topics: Sequence[Topic], title: Passage, place: Place) -> None:
        """State what a heading's place says: a section is part of its chapter, a topic of its section."""
        if place.chapter and place.root:
            whole = Topic(title.text, NodeType.CONCEPT, title, topics[0].section)
            self.claims.append(
                claim(whole, Relation.PART_OF, place.chapter.name, NodeType.CONCEPT, title)
            )
        if place.root or (place.rule and place.rule.items):
            return
        for topic in topics:
            if topic.name != place.holder.name:
                self._link(topic, place, topic.where)
            group = KIND_GROUP.match(bare(place.holder.where).text)
            if group:
                kind = Topic(group["kind"], NodeType.CONCEPT, title, topic.section)
                self.claims.append(claim(kind, Relation.MEASURED_BY, topic.name, topic.type, topic.where))
        title, inner = parenthesis(title)
        if inner and inner.text.lower().startswith("for "):
            use = inner[4:].strip()
            self.claims.append(claim(topics[0], Relation.HAS_USE_CASE, use.text, NodeType.CONCEPT, inner))

    def _link(self, topic: Topic, place: Place, where: Passage) -> None:
        holder, rule = place.holder, place.rule
        if rule and rule.link == Relation.HAS_METHOD:
            self.claims.append(
                Claim(holder.name, holder.type, Relation.HAS_METHOD, topic.name, topic.type, (where,), topic.section)
            )
        elif holder.name and not (holder.type == NodeType.STAGE and topic.type == NodeType.METRIC):
            both = (holder.where, where) if KIND_GROUP.match(topic.where.text) else (where,)
            self.claims.append(
                Claim(topic.name, topic.type, Relation.PART_OF, holder.name, holder.type, both, topic.section)
            )

    # items and fields

    def _labelled(self, part: Part, place: Place) -> None:
        assert part.label is not None
        title, topic = bare(part.label), place.holder
        relation = field_of(title.text, self.w.vocabulary)
        if relation and topic.name:
            self._field(part, relation, place)
        elif key(title.text) in map(key, self.ingest.asides):
            self.add(definitions(topic, Relation.HAS_DESCRIPTION, part.text, self.w))
            self._contents(part, place)
        elif (place.rule and place.rule.items == NodeType.SERVICE) or self.w.names.resolve(title.text) in (
            self.w.names.services
        ):
            self._service(part, title, place)
        else:
            self._thing(part, title, place)

    def _thing(self, part: Part, title: Passage, place: Place) -> None:
        """An item that names a thing and says what it is."""
        name, _ = with_parenthesis(title)
        kind = place.rule.topics if place.rule else NodeType.CONCEPT
        section = (*place.holder.section, title.text)
        topic = Topic(self.w.names.resolve(name.text), kind, title, section)
        if topic.name != place.holder.name:
            self._bind([topic], title, replace(place, root=False, chapter=None))
        self.add(definitions(topic, Relation.HAS_DESCRIPTION, part.text, self.w))
        self._contents(part, Place(topic))

    def _service(self, part: Part, title: Passage, place: Place) -> None:
        """An item that names products, says what they do, and lists their features."""
        main, inner = parenthesis(title)
        within = re.match(r"(?:with)?in\s+(.+)", inner.text) if inner else None
        host = self.w.names.resolve(within[1]) if within else None
        for name in shared_name(main.text) or [main.text]:
            name = self.w.names.resolve(name)
            where = Passage(title.text, title.places)
            if place.holder.name and place.holder.name != name:
                use = Use(name, where, inner if inner and not within else None, within=host)
                self.add(use_claims(place.holder, Relation.USES_SERVICE, use, self.w))
            product = Topic(name, NodeType.SERVICE, title, place.holder.section)
            self.add(definitions(product, Relation.SERVICE_DOES, part.text, self.w))
            for child in part.parts:
                self._feature(child, product)

    def _feature(self, part: Part, product: Topic) -> None:
        if part.label is None or field_of(part.label.text, self.w.vocabulary):
            self._contents(Part(parts=(part,)), Place(product))
            return
        name = part.label.text
        self.claims.append(claim(product, Relation.HAS_FEATURE, name, NodeType.FEATURE, part.label))
        feature = Topic(name, NodeType.FEATURE, part.label, product.section)
        self.add(definitions(feature, Relation.HAS_DESCRIPTION, part.text, self.w))
        self._contents(Part(parts=part.parts), Place(feature))

    def _field(self, part: Part, relation: Relation, place: Place) -> None:
        topic = replace(place.holder, section=(*place.holder.section, part.label.text if part.label else ""))
        if part.text:
            self.add(field_claims(topic, relation, part.text, self.w))
        for child in part.parts:
            self._field_item(child, relation, topic)

    def _field_item(self, part: Part, relation: Relation, topic: Topic) -> None:
        """One item under a field: a named thing with its own words, or a whole statement."""
        kind = KINDS.get(relation, NodeType.TEXT)
        if relation == Relation.HAS_METHOD:
            kind = NodeType.DEPLOYMENT_METHOD if topic.type == NodeType.STAGE else NodeType.TECHNIQUE
        if part.label and field_of(part.label.text, self.w.vocabulary) is None:
            self._named_item(part, relation, kind, topic)
        elif part.label:
            self._labelled(part, Place(topic))
        elif part.text:
            several = items(part.text)
            name = len(several) == 1 or kind == NodeType.TEXT
            if kind == NodeType.TEXT or (name and kind != NodeType.SERVICE):
                self.add(_whole(topic, relation, part.text, kind, self.w))
            else:
                self.add(field_claims(topic, relation, part.text, self.w))
            for child in part.parts:
                self._field_item(child, relation, topic)

    def _named_item(self, part: Part, relation: Relation, kind: NodeType, topic: Topic) -> None:
        assert part.label is not None
        name, inner = parenthesis(bare(part.label))
        if kind == NodeType.TEXT:
            text = f"{part.label.text}: {part.text.text}" if part.text else part.label.text
            where = Passage(part.label.text, part.label.places)
            end = part.text.places[-1:] if part.text else ()
            where = Passage(where.text, (*where.places[:-1], *end)) if end else where
            self.claims.append(claim(topic, relation, text, kind, where))
            return
        self.claims.append(claim(topic, relation, name.text, kind, part.label))
        thing = Topic(self.w.names.resolve(name.text), kind, part.label, (*topic.section, part.label.text))
        if inner and inner.text.lower().startswith("for "):
            self.claims.append(claim(thing, Relation.HAS_USE_CASE, inner.text[4:], NodeType.CONCEPT, part.label))
        if part.text and relation == Relation.USES_TECHNIQUE and _lists_names(part.text):
            self.add(listed(thing, Relation.HAS_SUBTECHNIQUE, part.text, NodeType.TECHNIQUE, self.w))
        else:
            self.add(definitions(thing, Relation.HAS_DESCRIPTION, part.text, self.w))
        self._contents(Part(parts=part.parts), Place(thing))

    def _unlabelled(self, part: Part, place: Place) -> None:
        """A paragraph or an item without a label: sentences about the holder."""
        topic = place.holder
        if part.text and topic.name:
            short = len(part.text.text.split()) <= _MAX_NAME_WORDS and not part.text.text.endswith((".", ":", "?"))
            if short and place.rule and part.text.text[:1].isupper():
                self._thing(Part(label=part.text), part.text, place)
            else:
                self.add(definitions(topic, Relation.HAS_DESCRIPTION, part.text, self.w))
        self._contents(Part(parts=part.parts), place)

    def _row(self, part: Part, place: Place) -> None:
        """A table's row: the first cell is the subject, the columns' names are field labels."""
        assert part.label is not None
        title = bare(part.label)
        name, _ = with_parenthesis(title)
        kind = place.rule.topics if place.rule else NodeType.CONCEPT
        topic = Topic(self.w.names.resolve(name.text), kind, title, place.holder.section)
        for cell in part.parts:
            relation = field_of(cell.label.text, self.w.vocabulary) if cell.label else None
            if relation:
                self._field(cell, relation, Place(topic))
            elif cell.text and cell.label:
                for words in self.w.sentences(cell.text):
                    for found in sentence(topic, Relation.HAS_DESCRIPTION, words, self.w):
                        self.claims.append(replace(found, qualifier=found.qualifier or cell.label.text))


def _whole(topic: Topic, relation: Relation, words: Passage, kind: NodeType, w: Words) -> Iterator[Claim]:
    """An item of a bulleted list, taken whole."""
    for part in w.sentences(words):
        main, inner = parenthesis(part)
        said, qualifier = (main.text, inner.text) if inner else (part.text, None)
        yield claim(topic, relation, said, kind, part, qualifier=qualifier)
        for example in w.examples(inner) if w.is_marked(inner) and kind != NodeType.TEXT else ():
            thing = Topic(said, kind, main, topic.section)
            yield claim(thing, Relation.HAS_EXAMPLE, example.text, kind, part)


def _lists_names(words: Passage) -> bool:
    """Whether the words list names ("Tokenization, stemming") and do not say what is done ("Creating ratios, ...")."""
    found = items(words)
    first = parenthesis(found[0])[0].text.split() if found else []
    return len(found) > 1 and not (len(first) > 1 and first[0].endswith("ing"))


def _rule_of(title: str, rules: Sequence[SectionWords]) -> SectionWords | None:
    words = set(key(title).replace("/", " ").split()) | set(title.casefold().split())
    for rule in rules:
        if any(all(key(word) in words or word in words for word in option.split()) for option in rule.title):
            return rule
    return None


def capital(name: str) -> str:
    """With a capital first letter."""
    return name[:1].upper() + name[1:]
