"""Where the files are that come with the package, installed or in a checkout."""

from __future__ import annotations

from pathlib import Path


def data_path(*parts: str) -> Path:
    """The path of a bundled data file.

    A wheel carries ``data/`` inside ``kg``; a checkout has it beside ``kg``.
    """
    package = Path(__file__).parent
    bundled = package / "data"
    return (bundled if bundled.is_dir() else package.parent / "data").joinpath(*parts)
