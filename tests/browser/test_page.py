"""The page in a real browser: it asks for nothing, runs nothing of a document, and can be used by everybody."""

import re
import tomllib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from page_texts import HOSTILE
from playwright.sync_api import Browser, Page, expect

Open = Callable[..., Page]

PHONE = {"width": 360, "height": 780}
DESK = {"width": 1280, "height": 900}


class Heard(list[str]):
    """What a page asked for and complained about."""


@pytest.fixture
def heard() -> Heard:
    return Heard()


@pytest.fixture
def opened(chromium: Browser, corpus: Path, heard: Heard) -> Iterator[Open]:
    """Open the page of the corpus, offline; every request but that for itself, and every message, is heard."""
    contexts = []

    def show(*, viewport: Any = DESK, **options: Any) -> Page:
        context = chromium.new_context(viewport=viewport, offline=True, **options)
        contexts.append(context)
        page = context.new_page()
        address = (corpus / "report.html").as_uri()
        page.on("console", lambda message: heard.append(f"{message.type}: {message.text}"))
        page.on("pageerror", lambda error: heard.append(f"error: {error}"))
        page.on("request", lambda request: None if request.url == address else heard.append(request.url))
        page.goto(address)
        return page

    yield show
    for context in contexts:
        context.close()


def open_everything(page: Page) -> None:
    page.evaluate("for (const each of document.querySelectorAll('details')) each.open = true")


def violations(page: Page) -> list[str]:
    found = Axe().run(page).response["violations"]
    return [f"{each['id']}: {each['help']}: {each['nodes'][0]['html'][:200]}" for each in found]


def test_it_asks_for_nothing_and_complains_of_nothing(opened: Open, heard: Heard) -> None:
    page = opened()
    open_everything(page)
    page.wait_for_timeout(200)
    assert heard == []


def test_a_broken_policy_would_be_heard(opened: Open, heard: Heard) -> None:
    """The ears work: what the policy forbids is heard as a request that is wanted, and as a complaint."""
    page = opened()
    canary = "https://canary.example/a.png"
    complains = page.expect_console_message(lambda message: "Content Security Policy" in message.text)
    with complains, page.expect_request(canary):
        page.evaluate(f"document.body.insertAdjacentHTML('beforeend', '<img src={canary}>')")
    assert any("Content Security Policy" in each for each in heard)
    assert canary in heard


def test_text_of_documents_is_only_text(opened: Open, heard: Heard) -> None:
    page = opened()
    open_everything(page)
    assert page.title().startswith("Corpus report")
    assert "canary" not in page.title()
    assert heard == []
    told = page.inner_text("main")
    assert HOSTILE in told  # it is shown, letter by letter
    assert "{{7*7}}" in told
    assert "\u202e" not in told
    assert page.locator("script").count() == 1
    assert page.locator("img, iframe, object, embed, link, form, b[onmouseover]").count() == 0
    attributes = "[...document.querySelectorAll('*')].flatMap((each) => each.getAttributeNames())"
    assert not [name for name in page.evaluate(attributes) if name.startswith("on") or name == "style"]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("viewport", [DESK, PHONE], ids=["desk", "phone"])
def test_everybody_can_use_it(opened: Open, viewport: dict[str, int], scheme: str) -> None:
    page = opened(viewport=viewport, color_scheme=scheme)
    assert violations(page) == []
    open_everything(page)
    assert violations(page) == []


def test_dark_is_dark(opened: Open) -> None:
    paper = "getComputedStyle(document.body).backgroundColor"
    assert opened(color_scheme="light").evaluate(paper) == "rgb(251, 250, 247)"
    assert opened(color_scheme="dark").evaluate(paper) == "rgb(21, 24, 27)"


