"""Documents that kill, hang or exhaust what works on them, on a real Dask cluster: they end as on one machine."""

import json
from pathlib import Path

import pyarrow.parquet as pq
from conftest import Folder, Run
from dask_cluster import cluster
from poisoned import POISON, blamed, files

POISONS = ("kill", "spin", "memory")


def corpus_in(out: Path) -> dict[str, bytes]:
    return {path.relative_to(out).as_posix(): path.read_bytes() for path in out.rglob("*") if path.is_file()}


def test_each_poison_ends_on_a_cluster_as_it_does_on_one_machine(folder: Folder, run: Run, tmp_path: Path) -> None:
    raw, here, there = folder(files(POISONS)), tmp_path / "here", tmp_path / "there"
    with cluster(tmp_path, POISON) as made:
        onto = ("--engine", "dask", "--scheduler", made.address)
        done = run("clean", raw, "--out", there, "--json", *onto, PYTHONPATH=POISON)
        assert done.returncode == 0, done.stderr
        # The nodes are those that were there at the start: what dies is a process of its own on them.
        assert [node.poll() for node in made.workers] == [None, None]
        rejects = pq.read_table(there / "rejects").to_pylist()
        assert {row["address"]: row["codes"] for row in rejects} == blamed(POISONS)
        assert json.loads((there / "manifest.json").read_text())["reproducible"] is False
    assert run("clean", raw, "--out", here, "--cache", "off", PYTHONPATH=POISON).returncode == 0
    assert corpus_in(there) == corpus_in(here)
