"""What cannot be read: one line that names the way out, and status 2."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.app.conftest import Run


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        pytest.param(("query", ""), "the question is empty", id="empty question"),
        pytest.param(("query", " \n "), "the question is empty", id="blank question"),
        pytest.param(("query", "why " * 2500), "9,999 characters; shorten", id="endless question"),
        pytest.param(("query", "a", "--json", "--markdown"), "exclude each other", id="two formats"),
        pytest.param(("query", "a", "--option", "b"), "an option is a letter and a text", id="option without a letter"),
        pytest.param(("query", "a", "--kb", "missing"), "no knowledge base here; run `kg ingest", id="no base"),
        pytest.param(("batch", "missing.jsonl"), "No such file", id="no question file"),
        pytest.param(("batch", "."), "directory", id="a directory of questions"),
        pytest.param(("ingest", "missing.txt", "--kb", "x"), "no such file", id="no guide"),
        pytest.param(("ingest", ".", "--kb", "x"), "no .txt or .md file", id="no guide in the directory"),
        pytest.param(("ingest", "a.txt"), "Missing option '--kb'. See kg ingest --help.", id="no place for the base"),
        pytest.param(("facts", "--relation", "LIKES"), "'LIKES' is not one of", id="no such relation"),
        pytest.param(("eval", "--fail-under", "x=1"), "a floor is NAME=VALUE", id="no such measure"),
        pytest.param(("chat", "--port", "0"), "--port", id="no such port"),
        pytest.param(("export", "--format", "pdf"), "--format", id="no such format"),
        pytest.param(("qurey",), "Did you mean 'query'? See kg --help.", id="no such verb"),
        pytest.param(("query",), "Missing argument 'QUESTION'. See kg query --help.", id="no question"),
        pytest.param(("stats", "--foo"), "--foo", id="no such option"),
    ],
)
def test_wrong_usage_is_one_line_and_status_2(
    kg: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: tuple[str, ...], says: str
) -> None:
    """Whatever is wrong is said on one line of stderr that names the way out; stdout stays empty."""
    monkeypatch.chdir(tmp_path)

    ran = kg(*arguments)

    assert (ran.status, ran.out) == (2, "")
    assert says in ran.err
    assert ran.err.startswith("kg: ")
    assert ran.err.count("\n") == 1


@pytest.mark.parametrize(
    ("content", "says"),
    [
        pytest.param(b"", "empty", id="empty"),
        pytest.param(b" \n\n", "empty", id="blank"),
        pytest.param(b"\x00\x01\x02" * 1000, "binary", id="binary"),
        pytest.param(b"a" * 50_000_000, "line 1 has 50,000,000 characters", id="a line of 50 MB"),
    ],
)
def test_a_guide_that_cannot_be_read_is_named(kg: Run, tmp_path: Path, content: bytes, says: str) -> None:
    """A bad guide is one line and status 2, and no base is left behind."""
    guide = tmp_path / "guide.txt"
    guide.write_bytes(content)

    ran = kg("ingest", guide, "--kb", tmp_path / "kb")

    assert ran.status == 2
    assert str(guide) in ran.err
    assert says in ran.err
    assert ran.err.count("\n") == 1
    assert not (tmp_path / "kb").exists()


@pytest.mark.parametrize(
    ("content", "lines", "says"),
    [
        pytest.param(b"", 1, "no questions", id="empty"),
        pytest.param(b"\xff\xfe\x00" * 100, 1, "line 1: not UTF-8", id="binary"),
        pytest.param(b"a" * 50_000_000, 1, "line 1: not JSON: 'aaa", id="a line of 50 MB"),
        pytest.param(b'{"id": 7, "question": "a"}\n[]\n', 2, "line 1: id:", id="wrong kinds"),
    ],
)
def test_a_question_file_that_cannot_be_read_is_named(
    kg: Run, tmp_path: Path, kb_dir: Path, content: bytes, lines: int, says: str
) -> None:
    """A short line on stderr for each bad line of the file."""
    file = tmp_path / "questions.jsonl"
    file.write_bytes(content)

    ran = kg("batch", file, "--kb", kb_dir)

    assert (ran.status, ran.out) == (2, "")
    assert says in ran.err
    assert len(ran.err.splitlines()) == lines
    assert len(ran.err) < 400


@pytest.mark.parametrize("arguments", [("show", "modle monitor"), ("path", "Monitoring", "modle monitor")])
def test_an_unknown_thing_is_answered_with_names_near_it(kg: Run, kb_dir: Path, arguments: tuple[str, ...]) -> None:
    """Who misspells a name sees the right one."""
    ran = kg(*arguments, "--kb", kb_dir)

    assert ran.status == 2
    assert ran.err.startswith("kg: no node named 'modle monitor'; did you mean ")
    assert "Model Monitor" in ran.err


def test_a_path_needs_two_things(kg: Run, kb_dir: Path) -> None:
    """Two names of one thing are told so."""
    ran = kg("path", "Model Monitor", "Amazon SageMaker Model Monitor", "--kb", kb_dir)

    assert ran.status == 2
    assert "name two things" in ran.err
