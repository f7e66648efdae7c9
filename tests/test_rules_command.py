"""`corpusclean rules`, and the trial of a pack before a run uses it."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest
from conftest import TIMEOUT, Folder, Run
from served import Server

SHIPPED = Path(__file__).parent.parent / "corpusclean" / "boilerplate" / "rules"

GOOD = """\
id = "tip-line"
version = 1
kind = "contact_tips"
languages = ["en"]
where = ["tail"]
wordings = ["ring the night desk at {outlet}", "ask for the night porter at {outlet}"]

[[examples]]
why = "glued"
text = "It rained. Ring the night desk at the Tarn Mail"
stays = "It rained."

[[keep]]
why = "in a sentence"
text = "They ring the night desk at noon, and nobody answers."
"""
FAILING = GOOD.replace('stays = "It rained."', 'stays = "It rained"')
NOTHING_OF_ITS_OWN = GOOD.replace(
    "It rained. Ring the night desk at the Tarn Mail", "It rained. (With inputs from PTI)"
).replace('wordings = ["ring the night desk at {outlet}"', 'wordings = ["with inputs from {agencies}"')


@pytest.fixture
def pack(tmp_path: Path) -> Path:
    path = tmp_path / "own.toml"
    path.write_text(GOOD, encoding="utf-8")
    return path


BESIDE = sorted(SHIPPED.glob("*.toml"))[::20]
"""A few of the rules that ship: to try all takes ten seconds, and is done below."""

AMONG_FEW = """\
from pathlib import Path
from corpusclean.__main__ import main
from corpusclean.boilerplate import rule

