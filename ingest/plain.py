"""The outline of plain text, as a PDF leaves it: bullets of many kinds, lost bullets and indents, glued headings."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from ingest.mend import clean, correct, join_lines, mend_hyphens, words_of
from ingest.outline import NAMED_NUMBER, Part, split_label
from ingest.passage import Passage, Source

#: Signs that open an item; an "o" does when a capital or a bold mark follows.
_BULLET = re.compile(r"^\s*(?:[•·▪■□‣◦●○–—*+\-\uf0b7\u2043]|o(?=\s+[A-Z*]))\s+(?=\S)")
_NUMBER = re.compile(r"^\s*(?P<number>(?:\d+(?:\.\d+)*[.)]|\d+(?:\.\d+)+))\s+(?=\S)")
#: A formula on a line of its own.
_FORMULA = re.compile(r"^\s*[A-Za-z][\w ()-]* = \S")
#: Words of the longest term that a line of a glossary opens with ("Primary key: ...").
_MAX_TERM_WORDS = 4
_SENTENCE_END = re.compile(r"[.!?;,]$")
#: Words of the longest heading without a number or a colon; longer lines are prose.
MAX_HEADING_WORDS = 12

#: Ranks of headings, highest first: the document's title, a named number, a number, a bare line, a group, a topic.
TITLE, CHAPTER, SECTION, BARE, GROUP, TOPIC = range(6)


@dataclass(frozen=True)
class Block:
    """Lines that belong together: a paragraph, a bullet or a heading."""

    words: Passage
    indent: int
    bullet: bool
    #: Whether a blank line (or the end of the text) stands before and after.
    alone: tuple[bool, bool]
    label: Passage | None = None
    text: Passage | None = None
    rank: int | None = None


def outline_plain(source: Source, is_field: Callable[[str], bool]) -> Part:
    """The outline of a plain-text guide.

    :param is_field: Whether a label is one that states a relation ("Purpose").
    """
    blocks = [_labelled(block) for block in _blocks(source, is_field)]
    return _nest(_ranked(blocks, is_field), is_field)


def _blocks(source: Source, is_field: Callable[[str], bool]) -> list[Block]:
    words = words_of(source.document.lines)
    blocks: list[tuple[list[Passage], Block]] = []
    blank = True
    for number in range(1, len(source.document.lines) + 1):
        line = correct(source, number, source.document.errata)
        if not line.text.strip():
            blank = True
            if blocks:
                lines, block = blocks[-1]
                blocks[-1] = lines, replace(block, alone=(block.alone[0], True))
            continue
        mark = _BULLET.match(line.text)
        if not mark and not blank and blocks and _continues(line, blocks[-1][0], is_field):
            blocks[-1][0].append(line)
        else:
            indent = len(line.text) - len(line.text.lstrip()) if mark else 0
            body = line[mark.end() :] if mark else line
            blocks.append(([body], Block(body, indent, bool(mark), (blank, False))))
        blank = False
    return [replace(b, words=mend_hyphens(join_lines(ls, words), words)) for ls, b in blocks]


def _continues(line: Passage, before: Sequence[Passage], is_field: Callable[[str], bool]) -> bool:
    """Whether a line without a bullet goes on with the ones before it."""
    label, _ = split_label(line.strip())
    first, last = before[0].text, before[-1].text
    if _NUMBER.match(line.text) or (label and is_field(clean(label).text)):
        return False
    if _FORMULA.match(line.text) or _FORMULA.match(last):
        return False
    return not (_is_term(line) and _is_term(before[0])) and not _heads(first, last, line.text)


def _is_term(line: Passage) -> bool:
    """Whether a line opens with a term and a colon, as a glossary's lines do."""
    label, text = split_label(line.strip())
    return (
        label is not None and bool(text) and len(label.text.split()) <= _MAX_TERM_WORDS and not label.text[0].islower()
    )


def _heads(first: str, last: str, line: str) -> bool:
    """Whether a numbered line is a heading glued to the paragraph below it ("2.1 Joins")."""
    number, same = _NUMBER.match(first), first == last
    if not number or not same or _SENTENCE_END.search(first) or not line[:1].isupper():
        return False
    words = first[number.end() :]
    return len(words.split()) <= MAX_HEADING_WORDS and (words.isupper() or _depth(number) > 1)


def _labelled(block: Block) -> Block:
    label, text = split_label(block.words)
    return replace(block, label=clean(label) if label else None, text=clean(text))


