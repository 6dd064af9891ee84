"""The one place where the faces open a knowledge base, the bundled one by default, and the model to ask it with."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from app.progress import progress_bar
from kg.errors import KnowledgeBaseError, VersionError

if TYPE_CHECKING:
    from kg.assistant import Assistant
    from kg.encoder import Encoder
    from kg.store import KnowledgeBase


def open_base(directory: Path | None = None) -> KnowledgeBase:
    """Open the base in ``directory``, or the bundled guide's, which is built first if it is not there.

    :raises KnowledgeBaseError: If there is none in ``directory``, or it is damaged.
    """
    from kg.store import load

    if directory:
        return load(directory)
    try:  # every file is checked as it is loaded: to check the bundled base before, too, would read it twice
        return load(bundled_base(check=False))
    except KnowledgeBaseError:
        return load(bundled_base())


def open_assistant(directory: Path | None = None) -> Assistant:
    """Open a base, ready to be asked.

    :raises KnowledgeBaseError: If there is no base, it is damaged, or another model made its vectors.
    :raises ModelError: If the weights are missing or altered.
    """
    kb, encoder = open_with_encoder(directory)
    from kg.assistant import Assistant
    from kg.vocabulary import bundled_vocabulary

    return Assistant(kb, encoder, bundled_vocabulary())


def open_with_encoder(directory: Path | None = None) -> tuple[KnowledgeBase, Encoder]:
    """Open a base and the encoder that its questions run on; raises as :func:`open_assistant` does.

    Once the export is there, the two are opened side by side: each takes a sixth of a cold question.
    """
    from concurrent.futures import ThreadPoolExecutor

    if not is_exported():
        kb, encoder = open_base(directory), open_encoder()
    else:
        with ThreadPoolExecutor(max_workers=1) as aside:
            opening = aside.submit(open_encoder)
            kb = open_base(directory)
            import kg.assistant  # noqa: F401  # while the model is still being opened
        encoder = opening.result()
    if directory and kb.manifest.model_digest != encoder.digest:
        problem = f"made with the model {kb.manifest.model}, and questions run on {encoder.name}"
        raise VersionError(directory, problem, fix=f"run `kg ingest GUIDE... --kb {directory}` to make it again")
    return kb, encoder


def bundled_base(*, check: bool = True) -> Path:
    """The directory of the bundled guide's base; building it shows its progress on stderr, once.

    :param check: Whether its files are compared with its manifest.
    """
    from ingest.build import ensure_bundled

    with progress_bar() as progress:
        return ensure_bundled(progress=progress, check=check)


def is_exported() -> bool:
    """Whether the model stands ready for questions, so that to open it shows no progress."""
    from kg.encoder import chosen_model
    from kg.onnx_encoder import export_path, read_export

    return read_export(export_path(chosen_model())) is not None


def open_encoder() -> Encoder:
    """The encoder for questions; the export that it runs on is made first if it is not there, once.

    :raises ModelError: If the weights are missing or altered.
    """
    from kg.encoder import chosen_model
    from kg.onnx_encoder import onnx_encoder

    if is_exported():
        return onnx_encoder(chosen_model())
    with progress_bar() as tell:
        tell("Exporting the model", 0, 1)
        return onnx_encoder(chosen_model())
