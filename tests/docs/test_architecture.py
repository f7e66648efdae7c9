"""The tree in the page on architecture is the tree that is there."""

import re
import subprocess
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs/explanation/architecture.md").read_text(encoding="utf-8")
TREE = PAGE.split("## The tree")[1].split("```")[1]
PACKAGES = ("corpusclean/", "schemas/corpusclean_schemas/")

WORDS = 20
"""A line that begins further in goes on with the words of the one above it."""


def named() -> Iterator[str]:
    """Yield the modules and folders (with a slash at the end) that the tree names, by their paths."""
    folders: list[tuple[int, str]] = []
    for line in TREE.splitlines():
        indent = len(line) - len(line.lstrip())
        if indent < WORDS and line.strip():
            folders = [each for each in folders if each[0] < indent]
            if entry := re.match(r"\s*([\w/]+/)(?:\s|$)", line):
                folders.append((indent, entry[1]))
                yield "".join(name for _, name in folders)
        within = "".join(name for _, name in folders)
        if "a module for each" not in line:
            for name in re.findall(r"[\w/]+\.py\b", line):
                yield ("corpusclean/" if "/" in name else within) + name


def test_every_module_is_named_or_its_folder_where_none_of_it_is() -> None:
    names = set(named())
    told = {f"{PurePosixPath(name).parent}/" for name in names if name.endswith(".py")}
    lacking = []
    for path in sorted(path for package in PACKAGES for path in (ROOT / package).rglob("*.py")):
        name, folder = str(path.relative_to(ROOT)), f"{path.parent.relative_to(ROOT)}/"
        if not path.name.startswith("__") and name not in names and (folder in told or folder not in names):
            lacking.append(name)
    assert lacking == [], "docs/explanation/architecture.md, The tree"


def test_what_is_named_is_there() -> None:
    assert [name for name in named() if not (ROOT / name).exists()] == []


def test_every_folder_at_the_top_is_named() -> None:
    done = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True)
    folders = {f"{name.split('/')[0]}/" for name in done.stdout.splitlines() if "/" in name}
    assert {name for name in folders if not name.startswith(".")} - set(named()) == set()
