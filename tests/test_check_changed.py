"""`check --changed-since` in real repositories: what a branch touches, and nothing else."""

import json
import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest
from recurring import write
from typer.testing import CliRunner

from corpusclean import cli

GOOD = " date 2021-12-13\n\nThe council met on Monday and will vote on the new bridge in the spring.\n"
OTHER = " date 2021-12-14\n\nThe museum opened again after the flood, with its old clock in the hall.\n"
BAD = "No header stands above this article.\n"


def git(repository: Path, *arguments: str) -> str:
    who = ["-c", "user.name=somebody", "-c", "user.email=somebody@example.org", "-c", "commit.gpgsign=false"]
    done = subprocess.run(
        ["git", *who, *arguments],
        cwd=repository,
        capture_output=True,
        text=True,
        check=True,
        env=bare_environment(),
    )
    return done.stdout


def bare_environment() -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A repository whose main branch has a bad file, and whose branch `topic` is checked out."""
    for name in [name for name in os.environ if name.startswith("GIT_")]:
        monkeypatch.delenv(name)
    place = tmp_path / "repo"
    (place / "raw" / "2021").mkdir(parents=True)
    git(place, "init", "-q", "-b", "main")
    (place / "raw" / "old_bad.txt").write_text(BAD)
    (place / "raw" / "2021" / "good.txt").write_text(GOOD)
    git(place, "add", ".")
    git(place, "commit", "-qm", "first")
    git(place, "checkout", "-qb", "topic")
    monkeypatch.chdir(place)
    return place


def check(*arguments: str) -> tuple[int, dict[str, list[str]], str]:
    """Return the exit code, the codes by path, and standard error."""
    done = CliRunner().invoke(cli.app, ["check", "--workers", "1", "--format", "json", *arguments])
    assert done.exception is None or isinstance(done.exception, SystemExit), repr(done.exception)
    found: dict[str, list[str]] = {}
    for finding in json.loads(done.stdout)["findings"] if done.stdout else ():
        found.setdefault(finding["path"], []).append(finding["code"])
    return done.exit_code, found, done.stderr


def test_only_what_the_branch_touches_is_told(repository: Path) -> None:
    assert check("raw")[:2] == (1, {"raw/old_bad.txt": ["header.missing"]})
    code, found, said = check("raw", "--changed-since", "main")
    assert (code, found) == (0, {})
    assert said == "0 documents: 0 clean, 0 duplicates set aside, 0 rejected.\n"
    (repository / "raw" / "committed.txt").write_text(BAD)
    git(repository, "add", ".")
    git(repository, "commit", "-qm", "second")
    (repository / "raw" / "2021" / "good.txt").write_text(GOOD.replace("2021-12-13", "2021-13-13"))
    (repository / "raw" / "untracked.txt").write_text(BAD)
    code, found, said = check("raw", "--changed-since", "main")
    assert code == 1
    assert sorted(found) == ["raw/2021/good.txt", "raw/committed.txt", "raw/untracked.txt"]
    assert found["raw/2021/good.txt"] == ["date.invalid"]
    assert said.startswith("3 documents: 0 clean, 0 duplicates set aside, 3 rejected.")


def test_a_hook_of_a_second_work_tree_tells_only_of_the_branch(
    repository: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Git tells hooks there which repository they are of; sent into a folder it would take that for the whole."""
    second = repository.parent / "second"
    git(repository, "worktree", "add", "-q", "-b", "other", str(second))
    (second / "raw" / "ours.txt").write_text(BAD)
    inside = git(second, "rev-parse", "--absolute-git-dir").strip()
    monkeypatch.chdir(second)
    monkeypatch.setenv("GIT_DIR", inside)
    monkeypatch.setenv("GIT_INDEX_FILE", f"{inside}/index")
    assert list(check("raw", "--changed-since", "main")[1]) == ["raw/ours.txt"]


def test_what_git_cannot_tell_is_not_taken_for_nothing(repository: Path) -> None:
    (repository / "raw" / "ours.txt").write_text(BAD)
    (repository / ".git" / "index").write_bytes(b"DIRC, cut short")
    code, _, said = check("raw", "--changed-since", "main")
    assert code == 2
    assert "index" in said


def test_what_the_other_branch_did_since_is_not_ours(repository: Path) -> None:
    git(repository, "checkout", "-q", "main")
    (repository / "raw" / "theirs.txt").write_text(BAD)
    (repository / "raw" / "old_bad.txt").write_text(OTHER)  # what they mended is not what we broke
    git(repository, "add", ".")
    git(repository, "commit", "-qm", "theirs")
    git(repository, "checkout", "-q", "topic")
    (repository / "raw" / "ours.txt").write_text(BAD)
    assert list(check("raw", "--changed-since", "main")[1]) == ["raw/ours.txt"]


