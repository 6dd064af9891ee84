"""The encoder that questions run on: the reference's weights as an ONNX graph, on onnxruntime and tokenizers.

The export is made once, into the user's cache, and takes some 20 s; loading it takes 0.1 s where
sentence-transformers takes 10. Pooling and normalisation are inside the graph. The weights lie beside it, since
onnxruntime maps such a file into memory and copies one that is inside the graph (0.06 s against 0.19).
"""

from __future__ import annotations

import hashlib
import logging
import os
import tempfile
import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray
from pydantic import ValidationError

from kg.aside import helper
from kg.atomic import replace_directory, whole
from kg.encoder import Encoder, Model, ReferenceEncoder, chosen_model
from kg.errors import ModelError
from kg.model import Record
from kg.resources import cache_path

if TYPE_CHECKING:
    from onnxruntime import InferenceSession
    from tokenizers import Tokenizer

#: Raised when the files of an export change their meaning, so that an old one is made again.
EXPORT_FORMAT = 2
GRAPH, TENSORS, TOKENIZER = "model.onnx", "model.onnx.data", "tokenizer.json"
MANIFEST = "manifest.json"
#: Digits of the weights' digest in the directory's name: enough to tell models apart, short enough to read.
DIGEST_DIGITS = 16
#: One thread: a question is 5 ms of work, and a sum split among threads may differ in its last bit from run to run.
THREADS = 1


class Export(Record):
    """What an export holds: the model it came from, and its files' SHA-256 and sizes in bytes."""

    format: int
    model: str
    digest: str
    max_tokens: int
    files: dict[str, str]
    sizes: dict[str, int]


class OnnxEncoder:
    """Runs an export; each text alone, so that its vector never depends on its neighbours."""

    def __init__(self, export: Export, tokenizer: Tokenizer, session: InferenceSession) -> None:
        self.name, self.digest = export.model, export.digest
        self._tokenizer, self._session = tokenizer, session

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """See :class:`kg.encoder.Encoder`; two cores take the texts in turn."""
        if len(texts) < 2:
            return np.concatenate([self._encode_one(text) for text in texts])
        vectors: dict[int, NDArray[np.float32]] = {}
        longest_first = iter(sorted(range(len(texts)), key=lambda i: -len(texts[i])))

        def take() -> None:
            for i in longest_first:
                vectors[i] = self._encode_one(texts[i])

        # This thread works, too: two helpers that are woken by one that goes to sleep are often put on one core.
        helping = helper().submit(take)
        take()
        if not helping.cancel():  # else it was busy with something else all the time
            helping.result()
        return np.concatenate([vectors[i] for i in range(len(texts))])

    def _encode_one(self, text: str) -> NDArray[np.float32]:
        tokens = self._tokenizer.encode(text)
        feed = {"input_ids": np.array([tokens.ids]), "attention_mask": np.array([tokens.attention_mask])}
        vectors: NDArray[np.float32] = self._session.run(None, feed)[0]
        return vectors


def export_path(model: Model) -> Path:
    """Where the export of ``model`` stands in the user's cache."""
    return cache_path("models", f"{Path(model.name).name}-{model.digest[:DIGEST_DIGITS]}")


def onnx_encoder(model: Model | None = None) -> Encoder:
    """The encoder that answers, for ``model`` or the chosen one; exports it first where that was not done yet.

    :raises ModelError: If the export was altered, or the weights are missing.
    """
    model = model or chosen_model()
    ensure_export(model)
    return open_export(export_path(model))


def ensure_export(model: Model | None = None) -> Export:
    """Export the model into the user's cache unless it is there.

    :raises ModelError: If an export is there and was altered.
    """
    model = model or chosen_model()
    directory = export_path(model)
    export = read_export(directory)
    if export is None or export.format != EXPORT_FORMAT or export.digest != model.digest:
        export_onnx(ReferenceEncoder(model), directory)
        export = read_export(directory)
    if export is None:
        raise ModelError(f"{directory}: the export cannot be read back; choose another directory with KG_CACHE")
    return export


def export_onnx(encoder: ReferenceEncoder, directory: Path) -> None:
    """Write the model of ``encoder`` as an ONNX graph into ``directory``, whole or not at all.

    :raises ModelError: If the directory cannot be written.
    """
    files = {**_graph(encoder), TOKENIZER: _tokenizer(encoder)}
    export = Export(
        format=EXPORT_FORMAT,
        model=encoder.name,
        digest=encoder.digest,
        max_tokens=int(encoder.transformer.max_seq_length or 512),
        files={name: hashlib.sha256(content).hexdigest() for name, content in files.items()},
        sizes={name: len(content) for name, content in files.items()},
    )
    try:
        replace_directory(directory, {**files, MANIFEST: export.model_dump_json(indent=1).encode() + b"\n"})
    except OSError as error:
        raise ModelError(f"{directory}: {error.strerror}; choose another directory with KG_CACHE") from error


