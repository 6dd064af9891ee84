"""Choose among options: how well the guide backs each one as the answer to the stem."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from kg.book import FactBook, unique
from kg.context import Context
from kg.exception import asks_for_exception
from kg.finding import Finding, proofs_of
from kg.model import LIABILITIES, EntryKind, Fact, NodeType
from kg.phrases import find_phrase, has_phrase
from kg.question import Question
from kg.rank import Ranked
from kg.reason.calculate import calculated_choice
from kg.reason.order import chain_of
from kg.reason.route import find
from kg.reason.verify import linked
from kg.reason.verify_claim import opposed, sides
from kg.text import tokens

Floats = NDArray[np.float32]

#: What is measured of each option, each relative to the mean over the options.
OPTION_FEATURES = (
    "joint", "joint_passage", "product", "own", "joint_covered", "belief",
    "answer", "nodes", "focus", "found", "told", "linked", "typed", "order", "thing", "topic", "sweeping", "strange",
)  # fmt: skip
#: Weight of each measure; see eval/fit.py.
OPTION_WEIGHTS: dict[str, float] = {
    "joint": 1.07, "joint_passage": 0.98, "product": 1.17, "own": 0.66, "joint_covered": 1.59,
    "belief": 1.26, "answer": 2.4, "nodes": 1.41, "focus": 1.18, "found": 1.38,
    "told": 2.18, "linked": 1.31, "typed": 0.43, "order": 0.2, "thing": 1.88,
    "topic": 1.82, "sweeping": -1.54, "strange": -0.73,
}  # fmt: skip
#: What a place in the order counts against the other measures, which are cosines: it decides where it is asked for.
ORDER = 20.0
#: Stages from which an option is a sequence.
FEWEST_LISTED = 3
#: Things that a stem may be after; the belief in those behind is next to nothing.
KEPT_THINGS = 10
#: Facts of the answer to the stem that an option is held against.
TOLD = 2
#: Sharpness of a distribution over nodes, per unit of nearness.
SHARPNESS = 12.0


@dataclass(frozen=True)
class Weighed:
    """An option with its score and the fact that backs it best."""

    letter: str
    score: float
    fact: Fact


def choose(question: Question, options: Mapping[str, str], context: Context) -> Finding:
    """The best-backed option, or as many as the stem asks for; the worst-backed for NOT and EXCEPT stems."""
    worked = calculated_choice(question, options, context)
    if worked:
        return worked
    weighed = weigh(question, options, context)
    against = asks_for_exception(question.focus_tokens, context.vocabulary.questions)
    order = sorted(weighed, key=lambda option: (option.score if against else -option.score, option.letter))
    count = asked_count(question, options, context)
    picked = order[:count]
    letters = tuple(sorted(option.letter for option in picked))
    shown = order[count:] if against else picked
    text = "; ".join(f"{letter}: {options[letter]}" for letter in letters)
    reasons = {option.letter: context.say([option.fact]) for option in weighed}
    return Finding(
        kind="choose",
        items=tuple(options[letter] for letter in letters),
        proofs=proofs_of([option.fact for option in shown]),
        score=1.0,
        text=f"{text}. {context.say([option.fact for option in shown[:count]])}",
        choice=letters,
        reasons=reasons,
    )


def asked_count(question: Question, options: Mapping[str, str], context: Context) -> int:
    """How many options the stem asks for: "choose two", "(Select THREE)"."""
    numbers = context.vocabulary.questions.numbers
    for verb in context.vocabulary.questions.pick:
        for number, word in enumerate(numbers, 1):
            if find_phrase(question.tokens, (f"{verb} {word}", f"{verb} {number}", f"{verb} the {word}")):
                return min(number, len(options) - 1)
    for number, word in enumerate(numbers[1:], 2):
        if find_phrase(question.tokens, (f"which {word}", f"what {word}")):
            return min(number, len(options) - 1)
    return 1


def weigh(question: Question, options: Mapping[str, str], context: Context) -> list[Weighed]:
    """Every option with its score, in letter order."""
    letters = sorted(options)
    features, best = option_features(question, [options[letter] for letter in letters], context)
    weights = np.array([OPTION_WEIGHTS[name] for name in OPTION_FEATURES])
    scores = features @ weights
    return [Weighed(letter, float(s), fact) for letter, s, fact in zip(letters, scores, best, strict=True)]


def option_features(question: Question, options: Sequence[str], context: Context) -> tuple[Floats, list[Fact]]:
    """(options, features), each column less its mean; and the fact that backs each option best."""
    n = len(options)
    stem, joined = question.text, _joined(question, options)
    finding = find(question, context)
    told = "; ".join(fact.object for fact in finding.facts[:TOLD]) if finding else ""
    vectors = context.vectors.encode([stem, told or stem, *options, *joined])
    sims = context.cosines([stem, *options, *joined])
    contrary = _contrary(question, context)
    similar, facts = _similar(sims[0], sims[1 : n + 1], sims[n + 1 :], context, contrary=contrary)
    ranking = [r for r in context.rank(question) if not contrary.issuperset(fact.id for fact in r.candidate.facts)]
    near = [context.near(option) for option in options]
    items = finding.items if finding else ()
    columns: dict[str, Sequence[float] | Floats] = {
        **similar,
        **_node_columns(question, near, joined, context),
        "topic": [_likeness(context.near_topic(question), nodes) for nodes in near],
        **_tone(options, context),
        "thing": _things(question, near, context),
        **_graph_columns(question, options, finding, context),
        "joint_covered": [_covered(text, context.passage_stems, context) for text in joined],
        "belief": [_belief(option, ranking, context) for option in options],
        "answer": [_answers(ranking, near[i], sims[1 + i], context) for i in range(n)],
        "found": [max((nodes.get(name, 0.0) for name in items), default=0.0) for nodes in near],
        "told": [float(vectors[1] @ vectors[2 + i]) if told else 0.0 for i in range(n)],
    }
    matrix = np.stack([np.asarray(columns[name], np.float32) for name in OPTION_FEATURES], axis=1)
    return matrix - matrix.mean(axis=0), facts


def texts_of(question: Question, options: Mapping[str, str]) -> list[str]:
    """The texts that choosing compares with the base: the stem, each option, and each behind the stem."""
    texts = [options[letter] for letter in sorted(options)]
    return [question.text, *texts, *_joined(question, texts)]


def _joined(question: Question, options: Sequence[str]) -> list[str]:
    return [f"{question.text} {option}" for option in options]


def _similar(
    asked: Floats, own: Floats, joint: Floats, context: Context, *, contrary: frozenset[str]
) -> tuple[dict[str, Floats], list[Fact]]:
    """How near each option lies to facts and passages, and the fact that is nearest to stem and option together.

    :param asked: (entries,), the cosines of the stem.
    :param own: (options, entries), those of each option.
    :param joint: (options, entries), those of the stem with each option behind it.
    """
    facts = _rows(EntryKind.FACT, context, contrary)
    passages = _rows(EntryKind.PASSAGE, context, contrary)
    product = np.clip(own, 0, None)[:, facts] * np.clip(asked, 0, None)[facts]
    columns = {
        "joint": joint[:, facts].max(axis=1),
        "joint_passage": joint[:, passages].max(axis=1),
        "product": product.max(axis=1),
        "own": own[:, np.concatenate([facts, passages])].max(axis=1),
    }
    best = (product + joint[:, facts]).argmax(axis=1)
    return columns, [context.book.by_id[context.kb.entries[facts[row]].facts[0]] for row in best]


def _node_columns(
    question: Question, near: Sequence[Mapping[str, float]], joined: Sequence[str], context: Context
) -> dict[str, list[float]]:
    """How far stem and option mean the same nodes, and how surely both together mean one."""
    meant = _spread(context.near(question.text))
    return {
        "nodes": [float(meant @ _spread(nodes)) for nodes in near],
        "focus": [float(_spread(context.near(text)).max()) for text in joined],
    }


def _likeness(one: Mapping[str, float], other: Mapping[str, float]) -> float:
    """How far two texts mean the same nodes."""
    return float(_spread(one) @ _spread(other))


def _tone(options: Sequence[str], context: Context) -> dict[str, list[float]]:
    """Whether an option speaks of all or nothing, which guides seldom do, or of a product that this guide has not."""
    sweeping = context.vocabulary.questions.sweeping
    read = [context.understand(option) for option in options]
    return {
        "sweeping": [float(has_phrase(tokens(option), sweeping)) for option in options],
        "strange": [float(bool(context.lexicon.strange(each.text, each.mentions))) for each in read],
    }


def _contrary(question: Question, context: Context) -> frozenset[str]:
    """The facts that cannot back an option: they say the opposite of the stem, or what is bad where good is asked."""
    taken = sides({token.word for token in question.tokens}, context.vocabulary.questions)
    merits = not set(LIABILITIES) & question.cues
    return frozenset(
        fact.id
        for fact in context.book.facts
        if (merits and fact.relation in LIABILITIES) or opposed(context.said[fact.id], taken)
    )


def _rows(kind: EntryKind, context: Context, contrary: frozenset[str]) -> NDArray[np.int64]:
    """The rows of a kind of entry of which some fact is not contrary."""
    rows = [row for row in context.rows_of(kind) if not contrary.issuperset(context.kb.entries[row].facts)]
    return np.array(rows, np.int64)


def _graph_columns(
    question: Question, options: Sequence[str], finding: Finding | None, context: Context
) -> dict[str, list[float]]:
    """What the graph says of the things that each option names."""
    book, given = context.book, _meant(question)
    named = [_meant(context.understand(option)) for option in options]
    return {
        "linked": [float(any(linked(book, a, b) for a in names for b in given if a != b)) for names in named],
        "typed": [float(any(book.type_of(name) in question.wanted for name in names)) for names in named],
        "order": [
            ORDER * (max((_place(name, finding, book) for name in names), default=0.0) + _sequence(option, context))
            for option, names in zip(options, named, strict=True)
        ],
    }


def _sequence(option: str, context: Context) -> float:
    """The share of the steps between the stages that an option lists which go forward; 0 for one that lists few."""
    chain = chain_of(context.book, None)
    mentions = context.understand(option).mentions
    places = [chain.stages.index(m.name) for m in mentions if m.name in chain.stages] if chain else []
    if len(places) < FEWEST_LISTED:
        return 0.0
    return sum(b > a for a, b in pairwise(places)) / (len(places) - 1)


def _meant(question: Question) -> list[str]:
    """Every node that a text names or hints at, in each reading of the name."""
    return unique(name for mention in question.mentions for name in (mention.name, *mention.others))


def _place(name: str, finding: Finding | None, book: FactBook) -> float:
    """How soon a stage comes in the direction that was asked for: 1 for the next, less for later ones."""
    chain = chain_of(book, name) if finding and finding.kind == "order" and finding.items else None
    if chain is None or finding is None or finding.items[0] not in chain.stages:
        return 0.0
    first = finding.proofs[0][0]
    forward = first.object == finding.items[0]
    distance = chain.stages.index(name) - chain.stages.index(first.subject if forward else first.object)
    return 1 / abs(distance) if distance * (1 if forward else -1) > 0 else 0.0


def _spread(near: Mapping[str, float]) -> Floats:
    """Nearness as a distribution over the nodes, of unit length."""
    scores = np.exp(SHARPNESS * np.array(list(near.values())))
    spread: Floats = scores / np.linalg.norm(scores)
    return spread


def _answers(ranking: Sequence[Ranked], near: Mapping[str, float], own: Floats, context: Context) -> float:
    """How near an option lies to what the candidates answer, weighted by the belief in each."""
    total = 0.0
    for ranked in ranking:
        candidate = ranked.candidate
        if candidate.answer_type is NodeType.TEXT:
            match = max(float(own[context.told_at[fact.id]]) for fact in candidate.facts)
        else:
            match = max(near.get(name, 0.0) for name in candidate.answers)
        total += ranked.belief * match
    return total


def _things(question: Question, near: Sequence[Mapping[str, float]], context: Context) -> list[float]:
    """How near each option lies to the things that the stem is after, weighted by the belief in each."""
    if not question.wanted:
        return [0.0] * len(near)
    ranked = context.rank_things(question)[:KEPT_THINGS]
    return [sum(belief * one.get(name, 0.0) for name, belief in ranked) for one in near]


def _covered(text: str, passages: Sequence[frozenset[str]], context: Context) -> float:
    """The share of a text's content words, by rarity, that one passage holds at best."""
    content = context.understand(text).content
    total = sum(context.evidence.idf(stem) for stem in content)
    if not total:
        return 0.0
    return max(sum(context.evidence.idf(stem) for stem in content if stem in held) for held in passages) / total


def _belief(option: str, ranking: Sequence[Ranked], context: Context) -> float:
    """The belief that falls on answers which the option names."""
    names = set(context.understand(option).named)
    return sum(ranked.belief for ranked in ranking if names & set(ranked.candidate.answers))
