"""Choose among options: how well the guide backs each one as the answer to the stem."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kg.context import Context
from kg.finding import Finding, proofs_of
from kg.model import EntryKind, Fact
from kg.question import Question, find_phrase, has_phrase
from kg.text import stems

Floats = NDArray[np.float32]

#: What is measured of each option, each relative to the mean over the options.
OPTION_FEATURES = ("joint", "joint_passage", "product", "own", "covered", "joint_covered", "belief", "named", "length")
#: Weight of each measure; see eval/fit.py.
OPTION_WEIGHTS: dict[str, float] = {
    "joint": 6.0, "joint_passage": 3.0, "product": 10.0, "own": 2.0, "covered": 1.0, "joint_covered": 2.0, "belief": 2.0, "named": 0.5, "length": 0.0,
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
    sims = context.similarities(context.encoder.encode([stem, *options, *(f"{stem} {option}" for option in options)]))
    entries = context.kb.entries
    fact_rows = np.array([row for row, entry in enumerate(entries) if entry.kind is EntryKind.FACT])
    passage_rows = np.array([row for row, entry in enumerate(entries) if entry.kind is EntryKind.PASSAGE])
    asked, own, joint = sims[0], sims[1 : n + 1], sims[n + 1 :]
    product = np.clip(own, 0, None)[:, fact_rows] * np.clip(asked, 0, None)[fact_rows]
    best = (product + joint[:, fact_rows]).argmax(axis=1)
    facts = [context.book.by_id[entries[fact_rows[row]].facts[0]] for row in best]
    texts = [frozenset(stems(entries[row].text)) for row in passage_rows]
    ranking = context.rank(question)
    columns = {
        "joint": joint[:, fact_rows].max(axis=1),
        "joint_passage": joint[:, passage_rows].max(axis=1),
        "product": product.max(axis=1),
        "own": own[:, np.concatenate([fact_rows, passage_rows])].max(axis=1),
        "covered": [_covered(option, texts, context) for option in options],
        "joint_covered": [_covered(f"{stem} {option}", texts, context) for option in options],
        "belief": [_belief(option, ranking, context) for option in options],
        "named": [bool(context.understand(option).named) for option in options],
        "length": [len(option) / max(map(len, options)) for option in options],
    }
    matrix = np.stack([np.asarray(columns[name], np.float32) for name in OPTION_FEATURES], axis=1)
    return matrix - matrix.mean(axis=0), facts


def _covered(text: str, passages: Sequence[frozenset[str]], context: Context) -> float:
    """The share of a text's content words, by rarity, that one passage holds at best."""
    content = context.understand(text).content
    total = sum(context.evidence.idf(stem) for stem in content)
    return max(sum(context.evidence.idf(s) for s in content if s in held) for held in passages) / total if total else 0.0


def _belief(option: str, ranking: Sequence[object], context: Context) -> float:
    """The belief that falls on answers which the option names."""
    names = set(context.understand(option).named)
    return sum(r.belief for r in ranking if names & set(r.candidate.answers))  # type: ignore[attr-defined]
