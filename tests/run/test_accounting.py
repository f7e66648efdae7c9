"""A run whose books do not balance publishes nothing: each seeded bug is one that a step could have."""

from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest
from generate import corpus

from corpusclean import pipeline
from corpusclean.dedup import apply_links
from corpusclean.errors import RunFailed
from corpusclean.read import inventory
from corpusclean.run import job
from corpusclean.run.job import clean_corpus
from corpusclean.run.partition import Partition, plan
from corpusclean.settings import Run, Settings
from corpusclean.validate import Split, split

SETTINGS = Settings(run=Run(workers=1))


@pytest.fixture
def raw(tmp_path: Path) -> Path:
    return corpus(tmp_path / "raw", 30)


def fails(raw: Path, match: str) -> None:
    out = raw.parent / "out"
    with pytest.raises(RunFailed, match=match) as failure:
        clean_corpus([raw], out, SETTINGS)
    assert failure.value.exit_code == 3
    assert not out.exists()
    assert not list(raw.parent.glob(".out*"))


def test_sound_books_balance(raw: Path) -> None:
    documents = clean_corpus([raw], raw.parent / "out", SETTINGS).manifest["documents"]
    assert documents["found"] == 30
    assert documents["clean"] + documents["duplicates"] + documents["rejects"] == 30
    assert min(documents.values()) > 0


def doctored(monkeypatch: pytest.MonkeyPatch, change: Callable[[Split], Split]) -> None:
    honest = split
    monkeypatch.setattr(pipeline, "split", lambda frame, settings: change(honest(frame, settings)))


def test_a_dropped_row_is_found(raw: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    doctored(monkeypatch, lambda made: made._replace(accepted=made.accepted.iloc[1:].reset_index(drop=True)))
    fails(raw, "1 in no table, first ")


def test_a_dropped_reject_is_found(raw: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    doctored(monkeypatch, lambda made: made._replace(rejects=made.rejects.iloc[1:].reset_index(drop=True)))
    fails(raw, "1 in no table, first ")


def test_a_row_in_two_tables_is_found(raw: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    honest = apply_links

    def twice(documents: pd.DataFrame, links: pd.DataFrame) -> object:
        sides = honest(documents, links)
        return sides._replace(clean=pd.concat([sides.clean, sides.duplicates], ignore_index=True))

    monkeypatch.setattr(pipeline, "apply_links", twice)
    fails(raw, "in more than one table, or twice")


def test_a_skipped_folder_is_found(raw: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    honest = inventory._Collected.add_file

    def skipping(collected: inventory._Collected, address: str, size: int, root: int) -> None:
        if not address.startswith("1/"):
            honest(collected, address, size, root)

    monkeypatch.setattr(inventory._Collected, "add_file", skipping)
    fails(raw, "30 files are in the inputs, 20 in the inventory")


def test_a_skipped_partition_is_found(raw: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    honest = plan

    def lossy(found: inventory.Addresses, settings: Settings) -> list[Partition]:
        return [partition._replace(files=partition.files[2:]) for partition in honest(found, settings)]

    monkeypatch.setattr(job, "plan", lossy)
    fails(raw, "2 never read")


def test_an_edit_that_does_not_lead_back_is_found(raw: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    honest = split

    def forgetful(frame: pd.DataFrame, settings: Settings) -> Split:
        return honest(frame.assign(edits=[edits[1:] or edits for edits in frame["edits"]]), settings)

    monkeypatch.setattr(pipeline, "split", forgetful)
    fails(raw, "do not lead back|does not hold|the ledger knows")
