"""Guides to a knowledge base on disk: the one place where files, the encoder and the store meet.

What can be reused is: facts are extracted anew each time (milliseconds), sentences that the standing base already
holds keep their vectors, so a run over unchanged guides embeds nothing.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

import kg
from ingest.read import find_guides, read_document
from kg.encoder import Encoder, reference_encoder
from kg.errors import KnowledgeBaseError
from kg.index import Vectors
from kg.model import Document
from kg.resources import cache_path, data_path
from kg.store import load, make_base, read_manifest, save, verify
from kg.tell import entries
from kg.vocabulary import Vocabulary, bundled_vocabulary

if TYPE_CHECKING:
    from ingest.check import Report

#: Called with what is being done, how much of it is done, and how much there is.
Progress = Callable[[str, int, int], None]
#: Sentences between two calls of the progress function: about a second of work.
CHUNK = 64


def build(
    paths: Iterable[Path],
    directory: Path,
    *,
    encoder: Encoder,
    vocabulary: Vocabulary,
    progress: Progress | None = None,
) -> Report:
    """Read the guides that ``paths`` name and write their knowledge base to ``directory``.

    :param paths: Guides, or directories of them.
    :param directory: Gets exactly these guides; an older base there is replaced, and lends its vectors.
    :param encoder: Loaded only if a sentence is new.
    :returns: What was found in the guides, and what was not understood.
    :raises DocumentError: If a guide cannot be read; nothing is written then.
    :raises KnowledgeBaseError: If the directory cannot be written.
    """
    from ingest.facts import facts_of  # 60 ms, which questions to a base that stands do not need

    tell = progress or _silent
    documents = read_guides(paths, progress=tell)
    facts, nodes, report = facts_of(documents, vocabulary)
    told = entries(facts, nodes, documents, vocabulary)
    vectors = _embed([entry.text for entry in told], _standing_vectors(directory, encoder), encoder, tell)
    recipe = recipe_of(documents, vocabulary)
    save(make_base(facts, nodes, documents, told, vectors, encoder=encoder, recipe=recipe), directory)
    return report


def read_guides(paths: Iterable[Path], *, progress: Progress | None = None) -> tuple[Document, ...]:
    """Read the guides; those whose file names are equal are named by as much of their path as tells them apart.

    :raises DocumentError: If one cannot be read.
    """
    guides = find_guides(paths)
    names = distinct_names(guides)
    documents = []
    for done, (path, name) in enumerate(zip(guides, names, strict=True), 1):
        documents.append(read_document(path).model_copy(update={"name": name}))
        (progress or _silent)("Reading guides", done, len(guides))
    return tuple(documents)


def distinct_names(paths: Sequence[Path]) -> list[str]:
    """File names, with as many folders before each as make it the only one of its name.

    >>> distinct_names([Path("a/notes.md"), Path("b/notes.md"), Path("b/other.md")])
    ['a/notes.md', 'b/notes.md', 'other.md']
    """
    names = [path.name for path in paths]
    for depth in range(2, max((len(path.absolute().parts) for path in paths), default=0) + 1):
        seen = Counter(names)
        names = [
            "/".join(path.absolute().parts[-depth:]) if seen[name] > 1 else name
            for path, name in zip(paths, names, strict=True)
        ]
    return names


def recipe_of(documents: Iterable[Document], vocabulary: Vocabulary) -> str:
    """SHA-256 of all that decides what a base holds, its encoder aside: guides, vocabulary, and our own sources."""
    digest = hashlib.sha256(vocabulary.model_dump_json().encode())
    for document in documents:
        digest.update(document.model_dump_json().encode())
    for source in _sources():
        digest.update(source.read_bytes())
    return digest.hexdigest()


def ensure_bundled(
    directory: Path | None = None,
    *,
    encoder: Encoder | None = None,
    vocabulary: Vocabulary | None = None,
    progress: Progress | None = None,
    check: bool = True,
) -> Path:
    """The knowledge base of the bundled guide; built if it is not there as this version would build it.

    :param directory: Where it should stand; by default in the user's cache.
    :param encoder: By default the reference.
    :param check: Whether its files are compared with its manifest; one that loads it at once need not.
    :raises KnowledgeBaseError: If the directory cannot be written.
    """
    directory = directory or cache_path("bundled")
    vocabulary = vocabulary or bundled_vocabulary()
    encoder = encoder or reference_encoder()
    guides = data_path("guides")
    try:
        manifest = read_manifest(directory)
        if check:
            verify(directory)
        fresh = manifest.recipe == recipe_of(read_guides([guides]), vocabulary)
    except KnowledgeBaseError:
        fresh = False
    if not fresh or manifest.model_digest != encoder.digest:
        build([guides], directory, encoder=encoder, vocabulary=vocabulary, progress=progress)
    return directory


def _standing_vectors(directory: Path, encoder: Encoder) -> dict[str, Vectors]:
    """Vectors of the sentences that the base in ``directory`` holds, if the same weights made them."""
    try:
        standing = load(directory)
    except KnowledgeBaseError:
        return {}
    if standing.manifest.model_digest != encoder.digest:
        return {}
    return dict(zip((entry.text for entry in standing.entries), standing.index.vectors(), strict=True))


def _embed(texts: Sequence[str], known: dict[str, Vectors], encoder: Encoder, progress: Progress) -> Vectors:
    """The vectors of n ``texts``, (n, d); the encoder sees only those that are not ``known``, each once."""
    known = dict(known)
    missing = [text for text in dict.fromkeys(texts) if text not in known]
    missing.sort(key=lambda text: (len(text), text))  # alike in length, so that batches hold little padding
    for start in range(0, len(missing), CHUNK):
        chunk = missing[start : start + CHUNK]
        progress("Embedding sentences", start, len(missing))
        known.update(zip(chunk, encoder.encode(chunk), strict=True))
    if missing:
        progress("Embedding sentences", len(missing), len(missing))
    if not texts:
        return encoder.encode([""])[:0]
    return np.stack([known[text] for text in texts])


def _sources() -> Iterator[Path]:
    """The modules that facts and sentences are made by."""
    for folder in (Path(__file__).parent, Path(kg.__file__).parent):
        yield from sorted(folder.rglob("*.py"))


def _silent(what: str, done: int, total: int) -> None:
    """Tell nobody."""
