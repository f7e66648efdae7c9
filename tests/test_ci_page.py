"""What docs/how-to/ci.md shows can be done as it says."""

import re
import shlex
from pathlib import Path

import console
import typer
import yaml

from corpusclean import cli
from corpusclean.cli.outputs import NAMES
from corpusclean.report.formats import FORMATS
from corpusclean.settings import Drifting

ROOT = Path(__file__).parent.parent
PAGE = (ROOT / "docs" / "how-to" / "ci.md").read_text(encoding="utf-8")


def blocks(language: str) -> list[str]:
    return [text for name, text in console.blocks(PAGE) if name == language]


def first_column(head: str) -> set[str]:
    """Return what is set in code in the first column of a table."""
    table = PAGE.partition(head)[2].partition("\n\n")[0]
    cells = (line.split("|")[1] for line in table.splitlines() if line.startswith("|"))
    return {name for cell in cells for name in re.findall(r"`([\w-]+)`", cell)}


def test_every_command_of_the_page_is_one() -> None:
    lines = [line for block in blocks("") for line in block.splitlines()]
    assert len(lines) == 7
    commands = typer.main.get_command(cli.app).commands  # type: ignore[attr-defined]  # a group
    for line in lines:
        program, name, *words = shlex.split(line)
        assert program == "corpusclean"
        commands[name].make_context(name, words)


def test_the_page_names_every_format_input_and_setting() -> None:
    assert set(FORMATS) == set(NAMES) == first_column("| format |")
    inputs = yaml.safe_load((ROOT / "action.yml").read_text(encoding="utf-8"))["inputs"]
    assert set(inputs) == first_column("| input |")
    assert set(Drifting.model_fields) == first_column("| setting under")


def test_the_yaml_of_the_page_gives_what_is_taken() -> None:
    action, hooks = (yaml.safe_load(block) for block in blocks("yaml"))
    inputs = yaml.safe_load((ROOT / "action.yml").read_text(encoding="utf-8"))["inputs"]
    assert set(action[0]["with"]) <= set(inputs)
    shipped = {
        hook["id"] for hook in yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
    }
    assert {hook["id"] for hook in hooks["repos"][0]["hooks"]} <= shipped
    args = re.findall(r"`args: (\[-.*?\])`", PAGE)
    assert args
    assert all(yaml.safe_load(each)[-1] == "--" for each in args)
    assert set(re.findall(r"`(corpusclean-check[\w-]*)`", PAGE)) == shipped
