"""Read a question about the order of stages: after, before, between, first, last, n-th."""

from __future__ import annotations

from kg.context import Context
from kg.finding import Finding
from kg.model import NodeType, Relation
from kg.phrases import WH, find_phrase, has_phrase, stems_of
from kg.question import Question
from kg.reason import order
from kg.text import Token, stems

#: Cosine from which a phrase such as "the features are made" means a stage.
LINKED = 0.25
#: The shapes of a question about order, and how far behind the likeliest wording theirs may lie.
KINDS = ("after", "before", "position", "between")
MARGIN = 0.2
#: Content words that a question for the first or last stage may have beside stages and order.
ASIDES = 1
#: Stages from which a question that names them asks to sort them.
FEWEST_SORTED = 3

#: Where a phrase stands: its first token and the one after its last.
Place = tuple[int, int]


def ordered(question: Question, context: Context) -> Finding | None:
    """The finding for a question about order; None when it is about something else."""
    chain = order.chain_of(context.book, None)
    worded = context.wordings.behind(question)
    in_sequence = has_phrase(question.tokens, context.vocabulary.questions.sequence)
    near = max((worded.get(kind, 0.0) for kind in KINDS), default=0.0) >= -MARGIN
    if not in_sequence and not near and not _opens(question, context):
        return None
    if chain is None or not _about_stages(question, chain, context):
        return None
    words = context.vocabulary.questions
    if in_sequence and not has_phrase(question.tokens, (*words.between, *words.after, *words.before)):
        return order.whole(chain)
    stages = [name for name in question.named if name in chain.stages]
    place = find_phrase(question.tokens, words.between)
    if place:
        ends = stages[:2] if len(stages) > 1 else _both_ends(question.tokens[place[1] :], chain, context)
        return order.between(context.book, *ends) if ends else None
    start = len(question.tokens) - len(question.focus_tokens)
    after, before = (find_phrase(question.tokens, phrases, start=start) for phrases in (words.after, words.before))
    if (
        (after or before)
        and not question.wanted
        and not _asks_order(question, min(p for p in (after, before) if p), context)
    ):
        return None
    if after or before:
        return _neighbour(question, chain, context, after=after, before=before)
    return _position(question, context)


def all_stages(question: Question, context: Context) -> Finding | None:
    """The whole sequence, where nothing but its stages is asked for ("which phases does the lifecycle have")."""
    chain = order.chain_of(context.book, None)
    words = context.vocabulary.questions
    if chain is None or not question.plural or NodeType.STAGE not in question.wanted or len(question.sentences) > 1:
        return None
    if has_phrase(question.tokens, (*words.between, *words.after, *words.before, *words.first, *words.last)):
        return None
    known = _known_stems(context).union(*(stems(whole) for whole in _wholes(chain, context)))
    return order.whole(chain) if set(question.content) <= known else None


def _wholes(chain: order.Chain, context: Context) -> set[str]:
    """What the stages are part of."""
    return {fact.object for stage in chain.stages for fact in context.book.out(stage, Relation.PART_OF)}


def _opens(question: Question, context: Context) -> bool:
    """Whether it opens with the word of order: "what follows ..."."""
    words = context.vocabulary.questions
    place = find_phrase(question.focus_tokens[1:], (*words.after, *words.before))
    return question.focus_tokens[0].word in WH and place is not None and place[0] == 0


def _asks_order(question: Question, place: Place, context: Context) -> bool:
    """Whether order is what is asked, and no mere aside ("what can be done about gaps before training starts")."""
    words = context.vocabulary.questions
    asked = [i for i, token in enumerate(question.tokens[: place[0]]) if token.word in WH]
    if not asked:
        return has_phrase(question.tokens, words.next) or not any(token.word in WH for token in question.tokens)
    return all(token.word in words.order_filler for token in question.tokens[asked[-1] + 1 : place[0]])


def earlier_of_two(question: Question, context: Context) -> Finding | None:
    """Which of two stages comes first: "X or Y, which is done first?"."""
    words = context.vocabulary.questions
    chain = order.chain_of(context.book, None)
    stages = [name for name in question.named if chain and name in chain.stages]
    if chain is None or len(stages) != 2 or not has_phrase(question.focus_tokens, (*words.first, *words.before)):
        return None
    if not has_phrase(question.tokens, (*words.either, *words.which_one)):
        return None
    return order.neighbour_of(context.book, *sorted(stages, key=chain.stages.index))


def sorted_stages(question: Question, context: Context) -> Finding | None:
    """Three or more stages that a question names, put in order: "sort deployment, collection and evaluation"."""
    chain = order.chain_of(context.book, None)
    stages = [name for name in question.named if chain and name in chain.stages]
    others = set(context.evidence.specific(question.named)) - set(stages)
    if chain is None or len(stages) < FEWEST_SORTED or others:
        return None
    if not has_phrase(question.tokens, context.vocabulary.questions.sort):
        return None
    return order.in_turn(context.book, stages)


