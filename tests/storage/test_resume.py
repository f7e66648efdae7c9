"""What was done with objects is not done again: by the next run, and by one after a run that was killed."""

import os
import re
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from conftest import SEEDS, Run
from object_stores import BUCKET, Server, faulty
from stored import CONFIG, below, clean, files_of, packed

from corpusclean.errors import RunFailed
from corpusclean.run import fresh, job, tasks


@pytest.fixture
def done(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Return how many files each partition has that is worked on, and not taken from the cache."""
    found = list[int]()
    work = tasks._map

    def counted(task: tasks.MapTask, *more: Any) -> tuple[tasks.Mapped, bool]:
        found.append(len(task.partition.files))
        return work(task, *more)

    monkeypatch.setattr(tasks, "_map", counted)
    return found


def test_what_was_done_with_objects_is_not_done_again(
    store: Server, expected: dict[str, bytes], done: list[int], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """A run that fails behind its partitions, the next one, and one of which an object has changed."""
    cache = {"workers": 1, "cache": str(tmp_path / "cache")}
    store.put({f"again/{path.name}": path.read_bytes() for path in SEEDS.iterdir()})
    with monkeypatch.context() as broken:
        broken.setattr(job, "group_duplicates", lambda *_: (_ for _ in ()).throw(RunFailed("no room")))
        with pytest.raises(RunFailed, match="no room"):
            clean(store.url("again"), store.url("kept"), run=cache)
    assert sum(done) == 18
    done.clear()
    clean(store.url("again"), store.url("kept"), run=cache)
    assert done == []
    assert below(store.objects("kept/"), "kept") == expected
    changed = next(path for path in sorted(SEEDS.glob("*.txt")) if path.read_bytes().startswith(b" date"))
    store.put({f"again/{changed.name}": changed.read_bytes().replace(b"the", b"a", 1)})
    clean(store.url("again"), store.url("kept"), run=cache)
    assert done
    assert below(store.objects("kept/"), "kept") != expected


def test_an_object_is_fetched_once(store: Server, expected: dict[str, bytes]) -> None:
    """Each is hashed for the cache, and read: of the same bytes. An archive is, too."""
    got: list[str] = []

    def note(method: str, path: str, _number: int) -> None:
        if method == "GET" and "list-type" not in path:
            got.append(path)

    store.put({"packed/all.tar": packed(SEEDS.glob("*.txt"))})
    with faulty(store, note) as proxy:
        clean(proxy.url("raw"), proxy.url("once"))
        clean(proxy.url("packed"), proxy.url("unpacked"), include=["*.tar", "*.txt"])
    assert below(store.objects("once/"), "once") == expected
    filled = [name for name, data in store.objects("raw/").items() if name.endswith(".txt") and data]
    assert sorted(path for path in got if "/raw/" in path) == sorted(f"/{BUCKET}/{name}" for name in filled)
    assert [path for path in got if "/packed/" in path] == [f"/{BUCKET}/packed/all.tar"]


def test_an_archive_is_kept_as_well(store: Server, done: list[int], tmp_path: Path) -> None:
    files = sorted(SEEDS.glob("*.txt"))
    chosen: dict[str, Any] = {
        "include": ["*.tar", "*.txt"], "run": {"workers": 1, "cache": str(tmp_path / "cache")},
    }  # fmt: skip
    here = tmp_path / "here"
    here.mkdir()
    for count, work in ((18, 1), (18, 0), (17, 1)):
        done.clear()
        store.put({"tar/all.tar": packed(files[:count])})
        (here / "all.tar").write_bytes(packed(files[:count]))
        clean(store.url("tar"), store.url("of-tar"), **chosen)
        assert len(done) == work
        clean(here, tmp_path / "out", **chosen | {"run": {"workers": 1, "cache": "off"}})
        assert below(store.objects("of-tar/"), "of-tar") == files_of(tmp_path / "out")


def test_a_corpus_that_stands_is_known_by_the_hashes_of_objects(
    store: Server, done: list[int], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Its documents are not read for it."""
    chosen = {"workers": 1, "cache": str(tmp_path / "cache")}
    monkeypatch.setattr(fresh, "_same_documents", lambda *_: False)
    assert not clean(store.url("raw"), tmp_path / "out", run=chosen).unchanged
    assert sum(done) == 18
    assert clean(store.url("raw"), tmp_path / "out", run=chosen).unchanged
    assert sum(done) == 18


def test_a_run_that_was_killed_is_gone_on_with(
    run: Run, store: Server, expected: dict[str, bytes], done: list[int], tmp_path: Path
) -> None:
    """Killed when it fetches on, with a partition kept: its lock is named, and broken; then the rest is done."""
    cache = tmp_path / "cache"
    config = tmp_path / "corpusclean.toml"
    config.write_text(
        f'{Path(CONFIG).read_text()}\n[run]\nworkers = 1\npartition_documents = 3\ncache = "{cache}"\n'
    )
    started: list[subprocess.Popen[bytes]] = []

    def fault(method: str, path: str, _number: int) -> None:
        kept = list(cache.glob("partitions/*/*"))
        if method == "GET" and "/raw/" in path and kept and started[0].returncode is None:
            os.killpg(started[0].pid, signal.SIGKILL)

    with faulty(store, fault) as proxy:
        call = [sys.executable, "-m", "corpusclean", "clean", proxy.url("raw"), "--out", proxy.url("gone-on")]
        with subprocess.Popen([*call, "--config", str(config), "--quiet"], start_new_session=True) as process:
            started.append(process)
            assert process.wait() == -signal.SIGKILL
    assert store.objects("gone-on/") == {}
    again = run("clean", store.url("raw"), "--out", store.url("gone-on"), "--config", config)
    assert again.returncode == 75
    said = re.search(r"there is no such process here now\); wait for it.*--break-lock (\w+)", again.stderr)
    assert said
    chosen = {"workers": 1, "partition_documents": 3, "cache": str(cache)}
    clean(store.url("raw"), store.url("gone-on"), dead=said[1], run=chosen)
    assert 0 < sum(done) < 18
    assert below(store.objects("gone-on/"), "gone-on") == expected
    assert store.objects(".gone-on") == {}
