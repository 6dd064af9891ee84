"""Find the names that a set of guides uses, before anything is read off them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection

from ingest.names import Names, bare, is_acronym, key, long_forms, products, spelled_out, usage, with_parenthesis
from ingest.outline import MAX_LABEL_WORDS, Part
from ingest.passage import Passage
from ingest.services import shared_name
from ingest.titles import KIND_GROUP, capital, field_of, subject_title
from kg.vocabulary import Vocabulary


def gather(root: Part, text: str, vocabulary: Vocabulary) -> Names:
    """The names in headings, labels, lists of services and explained acronyms.

    :param root: A guide's outline.
    :param text: Its words.
    """
    names = Names(vocabulary.vendors)
    _products(names, text, vocabulary.ingest.generic)
    names.recurring = {label for part in root.walk() for label in _recurring(part)}
    names.recurring -= {key(name) for name in names.services}
    second: list[tuple[str, str]] = []
    for part in root.walk():
        if part.label and part.heading:
            names.titles.add(bare(part.label).text)
        recurs = part.label and not part.heading and _label_key(part) in names.recurring
        if part.label and not recurs and field_of(bare(part.label).text, vocabulary) is None:
            second += _titled(names, part.label, text, vocabulary)
    for long, short in _explained(root):
        if names.known(long):
            second.append((names.resolve(long), short))
        elif " " in short:
            second.append((names.add(short), long))
    second += [(names.resolve(short), long) for short, long in spelled_out(text) if names.known(short)]
    for name, alias in second:
        if is_acronym(alias, name) and alias not in names.titles:
            names.release(alias)  # a label that is only the acronym of a title is no thing of its own
        names.bind(alias, name)
    for name, aliases in vocabulary.aliases.items():
        if key(name) in {key(n) for n in names.chosen.values()} or _stands(name, text):
            for alias in aliases:
                names.bind(alias, names.add(name))
    _vendorless(names)
    return names


def _stands(name: str, text: str) -> bool:
    return re.search(rf"(?<!\w){re.escape(name)}(?!\w)", text, re.IGNORECASE) is not None


def _products(names: Names, text: str, generic: Collection[str]) -> None:
    """Take the fullest form of each product's name."""
    found = sorted(products(text, names.vendors, generic), key=lambda name: (-len(name), name))
    makers = [vendor for vendor in names.vendors if " " not in vendor]
    for vendor in names.vendors:  # a maker's product is one, whichever maker a guide puts before it
        short = vendor.rpartition(" ")[2]
        if short != vendor and re.search(rf"\b{re.escape(short)}\b", text):
            names.services.add(names.add(vendor))
            for maker in makers:
                if maker != short:
                    names.bind(f"{maker} {short}", vendor)
            names.bind(short, vendor)
    for name in found:
        longer = next((full for full in sorted(names.services) if full.endswith(f" {name}")), None)
        if longer is None and not names.known(name):
            names.services.add(names.add(name))
    for name in sorted(names.services):
        for form in names.without_vendor(name):
            if _is_common(form, text):  # "Batch Inference" is no product, although AWS Batch is one
                continue
            for match in re.finditer(rf"(?<![\w-]){re.escape(form)}(?: [A-Z][\w-]+)+", text):
                if not any(key(full).endswith(key(match.group())) for full in names.services):
                    names.services.add(names.add(match.group()))


def _is_common(form: str, text: str) -> bool:
    """Whether a product's name without its maker is a common word of a text, which has it in small letters, too."""
    return " " not in form and re.search(rf"(?<![\w.-]){re.escape(form.lower())}(?![\w.-])", text) is not None


def _titled(names: Names, label: Passage, text: str, vocabulary: Vocabulary) -> list[tuple[str, str]]:
    title, inner = with_parenthesis(subject_title(bare(label), vocabulary))
    if group := KIND_GROUP.match(title.text):
        names.add(capital(group["kind"]))
        return []
    if not title or ("/" in title.text and names.known(title.text)):
        return []
    if inner is None:
        name = names.add(capital(title.text))
        of_maker = shared_name(title.text) is not None and " " in title.text
        parts = [] if of_maker else [part.strip() for part in title.text.split("/")]
        # "AI/ML Metrics" are the metrics of AI and ML: a slash without spaces parts single words only.
        parted = " / " in title.text or not any(" " in part for part in parts)
        return [(name, part) for part in parts if parted and len(parts) > 1 and len(name.split()) <= MAX_LABEL_WORDS]
    if " & " in title.text or " and " in title.text:
        return []
    chosen = capital(title.text)
    if not is_acronym(inner.text, title.text):
        chosen = usage([chosen, inner.text], text)
    if is_acronym(title.text, inner.text):
        chosen = inner.text
    other = inner.text if chosen != inner.text else capital(title.text)
    return [(names.add(chosen), other)]


def _recurring(part: Part) -> set[str]:
    """Labels that two and more of a part's topics have, and that are no topics' names."""
    topics = [p for p in part.parts if p.label and not p.row]
    seen = Counter(label for topic in topics for label in {_label_key(p) for p in topic.parts if not p.heading})
    return {label for label, count in seen.items() if label and count > 1} - {_label_key(topic) for topic in topics}


def _label_key(part: Part) -> str:
    return key(bare(part.label).text) if part.label else ""


def _explained(root: Part) -> list[tuple[str, str]]:
    found = (pair for part in root.walk() if part.text for pair in long_forms(part.text.text))
    return list(dict.fromkeys(found))


def _vendorless(names: Names) -> None:
    """Bind the forms of products' names that leave out the maker, or add it; an ambiguous one is dropped."""
    claims: dict[str, dict[str, str]] = {}
    short = sorted((form, full) for full in names.services for form in names.without_vendor(full))
    for name in sorted(names.services):
        longer = [full + name.removeprefix(form) for form, full in short if name.startswith(f"{form} ")]
        for form in (*names.without_vendor(name), *longer):
            if not names.known(form):
                claims.setdefault(key(form), {})[name] = form
    for holders in claims.values():
        if len(holders) == 1:
            for name, form in holders.items():
                names.bind(form, name)
                if " " not in form:
                    names.cased.add(key(form))
