"""Whoever opens a corpus finds that a part of a table is missing: what is left would seem to be all there is."""

from pathlib import Path

import pytest
from conftest import Folder, Run

TABLES = ("data", "duplicates", "ledger", "rejects")
STORY = " date 2021-12-13\n\nThe river rose over its banks in the night.\n\n(Reporting by Ada Quill)\n"


@pytest.fixture
def raw(folder: Folder) -> Path:
    return folder({"a.txt": STORY, "b.txt": STORY, "c.txt": " date now\n\nRain fell.\n"})


@pytest.fixture
def corpus(raw: Path, tmp_path: Path, run: Run) -> Path:
    assert run("clean", raw, "--out", "corpus").returncode == 0
    return tmp_path / "corpus"


@pytest.mark.parametrize(
    "command",
    [
        ("clean", "raw", "--out", "new", "--against", "corpus"),
        ("schema", "check", "corpus"),
        ("schema", "diff", "installed", "corpus"),
        ("diff", "corpus", "--save-profile", "profile.json"),
        ("explain", "a.txt", "--corpus", "corpus"),
    ],
    ids=" ".join,
)
def test_a_part_that_is_missing_is_named(command: tuple[str, ...], corpus: Path, run: Run) -> None:
    for table in TABLES:
        (part,) = (corpus / table).iterdir()
        elsewhere = part.rename(corpus.parent / "elsewhere")
        refused = run(*command)
        elsewhere.rename(part)
        assert refused.returncode == 2
        assert refused.stderr.startswith(
            f"corpusclean: corpus: not whole: {table}/{part.name} is missing; copy the corpus anew, or clean the"
        )
    assert run(*command).returncode == 0


@pytest.mark.parametrize(
    "command",
    [
        ("clean", "raw", "--out", "new", "--against", "corpus"),
        ("diff", "corpus", "--save-profile", "profile.json"),
        ("explain", "a.txt", "--corpus", "corpus"),
    ],
    ids=" ".join,
)
def test_a_part_that_was_cut_off_or_is_another_is_named(command: tuple[str, ...], corpus: Path, run: Run) -> None:
    """A copy that broke off, a pointer of Git LFS; one that can be read is of other documents."""
    for table in TABLES:
        (part,) = (corpus / table).iterdir()
        whole = part.read_bytes()
        part.write_bytes(whole[:-9])
        refused = run(*command)
        part.write_bytes(whole)
        assert refused.returncode == 2
        assert refused.stderr.startswith(
            f"corpusclean: corpus: not whole: {table}/{part.name} has {len(whole) - 9:,} bytes, not {len(whole):,}"
            " as when it was written; copy the corpus anew"
        )


def test_a_part_that_is_damaged_is_no_drift(corpus: Path, run: Run) -> None:
    """Exit 1 would say to CI that the articles are others than they were."""
    (part,) = (corpus / "ledger").iterdir()
    part.write_bytes(bytes(part.stat().st_size))
    refused = run("diff", "corpus", "corpus")
    assert refused.returncode == 2
    assert refused.stderr.startswith(f"corpusclean: corpus: {part.name}: cannot be read back: ")
    assert refused.stderr.endswith("; `corpusclean verify` tells what is damaged\n")


def test_a_page_that_is_missing_keeps_nobody_from_reading_the_tables(corpus: Path, run: Run) -> None:
    (corpus / "README.md").unlink()
    assert run("schema", "check", "corpus").returncode == 0
    assert run("verify", "corpus").returncode == 1


def test_a_part_that_is_missing_in_a_private_part_is_named(raw: Path, tmp_path: Path, run: Run) -> None:
    run("clean", raw, "--out", "corpus", "--private", "private")
    (part,) = (tmp_path / "private" / "ledger").iterdir()
    part.unlink()
    explained = run("explain", "a.txt", "--corpus", "corpus", "--private", "private")
    assert explained.returncode == 2
    assert explained.stderr.startswith(f"corpusclean: private: not whole: ledger/{part.name} is missing; ")
