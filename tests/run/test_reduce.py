"""Duplicates out of core are those of memory, however the work is cut; a delivery is held against an archive."""

import random
import shutil
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from conftest import Run
from hypothesis import given, settings
from hypothesis import strategies as st
from stories import Story, changed, documents, prose

from corpusclean.dedup import fingerprint, link_duplicates
from corpusclean.errors import RunFailed, UsageError
from corpusclean.read.columns import doc_id
from corpusclean.run import job, reduce
from corpusclean.run.job import clean_corpus
from corpusclean.run.reduce import group_duplicates
from corpusclean.settings import Duplicates, Settings, load_settings
from corpusclean.settings import Run as RunSettings
from corpusclean.verify import verify_corpus
from corpusclean.write.parquet import read_staged, write_staged


def many(count: int = 120) -> list[Story]:
    """Return stories, most of them told several times: copied, changed, cut."""
    rng = random.Random(1)
    made = []
    for number in range(count):
        text = prose(rng.randrange(count // 4), 120)
        if rng.random() < 0.6:
            text = changed(text, rng.sample(range(120), rng.randint(1, 12)), f"w{rng.randrange(9)}")
        first = rng.choice([0, 0, 0, 30, 60])
        made.append(
            Story(f"{number:032x}", " ".join(text.split()[first:]), rng.randint(1, 28), f"outlet {number % 5}")
        )
    return made


def staged(work: Path, stories: list[Story], chosen: Settings, batch: int) -> pd.DataFrame:
    """Stage fingerprints and texts as the map does, so many a file. Return the documents."""
    frame = documents(*stories)
    for number, begin in enumerate(range(0, len(frame), batch)):
        part = frame[begin : begin + batch].reset_index(drop=True)
        write_staged(fingerprint(part, chosen), work / f"prints-{number:06d}-000000.parquet")
        write_staged(pa.table({"text": part["text"].tolist()}), work / f"accepted-{number:06d}-000000.parquet")
    return frame


@pytest.mark.parametrize("cut", [(1 << 19, 1 << 21, 500), (200, 1000, 17), (40, 1, 7)], ids=["one", "few", "many"])
@pytest.mark.parametrize("workers", [1, 2])
def test_out_of_core_is_as_in_memory(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, cut: tuple[int, int, int], workers: int
) -> None:
    bucket, scattered, batch = cut
    monkeypatch.setattr(reduce, "BUCKET", bucket)
    monkeypatch.setattr(reduce, "SCATTER", scattered)
    chosen = Settings(run=RunSettings(workers=workers))
    frame = staged(tmp_path, many(), chosen, batch)

    group_duplicates(tmp_path, chosen)

    expected = link_duplicates(fingerprint(frame, chosen), frame["text"].tolist(), chosen)
    kinds = set(expected["dup_kind"].to_pylist())
    assert kinds == {None, "exact", "near", "contained"}
    assert read_staged(tmp_path / "links.parquet").equals(expected)
    assert not (tmp_path / "duplicates").exists()


@given(st.integers(0, 3), st.integers(1, 5))
@settings(max_examples=10)
def test_few_documents_are_no_special_case(
    tmp_path_factory: pytest.TempPathFactory, count: int, batch: int
) -> None:
    work, chosen = tmp_path_factory.mktemp("few"), Settings()
    frame = staged(work, many()[:count], chosen, batch)

    group_duplicates(work, chosen)

    expected = link_duplicates(fingerprint(frame, chosen), frame["text"].tolist(), chosen)
    assert read_staged(work / "links.parquet").equals(expected)


OLD, SHORT = prose(1, 200), prose(2, 100)


ONE = Settings(run=RunSettings(workers=1))


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("archive")
    old = {"story.txt": (13, OLD), "again.txt": (14, changed(OLD, [9])), "short.txt": (13, SHORT)}
    files(place / "old", old)
    return clean_corpus([place / "old"], place / "archive", ONE).out


def files(folder: Path, contents: dict[str, tuple[int, str]]) -> None:
    folder.mkdir()
    for name, (day, text) in contents.items():
        (folder / name).write_text(f"date: 2021-12-{day}\n\n{text}\n")


def rows(corpus: Path) -> dict[str, tuple[str, str | None]]:
    """Return for each document its table, and how it is a duplicate of one of the archive."""
    found = {}
    for table in ("data", "duplicates"):
        for row in pq.read_table(corpus / table).to_pylist():
            found[row["address"]] = (table, row["dup_kind"] if row["dup_against"] else None)
    return found


def test_what_an_archive_tells_is_a_duplicate_of_it(tmp_path: Path, archive: Path) -> None:
    files(
        tmp_path / "new",
        {
            "copy.txt": (11, OLD),
            "near.txt": (11, changed(OLD, [9, 70])),
            "brief.txt": (15, " ".join(OLD.split()[:80])),
            "again.txt": (16, changed(OLD, [9])),
            "holds.txt": (15, f"{SHORT} {prose(3, 100)}"),
            "story.txt": (15, prose(4, 100)),
        },
    )

    clean_corpus([tmp_path / "new"], tmp_path / "out", ONE, against=archive)

    assert rows(tmp_path / "out") == {
        "copy.txt": ("duplicates", "exact"),
        "near.txt": ("data", "near"),
        "brief.txt": ("data", "contained"),
        "again.txt": ("duplicates", "exact"),  # its like is kept in the archive, marked
        "holds.txt": ("data", None),  # an archive is not changed by what comes later
        "story.txt": ("data", None),  # the address is one of the archive, the text is not
    }
    near = {row["address"]: row["dup_of"] for row in pq.read_table(tmp_path / "out" / "data").to_pylist()}
    assert near["near.txt"] == near["brief.txt"] == doc_id("story.txt")
    (name,) = {row["dup_against"] for row in pq.read_table(tmp_path / "out" / "duplicates").to_pylist()}
    assert f'"manifest_sha256": "{name}' in (archive / "manifest.json").read_text()
    assert f'"against": "{name}"' in (tmp_path / "out" / "manifest.json").read_text()
    assert not verify_corpus(tmp_path / "out").problems


def test_an_archive_that_becomes_another_during_the_run_is_told(
    tmp_path: Path, archive: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    files(tmp_path / "new", {"copy.txt": (11, OLD)})
    group = reduce.group_duplicates

    def late(*given: Any) -> None:
        monkeypatch.setattr(job, "group_duplicates", group)
        clean_corpus([tmp_path / "new"], archive, ONE)
        group(*given)

    monkeypatch.setattr(job, "group_duplicates", late)
    with pytest.raises(RunFailed, match="archive: another corpus took its place during the run"):
        clean_corpus([tmp_path / "new"], tmp_path / "out", ONE, against=archive)
    assert not (tmp_path / "out").exists()


def test_what_is_no_archive_is_refused(tmp_path: Path, archive: Path) -> None:
    files(tmp_path / "new", {"copy.txt": (11, OLD)})
    new, out = tmp_path / "new", tmp_path / "out"
    shutil.copytree(archive, tmp_path / "damaged")
    part = next((tmp_path / "damaged" / "data").iterdir())
    part.write_bytes(bytes(part.stat().st_size))

    with pytest.raises(UsageError, match="name a folder that `clean` wrote"):
        clean_corpus([new], out, ONE, against=new)
    with pytest.raises(UsageError, match="name another place"):
        clean_corpus([new], archive, ONE, against=archive)
    with pytest.raises(UsageError, match=r"damaged: part-.* cannot be read back"):
        clean_corpus([new], out, ONE, against=tmp_path / "damaged")
    assert not out.exists()


def test_the_command_line_takes_an_archive(tmp_path: Path, archive: Path, run: Run) -> None:
    files(tmp_path / "new", {"copy.txt": (11, OLD)})

    done = run("clean", tmp_path / "new", "--out", tmp_path / "out", "--against", archive)

    assert done.returncode == 0, done.stderr
    assert "1 document: 0 clean, 1 duplicate set aside" in done.stdout


def test_a_policy_of_near_ones_sets_them_aside_with_their_copies(tmp_path: Path, run: Run) -> None:
    near = changed(OLD, [70])
    files(tmp_path / "raw", {"a.txt": (11, OLD), "b.txt": (12, near), "c.txt": (13, near), "d.txt": (14, SHORT)})
    config = tmp_path / "corpusclean.toml"
    config.write_text('[duplicates]\nnear = "first"\nexact = "keep"\n')

    clean_corpus([tmp_path / "raw"], tmp_path / "out", load_settings(config))

    assert {name: table for name, (table, _) in rows(tmp_path / "out").items()} == {
        "a.txt": "data",
        "b.txt": "duplicates",
        "c.txt": "duplicates",
        "d.txt": "data",
    }
    checked = run("check", tmp_path / "raw", "--config", config, "-v")
    assert "4 documents: 2 clean, 2 duplicates set aside" in checked.stderr
    assert "duplicate.near: the text is much like that of" in checked.stdout


def test_defaults_are_those_of_the_design() -> None:
    chosen = Duplicates()

    assert (chosen.exact, chosen.near, chosen.contained) == ("first", "keep", "keep")
