"""Every error that this project raises on purpose, as one tree.

KgError                      anything we can explain in one line
├── InputError               what the user gave cannot be read
│   ├── DocumentError        a guide: missing, empty, binary, wrong encoding, too long a line
│   ├── QuestionError        a question: empty, too long, not text
│   └── VocabularyError      the vocabulary table does not hold together
├── KnowledgeBaseError       a knowledge base on disk
│   ├── MissingBaseError     there is none
│   ├── VersionError         made by another format
│   └── CorruptBaseError     truncated or altered
├── ModelError               the encoder's weights are missing or not the ones we know
└── UnknownNodeError         no node has this name (also a LookupError)
"""

from __future__ import annotations

from pathlib import Path


class KgError(Exception):
    """An error with a message that a person can act on."""


class InputError(KgError, ValueError):
    """What the user gave cannot be read."""


class DocumentError(InputError):
    """A guide cannot be read; ``path`` is the file."""

    def __init__(self, path: Path, problem: str) -> None:
        self.path, self.problem = path, problem
        super().__init__(f"{path}: {problem}")


class QuestionError(InputError):
    """A question cannot be read."""


class VocabularyError(InputError):
    """The vocabulary table does not hold together."""


class KnowledgeBaseError(KgError):
    """A knowledge base on disk cannot be used; ``path`` is the file or directory at fault."""

    def __init__(self, path: Path, problem: str, *, fix: str) -> None:
        self.path, self.problem, self.fix = path, problem, fix
        super().__init__(f"{path}: {problem}; {fix}")


class MissingBaseError(KnowledgeBaseError):
    """There is no knowledge base here."""


class VersionError(KnowledgeBaseError):
    """The knowledge base was written in another format version."""


class CorruptBaseError(KnowledgeBaseError):
    """A file of the knowledge base is truncated or altered."""


class ModelError(KgError):
    """The encoder's weights are missing, or are not the ones we know."""


class UnknownNodeError(KgError, LookupError):
    """No node has this name; ``near`` holds the closest names there are."""

    def __init__(self, name: str, *, near: tuple[str, ...] = ()) -> None:
        self.name, self.near = name, near
        hint = f"; did you mean {' or '.join(near)}?" if near else ""
        super().__init__(f"no node named {name!r}{hint}")
