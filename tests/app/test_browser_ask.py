"""The Ask tab in a real browser, as a student uses it."""

from __future__ import annotations

import re

from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.app.conftest import WAIT, Server, Watched, ask, keep_inside, open_tab, ready

DRIFT = "which service monitors drift?"
MONITOR = "Amazon SageMaker Model Monitor"
CHOICE = """Which service detects data drift in a deployed model?
A) Amazon S3
B) Amazon SageMaker Model Monitor
C) AWS Glue
D) Amazon Athena"""
#: A stream of results whose last word, that it closes, comes late: what is raised meanwhile believes it open.
LATE_CLOSE = """
const fetched = window.fetch;
window.fetch = async (...wanted) => {
  const answer = await fetched(...wanted);
  if (!String(wanted[0].url || wanted[0]).includes("queue/data")) return answer;
  const late = new TransformStream({
    async transform(text, stream) {
      for (const message of text.split(/(?<=\\n\\n)/)) {
        if (message.includes("close_stream")) await new Promise((done) => setTimeout(done, 500));
        stream.enqueue(message);
      }
    },
  });
  const body = answer.body.pipeThrough(new TextDecoderStream()).pipeThrough(late).pipeThrough(new TextEncoderStream());
  return new Response(body, { status: answer.status, headers: answer.headers });
};
"""


def answer(page: Page, turn: int = -1) -> str:
    """The words of an answer, without the numbers of its citations."""
    bare = "e => [...e.childNodes].filter(part => part.nodeType === Node.TEXT_NODE).map(part => part.data).join('')"
    return str(page.locator("#kg-talk .kg-turn").nth(turn).locator(".kg-text").evaluate(bare))


def test_an_example_can_be_clicked(page: Page):
    """The first thing on the page is questions of several kinds, each of which the guide answers."""
    kinds = page.locator(".kg-welcome .kg-kind").all_text_contents()
    page.locator(".kg-welcome .kg-ask").first.click()

    expect(page.locator("#kg-talk .kg-turn .kg-tools")).to_be_visible()
    assert len(set(kinds)) == len(kinds) >= 4
    assert page.locator(".kg-turn.kg-refusal").count() == 0


def test_an_answer_comes_with_its_evidence(page: Page):
    """Paths, picture and highlighted lines stand beside the answer."""
    ask(page, DRIFT)

    assert MONITOR in answer(page)
    expect(page.locator("#kg-paths .kg-path").first).to_contain_text(MONITOR)
    expect(page.locator("#kg-paths .kg-path").first).to_contain_text("→")
    expect(page.locator(".kg-passage .kg-lit mark").first).to_be_visible()
    expect(page.locator("#kg-picture canvas").first).to_be_visible()
    expect(page.locator("#kg-picture details li").first).to_contain_text("→", use_inner_text=False)


def test_a_citation_shows_its_quote_and_opens_its_passage(page: Page):
    """Hovering a number shows the quote, clicking it brings the passage into view, and from there the guide opens."""
    ask(page, DRIFT)
    mark = page.locator("#kg-talk .kg-text .kg-cite").first
    number = mark.inner_text()
    mark.hover()
    quote = mark.get_attribute("data-quote")

    assert quote and quote in page.locator("#kg-tip").inner_text()

    mark.click()
    passage = page.locator(f'.kg-passage[data-passages~="{number}"]')
    expect(passage).to_be_in_viewport()
    expect(passage).to_have_class(re.compile("kg-flash"))

    passage.get_by_role("button", name="Read in the guide").click()
    expect(page.locator("dialog .kg-lit").first).to_be_in_viewport()
    page.keyboard.press("Escape")
    expect(page.locator("dialog[open]")).to_have_count(0)


def test_the_evidence_of_an_earlier_answer_comes_back(page: Page):
    """Clicking a citation of an earlier answer shows the evidence of that answer."""
    ask(page, DRIFT)
    ask(page, "What is the formula for accuracy?")
    page.locator("#kg-talk .kg-turn").first.locator(".kg-text .kg-cite").first.click()

    expect(page.locator("#kg-paths .kg-about")).to_have_text(DRIFT)
    expect(page.locator("#kg-talk .kg-turn").first).to_have_class(re.compile("kg-selected"))


def test_a_question_asked_meanwhile_waits_for_its_turn(page: Page):
    """A question sent while an answer is still being written is asked after it; a double click asks once."""
    page.fill("#kg-box textarea", DRIFT)
    page.press("#kg-box textarea", "Enter")
    page.press("#kg-box textarea", "Enter")
    page.fill("#kg-box textarea", "What is the formula for accuracy?")
    page.press("#kg-box textarea", "Enter")

    expect(page.locator("#kg-talk .kg-turn .kg-tools")).to_have_count(2)
    assert MONITOR in answer(page, 0)
    assert "Total Instances" in answer(page, 1)
    expect(page.locator("#kg-send")).to_be_visible()
    expect(page.locator("#kg-stop")).to_be_hidden()
    expect(page.locator("#kg-box textarea")).to_have_value("")