def _about_stages(question: Question, chain: order.Chain, context: Context) -> bool:
    """Whether it asks for stages, or for a place in what the stages are part of."""
    if question.wanted:
        return NodeType.STAGE in question.wanted and not _modified(question, context)
    wholes = _wholes(chain, context)
    named = {*question.named, *question.hinted}
    words = context.vocabulary.questions
    if not (wholes | set(chain.stages)).issuperset(context.evidence.specific(question.named)):
        return False  # "once it is live, what is X used for" asks about X
    return bool(named & (wholes | set(chain.stages))) or has_phrase(question.tokens, (*words.next, *words.wholes))


def _modified(question: Question, context: Context) -> bool:
    """Whether the noun has a word with it that says more than a place in the order ("clean-up steps")."""
    start = next((i + 1 for i in range(question.noun[0] - 1, -1, -1) if question.tokens[i].word in WH), None)
    modifiers = question.tokens[start : question.noun[0]] if start is not None else ()
    named = {i for m in question.mentions for i in range(m.start, m.end)}
    known = _known_stems(context)
    return any(t.stem in question.content and t.stem not in known for t in modifiers) and not named & set(
        range(start or 0, question.noun[0])
    )


def _known_stems(context: Context) -> frozenset[str]:
    """The stems of words that speak of stages and their order."""
    words = context.vocabulary.questions
    order = (*words.order_filler, *words.ordinals, *words.first, *words.last, *words.next, *words.after, *words.before)
    kinds = context.vocabulary.types[NodeType.STAGE].words
    return stems_of((*order, *words.wholes, *words.every, *words.numbers, *kinds))


def _position(question: Question, context: Context) -> Finding | None:
    words = context.vocabulary.questions
    known = {
        stem
        for phrase in (*words.order_filler, *words.ordinals, *words.first, *words.last, *words.wholes)
        for stem in stems(phrase)
    }
    known |= {stem for kind in context.vocabulary.types[NodeType.STAGE].words for stem in stems(kind)}
    known |= {token.stem for m in question.mentions for token in question.tokens[m.start : m.end]}
    if len(set(question.content) - known) > ASIDES:
        return None
    for position, ordinal in enumerate(words.ordinals, 1):
        if has_phrase(question.focus_tokens, (ordinal,)):
            return order.nth(context.book, position)
    if has_phrase(question.focus_tokens, words.last):
        return order.nth(context.book, -1)
    return order.nth(context.book, 1) if has_phrase(question.focus_tokens, words.first) else None


def _neighbour(
    question: Question, chain: order.Chain, context: Context, *, after: Place | None, before: Place | None
) -> Finding | None:
    """After or before a stage; turned round when the stage stands in front: "X comes after which stage?"."""
    words = context.vocabulary.questions
    place = min(p for p in (after, before) if p)
    forward = place == after
    found = _anchor(question, place, chain, context)
    if found is None:
        return None
    stage, in_front = found
    asks_first = question.focus_tokens[0].word in words.asks_first
    if in_front and not asks_first and not has_phrase(question.tokens, words.next):
        forward = not forward
    if question.plural and (question.wanted or not has_phrase(question.tokens, words.next)):
        return order.all_from(context.book, stage, after=forward)
    return order.neighbour(context.book, stage, step=1 if forward else -1)


def _anchor(question: Question, place: Place, chain: order.Chain, context: Context) -> tuple[str, bool] | None:
    """The stage that the order is told from, and whether it stands in front of the word of order."""
    named = [m for m in question.mentions if not m.weak and m.name in chain.stages]
    behind = [m for m in named if m.start >= place[0]]
    if named:
        mention = (behind or named)[0]
        return mention.name, not behind
    start = len(question.tokens) - len(question.focus_tokens)
    told = [m for m in question.mentions if m.name in chain.stages and m.end <= start <= place[0]]
    if told:  # "training is over. What is next?"
        return told[-1].name, True
    later = question.tokens[place[1] :]
    until = next((i for i, token in enumerate(later) if token.word in WH), len(later))  # "once X is done, what ..."
    stage = _linked(later[:until], chain, context)
    if stage:
        return stage, False
    stage = _linked(question.tokens[: place[0]], chain, context)
    return (stage, True) if stage else None


def _linked(words: tuple[Token, ...], chain: order.Chain, context: Context) -> str | None:
    phrase = " ".join(token.surface for token in words)
    said = {token.stem for token in words}
    outright = [stage for stage in chain.stages if said.issuperset(stems(stage))]
    if outright:  # "has collected its data" is Data Collection
        return max(outright, key=lambda stage: len(stems(stage)))
    others = frozenset(context.book.nodes) - set(chain.stages)
    found = context.link(phrase, but=others)
    return found[0] if found and found[1] >= LINKED else None


def _both_ends(words: tuple[Token, ...], chain: order.Chain, context: Context) -> tuple[str, str] | None:
    """The two stages of "between X and Y", told in other words."""
    cut = next((i for i, token in enumerate(words) if token.word == "and"), None)
    if cut is None:
        return None
    first, second = _linked(words[:cut], chain, context), _linked(words[cut + 1 :], chain, context)
    return (first, second) if first and second and first != second else None
