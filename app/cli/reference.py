"""Pages made from the command itself: ``python -m app.cli.reference``, in a checkout, writes them anew.

``docs/cli.md`` is the help of every verb. In ``README.md`` these are kept true: the table of verbs, what each
``$ kg …`` of a console block prints, and the first table of ``eval/README.md``.
"""

from __future__ import annotations

import contextlib
import io
import re
import shlex
from collections.abc import Callable
from pathlib import Path

import typer
from typer.main import get_command

from app.cli import VERBS, app, run

#: Columns of the help in the page: as wide as a code block that needs no scrolling on a code host's page.
WIDTH = 88
TITLE = "# The `kg` command\n\nMade by `python -m app.cli.reference` from the help of each verb."
_TRANSCRIPT = re.compile(r"^```console\n\$ kg (.*)\n(?:.*\n)*?```$", re.MULTILINE)
_FIRST_TABLE = re.compile(r"<!-- eval:test -->\s*([^|]+\n(?:\|[^\n]*\n)+)")


def reference() -> str:
    """The help of every verb as Markdown; the same text whatever the terminal."""
    group = get_command(app)
    parent = typer.Context(group, info_name="kg", terminal_width=WIDTH, **group.context_settings)
    blocks = [TITLE, _block("kg", group.get_help(parent))]
    for name in VERBS:
        verb = group.commands[name]  # type: ignore[attr-defined]  # several verbs make a group
        blocks.append(_block(f"kg {name}", verb.get_help(typer.Context(verb, info_name=name, parent=parent))))
    return "\n\n".join(blocks) + "\n"


def refreshed(readme: str, *, evals: str, ask: Callable[[str], str]) -> str:
    """README with its made parts made anew.

    :param evals: The page with the results.
    :param ask: What the arguments of ``kg`` on a line print.
    """
    readme = _TRANSCRIPT.sub(lambda found: f"```console\n$ kg {found[1]}\n{ask(found[1])}```", readme)
    readme = _filled(readme, "verbs", verbs_table())
    results = _FIRST_TABLE.search(evals)
    return _filled(readme, "eval", results[1].strip()) if results else readme


def verbs_table() -> str:
    """Each verb with the first sentence of its help."""
    rows = [f"| `kg {name}` | {_first_sentence(verb.__doc__ or '')} |" for name, verb in VERBS.items()]
    return "\n".join(["| verb | what it does |", "| --- | --- |", *rows])


def printed(line: str) -> str:
    """What ``kg`` prints on stdout for the arguments on a line."""
    out = io.StringIO()
    with contextlib.redirect_stdout(out):
        run(shlex.split(line))
    return out.getvalue()


def _first_sentence(docstring: str) -> str:
    """The first sentence, without its full stop.

    >>> _first_sentence("Print it. Loudly.\\n\\nExample: kg print")
    'Print it'
    """
    return docstring.splitlines()[0].split(". ")[0].rstrip(".")


def _filled(page: str, mark: str, content: str) -> str:
    """The page with this content between its marks."""
    start, end = f"<!-- {mark} -->", f"<!-- /{mark} -->"
    pattern = re.compile(f"{re.escape(start)}.*?{re.escape(end)}", re.DOTALL)
    return pattern.sub(lambda _: f"{start}\n\n{content}\n\n{end}", page)


def _block(title: str, help_text: str) -> str:
    return f"## {title}\n\n```text\n{help_text}\n```"


def write(root: Path) -> None:
    """Make the pages of a checkout anew."""
    readme, evals = root / "README.md", root / "eval" / "README.md"
    made = refreshed(readme.read_text(encoding="utf-8"), evals=evals.read_text(encoding="utf-8"), ask=printed)
    readme.write_text(made, encoding="utf-8")
    (root / "docs" / "cli.md").write_text(reference(), encoding="utf-8")


if __name__ == "__main__":
    write(Path.cwd())
