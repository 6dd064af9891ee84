"""Which types of things a question asks for, by the noun that says so."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

from kg.lexicon import Mention, singular
from kg.model import NodeType
from kg.phrases import WH, has_phrase
from kg.text import Token, tokens
from kg.vocabulary import Vocabulary

#: Tokens between "which" and the noun that says what is wanted ("which fully managed AWS service").
WANTED_REACH = 4
#: Words of the longest noun that names a type ("where in the pipeline").
LONGEST_NOUN = 4
#: Question words that ask for no thing.
ADVERBS = frozenset({"when", "why", "how"})
#: Question words that a noun can follow; "whats" holds its verb.
DETERMINERS = frozenset({"what", "which", "whose", "wich", "wat"})
#: Words behind which a word is a verb.
DOERS = frozenset({"it", "they", "does", "do", "to", "i", "we", "you", "u", "can", "could", "should", "would"})
#: Types of things that one can be advised to use.
ADVISED = frozenset(
    {
        NodeType.SERVICE, NodeType.FEATURE, NodeType.TECHNIQUE, NodeType.METRIC, NodeType.MODEL_SOURCE,
        NodeType.PRODUCTION_METHOD, NodeType.DEPLOYMENT_METHOD, NodeType.MLOPS_CONCEPT,
    }
)  # fmt: skip


#: The types that a noun names, by its words.
ByWords = dict[tuple[str, ...], frozenset[NodeType]]


class Wanted(NamedTuple):
    """The types of things that a question asks for, whether it asks for several, and the tokens that say so."""

    types: frozenset[NodeType]
    plural: bool = False
    place: tuple[int, int] = (0, 0)


def wanted_types(
    words: Sequence[Token], mentions: Sequence[Mention], kinds: Mapping[str, NodeType], vocabulary: Vocabulary
) -> Wanted:
    """The node types that a question asks for ("which service ..."), whether it asks for several, and where the noun
    stands.

    The noun nearest behind a question word counts; without a question word, the first noun that names a type. A noun
    inside a name does not (but "which business metric" asks for one), nor one behind the noun of an attribute ("what
    is the purpose of the stage").
    """
    by_words = _type_nouns(vocabulary)
    asked_at = [i for i, token in enumerate(words) if token.word in WH]
    beside = {mention.end: kinds[mention.name] for mention in mentions if not mention.weak}
    free = _free(words, mentions, by_words, vocabulary)
    leads = _leading(words, asked_at, by_words)
    if leads and leads.place[1] not in beside:
        return leads
    if asked_at and all(
        words[i].word in ADVERBS and not has_phrase(words[i:], vocabulary.questions.count) for i in asked_at
    ):
        return Wanted(frozenset())  # "when does F1 make sense as our metric" asks for no metric
    attributes = {noun.split()[-1] for entry in vocabulary.relations.values() for noun in entry.nouns}
    for position in asked_at:
        for i in [i for i in free if i >= position][: WANTED_REACH + 1]:
            found = _noun_at(words, i, by_words) if not _is_verb(words, i) else None
            if found and beside.get(i) not in found.types:  # "the evaluation stage" asks for no stage
                return _name_of(words, found, by_words, vocabulary.questions.count) or found
            if words[i].word in attributes or (i > position + 1 and words[i].word in vocabulary.questions.topics):
                break
    ordered = int(bool(words) and words[0].word in vocabulary.questions.pick)  # "name all ..." asks for no name
    pointed = {words[i + 1].word for i in asked_at if i + 1 < len(words) and words[i].word in DETERMINERS}
    for i in free[ordered:] if not asked_at or pointed & {"one", "ones"} else []:
        found = _noun_at(words, i, by_words)
        if found and beside.get(i) not in found.types:
            asked = _name_of(words, found, by_words, vocabulary.questions.count) or found
            return asked._replace(plural=asked.plural or "ones" in pointed)
        if words[i].word in attributes:
            break
    opens = bool(words) and words[0].word in ADVERBS
    advice = has_phrase(words, vocabulary.questions.advice) and not (opens and any(not m.weak for m in mentions))
    return Wanted(ADVISED if advice else frozenset())


def _free(words: Sequence[Token], mentions: Sequence[Mention], by_words: ByWords, vocabulary: Vocabulary) -> list[int]:
    """The places where a noun can say what is asked for: outside names, but "which business metric" asks for one, and
    not where one says as what a thing is seen ("what does accuracy do as a metric").
    """
    asked_for = {m.start for m in mentions if _follows_determiner(words, m.start, vocabulary.questions.numbers)}
    asked_for -= {m.start for m in mentions if _noun_at(words, m.end, by_words)}  # "which feature scaling technique"
    names = [mention for mention in mentions if mention.proper and mention.start not in asked_for]
    inside = {i for mention in names for i in range(mention.start, mention.end)}
    named_at = {mention.end for mention in mentions if not mention.weak}
    as_what = {i + 2 for i in named_at if [token.word for token in words[i : i + 2]] in (["as", "a"], ["as", "an"])}
    return [i for i in range(len(words)) if i not in inside | as_what]


def _leading(words: Sequence[Token], asked_at: Sequence[int], by_words: ByWords) -> Wanted | None:
    """The types of a noun in front of a manner ("metric for how fast requests are answered")."""
    if not asked_at or words[asked_at[0]].word not in ADVERBS:
        return None
    return next((found for i in range(min(2, asked_at[0])) if (found := _noun_at(words, i, by_words))), None)


def type_noun(words: Sequence[Token], i: int, vocabulary: Vocabulary) -> Wanted | None:
    """The types that the longest noun at a place names, if one does."""
    return _noun_at(words, i, _type_nouns(vocabulary))


def _follows_determiner(words: Sequence[Token], start: int, numbers: Sequence[str]) -> bool:
    """Whether "which" stands in front, maybe with a number ("which two classification metrics")."""
    before = [token.word for token in words[max(start - 2, 0) : start]]
    if len(before) == 2 and (before[1] in numbers or before[1].isdigit()):
        before.pop()
    return bool(before) and before[-1] in DETERMINERS


def _is_verb(words: Sequence[Token], i: int) -> bool:
    """Whether a word that can be a noun follows who does it ("what does it measure") or rules what it is done to
    ("hosting the model").
    """
    before = words[i - 1].word if i else ""
    after = words[i + 1].word if i + 1 < len(words) else ""
    return before in DOERS or (words[i].word.endswith("ing") and after in ("a", "the", "your", "my", "our"))


def _noun_at(words: Sequence[Token], i: int, by_words: ByWords) -> Wanted | None:
    """The types that the longest noun at this place names, and whether it is plural."""
    run = tuple(singular(token.word) for token in words[i : i + LONGEST_NOUN])
    for size in range(len(run), 0, -1):
        if run[:size] in by_words:
            head = 0 if size > 1 and words[i + 1].word in ("of", "for") else size - 1  # "sources of models", "score"
            return Wanted(by_words[run[:size]], _is_plural(words[i + head]), (i, i + size))
    return None


def _name_of(
    words: Sequence[Token],
    found: Wanted,
    by_words: ByWords,
    counting: Sequence[str],
) -> Wanted | None:
    """What the name is asked of ("the name of the service that ..."), if it is, or the number."""
    behind = [token.word for token in words[found.place[1] :]][:2]
    counts = has_phrase(words[found.place[0] : found.place[1] + 1], counting)
    if (found.types != {NodeType.CONCEPT} and not counts) or behind[:1] not in (["of"], ["for"]):
        return None
    return _noun_at(words, found.place[1] + (2 if behind[1:] in (["the"], ["a"], ["that"]) else 1), by_words)


def _is_plural(token: Token) -> bool:
    return token.word.endswith("s") and not token.word.endswith("ss")


@lru_cache
def _type_nouns_of(items: tuple[tuple[NodeType, tuple[str, ...]], ...]) -> ByWords:
    nouns: dict[tuple[str, ...], set[NodeType]] = {}
    for kind, words in items:
        for word in words:
            nouns.setdefault(tuple(singular(part.word) for part in tokens(word)), set()).add(kind)
    return {noun: frozenset(kinds) for noun, kinds in nouns.items()}


def _type_nouns(vocabulary: Vocabulary) -> ByWords:
    return _type_nouns_of(tuple((kind, words.words) for kind, words in vocabulary.types.items()))
