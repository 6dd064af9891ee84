"""The golden questions hold together, and the guide says what their key says."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest

from eval.baselines import how_many
from eval.judge import plain, says
from eval.questions import Task, golden_path, read_questions
from kg.model import Document
from kg.resources import data_path

QUESTIONS = read_questions(golden_path())
KINDS = {
    "attribute", "choose", "compare", "count", "follow_up", "identify", "list", "lookup", "meet", "multi_hop", "order",
    "refuse", "reverse_lookup", "scenario", "typo", "yes_no",
}  # fmt: skip
LEAST = 300
LEAST_OF_A_KIND = 12
LEAST_TO_REFUSE = 80
LEAST_CHOICES = 40
#: A form is a name or a phrase that a judge can look for; a longer one would ask for the guide's very sentence.
LONGEST_FORM = 100
#: Questions of a kind in the test part.
LEAST_IN_TEST = 6
#: What is said of the guide but not by it.
FREE = re.compile(
    r"yes|no|\d+|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen"
)


def test_there_are_enough_of_each_kind() -> None:
    """Every kind of question is asked often enough to be measured."""
    kinds = Counter(question.kind for question in QUESTIONS)
    tasks = Counter(question.task for question in QUESTIONS)

    assert len(QUESTIONS) >= LEAST
    assert set(kinds) == KINDS
    assert min(kinds.values()) >= LEAST_OF_A_KIND
    assert tasks[Task.REFUSE] >= max(LEAST_TO_REFUSE, len(QUESTIONS) / 5)
    assert tasks[Task.CHOOSE] >= LEAST_CHOICES


def test_both_parts_hold_every_kind() -> None:
    """Each kind is in the test part often enough to be measured, and at least as often in the part tuned on."""
    dev = Counter(question.kind for question in QUESTIONS if question.split == "dev")
    test = Counter(question.kind for question in QUESTIONS if question.split == "test")

    assert all(question.split for question in QUESTIONS)
    assert all(LEAST_IN_TEST <= test[kind] <= dev[kind] + 2 for kind in KINDS)


def test_file_is_sorted_and_asks_nothing_twice() -> None:
    """Ids are unique and in order, and no two lines ask the same."""
    ids = [question.id for question in QUESTIONS]
    asked = [
        (question.question.casefold(), question.history, tuple(sorted(question.options.items())))
        for question in QUESTIONS
    ]

    assert ids == sorted(set(ids))
    assert len(set(asked)) == len(asked)


def test_evidence_lines_are_in_the_guide(document: Document) -> None:
    """Each evidence span lies in the guide, with text at both its ends; what must be refused has none."""
    with_text = {number for number, line in enumerate(document.lines, start=1) if line.strip()}

    for question in QUESTIONS:
        ends = {line for span in question.evidence_lines for line in span}
        assert ends <= with_text, question.id
        assert bool(ends) != (question.task is Task.REFUSE), question.id


def test_expected_forms_are_sensible(document: Document) -> None:
    """Each expected item has a form that the guide says, apart from yes, no and numbers; none is forbidden too."""
    guide = plain(" ".join(document.lines))

    for question in QUESTIONS:
        for forms in question.expected:
            assert all(form == form.strip() and 0 < len(form) <= LONGEST_FORM for form in forms), question.id
            free = all(FREE.fullmatch(plain(form)) for form in forms)
            assert free or any(says(form, guide) for form in forms), (question.id, forms)
        wanted = {plain(form) for forms in question.expected for form in forms}
        assert wanted.isdisjoint(plain(name) for name in question.forbidden), question.id


def test_choices_can_be_made() -> None:
    """A key picks as many options as the question asks for, of more that differ; nothing else has a key of letters."""
    for question in QUESTIONS:
        if question.task is Task.CHOOSE:
            assert 2 <= len(question.options) > len(question.correct), question.id
            assert len({plain(option) for option in question.options.values()}) == len(question.options), question.id
            assert len(question.correct) == how_many(question.question), question.id
        else:
            assert not question.correct, question.id


def test_follow_ups_have_a_turn_to_follow() -> None:
    """A follow-up, and nothing else, comes with the turns before it."""
    for question in QUESTIONS:
        assert bool(question.history) == (question.kind == "follow_up"), question.id


@pytest.mark.parametrize("path", sorted(data_path("eval", "guides").glob("*.jsonl")), ids=lambda path: path.stem)
def test_other_guides_say_what_their_keys_say(path: Path) -> None:
    """The questions about the other guides have evidence in them that says each form, and some must be refused."""
    (guide,) = (each for each in path.parent.glob(f"{path.stem}.*") if each != path)
    lines, questions = guide.read_text(encoding="utf-8").split("\n"), read_questions(path)
    text = plain(" ".join(lines))

    for question in questions:
        spans = [line for first, last in question.evidence_lines for line in lines[first - 1 : last]]
        assert bool("".join(spans).strip()) != (question.task is Task.REFUSE), question.id
        for forms in question.expected:
            free = all(FREE.fullmatch(plain(form)) for form in forms)
            assert free or any(says(form, text) for form in forms), (question.id, forms)
    assert sum(question.task is Task.REFUSE for question in questions) >= len(questions) / 5
