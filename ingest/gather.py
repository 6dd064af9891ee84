"""Find the names that a set of guides uses, before anything is read off them."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ingest.extract import capital, field_of, subject_title
from ingest.names import Names, bare, is_acronym, key, long_forms, products, usage, with_parenthesis
from ingest.outline import Part
from ingest.passage import Passage
from kg.vocabulary import Vocabulary


def gather(roots: Sequence[Part], text: str, vocabulary: Vocabulary) -> Names:
    """The names in headings, labels, lists of services and explained acronyms.

    :param roots: The outlines of all guides.
    :param text: Their words.
    """
    names = Names(vocabulary.vendors)
    _products(names, text)
    second: list[tuple[str, str]] = []
    for root in roots:
        for part in root.walk():
            if part.label and part.heading:
                names.titles.add(bare(part.label).text)
            if part.label and field_of(bare(part.label).text, vocabulary) is None:
                second += _titled(names, part.label, text, vocabulary)
    for long, short in dict.fromkeys(pair for root in roots for pair in _explained(root)):
        if names.known(long) or " " in short:
            second.append((names.add(long) if names.known(long) else names.add(short), short if names.known(long) else long))
    for name, alias in second:
        names.bind(alias, name)
    _vendorless(names)
    for name, aliases in vocabulary.aliases.items():
        if names.known(name):
            for alias in aliases:
                names.bind(alias, name)
    return names


def _products(names: Names, text: str) -> None:
    """Take the fullest form of each product's name."""
    found = sorted(products(text, names.vendors), key=lambda name: (-len(name), name))
    for name in found:
        longer = next((full for full in sorted(names.services) if full.endswith(f" {name}")), None)
        if longer is None:
            names.services.add(names.add(name))
    for name in sorted(names.services):
        for form in names.without_vendor(name):
            for match in re.finditer(rf"(?<![\w-]){re.escape(form)}(?: [A-Z][\w-]+)+", text):
                if not any(key(full).endswith(key(match.group())) for full in names.services):
                    names.services.add(names.add(match.group()))


def _titled(names: Names, label: Passage, text: str, vocabulary: Vocabulary) -> list[tuple[str, str]]:
    title, inner = with_parenthesis(subject_title(bare(label), vocabulary))
    if not title or "/" in title.text and names.known(title.text):
        return []
    if inner is None:
        names.add(capital(title.text))
        return []
    if " & " in title.text or " and " in title.text:
        return []
    chosen = capital(title.text)
    if not is_acronym(inner.text, title.text):
        chosen = usage([chosen, inner.text], text)
    if is_acronym(title.text, inner.text):
        chosen = inner.text
    other = inner.text if chosen != inner.text else capital(title.text)
    return [(names.add(chosen), other)]


def _explained(root: Part) -> list[tuple[str, str]]:
    return [pair for part in root.walk() if part.text for pair in long_forms(part.text.text)]


def _vendorless(names: Names) -> None:
    """Bind the forms of products' names that leave out the maker; an ambiguous one binds to nothing."""
    for name in sorted(names.services):
        for form in names.without_vendor(name):
            if not names.known(form) or names.resolve(form) != form or key(form) == key(name):
                names.bind(form, name)
