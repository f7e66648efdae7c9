"""Arrows point one way. What a module may import is read from its source."""

import ast
import subprocess
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "corpusclean"
SHARED = {
    *(
        "codes",
        "decisions",
        "envelope",
        "errors",
        "frame",
        "languages",
        "ledger",
        "original",
        "outlet",
        "refusals",
        "settings",
    ),
    *("suffixes", "tally", "withheld", "working"),
}
STEPS = {"read", "fix", "boilerplate", "annotate", "validate", "dedup"}
MAY: Mapping[str, set[str]] = {
    **dict.fromkeys(SHARED, SHARED),
    **dict.fromkeys(STEPS, SHARED),
    "storage": SHARED,
    "read": SHARED | {"storage"},
    "settings": SHARED | {"boilerplate", "discover"},  # why: docs/explanation/architecture.md
    "pipeline": SHARED | STEPS,
    "write": SHARED | STEPS | {"pipeline", "report", "storage"},
    "run": SHARED | STEPS | {"pipeline", "report", "write", "storage", "corpus"},
}
"""What of the package a module of it, or one of a folder of it, may import, beside what is in the same folder."""


def imports(path: Path) -> set[str]:
    """Return what a module imports, wherever in it: of `from corpusclean import run`, `corpusclean.run`."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path.name}: a relative import"
            found |= {f"{node.module}.{alias.name}" for alias in node.names}
    return found


def parts(paths: Iterable[Path]) -> set[str]:
    """Return the parts of the package, its modules and folders, that modules import."""
    return {name.split(".")[1] for path in paths for name in imports(path) if name.startswith("corpusclean.")}


def modules_of(part: str) -> list[Path]:
    single = PACKAGE / f"{part}.py"
    return [single] if single.exists() else sorted((PACKAGE / part).rglob("*.py"))


@pytest.mark.parametrize("part", sorted(MAY))  # workers must agree on the order
def test_arrows_point_one_way(part: str) -> None:
    paths = modules_of(part)
    assert paths
    assert parts(paths) - {part} <= MAY[part]


def test_nothing_imports_the_commands() -> None:
    others = [path for path in PACKAGE.rglob("*.py") if PACKAGE / "cli" not in path.parents]
    assert [path.name for path in others if "cli" in parts([path])] == ["__main__.py"]


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
