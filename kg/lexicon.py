"""Entity linking: the names of nodes found in a text, and misspelt words mended.

A name matches by its stems, longest first. A name of one word must stand there as that word (give or take a plural):
"monitors" is a verb and no mention of a stage called "Monitoring", though it is a weak hint at it.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cache, cached_property, lru_cache

from kg.english import is_english
from kg.model import Node, NodeType
from kg.text import Token, stem, stems, tokens
from kg.vocabulary import Vocabulary

#: Similarity in [0, 1] from which an unknown word is taken for a known one; 0.74 lets one swap in six letters pass.
TYPO_SIMILARITY = 0.74
#: Letters under which a word is too short to be mended safely.
TYPO_LENGTH = 4
#: Unknown words whose mending is kept.
KEPT_WORDS = 1024


Words = tuple[str, ...]


@dataclass(frozen=True)
class Mention:
    """Tokens ``start`` to ``end`` (excluded) of a text name a node; a weak one only shares its stem.

    ``others`` are the other nodes that the same words could name.
    """

    name: str
    start: int
    end: int
    weak: bool = False
    others: tuple[str, ...] = ()
    #: Whether it is a name of several words for more than a general concept.
    proper: bool = False

    def behind(self, count: int) -> Mention | None:
        """The mention with ``count`` tokens cut from the front; None if it stood among them."""
        return replace(self, start=self.start - count, end=self.end - count) if self.start >= count else None


class Lexicon:
    """The names of a knowledge base's nodes, by their stems."""

    def __init__(self, nodes: Iterable[Node], texts: Iterable[str], vocabulary: Vocabulary) -> None:
        self._nodes = {node.name: node for node in nodes}
        self._forms = _forms(self._nodes.values(), vocabulary)
        self._done = frozenset(tuple(stems(form)) for name in self._nodes for form in _as_done(name))
        self._name_stems = frozenset(stem for form in self._forms for stem in form)
        self._longest: dict[str, int] = {}  # words of the longest form, by its first stem
        for form in self._forms:
            self._longest[form[0]] = max(len(form), self._longest.get(form[0], 0))
        self._asking = frozenset(
            token.word
            for phrase in (*vocabulary.questions.stop, *vocabulary.questions.asking, *_cues(vocabulary))
            for token in tokens(phrase)
        )
        read = [token for text in texts for token in tokens(text)]
        self._rivals = frozenset(word for name in vocabulary.rivals for word in name.lower().split())
        self._vendors = frozenset(tokens(vendor)[-1].word for vendor in vocabulary.vendors)
        self.words = Counter(token.word for token in read)
        self._plain = frozenset(token.stem for token in read if token.surface.islower())
        self.known_stems = frozenset(stem(word) for word in self.words)
        #: The words that the texts write in capitals and never in small letters.
        self.capitals = frozenset(t.word for t in read if t.surface.isupper() and len(t.surface) > 1)
        self.capitals -= {t.word for t in read if t.surface.islower()}
        self.question_words = _question_words(vocabulary)
        known = self.words.keys() | self.question_words
        self._nearest = lru_cache(maxsize=KEPT_WORDS)(self._nearest_of)  # one question is read by several operations
        self._pool = sorted(word for word in known if word.isalpha() and len(word) >= TYPO_LENGTH)

    def mentions(self, text_tokens: Sequence[Token]) -> list[Mention]:
        """The nodes that a text names, in the order of the text, longest names first where they overlap.

        :param text_tokens: The tokens of the text.
        """
        taken = [False] * len(text_tokens)
        found: list[Mention] = []
        longest = max((self._longest.get(token.stem, 0) for token in text_tokens), default=0)
        for size in range(min(longest, len(text_tokens)), 0, -1):
            for start in range(len(text_tokens) - size + 1):
                place = slice(start, start + size)
                opens = self._longest.get(text_tokens[start].stem, 0) >= size and not any(taken[place])
                mention = self._match(text_tokens[place], start) if opens else None
                if mention:
                    found.append(mention)
                    if not mention.weak:
                        taken[place] = [True] * size
        strong = {i for m in found if not m.weak for i in range(m.start, m.end)}
        kept = [m for m in found if not m.weak or not strong & set(range(m.start, m.end))]
        return sorted(kept, key=lambda m: (m.start, m.weak, m.name))

    def _match(self, part: Sequence[Token], start: int) -> Mention | None:
        names = self._forms.get(tuple(token.stem for token in part), {})
        if not names:
            return None
        words = tuple(singular(token.word) for token in part)
        ranked = sorted(names, key=lambda name: (words not in names[name], len(stems(name)), name))
        chosen, lone = ranked[0], len(part) == 1
        odd = part[0].word in self._asking or words not in {form for forms in names.values() for form in forms}
        common = part[0].stem in self._plain and self._shortened(chosen) and words[0] not in _either(chosen)
        proper = not lone and self._nodes[chosen].type is not NodeType.CONCEPT
        if odd and tuple(token.stem for token in part) in self._done:
            return None  # "trained models" are no training
        weak = lone and (odd or common)
        return Mention(chosen, start, start + len(part), weak=weak, others=tuple(ranked[1:]), proper=proper)

    def _shortened(self, name: str) -> bool:
        """Whether a name has more words of its own, so that one everyday word of it is no proof that it is meant."""
        return len(tokens(name)) > 1

    def strange(self, text: str, mentions: Sequence[Mention] = ()) -> list[str]:
        """The words written as names, acronyms or codes that neither the guide nor the words of asking know, those
        behind a maker that name no product of the guide, and other makers that it does not have; amounts ("20k") and
        what stands in a mention are none.
        """
        starts = {0, *(match.end() for match in re.finditer(r"[.!?:]\s+", text))}
        shouting = text.isupper()
        inside = {i for mention in mentions if not mention.weak for i in range(mention.start, mention.end)}
        found, words = [], tokens(text)
        for i, token in enumerate(words):
            coded = token.surface[0].isalpha() and any(c.isdigit() for c in token.surface)
            cased = token.surface[0].isupper() and token.start not in starts and not shouting
            upper = len(token.surface) > 1 and token.surface.isupper() and not shouting
            known = i in inside or token.stem in self.known_stems or token.word in self.question_words
            known = known or (upper and token.word in self._initials)
            other = i not in inside and bool(self.others([token]))
            product = cased and self._made(words, i) and i not in inside
            if other or ((coded or cased or upper) and (product or not known)):
                found.append(token.surface)
        return found

    def others(self, words: Iterable[Token]) -> list[Token]:
        """The words that name other makers, of which the guide does not tell."""
        return [token for token in words if token.word in self._rivals and token.word not in self.words]

    @cached_property
    def _initials(self) -> frozenset[str]:
        """The initials of two or more words in a row of a name ("ML" of "Types of machine learning")."""
        names = (name for node in self._nodes.values() for name in (node.name, *node.aliases))
        runs = (
            words[i:j] for words in map(tokens, names) for i in range(len(words)) for j in range(i + 2, len(words) + 1)
        )
        return frozenset("".join(token.word[0] for token in run) for run in runs)

    def _made(self, words: Sequence[Token], place: int) -> bool:
        """Whether a word stands behind the name of a maker of products."""
        return place > 0 and words[place - 1].word in self._vendors and words[place].word not in self._vendors

    def type_of(self, name: str) -> NodeType:
        """The type of a node."""
        return self._nodes[name].type

    def mend(self, text: str) -> str:
        """The text with misspelt words replaced by the words of the guide or of questions that they are nearest to.

        A word is left alone if the guide, the vocabulary or English knows it, and a product is mended to a name only.
        """
        mended, last, words = [], 0, tokens(text)
        for i, token in enumerate(words):
            better = self._better(token)
            named = token.surface[0].isupper() and self._made(words, i)
            if better and not (named and stem(better) not in self._name_stems):
                mended += [text[last : token.start], better]
                last = token.end
        return "".join([*mended, text[last:]])

    def _better(self, token: Token) -> str | None:
        word = token.word
        if len(word) < TYPO_LENGTH or not word.isalpha() or not word.isascii():
            return None
        inflected = token.stem in self.known_stems and token.stem != word  # "recal" has the stem of "recall"
        if word in self.words or word in self.question_words or inflected:
            return None
        return self._nearest(word)

    def _nearest_of(self, word: str) -> str | None:
        from rapidfuzz import process
        from rapidfuzz.distance import DamerauLevenshtein

        hits = process.extract(
            word, self._pool, scorer=DamerauLevenshtein.normalized_similarity, limit=5, score_cutoff=TYPO_SIMILARITY
        )
        hits = [hit for hit in hits if hit[0][0] == word[0] or hit[1] >= (1 + TYPO_SIMILARITY) / 2]
        if len(word) == TYPO_LENGTH:  # one letter for another makes another word of so short a one
            hits = [hit for hit in hits if _letters_apart(word, hit[0]) < 2]
        if not hits or is_english(word):
            return None
        return str(min(hits, key=lambda hit: (_letters_apart(word, hit[0]), -hit[1], -self.words[hit[0]], hit[0]))[0])


