"""A corpus proves itself: what was changed behind its back is found and named; what was read comes back."""

import hashlib
import shutil
import zipfile
from pathlib import Path

import pytest
from conftest import Folder, Run, WithoutRights
from generate import corpus as generated
from typer.testing import CliRunner

import corpusclean as cc
from corpusclean.cli import app
from corpusclean.errors import ProofFailed, UsageError
from corpusclean.run.job import clean_corpus
from corpusclean.settings import Output, Settings
from corpusclean.verify import restore_corpus, verify_corpus


@pytest.fixture(scope="module")
def raw(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return generated(tmp_path_factory.mktemp("raw") / "raw", 40)


@pytest.fixture(scope="module")
def sound(raw: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("sound") / "corpus"
    clean_corpus([raw], out, Settings())
    return out


@pytest.fixture
def corpus(sound: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(sound, tmp_path / "corpus"))


def problems(corpus: Path) -> str:
    try:
        return "\n".join(verify_corpus(corpus).problems)
    except ProofFailed as error:
        return str(error)


def test_a_sound_corpus_is_proven(corpus: Path) -> None:
    verified = verify_corpus(corpus)
    assert verified.problems == ()
    assert verified.documents == 40


def test_every_file_of_a_corpus_is_guarded_against_a_flipped_bit(corpus: Path) -> None:
    paths = sorted(path for path in corpus.rglob("*") if path.is_file())
    assert {path.suffix for path in paths} == {".parquet", ".json", ".md", ".html"}
    for path in paths:
        good = path.read_bytes()
        for place in {0, len(good) // 3, len(good) // 2, len(good) - 1}:
            for bit in (0, 7):
                bad = bytearray(good)
                bad[place] ^= 1 << bit
                path.write_bytes(bad)
                assert path.name in problems(corpus), f"bit {bit} of byte {place}"
        path.write_bytes(good)
    assert problems(corpus) == ""


def test_every_bit_of_the_manifest_is_guarded(corpus: Path) -> None:
    path = corpus / "manifest.json"
    good = path.read_bytes()
    for place in range(len(good)):
        bad = bytearray(good)
        bad[place] ^= 1 << place % 8
        path.write_bytes(bad)
        assert "manifest.json" in problems(corpus), place


def test_a_missing_and_a_foreign_file_are_named(corpus: Path) -> None:
    (corpus / "README.md").unlink()
    (corpus / "data" / "part-00009-0000000000000000.parquet").write_bytes(b"")
    assert problems(corpus).splitlines() == [
        "data/part-00009-0000000000000000.parquet: not in the manifest",
        "README.md: missing",
    ]


def test_a_folder_that_nobody_may_list_is_not_called_missing(
    open_folder: Path, raw: Path, without_rights: WithoutRights
) -> None:
    corpus = open_folder / "corpus"
    clean_corpus([raw], corpus, Settings())
    assert verify_corpus(corpus).problems == ()
    (corpus / "data").chmod(0)
    with without_rights(), pytest.raises(PermissionError, match="data"):
        verify_corpus(corpus)


def test_an_edit_that_was_tampered_with_is_found_although_all_hashes_agree(
    raw: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("corpusclean.write.corpus._prove", lambda *_, **__: None)  # it would not be written
    cleaned = cc.clean(cc.read_documents(raw))
    victim = cleaned.ledger.index[cleaned.ledger["step"] == "strip"][0]
    ledger = cleaned.ledger.copy()
    ledger.loc[victim, "before"] = ledger.loc[victim, "before"] + "x"
    cc.write_corpus(cleaned._replace(ledger=ledger), tmp_path / "corpus")
    assert "does not restore to the bytes that were read" in problems(tmp_path / "corpus")


def test_a_folder_that_is_no_corpus_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"no corpus: manifest\.json"):
        verify_corpus(tmp_path)


def test_restore_gives_every_file_back_byte_for_byte(raw: Path, corpus: Path, tmp_path: Path) -> None:
    restored = restore_corpus(corpus, tmp_path / "again")
    assert restored.missing == ()
    assert contents(tmp_path / "again") == contents(raw)


def contents(folder: Path) -> dict[str, str]:
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in folder.rglob("*")
        if path.is_file()
    }


def test_restore_says_what_it_could_not(folder: Folder, tmp_path: Path) -> None:
    raw = folder({"good.txt": " date 2021-12-13\n\nRain fell.\n", "bad.txt": b" date 2021-12-13\n\ncaf\xe9 noir"})
    (raw / "link.txt").symlink_to(raw / "good.txt")
    clean_corpus([raw], tmp_path / "corpus", Settings(output=Output(raw_bytes=5)))
    restored = restore_corpus(tmp_path / "corpus", tmp_path / "again")
    assert restored.files == 1
    assert restored.missing == (
        "bad.txt: only its first 5 bytes were kept",
        "link.txt: never read (file.symlink)",
    )


def test_no_two_documents_of_an_archive_are_restored_to_one_place(folder: Folder, tmp_path: Path) -> None:
    raw = folder({})
    texts = {name: f"date: 2021-12-13\n\nRain fell on {name}.\n" for name in ("x/./y.txt", "x/y.txt", "x//y.txt")}
    with zipfile.ZipFile(raw / "a.zip", "w") as archive:
        for name, text in texts.items():
            archive.writestr(name, text)

    clean_corpus([raw], tmp_path / "corpus", Settings())
    restored = restore_corpus(tmp_path / "corpus", tmp_path / "again")

    assert restored.files == 1
    assert restored.missing == tuple(
        f"a.zip!x/y.txt#{number}: never read (archive.repeated_member)" for number in (2, 3)
    )
    assert (tmp_path / "again/a.zip!x/y.txt").read_text() == texts["x/./y.txt"]


def test_restore_writes_nothing_into_a_folder_that_holds_something(corpus: Path, tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "notes.txt").write_text("mine")
    with pytest.raises(UsageError, match="not an empty folder"):
        restore_corpus(corpus, tmp_path / "mine")


@pytest.mark.parametrize("exists", [True, False], ids=["a folder", "none yet"])
def test_where_nothing_may_be_written_it_is_told_once(
    sound: Path, open_folder: Path, without_rights: WithoutRights, *, exists: bool
) -> None:
    shutil.copytree(sound, open_folder / "corpus")
    command = ["restore", str(open_folder / "corpus"), "--out"]
    warm = CliRunner().invoke(app, [*command, str(open_folder / "warm")])
    assert warm.exit_code == 0  # what is imported late is imported with all rights
    out = open_folder / "again"
    if exists:
        out.mkdir()
    with without_rights():
        done = CliRunner().invoke(app, [*command, str(out)])
    assert done.exit_code == 3
    assert done.stdout == ""
    (line,) = done.stderr.splitlines()
    assert line.startswith(f"corpusclean: {out}")
    assert line.endswith(": Permission denied")


def test_verify_and_restore_on_the_command_line(corpus: Path, tmp_path: Path, run: Run) -> None:
    assert run("verify", corpus).returncode == 0
    assert run("restore", corpus, "--out", tmp_path / "again").returncode == 0
    report = corpus / "report.html"
    report.write_bytes(report.read_bytes() + b" ")
    failed = run("verify", corpus)
    assert failed.returncode == 1
    assert failed.stdout.startswith("report.html: its hash is ")


def test_what_cannot_be_proven_is_not_counted_as_proven(folder: Folder, run: Run) -> None:
    long = " date now\n\n" + "Rain fell. " * 10_000
    raw = folder({"a.txt": " date 2021-12-13\n\nRain fell on the hills all day.\n", "b.txt": long})
    (raw / "c.txt").symlink_to("a.txt")
    run("clean", raw, "--out", "corpus")

    done = run("verify", "corpus")

    assert done.returncode == 0
    assert done.stdout == (
        "corpus: 7 files and 1 document are what they were.\n"
        "Of 2 rejects not all bytes were kept: of these nothing is proven.\n"
    )
