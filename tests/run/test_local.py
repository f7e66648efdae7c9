"""The local engine: every task once, answers as values, and a worker's death is told."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import TIMEOUT

from corpusclean.errors import RunFailed, UsageError
from corpusclean.run.local import map_tasks


def double(number: int) -> int:
    return 2 * number


def own_process(_task: int) -> int:
    return os.getpid()


def parent_of(_task: int) -> int:
    return os.getppid()


def test_no_worker_is_a_fork_of_this_process() -> None:
    """Whose libraries may hold locks in threads that a fork does not take along."""
    assert os.getpid() not in set(map_tasks(parent_of, [1, 2, 3], 2))


def die(number: int) -> int:
    if number == 3:
        os.kill(os.getpid(), signal.SIGKILL)
    return number


def fail(number: int) -> int:
    if number == 3:
        raise ValueError("a \x1b[31mdocument\x1b[0m's text")
    return number


def refuse(_number: int) -> int:
    raise UsageError("rules: no good")


def full_disk(_number: int) -> int:
    raise OSError(28, "No space left on device", "out.parquet")


@pytest.mark.parametrize("workers", [1, 2, 3, 7])
@pytest.mark.parametrize("count", [0, 1, 2, 3, 20])
def test_every_task_is_done_once(workers: int, count: int) -> None:
    assert sorted(map_tasks(double, list(range(count)), workers)) == [2 * number for number in range(count)]


def test_workers_are_other_processes_and_as_many_as_asked() -> None:
    seen = set(map_tasks(own_process, list(range(40)), 2))
    assert os.getpid() not in seen
    assert len(seen) <= 2


def test_a_worker_that_dies_is_told_and_no_other_is_left() -> None:
    before = children()
    with pytest.raises(RunFailed, match=r"a worker died \(exit code -9\); nothing was published"):
        list(map_tasks(die, list(range(10)), 2))
    assert children() - before <= forkserver()


def test_an_unexpected_exception_arrives_as_text() -> None:
    with pytest.raises(RunFailed, match="ValueError"):
        list(map_tasks(fail, list(range(10)), 2))


def test_what_is_at_fault_decides_the_error() -> None:
    with pytest.raises(UsageError, match="rules: no good"):
        list(map_tasks(refuse, [1, 2], 2))
    with pytest.raises(RunFailed, match=r"out\.parquet: No space left on device"):
        list(map_tasks(full_disk, [1, 2], 2))


def children() -> set[str]:
    """Processes whose parent is this one, or its fork server."""
    parents = {str(os.getpid()), *forkserver()}
    found = set()
    for status in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = status.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if fields[0] != "Z" and fields[1] in parents:
            found.add(status.parent.name)
    return found


def forkserver() -> set[str]:
    """The server that starts workers, and multiprocessing's tracker: they stay for the next run."""
    from multiprocessing import forkserver as server
    from multiprocessing import resource_tracker

    pids = (server._forkserver._forkserver_pid, resource_tracker._resource_tracker._pid)  # type: ignore[attr-defined]  # no public name
    return {str(pid) for pid in pids if pid}


IN_A_THREAD = """
import os, threading, time
from multiprocessing import forkserver
from corpusclean.run.local import map_tasks

if __name__ == "__main__":
    beside = threading.Thread(target=lambda: list(map_tasks(abs, [1, 2, 3], 2)))
    beside.start()
    beside.join()
    time.sleep(0.5)
    assert os.waitpid(forkserver._forkserver._forkserver_pid, os.WNOHANG) == (0, 0), "it ended with the thread"
    assert sorted(map_tasks(abs, [-1, -2], 2)) == [1, 2]
"""


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere there is no such server")
def test_the_end_of_a_thread_is_not_that_of_the_workers(tmp_path: Path) -> None:
    script = tmp_path / "script.py"
    script.write_text(IN_A_THREAD)
    done = subprocess.run([sys.executable, script], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")


STOPPED = """
import os, signal, sys, threading, time
from multiprocessing import forkserver
from corpusclean.run import worker

def told(number, frame):
    raise InterruptedError

signal.signal(signal.SIGTERM, told)
signal.signal(signal.SIGINT, told)
context = worker.prepare()
server = forkserver._forkserver._forkserver_pid
os.kill(server, signal.SIGSTOP)
threading.Timer(1, os.kill, (os.getpid(), int(sys.argv[1]))).start()
threading.Timer(60, os.kill, (server, signal.SIGCONT)).start()
begun = time.monotonic()
try:
    worker.start(context, abs, None)
except InterruptedError:
    print(time.monotonic() - begun)
sys.stdout.flush()
os.kill(server, signal.SIGKILL)  # it would hold what we print to
os._exit(0)
"""


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere no server forks workers")
def test_a_signal_is_heard_while_workers_are_waited_for(number: signal.Signals) -> None:
    """Their server imports for seconds, on a machine that does much else for many; here it is stopped."""
    done = subprocess.run(
        [sys.executable, "-c", STOPPED, str(int(number))],
        check=False,
        capture_output=True,
        text=True,
        timeout=TIMEOUT,
    )
    assert done.stderr == ""
    assert float(done.stdout) < 30
