"""Understanding a question: what it mentions, which type of thing it wants, and the shape that it has."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from kg.errors import QuestionError
from kg.lexicon import Lexicon, Mention, singular
from kg.model import NodeType, Relation
from kg.phrases import WH, find_phrase, has_phrase
from kg.text import Token, fold_space, tokens, without
from kg.vocabulary import QuestionWords, Vocabulary
from kg.wanted import DETERMINERS, wanted_types

#: Characters of a question that are read; a scenario with its options takes about 1,500.
MAX_LENGTH = 8_000
#: Where a story can be cut into clauses, of which those that deny something are set aside.
_CLAUSE = re.compile(r"(?<=[.;!?,])\s+|\s+(?=but\b|and\b|although\b|while\b)", re.IGNORECASE)
#: Words in front of "all" at the head of a question ("what are all ..."), and between it and the noun.
HEAD = 2
#: Words of a question in which every noun is asked for.
TERSE = 6
#: Words of the longest cue of a relation.
LONGEST_CUE = 4
#: Tokens from which a question is a story.
STORY_LENGTH = 16
#: Content words up to which a sentence of a story only asks ("which one is made for this?").
BARE = 1
#: "It is listed under two stages. Which two?": what the statement counts is asked for.
_COUNTED = re.compile(
    r"\b(two|three|four|five|\d)\b([^.;:!?]*)[.;:,!]\s+(?:which|what|name)\s+(?:the\s+)?\1(?:\s+are\s+\w+)?\s*\?*$",
    re.IGNORECASE,
)
_SENTENCE = re.compile(r"(?<=[.!?;])(?<!\bi\.e\.)(?<!\be\.g\.)(?<!\bvs\.)(?<!\betc\.)\s+|\n+", re.IGNORECASE)


@dataclass(frozen=True)
class Question:
    """A question as understood."""

    #: As typed.
    asked: str
    #: Without openers and misspellings; tokens, mentions and sentences are those of this text.
    text: str
    tokens: tuple[Token, ...]
    mentions: tuple[Mention, ...]
    #: The types of things that it asks for, and whether it asks for several.
    wanted: frozenset[NodeType]
    plural: bool
    #: Where the noun for what it asks for stands, first token and the one after the last; (0, 0) where none does.
    noun: tuple[int, int]
    #: The relations one of whose cues stands in the question.
    cues: frozenset[Relation]
    #: The relations whose noun stands in the question ("the formula of"), in the order of the table.
    nouns: tuple[Relation, ...]
    #: The stems of the words that carry the topic.
    content: tuple[str, ...]
    sentences: tuple[str, ...]
    #: The last sentence that asks.
    focus: str
    #: A story without what it says is not so; other texts whole.
    affirmed: str
    #: What tells the thing that is asked for: a story without the sentence that only asks, without makers' names and,
    #: where nothing is named, without the noun for what is wanted.
    topic: tuple[str, ...]
    #: The sentence that asks, with the word for any thing in place of each name: what only the wording says.
    masked: str
    #: Things that answer no more, since an earlier hop found them.
    excluded: frozenset[str] = frozenset()

    @property
    def focus_tokens(self) -> tuple[Token, ...]:
        """The tokens of the sentence that asks."""
        return tuple(tokens(self.focus))

    @property
    def asked_tokens(self) -> tuple[Token, ...]:
        """The tokens of the question as typed, openers and all."""
        return tuple(tokens(self.asked))

    @property
    def named(self) -> tuple[str, ...]:
        """The nodes that are named outright, without repeats."""
        return tuple(dict.fromkeys(mention.name for mention in self.mentions if not mention.weak))

    @property
    def groups(self) -> tuple[str, ...]:
        """What the noun for what is asked for names itself ("which business metric")."""
        return tuple(m.name for m in self.mentions if (m.start, m.end) == self.noun and not m.weak)

    @property
    def hinted(self) -> tuple[str, ...]:
        """The nodes that a word only hints at."""
        return tuple(dict.fromkeys(mention.name for mention in self.mentions if mention.weak))


def understand(asked: str, lexicon: Lexicon, vocabulary: Vocabulary) -> Question:
    """Read a question.

    :param asked: The question as typed.
    :raises QuestionError: If it is empty or too long.
    """
    text = strip_openers(check(asked), vocabulary.questions.openers)
    text = _COUNTED.sub(r"which \1\2?", without(text, vocabulary.questions.idioms))
    text = lexicon.mend(spelled_out(text, dict(vocabulary.questions.expand)))
    words = tuple(tokens(text))
    mentions = tuple(lexicon.mentions(words))
    sentences = tuple(part for part in _SENTENCE.split(text) if part.strip())
    focus = _focus(sentences)
    before = sum(token.start < text.rfind(focus) for token in words)
    asking = words[before:]
    shifted = [moved for mention in mentions if (moved := mention.behind(before))]
    kinds = {mention.name: lexicon.type_of(mention.name) for mention in shifted}
    wanted, plural, noun = wanted_types(asking, shifted, kinds, vocabulary)
    noun_at = (before + noun[0], before + noun[1]) if noun[1] else noun
    mentions = tuple(m for m in mentions if not _inside(m, *noun_at))
    # Beside a name the noun misleads little, and without this cut there is a text less to encode.
    cut = (0, 0) if any(not m.weak for m in mentions) else noun_at
    return Question(
        asked=asked,
        text=text,
        tokens=words,
        mentions=mentions,
        wanted=wanted,
        noun=noun_at,
        plural=(plural and not _one_of_some(asking, noun)) or _asks_for_all(asking, noun, vocabulary.questions),
        cues=_cued(words, vocabulary),
        nouns=_asked_by_name(words, noun_at, mentions, vocabulary),
        content=content_stems(words, vocabulary),
        sentences=sentences,
        focus=focus,
        affirmed=affirmed(text, words, vocabulary.questions),
        topic=topic(affirmed(text, words, vocabulary.questions), text, words, cut, vocabulary),
        masked=masked(text, words, mentions, vocabulary.questions.anything, start=text.rfind(focus)),
    )


def topic(
    told: str, text: str, words: Sequence[Token], noun: tuple[int, int], vocabulary: Vocabulary
) -> tuple[str, ...]:
    """The whole text that tells what is asked for, then its sentences where there are several; without makers of
    products, unless they are all that it tells.
    """
    if noun[1]:
        start, end = words[noun[0]].start, words[noun[1] - 1].end
        while noun[0] and words[noun[0] - 1].word in WH | {"of", "the", "a"}:
            noun = (noun[0] - 1, noun[1])
            start = words[noun[0]].start
        told = told.replace(text[start:end], " ", 1) if text[start:end] in told else told
    unmade = without(told, vocabulary.vendors)
    told = unmade if content_stems(tokens(unmade), vocabulary) else told
    sentences = [part for part in _SENTENCE.split(told) if part.strip()]
    telling = [part for part in sentences if len(content_stems(tokens(part), vocabulary)) > BARE]
    kept = telling or sentences or [told]
    return (" ".join(kept), *kept) if len(kept) > 1 else (kept[0],)


def masked(text: str, words: Sequence[Token], mentions: Sequence[Mention], anything: str, *, start: int = 0) -> str:
    """A text from ``start`` on, in which a word for any thing stands in place of each outright name."""
    parts, last = [], start
    for mention in mentions:
        first = words[mention.start].start
        if not mention.weak and first >= last:
            parts += [text[last:first], anything]
            last = words[mention.end - 1].end
    return "".join([*parts, text[last:]])


def _asks_for_all(words: Sequence[Token], noun: tuple[int, int], vocabulary: QuestionWords) -> bool:
    """Whether all are asked for: at the head of the question, next to the noun, or at the end; not "every second"."""
    place = find_phrase(words, vocabulary.every)
    one = noun[0] > 0 and words[noun[0] - 1].word in DETERMINERS  # "which method leaves me to do everything"
    while place:
        start, end = place
        if (
            start == 0
            or (start <= HEAD and not one)
            or (end == len(words) and not one)
            or (noun[1] and -HEAD <= noun[0] - end <= 0)
            or noun[1] <= start <= noun[1] + 1
        ):
            return True
        place = find_phrase(words, vocabulary.every, start=start + 1)
    return False


def _one_of_some(words: Sequence[Token], noun: tuple[int, int]) -> bool:
    """Whether one is asked for among several ("which of the two ways ...")."""
    before = [token.word for token in words[: noun[0]]][-4:]
    return "of" in before and before.index("of") > 0 and before[before.index("of") - 1] in DETERMINERS | {"one"}


def _inside(mention: Mention, start: int, end: int) -> bool:
    """Whether a name is only a part of the noun for what is asked for ("which deployment method")."""
    return start <= mention.start and mention.end <= end and mention.end - mention.start < end - start


def affirmed(text: str, words: Sequence[Token], vocabulary: QuestionWords) -> str:
    """A story without the clauses that deny something: what is not wanted should not be looked for."""
    if len(words) < STORY_LENGTH:
        return text
    parts = _CLAUSE.split(text)
    kept = [part for part in parts if not has_phrase(tokens(part), vocabulary.denials)]
    return " ".join(kept) if kept and kept[-1] is parts[-1] else text


def check(asked: str) -> str:
    """The question with its white space folded.

    :raises QuestionError: If it is empty or too long.
    """
    text = fold_space(asked)
    if not text:
        raise QuestionError("the question is empty; type one, such as: what is the purpose of ...?")
    if len(text) > MAX_LENGTH:
        raise QuestionError(f"the question has {len(text):,} characters; ask it in at most {MAX_LENGTH:,}")
    return text


def spelled_out(text: str, long_forms: Mapping[str, str]) -> str:
    """Short forms that students write, in the words that guides use; whole words only.

    >>> spelled_out("TP / (TP + FP)?", {"tp": "true positives", "fp": "false positives"})
    'true positives / (true positives + false positives)?'
    """
    parts, last = [], 0
    for token in tokens(text):
        if token.word in long_forms:
            parts += [text[last : token.start], long_forms[token.word]]
            last = token.end
    return "".join([*parts, text[last:]])


def strip_openers(text: str, openers: Sequence[str]) -> str:
    """Cut greetings and pleasantries from the front, unless nothing would be left.

    >>> strip_openers("Hi! Quick one, could you tell me what recall is?", ["hi", "quick one", "could you", "tell me"])
    'what recall is?'
    """
    pattern = _opener_pattern(tuple(openers))
    while match := pattern.match(text):
        rest = text[match.end() :]
        if not any(character.isalnum() for character in rest):
            break
        text = rest
    return text


@lru_cache
def _opener_pattern(openers: tuple[str, ...]) -> re.Pattern[str]:
    longest_first = sorted(openers, key=lambda phrase: (-len(phrase), phrase))
    return re.compile(rf"\s*(?:{'|'.join(map(re.escape, longest_first))})\b(?!['’])[\s,.!:;?…-]*", re.IGNORECASE)


def _asked_by_name(
    words: Sequence[Token], noun: tuple[int, int], mentions: Sequence[Mention], vocabulary: Vocabulary
) -> tuple[Relation, ...]:
    """The relations whose noun stands in the question; one that also names a type, only where it is what is asked for,
    or in a question of a few words.
    """
    kinds = {word for entry in vocabulary.types.values() for word in entry.words}
    found = []
    for relation, entry in vocabulary.relations.items():
        place = _outside(mentions, words, entry.nouns)
        typed = place is not None and singular(words[place[1] - 1].word) in kinds
        if place and (not typed or len(words) <= TERSE or noun[0] <= place[1] - 1 < noun[1]):
            found.append(relation)
    return tuple(found)


def _outside(mentions: Sequence[Mention], words: Sequence[Token], phrases: Sequence[str]) -> tuple[int, int] | None:
    """Where the first of the phrases stands that is no part of a name ("polynomial features" asks for no feature)."""
    place = find_phrase(words, phrases)
    while place and any(m.start <= place[0] and place[1] <= m.end and not m.weak for m in mentions):
        place = find_phrase(words, phrases, start=place[1])
    return place


def _cued(words: Sequence[Token], vocabulary: Vocabulary) -> frozenset[Relation]:
    """The relations of which a cue stands among the words, compared by stems."""
    written = tuple(token.stem for token in words)
    runs = {written[i : i + size] for size in range(1, LONGEST_CUE + 1) for i in range(len(written) - size + 1)}
    return frozenset(r for r, entry in vocabulary.relations.items() if not runs.isdisjoint(_cue_stems(entry.cues)))


@lru_cache(maxsize=128)
def _cue_stems(cues: tuple[str, ...]) -> frozenset[tuple[str, ...]]:
    return frozenset(tuple(token.stem for token in tokens(cue)) for cue in cues)


def content_stems(words: Sequence[Token], vocabulary: Vocabulary) -> tuple[str, ...]:
    """The stems of the words that carry the topic: neither stop words nor words of asking, without repeats."""
    skip = vocabulary.questions.skipped
    return tuple(dict.fromkeys(token.stem for token in words if token.word not in skip))


def _focus(sentences: Sequence[str]) -> str:
    """The sentence that asks: the last with a question mark or a question word, else the last."""
    for sentence in reversed(sentences):
        if "?" in sentence or any(token.word in WH for token in tokens(sentence)):
            return sentence
    return sentences[-1] if sentences else ""
