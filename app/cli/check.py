"""Verbs that measure and check: ``eval`` and ``doctor``."""

from __future__ import annotations

from app.cli.console import KbOption


def evaluate(*, kb: KbOption = None) -> int:
    """Measure.

    \b
    Example:
      kg eval
    """
    return 0


def doctor(*, kb: KbOption = None) -> int:
    """Check.

    \b
    Example:
      kg doctor
    """
    return 0
