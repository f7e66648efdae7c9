"""The local engine: one killable process for each worker slot, plain values in and out.

No exception crosses a process: a worker answers with a value, or with a word for what went wrong and a message. A
pool of `concurrent.futures` would die with one worker, and could not end one that hangs in C.
"""

import itertools
import os
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from multiprocessing.connection import wait
from typing import Any, Generic, NamedTuple, TypeVar

from corpusclean.errors import CorpuscleanError, RunFailed, UsageError
from corpusclean.run.engines import chosen
from corpusclean.run.worker import (
    DONE,
    FAILED,
    MEMORY,
    PROGRESS,
    READY,
    Context,
    cpu_seconds,
    prepare,
    start,
)

Task = TypeVar("Task")
Result = TypeVar("Result")

ISOLATED = True
"""Whether a single task, too, is done in a process of its own. Tests that doctor this process switch it off."""

PATIENCE = 2.0
"""Seconds that a worker is given to end before it is killed."""

TICK = 0.25
"""Seconds between two looks at the clock."""

STOPPED_CLOCK = 4.0
"""Seconds of the clock for each second of computing that a task may take: it may wait for a disk, or its turn."""

FAILURES = {
    "worker.died": "the process that worked on it ended ({detail})",
    "worker.timeout": "the work on it did not end within {detail}",
    "worker.memory": "the work on it needed more memory than a worker may have ({detail})",
    "worker.failed": "{detail}",
}
"""What a failure is called, and what is said of it."""


class Limits(NamedTuple):
    """What a task may take: seconds of computing without progress, and bytes of memory. None: any."""

    seconds: float | None = None
    memory: int | None = None


class Failure(NamedTuple):
    """What became of a task that has no result: a code of `FAILURES`, and details."""

    code: str
    detail: str

    def __str__(self) -> str:
        return FAILURES[self.code].format(detail=self.detail)


class Outcome(NamedTuple, Generic[Task, Result]):
    """A task, and either its result or why there is none."""

    task: Task
    result: Result | None
    failure: Failure | None = None


def map_tasks(function: Callable[[Task], Result], tasks: Iterable[Task], workers: int) -> Iterator[Result]:
    """Yield the result of every task, in the order of their completion, never more tasks under way than workers.

    One worker, or one task, is done in this process. Raises RunFailed where a worker dies, and what a task raised
    otherwise.
    """
    for outcome in try_tasks(function, tasks, workers, isolated=False):
        yield wanted(outcome)


def wanted(outcome: Outcome[Task, Result]) -> Result:
    """Return the result of a task; raise RunFailed where it has none."""
    if outcome.failure is not None:
        code, detail = outcome.failure
        said = f"a worker died ({detail})" if code == "worker.died" else detail
        raise RunFailed(f"{said}; nothing was published" if code != "worker.failed" else said)
    return outcome.result  # type: ignore[return-value]  # a task may well return None


def try_tasks(
    function: Callable[[Task], Result],
    tasks: Iterable[Task],
    workers: int,
    limits: Callable[[Task], Limits] = lambda _task: Limits(),
    *,
    isolated: bool = True,
) -> Iterator[Outcome[Task, Result]]:
    """Yield what became of every task, in the order of their completion, failures as values.

    What is not `isolated` is done in this process where there is but one worker or task: it may then not fail.

    Raises RunFailed where no worker can be started, and the errors that a task raised for the user.
    """
    engine = chosen()
    if engine is not None:
        yield from engine.try_tasks(function, tasks, limits)
        return
    waiting = iter(tasks)
    first = list(itertools.islice(waiting, workers or processors()))
    every = itertools.chain(first, waiting)
    if len(first) <= 1 and not (ISOLATED and isolated and first):
        for task in every:
            yield Outcome(task, function(task))
    else:
        yield from _Crew(function, limits).work(every, len(first))


