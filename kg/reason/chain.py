"""Several hops: each clause answered in turn, the later ones about what the earlier ones found."""

from __future__ import annotations

from collections.abc import Callable

from kg.book import unique
from kg.clauses import clauses, resolve
from kg.context import Context
from kg.finding import Finding
from kg.question import Question

#: Hops that are followed; a question with more is read as one.
MOST_HOPS = 3

Find = Callable[[Question, Context], Finding | None]


def follow_hops(question: Question, context: Context, find: Find) -> Finding | None:
    """Answer each clause; None if the question has one clause or a hop finds nothing."""
    nouns = [word for entry in context.vocabulary.types.values() for word in entry.words]
    parts = clauses(question.sentences, nouns)
    if not 2 <= len(parts) <= MOST_HOPS:
        return None
    findings: list[Finding] = []
    for part in parts:
        text = resolve(part, _topic(findings[-1], context)) if findings else part
        finding = find(context.understand(text), context)
        if finding is None:
            return None
        findings.append(finding)
    return _joined(findings)


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
