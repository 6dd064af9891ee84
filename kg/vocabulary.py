"""The vocabulary table: node types, relations, aliases and phrases, which a teacher can edit.

Code knows the types and relations of :mod:`kg.model`; every word of English that points at one of them
stands in ``data/vocabulary.toml`` and is read and checked here.
"""

from __future__ import annotations

import hashlib
import tomllib
from functools import cache, cached_property
from pathlib import Path

from pydantic import Field, ValidationError

from kg.errors import VocabularyError
from kg.kept import kept
from kg.model import NodeType, Record, Relation
from kg.resources import data_path
from kg.text import tokens


class TypeWords(Record):
    """How people name a type of node."""

    means: str
    #: Nouns that ask for it, singular, commonest first.
    words: tuple[str, ...] = ()


class RelationWords(Record):
    """How a guide states a relation and how people ask for it."""

    #: The name of the relation read backwards.
    inverse: str
    subjects: tuple[NodeType, ...]
    objects: tuple[NodeType, ...]
    #: Field labels that state it ("Purpose:").
    fields: tuple[str, ...] = ()
    #: A sentence that tells one fact; ``{subject}`` and ``{object}`` stand for the two names.
    tell: str
    #: Questions that the object answers, about ``{subject}``.
    ask_object: tuple[str, ...] = ()
    #: Questions that the subject answers, about ``{object}``; ``{type}`` is the subject's type in words.
    ask_subject: tuple[str, ...] = ()
    #: Nouns that ask for it by name ("the formula of ...").
    nouns: tuple[str, ...] = ()
    #: Words of a question that point at the relation.
    cues: tuple[str, ...] = ()
    #: How people word a question for the object, and for the subject; ``{x}`` stands for the end that they know.
    asks: tuple[str, ...] = ()
    asks_back: tuple[str, ...] = ()
    #: The relations in whose place it answers about a thing that has none of them.
    stands_for: tuple[Relation, ...] = ()


class SectionWords(Record):
    """What a section's title says of the things under it; the first entry whose words are all in the title holds."""

    #: Alternatives; each is words that must all stand in the title.
    title: tuple[str, ...]
    #: The type of the section's topics.
    topics: NodeType
    #: The type of the labelled items of a topic; None when they are of the topics' type.
    items: NodeType | None = None
    #: How the section's own subject is bound to a topic: HAS_METHOD, or PART_OF read backwards; None for not at all.
    link: Relation | None = Relation.PART_OF
    #: Whether the topics follow each other.
    ordered: bool = False


class IngestWords(Record):
    """Words that the reader of guides needs beside the field labels."""

    sections: tuple[SectionWords, ...] = ()
    #: Relations whose fields list things; the others hold sentences.
    listed: tuple[Relation, ...] = ()
    #: What a title opens with before it names its subject ("Describe components of").
    openers: tuple[str, ...] = ()
    #: Titles and labels of remarks, which name no thing ("Exam Tip").
    asides: tuple[str, ...] = ()
    #: Words before a field label that do not change it ("Common Metrics").
    qualifiers: tuple[str, ...] = ()
    #: Words that end with a stop and do not end a sentence, lower case.
    abbreviations: tuple[str, ...] = ()
    #: What opens a list of examples in parentheses.
    examples: tuple[str, ...] = ()
    #: Remarks at the head of a sentence that refer to the page ("As mentioned above,").
    remarks: tuple[str, ...] = ()
    #: Words in -ing that open a parenthesis and do not say what the noun before it is.
    no_gloss: tuple[str, ...] = ()
    #: Verbs and linking words that open a clause in a list, where a name is looked for.
    clauses: tuple[str, ...] = ()
    #: What a table's cell holds that says nothing without its column's name, lower case.
    bare_cells: tuple[str, ...] = ()
    #: Words behind a maker's name that make no product's name of it ("AWS Services"), lower case.
    generic: tuple[str, ...] = ()
    #: Verbs that open a heading which tells how to do something and names no thing ("Install the command line").
    tasks: tuple[str, ...] = ()
    #: Verbs that make a label a clause ("Tasks may include").
    verbs: tuple[str, ...] = ()
    #: Names of a table's first column that say that the other columns are the things compared.
    aspects: tuple[str, ...] = ()
    #: What opens a sentence that only points elsewhere ("For more examples, see ...").
    pointers: tuple[str, ...] = ()
    #: Words that open a noun phrase and are no part of its name.
    determiners: tuple[str, ...] = ()
    #: Words that end a noun phrase, read from its end.
    boundaries: tuple[str, ...] = ()
    #: Words that open a sentence about its subject's own subject ("This involves ...").
    pronouns: tuple[str, ...] = ()
    #: Words inside a sentence, with the relation between its subject and the list after them.
    inside: dict[Relation, tuple[str, ...]] = Field(default_factory=dict)
    #: Words that open a sentence, with the relation that the whole sentence states.
    opening: dict[Relation, tuple[str, ...]] = Field(default_factory=dict)
    #: Words that stand between a thing's work and the service that does it ("custom scripts on Amazon EC2").
    carriers: tuple[str, ...] = ()


