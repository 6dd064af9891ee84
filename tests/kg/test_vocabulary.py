"""The table of words, and the copy of it that the cache keeps."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg.resources import data_path
from kg.vocabulary import Vocabulary, bundled_vocabulary, read_vocabulary


def test_what_the_cache_keeps_is_the_table(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The kept copy gives the same words; one that was altered is not believed, and is made again."""
    monkeypatch.setenv("KG_CACHE", str(tmp_path))
    table = read_vocabulary(data_path("vocabulary.toml"))

    for alter in (False, False, True):
        bundled_vocabulary.cache_clear()
        assert bundled_vocabulary() == table
        (kept,) = tmp_path.iterdir()
        content = kept.read_bytes()
        if alter:
            kept.write_bytes(content.replace(b"purpose", b"porpoise", 1))
            bundled_vocabulary.cache_clear()
            assert bundled_vocabulary() == table
            assert kept.read_bytes() == content
    bundled_vocabulary.cache_clear()


def test_no_phrase_asks_for_two_kinds_of_value(vocabulary: Vocabulary) -> None:
    """Else a fact that holds the one would still lack the other."""
    phrases = [phrase for kind in vocabulary.questions.values for phrase in kind.asks]

    assert sorted(phrases) == sorted(set(phrases))
