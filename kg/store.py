"""A knowledge base on disk: a directory that people can read and that is trusted only when every byte is right.

``facts.jsonl``      a fact a line, sorted by document, line, relation, subject and object
``nodes.jsonl``      a node a line
``documents.jsonl``  the guides' lines
``entries.jsonl``    the sentences that the index holds; line i is row i of the vectors
``vectors.faiss``    their vectors
``spaces.npy``       the normalised spaces in which nodes and wordings of questions are compared (:mod:`kg.nearness`)
``manifest.json``    format version, model, counts, the SHA-256 of each file, and of itself

It is written beside and renamed into place (:mod:`kg.atomic`). Nothing is pickled.
"""

from __future__ import annotations

import hashlib
import json
import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from pydantic import TypeAdapter, ValidationError

from kg.atomic import replace_directory, whole
from kg.book import FactBook
from kg.encoder import Encoder
from kg.errors import CorruptBaseError, KnowledgeBaseError, MissingBaseError, VersionError
from kg.index import Index, Vectors
from kg.model import Document, Entry, Fact, Node, Record
from kg.nearness import Spaces

#: Raised when the files change their meaning.
FORMAT_VERSION = 3
MANIFEST = "manifest.json"
FILES = ("facts.jsonl", "nodes.jsonl", "documents.jsonl", "entries.jsonl", "vectors.faiss", "spaces.npy")
#: A reader that meets a writer's swap reads again: tries, and seconds between them (a swap takes microseconds).
TRIES, PAUSE = 3, 0.05

T = TypeVar("T")


class Manifest(Record):
    """What a base was made from and what its files hold; ``digest`` is the SHA-256 of the rest."""

    format: int
    model: str
    model_digest: str
    #: SHA-256 of what the facts were made with (vocabulary, extractor), empty when nobody said.
    recipe: str = ""
    counts: dict[str, int]
    files: dict[str, str]
    digest: str = ""

    def sealed(self) -> Manifest:
        """This manifest with its digest."""
        return self.model_copy(update={"digest": _sha256(self.model_dump_json(exclude={"digest"}).encode())})

    def to_bytes(self) -> bytes:
        """The file's content; there is one for each manifest, so that an altered space is seen too."""
        return self.model_dump_json(indent=1).encode() + b"\n"


@dataclass(frozen=True)
class Content:
    """What a knowledge base holds; ``entries[i]`` is row i of ``index``."""

    facts: tuple[Fact, ...]
    nodes: tuple[Node, ...]
    documents: tuple[Document, ...]
    entries: tuple[Entry, ...]
    index: Index
    spaces: Spaces

    @property
    def rows(self) -> dict[str, tuple[Record, ...]]:
        """What is kept as lines, by name."""
        return {"facts": self.facts, "nodes": self.nodes, "documents": self.documents, "entries": self.entries}


@dataclass(frozen=True)
class KnowledgeBase(Content):
    """A knowledge base in memory."""

    manifest: Manifest


def make_base(
    facts: Iterable[Fact],
    nodes: Iterable[Node],
    documents: Iterable[Document],
    entries: Iterable[Entry],
    vectors: Vectors,
    *,
    encoder: Encoder,
    recipe: str = "",
) -> KnowledgeBase:
    """Put a knowledge base together.

    :param vectors: (n, d), the unit vectors of the n ``entries``.
    :param encoder: The one that made ``vectors``; its name and digest are kept.
    """
    ordered, named, told = (
        tuple(sorted(facts, key=_fact_order)),
        tuple(sorted(nodes, key=lambda node: node.id)),
        tuple(entries),
    )
    if len(told) != len(vectors):
        raise ValueError(f"{len(told)} entries and {len(vectors)} vectors")
    content = Content(
        facts=ordered,
        nodes=named,
        documents=tuple(sorted(documents, key=lambda document: document.name)),
        entries=told,
        index=Index.build(vectors),
        spaces=Spaces.of(FactBook.of(ordered, named), told, vectors),
    )
    manifest = Manifest(
        format=FORMAT_VERSION,
        model=encoder.name,
        model_digest=encoder.digest,
        recipe=recipe,
        counts={name: len(rows) for name, rows in content.rows.items()},
        files={name: _sha256(data) for name, data in _files(content).items()},
    )
    return KnowledgeBase(**vars(content), manifest=manifest.sealed())


def save(kb: KnowledgeBase, directory: Path) -> None:
    """Write ``kb`` to ``directory``, whole or not at all; an older base there is replaced.

    :raises KnowledgeBaseError: If the directory holds other people's files, or cannot be written.
    """
    foreign = sorted({path.name for path in directory.iterdir()} - {*FILES, MANIFEST}) if directory.is_dir() else []
    if foreign or directory.is_file():
        problem = f"holds {foreign[0]}, which is not part of a knowledge base" if foreign else "is a file"
        raise KnowledgeBaseError(directory, problem, fix="choose a new directory with --kb")
    try:
        replace_directory(directory, {**_files(kb), MANIFEST: kb.manifest.to_bytes()})
    except OSError as error:
        raise KnowledgeBaseError(directory, _reason(error), fix="choose another directory with --kb") from error


