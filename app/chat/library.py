"""The guides of each browser: the bundled one for all, and uploads, which live in that browser's own directory.

A browser is known by a cookie that ends with its session. Its directory goes when its last page has been closed for
:data:`GRACE` seconds, or with the server.
"""

from __future__ import annotations

import secrets
import shutil
import threading
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from app.chat.guides import Guide, title_of
from ingest.build import Progress, build
from ingest.check import Report
from kg.assistant import Assistant
from kg.errors import InputError
from kg.store import load

#: Seconds that a browser's uploads outlive its last page: a reload or a slow network, no more.
GRACE = 120.0
#: Bytes of one uploaded guide: some 300 pages, embedded in about a minute on a small machine.
MAX_BYTES = 500_000
#: Guides that one browser may hold at a time; each keeps its vectors in memory.
MAX_GUIDES = 8
#: What a guide's file may be called.
SUFFIXES = (".txt", ".md")
#: Random bytes in the name of a session or a guide: not to be guessed.
ID_BYTES = 12


class LibraryError(InputError):
    """A guide cannot be added or found; the message names the fix."""


@dataclass
class Shelf:
    """One browser's uploads."""

    directory: Path
    guides: dict[str, Guide] = field(default_factory=dict)
    closing: threading.Timer | None = None


class Library:
    """All shelves, and the guide that every browser has.

    :param bundled: The guide for all.
    :param root: A directory for the uploads of this server.
    """

    def __init__(self, bundled: Guide, root: Path, *, grace: float = GRACE) -> None:
        self.bundled, self.root, self.grace = bundled, root, grace
        self._shelves: dict[str, Shelf] = {}
        self._pages: Counter[str] = Counter()
        self._lock = threading.Lock()

    def guides(self, session: str) -> list[Guide]:
        """The guides that a browser can choose from."""
        shelf = self._shelves.get(session)
        return [self.bundled, *(shelf.guides.values() if shelf else ())]

    def get(self, session: str, guide: str) -> Guide | None:
        """A guide of a browser, or None if it is not there (any more)."""
        return next((candidate for candidate in self.guides(session) if candidate.id == guide), None)

    def enter(self, session: str) -> None:
        """A page of this browser was opened."""
        with self._lock:
            self._pages[session] += 1
            shelf = self._shelves.get(session)
            if shelf and shelf.closing:
                shelf.closing.cancel()

    def leave(self, session: str) -> None:
        """A page of this browser was closed; after the last one its uploads go."""
        with self._lock:
            self._pages[session] -= 1
            if self._pages[session] > 0:
                return
            del self._pages[session]
            shelf = self._shelves.get(session)
            if shelf:
                shelf.closing = threading.Timer(self.grace, self.forget, [session])
                shelf.closing.daemon = True
                shelf.closing.start()

    def forget(self, session: str) -> None:
        """Delete a browser's uploads."""
        with self._lock:
            shelf = self._shelves.pop(session, None)
        if shelf:
            shutil.rmtree(shelf.directory, ignore_errors=True)

    def add(self, session: str, path: Path, *, progress: Progress | None = None) -> tuple[Guide, Report]:
        """Ingest an uploaded file into a browser's shelf.

        :raises LibraryError: If it is no guide, too large, or one too many.
        :raises DocumentError: If it cannot be read.
        """
        check_upload(path)
        shelf = self._shelf(session)
        if len(shelf.guides) >= MAX_GUIDES:
            raise LibraryError(f"{MAX_GUIDES} guides are here already; delete one first.")
        own = self.bundled.assistant.context
        identity = secrets.token_hex(ID_BYTES)
        base = shelf.directory / identity
        report = build([path], base, encoder=own.encoder, vocabulary=own.vocabulary, progress=progress)
        assistant = Assistant(load(base), own.encoder, own.vocabulary)
        guide = Guide(id=identity, title=title_of(assistant.context.kb.documents), assistant=assistant)
        shelf.guides[identity] = guide
        return guide, report

    def remove(self, session: str, guide: str) -> None:
        """Delete an uploaded guide; the bundled one stays."""
        shelf = self._shelves.get(session)
        if shelf and shelf.guides.pop(guide, None):
            shutil.rmtree(shelf.directory / guide, ignore_errors=True)

    def _shelf(self, session: str) -> Shelf:
        with self._lock:
            if session not in self._shelves:
                directory = self.root / secrets.token_hex(ID_BYTES)
                directory.mkdir(parents=True)
                self._shelves[session] = Shelf(directory=directory)
            return self._shelves[session]


def check_upload(path: Path) -> None:
    """Refuse what is no guide before it is read.

    :raises LibraryError: If its name or its size is wrong.
    """
    if path.suffix.lower() not in SUFFIXES:
        raise LibraryError(f"{path.name} is not a text guide; upload a {' or '.join(SUFFIXES)} file.")
    if path.stat().st_size > MAX_BYTES:
        raise LibraryError(f"{path.name} is larger than {MAX_BYTES // 1000:,} kB; upload a part of it.")
