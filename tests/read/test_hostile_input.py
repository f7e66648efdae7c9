"""A folder of all that people and attackers have: every file is accounted for, and none harms another."""

import gzip
import io
import json
import os
import tarfile
import zipfile
from collections import Counter
from collections.abc import Mapping
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from conftest import Folder, Run
from typer.testing import CliRunner

from corpusclean import cli
from corpusclean.codes import CODES
from corpusclean.run import partition, tasks
from corpusclean.run.check import check_inputs
from corpusclean.run.job import clean_corpus
from corpusclean.settings import Output, Settings
from corpusclean.settings import Run as RunSettings

CONFIG = 'max_file_bytes = 100000\nencodings = ["windows-1252"]\nexclude = [".*", "skip.*"]\n'


def article(number: int) -> bytes:
    return f"date: 2021-12-13\n\nThe river rose on day {number}, and {number} boats were lost.\n".encode()


def tar(members: Mapping[str, bytes]) -> bytes:
    made = io.BytesIO()
    with tarfile.open(fileobj=made, mode="w") as archive:
        for name, content in members.items():
            info = tarfile.TarInfo(name)
            info.size = len(content)
            archive.addfile(info, io.BytesIO(content))
        link = tarfile.TarInfo("link")
        link.type, link.linkname = tarfile.SYMTYPE, "/etc/passwd"
        archive.addfile(link)
    return made.getvalue()


def zipped(members: Mapping[str, bytes]) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for name, content in members.items():
            archive.writestr(zipfile.ZipInfo(name), content)
    return made.getvalue()


def jsonl(numbers: range) -> bytes:
    records = ({"text": f"Snow fell on day {number} of the year.", "date": "2021-12-13"} for number in numbers)
    return b"".join(json.dumps(record).encode() + b"\n" for record in records)


def parquet(numbers: range) -> bytes:
    made = pa.BufferOutputStream()
    columns = {
        "text": [f"Hail fell on day {number} of the year." for number in numbers],
        "date": ["2021-12-13"] * len(numbers),
    }
    pq.write_table(pa.table(columns), made, write_page_checksum=True)
    return bytes(made.getvalue())


