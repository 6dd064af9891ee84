"""The parts of the engine that can be switched off, to see what each earns."""

from __future__ import annotations

from enum import StrEnum


class Part(StrEnum):
    """A part of the engine."""

    GRAPH = "graph"
    VECTORS = "vectors"
    TYPES = "types"
    ALIASES = "aliases"


EVERY = frozenset(Part)
