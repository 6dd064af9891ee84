"""Multiple choice pasted as text: the stem and its lettered options."""

from __future__ import annotations

import re

#: A letter as an option's mark: "A)", "(A)", "A.", "A:" or "[A]", at the start or after a blank.
_MARK = re.compile(r"(?:(?<=\s)|^)[(\[]?([A-Ha-h])[)\].:]\s+")
#: Options that are listed in a sentence, behind a colon; as many as there are letters for, like those that are marked.
_SPOKEN = re.compile(r"(?P<stem>(?:which|what)\b[^:]*):\s+(?P<options>[^:;?.]+\bor\b[^:;?.]+?)\s*\?*", re.IGNORECASE)
FEWEST_SPOKEN, MOST_SPOKEN = 3, 8
#: Options that make a question multiple choice.
FEWEST = 2


def split_options(text: str) -> tuple[str, dict[str, str]]:
    """The stem and the options by letter; no options when the text holds no run of A, B, ...

    >>> split_options("Which one? A) Recall B) Precision")
    ('Which one?', {'A': 'Recall', 'B': 'Precision'})
    >>> split_options("What is plan A. And B?")
    ('What is plan A. And B?', {})
    """
    marks = list(_MARK.finditer(text))
    for first in range(len(marks)):
        run = _run(marks[first:])
        if len(run) >= FEWEST:
            ends = [*(mark.start() for mark in run[1:]), len(text)]
            options = {
                mark.group(1).upper(): text[mark.end() : end].strip(" \n\t;,")
                for mark, end in zip(run, ends, strict=True)
            }
            stem = text[: run[0].start()].strip()
            if stem and all(options.values()):
                return stem, options
    return text, {}


def spoken_options(text: str) -> tuple[str, dict[str, str]]:
    """The stem and the options of a question that lists three to eight behind a colon, by letters of our own.

    >>> spoken_options("Which of these is a colour: red, seven or loud?")
    ('Which of these is a colour?', {'A': 'red', 'B': 'seven', 'C': 'loud'})
    >>> spoken_options("Which colours are there: red or blue?")
    ('Which colours are there: red or blue?', {})
    """
    match = _SPOKEN.fullmatch(text.strip())
    options = [part.strip() for part in re.split(r",\s*(?:or\s+)?|\s+or\s+", match["options"])] if match else []
    if match is None or not FEWEST_SPOKEN <= len(options) <= MOST_SPOKEN or not all(options):
        return text, {}
    return f"{match['stem']}?", {chr(ord("A") + i): option for i, option in enumerate(options)}


def _run(marks: list[re.Match[str]]) -> list[re.Match[str]]:
    """The marks that go on A, B, C ... in the case of the first."""
    run: list[re.Match[str]] = []
    for mark in marks:
        wanted = chr(ord("A") + len(run))
        letter = mark.group(1)
        if letter.upper() == wanted and (not run or letter.isupper() == run[0].group(1).isupper()):
            run.append(mark)
    return run
