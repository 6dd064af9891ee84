"""Set operations: what two things have in common, what one has and the other lacks, what turns up most."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from kg.book import DOWNWARD, FactBook, other_end, unique
from kg.finding import Finding, Proof
from kg.model import Fact, NodeType, Relation
from kg.text import listed, stems, tokens

#: Relations that say nothing of what a thing has.
ASIDE = (Relation.NEXT_STAGE, Relation.SEE_ALSO)
#: Steps down from a thing to what still belongs to it: stage, technique, kind of technique, example.
DEPTH = 4

#: Letters from which a word that two literals share says something.
TELLING_LENGTH = 5

Owned = dict[str, Proof]


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
    book: FactBook, names: Sequence[str], wanted: frozenset[NodeType], *, told: Sequence[Relation] = ()
) -> Finding | None:
    """What the named things share, proved for each of them; failing that, the words that their literals share.

    :param told: Relations to literals that the question names ("in both formulas"): only these count, if any.
    """
    words = _shared_words(book, names, told) if told and len(names) == 2 else None
    if words:
        return words
    shared = common(book, names, wanted) or common(book, names, frozenset())
    if not shared:
        return _shared_words(book, names, ())
    owned = [belongings(book, name) for name in names]
    proofs = tuple(own[key] for key in shared for own in owned)
    text = f"{listed(shared)}: {'both' if len(names) == 2 else 'all'} of {listed(names)} {_have(shared)}."
    return Finding(kind="meet", items=tuple(shared), proofs=proofs, score=1.0, text=text)


def _have(shared: Sequence[str]) -> str:
    return "have it" if len(shared) == 1 else "have them"


def _shared_words(book: FactBook, names: Sequence[str], told: Sequence[Relation]) -> Finding | None:
    """Two literals, one of each thing and stated by the same relation, with the most words in common."""
    first, second = names[0], names[1]
    pairs = [
        (len(" ".join(phrases).split()), a, b, phrases)
        for a in book.out(first, *told)
        for b in book.out(second, *told)
        if a.relation is b.relation and a.object_type is NodeType.TEXT and (phrases := shared_phrases(a.object, b.object))
    ]
    if not pairs:
        return None
    most = max(pair[0] for pair in pairs)
    _, a, b, phrases = next(pair for pair in pairs if pair[0] == most)
    text = f"Both: {listed(phrases)}. {a.subject}: {a.object}. {b.subject}: {b.object}."
    return Finding(kind="meet", items=tuple(phrases), proofs=((a,), (b,)), score=0.5, text=text)


def shared_phrases(one: str, other: str) -> list[str]:
    """The runs of words that two texts share, as the first writes them, without repeats; each has a word of five letters.

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


def most_frequent(book: FactBook, wanted: frozenset[NodeType], per: Iterable[NodeType]) -> Finding | None:
    """The thing of a wanted type that most things of type ``per`` have; all of them if several tie."""
    owners: dict[str, dict[str, Fact]] = defaultdict(dict)
    kinds = set(per)
    for fact in book.facts:
        aside = fact.relation in (*ASIDE, Relation.PART_OF)  # the whole of all stages is in each of them, and no answer
        if fact.object_type in wanted and fact.subject_type in kinds and not aside:
            owners[fact.object].setdefault(fact.subject, fact)
    if not owners:
        return None
    most = max(len(by) for by in owners.values())
    names = [name for name, by in owners.items() if len(by) == most]
    facts = [fact for name in names for fact in owners[name].values()]
    told = listed(unique(fact.subject for fact in facts))
    text = f"{listed(names)}: {'in' if len(names) == 1 else 'each in'} {most} ({told})."
    return Finding(kind="most", items=tuple(names), proofs=tuple((f,) for f in facts), score=1.0, text=text)
