"""What users' machines have and tests must make: the project as a repository, pip that needs no network."""

import os
import shutil
import site
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent
SHIPPED = (
    "pyproject.toml", "hatch_build.py", "README.md", "LICENSE", ".pre-commit-hooks.yaml", "action.yml",
    "corpusclean", "schemas",
)  # fmt: skip
GOOD = " date 2021-12-13\n\nThe council met on Monday and will vote on the new bridge in the spring.\n"
BAD = "No header stands above this article.\n"


def environment(**more: str) -> dict[str, str]:
    """Return an environment without what this process has of git and of CI systems, in which pip needs no network.

    What corpusclean needs is found where it is installed already; corpusclean itself is not: a file of paths that
    an editable install leaves there is only read where Python starts.
    """
    ours = ("GIT_", "GITHUB_", "CI_", "PIP_", "RUNNER_", "MAKE", "MFLAGS", "PRE_COMMIT", "VIRTUAL_ENV", "PYTHON")
    outside = {name: value for name, value in os.environ.items() if not name.startswith(ours)}
    binaries = f"{Path(sys.executable).parent}:{outside['PATH']}"
    return {
        **outside,
        "PATH": binaries,
        "PYTHONPATH": ":".join(site.getsitepackages()),
        "PIP_NO_INDEX": "1",
        "PIP_NO_DEPS": "1",
        "PIP_NO_BUILD_ISOLATION": "0",  # pip reads it the other way around: no isolation
        "PIP_DISABLE_PIP_VERSION_CHECK": "1",
        "GIT_CONFIG_GLOBAL": os.devnull,
        **more,
    }


@pytest.fixture(scope="session")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The project as it ships, in a folder of its own that is a git repository."""
    place = tmp_path_factory.mktemp("project") / "corpusclean"
    place.mkdir()
    for name in SHIPPED:
        source = ROOT / name
        if source.is_dir():
            shutil.copytree(source, place / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(source, place / name)
    commit(place)
    return place


def git(place: Path, *arguments: str) -> str:
    """Run git as somebody, whatever is configured here."""
    who = ["-c", "user.name=somebody", "-c", "user.email=somebody@example.org", "-c", "commit.gpgsign=false"]
    done = subprocess.run(
        ["git", *who, *arguments], cwd=place, env=environment(), capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def commit(place: Path) -> str:
    """Put all that is in a folder into a commit of its repository, which is made if need be. Returns its hash."""
    if not (place / ".git").exists():
        git(place, "init", "-q", "-b", "main")
    git(place, "add", "--all", "--force")
    git(place, "commit", "-qm", "as it is")
    return git(place, "rev-parse", "HEAD")


def write(place: Path, files: dict[str, str]) -> Path:
    """Write files below a folder."""
    for name, text in files.items():
        (place / name).parent.mkdir(parents=True, exist_ok=True)
        (place / name).write_text(text)
    return place
