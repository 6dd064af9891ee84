"""The help of every verb as one page of Markdown: ``python -m app.cli.reference > docs/cli.md``."""

from __future__ import annotations

import typer
from typer.main import get_command

from app.cli import VERBS, app

#: Columns of the help in the page: as wide as a code block that needs no scrolling on a code host's page.
WIDTH = 88
TITLE = "# The `kg` command\n\nMade by `python -m app.cli.reference > docs/cli.md` from the help of each verb."


def reference() -> str:
    """The page; the same text whatever the terminal."""
    group = get_command(app)
    parent = typer.Context(group, info_name="kg", terminal_width=WIDTH, **group.context_settings)
    blocks = [TITLE, _block("kg", group.get_help(parent))]
    for name in VERBS:
        verb = group.commands[name]  # type: ignore[attr-defined]  # several verbs make a group
        blocks.append(_block(f"kg {name}", verb.get_help(typer.Context(verb, info_name=name, parent=parent))))
    return "\n\n".join(blocks) + "\n"


def _block(title: str, help_text: str) -> str:
    return f"## {title}\n\n```text\n{help_text}\n```"


if __name__ == "__main__":
    print(reference(), end="")
