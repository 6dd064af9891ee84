"""A document to facts: read, outline, extract, names, check, build."""

from __future__ import annotations

from ingest.facts import facts_of

__all__ = ["facts_of"]
