"""The built documentation in a real browser: on a desk and a phone, in the dark, by keyboard, searched offline."""

import functools
import http.server
import re
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

SITE = Path(__file__).parents[2] / "build" / "docs"
DESK = {"width": 1280, "height": 900}
PHONE = {"width": 360, "height": 780}
PAGES = ("index", "tutorial", "how-to/ci", "reference/settings", "reference/columns", "explanation/reliability")

Open = Callable[..., Page]


class Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    """Serve the site on loopback, as a web server would."""
    assert (SITE / "index.html").exists(), "the site is not built: make docs"
    handler = functools.partial(Quiet, directory=str(SITE))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_address[1]}/"
        server.shutdown()
        thread.join()


@pytest.fixture
def heard() -> list[str]:
    """What pages asked of others, and complained about."""
    return []


@pytest.fixture
def opened(chromium: Browser, address: str, heard: list[str]) -> Iterator[Open]:
    contexts = []

    def show(name: str, *, viewport: Any = DESK, **options: Any) -> Page:
        context = chromium.new_context(viewport=viewport, **options)
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda message: heard.append(f"{message.type}: {message.text}"))
        page.on("pageerror", lambda error: heard.append(f"error: {error}"))
        ours = (address, "data:")
        page.on("request", lambda asked: None if asked.url.startswith(ours) else heard.append(asked.url))
        page.goto(f"{address}{name}.html")
        return page

    yield show
    for context in contexts:
        context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name", PAGES)
def test_a_page_can_be_read_by_everybody(name: str, scheme: str, opened: Open, heard: list[str]) -> None:
    page = opened(name, color_scheme=scheme)
    found = Axe().run(page).response["violations"]
    assert [f"{each['id']}: {each['nodes'][0]['html'][:200]}" for each in found] == []
    assert heard == []


@pytest.mark.parametrize("name", PAGES)
def test_a_phone_need_not_scroll_sideways_but_in_tables_and_code(name: str, opened: Open) -> None:
    page = opened(name, viewport=PHONE)
    assert page.evaluate("document.documentElement.scrollWidth") == PHONE["width"]


def test_the_dark_is_dark(opened: Open) -> None:
    background = "getComputedStyle(document.body).backgroundColor"
    light, dark = (opened("index", color_scheme=scheme).evaluate(background) for scheme in ("light", "dark"))
    assert light != dark


def test_the_search_finds_and_asks_nobody_else(opened: Open, heard: list[str]) -> None:
    page = opened("search")
    page.locator(".sidebar-search").first.fill("mojibake")
    page.keyboard.press("Enter")
    expect(page.locator("#search-results ul.search")).to_contain_text("Fidelity")
    assert heard == []


def test_the_search_works_from_a_disk(chromium: Browser) -> None:
    context = chromium.new_context(offline=True)
    page = context.new_page()
    page.goto(f"{(SITE / 'search.html').as_uri()}?q=mojibake")
    expect(page.locator("#search-results ul.search")).to_contain_text("Fidelity")
    context.close()


def test_the_keyboard_goes_to_the_text_first(opened: Open) -> None:
    page = opened("tutorial")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent").strip().startswith("Skip to content")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("#furo-main-content$"))
