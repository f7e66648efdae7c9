"""The built site: every link within it leads somewhere, and a reader's browser asks nobody else. `make docs`."""

import re
from html.parser import HTMLParser
from pathlib import Path
from typing import NamedTuple
from urllib.parse import unquote, urlsplit

import pytest

ROOT = Path(__file__).parents[2]
SITE = ROOT / "build" / "docs"
# A link that is followed by hand is no request; these are made by the browser itself.
FETCHED = {"src", "srcset", "data", "poster", "action", "background"}
IN_STYLE = re.compile(r"(?:url\(\s*['\"]?|@import\s+['\"]?)(?P<target>[^'\")\s]+)")
IN_SCRIPT = re.compile(r"(?:fetch|importScripts|import|open|sendBeacon)\(\s*['\"`](?:https?:)?//")


class Reference(NamedTuple):
    tag: str
    attribute: str
    target: str


class Page(HTMLParser):
    """What a page refers to, and what in it can be referred to."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.references: list[Reference] = []
        self.anchors: set[str] = set()
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        for name, value in attrs:
            if name == "id" and value:
                self.anchors.add(value)
            elif value and (name in FETCHED or name == "href"):
                self.references.append(Reference(tag, name, value))


def pages() -> dict[Path, Page]:
    assert (SITE / "index.html").exists(), "the site is not built: make docs"
    return {path: Page(path.read_text(encoding="utf-8")) for path in SITE.rglob("*.html")}


@pytest.fixture(scope="module")
def site() -> dict[Path, Page]:
    return pages()


def fetched(reference: Reference) -> bool:
    """Tell whether a browser follows it by itself."""
    return reference.attribute in FETCHED or (reference.attribute == "href" and reference.tag == "link")


def test_a_page_for_every_source(site: dict[Path, Page]) -> None:
    wanted = {path.relative_to(ROOT / "docs").with_suffix(".html") for path in (ROOT / "docs").rglob("*.md")}
    assert len(wanted) > 20
    assert wanted <= {path.relative_to(SITE) for path in site}


def test_a_browser_fetches_nothing_from_elsewhere(site: dict[Path, Page]) -> None:
    elsewhere = [
        f"{path.relative_to(SITE)}: {reference}"
        for path, page in site.items()
        for reference in page.references
        if fetched(reference) and (urlsplit(reference.target).netloc or reference.target.startswith("//"))
    ]
    assert elsewhere == []


def test_styles_and_scripts_fetch_nothing_from_elsewhere() -> None:
    styles = [*SITE.rglob("*.css"), *SITE.rglob("*.html")]
    asked = [
        f"{path.relative_to(SITE)}: {target}"
        for path in styles
        for target in IN_STYLE.findall(path.read_text(encoding="utf-8"))
        if urlsplit(target).scheme not in {"", "data"} or target.startswith("//")
    ]
    assert asked == []
    scripts = [*SITE.rglob("*.js"), *SITE.rglob("*.html")]
    assert [path.name for path in scripts if IN_SCRIPT.search(path.read_text(encoding="utf-8"))] == []


def test_links_lead_to_pages_and_anchors(site: dict[Path, Page]) -> None:
    lost = []
    for path, page in site.items():
        for reference in page.references:
            parts = urlsplit(reference.target)
            if parts.scheme or parts.netloc:
                continue
            target = (path.parent / unquote(parts.path)).resolve() if parts.path else path
            known = site[target].anchors if target in site else set()
            if not target.is_file() or (
                parts.fragment and target in site and unquote(parts.fragment) not in known
            ):
                lost.append(f"{path.relative_to(SITE)}: {reference.target}")
    assert sorted(set(lost)) == []


def test_nothing_of_the_machine_is_in_it() -> None:
    texts = [path for path in SITE.rglob("*") if path.suffix in {".html", ".js", ".css", ".inv"}]
    assert [path.name for path in texts if str(ROOT).encode() in path.read_bytes()] == []
