"""The hooks that ship, run by a real pre-commit in a scratch repository, installed as it installs them."""

import subprocess
import sys
from pathlib import Path

import pytest
from conftest import TIMEOUT
from integrations.conftest import BAD, GOOD, commit, environment, git, write

PRE_COMMIT = Path(sys.executable).with_name("pre-commit")
CONFIG = """
repos:
  - repo: {project}
    rev: {revision}
    hooks:
      - id: corpusclean-check
        files: ^raw/
      - id: corpusclean-check-folder
        args: [raw/]
        stages: [manual]
"""


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("pre-commit-home")


@pytest.fixture
def scratch(tmp_path: Path, project: Path) -> Path:
    """A repository with a corpus, whose settings name what is a document, and the hooks."""
    place = tmp_path / "scratch"
    revision = git(project, "rev-parse", "HEAD")
    write(
        place,
        {
            ".pre-commit-config.yaml": CONFIG.format(project=project, revision=revision),
            "README.md": "# No document\n",
            "raw/corpusclean.toml": 'include = ["*.txt"]\n',
            "raw/README.md": "# None either\n",
            "raw/2021/good.txt": GOOD,
        },
    )
    commit(place)
    return place


def pre_commit(place: Path, home: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [PRE_COMMIT, "run", "--color", "never", *arguments],
        cwd=place,
        env=environment(PRE_COMMIT_HOME=str(home)),
        capture_output=True,
        text=True,
        check=False,
        timeout=TIMEOUT,
    )


@pytest.mark.xdist_group("pre-commit")
def test_the_hook_passes_good_documents_and_points_at_bad_ones(scratch: Path, home: Path) -> None:
    done = pre_commit(scratch, home, "--all-files")
    assert done.returncode == 0, done.stdout + done.stderr
    assert "corpusclean check" in done.stdout
    assert "Passed" in done.stdout

    write(scratch, {"raw/2021/bad one.txt": BAD, "elsewhere.txt": BAD})
    git(scratch, "add", ".")
    done = pre_commit(scratch, home)
    assert done.returncode == 1, done.stdout + done.stderr
    assert "raw/2021/bad one.txt:1:1: error header.missing: " in done.stdout
    assert "elsewhere" not in done.stdout
    assert "README" not in done.stdout


@pytest.mark.xdist_group("pre-commit")
@pytest.mark.parametrize("options", ["", "[--fail-on, warning, --]"])
def test_a_name_is_no_option_of_the_hook(scratch: Path, project: Path, home: Path, options: str) -> None:
    config = f"""
repos:
  - repo: {project}
    rev: {git(project, "rev-parse", "HEAD")}
    hooks:
      - id: corpusclean-check
        {options and f"args: {options}"}
"""
    settings = 'include = ["*.txt", "-*"]\n'
    (scratch / "raw/corpusclean.toml").unlink()
    write(scratch, {".pre-commit-config.yaml": config, "corpusclean.toml": settings, "bad.txt": BAD})
    write(scratch, dict.fromkeys(["--fail-on=never", "-y.txt", "--"], GOOD))
    git(scratch, "add", "--all")
    done = pre_commit(scratch, home)
    assert done.returncode == 1, done.stdout + done.stderr
    assert "bad.txt:1:1: error header.missing: " in done.stdout
    assert "exit code: 1" in done.stdout


@pytest.mark.xdist_group("pre-commit")
def test_the_folder_hook_sees_duplicates_among_all(scratch: Path, home: Path) -> None:
    write(scratch, {"raw/2022/copy.txt": GOOD.replace("2021", "2022"), "raw/bad.txt": BAD})
    git(scratch, "add", ".")
    done = pre_commit(scratch, home, "--hook-stage", "manual", "corpusclean-check-folder", "--all-files")
    assert done.returncode == 1, done.stdout + done.stderr
    assert "raw/bad.txt:1:1: error header.missing: " in done.stdout
    assert "copy" not in done.stdout  # a duplicate is no reason to fail a commit


def test_the_hooks_are_what_pre_commit_takes(project: Path) -> None:
    done = subprocess.run(
        [PRE_COMMIT, "validate-manifest", project / ".pre-commit-hooks.yaml"],
        env=environment(), capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout
