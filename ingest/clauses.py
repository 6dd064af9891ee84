"""A sentence as claims: what it is about, what it says, and the lists inside it that state relations of their own."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ingest.claims import MAX_EXAMPLE_WORDS, MAX_NOUN_PHRASE, Claim, Topic, Words, claim
from ingest.names import key
from ingest.passage import Passage
from ingest.sentences import items, main_of, pair, parentheses, parenthesis
from kg.model import NodeType, Relation

#: A parenthesis that says what the noun before it is: "inference (making predictions)".
_GLOSS = re.compile(r"^(\w+ing)\s[^,]*$")
_WITH = re.compile(r",\s+with\s+(?=\w+ (?:values?|scores?)\b)")
_PARTICIPLE = re.compile(r",\s+(?=[a-z]+ing\s)(?![^,]*,)")
_EXAMPLES_OF = re.compile(r"^examples?(?: of \w+)?:? (?:include|are|is|(?:can|could|may|might) be)\s+", re.IGNORECASE)
_LISTS = re.compile(r"\b(?:includes?|are|such as|like)\s|:\s", re.IGNORECASE)
_THIS_INCLUDES = re.compile(r"^(?:this|these|it|they) includes?\s+", re.IGNORECASE)
_DEFINES = re.compile(
    r"^(?:(?:[Aa]n?|[Tt]he)\s+)?(?P<name>[\w-]+(?: [\w-]+){0,3}?) (?:is (?:an?|the|any)|are (?:\w+s that|the)) "
)
#: A sentence that can only be a definition, whatever the case of the words in front.
_SURELY_DEFINES = re.compile(
    r"^(?:(?:[Aa]n?|[Tt]he)\s+)?(?P<name>[\w-]+(?: [\w-]+){0,3}?) "
    r"(?:(?:is|occurs?|happens?|arises?) when|refers? to|means) "
)
#: The cue that exemplifies the noun in front of it, and no thing of the sentence.
_SUCH_AS = ["such", "as"]
#: How a sentence opens that lists the several things that the one before it ended with.
_MANY = ("these", "they")
#: The type of what a list inside a sentence names.
_INSIDE_KINDS = {
    Relation.HAS_USE_CASE: NodeType.TEXT,
    Relation.DETECTS: NodeType.ISSUE,
    Relation.HAS_CONSIDERATION: NodeType.CONSIDERATION,
}


def sentence(topic: Topic, relation: Relation, words: Passage, w: Words, *, before: str = "") -> Iterator[Claim]:
    """A sentence as a claim, about the thing that it opens with, and the claims inside it.

    :param before: The sentence before it, which says what "This includes" lists.
    """
    words = _without_remark(words, w)
    if not words or _points(words, w):
        return
    main, inner = parenthesis(words)
    if not w.is_marked(inner):
        main, inner = words, None
    about = subject_of(words, topic, w)
    relation = _relation_of(main, relation, w, elsewhere=about.name != topic.name)
    inside = list(_inside(about, main, w, before))
    if not _EXAMPLES_OF.match(main.text):
        for part in _clauses(main, relation):
            yield claim(about, relation, part.text, NodeType.TEXT, words, qualifier=inner.text if inner else None)
    yield from inside
    yield from _products(topic, main, w)
    last = inside[-1] if inside and main.text.endswith(inside[-1].object) else None
    shown = Topic(last.object, last.object_type, words, topic.section) if last else about
    for example in w.examples(inner):
        yield claim(shown, Relation.HAS_EXAMPLE, example.text, NodeType.CONCEPT, words)
    yield from _in_parentheses(topic, main, words, w)


def _products(topic: Topic, words: Passage, w: Words) -> Iterator[Claim]:
    """Products that a sentence lists for what it stands under ("AWS services for it include A, B and C")."""
    cue = _LISTS.search(words.text) if topic.type != NodeType.SERVICE else None
    found = [main_of(item) for item in pair(words[cue.end() :])] if cue else []
    products = [w.names.resolve(item.text) for item in found]
    if len(found) > 1 and all(name in w.names.services for name in products):
        for name in products:
            yield claim(topic, Relation.USES_SERVICE, name, NodeType.SERVICE, words)


def _points(words: Passage, w: Words) -> bool:
    """Whether a sentence only points elsewhere: an address, "For more examples, see ...", or "To use it:"."""
    address = "://" in words.text and len(words.text.split()) < MAX_EXAMPLE_WORDS
    return address or words.text.lower().startswith(w.vocabulary.ingest.pointers)


def _without_remark(words: Passage, w: Words) -> Passage:
    """A sentence without a remark about the page in front ("As mentioned above,")."""
    lower = words.text.lower()
    cut = next((len(remark) for remark in w.vocabulary.ingest.remarks if lower.startswith(remark)), 0)
    return words[cut:].strip()


def _relation_of(main: Passage, relation: Relation, w: Words, *, elsewhere: bool) -> Relation:
    """What a sentence states: its field's relation, or for a description what it opens with ("Easier to ...").

    :param elsewhere: Whether it is about another thing than the one that has the field, which it then describes.
    """
    if elsewhere and relation != Relation.HAS_AWS_RELEVANCE:
        return Relation.HAS_DESCRIPTION
    lower = main.text.lower()
    opening = w.vocabulary.ingest.opening.items() if relation == Relation.HAS_DESCRIPTION else ()
    return next((opened for opened, cues in opening if lower.startswith(cues)), relation)


def _clauses(main: Passage, relation: Relation) -> list[Passage]:
    """The clauses that state something of their own: ", with higher values ..." and a product's ", handling ..."."""
    pattern = {Relation.HAS_INTERPRETATION: _WITH, Relation.SERVICE_DOES: _PARTICIPLE}.get(relation)
    cut = pattern.search(main.text) if pattern else None
    return [main[: cut.start()], main[cut.end() :]] if cut else [main]


