from __future__ import annotations

import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]


@pytest.mark.parametrize("command", [["ruff", "check", "."], ["mypy"]], ids=["ruff", "mypy"])
def test_static_checks_find_nothing(command: list[str]) -> None:
    """The linter and the strict type checker are content with every file."""
    run = subprocess.run([sys.executable, "-m", *command], cwd=ROOT, capture_output=True, text=True)

    assert run.returncode == 0, run.stdout + run.stderr


def test_every_pin_is_exact_and_portable() -> None:
    """constraints.txt pins each package to one version, without a local build, a path or an address."""
    pins = [line for line in (ROOT / "constraints.txt").read_text().splitlines() if not line.startswith("#")]

    assert pins == sorted(set(pins), key=str.lower)
    for pin in pins:
        name, version = pin.split("==")
        assert name
        assert version.replace(".", "").replace("post", "").isalnum(), pin


def test_every_dependency_is_pinned_and_has_its_reason() -> None:
    """A direct dependency has a lower bound, a pin that the bound admits, and a reason beside it."""
    text = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    project = tomllib.loads(text)["project"]
    pins = dict(
        line.split("==")
        for line in (ROOT / "constraints.txt").read_text().splitlines()
        if "==" in line and line[0] != "#"
    )
    extras = [name for group in project["optional-dependencies"].values() for name in group if "kg-study" not in name]

    for requirement in [*project["dependencies"], *extras]:
        name, bound = requirement.split(">=")
        line = next(line for line in text.splitlines() if f'"{requirement}"' in line)
        assert "# " in line, f"{name} has no reason"
        pinned = {pin.lower().replace("_", "-"): version for pin, version in pins.items()}[name.lower()]
        assert _numbers(pinned) >= _numbers(bound), requirement


def _numbers(version: str) -> list[int]:
    return [int(part) for part in version.split(".") if part.isdigit()]
