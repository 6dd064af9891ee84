from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from ingest.build import build, ensure_bundled, read_guides
from kg.errors import DocumentError
from kg.model import Fact
from kg.resources import data_path
from kg.store import load
from kg.vocabulary import Vocabulary
from tests.kg.stubs import HashEncoder

ROOT = Path(__file__).parents[2]
TEA = "# Tea\n\n## Brewing\n\n- Purpose: Give hot water a taste.\n- Techniques: steeping, boiling (kettle, pot)\n"
COFFEE = "# Coffee\n\n## Roasting\n\n- Purpose: Turn green beans brown.\n- Techniques: drum roasting, air roasting\n"


@pytest.fixture
def guides(tmp_path: Path) -> Path:
    """A directory of two small guides."""
    directory = tmp_path / "guides"
    directory.mkdir()
    (directory / "tea.md").write_text(TEA, encoding="utf-8")
    (directory / "coffee.md").write_text(COFFEE, encoding="utf-8")
    return directory


def ingest(guides: Path, base: Path, vocabulary: Vocabulary) -> HashEncoder:
    """Build the base and return the encoder, which knows what it was asked."""
    encoder = HashEncoder()
    build([guides], base, encoder=encoder, vocabulary=vocabulary)
    return encoder


def facts_by_document(base: Path) -> dict[str, set[Fact]]:
    """The facts of a base under the guide that states them."""
    found: dict[str, set[Fact]] = {}
    for fact in load(base).facts:
        found.setdefault(fact.source.document, set()).add(fact)
    return found


def test_a_second_run_over_unchanged_guides_embeds_nothing(
    guides: Path, tmp_path: Path, vocabulary: Vocabulary
) -> None:
    """The encoder is asked for each sentence once, and for none the second time; the base stays the same."""
    first = ingest(guides, tmp_path / "base", vocabulary)
    before = load(tmp_path / "base").manifest
    second = ingest(guides, tmp_path / "base", vocabulary)

    assert len(first.seen) == len(set(first.seen)) > 0
    assert second.seen == []
    assert load(tmp_path / "base").manifest == before


def test_a_changed_guide_changes_only_its_own_facts(guides: Path, tmp_path: Path, vocabulary: Vocabulary) -> None:
    """What the other guide says stands as it stood, and none of it is embedded again."""
    ingest(guides, tmp_path / "base", vocabulary)
    before = facts_by_document(tmp_path / "base")
    (guides / "tea.md").write_text(TEA.replace("boiling", "stirring"), encoding="utf-8")

    encoder = ingest(guides, tmp_path / "base", vocabulary)

    after = facts_by_document(tmp_path / "base")
    assert after["coffee.md"] == before["coffee.md"]
    assert after["tea.md"] != before["tea.md"]
    assert encoder.seen
    assert not any("roasting" in text.lower() for text in encoder.seen)


def test_a_removed_guide_takes_its_facts_along(guides: Path, tmp_path: Path, vocabulary: Vocabulary) -> None:
    """The base holds exactly the guides of the last run."""
    ingest(guides, tmp_path / "base", vocabulary)
    (guides / "tea.md").unlink()

    encoder = ingest(guides, tmp_path / "base", vocabulary)

    assert list(facts_by_document(tmp_path / "base")) == ["coffee.md"]
    assert encoder.seen == []


def test_reused_vectors_are_those_of_a_fresh_base(guides: Path, tmp_path: Path, vocabulary: Vocabulary) -> None:
    """A base that grew by steps is the same, byte for byte, as one made at once."""
    (guides / "tea.md").rename(tmp_path / "tea.md")
    ingest(guides, tmp_path / "base", vocabulary)
    (tmp_path / "tea.md").rename(guides / "tea.md")
    ingest(guides, tmp_path / "base", vocabulary)
    ingest(guides, tmp_path / "fresh", vocabulary)

    assert load(tmp_path / "base").manifest == load(tmp_path / "fresh").manifest


def test_an_unreadable_guide_stops_before_anything_is_written(
    guides: Path, tmp_path: Path, vocabulary: Vocabulary
) -> None:
    """The base of the last good run stays."""
    ingest(guides, tmp_path / "base", vocabulary)
    before = load(tmp_path / "base").manifest
    (guides / "zebra.md").write_bytes(b"\x00\x01binary")

    with pytest.raises(DocumentError, match=r"zebra\.md"):
        ingest(guides, tmp_path / "base", vocabulary)
    assert load(tmp_path / "base").manifest == before


def test_guides_of_the_same_file_name_are_told_apart(tmp_path: Path) -> None:
    """Two files notes.md are named by their folders, so that a citation points at one of them."""
    for folder in ("a", "b"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "notes.md").write_text(TEA, encoding="utf-8")

    assert [document.name for document in read_guides([tmp_path])] == ["a/notes.md", "b/notes.md"]


def test_progress_is_told_to_the_end(guides: Path, tmp_path: Path, vocabulary: Vocabulary) -> None:
    """Each stage ends at its total, so that a bar fills up."""
    calls: list[tuple[str, int, int]] = []
    build(
        [guides],
        tmp_path / "base",
        encoder=HashEncoder(),
        vocabulary=vocabulary,
        progress=lambda *call: calls.append(call),
    )

    assert {what: (done, total) for what, done, total in calls}["Reading guides"] == (2, 2)
    done, total = {what: (done, total) for what, done, total in calls}["Embedding sentences"]
    assert done == total > 0


def test_the_bundled_base_is_built_once_and_again_when_it_is_stale(tmp_path: Path, vocabulary: Vocabulary) -> None:
    """A second start embeds nothing and writes nothing; a damaged base, or other words, are built anew."""
    base = tmp_path / "bundled"
    ensure_bundled(base, encoder=HashEncoder(), vocabulary=vocabulary)
    born = (base / "manifest.json").stat().st_mtime_ns
    again = HashEncoder()
    ensure_bundled(base, encoder=again, vocabulary=vocabulary)
    assert again.seen == []
    assert (base / "manifest.json").stat().st_mtime_ns == born

    (base / "facts.jsonl").write_text("{}")
    ensure_bundled(base, encoder=HashEncoder(), vocabulary=vocabulary)
    recipe = load(base).manifest.recipe

    ensure_bundled(base, encoder=HashEncoder(), vocabulary=vocabulary.model_copy(update={"vendors": ()}))
    assert load(base).manifest.recipe != recipe


def test_every_citation_of_the_bundled_base_is_in_the_guide(kb_dir: Path) -> None:
    """Each quote is a substring of the lines that it cites, white space folded."""
    kb = load(kb_dir)
    lines = {document.name: document.lines for document in kb.documents}

    assert {document.name for document in kb.documents} == {p.name for p in data_path("guides").glob("*.txt")}
    for fact in kb.facts:
        source = fact.source
        told = " ".join(" ".join(lines[source.document][source.start_line - 1 : source.end_line]).split())
        assert " ".join(source.quote.split()) in told, fact.id


@pytest.mark.skipif(sys.platform == "win32", reason="SIGKILL and fork are POSIX")
def test_a_kill_at_any_moment_leaves_a_whole_base() -> None:
    """After each of 100 kills at random moments the base opens and is the old one or the new one."""
    run = subprocess.run(
        [sys.executable, "-m", "tests.ingest.kill_ingest"], cwd=ROOT, capture_output=True, text=True, timeout=300
    )

    assert run.returncode == 0, run.stderr
    assert run.stdout.count("50 kills, each left a whole base") == 2
