"""Set operations: what two things have in common, what one has and the other lacks."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from kg.book import DOWNWARD, FactBook, other_end, unique
from kg.finding import Finding, Proof
from kg.model import Fact, NodeType, Relation
from kg.text import listed, stems, tokens

#: Relations that say nothing of what a thing has.
ASIDE = (Relation.NEXT_STAGE, Relation.SEE_ALSO)
#: Types of which a guide files the same kind of thing under one or the other.
FAMILY = {NodeType.FEATURE: NodeType.SERVICE, NodeType.DEPLOYMENT_METHOD: NodeType.SERVICE}
#: Steps down from a thing to what still belongs to it: stage, technique, kind of technique, example.
DEPTH = 4

#: Letters from which a word that two literals share says something.
TELLING_LENGTH = 5

#: Added to how well two statements answer together when they state the same relation, in cosine.
SAME_RELATION = 0.1

Owned = dict[str, Proof]
Alike = Callable[[Fact, Fact], float]


def belongings(book: FactBook, name: str) -> Owned:
    """What belongs to a thing or has it, each with the chain of facts that shows it; shortest chains, guide order."""
    found: Owned = {}
    for fact in book.touching(name):
        if fact.relation not in ASIDE:
            found.setdefault(other_end(fact, name), (fact,))
    edge = [key for key, proof in found.items() if proof[0].subject == name and proof[0].relation in DOWNWARD]
    for _ in range(DEPTH - 1):
        deeper: list[str] = []
        for end in edge:
            for fact in book.out(end, *DOWNWARD):
                if fact.object not in found and fact.object != name:
                    found[fact.object] = (*found[end], fact)
                    deeper.append(fact.object)
        edge = deeper
    return found


def common(book: FactBook, names: Sequence[str], wanted: frozenset[NodeType]) -> list[str]:
    """The named things that belong to every one of ``names``, of a wanted type if one is wanted.

    The wholes that they are part of count only where they share nothing else.
    """
    owned = [belongings(book, name) for name in names]
    shared = [key for key in owned[0] if all(key in other for other in owned[1:]) and key in book.nodes]
    shared = [key for key in shared if key not in names]
    shared = [key for key in shared if not wanted or book.type_of(key) in wanted]
    wholes = {fact.object for name in names for fact in book.out(name, Relation.PART_OF)}
    return [key for key in shared if key not in wholes] or shared


def meet(
    book: FactBook,
    names: Sequence[str],
    wanted: frozenset[NodeType],
    *,
    told: Sequence[Relation] = (),
    alike: Alike = lambda one, other: 0.0,
) -> Finding | None:
    """What the named things share, proved for each of them; or what is said alike of two, where that is asked for or
    they share no more than their kind.

    :param told: Relations to literals that the question names ("in both formulas"): these come first.
    :param alike: How well two statements answer together, higher is better.
    """
    shared = common(book, names, wanted) or common(book, names, frozenset())
    kinds = {fact.object for name in names for fact in book.out(name, Relation.PART_OF)}
    kinds |= {fact.subject for name in names for fact in book.into(name, Relation.MEASURED_BY)}
    if len(names) == 2 and (told or (not wanted and kinds.issuperset(shared))):
        said = _said_alike(book, names, told, alike)
        if said:
            return said
    if not shared:
        return None
    owned = [belongings(book, name) for name in names]
    proofs = tuple(own[key] for key in shared for own in owned)
    text = f"{listed(shared)}: {'both' if len(names) == 2 else 'all'} of {listed(names)} {_have(shared)}{_as(proofs)}."
    return Finding(kind="meet", items=tuple(shared), proofs=proofs, score=1.0, text=text)


def _as(proofs: Sequence[Proof]) -> str:
    """What the guide says of all that share a thing, in parentheses; nothing where it says different things."""
    qualifiers = {proof[-1].qualifier for proof in proofs}
    (told,) = qualifiers if len(qualifiers) == 1 else (None,)
    return f" ({told})" if told else ""


def _have(shared: Sequence[str]) -> str:
    return "have it" if len(shared) == 1 else "have them"


def _said_alike(book: FactBook, names: Sequence[str], told: Sequence[Relation], alike: Alike) -> Finding | None:
    """The statements about two things that answer best together, with the words that they share."""
    first, second = ([f for f in book.out(name) if f.object_type is NodeType.TEXT] for name in names)
    pairs = [
        (
            f.relation in told and g.relation in told,
            alike(f, g) + (SAME_RELATION if f.relation is g.relation else 0.0),
            f,
            g,
        )
        for f in first
        for g in second
    ]
    if not pairs:
        return None
    _, _, a, b = max(pairs, key=lambda pair: (pair[0], pair[1], pair[2].id, pair[3].id))
    phrases = shared_phrases(a.object, b.object)
    both = f"Both: {listed(phrases)}. " if phrases else ""
    text = f"{both}{a.subject}: {a.object}. {b.subject}: {b.object}."
    return Finding(kind="meet", items=tuple(phrases), proofs=((a,), (b,)), score=0.5, text=text)


def shared_phrases(one: str, other: str) -> list[str]:
    """The runs of words that two texts share, as the first writes them; each has a word of five letters.

    >>> shared_phrases("True Positives / (True Positives + False Positives)", "True Positives / all that is positive")
    ['True Positives']
    """
    mine, theirs = tokens(one), " " + " ".join(stems(other)) + " "
    found: list[str] = []
    start = 0
    while start < len(mine):
        end = start
        while end < len(mine) and f" {' '.join(token.stem for token in mine[start : end + 1])} " in theirs:
            end += 1
        run = mine[start:end]
        if any(len(token.word) >= TELLING_LENGTH for token in run):
            found.append(one[run[0].start : run[-1].end])
        start = max(end, start + 1)
    spoken = unique(found)
    return [phrase for phrase in spoken if not any(phrase != other and phrase in other for other in spoken)]


def differ(book: FactBook, has: str, lacks: Sequence[str], wanted: frozenset[NodeType]) -> Finding | None:
    """What one thing has and none of the others does."""
    owned = belongings(book, has)
    others = [belongings(book, name) for name in lacks]
    only = [key for key in owned if key in book.nodes and not any(key in other for other in others)]
    only = [key for key in only if key not in lacks and (not wanted or book.type_of(key) in wanted)]
    if not only:
        return None
    text = f"{listed(only)}: in {has}, and not in {listed(lacks)}."
    return Finding(kind="differ", items=tuple(only), proofs=tuple(owned[key] for key in only), score=1.0, text=text)
