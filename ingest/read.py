"""A file to a :class:`~kg.model.Document`: its numbered lines as they stand, or one line that says what is wrong."""

from __future__ import annotations

import hashlib
import re
import tomllib
from collections.abc import Iterable
from pathlib import Path

from pydantic import ValidationError

from kg.errors import DocumentError
from kg.model import Document, Erratum

#: Suffixes that a directory is searched for.
GUIDE_SUFFIXES = (".md", ".txt")
#: Characters of the longest line that is still prose; a guide's longest paragraph has a few thousand.
MAX_LINE = 1_000_000
#: Read when a file is not UTF-8: the usual encoding of old Windows text. It leaves five bytes undefined.
FALLBACK_ENCODING = "cp1252"
#: Where editors end a line; ``str.splitlines`` also splits at form feeds, which would shift the numbers.
LINE_END, OLD_LINE_END = re.compile(r"\r?\n"), re.compile(r"\r")


def find_guides(paths: Iterable[Path]) -> list[Path]:
    """The guides that these paths name: a file as it is, a directory's ``.txt`` and ``.md`` files at any depth.

    :raises DocumentError: If a path does not exist, or a directory holds no guide.
    """
    found: dict[Path, None] = {}
    for path in paths:
        if not path.exists():
            raise DocumentError(path, "no such file or directory; check the path")
        guides = [path]
        if path.is_dir():
            guides = sorted(p for p in path.rglob("*") if p.suffix.lower() in GUIDE_SUFFIXES and _is_guide(p, path))
            if not guides:
                raise DocumentError(path, "no .txt or .md file in this directory; name a guide or its directory")
        found.update(dict.fromkeys(guides))
    return list(found)


def _is_guide(path: Path, root: Path) -> bool:
    return path.is_file() and not any(part.startswith(".") for part in path.relative_to(root).parts)


def read_document(path: Path) -> Document:
    """Read a guide and the errata file beside it.

    :raises DocumentError: If the file is missing, empty, binary, in an unknown encoding, or has a line over 1 MB.
    """
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        raise DocumentError(path, "no such file; check the path") from None
    except OSError as error:
        raise DocumentError(path, f"cannot be read ({error.strerror}); give the path of a readable file") from error
    text, encoding = _decode(path, data)
    # As editors, grep and git count them: a lone carriage return ends a line only where nothing else does.
    ends = LINE_END if "\n" in text else OLD_LINE_END
    lines = tuple(ends.split(text.removesuffix("\n").removesuffix("\r")))
    for number, line in enumerate(lines, 1):
        if len(line) > MAX_LINE:
            raise DocumentError(
                path, f"line {number} has {len(line):,} characters, over {MAX_LINE:,}; break it into paragraphs"
            )
    return Document(
        name=path.name, sha256=hashlib.sha256(data).hexdigest(), lines=lines, encoding=encoding,
        errata=_read_errata(path.with_name(f"{path.stem}.errata.toml"), lines),
    )  # fmt: skip


def _decode(path: Path, data: bytes) -> tuple[str, str]:
    if not data.strip():
        raise DocumentError(path, "the file is empty; give a guide with text")
    if b"\0" in data:
        raise DocumentError(path, "this is a binary file; save it as plain text or Markdown in UTF-8")
    for encoding in ("utf-8-sig", FALLBACK_ENCODING):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if not text.strip():
            raise DocumentError(path, "the file is empty; give a guide with text")
        return text, "utf-8" if encoding == "utf-8-sig" else encoding
    raise DocumentError(path, f"neither UTF-8 nor {FALLBACK_ENCODING}; save it as UTF-8")


def _read_errata(path: Path, lines: tuple[str, ...]) -> tuple[Erratum, ...]:
    if not path.is_file():
        return ()
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
        errata = tuple(Erratum.model_validate(row) for row in table.get("erratum", []))
    except (UnicodeDecodeError, tomllib.TOMLDecodeError, ValidationError) as error:
        raise DocumentError(path, f"not an errata table ({str(error).splitlines()[0]}); mend the TOML") from error
    for erratum in errata:
        if erratum.line > len(lines) or erratum.printed not in lines[erratum.line - 1]:
            raise DocumentError(path, f"line {erratum.line} does not print {erratum.printed!r}; correct the entry")
    return errata