def _ranked(blocks: Sequence[Block], is_field: Callable[[str], bool]) -> list[Block]:
    """Say which blocks are headings, and of which rank."""
    ranked: list[Block] = []
    for i, block in enumerate(blocks):
        number, following = _NUMBER.match(block.words.text), blocks[i + 1] if i + 1 < len(blocks) else None
        if i == 0 and following and block.alone[1] and not block.bullet and not _SENTENCE_END.search(block.words.text):
            block = replace(block, label=clean(block.words), text=None, rank=TITLE)
        elif number and not _is_numbered_heading(blocks, i):
            block = _labelled(replace(block, words=block.words[number.end() :], bullet=True))
        elif number:
            block = replace(block, label=clean(block.words), text=None, rank=SECTION)
        elif NAMED_NUMBER.match(block.words.text) and all(block.alone):
            block = replace(block, rank=CHAPTER)
        elif block.label and not block.text and not is_field(block.label.text) and following:
            nested = following.bullet and block.bullet and following.indent > block.indent
            block = block if nested else replace(block, rank=TOPIC)
        elif all(block.alone) and following and _is_bare_heading(block):
            block = replace(block, label=clean(block.words), text=None, rank=BARE)
        ranked.append(block)
    return [_grouped(ranked, i, is_field) for i in range(len(ranked))]


def _is_numbered_heading(blocks: Sequence[Block], at: int) -> bool:
    """A numbered line is a heading, also when glued to a list, unless the list goes on with the next number."""
    words = blocks[at].words.text
    follower = blocks[at + 1].words.text if at + 1 < len(blocks) else ""
    stands_alone = blocks[at].alone[1] and (blocks[at].alone[0] or blocks[at].bullet)
    stands_alone = stands_alone or (blocks[at].alone[0] and _heads(words, words, "A"))
    number, following = _NUMBER.match(words), _NUMBER.match(follower)
    goes_on = following is not None and not (number and _depth(number) > 1 and _depth(following) == 1)
    return stands_alone and not _SENTENCE_END.search(words) and bool(follower) and not goes_on


def _depth(number: re.Match[str]) -> int:
    """How many levels a number has: two of "4.2"."""
    return len(number["number"].strip(".)").split("."))


def _is_bare_heading(block: Block) -> bool:
    words = block.words.text
    short = len(words.split()) <= MAX_HEADING_WORDS and words[:1].isupper()
    return short and not block.bullet and not block.label and not _SENTENCE_END.search(words)


def _grouped(blocks: Sequence[Block], at: int, is_field: Callable[[str], bool]) -> Block:
    """A topic with no words of its own that opens on a topic, or on items that are topics, is a group of them."""
    block = blocks[at]
    if block.rank != TOPIC or at + 1 == len(blocks):
        return block
    following = blocks[at + 1]
    opens_topic = following.rank == TOPIC
    opens_items = following.rank is None and following.label and following.text and not is_field(following.label.text)
    return replace(block, rank=GROUP) if opens_topic or opens_items else block


class _Tree:
    """Parts under construction: the open ones, outermost first, each with the parts that it has so far."""

    def __init__(self) -> None:
        self.open: list[tuple[tuple[int, int], Part, list[Part]]] = [((-1, 0), Part(), [])]

    def close(self, level: tuple[int, int]) -> None:
        """Close every open part that does not stand above ``level``."""
        while len(self.open) > 1 and self.open[-1][0] >= level:
            _, part, parts = self.open.pop()
            self.open[-1][2].append(replace(part, parts=tuple(parts)))

    def add(self, part: Part, level: tuple[int, int]) -> None:
        self.close(level)
        self.open.append((level, part, []))

    def whole(self) -> Part:
        self.close((0, 0))
        return replace(self.open[0][1], parts=tuple(self.open[0][2]))


#: Levels below the headings: a field of a topic, and items by their indent below it.
_FIELD, _ITEM = TOPIC + 1, TOPIC + 2


def _nest(blocks: Sequence[Block], is_field: Callable[[str], bool]) -> Part:
    tree = _Tree()
    for block in blocks:
        if block.rank is not None:
            tree.add(Part(label=block.label, text=block.text or None, heading=True), (block.rank, 0))
        elif block.label and is_field(block.label.text):
            tree.add(Part(label=block.label, text=block.text or None), (_FIELD, 0))
        elif block.bullet or block.label:
            level = _ITEM if _open_list(tree) else _FIELD
            tree.add(Part(label=block.label, text=block.text or None, item=True), (level, block.indent))
        else:
            tree.add(Part(text=clean(block.words)), (_FIELD, 0))
    return tree.whole()


def _open_list(tree: _Tree) -> bool:
    """Whether a field without words is open, which takes the items that follow."""
    return any(level == (_FIELD, 0) and part.label and not part.text for level, part, _ in tree.open)
