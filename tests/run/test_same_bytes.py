"""The same input and settings give the same bytes, however the work is done."""

import hashlib
import os
import random
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from conftest import Run
from generate import corpus

from corpusclean.decisions import Decisions
from corpusclean.dedup import Roll, call_roll
from corpusclean.run import job, reduce
from corpusclean.run.job import clean_corpus
from corpusclean.run.local import map_tasks
from corpusclean.settings import Duplicates, Output, Settings
from corpusclean.settings import Run as RunSettings

DOCUMENTS = 60


def digest(folder: Path) -> dict[str, str]:
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def settings(*, workers: int = 1, partition: int = 500) -> Settings:
    """Several parts, so that their order matters."""
    return Settings(
        output=Output(part_documents=10), run=RunSettings(workers=workers, partition_documents=partition)
    )


@pytest.fixture(scope="module")
def raw(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return corpus(tmp_path_factory.mktemp("same") / "raw", DOCUMENTS)


@pytest.fixture(scope="module")
def expected(raw: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    out = tmp_path_factory.mktemp("expected") / "out"
    clean_corpus([raw], out, settings())
    files = digest(out)
    assert sum(name.startswith("data/") for name in files) > 2
    return files


@pytest.mark.parametrize(("workers", "partition"), [(1, 1), (1, 3), (2, 3), (2, 500), (7, 1), (7, 500)])
def test_partitions_and_workers_do_not_show(
    raw: Path, expected: dict[str, str], tmp_path: Path, workers: int, partition: int
) -> None:
    clean_corpus([raw], tmp_path / "out", settings(workers=workers, partition=partition))
    assert digest(tmp_path / "out") == expected


def test_the_order_in_which_files_were_made_does_not_show(
    raw: Path, expected: dict[str, str], tmp_path: Path
) -> None:
    paths = sorted(path for path in raw.rglob("*") if path.is_file())
    random.Random(1).shuffle(paths)
    for path in paths:
        copy = tmp_path / "raw" / path.relative_to(raw)
        copy.parent.mkdir(parents=True, exist_ok=True)
        copy.write_bytes(path.read_bytes())
    clean_corpus([tmp_path / "raw"], tmp_path / "out", settings())
    assert digest(tmp_path / "out") == expected


@pytest.mark.parametrize(
    "env",
    [
        pytest.param({"PYTHONHASHSEED": "1"}, id="hash seed 1"),
        pytest.param({"PYTHONHASHSEED": "2"}, id="hash seed 2"),
        pytest.param({"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}, id="ASCII locale"),
        pytest.param({"LC_ALL": "tr_TR.UTF-8"}, id="Turkish locale"),
        pytest.param({"TZ": "Pacific/Kiritimati"}, id="time zone"),
    ],
)
def test_the_environment_does_not_show(
    raw: Path, expected: dict[str, str], tmp_path: Path, run: Run, env: dict[str, str]
) -> None:
    config = tmp_path / "corpusclean.toml"
    config.write_text("[output]\npart_documents = 10\n")
    done = run("clean", raw, "--out", tmp_path / "out", "--config", config, "--workers", "2", **env)
    assert done.returncode == 0, done.stderr
    assert digest(tmp_path / "out") == expected


def test_the_order_of_inputs_does_not_show(raw: Path, tmp_path: Path) -> None:
    inputs = sorted(raw.iterdir())[:2]
    keep = {f"raw/{path.name}/a.txt" if path.is_dir() else f"raw/{path.name}": {"x": "y"} for path in inputs}
    chosen = settings().model_copy(update={"decisions": Decisions(keep=keep)})
    clean_corpus(inputs, tmp_path / "one", chosen)
    clean_corpus(inputs[::-1], tmp_path / "two", chosen)
    assert digest(tmp_path / "one") == digest(tmp_path / "two")


def test_the_umask_does_not_show_in_bytes(raw: Path, expected: dict[str, str], tmp_path: Path) -> None:
    before = os.umask(0o077)
    try:
        clean_corpus([raw], tmp_path / "out", settings())
    finally:
        os.umask(before)
    assert digest(tmp_path / "out") == expected


def test_the_order_in_which_workers_answer_does_not_show(
    raw: Path, expected: dict[str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def backwards(function: Callable[[Any], Any], tasks: Sequence[Any], workers: int) -> Iterator[Any]:
        return iter(list(map_tasks(function, tasks, workers))[::-1])

    monkeypatch.setattr(job, "map_tasks", backwards)
    clean_corpus([raw], tmp_path / "out", settings(partition=3))
    assert digest(tmp_path / "out") == expected


def test_a_reduce_in_order_of_arrival_would_show(
    raw: Path, expected: dict[str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The seeded bug: the first duplicate to arrive survives, here the one that is last by date."""

    def as_they_come(prints: pa.Table, archived: int, chosen: Duplicates) -> Roll:
        arrived = pa.array(range(len(prints), 0, -1), pa.int32()).cast(pa.date32())
        return call_roll(prints.set_column(1, "date", arrived), archived, chosen)

    monkeypatch.setattr(reduce, "call_roll", as_they_come)
    clean_corpus([raw], tmp_path / "out", settings())
    assert digest(tmp_path / "out") != expected
