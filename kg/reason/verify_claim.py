"""Read a yes/no question as a claim and verify it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence, Set
from itertools import combinations, product

from kg.book import other_end, unique
from kg.context import Context
from kg.finding import Finding
from kg.lexicon import Mention
from kg.model import LIABILITIES, Fact, NodeType, Relation
from kg.phrases import find_phrase, has_phrase
from kg.question import Question, content_stems
from kg.reason import verify as checks
from kg.reason.calculate import amounts
from kg.reason.sets import ASIDE
from kg.reason.support import support
from kg.text import tokens
from kg.vocabulary import QuestionWords

#: Cosine from which the part of a claim that names nothing means a node.
LINKED = 0.55
#: The same where that node is linked to the one that is named.
OWNED = 0.4
#: Cosine by which a fact about a named thing comes before others.
NAMED = 0.1
#: Share of a literal's content words that a claim must have to mean it.
SAID = 0.6
#: Belief in a No for the reason that a list does not hold what is claimed.
SILENT = 0.7
#: How much nearer a fact lies that holds a number of the claim.
NUMBERED = 0.2
#: Cosine under which a fact does not state a claim that names nothing.
STATED = 0.4
#: Facts that a Yes is told with, and how far behind the nearest of them the others may lie.
TOLD, BESIDE = 3, 0.15
#: A range of values as guides state it.
_RANGE = re.compile(r"\b(?:from|between) (-?\d+(?:\.\d+)?) (?:to|and) (-?\d+(?:\.\d+)?)", re.IGNORECASE)
#: Nearness by which a sibling must beat the named thing to show that the guide says it of the sibling.
RIVAL = 0.2


def verify(question: Question, context: Context) -> Finding | None:
    """Yes or No with its proof; None when the guide holds neither."""
    strong = [mention for mention in question.mentions if not mention.weak]
    by_order = _in_order(question, context)
    if by_order:
        return by_order
    among = _among(question, context)
    if among:
        return among
    by_range = _out_of_range(question, context)
    if by_range:
        return by_range
    by_claim = _contradicted(question, context)
    if by_claim:
        return by_claim
    for first, second in _pairs(strong):
        proof = checks.linked(context.book, first, second)
        if proof:
            return checks.yes(proof, context.say(proof))
    linked = _linked_rest(question, strong, context) or _unlisted(question, strong, context)
    if linked:
        return linked
    if len(strong) > 1:
        return _no_by_list(question, strong, context) or _stated(question, context)
    return _no_by_rival(question, context) or _stated(question, context)


def _among(question: Question, context: Context) -> Finding | None:
    """Whether a literal is in the complete list that a claim names: "is X given as an advantage of Y?"."""
    asked = [relation for relation in question.nouns if NodeType.TEXT in context.vocabulary.relations[relation].objects]
    named = context.evidence.specific(question.named)
    facts = [fact for name in named for fact in context.book.out(name, *asked) if fact.object_type is NodeType.TEXT]
    if not asked or not facts:
        return None
    claimed = set(question.content)
    for fact in facts:
        words = content_stems(tuple(tokens(fact.object)), context.vocabulary)
        if words and sum(word in claimed for word in words) >= SAID * len(words):
            return checks.yes((fact,), context.say([fact]))
    text = f"No. {context.say(facts)}"
    return Finding("yes_no", (), tuple((fact,) for fact in facts), SILENT, text) if len(facts) > 1 else None


def _pairs(mentions: Sequence[Mention]) -> Iterator[tuple[str, str]]:
    """Every two things that the claim names, in each of the readings of their names."""
    for a, b in combinations(mentions, 2):
        for first, second in product((a.name, *a.others), (b.name, *b.others)):
            if first != second:
                yield first, second


def _in_order(question: Question, context: Context) -> Finding | None:
    words, names = context.vocabulary.questions, question.named
    for after, phrases in ((True, words.after), (False, words.before)):
        if len(names) >= 2 and has_phrase(question.tokens, phrases):
            return checks.in_order(context.book, names[0], names[1], after=after)
    return None


def _no_by_list(question: Question, mentions: Sequence[Mention], context: Context) -> Finding | None:
    found = (checks.no_by_list(context.book, a, b, question.wanted) for a, b in _pairs(mentions))
    return next((finding for finding in found if finding), None)


def _linked_rest(question: Question, strong: Sequence[Mention], context: Context) -> Finding | None:
    """Yes or No by what the rest of the claim means, when it names one thing only."""
    if len(strong) != 1:
        return None
    mention = strong[0]
    rest = [*question.tokens[1 : mention.start], *question.tokens[mention.end :]]
    found = context.link(" ".join(token.surface for token in rest), but=(mention.name, *mention.others))
    if found is None or found[1] < OWNED:
        return None
    proof = checks.linked(context.book, mention.name, found[0])
    if proof:
        return checks.yes(proof, context.say(proof))
    if found[1] < LINKED:
        return None
    return checks.no_by_list(context.book, mention.name, found[0])


def _unlisted(question: Question, strong: Sequence[Mention], context: Context) -> Finding | None:
    """No, since the complete list of what the claim names does not hold a thing that the guide does not know ("is X one
    of the techniques of Y?").
    """
    words = context.vocabulary.questions
    member = find_phrase(question.tokens, words.member)
    if len(strong) != 1 or not question.wanted or member is None or not question.tokens[1 : member[0]]:
        return None
    claimed = " ".join(token.surface for token in question.tokens[1 : member[0]])
    listed = [fact for fact in context.book.touching(strong[0].name) if fact.relation not in ASIDE]
    facts = [f for f in listed if context.book.type_of(other_end(f, strong[0].name)) in question.wanted]
    names = unique(other_end(fact, strong[0].name) for fact in facts)
    near = context.near(claimed)
    if len(names) < 2 or member[0] > strong[0].start or max(near.get(name, 0.0) for name in names) >= LINKED:
        return None
    return checks.none_listed(strong[0].name, claimed, names, facts)


def _contradicted(question: Question, context: Context) -> Finding | None:
    """No, when what the guide says nearest to the claim, of the thing that it names, says the opposite."""
    fact = _nearest(question, context)
    if fact is None:
        return None
    words, claim = context.vocabulary.questions, {token.word for token in question.tokens}
    taken, denials = sides(claim, words), words.denials
    told = context.said[fact.id]
    if not told.isdisjoint(denials) and claim.isdisjoint(denials):
        return Finding("yes_no", (), ((fact,),), 0.7, f"No. {context.say([fact])}")
    owned = [fact for fact in context.book.out(fact.subject, *LIABILITIES) if fact.subject in question.named]
    for each in (fact, *owned):  # what is bad of a thing bears on whatever good is claimed of it
        if opposed(context.said[each.id], taken):
            return Finding("yes_no", (), ((each,),), 0.7, f"No. {context.say([each])}")
    return None


def sides(claim: Set[str], words: QuestionWords) -> list[tuple[Sequence[str], Sequence[str]]]:
    """The pairs of opposites of which a claim is on the first side and not on the other."""
    both = [*words.opposites, *((other, one) for one, other in words.opposites)]
    return [(ours, theirs) for ours, theirs in both if not claim.isdisjoint(ours) and claim.isdisjoint(theirs)]


def opposed(told: Set[str], taken: Iterable[tuple[Sequence[str], Sequence[str]]]) -> bool:
    """Whether a statement stands on the other side of a pair of opposites than the one that is taken."""
    return any(not told.isdisjoint(theirs) and told.isdisjoint(ours) for ours, theirs in taken)


def _nearest(question: Question, context: Context) -> Fact | None:
    """The fact nearest to the claim; one about a thing that it names, or with a number that it has, lies nearer."""
    near, named = context.relevance(question), set(context.evidence.specific(question.named))
    facts = [fact for fact in context.book.facts if fact.relation is not Relation.PART_OF]
    told = [fact for fact in facts if fact.subject in named and fact.object_type is NodeType.TEXT]
    facts = told or facts  # what is claimed of a thing is held against what is said of it
    given = {amount.value for amount in amounts(question.text)}
    nearness = {
        fact.id: near(fact)
        + NAMED * (fact.subject in named)
        + NUMBERED * (bool(given) and not given.isdisjoint(amount.value for amount in amounts(fact.object)))
        for fact in facts
    }
    return min(facts, key=lambda fact: (-nearness[fact.id], fact.id), default=None)


def _no_by_rival(question: Question, context: Context) -> Finding | None:
    """No, when what is claimed of a thing is what the guide says of another of its type."""
    if len(question.named) != 1:
        return None
    name = question.named[0]
    mention = next(m for m in question.mentions if m.name == name)
    rest = " ".join(token.surface for token in (*question.tokens[1 : mention.start], *question.tokens[mention.end :]))
    if len(tokens(rest)) < 3:
        return None
    near = context.near(rest)
    kind = context.book.type_of(name)
    rivals = [(score, other) for other, score in near.items() if context.book.type_of(other) is kind and other != name]
    best = min(rivals, key=lambda pair: (-pair[0], pair[1]), default=None)
    if best is None or best[0] < near.get(name, 0.0) + RIVAL:
        return None
    said = [fact for fact in context.book.out(best[1]) if fact.relation not in LIABILITIES]
    if any(fact.relation in LIABILITIES for fact in context.most_relevant(question, context.book.out(best[1]), 1)):
        return None  # what is bad of the other is no claim about it
    facts = context.most_relevant(question, said, 1)
    return Finding("yes_no", (), tuple((f,) for f in facts), 0.6, f"No. {context.say(facts)}") if facts else None


def _stated(question: Question, context: Context) -> Finding | None:
    """Yes, with the facts that say it, the nearest first; None when nothing is near."""
    fact, near = _nearest(question, context), context.relevance(question)
    if fact is None or (not question.named and near(fact) < STATED):
        return None
    beside = [other for other in context.book.out(fact.subject) if near(other) >= near(fact) - BESIDE]
    told = unique([fact, *context.most_relevant(question, beside, TOLD)])[:TOLD]
    belief = support(question, context.book.out(fact.subject), context)
    return checks.yes(tuple(told), context.say(told), belief=belief)


def _out_of_range(question: Question, context: Context) -> Finding | None:
    """No, when the one number of a claim lies outside the range that the guide gives for what is named."""
    given = amounts(question.text)
    for fact in (fact for name in question.named for fact in context.book.out(name)):
        limits = _RANGE.search(fact.object)
        if (
            len(given) == 1
            and limits
            and _is_outside(question, given[0].value, float(limits[1]), float(limits[2]), context)
        ):
            return Finding("yes_no", (), ((fact,),), 1.0, f"No. {context.say([fact])}")
    return None


def _is_outside(question: Question, value: float, low: float, high: float, context: Context) -> bool:
    """Whether a claim speaks of a value outside a range, or of passing one of its ends ("above 1")."""
    words = context.vocabulary.questions
    over, under = has_phrase(question.tokens, words.above), has_phrase(question.tokens, words.below)
    return not low <= value <= high or (over and value == high) or (under and value == low)
