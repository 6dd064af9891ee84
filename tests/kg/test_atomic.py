from __future__ import annotations

from pathlib import Path

import pytest

from kg import atomic
from kg.atomic import replace_directory, whole


def test_two_renames_do_where_nothing_can_be_exchanged(tmp_path: Path) -> None:
    """The portable way ends as the Linux way does: new content in place, the old beside it to be cleared."""
    new, directory, old = tmp_path / ".d.new", tmp_path / "d", tmp_path / ".d.old"
    for path in (new, directory):
        path.mkdir()
        (path / "who").write_text(path.name)

    atomic._rename_twice(new, directory, old)

    assert (directory / "who").read_text() == ".d.new"
    assert (old / "who").read_text() == "d"
    assert not new.exists()


def test_a_kill_between_two_renames_loses_nothing(tmp_path: Path) -> None:
    """A reader finds the old content beside its place, and the next writer clears up."""
    replace_directory(tmp_path / "d", {"a": b"1"})
    (tmp_path / "d").rename(tmp_path / ".d.old")

    assert (whole(tmp_path / "d") / "a").read_bytes() == b"1"

    replace_directory(tmp_path / "d", {"a": b"2"})
    assert (whole(tmp_path / "d") / "a").read_bytes() == b"2"
    assert [path.name for path in tmp_path.iterdir()] == ["d"]


def test_rubbish_of_a_killed_writer_is_cleared(tmp_path: Path) -> None:
    """A half-written directory never gets in, and does not stay."""
    (tmp_path / ".d.new").mkdir()
    (tmp_path / ".d.new" / "half").write_text("ha")

    replace_directory(tmp_path / "d", {"a": b"1"})

    assert [path.name for path in tmp_path.rglob("*")] == ["d", "a"]


def test_a_failed_write_leaves_the_old_content(tmp_path: Path) -> None:
    """A file name that the system refuses fails before anything is swapped."""
    replace_directory(tmp_path / "d", {"a": b"1"})

    with pytest.raises(OSError, match="place"):
        replace_directory(tmp_path / "d", {"b": b"2", "no/such/place": b""})

    assert [path.name for path in tmp_path.rglob("*")] == ["d", "a"]


def test_a_link_keeps_pointing_at_its_directory(tmp_path: Path) -> None:
    """Writing through a symbolic link replaces what it points at, and not the link."""
    replace_directory(tmp_path / "real", {"a": b"1"})
    (tmp_path / "link").symlink_to(tmp_path / "real")

    replace_directory(tmp_path / "link", {"a": b"2"})

    assert (tmp_path / "real" / "a").read_bytes() == b"2"
    assert (tmp_path / "link").is_symlink()
