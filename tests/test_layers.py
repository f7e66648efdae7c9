"""Arrows point one way. What a module may import is read from its source."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "corpusclean"
STEPS = ("read", "fix", "boilerplate", "annotate", "validate", "dedup")
ABOVE_STEPS = (
    "pipeline",
    "run",
    "write",
    "cli",
    "corpus",
    "verify",
    "explain",
    "report",
    "discover",
    "drift",
    "changed",
)


def imports(path: Path) -> set[str]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    modules = {node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) and node.module}
    return modules | {
        alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names
    }


def modules_of(step: str) -> list[Path]:
    single = PACKAGE / f"{step}.py"
    return [single] if single.exists() else sorted((PACKAGE / step).rglob("*.py"))


@pytest.mark.parametrize("step", STEPS)
def test_a_step_imports_neither_another_step_nor_what_is_above_it(step: str) -> None:
    forbidden = {f"corpusclean.{name}" for name in (*STEPS, *ABOVE_STEPS) if name != step}
    paths = modules_of(step)
    assert paths
    for path in paths:
        found = {name for name in imports(path) if any((name + ".").startswith(f"{bad}.") for bad in forbidden)}
        assert not found, f"{path.name} imports {found}"


def test_the_contracts_import_nothing_of_the_cleaners() -> None:
    for path in (ROOT / "schemas").rglob("*.py"):
        assert not {name for name in imports(path) if name.split(".")[0] == "corpusclean"}, path.name


def test_importing_the_contracts_loads_no_cleaner() -> None:
    code = (
        "import sys, corpusclean_schemas\n"
        "loaded = {'corpusclean', 'ftfy', 'langdetect', 're2', 'typer'} & set(sys.modules)\n"
        "sys.exit(', '.join(sorted(loaded)) or 0)\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_no_module_is_a_drawer() -> None:
    long = {path.name: len(path.read_text().splitlines()) for path in PACKAGE.rglob("*.py")}
    assert {name: length for name, length in long.items() if length > 400} == {}
