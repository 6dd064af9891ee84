"""Marks off and damage mended, character by character, so that every word still knows where it stood."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ingest.passage import Passage, Source, join
from kg.model import Erratum

#: Groups named ``keep`` stay; the rest of a match is a mark. Order matters: an image before a link. Lengths are
#: bounded, so that a line of nothing but brackets costs no more than its length.
_MARKS = (
    re.compile(r"!\[[^\[\]]{0,300}\]\([^()]{0,500}\)"),
    re.compile(r"<!--.{0,1000}?-->|</?[A-Za-z][^<>]{0,500}>"),
    re.compile(r"\[\[(?:[^\[\]]{0,500}\]\[)?(?P<keep>[^\[\]]{0,300})\]\]"),
    re.compile(r"\[(?P<keep>[^\[\]]{1,300})\]\([^()\s]{0,500}(?:\s+\"[^\"]{0,200}\")?\)"),
    re.compile(r"\[(?P<keep>[^\[\]]{1,300})\]\[[^\[\]]{0,300}\]"),
    re.compile(r"\[!\w+\]"),
    re.compile(r"\*\*|__(?=\S)|(?<=\S)__|`+|~~"),
    re.compile(r"(?<![\w*])\*(?P<keep>[^\s*](?:[^*]*[^\s*])?)\*(?![\w*])"),
    re.compile(r"(?<![\w_])_(?P<keep>[^\s_](?:[^_]*[^\s_])?)_(?![\w_])"),
    re.compile(r"\\(?P<keep>[^\w\s])"),
)
#: A formula's fences. Two of them, or none: a single one is money.
_FENCED = re.compile(r"\$(?P<keep>[^$]*)\$")
#: Emoji, with what joins or colours them, and the blanks behind, but for the sign that forbids. Ticks and stars go in
#: front, any sign at the end; elsewhere they stand for words.
_PICTURES = re.compile(
    r"(?:[\U0001F000-\U0001F6AA\U0001F6AC-\U0001FAFF\uFE0F\u200D]+\s*)+"
    r"|^(?:[✅✔☑⭐★•➡➜]+\s*)+|(?:\s*[\u2600-\u27BF\u2B50\u2B55]+)+(?=[.!]?$)"
)
_WHITE = re.compile(r"\s+")
#: A short capital word run into a participle: a compound whose hyphen fell at the end of a line ("MLpowered").
_LOST_HYPHEN = re.compile(r"\b([A-Z]{2,5})(?=[a-z]{3,}(?:ed|ing|en)\b)")
_BROKEN_WORD = re.compile(r"[A-Za-z]-$")


def clean(passage: Passage) -> Passage:
    """Without bold, code, link, formula and escape marks, white space folded.

    >>> clean(Passage.of(r"**Formula:** \\$a * b\\$  [x](http://y)")).text
    'Formula: a * b x'
    """
    for pattern in (*_MARKS, _FENCED, _PICTURES):
        passage = passage.pick(_kept(pattern, passage.text))
    return fold(passage)


def _kept(pattern: re.Pattern[str], text: str) -> list[tuple[int, int]]:
    spans, at = [], 0
    for match in pattern.finditer(text):
        spans.append((at, match.start()))
        if "keep" in pattern.groupindex:
            spans.append(match.span("keep"))
        at = match.end()
    return [*spans, (at, len(text))]


def fold(passage: Passage) -> Passage:
    """White space folded to single spaces, none at the ends."""
    text, places, at = [], [], 0
    for match in _WHITE.finditer(passage.text):
        text += [passage.text[at : match.start()], " "]
        places += [*passage.places[at : match.start()], passage.places[match.start()]]
        at = match.end()
    return Passage("".join([*text, passage.text[at:]]), (*places, *passage.places[at:])).strip()


def join_lines(lines: Sequence[Passage], words: frozenset[str]) -> Passage:
    """Lines of one paragraph as one; a word broken with a hyphen is made whole when the guide has it elsewhere.

    :param words: Lower-case words that stand unbroken in the guide.
    """
    joined: list[Passage] = []
    for line in (line.strip() for line in lines):
        last = joined[-1] if joined else None
        if line and last and _BROKEN_WORD.search(last.text) and line.text[0].islower():
            whole = last.text.rsplit(" ", 1)[-1][:-1] + line.text.split(" ", 1)[0]
            known = re.sub(r"\W", "", whole).lower() in words
            joined[-1] = join([last[:-1] if known else last, line], glue="")
        elif line:
            joined.append(line)
    return join(joined)


def mend_hyphens(passage: Passage, words: frozenset[str]) -> Passage:
    """Give back a hyphen lost between an acronym that the guide uses and a participle: "MLpowered" is "ML-powered"."""
    for match in reversed([m for m in _LOST_HYPHEN.finditer(passage.text) if m.group(1).lower() in words]):
        passage = passage.put(match.end(), match.end(), "-")
    return passage


def correct(source: Source, number: int, errata: Sequence[Erratum]) -> Passage:
    """A line of the guide as it is meant."""
    line = source.line(number)
    for erratum in errata:
        at = line.text.find(erratum.printed)
        if erratum.line == number and at >= 0:
            line = line.put(at, at + len(erratum.printed), erratum.meant)
    return line


def words_of(lines: Sequence[str]) -> frozenset[str]:
    """Every lower-case word that stands whole in these lines."""
    return frozenset(word.lower() for line in lines for word in re.findall(r"[A-Za-z]+", line))
