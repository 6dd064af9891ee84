"""Plain retrieval on the bundled guide."""

from __future__ import annotations

import numpy as np
import pytest

from eval.baselines import (
    Bm25Ranker,
    FusedRanker,
    PassageAnswerer,
    VectorRanker,
    baselines,
    best_first,
    fused,
    how_many,
    tuned,
)  # fmt: skip
from eval.outcomes import Guide
from eval.questions import Question
from kg.encoder import Encoder
from kg.model import Query


@pytest.fixture(scope="module")
def bm25(guide: Guide) -> PassageAnswerer:
    return PassageAnswerer(guide.passages, Bm25Ranker(guide.passages))


def test_answers_with_its_best_passage(bm25: PassageAnswerer) -> None:
    """A question in the guide's words gets the passage that has them, cited first, and nine more."""
    answer = bm25.ask(Query(id="q", question="harmonic mean of precision and recall"))

    assert (answer.id, answer.answered) == ("q", True)
    assert "F1 Score" in answer.answer
    assert answer.citations[0].start_line == 251
    assert [citation.id for citation in answer.citations] == list(range(1, 11))


def test_refuses_under_its_threshold_and_keeps_what_it_found(guide: Guide, bm25: PassageAnswerer) -> None:
    """A refusal says nothing, but its ranking is still there to be measured."""
    strict = PassageAnswerer(guide.passages, bm25.ranker, threshold=1e9)
    asked = Query(question="harmonic mean of precision and recall")

    assert not strict.ask(asked).answered
    assert strict.ask(asked).answer == ""
    assert strict.ask(asked).citations == bm25.ask(asked).citations


def test_chooses_as_many_options_as_are_asked_for(bm25: PassageAnswerer) -> None:
    """Of the options, those that find the best passages are chosen, sorted by letter."""
    options = {"A": "Amazon Polly", "B": "Amazon Kinesis", "C": "AWS Backup", "D": "AWS Glue"}
    three = {letter: options[letter] for letter in "ACD"}

    one = bm25.ask(Query(question="Which service is for data integration and ETL?", options=three))
    two = bm25.ask(Query(question="Which services are for data collection? (Choose two)", options=options))

    assert one.choice == ("D",)
    assert two.choice == ("B", "D")


def test_history_is_part_of_the_question(bm25: PassageAnswerer) -> None:
    """A follow-up is asked with the turns before it."""
    bare = bm25.ask(Query(question="and its formula?"))
    told = bm25.ask(Query(question="and its formula?", history=("what is return on investment?",)))

    assert told.citations[0].start_line == 291 != bare.citations[0].start_line


@pytest.mark.parametrize("question", ["???", "zzyzx", "\x00", "的"])
def test_words_the_guide_does_not_have(bm25: PassageAnswerer, question: str) -> None:
    """A question without a word of the guide is ranked in the guide's order, without a crash."""
    assert bm25.ask(Query(question=question)).citations[0].id == 1


def test_fusion_by_hand() -> None:
    """First and second against second and first tie, in the order given; third everywhere stays last."""
    scores = fused([np.array([3.0, 2.0, 1.0]), np.array([2.0, 3.0, 1.0])])

    assert scores[0] == scores[1] == pytest.approx(1 / 61 + 1 / 62)
    assert best_first(scores).tolist() == [0, 1, 2]


def test_threshold_parts_answers_from_refusals(guide: Guide, bm25: PassageAnswerer) -> None:
    """The tuned threshold lets a question of the guide through and stops one that shares no word with it."""
    known = Question(
        id="a", question="harmonic mean of precision and recall", expected=(("F1",),), evidence_lines=((253, 253),)
    )
    unknown = Question(id="b", question="zebra crossings")

    found = tuned(bm25, [known, unknown], guide)

    assert found.ask(Query(question=known.question)).answered
    assert not found.ask(Query(question=unknown.question)).answered


def test_vectors_find_by_meaning(guide: Guide, encoder: Encoder) -> None:
    """A paraphrase that shares no telling word with its passage is found by vectors and not by BM25."""
    asked = Query(question="opinions of people who tried the app")
    by_words = PassageAnswerer(guide.passages, Bm25Ranker(guide.passages)).ask(asked)
    by_meaning = PassageAnswerer(guide.passages, VectorRanker(guide.passages, encoder)).ask(asked)

    assert by_meaning.citations[0].start_line == 286
    assert 286 not in [citation.start_line for citation in by_words.citations[:3]]


def test_three_baselines_on_the_same_passages(guide: Guide, encoder: Encoder) -> None:
    """BM25, vectors and both fused are measured on one set of passages, each with a threshold of its own."""
    known = Question(id="a", question="what is AUC?", expected=(("ROC",),), evidence_lines=((259, 259),))

    found = baselines(guide, encoder, tuning=[known, Question(id="b", question="zebra crossings")])

    assert list(found) == ["bm25", "vectors", "fused"]
    assert all(each.passages is guide.passages for each in found.values())
    assert isinstance(found["fused"].ranker, FusedRanker)


@pytest.mark.parametrize(
    ("stem", "number"),
    [("Which THREE apply?", 3), ("(Select 2)", 2), ("Choose the two best", 2), ("Which one of two?", 1), ("", 1)],
)
def test_number_of_options_wanted(stem: str, number: int) -> None:
    """The number is read from the question's words, whatever the case."""
    assert how_many(stem) == number