def read_export(directory: Path) -> Export | None:
    """The manifest of an export; None where there is none that can be read."""
    try:
        return Export.model_validate_json((whole(directory) / MANIFEST).read_bytes())
    except (OSError, ValidationError):
        return None


def check_export(directory: Path, export: Export) -> None:
    """Compare every byte of an export with its manifest.

    :raises ModelError: Naming the file that is missing or altered.
    """
    for name, digest in export.files.items():
        try:
            with (directory / name).open("rb") as file:
                same = hashlib.file_digest(file, "sha256").hexdigest() == digest
        except OSError as error:
            raise _altered(directory / name) from error
        if not same:
            raise _altered(directory / name)


def open_export(directory: Path) -> Encoder:
    """Load an export. Its 90 MB are hashed (0.12 s) only if a file was touched after the manifest was written.

    :raises ModelError: If a file is missing, or is seen to have changed.
    """
    directory = whole(directory)
    export = read_export(directory)
    if export is None:
        raise _altered(directory / MANIFEST)
    if _touched(directory, export):
        check_export(directory, export)
    os.environ["ORT_DISABLE_TELEMETRY"] = "1"  # onnxruntime would call its maker from the moment it is imported
    import onnxruntime
    from tokenizers import Tokenizer

    tokenizer = Tokenizer.from_file(str(directory / TOKENIZER))
    tokenizer.enable_truncation(export.max_tokens)
    tokenizer.no_padding()
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = THREADS
    # The exporter has simplified the graph: optimising it again costs 12 ms of each start and 0.5 ms of each sentence.
    options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_DISABLE_ALL
    try:
        session = onnxruntime.InferenceSession(str(directory / GRAPH), options, providers=["CPUExecutionProvider"])
    except Exception as error:  # onnxruntime's errors have no common base class
        raise _altered(directory / GRAPH) from error
    return OnnxEncoder(export, tokenizer, session)


def _touched(directory: Path, export: Export) -> bool:
    """Whether a file is missing, has another size, or was written after the manifest, which is written last."""
    written = (directory / MANIFEST).stat().st_mtime_ns
    for name, size in export.sizes.items():
        path = directory / name
        if not path.is_file() or path.stat().st_size != size or path.stat().st_mtime_ns > written:
            return True
    return False


def _altered(path: Path) -> ModelError:
    return ModelError(f"{path}: missing, truncated or altered; delete {path.parent}, it is made again")


def _tokenizer(encoder: ReferenceEncoder) -> bytes:
    backend = encoder.transformer.tokenizer.backend_tokenizer
    content: str = backend.to_str()
    return content.encode()


def _graph(encoder: ReferenceEncoder) -> dict[str, bytes]:
    """The model as the files of an ONNX graph: token ids and mask, (batch, length), to unit vectors, (batch, d)."""
    import torch

    transformer = encoder.transformer

    class Sentence(torch.nn.Module):  # type: ignore[misc]  # mypy does not read torch, which takes a minute
        def __init__(self) -> None:
            super().__init__()
            self.transformer = transformer

        def forward(self, input_ids: torch.Tensor, attention_mask: torch.Tensor) -> torch.Tensor:
            output = self.transformer({"input_ids": input_ids, "attention_mask": attention_mask})
            return torch.nn.functional.normalize(output["sentence_embedding"], dim=1)

    # Two texts of unequal length, so that neither size looks fixed to the tracer.
    example = transformer.tokenizer(["a b c", "a b c d e f"], padding=True, return_tensors="pt")
    sizes = {0: torch.export.Dim("batch"), 1: torch.export.Dim("length", max=transformer.max_seq_length or 512)}
    with tempfile.TemporaryDirectory() as scratch, torch.inference_mode(), _quiet():
        torch.onnx.export(
            Sentence().eval(),
            (example["input_ids"], example["attention_mask"]),
            Path(scratch, GRAPH),
            input_names=["input_ids", "attention_mask"],
            output_names=["vectors"],
            dynamic_shapes={"input_ids": sizes, "attention_mask": sizes},
            dynamo=True,
            external_data=True,
            verbose=False,
        )
        return {name: Path(scratch, name).read_bytes() for name in (GRAPH, TENSORS)}


@contextmanager
def _quiet() -> Iterator[None]:
    """The exporter talks of operators that this model has not, to people who did not ask."""
    logger = logging.getLogger("torch.onnx")
    level = logger.level
    logger.setLevel(logging.ERROR)
    with warnings.catch_warnings(action="ignore"):
        yield
    logger.setLevel(level)
