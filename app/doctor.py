"""Is everything in place? Each check says what it saw and, where something is wrong, the command that mends it."""

from __future__ import annotations

import platform
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import partial
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from kg.errors import KgError, MissingBaseError
from kg.resources import cache_path, data_path
from kg.vocabulary import bundled_vocabulary

DISTRIBUTION = "kg-study"
#: Libraries whose versions decide vectors and files.
LIBRARIES = ("torch", "sentence-transformers", "onnxruntime", "tokenizers", "faiss-cpu", "networkx")
#: Largest difference between a number of the export's vectors and the reference's: a hundred times the rounding seen.
AGREEMENT = 1e-5
PROBES = ("drift", "which service monitors drift?", "Ünïcode – (TP + TN) / total", "word " * 300)


class Status(StrEnum):
    """How a check ended; only ``fail`` stops anything from working."""

    PASS = "pass"
    WARN = "warn"
    FAIL = "fail"


@dataclass(frozen=True)
class Check:
    """One thing that was looked at; ``fix`` is what to run, empty when nothing need be."""

    name: str
    status: Status
    detail: str
    fix: str = ""


def run_checks(directory: Path | None = None) -> Iterator[Check]:
    """Look at everything, one check after the other; agreement with the reference takes some 15 s.

    :param directory: The knowledge base to check; the bundled guide's by default.
    """
    checks: dict[str, Callable[[], Check]] = {
        "versions": versions,
        "data": bundled_data,
        "cache": cache_directory,
        "weights": weights,
        "export": export,
        "agreement": agreement,
        "knowledge base": partial(knowledge_base, directory),
    }
    for name, check in checks.items():
        try:
            yield check()
        except KgError as error:
            detail, _, fix = str(error).rpartition("; ")
            yield Check(name, Status.FAIL, detail or fix, fix if detail else "")


def versions() -> Check:
    """The versions of Python, of this program and of the libraries that decide vectors and files."""
    found = [f"Python {platform.python_version()}"]
    try:
        found.append(f"{DISTRIBUTION} {version(DISTRIBUTION)}")
        found += [f"{name} {version(name)}" for name in LIBRARIES]
    except PackageNotFoundError as error:
        detail = f"{error.name} is not installed"
        return Check("versions", Status.WARN, detail, "run `pip install -c constraints.txt .` in the checkout")
    return Check("versions", Status.PASS, ", ".join(found))


def bundled_data() -> Check:
    """The vocabulary and the guide that come with the package can be read."""
    words = bundled_vocabulary()
    guides = sorted(path.name for path in data_path("guides").glob("*.txt"))
    if not guides:
        return Check("data", Status.FAIL, f"no guide in {data_path('guides')}", f"install {DISTRIBUTION} again")
    return Check("data", Status.PASS, f"{len(words.relations)} relations, {', '.join(guides)}")


def cache_directory() -> Check:
    """The user's cache can be written."""
    path = cache_path()
    try:
        path.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=path):
            pass
    except OSError as error:
        fix = "set KG_CACHE to a directory that can be written"
        return Check("cache", Status.FAIL, f"{path}: {error.strerror}", fix)
    return Check("cache", Status.PASS, f"{path} can be written")


def weights() -> Check:
    """The encoder's weights are the ones that their digest names."""
    from kg.encoder import check_weights, chosen_model

    model = chosen_model()
    check_weights(model)
    return Check("weights", Status.PASS, f"{model.name}, SHA-256 {model.digest[:12]}…")


def export() -> Check:
    """Every byte of the export that questions run on is as it was written."""
    from kg.encoder import chosen_model
    from kg.onnx_encoder import check_export, export_path, read_export

    directory = export_path(chosen_model())
    found = read_export(directory)
    if found is None:
        detail = f"no export in {directory} yet; the first question makes it"
        return Check("export", Status.WARN, detail, 'run `kg query "what is drift?"`')
    check_export(directory, found)
    return Check("export", Status.PASS, str(directory))


def agreement() -> Check:
    """The export gives the vectors of sentence-transformers."""
    import numpy as np

    from kg.encoder import chosen_model, reference_encoder
    from kg.onnx_encoder import export_path, open_export, read_export

    model = chosen_model()
    directory = export_path(model)
    if read_export(directory) is None:
        return Check(
            "agreement", Status.WARN, "nothing to compare before the first question", "run `kg doctor` after it"
        )
    vectors, expected = open_export(directory).encode(PROBES), reference_encoder(model).encode(PROBES)
    difference = float(np.abs(vectors - expected).max())
    detail = f"the export differs from sentence-transformers by at most {difference:.0e}"
    if difference < AGREEMENT:
        return Check("agreement", Status.PASS, detail)
    return Check("agreement", Status.FAIL, detail, f"delete {directory}, it is made again")


def knowledge_base(directory: Path | None = None) -> Check:
    """The knowledge base opens, every byte checked, and its vectors are of the model that questions run on."""
    from kg.encoder import chosen_model
    from kg.store import load

    path = directory or cache_path("bundled")
    try:
        base = load(path)
    except MissingBaseError:
        if directory:
            raise
        return Check("knowledge base", Status.WARN, f"not built in {path} yet", 'run `kg query "what is drift?"`')
    counts = ", ".join(f"{count} {name}" for name, count in base.manifest.counts.items())
    model = chosen_model()
    if base.manifest.model_digest != model.digest:
        detail = f"{path}: its vectors are of {base.manifest.model}, questions run on {model.name}"
        return Check("knowledge base", Status.FAIL, detail, f"run `kg ingest GUIDE... --kb {path}`")
    return Check("knowledge base", Status.PASS, f"{path}: {counts}")
