"""A document that carries every kind of hostile content, followed through every output there is."""

import getpass
import html.parser
import json
import os
import re
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest
from conftest import Folder, Run
from typer.testing import CliRunner

from corpusclean import cli

ESCAPE, BELL, OVERRIDE = "\x1b", "\x07", "\u202e"
HTML = '<img src=x onerror="canary()"><script>canary()</script>'
COMMANDS = ["::error file=x::canary", "##[error]canary", "::add-mask::canary", "::stop-commands::canary"]
FORMULAS = ["=cmd|'/c canary'!A1", "+canary()", "@canary()", "\t=canary()"]
MARKUP = "[/red] [link=https://canary.example]x[/link] {0.__class__} %s %(canary)s ${canary}"
TEXT = "\n\n".join(
    [
        f"A canary sings of {HTML} in the morning.",
        f"It turns red {ESCAPE}[31mcanary{ESCAPE}[0m and rings{ESCAPE}]0;canary{BELL} and runs {OVERRIDE}back.",
        *COMMANDS,
        *FORMULAS,
        MARKUP,
    ]
)
DOCUMENT = f" date 2021-12-13\n title {HTML}\n\n{TEXT}\n"
REJECT = f" date {ESCAPE}[31m{HTML}::error::canary\n title {FORMULAS[0]}\n\n{TEXT}\n"
NAME = "canary <b>&\n::error::canary\x1b[31m.txt"


@pytest.fixture
def raw(folder: Folder) -> Path:
    return folder({"a.txt": DOCUMENT, "b.txt": REJECT, "c.txt": DOCUMENT, NAME: REJECT})


class Page(html.parser.HTMLParser):
    """Notes what a browser would run or load because of the canary."""

    def __init__(self) -> None:
        super().__init__()
        self.bad: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        for name, value in attrs:
            if name.startswith("on") or (name in ("src", "href") and "canary" in (value or "").split("#")[0]):
                self.bad.append(f"<{tag} {name}={value!r}>")
        if tag in ("img", "b") and not attrs:
            self.bad.append(tag)


def lines(text: str) -> Iterator[str]:
    yield from re.split(r"[\n\r]", text)


def said(raw: Path, out: Path) -> dict[str, str]:
    """Whatever is printed about the canary, by command."""
    commands: dict[str, tuple[str | Path, ...]] = {
        "clean": ("clean", raw, "--out", out),
        "clean json": ("clean", raw, "--out", out.with_name("second"), "--json"),
        "check": ("check", raw, "--verbose"),
        "sniff": ("sniff", raw),
        "explain file": ("explain", raw / "a.txt"),
        "explain reject": ("explain", raw / "b.txt"),
        "explain document": ("explain", "a.txt", "--corpus", out),
        "verify": ("verify", out),
        **{f"check {form}": ("check", raw, "--format", form) for form in ("json", "github", "sarif", "junit")},
    }
    printed = {}
    for name, command in commands.items():
        done = CliRunner().invoke(cli.app, [str(part) for part in command], env={"GITHUB_ACTIONS": "true"})
        assert done.exit_code in (0, 1), (name, done.stderr)
        assert "Traceback" not in done.stderr
        printed[name] = done.stdout + done.stderr
    return printed


def test_a_canary_goes_through_every_output_and_nothing_obeys_it(raw: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    for name, text in said(raw, out).items():
        assert ESCAPE not in text, name
        assert BELL not in text, name
        assert OVERRIDE not in text, name
        for line in lines(text):
            start = line.lstrip()
            assert not start.startswith(("##[", "::add-mask", "::stop-commands::canary")), (name, line)
            if start.startswith("::"):
                # Only the format for GitHub says commands, and each is of ours: it has a file, and no other in it.
                assert name == "check github", (name, line)
                assert re.match(r"::(error|warning|notice) file=[^:]*(,|::)", start), line
                assert "::canary" not in start.split(" ", 1)[0], line
        if name in ("check json", "check sarif", "clean json"):
            json.loads(text.partition("\n\n")[0] if name == "clean json" else text[: text.rindex("}") + 1])

    page = Page()
    page.feed((out / "report.html").read_text(encoding="utf-8"))
    assert page.bad == []
    assert "<script>canary" not in (out / "report.html").read_text(encoding="utf-8")
    assert not list(out.rglob("*.csv"))


def test_no_artefact_tells_of_the_machine_that_made_it(raw: Path, run: Run, tmp_path: Path) -> None:
    out = tmp_path / "out"
    assert run("clean", raw, "--out", out, CANARY="canary-of-the-environment").returncode == 0
    told = [str(tmp_path), str(raw), str(Path.home()), "canary-of-the-environment"]
    told += [name for name in (socket.gethostname(), getpass.getuser()) if len(name) > 4]
    told += [os.environ["XDG_CACHE_HOME"]]
    for path in sorted(each for each in out.rglob("*") if each.is_file()):
        data = path.read_bytes()
        if path.suffix != ".parquet":
            assert not [word for word in told if word.encode() in data and word != "/root"], path.name
        else:
            import pyarrow.parquet as pq

            table = pq.read_table(path)
            shown = f"{table.schema.metadata} {table.to_pylist()}"
            assert not [word for word in told if word in shown and word != "/root"], path.name
