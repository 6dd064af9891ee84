"""One name for each thing: spellings, acronyms and makers' names that a guide leaves out, brought together.

A second name is bound to one thing and never through another second name; one that two things could claim is dropped.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache

from ingest.passage import Passage
from kg.acronyms import is_short_for

_NOT_WORD = re.compile(r"[^\w\s%+#/&.^-]")
_NUMBERING = re.compile(r"^[^\w(“\"]*(?:\d+(?:\.\d+)*[.):]?\s+)?")
_CASED = r"[A-Z0-9][\w-]*"
#: Words of a makers' name that a product's long name may have; longer runs of capitals are titles.
_MAX_PRODUCT_WORDS = 5
#: A parenthesis in a heading is a second name when it has no more words than this.
_MAX_ALIAS_WORDS = 6
_NO_ALIAS = re.compile(r"^(?:for|e\.g|i\.e|within|in|on|with|when|if|see|\d)\b|[,;:/→=%]", re.IGNORECASE)


@lru_cache(maxsize=1 << 16)
def key(name: str) -> str:
    """What spellings of one name share: case, hyphens, articles and a last plural do not count.

    >>> key("Jupyter Notebooks") == key("jupyter notebook"), key("Pre-processing")
    (True, 'pre processing')
    """
    words = _NOT_WORD.sub("", name.casefold()).replace("-", " ").split()
    while len(words) > 1 and words[0] in ("a", "an", "the"):
        words = words[1:]
    return " ".join([*words[:-1], _singular(words[-1])]) if words else ""


def _singular(word: str) -> str:
    if len(word) > 4 and word.endswith("ies"):
        return word[:-3] + "y"
    keeps = len(word) < 4 or word.endswith(("ss", "us", "is"))
    return word if keeps or not word.endswith("s") else word[:-1]


def stem(word: str) -> str:
    """A word without the endings that turn a verb into a noun.

    >>> stem("evaluate") == stem("Evaluating") == stem("evaluation")
    True
    """
    return re.sub(r"(?:ations?|ating|ates?|ions?|ings?|ments?|ors?|ers?|e?s|e)$", "", word.casefold())


def slug(name: str) -> str:
    """A name as part of an identifier.

    >>> slug("Cost per User / Cost per Prediction")
    'cost-per-user-cost-per-prediction'
    """
    return re.sub(r"[^\w]+", "-", name.casefold()).strip("-") or "x"


def bare(title: Passage) -> Passage:
    """A title without its number, emoji and closing colon."""
    match = _NUMBERING.match(title.text)
    return title[match.end() if match else 0 :].strip().strip(":").strip()


def initials(name: str) -> str:
    """The acronyms that a name could have, as its words' first letters.

    >>> initials("Area Under the ROC Curve")
    'AUTRC'
    """
    return "".join(word[0] for word in re.split(r"[\s-]+", name) if word).upper()


def is_acronym(short: str, name: str) -> bool:
    """Whether the letters of ``short`` are initials of ``name`` in order.

    >>> is_acronym("AUC", "Area Under the ROC Curve"), is_acronym("Sensitivity", "Recall")
    (True, False)
    """
    return short.isupper() and is_short_for(short, name)


@dataclass
class Names:
    """The names that a set of guides uses, and the one that stands for each thing."""

    vendors: tuple[str, ...]
    #: The chosen name by the key of each of its spellings.
    chosen: dict[str, str] = field(default_factory=dict)
    #: Second names that bind, by chosen name.
    aliases: dict[str, list[str]] = field(default_factory=dict)
    #: Keys that two things claim.
    dropped: set[str] = field(default_factory=set)
    #: Full names of products.
    services: set[str] = field(default_factory=set)
    #: Keys of products' names without their makers', which are words of the language too ("Batch", "Glue").
    cased: set[str] = field(default_factory=set)
    #: Keys of labels that several neighbours have, and which so are fields of theirs ("Treatment").
    recurring: set[str] = field(default_factory=set)
    #: Headings without their numbers.
    titles: set[str] = field(default_factory=set)

    def resolve(self, name: str) -> str:
        """The name that stands for this one; itself when it is new."""
        return self.chosen[key(name)] if self.known(name) else name

    def known(self, name: str) -> bool:
        """Whether this spelling stands for a thing; a maker's word for a product counts with its capital only."""
        return key(name) in self.chosen and (key(name) not in self.cased or not name[:1].islower())

    def add(self, name: str) -> str:
        """Take a name, unless a spelling of it is there; returns the name that stands for it."""
        if key(name) in self.chosen and not self.known(name):
            return name
        return self.chosen.setdefault(key(name), name)

    def bind(self, alias: str, name: str) -> None:
        """Make ``alias`` a second name of ``name``; drop it when it is another thing's name."""
        name, short = self.resolve(name), key(alias)
        if not short or (self.chosen.get(short) == name and key(name) == short):
            return
        if self.chosen.get(short, name) != name:
            holder = self.chosen[short]
            if key(holder) != short:  # two second names: neither may have it
                self._drop(short)
            return
        if short in self.dropped:
            return
        self.chosen[short] = name
        if alias not in self.aliases.setdefault(name, []) and alias != name:
            self.aliases[name].append(alias)

    def release(self, name: str) -> None:
        """Forget a name that stands for itself alone, so that it can become a second one."""
        if self.chosen.get(key(name)) == name and name not in self.services and not self.aliases.get(name):
            del self.chosen[key(name)]

    def _drop(self, short: str) -> None:
        holder = self.chosen.pop(short)
        self.dropped.add(short)
        self.aliases[holder] = [a for a in self.aliases.get(holder, []) if key(a) != short]

    def title(self, opening: str) -> str:
        """The heading that opens with these words; the words themselves when there is none, or several."""
        found = [title for title in self.titles if key(title).startswith(key(opening))]
        return found[0] if len(found) == 1 else opening

    def by_stem(self, word: str) -> str | None:
        """The one-word name with the stem of a verb: "evaluate" finds "Evaluation"."""
        wanted = stem(word)
        found = [name for short, name in self.chosen.items() if " " not in short and stem(short) == wanted]
        return found[0] if len(set(found)) == 1 else None

    def without_vendor(self, name: str) -> list[str]:
        """The forms of a product's name that leave out makers' names, longest first."""
        forms = []
        for vendor in sorted(self.vendors, key=len):
            form = name.removeprefix(f"{vendor} ")
            is_product = self.resolve(vendor) in self.services
            if form != name and (" " in form or not is_product):
                forms.append(form)
        return forms

    def mentions(self, text: str) -> Iterator[tuple[int, int, str]]:
        """Products named in a text: start, end and the name that stands for each."""
        at = 0
        for match in self._pattern().finditer(text):
            if match.start() >= at:
                at = match.end()
                yield match.start(), match.end(), self.resolve(match.group())

    def _pattern(self) -> re.Pattern[str]:
        forms = {form for name in self.services for form in (name, *self.aliases.get(name, []))}
        known = sorted((f for f in forms if f[:1].isupper() and key(f) in self.chosen), key=lambda f: (-len(f), f))
        return re.compile(rf"(?<![\w-])(?:{'|'.join(map(re.escape, known)) or '(?!)'})(?![\w-])")


