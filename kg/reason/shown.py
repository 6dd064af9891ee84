"""Find things that the graph alone shows: what has the one thing that is named, what is said to be spoken of, which of
two that are offered.
"""

from __future__ import annotations

from kg.book import unique
from kg.context import Context
from kg.finding import Finding, Proof, proofs_of
from kg.model import Fact, NodeType, Relation
from kg.phrases import find_phrase, has_phrase
from kg.question import Question
from kg.reason.climb import climb
from kg.reason.verify_claim import opposed, sides
from kg.say import headline
from kg.text import tokens

#: Facts about the thing that an answer tells; the first three citations are those that readers check.
TOLD = 3
#: Relations that say what a thing is.
DEFINING = (Relation.HAS_DESCRIPTION, Relation.HAS_PURPOSE, Relation.SERVICE_DOES)
#: Belief in what the graph alone shows.
SURE = 0.8
#: Cosine from which a statement about a named thing is what a question speaks of.
SPOKEN = 0.5
#: The same where it speaks of just as many things of the wanted type as the question asks for.
COUNTED = 0.35
#: Things of which one that has them all is sought.
MOST_NAMED = 3
#: Words of a story that the last part of a question asks about ("... Precision or recall?").
STORY = 6
#: Words that may stand between "or" and a thing that it offers.
BESIDE = 2


def shown(question: Question, number: int, context: Context) -> Finding | None:
    """What the graph shows without a ranking, if it shows just as many as are asked for.

    :param number: How many things are asked for; 0 where no number is.
    """
    pair = offered(question, context)
    if pair:
        return _one_of(pair, question, context)
    owners = _above(question, number or 1, context)
    if owners and len(owners[0]) == (number or (0 if question.plural else 1)):
        return told(*owners, SURE, context)
    return _mentioned(question, number or 1, context)


def _above(question: Question, least: int, context: Context) -> tuple[list[str], list[Proof]] | None:
    """The things of a wanted type that have all that the question names ("the stage of stemming")."""
    named = context.evidence.specific(question.named)
    if not named or any(context.book.type_of(name) in question.wanted for name in named):
        return None
    ways = [
        dict(zip(*climb(context.book, name, question.wanted, least=least), strict=True)) for name in named[:MOST_NAMED]
    ]
    kept = [name for name in ways[0] if name not in question.excluded and all(name in way for way in ways)]
    return (kept, unique(way[name] for name in kept for way in ways)) if kept else None


def _mentioned(question: Question, number: int, context: Context) -> Finding | None:
    """The things of a wanted type that what is said of the one named thing speaks of, as many as are asked for."""
    named = context.evidence.specific(question.named)
    some = question.plural and number < 2  # "which stages ..." leaves open how many
    if len(named) != 1 or not question.wanted or not (some or question.plural == (number > 1)):
        return None
    near, least = context.relevance(question), COUNTED if number > 1 else SPOKEN
    said = [fact for fact in context.book.out(named[0]) if fact.object_type is NodeType.TEXT and near(fact) >= least]
    for fact in sorted(said, key=lambda fact: (-near(fact), fact.id)):
        spoken = unique(m.name for m in context.lexicon.mentions(tokens(fact.object)) if not m.weak)
        known = {*named, *question.excluded}
        names = [name for name in spoken if context.book.type_of(name) in question.wanted and name not in known]
        if len(names) > 1 if some else len(names) == number:
            return Finding("lookup", tuple(names), ((fact,),), SURE, headline(names, [fact], context.vocabulary))
    return None


def offered(question: Question, context: Context) -> list[str]:
    """The two things of one type between which the last sentence of a story ("A or B?") or "which one" lets choose."""
    words, last = context.vocabulary.questions, last_part(question)
    joined = find_phrase(question.tokens, words.either, start=last) if last >= STORY else None
    if joined is None and has_phrase(question.tokens, words.which_one):
        joined = find_phrase(question.tokens, words.either)
    if joined is None:
        return []
    before = [m.name for m in question.mentions if m.end <= joined[0] and joined[0] - m.end <= BESIDE]
    behind = [m.name for m in question.mentions if m.start >= joined[1] and m.start - joined[1] <= BESIDE]
    pair = [*before[-1:], *behind[:1]]
    alike = len(pair) == 2 and pair[0] != pair[1] and context.book.type_of(pair[0]) is context.book.type_of(pair[1])
    return pair if alike else []


def last_part(question: Question) -> int:
    """The position of the first token behind the last colon or end of a sentence that has words behind it."""
    if not question.tokens:
        return 0
    cut = max(question.text.rfind(mark, 0, question.tokens[-1].start) for mark in ":;.!?\n")
    return sum(token.start < cut for token in question.tokens)


def _one_of(names: list[str], question: Question, context: Context) -> Finding:
    """The one of two things of which the guide does not say the opposite; of two such, the likelier."""
    beliefs, told = dict(context.rank_things(question)), {name: facts_of(name, question, context) for name in names}
    taken = sides({token.word for token in question.tokens}, context.vocabulary.questions)
    against = [name for name in names if told[name] and opposed(context.said[told[name][0].id], taken)]
    fit = [name for name in names if name not in against] or names
    name = max(sorted(fit), key=lambda one: beliefs.get(one, 0.0))
    facts = told[name]
    share = beliefs.get(name, 0.0) / (sum(beliefs.get(one, 0.0) for one in fit) or 1.0)
    return Finding("either", (name,), proofs_of(facts), share, headline([name], facts, context.vocabulary))


def told(names: list[str], proofs: list[Proof], belief: float, context: Context) -> Finding:
    """Things with the chains of facts that show them."""
    facts = unique(fact for proof in proofs for fact in proof)
    return Finding("lookup", tuple(names), tuple(proofs), belief, headline(names, facts, context.vocabulary))


def facts_of(name: str, question: Question, context: Context) -> list[Fact]:
    """The facts about a thing that lie nearest to the question, one that says what it is among them; its own literals
    before its place in the order.
    """
    touching = context.book.touching(name)
    facts = context.most_relevant(question, touching, len(touching))
    telling = [f for f in facts if f.object_type is NodeType.TEXT or f.qualifier or f.object in question.named]
    first = unique([*telling, *facts])[:TOLD]
    defining = [fact for fact in facts if fact.subject == name and fact.relation in DEFINING]
    return first if not defining or set(defining) & set(first) else [*first[: TOLD - 1], defining[0]]