def load(directory: Path) -> KnowledgeBase:
    """Open the knowledge base in ``directory``; every byte is checked before anything is believed.

    :raises MissingBaseError: If there is none.
    :raises VersionError: If another format version wrote it.
    :raises CorruptBaseError: If a file is missing, truncated or altered; ``path`` is the file.
    """
    for _ in range(TRIES - 1):
        try:
            return _load(directory)
        except KnowledgeBaseError:
            time.sleep(PAUSE)  # a writer may have swapped the directory between two of the reads
    return _load(directory)


def read_manifest(directory: Path) -> Manifest:
    """The manifest alone, checked against itself and against the format version; raises as :func:`load` does."""
    directory = whole(directory)
    path = directory / MANIFEST
    try:
        content = path.read_bytes()
    except OSError as error:
        if any((directory / name).exists() for name in FILES):
            raise CorruptBaseError(path, "is missing", fix=_fix(directory)) from error
        raise MissingBaseError(directory, "no knowledge base here", fix=_fix(directory)) from error
    _check_version(path, content)
    try:
        manifest = Manifest.model_validate_json(content)
    except ValidationError as error:
        raise _altered(path) from error
    if manifest.sealed().to_bytes() != content or set(manifest.files) != set(FILES):
        raise _altered(path)
    return manifest


def verify(directory: Path) -> Manifest:
    """Compare every file of a base with its manifest, without reading what it means; raises as :func:`load` does."""
    manifest = read_manifest(directory)
    for name in FILES:
        _read(whole(directory) / name, manifest.files[name])
    return manifest


def fact_row(fact: Fact) -> dict[str, Any]:
    """A fact as ``facts.jsonl`` and ``kg facts --json`` show it, its id first."""
    return {"id": fact.id, **fact.model_dump(mode="json", exclude={"id"})}


def fact_from_row(row: Mapping[str, Any]) -> Fact:
    """The fact of a row.

    :raises ValueError: If its id is not the one that its words give.
    """
    fact = Fact.model_validate({key: value for key, value in row.items() if key != "id"})
    if row.get("id") != fact.id:
        raise ValueError(f"fact {row.get('id')} should be {fact.id}")
    return fact


def to_lines(rows: Iterable[Mapping[str, Any]]) -> bytes:
    """JSON Lines, readable: no escapes for letters that are not ASCII.

    >>> to_lines([{"a": 1}, {"a": "é"}]).decode()
    '{"a": 1}\\n{"a": "é"}\\n'
    """
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows).encode()


def _load(directory: Path) -> KnowledgeBase:
    manifest = read_manifest(directory)
    directory = whole(directory)
    files = {name: _read(directory / name, manifest.files[name]) for name in FILES}
    name = "facts.jsonl"
    try:
        facts = tuple(fact_from_row(json.loads(line)) for line in files[name].splitlines())
        nodes = _rows(files[name := "nodes.jsonl"], TypeAdapter(tuple[Node, ...]))
        documents = _rows(files[name := "documents.jsonl"], TypeAdapter(tuple[Document, ...]))
        entries = _rows(files[name := "entries.jsonl"], TypeAdapter(tuple[Entry, ...]))
        index = Index.from_bytes(files[name := "vectors.faiss"])
        if len(index) != len(entries):
            raise ValueError(f"{len(index)} vectors for {len(entries)} entries")
        spaces = Spaces.from_bytes(files[name := "spaces.npy"])
    except ValueError as error:  # json's and pydantic's errors are ValueErrors too
        raise CorruptBaseError(directory / name, "does not hold together", fix=_fix(directory)) from error
    return KnowledgeBase(facts, nodes, documents, entries, index, spaces, manifest)


def _rows(content: bytes, adapter: TypeAdapter[T]) -> T:
    return adapter.validate_json(b"[" + b",".join(content.splitlines()) + b"]")


def _files(content: Content) -> dict[str, bytes]:
    files = {"facts.jsonl": to_lines(fact_row(fact) for fact in content.facts)}
    for name in ("nodes", "documents", "entries"):
        files[f"{name}.jsonl"] = to_lines(row.model_dump(mode="json") for row in content.rows[name])
    return {**files, "vectors.faiss": content.index.to_bytes(), "spaces.npy": content.spaces.to_bytes()}


def _fact_order(fact: Fact) -> tuple[str, int, str, str, str, str]:
    return (fact.source.document, fact.source.start_line, fact.relation, fact.subject, fact.object, fact.id)


def _check_version(path: Path, content: bytes) -> None:
    """Ask for the version alone: the rest of another version's manifest need not look like ours."""
    try:
        version = json.loads(content)["format"]
    except (ValueError, TypeError, KeyError) as error:
        raise _altered(path) from error
    if version != FORMAT_VERSION:
        problem = f"format version {version}, and this program reads {FORMAT_VERSION}"
        raise VersionError(path, problem, fix=_fix(path.parent))


def _read(path: Path, digest: str) -> bytes:
    try:
        content = path.read_bytes()
    except FileNotFoundError as error:
        raise CorruptBaseError(path, "is missing", fix=_fix(path.parent)) from error
    except OSError as error:
        raise KnowledgeBaseError(path, _reason(error), fix="make it readable") from error
    if _sha256(content) != digest:
        raise _altered(path)
    return content


def _altered(path: Path) -> CorruptBaseError:
    return CorruptBaseError(path, "truncated or altered", fix=_fix(path.parent))


def _fix(directory: Path) -> str:
    return f"run `kg ingest GUIDE... --kb {directory}` to make it"


def _reason(error: OSError) -> str:
    return error.strerror or str(error)


def _sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
