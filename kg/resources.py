"""Where the files are that come with the package, and those that it makes for itself."""

from __future__ import annotations

import os
from pathlib import Path


def data_path(*parts: str) -> Path:
    """The path of a bundled data file.

    A wheel carries ``data/`` inside ``kg``; a checkout has it beside ``kg``.
    """
    package = Path(__file__).parent
    bundled = package / "data"
    return (bundled if bundled.is_dir() else package.parent / "data").joinpath(*parts)


def cache_path(*parts: str) -> Path:
    """A path in the user's cache directory, which ``KG_CACHE`` moves; nothing is made there.

    What lies there can be deleted at any time: the export of the model and the base of the bundled guide are made
    again when they are missed.
    """
    from platformdirs import user_cache_path

    chosen = os.environ.get("KG_CACHE")
    return (Path(chosen).expanduser() if chosen else user_cache_path("kg", appauthor=False)).joinpath(*parts)
