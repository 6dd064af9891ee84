"""How a run is told, held by floors, and kept."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from xml.etree import ElementTree

import pytest

from eval.outcomes import Guide, ask_all
from eval.questions import Question
from eval.report import Report, Role
from eval.results import broken_floors, fill, newest, parse_floor, record, turned_since
from eval.run import Format, report_of, tell
from kg.errors import InputError
from kg.model import Answer, Query

QUESTIONS = (
    Question(id="a", kind="lookup", question="drift?", expected=(("Model Monitor",),), evidence_lines=((85, 85),)),
    Question(id="b", kind="lookup", question="a <b> & \x01 c?", expected=(("Glue",),), evidence_lines=((15, 15),)),
    Question(id="c", kind="refuse", question="price?"),
    Question(id="d", kind="choose", question="which?", options={"A": "x", "B": "y"}, correct=("A",)),
)


class Fixed:
    """Gives each question the answer written for it, and refuses the others."""

    def __init__(self, answers: dict[str, Answer]) -> None:
        self.answers = answers

    def ask(self, query: Query) -> Answer:
        refusal = Answer(id=query.id, question=query.question, kind="refuse", answered=False, answer="")
        return self.answers.get(str(query.id), refusal)


def make_report(guide: Guide, answers: dict[str, Answer], *, against: dict[str, Answer] | None = None) -> Report:
    runs = {"assistant": ask_all(Fixed(answers), QUESTIONS, guide)}
    if against is not None:
        runs["bm25"] = ask_all(Fixed(against), QUESTIONS, guide)
        runs["no graph"] = runs["bm25"]
    roles = {"assistant": Role.ASSISTANT, "bm25": Role.BASELINE, "no graph": Role.ABLATION}
    return report_of(runs, roles, split="dev")


@pytest.fixture
def report(guide: Guide, drift_answer: Answer) -> Report:
    return make_report(guide, {"a": drift_answer}, against={})


def test_measures_by_hand(report: Report) -> None:
    """One of two open questions right, the refusal kept, the choice missed: each measure says so."""
    found = {name: (round(estimate.value, 3), estimate.n) for name, estimate in report.assistant.measures.items()}

    assert found["right_and_cited"] == (0.5, 2)
    assert found["proved"] == (0.5, 2)
    assert found["path_validity"] == (1.0, 1)
    assert found["refusal_recall"] == (1.0, 1)
    assert found["refusal_precision"] == (0.333, 3)
    assert found["choices_right"] == (0.0, 1)
    assert found["handled"] == (0.5, 4)
    assert {kind: estimate.value for kind, estimate in report.assistant.kinds.items()} == {
        "lookup": 0.5, "refuse": 1.0, "choose": 0.0
    }  # fmt: skip
    paired = report.systems[1].paired["right_and_cited"]
    assert (paired.only_first, paired.only_second) == (1, 0)


def test_table_and_markdown_say_the_same(report: Report) -> None:
    """People get every measure with its interval, beside the baselines, and what each part earns."""
    text, markdown = tell(report, Format.TABLE), tell(report, Format.MARKDOWN)

    for told in (text, markdown):
        assert "50.0 (9–91)" in told
        assert "no graph" in told
        assert "AURC" in told
    assert "| right_and_cited | 2 | 50.0 (9–91) | 0.0 (0–66) |" in markdown


def test_json_holds_figures_and_verdicts(report: Report) -> None:
    """Programs get figures with their intervals, and a verdict for each question."""
    data = json.loads(tell(report, Format.JSON))

    assert data["systems"][0]["measures"]["right_and_cited"] == {"value": 0.5, "low": 0.0945, "high": 0.9055, "n": 2}
    assert data["verdicts"] == {"a": "harcps", "b": "", "c": "h", "d": ""}


def test_junit_names_what_failed(report: Report) -> None:
    """A CI page shows a suite for each kind, and each failure with what was wanted; odd characters are escaped."""
    root = ElementTree.fromstring(tell(report, Format.JUNIT))

    assert {suite.get("name"): suite.get("failures") for suite in root} == {"lookup": "1", "refuse": "0", "choose": "1"}
    (failed,) = [case for case in root.iter("testcase") if case.get("name", "").startswith("b: a <b> &")]
    failure = failed.find("failure")
    assert failure is not None
    assert failure.get("message") == "wanted all of Glue"


def test_floor_names_the_questions_that_turned(guide: Guide, drift_answer: Answer, tmp_path: Path) -> None:
    """A broken floor says by how much, and which questions were lost since the last record."""
    checkout(tmp_path)
    record(make_report(guide, {"a": drift_answer}), directory=tmp_path)
    worse = make_report(guide, {})
    turned = turned_since(worse, tmp_path / "results")

    assert turned is not None
    assert (turned.lost, turned.won) == (("a",), ())
    (line,) = broken_floors(worse, {"right_and_cited": 0.4, "refusal_recall": 0.9}, turned)
    assert line.startswith("right_and_cited: 0.000 of 2 is under the floor 0.4; lost since ")
    assert line.endswith(": a")
    assert "lost a; won none" in tell(worse, Format.TABLE, turned)


def test_floor_that_nothing_measures_is_broken(guide: Guide) -> None:
    """A floor cannot be passed by asking no question of it."""
    report = report_of(
        {"assistant": ask_all(Fixed({}), QUESTIONS[2:3], guide)}, {"assistant": Role.ASSISTANT}, split="dev"
    )

    assert broken_floors(report, {"choices_right": 0.0}, None) == (
        "choices_right: no question measures it; choose other questions or drop the floor",
    )


@pytest.mark.parametrize("text", ["right", "right=", "rihgt=0.5", "right=2", "right=nan", "=0.5"])
def test_bad_floor_names_the_measures(text: str) -> None:
    """A floor that is misspelt is an error that lists what there is."""
    with pytest.raises(InputError, match="right_and_cited"):
        parse_floor(text)


def test_record_is_kept_by_commit(report: Report, tmp_path: Path) -> None:
    """A record is a small JSON named by its commit, a curve, and the page's tables; the newest is found again."""
    commit = checkout(tmp_path)
    (tmp_path / "README.md").write_text("# Page\n<!-- eval:dev -->\nold\n<!-- /eval:dev -->\nend\n", encoding="utf-8")

    record(report, directory=tmp_path)

    kept = tmp_path / "results" / f"{commit}-dev.json"
    assert kept.stat().st_size < 10_000
    assert newest(tmp_path / "results", split="dev") == json.loads(kept.read_text(encoding="utf-8"))
    assert newest(tmp_path / "results", split="test") is None
    page = (tmp_path / "README.md").read_text(encoding="utf-8")
    assert "\nold\n" not in page
    assert "| right_and_cited |" in page
    curve = ElementTree.fromstring((tmp_path / "results" / "risk-coverage-dev.svg").read_text(encoding="utf-8"))
    assert curve.tag.endswith("svg")


