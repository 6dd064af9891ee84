"""The outline of Markdown, of MDX and of Org: markdown-it-py says where each block stands, the lines give the words."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from markdown_it import MarkdownIt
from markdown_it.tree import SyntaxTreeNode

from ingest.mend import clean, correct, join_lines, mend_hyphens, words_of
from ingest.outline import NAMED_NUMBER, Part, split_label
from ingest.passage import Passage, Source

#: Depth of a paragraph that is one bold line: below the six levels of headings.
_BOLD_LEVEL = 7
_BOLD_LINE = re.compile(r"^(\*\*|__)(?P<label>[^*_]+)\1\s*(?:\([^)]*\))?$")
_MARKED = re.compile(r"^\W{0,4}(?:\*|_)")
_FRONT_MATTER = re.compile(r"^---\s*$")
_MDX_STATEMENT = re.compile(r"^(?:import|export)\s")
_ORG_HEADING = re.compile(r"^(\*+)(?P<state>\s+(?:TODO|DONE|NEXT|WAIT(?:ING)?)\b)?(?=\s)")
_ORG_TERM = re.compile(r"^\s*[-+]\s+.*?(?P<colons>\s+::)(?=\s)")
_ORG_BLOCK = re.compile(r"^\s*#\+begin", re.IGNORECASE), re.compile(r"^\s*#\+end", re.IGNORECASE)
_ORG_DRAWER = re.compile(r"^\s*:[A-Z_]+:\s*$"), re.compile(r"^\s*:END:\s*$")
#: A comment, or what a block of code gave.
_ORG_ASIDE = re.compile(r"^\s*[#:](?:\s|$)")
_ORG_CODE = re.compile(r"(?<![\w=~])([=~])(?P<keep>[^\s=~][^=~]*)\1(?![\w=~])")
#: How a line ends that is not joined with the next; a label is, and a line that breaks off in a phrase.
_HARD_BREAK = re.compile(
    r"(?<!\bwith)(?<!\bto)(?<!\bof)(?<!\band)(?<!\bor)(?<!\bthe)(?<!\ba)(?<!\ban)(?<!\bin)(?<!\bon)(?<!\bfor)"
    r"(?<!\bby)(?<!\bfrom)(?<!\bat)(?<!\bis)(?<!\bare)(?<=[^\s:*_\\,;(])(?:\s{2,}|\\)$"
)
#: What opens a quote that is a remark beside the text, as GitHub shows it.
_ALERT = re.compile(r"^\s*>\s*\[!\w+\]")
_NOTHING = Passage("", ())


def outline_markdown(source: Source, is_field: Callable[[str], bool], *, org: bool = False) -> Part:
    """The outline of a Markdown guide, or of an Org one.

    :param is_field: Whether a label is one that states a relation ("Purpose").
    """
    lines = [correct(source, n, source.document.errata) for n in range(1, len(source.document.lines) + 1)]
    lines = list(_org_lines(lines)) if org else list(_mdx_lines(lines))
    parser = MarkdownIt("commonmark").enable("table").disable("inline")  # marks inside a line are taken off by `clean`
    tree = SyntaxTreeNode(parser.parse("\n".join(line.text for line in lines)))
    reader = _Reader(lines, words_of(source.document.lines), is_field)
    return _nest(list(reader.blocks(tree.children)))


def _mdx_lines(lines: Sequence[Passage]) -> Iterator[Passage]:
    """Blank the front matter and MDX's import and export lines, so that line numbers stay."""
    closing = 0
    if lines and _FRONT_MATTER.match(lines[0].text):
        closing = next((i for i, line in enumerate(lines[1:], 2) if _FRONT_MATTER.match(line.text)), 0)
    for i, line in enumerate(lines):
        yield _NOTHING if i < closing or _MDX_STATEMENT.match(line.text) else line


