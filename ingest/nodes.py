"""The named things of facts: one node for each name, with its type and its other names."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from ingest.names import Names, key, slug
from kg.model import Fact, Node, NodeType

#: When a thing is read as several types, the first of these that it has.
TYPE_ORDER = (
    NodeType.SERVICE, NodeType.STAGE, NodeType.MLOPS_CONCEPT, NodeType.PRODUCTION_METHOD, NodeType.MODEL_SOURCE,
    NodeType.DEPLOYMENT_METHOD, NodeType.METRIC, NodeType.ISSUE, NodeType.TECHNIQUE, NodeType.FEATURE,
    NodeType.CONSIDERATION, NodeType.CONCEPT,
)  # fmt: skip


def nodes_of(facts: Iterable[Fact], names: Sequence[Names]) -> tuple[Node, ...]:
    """One node for each name that facts use, sorted by id.

    :param facts: Facts of all guides.
    :param names: The names of each guide; a second name that two things have, or that is a thing's own, is left out.
    """
    kinds: dict[str, set[NodeType]] = defaultdict(set)
    for fact in facts:
        kinds[fact.subject].add(fact.subject_type)
        if fact.object_type != NodeType.TEXT:
            kinds[fact.object].add(fact.object_type)
    aliases = _aliases(kinds, names)
    nodes: dict[str, Node] = {}
    for name in sorted(kinds):
        kind = next(k for k in TYPE_ORDER if k in kinds[name])
        base = f"{kind}:{slug(name)}"
        free = next(i for n in range(1, len(kinds) + 2) if (i := base if n == 1 else f"{base}-{n}") not in nodes)
        nodes[free] = Node(id=free, name=name, type=kind, aliases=aliases.get(name, ()))
    return tuple(nodes[i] for i in sorted(nodes))


def _aliases(used: Iterable[str], names: Sequence[Names]) -> dict[str, tuple[str, ...]]:
    own = {key(name): name for name in used}
    holders: dict[str, set[str]] = defaultdict(set)
    for guide in names:
        for name, others in guide.aliases.items():
            for alias in others:
                if name in own.values():
                    holders[alias].add(name)
    bound: dict[str, list[str]] = defaultdict(list)
    for alias, claimed in sorted(holders.items()):
        name = min(claimed)
        if len(claimed) == 1 and own.get(key(alias), name) == name:
            bound[name].append(alias)
    return {name: tuple(others) for name, others in bound.items()}
