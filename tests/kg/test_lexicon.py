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
    Node(id="stage:warming", name="Pot Warming", type=NodeType.STAGE),
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
        ("when I warm pots", [("Pot Warming", False)]),
        ("what of warmed pots?", []),
    ],
)
def test_mentions(lexicon: Lexicon, text: str, found: list[tuple[str, bool]]) -> None:
    """The longest name wins, second names count, the same stem is a weak mention, what is done is its stage."""
    assert _found(lexicon, text) == found


def test_mending_changes_only_unknown_words(lexicon: Lexicon) -> None:
    """A misspelt word of the guide is mended; good English and what looks like no word of the guide stay."""
    assert lexicon.mend("a porcelian taepot, my dear Zxqvw") == "a porcelain teapot, my dear Zxqvw"


def test_products_that_the_guide_lacks_are_strange(vocabulary: Vocabulary) -> None:
    """A capitalised word behind a maker names a product, though the guide has the word; it is not mended to one."""
    nodes = (Node(id="service:amazon_kettle", name="Amazon Kettle", type=NodeType.SERVICE),)
    lexicon = Lexicon(nodes, ["Pour the water from Amazon Kettle into porcelain teapots."], vocabulary)

    def strange(text: str) -> list[str]:
        return lexicon.strange(text, lexicon.mentions(tokens(text)))

    assert strange("What does Amazon Porcelain do?") == ["Porcelain"]
    assert not strange("What does Amazon Kettle do with porcelain?")
    assert lexicon.mend("What does Amazon Porcelan do?") == "What does Amazon Porcelan do?"
    assert lexicon.mend("What does Amazon Ketle do with porcelan?") == "What does Amazon kettle do with porcelain?"
