"""A document that kills, hangs or exhausts its worker costs only itself."""

import itertools
import os
import signal
import time
from pathlib import Path
from typing import NamedTuple

import pytest

from corpusclean.errors import RunFailed
from corpusclean.read.inventory import Found
from corpusclean.run import blame
from corpusclean.run.blame import limits, map_blaming
from corpusclean.run.local import Failure, Limits, Outcome, try_tasks
from corpusclean.run.partition import Partition
from corpusclean.settings import Run, Settings

SETTINGS = Settings(run=Run(workers=2))


class Judged(NamedTuple):
    partition: Partition
    bad: frozenset[str]
    note: Path | None = None


def judge(task: Judged) -> tuple[list[str], str | None]:
    """What a partition comes to: the addresses that were read, or the one that was set aside."""
    addresses = [found.address for found in task.partition.files]
    problems = [found.problem for found in task.partition.files if found.problem]
    blame = task.partition.blame or (problems[0] if problems else None)
    if blame is None and task.bad & set(addresses):
        os.kill(os.getpid(), signal.SIGKILL)
    if task.note and not problems and "unreadable" in addresses:
        os.kill(os.getpid(), signal.SIGKILL)
    return addresses, blame.code if blame else None


def files(count: int) -> tuple[Found, ...]:
    return tuple(Found(f"{number:03d}.txt", f"/nowhere/{number:03d}.txt", 100) for number in range(count))


@pytest.mark.usefixtures("isolated")
@pytest.mark.parametrize("bad", [{"000.txt", "019.txt"}, {"007.txt", "008.txt"}, set()])
def test_the_culprits_alone_are_set_aside_and_everything_else_is_done_once(bad: set[str]) -> None:
    tasks = [Judged(Partition(number, 0, part), frozenset(bad)) for number, part in enumerate(halves(files(20)))]
    results = list(map_blaming(judge, tasks, SETTINGS, after=2))
    seen = sorted(itertools.chain.from_iterable(addresses for addresses, _ in results))
    assert seen == [found.address for found in files(20)]
    assert {addresses[0] for addresses, code in results if code} == bad
    assert {code for _, code in results if code} == ({"worker.died"} if bad else set())


def halves(found: tuple[Found, ...]) -> list[tuple[Found, ...]]:
    return [found[: len(found) // 2], found[len(found) // 2 :]]


@pytest.mark.usefixtures("isolated")
def test_a_file_that_cannot_even_be_read_is_rejected_unread(tmp_path: Path) -> None:
    found = Found("unreadable", "/nowhere/unreadable", 100)
    tasks = [Judged(Partition(0, 0, (found,)), frozenset({"unreadable"}), tmp_path)]
    assert list(map_blaming(judge, tasks, SETTINGS, after=1)) == [(["unreadable"], "worker.died")]


@pytest.mark.usefixtures("isolated")
def test_pieces_are_numbered_anew_and_what_failed_is_undone() -> None:
    undone: list[int] = []
    task = Judged(Partition(0, 0, files(9)), frozenset({"004.txt"}))
    list(map_blaming(judge, [task], SETTINGS, after=10, undo=lambda each: undone.append(each.partition.number)))
    assert undone[0] == 0
    assert len(set(undone)) == len(undone)
    assert all(number >= 10 for number in undone[1:])


@pytest.mark.usefixtures("isolated")
def test_where_everything_fails_the_fault_is_elsewhere(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(blame, "MOST_BLAMED", 3)
    everything = frozenset(found.address for found in files(8))
    with pytest.raises(RunFailed, match="so the fault is none of theirs: the process that worked on it ended"):
        list(map_blaming(judge, [Judged(Partition(0, 0, files(8)), everything)], SETTINGS, after=1))


def slow(seconds: float) -> float:
    time.sleep(seconds)
    return seconds


def hoard(count: int) -> int:
    return len(b"x" * count)


@pytest.mark.usefixtures("isolated")
def test_a_task_that_hangs_is_given_up_and_the_next_one_done() -> None:
    outcomes = list(try_tasks(slow, [60.0, 0.0, 0.0], 1, lambda _task: Limits(seconds=0.2)))
    assert outcomes[0] == Outcome(60.0, None, Failure("worker.timeout", "0 seconds"))
    assert [outcome.result for outcome in outcomes[1:]] == [0.0, 0.0]


@pytest.mark.usefixtures("isolated")
def test_a_task_that_takes_too_much_memory_is_told_so() -> None:
    outcomes = list(try_tasks(hoard, [400 << 20, 10], 1, lambda _task: Limits(memory=200 << 20)))
    assert outcomes[0].failure == Failure("worker.memory", "MemoryError")
    assert outcomes[1].result == 10


def stop_myself(note: Path) -> bool:
    if note.suffix:
        note.write_text(str(os.getpid()))
        os.kill(os.getpid(), signal.SIGSTOP)
    return bool(note.suffix)


@pytest.mark.usefixtures("isolated")
def test_a_worker_that_was_stopped_for_a_while_is_not_given_up(tmp_path: Path) -> None:
    note = tmp_path / "worker.pid"
    results = try_tasks(stop_myself, [note, tmp_path], 2, lambda _task: Limits(seconds=30))
    assert next(results).result is False
    while not note.exists() or not note.read_text():
        time.sleep(0.01)
    time.sleep(1)
    for status in Path("/proc").glob("[0-9]*/stat"):
        name, state = (
            status.read_text().rpartition(")")[2].split()[1:2],
            status.read_text().rpartition(")")[2].split()[0],
        )
        if state == "T" and name:
            os.kill(int(status.parent.name), signal.SIGCONT)
    assert next(results).result is True


def test_time_grows_with_what_there_is_to_do() -> None:
    one = limits(Partition(0, 0, files(1)), SETTINGS).seconds
    many = limits(Partition(0, 0, files(1000)), SETTINGS).seconds
    archive = limits(Partition(0, 0, (Found("a.zip", "/nowhere/a.zip", 100),)), SETTINGS).seconds
    assert one is not None
    assert many is not None
    assert archive is not None
    assert 30 <= one < 31
    assert 60 <= many < 61 < archive
