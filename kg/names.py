"""What each thing is called: its names, and the glosses that students would use for it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property

from kg.model import Entry, EntryKind, Node
from kg.text import stems


class Names:
    """The names and glosses of nodes, and their stems, which are kept."""

    def __init__(self, nodes: Mapping[str, Node], entries: Sequence[Entry]) -> None:
        self._nodes, self._entries = nodes, entries
        self._stems: dict[str, frozenset[str]] = {}

    def of(self, name: str) -> tuple[str, ...]:
        """A thing's names and glosses; a literal is its own name."""
        node = self._nodes.get(name)
        names = (node.name, *node.aliases) if node else (name,)
        joined = (written.replace("-", "") for written in names if "-" in written)  # "preprocessing"
        return (*names, *joined, *self._glosses.get(name, ()))

    def stems_of(self, name: str) -> frozenset[str]:
        """The stems of a thing's names and glosses."""
        if name not in self._stems:
            self._stems[name] = frozenset(stem for text in self.of(name) for stem in stems(text))
        return self._stems[name]

    @cached_property
    def _glosses(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for entry in self._entries:
            if entry.kind is EntryKind.GLOSS and entry.node:
                found.setdefault(entry.node, []).append(entry.text)
        return found
