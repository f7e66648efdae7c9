"""What a person at a terminal sees: help, completion, colour, progress, and silence where it is asked for."""

import os
import pty
import re
import select
import shlex
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, get_type_hints

import pytest
import typer
from conftest import TIMEOUT, Folder, Run
from generate import corpus as generated
from typer.testing import CliRunner

from corpusclean import cli
from corpusclean.cli.progress import Pace, _lines

GOOD = " date 2021-12-13\n\nThe council met on Monday and will vote on the new bridge in the spring.\n"
BAD = "No header stands above this article.\n"


def commands() -> Iterator[tuple[str, Any]]:
    """Yield every command with its name, as `rules list`."""

    def below(name: str, command: Any) -> Iterator[tuple[str, Any]]:
        inner = getattr(command, "commands", {})
        for each, sub in inner.items():
            yield from below(f"{name} {each}".strip(), sub)
        if not inner:
            yield name, command

    yield from below("", typer.main.get_command(cli.app))


COMMANDS = dict(commands())


URL = "s3://news/x"
MAY_BE_IN_A_STORE = {"inputs", "clean out", "verify corpus", "restore corpus"}


def local_only() -> Iterator[str]:
    """Yield a command line for each option and argument that names a path of this machine and no other."""
    for name, command in COMMANDS.items():
        types, before = get_type_hints(command.callback), ""
        for each in command.params:
            word = each.opts[0]
            if "Path" in str(types[each.name]) and not {each.name, f"{name} {each.name}"} & MAY_BE_IN_A_STORE:
                yield f"{name} {word if word.startswith('-') else before} {URL}"
            before += "" if word.startswith("-") else f"{word} "
    yield f"check raw --format json={URL}"
    yield f"diff old new --format text={URL}"
    yield f"cache --cache {URL}"
    yield f"clean raw --out corpus --cache {URL}"
    yield f"schema diff {URL}"
    yield f"schema diff installed {URL}"
    yield f"explain {URL}"


