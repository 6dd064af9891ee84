"""What a labelled field says: a list of things, sentences, products, a formula, or a pointer to another section."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from ingest.claims import Claim, Topic, Words, claim, listed
from ingest.clauses import sentence, subject_of
from ingest.passage import Passage
from ingest.sentences import END_MARKS, items, parenthesis
from ingest.services import Use, uses
from ingest.titles import field_of
from kg.model import NodeType, Relation

_SEE = re.compile(r"^see\s+(?:the\s+)?[\"“](?P<title>[^\"”]+)[\"”]", re.IGNORECASE)
_TO = re.compile(r"^to\s+", re.IGNORECASE)
#: "For offline processing", and no "For example, a model can ...".
_FOR = re.compile(
    r"^[Ff]or\s+(?!example\b|instance\b|more\b)(?!.*\b(?:you|we|it|they)\s)(?!.*,\s(?:[A-Z]|(?:an?|the|you|we|it|they|this|these|refer|see|use)\s))"
)
_GERUND = re.compile(r"^(?:\w+ly )?\w+ing\s", re.IGNORECASE)
_PROVIDES = re.compile(r"^(?:provides|offers|includes)\s+")
#: "GAN = a creator", "Accuracy = correct / all".
_EQUALS = re.compile(r"(?P<name>[A-Z][\w‑–-]*(?:[ /][\w‑–-]+){0,3})(?:\s*\([^()]*\))?\s+=\s+(?=[\w(√∑|])")
#: An operator between terms; a remark in parentheses reckons nothing.
_ARITHMETIC = re.compile(r"\s[/*÷×]\s|^[^;·]{1,60}\s[-−+]\s[^;·]{1,60}$|[A-Z0-9)]\s?/\s?[A-Z0-9(]|[√∑]")
_REMARK = re.compile(r"(?<=\w)\s\([^()]*\)")
#: Where the next of several begins: "A = b; C = d".
_NEXT_EQUALS = re.compile(r"\s*[;·]\s+(?=[^;·=]{1,40}\s=\s)")
#: Words from which a parenthesis says what a product is.
_SAYS_WORDS = 4

#: The type of what a listed relation's items are.
_KINDS = {
    Relation.HAS_CONSIDERATION: NodeType.CONSIDERATION,
    Relation.USES_TECHNIQUE: NodeType.TECHNIQUE,
    Relation.HAS_SUBTECHNIQUE: NodeType.TECHNIQUE,
    Relation.MEASURED_BY: NodeType.METRIC,
    Relation.USES_SERVICE: NodeType.SERVICE,
    Relation.HAS_FEATURE: NodeType.FEATURE,
    Relation.DETECTS: NodeType.ISSUE,
    Relation.HAS_EXAMPLE: NodeType.CONCEPT,
    Relation.TRIGGERED_BY: NodeType.CONCEPT,
}


def kind_of(relation: Relation, topic: Topic) -> NodeType:
    """The type of what a relation's items are."""
    if relation == Relation.HAS_METHOD:
        return NodeType.DEPLOYMENT_METHOD if topic.type == NodeType.STAGE else NodeType.TECHNIQUE
    return _KINDS.get(relation, NodeType.TEXT)


def field_claims(topic: Topic, relation: Relation, words: Passage, w: Words) -> Iterator[Claim]:
    """What one run of words under a field's label says."""
    ingest = w.vocabulary.ingest
    if see := _SEE.match(words.text):
        yield claim(topic, Relation.SEE_ALSO, w.names.title(see["title"]), NodeType.CONCEPT, words)
    elif relation == Relation.HAS_FORMULA:
        yield claim(topic, relation, words.text.strip(END_MARKS), NodeType.TEXT, words)
    elif relation in (Relation.USES_SERVICE, Relation.HAS_AWS_RELEVANCE):
        yield from _products(topic, relation, words, w)
    elif relation == Relation.HAS_GOAL:
        for part in _goals(words, w):
            yield claim(topic, relation, part.text, NodeType.TEXT, part)
    elif relation == Relation.HAS_PROCESS:
        for part in _steps(words, w):
            main, inner = parenthesis(part)
            marked = w.is_marked(inner)
            said, qualifier = (main.text, inner.text) if marked and inner else (part.text, None)
            yield claim(topic, relation, said, NodeType.TEXT, part, qualifier=qualifier)
            phrase = w.noun_phrase(main)
            for example in w.examples(inner) if phrase else ():
                thing = Topic(phrase or "", NodeType.CONCEPT, main, topic.section)
                yield claim(thing, Relation.HAS_EXAMPLE, example.text, NodeType.CONCEPT, part)
    elif relation in ingest.listed:
        kind = kind_of(relation, topic)
        for i, part in enumerate(w.sentences(words)):
            lead = _FOR.match(part.text) if relation == Relation.HAS_USE_CASE else None
            if i and kind != NodeType.TEXT:  # a list is one sentence; what follows it is prose
                yield from definitions(topic, Relation.HAS_DESCRIPTION, part, w)
            else:
                yield from listed(topic, relation, part[lead.end() if lead else 0 :], kind, w)
    else:
        yield from definitions(topic, relation, words, w)


