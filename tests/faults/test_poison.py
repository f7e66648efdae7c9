"""Documents that kill, hang or exhaust the process that works on them, in whole runs of the command line."""

import json
import os
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from conftest import Folder, Run

POISON = str(Path(__file__).parent / "poison")
CONFIG = "[run]\nworkers = 2\ntimeout_seconds = 2\nmemory_mib = 400\n"
CODES = {
    "kill": "worker.died",
    "exit": "worker.died",
    "segfault": "worker.died",
    "spin": "worker.timeout",
    "sleep": "worker.timeout",
    "memory": "worker.memory",
    "raise": "worker.failed",
}


def text(what: str) -> str:
    return f" date 2021-12-13\n\nThe council met on Monday. POISON:{what} stands in its minutes.\n"


@pytest.fixture
def raw(folder: Folder) -> Path:
    sound = {f"{number:02d}.txt": text("nothing").replace("Monday", f"day {number}") for number in range(20)}
    records = [json.dumps({"date": "2021-12-13", "text": f"Row {row} tells of boats."}) for row in range(5)]
    records[3] = json.dumps({"date": "2021-12-13", "text": "POISON:kill in a row of many."})
    bad = {f"poison-{what}.txt": text(what) for what in CODES}
    return folder({**sound, **bad, "rows.jsonl": "\n".join(records) + "\n", "corpusclean.toml": CONFIG})


def test_each_poison_costs_only_itself_and_is_told_by_name(raw: Path, run: Run, tmp_path: Path) -> None:
    done = run("clean", raw, "--out", "out", "--json", PYTHONPATH=POISON)
    assert done.returncode == 0, done.stderr
    rejects = pq.read_table(tmp_path / "out" / "rejects").to_pylist()
    expected = {f"poison-{what}.txt": [code] for what, code in CODES.items()}
    assert {row["address"]: row["codes"] for row in rejects} == {**expected, "rows.jsonl#4": ["worker.died"]}
    assert {row["level"] for row in rejects} == {"document"}
    assert all(b"POISON" in row["raw"] for row in rejects)
    manifest = json.loads((tmp_path / "out" / "manifest.json").read_text())
    assert manifest["reproducible"] is False
    documents = manifest["documents"]
    assert documents["found"] == 20 + len(CODES) + 5
    assert documents["clean"] + documents["duplicates"] == 20 + 4
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
