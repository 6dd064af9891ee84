"""Is the answer grounded? Each word and each named thing of the question must be accounted for by what answers it.

Nothing here looks for forbidden topics: a question is refused when the evidence for its answer is thin.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

from kg.asked import asked_noun
from kg.context import Context
from kg.evidence import stood_for
from kg.finding import Finding
from kg.model import Fact, Relation
from kg.phrases import WH, find_phrase, has_phrase
from kg.question import Question
from kg.reason.in_order import KINDS as ORDER_KINDS
from kg.tell import wording_for
from kg.text import Token, stems
from kg.wanted import ADVERBS
from kg.wordings import UNSTATED

#: What is measured of an answer.
GROUNDS = (
    "dense", "glossed", "strange_names", "value_missing", "belief", "length", "story", "asked",
    "unstated", "modified", "lacking", "manner", "linked", "walked", "elsewhere", "known",
    "echoed", "words", "typed", "looked_up", "beside", "unmet", "undefined",
)  # fmt: skip
#: Weight of each, fitted by eval/fit.py as a logistic regression on the development part of the golden questions.
GROUND_WEIGHTS: dict[str, float] = {
    "dense": 2.6, "glossed": 1.14, "strange_names": -2.97, "value_missing": -4.09, "belief": 4.62,
    "length": 1.49, "story": 1.04, "asked": 1.62, "unstated": -10.36, "modified": -0.45,
    "lacking": -1.19, "manner": 0.0, "linked": -2.52, "walked": 2.25, "elsewhere": -0.77,
    "known": 4.11, "echoed": -3.33, "words": 2.88, "typed": 2.39, "looked_up": -2.34,
    "beside": -1.71, "unmet": -0.66, "undefined": -0.58,
}  # fmt: skip
#: The constant of the regression.
GROUND_BIAS = -8.92
#: Confidence under which the assistant refuses; read off the risk-coverage curve of the development questions.
LEAST_CONFIDENCE = 0.44
#: Kinds of finding that the graph itself shows: they seldom come out where nothing was asked of it.
WALKED = frozenset({"order", "meet", "differ", "define", "where"})
#: Kinds of finding that name what was asked for: the question seldom names it already.
NAMING = frozenset({"lookup", "reverse_lookup", "list", "identify"})
#: The wordings that ask for a kind of finding, where they are not of its name.
WORDED = {"order": ORDER_KINDS, "define": (wording_for(Relation.HAS_DESCRIPTION),)}
#: Share of the wordings of a kind of question from which its opening is a usual one.
USUAL = 0.1
#: Wordings that any fact can answer.
OPEN = ("which",)
#: Content words from which length no longer says anything, and those of which more that nothing accounts for do not.
LONG, MANY = 12, 4
#: The verbs of a question that asks what something is, and content words of what it asks about, at most.
IS, TERM = frozenset({"is", "are", "s"}), 3
#: Words of any kind from which more say no more.
WORDY = 25


def confidence(question: Question, finding: Finding, context: Context) -> float:
    """How likely the finding answers the question, in [0, 1]."""
    values = grounds(question, finding, context)
    score = GROUND_BIAS + sum(GROUND_WEIGHTS[name] * value for name, value in zip(GROUNDS, values, strict=True))
    return float(1 / (1 + np.exp(-score)))


def grounds(question: Question, finding: Finding, context: Context) -> list[float]:
    """The measures of :data:`GROUNDS`, in order."""
    sims = context.cosines([question.affirmed])[0]
    facts = finding.facts
    held = accounted(facts, context)
    story = len(question.sentences) > 1
    return [
        _nearest(sims, facts, context),
        share_told(question.content, held, context),
        float(
            bool(context.lexicon.others(question.tokens))
            or (not story and bool(context.lexicon.strange(question.text, question.mentions)))
        ),
        float(value_missing(question, facts, context, named=_of_a_wanted_type(question, finding, context))),
        finding.score,
        min(len(question.content), LONG) / LONG,
        float(story),
        *_worded(question, finding, context),
        float(_modified(question, held)),
        float(
            bool(question.nouns)
            and finding.kind != "yes_no"
            and _stood(facts, context).isdisjoint(question.nouns)
            and not _of_a_wanted_type(question, finding, context)
        ),
        *_manner(question, finding, context),
        float(finding.kind in WALKED),
        # A word that the guide has elsewhere only points at another answer; one that it never uses may say the same.
        min(sum(1 for stem in set(question.content) - held if len(context.evidence.postings.rows(stem))), MANY) / MANY,
        context.nearest(question.affirmed),
        float(finding.kind in NAMING and bool(finding.items) and set(finding.items) <= set(question.named)),
        min(len(question.tokens), WORDY) / WORDY,
        float(bool(question.wanted)),
        float(finding.kind == "lookup"),
        float(_beside(question, facts, context)),
        float(_unmet(question, held, context)),
        _undefined(question, facts, context),
    ]


def _manner(question: Question, finding: Finding, context: Context) -> tuple[float, float]:
    """Whether a manner, reason or time is asked for ("how does X decide ...") as one seldom asks for what was found;
    and whether one is, while all that was found is a thing.
    """
    first = question.focus_tokens[0].word if question.focus_tokens else ""
    if first not in ADVERBS:
        return 0.0, 0.0
    opened = context.wordings.opened(question)
    usual = max((opened.get(kind, 0.0) for kind in _kinds(finding, context)), default=0.0)
    return float(usual < USUAL), float(finding.kind == "lookup")


def _of_a_wanted_type(question: Question, finding: Finding, context: Context) -> bool:
    """Whether all that was found is of the types that the noun asks for, so that it asks for no relation."""
    return bool(finding.items) and all(context.book.type_of(name) in question.wanted for name in finding.items)


def _modified(question: Question, held: Container[str]) -> bool:
    """Whether a word that nothing accounts for stands right in front of a name, so that another thing may be meant
    ("adjusted R-squared").
    """
    before = (question.tokens[mention.start - 1] for mention in question.mentions if not mention.weak and mention.start)
    return any(token.stem in question.content and token.stem not in held for token in before)


def _beside(question: Question, facts: Sequence[Fact], context: Context) -> bool:
    """Whether a relation is asked for by its noun ("the limitation of X"), and what answers is about other things."""
    ends = {end for fact in facts for end in (fact.subject, fact.object)}
    own = {name for named in question.named for name in (named, *context.book.below(named))}
    return bool(question.nouns and own) and ends.isdisjoint(own)


def _unmet(question: Question, held: Container[str], context: Context) -> bool:
    """Whether nothing accounts for a word right behind "which" ("which storage classes")."""
    asked = [question.tokens[i].stem for i in asked_noun(question, context.vocabulary.questions)]
    return any(stem in question.content and stem not in held for stem in asked)


def _undefined(question: Question, facts: Sequence[Fact], context: Context) -> float:
    """Where a question only asks what something is, the share of its words that no name of what answers has."""
    if not question.content or len(question.content) > TERM or question.nouns or not _asks_what_is(question, context):
        return 0.0
    ends = {end for fact in facts for end in (fact.subject, fact.object) if end in context.book.nodes}
    named = {stem for end in ends for name in (end, *context.book.nodes[end].aliases) for stem in stems(name)}
    return sum(stem not in named for stem in question.content) / len(question.content)


def _asks_what_is(question: Question, context: Context) -> bool:
    """Whether it asks "what is ..." or "what does ... mean"."""
    first, second = [*(token.word for token in question.focus_tokens[:2]), "", ""][:2]
    means = second in IS or has_phrase(question.focus_tokens, context.vocabulary.questions.meaning)
    return first == "whats" or (first == "what" and means)


def _worded(question: Question, finding: Finding, context: Context) -> tuple[float, float]:
    """How the question is worded: how near what the facts can answer lies, and by how much nearer the wordings lie
    that ask for what no relation holds.
    """
    near = context.wordings.near(question)
    known = [kind for kind in (*_kinds(finding, context), *OPEN) if kind in near]
    best = max((near[kind] for kind in known), default=0.0)
    return best, max(near.get(UNSTATED, 0.0) - best, 0.0)


def _kinds(finding: Finding, context: Context) -> list[str]:
    """The kinds of question that a finding answers, as their wordings are filed."""
    told = map(wording_for, sorted(_stood(finding.facts, context)))
    asked_back = (wording_for(fact.relation, back=True) for fact in finding.facts)
    return [*WORDED.get(finding.kind, (finding.kind,)), *told, *asked_back]


def _stood(facts: Iterable[Fact], context: Context) -> frozenset[Relation]:
    """The relations of facts, and those in whose place they answer."""
    book, vocabulary = context.book, context.vocabulary
    return frozenset(r for fact in facts for r in stood_for(fact.relation, fact.subject, book, vocabulary))


def share_told(content: Iterable[str], held: Container[str], context: Context) -> float:
    """The share of these stems, weighted by rarity, that are ``held``, in [0, 1]."""
    weight = {stem: context.evidence.idf(stem) for stem in content}
    total = sum(weight.values())
    return sum(w for stem, w in weight.items() if stem in held) / total if total else 0.0


def accounted(facts: Sequence[Fact], context: Context) -> set[str]:
    """The stems that are accounted for where these facts answer: their own, and those that ask for their relations."""
    return words_of(facts, context) | cue_words({fact.relation for fact in facts}, context)


def _nearest(sims: NDArray[np.float32], facts: Sequence[Fact], context: Context) -> float:
    """The cosine of the question with the nearest sentence or question about the facts."""
    rows = [row for fact in facts for row in context.rows_about[fact.id]]
    return float(sims[rows].max()) if rows else 0.0


def words_of(facts: Iterable[Fact], context: Context) -> set[str]:
    """The stems of the facts, of their headings, and of the names and glosses of their ends."""
    told: set[str] = set()
    for fact in facts:
        told.update(*map(stems, (fact.source.quote, fact.object, fact.qualifier or "", *fact.source.section)))
    ends = dict.fromkeys(end for fact in facts for end in (fact.subject, fact.object))
    return told.union(*map(context.names.stems_of, ends))


def cue_words(relations: Iterable[Relation], context: Context) -> frozenset[str]:
    """The stems of the words that ask for these relations: they are accounted for by what is answered."""
    cues = (cue for relation in relations for cue in context.vocabulary.relations[relation].cues)
    return frozenset(stem for cue in cues for stem in stems(cue))


def value_missing(question: Question, facts: Sequence[Fact], context: Context, *, named: bool = False) -> bool:
    """Whether the question asks for a kind of value, such as a price, that no fact holds.

    :param named: Whether it asks for things, and things of that type were found.
    """
    told = " ".join(f"{fact.object} {fact.qualifier or ''} {fact.source.quote}" for fact in facts)
    held = frozenset(stems(told)).intersection(question.content)
    return any(
        (kind.of_things or not named)
        and _is_asked(question.focus_tokens, kind.asks, held)
        and not re.search(kind.holds, told, re.IGNORECASE)
        for kind in context.vocabulary.questions.values
    )


def _is_asked(words: Sequence[Token], phrases: tuple[str, ...], held: frozenset[str]) -> bool:
    """Whether one of these phrases asks; behind another question word ("what do you call how many ...") it does not,
    nor does one word that the facts hold, too ("retention" of customers).
    """
    place = find_phrase(words, phrases)
    if place is None or (place[1] - place[0] == 1 and words[place[0]].stem in held):
        return False
    return words[place[0]].word not in WH or not any(token.word in WH for token in words[: place[0]])
