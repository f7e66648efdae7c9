"""Whatever the command line is given, it answers in lines for people, with an exit code that is documented."""

import json
import shutil
from pathlib import Path

import pytest
from conftest import Folder, Run
from typer.testing import CliRunner

from corpusclean import cli
from corpusclean.__main__ import main
from corpusclean.run import check, job, worker
from corpusclean.run.job import clean_corpus
from corpusclean.settings import Output, Settings

DOCUMENTED = {0, 1, 2, 3, 75, 130, 143}
COMMAND = "::error file=x::pwn"
GOOD = " date 2021-12-13\n\nThe council met on Monday. (PTI)\n"
NESTED = "x = " + "[" * 5_000
DIGITS = "9" * 5_000


def answer(*arguments: str | Path) -> tuple[int, str, str]:
    """Return exit code, standard output and standard error, which hold what they promise."""
    done = CliRunner().invoke(cli.app, [str(argument) for argument in arguments])
    assert done.exception is None or isinstance(done.exception, SystemExit), repr(done.exception)
    return promised(done.exit_code, done.stdout, done.stderr)


def promised(code: int, out: str, err: str) -> tuple[int, str, str]:
    assert code in DOCUMENTED
    for line in (out + "\n" + err).splitlines():
        assert "Traceback" not in line
        assert "a fault of corpusclean" not in line
        assert not line.lstrip().startswith(("::", "##["))
    return code, out, err


@pytest.fixture
def raw(folder: Folder) -> Path:
    return folder({"a.txt": GOOD, "b.txt": "no header"})


@pytest.fixture
def corpus(raw: Path, tmp_path: Path) -> Path:
    clean_corpus([raw], tmp_path / "corpus", Settings())
    return tmp_path / "corpus"


@pytest.mark.parametrize(
    ("what", "code", "says"),
    [
        pytest.param("raw", 2, "raw: a folder; name one file of it", id="a folder"),
        pytest.param("", 2, "neither a file nor a code", id="nothing"),
        pytest.param(COMMAND, 2, "neither a file nor a code", id="a command to a CI system"),
        pytest.param("x" * 5_000, 3, "File name too long", id="a name that no disk takes"),
        pytest.param("/dev/null", 0, "file.not_regular", id="a device"),
    ],
)
def test_explain_of_what_is_no_document(
    raw: Path, monkeypatch: pytest.MonkeyPatch, what: str, code: int, says: str
) -> None:
    monkeypatch.chdir(raw.parent)
    exit_code, out, err = answer("explain", what)
    assert exit_code == code
    assert says in out + err


@pytest.mark.parametrize("left", [0, 100, -1])
def test_a_part_cut_short_is_told_in_lines(corpus: Path, tmp_path: Path, left: int) -> None:
    (part,) = (corpus / "data").iterdir()
    part.write_bytes(part.read_bytes()[:left])
    code, out, _ = answer("verify", corpus)
    assert (code, part.name in out) == (1, True)
    for exits, arguments in (
        (1, ("restore", corpus, "--out", tmp_path / "again")),
        (2, ("explain", "a.txt", "--corpus", corpus)),
    ):
        code, _, err = answer(*arguments)
        assert (code, part.name in err) == (exits, True)
        assert all(line.startswith("corpusclean: ") for line in err.splitlines())
    assert not (tmp_path / "again").exists()


@pytest.mark.parametrize("manifest", ["[" * 100_000, "[]", '{"files": ' + DIGITS + "}"])
def test_a_manifest_that_is_none_is_told_in_a_line(corpus: Path, tmp_path: Path, manifest: str) -> None:
    (corpus / "manifest.json").write_text(manifest)
    for arguments in (("verify",), ("restore", "--out", tmp_path / "again"), ("explain", "a.txt", "--corpus")):
        code, _, err = answer(*arguments, corpus)
        assert (code, err.count("\n")) == (1, 1)


@pytest.mark.parametrize("limit", [DIGITS, f"{DIGITS}%", f"1.{DIGITS}%", "-1", "%", "few", "\u0663%%"])
def test_a_limit_that_is_none_is_told_before_anything_is_read(raw: Path, tmp_path: Path, limit: str) -> None:
    code, _, err = answer("clean", raw, "--out", tmp_path / "corpus", "--max-rejects", limit)
    assert (code, "max_rejects" in err) == (2, True)
    assert [path.name for path in tmp_path.iterdir()] == ["raw"]


@pytest.mark.parametrize("project", ["tool = 3", "[tool]\nother = 3", "tool = []"])
def test_a_project_that_has_no_settings_of_ours(
    raw: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, project: str
) -> None:
    (tmp_path / "pyproject.toml").write_text(project)
    monkeypatch.chdir(tmp_path)
    code, out, _ = answer("check", raw, "--format", "json")
    assert (code, json.loads(out)["documents"]["found"]) == (1, 2)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("corpusclean.toml", NESTED.encode()),
        ("corpusclean.toml", f"max_rejects = {DIGITS}".encode()),
        ("corpusclean.toml", b'include = ["caf\xe9"]'),
        ("corpusclean.toml", b"run = 3"),
        ("corpusclean.toml", f"['{COMMAND}\\n{COMMAND}']".encode()),
        ("corpusclean.toml", f'encodings = ["{COMMAND}\\u0000"]'.encode()),
        ("corpusclean.toml", b'boilerplate.packs = ["\\u0000"]'),
        ("pyproject.toml", b"tool.corpusclean = 3"),
        ("pyproject.toml", NESTED.encode()),
    ],
)
def test_settings_that_are_none_are_told_by_their_file(
    raw: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, content: bytes
) -> None:
    (tmp_path / name).write_bytes(content)
    monkeypatch.chdir(tmp_path)
    code, _, err = answer("check", raw)
    assert (code, "corpusclean: " in err) == (2, True)


