"""The same bytes on a real Dask cluster as on this machine, whatever happens to its workers."""

import io
import logging
import os
import shutil
import signal
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from conftest import Run
from dask_cluster import Cluster, cluster, kill_node
from distributed import LocalCluster
from engine_tasks import dies, hangs, refuses
from generate import corpus

import corpusclean
from corpusclean.errors import RunFailed, UsageError
from corpusclean.run.engines import chosen, dask, using
from corpusclean.run.local import Limits, map_tasks, try_tasks
from corpusclean.run.remote import clean_into
from corpusclean.settings import Settings, settings_from

FILES = 240


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    with cluster(tmp_path_factory.mktemp("dask")) as made:
        yield made


def settings(**run: Any) -> Settings:
    chosen = {"workers": 2, "partition_documents": 20, "cache": "off", **run}
    return settings_from({"run": chosen, "output": {"part_documents": 100}}, "test")


def files_of(out: Path) -> dict[str, bytes]:
    return {path.relative_to(out).as_posix(): path.read_bytes() for path in out.rglob("*") if path.is_file()}


@pytest.fixture(scope="module")
def raw(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("raw") / "raw"
    corpus(folder, FILES)
    return folder


@pytest.fixture(scope="module")
def expected(raw: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    out = tmp_path_factory.mktemp("expected") / "corpus"
    clean_into([raw], out, settings())
    return files_of(out)


def test_the_same_bytes_on_a_cluster(
    run: Run, shared: Cluster, raw: Path, expected: dict[str, bytes], tmp_path: Path
) -> None:
    (tmp_path / "corpusclean.toml").write_text(
        '[run]\npartition_documents = 20\ncache = "off"\n[output]\npart_documents = 100\n'
    )
    out = tmp_path / "corpus"
    done = run("clean", raw, "--out", out, "--engine", "dask", "--scheduler", shared.address, "--quiet")
    assert (done.returncode, done.stderr) == (0, "")
    assert files_of(out) == expected


def test_a_private_part_comes_from_a_cluster_too(
    shared: Cluster, raw: Path, expected: dict[str, bytes], tmp_path: Path
) -> None:
    on_cluster = settings(engine="dask", scheduler=shared.address)
    output = on_cluster.output.model_copy(update={"private": str(tmp_path / "private")})
    clean_into([raw], tmp_path / "corpus", on_cluster.model_copy(update={"output": output}))
    made = {**files_of(tmp_path / "private"), **files_of(tmp_path / "corpus")}
    tables = {name: data for name, data in expected.items() if name.endswith(".parquet")}
    assert {name: data for name, data in made.items() if name.endswith(".parquet")} == tables
    assert {name.partition("/")[0] for name in files_of(tmp_path / "corpus")} & {"ledger", "rejects"} == set()


def interrupted(out: Path, raw: Path, made: Cluster, do: Any) -> dict[str, bytes]:
    """Clean on a cluster, and do something to it as soon as the first partition is staged."""
    work = out.parent / f".{out.name}.corpusclean" / "work"

    def watch() -> None:
        for _ in range(3000):
            if list(work.glob("accepted-*.parquet")):
                do()
                return
            time.sleep(0.02)

    watcher = threading.Thread(target=watch)
    watcher.start()
    clean_into([raw], out, settings(engine="dask", scheduler=made.address))
    watcher.join()
    return files_of(out)


def children(pid: int) -> list[int]:
    return [int(each) for each in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def test_a_worker_that_is_killed_changes_nothing(
    shared: Cluster, raw: Path, expected: dict[str, bytes], tmp_path: Path
) -> None:
    killed: list[int] = []

    def kill() -> None:
        for pid in children(shared.workers[0].pid):
            killed.append(pid)
            os.kill(pid, signal.SIGKILL)

    assert interrupted(tmp_path / "corpus", raw, shared, kill) == expected
    assert killed


def test_a_node_that_is_lost_changes_nothing(raw: Path, expected: dict[str, bytes], tmp_path: Path) -> None:
    with cluster(tmp_path) as made:
        assert interrupted(tmp_path / "corpus", raw, made, lambda: kill_node(made.workers[0])) == expected
        assert made.workers[0].returncode == -signal.SIGKILL


def test_a_run_goes_on_when_a_worker_comes_and_ends_with_its_scheduler(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(dask, "LOOK_SECONDS", 0.2)
    printed = io.StringIO()
    for name in ("distributed", "distributed.client"):
        for handler in logging.getLogger(name).handlers:
            monkeypatch.setattr(handler, "stream", printed)
    with cluster(tmp_path) as made:
        late = made.add_worker()
        os.killpg(late.pid, signal.SIGSTOP)
        with using(settings(engine="dask", scheduler=made.address), []):
            outcomes = try_tasks(dies, range(100, 112), 2)
            done = {next(outcomes).result}
            for node in made.workers:
                kill_node(node)
            made.workers = [late]
            threading.Timer(2, os.killpg, (late.pid, signal.SIGCONT)).start()
            done |= {each.result for each in outcomes}
            assert done == {task * task for task in range(100, 112)}
            # Dask may warn of what it asks for again; nobody sees that.
            (said,) = (each.message for each in caplog.records if each.name.startswith("corpusclean"))
            assert said.startswith(
                f"corpusclean: no worker is left at {made.address}; the run waits for one, 5 min"
            )
            outcomes = try_tasks(dies, range(100, 112), 2)
            next(outcomes)
            kill_node(made.scheduler)
            gone = f"^the scheduler {made.address} is gone; nothing was published$"
            with pytest.raises(RunFailed, match=gone):
                list(outcomes)
            engine = chosen()
            assert engine is not None
            with pytest.raises(RunFailed, match=gone):
                engine.check(Settings(), [])
    assert printed.getvalue() == ""


def test_a_run_ends_where_no_worker_comes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dask, "LOOK_SECONDS", 0.1)
    monkeypatch.setattr(dask, "WORKERLESS_SECONDS", 0.6)
    with (
        LocalCluster(n_workers=1, dashboard_address=":0", processes=False) as small,  # type: ignore[no-untyped-call]  # distributed's own
        using(settings(engine="dask", scheduler=small.scheduler_address), []),
    ):
        small.scale(0)
        with pytest.raises(RunFailed, match=r"has had no worker for 0\.01 minutes; nothing was published"):
            list(try_tasks(dies, range(100, 103), 1))


def test_a_task_that_kills_its_process_costs_itself(shared: Cluster) -> None:
    with using(settings(engine="dask", scheduler=shared.address), []):
        outcomes = {each.task: each for each in try_tasks(dies, range(6), 2)}
    failed = {task: each.failure.code for task, each in outcomes.items() if each.failure}
    assert failed == {3: "worker.died"}
    assert [outcomes[task].result for task in (0, 1, 2, 4, 5)] == [0, 1, 4, 16, 25]


def test_a_task_that_hangs_is_ended(shared: Cluster) -> None:
    with using(settings(engine="dask", scheduler=shared.address), []):
        outcomes = {each.task: each for each in try_tasks(hangs, range(4), 2, lambda _: Limits(seconds=1.0))}
    assert {task: each.failure.code for task, each in outcomes.items() if each.failure} == {3: "worker.timeout"}


def test_an_error_for_the_user_comes_back_as_one(shared: Cluster) -> None:
    with using(settings(engine="dask", scheduler=shared.address), []):
        with pytest.raises(UsageError, match="task 1 is refused"):
            list(map_tasks(refuses, [1], 1))
        assert list(map_tasks(dies, [2], 1)) == [4]  # the engine is as it was
        with pytest.raises(RunFailed, match="a worker died"):
            list(map_tasks(dies, [3], 1))


def test_a_folder_that_workers_do_not_see_is_refused(shared: Cluster, tmp_path: Path) -> None:
    chosen = settings(engine="dask", scheduler=shared.address)
    with (
        pytest.raises(UsageError, match=r"does not see .*nowhere.*must be on a file system"),
        using(chosen, [tmp_path / "nowhere"]),
    ):
        pass


def test_a_worker_with_other_code_is_refused(shared: Cluster, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("corpusclean.run.engines.dask.context", lambda _settings: "of another version")
    with (
        pytest.raises(UsageError, match="another version"),
        using(settings(engine="dask", scheduler=shared.address), []),
    ):
        pass


def test_a_worker_with_other_code_that_comes_when_the_run_is_under_way_is_refused(tmp_path: Path) -> None:
    package = Path(str(corpusclean.__file__)).parent
    shutil.copytree(package, tmp_path / "other" / "corpusclean", ignore=shutil.ignore_patterns("__pycache__"))
    with (tmp_path / "other" / "corpusclean" / "languages.py").open("a", encoding="utf-8") as module:
        module.write("# of another version\n")
    with cluster(tmp_path) as made, using(settings(engine="dask", scheduler=made.address), []):
        assert [each.result for each in try_tasks(dies, [1], 1)] == [1]
        late = made.add_worker(str(tmp_path / "other"))
        for node in made.workers:
            kill_node(node)
        made.workers = [late]
        with pytest.raises(UsageError, match=r"under way has another version of corpusclean.*on all"):
            list(try_tasks(dies, [1], 1))


def test_a_cluster_that_is_not_there_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("corpusclean.run.engines.dask.CONNECT_SECONDS", 0.5)
    with (
        pytest.raises(UsageError, match=r"no scheduler answers at tcp://127\.0\.0\.1:9: .*; name one that runs"),
        using(settings(engine="dask", scheduler="tcp://127.0.0.1:9"), []),
    ):
        pass


def test_a_cluster_without_workers_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("corpusclean.run.engines.dask.CONNECT_SECONDS", 0.5)
    with LocalCluster(n_workers=0, dashboard_address=":0", processes=False) as empty:  # type: ignore[no-untyped-call]  # distributed's own
        chosen = settings(engine="dask", scheduler=empty.scheduler_address)
        with pytest.raises(UsageError, match="has no worker; start one: dask worker"), using(chosen, []):
            pass
