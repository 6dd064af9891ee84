"""The verbs on real bases: the bundled guide's, and one of a small guide about something else."""

from __future__ import annotations

import io
import json
import re
import sys
from importlib.metadata import version
from pathlib import Path

import pytest

from app.cli import VERBS
from ingest.build import build
from kg.encoder import Encoder
from kg.model import Answer, Fact
from kg.vocabulary import Vocabulary
from tests.app.conftest import Run


def give(monkeypatch: pytest.MonkeyPatch, content: bytes) -> None:
    """Let standard input hold this."""
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(content)))


def test_a_question_is_answered_with_its_cited_path(kg: Run, kb_dir: Path) -> None:
    """The sentence comes first, then the path, then the quote with a file and line that an editor opens."""
    ran = kg("query", "which service monitors drift?", "--kb", kb_dir)

    lines = ran.out.splitlines()
    assert ran.status == 0
    assert "Model Monitor" in lines[0]
    assert any(line.startswith("Amazon SageMaker Model Monitor ─") and line.endswith("]") for line in lines)
    assert any(line.startswith("[1] aif-c01-ml-lifecycle.txt:") for line in lines)


def test_a_question_comes_from_standard_input(kg: Run, kb_dir: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """``-`` reads the question, as JSON for programs it is told whole."""
    give(monkeypatch, b"which service monitors drift?\n")

    answer = Answer.model_validate_json(kg("query", "-", "--json", "--kb", kb_dir).out)

    assert answer.question == "which service monitors drift?"
    assert answer.items[0].name == "Amazon SageMaker Model Monitor"


@pytest.mark.parametrize("question", ["how do I bake bread?", "?!", "who was the first to try random search?"])
def test_what_the_guide_does_not_say_is_refused_with_status_1(kg: Run, kb_dir: Path, question: str) -> None:
    """A script can tell an answer from a refusal, which proves nothing and cites nothing."""
    ran = kg("query", question, "--json", "--kb", kb_dir)
    answer = Answer.model_validate_json(ran.out)

    assert ran.status == 1
    assert not answer.answered
    assert (answer.items, answer.paths, answer.citations) == ((), (), ())


def test_markdown_holds_the_same_citations(kg: Run, kb_dir: Path) -> None:
    """Notes get the proof too."""
    assert "\\[1\\] aif-c01-ml-lifecycle.txt:" in kg("query", "what is recall?", "--markdown", "--kb", kb_dir).out


def test_options_are_chosen_from(kg: Run, kb_dir: Path) -> None:
    """The letter chosen stands in the answer."""
    options = ("--option", "A=AWS Glue", "--option", "B=Amazon SageMaker Model Monitor")
    ran = kg("query", "Which service detects data drift?", *options, "--json", "--kb", kb_dir)

    assert Answer.model_validate_json(ran.out).choice == ("B",)


def test_batch_keeps_order_and_ids_and_goes_on_after_a_bad_line(kg: Run, kb_dir: Path, tmp_path: Path) -> None:
    """A bad line costs only itself: it is named on stderr, and the status says that something was wrong."""
    questions = tmp_path / "questions.jsonl"
    questions.write_bytes(
        b'{"id": "b", "question": "what is precision?", "correct": ["A"]}\n'
        b"{cut off\n"
        b"\n"
        b'{"id": "a", "question": "which service monitors drift?"}\n'
        b'{"question": "  "}\n'
    )

    ran = kg("batch", questions, "--kb", kb_dir)

    assert [Answer.model_validate_json(line).id for line in ran.out.splitlines()] == ["b", "a"]
    assert [line.partition(": line ")[2][0] for line in ran.err.splitlines()] == ["2", "5"]
    assert ran.status == 2


def test_batch_answers_are_the_same_from_run_to_run(kg: Run, kb_dir: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Byte for byte, so that two runs can be compared."""
    lines = b'{"question": "what is recall?"}\n{"question": "which service monitors drift?"}\n'
    outs = []
    for _ in range(2):
        give(monkeypatch, lines)
        outs.append(kg("batch", "-", "--kb", kb_dir).out)

    assert outs[0] == outs[1]
    assert len(outs[0].splitlines()) == 2


def test_batch_answers_a_file_as_it_answers_a_pipe(
    kg: Run, kb_dir: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A file shows the next question, of which the texts are then read ahead: that changes no byte of an answer."""
    lines = (
        b'{"question": "what is recall?"}\n'
        b'{"question": "and of precision?", "history": ["what is the formula for recall?"]}\n'
        b'{"question": "Which service detects drift?", "options": {"A": "AWS Glue", "B": "Amazon CloudWatch"}}\n'
        b'{"question": "  "}\n'
        b'{"question": "which service monitors drift?"}\n'
    )
    questions = tmp_path / "questions.jsonl"
    questions.write_bytes(lines)
    give(monkeypatch, lines)

    assert kg("batch", questions, "--kb", kb_dir).out == kg("batch", "-", "--kb", kb_dir).out


def test_batch_of_a_guide_without_facts_refuses(kg: Run, tmp_path: Path) -> None:
    """Nothing to prepare, nothing to read ahead, and no traceback."""
    (tmp_path / "plain.md").write_text("# Plain\n", encoding="utf-8")
    questions = tmp_path / "questions.jsonl"
    questions.write_text('{"question": "what is recall?"}\n' * 2, encoding="utf-8")
    kg("ingest", tmp_path / "plain.md", "--kb", tmp_path / "kb")

    ran = kg("batch", questions, "--kb", tmp_path / "kb")

    assert ran.status == 0
    assert not any(Answer.model_validate_json(line).answered for line in ran.out.splitlines())


def test_batch_says_how_long_a_question_took_if_asked(kg: Run, kb_dir: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The measure goes to stderr, and the answers are the same as without it."""
    lines = b'{"question": "what is recall?"}\n{"question": "which service monitors drift?"}\n'
    give(monkeypatch, lines)
    plain = kg("batch", "-", "--kb", kb_dir)
    give(monkeypatch, lines)
    timed = kg("batch", "-", "--kb", kb_dir, "--timing")

    assert timed.out == plain.out
    assert plain.err == ""
    assert re.fullmatch(r"kg: 2 questions, each \d+\.\d ms in the mean, \d+\.\d in the median.*\n", timed.err)


def test_facts_are_filtered_and_are_facts_again_as_json(kg: Run, kb_dir: Path) -> None:
    """What ``--json`` prints can be read back, id and all."""
    rows = [
        json.loads(line) for line in kg("facts", "--json", "--relation", "detects", "--kb", kb_dir).out.splitlines()
    ]

    assert rows
    assert {row["relation"] for row in rows} == {"DETECTS"}
    assert all(Fact.model_validate({k: v for k, v in row.items() if k != "id"}).id == row["id"] for row in rows)


def test_facts_name_their_lines(kg: Run, tea_kb: Path) -> None:
    """A fact is one line that ends with its place."""
    ran = kg("facts", "--relation", "USES_TECHNIQUE", "--type", "stage", "--document", "tea.md", "--kb", tea_kb)

    assert "Steeping ─USES_TECHNIQUE→ gongfu steeping  tea.md:7" in ran.out.splitlines()


def test_a_document_that_is_not_there_is_named(kg: Run, tea_kb: Path) -> None:
    """Who misspells a document sees which there are."""
    ran = kg("facts", "--document", "tee.md", "--kb", tea_kb)

    assert (ran.status, ran.out) == (2, "")
    assert ran.err == "kg: no document 'tee.md'; there is tea.md\n"


def test_path_prints_each_step_with_its_source(kg: Run, tea_kb: Path) -> None:
    """Every step of a path names the line that backs it, also where the fact is stated the other way round."""
    ran = kg("path", "gongfu steeping", "cold steeping", "--kb", tea_kb)

    assert ran.out.splitlines()[:2] == [
        "gongfu steeping ←USES_TECHNIQUE─ Steeping [1]",
        "Steeping ─USES_TECHNIQUE→ cold steeping [2]",
    ]
    assert "[2] tea.md:7  Steeping › Techniques" in ran.out.splitlines()


def test_path_of_the_design_prints_its_first_step(kg: Run, kb_dir: Path) -> None:
    """The path as JSON has the shape that answers have."""
    told = json.loads(kg("path", "Monitoring", "model drift", "--json", "--kb", kb_dir).out)

    assert told["paths"][0][0]["source"] == "Monitoring"
    assert {step["citation"] for path in told["paths"] for step in path} == {cited["id"] for cited in told["citations"]}


def test_show_tells_facts_lines_aliases_and_neighbours(kg: Run, kb_dir: Path) -> None:
    """A thing is found by another name for it, whatever the case."""
    ran = kg("show", "model monitor", "--kb", kb_dir)

    assert ran.out.startswith("Amazon SageMaker Model Monitor  service\nalso called: ")
    assert "─DETECTS→ data drift  aif-c01-ml-lifecycle.txt:85" in ran.out.splitlines()
    assert "Monitoring (stage)" in ran.out.splitlines()[-1]


def test_stats_add_up(kg: Run, kb_dir: Path) -> None:
    """The parts of the graph's size sum to the whole."""
    told = json.loads(kg("stats", "--json", "--kb", kb_dir).out)

    assert sum(told["facts by relation"].values()) == told["size"]["facts"] == sum(told["facts by document"].values())
    assert sum(told["nodes by type"].values()) == told["size"]["nodes"]
    assert f"facts      {told['size']['facts']:>3}" in kg("stats", "--kb", kb_dir).out


def test_a_guide_without_facts_answers_nothing(
    kg: Run, tmp_path: Path, encoder: Encoder, vocabulary: Vocabulary
) -> None:
    """Prose that gave no fact makes a base that refuses every question and can still be looked at."""
    guide = tmp_path / "prose.txt"
    guide.write_text("so it goes\n", encoding="utf-8")
    build([guide], tmp_path / "kb", encoder=encoder, vocabulary=vocabulary)

    assert kg("query", "where does it go?", "--kb", tmp_path / "kb").status == 1
    assert kg("facts", "--kb", tmp_path / "kb").out == ""
    assert kg("stats", "--kb", tmp_path / "kb").status == 0


@pytest.mark.parametrize("form", ["graphml", "jsonl", "cypher", "csv"])
def test_export_writes_the_same_to_a_file_and_to_stdout(kg: Run, tea_kb: Path, tmp_path: Path, form: str) -> None:
    """Each format holds the guide's words, wherever it goes."""
    file = tmp_path / "graph"

    printed = kg("export", "--format", form, "--kb", tea_kb).out
    kg("export", "--format", form, "--output", file, "--kb", tea_kb)

    assert "gongfu steeping" in printed
    assert file.read_bytes() == printed.encode()


def test_a_base_altered_by_a_byte_answers_nothing(kg: Run, tea_kb: Path, tmp_path: Path) -> None:
    """The file at fault and the command that makes it again are named."""
    for file in tea_kb.iterdir():
        (tmp_path / file.name).write_bytes(file.read_bytes())
    facts = tmp_path / "facts.jsonl"
    facts.write_bytes(facts.read_bytes().replace(b"gongfu", b"gangfu"))

    ran = kg("facts", "--kb", tmp_path)

    assert (ran.status, ran.out) == (2, "")
    assert ran.err.startswith(f"kg: {facts}: ")
    assert "run `kg ingest" in ran.err


def test_doctor_tells_each_check_and_fails_on_a_damaged_base(kg: Run, tea_kb: Path, tmp_path: Path) -> None:
    """A line for each check; what fails comes with the command that mends it, and status 1."""
    sound = kg("doctor", "--kb", tea_kb)
    for file in tea_kb.iterdir():
        (tmp_path / file.name).write_bytes(file.read_bytes()[:-1])
    damaged = kg("doctor", "--kb", tmp_path)

    assert sound.status == 0
    assert {line.split()[0] for line in sound.out.splitlines()} <= {"pass", "warn"}
    assert damaged.status == 1
    assert damaged.out.splitlines()[-1].startswith("fail  knowledge base")
    assert "run `kg ingest" in damaged.out.splitlines()[-1]


def test_every_verb_has_help_with_an_example(kg: Run) -> None:
    """``kg VERB --help`` shows how the verb is typed."""
    for verb in VERBS:
        ran = kg(verb, "--help")
        assert ran.status == 0
        assert f"Example:\n    kg {verb}" in ran.out, verb


def test_the_version_is_told(kg: Run) -> None:
    """A report of a fault can name it."""
    assert kg("--version").out == f"kg {version('kg-study')}\n"


def test_kg_alone_shows_the_verbs(kg: Run) -> None:
    """Nothing asked is wrong usage, but a helpful one."""
    ran = kg()

    assert ran.status == 2
    assert all(f"\n  {verb} " in ran.out for verb in VERBS)
