"""Every answer is proved by lines of the guide, and is the same each time."""

from __future__ import annotations

import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from kg.assistant import Assistant
from kg.encoder import Encoder
from kg.errors import QuestionError
from kg.model import Answer, Query
from kg.store import KnowledgeBase
from kg.text import fold_space
from kg.vocabulary import Vocabulary
from tests.engine.conftest import Ask

#: One question of each shape.
QUESTIONS = (
    "Which service warns us about data drift?",
    "List all techniques for handling outliers.",
    "What is the limitation of accuracy?",
    "What is the difference between MAE and MSE?",
    "Which services serve both data collection and data pre-processing?",
    "Which services are used in Monitoring but not in Data Collection?",
    "What is the purpose of the stage that uses grid search?",
    "What comes after Evaluation?",
    "How many stages does the ML pipeline have?",
    "Is Amazon Athena used for exploratory data analysis?",
    "Is Amazon Kinesis used for monitoring?",
    "What does EDA stand for?",
    "Which service is for edge deployments? A) Amazon Athena B) AWS IoT Greengrass C) AWS Glue",
)
REFUSED = "How much does it cost?"


@pytest.mark.parametrize("question", QUESTIONS)
def test_proof_is_in_the_guide(ask: Ask, kb: KnowledgeBase, question: str) -> None:
    """Each step of a path names a citation, and each citation quotes the lines that it names."""
    answer = ask(question)
    pages = {document.name: document.lines for document in kb.documents}

    assert answer.paths
    assert {step.citation for path in answer.paths for step in path} == {cited.id for cited in answer.citations}
    for cited in answer.citations:
        there = fold_space(" ".join(pages[cited.document][cited.start_line - 1 : cited.end_line]).replace("**", ""))
        assert fold_space(cited.quote.replace("**", "")) in there


@pytest.mark.parametrize("question", QUESTIONS)
def test_steps_are_facts(ask: Ask, kb: KnowledgeBase, question: str) -> None:
    """Each step of a path is a fact of the base, and the steps of a path hang together."""
    stated = {(fact.subject, fact.relation, fact.object) for fact in kb.facts}

    for path in ask(question).paths:
        assert {(step.source, step.relation, step.target) for step in path} <= stated
        assert all({a.source, a.target} & {b.source, b.target} for a, b in pairwise(path))


def test_order_of_asking_does_not_matter(ask: Ask, kb: KnowledgeBase, encoder: Encoder, vocabulary: Vocabulary) -> None:
    """Answers have the same bytes when asked again, in another order, of an assistant opened anew."""
    asked = (*QUESTIONS, REFUSED)
    first = {question: ask(question).model_dump_json() for question in asked}
    fresh = Assistant(kb, encoder, vocabulary)

    assert {question: fresh.ask(Query(question=question)).model_dump_json() for question in reversed(asked)} == first


class Watched:
    """An encoder that counts how many ask it at the same time."""

    def __init__(self, encoder: Encoder) -> None:
        self._encoder, self.name, self.digest = encoder, encoder.name, encoder.digest
        self.inside, self.most = 0, 0

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """As the encoder that it watches."""
        self.inside += 1
        self.most = max(self.most, self.inside)
        time.sleep(0.01)  # long enough for whoever is let in to come
        vectors = self._encoder.encode(texts)
        self.inside -= 1
        return vectors


def test_who_asks_at_the_same_time_takes_turns(
    ask: Ask, kb: KnowledgeBase, encoder: Encoder, vocabulary: Vocabulary
) -> None:
    """A page serves several browsers from one assistant: what one asks must not colour what another is told."""
    asked = [*QUESTIONS, REFUSED]
    watched = Watched(encoder)
    shared = Assistant(kb, watched, vocabulary)

    with ThreadPoolExecutor(max_workers=4) as browsers:
        together = list(browsers.map(lambda question: shared.ask(Query(question=question)), asked))

    assert [answer.model_dump_json() for answer in together] == [ask(question).model_dump_json() for question in asked]
    assert watched.most == 1


def test_id_and_question_come_back(assistant: Assistant) -> None:
    """An answer carries the question's id and its words as typed."""
    answer = assistant.ask(Query(id="q-7", question="  what is recall? "))

    assert (answer.id, answer.question) == ("q-7", "  what is recall? ")


@settings(max_examples=60, derandomize=True, deadline=None, database=None)
@given(st.text(max_size=120))
@example("what is \x00 recall\ud7ff?")
@example("A) B) C)")
@example("a" * 400)
@example("¿qué? " * 20)
def test_any_text_is_answered_or_an_error(assistant: Assistant, text: str) -> None:
    """Any text is an answer that survives JSON, or a question error; nothing else comes out."""
    try:
        answer = assistant.ask(Query(question=text))
    except QuestionError:
        assert not text.strip()
        return
    assert Answer.model_validate_json(answer.model_dump_json()) == answer
    assert 0 <= answer.confidence <= 1
    assert answer.answered == bool(answer.paths)


@pytest.mark.parametrize(
    "markup",
    [
        "<script>alert(1)</script>",
        "[click](http://x.example)",
        "../../etc/passwd",
        "'; DROP TABLE facts; --",
        "{subject}",
    ],
)
def test_markup_is_data(ask: Ask, markup: str) -> None:
    """What a question holds comes back as the question only, never in what the assistant says."""
    answer = ask(f"What is recall {markup}?")

    assert markup in answer.question
    assert all(
        markup not in said for said in (answer.answer, *answer.suggestions, *(item.name for item in answer.items))
    )