def test_a_changed_file_is_held_against_the_whole_corpus_for_duplicates(repository: Path) -> None:
    later = GOOD.replace("2021-12-13", "2022-01-01")
    (repository / "raw" / "copy.txt").write_text(later)
    code, found, said = check("raw", "--changed-since", "main")
    assert (code, found) == (0, {"raw/copy.txt": ["duplicate.exact"]})
    assert said.startswith("1 document: 0 clean, 1 duplicate set aside, 0 rejected.")


def test_a_changed_file_that_displaces_an_older_one_is_told(repository: Path) -> None:
    (repository / "raw" / "copy.txt").write_text(GOOD.replace("2021-12-13", "2020-01-01"))
    done = CliRunner().invoke(cli.app, ["check", "raw", "--changed-since", "main", "-v", "--workers", "1"])
    assert done.exit_code == 0
    told = "the text equals that of raw/2021/good.txt, which is set aside for this one."
    assert done.stdout == f"raw/copy.txt:1:1: info duplicate.exact: {told}\n"
    assert "1 document: 1 clean, 0 duplicates set aside, 0 rejected." in done.stderr


def test_where_the_settings_changed_everything_is_told(repository: Path) -> None:
    (repository / "raw" / "corpusclean.toml").write_text('required = ["date", "text"]\n')
    code, found, said = check("raw", "--changed-since", "main")
    assert (code, list(found)) == (1, ["raw/old_bad.txt"])
    assert "raw/corpusclean.toml changed since main, and with it the judgement: every file is told of." in said


def test_where_a_rule_pack_changed_everything_is_told(repository: Path) -> None:
    import corpusclean.boilerplate

    (repository / "corpusclean.toml").write_text('[boilerplate]\npacks = ["rules"]\n')
    rule = Path(corpusclean.boilerplate.__file__).parent / "rules" / "inputs-from.toml"
    (repository / "rules").mkdir()
    text = rule.read_text(encoding="utf-8").replace('id = "inputs-from"', 'id = "our-inputs"')
    git(repository, "add", ".")
    git(repository, "commit", "-qm", "settings")
    git(repository, "branch", "-f", "main")
    assert check("raw", "--changed-since", "main")[1] == {}
    (repository / "rules" / "ours.toml").write_text(text, encoding="utf-8")
    assert list(check("raw", "--changed-since", "main")[1]) == ["raw/old_bad.txt"]


def test_odd_names_are_found_again(repository: Path) -> None:
    names = ["with blank.txt", 'quote".txt', "new\nline.txt", "caf\u00e9.txt", "-dash.txt", "\udcff.txt"]
    for name in names:
        (repository / "raw" / name).write_text(BAD)
    found = check("raw", "--changed-since", "main")[1]
    assert sorted(found) == sorted(f"raw/{name}" for name in [*names[:-1], r"\xff.txt"])


