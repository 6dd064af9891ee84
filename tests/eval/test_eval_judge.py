"""The judge on answers that a reader can judge too."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from eval.judge import Proofreader, handled, is_cited, is_right, judge
from eval.outcomes import Guide
from eval.questions import Question
from kg.model import Answer, Citation, Item, NodeType, Relation, Step

METRICS = (("Recall", "Sensitivity"), ("Precision",))


def question(expected: object = (), **key: object) -> Question:
    return Question.model_validate({"id": "q", "question": "?", "expected": expected, **key})


def answer(text: str = "", items: Sequence[str] = (), **rest: object) -> Answer:
    found = tuple(Item(id=f"concept:{name}", name=name, type=NodeType.CONCEPT) for name in items)
    said = {"question": "?", "kind": "lookup", "answered": True, "answer": text, "items": found}
    return Answer.model_validate({**said, **rest})


@pytest.mark.parametrize(
    ("key", "given", "right"),
    [
        (question(METRICS), answer("Precision and recall."), True),
        (question(METRICS), answer("It is these:", ["Sensitivity", "Precision"]), True),
        (question(METRICS), answer("Recall."), False),
        (question(METRICS, match="any"), answer("Recall."), True),
        (question([["F1"]]), answer("The F1-score."), True),
        (question([["F1"]]), answer("The F10 score."), False),
        (question([["data drift"]]), answer("**Data-drift**"), True),
        (question([["endpoint"]]), answer("Endpoints."), True),
        (question([["Recall"]], forbidden=["Precision"]), answer("Recall, not precision.", ["Recall"]), True),
        (question([["Recall"]], forbidden=["Precision"]), answer("Recall, not precision."), False),
        (question([["Recall"]], forbidden=["Precision"]), answer("", ["Recall", "Precision"]), False),
        (question([["a"]]), answer("", ["a", "b", "c", "d"]), True),
        (question([["a"]]), answer("", ["a", "b", "c", "d", "e"]), False),
        (question([["end"]]), answer("x" * 895 + " end"), True),
        (question([["end"]]), answer("x" * 900 + " end"), False),
        (question([["no"]]), answer("No: it is the other way round."), True),
        (question([["no"]]), answer("Yes, there is no doubt."), False),
    ],
)
def test_right_means_all_that_is_expected_and_no_more(key: Question, given: Answer, right: bool) -> None:
    """An answer is right when it says every expected item as whole words, nothing forbidden, and is no dump."""
    assert is_right(key, given) is right


@pytest.mark.parametrize(("choice", "right"), [(("C", "A"), True), (("A",), False), (("A", "B", "C"), False)])
def test_choice_must_be_the_key(choice: tuple[str, ...], right: bool) -> None:
    """Choosing is right when exactly the letters of the key are chosen, in any order."""
    key = question(options={"A": "x", "B": "y", "C": "z"}, correct=["A", "C"])

    assert is_right(key, answer(choice=choice)) is right


def test_only_the_first_citations_count() -> None:
    """A citation that a reader would have to dig for does not back an answer."""
    cited = [
        Citation(id=number, document="g", section=(), start_line=line, end_line=line, quote="q")
        for number, line in enumerate([1, 2, 3, 9], start=1)
    ]

    assert is_cited(question(evidence_lines=[[3, 4]]), answer(citations=cited))
    assert not is_cited(question(evidence_lines=[[9, 9]]), answer(citations=cited))


def test_a_step_that_the_guide_states_is_sound(guide: Guide, drift_answer: Answer) -> None:
    """A path of facts, each quoted from the lines that it cites, has no fault, walked either way."""
    (step,) = drift_answer.paths[0]
    backwards = step.model_copy(update={"source": step.target, "target": step.source})

    assert guide.proofreader.faults(drift_answer) == ()
    assert guide.proofreader.faults(drift_answer.model_copy(update={"paths": ((backwards,),)})) == ()


@pytest.mark.parametrize(
    ("step", "citation", "fault"),
    [
        ({"citation": 2}, {}, "no citation 2"),
        ({"target": "data leakage"}, {}, "no fact of the base"),
        ({}, {"quote": "detects data and concept leakage"}, "the quote is not on lines 85-85"),
        ({}, {"start_line": 900, "end_line": 901}, "the quote is not on lines 900-901"),
        ({}, {"document": "other.txt"}, "the quote is not on lines 85-85 of other.txt"),
        (
            {},
            {"start_line": 169, "end_line": 169, "quote": "model drift, and concept drift"},
            "the lines cited are not those of the fact",
        ),
    ],
)
def test_an_unsound_step_is_named(
    guide: Guide, drift_answer: Answer, step: dict[str, object], citation: dict[str, object], fault: str
) -> None:
    """A step without its citation, its quote, its fact or its lines says which is missing."""
    (old_step,), (old_citation,) = drift_answer.paths[0], drift_answer.citations
    bent = drift_answer.model_copy(
        update={
            "paths": ((old_step.model_copy(update=step),),),
            "citations": (old_citation.model_copy(update=citation),),
        }
    )

    (found,) = guide.proofreader.faults(bent)
    assert fault in found


def test_verdicts_by_task(guide: Guide, drift_answer: Answer) -> None:
    """What handles a question depends on what it wants: words with a line, letters, or a refusal."""
    proofreader: Proofreader = guide.proofreader
    refusal = Answer(question="?", kind="refuse", answered=False, answer="The guide does not say.")
    wanted = question([["Model Monitor"]], evidence_lines=[[85, 85]])
    elsewhere = question([["Model Monitor"]], evidence_lines=[[1, 1]])
    choice = question(options={"A": "x", "B": "y"}, correct=["B"])

    assert handled(wanted, judge(wanted, drift_answer, proofreader))
    assert not handled(elsewhere, judge(elsewhere, drift_answer, proofreader))
    assert not handled(wanted, judge(wanted, refusal, proofreader))
    assert handled(question(), judge(question(), refusal, proofreader))
    assert not handled(question(), judge(question(), drift_answer, proofreader))
    assert handled(choice, judge(choice, answer(choice=["B"]), proofreader))


def test_proof_needs_a_path(guide: Guide, drift_answer: Answer) -> None:
    """An answer without a path is not proved, and its soundness is not counted either way."""
    bare = drift_answer.model_copy(update={"paths": ()})
    empty = drift_answer.model_copy(update={"paths": ((),)})
    step = Step(source="a", relation=Relation.DETECTS, target="b", citation=7)

    verdict = judge(question([["x"]]), bare, guide.proofreader)
    assert (verdict.proved, verdict.sound) == (False, None)
    assert not judge(question([["x"]]), empty, guide.proofreader).proved
    assert not judge(question([["x"]]), drift_answer.model_copy(update={"paths": ((step,),)}), guide.proofreader).proved