def processors() -> int:
    """Return on how many processors this process may run."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


class _Worker:
    """A process, and the task that it is at."""

    def __init__(self, context: Context, function: Callable[[Any], Any], memory: int | None) -> None:
        try:
            self.process, self.pipe = start(context, function, memory)
        except (OSError, EOFError) as error:
            raise RunFailed(f"no worker can be started: {error}; fewer --workers need less") from error
        self.ready, self.busy = False, False
        self.task: Any = None
        self.limit: float | None = None
        self.waited = self.computed = 0.0

    def give(self, task: Any, limit: float | None) -> None:  # noqa: ANN401  # whatever the function takes
        self.task, self.limit, self.busy = task, limit, True
        self.progress()
        self.pipe.send(task)

    def progress(self) -> None:
        self.waited, self.computed = 0.0, cpu_seconds(self.process.pid)

    def overdue(self, passed: float) -> bool:
        """Tell whether the task has had its time. Where this process itself slept, no time has passed."""
        if not self.busy or self.limit is None:
            return False
        self.waited += min(passed, 4 * TICK)
        computed = cpu_seconds(self.process.pid) - self.computed
        return computed >= self.limit or self.waited >= STOPPED_CLOCK * self.limit

    def end(self) -> str:
        """End the process, and say how it ended."""
        self.pipe.close()
        self.process.join(PATIENCE)
        if self.process.is_alive():
            self.process.kill()
            self.process.join()
        code = self.process.exitcode
        return f"exit code {code}"


class _Crew(Generic[Task, Result]):
    """Workers, each at one task at a time; one that fails is replaced."""

    def __init__(self, function: Callable[[Task], Result], limits: Callable[[Task], Limits]) -> None:
        self._function, self._limits = function, limits
        self._context = prepare()
        self._workers: list[_Worker] = []
        self._memory: int | None = None
        self._again: list[Task] = []

    def work(self, tasks: Iterator[Task], count: int) -> Iterator[Outcome[Task, Result]]:
        """Yield what becomes of the tasks, done by so many workers."""
        first = next(tasks)
        self._memory = self._limits(first).memory
        waiting = itertools.chain([first], tasks)
        try:
            for _ in range(count):
                self._workers.append(_Worker(self._context, self._function, self._memory))
            then = time.monotonic()
            while any(not worker.ready or worker.busy for worker in self._workers):
                heard = wait([worker.pipe for worker in self._workers], timeout=TICK)
                for worker in [worker for worker in self._workers if worker.pipe in heard]:
                    outcome = self._hear(worker)
                    self._employ(worker, waiting)
                    if outcome is not None:
                        yield outcome
                now = time.monotonic()
                for worker in [worker for worker in self._workers if worker.overdue(now - then)]:
                    yield self._give_up(worker)
                    self._employ(worker, waiting)
                then = now
        finally:
            _stop(self._workers)

    def _employ(self, worker: _Worker, waiting: Iterator[Task]) -> None:
        """Give a worker that waits a task, if there is one; not one that has been replaced."""
        if worker not in self._workers or worker.busy or not worker.ready:
            return
        # Not `next(waiting, None)`: what makes the tasks may take as long as it likes, and None may be one.
        for task in itertools.chain(self._again, waiting):
            if self._again:
                self._again.pop()
            try:
                worker.give(task, self._limits(task).seconds)
            except OSError:  # it was killed while it had nothing to do: that is no task's fault
                self._again.append(task)
                self._replace(worker)
            return

    def _hear(self, worker: _Worker) -> Outcome[Task, Result] | None:
        """Take one message of a worker. Returns an outcome, if it was one."""
        try:
            word, value = worker.pipe.recv()
        except (EOFError, OSError):
            return self._mourn(worker)
        if word == READY:
            worker.ready = True
        elif word == PROGRESS:
            worker.progress()
        elif word == DONE:
            worker.busy = False
            return Outcome(worker.task, value)
        elif word in (FAILED, MEMORY):
            self._replace(worker)
            return Outcome(worker.task, None, Failure(f"worker.{word}", value))
        else:
            kind: type[CorpuscleanError] = UsageError if word == UsageError.exit_code else RunFailed
            raise kind(value)
        return None

    def _mourn(self, worker: _Worker) -> Outcome[Task, Result] | None:
        how = worker.end()
        if not worker.ready:
            raise RunFailed(f"no worker can be started ({how}); nothing was published")
        self._replace(worker)
        return Outcome(worker.task, None, Failure("worker.died", how)) if worker.busy else None

    def _give_up(self, worker: _Worker) -> Outcome[Task, Result]:
        worker.process.kill()
        self._replace(worker)
        return Outcome(worker.task, None, Failure("worker.timeout", f"{worker.limit:.0f} seconds"))

    def _replace(self, worker: _Worker) -> None:
        worker.process.kill()
        worker.end()
        self._workers[self._workers.index(worker)] = _Worker(self._context, self._function, self._memory)


def _stop(workers: Sequence[_Worker]) -> None:
    for worker in workers:
        worker.pipe.close()
        worker.process.terminate()
    end = time.monotonic() + PATIENCE
    for worker in workers:
        worker.process.join(max(0.0, end - time.monotonic()))
        if worker.process.is_alive():
            worker.process.kill()
            worker.process.join()
