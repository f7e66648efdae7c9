"""The command line as a user meets it: whole runs, exit codes, messages, and bad input of every sort."""

import json
import os
import re
import resource
import shutil
import socket
import subprocess
import sys
import time
from pathlib import Path

import pandas as pd
import pytest
from conftest import TIMEOUT, Folder, Run, WithoutRights
from generate import corpus as generated
from typer.testing import CliRunner

from corpusclean.cli import app
from corpusclean.run.job import clean_corpus
from corpusclean.settings import Run as RunSettings
from corpusclean.settings import Settings

CLEAN = (sys.executable, "-m", "corpusclean", "clean")
GOOD = " date 2021-12-13 \n\n\nThe council met on Monday and will vote on the new bridge in the spring.\n"


def codes(corpus: Path) -> dict[str, list[str]]:
    frame = pd.read_parquet(corpus / "rejects", columns=["address", "codes"])
    return {address: list(found) for address, found in zip(frame["address"], frame["codes"], strict=True)}


def test_who_asks_for_more_is_told_which_settings_count(run: Run, folder: Folder) -> None:
    text = " date 2021-12-13\n\nRain fell on the hills.\n"
    raw = folder({"a/a.txt": text, "b/b.txt": text, "b/corpusclean.toml": "", "b/decisions.toml": ""})
    assert "settings: none\n" in run("check", raw / "a", "--verbose").stderr
    told = run("clean", "raw/b", "--out", "corpus", "--verbose").stderr
    assert "settings: raw/b/corpusclean.toml; decisions: raw/b/decisions.toml\n" in told
    assert "settings:" not in run("check", "raw/b").stderr


def test_clean_tells_where_every_document_went(run: Run, seeds: Path, tmp_path: Path) -> None:
    done = run("clean", seeds, "--out", tmp_path / "corpus")
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("18 documents: 10 clean, 1 duplicate set aside, 7 rejected.\n")
    assert done.stderr == ""
    assert {path.name for path in (tmp_path / "corpus").iterdir()} == {
        "data", "duplicates", "rejects", "ledger", "manifest.json", "README.md", "croissant.json", "report.html",
    }  # fmt: skip
    assert [path.name for path in tmp_path.iterdir()] == ["corpus"]


def test_clean_prints_json(run: Run, seeds: Path, tmp_path: Path) -> None:
    done = run("clean", seeds, "--out", tmp_path / "corpus", "--json")
    summary = json.loads(done.stdout)
    assert summary["documents"] == {"found": 18, "clean": 10, "duplicates": 1, "rejects": 7}
    assert summary["counts"]["codes"]["date.invalid"] == 2


def test_clean_again_replaces_a_corpus_of_ours(run: Run, folder: Folder, tmp_path: Path) -> None:
    raw = folder({"a.txt": GOOD})
    assert run("clean", raw, "--out", tmp_path / "corpus").returncode == 0
    first = (tmp_path / "corpus" / "manifest.json").read_bytes()
    folder({"b.txt": GOOD.replace("council", "court")})
    assert run("clean", raw, "--out", tmp_path / "corpus").returncode == 0
    assert (tmp_path / "corpus" / "manifest.json").read_bytes() != first
    assert len(pd.read_parquet(tmp_path / "corpus" / "data")) == 2
    assert sorted(path.name for path in tmp_path.iterdir()) == ["corpus", "raw"]


