"""The pictures of the page for README: a desktop, in the dark, a telephone, and the tabs; made anew on demand.

They are compared with nothing: run with ``KG_PICTURES=docs/pictures`` to write them there, else they go to a
temporary directory, and the test holds that the page could be brought into each state.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.app.conftest import WAIT, Server, Watched, ask, keep_inside, open_tab, ready

DESKTOP: dict[str, Any] = {"viewport": {"width": 1280, "height": 800}}
PHONE: dict[str, Any] = {
    "viewport": {"width": 360, "height": 740},
    "is_mobile": True,
    "has_touch": True,
    "device_scale_factor": 2,
}
QUESTION = "which service monitors drift?"
LIST = "Which AWS services are used in Deployment?"


def ask_desktop(page: Page) -> None:
    ask(page, QUESTION)
    page.locator("#kg-talk .kg-text .kg-cite").first.hover()
    page.wait_for_selector("#kg-tip")


def ask_list(page: Page) -> None:
    ask(page, LIST)


def graph(page: Page) -> None:
    open_tab(page, "Graph")
    page.wait_for_function("kg.graph.explored && kg.graph.explored.nodes().length > 100")
    page.fill("#kg-find", "Monitoring")
    page.press("#kg-find", "Enter")
    expect(page.locator("#kg-card h2")).to_have_text("Monitoring")


def quiz(page: Page) -> None:
    open_tab(page, "Quiz")
    page.locator('[data-field="kind"]').select_option("choice")
    page.locator('[data-field="stage"]').select_option("Deployment")
    page.get_by_role("button", name="Start", exact=True).click()
    page.wait_for_selector("button.kg-choice")
    page.keyboard.press("2")
    page.wait_for_selector(".kg-verdict")


def compare(page: Page) -> None:
    open_tab(page, "Compare")
    page.locator(".kg-pairs .kg-chip").first.click()
    page.wait_for_selector(".kg-comparison")


STATES = {
    "ask": (ask_desktop, DESKTOP),
    "dark": (ask_list, {**DESKTOP, "color_scheme": "dark"}),
    "phone": (ask_list, PHONE),
    "graph": (graph, DESKTOP),
    "quiz": (quiz, DESKTOP),
    "compare": (compare, DESKTOP),
}


@pytest.mark.parametrize("name", STATES)
def test_the_page_has_its_picture_taken(chromium: Browser, server: Server, tmp_path: Path, name: str):
    """The page comes into the state that README shows, without an error of its script."""
    reach, screen = STATES[name]
    watched = Watched()
    context = chromium.new_context(**screen)
    context.set_default_timeout(WAIT)
    keep_inside(context, server, watched)
    page = context.new_page()
    page.on("pageerror", lambda error: watched.errors.append(str(error)))
    ready(page, server)
    reach(page)
    page.wait_for_timeout(800)  # animations come to rest
    file = Path(os.environ.get("KG_PICTURES", tmp_path)) / f"{name}.png"
    page.screenshot(path=file)
    context.close()

    assert watched.errors == []
    assert file.stat().st_size > 10_000
