from __future__ import annotations

import json
import multiprocessing
import shutil
from pathlib import Path

import pytest

from kg.errors import CorruptBaseError, KnowledgeBaseError, MissingBaseError, VersionError
from kg.store import (
    FILES,
    FORMAT_VERSION,
    MANIFEST,
    fact_from_row,
    fact_row,
    load,
    make_base,
    read_manifest,
    save,
    verify,
)
from tests.kg.stubs import FACTS, GUIDE, NODES, HashEncoder, small_base


@pytest.fixture
def base(tmp_path: Path) -> Path:
    """The small base on disk."""
    save(small_base(), tmp_path / "base")
    return tmp_path / "base"


def test_comes_back_as_it_was(base: Path) -> None:
    """What is saved is what is loaded: facts, nodes, lines, sentences and vectors."""
    saved, loaded = small_base(), load(base)

    assert (loaded.facts, loaded.nodes, loaded.documents) == (saved.facts, saved.nodes, saved.documents)
    assert (loaded.entries, loaded.manifest) == (saved.entries, saved.manifest)
    assert (loaded.index.vectors() == saved.index.vectors()).all()


def test_same_input_gives_the_same_bytes(base: Path, tmp_path: Path) -> None:
    """Files do not depend on the order that facts come in, nor on the run."""
    kb = load(base)
    again = make_base(
        FACTS[::-1], NODES[::-1], [GUIDE], kb.entries, kb.index.vectors(), encoder=HashEncoder(), recipe=""
    )
    save(again, tmp_path / "again")

    for name in (*FILES, MANIFEST):
        assert (base / name).read_bytes() == (tmp_path / "again" / name).read_bytes()


def test_facts_are_readable_lines_in_the_order_of_the_guide(base: Path) -> None:
    """A person can read facts.jsonl: one fact a line, id first, no escapes."""
    lines = (base / "facts.jsonl").read_text(encoding="utf-8").splitlines()

    assert len(lines) == len(FACTS)
    assert list(json.loads(lines[0]))[:2] == ["id", "subject"]
    assert "°" in lines[0]
    assert [json.loads(line)["source"]["start_line"] for line in lines] == [2, 2, 2, 2, 3, 3, 3]


@pytest.mark.parametrize("name", [*FILES, MANIFEST])
@pytest.mark.parametrize("place", [0, 0.5, 0.999], ids=["first", "middle", "last"])
def test_one_altered_byte_is_found_and_named(base: Path, name: str, place: float) -> None:
    """A byte that differs, anywhere in any file, is an error that names the file and the command that mends it."""
    content = bytearray((base / name).read_bytes())
    content[int(place * len(content))] ^= 1
    (base / name).write_bytes(content)

    with pytest.raises((CorruptBaseError, VersionError), match=f"{name}.*kg ingest"):
        load(base)


def test_every_altered_byte_of_the_manifest_is_found(base: Path) -> None:
    """The manifest guards itself: no byte of it can be changed, white space included."""
    content = (base / MANIFEST).read_bytes()
    for place in range(len(content)):
        altered = bytearray(content)
        altered[place] ^= 1
        (base / MANIFEST).write_bytes(altered)
        with pytest.raises(KnowledgeBaseError):
            read_manifest(base)


@pytest.mark.parametrize("name", [*FILES, MANIFEST])
def test_a_truncated_or_missing_file_is_named(base: Path, name: str) -> None:
    """Half a file, and no file, are told apart from a whole one."""
    content = (base / name).read_bytes()
    (base / name).write_bytes(content[: len(content) // 2])
    with pytest.raises(CorruptBaseError, match=name):
        verify(base)

    (base / name).unlink()
    with pytest.raises(CorruptBaseError, match=f"{name}: is missing"):
        load(base)


def test_no_base_and_another_version_say_what_to_run(base: Path, tmp_path: Path) -> None:
    """Each way of not being a base has its own error, and all name the fix."""
    (tmp_path / "empty").mkdir()
    for place in ("nowhere", "empty"):
        with pytest.raises(MissingBaseError, match=r"run `kg ingest GUIDE\.\.\. --kb .*" + place):
            load(tmp_path / place)

    (base / MANIFEST).write_text('{"format": 99}')
    with pytest.raises(
        VersionError, match=f"format version 99, and this program reads {FORMAT_VERSION}; run `kg ingest"
    ):
        load(base)


def test_a_fact_whose_id_was_forged_is_refused() -> None:
    """An id is what the fact's words give, so a citation cannot be moved to another statement."""
    row = fact_row(FACTS[0])

    assert fact_from_row(row) == FACTS[0]
    with pytest.raises(ValueError, match="should be"):
        fact_from_row({**row, "object": "teapot"})


def test_other_peoples_files_are_never_deleted(tmp_path: Path) -> None:
    """A directory with anything that is not part of a base is left alone."""
    (tmp_path / "thesis.tex").write_text("years of work")

    with pytest.raises(KnowledgeBaseError, match=r"holds thesis\.tex.*choose a new directory"):
        save(small_base(), tmp_path)
    with pytest.raises(KnowledgeBaseError, match="is a file"):
        save(small_base(), tmp_path / "thesis.tex")
    assert (tmp_path / "thesis.tex").read_text() == "years of work"


def test_a_broken_base_is_replaced(base: Path) -> None:
    """Ingesting again mends whatever stands there, and leaves nothing beside it."""
    (base / MANIFEST).unlink()

    save(small_base(), base)

    assert load(base).facts == small_base().facts
    assert [path.name for path in base.parent.iterdir()] == ["base"]


def test_a_place_that_cannot_be_written_is_one_line(tmp_path: Path) -> None:
    """The error names the directory and the option that chooses another."""
    (tmp_path / "file").write_text("")

    with pytest.raises(KnowledgeBaseError, match="choose another directory with --kb"):
        save(small_base(), tmp_path / "file" / "base")


def _save_often(directory: Path) -> None:
    for _ in range(20):
        save(small_base(), directory)


def test_writers_and_readers_at_once_see_whole_bases(base: Path) -> None:
    """Two writers take turns, and a reader between them finds one whole base each time."""
    context = multiprocessing.get_context("spawn")
    writers = [context.Process(target=_save_often, args=(base,)) for _ in range(2)]
    for writer in writers:
        writer.start()
    reads = 0
    while any(writer.is_alive() for writer in writers):
        assert load(base).facts == small_base().facts
        reads += 1
    for writer in writers:
        writer.join()

    assert [writer.exitcode for writer in writers] == [0, 0]
    assert reads > 0
    assert [path.name for path in base.parent.iterdir()] == ["base"]


def test_a_copied_base_opens(base: Path, tmp_path: Path) -> None:
    """Nothing in a base depends on where it stands."""
    shutil.copytree(base, tmp_path / "copy")

    assert load(tmp_path / "copy").facts == load(base).facts
