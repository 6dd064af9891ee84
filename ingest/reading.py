"""Which reader a guide needs."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import PurePath

from ingest.markdown import outline_markdown
from ingest.outline import Part, with_dash_labels
from ingest.passage import Source
from ingest.plain import outline_plain
from kg.model import Document

#: A text file with this many Markdown headings is Markdown.
MARKDOWN_HEADINGS = 2
_ATX = re.compile(r"^#{1,6} \S")


def outline(document: Document, is_field: Callable[[str], bool]) -> tuple[Source, Part]:
    """A document's outline, and the source to cite it from."""
    source = Source(document)
    suffix = PurePath(document.name).suffix.lower()
    headings = sum(bool(_ATX.match(line)) for line in document.lines)
    marked = suffix in (".md", ".mdx", ".markdown") or headings >= MARKDOWN_HEADINGS
    if suffix == ".org":
        root = outline_markdown(source, is_field, org=True)
    else:
        root = outline_markdown(source, is_field) if marked else outline_plain(source, is_field)
    return source, with_dash_labels(root)
