"""What is released: wheel and sdist hold what they should, and what publishes them has no key to lose."""

import re
import shutil
import subprocess
import sys
import tarfile
import tomllib
import zipfile
from email import message_from_bytes
from pathlib import Path
from typing import Any

import pytest
import yaml
from check_distributions import problems, tracked

ROOT = Path(__file__).parent.parent
VERSION = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]
RELEASE, TEST = (
    (ROOT / f".github/workflows/{name}.yml").read_text(encoding="utf-8") for name in ("release", "test")
)
WORKFLOW: dict[Any, Any] = yaml.safe_load(RELEASE)
TESTED: dict[Any, Any] = yaml.safe_load(TEST)


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("dist")
    subprocess.run(
        [sys.executable, "-m", "build", "--no-isolation", "--outdir", place, ROOT],
        check=True,
        stdout=subprocess.PIPE,
    )
    return place


@pytest.mark.xdist_group("release")
def test_wheel_and_sdist_hold_what_they_should(built: Path) -> None:
    assert list(problems(built, tracked())) == []
    assert {path.name for path in built.iterdir()} == {
        f"corpusclean-{VERSION}-py3-none-any.whl",
        f"corpusclean-{VERSION}.tar.gz",
    }
    done = subprocess.run(
        [sys.executable, "-m", "twine", "check", "--strict", *built.iterdir()],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout


@pytest.mark.xdist_group("release")
def test_what_is_missing_or_too_much_is_told(built: Path, tmp_path: Path) -> None:
    (wheel,), (sdist,) = built.glob("*.whl"), built.glob("*.tar.gz")
    shutil.copy(sdist, tmp_path)
    left_out, added = "corpusclean_schemas/edit.py", "notes/secret.pem"
    with zipfile.ZipFile(wheel) as old, zipfile.ZipFile(tmp_path / wheel.name, "w") as new:
        for name in old.namelist():
            if name != left_out:
                new.writestr(name, old.read(name))
        new.writestr(added, "x")
    assert list(problems(tmp_path, tracked())) == [
        f"{wheel.name}: lacks {left_out}",
        f"{wheel.name}: should not hold {added}",
        f"{added}: may be a secret",
    ]
    assert list(problems(built, {*tracked(), "new.py"})) == [f"{sdist.name}: lacks new.py"]


@pytest.mark.xdist_group("release")
def test_the_wheel_says_what_it_is_and_needs(built: Path) -> None:
    (wheel,) = built.glob("*.whl")
    with zipfile.ZipFile(wheel) as packed:
        about = message_from_bytes(packed.read(f"corpusclean-{VERSION}.dist-info/METADATA"))
    assert (about["Name"], about["Version"], about["Requires-Python"]) == ("corpusclean", VERSION, ">=3.11")
    assert about["License-Expression"] == "Apache-2.0"
    core = [each for each in about.get_all("Requires-Dist", []) if "extra ==" not in each]
    assert core
    assert all(">=" in each for each in core), "a dependency without a lower bound that was tested"
    assert about["Description-Content-Type"] == "text/markdown"
    shown = str(about.get_payload())
    assert "From a folder of text files to a corpus" in shown
    repository = dict(each.split(", ", 1) for each in about.get_all("Project-URL", []))["Repository"]
    links = re.findall(r"(!?)\[(?:[^\[\]]|\[[^\]]*\])*\]\(([^)\s]+)\)", shown)
    assert len(links) > 30
    leading = {"!": f"{repository}/raw/v{VERSION}/", "": f"{repository}/blob/v{VERSION}/"}
    for mark, target in links:
        assert target.startswith((leading[mark], "#", "https:")), target
        place = target.removeprefix(leading[mark]).split("#")[0]
        assert not target.startswith(leading[mark]) or (ROOT / place).exists(), target


@pytest.mark.xdist_group("release")
def test_the_same_commit_gives_the_same_bytes(built: Path, tmp_path: Path) -> None:
    again = ["-m", "build", "--no-isolation", "--wheel", "--outdir", str(tmp_path), str(ROOT)]
    subprocess.run([sys.executable, *again], check=True, stdout=subprocess.PIPE)
    (wheel,), (second,) = built.glob("*.whl"), tmp_path.glob("*.whl")
    assert wheel.read_bytes() == second.read_bytes()


def test_no_link_leads_out_of_the_sdist(built: Path) -> None:
    (sdist,) = built.glob("*.tar.gz")
    with tarfile.open(sdist) as packed:
        assert [member.name for member in packed if not (member.isfile() or member.isdir())] == []


def test_the_version_is_released_and_has_its_changes() -> None:
    assert re.fullmatch(r"\d+\.\d+\.\d+", VERSION)
    changes = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    assert re.search(rf"^## {re.escape(VERSION)}$", changes, re.MULTILINE)


@pytest.mark.parametrize(
    "name", [f"{place}requirements.lock" for place in ("", "docs/", "tests/browser/", "tests/spark/")]
)
def test_every_locked_requirement_has_a_hash(name: str) -> None:
    text = (ROOT / name).read_text(encoding="utf-8").replace("\\\n", " ")
    lines = [line for line in text.splitlines() if line.strip() and not line.lstrip().startswith("#")]
    assert lines
    assert [line[:60] for line in lines if "==" not in line or "--hash=sha256:" not in line] == []
    assert "://" not in text, "a lock names no host"


def test_the_lock_has_what_the_project_asks_for() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extras = project["optional-dependencies"]
    asked = [*project["dependencies"], *extras["test"], *extras["lint"]]
    names = {re.split(r"[\[<>=]", each)[0].lower() for each in asked if not each.startswith("corpusclean")}
    locked = set(
        re.findall(r"^([a-z0-9.-]+)==", (ROOT / "requirements.lock").read_text(encoding="utf-8"), re.MULTILINE)
    )
    assert names - locked == set()


def test_nothing_is_published_but_by_trust() -> None:
    assert WORKFLOW["permissions"] == {}
    assert WORKFLOW[True] == {"push": {"tags": ["v*"]}}  # YAML takes the key `on` for true
    build, publish = WORKFLOW["jobs"]["build"], WORKFLOW["jobs"]["publish"]
    assert build["permissions"] == {"contents": "read"}
    assert publish["permissions"] == {"id-token": "write"}
    assert publish["environment"] == "pypi"
    assert publish["needs"] == "build"
    assert build["needs"] == "test"
    assert "secrets." not in RELEASE + TEST
    assert all("run" not in step for step in publish["steps"]), "what holds the token runs no script"


def test_what_is_published_is_built_of_the_lock_alone() -> None:
    """The tests install newest versions without hashes: what they leave behind must not reach what is built."""
    runs = [step["run"] for step in WORKFLOW["jobs"]["build"]["steps"] if "run" in step]
    assert [run for run in runs if ".ci/run" in run or "fresh" in run or "install" in run] == []
    assert WORKFLOW["jobs"]["test"] == {
        "uses": "./.github/workflows/test.yml",
        "permissions": {"contents": "read"},
    }


def test_every_change_is_tested_and_without_rights() -> None:
    assert TESTED[True] == {"push": {"branches": ["main"]}, "pull_request": None, "workflow_call": None}
    assert TESTED["permissions"] == {"contents": "read"}
    ((name, job),) = TESTED["jobs"].items()
    assert (name, "permissions" in job) == ("test", False)
    assert [step["run"] for step in job["steps"] if "run" in step] == [".ci/run"]


def test_every_action_is_pinned_by_its_hash() -> None:
    used = re.findall(r"uses: ([^.\s]\S*)", RELEASE + TEST + (ROOT / "action.yml").read_text(encoding="utf-8"))
    assert len(used) >= 8
    assert [each for each in used if not re.fullmatch(r"[\w./-]+@[0-9a-f]{40}", each)] == []


@pytest.mark.parametrize("target", ["strace", "test-browser", "test-spark"])
def test_what_a_target_installs_it_installs_with_sudo_where_it_is_not_root(target: str) -> None:
    done = subprocess.run(
        ["make", "--dry-run", target], cwd=ROOT, capture_output=True, text=True, check=True
    )  # fmt: skip
    assert re.findall(r"(\S+) apt-get -qq (?:update|install)", done.stdout) == ["$root", "$root"]


def test_the_help_of_make_names_what_a_recipe_asks_for() -> None:
    done = subprocess.run(["make", "help"], cwd=ROOT, capture_output=True, text=True, check=True)
    asked = re.findall(r"`make ([a-z-]+)", (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8"))
    assert asked
    assert {f"make {target}" for target in asked} - set(
        re.findall(r"^  (make \S+)", done.stdout, re.MULTILINE)
    ) == set()


@pytest.mark.parametrize(
    "name", ["README.md", "docs/how-to/ci.md", "examples/ci/github.yml", "examples/ci/gitlab-ci.yml"]
)
def test_what_readers_copy_names_this_release(name: str) -> None:
    text = (ROOT / name).read_text(encoding="utf-8")
    named = re.findall(r"corpusclean/corpusclean@(\S+)|rev: (\S+)|CORPUSCLEAN: corpusclean==(\S+)", text)
    assert named
    assert {"".join(each).removeprefix("v") for each in named} == {VERSION}


@pytest.mark.parametrize(("tag", "code"), [(f"v{VERSION}", 0), ("v99.0.0", 1), (VERSION, 1), ("$(id)", 1)])
def test_a_tag_must_be_the_version(tag: str, code: int) -> None:
    (step,) = [step for step in WORKFLOW["jobs"]["build"]["steps"] if step.get("name") == "The tag is the version"]
    done = subprocess.run(
        ["bash", "-eo", "pipefail", "-c", step["run"]],
        cwd=ROOT, env={"GITHUB_REF_NAME": tag, "PATH": f"{Path(sys.executable).parent}:/usr/bin:/bin"},
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == code, done.stderr
