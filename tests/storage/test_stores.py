"""Input from and output to real servers on loopback, as a user runs it; and servers that fail."""

import io
import re
import tarfile
import threading
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest
from conftest import SEEDS, Run
from object_stores import BUCKET, KEY, SECRET, Fault, Server, faulty, moto, rclone

from corpusclean.codes import Reason
from corpusclean.errors import OutputBusy, RejectsExceeded, RunFailed, UsageError
from corpusclean.read import read_documents
from corpusclean.run import job, local, tasks
from corpusclean.run.job import Summary
from corpusclean.run.remote import clean_into
from corpusclean.settings import load_settings, settings_from
from corpusclean.storage import Bucket, bucket_of, url_of
from corpusclean.storage import bucket as bucket_module
from corpusclean.storage import lock as lock_module
from corpusclean.storage.lock import Client, held
from corpusclean.storage.url import Url

ENVIRONMENT = {
    "AWS_ACCESS_KEY_ID": KEY,
    "AWS_SECRET_ACCESS_KEY": SECRET,
    "AWS_REQUEST_CHECKSUM_CALCULATION": "when_required",
    "AWS_EC2_METADATA_DISABLED": "true",
    "AWS_CONFIG_FILE": "/dev/null",
    "AWS_SHARED_CREDENTIALS_FILE": "/dev/null",
}
CONFIG = str(SEEDS / "corpusclean.toml")


def clean(inputs: str | Path, out: str | Path, *, lock: bool = True, **run: Any) -> Summary:
    """Do what `corpusclean clean` does, in this process."""
    settings = load_settings(CONFIG)
    table = settings.model_dump() | {"run": {"workers": 1}} | run
    return clean_into([Path(inputs)], Path(out), settings_from(table, "test"), lock=lock)


def files_of(out: Path) -> dict[str, bytes]:
    return {path.relative_to(out).as_posix(): path.read_bytes() for path in out.rglob("*") if path.is_file()}


@pytest.fixture(scope="module")
def store() -> Iterator[Server]:
    with moto() as server:
        server.put({f"raw/{path.name}": path.read_bytes() for path in SEEDS.iterdir()})
        yield server


