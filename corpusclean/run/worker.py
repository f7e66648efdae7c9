"""A worker process: how it is started, what it answers, and what it may take.

It says READY, and then answers each task with PROGRESS, as often as there is some, and one of DONE, FAILED, MEMORY
or the exit code of an error that is for the user. Interrupts are the parent's business; its death ends the worker.
"""

import ctypes
import os
import resource
import signal
import sys
import threading
from collections.abc import Callable
from multiprocessing import forkserver, resource_tracker
from multiprocessing.connection import Connection
from multiprocessing.context import ForkServerContext, SpawnContext
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any

from corpusclean.errors import CorpuscleanError, RunFailed, describe, internal

Context = ForkServerContext | SpawnContext

READY, PROGRESS, DONE, FAILED, MEMORY = "ready", "progress", "done", "failed", "memory"

_PR_SET_PDEATHSIG = 1

_pipe: Connection | None = None


def prepare() -> Context:
    """Return how workers are started: never by forking this process, whose libraries may hold threads.

    On Linux the server that forks them begins to import what they need; called early, that costs no time.
    """
    if sys.platform != "linux":
        return SpawnContext()
    context = ForkServerContext()
    main = threading.current_thread() is threading.main_thread()
    # The server ends with the run, and a worker with the server, which one that hangs keeps from noticing.
    context.set_forkserver_preload([*(["corpusclean.run.tied"] if main else []), "corpusclean.run.warm"])
    if main:
        # The server inherits this, and so is deaf to Ctrl-C while it still imports. Here one that comes waits.
        resource_tracker.ensure_running()  # by itself it would lift what is blocked
        before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
        try:
            forkserver.ensure_running()
        finally:
            signal.pthread_sigmask(signal.SIG_SETMASK, before)
    return context


def end_with_parent() -> None:
    """End this process where the thread that started it ends: also in the midst of C, where no handler runs."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)


def start(context: Context, function: Callable[[Any], Any], memory: int | None) -> tuple[BaseProcess, Connection]:
    """Start a worker that may take so many bytes beyond those that it begins with."""
    ours, theirs = context.Pipe()
    process = context.Process(target=_work, args=(theirs, function, memory), daemon=True)
    if isinstance(context, ForkServerContext) and threading.current_thread() is threading.main_thread():
        prepare()  # a server that has died would else be begun by a thread, and end with that
        _start_aside(process)
    else:
        _start_whole(process)
    theirs.close()
    return process, ours


def _start_aside(process: BaseProcess) -> None:
    """Start a process in a thread, which no signal interrupts: this one hears of signals while that waits.

    The server answers when it has imported what workers need, which takes long on a machine that does much else.
    """
    failed: list[BaseException] = []
    thread = threading.Thread(target=_tried, args=(process.start, failed), daemon=True)
    thread.start()
    thread.join()
    if failed:
        raise failed[0]


def _tried(do: Callable[[], object], failed: list[BaseException]) -> None:
    try:
        do()
    except BaseException as error:  # noqa: BLE001  # raised where it is waited for
        failed.append(error)


def _start_whole(process: BaseProcess) -> None:
    """Start a process, and let signals wait: half started it would read half of what it is told, and say so."""
    stops = {signal.SIGINT, signal.SIGTERM, signal.SIGHUP}
    before = signal.pthread_sigmask(signal.SIG_BLOCK, stops)
    try:
        process.start()
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def progress() -> None:
    """Tell that some of the task is done: the time that it may take begins anew. Outside a worker, nothing."""
    if _pipe is not None:
        _pipe.send((PROGRESS, None))


def cpu_seconds(pid: int | None) -> float:
    """Return how long a process has computed; 0 where that cannot be told."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text(encoding="ascii", errors="replace").rpartition(")")[2].split()
    except OSError:
        return 0.0
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def _work(pipe: Connection, function: Callable[[Any], Any], memory: int | None) -> None:
    """Answer tasks until the pipe closes."""
    global _pipe  # noqa: PLW0603  # a process has one
    _pipe = pipe
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    end_with_parent()
    if sys.platform == "linux" and memory is not None:
        _limit_memory(memory)
    task: Any = None
    try:
        pipe.send((READY, None))
        while True:
            task = pipe.recv()
            answer = _answer(function, task)
            pipe.send(answer)
    except (EOFError, OSError):
        return


def _answer(function: Callable[[Any], Any], task: Any) -> tuple[str | int, Any]:  # noqa: ANN401  # whatever it takes
    try:
        return DONE, function(task)
    except CorpuscleanError as error:
        return error.exit_code, str(error)
    except MemoryError as error:
        return MEMORY, type(error).__name__
    except OSError as error:
        return RunFailed.exit_code, describe(error)
    except Exception as error:  # noqa: BLE001  # whatever it was, the parent must hear of it, as text
        return FAILED, internal(error)


def _limit_memory(more: int) -> None:
    """Let private memory grow by so much. What is reserved and not used does not count."""
    data = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[5]) * resource.getpagesize()
    _, hard = resource.getrlimit(resource.RLIMIT_DATA)
    limit = data + more
    resource.setrlimit(resource.RLIMIT_DATA, (limit if hard == resource.RLIM_INFINITY else min(limit, hard), hard))
