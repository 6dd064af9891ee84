"""The products that a list of services names, each with the words that say what for."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from ingest.names import Names
from ingest.passage import Passage
from ingest.sentences import items, main_of, parenthesis

_SHARED_NAME = re.compile(r"^(?P<family>.+ )?(?P<names>[A-Z]\w+(?:/[A-Z]\w+)+)$")
_ALTERNATIVE = re.compile(r"\s(?:or|and)\s")


@dataclass(frozen=True)
class Use:
    """A product as one item of a list names it."""

    name: str
    #: The item's words, to quote.
    where: Passage
    qualifier: Passage | None = None
    #: The parenthesis says more than what for: what the product does or is.
    says: Passage | None = None
    #: A product that this one runs in ("Jupyter notebooks within Amazon SageMaker Studio").
    within: str | None = None
    #: Whether the item is a clause of its own ("Automating training jobs with ...").
    clause: bool = False


def uses(words: Passage, names: Names, carriers: tuple[str, ...]) -> list[Use] | None:
    """Read a list of products; None when the words are a sentence and no list."""
    found: list[Use] = []
    for item in items(words):
        read = _use(item, names, carriers)
        if read is None and not found:
            return None
        main, inner = parenthesis(item)
        found += read or [Use(names.resolve(main.text), item, inner)]
    return _shared(found)


def _use(item: Passage, names: Names, carriers: tuple[str, ...]) -> list[Use] | None:
    main, inner = parenthesis(item)
    if several := shared_name(main.text):
        return [Use(names.resolve(name), item, inner) for name in several]
    mentions = list(names.mentions(main.text))
    if mentions and mentions[0][0] == 0:
        name, rest = mentions[0][2], main[mentions[0][1] :].strip()
        if not rest:
            return [Use(name, item, inner, says=inner)]
        if several := shared_name(main.text.split(" for ")[0]):
            return [Use(names.resolve(n), item, main[main.text.index(" for ") + 1 :]) for n in several]
        if rest.text.startswith(("for ", "'s ", "’s ")):
            cut = rest if rest.text.startswith("for ") else item[item.text.index(rest.text) + 3 :]
            return [Use(name, item, cut)]
        if len(rest.text.split()) == 1 and rest.text.islower() and not rest.text.endswith(("ed", "ing")):
            return [Use(main.text, item, inner)]
        return None
    if carried := _carried(item, main, names, carriers):
        return carried
    if main.text[:1].isupper() and len(main.text.split()) <= 5 and not _ALTERNATIVE.search(main.text):
        return [Use(names.resolve(main.text), item, inner, says=inner)]
    return None


def shared_name(text: str) -> list[str] | None:
    """The products of "Amazon EC2/ECS/EKS".

    >>> shared_name("Amazon EC2/ECS/EKS")
    ['Amazon EC2', 'Amazon ECS', 'Amazon EKS']
    """
    match = _SHARED_NAME.match(text)
    if not match:
        return None
    return [(match.group("family") or "") + name for name in match.group("names").split("/")]


def _carried(item: Passage, main: Passage, names: Names, carriers: tuple[str, ...]) -> list[Use] | None:
    """Products that carry the work that the item names: "custom scripts on Amazon EC2 or AWS Lambda"."""
    match = re.match(rf"(?P<work>.*?)\s*(?<!\w)(?:{'|'.join(carriers)})\s+(?P<products>[A-Z].*)$", main.text)
    if not match:
        return None
    work, products = main[: match.end("work")], match.group("products")
    found = [_product(part, names) for part in _ALTERNATIVE.split(products)]
    if not all(found):
        return None
    if work.text[:1].isupper() and not work.text.split()[0].endswith("ing"):
        host = found[0] or ""
        return [Use(names.resolve(work.text), item, within=host), Use(host, item, work)]
    clause = work.text[:1].isupper()
    tail = re.search(r"(?<=\s)for\s.*$", products)
    qualifier = main[match.start("products") + tail.start() :] if tail else work or None
    return [Use(name or "", item, qualifier, clause=clause) for name in found]


def _product(text: str, names: Names) -> str | None:
    text = re.sub(r"\sfor\s.*$", "", text).strip()
    mention = next(names.mentions(text), None)
    if mention is None or mention[0]:
        return None
    rest = text[mention[1] :].strip()
    return mention[2] if not rest else text if len(rest.split()) == 1 and rest.islower() else None


def _shared(found: Sequence[Use]) -> list[Use]:
    """Give a closing parenthesis to the bare names before it, when two or more stand there."""
    shared: list[Use] = []
    bare: list[Use] = []
    for use in found:
        if use.says and not _names_itself(use) and len(bare) > 1:
            shared[-len(bare) :] = [Use(b.name, b.where, use.qualifier, says=use.says) for b in bare]
        bare = [*bare, use] if use.qualifier is None and main_of(use.where).text == use.where.text else []
        shared.append(use)
    return shared


def _names_itself(use: Use) -> bool:
    return use.says is not None and all(word[:1].isupper() for word in use.says.text.split())
