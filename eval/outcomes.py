"""Ask every question and judge every answer."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol

from eval.judge import Proofreader, Verdict, handled, judge
from eval.passages import Passage, passages_of, ranked, relevant
from eval.questions import Question, Task, query_of
from kg.model import Answer, Document, Fact, Query


class Answerer(Protocol):
    """Anything that answers: the assistant, the assistant with a part switched off, a baseline."""

    def ask(self, query: Query) -> Answer:
        """The answer, or a refusal; the same question gets the same one."""
        ...


@dataclass(frozen=True)
class Guide:
    """What answers are held against: the passages of the base's guides, and its lines and facts."""

    passages: tuple[Passage, ...]
    proofreader: Proofreader

    @classmethod
    def of(cls, documents: Sequence[Document], facts: Iterable[Fact]) -> Guide:
        """The guides of a knowledge base."""
        every = tuple(facts)
        return cls(passages_of(documents, every), Proofreader.of(documents, every))


@dataclass(frozen=True)
class Outcome:
    """A question, what was answered, and what that is worth.

    ``ranking`` holds ids of the passages cited, best first; ``relevant`` those that hold evidence.
    """

    question: Question
    answer: Answer
    verdict: Verdict
    ranking: tuple[str, ...]
    relevant: tuple[str, ...]

    @property
    def task(self) -> Task:
        """What the question wants."""
        return self.question.task

    @property
    def handled(self) -> bool:
        """Whether the question got what it wants."""
        return handled(self.question, self.verdict)


def ask_all(
    answerer: Answerer, questions: Sequence[Question], guide: Guide, *, progress: Callable[[], None] | None = None
) -> tuple[Outcome, ...]:
    """An outcome for each question, in their order; the answerer sees the question and never its key."""
    outcomes = []
    for question in questions:
        answer = answerer.ask(query_of(question))
        outcomes.append(
            Outcome(
                question=question,
                answer=answer,
                verdict=judge(question, answer, guide.proofreader),
                ranking=ranked(answer, guide.passages),
                relevant=relevant(question, guide.passages),
            )
        )
        if progress:
            progress()
    return tuple(outcomes)
