"""The pictures of the README show what comes out today, are light, and ask nobody for anything."""

import re
import struct
from html import unescape
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from typer.testing import CliRunner

from corpusclean import cli

ROOT = Path(__file__).parent.parent
EXPLAIN = (ROOT / "docs/pictures/explain.svg").read_text(encoding="utf-8")
README = (ROOT / "README.md").read_text(encoding="utf-8")


def letters(text: str) -> str:
    """Return a text without blanks: where a terminal breaks its lines is its own business."""
    return re.sub(r"\s+", "", text)


def test_the_terminal_shows_what_explain_prints(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    shown = "".join(node.text or "" for node in ET.fromstring(EXPLAIN).iter("{http://www.w3.org/2000/svg}text"))  # noqa: S314  # our own
    command = re.match(r"\$corpuscleanexplain(seeds/\w+\.txt)", letters(shown))
    assert command
    said = CliRunner().invoke(cli.app, ["explain", command[1]], catch_exceptions=False).stdout
    plain = re.sub(r"\[-|-\]|\{\+|\+\}", "", said)  # on a terminal colours tell
    assert letters(unescape(shown)).removeprefix(command[0]) == letters(plain), "renew it: make pictures"


def test_the_report_is_a_picture_of_a_window() -> None:
    head = (ROOT / "docs/pictures/report.png").read_bytes()[:24]
    assert head[:8] == b"\x89PNG\r\n\x1a\n"
    width, height = struct.unpack(">II", head[16:24])
    assert 1000 <= width <= 1400
    assert 600 <= height <= 1200


@pytest.mark.parametrize("name", ["explain.svg", "report.png"])
def test_a_picture_is_light_and_says_what_it_shows(name: str) -> None:
    assert (ROOT / "docs/pictures" / name).stat().st_size < 150_000
    (text,) = re.findall(rf"!\[([^\]]*)\]\(docs/pictures/{name}\)", README)
    assert len(text) > 80


def test_the_picture_of_the_terminal_asks_for_nothing() -> None:
    assert set(re.findall(r"https?://[^\"' )]+", EXPLAIN)) == {"http://www.w3.org/2000/svg"}
    assert "<script" not in EXPLAIN
    assert "@import" not in EXPLAIN