def products(text: str, vendors: Iterable[str], generic: Collection[str] = ()) -> list[str]:
    """Names that open with a maker's name: "Amazon SageMaker Data Wrangler", and both of "Amazon EKS/ECS".

    :param generic: Words behind a maker's name that make no product's of it ("AWS Services"), lower case.

    >>> products("AWS Glue and Amazon EKS/ECS for Amazon SageMaker's users", ("Amazon", "AWS"))
    ['AWS Glue', 'Amazon EKS', 'Amazon ECS', 'Amazon SageMaker']
    """
    makers = sorted(vendors, key=len, reverse=True)
    pattern = re.compile(
        rf"(?<![\w-])(?P<maker>{'|'.join(map(re.escape, makers)) or '(?!)'})"
        rf"(?P<rest>(?: {_CASED}){{0,{_MAX_PRODUCT_WORDS}}})(?P<more>(?:/[A-Z]\w+)*)(?![\w-])"
    )
    found = []
    for match in pattern.finditer(text):
        maker, rest, more = match.group("maker"), match.group("rest"), match.group("more")
        words = rest.lower().split()
        group = words and (words[0] in generic or (words[-1] in generic and words[-1].endswith("s")))
        if (rest or " " in maker) and not group:
            found.append(maker + rest)
            family = " ".join((maker + rest).split()[:-1])
            found += [f"{family} {other}" for other in more.split("/")[1:]]
    return list(dict.fromkeys(found))


def with_parenthesis(title: Passage) -> tuple[Passage, Passage | None]:
    """A title's name and its second name, when the parenthesis is one."""
    match = re.search(r"\s*\(([^()]*)\)$", title.text)
    if not match or not match.start():
        return title, None
    inner = title[match.start(1) : match.end(1)]
    is_alias = len(inner.text.split()) <= _MAX_ALIAS_WORDS and not _NO_ALIAS.search(inner.text) and bool(inner)
    return title[: match.start()].strip(), inner if is_alias else None


_LONG_FORM = re.compile(r"((?:[A-Za-z][\w-]*\s){1,6})\(([A-Z][A-Za-z0-9]{1,7})s?\)(\s[a-z]+)?")


def long_forms(text: str) -> Iterator[tuple[str, str]]:
    """Acronyms that a sentence explains: "Receiver Operating Characteristic (ROC) curve" gives (long, short) names.

    >>> list(long_forms("the Receiver Operating Characteristic (ROC) curve"))
    [('Receiver Operating Characteristic curve', 'ROC curve')]
    """
    for match in _LONG_FORM.finditer(text):
        words, short, noun = match.group(1).split(), match.group(2), match.group(3) or ""
        name = " ".join(words[-len(short) :])
        if initials(name) == short.upper():
            tail = noun if words[-len(short)][0].isupper() else ""
            yield name + tail, short + tail


_SPELLED_OUT = re.compile(r"((?:[A-Z]\w+ )?)\b([A-Z]{2,6}) \(((?:[A-Z][\w-]*(?: (?:of|and|for|the))? ?){2,7})\)")


def spelled_out(text: str) -> Iterator[tuple[str, str]]:
    """Names that a parenthesis writes out: "Amazon ECS (Elastic Container Service)" gives (name, long form).

    >>> list(spelled_out("Amazon ECS (Elastic Container Service)"))
    [('Amazon ECS', 'Elastic Container Service')]
    """
    for match in _SPELLED_OUT.finditer(text):
        maker, short, long = match.groups()
        if is_acronym(short, long):
            yield maker + short, long


def usage(names: Iterable[str], text: str) -> str:
    """The name that a text uses most often; the first of equals.

    >>> usage(["ML operations", "MLOps"], "MLOps is ML operations; MLOps Goal")
    'MLOps'
    """
    counts = Counter({name: len(re.findall(rf"(?<!\w){re.escape(name)}(?!\w)", text)) for name in names})
    return counts.most_common(1)[0][0]
