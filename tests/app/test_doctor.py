from __future__ import annotations

import os
from pathlib import Path

import pytest

from app.doctor import Status, run_checks
from kg.store import FILES


def test_a_sound_install_passes_every_check(kb_dir: Path, encoder: object) -> None:
    """With the export and a base in place nothing is amiss, and nothing asks to be mended."""
    checks = list(run_checks(kb_dir))

    assert [(check.name, check.status) for check in checks if check.status is not Status.PASS] == []
    assert [check.name for check in checks] == [
        "versions", "data", "cache", "weights", "export", "agreement", "knowledge base",
    ]  # fmt: skip
    assert not any(check.fix for check in checks)


def test_before_the_first_question_it_only_warns(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is made on first use is no failure, and the checks make nothing themselves."""
    monkeypatch.setenv("KG_CACHE", str(tmp_path / "cache"))

    found = {check.name: check for check in run_checks()}

    assert {name for name, check in found.items() if check.status is Status.WARN} == {
        "export", "agreement", "knowledge base",
    }  # fmt: skip
    assert all("run `kg" in check.fix for check in found.values() if check.status is Status.WARN)
    assert list((tmp_path / "cache").iterdir()) == []


def test_a_damaged_base_fails_with_its_fix(kb_dir: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The check names the file that is wrong and the command that makes it again."""
    monkeypatch.setenv("KG_CACHE", str(tmp_path / "cache"))
    for name in (*FILES, "manifest.json"):
        (tmp_path / name).write_bytes((kb_dir / name).read_bytes())
    with (tmp_path / FILES[0]).open("ab") as file:
        file.write(b"\n")

    *_, check = run_checks(tmp_path)

    assert check.status is Status.FAIL
    assert check.detail == f"{tmp_path / FILES[0]}: truncated or altered"
    assert check.fix.startswith("run `kg ingest")


@pytest.mark.skipif(os.name == "nt", reason="a file is no directory on POSIX")
def test_a_cache_that_cannot_be_written_fails_with_its_fix(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The check says which variable moves the cache."""
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("KG_CACHE", str(tmp_path / "file" / "cache"))

    check = next(check for check in run_checks() if check.name == "cache")

    assert check.status is Status.FAIL
    assert "KG_CACHE" in check.fix
