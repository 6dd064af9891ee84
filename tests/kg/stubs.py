"""A small world for tests that need no real model: an encoder that hashes, a guide of a few facts."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from kg.model import Document, Entry, EntryKind, Fact, Node, NodeType, Relation, Span
from kg.store import KnowledgeBase, make_base

SIZE = 8


class HashEncoder:
    """Unit vectors drawn from each text's own digest; ``seen`` holds what it was asked for."""

    name, digest = "hash", "0" * 64

    def __init__(self) -> None:
        self.seen: list[str] = []

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        self.seen.extend(texts)
        return np.stack([_vector(text) for text in texts])


def _vector(text: str) -> NDArray[np.float32]:
    seed = int.from_bytes(hashlib.sha256(text.encode()).digest()[:8])
    vector = np.random.default_rng(seed).standard_normal(SIZE)
    return (vector / np.linalg.norm(vector)).astype(np.float32)


GUIDE = Document(name="tea.md", sha256="1" * 64, lines=("# Tea", "Brewing uses a kettle (900 °C).", "A kettle: boils"))


def fact(subject: str, relation: Relation, object_: str, *, line: int = 2, text: bool = False) -> Fact:
    """A fact of the small guide, told by one of its lines."""
    return Fact(
        subject=subject,
        subject_type=NodeType.CONCEPT,
        relation=relation,
        object=object_,
        object_type=NodeType.TEXT if text else NodeType.CONCEPT,
        source=Span(
            document=GUIDE.name, section=("Tea", "Brewing"), start_line=line, end_line=line, quote=GUIDE.lines[line - 1]
        ),
    )


def node(name: str, *aliases: str) -> Node:
    """A concept of that name."""
    return Node(id=f"concept:{name}", name=name, type=NodeType.CONCEPT, aliases=aliases)


FACTS = (
    fact("brewing", Relation.USES_TECHNIQUE, "kettle"),
    fact("kettle", Relation.PART_OF, "kitchen"),
    fact("kitchen", Relation.PART_OF, "house"),
    fact("brewing", Relation.HAS_EXAMPLE, "house"),
    fact("brewing", Relation.HAS_EXAMPLE, "house", line=3),
    fact("kettle", Relation.HAS_PURPOSE, 'boils "water", & more', line=3, text=True),
    fact("garden", Relation.HAS_PURPOSE, 'boils "water", & more', line=3, text=True),
)
NODES = (*map(node, ("brewing", "kitchen", "house", "garden")), node("kettle", "boiler, large", "pot"))


def small_base() -> KnowledgeBase:
    """A knowledge base of the small guide."""
    told = [Entry(kind=EntryKind.FACT, text=f"{f.subject} {f.relation} {f.object}", facts=(f.id,)) for f in FACTS]
    encoder = HashEncoder()
    vectors = encoder.encode([entry.text for entry in told])
    return make_base(FACTS, NODES, [GUIDE], told, vectors, encoder=encoder)
