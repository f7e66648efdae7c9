"""The snippets for GitLab and make do what they say."""

import os
import shutil
import subprocess
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
import yaml
from conftest import TIMEOUT
from integrations.conftest import BAD, GOOD, ROOT, commit, environment, git, write

JOB = yaml.safe_load((ROOT / "examples/ci/gitlab-ci.yml").read_text(encoding="utf-8"))["corpus"]
MAKEFILE = ROOT / "examples/ci/corpus.mk"


@pytest.fixture
def scratch(tmp_path: Path) -> Path:
    place = write(tmp_path / "scratch", {"raw/good.txt": GOOD, "raw/old.txt": GOOD.replace("bridge", "quay")})
    commit(place)
    return place


def gitlab(place: Path, project: Path, **more: str) -> subprocess.CompletedProcess[str]:
    """Run the lines of the job as GitLab's runner does: one script that ends with the first that fails."""
    variables = {
        **JOB["variables"],
        "CORPUSCLEAN": str(project),
        "CI_PROJECT_DIR": str(place),
        "CI": "true",
        **more,
    }
    script = "\n".join(JOB["script"])
    return subprocess.run(
        ["bash", "-eo", "pipefail", "-c", script],
        cwd=place, env=environment(**variables), capture_output=True, text=True, check=False, timeout=TIMEOUT,
    )  # fmt: skip


def test_the_gitlab_job_fails_on_findings_and_reports_them(scratch: Path, project: Path) -> None:
    done = gitlab(scratch, project)
    assert done.returncode == 0, done.stderr
    assert JOB["artifacts"]["when"] == "always"
    report = scratch / JOB["artifacts"]["reports"]["junit"]
    assert ET.parse(report).getroot().get("failures") == "0"  # noqa: S314  # our own

    base = git(scratch, "rev-parse", "HEAD")
    write(scratch, {"raw/bad.txt": BAD})
    done = gitlab(scratch, project)
    assert done.returncode == 1, done.stderr
    assert "raw/bad.txt:1:1: error header.missing" in done.stdout
    assert ET.parse(report).getroot().get("failures") == "1"  # noqa: S314  # our own

    head = commit(scratch)  # of this merge request nothing is wrong
    write(scratch, {"raw/new.txt": GOOD.replace("council", "court")})
    assert gitlab(scratch, project, CI_MERGE_REQUEST_DIFF_BASE_SHA=base).returncode == 1
    assert gitlab(scratch, project, CI_MERGE_REQUEST_DIFF_BASE_SHA=head).returncode == 0


def make(place: Path, *targets: str) -> subprocess.CompletedProcess[str]:
    outside = {name: value for name, value in os.environ.items() if not name.startswith(("MAKE", "MFLAGS"))}
    path = environment()["PATH"]
    return subprocess.run(
        ["make", "--no-print-directory", *targets],
        cwd=place, env={**outside, "PATH": path}, capture_output=True, text=True, check=False, timeout=TIMEOUT,
    )  # fmt: skip


def test_the_makefile_checks_cleans_proves_and_compares(scratch: Path) -> None:
    shutil.copy(MAKEFILE, scratch)
    (scratch / "Makefile").write_text("include corpus.mk\n")
    for target, says in (
        ("check-corpus", "2 documents: 2 clean"),
        ("clean-corpus", "2 documents: 2 clean"),
        ("verify-corpus", "2 documents are what they were"),
    ):
        done = make(scratch, target)
        assert done.returncode == 0, done.stderr
        assert says in done.stdout + done.stderr
    manifest = scratch / "build" / "corpus" / "manifest.json"
    before = manifest.stat()
    again = make(scratch, "clean-corpus")
    assert "build/corpus already is what this run would make; it was left as it is." in again.stderr
    assert (manifest.stat().st_ino, manifest.stat().st_mtime_ns) == (before.st_ino, before.st_mtime_ns)
    kept = ["corpusclean", "diff", "build/corpus", "--save-profile", "corpus-profile.json"]
    subprocess.run(kept, cwd=scratch, check=True, env=environment(PYTHONPATH=""))
    assert make(scratch, "diff-corpus").returncode == 0
    (scratch / "raw" / "old.txt").unlink()
    done = make(scratch, "diff-corpus")
    assert done.returncode == 2
    assert "drift: documents found: 2 -> 1" in done.stdout
