"""A field whose words stand in a list below it."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from ingest.claims import Claim, Topic, Words, claim, listed
from ingest.fields import definitions, field_claims, kind_of
from ingest.names import bare
from ingest.outline import Part
from ingest.passage import Passage, join
from ingest.sections import Place, used_for
from ingest.sentences import items, parenthesis
from ingest.titles import field_of
from kg.model import NodeType, Relation

#: Words of the longest item that names a thing; longer ones are prose.
MAX_ITEM_WORDS = 10
#: Reads what stands under an item.
Inside = Callable[[Part, Place], Iterator[Claim]]


def bulleted(part: Part, relation: Relation, topic: Topic, w: Words, inside: Inside) -> Iterator[Claim]:
    """One item under a field: a named thing with its own words, or a whole statement."""
    kind = kind_of(relation, topic)
    if part.row and part.label:
        if kind != NodeType.TEXT and w.names_thing(bare(part.label).text):
            yield claim(topic, relation, parenthesis(bare(part.label))[0].text, kind, part.label)
        yield from inside(Part(parts=(part,)), Place(topic))
    elif part.label and field_of(part.label.text, w.vocabulary, holder=topic.name):
        yield from inside(Part(parts=(part,)), Place(topic))
    elif part.label:
        yield from _named(part, part.label, relation, topic, w, inside)
    elif part.text:
        listed_items = items(part.text)
        is_list = relation in w.vocabulary.ingest.listed and relation != Relation.HAS_GOAL
        prose = kind != NodeType.TEXT and any(
            len(parenthesis(i)[0].text.split()) > MAX_ITEM_WORDS for i in listed_items
        )
        if prose:
            yield from definitions(topic, Relation.HAS_DESCRIPTION, part.text, w)
        elif part.item and is_list and kind != NodeType.SERVICE and (kind == NodeType.TEXT or len(listed_items) == 1):
            yield from _whole(topic, relation, part.text, kind, w)
        else:
            yield from field_claims(topic, relation, part.text, w)
        thing = Topic(w.names.resolve(part.text.text), kind, part.text, topic.section)
        named = kind != NodeType.TEXT and not prose and len(listed_items) == 1 and w.names_thing(thing.name)
        yield from inside(Part(parts=part.parts), Place(thing if named else topic))


def _named(part: Part, label: Passage, relation: Relation, topic: Topic, w: Words, inside: Inside) -> Iterator[Claim]:
    kind = kind_of(relation, topic)
    title = bare(label)
    name, _ = parenthesis(title)
    if kind == NodeType.TEXT or not w.names_thing(name.text):
        words = join([label, part.text], glue=": ") if part.text else label
        yield claim(topic, relation, words.text, NodeType.TEXT, words)
        return
    yield claim(topic, relation, name.text, kind, label)
    thing = Topic(w.names.resolve(name.text), kind, label, (*topic.section, label.text))
    yield from used_for(thing, title)
    if part.text and relation == Relation.USES_TECHNIQUE and _lists_names(part.text):
        yield from listed(thing, Relation.HAS_SUBTECHNIQUE, part.text, NodeType.TECHNIQUE, w)
    else:
        yield from definitions(thing, Relation.HAS_DESCRIPTION, part.text, w)
    yield from inside(Part(parts=part.parts), Place(thing))


def _whole(topic: Topic, relation: Relation, words: Passage, kind: NodeType, w: Words) -> Iterator[Claim]:
    """An item taken whole, however many commas it has."""
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
