"""Print the facts of guides as JSON lines: ``python -m ingest GUIDE...``; the report goes to standard error."""

from __future__ import annotations

import sys
from pathlib import Path

from ingest.check import format_report
from ingest.facts import facts_of
from ingest.read import find_guides, read_document
from kg.vocabulary import bundled_vocabulary


def main() -> None:
    """Read, and print."""
    documents = [read_document(path) for path in find_guides(map(Path, sys.argv[1:]))]
    facts, _, report = facts_of(documents, bundled_vocabulary())
    for fact in facts:
        print(fact.model_dump_json())
    print(format_report(report), file=sys.stderr)


if __name__ == "__main__":
    main()
