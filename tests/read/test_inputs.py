"""What stands for INPUT: patterns that the shell left alone, and standard input."""

import gzip
import io
import json
import subprocess
import sys
import tarfile
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from conftest import TIMEOUT, Folder, Run, WithoutRights

from corpusclean.errors import UsageError
from corpusclean.read.inputs import expand_patterns, with_stdin

GOOD = " date 2021-12-13\n\nRain fell on the hills, and the town was wet all day.\n"


@pytest.fixture
def raw(folder: Folder) -> Path:
    names = ("a.txt", "b.txt", "c.md", ".hidden.txt", "2021/d.txt", "2021/12/e.txt", "x[1].txt", "x1.txt")
    return folder(dict.fromkeys(names, GOOD))


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        pytest.param(
            "*.txt", ["a.txt", "b.txt", "x1.txt", "x[1].txt"], id="a star, which passes over what is hidden"
        ),
        pytest.param("?.txt", ["a.txt", "b.txt"], id="one letter"),
        pytest.param("[ab].txt", ["a.txt", "b.txt"], id="a choice"),
        pytest.param("[!a].*", ["b.txt", "c.md"], id="any other"),
        pytest.param("[^a].*", ["b.txt", "c.md"], id="any other, as shells also write it"),
        pytest.param("[a-b].txt", ["a.txt", "b.txt"], id="a range"),
        pytest.param("[b-ab].txt", ["b.txt"], id="a range that is none beside a letter"),
        pytest.param("[&&a~~].txt", ["a.txt"], id="signs that mean something elsewhere"),
        pytest.param("*/*.txt", ["2021/d.txt"], id="in folders"),
        pytest.param(
            "**/*.txt", ["2021/12/e.txt", "2021/d.txt", "a.txt", "b.txt", "x1.txt", "x[1].txt"], id="at any depth"
        ),
        pytest.param("**/**/e.txt", ["2021/12/e.txt"], id="at any depth, said twice"),
        pytest.param(".*.txt", [".hidden.txt"], id="what is hidden, if asked for"),
        pytest.param("x[1].txt", ["x[1].txt"], id="a name that is there is no pattern"),
        pytest.param("20*", ["2021"], id="a folder"),
        pytest.param("a.txt", ["a.txt"], id="no pattern"),
    ],
)
def test_a_pattern_stands_for_what_it_fits(raw: Path, pattern: str, expected: list[str]) -> None:
    assert [path.relative_to(raw).as_posix() for path in expand_patterns([raw / pattern])] == expected


@pytest.mark.parametrize("pattern", ["*.html", "[b-a].txt", "[!].txt", "[[:alpha:]].txt"])
def test_a_pattern_that_fits_nothing_is_refused(raw: Path, pattern: str) -> None:
    with pytest.raises(UsageError, match="nothing fits this pattern"):
        expand_patterns([raw / pattern])


def test_a_folder_that_cannot_be_listed_is_no_empty_one(open_folder: Path, without_rights: WithoutRights) -> None:
    (open_folder / "locked").mkdir(mode=0o000)
    with without_rights(), pytest.raises(UsageError, match="locked: Permission denied"):
        expand_patterns([open_folder / "locked" / "*.txt"])


@pytest.mark.usefixtures("raw")
def test_a_pattern_on_the_command_line_is_what_the_shell_would_make_of_it(run: Run) -> None:
    ours, shells = run("check", "raw/?.txt", "--verbose"), run("check", "raw/a.txt", "raw/b.txt", "--verbose")

    assert ours.returncode == 0
    assert (ours.stdout, ours.stderr) == (shells.stdout, shells.stderr)
    assert "raw/b.txt" in ours.stdout


@pytest.mark.parametrize("command", ["check", "sniff"])
def test_nothing_is_not_the_folder_one_is_in(run: Run, command: str) -> None:
    """A variable that is not set would give it: `check "$RAW"`."""
    refused = run(command, "")
    assert (refused.returncode, refused.stderr[:31]) == (2, "corpusclean: an INPUT is empty;")


def clean_stdin(
    data: bytes, folder: Path, command: str = "check", *more: str
) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [sys.executable, "-m", "corpusclean", command, "-", *more],
        input=data,
        capture_output=True,
        check=False,
        cwd=folder,
        timeout=TIMEOUT,
    )