def definitions(topic: Topic, relation: Relation, words: Passage | None, w: Words) -> Iterator[Claim]:
    """A claim for each sentence, and the claims inside it."""
    before, about, stated = "", topic, relation
    for part in w.sentences(words) if words else ():
        goes_on = part.text.split()[0].lower() in w.vocabulary.ingest.pronouns
        if not goes_on:
            about, stated = topic, relation
        found = list(_defined(about, stated, part, w, before))
        if (named := subject_of(part, topic, w)).name != topic.name and found:
            about, stated = named, Relation.HAS_DESCRIPTION  # "It" in the next sentence is this thing
        yield from found
        before = part.text


def _defined(topic: Topic, relation: Relation, words: Passage, w: Words, before: str) -> Iterator[Claim]:
    """A sentence that says what a thing is; one that opens with "For" says what it is used for, and "X = ..." is about
    X.
    """
    if relation == Relation.HAS_DESCRIPTION and (equated := list(_equated(topic, words, w))):
        yield from equated
        return
    lead = _FOR.match(words.text)
    if lead and relation == Relation.HAS_DESCRIPTION:
        use, *more = re.split(r",\s+(?=typically|usually|often)", words.text[lead.end() :], maxsplit=1)
        part = words[lead.end() : lead.end() + len(use)]
        yield claim(topic, Relation.HAS_USE_CASE, part.text, NodeType.TEXT, part)
        if more:
            yield claim(topic, relation, more[0], NodeType.TEXT, words[words.text.index(more[0]) :])
    else:
        part = words[lead.end() :] if lead and relation == Relation.SERVICE_DOES else words
        yield from sentence(topic, relation, part, w, before=before)


def _equated(topic: Topic, words: Passage, w: Words) -> Iterator[Claim]:
    """What stands behind "X =": a formula, or what X is; of a label such as "Goal", what the topic's is. Nothing where
    several are equated, but for formulas, and one of them is not known ("low = ...; high = ...").
    """
    cuts = [0, *(match.end() for match in _NEXT_EQUALS.finditer(words.text)), len(words.text)]
    parts = [words[a:b].strip(END_MARKS + "·") for a, b in pairwise(cuts)]
    found = [(part, match) for part in parts if (match := _EQUALS.match(part.text))]
    sure = [part for part, match in found if w.names.known(match["name"]) or _reckons(part.text[match.end() :])]
    if len(found) < len(parts) or (len(parts) > 1 and len(sure) < len(parts)):
        return
    for part, match in found:
        name, said = part[: match.end("name")], part[match.end() :]
        stated = field_of(name.text, w.vocabulary)
        thing = topic if stated else Topic(w.names.resolve(name.text), NodeType.CONCEPT, name, topic.section)
        relation = Relation.HAS_FORMULA if _reckons(said.text) else stated or Relation.HAS_DESCRIPTION
        if stated or _is_name(name.text, w):
            yield claim(thing, relation, said.text, NodeType.TEXT, said)


def _reckons(said: str) -> bool:
    """Whether words are a formula."""
    return _ARITHMETIC.search(_REMARK.sub("", said)) is not None


def _is_name(words: str, w: Words) -> bool:
    """Whether what stands in front of "=" is a name, and no opening of a sentence ("Python uses A = B")."""
    first, *rest = words.split()
    named = w.names.known(words) or (all(word[0].isupper() for word in rest) and not w.opens_clause(first))
    return named and w.names_thing(words)


