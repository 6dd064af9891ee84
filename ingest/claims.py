"""What the readers of fields, sentences and lists hand on: a claim, before names and types are settled."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ingest.names import Names, is_acronym, key
from ingest.passage import Passage
from ingest.sentences import items, parenthesis, sentences, unmarked
from kg.model import NodeType, Relation
from kg.vocabulary import Vocabulary

#: Words of the longest noun phrase that is read as a name.
MAX_NOUN_PHRASE = 3
#: Words of the longest example that is still a thing and no sentence.
MAX_EXAMPLE_WORDS = 6
#: Words of a heading that can tell how to do something; "List comprehensions" and "Upload limits" are things.
FEWEST_TASK_WORDS = 3
#: Items from which a parenthesis without a mark counts as a list of examples.
MIN_LISTED = 3
#: A parenthesis that counts the items before it ("the 4 Vs of Big Data").
_COUNT = re.compile(r"(?:the\s+)?(?P<count>[2-9])\s+[A-Za-z]")


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
        """Whether a label names a thing, and is no clause, list or instruction: not "Tasks may include"."""
        words = re.sub(r"\([^)]*\)", "", text).lower().split()
        ingest = self.vocabulary.ingest
        if not words or re.search(r"[,?→=]|://", text) or words[0] in self._openers:
            return False
        if len(words) >= FEWEST_TASK_WORDS and words[0] in ingest.tasks:
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
    found = items(words)
    together = _counted(found, words)
    for number, item in enumerate(found):
        main, inner = parenthesis(item)
        run, said = together.get(number, (item, inner))
        yield claim(topic, relation, main.text, kind, run, qualifier=said.text if said else None)
        for example in w.examples(inner, least=2 if kind != NodeType.TEXT else MIN_LISTED):
            if kind != NodeType.TEXT:
                thing = Topic(main.text, kind, main, topic.section)
                yield claim(thing, Relation.HAS_EXAMPLE, example.text, kind, item)
            elif w.is_marked(inner):
                use = relation in (Relation.HAS_ADVANTAGE, Relation.HAS_USE_CASE)
                about = Relation.HAS_USE_CASE if use else Relation.HAS_EXAMPLE
                yield claim(topic, about, example.text, NodeType.CONCEPT, item)


def _counted(found: Sequence[Passage], words: Passage) -> dict[int, tuple[Passage, Passage]]:
    """The items that a parenthesis behind the last of them counts ("a, b, c (the 3 Cs)"), each with their run and with
    the parenthesis.
    """
    together: dict[int, tuple[Passage, Passage]] = {}
    for last, item in enumerate(found):
        _, inner = parenthesis(item)
        count = _COUNT.match(inner.text) if inner else None
        first = last + 1 - int(count["count"]) if count else last
        if inner and 0 <= first < last:
            start = words.text.find(found[first].text)
            run = words[start : words.text.find(item.text, start) + len(item.text)]
            together |= dict.fromkeys(range(first, last + 1), (run, inner))
    return together


def claim(
    topic: Topic, relation: Relation, said: str, kind: NodeType, *where: Passage, qualifier: str | None = None
) -> Claim:
    """A claim about a topic."""
    return Claim(topic.name, topic.type, relation, said, kind, where, topic.section, qualifier)
