"""What the readers of fields, sentences and lists hand on: a claim, before names and types are settled."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from ingest.names import Names, is_acronym, key
from ingest.passage import Passage
from ingest.sentences import items, pair, parentheses, parenthesis, sentences, unmarked
from kg.model import NodeType, Relation
from kg.vocabulary import Vocabulary

#: Words of the longest noun phrase that is read as a name.
MAX_NOUN_PHRASE = 3
#: Words of the longest example that is still a thing and no sentence.
MAX_EXAMPLE_WORDS = 6
#: Items from which a parenthesis without a mark counts as a list of examples.
MIN_LISTED = 3


@dataclass(frozen=True)
class Topic:
    """The thing that a part of the guide is about."""

    name: str
    type: NodeType
    #: Where it is named; None for a thing that is named in passing.
    where: Passage
    section: tuple[str, ...] = ()


@dataclass(frozen=True)
class Claim:
    """A statement as read: like a fact, with passages instead of lines."""

    subject: str
    subject_type: NodeType
    relation: Relation
    object: str
    object_type: NodeType
    #: What to cite; the last one is quoted.
    where: tuple[Passage, ...]
    section: tuple[str, ...]
    qualifier: str | None = None


@dataclass(frozen=True)
class Words:
    """What every reader needs to know: the vocabulary, and the names of the guides at hand."""

    vocabulary: Vocabulary
    names: Names

    @property
    def type_words(self) -> set[str]:
        """Words for a type of thing; an example of that name is no one thing."""
        return {words.words[0] for words in self.vocabulary.types.values() if words.words}

    def sentences(self, words: Passage) -> list[Passage]:
        """The sentences of a passage."""
        return sentences(words, self.vocabulary.ingest.abbreviations)

    def examples(
        self, inner: Passage | None, *, before: Passage | None = None, least: int = MIN_LISTED
    ) -> list[Passage]:
        """The examples that a parenthesis lists: marked ones ("e.g. a, b"), or as many as ``least``.

        :param before: What stands before it; an acronym there is explained and not exemplified.
        """
        if inner is None:
            return []
        marked = unmarked(inner, self.vocabulary.ingest.examples)
        found = items(marked if marked is not None else inner)
        open_ended = [i for i in found if i.text.rstrip(".").lower() in ("etc", "and so on", "and more")]
        found = [i for i in found if i not in open_ended]
        short = all(len(i.text.split()) <= MAX_EXAMPLE_WORDS and not re.search("[—:→=]", i.text) for i in found)
        plain = not re.match(r"(?:if|when|see|for)\b", (marked or inner).text, re.IGNORECASE)
        if not plain or (before is not None and is_acronym(before.text.split()[-1], " ".join(i.text for i in found))):
            return []
        listed_there = short and (marked is not None or open_ended or len(found) >= least)
        things = (i for i in found if key(i.text) not in self.type_words and not self.opens_clause(i.text))
        return list(things) if listed_there else []

    def opens_clause(self, text: str) -> bool:
        """Whether a list's item opens with a word that opens a clause ("send alerts", "which runs daily")."""
        first = text.split()[0].lower() if text.split() else ""
        return first in self.vocabulary.ingest.clauses or first in self.vocabulary.ingest.no_gloss

    def names_thing(self, text: str) -> bool:
        """Whether a label names a thing, and is no clause or list: not "Tasks may include"."""
        words = re.sub(r"\([^)]*\)", "", text).lower().split()
        ingest = self.vocabulary.ingest
        if not words or re.search(r"[,?→=]|://", text) or words[0] in self._openers:
            return False
        return not any(word in ingest.verbs for word in words)

    @property
    def _openers(self) -> set[str]:
        """Words that open no name: prepositions and pronouns."""
        ingest = self.vocabulary.ingest
        return {*ingest.boundaries, *ingest.pronouns} - {*ingest.determiners}

    def is_marked(self, inner: Passage | None) -> bool:
        """Whether a parenthesis opens with "e.g."."""
        return inner is not None and unmarked(inner, self.vocabulary.ingest.examples) is not None

    def noun_phrase(self, before: Passage) -> str | None:
        """The noun phrase that ends a text: "your own compute infrastructure" gives "compute infrastructure"."""
        ingest = self.vocabulary.ingest
        phrase: list[str] = []
        rest = before.text.split()
        while rest and len(phrase) < MAX_NOUN_PHRASE and rest[-1].lower() not in ingest.boundaries:
            phrase.insert(0, rest.pop())
        while phrase and phrase[0].lower() in ingest.determiners:
            rest.append(phrase.pop(0))
        opens = not rest
        of = bool(re.search(r"\bof(?: \w+)?$", " ".join(rest), re.IGNORECASE))
        while rest and rest[-1].lower() in ingest.determiners:
            rest.pop()
        if of and self.names.known(" ".join(phrase)):
            return None  # "each stage of the pipeline (a, b)": these are stages, and no pipelines
        if len(phrase) == 1 and len(rest) > 1 and rest[-1].lower() == "from":
            phrase.insert(0, rest[-2])  # "data from various sources" are data sources
        if opens and len(phrase) > 1 and (phrase[0].endswith("s") or phrase[0].islower()):
            phrase.pop(0)  # the verb that opens a sentence: "Measures efficiency (a, b)"
        bad = not phrase or any(not re.match(r"[\w/-]+$", word) for word in phrase)
        return None if bad else " ".join(phrase)