def test_a_phone_needs_no_scrolling_sideways(opened: Open) -> None:
    page = opened(viewport=PHONE)
    open_everything(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    wide = """[...document.querySelectorAll('main *')].filter((each) => !each.closest('.scroll, pre, svg, .vh')
        && each.getBoundingClientRect().right > innerWidth + 1).map((each) => each.outerHTML.slice(0, 120))"""
    assert page.evaluate(wide) == []


def test_print_shows_tables_whole_and_no_tools(opened: Open) -> None:
    page = opened()
    page.emulate_media(media="print")
    assert not page.locator("nav").is_visible()
    assert not page.locator(".tools").first.is_visible()
    cut = "[...document.querySelectorAll('.scroll')].filter((it) => it.scrollHeight > it.clientHeight + 2).length"
    assert page.evaluate(cut) == 0
    assert page.pdf(format="A4").startswith(b"%PDF")


def test_it_says_the_same_without_scripts(opened: Open) -> None:
    live, still = opened(), opened(java_script_enabled=False)
    assert still.locator("#t-rules tbody tr").count() == live.locator("#t-rules tbody tr").count() > 0
    assert not still.locator(".tools").first.is_visible()
    assert not still.locator(".tray").is_visible()
    still.locator("details.decide summary").first.click()
    expect(still.locator("details.decide code").first).to_be_visible()


def column(page: Page, table: str, number: int) -> list[str]:
    return list(page.locator(f"#{table} tbody tr:visible > :nth-child({number})").all_inner_texts())


def test_tables_sort_by_a_click_and_by_the_keyboard(opened: Open) -> None:
    page = opened()
    head = page.locator("#t-rules th", has_text="Characters gone")
    head.locator("button").click()
    figures = [int(text.replace(",", "")) for text in column(page, "t-rules", 8)]
    assert figures == sorted(figures, reverse=True)
    assert len(set(figures)) > 1
    assert head.get_attribute("aria-sort") == "descending"
    name = page.locator("#t-rules th button", has_text="Rule")
    name.focus()
    page.keyboard.press("Enter")
    names = column(page, "t-rules", 1)
    assert names == sorted(names)
    page.keyboard.press("Enter")
    assert column(page, "t-rules", 1) == names[::-1]
    assert page.locator("#t-rules [aria-sort]").count() == 1


def test_tables_filter(opened: Open) -> None:
    page = opened()
    outlets = page.locator("#t-outlets tbody tr:visible > :first-child")
    page.get_by_label("Filter outlets").fill("moor MAIL")
    expect(outlets).to_have_text(["Moor Mail"])
    expect(page.locator("#outlets [role=status]")).to_contain_text(re.compile("^1 of "))
    page.get_by_label("Filter outlets").fill("")
    expect(outlets).not_to_have_count(1)
    assert outlets.count() > 4


def test_a_link_opens_what_it_leads_to(opened: Open) -> None:
    page = opened()
    link = page.locator("#t-rules a").last
    target = page.locator(link.get_attribute("href") or "")
    for _ in range(2):  # also where the address has it already
        page.evaluate("for (const each of document.querySelectorAll('details')) each.open = false")
        link.click()
        expect(target).to_have_attribute("open", "")


def test_decisions_are_collected_and_are_lines_of_toml(opened: Open) -> None:
    page = opened(permissions=["clipboard-read", "clipboard-write"])
    open_everything(page)
    tray = page.locator(".tray")
    assert not tray.is_visible()
    boxes = page.locator(".pick input")
    for number in range(boxes.count()):
        boxes.nth(number).check()
    expect(tray).to_be_visible()
    told = page.evaluate("document.querySelector('.tray pre').textContent")
    decided = tomllib.loads(told)
    assert set(decided) == {"keep", "leave_out"}
    assert f"</title>{HOSTILE}" in decided["leave_out"]
    page.locator(".tray [data-copy]").click()
    page.wait_for_function("document.querySelector('.tray [role=status]').textContent !== ''")
    assert page.evaluate("navigator.clipboard.readText()") == told
    page.locator(".tray [data-clear]").click()
    expect(tray).to_be_hidden()


def test_every_bar_has_a_tooltip_and_the_figures_of_its_table(opened: Open) -> None:
    page = opened()
    open_everything(page)
    for section in ("dates", "lengths"):
        bars = page.locator(f"#{section} svg.columns g.column title").all_text_contents()
        rows = [row.inner_text().split("\t") for row in page.locator(f"#t-{section} tbody tr").all()]
        assert bars
        assert [bar.rsplit(": ", 1)[0] for bar in bars] == [name for name, _ in rows]
        assert [bar.rsplit(": ", 1)[1].split()[0] for bar in bars] == [count for _, count in rows]


def test_the_keyboard_reaches_what_it_must_and_shows_where_it_is(opened: Open) -> None:
    page = opened()
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    seen = set()
    for _ in range(60):
        page.keyboard.press("Tab")
        seen.add(page.evaluate("document.activeElement.tagName"))
        outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
        assert outline != "none", page.evaluate("document.activeElement.outerHTML.slice(0, 120)")
    assert {"A", "BUTTON", "SUMMARY", "DIV", "INPUT"} <= seen


def test_a_phone_tells_what_a_reason_means_and_cuts_no_table_of_reasons(opened: Open) -> None:
    for viewport, beside in ((PHONE, True), (DESK, False)):
        page = opened(viewport=viewport)
        assert page.locator("#rejected details .narrow").first.is_visible() is beside
        assert page.locator("#t-codes td.roomy").first.is_visible() is not beside
    page = opened(viewport=PHONE)
    for table in ("#t-codes", "#t-books"):
        wide = page.locator(table).evaluate("each => [each.scrollWidth, each.parentElement.clientWidth]")
        assert wide[0] <= wide[1], table
