"""Tables that are kept in the user's cache, the list of English words among them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from kg.kept import kept


def counted(made: list[int]) -> Callable[[], bytes]:
    """A maker that counts its calls."""

    def make() -> bytes:
        made.append(1)
        return b"first line\nsecond"

    return make


def test_is_made_once_and_again_when_a_byte_is_altered(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A kept copy spares the work; a damaged one is not believed."""
    monkeypatch.setenv("KG_CACHE", str(tmp_path))
    made: list[int] = []

    first = [kept("table", counted(made)) for _ in range(2)]
    (tmp_path / "table").write_bytes((tmp_path / "table").read_bytes()[:-1])
    again = [kept("table", counted(made)) for _ in range(2)]

    assert {*first, *again} == {b"first line\nsecond"}
    assert len(made) == 2


def test_a_cache_that_cannot_be_written_costs_only_time(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file stands where the directory should be: the table is made each time."""
    (tmp_path / "cache").write_text("in the way")
    monkeypatch.setenv("KG_CACHE", str(tmp_path / "cache"))
    made: list[int] = []

    assert kept("table", counted(made)) == kept("table", counted(made))
    assert len(made) == 2