@pytest.fixture(autouse=True)
def _surroundings(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in ENVIRONMENT.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr(bucket_module, "PAUSE", 0.01)
    monkeypatch.setattr(lock_module, "PAUSE", 0.01)


@pytest.fixture(scope="module")
def expected(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """Return the files of the corpus that the same documents give on a disk."""
    out = tmp_path_factory.mktemp("expected") / "corpus"
    clean(SEEDS, out)
    return files_of(out)


def url(server: Server, place: str) -> Url:
    found = url_of(server.url(place))
    assert found is not None
    return found


def packed(files: Iterable[Path]) -> bytes:
    """Return a tar of files."""
    made = io.BytesIO()
    with tarfile.open(fileobj=made, mode="w") as archive:
        for path in sorted(files):
            archive.add(path, path.name)
    return made.getvalue()


def below(files: dict[str, bytes], prefix: str) -> dict[str, bytes]:
    return {name.removeprefix(f"{prefix}/"): data for name, data in files.items()}


def test_a_corpus_is_the_same_bytes_wherever_it_is_read_from_and_written_to(
    run: Run, store: Server, expected: dict[str, bytes], tmp_path: Path
) -> None:
    done = run("clean", store.url("raw"), "--out", store.url("same"), "--config", CONFIG)
    assert done.returncode == 0
    assert re.fullmatch(
        r"18 files listed in [\d.]+ s \([\d,]+ a second\), read and cleaned in [\d.]+ s "
        r"\(\d+ files, 0\.0 MiB a second\)\.\n",
        done.stderr,
    )
    assert f"The corpus is in s3://{BUCKET}/same, what was found" in done.stdout
    assert below(store.objects("same/"), "same") == expected
    assert not [name for name in store.objects() if "lock" in name]
    proven = run("verify", store.url("same"))
    assert (proven.returncode, proven.stdout) == (
        0, f"s3://{BUCKET}/same: 7 files and 18 documents are what they were.\n",
    )  # fmt: skip
    assert run("restore", store.url("same"), "--out", tmp_path / "again").returncode == 0
    again = {path.name: path.read_bytes() for path in (tmp_path / "again").iterdir()}
    assert again == {path.name: path.read_bytes() for path in SEEDS.iterdir() if path.name in again}
    assert len(again) == 18


def test_a_second_corpus_takes_the_place_of_the_first(store: Server, tmp_path: Path) -> None:
    raw = tmp_path / "raw"
    raw.mkdir()
    (raw / "a.txt").write_text(" date 2021-12-13\n\nRain fell over the valley on Monday, and the river rose.\n")
    out = store.url("replaced")
    clean(raw, out)
    (raw / "b.txt").write_text(" date 2021-12-14\n\nOn Tuesday the river fell again, and the road was opened.\n")
    clean(raw, out)
    clean(raw, tmp_path / "out")
    assert below(store.objects("replaced/"), "replaced") == files_of(tmp_path / "out")


def test_what_was_done_with_objects_is_not_done_again(
    store: Server, expected: dict[str, bytes], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """A run that fails behind its partitions, the next one, and one of which an object has changed."""
    monkeypatch.setattr(local, "ISOLATED", False)
    done = list[int]()
    work = tasks._map

    def counted(task: tasks.MapTask, *more: Any) -> tasks.Mapped:
        done.append(len(task.partition.files))
        return work(task, *more)

    monkeypatch.setattr(tasks, "_map", counted)
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


def test_too_many_rejects_publish_nothing(store: Server) -> None:
    with pytest.raises(RejectsExceeded, match=f"the report are in s3://{BUCKET}/strict.failed$"):
        clean(store.url("raw"), store.url("strict"), max_rejects=1)
    assert store.objects("strict/") == {}
    assert "strict.failed/report.html" in store.objects("strict.failed/")


def test_what_is_not_ours_is_left_as_it_is(store: Server) -> None:
    store.put({"taken/notes.txt": b"mine"})
    with pytest.raises(UsageError, match=r"holds what no corpus of ours does \(notes.txt\)"):
        clean(store.url("raw"), store.url("taken"))
    assert store.objects("taken/") == {"taken/notes.txt": b"mine"}


@pytest.mark.parametrize(
    ("inputs", "out", "said"),
    [
        ("nowhere", "x", "there is nothing"),
        ("raw", "raw/out", "lie within each other"),
        ("raw", "", "a bucket as a whole cannot be a corpus"),
    ],
)
def test_what_cannot_be_is_refused(store: Server, inputs: str, out: str, said: str) -> None:
    with pytest.raises(UsageError, match=said):
        clean(store.url(inputs), store.url(out))


def test_objects_are_found_as_files_are(store: Server, tmp_path: Path) -> None:
    """An archive, odd names, a name left out, an empty one, one object alone, two inputs."""
    text = b" date 2021-12-13\n\nRain fell over the valley on Monday, and the river rose by a metre.\n"
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w:gz") as archive:
        member = tarfile.TarInfo("m.txt")
        member.size = len(text)
        archive.addfile(member, io.BytesIO(text))
    files = {"a.tar.gz": packed.getvalue(), "b c+%20#é.txt": text, ".hidden": text, "s/d.txt": text, "e.txt": b""}
    store.put({f"odd/{name}": data for name, data in files.items()})
    folder = tmp_path / "odd"
    for name, data in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(data)
    here, there = (read_documents(place) for place in (folder, store.url("odd")))
    assert here.to_dict() == there.to_dict()
    assert sorted(here["address"]) == ["a.tar.gz!m.txt", "b c+%20#é.txt", "e.txt", "s/d.txt"]
    two = read_documents(store.url("odd/s/d.txt"), folder)
    assert max(two["address"]) == "odd/s/d.txt"
    assert len(two) == 5


def test_two_runs_cannot_write_one_output(store: Server) -> None:
    said = rf"another run is writing it \(process \d+ on .*delete s3://{BUCKET}/\.busy\.corpusclean\.lock"
    with held(url(store, "busy")), pytest.raises(OutputBusy, match=said):
        clean(store.url("raw"), store.url("busy"))
    assert store.objects("busy/") == store.objects(".busy") == {}


def test_of_many_at_once_one_gets_the_lock(store: Server) -> None:
    out, got, barrier = url(store, "race"), [], threading.Barrier(6)

    def attempt() -> None:
        client = Client(out)
        barrier.wait()
        got.append(client.create(out.beside("race.lock"), threading.current_thread().name.encode()))

    threads = [threading.Thread(target=attempt) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(got) == [False] * 5 + [True]


def test_a_store_that_cannot_create_only_is_refused(tmp_path: Path, expected: dict[str, bytes]) -> None:
    with rclone(tmp_path / "rclone") as server:
        server.put({f"raw/{path.name}": path.read_bytes() for path in SEEDS.iterdir()})
        with pytest.raises(UsageError, match="overwrites what it was asked only to create"):
            clean(server.url("raw"), server.url("out"))
        assert server.objects("out/") == server.objects(".out") == {}
        clean(server.url("raw"), server.url("out"), lock=False)
        assert below(server.objects("out/"), "out") == expected


def test_credentials_that_are_refused_are_not_told(run: Run, tmp_path: Path) -> None:
    with rclone(tmp_path / "rclone") as server:
        server.put({"raw/a.txt": b" date 2021-12-13\n\nRain.\n"})
        wrong = {"AWS_ACCESS_KEY_ID": "AKIDWRONG", "AWS_SECRET_ACCESS_KEY": "not-the-secret"}
        done = run("clean", server.url("raw"), "--out", tmp_path / "out", **wrong)
        assert done.returncode == 3
        assert f"s3://{BUCKET}/raw: cannot be" in done.stderr
        assert not [word for word in wrong.values() if word in done.stderr + done.stdout]
        assert len(done.stderr.splitlines()) == 1


def every(count: int, what: str, *methods: str) -> Fault:
    return lambda method, _path, number: what if number % count == 0 and method in methods else None


@pytest.mark.parametrize(
    "fault",
    [
        every(3, "500", "GET", "PUT", "HEAD", "POST"),
        every(4, "429", "GET", "PUT", "HEAD"),
        every(3, "503", "GET", "PUT", "HEAD", "DELETE"),
        every(3, "cut", "GET"),
        every(3, "lost", "PUT"),
    ],
    ids=["500", "429", "503", "cut", "lost"],
)
def test_a_store_that_fails_now_and_then_gives_the_same_bytes(
    store: Server, expected: dict[str, bytes], fault: Fault, request: pytest.FixtureRequest
) -> None:
    name = f"faulty-{request.node.callspec.id}"
    with faulty(store, fault) as proxy:
        clean(proxy.url("raw"), proxy.url(name))
    assert below(store.objects(f"{name}/"), name) == expected
    assert store.objects(f".{name}") == {}


def test_a_store_that_is_gone_ends_the_run_and_rejects_nothing(
    store: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bucket_module, "ATTEMPTS", 2)

    def fault(method: str, path: str, _number: int) -> str | None:
        return "500" if method == "GET" and "list-type" not in path else None

    with faulty(store, fault) as proxy, pytest.raises(RunFailed, match="cannot be read: "):
        Bucket(url(proxy, "raw")).read(url(proxy, "raw").below("README.md"))


@pytest.mark.parametrize("what", ["lost", "500"])
def test_a_create_whose_answer_is_lost_is_looked_up(store: Server, what: str) -> None:
    place = url(store, f"unknown-{what}")
    seen: list[str] = []

    def fault(method: str, _path: str, _number: int) -> str | None:
        seen.append(method)
        return what if method == "PUT" and seen.count("PUT") == 1 else None

    with faulty(store, fault) as proxy:
        assert Client(url(proxy, "x")).create(place, b"ours") is True
        assert seen == (["PUT", "GET"] if what == "lost" else ["PUT", "GET", "PUT"])
        assert Client(url(proxy, "x")).create(place, b"theirs") is False
    assert store.objects(place.key) == {place.key: b"ours"}


def test_a_write_that_is_never_answered_fails(store: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bucket_module, "ATTEMPTS", 2)
    with faulty(store, every(1, "500", "PUT", "POST")) as proxy:
        bucket = Bucket(url(proxy, "x"))
        with pytest.raises(RunFailed, match="cannot be written"):
            bucket.put(url(proxy, "never"), io.BytesIO(b"data"), "0" * 64)


def test_a_commit_that_is_cut_short_leaves_the_old_corpus(
    store: Server, expected: dict[str, bytes], tmp_path: Path
) -> None:
    """Pages and manifest cannot be written: the old manifest still holds, and the next run clears up."""
    raw = tmp_path / "raw"
    raw.mkdir()
    (raw / "a.txt").write_text(" date 2021-12-13\n\nRain fell over the valley on Monday, and the river rose.\n")
    clean(raw, store.url("killed"))
    before = store.objects("killed/")

    def fault(method: str, path: str, _number: int) -> str | None:
        return "403" if method == "PUT" and ("README" in path or "manifest" in path) else None

    with faulty(store, fault) as proxy, pytest.raises(RunFailed, match="cannot be written"):
        clean(store.url("raw"), proxy.url("killed"))
    after = store.objects("killed/")
    assert {name: after[name] for name in before} == before
    assert len(after) > len(before)
    clean(store.url("raw"), store.url("killed"))
    assert below(store.objects("killed/"), "killed") == expected


def test_an_object_that_is_gone_or_too_large_is_a_reason(store: Server) -> None:
    raw = url(store, "raw")
    gone = bucket_of(raw).read(raw.below("none.txt"))
    assert isinstance(gone, Reason)
    assert gone.code == "file.vanished"
    large = bucket_of(raw).read(raw.below("README.md"), 3)
    assert isinstance(large, Reason)
    assert large.code == "file.too_large"


def test_only_s3_can_be_locked() -> None:
    with pytest.raises(UsageError, match="--no-lock"), held(Url("gs", "news", "out")):
        pass


def test_a_lock_of_somebody_else_is_never_deleted(store: Server) -> None:
    out = url(store, "stolen")
    with held(out):
        store.put({".stolen.corpusclean.lock": b"theirs"})
    assert store.objects(".stolen") == {".stolen.corpusclean.lock": b"theirs"}
    with pytest.raises(OutputBusy, match="unknown"), held(out):
        pass