@pytest.mark.parametrize("line", list(local_only()))
def test_a_url_where_only_a_path_of_this_machine_will_do_is_refused(
    line: str, folder: Folder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(folder({"a.txt": GOOD}).parent)
    done = CliRunner().invoke(cli.app, line.split())
    assert (done.exit_code, done.stdout) == (2, "")
    assert re.match(
        rf"corpusclean: {URL}: (.* must be a path of this machine; name one|.* copy the object here)", done.stderr
    )
    assert [path.name for path in tmp_path.iterdir()] == ["raw"]


def test_a_file_url_is_the_path_that_it_names(folder: Folder, tmp_path: Path) -> None:
    """Also where settings lie beside the input, and in the settings."""
    raw = folder(
        {
            "a.txt": GOOD,
            "b.txt": BAD,
            "corpusclean.toml": f'include = ["*.txt"]\n[run]\ncache = "file://{tmp_path}/kept"\n',
        }
    )
    known, corpus, found = (f"file://{tmp_path}/{name}" for name in ("known%20ones.json", "corpus", "found.json"))
    for line, code in (
        (("check", f"file://{raw}", "--baseline", known, "--update-baseline"), 0),
        (("check", f"file://{raw}", "--baseline", known, "--format", f"json={found}"), 0),
        (("clean", f"file://{raw}", "--out", corpus), 0),
        (("restore", corpus, "--out", f"file://{tmp_path}/again"), 0),
        (("explain", f"file://{raw}/a.txt"), 0),
    ):
        assert CliRunner().invoke(cli.app, line).exit_code == code
    names = ["again", "corpus", "found.json", "kept", "known ones.json", "raw"]
    assert sorted(path.name for path in tmp_path.iterdir()) == names
    assert sorted(path.name for path in (tmp_path / "again").iterdir()) == ["a.txt", "b.txt"]


def examples(command: Any) -> list[str]:
    """Return the command lines that a command's help shows."""
    _, _, shown = (command.help or "").partition("Example")
    return [
        line.strip().rstrip(";.") for line in re.findall(r"corpusclean [^\n;]+", shown.replace("\n    ", "\n"))
    ]


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_shows_examples_that_it_takes(name: str) -> None:
    command = COMMANDS[name]
    shown = examples(command)
    assert shown, f"{name} shows no example"
    for line in shown:
        words = shlex.split(line)
        assert words[: 1 + len(name.split())] == ["corpusclean", *name.split()]
        command.make_context(name, words[1 + len(name.split()) :])


@pytest.mark.parametrize("name", COMMANDS)
def test_every_option_says_what_it_does(name: str) -> None:
    for parameter in COMMANDS[name].params:
        assert getattr(parameter, "help", None), f"{name}: {parameter.name}"


def test_no_help_loads_what_only_work_needs() -> None:
    code = (
        "import sys, corpusclean.cli as cli\n"
        f"for words in {[name.split() for name in COMMANDS]!r}:\n"
        "    try: cli.app([*words, '--help'])\n"
        "    except SystemExit as end: assert not end.code, words\n"
        "heavy = {'pandas', 'pyarrow', 'pandera', 'numpy', 'ftfy', 're2', 'jinja2', 'rich.console'}\n"
        "loaded = heavy & set(sys.modules)\n"
        "assert not loaded, loaded\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize(
    ("line", "offers"),
    [
        pytest.param("corpusclean ch", {"check"}, id="a command"),
        pytest.param("corpusclean rules ", {"list", "show", "test", "lint", "accept"}, id="a command below"),
        pytest.param("corpusclean check raw --format s", {"sarif"}, id="a format"),
        pytest.param("corpusclean check raw --fail-on ", {"error", "warning", "never"}, id="a severity"),
        pytest.param("corpusclean explain date.inv", {"date.invalid"}, id="a code"),
        pytest.param("corpusclean rules show agency-cr", {"agency-credit"}, id="a rule"),
        pytest.param("corpusclean check --changed", {"--changed-since"}, id="an option"),
    ],
)
def test_the_shell_completes(line: str, offers: set[str]) -> None:
    words = line.split(" ")
    done = subprocess.run(
        [Path(sys.executable).with_name("corpusclean")],
        capture_output=True,
        text=True,
        check=False,
        env={
            **os.environ,
            "_CORPUSCLEAN_COMPLETE": "complete_bash",
            "COMP_WORDS": line,
            "COMP_CWORD": str(len(words) - 1),
        },
    )
    assert offers <= set(done.stdout.split()), done.stdout + done.stderr
    assert all(each.startswith(words[-1]) for each in done.stdout.split())


def test_colour_is_for_terminals_and_can_be_refused(run: Run, folder: Folder) -> None:
    raw = folder({"a.txt": BAD})
    coloured = {"FORCE_COLOR": "1", "TERM": "xterm-256color"}
    assert "\x1b[1;31merror\x1b[0m" in run("check", raw, **coloured).stdout
    for plain in ({}, {"NO_COLOR": "1"}, {"NO_COLOR": "1", "TERM": "xterm-256color"}, {"TERM": "dumb"}):
        assert "\x1b" not in run("check", raw, **plain).stdout


def test_quiet_leaves_findings_and_errors_alone(run: Run, folder: Folder, tmp_path: Path) -> None:
    raw = folder({"good.txt": GOOD, "bad.txt": BAD})
    done = run("check", raw, "--quiet")
    assert (done.returncode, done.stderr) == (1, "")
    assert len(done.stdout.splitlines()) == 1
    for words in (["clean", raw, "--out", tmp_path / "c"], ["verify", tmp_path / "c"]):
        done = run(*words, "-q")
        assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    done = run("check", "nowhere", "--quiet")
    assert (done.returncode, done.stderr.startswith("corpusclean: nowhere")) == (2, True)


def test_verbose_tells_how_far_a_run_is_where_there_is_no_terminal(run: Run, tmp_path: Path) -> None:
    raw = generated(tmp_path / "raw", 30)
    for words in (
        ["clean", raw, "--out", tmp_path / "c"],
        ["check", raw],
        ["discover", raw, "--out", tmp_path / "p"],
    ):
        assert "ing: 30 of 30 files" in run(*words, "--verbose").stderr
        assert "30 of 30" not in run(*words, *(["--out", tmp_path / "q"] if "discover" in words else [])).stderr


def on_a_terminal(command: list[str | Path]) -> tuple[int, str]:
    """Run a command whose standard error is a terminal. Returns its exit code and what the terminal was sent."""
    ours, theirs = pty.openpty()
    with subprocess.Popen(
        [sys.executable, "-m", "corpusclean", *map(str, command)],
        stdout=subprocess.DEVNULL,
        stderr=theirs,
        env={**os.environ, "TERM": "xterm-256color", "COLUMNS": "120"},
    ) as process:
        os.close(theirs)
        shown = b""
        while select.select([ours], [], [], 120)[0]:
            try:
                data = os.read(ours, 65536)
            except OSError:  # the other end is closed
                break
            if not data:
                break
            shown += data
        code = process.wait(timeout=TIMEOUT)
    os.close(ours)
    return code, shown.decode()


def test_a_terminal_is_shown_how_far_a_run_is_and_then_nothing(tmp_path: Path) -> None:
    raw = generated(tmp_path / "raw", 60)
    code, shown = on_a_terminal(["clean", raw, "--out", tmp_path / "c", "--workers", "1"])
    assert code == 0
    assert "cleaning" in shown
    assert "60/60 files, " in re.sub(r"\x1b\[[\d;?]*[A-Za-z]", "", shown)
    assert shown.rstrip().endswith(("\x1b[2K", "\x1b[?25h", "\x1b[1A\x1b[2K"))  # wiped away at the end
    code, shown = on_a_terminal(["clean", raw, "--out", tmp_path / "c", "--quiet"])
    assert (code, shown) == (0, "")


def test_the_pace_is_that_of_the_last_seconds() -> None:
    now = 0.0
    pace = Pace(lambda: now)
    assert pace.said(0, 10_000) == ""
    now = 10.0
    assert pace.said(1_000, 10_000) == "100 a second, 1 min 30 s left"
    now = 50.0  # it has slowed down, and what was before counts no longer
    assert pace.said(1_400, 10_000) == "10 a second, 14 min 20 s left"
    now = 60.0
    assert pace.said(1_500, 10_000) == "10 a second, 14 min 10 s left"


def test_lines_come_now_and_then(capsys: pytest.CaptureFixture[str]) -> None:
    now = 0.0
    tell = _lines("checking", "files", lambda: now)
    for second in range(31):
        now = float(second)
        tell(second * 100, 3_000)
    assert capsys.readouterr().err.splitlines() == [
        "checking: 1,000 of 3,000 files, 100 a second, 20 s left",
        "checking: 2,000 of 3,000 files, 100 a second, 10 s left",
        "checking: 3,000 of 3,000 files",
    ]
