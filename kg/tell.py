"""Facts told as sentences and asked for as questions: what the index holds.

A question lies nearer to another question that has the same answer than to the answer itself, so each fact is
indexed in both moods. Source of the idea: Gao et al., "Precise Zero-Shot Dense Retrieval without Relevance
Labels", ACL 2023, turned round: questions for the facts are made once, when the base is built.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from kg.book import is_use, unique
from kg.model import Document, Entry, EntryKind, Fact, Node, Relation
from kg.text import without
from kg.vocabulary import Vocabulary

#: Characters of a literal that stand in a question; the rest says nothing new about which literal it is.
LITERAL_LENGTH = 160


def entries(
    facts: Sequence[Fact], nodes: Iterable[Node], documents: Sequence[Document], vocabulary: Vocabulary
) -> tuple[Entry, ...]:
    """Every sentence that the index holds, without repeats: those that have facts first, by kind and text.

    :param facts: All facts of the base.
    :param nodes: All nodes; their aliases join the passages.
    :param documents: The guides that the facts cite.
    :returns: Facts as statements, as questions for either end, and the passages that state them.
    """
    found: dict[tuple[EntryKind, str], list[str]] = defaultdict(list)
    for fact in facts:
        found[EntryKind.FACT, statement(fact, vocabulary)].append(fact.id)
        for kind, text in (*_questions(fact, vocabulary), *_use_questions(fact, vocabulary)):
            found[kind, text].append(fact.id)
    for text, ids in _passages(facts, documents):
        found[EntryKind.PASSAGE, text].extend(ids)
    told = [Entry(kind=kind, text=text, facts=tuple(unique(ids))) for (kind, text), ids in found.items()]
    return tuple(
        sorted(
            [*told, *_glosses(nodes, vocabulary), *_wordings(vocabulary)],
            key=lambda e: (not e.facts, e.kind, e.text, e.node or ""),
        )
    )


#: Share of the nodes that must have glosses: where few have any, these would be found for what others are.
GLOSSED = 0.2


def _glosses(nodes: Iterable[Node], vocabulary: Vocabulary) -> Iterable[Entry]:
    nodes = tuple(nodes)
    enough = sum(node.name in vocabulary.glosses for node in nodes) >= GLOSSED * len(nodes)
    for node in nodes:
        texts = (node.name, *node.aliases, *(vocabulary.glosses.get(node.name, ()) if enough else ()))
        for text in unique(without(text, vocabulary.vendors) for text in texts):
            yield Entry(kind=EntryKind.GLOSS, text=text, facts=(), node=node.name)


def _wordings(vocabulary: Vocabulary) -> Iterable[Entry]:
    words = vocabulary.relations
    asks = {wording_for(relation): entry.asks for relation, entry in words.items()}
    back = {wording_for(relation, back=True): entry.asks_back for relation, entry in words.items()}
    for asked, texts in {**asks, **back, **vocabulary.shapes}.items():
        for text in unique(texts):
            told = text.format(x=vocabulary.questions.anything, y=vocabulary.questions.anything)
            yield Entry(kind=EntryKind.WORDING, text=told, facts=(), node=asked)


def wording_for(relation: Relation, *, back: bool = False) -> str:
    """The name of what a question for an object of a relation asks for; ``back`` for its subject."""
    return f"{relation}^-1" if back else str(relation)


def statement(fact: Fact, vocabulary: Vocabulary) -> str:
    """A fact as a sentence, with its qualifier."""
    text = vocabulary.relations[fact.relation].tell.format(subject=fact.subject, object=fact.object)
    return f"{text.rstrip('.')} ({fact.qualifier})." if fact.qualifier else text


def _questions(fact: Fact, vocabulary: Vocabulary) -> Iterable[tuple[EntryKind, str]]:
    words = vocabulary.relations[fact.relation]
    kinds = vocabulary.types[fact.subject_type].words
    for template in words.ask_object:
        yield EntryKind.ASK_OBJECT, template.format(subject=fact.subject)
    for template in words.ask_subject:
        literal = fact.object[:LITERAL_LENGTH]
        yield EntryKind.ASK_SUBJECT, template.format(object=literal, type=kinds[0] if kinds else "thing")


def _use_questions(fact: Fact, vocabulary: Vocabulary) -> Iterable[tuple[EntryKind, str]]:
    """A qualified use of a service says what the service does: "(for data integration)"."""
    if is_use(fact):
        for template in vocabulary.relations[Relation.SERVICE_DOES].ask_object:
            yield EntryKind.ASK_OBJECT, template.format(subject=fact.object)


def _passages(facts: Iterable[Fact], documents: Iterable[Document]) -> Iterable[tuple[str, list[str]]]:
    """The lines of the guides that state facts, under their headings, with those facts."""
    lines = {document.name: document.lines for document in documents}
    spans: dict[tuple[str, int, int], list[Fact]] = defaultdict(list)
    for fact in facts:
        if fact.relation is not Relation.NEXT_STAGE:
            spans[fact.source.document, fact.source.start_line, fact.source.end_line].append(fact)
    for (document, start, end), stated in sorted(spans.items()):
        heading = " › ".join(stated[0].source.section[-2:])
        words = " ".join(" ".join(lines[document][start - 1 : end]).replace("**", "").split())
        yield f"{heading}: {words.lstrip('•-o ')}", [fact.id for fact in stated]
