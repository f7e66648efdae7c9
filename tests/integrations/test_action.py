"""The composite action: its steps run as GitHub runs them, in the environment that GitHub gives them."""

import json
import re
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest
import yaml
from conftest import TIMEOUT
from integrations.conftest import BAD, GOOD, ROOT, commit, environment, git, write

ACTION = yaml.safe_load((ROOT / "action.yml").read_text(encoding="utf-8"))
EXPRESSION = re.compile(r"\$\{\{(.*?)\}\}")


class Done:
    """What became of a job of one use of the action."""

    def __init__(self) -> None:
        self.outcome = "success"
        self.log = ""
        self.outputs: dict[str, dict[str, str]] = {}
        self.used: list[str] = []
        self.summary = ""


def evaluated(expression: str, inputs: Mapping[str, str], done: Done) -> Any:
    """Return what an expression of the few kinds that the action has comes to."""

    def value(match: re.Match[str]) -> str:
        kind, name, output = match.group("kind"), match.group("name"), match.group("output")
        return repr(inputs[name] if kind == "inputs" else done.outputs[name][output])

    python = re.sub(
        r"(?P<kind>inputs|steps)\.(?P<name>[\w-]+)(?:\.outputs\.(?P<output>[\w-]+))?", value, expression
    )
    python = python.replace("!cancelled()", "True").replace("&&", " and ").replace("||", " or ")
    return eval(python, {"__builtins__": {}})  # noqa: S307  # of our own action.yml


def substituted(text: str, inputs: Mapping[str, str], done: Done) -> str:
    return EXPRESSION.sub(lambda match: str(evaluated(match.group(1), inputs, done)), text)


def use(workspace: Path, project: Path, temporary: Path, **given: str) -> Done:
    """Use the action in a workspace as `uses:` would. Steps that are other actions are noted, not run."""
    given = {name.replace("_", "-"): value for name, value in given.items()}
    assert set(given) <= set(ACTION["inputs"])
    inputs = {name: str(given.get(name, entry.get("default", ""))) for name, entry in ACTION["inputs"].items()}
    done = Done()
    temporary.mkdir(exist_ok=True)
    summary = temporary / "summary.md"
    summary.write_text("")
    for number, step in enumerate(ACTION["runs"]["steps"]):
        condition = step.get("if", "success()").removeprefix("${{").removesuffix("}}").strip()
        goes_on = done.outcome == "success" or "cancelled()" in condition
        if not goes_on or not evaluated(condition.replace("success()", "True"), inputs, done):
            continue
        if "uses" in step:
            done.used.append(step["uses"])
            continue
        assert step["shell"] == "bash"
        if step["name"].startswith("Install") and (temporary / "corpusclean" / "bin" / "corpusclean").exists():
            continue  # by the use before: once is enough
        script, output = temporary / f"step-{number}.sh", temporary / f"output-{number}"
        script.write_text(substituted(step["run"], inputs, done))
        output.write_text("")
        variables = {name: substituted(text, inputs, done) for name, text in step.get("env", {}).items()}
        ran = subprocess.run(
            ["bash", "--noprofile", "--norc", "-eo", "pipefail", script],
            cwd=workspace,
            env=environment(
                CI="true",
                GITHUB_ACTIONS="true",
                GITHUB_ACTION_PATH=str(project),
                GITHUB_OUTPUT=str(output),
                GITHUB_STEP_SUMMARY=str(summary),
                GITHUB_WORKSPACE=str(workspace),
                RUNNER_TEMP=str(temporary),
                **variables,
            ),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
            timeout=TIMEOUT,
        )
        done.log += ran.stdout
        if "id" in step:
            lines = (line.partition("=") for line in output.read_text().splitlines())
            done.outputs[step["id"]] = {name: value for name, _, value in lines}
        if ran.returncode != 0:
            done.outcome = "failure"
    done.summary = summary.read_text()
    return done


