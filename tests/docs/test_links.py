"""Every link of every page leads to a file, and to a heading in it. No network is asked."""

import os
import re
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

import pytest

ROOT = Path(__file__).parents[2]
FENCE = re.compile(r"^(?P<mark>`{3,}|~{3,})[^\n]*\n.*?^(?P=mark)`*~* *$", re.MULTILINE | re.DOTALL)
CODE = re.compile(r"(?<!`)(`+)(?!`)(.+?)(?<!`)\1(?!`)", re.DOTALL)
LINK = re.compile(
    r"!?\[(?:[^\[\]]|\[[^\]]*\])*\]\(\s*<?([^)\s>]+)>?(?:\s+\"[^\"]*\")?\s*\)|<(?:a|img)\b[^>]*?(?:href|src)=\"([^\"]+)\""
)
DEFINITION = re.compile(r"^\[[^\]\n]+\]:\s*<?(\S+?)>?\s*$", re.MULTILINE)
ELSEWHERE = re.compile(r"^(?:https?:|mailto:)")
# A page that says docs/... without a link to it means a file all the same.
MENTION = re.compile(r"(?<![\w/.-])docs/[\w/-]+\.(?:md|svg)\b")


class Link(NamedTuple):
    page: str
    target: str


def tracked(*patterns: str) -> list[str]:
    """Return the files that git knows or would take up, as they are now."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "--", *patterns],
        cwd=ROOT, capture_output=True, text=True, check=True,
    ).stdout.splitlines()  # fmt: skip
    return sorted(name for name in set(listed) if (ROOT / name).is_file())


def without_code(text: str) -> str:
    """Leave code out: what stands there is no link."""
    return CODE.sub("", FENCE.sub("", text))


def links_of(text: str) -> Iterator[str]:
    text = without_code(text)
    for match in LINK.finditer(text):
        yield match[1] or match[2]
    yield from DEFINITION.findall(text)


@cache
def anchors(path: Path) -> frozenset[str]:
    """Return the anchors of a page's headings, made as GitHub and the built site make them."""
    seen: dict[str, int] = {}
    found = set()
    for heading in re.findall(
        r"^#{1,6}\s+(.*?)\s*#*$", FENCE.sub("", path.read_text(encoding="utf-8")), re.MULTILINE
    ):
        plain = re.sub(r"!?\[([^\]]*)\]\([^)]*\)", r"\1", heading)
        slug = re.sub(r"[^\w\- ]", "", plain.lower()).strip().replace(" ", "-")
        again = seen.get(slug, 0)
        seen[slug] = again + 1
        found.add(f"{slug}-{again}" if again else slug)
    return frozenset(found)


def wrong_with(link: Link) -> str | None:
    """Say what is wrong with a link, if anything is."""
    if ELSEWHERE.match(link.target):
        return None
    name, _, anchor = link.target.partition("#")
    page = ROOT / link.page
    path = Path(os.path.normpath(page.parent / name)) if name else page
    if not path.is_relative_to(ROOT) or not path.exists():
        return f"{link.page}: {link.target}: there is no such file"
    if anchor and anchor not in anchors(path):
        return (
            f"{link.page}: {link.target}: there is no such heading; there are {', '.join(sorted(anchors(path)))}"
        )
    return None


PAGES = tracked("*.md")


def test_the_pages_are_found() -> None:
    assert {"README.md", "CHANGELOG.md", "CONTRIBUTING.md", "docs/explanation/architecture.md"} <= set(PAGES)
    links = [link for page in PAGES for link in links_of((ROOT / page).read_text(encoding="utf-8"))]
    assert "docs/flow.svg" in links
    assert len(links) > 50


@pytest.mark.parametrize("page", PAGES)
def test_the_links_lead_somewhere(page: str) -> None:
    links = links_of((ROOT / page).read_text(encoding="utf-8"))
    assert [wrong for link in links if (wrong := wrong_with(Link(page, link)))] == []


def test_what_code_and_pages_say_of_docs_is_there() -> None:
    lost = [
        f"{name}: {mention}"
        for name in tracked("*.py", "*.md", "*.toml", "*.yml", "*.yaml", "Makefile", "*.html", "*.mk")
        for mention in MENTION.findall((ROOT / name).read_text(encoding="utf-8"))
        if not (ROOT / mention).is_file()
    ]
    assert lost == []


@pytest.mark.parametrize(
    ("target", "says"),
    [
        pytest.param("gone.md", "no such file", id="a page that is not there"),
        pytest.param("docs/explanation/format.md#nothing", "no such heading", id="a heading that is not there"),
        pytest.param("#nothing", "no such heading", id="a heading of its own that is not there"),
        pytest.param("../README.md", "no such file", id="outside of the project"),
    ],
)
def test_a_broken_link_is_told(target: str, says: str) -> None:
    (found,) = links_of(f"`[a](b)` and\n```\n[c](d)\n```\n[see `x`]({target})\n")
    assert says in str(wrong_with(Link("README.md", found)))


@pytest.mark.parametrize("page", [page for page in PAGES if page.startswith("docs/") and page != "docs/index.md"])
def test_a_page_says_first_whom_it_is_for(page: str) -> None:
    title, empty, first = (ROOT / page).read_text(encoding="utf-8").split("\n")[:3]
    assert (title[:2], empty) == ("# ", "")
    assert first.startswith("For whoever "), f"below its title a page begins 'For whoever ...', not {first!r}"


def test_every_page_is_in_the_index() -> None:
    index = (ROOT / "docs/index.md").read_text(encoding="utf-8").split("\n")
    wanted = [page.removeprefix("docs/").removesuffix(".md") for page in PAGES if page.startswith("docs/")]
    assert [page for page in wanted if page != "index" and index.count(page) != 1] == [], (
        "in docs/index.md once each"
    )
