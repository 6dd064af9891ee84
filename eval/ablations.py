"""The assistant with one part switched off at a time, to see what each part earns."""

from __future__ import annotations

from typing import TYPE_CHECKING

from eval.outcomes import Answerer

if TYPE_CHECKING:
    from kg.encoder import Encoder
    from kg.store import KnowledgeBase
    from kg.vocabulary import Vocabulary


def ablations(kb: KnowledgeBase, encoder: Encoder, vocabulary: Vocabulary) -> dict[str, Answerer]:
    """An assistant for each part, by the name "no PART"."""
    from kg.assistant import Assistant
    from kg.parts import EVERY

    return {f"no {part.value}": Assistant(kb, encoder, vocabulary, parts=EVERY - {part}) for part in sorted(EVERY)}