def _in_parentheses(topic: Topic, main: Passage, words: Passage, w: Words) -> Iterator[Claim]:
    """What parentheses say of the noun before them: a gloss, or examples."""
    for stands, within in parentheses(main):
        phrase = w.noun_phrase(stands)
        if not phrase:
            continue
        thing = Topic(phrase, NodeType.CONCEPT, stands, topic.section)
        gloss = _GLOSS.match(within.text)
        if gloss and gloss[1].lower() not in w.vocabulary.ingest.no_gloss:
            yield claim(thing, Relation.HAS_DESCRIPTION, within.text, NodeType.TEXT, words)
        for example in w.examples(within, before=stands):
            yield claim(thing, Relation.HAS_EXAMPLE, example.text, NodeType.CONCEPT, words)


# what a sentence is about


def subject_of(words: Passage, topic: Topic, w: Words) -> Topic:
    """The thing that a sentence is about: a known one that it opens with, one that it defines, or the topic."""
    name = _maker(words, w) or _known_opening(words, w) or _defined_name(words, w)
    if name is None or key(name) == key(topic.name):
        return topic
    return Topic(name, NodeType.CONCEPT, words, topic.section)


def _maker(words: Passage, w: Words) -> str | None:
    first = words.text.split(" ", 1)[0]
    verb = re.match(r"\w+ ([a-z]+s)\s", words.text) if first in w.vocabulary.vendors else None
    says = verb is not None and is_verb(verb[1], w)  # "AWS services that ..." are not about the maker
    return w.names.resolve(first) if says else None


def _known_opening(words: Passage, w: Words) -> str | None:
    """The longest known name that a sentence opens with, when a verb follows."""
    opening = re.match(r"(?:(?:An?|The) )?((?:[\w/-]+ ){1,5})", words.text)
    spoken = opening.group(1).split() if opening else []
    for length in range(len(spoken), 0, -1):
        follower = re.match(rf"(?:(?:An?|The) )?(?:[\w/-]+ ){{{length}}}(\w+)", words.text)
        name = " ".join(spoken[:length])
        common = length == 1 and name[1:].islower()  # any noun with the capital that opens a sentence
        if follower and not common and w.names.known(name) and is_verb(follower.group(1), w):
            return w.names.resolve(name)
    return None


def _defined_name(words: Passage, w: Words) -> str | None:
    surely = _SURELY_DEFINES.match(words.text)
    match = surely or _DEFINES.match(words.text)
    name = match["name"] if match else ""
    ingest = w.vocabulary.ingest
    first = name.split()[0].lower() if name else ""
    idle = {*ingest.pronouns, *ingest.boundaries}
    if not name or first in ingest.determiners or any(word.lower() in idle for word in name.split()):
        return None
    cased = bool(surely) or all(word[0].isupper() for word in name.split())
    named = cased and len(name.split()) <= MAX_NOUN_PHRASE and w.names_thing(name)
    return w.names.resolve(name) if named else None


def is_verb(word: str, w: Words) -> bool:
    """Whether a word is a verb in the third person."""
    third_person = word.islower() and word.endswith("s") and not word.endswith("ss")
    plural = word in w.vocabulary.ingest.generic
    return (third_person and not plural) or word in ("are", "can", "have", "has", "offer", "include")


# lists inside a sentence


def _inside(topic: Topic, words: Passage, w: Words, before: str) -> Iterator[Claim]:
    """Lists inside a sentence that state a relation: what is detected, what triggers it, what it depends on."""
    if opened := _EXAMPLES_OF.match(words.text):
        for item in items(words[opened.end() :]):
            yield claim(topic, Relation.HAS_EXAMPLE, item.text, NodeType.CONCEPT, words)
        return
    if opened := _THIS_INCLUDES.match(words.text):
        yield from _included(topic, words, opened.end(), w, before)
    taken: set[int] = set()  # one list states one relation: "use cases such as" gives no examples besides
    for relation, cues in w.vocabulary.ingest.inside.items():
        found = _first_cue(words.text, cues)
        if found is None or found[1] in taken:
            continue
        taken.add(found[1])
        bare = words.text[slice(*found)].lower().split() == _SUCH_AS
        shown = _shown(topic, words[: found[0]], w) if bare else topic
        if shown:
            yield from _listed_after(shown, relation, words, found, w)


