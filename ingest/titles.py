"""What labels and titles say: a relation, the kind of things below, or the name of one."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ingest.names import key, stem
from ingest.passage import Passage
from kg.model import NodeType, Relation
from kg.vocabulary import SectionWords, Vocabulary

#: A heading that names a kind of problem and leaves out what it lists: "For Classification Models".
KIND_GROUP = re.compile(r"^for (?P<kind>[\w -]+?) (?:models?|problems?|tasks?)$", re.IGNORECASE)
#: "Task Statement 1.3", "Chapter 2".
CHAPTER = re.compile(r"^[A-Z]\w+(?: [A-Z]\w+)? \d+(?:\.\d+)*$")
NUMBERED = re.compile(r"^\W*\d+(?:\.\d+)*[.)]?\s")
_ARTICLE = re.compile(r"^(?:an?|the)\s+", re.IGNORECASE)
#: Words of the longest label that is read as a field with words before or after its name.
_MAX_FIELD_WORDS = 3


def field_of(label: str, vocabulary: Vocabulary, *, holder: str = "") -> Relation | None:
    """The relation that a field label states, whatever its number, case and qualifier ("Common Metrics").

    :param holder: The thing that has the field; its own words may stand in the label ("Deployment Methods").
    """
    table = {key(f): relation for relation, words in vocabulary.relations.items() for f in words.fields}
    words = key(re.sub(r"\(s\)", "", label)).split()
    if not words or len(words) > _MAX_FIELD_WORDS:
        return table.get(" ".join(words))
    own = {stem(word) for word in holder.casefold().split()}
    first, rest = words[0], " ".join(words[1:])
    if first in vocabulary.ingest.qualifiers or stem(first) in own:
        words = words if " ".join(words) in table else rest.split()
    if rest and table.get(first) == Relation.HAS_EXAMPLE and " ".join(words) not in table:
        return Relation.HAS_EXAMPLE
    return table.get(" ".join(words))


def subject_title(title: Passage, vocabulary: Vocabulary) -> Passage:
    """What a section's title is about: "Describe components of an ML pipeline" is about "ML pipeline"."""
    article = _ARTICLE.match(title.text)
    title = title[article.end() if article else 0 :]
    openers = sorted(vocabulary.ingest.openers, key=len, reverse=True)
    while cut := next((len(o) for o in openers if title.text.lower().startswith(f"{o} ")), 0):
        title = title[cut:].strip()
        article = _ARTICLE.match(title.text)
        title = title[article.end() if article else 0 :]
    return title


def rule_of(title: str, rules: Sequence[SectionWords]) -> SectionWords | None:
    """The first rule whose words all stand in a title."""
    words = set(key(title).replace("/", " ").split()) | set(title.casefold().split())
    for rule in rules:
        if any(all(key(word) in words or word in words for word in option.split()) for option in rule.title):
            return rule
    return None


def type_of(heading: str, vocabulary: Vocabulary) -> NodeType | None:
    """The type that a column's name asks for: "AWS Service" heads services."""
    last = key(heading).rpartition(" ")[2]
    return next((kind for kind in vocabulary.types if kind.value == last), None)


def capital(name: str) -> str:
    """With a capital first letter.

    >>> capital("sources of ML models")
    'Sources of ML models'
    """
    return name[:1].upper() + name[1:]
