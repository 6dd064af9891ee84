from __future__ import annotations

import pytest

from kg.lexicon import Lexicon
from kg.model import Node, NodeType
from kg.text import tokens
from kg.vocabulary import Vocabulary

NODES = (
    Node(id="concept:tea", name="Tea", type=NodeType.CONCEPT),
    Node(id="concept:green", name="Green tea", type=NodeType.CONCEPT, aliases=("sencha",)),
    Node(id="stage:steeping", name="Steeping", type=NodeType.STAGE),
)


@pytest.fixture(scope="module")
def lexicon(vocabulary: Vocabulary) -> Lexicon:
    """The names of a guide of tea."""
    return Lexicon(NODES, ["Green tea needs a short steeping in a porcelain teapot."], vocabulary)


def _found(lexicon: Lexicon, text: str) -> list[tuple[str, bool]]:
    return [(mention.name, mention.weak) for mention in lexicon.mentions(tokens(text))]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("green teas or tea?", [("Green tea", False), ("Tea", False)]),
        ("Is SENCHA nice?", [("Green tea", False)]),
        ("it steeps", [("Steeping", True)]),
        ("coffee", []),
    ],
)
def test_mentions(lexicon: Lexicon, text: str, found: list[tuple[str, bool]]) -> None:
    """The longest name wins, second names count, and a word of the same stem is only a weak mention."""
    assert _found(lexicon, text) == found


def test_mending_changes_only_unknown_words(lexicon: Lexicon) -> None:
    """A misspelt word of the guide is mended; good English and what looks like no word of the guide stay."""
    assert lexicon.mend("a porcelian taepot, my dear Zxqvw") == "a porcelain teapot, my dear Zxqvw"
