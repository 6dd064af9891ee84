"""Whether a question asks for Yes or No, or for one of two things."""

from __future__ import annotations

import re
from itertools import pairwise

from kg.context import Context
from kg.phrases import WH, find_phrase, has_phrase
from kg.question import Question
from kg.reason.shown import STORY, last_part, offered
from kg.text import tokens

#: Who stands behind the verb of a question: "do I have to ...".
SPEAKERS = frozenset({"i", "we", "you", "it", "they", "he", "she", "u", "there"})
#: What turns a question for Yes or No into one for a name.
_CALLED = re.compile(
    r"\b(?:what|which one|how)\s+(?:is|are|'s)\s+(?:it|they|that|this|those)(?:\s+called)?\W*$", re.IGNORECASE
)


def claims(question: Question, context: Context) -> bool:
    """Whether it asks for Yes or No: its sentence opens with a verb, maybe behind a condition, or ends in a tag."""
    words, focus = context.vocabulary.questions, question.focus_tokens
    if not focus:
        return False
    if find_phrase(focus, words.exists):
        return False  # "is there a service for ..." asks which
    if _CALLED.search(question.focus) or lets_choose(question, context):
        return False  # "does it have something for that, and what is it called?"
    start = find_phrase(focus[:4], words.yes_no)
    asks = any(token.word in WH for token in focus)
    if start and start[0] == 0:
        return not (asks and "," in question.focus and focus[0].word in words.negation)
    if asks:
        opens = focus[0].word in words.conditions and "," in question.focus
        behind = tokens(question.focus.split(",", 1)[1])[:2] if opens else []
        return bool(behind) and find_phrase(behind[:1], words.yes_no) is not None
    turned = any(a.word in words.yes_no and b.word in SPEAKERS for a, b in pairwise(focus))
    clauses = re.split(r"[,:]\s", question.focus, maxsplit=1)
    clause = tokens(clauses[1])[:1] if len(clauses) > 1 else []
    return focus[-1].word in words.tags or turned or find_phrase(clause, words.yes_no) is not None


def lets_choose(question: Question, context: Context) -> bool:
    """Whether one of two things is asked for: by the last sentence of a story ("Precision or recall?"), or by "which
    one" beside what tells it.
    """
    start = last_part(question)
    named = {i for m in question.mentions if not m.weak for i in range(m.start, m.end)}
    rest = [token for i, token in enumerate(question.tokens) if i >= start and i not in named]
    bare = all(token.stem not in question.content for token in rest)
    once = sum(token.word in WH for token in rest) == 1
    told = start >= STORY if bare else once and has_phrase(rest, context.vocabulary.questions.which_one)
    joined = any(token.word == "or" for token in (rest if bare else question.tokens))
    return told and joined and bool(offered(question, context))
