"""Choose among options: how well the guide backs each one as the answer to the stem."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kg.book import FactBook, unique
from kg.context import Context
from kg.finding import Finding, proofs_of
from kg.model import EntryKind, Fact, NodeType, Relation
from kg.question import Question, find_phrase, has_phrase
from kg.rank import Ranked
from kg.reason.order import chain_of
from kg.reason.route import find
from kg.reason.verify import linked

Floats = NDArray[np.float32]

#: What is measured of each option, each relative to the mean over the options.
OPTION_FEATURES = (
    "joint", "joint_passage", "product", "own", "joint_covered", "belief",
    "answer", "nodes", "focus", "found", "told", "linked", "typed", "liability", "merit", "order",
)  # fmt: skip
#: Weight of each measure; see eval/fit.py.
OPTION_WEIGHTS: dict[str, float] = {
    "joint": 1.24, "joint_passage": 1.13, "product": 1.03, "own": 0.07, "joint_covered": 1.77, "belief": 1.39,
    "answer": 2.09, "nodes": 2.5, "focus": 1.54, "found": 1.28, "told": 1.69, "linked": 1.52,
    "typed": 0.46, "liability": 0.04, "merit": -0.08, "order": 0.44,
}  # fmt: skip


@dataclass(frozen=True)
class Weighed:
    """An option with its score and the fact that backs it best."""

    letter: str
    score: float
    fact: Fact


def choose(question: Question, options: Mapping[str, str], context: Context) -> Finding:
    """The best-backed option, or as many as the stem asks for; the worst-backed for NOT and EXCEPT stems."""
    weighed = weigh(question, options, context)
    words = context.vocabulary.questions
    against = has_phrase(question.focus_tokens, words.negation)
    order = sorted(weighed, key=lambda option: (option.score if against else -option.score, option.letter))
    count = asked_count(question, options, context)
    picked = order[:count]
    letters = tuple(sorted(option.letter for option in picked))
    shown = order[count:] if against else picked
    text = "; ".join(f"{letter}: {options[letter]}" for letter in letters)
    reasons = {option.letter: context.say([option.fact]) for option in weighed}
    return Finding(
        "choose", tuple(options[letter] for letter in letters), proofs_of([o.fact for o in shown]), 1.0,
        f"{text}. {context.say([option.fact for option in shown[:count]])}", choice=letters, reasons=reasons,
    )  # fmt: skip


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
    stem, n = question.text, len(options)
    ranking = context.rank(question)
    if not set(LIABILITIES) & question.cues:
        ranking = [ranked for ranked in ranking if ranked.candidate.relation not in LIABILITIES]
    finding = find(question, context)
    told = "; ".join(fact.object for fact in finding.facts[:TOLD]) if finding else ""
    against = not set(LIABILITIES) & question.cues
    vectors = context.encode([stem, told or stem, *options, *(f"{stem} {option}" for option in options)])
    sims = context.similarities(vectors)
    entries = context.kb.entries
    fact_rows, passage_rows = _rows(EntryKind.FACT, context, merits=against), _rows(EntryKind.PASSAGE, context, merits=against)
    asked, own, joint = sims[0], sims[2 : n + 2], sims[n + 2 :]
    product = np.clip(own, 0, None)[:, fact_rows] * np.clip(asked, 0, None)[fact_rows]
    best = (product + joint[:, fact_rows]).argmax(axis=1)
    facts = [context.book.by_id[entries[fact_rows[row]].facts[0]] for row in best]
    near_stem = _spread(context.near(vectors[0]))
    near = [context.near(vector) for vector in vectors[2 : n + 2]]
    near_joint = [_spread(context.near(vector)) for vector in vectors[n + 2 :]]
    texts = context.passage_stems
    items = finding.items if finding else ()
    columns = {
        "joint": joint[:, fact_rows].max(axis=1),
        "joint_passage": joint[:, passage_rows].max(axis=1),
        "product": product.max(axis=1),
        "own": own[:, np.concatenate([fact_rows, passage_rows])].max(axis=1),
        "joint_covered": [_covered(f"{stem} {option}", texts, context) for option in options],
        "belief": [_belief(option, ranking, context) for option in options],
        "answer": [_answers(ranking, near[i], own[i], context) for i in range(n)],
        "nodes": [float(near_stem @ _spread(near[i])) for i in range(n)],
        "focus": [float(near_joint[i].max()) for i in range(n)],
        "found": [max((near[i].get(name, 0.0) for name in items), default=0.0) for i in range(n)],
        "told": [float(vectors[1] @ vectors[2 + i]) if told else 0.0 for i in range(n)],
        **_graph_columns(question, options, finding, sims[0], context),
    }
    matrix = np.stack([np.asarray(columns[name], np.float32) for name in OPTION_FEATURES], axis=1)
    return matrix - matrix.mean(axis=0), facts


#: What a place in the order counts against the other measures, which are cosines: it decides where it is asked for.
ORDER = 4.0
#: Facts of the answer to the stem that an option is held against.
TOLD = 2
#: Relations that speak against a thing, and those that speak for it.
LIABILITIES = (Relation.HAS_LIMITATION, Relation.HAS_DISADVANTAGE)
MERITS = (Relation.HAS_USE_CASE, Relation.HAS_ADVANTAGE, Relation.HAS_PURPOSE, Relation.SERVICE_DOES, Relation.HAS_GOAL)


def _rows(kind: EntryKind, context: Context, *, merits: bool) -> NDArray[np.int64]:
    """The rows of a kind of entry; with ``merits``, only those that do not speak against a thing."""
    rows = context.rows_of(kind)
    if not merits:
        return rows
    speaks = {fact.id for fact in context.book.facts if fact.relation in LIABILITIES}
    return np.array([row for row in rows if not speaks & set(context.kb.entries[row].facts)])


def _graph_columns(
    question: Question, options: Sequence[str], finding: Finding | None, sims: Floats, context: Context
) -> dict[str, list[float]]:
    """What the graph says of the things that each option names."""
    book, given = context.book, _meant(question)
    named = [_meant(context.understand(option)) for option in options]
    return {
        "linked": [float(any(linked(book, a, b) for a in names for b in given if a != b)) for names in named],
        "typed": [float(any(book.type_of(name) in question.wanted for name in names)) for names in named],
        "liability": [_told_of(names, LIABILITIES, sims, context) for names in named],
        "merit": [_told_of(names, MERITS, sims, context) for names in named],
        "order": [ORDER * max((_place(name, finding, book) for name in names), default=0.0) for names in named],
    }


def _meant(question: Question) -> list[str]:
    """Every node that a text names or hints at, in each reading of the name."""
    return unique(name for mention in question.mentions for name in (mention.name, *mention.others))


def _told_of(names: Sequence[str], relations: Sequence[Relation], sims: Floats, context: Context) -> float:
    """The cosine of the question with the nearest fact of these relations about these things."""
    facts = [fact for name in names for fact in context.book.out(name, *relations)]
    return max((float(sims[context.told_at[fact.id]]) for fact in facts), default=0.0)


def _place(name: str, finding: Finding | None, book: FactBook) -> float:
    """How soon a stage comes in the direction that was asked for: 1 for the next, less for later ones."""
    chain = chain_of(book, name) if finding and finding.kind == "order" and finding.items else None
    if chain is None or finding is None or finding.items[0] not in chain.stages:
        return 0.0
    first = finding.proofs[0][0]
    forward = first.object == finding.items[0]
    distance = chain.stages.index(name) - chain.stages.index(first.subject if forward else first.object)
    return 1 / abs(distance) if distance * (1 if forward else -1) > 0 else 0.0


#: Sharpness of a distribution over nodes, per unit of nearness.
SHARPNESS = 12.0


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
