"""Encoding beside the thread that asks: one helper, since more would only take the cores from one another."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from functools import cache


@cache
def helper() -> ThreadPoolExecutor:
    """The one thread that helps; what is given to it is done in turn."""
    return ThreadPoolExecutor(max_workers=1, thread_name_prefix="aside")