def test_a_tilde_in_the_output_is_a_name_as_any_other(
    run: Run, folder: Folder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A shell leaves that of `--out=~/corpus` as it is; Arrow, given the path, looks for the files at home."""
    raw = folder({"a.txt": GOOD})
    monkeypatch.chdir(tmp_path)
    ran = run("clean", raw, "--out=~/corpus")
    assert (ran.returncode, ran.stderr) == (0, "")
    assert len(pd.read_parquet((tmp_path / "~/corpus/data").absolute())) == 1


def test_clean_leaves_alone_what_is_no_corpus(run: Run, folder: Folder, tmp_path: Path) -> None:
    mine = tmp_path / "mine"
    mine.mkdir()
    (mine / "thesis.txt").write_text("years of work")
    done = run("clean", folder({"a.txt": GOOD}), "--out", mine)
    assert done.returncode == 2
    assert "holds what no corpus of ours does (thesis.txt)" in done.stderr
    assert [path.name for path in mine.iterdir()] == ["thesis.txt"]


@pytest.mark.parametrize("limit", ["0", "50%"])
def test_too_many_rejects_publish_nothing_and_are_set_apart(
    run: Run, folder: Folder, tmp_path: Path, limit: str
) -> None:
    raw = folder({"a.txt": "no header", "b.txt": "none here either", "c.txt": GOOD})
    done = run("clean", raw, "--out", tmp_path / "corpus", "--max-rejects", limit)
    assert done.returncode == 1
    assert f"2 of 3 documents rejected (66.7 %), max_rejects is {limit}; nothing was" in done.stderr
    assert "header.missing (2)" in done.stderr
    assert not (tmp_path / "corpus").exists()
    failed = tmp_path / "corpus.failed"
    assert sorted(codes(failed)) == ["a.txt", "b.txt"]
    assert sorted(path.name for path in failed.iterdir()) == ["manifest.json", "rejects", "report.html"]


def test_limit_takes_only_so_many(run: Run, folder: Folder, tmp_path: Path) -> None:
    raw = folder({f"{number}.txt": GOOD + str(number) for number in range(5)})
    done = run("clean", raw, "--out", tmp_path / "corpus", "--limit", "3", "--json")
    assert json.loads(done.stdout)["documents"]["found"] == 3


def test_a_sample_says_that_it_is_one(run: Run, folder: Folder, tmp_path: Path) -> None:
    raw = folder({f"{number}.txt": GOOD + str(number) for number in range(5)})
    for limit, count in ((["--limit", "3"], 1), ([], 0)):
        checked = run("check", raw, "--format", "json", *limit)
        assert json.loads(checked.stdout)["limit"] == (3 if limit else None)
        page = tmp_path / "summary.md"
        run("check", raw, "--format", "github", *limit, GITHUB_STEP_SUMMARY=str(page))
        cleaned = run("clean", raw, "--out", tmp_path / "corpus", *limit)
        pages = [(tmp_path / "corpus" / name).read_text() for name in ("README.md", "croissant.json")]
        for said in (checked.stderr, page.read_text(), cleaned.stdout, *pages):
            assert said.count("Only the first 3 files were taken, and of each as many") == count
        page.unlink()


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        pytest.param(["nowhere", "--out", "c"], "nowhere: No such file or directory", id="no such input"),
        pytest.param(["empty", "--out", "c"], "no files to clean in empty", id="nothing in the input"),
        pytest.param(["raw", "--out", "raw/c"], "lie within each other", id="output in the input"),
        pytest.param(["raw/sub", "--out", "raw"], "lie within each other", id="input in the output"),
        pytest.param(["raw", "--out", "c", "--config", "none.toml"], "none.toml", id="no such settings"),
        pytest.param(
            ["raw", "--out", "c", "--config", "bad.toml"], "did you mean required?", id="unknown setting"
        ),
        pytest.param(["raw", "--out", "c", "--max-rejects", "few"], "max_rejects", id="a limit that is none"),
        pytest.param(
            ["raw", "--out", "c", "--scheduler", "tcp://x:1"], "--engine dask", id="a cluster unasked for"
        ),
        pytest.param(["raw", "--out", "bad.toml/c"], "bad.toml is a file", id="output under a file"),
        pytest.param(
            ["raw", "--out", "c", "--private", "bad.toml/p"], "bad.toml is a file", id="private part under a file"
        ),
    ],
)
def test_unusable_input_is_said_in_a_line_and_exits_2(
    run: Run, folder: Folder, tmp_path: Path, arguments: list[str], message: str
) -> None:
    folder({"a.txt": GOOD, "sub/b.txt": GOOD})
    (tmp_path / "empty").mkdir()
    (tmp_path / "bad.toml").write_text('requird = ["date"]\n')
    done = run("clean", *arguments)
    assert done.returncode == 2, done.stderr
    assert message in done.stderr
    assert "Traceback" not in done.stderr
    assert not (tmp_path / "c").exists()


def test_every_bad_file_has_its_own_code_and_costs_only_itself(run: Run, folder: Folder, tmp_path: Path) -> None:
    raw = folder(
        {
            "good.txt": GOOD,
            "empty.txt": b"",
            "blank.txt": b" \n\n\t\n",
            "no_header.txt": "The council met.\n",
            "header_only.txt": " date 2021-12-13 \n\n",
            "latin1.txt": " date 2021-12-13 \n\ncaf\u00e9 noir\n".encode("latin-1"),
            "repeated.txt": " date 2021-12-13\n date 2021-12-14\n\nRain fell.\n",
            "broken_off.txt": " date 2021-12-13\nRain fell on the town.\n",
            "nul.txt": " date 2021-12-13\n\nRain\0fell on the town.\n",
        }
    )
    os.mkfifo(raw / "fifo.txt")
    (raw / "dangling.txt").symlink_to("nowhere")
    (raw / "loop").symlink_to(raw)
    listener = socket.socket(socket.AF_UNIX)
    listener.bind(os.path.relpath(raw / "socket.txt"))
    listener.close()
    done = run("clean", raw, "--out", tmp_path / "corpus")
    assert done.returncode == 0, done.stderr
    assert codes(tmp_path / "corpus") == {
        "empty.txt": ["file.empty"],
        "blank.txt": ["file.empty"],
        "no_header.txt": ["header.missing"],
        "header_only.txt": ["body.missing"],
        "latin1.txt": ["bytes.not_utf8"],
        "repeated.txt": ["header.repeated"],
        "broken_off.txt": ["header.missing"],
        "fifo.txt": ["file.not_regular"],
        "dangling.txt": ["file.symlink"],
        "loop": ["file.symlink"],
        "socket.txt": ["file.not_regular"],
    }
    assert sorted(pd.read_parquet(tmp_path / "corpus" / "data")["address"]) == ["good.txt", "nul.txt"]


def test_what_may_not_be_read_is_rejected_and_told(
    open_folder: Path, without_rights: WithoutRights, tmp_path: Path
) -> None:
    raw = open_folder / "raw"
    (raw / "closed").mkdir(parents=True)
    for name in ("good.txt", "secret.txt", "closed/in.txt"):
        (raw / name).write_text(GOOD)
    settings = Settings(run=RunSettings(workers=1))
    clean_corpus([raw], tmp_path / "warm", settings)  # what is imported late is imported with all rights
    (raw / "secret.txt").chmod(0)
    (raw / "closed").chmod(0)
    open_folder.chmod(0o777)
    with without_rights():
        clean_corpus([raw], open_folder / "corpus", settings)
    assert codes(open_folder / "corpus") == {
        "secret.txt": ["file.unreadable"],
        "closed/": ["folder.unreadable"],
    }
    assert list(pd.read_parquet(open_folder / "corpus" / "data")["address"]) == ["good.txt"]


@pytest.mark.parametrize("options", [("--quiet", "--verbose"), ("-v", "-q")])
def test_less_and_more_at_once_are_refused(run: Run, folder: Folder, options: tuple[str, str]) -> None:
    done = run("check", folder({"a.txt": GOOD}), *options)
    assert done.returncode == 2
    assert "says the contrary; leave one of them out" in done.stderr


def test_a_file_that_is_named_and_may_not_be_read_is_a_finding(
    open_folder: Path, without_rights: WithoutRights
) -> None:
    """As it is in a folder: hooks name files."""
    locked = open_folder / "secret.txt"
    locked.write_text(GOOD)
    check = ["check", str(locked), "--workers", "1"]
    assert CliRunner().invoke(app, check).exit_code == 0  # what is imported late is imported with all rights
    locked.chmod(0)
    with without_rights():
        done = CliRunner().invoke(app, check)
    assert done.exit_code == 1
    assert f"{locked}:1:1: error file.unreadable: " in done.output


def test_a_second_run_on_the_same_output_is_told_who_holds_it(run: Run, tmp_path: Path) -> None:
    raw = generated(tmp_path / "raw", 400)
    command = [*CLEAN, str(raw), "--out", str(tmp_path / "corpus"), "--workers", "1"]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL) as first:
        lock = tmp_path / ".corpus.corpusclean.lock"
        wait_until(lambda: lock.exists() and lock.read_text().strip() != "")
        second = run("clean", raw, "--out", tmp_path / "corpus")
        assert second.returncode == 75, second.stderr
        assert f"another run is writing it (process {first.pid})" in second.stderr
        assert first.wait(timeout=TIMEOUT) == 0
    assert sorted(path.name for path in tmp_path.iterdir()) == ["corpus", "raw"]


@pytest.mark.parametrize(("name", "code"), [("SIGINT", 130), ("SIGTERM", 143)])
@pytest.mark.parametrize("workers", ["1", "2"])
def test_a_run_that_is_told_to_stop_stops_and_leaves_nothing(
    tmp_path: Path, name: str, code: int, workers: str
) -> None:
    import signal

    raw = generated(tmp_path / "raw", 1500)
    command = [*CLEAN, str(raw), "--out", str(tmp_path / "corpus"), "--workers", workers]
    # A job in the background of a shell is deaf to it, and so would be what it starts.
    heard = lambda: signal.signal(signal.SIGINT, signal.default_int_handler)  # noqa: E731  # said in a line
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True, preexec_fn=heard) as run:  # noqa: PLW1509  # no threads here
        work = tmp_path / ".corpus.corpusclean" / "work"
        wait_until((work / "inventory.parquet").exists)
        run.send_signal(signal.Signals[name])
        _, said = run.communicate(timeout=TIMEOUT)
    assert run.returncode == code, said
    assert "nothing was published" in said
    assert "Traceback" not in said
    assert [path.name for path in tmp_path.iterdir()] == ["raw"]


def test_a_run_that_nohup_started_goes_on_when_its_terminal_closes(tmp_path: Path) -> None:
    import signal

    raw = generated(tmp_path / "raw", 300)
    command = ["nohup", *CLEAN, str(raw), "--out", str(tmp_path / "corpus"), "--workers", "2"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True) as run:
        work = tmp_path / ".corpus.corpusclean" / "work"
        wait_until((work / "inventory.parquet").exists)
        run.send_signal(signal.SIGHUP)
        said, _ = run.communicate(timeout=TIMEOUT)
    assert run.returncode == 0, said
    assert "300 documents" in said


def wait_until(ready: object) -> None:
    assert callable(ready)
    deadline = time.monotonic() + 180  # what takes four seconds takes sixty on a machine that does much else
    while not ready():
        assert time.monotonic() < deadline
        time.sleep(0.005)


def test_a_killed_run_is_no_obstacle_to_the_next(run: Run, tmp_path: Path) -> None:
    raw = generated(tmp_path / "raw", 400)
    command = [*CLEAN, str(raw), "--out", str(tmp_path / "corpus"), "--workers", "2"]
    with subprocess.Popen(command) as killed:
        work = tmp_path / ".corpus.corpusclean" / "work"
        wait_until((work / "inventory.parquet").exists)
        killed.kill()
    assert not (tmp_path / "corpus").exists()
    done = run("clean", raw, "--out", tmp_path / "corpus")
    assert done.returncode == 0, done.stderr
    assert sorted(path.name for path in tmp_path.iterdir()) == ["corpus", "raw"]


def test_a_full_disk_publishes_nothing_and_keeps_the_old_corpus(run: Run, folder: Folder, tmp_path: Path) -> None:
    raw = folder({"a.txt": GOOD})
    assert run("clean", raw, "--out", tmp_path / "corpus").returncode == 0
    before = (tmp_path / "corpus" / "manifest.json").read_bytes()
    generated(raw, 50)
    done = subprocess.run(
        [*CLEAN, str(raw), "--out", str(tmp_path / "corpus"), "--workers", "1"],
        capture_output=True,
        text=True,
        check=False,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (8_000, 8_000)),  # one thread
    )
    assert done.returncode == 3, done.stderr
    assert re.match(r"corpusclean: /.*: File too large \(.* 8,000 bytes into a file; `ulimit -f`", done.stderr)
    assert "Traceback" not in done.stderr
    assert (tmp_path / "corpus" / "manifest.json").read_bytes() == before
    assert sorted(path.name for path in tmp_path.iterdir()) == ["corpus", "raw"]


def test_validation_cannot_be_switched_off_from_outside(run: Run, seeds: Path, tmp_path: Path) -> None:
    done = run("clean", seeds, "--out", tmp_path / "c", "--json", PANDERA_VALIDATION_ENABLED="False")
    assert json.loads(done.stdout)["documents"]["rejects"] == 7


def test_check_points_at_the_line_and_writes_nothing(run: Run, seeds: Path, tmp_path: Path) -> None:
    copy = Path(shutil.copytree(seeds, tmp_path / "raw"))
    done = run("check", copy, "--max-rejects", "0")
    assert done.returncode == 1
    lines = done.stdout.splitlines()
    assert [line.split()[1] for line in lines] == ["warning", *["error"] * 7]
    (bad_byte,) = [line for line in lines if "bytes.not_utf8" in line]
    place = copy / "016_db968b28e40feb7b.txt"
    assert bad_byte.startswith(f"{place}:5:31: error bytes.not_utf8: byte 51 (0xe9) is not UTF-8")
    assert "Convert the file to UTF-8" in bad_byte
    assert done.stderr.startswith("18 documents: 10 clean, 1 duplicate set aside, 7 rejected.")
    assert [path.name for path in tmp_path.iterdir()] == ["raw"]


def test_check_and_clean_judge_alike(run: Run, tmp_path: Path) -> None:
    raw = generated(tmp_path / "raw", 60)
    checked = json.loads(run("check", raw, "--format", "json").stdout)
    cleaned = json.loads(run("clean", raw, "--out", tmp_path / "corpus", "--json").stdout)
    assert checked["documents"] == cleaned["documents"]
    errors: dict[str, set[str]] = {}
    for finding in checked["findings"]:
        if finding["severity"] == "error":
            errors.setdefault(finding["path"], set()).add(finding["code"])
    assert errors == {f"{raw}/{address}": set(found) for address, found in codes(tmp_path / "corpus").items()}


@pytest.mark.parametrize(
    ("content", "fail_on", "returncode"),
    [
        pytest.param("no header", "error", 1, id="an error fails"),
        pytest.param("no header", "never", 0, id="never"),
        pytest.param(GOOD.replace(" \n", "\nlanguage: de\n", 1), "error", 0, id="a warning passes by default"),
        pytest.param(GOOD.replace(" \n", "\nlanguage: de\n", 1), "warning", 1, id="a warning fails if asked"),
        pytest.param(GOOD + "(PTI)\n", "warning", 0, id="a notice fails nothing"),
    ],
)
def test_check_fails_at_the_severity_that_is_asked(
    run: Run, folder: Folder, content: str, fail_on: str, returncode: int
) -> None:
    assert run("check", folder({"a.txt": content}), "--fail-on", fail_on).returncode == returncode


def test_check_tolerates_as_many_rejects_as_are_declared(run: Run, seeds: Path) -> None:
    assert run("check", seeds).returncode == 0
    assert run("check", seeds, "--max-rejects", "6").returncode == 1


@pytest.mark.parametrize("code", ["date.invalid", "boilerplate.over_removal"])
def test_explain_says_what_a_code_means(run: Run, code: str) -> None:
    said = run("explain", code).stdout
    assert said.startswith(code)
    assert "Example: " in said
    assert "Way out: " in said


def test_every_code_is_explained() -> None:
    from corpusclean.codes import CODES

    for code, entry in CODES.items():
        assert code.count(".") == 1
        assert all(entry), code


def test_explain_shows_a_file_before_and_after_in_colour(run: Run, seeds: Path) -> None:
    (mojibake,) = seeds.glob("001_*.txt")
    said = run("explain", mojibake, FORCE_COLOR="1", TERM="xterm-256color").stdout
    assert "\x1b[9;31m\u00e2\u20ac\u2122\x1b[0m\x1b[32m\u2019\x1b[0m" in said
    plain = run("explain", mojibake, NO_COLOR="1").stdout
    assert "\x1b" not in plain
    assert "cities[-\u00e2\u20ac\u2122-]{+\u2019+} transport" in plain
    assert "fix/ftfy 6.3.1: \u00c3\u00a9 -> \u00e9  (UTF-8 decoded as windows-1252 by mistake)" in plain


def test_explain_keeps_words_whole_on_a_terminal(run: Run, folder: Folder) -> None:
    words = " ".join(f"word{number}" for number in range(60))
    raw = folder({"a.txt": f" date 2021-02-30\n\n{words}\n\nThe end of the story.\n"})
    terminal = {"FORCE_COLOR": "1", "TERM": "xterm-256color", "COLUMNS": "80"}
    said = run("explain", "a.txt", cwd=raw, **terminal).stdout
    lines = re.sub(r"\x1b\[[0-9;]*m", "", said).splitlines()
    assert max(map(len, lines)) <= 80
    assert set(re.findall(r"\S*word\S*", " ".join(lines))) == set(words.split())
    reason = next(number for number, line in enumerate(lines) if line.startswith("       error  date.invalid"))
    assert lines[reason + 1].startswith(" " * 14 + "is out of range")
    # What is piped is one line a paragraph, for programs.
    assert words in run("explain", raw / "a.txt", COLUMNS="80").stdout.splitlines()


def test_explain_finds_a_document_in_a_corpus(run: Run, seeds: Path, tmp_path: Path) -> None:
    run("clean", seeds, "--out", tmp_path / "corpus")
    said = run("explain", "002_bb4839babed5ba3e.txt", "--corpus", tmp_path / "corpus").stdout
    assert "strip/agency-credit" in said
    rejected = run("explain", "011_eb8a32e1c9af6a4a.txt", "--corpus", tmp_path / "corpus").stdout
    assert "date.invalid line 1: '2021-02-30' is no day of the calendar" in rejected
    missing = run("explain", "099.txt", "--corpus", tmp_path / "corpus")
    assert missing.returncode == 2
    assert "holds no document '099.txt'" in missing.stderr
    rule = run("explain", "reuters-desk")
    assert (rule.returncode, rule.stderr.count("corpusclean rules show reuters-desk")) == (2, 1)


def test_explain_of_nothing_known_offers_the_nearest_code(run: Run) -> None:
    done = run("explain", "date.invalit")
    assert done.returncode == 2
    assert "did you mean date.invalid?" in done.stderr


def test_hostile_names_and_text_move_no_cursor(run: Run, folder: Folder) -> None:
    raw = folder({"a\x1b[2J\n::error::b.txt": " date \x1b[31mnow\u202e\n\nRain fell.\n"})
    for said in (run("check", raw).stdout, run("explain", next(raw.iterdir()), NO_COLOR="1").stdout):
        assert "\x1b" not in said
        assert "\u202e" not in said
        assert not any(line.startswith("::") for line in said.splitlines())


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        pytest.param(["clean", "--help"], "Example: corpusclean clean raw/ --out corpus/", id="help"),
        pytest.param(["explain", "date.invalid"], "A date is in no declared format", id="what a code means"),
    ],
)
def test_help_loads_no_pandas(arguments: list[str], said: str) -> None:
    code = (
        "import sys, corpusclean.cli as cli\n"
        f"try: cli.app({arguments!r})\n"
        "except SystemExit: pass\n"
        "assert not {'pandas', 'pyarrow', 'pandera', 'ftfy', 'langdetect'} & set(sys.modules), 'loaded'\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert said in done.stdout


def test_version(run: Run) -> None:
    import corpusclean

    assert run("--version").stdout == f"corpusclean {corpusclean.__version__}\n"


def test_ftfys_own_defaults_are_one_option_away(run: Run, folder: Folder, tmp_path: Path) -> None:
    raw = folder({"a.txt": GOOD + "\u201cNo\u201d, said the \ufb01sher.\n"})
    for option, quoted in (
        ("settings", "\u201cNo\u201d, said the \ufb01sher."),
        ("ftfy", '"No", said the fisher.'),
    ):
        assert run("clean", raw, "--out", tmp_path / option, "--fix", option).returncode == 0
        (text,) = pd.read_parquet(tmp_path / option / "data")["text"]
        assert text.endswith(quoted)


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("--workers", "x"), "'--workers': must be a whole number (got 'x')\n"),
        (("--limit", "0"), "'--limit': must be at least 1 (got '0')\n"),
        (("--as-of", "x"), "'--as-of': 'x' does not match the formats '%Y-%m-%d'\n"),
        (("--fail-on", "x"), "'--fail-on': 'x' is not one of 'error', 'warning', 'never'\n"),
        (("--date-from", "path,x"), "'--date-from': 'x' is not one of them; there are byline, filename, path\n"),
        (("--date-from", ""), "'--date-from': '' is not one of them; there are byline, filename, path\n"),
    ],
)
def test_what_an_option_may_not_be_is_said_in_our_words(run: Run, arguments: tuple[str, ...], told: str) -> None:
    done = run("check", ".", *arguments)
    assert (done.returncode, done.stderr.endswith(f"Error: Invalid value for {told}")) == (2, True)