@pytest.fixture(scope="module")
def temporary(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """RUNNER_TEMP: the same for all, so that the action is installed once."""
    return tmp_path_factory.mktemp("runner")


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    place = write(tmp_path / "work", {"raw/good.txt": GOOD, "raw/corpusclean.toml": 'include = ["*.txt"]\n'})
    commit(place)
    return place


pytestmark = pytest.mark.xdist_group("action")


def test_a_good_corpus_passes(workspace: Path, project: Path, temporary: Path) -> None:
    done = use(workspace, project, temporary, path="raw")
    assert (done.outcome, done.outputs["check"]) == ("success", {"exit-code": "0"}), done.log
    assert [each.partition("@")[0] for each in done.used] == ["actions/setup-python"]
    assert "1 document: 1 clean, 0 duplicates set aside, 0 rejected." in done.log
    assert done.summary.startswith("### corpusclean: nothing found\n")


def test_findings_annotate_files_from_the_root_and_fail(workspace: Path, project: Path, temporary: Path) -> None:
    write(workspace, {"raw/bad.txt": BAD, "sub dir/other.txt": BAD})
    done = use(
        workspace,
        project,
        temporary,
        path=f"raw\n\n{workspace}/sub dir\n",
        config="raw/corpusclean.toml",
        sarif="out/c.sarif",
        junit="out/c.xml",
        upload_sarif="true",
        python_version="",
    )
    assert (done.outcome, done.outputs["check"]) == ("failure", {"exit-code": "1"}), done.log
    annotated = sorted(line.partition(",")[0] for line in done.log.splitlines() if line.startswith("::error "))
    assert annotated == ["::error file=raw/bad.txt", "::error file=sub dir/other.txt"]
    assert [each.partition("@")[0] for each in done.used] == ["github/codeql-action/upload-sarif"]
    (run,) = json.loads((workspace / "out/c.sarif").read_text())["runs"]
    uris = {each["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] for each in run["results"]}
    assert uris == {"raw/bad.txt", "sub%20dir/other.txt"}
    assert ET.parse(workspace / "out/c.xml").getroot().get("failures") == "2"  # noqa: S314  # our own
    assert "<td><code>header.missing</code></td><td>2</td>" in done.summary


def test_every_input_reaches_the_command(workspace: Path, project: Path, temporary: Path) -> None:
    write(workspace, {"raw/bad.txt": BAD, "strict.toml": 'include = ["*.txt"]\nrequired = ["date", "source"]\n'})
    passes = {
        "max_rejects": "50%",
        "fail_on": "never",
        "changed_since": "HEAD~0",
        "baseline": "known.json",
    }
    known = ["check", "raw", "--baseline", "known.json", "--update-baseline"]
    subprocess.run([sys.executable, "-m", "corpusclean", *known], cwd=workspace, check=True)
    commit(workspace)
    assert use(workspace, project, temporary, path="raw").outcome == "failure"
    for name, value in passes.items():
        done = use(workspace, project, temporary, path="raw", **{name: value})
        assert done.outcome == "success", f"{name}: {done.log}"
    done = use(workspace, project, temporary, path="raw/good.txt", config="strict.toml")
    assert "the header has no source, which is required" in done.log


@pytest.mark.parametrize(
    ("given", "code"),
    [
        pytest.param({"path": "nowhere"}, "2", id="an input that does not exist"),
        pytest.param({"path": "raw", "fail-on": "sometimes"}, "2", id="a severity that is none"),
        pytest.param({"path": "raw", "config": "none.toml"}, "2", id="no such settings"),
        pytest.param({"path": "--version"}, "2", id="an option is no input"),
    ],
)
def test_what_cannot_be_used_fails_with_its_code(
    workspace: Path, project: Path, temporary: Path, given: dict[str, str], code: str
) -> None:
    done = use(workspace, project, temporary, **given)
    assert (done.outcome, done.outputs["check"]["exit-code"]) == ("failure", code), done.log


def test_hostile_names_and_text_command_nothing(workspace: Path, project: Path, temporary: Path) -> None:
    text = " date ::error::x\n\n::set-output name=x::y ##[add-mask]a\n"
    names = ["raw/$(touch pwned).txt", "raw/`touch pwned`.txt", "raw/::error::x.txt", "raw/a\n::add-mask::b.txt"]
    names += [f"raw/##[error]{number}.txt" for number in range(20)]
    write(workspace, dict.fromkeys(names, text))
    git(workspace, "checkout", "-qb", "$(touch${IFS}pwned)")
    git(workspace, "add", "--all")
    git(workspace, "commit", "-qm", "theirs")
    for path in ("raw", "raw/$(touch pwned).txt"):
        done = use(workspace, project, temporary, path=path, changed_since="$(touch${IFS}pwned)~1")
        assert done.outcome == "failure"
        assert not list(workspace.rglob("pwned"))
        assert done.outputs["check"] == {"exit-code": "1"}
        guard = None
        for line in done.log.splitlines():
            if guard is None and line.lstrip().startswith("::"):
                command = line.split(" ")[0]
                assert command in {"::error", "::warning"} or command.startswith("::stop-commands::"), line
                guard = line.removeprefix("::stop-commands::") if line.startswith("::stop-") else None
            elif guard is not None and line == f"::{guard}::":
                guard = None
            assert "##[" not in line


def test_inputs_are_never_text_of_a_script() -> None:
    for step in ACTION["runs"]["steps"]:
        assert not EXPRESSION.search(step.get("run", "")), "an input would be run as a command"


def test_expressions_stand_only_where_github_has_something_to_put_there() -> None:
    """It evaluates them anywhere in the file, and in a description there is nothing: the action is not loaded."""

    def words(value: Any) -> Any:
        if not isinstance(value, dict):
            return value
        return {name: words(each) for name, each in value.items() if name not in {"default", "value", "runs"}}

    assert "${{" not in json.dumps(words(ACTION))


@pytest.mark.parametrize(
    ("schema", "file"),
    [
        ("vendor.github-actions", "action.yml"),
        ("vendor.github-workflows", "examples/ci/github.yml"),
        ("vendor.gitlab-ci", "examples/ci/gitlab-ci.yml"),
    ],
)
def test_the_files_are_what_their_readers_take(schema: str, file: str) -> None:
    checker = Path(sys.executable).with_name("check-jsonschema")
    transform = ["--data-transform", "gitlab-ci"] if "gitlab" in schema else []
    done = subprocess.run(
        [checker, "--builtin-schema", schema, *transform, ROOT / file], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout


def test_the_workflow_gives_the_action_what_it_takes() -> None:
    workflow = yaml.safe_load((ROOT / "examples/ci/github.yml").read_text(encoding="utf-8"))
    (step,) = [step for step in workflow["jobs"]["check"]["steps"] if "corpusclean" in step["uses"]]
    assert set(step["with"]) <= set(ACTION["inputs"])
