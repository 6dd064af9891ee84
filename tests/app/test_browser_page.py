"""The page as a whole in a real browser: nothing from outside, soon usable, for every screen, key and eye."""

from __future__ import annotations

import re
import statistics
import time
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.app.conftest import WAIT, Server, Watched, ask, keep_inside, open_tab, ready

AXE = Path(__file__).parent / "vendor" / "axe.min.js"
TABS = ("Ask", "Graph", "Quiz", "Compare", "Library")
DRIFT = "which service monitors drift?"
#: Questions one after another, for which the wait is measured.
ASKED = (DRIFT, "What is accuracy?", "What is recall?", DRIFT, "What is precision?")
#: Seconds aimed at: to a page that can be asked, and to an answer's first words.
USABLE, FIRST_WORDS = 3.0, 0.3


def test_nothing_is_asked_of_anybody_else(page: Page, watched: Watched):
    """With every foreign request aborted the page works; there is no such request, and analytics are off."""
    ask(page, DRIFT)
    for tab in TABS:
        open_tab(page, tab)
        page.wait_for_timeout(300)

    assert watched.aborted == []
    assert len(watched.requests) > 10
    assert page.evaluate("window.gradio_config.analytics_enabled") is False


def test_the_page_forbids_what_is_outside(page: Page, server: Server):
    """The server's own policy stops anything from outside, whatever a guide may hold."""
    policy = page.request.get(server.url).headers["content-security-policy"]

    assert "default-src 'self'" in policy
    assert not re.search(r"https?:", policy)


def test_the_waits_for_the_page_and_for_first_words_are_told(context: BrowserContext, server: Server, capsys):
    """A question after another is answered; how long page and first words took is printed, for it is the machine's."""
    page = context.new_page()
    begun = time.monotonic()
    ready(page, server)
    usable = time.monotonic() - begun
    waits = []
    for question in ASKED:
        page.wait_for_selector("#kg-send")
        page.fill("#kg-box textarea", question)
        before = page.locator("#kg-talk .kg-turn").count()
        waits.append(
            page.evaluate(
                """before => new Promise(resolve => {
                  const begun = performance.now();
                  const look = () => document.querySelectorAll('#kg-talk .kg-turn .kg-text').length > before
                    ? resolve((performance.now() - begun) / 1000) : requestAnimationFrame(look);
                  document.querySelector('#kg-send').click();
                  look();
                })""",
                before,
            )
        )
        page.wait_for_function(
            "n => document.querySelectorAll('#kg-talk .kg-turn:not(.kg-live) .kg-tools').length > n", arg=before
        )
    words = statistics.median(waits)
    with capsys.disabled():
        print(
            f"\npage usable after {usable:.2f} s (aim {USABLE:g} s), "
            f"first words after {words * 1000:.0f} ms (aim {FIRST_WORDS * 1000:.0f} ms; median of {len(waits)})"
        )

    assert page.locator("#kg-talk .kg-turn .kg-question p").all_text_contents() == list(ASKED)
    assert page.locator("#kg-talk .kg-turn.kg-refusal").count() == 0


def test_a_telephone_shows_everything_without_scrolling_sideways(chromium: Browser, server: Server):
    """At 360 pixels every tab fits its width, and the evidence stands below the answer."""
    context = chromium.new_context(viewport={"width": 360, "height": 740}, has_touch=True, is_mobile=True)
    context.set_default_timeout(WAIT)
    keep_inside(context, server, Watched())
    page = ready(context.new_page(), server)
    ask(page, DRIFT)
    for tab in TABS:
        go_to(page, tab)
        page.wait_for_timeout(400)
        assert page.evaluate("document.documentElement.scrollWidth") <= 360, tab
    go_to(page, "Ask")
    page.locator("#kg-talk .kg-text .kg-cite").first.click()
    expect(page.locator(".kg-passage").first).to_be_in_viewport()
    context.close()


def go_to(page: Page, tab: str) -> None:
    """Open a tab, from the menu of those for which a narrow screen has no room."""
    found = page.get_by_role("tab", name=tab, exact=True)
    if not found.is_visible():
        page.locator("#kg-tabs .overflow-menu > button").click()
        page.locator("#kg-tabs .overflow-dropdown button", has_text=tab).click()
    else:
        found.click()


def test_the_page_is_used_by_keyboard_alone(page: Page):
    """From the question to a citation, its passage, the guide and another tab without a mouse; focus is seen."""
    page.locator("#kg-box textarea").focus()
    page.keyboard.type(DRIFT)
    page.keyboard.press("Enter")
    page.wait_for_selector("#kg-talk .kg-tools")
    tab_to(page, ".kg-cite", backwards=True)
    expect(page.locator("#kg-tip")).to_be_visible()
    outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
    page.keyboard.press("Enter")
    page.wait_for_function("document.activeElement.classList.contains('kg-passage')")
    tab_to(page, '[data-act="read"]')
    page.keyboard.press("Enter")
    expect(page.locator("dialog[open]")).to_be_visible()
    page.keyboard.press("Escape")
    tab_to(page, '[role="tab"]', backwards=True)

    assert outline == "solid"


def tab_to(page: Page, selector: str, *, backwards: bool = False) -> None:
    """Press Tab until the focus is on such an element."""
    for _ in range(80):
        page.keyboard.press("Shift+Tab" if backwards else "Tab")
        if page.evaluate("s => document.activeElement.matches(s)", selector):
            return
    raise AssertionError(f"Tab never reached {selector}")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_serious_barrier_is_found(chromium: Browser, server: Server, scheme: str):
    """axe-core finds no serious violation on any tab, light or dark."""
    context = chromium.new_context(viewport={"width": 1280, "height": 800}, color_scheme=scheme)  # type: ignore[arg-type]
    context.set_default_timeout(WAIT)
    keep_inside(context, server, Watched())
    page = ready(context.new_page(), server)
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found = barriers(page)
    ask(page, DRIFT)
    found += barriers(page)
    for tab in TABS[1:]:
        open_tab(page, tab)
        page.wait_for_timeout(500)
        if tab == "Quiz":
            page.get_by_role("button", name="Start", exact=True).click()
            page.wait_for_selector(".kg-prompt")
        if tab == "Compare":
            page.locator(".kg-pairs .kg-chip").first.click()
            page.wait_for_selector(".kg-comparison")
        found += barriers(page)

    assert found == []
    context.close()


def barriers(page: Page) -> list[str]:
    """Serious and critical violations on the page as it stands."""
    report = page.evaluate("axe.run(document, { resultTypes: ['violations'] })")
    return [
        f"{violation['id']}: {violation['nodes'][0]['html'][:200]}"
        for violation in report["violations"]
        if violation["impact"] in ("serious", "critical")
    ]


def test_the_theme_is_chosen_and_kept(page: Page, server: Server):
    """Light and dark can be switched, and the choice outlives a reload."""
    before = page.evaluate("document.body.classList.contains('dark')")
    page.get_by_role("button", name="Switch between light and dark").click()
    ready(page, server)
    page.wait_for_timeout(300)

    assert page.evaluate("document.body.classList.contains('dark')") is not before