def test_record_wants_a_checkout(report: Report, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Outside a clone there is no commit to name a record by, and the error says so."""
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))

    with pytest.raises(InputError, match="not in a git checkout"):
        record(report, directory=tmp_path)


def test_record_wants_what_decides_it_committed(report: Report, tmp_path: Path) -> None:
    """Figures of code that no commit holds are not kept under a commit's name; a page that changed is no matter."""
    checkout(tmp_path)
    for name in ("kg", "eval"):
        (tmp_path / name).mkdir()
    code, page = tmp_path / "kg" / "rank.py", tmp_path / "eval" / "README.md"
    for path in (code, page):
        path.write_text("one\n", encoding="utf-8")
    git(tmp_path, "add", ".")
    git(tmp_path, "commit", "-q", "-m", "y")

    page.write_text("two\n", encoding="utf-8")
    record(report, directory=tmp_path / "eval")
    code.write_text("two\n", encoding="utf-8")
    with pytest.raises(InputError, match="not committed"):
        record(report, directory=tmp_path / "eval")


def test_page_without_marks_stays() -> None:
    """Only the marked part of a page is made by the command."""
    assert fill("a page", part="dev", content="tables") == "a page"


def checkout(directory: Path) -> str:
    """A git checkout with one commit; returns its short name."""
    git(directory, "init", "-q")
    git(directory, "commit", "-q", "--allow-empty", "-m", "x")
    return git(directory, "log", "-1", "--format=%h").strip()


def git(directory: Path, *words: str) -> str:
    command = ["git", "-C", str(directory), "-c", "user.name=t", "-c", "user.email=t@example.org", *words]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout
