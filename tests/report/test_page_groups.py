"""What the page says of duplicates of duplicates, and of one of a thing."""

import re
from html import unescape
from pathlib import Path

import pytest
from conftest import Folder
from page_texts import article

import corpusclean as cc


@pytest.fixture
def page(folder: Folder, tmp_path: Path) -> str:
    """Clean a story, the same story with another end, and that one once more, letter by letter."""
    story = "\n\n".join(article("Tarn", number) for number in range(1, 4))
    other = f"{story}\n\nThe ferry will be late all week, its captain said."
    raw = folder(
        {
            "a.txt": f" date 2021-03-01\n\n{story}\n\nShare this article\n",
            "b.txt": f" date 2021-03-02\n\n{other}\n",
            "c.txt": f" date 2021-03-03\n\n{other}\n",
        }
    )
    cc.write_corpus(cc.clean(cc.read_documents(raw)), tmp_path / "corpus")
    return (tmp_path / "corpus/report.html").read_text(encoding="utf-8")


def told_of(page: str, address: str) -> str:
    """Return what the section on duplicates says of one document, without its markup."""
    section = page.partition('<section id="duplicates">')[2].partition("</section>")[0]
    (figure,) = [
        each
        for each in re.findall(r"<figure>.*?</figure>", section, re.DOTALL)
        if f'mono">{address}<' in each.partition("</span>")[0] + "<"
    ]
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", figure)).split())


def test_a_copy_is_held_against_what_it_copies(page: str) -> None:
    assert "ferry" in told_of(page, "b.txt")
    copy = told_of(page, "c.txt")
    assert "exact" in copy
    assert "beside b.txt" in copy
    assert "The same text, letter by letter." in copy
    assert "ferry" not in copy


def test_one_of_a_thing_is_told_of_as_one(page: str) -> None:
    section = page.partition('<section id="strange">')[2].partition("</section>")[0]
    assert re.search(r'>1 <span class="soft roomy">notice</span>', section)
    assert not re.search(r'>1 <span class="soft">\w+s</span>', section)
