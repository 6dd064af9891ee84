"""Put a whole directory where another stands, so that a kill at any moment leaves the old one or the new one.

A writer prepares ``.NAME.new`` beside ``NAME`` and swaps the two:

1. Writers of one parent directory take turns: each holds an advisory lock on the parent, which the kernel drops when a
   writer dies. So what an earlier writer left behind is rubbish for sure, and is cleared.
2. Linux exchanges two directories in one step (``renameat2``), and ``NAME`` is whole at every moment.
3. Elsewhere it takes two renames, with ``NAME`` standing as ``.NAME.old`` between them. :func:`whole` finds it there,
   and the next writer puts it back, so a kill between the two loses nothing either.
"""

from __future__ import annotations

import ctypes
import os
import shutil
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

#: Constants of Linux's ``fcntl.h`` and ``stdio.h``: paths relative to the working directory, and "swap the two".
AT_FDCWD, RENAME_EXCHANGE = -100, 2


def replace_directory(directory: Path, files: Mapping[str, bytes]) -> None:
    """Make ``directory`` hold exactly ``files``, all of them or none.

    :param directory: Its parents are made; what it held before is deleted, so the caller asks whether that is right.
    :param files: Content by file name; no subdirectories.
    :raises OSError: If the disk is full, or the place cannot be written. The old content then still stands.
    """
    directory = directory.resolve()
    directory.parent.mkdir(parents=True, exist_ok=True)
    new, old = _beside(directory)
    with _turn(directory.parent):
        if old.exists() and not directory.exists():
            old.rename(directory)
        for rubbish in (new, old):
            shutil.rmtree(rubbish, ignore_errors=True)
        try:
            _write(new, files)
            _swap(new, directory, old)
        finally:
            for rubbish in (new, old):
                shutil.rmtree(rubbish, ignore_errors=True)


def replace_file(path: Path, content: bytes) -> None:
    """Make ``path`` hold ``content``, all of it or none.

    :raises OSError: If it cannot be written; what stood there still stands.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        beside.write_bytes(content)
        beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)


def whole(directory: Path) -> Path:
    """Where the content of ``directory`` stands: there, or for a moment (or after a kill) beside it.

    >>> whole(Path("never made"))
    PosixPath('never made')
    """
    old = _beside(directory.resolve())[1]
    return old if old.is_dir() and not directory.exists() else directory


def _beside(directory: Path) -> tuple[Path, Path]:
    return directory.with_name(f".{directory.name}.new"), directory.with_name(f".{directory.name}.old")


def _write(directory: Path, files: Mapping[str, bytes]) -> None:
    """Write the files and see them onto the disk, so that a power cut after the swap finds them too."""
    directory.mkdir()
    for name, content in files.items():
        with (directory / name).open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())


def _swap(new: Path, directory: Path, old: Path) -> None:
    if not directory.exists():
        new.rename(directory)
    elif not _exchange(new, directory):
        _rename_twice(new, directory, old)


def _exchange(new: Path, directory: Path) -> bool:
    """Swap two directories in one step; False where the system or its file system cannot."""
    if sys.platform != "linux":
        return False
    rename = getattr(ctypes.CDLL(None, use_errno=True), "renameat2", None)
    if rename is None:
        return False
    failed: int = rename(AT_FDCWD, os.fsencode(new), AT_FDCWD, os.fsencode(directory), RENAME_EXCHANGE)
    return failed == 0


def _rename_twice(new: Path, directory: Path, old: Path) -> None:
    directory.rename(old)
    try:
        new.rename(directory)
    except OSError:
        old.rename(directory)
        raise


@contextmanager
def _turn(parent: Path) -> Iterator[None]:
    """Hold the lock on ``parent``; on Windows, which cannot lock a directory, nothing is held."""
    if sys.platform == "win32":
        yield
        return
    import fcntl

    handle = os.open(parent, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)
