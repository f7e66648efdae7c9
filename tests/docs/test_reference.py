"""The reference is what the code says, and the code says something of everything."""

import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from corpusclean.boilerplate.rule import load_pack, parse_rule
from corpusclean.codes import CODES
from corpusclean.decisions import DecisionLines
from corpusclean.settings import Settings, settings_from
from docs.derive import __main__ as derive
from docs.derive.cli import commands, help_of
from docs.derive.settings import keys, meanings

ROOT = Path(__file__).parents[2]
REFERENCE = ROOT / "docs" / "reference"
KEYS = list(keys())


def first_column(page: str) -> list[str]:
    text = (REFERENCE / page).read_text(encoding="utf-8")
    return re.findall(r"^\| `([^`]+)` \|", text, re.MULTILINE)


def test_the_pages_are_what_the_code_says() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "docs.derive", "--check"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stdout) == (0, ""), done.stdout + done.stderr


def test_a_rule_that_cannot_be_read_is_told_in_a_line(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(derive, "PAGES", {"rules.md": lambda: parse_rule("version = 1", "rules/a.toml").id})
    assert derive.main("--check") == 2
    told = capsys.readouterr().err.splitlines()
    assert told
    assert all(line.startswith("rules/a.toml:1: ") for line in told)


@pytest.mark.parametrize(
    ("model", "name"), [pytest.param(model, name, id=f"{section}.{name}") for section, model, name, _ in KEYS]
)
def test_every_key_says_what_it_does(model: type, name: str) -> None:
    said = meanings(model).get(name, "")
    assert said.endswith((".", "...")), f"{model.__name__}.{name}: a sentence is missing below it"


def test_the_keys_are_all_that_a_file_may_set() -> None:
    """Counted otherwise than the page counts them."""
    whole = Settings().model_dump()
    sections = {name for name, value in whole.items() if isinstance(value, dict)} - {"fields", "decisions"}
    there = {("", name) for name in whole if name not in {*sections, "decisions"}}
    there |= {(section, name) for section in sections for name in whole[section]}
    assert {(section, name) for section, _, name, _ in KEYS} == there
    assert len(KEYS) == len(there)


def test_the_page_of_settings_has_every_key_and_no_other() -> None:
    rows = first_column("settings.md")
    wanted = [name for _, _, name, _ in KEYS]
    of_a_file = list(DecisionLines.model_fields)
    assert [row for row in rows if row in {*wanted, *of_a_file}] == [*wanted, *of_a_file]


def test_the_page_of_codes_has_every_code_once() -> None:
    assert sorted(first_column("codes.md")) == sorted(CODES)


def test_the_page_of_rules_has_every_rule_once() -> None:
    assert sorted(first_column("rules.md")) == sorted(rule.id for rule in load_pack(()).rules)


def test_the_page_of_commands_has_every_command_and_option() -> None:
    page = (REFERENCE / "cli.md").read_text(encoding="utf-8")
    named = [" ".join(words) for words in commands()]
    sources = [path.read_text(encoding="utf-8") for path in (ROOT / "corpusclean" / "cli").glob("*.py")]
    registered = sum(
        len(re.findall(r"^@\w+\.command\(|^app\.add_typer\(", text, re.MULTILINE)) for text in sources
    )
    assert len(named) == registered
    assert {"clean", "rules list", "schema diff"} <= set(named)
    assert re.findall(r"^## corpusclean (.+)$", page, re.MULTILINE) == named
    assert "--max-rejects" in help_of(("clean",))


def test_the_settings_that_the_page_shows_are_settings() -> None:
    page = (REFERENCE / "settings.md").read_text(encoding="utf-8")
    (block,) = re.findall(r"^```toml\n(.*?)^```", page, re.MULTILINE | re.DOTALL)
    assert settings_from(tomllib.loads(block), "settings.md").dates.order == "dmy"


def test_the_tools_of_the_site_are_named_once() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    named = (ROOT / "docs" / "requirements.in").read_text(encoding="utf-8").split()
    assert project["optional-dependencies"]["docs"] == named
