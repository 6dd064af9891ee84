"""What an operation on the graph finds: the things that answer, the facts that prove it, and how to say it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from kg.candidates import Candidate
from kg.model import Fact

#: A chain of facts, each walked from its subject to its object; the proof of one item.
Proof = tuple[Fact, ...]


@dataclass(frozen=True)
class Finding:
    """The result of one operation.

    ``items`` are names, best first; ``proofs`` are chains of facts, the most telling first; ``text`` is the sentence.
    ``score`` in [0, 1] says how well the question was met; ``text`` is None when the facts speak for themselves.
    """

    kind: str
    items: tuple[str, ...]
    proofs: tuple[Proof, ...]
    score: float
    text: str | None = None
    choice: tuple[str, ...] = ()
    reasons: dict[str, str] = field(default_factory=dict)
    read_as: str | None = None
    #: The candidate that was chosen, where one was.
    candidate: Candidate | None = None

    @property
    def facts(self) -> tuple[Fact, ...]:
        """The facts of the proofs, without repeats, in order."""
        return tuple(dict.fromkeys(fact for proof in self.proofs for fact in proof))


def proofs_of(facts: Sequence[Fact]) -> tuple[Proof, ...]:
    """Each fact as a proof of its own."""
    return tuple((fact,) for fact in dict.fromkeys(facts))


def unstated(kind: str) -> Finding:
    """The finding that the guide does not state what was asked, so that no other operation need try."""
    return Finding(kind, (), (), 0.0)
