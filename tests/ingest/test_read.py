from __future__ import annotations

from pathlib import Path

import pytest

from ingest.read import MAX_LINE, find_guides, read_document
from kg.errors import DocumentError


def written(path: Path, data: bytes) -> Path:
    """The path, with these bytes in it."""
    path.write_bytes(data)
    return path


@pytest.mark.parametrize(
    ("data", "problem"),
    [
        (b"", "the file is empty"),
        (b" \n\t\n", "the file is empty"),
        (b"\xef\xbb\xbf\n", "the file is empty"),
        (b"%PDF-1.7\n\x00\x01", "binary file"),
        (b"a \x81 b", "neither UTF-8 nor cp1252"),
        (b"a\n" + b"b" * (MAX_LINE + 1), "line 2 has 1,000,001 characters"),
    ],
)
def test_what_is_no_guide_is_refused_in_one_line_that_names_the_fix(tmp_path: Path, data: bytes, problem: str) -> None:
    """Each kind of unreadable file is refused with its path, what is wrong, and what to do."""
    path = written(tmp_path / "guide.txt", data)

    with pytest.raises(DocumentError) as caught:
        read_document(path)

    message = str(caught.value)
    assert message.startswith(f"{path}: ")
    assert problem in message
    assert ";" in message
    assert "\n" not in message


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    """A file that is not there is an error of ours, from both doors."""
    with pytest.raises(DocumentError, match="no such file"):
        read_document(tmp_path / "none.txt")
    with pytest.raises(DocumentError, match="no such file or directory"):
        find_guides([tmp_path / "none.txt"])


def test_a_directory_gives_its_text_and_markdown_files(tmp_path: Path) -> None:
    """A directory gives .txt and .md at any depth, sorted, no hidden ones; a file that is named is taken as it is."""
    for name in ("b.md", "a.txt", "c.org", ".hidden.md", "a.errata.toml"):
        written(tmp_path / name, b"Tea")
    (tmp_path / "more").mkdir()
    deeper = written(tmp_path / "more" / "d.MD", b"Tea")

    assert find_guides([tmp_path, tmp_path / "a.txt"]) == [tmp_path / "a.txt", tmp_path / "b.md", deeper]
    assert find_guides([tmp_path / "c.org"]) == [tmp_path / "c.org"]


def test_a_directory_without_guides_is_refused(tmp_path: Path) -> None:
    """A directory in which there is nothing to read says so."""
    with pytest.raises(DocumentError, match=r"no \.txt or \.md file"):
        find_guides([tmp_path])


def test_old_windows_text_is_read_and_noted(tmp_path: Path) -> None:
    """Bytes that are not UTF-8 are read as the named fallback, and the document says so; a byte order mark is none."""
    old = read_document(written(tmp_path / "old.txt", "Café – tea".encode("cp1252")))
    marked = read_document(written(tmp_path / "new.txt", "\ufeffCafé\r\nTea\x0cpot\rend".encode()))

    assert (old.lines, old.encoding) == (("Café – tea",), "cp1252")
    assert (marked.lines, marked.encoding) == (("Café", "Tea\x0cpot\rend"), "utf-8")


def test_a_lone_carriage_return_is_no_line_end_among_others(tmp_path: Path) -> None:
    """Lines are numbered as editors and grep do; only a file without any other line end is cut at carriage returns."""
    mixed = read_document(written(tmp_path / "mixed.txt", b"Tea\rpot\nCup\r\n"))
    old = read_document(written(tmp_path / "old.txt", b"Tea\rCup\r"))

    assert mixed.lines == ("Tea\rpot", "Cup")
    assert old.lines == ("Tea", "Cup")


def test_errata_stand_beside_the_guide(tmp_path: Path) -> None:
    """The errata file of a guide is read with it, and refused when it does not fit the guide's lines."""
    guide = written(tmp_path / "guide.txt", b"Tea\nfour two\n")
    row = '[[erratum]]\nline = {}\nprinted = "four two"\nmeant = "forty-two"\nwhy = "a lost hyphen"\n'
    beside = written(tmp_path / "guide.errata.toml", row.format(2).encode())

    assert [(e.line, e.meant) for e in read_document(guide).errata] == [(2, "forty-two")]
    for wrong in (row.format(1), row.format(7), "[[erratum]]\nline = 2\n", "[[erratum"):
        written(beside, wrong.encode())
        with pytest.raises(DocumentError, match=r"errata"):
            read_document(guide)