def test_a_follow_up_leans_on_the_talk(page: Page):
    """A question that names nothing is read with the one before, and the page says how."""
    ask(page, "What is the formula for precision?")
    ask(page, "and for recall?")

    assert "False Negatives" in answer(page)
    expect(page.locator("#kg-talk .kg-turn").last.locator(".kg-read")).to_contain_text("Recall", ignore_case=True)


def test_next_questions_can_be_clicked(page: Page):
    """Under an answer stand questions one step further, and clicking one asks it."""
    ask(page, DRIFT)
    following = page.locator("#kg-talk .kg-turn .kg-next .kg-ask").first
    question = following.inner_text()
    following.click()

    expect(page.locator("#kg-talk .kg-turn .kg-question").nth(1)).to_contain_text(question)
    expect(page.locator("#kg-talk .kg-turn .kg-tools")).to_have_count(2)


def test_a_refusal_offers_what_the_guide_does_answer(page: Page):
    """What the guide does not say is refused, with questions near it as buttons."""
    ask(page, "What does Amazon SageMaker Model Monitor cost per hour?")

    expect(page.locator(".kg-turn.kg-refusal")).to_have_count(1)
    page.locator(".kg-refusal .kg-next .kg-ask").first.click()
    expect(page.locator("#kg-talk .kg-turn .kg-tools")).to_have_count(2)
    assert page.locator(".kg-turn.kg-refusal").count() == 1


def test_a_pasted_choice_is_shown_with_its_options(page: Page):
    """The options of a pasted question are marked, each with a reason."""
    ask(page, CHOICE)

    chosen = page.locator(".kg-option.kg-chosen")
    assert MONITOR in chosen.inner_text()
    assert page.locator(".kg-option").count() == 4
    assert all(reason.strip() for reason in page.locator(".kg-option .kg-reason").all_text_contents())
    assert "A)" not in page.locator(".kg-question p").inner_text()


def test_a_question_is_edited_asked_again_and_copied(page: Page):
    """Editing replaces a question and what follows; asking again answers the same; copying takes the sources along."""
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    ask(page, "What is accuracy?")
    ask(page, DRIFT)
    page.locator("#kg-talk .kg-turn").first.get_by_role("button", name="Edit").click()
    expect(page.locator("#kg-editing")).to_contain_text("question 1")
    page.fill("#kg-box textarea", "What is the formula for accuracy?")
    page.press("#kg-box textarea", "Enter")
    expect(page.locator("#kg-talk .kg-turn .kg-tools")).to_have_count(1)
    first = answer(page)

    page.get_by_role("button", name="Ask again").click()
    page.wait_for_selector(".kg-live", state="attached")
    expect(page.locator("#kg-talk .kg-turn .kg-tools")).to_have_count(1)
    assert answer(page) == first

    page.get_by_role("button", name="Copy").click()
    page.wait_for_selector("#kg-said.kg-on")
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied.startswith(first)
    assert "aif-c01-ml-lifecycle.txt:" in copied


def test_stopping_takes_the_question_back(page: Page):
    """Stop ends an answer that is being written; the question stands in the box again and nothing is kept."""
    page.fill("#kg-box textarea", "Which AWS services are used in Deployment?")
    page.press("#kg-box textarea", "Enter")
    page.locator("#kg-stop").click()

    expect(page.locator("#kg-send")).to_be_visible()
    expect(page.locator("#kg-talk .kg-welcome")).to_be_visible()
    expect(page.locator("#kg-box textarea")).to_have_value("Which AWS services are used in Deployment?")


def test_after_a_stop_the_next_question_is_asked(page: Page):
    """What a student types after a stop is answered, in the conversation as it was."""
    ask(page, DRIFT)
    page.fill("#kg-box textarea", "Which AWS services are used in Deployment?")
    page.press("#kg-box textarea", "Enter")
    page.locator("#kg-stop").click()
    page.fill("#kg-box textarea", "What is the formula for accuracy?")
    page.press("#kg-box textarea", "Enter")

    expect(page.locator("#kg-talk .kg-turn .kg-tools")).to_have_count(2)
    assert "Total Instances" in answer(page)
    expect(page.locator("#kg-stop")).to_be_hidden()


def test_a_new_conversation_waits_for_the_answer_on_its_way(page: Page):
    """New, pressed while an answer is written, keeps that answer in its own conversation and begins an empty one."""
    page.fill("#kg-box textarea", DRIFT)
    page.press("#kg-box textarea", "Enter")
    page.get_by_role("button", name="New", exact=True).click()
    page.fill("#kg-box textarea", DRIFT)
    page.press("#kg-box textarea", "Enter")
    talks = page.get_by_label("Conversations of this browser").locator("option")

    expect(talks).to_have_text([DRIFT, DRIFT])
    expect(page.locator("#kg-talk .kg-turn .kg-tools")).to_have_count(1)


