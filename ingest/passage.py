"""Text that remembers where it stood: the thread from a fact back to the lines of its guide."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from kg.model import Document, Span


@dataclass(frozen=True)
class Passage:
    """Words of a guide, mended and without marks; ``places[i]`` is where ``text[i]`` stood in the joined lines.

    >>> words = Passage.of("a  (b)", start=10)
    >>> words[3:6].text, words[3:6].places
    ('(b)', (13, 14, 15))
    """

    text: str
    places: tuple[int, ...]

    @classmethod
    def of(cls, text: str, *, start: int = 0) -> Passage:
        """A passage of characters that stood side by side."""
        return cls(text, tuple(range(start, start + len(text))))

    def __getitem__(self, part: slice) -> Passage:
        return Passage(self.text[part], self.places[part])

    def __bool__(self) -> bool:
        return bool(self.text)

    def __str__(self) -> str:
        return self.text

    def strip(self, marks: str | None = None) -> Passage:
        """Without white space (or ``marks``) at either end."""
        left = len(self.text) - len(self.text.lstrip(marks))
        return self[left : max(left, len(self.text.rstrip(marks)))]

    def without(self, pattern: re.Pattern[str], *, group: int = 0) -> Passage:
        """With every match (or its group) cut out."""
        return self.pick(_gaps([m.span(group) for m in pattern.finditer(self.text)], len(self.text)))

    def pick(self, spans: Sequence[tuple[int, int]]) -> Passage:
        """Only the characters of these spans, in order."""
        text = "".join(self.text[a:b] for a, b in spans)
        return Passage(text, tuple(place for a, b in spans for place in self.places[a:b]))

    def put(self, start: int, end: int, text: str) -> Passage:
        """With ``text[start:end]`` read as other words; they stand where the old ones stood.

        >>> Passage.of("MLpowered").put(2, 2, "-").text
        'ML-powered'
        """
        last = max(start, end - 1)
        anchor = self.places[min(start, len(self.places) - 1)]
        final = self.places[min(last, len(self.places) - 1)]
        places = tuple(min(anchor + i, final) for i in range(len(text)))
        if places and end > start:
            places = (*places[:-1], final)
        return Passage(self.text[:start] + text + self.text[end:], self.places[:start] + places + self.places[end:])

    def find(self, pattern: re.Pattern[str]) -> Iterator[tuple[re.Match[str], Passage]]:
        """Each match, with the passage that it covers."""
        for match in pattern.finditer(self.text):
            yield match, self[match.start() : match.end()]


def _gaps(spans: Sequence[tuple[int, int]], end: int) -> list[tuple[int, int]]:
    """What the spans leave of ``range(end)``."""
    edges = [0, *(edge for span in spans for edge in span), end]
    return list(zip(edges[::2], edges[1::2], strict=True))


def join(passages: Sequence[Passage], *, glue: str = " ") -> Passage:
    """Passages one after the other; the glue stands at the end of the one before."""
    passages = [passage for passage in passages if passage]
    places: list[int] = []
    for passage in passages:
        places += places[-1:] * len(glue)
        places += passage.places
    return Passage(glue.join(passage.text for passage in passages), tuple(places))


@dataclass(frozen=True)
class Source:
    """A document's lines as one string, to cite passages of it."""

    document: Document
    flat: str = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "flat", "\n".join(self.document.lines))

    @cached_property
    def starts(self) -> tuple[int, ...]:
        """Where each line starts in ``flat``."""
        starts, at = [], 0
        for line in self.document.lines:
            starts.append(at)
            at += len(line) + 1
        return tuple(starts)

    def line(self, number: int) -> Passage:
        """The 1-based line."""
        return Passage.of(self.document.lines[number - 1], start=self.starts[number - 1])

    def line_of(self, place: int) -> int:
        """The 1-based line of a place."""
        return bisect_right(self.starts, place)

    def span(self, *passages: Passage, section: tuple[str, ...] = ()) -> Span:
        """Cite the lines of all passages, and quote the last one as it is printed, white space folded."""
        quoted = passages[-1]
        first = min(p.places[0] for p in passages)
        last = max(p.places[-1] for p in passages)
        quote = " ".join(self.flat[quoted.places[0] : quoted.places[-1] + 1].split())
        return Span(
            document=self.document.name, section=section, quote=quote,
            start_line=self.line_of(first), end_line=self.line_of(last),
        )  # fmt: skip
