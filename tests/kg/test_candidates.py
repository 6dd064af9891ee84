"""Everything that could answer, and how it is ranked, on the bundled guide."""

from __future__ import annotations

import numpy as np
import pytest

from kg.assistant import Assistant
from kg.candidates import Shape
from kg.context import Context
from kg.model import NodeType
from kg.say import headline, say


@pytest.fixture(scope="module")
def context(assistant: Assistant) -> Context:
    """What the operations see."""
    return assistant.context


def test_candidates_are_distinct_and_complete(context: Context) -> None:
    """No two candidates are the same, and each fact can be asked for from either end."""
    every = context.candidates

    assert len({candidate.key for candidate in every}) == len(every)
    for shape in (Shape.OBJECTS, Shape.SUBJECTS):
        assert {fact for c in every if c.shape is shape for fact in c.facts} == set(context.book.facts)


def test_answers_are_ends_of_the_facts(context: Context) -> None:
    """Each answer of a candidate is stated by one of its facts."""
    for candidate in context.candidates:
        stated = {end for f in candidate.facts for end in (f.subject, f.object, f.qualifier)}
        assert set(candidate.answers) <= stated


def test_beliefs_share_out_one(context: Context) -> None:
    """Beliefs are not negative, fall from first to last and share out no more than all of it."""
    beliefs = [ranked.belief for ranked in context.rank(context.understand("Which service detects drift?"))]

    assert beliefs == sorted(beliefs, reverse=True)
    assert beliefs[-1] >= 0
    assert 0 < sum(beliefs) <= 1 + 1e-6


@pytest.mark.parametrize("name", ["Amazon Athena", "Recall", "Data Collection", "Managing Technical Debt"])
def test_a_thing_lies_nearest_to_its_own_name(context: Context, name: str) -> None:
    """The vector of a thing's name lies nearer to the thing than to any other."""
    near = context.near(name)

    assert max(near, key=lambda other: near[other]) == name


def test_link_keeps_to_the_types(context: Context) -> None:
    """A phrase is linked to a thing of a wanted type that is not set aside; one without words to nothing."""
    metrics = frozenset({NodeType.METRIC})
    found = context.link("harmonic mean of precision and recall", types=metrics, but=("F1 Score",))

    assert found is not None and found[0] != "F1 Score"
    assert context.book.type_of(found[0]) is NodeType.METRIC
    assert context.link(" ?! ") is None


def test_features_are_finite(context: Context) -> None:
    """Every candidate has a finite value of every feature, even for a question without a known word."""
    for asked in ("Which service detects drift?", "zzz", "42"):
        features = context.features(context.understand(asked))
        assert features.shape[0] == len(context.candidates)
        assert np.isfinite(features).all()


def test_facts_are_told_with_their_objects_listed(context: Context) -> None:
    """Facts of one subject and relation are one sentence; a headline names what answers in front."""
    facts = [fact for fact in context.book.out("Hyperparameter Tuning") if fact.object_type is NodeType.TECHNIQUE]
    told = say(facts, context.vocabulary)

    assert all(fact.object in told for fact in facts)
    assert told.count(".") == 1
    assert headline(["Somewhere else"], facts, context.vocabulary) == f"Somewhere else. {told}"