def listed(topic: Topic, relation: Relation, words: Passage, kind: NodeType, w: Words) -> Iterator[Claim]:
    """A claim for each item of a list, its parenthesis as qualifier, and one for each example in it."""
    for item in items(words):
        main, inner = parenthesis(item)
        yield claim(topic, relation, main.text, kind, item, qualifier=inner.text if inner else None)
        for example in w.examples(inner, least=2 if kind != NodeType.TEXT else MIN_LISTED):
            if kind != NodeType.TEXT:
                thing = Topic(main.text, kind, main, topic.section)
                yield claim(thing, Relation.HAS_EXAMPLE, example.text, kind, item)
            elif w.is_marked(inner):
                use = relation in (Relation.HAS_ADVANTAGE, Relation.HAS_USE_CASE)
                about = Relation.HAS_USE_CASE if use else Relation.HAS_EXAMPLE
                yield claim(topic, about, example.text, NodeType.CONCEPT, item)


def claim(
    topic: Topic, relation: Relation, said: str, kind: NodeType, *where: Passage, qualifier: str | None = None
) -> Claim:
    """A claim about a topic."""
    return Claim(topic.name, topic.type, relation, said, kind, where, topic.section, qualifier)


def sentence(topic: Topic, relation: Relation, words: Passage, w: Words, *, before: str = "") -> Iterator[Claim]:
    """A sentence as a claim, about the thing that it opens with, and the claims inside it.

    :param before: The sentence before it, which says what "This includes" lists.
    """
    ingest = w.vocabulary.ingest
    for remark in ingest.remarks:
        if words.text.lower().startswith(remark):
            words = words[len(remark) :].strip()
    if not words:
        return
    if "://" in words.text and len(words.text.split()) < MAX_EXAMPLE_WORDS:
        return
    main, inner = parenthesis(words)
    if inner is None or not w.is_marked(inner):
        main, inner = words, None
    about = subject_of(words, topic, w)
    if about.name != topic.name and relation != Relation.HAS_AWS_RELEVANCE:
        relation = Relation.HAS_DESCRIPTION
    if relation == Relation.HAS_DESCRIPTION and about.name == topic.name:
        relation = _opened(main, ingest.opening) or relation
    inside = list(_inside(about, main, w, before))
    if not _only_lists(main):
        for part in _clauses(main, relation):
            yield claim(about, relation, part.text, NodeType.TEXT, words, qualifier=inner.text if inner else None)
    yield from inside
    last = inside[-1] if inside and main.text.endswith(inside[-1].object) else None
    shown = Topic(last.object, last.object_type, words, topic.section) if last else about
    for example in w.examples(inner):
        yield claim(shown, Relation.HAS_EXAMPLE, example.text, NodeType.CONCEPT, words)
    for stands, within in parentheses(main):
        phrase = w.noun_phrase(stands)
        if phrase and (gloss := _GLOSS.match(within.text)) and gloss[1].lower() not in ingest.no_gloss:
            thing = Topic(phrase, NodeType.CONCEPT, stands, topic.section)
            yield claim(thing, Relation.HAS_DESCRIPTION, within.text, NodeType.TEXT, words)
        for example in w.examples(within, before=stands) if phrase else ():
            thing = Topic(phrase or "", NodeType.CONCEPT, stands, topic.section)
            yield claim(thing, Relation.HAS_EXAMPLE, example.text, NodeType.CONCEPT, words)


