"""The tabs beside Ask in a real browser: the graph, the quiz, the comparison, the library."""

from __future__ import annotations

import json
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.app.conftest import WAIT, Server, ask, open_tab, ready

GARDEN = """# Roses

## Pruning

- **Purpose:** Cutting back old wood so that new shoots grow.
- **Techniques:** Deadheading, thinning.
- **Tools:** Secateurs (for thin stems), loppers (for thick stems).
"""
HOSTILE = """# Traps

## <script>window.hit=1</script> Snares

- **Purpose:** Holding <img src=x onerror="window.hit=2"> rabbits & [hares](javascript:window.hit=3) still.
- **Techniques:** <b onmouseover="window.hit=4">looping</b>, ${window.hit=5}, {{constructor}}.

**Definition:** A snare is a loop of `wire` <iframe src="https://example.com/"></iframe>.
"""


def node_on_screen(page: Page, name: str) -> dict[str, float]:
    """Where a node of the whole graph is drawn."""
    place = page.evaluate(
        """name => {
          const cy = kg.graph.explored, at = cy.getElementById(name).renderedPosition();
          const frame = cy.container().getBoundingClientRect();
          return { x: frame.x + at.x, y: frame.y + at.y };
        }""",
        name,
    )
    return {key: float(value) for key, value in place.items()}


def open_graph(page: Page) -> None:
    open_tab(page, "Graph")
    page.wait_for_function("kg.graph.explored && kg.graph.explored.nodes().length > 100")


def upload(page: Page, tmp_path: Path, name: str, content: str) -> None:
    guide = tmp_path / name
    guide.write_text(content, encoding="utf-8")
    open_tab(page, "Library")
    page.set_input_files("#kg-upload input[type=file], input[type=file]", str(guide))
    page.wait_for_selector("#kg-report .kg-card", timeout=3 * WAIT)
    expect(page.get_by_label("Guide", exact=True)).to_contain_text(name)


def test_a_node_is_clicked_and_asked_about(page: Page):
    """Clicking a node shows its card with facts and lines; its question is asked in the conversation."""
    open_graph(page)
    place = node_on_screen(page, "Monitoring")
    page.mouse.click(place["x"], place["y"])
    expect(page.locator("#kg-card h2")).to_have_text("Monitoring")
    assert page.locator("#kg-card .kg-facts .kg-source").count() > 5

    page.locator("#kg-card .kg-next .kg-ask").first.click()
    expect(page.locator("#kg-talk .kg-turn .kg-tools")).to_be_visible()
    expect(page.get_by_role("tab", name="Ask")).to_have_attribute("aria-selected", "true")


def test_the_graph_is_searched_connected_and_listed(page: Page):
    """A thing is found by name, two things are connected by cited paths, and lists are complete."""
    open_graph(page)
    page.fill("#kg-find", "monitoring")
    page.press("#kg-find", "Enter")
    expect(page.locator("#kg-card h2")).to_have_text("Monitoring")

    page.fill("#kg-to", "Data Collection")
    page.press("#kg-to", "Enter")
    expect(page.locator("#kg-card h2")).to_have_text("Monitoring to Data Collection")
    assert page.locator("#kg-card .kg-path .kg-cite").count() >= 2

    page.get_by_label("Complete list").select_option("service")
    expect(page.locator("#kg-card h2")).to_contain_text("service")
    listed = page.locator("#kg-card .kg-all li").count()
    assert listed == int(page.locator("#kg-card .kg-count").inner_text()) > 20


def test_the_graph_is_filtered_by_type_and_relation(page: Page):
    """Types and relations can be hidden, and the picture is told in words."""
    open_graph(page)
    shown = "() => kg.graph.explored.nodes().filter(n => n.visible()).length"
    everything = page.evaluate(shown)
    fewer = "n => kg.graph.explored.nodes().filter(n => n.visible()).length < n"
    page.locator(".kg-filter label", has_text="service").locator("input").uncheck()
    page.wait_for_function(fewer, arg=everything)
    without = page.evaluate(shown)
    page.get_by_label("Relation", exact=True).select_option("DETECTS")
    page.wait_for_function(fewer, arg=without)

    assert page.evaluate(shown) > 0
    page.locator("#kg-explore summary").click()
    expect(page.locator("#kg-explore .kg-aslist li").first).to_contain_text("—")


def test_a_quiz_is_run_to_its_end_by_keyboard(page: Page, server: Server):
    """Each answer is judged with its line, a wrong one comes again, the score is by stage, and progress is kept."""
    open_tab(page, "Quiz")
    page.locator('[data-field="size"]').select_option("5")
    page.locator('[data-field="kind"]').select_option("choice")
    page.get_by_role("button", name="Start", exact=True).click()
    seen = []
    for _ in range(20):
        page.wait_for_selector("button.kg-choice, .kg-quiz .kg-table")
        if page.locator(".kg-quiz .kg-table").count():
            break
        seen.append(page.locator(".kg-prompt").inner_text())
        page.keyboard.press("1")
        expect(page.locator(".kg-verdict")).to_be_visible()
        expect(page.locator(".kg-feedback .kg-source").first).to_be_visible()
        expect(page.get_by_role("button", name="Next", exact=True)).to_be_focused()
        page.keyboard.press("Enter")
        page.wait_for_function("() => !document.querySelector('.kg-verdict')")

    assert len(set(seen)) == 5
    assert len(seen) > 5 or "5 of 5" in page.locator(".kg-quiz h2").inner_text()
    expect(page.locator(".kg-quiz .kg-table")).to_have_count(2)
    ready(page, server)
    open_tab(page, "Quiz")
    expect(page.locator(".kg-quiz")).not_to_contain_text("322 new")
    kept = page.evaluate("Object.keys(kg.progress.read().cards).length")
    assert kept == 5

    open_graph(page)
    page.get_by_role("button", name="Colour by quiz").click()
    colours = page.evaluate("[...new Set(kg.graph.explored.nodes().map(n => n.style('background-color')))].length")
    assert colours >= 2


