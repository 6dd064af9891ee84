"""An outline: what stands under what in a guide, whatever the file's habits were."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from ingest.passage import Passage

#: Words of the longest label; a longer run before a colon is a sentence.
MAX_LABEL_WORDS = 10
#: "Chapter 2: ...", "Task Statement 1.3: ...": a heading over the numbered ones.
NAMED_NUMBER = re.compile(r"^[A-Z]\w+(?: [A-Z]\w+)? \d+(?:\.\d+)*(?=:)")


@dataclass(frozen=True)
class Part:
    """A heading, a field, an item or a paragraph, and what stands under it.

    ``label`` is a heading's title or the words before a colon; ``text`` is what follows, or the whole where there is
    no label.
    """

    label: Passage | None = None
    text: Passage | None = None
    parts: tuple[Part, ...] = ()
    heading: bool = False
    #: Whether it is an item of a list, and so one thing, however many commas it has.
    item: bool = False
    #: Whether the list that it is an item of is numbered.
    numbered: bool = False
    #: A table's row: ``text`` is its first column's name and each part a cell under its column's name.
    row: bool = False
    #: A remark beside the text: it is about what stands above it only if it names that.
    remark: bool = False

    def walk(self) -> Iterator[Part]:
        """This part and all under it, in the order of the guide."""
        yield self
        for part in self.parts:
            yield from part.walk()


def show(part: Part, *, depth: int = 0) -> str:
    """The outline as indented lines, to read and to compare: ``# heading``, ``label: text`` and ``- text``."""
    label, text = (part.label.text if part.label else None), (part.text.text if part.text else "")
    if part.row:
        line = f"| {label or ''} ({text})"
    elif part.heading:
        line = f"# {label}" + (f": {text}" if text else "")
    else:
        line = f"{label}: {text}".strip() if label is not None else f"- {text}"
    own = ["  " * depth + line] if label is not None or part.text else []
    return "\n".join([*own, *(show(p, depth=depth + bool(own)) for p in part.parts)])


_LABEL = re.compile(
    r"""^(?P<label>(?:\*\*|__|\*|_)?["“(]?\W{0,4}[A-Za-z0-9$\\][^:]*?)
        (?:(?P<bold>\*\*|__)\s*:|:\s*(?:\*\*|__|\*(?!\*)|_(?!_)|)(?=\s|$))""",
    re.VERBOSE,
)
_DASH_LABEL = re.compile(
    r"^(?P<label>(?:\*\*|__)(?:(?!\*\*|__).){1,80}(?:\*\*|__)(?:\s*\([^)]*\))?)\s*(?:—|–|--?|=|→)\s+(?=\S)"
)
#: "**Collect the data.** Pull it from ...": a bold sentence of a few words leads what follows.
_BOLD_LEAD = re.compile(r"^(?P<label>(?:\*\*|__)(?:(?!\*\*|__)[^.!?:]){1,60})\.(?:\*\*|__)\s+(?=\S)")
_NO_LABEL = re.compile(r"[.!?;](?:\s|$)|https?$")


def split_label(passage: Passage) -> tuple[Passage | None, Passage]:
    """A label and what follows it, marks still on: "**Purpose:** Cleaning data" or "**Token** — a unit of text".

    >>> [part.text for part in split_label(Passage.of("Purpose: Cleaning data"))]
    ['Purpose', 'Cleaning data']
    """
    for pattern in (_DASH_LABEL, _BOLD_LEAD, _LABEL):
        match = pattern.match(passage.text)
        if match and _is_label(match.group("label")):
            start, end = match.span("label")
            return passage[start:end], passage[match.end() :].strip()
    return None, passage


#: "Sampling bias — the data are skewed": a label without a mark, which only the items beside it show to be one.
_PLAIN_DASH = re.compile(r"^(?P<label>[A-Z0-9][^—–:;.!?]{1,60}?)\s+(?:—|–|--?)\s+(?=\S)")
#: Words of the longest such label.
_MAX_PLAIN_WORDS = 5


def with_dash_labels(part: Part) -> Part:
    """A part in whose lists a dash parts name and words, where it does so in every item that has no label."""
    parts = [with_dash_labels(p) for p in part.parts]
    bare = [(i, p.text) for i, p in enumerate(parts) if p.item and p.text and not p.label]
    found = [(i, text, match) for i, text in bare if (match := _PLAIN_DASH.match(text.text))]
    if 2 <= len(bare) == len(found) and all(len(m["label"].split()) <= _MAX_PLAIN_WORDS for _, _, m in found):
        for i, text, match in found:
            parts[i] = replace(parts[i], label=text[: match.end("label")], text=text[match.end() :].strip())
    return replace(part, parts=tuple(parts))


def _is_label(text: str) -> bool:
    bare = re.sub(r"\([^)]*\)|[*_`]", "", text)
    if text.count("(") != text.count(")"):
        return False
    return 0 < len(bare.split()) <= MAX_LABEL_WORDS and not _NO_LABEL.search(bare)
