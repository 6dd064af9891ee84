"""Small tables that take long to make, kept in the user's cache; a damaged one is made again."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from contextlib import suppress

from kg.atomic import replace_file
from kg.resources import cache_path


def kept(name: str, make: Callable[[], bytes]) -> bytes:
    """What ``make`` gives, made once for each ``name``, which must say what it was made from."""
    path = cache_path(name)
    with suppress(OSError, ValueError):
        digest, content = path.read_bytes().split(b"\n", maxsplit=1)
        if digest.decode() == hashlib.sha256(content).hexdigest():
            return content
    content = make()
    with suppress(OSError):  # a cache that cannot be written only costs time
        replace_file(path, hashlib.sha256(content).hexdigest().encode() + b"\n" + content)
    return content
