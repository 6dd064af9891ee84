from __future__ import annotations

import pytest

from ingest.names import Names, key
from kg.model import Document
from kg.vocabulary import Vocabulary
from tests.ingest.told import aliases, told

VENDORS = ("Acme Cloud", "Cloud", "Acme")


@pytest.mark.parametrize(
    ("one", "other"),
    [("Jupyter Notebooks", "jupyter notebook"), ("Pre-trained", "pre trained"), ("the Categories", "category")],
)
def test_spellings_of_one_name_share_a_key(one: str, other: str) -> None:
    """Case, hyphens, articles and a plural do not make another name."""
    assert key(one) == key(other)


def test_second_names_never_reach_a_third() -> None:
    """A name bound to two things is dropped, and a thing's own name is never another's second name."""
    names = Names(VENDORS)
    for name in ("Recall", "Precision", "Score"):
        names.add(name)
    names.bind("hit rate", "Recall")
    names.bind("hit rate", "Precision")
    names.bind("Score", "Recall")

    assert names.resolve("hit rate") == "hit rate"
    assert names.resolve("score") == "Score"
    assert names.aliases == {"Recall": []}


def test_a_product_has_one_name_with_and_without_its_maker(vocabulary: Vocabulary) -> None:
    """The fullest form that the guide prints stands for a product; shorter ones are its second names."""
    makers = vocabulary.model_copy(update={"vendors": VENDORS})
    guide = (
        "# Guide",
        "## Boiling",
        "- Tools: Acme Cloud Kettle, Cloud Kettle (for tea), Acme Glue, glue for cups, Cloud Lid",
    )
    document = Document(name="guide.md", sha256="0", lines=guide)
    facts = told(document, makers)

    assert "Boiling USES_SERVICE Acme Cloud Kettle" in facts
    assert "Boiling USES_SERVICE Cloud Kettle" not in facts
    assert "Cloud Lid PART_OF Acme Cloud" in facts
    assert aliases(document, makers)["Acme Cloud Kettle"] == ("Cloud Kettle",)
    assert aliases(document, makers)["Acme Glue"] == ("Glue",)


def test_acronyms_and_second_names_come_from_the_guide(vocabulary: Vocabulary) -> None:
    """A heading's parenthesis, an acronym written out, and a slash give second names."""
    guide = (
        "# Guide",
        "## Water Boiling Point (WBP)",
        "- Purpose: Heat.",
        "## Recall (Sensitivity)",
        "- Purpose: Find.",
        "## Tea (for guests)",
        "- Purpose: Drink. Mix GFT (Green Fine Tea) in.",
        "## Cup/Mug",
        "- Purpose: Hold.",
    )
    second = aliases(Document(name="guide.md", sha256="0", lines=guide), vocabulary)

    assert second["Water Boiling Point"] == ("WBP",)
    assert second["Recall"] == ("Sensitivity",) or "Sensitivity" in second["Recall"]
    assert second["Tea"] == ()
    assert second["Cup/Mug"] == ("Cup", "Mug")
