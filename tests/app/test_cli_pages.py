"""Pages that tell what the command does, held to what it does."""

from __future__ import annotations

import re
from pathlib import Path

from app.cli import VERBS
from app.cli.reference import printed, reference, refreshed
from app.questions import read_query_line
from kg.model import Answer

ROOT = Path(__file__).parents[2]
README = ROOT / "README.md"


def test_the_reference_is_the_help_of_every_verb() -> None:
    """`python -m app.cli.reference` was run after the last change of a verb."""
    assert (ROOT / "docs" / "cli.md").read_text(encoding="utf-8") == reference()
    assert all(f"## kg {verb}\n" in reference() for verb in VERBS)


def test_readme_prints_what_the_command_prints(kb_dir: Path) -> None:
    """Transcripts, verbs and results in README are those of this commit; `python -m app.cli.reference` makes them."""
    readme = README.read_text(encoding="utf-8")
    evals = (ROOT / "eval" / "README.md").read_text(encoding="utf-8")

    assert refreshed(readme, evals=evals, ask=printed) == readme
    assert readme.count("```console\n$ kg ") >= 3


def test_readme_shows_shapes_that_hold() -> None:
    """The JSON of README is an answer and a question, and its Python runs."""
    readme = README.read_text(encoding="utf-8")
    answer, question = re.findall(r"```json\n(.*?)```", readme, re.DOTALL)
    code = re.findall(r"```python\n(.*?)```", readme, re.DOTALL)[0]

    assert Answer.model_validate_json(answer).model_fields_set == set(Answer.model_fields)
    assert read_query_line(question.encode()).options
    exec(code, {})


def test_readme_links_to_files_that_are_there() -> None:
    """No link or picture of README leads nowhere."""
    from markdown_it import MarkdownIt

    tokens = [
        token for block in MarkdownIt().parse(README.read_text(encoding="utf-8")) for token in block.children or ()
    ]
    targets = {str(token.attrGet("href") or token.attrGet("src") or "") for token in tokens} - {""}

    assert targets
    assert [target for target in sorted(targets) if "://" not in target and not (ROOT / target).exists()] == []