def test_text_that_the_terminal_cannot_show_is_spelled_out(run: Run, folder: Folder) -> None:
    raw = folder({"a.txt": " date 2021-12-13\n\nThe caf\u00c3\u00a9 opened \u2014 at \u6771\u4eac.\n"})
    done = run("explain", raw / "a.txt", PYTHONIOENCODING="ascii", NO_COLOR="1")
    code, out, err = promised(done.returncode, done.stdout, done.stderr)
    assert (code, err) == (0, "")
    assert "\\u6771\\u4eac" in out


def test_a_message_that_the_terminal_cannot_show_is_told_nevertheless(run: Run, tmp_path: Path) -> None:
    done = run("check", tmp_path / "caf\u00e9", PYTHONIOENCODING="ascii")
    code, _, err = promised(done.returncode, done.stdout, done.stderr)
    assert (code, "No such file or directory" in err) == (2, True)


@pytest.mark.parametrize("name", [f"{COMMAND}.txt", f" {COMMAND}.txt", f"a\n{COMMAND}.txt", "##[error]pwn.txt"])
def test_a_name_is_never_a_command_to_a_ci_system(
    folder: Folder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    raw = folder({name: "no header", "a.txt": GOOD})
    monkeypatch.chdir(raw)
    for arguments in (["check", name], ["check", "."], ["check", ".", "--format", "json"], ["explain", name]):
        _, out, _ = answer(*arguments, *(["--fail-on", "never"] if arguments[0] == "check" else []))
        assert "pwn" in out

    corpus = tmp_path / name
    small = Settings(output=Output(raw_bytes=1))
    clean_corpus([raw], corpus, small)
    monkeypatch.chdir(tmp_path)
    assert answer("verify", name)[0] == 0
    assert answer("restore", name, "--out", "again")[0] == 1
    assert answer("clean", "raw", "--out", name)[0] == 0
    (corpus / f"{name}.txt").touch()
    assert answer("verify", name)[0] == 1
    assert answer("clean", "raw", "--out", name)[0] == 2
    assert answer("check", f"{name}?")[0] == 2
    assert answer("check", "raw", "--config", f"{name}?")[0] == 2
    assert answer("explain", f"{name}?", "--corpus", name)[0] in (1, 2)


@pytest.mark.parametrize(
    ("error", "code"),
    [
        pytest.param(MemoryError(), 3, id="out of memory"),
        pytest.param(OSError(28, "No space left on device", f"{COMMAND}.txt"), 3, id="No space left on device"),
        pytest.param(KeyboardInterrupt(), 130, id="interrupted"),
        pytest.param(cli.Terminated(143), 143, id="terminated"),
    ],
)
def test_what_ends_a_command_is_told_in_a_line(
    request: pytest.FixtureRequest, raw: Path, monkeypatch: pytest.MonkeyPatch, error: BaseException, code: int
) -> None:
    def fail(*_arguments: object, **_named: object) -> None:
        raise error

    monkeypatch.setattr(job, "take_inventory", fail)
    monkeypatch.setattr(check, "take_inventory", fail)
    for arguments in (("clean", raw, "--out", raw.parent / "corpus"), ("check", raw)):
        exit_code, _, err = answer(*arguments)
        assert (exit_code, err.count("\n")) == (code, 1)
        assert err.startswith("corpusclean: ")
        assert request.node.callspec.id in err


def test_an_interruption_before_there_is_a_command_line_is_told_in_a_line(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def interrupted() -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(worker, "prepare", interrupted)
    monkeypatch.setattr("sys.argv", ["corpusclean", "clean", "raw", "--out", "corpus"])
    with pytest.raises(SystemExit) as done:
        main()
    assert (done.value.code, capsys.readouterr().err) == (130, "corpusclean: interrupted\n")


def test_an_error_that_nobody_foresaw_is_one_line_and_exits_3(raw: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_arguments: object, **_named: object) -> None:
        raise ValueError(f"of two lines\n{COMMAND}")

    monkeypatch.setattr(check, "take_inventory", fail)
    done = CliRunner().invoke(cli.app, ["check", str(raw)])
    assert done.exit_code == 3
    assert done.stderr.startswith("corpusclean: a fault of corpusclean: ValueError at test_no_traceback.py:")
    assert done.stderr.endswith(": of two lines\n")


def test_a_corpus_that_is_gone_is_told(corpus: Path) -> None:
    shutil.rmtree(corpus)
    for arguments in (("verify",), ("restore", "--out", corpus), ("explain", "a.txt", "--corpus")):
        code, _, err = answer(*arguments, corpus)
        assert (code, "no corpus: manifest.json" in err) == (2, True)