class ValueWords(Record):
    """A kind of value that people ask for, and the pattern of a text that holds one."""

    asks: tuple[str, ...]
    holds: str
    #: Whether a question for a thing can ask for it ("which service is cheaper"), and not only one about a thing.
    of_things: bool = True


class QuestionWords(Record):
    """Words that the reader of questions needs beside the cues."""

    openers: tuple[str, ...] = ()
    #: Turns of speech in which a word does not mean what it means elsewhere; they are cut.
    idioms: tuple[str, ...] = ()
    stop: tuple[str, ...] = ()
    asking: tuple[str, ...] = ()
    yes_no: tuple[str, ...] = ()
    #: What opens a question whether there is something, which asks what it is.
    exists: tuple[str, ...] = ()
    count: tuple[str, ...] = ()
    #: What leads to the other of two things where no "and" does.
    beside: tuple[str, ...] = ()
    #: What stands in front of things of which something is one.
    member: tuple[str, ...] = ()
    every: tuple[str, ...] = ()
    #: What asks for the things that a group consists of.
    kinds_of: tuple[str, ...] = ()
    after: tuple[str, ...] = ()
    before: tuple[str, ...] = ()
    next: tuple[str, ...] = ()
    between: tuple[str, ...] = ()
    #: Words that ask for all stages in their order.
    which_one: tuple[str, ...] = ()
    sort: tuple[str, ...] = ()
    sequence: tuple[str, ...] = ()
    #: Words that may stand between the question word and the word of order ("what should we do right after").
    order_filler: tuple[str, ...] = ()
    asks_first: tuple[str, ...] = ()
    first: tuple[str, ...] = ()
    last: tuple[str, ...] = ()
    ordinals: tuple[str, ...] = ()
    compare: tuple[str, ...] = ()
    #: Short forms that students write, and the words for them.
    expand: tuple[tuple[str, str], ...] = ()
    advice: tuple[str, ...] = ()
    wholes: tuple[str, ...] = ()
    conditions: tuple[str, ...] = ()
    either: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    spelling: tuple[str, ...] = ()
    renamed: tuple[str, ...] = ()
    meaning: tuple[str, ...] = ()
    #: Words that a formula's signs are read as.
    operators: tuple[str, ...] = ()
    meet: tuple[str, ...] = ()
    differ: tuple[str, ...] = ()
    #: In front of a noun, and what asks for what turns up most without one.
    most: tuple[str, ...] = ()
    most_often: tuple[str, ...] = ()
    fewest: tuple[str, ...] = ()
    #: How many of one type each thing of another must have.
    more_than: tuple[str, ...] = ()
    above: tuple[str, ...] = ()
    below: tuple[str, ...] = ()
    at_least: tuple[str, ...] = ()
    several: tuple[str, ...] = ()
    exactly: tuple[str, ...] = ()
    #: What leads to a thing that is not wanted among the answers ("apart from X").
    apart: tuple[str, ...] = ()
    #: What says that all things of a name are meant ("anything SageMaker").
    anything_of: tuple[str, ...] = ()
    path: tuple[str, ...] = ()
    #: What asks for the one that does not fit.
    exceptions: tuple[str, ...] = ()
    negation: tuple[str, ...] = ()
    #: Words for the parts of a guide.
    headings: tuple[str, ...] = ()
    #: Words between the two sides of a comparison.
    joiners: tuple[str, ...] = ()
    #: What parts the two sides of a comparison that are told in other words, surely and where none of these stands.
    sides: tuple[str, ...] = ()
    parting: tuple[str, ...] = ()
    #: Verbs in front of "not" where it denies what is asked ("which is not"), and words that begin another clause.
    auxiliaries: tuple[str, ...] = ()
    relatives: tuple[str, ...] = ()
    opposites: tuple[tuple[tuple[str, ...], tuple[str, ...]], ...] = ()
    #: Words behind which stands what is spoken of, not what is asked for.
    topics: tuple[str, ...] = ()
    denials: tuple[str, ...] = ()
    #: Words that speak of all or nothing.
    sweeping: tuple[str, ...] = ()
    pronouns: tuple[str, ...] = ()
    follow: tuple[str, ...] = ()
    pick: tuple[str, ...] = ()
    numbers: tuple[str, ...] = ()
    values: tuple[ValueWords, ...] = ()
    #: The word that stands for any thing, when only the wording of a question counts.
    anything: str = "this"

    @cached_property
    def skipped(self) -> frozenset[str]:
        """The words that carry no topic: stop words and words of asking."""
        return frozenset(token.word for phrase in (*self.stop, *self.asking) for token in tokens(phrase))


