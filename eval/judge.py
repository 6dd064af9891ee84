"""The judge: what an answer gets right, what it cites, and whether its proof stands in the guide."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache

from eval.questions import Question, Task
from kg.model import Answer, Citation, Document, Fact, Relation, Step
from kg.text import fold_space

#: Citations that count: a reader opens the first few, and a wall of them proves nothing.
CITATIONS_READ = 3
#: Characters of an answer that count, for the same reason.
CHARACTERS_READ = 900
#: Items an answer may name beyond the wanted ones before it is a dump: as many again, or these few.
SPARE_ITEMS = 3

#: Marks that print alike, as the one that we compare.
_ALIKE = str.maketrans({"’": "'", "–": "-", "×": "*", "·": "*"})
_JOINING_HYPHEN = re.compile(r"(?<=\w)-(?=\w)")
_MARKS = re.compile(r"[*_`]{2,}|[`\"“”$\\]")
_FIRST_WORD = re.compile(r"[a-z]+")


@dataclass(frozen=True)
class Verdict:
    """What one answer is worth. ``sound`` is None where there is no path to look at."""

    answered: bool
    right: bool
    cited: bool
    proved: bool
    sound: bool | None


def plain(text: str) -> str:
    """Text as it is compared: no case, no marks, hyphens inside words and runs of white space as one blank.

    >>> plain("**Pre-processing**  (“Min–Max”)")
    'pre processing (min max)'
    """
    text = _JOINING_HYPHEN.sub(" ", text.lower().translate(_ALIKE))
    return fold_space(_MARKS.sub("", text))


def says(form: str, text: str) -> bool:
    """Whether plain text says a form as whole words; a plural ending is let through.

    >>> says("decision tree", "such as decision trees"), says("rank", "ranking")
    (True, False)
    """
    return _pattern(plain(form)).search(text) is not None


@cache
def _pattern(form: str) -> re.Pattern[str]:
    before = r"(?<![a-z0-9])" if form[:1].isalnum() else ""
    after = r"(?:s|es)?(?![a-z0-9])" if form[-1:].isalnum() else ""
    return re.compile(before + re.escape(form) + after)


def is_right(question: Question, answer: Answer) -> bool:
    """Whether an answer says what is expected, nothing that is forbidden, and is no dump.

    A question with options is right when exactly the letters of the key are chosen; one that expects yes or no is
    judged by the first word of the text.
    """
    if question.task is Task.CHOOSE:
        return sorted(answer.choice) == sorted(question.correct)
    text = plain(answer.answer)[:CHARACTERS_READ]
    if _is_dump(question, len(answer.items)):
        return False
    if _wants_yes_or_no(question):
        first = _FIRST_WORD.match(text)
        return first is not None and first.group() in {form.lower() for form in question.expected[0]}
    items = [plain(item.name) for item in answer.items]
    said = " | ".join([text, *items])
    found = [any(says(form, said) for form in forms) for forms in question.expected]
    enough = all(found) if question.match == "all" else any(found)
    return enough and not _says_forbidden(question, items, text)


def _wants_yes_or_no(question: Question) -> bool:
    return len(question.expected) == 1 and {form.lower() for form in question.expected[0]} <= {"yes", "no"}


def _says_forbidden(question: Question, items: list[str], text: str) -> bool:
    """Items are judged where there are any, as the text may name a wrong thing to set it aside."""
    if items:
        return any(plain(name) in items for name in question.forbidden)
    return any(says(name, text) for name in question.forbidden)


def _is_dump(question: Question, items: int) -> bool:
    wanted = len(question.expected)
    return question.match == "all" and items > max(2 * wanted, wanted + SPARE_ITEMS)


def is_cited(question: Question, answer: Answer) -> bool:
    """Whether one of the first citations lies on a line that backs the answer."""
    read = answer.citations[:CITATIONS_READ]
    return any(overlaps((cited.start_line, cited.end_line), span) for cited in read for span in question.evidence_lines)


def overlaps(one: tuple[int, int], other: tuple[int, int]) -> bool:
    """Whether two spans of lines, ends included, share a line.

    >>> overlaps((1, 3), (3, 4)), overlaps((1, 2), (3, 4))
    (True, False)
    """
    return one[0] <= other[1] and other[0] <= one[1]


def is_proved(answer: Answer) -> bool:
    """Whether there is a path, and every step of every path names a citation that exists."""
    known = {citation.id for citation in answer.citations}
    return bool(answer.paths) and all(path and all(step.citation in known for step in path) for path in answer.paths)


@dataclass(frozen=True)
class Proofreader:
    """Holds the paths of answers against the guide's lines and the facts of the base."""

    lines: Mapping[str, tuple[str, ...]]
    edges: Mapping[tuple[str, Relation, str], tuple[Fact, ...]]

    @classmethod
    def of(cls, documents: Iterable[Document], facts: Iterable[Fact]) -> Proofreader:
        """Index the facts by their ends."""
        edges: dict[tuple[str, Relation, str], tuple[Fact, ...]] = {}
        for fact in facts:
            edge = (fact.subject, fact.relation, fact.object)
            edges[edge] = (*edges.get(edge, ()), fact)
        return cls(lines={document.name: document.lines for document in documents}, edges=edges)

    def faults(self, answer: Answer) -> tuple[str, ...]:
        """What is wrong with the paths of an answer, a line for each fault; nothing when all stand.

        A step stands when its citation exists, the citation's quote is in the guide's lines that it names (white space
        folded), and a fact of the base with these ends and this relation comes from those lines. A step may
        walk a fact against its direction.
        """
        cited = {citation.id: citation for citation in answer.citations}
        return tuple(
            f"{step.source} {step.relation} {step.target}: {fault}"
            for path in answer.paths
            for step in path
            if (fault := self._fault(step, cited.get(step.citation)))
        )

    def _fault(self, step: Step, citation: Citation | None) -> str | None:
        if citation is None:
            return f"no citation {step.citation}"
        if not self._quotes(citation):
            return f"the quote is not on lines {citation.start_line}-{citation.end_line} of {citation.document}"
        facts = (
            *self.edges.get((step.source, step.relation, step.target), ()),
            *self.edges.get((step.target, step.relation, step.source), ()),
        )
        if not facts:
            return "no fact of the base"
        span = (citation.start_line, citation.end_line)
        stated = any(
            fact.source.document == citation.document and overlaps(span, (fact.source.start_line, fact.source.end_line))
            for fact in facts
        )
        return None if stated else "the lines cited are not those of the fact"

    def _quotes(self, citation: Citation) -> bool:
        lines = self.lines.get(citation.document, ())[citation.start_line - 1 : citation.end_line]
        return fold_space(citation.quote) in fold_space(" ".join(lines))


def judge(question: Question, answer: Answer, proofreader: Proofreader) -> Verdict:
    """The verdict on one answer; a refusal of an open question is neither right nor cited nor proved."""
    counts = answer.answered or (question.task is Task.CHOOSE and bool(answer.choice))
    return Verdict(
        answered=answer.answered,
        right=counts and question.task is not Task.REFUSE and is_right(question, answer),
        cited=counts and is_cited(question, answer),
        proved=counts and is_proved(answer),
        sound=not proofreader.faults(answer) if answer.answered and answer.paths else None,
    )


def handled(question: Question, verdict: Verdict) -> bool:
    """Whether the question got what it wants: right and cited words, the right letters, or a refusal."""
    match question.task:
        case Task.ANSWER:
            return verdict.right and verdict.cited
        case Task.CHOOSE:
            return verdict.right
        case Task.REFUSE:
            return not verdict.answered
