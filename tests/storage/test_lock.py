"""One run at a time writes to a store; what a run leaves that was killed, and how that is cleared away."""

import threading
import time
from pathlib import Path

import pytest
from object_stores import Server, faulty, rclone
from stored import clean, url

from corpusclean.errors import OutputBusy, UsageError
from corpusclean.storage.client import Client
from corpusclean.storage.lock import held
from corpusclean.storage.url import Url


def test_two_runs_cannot_write_one_output(store: Server) -> None:
    said = r"another run is writing it \(run (\w+), process \d+ on .*, since 2.*\); wait .*: --break-lock \1$"
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


def left_by(store: Server, run: str, name: str) -> str:
    """Put the lock of a run, as one leaves it that was killed; return its key."""
    said = f'{{"run": "{run}", "host": "elsewhere", "process": 7, "since": "2021-12-13T08:00:00+00:00"}}'
    store.put({f".{name}.corpusclean.lock": said.encode()})
    return f".{name}.corpusclean.lock"


def test_the_lock_of_a_dead_run_is_broken_by_its_name_alone(store: Server) -> None:
    out, lock = url(store, "dead"), left_by(store, "5f", "dead")
    for other in (None, "5", "6f", ""):
        with (
            pytest.raises(OutputBusy, match=r"process 7 on elsewhere, since 2021-.* --break-lock 5f$"),
            held(out, other),
        ):
            pass
    assert list(store.objects(".dead")) == [lock]
    with held(out, "5f"):
        assert b"elsewhere" not in store.objects(lock)[lock]
        with pytest.raises(OutputBusy, match=r"--break-lock [0-9a-f]{16}$"), held(out, "5f"):
            pass
    assert store.objects(".dead") == {}


def test_of_two_that_break_a_lock_at_once_one_gets_it(store: Server) -> None:
    out, inside, barrier = url(store, "twice"), list[int](), threading.Barrier(4)
    left_by(store, "5f", "twice")
    most, busy = [0], list[str]()

    def attempt() -> None:
        barrier.wait()
        try:
            with held(out, "5f"):
                inside.append(1)
                most.append(len(inside))
                time.sleep(0.3)
                inside.pop()
        except OutputBusy as error:
            busy.append(str(error))

    threads = [threading.Thread(target=attempt) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert max(most) == 1
    assert len(busy) == 4 - len(most) + 1
    assert store.objects(".twice") == {}


def test_a_delete_whose_answer_is_lost_takes_no_lock_of_the_next_run(store: Server) -> None:
    """The lock is gone, the run does not know, and another has come between: its lock stays."""
    place = url(store, "between")
    deleted: list[str] = []

    def fault(method: str, _path: str, _number: int) -> str | None:
        if deleted and method == "GET":
            store.put({"between": b"theirs"})
        if method == "DELETE":
            deleted.append(method)
        return "lost" if method == "DELETE" and len(deleted) == 1 else None

    with faulty(store, fault) as proxy:
        client = Client(url(proxy, "x"))
        assert client.create(place, b"ours")
        assert not client.delete_if(place, b"ours")
    assert deleted == ["DELETE"]
    assert store.objects("between") == {"between": b"theirs"}


def test_the_store_holds_a_delete_to_what_was_seen(store: Server) -> None:
    """Another lock is put between the look and the delete."""
    place = url(store, "seen")
    store.put({"seen": b"ours"})

    def fault(method: str, _path: str, _number: int) -> None:
        if method == "DELETE":
            store.put({"seen": b"theirs"})

    with faulty(store, fault) as proxy:
        assert not Client(url(proxy, "x")).delete_if(place._replace(options=url(proxy, "x").options), b"ours")
    assert store.objects("seen") == {"seen": b"theirs"}


def test_a_store_that_deletes_whatever_is_there_breaks_no_lock(
    store: Server, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    with rclone(tmp_path / "rclone") as server:
        assert not Client(url(server, "x")).compares(url(server, "probe"))
        assert server.objects() == {}
    assert Client(url(store, "x")).compares(url(store, "probe"))
    lock = left_by(store, "5f", "kept")
    monkeypatch.setattr(Client, "compares", lambda *_: False)
    with pytest.raises(UsageError, match="deletes whatever is there"), held(url(store, "kept"), "5f"):
        pass
    assert list(store.objects(".kept")) == [lock]


def test_what_a_lock_says_is_repeated_only_where_it_is_plain(store: Server) -> None:
    left_by(store, "5f; rm -rf .", "odd")
    with (
        pytest.raises(OutputBusy, match=r"\(unknown\).*delete s3://news/\.odd\.corpusclean\.lock$"),
        held(url(store, "odd")),
    ):
        pass


def test_only_an_object_store_has_locks_to_break(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="--break-lock"):
        clean(tmp_path, tmp_path / "out", dead="5f")
