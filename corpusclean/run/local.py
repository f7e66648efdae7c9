"""The local engine: one killable process for each worker slot, plain values in and out.

No exception crosses a process: a worker answers with a value, or with an exit code and a message. A pool of
`concurrent.futures` would die with one worker, and could not end one that hangs in C.
"""

import ctypes
import itertools
import os
import signal
import sys
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from multiprocessing import forkserver, resource_tracker
from multiprocessing.connection import Connection, wait
from multiprocessing.context import ForkServerContext, SpawnContext
from multiprocessing.process import BaseProcess
from typing import Any, NamedTuple, TypeVar

from corpusclean.errors import CorpuscleanError, RunFailed, UsageError, describe, internal

Task = TypeVar("Task")
Result = TypeVar("Result")

_PR_SET_PDEATHSIG = 1
PATIENCE = 2.0
"""Seconds that a worker is given to end before it is killed."""


class _Slot(NamedTuple):
    process: BaseProcess
    pipe: Connection


def map_tasks(function: Callable[[Task], Result], tasks: Iterable[Task], workers: int) -> Iterator[Result]:
    """Yield the result of every task, in the order of their completion, never more tasks under way than workers.

    One worker, or one task, is done in this process. Raises RunFailed where a worker dies, and what a task
    raised otherwise.
    """
    waiting = iter(tasks)
    first = list(itertools.islice(waiting, workers or os.cpu_count() or 1))
    if len(first) <= 1:
        yield from map(function, itertools.chain(first, waiting))
    else:
        yield from _map_on(len(first), function, itertools.chain(first, waiting))


def _map_on(count: int, function: Callable[[Task], Result], waiting: Iterator[Task]) -> Iterator[Result]:
    context = _context()
    slots: list[_Slot] = []
    try:
        for _, task in zip(range(count), waiting, strict=False):
            ours, theirs = context.Pipe()
            process = context.Process(target=_work, args=(theirs, function), daemon=True)
            process.start()
            theirs.close()
            slots.append(_Slot(process, ours))
            ours.send(task)
        busy = {slot.pipe: slot for slot in slots}
        while busy:
            for pipe in wait(list(busy)):
                assert isinstance(pipe, Connection)  # noqa: S101  # `wait` returns what it was given
                slot = busy.pop(pipe)
                result = _answer(slot)
                task = next(waiting, None)  # type: ignore[assignment]  # None: no task is left
                if task is not None:
                    pipe.send(task)
                    busy[pipe] = slot
                yield result
    finally:
        _stop(slots)


def _context() -> ForkServerContext | SpawnContext:
    """Return how workers are started: never by forking this process, whose libraries may hold threads."""
    if sys.platform != "linux":
        return SpawnContext()
    context = ForkServerContext()
    context.set_forkserver_preload(["corpusclean.run.tasks"])
    if threading.current_thread() is threading.main_thread():
        # The server inherits this, and so is deaf to Ctrl-C while it still imports. Here one that comes waits.
        resource_tracker.ensure_running()  # by itself it would lift what is blocked
        before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
        try:
            forkserver.ensure_running()
        finally:
            signal.pthread_sigmask(signal.SIG_SETMASK, before)
    return context


def _answer(slot: _Slot) -> Any:  # noqa: ANN401  # what the task returned
    try:
        status, value = slot.pipe.recv()
    except EOFError:
        slot.process.join(PATIENCE)
        raise RunFailed(f"a worker died (exit code {slot.process.exitcode}); nothing was published") from None
    if status == 0:
        return value
    raise (UsageError if status == UsageError.exit_code else RunFailed)(value)


def _stop(slots: Sequence[_Slot]) -> None:
    for slot in slots:
        slot.pipe.close()
        slot.process.terminate()
    for slot in slots:
        slot.process.join(PATIENCE)
        if slot.process.is_alive():
            slot.process.kill()
            slot.process.join()


def _work(pipe: Connection, function: Callable[[Any], Any]) -> None:
    """Answer tasks until the pipe closes. Interrupts are the parent's business; its death ends this process."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    while True:
        try:
            task = pipe.recv()
        except (EOFError, OSError):
            return
        try:
            answer = (0, function(task))
        except CorpuscleanError as error:
            answer = (error.exit_code, str(error))
        except OSError as error:
            answer = (RunFailed.exit_code, describe(error))
        except Exception as error:  # noqa: BLE001  # whatever it was, the parent must hear of it, as text
            answer = (RunFailed.exit_code, internal(error))
        try:
            pipe.send(answer)
        except OSError:
            return