def everything(raw: Path) -> Path:
    """Make a folder of every kind of file, sound and broken."""
    raw.mkdir()
    archive = tar(
        {
            **{f"2021/{number}.txt": article(number) for number in range(12)},
            "../evil.txt": article(1),
            "large.txt": b"x" * 100_001,
            "skip.txt": b"",
            "caf\udce9.txt": article(12),
            "inner.zip": zipped({"a.txt": article(13), "b.jsonl": jsonl(range(3)) + b"{\n"}),
        }
    )
    files: dict[bytes, bytes] = {
        **{f"plain/{number}.txt".encode(): article(100 + number) for number in range(12)},
        b"a.tar": archive,
        b"a.tar.gz": gzip.compress(archive, mtime=0),
        b"cut.tar.gz": gzip.compress(archive, mtime=0)[:-1],
        b"half.tar": archive[: len(archive) // 2],
        b"a.zip": zipped({f"{number}.txt": article(200 + number) for number in range(3)}),
        b"no.zip": article(1),
        b"a.txt.gz": gzip.compress(article(300), mtime=0),
        b"cut.txt.gz": gzip.compress(article(301), mtime=0)[:-1],
        b"a.jsonl": jsonl(range(10, 30)) + b'{"text": 5}\nnone\n',
        b"a.csv": b'date,text\n2021-12-13,"Fog lay on the hills\nfor days."\n2021-12-13\n2021-12-13,caf\xe9\n"',
        b"a.parquet": parquet(range(5)),
        b"cut.parquet": parquet(range(5))[:-9],
        b"latin.txt": "date: 2021-12-13\n\nLe caf\u00e9 \u00e9tait ferm\u00e9.\n".encode("windows-1252"),
        b"16.txt": "date: 2021-12-13\n\nLe th\u00e9 \u00e9tait froid.\n".encode("utf-16"),
        b"bad.txt": b"date: 2021-12-13\n\n\x81\n",
        b"empty.txt": b"",
        b"blanks.txt": b"\n" * 50_000,
        b"line.txt": b"x" * 100_001,
        b"front.txt": b"---\ndate: 2021-12-13\ntags: [a]\n---\nThe bridge was opened in the morning.\n",
        b"mail.txt": b"Title: The bridge\n of the town\nDate: 2021-12-13\n\nThe bridge was closed at night.\n",
        b"new\nline.txt": article(400),
        b"\x1b[31m::error::.txt": article(401),
        b"-rf": article(402),
        b"=cmd.txt": article(403),
        b"caf\xe9.txt": article(404),
        b"n" * 255: article(405),
        b"skip.me": b"",
    }
    for name, content in files.items():
        path = os.path.join(os.fsencode(raw), name)  # noqa: PTH118  # names that are no text
        os.makedirs(os.path.dirname(path), exist_ok=True)  # noqa: PTH103, PTH120
        with open(path, "wb") as stream:  # noqa: PTH123
            stream.write(content)
    with (raw / "sparse.txt").open("wb") as sparse:
        sparse.truncate(3 << 30)
    os.mkfifo(raw / "pipe")
    (raw / "loop").symlink_to(raw)
    return raw


BAD = {
    **{
        f"{name}!{member}": code
        for name in ("a.tar", "a.tar.gz")
        for member, code in (
            *(
                ("../evil.txt", "archive.unsafe_member"),
                ("large.txt", "file.too_large"),
                ("link", "archive.unsafe_member"),
            ),
            ("inner.zip!b.jsonl#4", "record.invalid"),
        )
    },
    "no.zip": "archive.damaged",
    "cut.txt.gz!cut.txt": "archive.damaged",
    "cut.parquet": "archive.damaged",
    "cut.tar.gz": "archive.damaged",
    "half.tar": "archive.damaged",
    "a.jsonl#21": "record.invalid",
    "a.jsonl#22": "record.invalid",
    "a.csv#2": "record.invalid",
    "a.csv#3": "bytes.not_utf8",
    "a.csv#4": "record.invalid",
    "bad.txt": "bytes.not_utf8",
    "empty.txt": "file.empty",
    "blanks.txt": "file.empty",
    "line.txt": "file.too_large",
    "sparse.txt": "file.too_large",
    "pipe": "file.not_regular",
    "loop": "file.symlink",
}


@pytest.fixture(scope="module")
def raw(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return everything(tmp_path_factory.mktemp("hostile") / "raw")


def table(corpus: Path, name: str) -> pd.DataFrame:
    return pd.concat([pd.read_parquet(path) for path in sorted((corpus / name).iterdir())])


def test_every_file_is_accounted_for_and_a_bad_one_costs_itself(raw: Path, tmp_path: Path, run: Run) -> None:
    (tmp_path / "corpusclean.toml").write_text(CONFIG)

    done = run("clean", raw, "--out", "corpus")

    assert (done.returncode, "Traceback" in done.stderr) == (0, False), done.stderr
    assert "\x1b[31m" not in done.stdout + done.stderr
    manifest = json.loads((tmp_path / "corpus/manifest.json").read_bytes())
    rejects = table(tmp_path / "corpus", "rejects")
    told = {row["address"]: list(row["codes"]) for row in rejects.to_dict("records")}
    # How much of an archive that is cut comes out before the cut is not asked here.
    cut = ("cut.tar.gz!", "half.tar!")
    assert {address: codes for address, codes in told.items() if not address.startswith(cut)} == {
        address: [code] for address, code in BAD.items()
    }
    assert all(code in CODES for codes in told.values() for code in codes)
    assert manifest["inventory"]["left_out"] == 1 + 2  # skip.me, and skip.txt of two archives
    read = [*table(tmp_path / "corpus", "data")["address"], *table(tmp_path / "corpus", "duplicates")["address"]]
    for address in ("new\nline.txt", "\x1b[31m::error::.txt", "-rf", "=cmd.txt", "caf\\xe9.txt", "n" * 255):
        assert address in read
    for name in ("a.tar", "a.tar.gz"):
        members = [*(f"2021/{number}.txt" for number in range(12)), "caf\\xe9.txt", "inner.zip!a.txt"]
        assert {f"{name}!{member}" for member in members} <= set(read)
    assert manifest["documents"]["found"] == len(read) + len(told)

    checked = check_inputs([raw], settings())
    assert dict(checked.documents) == manifest["documents"]
    errors = Counter(finding.code for finding in checked.findings if finding.severity == "error")
    assert errors == Counter(code for codes in told.values() for code in codes)

    assert run("verify", "corpus").returncode == 0
    assert run("restore", "corpus", "--out", "again").returncode == 1  # what was never read is named
    for name in ("16.txt", "latin.txt", "front.txt", "mail.txt", "bad.txt", "blanks.txt", "plain/3.txt"):
        assert (tmp_path / "again" / name).read_bytes() == (raw / name).read_bytes()
    assert (tmp_path / "again/a.tar!2021/3.txt").read_bytes() == article(3)
    assert not (tmp_path / "evil.txt").exists()


def settings(*, workers: int = 1, size: int = 500, documents: int = 20_000) -> Settings:
    return Settings(
        max_file_bytes=100_000,
        encodings=("windows-1252",),
        exclude=(".*", "skip.*"),
        output=Output(part_documents=documents),
        run=RunSettings(workers=workers, partition_documents=size),
    )


def contents(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.fixture(scope="module")
def few(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make a folder of little more than containers."""
    raw = tmp_path_factory.mktemp("few") / "raw"
    raw.mkdir()
    (raw / "a.txt").write_bytes(article(1))
    (raw / "a.tar").write_bytes(tar({f"{number}.txt": article(number) for number in range(5)}))
    (raw / "a.jsonl").write_bytes(jsonl(range(5)) + b"none\n")
    return raw


@pytest.fixture(scope="module")
def expected(few: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("expected") / "out"
    clean_corpus([few], out, settings(size=1000))
    return out


@pytest.mark.parametrize(("workers", "size"), [(1, 1), (2, 1), (2, 1000)])
def test_partitions_and_workers_do_not_show(
    few: Path, expected: Path, tmp_path: Path, workers: int, size: int
) -> None:
    clean_corpus([few], tmp_path / "out", settings(workers=workers, size=size))

    assert contents(tmp_path / "out") == contents(expected)


def test_a_large_container_is_read_in_batches_that_do_not_show_in_its_documents(
    few: Path, expected: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(partition, "ALONE_BYTES", 300)
    monkeypatch.setattr(tasks, "BATCH_DOCUMENTS", 2)
    for size in (1, 1000):
        clean_corpus([few], tmp_path / f"out{size}", settings(size=size, documents=4))

    assert contents(tmp_path / "out1") == contents(tmp_path / "out1000")
    assert len([*(tmp_path / "out1/data").iterdir()]) > 3
    for name in ("data", "duplicates", "rejects", "ledger"):
        keys = ["doc_id", "seq"] if name == "ledger" else ["doc_id"]
        alone, together = (
            table(out, name).sort_values(keys, ignore_index=True) for out in (tmp_path / "out1", expected)
        )
        pd.testing.assert_frame_equal(alone, together)


def test_an_archive_whose_names_are_like_our_addresses_ends_no_run(tmp_path: Path, run: Run) -> None:
    raw = tmp_path / "raw"
    raw.mkdir()
    (raw / "x.zip").write_bytes(zipped({"a.jsonl": jsonl(range(3)), "a.jsonl#2": article(1)}))

    for command in (["check", raw], ["clean", raw, "--out", "corpus"], ["verify", "corpus"]):
        done = run(*command)
        assert done.returncode == 0, done.stderr

    texts = table(tmp_path / "corpus", "data").set_index("address")["text"]
    assert set(texts.index) == {f"x.zip!a.jsonl#{number}" for number in ("1", "2", "2#2", "3")}
    assert texts["x.zip!a.jsonl#2"].startswith("The river rose")


@pytest.mark.parametrize(
    ("files", "address"),
    [
        pytest.param({"x.jsonl": jsonl(range(2)), "x.jsonl#1": article(1)}, "x.jsonl#1", id="a row and a file"),
        pytest.param(
            {"x.zip": zipped({"a": article(1)}), "x.zip!a": article(2)}, "x.zip!a", id="a member and a file"
        ),
        pytest.param({"a.gz": gzip.compress(article(1)), "a.gz!a": article(2)}, "a.gz!a", id="compressed and not"),
    ],
)
def test_equal_addresses_are_refused(folder: Folder, files: Mapping[str, bytes], address: str) -> None:
    raw = folder(files)

    for arguments in (
        ["clean", str(raw), "--out", str(raw.parent / "corpus"), "--workers", "1"],
        ["check", str(raw)],
    ):
        done = CliRunner().invoke(cli.app, arguments)
        assert done.exit_code == 2
        assert f"the address {address!r} is that of two documents" in done.stderr
    assert not (raw.parent / "corpus").exists()
