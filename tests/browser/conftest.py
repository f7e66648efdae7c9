"""A real browser, Debian's Chromium, without a network; and a corpus made for the page."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from page_texts import files
from playwright.sync_api import Browser, sync_playwright

from corpusclean.run.job import clean_corpus
from corpusclean.settings import load_settings


@pytest.fixture(scope="session")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Clean the made-up documents of `page_texts`."""
    place = tmp_path_factory.mktemp("page")
    for name, content in files():
        path = place / "raw" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
    clean_corpus([place / "raw"], place / "corpus", load_settings(None, [place / "raw"]))
    return place / "corpus"


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """Start the system's Chromium. It is no part of the environment: `make test-browser` installs it."""
    found = shutil.which("chromium") or shutil.which("chromium-browser")
    assert found, "no Chromium; on Debian and Ubuntu: apt-get install chromium, or make test-browser as root"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=["--no-sandbox"])
        yield browser
        browser.close()