def _org_lines(lines: Sequence[Passage]) -> Iterator[Passage]:
    """Org's marks as Markdown's, line by line."""
    until: re.Pattern[str] | None = None
    for line in lines:
        ends = until is not None and until.match(line.text)
        for start, end in (_ORG_BLOCK, _ORG_DRAWER):
            if until is None and start.match(line.text):
                until = end
        if until is not None or line.text.lstrip().startswith("#+") or _ORG_ASIDE.match(line.text):
            yield _NOTHING
        else:
            yield _org_line(line)
        until = None if ends else until


def _org_line(line: Passage) -> Passage:
    if heading := _ORG_HEADING.match(line.text):
        stars = heading.end(1)
        return line.put(stars, heading.end(), "").put(0, stars, "#" * min(stars, 6))
    if line.text.lstrip().startswith("|-"):
        return Passage(line.text.replace("+", "|"), line.places)
    if term := _ORG_TERM.match(line.text):
        line = line.put(*term.span("colons"), ":")
    spans, at = [], 0
    for match in _ORG_CODE.finditer(line.text):
        spans += [(at, match.start()), match.span("keep")]
        at = match.end()
    return line.pick([*spans, (at, len(line.text))])


@dataclass(frozen=True)
class _Reader:
    """Blocks of a syntax tree as parts; headings come flat, with their level."""

    lines: Sequence[Passage]
    words: frozenset[str]
    is_field: Callable[[str], bool]

    def blocks(self, nodes: Sequence[SyntaxTreeNode]) -> Iterator[tuple[int | None, Part]]:
        """Each block with its heading level, or None."""
        pending: list[tuple[int | None, Part]] = []
        for node in nodes:
            found = list(self._block(node))
            listed = node.type.endswith("_list") or node.type == "table"
            before = pending[-1][1] if pending else None
            if before and found and _adopts(before, [part for _, part in found], listed=listed):
                pending[-1] = pending[-1][0], replace(before, parts=(*before.parts, *(part for _, part in found)))
            else:
                pending += found
        yield from pending

    def _block(self, node: SyntaxTreeNode) -> Iterator[tuple[int | None, Part]]:
        if node.type == "heading":
            title = clean(self._inline(node))
            named = NAMED_NUMBER.match(title.text)
            text = title[named.end() + 1 :].strip() if named else None
            if title:
                yield int(node.tag[1]), Part(label=title[: named.end()] if named else title, text=text, heading=True)
        elif node.type == "paragraph" and not self._is_table_left_over(node):
            yield from self._paragraph(node)
        elif node.type in ("bullet_list", "ordered_list"):
            numbered = node.type == "ordered_list"
            yield from ((None, replace(self._item(item), numbered=numbered)) for item in node.children)
        elif node.type == "table":
            yield from ((None, row) for row in self._rows(node))
        elif node.type == "blockquote":
            # A bold line in a quote heads what stands in the quote, not what follows it.
            parts = _nest(list(self.blocks(node.children))).parts
            first = self._line(node, 0).text
            yield from ((None, replace(part, remark=bool(_ALERT.match(first)))) for part in parts)

    def _is_table_left_over(self, node: SyntaxTreeNode) -> bool:
        """Whether a paragraph is rows of a table that has no head."""
        return all(line.text.startswith("|") for line in self._inline_lines(node))

    def _paragraph(self, node: SyntaxTreeNode) -> Iterator[tuple[int | None, Part]]:
        chunks = list(self._chunks(node))
        for chunk in chunks:
            title = clean(chunk)
            bold = len(chunks) == 1 and _BOLD_LINE.match(chunk.text) and not title.text.endswith(":")
            if bold and not self.is_field(title.text):
                yield _BOLD_LEVEL, Part(label=title, heading=True)
            elif part := self._part(chunk):
                yield None, part

    def _part(self, words: Passage) -> Part | None:
        label, text = split_label(words)
        label = clean(label) if label else None
        bold = None if label else _BOLD_LINE.match(words.text)
        if bold:
            label, text = clean(words).strip(": "), _NOTHING
        text = clean(text)
        return Part(label=label or None, text=text or None) if label or text else None

    def _item(self, node: SyntaxTreeNode) -> Part:
        parts = [part for _, part in self.blocks(node.children)]
        if not parts:
            return Part()
        first, *rest = parts
        return replace(first, heading=False, item=True, parts=(*first.parts, *rest))

    def _rows(self, node: SyntaxTreeNode) -> Iterator[Part]:
        """A part for each row, under the cell of the first column whose cells all differ."""
        head, *body = [[clean(c) for c in self._cells(row)] for part in node.children for row in part.children]
        columns = range(len(head))
        differ = (i for i in columns if len({row[i].text for row in body if i < len(row)}) == len(body))
        first = next(differ, 0)
        for row in body:
            if first < len(row) and row[first]:
                fields = (Part(label=head[i], text=row[i]) for i in columns if i != first and i < len(row))
                kept = tuple(f for f in fields if f.label and f.text)
                yield Part(label=row[first], text=head[first] or None, parts=kept, row=True)

    def _cells(self, row: SyntaxTreeNode) -> Iterator[Passage]:
        line, at = self.lines[(row.map or (0, 0))[0]], 0
        for cell in row.children:
            content = cell.children[0].content if cell.children else ""
            found = line.text.find(content, at)
            at = max(at, found)
            yield line[found : found + len(content)] if found >= 0 else _NOTHING
            at += len(content)

    def _inline_lines(self, node: SyntaxTreeNode) -> Iterator[Passage]:
        inline = node.children[0] if node.children else None
        for i, content in enumerate(inline.content.split("\n") if inline else ()):
            line = self._line(node, i)
            at = line.text.find(content.strip())
            yield line[at : at + len(content.strip())] if at >= 0 else line.strip()

    def _line(self, node: SyntaxTreeNode, number: int) -> Passage:
        """A node's line of this number, from 0, as it is printed."""
        at = (node.map or (0, 0))[0] + number
        return self.lines[at] if 0 <= at < len(self.lines) else _NOTHING

    def _inline(self, node: SyntaxTreeNode) -> Passage:
        return mend_hyphens(join_lines(list(self._inline_lines(node)), self.words), self.words)

    def _chunks(self, node: SyntaxTreeNode) -> Iterator[Passage]:
        """A paragraph's statements: a line that opens with a marked or known label starts a new one, and so does one
        that opens with a capital after a hard break.
        """
        chunk: list[Passage] = []
        for i, line in enumerate(self._inline_lines(node)):
            label, _ = split_label(line)
            begins = label and (_MARKED.match(label.text) or self.is_field(clean(label).text))
            broken = line.text[:1].isupper() and _HARD_BREAK.search(self._line(node, i - 1).text)
            if chunk and (begins or broken):
                yield self._joined(chunk)
                chunk = []
            chunk.append(line)
        yield self._joined(chunk)

    def _joined(self, lines: Sequence[Passage]) -> Passage:
        """Lines as one; a bold first line is the label of those that follow."""
        if len(lines) > 1 and _BOLD_LINE.match(lines[0].text) and not lines[0].text.rstrip("*_").endswith(":"):
            first = lines[0].put(len(lines[0].text), len(lines[0].text), ":")
            lines = [first, *lines[1:]]
        return mend_hyphens(join_lines(lines, self.words), self.words)


def _adopts(before: Part, parts: Sequence[Part], *, listed: bool) -> bool:
    """Whether a label without words ("**Examples:**") takes the list or the paragraph that follows it."""
    if before.heading or before.row or before.text or not before.label:
        return False
    return listed or (not before.parts and not any(part.label or part.heading for part in parts))


def _nest(blocks: Sequence[tuple[int | None, Part]]) -> Part:
    """Put every block under the heading that it stands below."""
    stack: list[tuple[int, Part, list[Part]]] = [(0, Part(), [])]

    def close(level: int) -> None:
        while stack[-1][0] >= level:
            _, part, parts = stack.pop()
            stack[-1][2].append(replace(part, parts=(*part.parts, *parts)))

    for level, part in blocks:
        if level is None:
            stack[-1][2].append(part)
        else:
            close(level)
            stack.append((level, part, []))
    close(1)
    return replace(stack[0][1], parts=tuple(stack[0][2]))
