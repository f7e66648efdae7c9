"""Where a file is, as a CI system wants it: from the root of the repository."""

import os
from collections.abc import Mapping
from pathlib import Path

from corpusclean.storage.url import is_url

_ROOTS = ("GITHUB_WORKSPACE", "CI_PROJECT_DIR")
"""Where GitHub and GitLab say that the repository is checked out."""


def repository_root(environment: Mapping[str, str] = os.environ) -> str:
    """Return the root of the repository: as the CI system says, the folder that holds `.git`, or this folder."""
    here = os.path.realpath(Path.cwd())
    for name in _ROOTS:
        root = os.path.realpath(environment.get(name) or os.sep)
        if root != os.sep and _within(here, root):
            return root
    for folder in (Path(here), *Path(here).parents):
        if (folder / ".git").exists():
            return str(folder)
    return here


def from_root(path: str, root: str) -> str:
    """Return a path from the root of the repository, or whole where it lies elsewhere. Always with slashes."""
    if is_url(path):
        return path
    folder, name = os.path.split(path)
    whole = os.path.join(os.path.realpath(folder or "."), name)  # noqa: PTH118  # of a name that is no path here
    return Path(os.path.relpath(whole, root) if _within(whole, root) else whole).as_posix()


def _within(path: str, root: str) -> bool:
    return path == root or path.startswith(root.rstrip(os.sep) + os.sep)
