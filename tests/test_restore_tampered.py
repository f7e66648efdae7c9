"""A corpus that was tampered with gives back what is proven, nothing elsewhere, and says what it could not."""

import hashlib
import json
import resource
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from generate import article

from corpusclean.errors import ProofFailed, UsageError
from corpusclean.explain import explain_document
from corpusclean.run.job import clean_corpus
from corpusclean.settings import Settings
from corpusclean.verify import restore_corpus, verify_corpus
from corpusclean.write.manifest import to_bytes

GOOD = b" date 2021-12-13\n\nThe council met on Monday. (PTI)\n"
RAW = {"good.txt": GOOD, "bad.txt": b"no header, and no date"}


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("sound")
    (folder / "raw").mkdir()
    for name, content in RAW.items():
        (folder / "raw" / name).write_bytes(content)
    clean_corpus([folder / "raw"], folder / "corpus", Settings())
    return folder / "corpus"


@pytest.fixture
def corpus(sound: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(sound, tmp_path / "corpus"))


def part(corpus: Path, table: str) -> Path:
    (path,) = (corpus / table).iterdir()
    return path


def reseal(corpus: Path, table: str, change: Callable[[dict[str, Any]], dict[str, Any]]) -> None:
    """Change every row of a table, and make all hashes agree with that."""
    path = part(corpus, table)
    read = pq.ParquetFile(path).read()
    pq.write_table(pa.Table.from_pylist([change(row) for row in read.to_pylist()], schema=read.schema), path)
    manifest = json.loads((corpus / "manifest.json").read_bytes())
    for entry in manifest["files"]:
        if entry["path"] == f"{table}/{path.name}":
            entry["sha256"] = hashlib.sha256(path.read_bytes()).hexdigest()
    (corpus / "manifest.json").write_bytes(to_bytes(manifest))