rule.files = lambda _package: Path("shipped")
main()
"""


@pytest.fixture
def run_among_few(server: Server, tmp_path: Path) -> Run:
    """Run `corpusclean` as if only a few rules were shipped."""
    (tmp_path / "among_few.py").write_text(AMONG_FEW, encoding="utf-8")
    (tmp_path / "shipped" / "rules").mkdir(parents=True)
    for path in {*BESIDE, SHIPPED / "inputs-from.toml"}:
        shutil.copy(path, tmp_path / "shipped" / "rules")

    def call(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
        return server([str(each) for each in arguments], tmp_path, os.environ, TIMEOUT, module="among_few")

    return call


def test_every_rule_is_listed(run_among_few: Run, pack: Path) -> None:
    done = run_among_few("rules", "list", pack)
    assert done.returncode == 0, done.stderr
    rows = [line.split() for line in done.stdout.splitlines()[1:]]
    assert {row[0] for row in rows} == {*(path.stem for path in BESIDE), "inputs-from", "tip-line"}
    assert len(rows) > 10
    assert rows[-1] == ["tip-line", "1", "contact_tips", "en", "tail", "2"]


def test_a_rule_is_shown_with_its_file(run: Run, pack: Path) -> None:
    done = run("rules", "show", "tip-line", pack)
    assert done.stdout == f"# {pack}\n{GOOD}"
    missing = run("rules", "show", "tip-lines", pack)
    assert (missing.returncode, missing.stdout) == (2, "")
    assert "did you mean tip-line or " in missing.stderr
    unlike = run("rules", "show", "zzz", pack)
    assert unlike.stderr == "corpusclean: no rule 'zzz'; `corpusclean rules list` names all\n"


def test_examples_that_fail_are_named_by_file_and_line(run_among_few: Run, pack: Path) -> None:
    pack.write_text(FAILING, encoding="utf-8")
    done = run_among_few("rules", "test", pack)
    assert done.returncode == 2
    assert (
        f"{pack}:8: rule tip-line, examples 1 (glued): alone, it leaves 'It rained.', not 'It rained'"
        in done.stdout
    )
    assert done.stdout.count(str(pack)) == 1


def test_of_other_rules_are_tried_those_in_which_the_rules_of_the_pack_find_something(
    run_among_few: Run, pack: Path
) -> None:
    """The others have been tried: to do so again takes ten seconds, and says nothing of the pack."""
    done = run_among_few("rules", "test", pack)
    assert (done.returncode, done.stdout) == (0, "2 examples of 1 rule tried, 0 failed.\n")

    pack.write_text(
        GOOD.replace('"ask for the night', '"with inputs from bureaus", "ask for the night').replace(
            "tail", "paragraph"
        )
    )
    kept = pack.parent / "kept.toml"
    kept.write_text(
        GOOD.replace("tip-line", "kept-line")
        .replace("night", "day")
        .replace("They ring", "It rained.\\n\\nWith inputs from bureaus.\\n\\nThey ring")
    )
    settings = pack.parent / "corpusclean.toml"
    settings.write_text('[boilerplate]\npacks = ["kept.toml"]\n')
    done = run_among_few("rules", "test", pack, "--config", settings)
    assert f"{kept}:13: rule kept-line, keep 1 (in a sentence): among all rules, it leaves" in done.stdout


def test_what_must_stay_and_does_not_is_named(run_among_few: Run, pack: Path) -> None:
    pack.write_text(
        GOOD.replace("They ring the night desk at noon, and nobody answers.", "No. Ring the night desk at 7")
    )
    done = run_among_few("rules", "test", pack)
    assert done.returncode == 2
    assert f"{pack}:13: rule tip-line, keep 1 (in a sentence): alone, it leaves 'No.'" in done.stdout


def test_lint_shows_what_only_a_rule_finds_and_what_none_shows(run_among_few: Run, pack: Path) -> None:
    done = run_among_few("rules", "lint", pack)
    assert "tip-line: 'Ring the night desk at the Tarn Mail'" in done.stdout
    assert f"{pack}:6: no example shows the wording 'ask for the night porter at {{outlet}}'" in done.stdout
    assert "inputs-from" not in done.stdout  # nobody asked for it
    every = run_among_few("rules", "lint", pack, "--verbose")
    assert "inputs-from: " in every.stdout
    assert "inputs-from.toml:" in every.stdout


def test_lint_of_a_pack_says_nothing_of_those_in_the_settings(
    run_among_few: Run, pack: Path, tmp_path: Path
) -> None:
    other = tmp_path / "other.toml"
    other.write_text(GOOD.replace("tip-line", "bell-line").replace("night", "day"), encoding="utf-8")
    settings = tmp_path / "corpusclean.toml"
    settings.write_text('[boilerplate]\npacks = ["other.toml"]\n', encoding="utf-8")
    done = run_among_few("rules", "lint", pack, "--config", settings)
    assert ("tip-line: " in done.stdout, "bell-line" in done.stdout, str(other) in done.stdout) == (
        True,
        False,
        False,
    )
    assert "bell-line: " in run_among_few("rules", "lint", "--config", settings).stdout


@pytest.mark.parametrize("language", ["english", "en-GB", ""])
def test_a_language_that_is_no_code_is_refused(run: Run, pack: Path, language: str) -> None:
    pack.write_text(GOOD.replace('["en"]', f'["de", "{language}"]'), encoding="utf-8")
    done = run("rules", "list", pack)
    told = f"{pack}:4: languages, item 2: must be a code of two or three small letters, for example en"
    assert (done.returncode, told in done.stderr) == (2, True)


def test_lint_refuses_a_rule_that_nothing_needs(run_among_few: Run, pack: Path) -> None:
    pack.write_text(NOTHING_OF_ITS_OWN, encoding="utf-8")
    done = run_among_few("rules", "lint", pack)
    assert done.returncode == 2
    assert f"{pack}:8: other rules find all of its examples" in done.stdout


def test_lint_of_a_pack_finds_a_rule_that_is_needless_by_it(run_among_few: Run, pack: Path) -> None:
    other = pack.parent / "other.toml"
    other.write_text(GOOD.replace("tip-line", "bell-line"), encoding="utf-8")
    pack.write_text(GOOD.replace('"ask for the night', '"bells ring", "ask for the night'), encoding="utf-8")
    settings = pack.parent / "corpusclean.toml"
    settings.write_text('[boilerplate]\npacks = ["other.toml"]\n')
    done = run_among_few("rules", "lint", pack, "--config", settings)
    assert done.returncode == 2
    assert f"{other}:8: other rules find all of its examples" in done.stdout


def test_lint_does_not_blame_others_for_what_a_rule_does_not_find(run_among_few: Run, pack: Path) -> None:
    pack.write_text(GOOD.replace('wordings = ["', 'wordings = ["never said, '), encoding="utf-8")
    done = run_among_few("rules", "lint", pack)
    assert done.returncode == 2
    assert "rule tip-line finds none of its own examples: see `corpusclean rules test`" in done.stdout


@pytest.mark.parametrize("command", ["clean", "check"])
def test_a_pack_whose_examples_fail_is_not_used(command: str, run: Run, folder: Folder, pack: Path) -> None:
    raw = folder(
        {"a.txt": " date 2021-12-13\n\nIt rained.\n", "corpusclean.toml": f'boilerplate.packs = ["{pack}"]'}
    )
    pack.write_text(FAILING, encoding="utf-8")
    out = ["--out", "corpus"] if command == "clean" else []
    done = run(command, raw, *out, XDG_CACHE_HOME=str(pack.parent / "cache"))
    assert done.returncode == 2
    assert f"{pack}:8: rule tip-line, examples 1 (glued)" in done.stderr
    assert "Traceback" not in done.stderr
    assert not (pack.parent / "corpus").exists()
    assert not list((pack.parent / "cache").rglob("rules-tested/*"))


def test_a_pack_is_tried_once_for_what_it_holds(run: Run, folder: Folder, pack: Path) -> None:
    raw = folder({"a.txt": " date 2021-12-13\n\nIt rained. Ring the night desk at the Low Post\n"})
    (raw / "corpusclean.toml").write_text(f'boilerplate.packs = ["{pack}"]')
    cache = pack.parent / "cache"
    for _ in range(2):
        assert run("clean", raw, "--out", "corpus", XDG_CACHE_HOME=str(cache)).returncode == 0
    assert len(list(cache.rglob("rules-tested/*"))) == 1
    pack.write_text(GOOD.replace("version = 1", "version = 2"), encoding="utf-8")
    assert run("clean", raw, "--out", "corpus", XDG_CACHE_HOME=str(cache)).returncode == 0
    assert len(list(cache.rglob("rules-tested/*"))) == 2


def test_a_cache_that_cannot_be_written_costs_nothing_but_time(run: Run, folder: Folder, pack: Path) -> None:
    raw = folder(
        {
            "a.txt": " date 2021-12-13\n\nIt rained all day.\n",
            "corpusclean.toml": f'boilerplate.packs = ["{pack}"]',
        }
    )
    assert run("clean", raw, "--out", "corpus", XDG_CACHE_HOME=str(pack)).returncode == 0


@pytest.mark.parametrize(("command", "said"), [("test", ", 0 failed.\n"), ("lint", ", 0 that nothing needs.\n")])
def test_the_shipped_rules_pass(run: Run, command: str, said: str) -> None:
    done = run("rules", command)

    assert done.returncode == 0, [line for line in done.stdout.splitlines() if ": rule " in line]
    assert done.stdout.endswith(said)
