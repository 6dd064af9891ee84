"""Measures that can be checked by hand, and files that others' tools read to the same figures."""

from __future__ import annotations

import math
from pathlib import Path

import ir_measures
import pytest
from ir_measures import read_trec_qrels, read_trec_run

from eval.calibrate import Sample, aurc, calibrate, ece, pick_threshold, reliability, risk_coverage
from eval.intervals import mcnemar, mean, share
from eval.metrics import RETRIEVAL, measures, retrieval
from eval.outcomes import Guide, Outcome, ask_all
from eval.passages import blocks, passages_of, ranked, relevant
from eval.questions import Question
from eval.trec import write_trec
from kg.model import Answer, Citation, Document, Query


class Listed:
    """Answers each question with the citations that it was given for it, best first."""

    def __init__(self, guide: Guide, lines: dict[str, list[int]]) -> None:
        self.document, self.lines = guide.passages[0].document, lines

    def ask(self, query: Query) -> Answer:
        cited = tuple(
            Citation(id=number, document=self.document, section=(), start_line=line, end_line=line, quote="q")
            for number, line in enumerate(self.lines[str(query.id)], start=1)
        )
        return Answer(
            id=query.id, question=query.question, kind="list", answered=bool(cited), answer="", citations=cited
        )


@pytest.fixture
def outcomes(guide: Guide) -> tuple[Outcome, ...]:
    """Four questions: evidence cited first, second, not at all; and one with two passages of evidence, one cited."""
    evidence = {"a": [[13, 13]], "b": [[20, 22]], "c": [[30, 30]], "d": [[15, 15], [129, 131]]}
    cited = {"a": [15, 16, 20], "b": [14, 20], "c": [], "d": [130]}
    questions = [
        Question(id=key, question="?", expected=(("x",),), evidence_lines=tuple((a, b) for a, b in spans))
        for key, spans in evidence.items()
    ]
    return ask_all(Listed(guide, cited), questions, guide)


def test_retrieval_by_hand(outcomes: tuple[Outcome, ...]) -> None:
    """Recall, hits, reciprocal rank and nDCG of four rankings agree with what a reader computes."""
    found = retrieval(outcomes)

    assert found["evidence_recall@1"] == [1, 0, 0, 0.5]
    assert found["evidence_recall@3"] == [1, 1, 0, 0.5]
    assert found["evidence_hit@1"] == [1, 0, 0, 1]
    assert found["mrr"] == [1, 0.5, 0, 1]
    second = 1 / math.log2(3)
    assert found["ndcg@10"] == pytest.approx([1, second, 0, 1 / (1 + second)])


def test_one_passage_counts_once(outcomes: tuple[Outcome, ...]) -> None:
    """Two citations of a passage are one rank, so that a second passage moves up."""
    assert [len(outcome.ranking) for outcome in outcomes] == [2, 2, 0, 1]


def test_trec_files_give_the_same_figures(tmp_path: Path, outcomes: tuple[Outcome, ...]) -> None:
    """ir-measures reads the files back and reaches our figures, question by question."""
    write_trec(tmp_path, {"the assistant": outcomes})
    qrels = read_trec_qrels(str(tmp_path / "qrels.txt"))
    run = read_trec_run(str(tmp_path / "the_assistant.run.txt"))
    wanted = [ir_measures.parse_measure(words) for words in RETRIEVAL.values()]

    again = ir_measures.calc_aggregate(wanted, qrels, run)

    ours = measures(outcomes)
    for name, words in RETRIEVAL.items():
        assert again[ir_measures.parse_measure(words)] == pytest.approx(ours[name].value, abs=1e-9)


def test_passages_cover_the_guide_once(document: Document) -> None:
    """Every line with text is in exactly one passage, and a heading stands with what it heads."""
    passages = passages_of([document], [])
    held = [line for passage in passages for line in range(passage.start_line, passage.end_line + 1)]
    with_text = [number for number, line in enumerate(document.lines, start=1) if line.strip()]

    assert len(set(held)) == len(held)
    assert set(with_text) <= set(held)
    assert blocks(document.lines)[3] == (11, 16)


def test_passage_stands_under_its_section(guide: Guide) -> None:
    """A passage carries the section of its facts, and a baseline can find it by its nearest heading."""
    (monitoring,) = [passage for passage in guide.passages if passage.start_line == 81]

    assert monitoring.heading == ("Monitoring", "AWS Services")
    assert monitoring.text.startswith("AWS Services\n• Monitoring:")


def test_evidence_of_another_line_is_not_relevant(guide: Guide, drift_answer: Answer) -> None:
    """Evidence and citations meet in the passage that holds both."""
    near = Question(id="q", question="?", expected=(("x",),), evidence_lines=((83, 83),))
    far = Question(id="q", question="?", expected=(("x",),), evidence_lines=((169, 169),))

    assert ranked(drift_answer, guide.passages) == relevant(near, guide.passages)
    assert set(ranked(drift_answer, guide.passages)).isdisjoint(relevant(far, guide.passages))


def test_share_of_nothing_is_not_a_figure() -> None:
    """A measure that no question speaks to is absent, not zero."""
    assert share([]) is None
    assert mean([]) is None


def test_wilson_interval_of_all_hits() -> None:
    """Ten of ten leaves doubt: the interval of the textbook, not 1 to 1."""
    found = share([True] * 10)

    assert found is not None
    assert (round(found.low, 4), found.high) == (0.7225, 1.0)


def test_bootstrap_repeats() -> None:
    """The same values give the same interval, and it holds the mean."""
    values = [0.0, 0.5, 1.0, 1.0, 0.25]
    found = mean(values)

    assert found is not None
    assert found == mean(values)
    assert found.low < found.value == 0.55 < found.high


def test_mcnemar_looks_at_differences_only() -> None:
    """Agreement, however much, does not move the test; five against none gives 2 / 2^5."""
    agree = [True] * 50

    assert mcnemar([*agree, *[True] * 5], [*agree, *[False] * 5]).p == pytest.approx(2 / 2**5)
    assert mcnemar(agree, agree).p == 1.0
    with pytest.raises(ValueError, match=r"shorter|longer"):
        mcnemar([True], [])


def test_risk_grows_as_doubtful_answers_enter() -> None:
    """Four answers, the two doubtful ones wrong: no risk at half coverage, half at full, a refusal never covered."""
    samples = [
        Sample(0.9, True, False),
        Sample(0.8, True, False),
        Sample(0.4, False, False),
        Sample(0.2, False, True),
        Sample(None, False, True),
    ]
    curve = risk_coverage(samples)

    assert [point.coverage for point in curve] == pytest.approx([0.2, 0.4, 0.6, 0.8])
    assert [point.risk for point in curve] == pytest.approx([0, 0, 1 / 3, 1 / 2])
    assert aurc(curve) == pytest.approx((1 / 3 + 1 / 2) / 4)
    assert pick_threshold(samples) == pytest.approx(0.6)


def test_confidence_that_keeps_its_word_has_no_error() -> None:
    """Answers at 0.75 of which three in four are right are calibrated; at 1.0 they are a quarter off."""
    answers = [True, True, True, False]

    assert ece(reliability([Sample(0.75, right, False) for right in answers])) == 0
    assert ece(reliability([Sample(1.0, right, False) for right in answers])) == 0.25


def test_a_run_of_refusals_has_a_calibration() -> None:
    """Nothing answered is no curve, no error and no crash."""
    found = calibrate([Sample(None, False, True)])

    assert (found.curve, found.aurc, found.ece, found.threshold) == ((), 0, 0, 0)
