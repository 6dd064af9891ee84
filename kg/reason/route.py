"""Which operation a question's shape asks for."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from kg.context import Context
from kg.finding import Finding, proofs_of, unstated
from kg.lexicon import Mention
from kg.model import NodeType
from kg.parts import Part
from kg.phrases import WH, find_phrase, has_phrase, stems_of
from kg.question import STORY_LENGTH, Question
from kg.reason.apart import set_aside
from kg.reason.calculate import calculate
from kg.reason.chain import follow_hops, follow_relative
from kg.reason.claims import claims, lets_choose
from kg.reason.compare import compare
from kg.reason.count import count
from kg.reason.in_order import all_stages, earlier_of_two, ordered, sorted_stages
from kg.reason.in_sets import halves, in_sets
from kg.reason.labelled import labelled
from kg.reason.lookup import look_up
from kg.reason.members import members
from kg.reason.narrower import narrower
from kg.reason.sets import FAMILY
from kg.reason.spell import spell_out
from kg.reason.tally import tally
from kg.reason.thing import find_thing
from kg.reason.verify_claim import verify
from kg.reason.where import whereabouts
from kg.say import headline
from kg.text import Token, stems

#: Things set side by side in one comparison.
MOST_COMPARED = 3
#: How far behind the likeliest wording that of a comparison may lie.
MARGIN = 0.35
#: The same where a comparison is surely asked for, so that one of which a side is unknown is refused.
SURELY = -0.05
#: Cosine under which a question does not quote a literal.
ALIKE = 0.4
#: Words in front of "the number of" where it is what is asked for.
OPENING = 2
#: Cosine from which the rest of a comparison means the other side.
LINKED = 0.25
#: The same where it is told by one word beside the last one of the name.
SHARED = 0.5
#: Words that may stand between a name and what joins it to the other side.
BESIDE = 2


#: "Who does it if X, and who if Y?": two sides of one question.
_HALF = re.compile(r"\band (?:who|when)\s+(?:if|rather|would|should)\b", re.IGNORECASE)


def find(question: Question, context: Context) -> Finding | None:
    """The finding of the first operation whose shape the question has and which finds something."""
    context.read(question)
    operations = OPERATIONS if Part.GRAPH in context.parts else (_lookup,)
    for operation in operations:
        finding = operation(question, context)
        if finding is not None:
            return finding
    return None


def _relative(question: Question, context: Context) -> Finding | None:
    return follow_relative(question, context, find)


def _apart(question: Question, context: Context) -> Finding | None:
    return set_aside(question, context, find)


def _narrower(question: Question, context: Context) -> Finding | None:
    return narrower(question, context, find)


def _where(question: Question, context: Context) -> Finding | None:
    return whereabouts(question, context, find)


def _hops(question: Question, context: Context) -> Finding | None:
    return follow_hops(question, context, find)


def _count(question: Question, context: Context) -> Finding | None:
    place = find_phrase(question.tokens, context.vocabulary.questions.count)
    before = question.tokens[: place[0]] if place else ()
    # "Which metric counts how many ..." asks for no number, "what is the number of" does.
    idle = context.vocabulary.questions.stop
    plain = place is not None and place[0] <= OPENING + 1 and all(token.word in idle for token in before)
    if place is None or (any(token.word in WH for token in before) and not plain):
        return None
    if place[0] > OPENING and not plain and question.tokens[place[0]].word not in WH:
        return None
    return count(question, context) if context.wordings.behind(question).get("count", 0.0) >= -MARGIN else None


def _yes_no(question: Question, context: Context) -> Finding | None:
    return verify(question, context) if claims(question, context) else None


def _compare(question: Question, context: Context) -> Finding | None:
    words = context.vocabulary.questions
    outright = has_phrase(question.focus_tokens, words.compare) or (
        has_phrase(question.tokens, words.compare) and len(question.tokens) < STORY_LENGTH * 2
    )
    outright = outright and context.wordings.behind(question).get("compare", 0.0) >= -MARGIN
    outright = outright or _HALF.search(question.text) is not None or _sets_apart(question, context)
    if lets_choose(question, context) or (claims(question, context) and len(question.named) < 2):
        return None  # "does X square the differences?" compares nothing
    joined = find_phrase(question.tokens, words.either)
    if not outright and not (joined and len(question.sentences) == 1):
        return None
    beside = _beside(question, joined) if joined else []
    told = context.evidence.specific([*question.named, *(question.hinted if outright else beside)])
    names = _siblings(told, context) or (_two_named(question, context) if outright else [])
    if context.lexicon.strange(question.text, question.mentions):
        return unstated("compare") if outright else None
    if len(names) < 2 and outright and not told and (said := _told_together(question, context)):
        return said
    if len(names) < 2 and outright:
        names = _beside_it(question, context) or halves(question, context) or _other_side(question, context)
    if len(names) < 2:
        return (
            unstated("compare")
            if outright and context.wordings.behind(question).get("compare", -1.0) >= SURELY
            else None
        )
    found = compare(context.book, names, context.relevance(question), asked=question.nouns)
    alike = found is None and outright and set(names) <= set(question.named)
    return unstated("compare") if alike and not has_phrase(question.focus_tokens, words.meet) else found


def _sets_apart(question: Question, context: Context) -> bool:
    """Whether two things of a type are named and each is asked the same ("when X and when Y"), or no wording lies
    nearer than that of a comparison ("what separates X from Y").
    """
    alike = _siblings(context.evidence.specific(question.named), context)
    if len(alike) < 2:
        return False
    told = [{m.name for m in question.mentions if m.start < i} for i in _second_asks(question.tokens)]
    halved = any(0 < len(set(alike) & before) < len(alike) for before in told)
    return halved or context.wordings.behind(question).get("compare", -1.0) >= 0.0


def _second_asks(words: Sequence[Token]) -> list[int]:
    """Where "and" stands in front of a question word that the question has before, too ("when A, and when B")."""
    asks = (i for i in range(len(words) - 1) if words[i].word == "and" and words[i + 1].word in WH)
    return [i for i in asks if any(token.word == words[i + 1].word for token in words[:i])]


def _told_together(question: Question, context: Context) -> Finding | None:
    """The statements that hold all words of a comparison, where its sides are no things of their own."""
    wanted = set(question.content) - stems_of(context.vocabulary.questions.compare)
    texts = (fact for fact in context.book.facts if fact.object_type is NodeType.TEXT)
    facts = [fact for fact in texts if wanted <= set(stems(fact.object))] if len(wanted) > 1 else []
    best = context.most_relevant(question, facts, 1)
    return Finding("compare", (), proofs_of(best), 1.0, context.say(best)) if best else None


def _two_named(question: Question, context: Context) -> list[str]:
    """The two things that are named, of whatever types, if the guide says something of each."""
    named = context.evidence.specific(question.named)
    told = [name for name in named if any(f.object_type is NodeType.TEXT for f in context.book.out(name))]
    return told if len(named) == len(told) == 2 else []


def _other_side(question: Question, context: Context) -> list[str]:
    """The one thing that is named, and the one of its type that the rest of the question means."""
    for mention in (m for m in question.mentions if not m.weak):
        kind = context.book.type_of(mention.name)
        if kind is not NodeType.CONCEPT and _is_a_side(mention, question, context):
            rest = [*question.tokens[: mention.start], *question.tokens[mention.end :]]
            phrase = " ".join(token.surface for token in rest)
            found = context.link(phrase, types=frozenset({kind}), but=(mention.name, *mention.others))
            return [mention.name, found[0]] if found and found[1] >= LINKED else []
    return []


def _beside_it(question: Question, context: Context) -> list[str]:
    """The one thing that is named, and the other that shares its last word ("managed and self-hosted APIs")."""
    words, joiners = question.tokens, context.vocabulary.questions.joiners
    for mention in (m for m in question.mentions if not m.weak and m.start > 1):
        if words[mention.start - 1].word in joiners:
            phrase = f"{words[mention.start - 2].surface} {words[mention.end - 1].surface}"
            kind = context.book.type_of(mention.name)
            found = context.link(phrase, types=frozenset({kind}), but=(mention.name, *mention.others))
            if found and found[1] >= SHARED and kind is not NodeType.CONCEPT:
                return [found[0], mention.name]
    return []


def _is_a_side(mention: Mention, question: Question, context: Context) -> bool:
    """Whether a name stands at the word that joins two sides, if there is one ("between A and B in X" is not of X)."""
    joiners = set(context.vocabulary.questions.joiners)
    places = [i for i, token in enumerate(question.tokens) if token.word in joiners]
    return not places or any(-BESIDE <= i - mention.end <= 0 or 0 < mention.start - i <= BESIDE for i in places)


def _beside(question: Question, place: tuple[int, int]) -> list[str]:
    """The nodes hinted at directly on either side of "or"."""
    return [m.name for m in question.mentions if m.end == place[0] or 0 <= m.start - place[1] <= 1]


def _siblings(names: Sequence[str], context: Context) -> list[str]:
    """The first two or three of these names that are of one type, or of types that stand for one another."""
    kinds = {name: FAMILY.get(kind := context.book.type_of(name), kind) for name in names}
    for name in names:
        same = [other for other in names if kinds[other] == kinds[name]]
        if len(same) > 1 and kinds[name] is not NodeType.CONCEPT:
            return same[:MOST_COMPARED]
    return []


def _quoted(question: Question, context: Context) -> Finding | None:
    """The thing whose literal the question holds word for word ("true positives / all positives: which metric?")."""
    operators = frozenset(context.vocabulary.questions.operators)
    asked = f" {' '.join(token.stem for token in question.tokens if token.word not in operators)} "
    held = [(run, fact) for fact, run in context.literals if run in asked]
    near = context.relevance(question) if held else None
    found = [(len(run.split()), fact) for run, fact in held if near and near(fact) >= ALIKE]
    subjects = {fact.subject for _, fact in found}
    if len(subjects) != 1 or not subjects.isdisjoint(question.named):
        return None
    facts = [fact for _, fact in sorted(found, key=lambda pair: (-pair[0], pair[1].id))]
    return Finding("identify", tuple(subjects), proofs_of(facts), 1.0, headline([*subjects], facts, context.vocabulary))


def _lookup(question: Question, context: Context) -> Finding | None:
    ranking = context.rank(question)
    finding = find_thing(question, ranking[0], context) or look_up(question, context, ranking)
    exists = find_phrase(question.focus_tokens[:3], context.vocabulary.questions.exists)
    return replace(finding, text=f"Yes. {finding.text}") if exists and finding.items else finding


#: The operations, in the order in which a question's shape is tried against them.
OPERATIONS = (
    calculate,
    spell_out,
    labelled,
    earlier_of_two,
    sorted_stages,
    _narrower,
    _where,
    _apart,
    _compare,
    _relative,
    _hops,
    _quoted,
    _count,
    _yes_no,
    tally,
    all_stages,
    ordered,
    in_sets,
    members,
    _lookup,
)
