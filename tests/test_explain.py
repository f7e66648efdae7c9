"""One document explained: what went is shown as it was, what stays is named, and what is meant is guessed."""

import gzip
import re
from pathlib import Path

import pytest
from conftest import Folder, Run

from corpusclean import clean, read_documents, write_corpus
from corpusclean.errors import UsageError
from corpusclean.explain import explain_document


def test_explain_shows_what_went_as_it_was(run: Run, seeds: Path) -> None:
    """With what had been mended in it before."""
    (mojibake,) = seeds.glob("001_*.txt")
    said = run("explain", mojibake).stdout
    assert "   9  fix/ftfy 6.3.1: \u00c2 -> nothing" in said
    assert said.endswith("said.[-\n\n\u00c2\u00a9 2021 Agence France-Presse-]\n")


def test_explain_shows_notices_that_stay(run: Run, folder: Folder) -> None:
    note = "This story has been updated to correct the spelling of the mayor's name."
    raw = folder(
        {"a.txt": f" date 2021-12-13\n\nNine goats climbed onto the dam, and nobody got them down.\n\n{note}\n"}
    )
    said = run("explain", raw / "a.txt").stdout
    assert "Notices that stay in the text\n      strip/correction-update 1: This story has been updated" in said
    assert said.count("(correction update)") == 1


def test_a_corpus_commands_no_terminal(run: Run, folder: Folder, tmp_path: Path) -> None:
    """Its ledger may be anybody's."""
    text = "Nine goats climbed onto the dam, and nobody got them down.\n\n(PTI)"
    cleaned = clean(read_documents(folder({"a.txt": f" date 2021-12-13\n\n{text}\n"})))
    ledger = cleaned.ledger.assign(reason="so\n::error::told \x1b]0;owned\x07")
    write_corpus(cleaned._replace(ledger=ledger), tmp_path / "corpus")
    said = run("explain", "a.txt", "--corpus", "corpus").stdout
    assert "(so\\n::error::told" in said
    assert "\x1b" not in said


def test_a_file_url_that_names_no_file_is_not_taken_for_an_object(run: Run) -> None:
    assert (
        "neither a file nor a code; for a document of a corpus" in run("explain", "file:///nowhere/a.txt").stderr
    )


@pytest.mark.parametrize(
    ("name", "hint"),
    [
        ("raw/sub/b.txt", "did you mean sub/b.txt?"),
        ("b.txt", "did you mean sub/b.txt?"),
        ("c.txt.gz", "did you mean c.txt.gz!c.txt?"),
        ("sub/bb.txt", "did you mean sub/b.txt?"),
        ("nowhere", "name one by its address or doc_id"),
    ],
)
def test_explain_names_the_document_that_may_be_meant(name: str, hint: str, made: Path) -> None:
    with pytest.raises(UsageError, match=re.escape(f"holds no document {name!r}; {hint}")):
        list(explain_document(name, made))


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("explained")
    text = " date 2021-12-13\n\nNine goats climbed onto the dam, and nobody got them down.\n"
    (place / "raw" / "sub").mkdir(parents=True)
    (place / "raw" / "sub" / "b.txt").write_text(text)
    (place / "raw" / "c.txt.gz").write_bytes(gzip.compress(text.replace("goats", "sheep").encode()))
    write_corpus(clean(read_documents(place / "raw")), place / "corpus")
    return place / "corpus"


def test_a_link_to_nothing_is_told_as_one(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a.txt").symlink_to("nowhere")
    done = run("explain", "a.txt")
    said = "corpusclean: a.txt: a symbolic link that leads to no file (file.symlink); name the file itself\n"
    assert (done.returncode, done.stderr) == (2, said)


def test_a_file_is_called_as_it_was_given_and_has_no_address_before_it_is_in_a_corpus(
    folder: Folder, tmp_path: Path, run: Run
) -> None:
    """Which it has hangs on the folder that is cleaned."""
    text = " date 2021-12-13\n\nNine goats climbed onto the dam, and nobody got them down.\n"
    raw = folder({"x/a.txt": text, "rows.txt.gz": gzip.compress(text.encode())})
    (raw.parent / "corpusclean.toml").write_text('required = ["date"]\n')
    place = raw.relative_to(tmp_path)
    assert run("explain", place / "x/a.txt").stdout.startswith(f"        file  {place}/x/a.txt\n        date  ")
    assert run("explain", place / "rows.txt.gz").stdout.startswith(f"        file  {place}/rows.txt.gz!rows.txt\n")
    run("clean", place, "--out", "corpus")
    assert run("explain", "x/a.txt", "--corpus", "corpus").stdout.startswith(
        "     address  x/a.txt\n      doc_id  "
    )