def _shown(topic: Topic, before: Passage, w: Words) -> Topic | None:
    """What "such as" gives examples of: the noun in front of it, or the topic where that noun is what the topic has
    ("Kubernetes has features such as ...").
    """
    phrase = w.noun_phrase(before.strip(" ,"))
    if phrase is None or any(is_verb(word, w) for word in phrase.split()[:-1]):
        return topic if phrase else None
    return Topic(w.names.resolve(phrase), NodeType.CONCEPT, before, topic.section)


def _included(topic: Topic, words: Passage, start: int, w: Words, before: str) -> Iterator[Claim]:
    """What "This includes" lists: things to consider when the sentence before speaks of such, or examples."""
    fields = w.vocabulary.relations[Relation.HAS_CONSIDERATION].fields
    required = any(re.search(rf"\b{re.escape(word)}\b", before, re.IGNORECASE) for word in fields)
    relation = Relation.HAS_CONSIDERATION if required else Relation.HAS_EXAMPLE
    if relation == Relation.HAS_EXAMPLE and words.text.lower().startswith(_MANY):
        topic = _last_named(before, topic, w)
    for item in items(words[start:]):
        if len(item.text.split()) > MAX_EXAMPLE_WORDS:
            break
        yield claim(topic, relation, item.text, _INSIDE_KINDS.get(relation, NodeType.CONCEPT), words)


def _last_named(before: str, topic: Topic, w: Words) -> Topic:
    """The things in several that a sentence ends with ("a variety of data stores. These include ..."), or the topic."""
    words = Passage.of(before.rstrip(" .;:"))
    phrase = w.noun_phrase(words) if words else None
    several = phrase is not None and phrase.endswith("s") and not phrase.endswith("ss")
    plain = phrase is None or (" " not in phrase and not w.names.known(phrase))  # "features" are the topic's
    if phrase is None or not several or plain or any(is_verb(word, w) for word in phrase.split()[:-1]):
        return topic
    return Topic(w.names.resolve(phrase), NodeType.CONCEPT, words, topic.section)


def _listed_after(topic: Topic, relation: Relation, words: Passage, cue: tuple[int, int], w: Words) -> Iterator[Claim]:
    """The things that a list names after a cue, up to where the next clause starts."""
    start, end = cue
    found = items(words[end:])
    if words.text[:start].rstrip().endswith(","):
        found = found[:1]  # one clause of several: "discover a, detect b, and test c"
    found = _detected(found, w) if relation == Relation.DETECTS else found
    kind = _INSIDE_KINDS.get(relation, NodeType.CONCEPT)
    if relation == Relation.HAS_CONSIDERATION and topic.type != NodeType.CONCEPT:
        kind = NodeType.TEXT  # what a method leaves you to do is a clause and names no thing
    for at, item in enumerate(found):
        main, inner = parenthesis(item)
        product = w.names.resolve(main.text) in w.names.services and kind != NodeType.CONCEPT
        if product or len(main.text.split()) > MAX_EXAMPLE_WORDS or w.opens_clause(main.text):
            break
        said = _completed(main.text, [main_of(i).text for i in found[1:2]]) if at == 0 else main.text
        yield claim(topic, relation, said, kind, words, qualifier=inner.text if inner else None)
        if relation == Relation.DETECTS and inner and not w.is_marked(inner):
            thing = Topic(said, kind, item, topic.section)
            yield claim(thing, Relation.HAS_DESCRIPTION, inner.text, NodeType.TEXT, item)


def _detected(found: list[Passage], w: Words) -> list[Passage]:
    """The issues that open a list; one with a place ("fraud in payments, reviews") is the only one."""
    issues: list[Passage] = []
    for item in found:
        for part in pair(item):
            words = main_of(part).text.split()
            acts = len(words) > 1 and (words[1] in ("a", "an", "the") or words[0].endswith("ing"))
            if acts or w.opens_clause(part.text):
                return issues
            issues.append(part)
            if {*words} & {*w.vocabulary.ingest.boundaries}:
                return issues
    return issues


def _completed(item: str, following: list[str]) -> str:
    """A first item that leaves out the noun that the next one has: "data and concept drift" is data drift.

    >>> _completed("data", ["concept drift"])
    'data drift'
    """
    last = following[0].split() if following else []
    return f"{item} {last[1]}" if len(item.split()) == 1 and len(last) == 2 else item


def _first_cue(text: str, cues: tuple[str, ...]) -> tuple[int, int] | None:
    """Where the longest cue starts, and where the list after it does."""
    for cue in sorted(cues, key=len, reverse=True):
        if match := re.search(rf"(?<!\w){re.escape(cue)}\s+(?!and\b|or\b)", text, re.IGNORECASE):
            return match.span()
    return None
