"""What a branch changed, as git tells it: files that differ from where the branch began, and new ones."""

import os
import subprocess
from collections.abc import Iterable, Sequence
from pathlib import Path

from corpusclean.errors import UsageError


class Changed:
    """Tells of a path whether the file differs from what it was at the revision, whether it is there or gone."""

    def __init__(self, paths: Iterable[str]) -> None:
        self._paths = frozenset(paths)
        self._folders: dict[str, tuple[str, bool]] = {}

    def __contains__(self, path: str) -> bool:
        folder, name = os.path.split(path)
        if folder not in self._folders:
            self._folders[folder] = self._looked_up(folder)
        real, all_of_it = self._folders[folder]
        return all_of_it or f"{real}/{name}" in self._paths

    def _looked_up(self, folder: str) -> tuple[str, bool]:
        """Return where a folder is, and whether all in it changed: git tells of a submodule as of one file."""
        real = os.path.realpath(folder or ".")
        return real, not self._paths.isdisjoint({real, *map(str, Path(real).parents)})

    def touches(self, path: str | Path) -> bool:
        """Tell whether a file changed, or anything in a folder."""
        whole = os.path.realpath(path)
        return str(path) in self or any(each.startswith(f"{whole}/") for each in self._paths)


def changed_since(revision: str, inputs: Sequence[Path]) -> Changed:
    """Return what changed in the repositories of the inputs since `revision` and this branch parted.

    What is not yet committed counts, and what git does not know yet, unless it is told to ignore it.
    Raises UsageError where an input is in no repository, where there is no such revision, or no common commit.
    """
    paths: set[str] = set()
    for root in sorted({_root(path) for path in inputs}):
        commit = _git(root, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}")
        if commit is None:
            raise UsageError(
                f"git knows no revision {revision!r} in {root}; fetch it (a checkout in CI often has one commit:"
                " fetch-depth: 0, GIT_DEPTH: 0), or name another"
            )
        base = _git(root, "merge-base", commit.strip(), "HEAD")
        if base is None:
            raise UsageError(
                f"{revision!r} and HEAD have no common commit in {root}; fetch the history (in CI: fetch-depth: 0,"
                " GIT_DEPTH: 0)"
            )
        # Where these fail nothing would seem to have changed.
        tracked = _git(root, "diff", "--name-only", "--no-renames", "--no-ext-diff", "-z", base.strip(), said=True)
        untracked = _git(root, "ls-files", "--others", "--exclude-standard", "-z", said=True)
        names = [*(tracked or "").split("\0"), *(untracked or "").split("\0")]
        paths.update(f"{root}/{name.rstrip('/')}" for name in names if name)
    return Changed(paths)


def _root(path: Path) -> str:
    """Return the root of the repository that holds a path."""
    folder = path if path.is_dir() else path.parent
    root = _git(str(folder), "rev-parse", "--show-toplevel", said=True)
    return os.path.realpath((root or "").removesuffix("\n"))


def _git(folder: str, *arguments: str, said: bool = False) -> str | None:
    """Return what git prints, None where it fails; where it is `said`, UsageError with git's own words."""
    try:
        done = subprocess.run(  # noqa: S603  # no shell; what comes from outside stands behind --end-of-options
            ["git", "-C", folder, *arguments],  # noqa: S607  # the git of whoever calls
            capture_output=True,
            check=False,
            stdin=subprocess.DEVNULL,
            env={**_environment(), "LC_ALL": "C", "GIT_OPTIONAL_LOCKS": "0"},
        )
    except OSError as error:
        raise UsageError(
            "--changed-since needs git, and there is none; install it, or leave the option out"
        ) from error
    if done.returncode == 0:
        return os.fsdecode(done.stdout)
    if said:
        lines = done.stderr.decode("utf-8", "replace").strip().splitlines()
        advice = next((line.strip() for line in lines if line.lstrip().startswith("git config ")), None)
        way_out = f"if you trust it: {advice}" if advice else "--changed-since needs a git repository"
        raise UsageError(f"{folder}: {lines[0] if lines else 'git failed'}; {way_out}")
    return None


def _environment() -> dict[str, str]:
    """Return the environment without what git tells its hooks of a repository.

    It is that of the folder in which they are started, and what git would take any other for, being sent there: a
    path of it would be asked for below, and every file be a new one. Who names a work tree, too, means it.
    """
    told = () if "GIT_WORK_TREE" in os.environ else ("GIT_DIR", "GIT_COMMON_DIR", "GIT_INDEX_FILE", "GIT_PREFIX")
    return {name: value for name, value in os.environ.items() if name not in told}
