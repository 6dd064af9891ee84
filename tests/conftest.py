"""What tests share: the real encoder, the bundled guide's knowledge base, and an assistant on it, once a session.

The export of the model and the base come from the user's cache, like those of `kg` itself: they are made again when
anything that decides them has changed, so a second run starts in a second. Tests that alter files copy them first.
"""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from kg.assistant import Assistant
    from kg.encoder import Encoder
    from kg.store import KnowledgeBase
    from kg.vocabulary import Vocabulary


@pytest.fixture(scope="session")
def vocabulary() -> Vocabulary:
    """The bundled vocabulary."""
    from kg.vocabulary import bundled_vocabulary

    return bundled_vocabulary()


@pytest.fixture(scope="session")
def encoder() -> Encoder:
    """The encoder that questions run on, with the real weights."""
    from kg.onnx_encoder import onnx_encoder

    return onnx_encoder()


@pytest.fixture(scope="session")
def kb_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A knowledge base of the bundled guide on disk, this session's own copy."""
    from ingest.build import ensure_bundled

    directory = tmp_path_factory.mktemp("bundled") / "kb"
    shutil.copytree(ensure_bundled(), directory)
    return directory


@pytest.fixture(scope="session")
def kb(kb_dir: Path) -> KnowledgeBase:
    """The bundled guide's knowledge base, opened."""
    from kg.store import load

    return load(kb_dir)


@pytest.fixture(scope="session")
def assistant(kb: KnowledgeBase, encoder: Encoder, vocabulary: Vocabulary) -> Assistant:
    """An assistant on the bundled guide."""
    from kg.assistant import Assistant

    return Assistant(kb, encoder, vocabulary)
