"""Every command and snippet of the README runs, and prints what the README says."""

import shutil
import tomllib
from collections.abc import Iterator
from pathlib import Path

import console
import pytest
from console import shell, shown

from corpusclean.settings import settings_from

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")


def blocks(language: str) -> list[str]:
    return [text for name, text in console.blocks(README) if name == language]


def sessions() -> Iterator[tuple[str, str]]:
    """Yield each command of the README's console blocks with the output that it shows."""
    for block in blocks("console"):
        yield from console.commands(block)


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the seeds, and the same files as somebody's raw ones."""
    folder = tmp_path_factory.mktemp("readme")
    shutil.copytree(ROOT / "seeds", folder / "seeds")
    shutil.copytree(ROOT / "seeds", folder / "raw")
    return folder


@pytest.mark.xdist_group("readme")
def test_the_console_blocks_say_what_is_printed(place: Path) -> None:
    told = list(sessions())
    assert told[0][0] == "make clean-corpus"
    for command, output in told:
        done = shell(command, ROOT if command.startswith("make") else place)
        assert done.returncode == (1 if "--max-rejects 0" in command else 0), done.stderr
        assert shown(output).fullmatch(done.stdout), f"{command} printed:\n{done.stdout}"


def test_the_other_command_is_there() -> None:
    assert "make test\n" in blocks("")
    done = shell("make --dry-run test", ROOT)
    assert done.returncode == 0
    assert "-m pytest" in done.stdout


def test_the_python_snippets_run(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(place)
    names: dict[str, object] = {}
    for snippet in blocks("python"):
        exec(compile(snippet, "README.md", "exec"), names)  # noqa: S102  # the README's own words
    assert len(names["english"]) == 8  # type: ignore[arg-type]  # a frame


def test_the_settings_are_settings() -> None:
    (text,) = blocks("toml")
    settings = settings_from(tomllib.loads(text), "README.md")
    assert settings.max_rejects == "2%"
    assert settings.boilerplate.policy["reporting_credit"] == "annotate"