def test_a_question_raised_as_the_stream_closes_is_answered(context: BrowserContext, server: Server):
    """Gradio closes its stream of results when none is waited for; a question that comes just then is not lost."""
    page = context.new_page()
    page.add_init_script(LATE_CLOSE)
    ready(page, server)
    page.fill("#kg-box textarea", DRIFT)
    page.press("#kg-box textarea", "Enter")
    page.get_by_role("button", name="New", exact=True).click()
    page.fill("#kg-box textarea", "What is recall?")
    page.press("#kg-box textarea", "Enter")

    expect(page.locator("#kg-talk .kg-question")).to_contain_text("What is recall?")
    expect(page.locator("#kg-talk .kg-turn .kg-tools")).to_have_count(1)


def test_only_what_is_told_piece_by_piece_waits_in_the_queue(page: Page, watched: Watched):
    """The guide and another conversation are each a request of their own, which nothing can hold up."""
    ask(page, DRIFT)
    page.wait_for_function("kg.talk.now === null")
    before = joined(watched)
    page.locator('.kg-passage [data-act="read"]').first.click()
    expect(page.locator("dialog[open]")).to_be_visible()
    page.keyboard.press("Escape")
    page.get_by_role("button", name="New", exact=True).click()
    expect(page.locator(".kg-welcome")).to_be_visible()

    assert joined(watched) == before


def joined(watched: Watched) -> int:
    """How many events have joined the queue."""
    return sum("/queue/join" in url for url in watched.requests)


def test_conversations_are_found_again(page: Page, server: Server):
    """After a reload the conversation is there with its evidence; others can be begun, opened and deleted."""
    ask(page, DRIFT)
    ready(page, server)
    assert MONITOR in answer(page)
    expect(page.locator(".kg-passage").first).to_be_visible()

    page.get_by_role("button", name="New", exact=True).click()
    expect(page.locator(".kg-welcome")).to_be_visible()
    ask(page, "What is recall?")
    page.get_by_label("Conversations of this browser").select_option(label=DRIFT)
    expect(page.locator("#kg-talk .kg-question")).to_contain_text(DRIFT)

    page.get_by_role("button", name="Delete", exact=True).click()
    expect(page.locator(".kg-welcome")).to_be_visible()
    listed = page.get_by_label("Conversations of this browser").locator("option").all_text_contents()
    assert DRIFT not in listed
    assert "What is recall?" in listed


def test_an_unreadable_question_is_told_in_a_sentence(page: Page):
    """A question that is too long gets one sentence and is not kept."""
    page.fill("#kg-box textarea", "drift " * 2_000)
    page.press("#kg-box textarea", "Enter")

    expect(page.locator(".kg-error")).to_contain_text("characters")
    assert page.locator("text=Traceback").count() == 0


def test_a_question_is_text_and_nothing_else(page: Page):
    """Markup, Markdown and code in a question are shown as typed and run nothing."""
    hostile = '<img src=x onerror="window.hit=1"> **bold** [link](javascript:alert(1)) ${window.hit=1} {{constructor}}'
    ask(page, hostile)

    assert page.locator(".kg-question p").last.inner_text() == hostile
    assert page.evaluate("window.hit") is None
    assert page.locator("#kg-talk img, #kg-talk a").count() == 0


def test_conversations_of_many_browsers_do_not_mix(chromium: Browser, server: Server):
    """Twenty browsers ask at once; each sees its own question and answer only, and keeps them."""
    topics = ["Accuracy", "Precision", "Recall", "F1 Score", "Mean Squared Error"]
    pages: list[Page] = []
    for _ in range(20):
        context = chromium.new_context()
        context.set_default_timeout(WAIT)
        keep_inside(context, server, Watched())
        pages.append(context.new_page())
    try:
        for page in pages:
            ready(page, server)
        for number, page in enumerate(pages):
            page.fill("#kg-box textarea", f"What is {topics[number % len(topics)]}? (asked by {number})")
            page.press("#kg-box textarea", "Enter")
        for number, page in enumerate(pages):
            page.wait_for_selector("#kg-talk .kg-tools")
            assert page.locator("#kg-talk .kg-question p").all_text_contents() == [
                f"What is {topics[number % len(topics)]}? (asked by {number})"
            ]
            assert topics[number % len(topics)] in page.locator("#kg-paths").inner_text()
    finally:
        for page in pages:
            page.context.close()


def test_a_thing_in_a_path_opens_its_card(page: Page):
    """A chip of a path leads to the thing's card in the graph."""
    ask(page, DRIFT)
    page.locator("#kg-paths .kg-chip").first.click()

    expect(page.locator("#kg-card h2")).to_have_text(MONITOR)
    open_tab(page, "Ask")
    expect(page.locator("#kg-talk .kg-turn")).to_have_count(1)