def test_a_recall_card_is_graded_by_the_student(page: Page):
    """A recall card shows its answer when asked, and the student says how well it was known."""
    open_tab(page, "Quiz")
    page.locator('[data-field="kind"]').select_option("recall")
    page.get_by_role("button", name="Start", exact=True).click()
    page.get_by_role("button", name="Show the answer").click()
    expect(page.locator(".kg-recalled")).to_be_visible()
    first = page.locator(".kg-prompt").inner_text()
    page.get_by_role("button", name="Good", exact=True).click()

    expect(page.locator(".kg-prompt")).not_to_have_text(first)


def test_progress_is_saved_as_a_file(page: Page):
    """Progress leaves the browser as JSON."""
    open_tab(page, "Quiz")
    page.get_by_role("button", name="Start", exact=True).click()
    page.wait_for_selector(".kg-prompt")
    page.get_by_role("button", name="Stop here").click()
    with page.expect_download() as download:
        page.get_by_role("button", name="Save it as a file").click()

    saved = json.loads(Path(download.value.path()).read_text(encoding="utf-8"))
    assert saved["guide"]


def test_a_pair_is_told_apart(page: Page):
    """A pair that is easily mixed up is compared relation by relation, each cell with its line."""
    open_tab(page, "Compare")
    page.locator(".kg-pairs .kg-chip").first.click()

    expect(page.locator(".kg-comparison table")).to_be_visible()
    assert page.locator(".kg-comparison .kg-source").count() >= 2
    page.fill('.kg-pairform [data-field="a"]', "Recall")
    page.fill('.kg-pairform [data-field="b"]', "nothing of that name")
    page.locator(".kg-pairform button").click()
    expect(page.locator("#kg-comparison .kg-error")).to_contain_text("no node named")


def test_an_uploaded_guide_is_asked_and_deleted(page: Page, tmp_path: Path, server: Server):
    """One's own guide is ingested with a report, answers, is found after a reload, and goes when it is deleted."""
    upload(page, tmp_path, "roses.md", GARDEN)
    expect(page.locator("#kg-report")).to_contain_text("facts")
    open_tab(page, "Ask")
    ask(page, "What is the purpose of pruning?")
    expect(page.locator("#kg-talk .kg-text").last).to_contain_text("new shoots")
    assert "roses.md" in page.locator(".kg-passage .kg-place").first.inner_text()

    ready(page, server)
    expect(page.get_by_label("Guide", exact=True)).to_contain_text("roses.md")
    expect(page.locator("#kg-talk .kg-text").last).to_contain_text("new shoots")
    open_tab(page, "Library")
    page.get_by_role("button", name="Delete roses.md").click()
    expect(page.get_by_label("Guide", exact=True)).not_to_contain_text("roses.md")
    expect(page.locator("#kg-shelf")).not_to_contain_text("roses.md")


def test_what_is_no_guide_is_refused_in_a_sentence(page: Page, tmp_path: Path):
    """An empty file is told in one sentence that names the file and not where it lies on the server."""
    empty = tmp_path / "empty.md"
    empty.write_text("")
    open_tab(page, "Library")
    page.set_input_files("input[type=file]", str(empty))

    expect(page.locator("#kg-report .kg-error")).to_contain_text("empty.md")
    assert "/" not in page.locator("#kg-report .kg-error").inner_text()


def test_a_hostile_guide_is_text_everywhere(page: Page, tmp_path: Path):
    """HTML, scripts, Markdown links and event handlers of a guide are shown as they stand, and nothing of them runs."""
    upload(page, tmp_path, "traps.md", HOSTILE)
    open_tab(page, "Ask")
    for question in page.locator(".kg-welcome .kg-ask").all_text_contents()[:2]:
        ask(page, question)
    ask(page, "What is the purpose of snares?")
    expect(page.locator("#kg-passages")).to_contain_text("rabbits")
    page.get_by_role("button", name="Read in the guide").first.click()
    expect(page.locator("dialog")).to_contain_text('<img src=x onerror="window.hit=2">')
    page.keyboard.press("Escape")
    for tab in ("Graph", "Quiz", "Compare", "Library"):
        open_tab(page, tab)
        page.wait_for_timeout(300)

    inside = "#kg-talk, #kg-paths, #kg-passages, #kg-picture, #kg-explore, #kg-card, #kg-quiz, #kg-pairs, #kg-report"
    made = "ids => [...document.querySelectorAll(ids)].map(e => e.querySelectorAll('script, img, iframe, a, b').length)"
    assert set(page.evaluate(made, inside)) == {0}
    assert page.evaluate("window.hit") is None