#: A parenthesis that says what the noun before it is: "inference (making predictions)".
_GLOSS = re.compile(r"^(\w+ing)\s[^,]*$")
_WITH = re.compile(r",\s+with\s+(?=\w+ (?:values?|scores?)\b)")
_PARTICIPLE = re.compile(r",\s+(?=[a-z]+ing\s)(?![^,]*,)")


def _clauses(main: Passage, relation: Relation) -> list[Passage]:
    """The clauses that state something of their own: ", with higher values ..." and a product's ", handling ..."."""
    pattern = {Relation.HAS_INTERPRETATION: _WITH, Relation.SERVICE_DOES: _PARTICIPLE}.get(relation)
    cut = pattern.search(main.text) if pattern else None
    return [main[: cut.start()], main[cut.end() :]] if cut else [main]


def _only_lists(main: Passage) -> bool:
    return bool(_EXAMPLES_OF.match(main.text))


_EXAMPLES_OF = re.compile(r"^examples?(?: of \w+)?:? (?:include|are|is|(?:can|could|may|might) be)\s+", re.IGNORECASE)


_THIS_INCLUDES = re.compile(r"^(?:this|these|it|they) includes?\s+", re.IGNORECASE)


def _opened(main: Passage, table: dict[Relation, tuple[str, ...]]) -> Relation | None:
    lower = main.text.lower()
    return next((r for r, cues in table.items() if lower.startswith(cues)), None)


_IS = re.compile(r"^(?:[Aa]n?|[Tt]he)?\s*(?P<np>[\w-]+(?: [\w-]+){0,3}?) (?:is (?:an?|the|any)|are (?:\w+s that|the)) ")


def subject_of(words: Passage, topic: Topic, w: Words) -> Topic:
    """The thing that a sentence is about: a known one that it opens with, one that it defines, or the topic."""
    maker = words.text.split(" ", 1)[0]
    if maker in w.vocabulary.vendors and re.match(r"\w+ [a-z]+s\s", words.text):
        return Topic(w.names.resolve(maker), NodeType.CONCEPT, words, topic.section)
    opening = re.match(r"(?:(?:An?|The) )?((?:[\w/-]+ ){1,5})", words.text)
    spoken = opening.group(1).split() if opening else []
    for length in range(len(spoken), 0, -1):
        follower = re.match(rf"(?:(?:An?|The) )?(?:[\w/-]+ ){{{length}}}(\w+)", words.text)
        name = " ".join(spoken[:length])
        if follower and w.names.known(name) and _is_verb(follower.group(1)) and not _is_common(name):
            known = w.names.resolve(name)
            return topic if known == topic.name else Topic(known, NodeType.CONCEPT, words, topic.section)
    match = _IS.match(words.text)
    if match and _is_thing(match.group("np"), w):
        name = match.group("np")
        return topic if key(name) == key(topic.name) else Topic(name, NodeType.CONCEPT, words, topic.section)
    return topic


def _is_verb(word: str) -> bool:
    third_person = word.islower() and word.endswith("s") and not word.endswith("ss")
    return third_person or word in ("are", "can", "have")


def _is_common(name: str) -> bool:
    """Whether the words could be any noun: one lower-case word after the capital that opens the sentence."""
    return " " not in name and name[1:].islower()


def _is_thing(name: str, w: Words) -> bool:
    first, ingest = name.split()[0].lower(), w.vocabulary.ingest
    if first in ingest.pronouns or first in ingest.determiners or first in ingest.boundaries:
        return False
    capitals = all(word[0].isupper() for word in name.split())
    return capitals and len(name.split()) <= MAX_NOUN_PHRASE


