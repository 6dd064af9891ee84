"""The verdicts as JUnit XML, which CI pages show: a suite for each kind, a case for each question."""

from __future__ import annotations

from collections.abc import Iterable
from xml.etree import ElementTree

from eval.outcomes import Outcome
from eval.questions import Task
from eval.report import letters

#: Characters of an answer that a failure shows.
SHOWN = 200
#: Characters that XML 1.0 cannot hold, other than tab and line ends.
_FORBIDDEN = dict.fromkeys([*range(0x09), 0x0B, 0x0C, *range(0x0E, 0x20), 0xFFFE, 0xFFFF])


def as_junit(outcomes: Iterable[Outcome]) -> str:
    """XML whose failures are the questions that did not get what they want."""
    kinds: dict[str, list[Outcome]] = {}
    for outcome in outcomes:
        kinds.setdefault(outcome.question.kind or outcome.task, []).append(outcome)
    root = ElementTree.Element("testsuites", name="kg eval")
    for kind in sorted(kinds):
        _suite(root, kind, kinds[kind])
    ElementTree.indent(root)
    return ElementTree.tostring(root, encoding="unicode", xml_declaration=True)


def _suite(root: ElementTree.Element, kind: str, outcomes: list[Outcome]) -> None:
    failed = sum(not outcome.handled for outcome in outcomes)
    suite = ElementTree.SubElement(root, "testsuite", name=kind, tests=str(len(outcomes)), failures=str(failed))
    for outcome in outcomes:
        name = f"{outcome.question.id}: {outcome.question.question}".translate(_FORBIDDEN)
        case = ElementTree.SubElement(suite, "testcase", classname=f"eval.{kind}", name=name)
        if not outcome.handled:
            failure = ElementTree.SubElement(case, "failure", message=wanted(outcome).translate(_FORBIDDEN))
            failure.text = f"verdict {letters(outcome) or '-'}; got: {_got(outcome)}".translate(_FORBIDDEN)


def wanted(outcome: Outcome) -> str:
    """What the key asks for, in a line."""
    question = outcome.question
    match outcome.task:
        case Task.REFUSE:
            return "wanted a refusal"
        case Task.CHOOSE:
            return f"wanted {', '.join(question.correct)}"
        case Task.ANSWER:
            return f"wanted {question.match} of {', '.join(forms[0] for forms in question.expected)}"


def _got(outcome: Outcome) -> str:
    answer = outcome.answer
    if outcome.task is Task.CHOOSE:
        return ", ".join(answer.choice) or "no choice"
    return answer.answer[:SHOWN] if answer.answered else "a refusal"
