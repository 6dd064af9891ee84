"""Several hops: each clause answered in turn, the later ones about what the earlier ones found."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from kg.book import unique
from kg.clauses import clauses, resolve
from kg.context import Context
from kg.finding import Finding
from kg.phrases import WH
from kg.question import Question, content_stems
from kg.relative import relative
from kg.text import tokens

#: Hops that are followed; a question with more is read as one.
MOST_HOPS = 3
#: Content words of a relative clause that tells a thing apart, with its noun ("one of the options named" has none).
FEWEST_TELLING = 2

#: Words of which an outer question needs more to ask something.
STOPS = WH | {"is", "are", "the", "s", "name", "of", "called", "what's"}

Find = Callable[[Question, Context], Finding | None]


def follow_hops(question: Question, context: Context, find: Find) -> Finding | None:
    """Answer each clause; None if the question has one clause or a hop finds nothing."""
    nouns = [word for entry in context.vocabulary.types.values() for word in entry.words]
    parts = clauses(question.sentences, nouns, context.vocabulary.questions.conditions)
    parts = _telling(parts, context)
    if not 2 <= len(parts) <= MOST_HOPS:
        return None
    findings: list[Finding] = []
    for part in parts:
        text = resolve(part, _topic(findings[-1], context), nouns) if findings else part
        asked = context.understand(text)
        if findings:  # what was just found is given, or another thing of its kind is wanted
            known = frozenset(findings[-1].items) if text == part else frozenset({_topic(findings[-1], context)})
            asked = replace(asked, excluded=frozenset(n for n in known if context.book.type_of(n) in asked.wanted))
        finding = find(asked, context)
        if finding is None or not finding.facts:
            return None
        findings.append(finding)
    return _joined(findings)


def _telling(parts: list[str], context: Context) -> list[str]:
    """The parts, those that say too little to be a hop of their own joined to the one before."""
    joined: list[str] = []
    for part in parts:
        told = len(content_stems(tuple(tokens(part)), context.vocabulary))
        asked = context.understand(part)
        bare = told < FEWEST_TELLING or (told == FEWEST_TELLING and not asked.named and not asked.wanted)
        if joined and bare and resolve(part, "") == part:
            joined[-1] = f"{joined[-1]}, and {part}"
        else:
            joined.append(part)
    return joined


def follow_relative(question: Question, context: Context, find: Find) -> Finding | None:
    """Find the thing that a relative clause tells, then ask the rest of the question about it."""
    nouns = {word for entry in context.vocabulary.types.values() for word in entry.words}
    parts = relative(question.focus, sorted(nouns)) if len(question.sentences) == 1 else None
    if parts is None:
        return None
    outer, inner = parts
    if len(content_stems(tuple(tokens(inner)), context.vocabulary)) < FEWEST_TELLING:
        return None
    first = find(context.understand(inner), context)
    named = [name for name in first.items if name in context.book.nodes] if first else []
    if first is None or not named or not any(token.word not in STOPS for token in tokens(outer.replace("{}", ""))):
        return None
    second = find(context.understand(outer.format(named[0])), context)
    return _joined([second, first]) if second else None


def _topic(finding: Finding, context: Context) -> str:
    """What a later hop points back at: the first named thing found, else what the facts are about."""
    named = [name for name in finding.items if name in context.book.nodes]
    return named[0] if named else finding.facts[0].subject


def _joined(findings: list[Finding]) -> Finding:
    """One finding of all hops; proofs take turns, so that the first citations cover each hop."""
    longest = max(len(finding.proofs) for finding in findings)
    proofs = [f.proofs[i] for i in range(longest) for f in findings if i < len(f.proofs)]
    return Finding(
        kind="multi_hop",
        items=tuple(unique(name for finding in findings for name in finding.items)),
        proofs=tuple(dict.fromkeys(proofs)),
        score=min(finding.score for finding in findings),
        text=" ".join(finding.text for finding in findings if finding.text),
    )