class Vocabulary(Record):
    """The whole table."""

    types: dict[NodeType, TypeWords]
    relations: dict[Relation, RelationWords]
    #: Other names of a thing, by the name that a guide gives it; used only where the guide has the thing.
    aliases: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    #: What people say when they mean a thing and do not know its name; used only where the guide has the thing.
    glosses: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    #: How people word a question of each shape that no single relation answers; ``{x}`` and ``{y}`` stand for things.
    shapes: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    #: Makers' names that people leave out, longest first ("Amazon SageMaker", "Amazon").
    vendors: tuple[str, ...] = ()
    #: Other makers, of which a guide seldom tells.
    rivals: tuple[str, ...] = ()
    ingest: IngestWords = IngestWords()
    questions: QuestionWords = QuestionWords()


def read_vocabulary(path: Path) -> Vocabulary:
    """Read and check a vocabulary table.

    :raises VocabularyError: If the file is missing, is not TOML, or does not hold together.
    """
    try:
        return Vocabulary.model_validate(tomllib.loads(path.read_text(encoding="utf-8")), strict=False)
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise VocabularyError(f"{path}: {error}") from error
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(str(part) for part in first["loc"])
        raise VocabularyError(f"{path}: {place}: {first['msg']}") from error


@cache
def bundled_vocabulary() -> Vocabulary:
    """The table that comes with the package, kept as JSON in the cache: TOML takes 0.05 s of each start to read.

    :raises VocabularyError: If the table is missing or does not hold together.
    """
    path = data_path("vocabulary.toml")
    try:
        made_from = _sha256(path.read_bytes() + Path(__file__).read_bytes())
    except OSError as error:
        raise VocabularyError(f"{path}: {error}") from error
    content = kept(f"vocabulary-{made_from[:16]}.json", lambda: read_vocabulary(path).model_dump_json().encode())
    return Vocabulary.model_validate_json(content)


def _sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