def _letters_apart(word: str, other: str) -> int:
    """How many letters must be added and taken away, wherever they stand: slips swap letters more than they drop them.

    >>> _letters_apart("presicion", "precision"), _letters_apart("presicion", "prediction")
    (0, 3)
    """
    ours, theirs = Counter(word), Counter(other)
    return (ours - theirs).total() + (theirs - ours).total()


@cache
def singular(word: str) -> str:
    """A rough singular, enough to see that two forms differ in number only."""
    for ending, kept in (("ies", "y"), ("sses", "ss"), ("s", "")):
        if word.endswith(ending) and len(word) > len(ending) + 2 and not word.endswith(("ss", "us", "is")):
            return word[: -len(ending)] + kept
    return word


def _cues(vocabulary: Vocabulary) -> Iterable[str]:
    return (cue for words in vocabulary.relations.values() for cue in words.cues)


def _question_words(vocabulary: Vocabulary) -> frozenset[str]:
    words = vocabulary.questions
    phrases = [
        *words.openers, *words.stop, *words.asking, *words.every, *words.count, *words.after, *words.before,
        *words.compare, *words.meet, *words.differ, *words.path, *words.ordinals, *_cues(vocabulary),
        *(word for kind in vocabulary.types.values() for word in kind.words),
    ]  # fmt: skip
    return frozenset(token.word for phrase in phrases for token in tokens(phrase))