def test_inputs_may_be_named_from_anywhere(repository: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (repository / "raw" / "2021" / "new.txt").write_text(BAD)
    monkeypatch.chdir(repository / "raw" / "2021")
    for given in ("..", str(repository / "raw"), "new.txt", "*.txt"):
        assert len(check(given, "--changed-since", "main")[1]) == 1
    link = repository.parent / "link"
    link.symlink_to(repository / "raw")
    assert list(check(str(link), "--changed-since", "main")[1]) == [f"{link}/2021/new.txt"]


@pytest.mark.parametrize(
    ("revision", "message"),
    [
        pytest.param("nowhere", "git knows no revision 'nowhere'", id="no such revision"),
        pytest.param("--output=x", "git knows no revision '--output=x'", id="an option"),
        pytest.param("", "git knows no revision ''", id="nothing"),
        pytest.param("island", "'island' and HEAD have no common commit", id="no common commit"),
    ],
)
def test_a_revision_that_cannot_be_compared_with_is_told(repository: Path, revision: str, message: str) -> None:
    git(repository, "checkout", "-q", "--orphan", "island")
    git(repository, "commit", "-qm", "alone")
    git(repository, "checkout", "-q", "topic")
    code, _, said = check("raw", "--changed-since", revision)
    assert code == 2
    assert message in said
    assert not (repository / "x").exists()


def test_a_shallow_checkout_is_told_what_to_fetch(repository: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shallow = repository.parent / "shallow"
    git(repository, "clone", "-q", "--depth", "1", "--branch", "topic", f"file://{repository}", str(shallow))
    monkeypatch.chdir(shallow)
    code, _, said = check("raw", "--changed-since", "origin/main")
    assert code == 2
    assert "fetch-depth: 0" in said


@pytest.mark.usefixtures("repository")
def test_a_folder_in_no_repository_is_told(tmp_path: Path) -> None:
    plain = tmp_path / "plain"
    plain.mkdir()
    (plain / "a.txt").write_text(GOOD)
    code, _, said = check(str(plain), "--changed-since", "main")
    assert code == 2
    assert "--changed-since needs a git repository" in said


def test_a_repository_of_somebody_else_is_told_how_to_trust_it(
    repository: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GIT_TEST_ASSUME_DIFFERENT_OWNER", "1")
    code, _, said = check("raw", "--changed-since", "main")
    assert code == 2
    assert "dubious ownership" in said
    assert "needs a git repository" not in said

    trust = said.strip().partition("if you trust it: ")[2]
    assert trust == f"git config --global --add safe.directory {repository}"
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(tmp_path / "config"))
    subprocess.run(trust.split(), check=True)
    assert check("raw", "--changed-since", "main")[0] == 0


@pytest.mark.usefixtures("repository")
def test_standard_input_has_no_history() -> None:
    code, _, said = check("-", "--changed-since", "main")
    assert code == 2
    assert "standard input (-) has no history" in said


def test_what_a_submodule_changed_is_told(repository: Path) -> None:
    inner = repository.parent / "inner"
    shutil.copytree(repository / "raw", inner)
    git(inner, "init", "-q", "-b", "main")
    git(inner, "add", ".")
    git(inner, "commit", "-qm", "inner")
    git(repository, "-c", "protocol.file.allow=always", "submodule", "add", "-q", str(inner), "raw/sub")
    git(repository, "commit", "-qm", "a submodule")
    found = check("raw", "--changed-since", "main")[1]
    assert sorted(path for path in found if found[path][0] != "duplicate.exact") == ["raw/sub/old_bad.txt"]


def test_force_exclude_leaves_out_what_the_settings_leave_out(repository: Path) -> None:
    (repository / "raw" / "corpusclean.toml").write_text('include = ["*.txt"]\nexclude = ["drafts", ".*"]\n')
    (repository / "raw" / "drafts").mkdir()
    for name in ("README.md", "drafts/a.txt", ".hidden.txt"):
        (repository / "raw" / name).write_text(BAD)
    named = [
        f"raw/{name}" for name in ("README.md", "drafts/a.txt", ".hidden.txt", "old_bad.txt", "2021/good.txt")
    ]
    code, found, _ = check(*named)
    assert (code, len(found)) == (1, 4)
    code, found, _ = check(*named, "--force-exclude")
    assert (code, list(found)) == (1, ["raw/old_bad.txt"])
    code, found, said = check(*named[:3], "--force-exclude")
    assert (code, found) == (0, {})
    assert said.startswith("0 documents")


FIELDS = '[fields]\npublished = "date"\n'
KEEP = 'keep."old_bad.txt"."No header" = "agency-credit"\n'


@pytest.mark.parametrize(
    ("name", "text"),
    [("raw/corpusclean.toml", FIELDS), ("corpusclean.toml", FIELDS), ("raw/decisions.toml", KEEP)],
)
def test_where_what_decided_is_gone_everything_is_told(repository: Path, name: str, text: str) -> None:
    git(repository, "checkout", "-q", "main")
    (repository / name).write_text(text)
    git(repository, "add", ".")
    git(repository, "commit", "-qm", "settings")
    git(repository, "checkout", "-qB", "topic")
    (repository / name).unlink()

    code, found, said = check("raw", "--changed-since", "main")

    assert (code, sorted(found)) == (1, ["raw/old_bad.txt"])
    assert f"{name} changed since main, and with it the judgement: every file is told of." in said


def test_where_a_proposal_that_is_accepted_changed_everything_is_told(repository: Path) -> None:
    write(repository / "raw", 48)
    asked = ["discover", "raw", "--out", "raw/proposals.toml", "--min-documents", "10"]
    assert CliRunner().invoke(cli.app, asked).exit_code == 0
    proposed = re.findall(r"^id = \"(.*)\"", (repository / "raw" / "proposals.toml").read_text(), re.MULTILINE)
    (repository / "raw" / "decisions.toml").write_text(f'accept.{proposed[0]} = "Old people are read to aloud."\n')
    git(repository, "add", ".")
    git(repository, "commit", "-qm", "accepted")
    with (repository / "raw" / "proposals.toml").open("a") as proposals:
        proposals.write("# looked at again\n")

    assert "raw/proposals.toml changed since HEAD" in check("raw", "--changed-since", "HEAD")[2]


def test_without_git_it_is_told_what_to_do(repository: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(repository))
    code, _, said = check("raw", "--changed-since", "main")
    assert (code, said.split("; ")[-1]) == (2, "install it, or leave the option out\n")
