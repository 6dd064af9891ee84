"""BM25 over stems. bm25s is imported in this module only, and without the libraries that it can do without."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bm25s import BM25

#: bm25s takes these if it finds them, and works the same without: 0.15 s of a question's 1 s to import them.
OPTIONAL = ("scipy", "scipy.sparse", "tqdm", "tqdm.auto")


def bm25(texts: Sequence[Sequence[str]]) -> BM25:
    """An index of n texts, each a list of stems; ``get_scores`` of a query's known stems gives n scores.

    Source: Lù, "BM25S: Orders of magnitude faster lexical search via eager sparse scoring", 2024.
    """
    with _hidden(OPTIONAL):
        import bm25s

    model = bm25s.BM25()
    model.index([list(text) or [""] for text in texts], show_progress=False)
    return model


@contextmanager
def _hidden(names: Sequence[str]) -> Iterator[None]:
    """Make modules that nobody has imported yet look as if they were not installed."""
    absent = [name for name in names if name not in sys.modules]
    sys.modules.update(dict.fromkeys(absent))  # type: ignore[arg-type]  # None is how Python marks them
    try:
        yield
    finally:
        for name in absent:
            sys.modules.pop(name, None)