def _forms(nodes: Iterable[Node], vocabulary: Vocabulary) -> dict[Words, dict[str, set[Words]]]:
    """Stems of each way to write a name -> the nodes it may mean -> the words that it is written in, singular."""
    forms: dict[Words, dict[str, set[Words]]] = defaultdict(lambda: defaultdict(set))
    for node in nodes:
        for written in (node.name, *node.aliases, *_short_forms(node, vocabulary), *_as_done(node.name)):
            words = tokens(written)
            forms[tuple(token.stem for token in words)][node.name].add(tuple(singular(token.word) for token in words))
    forms.pop((), None)
    return {form: dict(names) for form, names in forms.items()}


def _either(name: str) -> frozenset[str]:
    """The words that are whole names by themselves, singular: "Discretization/Binning"."""
    return frozenset(singular(part.casefold()) for part in name.split("/")) if "/" in name else frozenset()


def _short_forms(node: Node, vocabulary: Vocabulary) -> Iterable[str]:
    """What people leave out of a name: the maker, what is done to it ("Handling Outliers" -> "Outliers"), and the
    word for what it is ("F1 score" -> "F1").
    """
    for vendor in vocabulary.vendors:
        if node.name.startswith(vendor + " "):
            yield node.name[len(vendor) + 1 :]
            break
    if "-" in node.name:
        yield node.name.replace("-", "")  # "preprocessing"
    words = node.name.split()
    if len(words) > 1 and words[0].endswith("ing"):
        yield " ".join(words[1:])
    kinds = {stem(word) for word in vocabulary.types[node.type].words}
    every = {stem(word) for kind in vocabulary.types.values() for word in kind.words}
    if len(words) > 1 and stem(words[-1].casefold()) in (kinds if len(words) == 2 else every):
        yield " ".join(words[:-1])


def _as_done(name: str) -> Iterable[str]:
    """A name as what somebody does: "Model Tuning" -> "tuning model", "tune model"."""
    words = name.split()
    if len(words) == 2 and words[1].endswith("ing"):
        yield f"{words[1]} {words[0]}"
        yield f"{stem(words[1].casefold())} {words[0]}"