def test_standard_input_is_one_file(tmp_path: Path) -> None:
    done = clean_stdin(GOOD.encode(), tmp_path, "clean", "--out", "corpus", "--json")

    assert done.returncode == 0
    assert json.loads(done.stdout)["documents"] == {"found": 1, "clean": 1, "duplicates": 0, "rejects": 0}
    shown = subprocess.run(
        [sys.executable, "-m", "corpusclean", "explain", "stdin", "--corpus", "corpus"],
        capture_output=True,
        check=False,
        cwd=tmp_path,
        timeout=TIMEOUT,
    )
    assert b"address  stdin" in shown.stdout


def test_findings_of_standard_input_name_it(tmp_path: Path) -> None:
    done = clean_stdin(GOOD.replace("2021-12-13", "2021-02-30").encode(), tmp_path)

    assert done.returncode == 1
    assert done.stdout.startswith(b"stdin:1:1: error date.invalid")


def test_findings_of_standard_input_name_it_beside_a_pattern(raw: Path) -> None:
    shell = f"printf 'Rain fell.' | {sys.executable} -m corpusclean check 'raw/?.txt' -"
    done = subprocess.run(["bash", "-c", shell], capture_output=True, check=False, cwd=raw.parent, timeout=TIMEOUT)

    assert done.returncode == 1
    assert {line.partition(b":")[0] for line in done.stdout.splitlines()} == {b"stdin"}


def test_compressed_standard_input_is_known_by_its_first_bytes(tmp_path: Path) -> None:
    done = clean_stdin(gzip.compress(GOOD.replace("2021-12-13", "2021-02-30").encode()), tmp_path)

    assert done.stdout.startswith(b"stdin!stdin:1:1: error date.invalid") or done.stdout.startswith(
        b"stdin.gz!stdin"
    )


BAD_DAY = b'{"date": "2021-02-30", "text": "Rain fell on the hills of Tarn for a whole day."}\n'


def parquet() -> bytes:
    stream = io.BytesIO()
    pq.write_table(pa.table({"date": ["2021-02-30"], "text": ["Rain fell on the hills of Tarn."]}), stream)
    return stream.getvalue()


def tar(mode: str) -> bytes:
    stream = io.BytesIO()
    with tarfile.open(fileobj=stream, mode=mode) as archive:  # type: ignore[call-overload]
        member = tarfile.TarInfo("a.txt")
        text = GOOD.replace("12-13", "02-30").encode()
        member.size = len(text)
        archive.addfile(member, io.BytesIO(text))
    return stream.getvalue()


@pytest.mark.parametrize(
    ("data", "found"),
    [
        pytest.param(tar("w"), "stdin.tar!a.txt:1:1: error date.invalid", id="tar"),
        pytest.param(tar("w:gz"), "stdin.tar.gz!a.txt:1:1: error date.invalid", id="tar.gz"),
        pytest.param(tar("w:xz"), "stdin.tar.xz!a.txt:1:1: error date.invalid", id="tar.xz"),
        pytest.param(tar("w:gz")[:40], "stdin.gz!stdin:1:1: error archive.damaged", id="tar.gz, cut off"),
        pytest.param(BAD_DAY.replace(b"Rain", b"Rain " * 99), "stdin.jsonl#1:1:1: error date", id="a long row"),
        pytest.param(BAD_DAY, "stdin.jsonl#1:1:1: error date.invalid", id="a row"),
        pytest.param(BAD_DAY.rstrip(), "stdin.jsonl#1:1:1: error date.invalid", id="a row without an end"),
        pytest.param(2 * BAD_DAY.replace(b"30", b"20") + BAD_DAY, "stdin.jsonl#3:3:1: error date", id="rows"),
        pytest.param(BAD_DAY + b"rain\n", "stdin.jsonl#2:2:1: error record.invalid", id="and no row"),
        pytest.param(parquet(), "stdin.parquet#1:1:1: error date.invalid", id="Parquet"),
        pytest.param(b'{\n"text": "Rain."\n}\n', "stdin:1:1: error header.missing", id="JSON of many lines"),
        pytest.param(b'{"text": "Rain."} fell\n', "stdin:1:1: error header.missing", id="no JSON"),
    ],
)
def test_rows_on_standard_input_are_known_by_how_they_begin(tmp_path: Path, data: bytes, found: str) -> None:
    done = clean_stdin(data, tmp_path)

    assert done.returncode == 1
    assert found in done.stdout.decode()


def test_standard_input_larger_than_a_document_is_not_held_whole() -> None:
    stream = io.BytesIO(b"a" * 1000)
    with with_stdin([Path("-")], stream, 100) as (path,):
        assert path.stat().st_size <= 110
    assert not path.exists()