def _goals(words: Passage, w: Words) -> Iterator[Passage]:
    """Goals without their "To"; a list of several only when each has a verb and its object."""
    for part in w.sentences(words):
        lead = _TO.match(part.text)
        part = part[lead.end() if lead else 0 :]
        found = items(part)
        joined = len(found) > 2 or re.search(r",\s+(?:and|or)\s", part.text)
        several = len(found) > 1 and joined and all(len(item.text.split()) > 1 for item in found)
        yield from found if several else [part]


def _steps(words: Passage, w: Words) -> Iterator[Passage]:
    for part in w.sentences(words):
        found = items(part)
        yield from found if all(_GERUND.match(item.text) for item in found) else [part]


def _products(topic: Topic, relation: Relation, words: Passage, w: Words) -> Iterator[Claim]:
    carriers = w.vocabulary.ingest.carriers
    for part in w.sentences(words):
        found = uses(part, w.names, carriers)
        if found is None and relation == Relation.HAS_AWS_RELEVANCE:
            yield from _relevance(topic, part, w)
        elif found is None:
            for item in items(part):
                main, inner = parenthesis(item)
                yield claim(topic, relation, main.text, NodeType.CONCEPT, item, qualifier=inner.text if inner else None)
        for use in found or ():
            yield from use_claims(topic, relation, use, w)
        if found and found[0].clause and relation == Relation.HAS_AWS_RELEVANCE:
            yield claim(topic, relation, part.text, NodeType.TEXT, part)


def use_claims(topic: Topic, relation: Relation, use: Use, w: Words) -> Iterator[Claim]:
    """That a topic uses a product, and what the item says of the product itself."""
    qualifier = use.qualifier.text if use.qualifier else None
    kind = NodeType.SERVICE if w.names.services else NodeType.CONCEPT  # a guide without products has tools
    yield claim(topic, relation, use.name, kind, use.where, qualifier=qualifier)
    product = Topic(use.name, kind, use.where, topic.section)
    if use.within:
        yield claim(product, Relation.PART_OF, use.within, NodeType.SERVICE, use.where)
    if use.says and not w.names.known(use.says.text):
        yield from _says(product, use.says, use.where, w)


def _says(product: Topic, says: Passage, where: Passage, w: Words) -> Iterator[Claim]:
    """What a parenthesis tells of a product: "provides a, b" lists features, other verbs say what it does."""
    text = says.text
    if provides := _PROVIDES.match(text):
        for item in items(says[provides.end() :]):
            yield claim(product, Relation.HAS_FEATURE, item.text, NodeType.FEATURE, where)
    elif re.match(r"[a-z]+(?:s|es)\s", text) and not text.startswith("this"):
        for item in items(says):
            yield from sentence(product, Relation.SERVICE_DOES, item, w)
    elif not _FOR.match(text) and len(text.split()) > _SAYS_WORDS:
        yield claim(product, Relation.HAS_DESCRIPTION, text, NodeType.TEXT, where)


def _relevance(topic: Topic, words: Passage, w: Words) -> Iterator[Claim]:
    """A sentence about products: as it is, and what it says of each product."""
    yield claim(topic, Relation.HAS_AWS_RELEVANCE, words.text, NodeType.TEXT, words)
    for start, end, name in w.names.mentions(words.text):
        yield claim(topic, Relation.USES_SERVICE, name, NodeType.SERVICE, words)
        if start == 0:
            yield from _does(Topic(name, NodeType.SERVICE, words, topic.section), words[end:].strip(), w)


_OFFERS = re.compile(r",\s+(?:offering|providing|with)\s+")
_BOTH = re.compile(r"^(?P<verb>\w+s) (?P<one>\w+ing .+?) and (?P<two>\w+ing .+)$")


def _does(product: Topic, words: Passage, w: Words) -> Iterator[Claim]:
    """What the rest of a sentence says that a product does, and which features it offers."""
    offers = _OFFERS.search(words.text)
    main = words[: offers.start()] if offers else words
    said = re.sub(r"^(?:is|are)\s+", "", main.text)
    both = _BOTH.match(said)
    for part in [f"{both['verb']} {both['one']}", f"{both['verb']} {both['two']}"] if both else [said]:
        yield claim(product, Relation.SERVICE_DOES, part, NodeType.TEXT, main)
    for part in re.split(r",\s+(?:and\s+)?|\sand\s", words.text[offers.end() :]) if offers else ():
        if not part.startswith("various "):
            yield claim(product, Relation.HAS_FEATURE, part, NodeType.FEATURE, words)
