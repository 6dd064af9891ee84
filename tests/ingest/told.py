"""Facts and second names of a document in the shape in which a test states them."""

from __future__ import annotations

from ingest.facts import facts_of
from kg.model import Document
from kg.vocabulary import Vocabulary


def told(document: Document, vocabulary: Vocabulary) -> list[str]:
    """Each fact as "subject RELATION object", with its qualifier in parentheses, in the order of the guide."""
    facts, _, _ = facts_of([document], vocabulary)
    return [f"{f.subject} {f.relation} {f.object}" + (f" ({f.qualifier})" if f.qualifier else "") for f in facts]


def aliases(document: Document, vocabulary: Vocabulary) -> dict[str, tuple[str, ...]]:
    """The second names of each thing."""
    _, nodes, _ = facts_of([document], vocabulary)
    return {node.name: node.aliases for node in nodes}