def test_standard_input_is_read_once() -> None:
    with pytest.raises(UsageError, match="named twice"), with_stdin([Path("-"), Path("-")], io.BytesIO(), 10):
        pass


@pytest.mark.parametrize("command", ["check", "sniff"])
def test_standard_input_that_is_closed_is_told(tmp_path: Path, command: str) -> None:
    shell = f"{sys.executable} -m corpusclean {command} - <&-"
    done = subprocess.run(["bash", "-c", shell], capture_output=True, check=False, cwd=tmp_path, timeout=TIMEOUT)

    assert (done.returncode, done.stderr) == (2, b"corpusclean: standard input (-) is closed; name a file\n")


@pytest.mark.parametrize(
    "arguments",
    ["--version", "sniff raw", "sniff raw --json", "check raw --format json", "schema export",
     "--help", "check -h", "rules list --help", "rules list", "cache --cache kept", "cache --cache off"],
)  # fmt: skip
@pytest.mark.parametrize("unbuffered", ["", "1"])
def test_what_nobody_can_read_is_no_success(
    folder: Folder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: str, unbuffered: str
) -> None:
    """Python writes what is in its buffer once more when it ends."""
    monkeypatch.setenv("PYTHONUNBUFFERED", unbuffered)
    folder({"a.txt": GOOD})
    shell = f"{sys.executable} -m corpusclean {arguments} >/dev/full"
    done = subprocess.run(["bash", "-c", shell], capture_output=True, check=False, cwd=tmp_path, timeout=TIMEOUT)

    assert (done.returncode, done.stderr) == (3, b"corpusclean: standard output: No space left on device\n")


@pytest.mark.parametrize(
    ("arguments", "code"), [("check nowhere", 2), ("check raw", 0), ("clean raw --out corpus --verbose", 0)]
)
def test_what_is_said_aside_and_nobody_can_read_changes_no_code(folder: Folder, arguments: str, code: int) -> None:
    """1 would say that something was found."""
    raw = folder({"a.txt": GOOD})
    shell = f"{sys.executable} -m corpusclean {arguments} 2>/dev/full"
    done = subprocess.run(["bash", "-c", shell], capture_output=True, check=False, cwd=raw.parent, timeout=TIMEOUT)

    assert done.returncode == code


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        ("rules list", 0),
        ("rules show inputs-from", 0),
        ("explain a.txt", 0),
        ("sniff a.txt", 0),
        ("check a.txt --verbose", 0),
        ("check b.txt", 1),
        ("check --help", 0),
        ("--version", 0),
    ],
)
def test_a_reader_who_has_enough_hears_no_more(tmp_path: Path, arguments: str, code: int) -> None:
    """And the code is what it is for one who stays: which of the two a reader like `head` is, is chance."""
    paragraphs = "".join(f"The cafÃ© of {number} opened on the hill.\n\n" for number in range(2000))
    (tmp_path / "a.txt").write_text(f"{GOOD}\n\n{paragraphs}")
    (tmp_path / "b.txt").write_text("Rain fell.\n")
    shell = f"{sys.executable} -m corpusclean {arguments} | :; exit ${{PIPESTATUS[0]}}"
    done = subprocess.run(["bash", "-c", shell], capture_output=True, check=False, cwd=tmp_path, timeout=TIMEOUT)

    assert (done.returncode, b"roken" in done.stderr) == (code, False)


def test_a_file_under_two_names_is_two_documents_one_a_duplicate(run: Run, folder: Folder) -> None:
    raw = folder({"a.txt": GOOD})
    (raw / "b.txt").hardlink_to(raw / "a.txt")

    documents = json.loads(run("clean", raw, "--out", "corpus", "--json").stdout)["documents"]

    assert documents == {"found": 2, "clean": 1, "duplicates": 1, "rejects": 0}


def test_names_that_only_unicode_tells_apart_are_two(run: Run, folder: Folder) -> None:
    raw = folder({"caf\u00e9.txt": GOOD, "cafe\u0301.txt": GOOD.replace("Rain", "Snow")})

    documents = json.loads(run("clean", raw, "--out", "corpus", "--json").stdout)["documents"]

    assert (documents["found"], documents["clean"]) == (2, 2)
    assert run("restore", "corpus", "--out", "again").returncode == 0
    assert sorted(path.name for path in (raw.parent / "again").iterdir()) == sorted(
        path.name for path in raw.iterdir()
    )
