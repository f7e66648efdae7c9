"""Documents that kill, hang or exhaust the process that works on them, in whole runs of the command line."""

import json
import os
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from conftest import Folder, Run
from poisoned import CODES, CONFIG, POISON, ROWS, SOUND, blamed, files, text


@pytest.fixture
def raw(folder: Folder) -> Path:
    return folder(files())


def test_each_poison_costs_only_itself_and_is_told_by_name(raw: Path, run: Run, tmp_path: Path) -> None:
    done = run("clean", raw, "--out", "out", "--json", PYTHONPATH=POISON)
    assert done.returncode == 0, done.stderr
    rejects = pq.read_table(tmp_path / "out" / "rejects").to_pylist()
    assert {row["address"]: row["codes"] for row in rejects} == blamed()
    assert {row["level"] for row in rejects} == {"document"}
    assert all(b"POISON" in row["raw"] for row in rejects)
    manifest = json.loads((tmp_path / "out" / "manifest.json").read_text())
    assert manifest["reproducible"] is False
    documents = manifest["documents"]
    assert documents["found"] == SOUND + len(CODES) + ROWS
    assert documents["clean"] + documents["duplicates"] == SOUND + ROWS - 1
    assert run("verify", "out").returncode == 0

    # What was to blame on the machine is not kept: without the poison's effect the corpus is whole.
    again = run("clean", raw, "--out", "out")
    assert again.returncode == 0
    assert json.loads((tmp_path / "out" / "manifest.json").read_text())["documents"]["rejects"] == 0


def test_check_tells_of_poison_as_of_any_other_reject(folder: Folder, run: Run) -> None:
    raw = folder({"a.txt": text("nothing"), "b.txt": text("kill"), "corpusclean.toml": CONFIG})
    done = run("check", raw, PYTHONPATH=POISON)
    assert done.returncode == 1
    assert "b.txt:1:1" in done.stdout
    assert "worker.died" in done.stdout
    assert "a.txt" not in done.stdout


def test_a_worker_that_dies_of_something_else_costs_nothing(folder: Folder, run: Run, tmp_path: Path) -> None:
    raw = folder({"a.txt": text("nothing"), "b.txt": text("once"), "corpusclean.toml": CONFIG})
    marker = str(tmp_path / "marker")
    done = run("clean", raw, "--out", "out", "--json", PYTHONPATH=POISON, POISON_ONCE=marker)
    assert done.returncode == 0
    assert os.path.exists(marker)  # noqa: PTH110  # it died
    manifest = json.loads((tmp_path / "out" / "manifest.json").read_text())
    assert (manifest["documents"]["clean"], manifest["reproducible"]) == (2, True)


def test_a_file_that_was_taken_apart_once_is_not_taken_for_what_it_was(
    folder: Folder, run: Run, tmp_path: Path
) -> None:
    """Its pieces are of no file that the cache knows, and so is a part that is made of them alone."""
    for said in ("old", "new"):
        rows = [
            f"The {said} council met on day {row}. POISON:{'once' if row == 3 else 'nothing'}" for row in range(4)
        ]  # one of them
        records = "".join(json.dumps({"date": "2021-12-13", "text": row}) + "\n" for row in rows)
        raw = folder({"rows.jsonl": records, "corpusclean.toml": CONFIG})
        done = run("clean", raw, "--out", "out", PYTHONPATH=POISON, POISON_ONCE=str(tmp_path / said))
        assert done.returncode == 0, done.stderr
        assert {text[:7] for text in pq.read_table(tmp_path / "out" / "data")["text"].to_pylist()} == {
            f"The {said}"
        }
    assert (tmp_path / "old").exists()
    assert (tmp_path / "new").exists()
