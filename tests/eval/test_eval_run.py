"""The whole of `kg eval` on the real assistant, over a few questions."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from eval.ablations import ablations
from eval.questions import Split, Task, golden_path, of_task, query_of, read_questions
from eval.run import Format, run
from kg.encoder import Encoder
from kg.errors import InputError
from kg.store import KnowledgeBase
from kg.vocabulary import Vocabulary

KINDS = ("lookup", "attribute", "refuse", "choose")


@pytest.fixture(scope="module")
def few(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The first golden questions of four kinds, three each."""
    lines = golden_path().read_text(encoding="utf-8").splitlines()
    rows = [json.loads(line) for line in lines]
    picked = [row for kind in KINDS for row in [row for row in rows if row["kind"] == kind][:3]]
    path = tmp_path_factory.mktemp("few") / "few.jsonl"
    path.write_text("".join(f"{json.dumps(row)}\n" for row in picked), encoding="utf-8")
    return path


def test_run_measures_everything(
    kb: KnowledgeBase, encoder: Encoder, vocabulary: Vocabulary, few: Path, tmp_path: Path
) -> None:
    """One run gives figures for the assistant and three baselines, and TREC files."""
    seen: list[tuple[int, int]] = []
    told = run(
        kb,
        encoder,
        vocabulary,
        questions=few,
        form=Format.JSON,
        trec=tmp_path,
        floors={"handled": 0.0},
        progress=lambda done, total: seen.append((done, total)),
    )
    data = json.loads(told.text)

    assert told.failures == ()
    assert data["questions"] == {"answer": 6, "choose": 3, "refuse": 3}
    roles = [system["role"] for system in data["systems"]]
    assert roles == ["assistant", "baseline", "baseline", "baseline"]
    assert seen[-1] == (12 * len(roles), 12 * len(roles))
    assert (tmp_path / "bm25.run.txt").read_text(encoding="utf-8").count("\n") == 90


def test_each_part_can_be_switched_off(kb: KnowledgeBase, encoder: Encoder, vocabulary: Vocabulary, few: Path) -> None:
    """An ablation asks the assistant once more for each of its parts, without that part."""
    told = run(kb, encoder, vocabulary, questions=few, form=Format.JSON, baselines=False, ablations=True)
    names = [system["name"] for system in json.loads(told.text)["systems"]]

    assert names == ["assistant", "no aliases", "no graph", "no types", "no vectors"]


def test_run_repeats(kb: KnowledgeBase, encoder: Encoder, vocabulary: Vocabulary, few: Path) -> None:
    """Two runs tell the same, to the byte."""
    first, second = (run(kb, encoder, vocabulary, questions=few, baselines=False).text for _ in range(2))

    assert first == second


def test_part_without_questions_is_an_error(
    kb: KnowledgeBase, encoder: Encoder, vocabulary: Vocabulary, tmp_path: Path
) -> None:
    """A set that has no question of the part asked for says so."""
    path = tmp_path / "set.jsonl"
    path.write_text('{"id": "a", "question": "?", "split": "dev"}\n', encoding="utf-8")

    with pytest.raises(InputError, match="no question of the test part"):
        run(kb, encoder, vocabulary, questions=path, split=Split.TEST)


def test_no_part_is_needed_to_end(kb: KnowledgeBase, encoder: Encoder, vocabulary: Vocabulary) -> None:
    """Questions in two clauses end in an answer or a refusal, also where a clause finds nothing without its part."""
    to_refuse = of_task(read_questions(golden_path()), Task.REFUSE)
    asked = [question for question in to_refuse if " and " in question.question]
    without_vectors = ablations(kb, encoder, vocabulary)["no vectors"]

    answers = [without_vectors.ask(query_of(question)) for question in asked]

    assert [answer.id for answer in answers] == [question.id for question in asked]