def _inside(topic: Topic, words: Passage, w: Words, before: str) -> Iterator[Claim]:
    """Lists inside a sentence that state a relation: what is detected, what triggers it, what it depends on."""
    if opened := _EXAMPLES_OF.match(words.text):
        for item in items(words[opened.end() :]):
            yield claim(topic, Relation.HAS_EXAMPLE, item.text, NodeType.CONCEPT, words)
        return
    if opened := _THIS_INCLUDES.match(words.text):
        considered = w.vocabulary.relations[Relation.HAS_CONSIDERATION].fields
        required = any(re.search(rf"\b{re.escape(word)}\b", before, re.IGNORECASE) for word in considered)
        relation = Relation.HAS_CONSIDERATION if required else Relation.HAS_EXAMPLE
        kind = NodeType.CONSIDERATION if required else NodeType.CONCEPT
        for item in items(words[opened.end() :]):
            if len(item.text.split()) > MAX_EXAMPLE_WORDS:
                break
            yield claim(topic, relation, item.text, kind, words)
    for relation, cues in w.vocabulary.ingest.inside.items():
        found = _first_cue(words.text, cues)
        if found is None:
            continue
        start, end = found
        kind = {Relation.DETECTS: NodeType.ISSUE, Relation.HAS_CONSIDERATION: NodeType.CONSIDERATION}.get(
            relation, NodeType.CONCEPT
        )
        listed_items = items(words[end:])
        if words.text[:start].rstrip().endswith(","):
            listed_items = listed_items[:1]  # one clause of several: "discover a, detect b, and test c"
        if relation == Relation.DETECTS:
            listed_items = _detected(listed_items, w)
        if relation == Relation.HAS_CONSIDERATION and topic.type != NodeType.CONCEPT:
            kind = NodeType.TEXT  # what a method leaves you to do is a clause and names no thing
        for item in listed_items:
            main, inner = parenthesis(item)
            if not main or len(main.text.split()) > MAX_EXAMPLE_WORDS or w.opens_clause(main.text):
                break
            if w.names.resolve(main.text) in w.names.services and kind != NodeType.CONCEPT:
                break
            said = _completed(main.text, [parenthesis(i)[0].text for i in listed_items])
            yield claim(topic, relation, said, kind, words, qualifier=inner.text if inner else None)
            if relation == Relation.DETECTS and inner and not w.is_marked(inner):
                thing = Topic(said, kind, item, topic.section)
                yield claim(thing, Relation.HAS_DESCRIPTION, inner.text, NodeType.TEXT, item)


def _detected(found: list[Passage], w: Words) -> list[Passage]:
    """The issues that open a list; one with a place ("fraud in payments, reviews") is the only one."""
    issues: list[Passage] = []
    for item in found:
        for part in pair(item):
            words = parenthesis(part)[0].text.split()
            acts = len(words) > 1 and (words[1] in ("a", "an", "the") or words[0].endswith("ing"))
            if acts or w.opens_clause(part.text):
                return issues
            issues.append(part)
            if {*words} & {*w.vocabulary.ingest.boundaries}:
                return issues
    return issues


def _completed(item: str, others: list[str]) -> str:
    """A first item that leaves out the noun that the next one has: "data and concept drift" is data drift.

    >>> _completed("data", ["data", "concept drift"])
    'data drift'
    """
    following = others[others.index(item) + 1 :][:1]
    last = following[0].split() if following else []
    shares = item == others[0] and len(item.split()) == 1 and len(last) == 2
    return f"{item} {last[1]}" if shares else item


def _first_cue(text: str, cues: tuple[str, ...]) -> tuple[int, int] | None:
    """Where the longest cue starts, and where the list after it does."""
    for cue in sorted(cues, key=len, reverse=True):
        match = re.search(rf"(?<!\w){re.escape(cue)}\s+(?!and\b|or\b)", text, re.IGNORECASE)
        if match:
            return match.span()
    return None
