"""Several hops: each clause answered in turn, the later ones about what the earlier ones found."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from kg.book import unique
from kg.clauses import clauses, points_at_all, points_back, resolve
from kg.context import Context
from kg.finding import Finding, proofs_of
from kg.ground import accounted, confidence, share_told
from kg.model import Fact, NodeType
from kg.phrases import WH, has_phrase, stems_of
from kg.question import Question, content_stems
from kg.reason.shown import facts_of, told
from kg.relative import relative
from kg.text import tokens

#: Hops that are followed; a question with more is read as one.
MOST_HOPS = 3
#: Content words of a relative clause that tells a thing apart, with its noun ("one of the options named" has none).
FEWEST_TELLING = 2

#: Things about each of which a clause can ask ("what is the formula of each of them"), and those that "it" may mean.
MOST_EACH, MOST_REFERENTS = 4, 2
#: Kinds of finding that rest on a ranking, not on the shape of what was asked.
UNSURE = frozenset({"lookup", "list", "attribute"})
#: Weight of what all clauses tell of the first thing, beside what the first tells alone: an exponent of the belief.
WHOLE_SHARE = 0.4
#: Words in front of things of which something is one ("counted among").
MEMBER = 2
#: Words of which an outer question needs more to ask something.
STOPS = WH | {"is", "are", "the", "me", "us", "s", "name", "of", "called", "what's", "call", "do", "we", "you"}

Find = Callable[[Question, Context], Finding | None]


def follow_hops(question: Question, context: Context, find: Find) -> Finding | None:
    """Answer each clause; None if the question has one clause or a hop finds nothing."""
    nouns = [word for entry in context.vocabulary.types.values() for word in entry.words]
    parts = clauses(question.sentences, nouns, context.vocabulary.questions.conditions)
    parts = _telling(parts, context)
    if not 2 <= len(parts) <= MOST_HOPS:
        return None
    hops = [_first_hop(question, parts, context, find)]
    for part in parts[1:]:
        if hops[-1] is None:
            return None
        hops.append(_later_hop(part, hops[-1], nouns, context, find))
    return _joined([hop.finding for hop in hops if hop]) if all(hops) else None


@dataclass(frozen=True)
class Hop:
    """A clause as it was asked, and what was found."""

    asked: Question
    finding: Finding


def _first_hop(question: Question, parts: Sequence[str], context: Context, find: Find) -> Hop | None:
    """The first clause; where the second points back at the one thing that it asks for, all clauses tell of that."""
    asked = context.understand(parts[0])
    finding = find(asked, context)
    if finding is None or not finding.facts:
        return None
    if (
        finding.kind in UNSURE
        and asked.wanted
        and not asked.named
        and not asked.plural
        and resolve(parts[1], "") != parts[1]
    ):
        alone = context.rank_things(asked)
        whole = dict(context.rank_things(replace(question, wanted=asked.wanted, plural=False)))
        best = max(alone, key=lambda pair: pair[1] * whole.get(pair[0], 0.0) ** WHOLE_SHARE)[0]
        if best not in finding.items[:1] and context.book.type_of(best) in asked.wanted:
            facts = facts_of(best, asked, context)
            return Hop(asked, told([best], list(proofs_of(facts)), finding.score, context))
    return Hop(asked, finding)


def _later_hop(part: str, before: Hop, nouns: Sequence[str], context: Context, find: Find) -> Hop | None:
    """A clause about what the hop before found, about each of several, or else about what that hop was about."""
    found = [name for name in before.finding.items if name in context.book.nodes]
    if points_at_all(part) and 1 < len(found) <= MOST_EACH:
        each = [_hop(part, name, nouns, context, find) for name in found]
        return Hop(before.asked, _joined([hop.finding for hop in each if hop])) if all(each) else None
    names = unique([_topic(before.finding, context), *before.asked.named])[:MOST_REFERENTS]
    if before.asked.named and resolve(part, "") == part and _only_asks(part, context):
        part, names = f"{part.rstrip(' ?.')} is it?", [*before.asked.named[:1], *names][:MOST_REFERENTS]
    plain = resolve(part, "") == part or points_back(part, nouns)  # "that stage" is what was found
    known = frozenset(before.finding.items)
    tried = [_hop(part, name, nouns, context, find, known) for name in (names[:1] if plain else names)]
    lower = _lower_hop(part, names[0], nouns, context, find) if names else None
    hops = [hop for hop in tried if hop]
    if lower and all(_tells_more(lower, hop, context) for hop in hops):
        return lower
    if len(hops) < 2:
        return hops[0] if hops else None
    return max(hops, key=lambda hop: confidence(hop.asked, hop.finding, context))


def _only_asks(part: str, context: Context) -> bool:
    """Whether a clause says no more than what type of thing is asked for ("and in which stage of the pipeline?")."""
    asked, words = context.understand(part), context.vocabulary.questions
    kinds = tuple(word for kind in asked.wanted for word in context.vocabulary.types[kind].words)
    named = {token.stem for m in asked.mentions for token in asked.tokens[m.start : m.end]}
    verbs = any(token.word in words.auxiliaries for token in asked.tokens)
    return bool(kinds) and not verbs and set(asked.content) - named <= stems_of((*kinds, *words.wholes))


def _hop(
    part: str, name: str, nouns: Sequence[str], context: Context, find: Find, found: frozenset[str] = frozenset()
) -> Hop | None:
    """A clause about a thing; one that does not point back asks for another thing than what was ``found``."""
    text = resolve(part, name, nouns)
    asked = context.understand(text)
    known = found if text == part else {name}
    asked = replace(asked, excluded=frozenset(n for n in known if context.book.type_of(n) in asked.wanted))
    finding = find(asked, context)
    return Hop(asked, finding) if finding and finding.facts else None


def _lower_hop(part: str, name: str, nouns: Sequence[str], context: Context, find: Find) -> Hop | None:
    """A clause about something below a thing: "what can that stage do about gaps" asks of its way to fill them."""
    text = resolve(part, "", nouns)
    below = context.book.below(name)
    if text == part or not below or len(content_stems(tuple(tokens(text)), context.vocabulary)) < 1:
        return None
    asked = context.understand(text)
    finding = find(asked, context)
    held = finding is not None and finding.facts and all(fact.subject in below for fact in finding.facts)
    return Hop(asked, finding) if finding and held else None


def _tells_more(one: Hop, other: Hop, context: Context) -> bool:
    """Whether the facts of one answer hold more of what its clause says than those of another, or as much and surer."""
    ours, theirs = (
        (share_told(one.asked.content, accounted(hop.finding.facts, context), context), hop.finding.score)
        for hop in (one, other)
    )
    return ours > theirs


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
    if has_phrase(tokens(outer.partition("{}")[0])[-MEMBER:], context.vocabulary.questions.member):
        return None  # "is X one of the metrics that ..." asks of X, and all of them are meant
    first = find(context.understand(inner), context)
    named = [name for name in first.items if name in context.book.nodes] if first else []
    idle = STOPS.union(context.vocabulary.questions.asks_first)
    asks = [token for token in tokens(outer.replace("{}", "")) if token.word not in idle]
    if first is None or not named or not asks:
        return None
    second = find(context.understand(outer.replace("{}", named[0], 1)), context)
    return _joined([second, first]) if second else None


def _topic(finding: Finding, context: Context) -> str:
    """What a later hop points back at: the first named thing found, else what the facts are about."""
    named = [name for name in finding.items if name in context.book.nodes]
    return named[0] if named else finding.facts[0].subject


def _joined(findings: list[Finding]) -> Finding:
    """One finding of all hops; proofs take turns, so that the first citations cover each hop."""
    longest = max(len(finding.proofs) for finding in findings)
    proofs = [f.proofs[i] for i in range(longest) for f in findings if i < len(f.proofs)]
    names = unique(name for finding in findings for name in finding.items)
    return Finding(
        kind="multi_hop",
        items=tuple(_without_parts(names, [fact for finding in findings for fact in finding.facts])),
        proofs=tuple(dict.fromkeys(proofs)),
        score=min(finding.score for finding in findings),
        text=" ".join(finding.text for finding in findings if finding.text),
    )


def _without_parts(names: list[str], facts: list[Fact]) -> list[str]:
    """Items without those that only exemplify another one, in the parenthesis of the same words."""
    told = {fact.object: fact for fact in facts if fact.object in names}
    whole = {fact.source.quote for fact in told.values() if fact.qualifier and fact.object_type is NodeType.TEXT}
    return [n for n in names if n not in told or told[n].qualifier or told[n].source.quote not in whole]
