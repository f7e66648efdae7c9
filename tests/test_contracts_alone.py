"""Where the contracts are installed without the cleaners' packages, whatever needs those says what to install."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import SEEDS

import corpusclean as cc
from corpusclean import cli
from corpusclean.errors import lacking

ROOT = Path(__file__).parent.parent


@pytest.fixture
def without(tmp_path: Path) -> dict[str, str]:
    """Return an environment in which what a test puts into `gone` is found first."""
    (tmp_path / "gone").mkdir()
    path = os.pathsep.join([str(tmp_path / "gone"), str(ROOT), str(ROOT / "schemas")])
    return {**os.environ, "PYTHONPATH": path}


def lose(tmp_path: Path, module: str) -> None:
    (tmp_path / "gone" / f"{module}.py").write_text(f"raise ModuleNotFoundError('gone', name={module!r})")


def python(*arguments: str | Path, env: dict[str, str]) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, *arguments], capture_output=True, text=True, check=False, env=env)


@pytest.mark.parametrize("module", ["typer", "rich", "re2", "ftfy", "pycld2", "yaml"])
def test_a_command_says_in_a_line_what_is_not_installed(
    tmp_path: Path, without: dict[str, str], module: str
) -> None:
    lose(tmp_path, module)
    done = python("-m", "corpusclean", "explain", SEEDS / "006_8b4a686bbbae1869.txt", env=without)
    message = f"corpusclean: {module} is not installed, and the cleaners need it: pip install corpusclean"
    assert done.returncode == 3
    assert done.stderr.startswith(message)
    assert done.stderr.count("\n") == 1


@pytest.mark.parametrize("name", ["clean", "load_settings", "read_documents", "restore", "write_corpus"])
def test_a_name_of_the_package_says_what_is_not_installed(
    tmp_path: Path, without: dict[str, str], name: str
) -> None:
    for module in ("re2", "rapidfuzz", "yaml"):
        lose(tmp_path, module)
    done = python("-c", f"from corpusclean import {name}", env=without)
    said = done.stderr.splitlines()[-1]
    assert said.startswith(f"ImportError: corpusclean.{name}: ")
    assert "pip install corpusclean" in said
    assert python("-c", "import corpusclean; corpusclean.UsageError", env=without).returncode == 0


@pytest.mark.parametrize("module", ["pandera", "pyarrow"])
def test_the_contracts_say_what_they_stand_on(tmp_path: Path, without: dict[str, str], module: str) -> None:
    lose(tmp_path, module)
    done = python("-c", "import corpusclean_schemas", env=without)
    said = (
        f'ImportError: {module} is not installed, and the contracts need it: pip install "pandera[pandas]" pyarrow'
    )
    assert done.stderr.splitlines()[-1] == said


def test_a_schema_of_polars_asks_for_polars(tmp_path: Path, without: dict[str, str]) -> None:
    lose(tmp_path, "polars")
    code = "import corpusclean_schemas as s; s.polars_schema(s.Edit)"
    done = python("-c", code, env=without)
    assert done.stderr.splitlines()[-1] == "ImportError: polars is not installed: pip install polars"


def test_a_module_of_ours_that_is_not_there_is_a_fault(monkeypatch: pytest.MonkeyPatch) -> None:
    assert lacking(ModuleNotFoundError("gone", name="corpusclean.run.gone")) is None
    monkeypatch.setitem(cc._HOMES, "clean", "gone")
    with pytest.raises(ModuleNotFoundError, match=r"corpusclean\.gone"):
        _ = cc.clean


def test_the_command_that_is_installed_is_the_one_that_is_tested() -> None:
    scripts = (ROOT / "pyproject.toml").read_text(encoding="utf-8").partition("[project.scripts]\n")[2]
    assert scripts.startswith('corpusclean = "corpusclean.__main__:main"\n')
    assert callable(cli.main)
