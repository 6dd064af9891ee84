"""Is the answer grounded? Each word and each named thing of the question must be accounted for by what answers it.

Nothing here looks for forbidden topics: a question is refused when the evidence for its answer is thin.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from kg.context import Context
from kg.finding import Finding
from kg.model import Fact, NodeType
from kg.question import Question, has_phrase
from kg.text import Token, stems

#: What is measured of an answer.
GROUNDS = (
    "dense", "near", "covered", "glossed", "gap", "known", "strange_names", "value_missing", "other_attribute",
    "stray", "belief", "length", "odd_words", "story",
)  # fmt: skip
#: Weight of each, fitted by eval/fit.py as a logistic regression on the development part of the golden questions.
GROUND_WEIGHTS: dict[str, float] = dict.fromkeys(GROUNDS, 1.0)  # fmt: skip
#: The constant of the regression.
GROUND_BIAS = -4.0
#: Confidence under which the assistant refuses; read off the risk-coverage curve of the development questions.
LEAST_CONFIDENCE = 0.0
#: Content words from which length no longer says anything.
LONG = 12


def confidence(question: Question, finding: Finding, context: Context) -> float:
    """How likely the finding answers the question, in [0, 1]."""
    values = grounds(question, finding, context)
    score = GROUND_BIAS + sum(GROUND_WEIGHTS[name] * value for name, value in zip(GROUNDS, values, strict=True))
    return float(1 / (1 + np.exp(-score)))


def grounds(question: Question, finding: Finding, context: Context) -> list[float]:
    """The measures of :data:`GROUNDS`, in order."""
    vectors = context.encoder.encode([question.affirmed])
    sims = context.similarities(vectors)[0]
    facts = finding.facts
    near = context.nearness(vectors[0])
    ends = {name for fact in facts for name in (fact.subject, fact.object)}
    weight = {stem: context.evidence.idf(stem) for stem in question.content}
    said, glossed = words_of(facts, context, glosses=False), words_of(facts, context, glosses=True)
    named = context.evidence.specific(question.named)
    return [
        _nearest(sims, facts, context),
        max((near.get(name, 0.0) for name in ends), default=0.0),
        _share(weight, said),
        _share(weight, glossed),
        max((w for stem, w in weight.items() if stem not in glossed), default=0.0) / context.evidence.unknown_idf,
        _share(weight, context.known_stems),
        float(min(2, len(strange_names(question, context)))),
        float(value_missing(question, facts, context)),
        float(_other_attribute(question, facts, context)),
        sum(name not in ends for name in named) / max(1, len(named)),
        finding.score,
        min(len(weight), LONG) / LONG,
        _odd(question.tokens, context),
        float(len(question.sentences) > 1),
    ]


def _share(weight: Mapping[str, float], held: Container[str]) -> float:
    """The share of the weight whose stems are held."""
    total = sum(weight.values())
    return sum(w for stem, w in weight.items() if stem in held) / total if total else 0.0


def _other_attribute(question: Question, facts: Sequence[Fact], context: Context) -> bool:
    """Whether the question names an attribute ("the formula") and none of the facts states it."""
    asked = [r for r in question.nouns if NodeType.TEXT in context.vocabulary.relations[r].objects]
    return bool(asked) and not any(fact.relation in asked for fact in facts)


def _nearest(sims: NDArray[np.float32], facts: Sequence[Fact], context: Context) -> float:
    """The cosine of the question with the nearest sentence or question about the facts."""
    rows = [row for fact in facts for row in context.rows_about[fact.id]]
    return float(sims[rows].max()) if rows else 0.0


def words_of(facts: Iterable[Fact], context: Context, *, glosses: bool) -> frozenset[str]:
    """The stems of the facts, of their headings, of the names of their ends and, if asked, of the glosses of those."""
    texts: dict[str, None] = {}
    for fact in facts:
        said = (fact.source.quote, fact.object, fact.qualifier or "", *fact.source.section)
        names = context.words_for(fact.subject, glosses=glosses) + context.words_for(fact.object, glosses=glosses)
        texts |= dict.fromkeys((*said, *names))
    return frozenset(stem for text in texts for stem in stems(text))


def strange_names(question: Question, context: Context) -> list[str]:
    """The words written as names, acronyms or codes that neither the guide nor its glosses know."""
    found = []
    starts = {0, *(match.end() for match in re.finditer(r"[.!?:]\s+", question.text))}
    shouting = question.text.isupper()
    for token in question.tokens:
        coded = any(c.isdigit() for c in token.surface) and any(c.isalpha() for c in token.surface)
        cased = token.surface[0].isupper() and token.start not in starts and not shouting
        upper = len(token.surface) > 1 and token.surface.isupper() and not shouting
        if (coded or cased or upper) and token.stem not in context.lexicon.known_stems and token.word not in context.plain_words:
            found.append(token.surface)
    return found


def value_missing(question: Question, facts: Sequence[Fact], context: Context) -> bool:
    """Whether the question asks for a kind of value, such as a price, that no fact holds."""
    told = " ".join(f"{fact.object} {fact.qualifier or ''} {fact.source.quote}" for fact in facts)
    return any(
        has_phrase(question.tokens, kind.asks) and not re.search(kind.holds, told, re.IGNORECASE)
        for kind in context.vocabulary.questions.values
    )


def _odd(words: Sequence[Token], context: Context) -> float:
    """The share of words that are neither English of asking nor the guide's: another language, or nonsense."""
    if not words:
        return 1.0
    odd = [t for t in words if t.stem not in context.known_stems and t.word not in context.plain_words and not _english(t.word)]
    return len(odd) / len(words)


def _english(word: str) -> bool:
    from kg.lexicon import is_english

    return word.isdigit() or is_english(word)