def files_of(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.mark.parametrize("table", ["data", "rejects", "ledger"])
def test_a_part_that_is_missing_is_told_and_nothing_is_restored(corpus: Path, tmp_path: Path, table: str) -> None:
    missing = part(corpus, table)
    missing.unlink()
    with pytest.raises(ProofFailed, match=f"nothing was restored\n{table}/{missing.name}: missing") as failed:
        restore_corpus(corpus, tmp_path / "again")
    assert failed.value.exit_code == 1
    assert not (tmp_path / "again").exists()


@pytest.mark.parametrize("table", ["data", "rejects", "ledger"])
@pytest.mark.parametrize("left", [0, 3, 200, -1])
def test_a_part_that_was_truncated_is_told_by_its_name(
    corpus: Path, tmp_path: Path, table: str, left: int
) -> None:
    path = part(corpus, table)
    path.write_bytes(path.read_bytes()[:left])
    assert any(path.name in problem for problem in verify_corpus(corpus).problems)
    with pytest.raises(ProofFailed, match=path.name):
        restore_corpus(corpus, tmp_path / "again")
    with pytest.raises(UsageError, match=f"not whole: {table}/{path.name} has"):
        list(explain_document("bad.txt", corpus))


def test_raw_bytes_of_a_reject_that_were_changed_are_not_written(corpus: Path, tmp_path: Path) -> None:
    reseal(corpus, "rejects", lambda row: row | {"raw": b"something else"})
    restored = restore_corpus(corpus, tmp_path / "again")
    assert restored.missing == ("bad.txt: its raw bytes are not those that were read",)
    assert files_of(tmp_path / "again") == {"good.txt": GOOD}
    assert verify_corpus(corpus).problems == ("bad.txt: its raw bytes are not those that were read",)


def test_a_text_that_was_changed_is_not_written(corpus: Path, tmp_path: Path) -> None:
    reseal(corpus, "data", lambda row: row | {"text": row["text"].replace("Monday", "Sunday")})
    restored = restore_corpus(corpus, tmp_path / "again")
    assert restored.missing == ("good.txt: does not restore to the bytes that were read",)
    assert files_of(tmp_path / "again") == {"bad.txt": RAW["bad.txt"]}


@pytest.mark.parametrize(
    "envelope", ["", "[]", "3", '{"header":1,"tail":2}', '{"x":1}', '{"header":"","tail":"","encoding":"rot13"}']
)
def test_an_envelope_that_is_none_is_told(corpus: Path, tmp_path: Path, envelope: str) -> None:
    reseal(corpus, "data", lambda row: row | {"envelope": envelope})
    (missing,) = restore_corpus(corpus, tmp_path / "again").missing
    assert missing.startswith("good.txt: ")


@pytest.mark.parametrize("table", ["data", "rejects"])
@pytest.mark.parametrize("address", [".", "./", "..", "../x", "a/../../x", "/x", "//x", "a\0b"])
def test_an_address_never_leads_outside(corpus: Path, tmp_path: Path, table: str, address: str) -> None:
    place = f"{tmp_path}{address}" if address == "/x" else address
    reseal(corpus, table, lambda row: row | {"address": place})
    before = files_of(tmp_path)
    restored = restore_corpus(corpus, tmp_path / "again")
    assert restored.missing == (f"{place}: its address leads outside",)
    assert restored.files == 1
    after = files_of(tmp_path)
    assert {name for name in after.keys() - before.keys() if not name.startswith("again/")} == set()
    assert {name: after[name] for name in before} == before


def test_an_address_that_no_disk_takes_costs_only_itself(corpus: Path, tmp_path: Path) -> None:
    reseal(corpus, "data", lambda row: row | {"address": "x" * 300})
    restored = restore_corpus(corpus, tmp_path / "again")
    assert restored.missing == (f"{'x' * 300}: File name too long",)
    assert files_of(tmp_path / "again") == {"bad.txt": RAW["bad.txt"]}


def test_two_documents_of_one_address_are_not_written_over_each_other(corpus: Path, tmp_path: Path) -> None:
    reseal(corpus, "rejects", lambda row: row | {"address": "good.txt"})
    restored = restore_corpus(corpus, tmp_path / "again")
    assert restored.missing == ("good.txt: its place is taken",)
    assert files_of(tmp_path / "again") == {"good.txt": GOOD}


@pytest.mark.parametrize("manifest", [b"[" * 100_000, b"", b"[]", b"3", b"{}", b'{"files": []}', b"\xff"])
def test_a_manifest_that_is_none_is_told(corpus: Path, tmp_path: Path, manifest: bytes) -> None:
    (corpus / "manifest.json").write_bytes(manifest)
    for prove in (verify_corpus, lambda corpus: restore_corpus(corpus, tmp_path / "again")):
        with pytest.raises(ProofFailed, match=r"manifest\.json: its bytes are not those that were written"):
            prove(corpus)


@pytest.mark.parametrize("place", [".", "again", "data/again", "../corpus/again"])
def test_nothing_is_restored_into_the_corpus_itself(corpus: Path, place: str) -> None:
    before = files_of(corpus)
    with pytest.raises(UsageError):
        restore_corpus(corpus, corpus / place)
    assert files_of(corpus) == before


def test_a_disk_that_fails_ends_it_with_3_and_leaves_no_file_cut_short(tmp_path: Path) -> None:
    import random

    raw = tmp_path / "raw"
    raw.mkdir()
    for number in range(6):
        text = article(random.Random(number)) * (number + 1)
        (raw / f"{number}.txt").write_text(f" date 2021-12-13\n\n{text}\n")
    clean_corpus([raw], tmp_path / "corpus", Settings())
    most = max(path.stat().st_size for path in raw.iterdir()) // 2
    done = subprocess.run(
        [sys.executable, "-m", "corpusclean", "restore", tmp_path / "corpus", "--out", tmp_path / "again"],
        capture_output=True,
        text=True,
        check=False,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (most, most)),  # one thread
    )
    assert (done.returncode, done.stderr.count("\n")) == (3, 1)
    assert f": File too large (this process may write {most:,} bytes into a file; " in done.stderr
    written, read = files_of(tmp_path / "again"), files_of(raw)
    assert written.items() < read.items()
