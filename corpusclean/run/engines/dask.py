"""Dask: tasks on the workers of a cluster that exists, or of one that is started on this machine for the run.

Each task is done in a process of its own on its worker, under the same limits as here: a document that kills or
hangs it costs itself, not the worker. A worker or node that is lost costs the tasks that it was at; the scheduler
gives them to others. Where none is left, the run waits for one for a while; without its scheduler it ends.
"""

import itertools
import logging
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import Any, TypeVar

from corpusclean.errors import RunFailed, UsageError
from corpusclean.run.engines.attempt import Wanted, attempt, outcome, unfit
from corpusclean.run.keeper import context
from corpusclean.run.local import Failure, Limits, Outcome, processors
from corpusclean.settings import Run, Settings

try:
    import dask
    from distributed import CancelledError, Client, LocalCluster, as_completed
    from distributed.scheduler import KilledWorker
except ImportError as error:
    raise UsageError("the engine dask needs its packages: pip install 'corpusclean[dask]'") from error

Task = TypeVar("Task")
Result = TypeVar("Result")

_LOG = logging.getLogger(__name__)

CONNECT_SECONDS = 30

WORKERLESS_SECONDS = 300
"""How long a run waits where no worker is left: for a node to start again, or for somebody to start another."""

LOOK_SECONDS = 2
"""How often it is looked whether workers and scheduler are there, while no task is done."""

_POLL_SECONDS = 0.05

AHEAD = 2
"""Tasks that are given out for each thread of a worker: one that is done finds the next one waiting."""


class DaskEngine:
    """A client of a scheduler. The package must be installed where the scheduler runs, too."""

    def __init__(self, run: Run) -> None:
        with ExitStack() as until:
            until.enter_context(_silent())
            cluster: Any = None
            try:
                if run.scheduler is None:
                    # Nobody looks at a dashboard of a run; and nothing listens but on loopback.
                    with dask.config.set({"distributed.worker.daemon": False}):
                        cluster = LocalCluster(
                            n_workers=run.workers or processors(), threads_per_worker=1, dashboard_address=None
                        )
                        until.callback(cluster.close)
                self._client = Client(cluster or run.scheduler, timeout=CONNECT_SECONDS, set_as_default=False)
                until.callback(self._client.close)
            except (OSError, ValueError, TimeoutError) as error:
                where = run.scheduler or "this machine"
                raise UsageError(
                    f"no scheduler answers at {where}: {type(error).__name__}; name one that runs, --scheduler"
                    " ADDRESS, or leave --engine dask out"
                ) from error
            self._wanted: Wanted | None = None
            self._place: str = run.scheduler or cluster.scheduler_address
            self._until = until.pop_all()

    def check(self, settings: Settings, places: Iterable[Path]) -> None:
        """Raise UsageError where a worker has other code or libraries, or does not see the folders of the run."""
        with self._asking():
            self._check(settings, places)

    def _check(self, settings: Settings, places: Iterable[Path]) -> None:
        if not self._client.scheduler_info()["workers"]:
            try:
                self._client.wait_for_workers(1, timeout=CONNECT_SECONDS)
            except TimeoutError:
                place = self._client.scheduler_info()["address"]
                raise UsageError(f"the scheduler {place} has no worker; start one: dask worker {place}") from None
        seen = (str(Path.cwd()), *(str(path.absolute()) for path in places))
        self._wanted = Wanted(settings, context(settings), seen)
        for worker, wrong in self._client.run(unfit, self._wanted).items():
            if wrong:
                raise UsageError(f"the worker {worker} {wrong}")

    def try_tasks(
        self,
        function: Callable[[Task], Result],
        tasks: Iterable[Task],
        limits: Callable[[Task], Limits],
    ) -> Iterator[Outcome[Task, Result]]:
        """Yield what became of every task, in the order of their completion."""
        waiting = iter(tasks)
        under_way: dict[Any, Task] = {}
        done = as_completed(loop=self._client.loop, with_results=False)
        here = str(Path.cwd())
        try:
            while True:
                room = max(1, AHEAD * sum(self._threads().values())) - len(under_way)
                for task in itertools.islice(waiting, max(0, room)):
                    with self._asking():
                        given = (function, task, limits(task), here, self._wanted)
                        future = self._client.submit(attempt, *given, pure=False)
                    under_way[future.key] = task
                    done.add(future)
                if not under_way:
                    return
                future = self._next(done)
                task = under_way.pop(future.key)
                yield self._outcome(future, task)
                future.release()
        finally:
            left = list(done.futures)
            if left and self._client.status == "running":
                self._client.cancel(left, force=True)

    def _next(self, done: Any) -> Any:  # noqa: ANN401  # distributed ships no types
        """Return the next future that is done, whatever became of it."""
        watch = _Watch(self._threads, self._place)
        while not done.has_ready():
            time.sleep(_POLL_SECONDS)
            watch.look()
        return next(done)

    def _threads(self) -> dict[str, int]:
        """Return the threads of each worker. Raises RunFailed where the scheduler does not answer."""
        if self._client.status == "running":
            with suppress(OSError, TimeoutError):
                threads: dict[str, int] = self._client.nthreads()
                return threads
        raise RunFailed(f"the scheduler {self._place} is gone; nothing was published")

    @contextmanager
    def _asking(self) -> Iterator[None]:
        """Raise RunFailed in the place of whatever else a scheduler that is gone makes of a request."""
        try:
            yield
        except Exception:
            self._threads()
            raise

    def _outcome(self, future: Any, task: Task) -> Outcome[Task, Any]:  # noqa: ANN401  # distributed ships no types
        watch = _Watch(self._threads, self._place)
        while True:
            try:  # a worker that is lost with the result has others do the task again
                attempted = future.result(timeout=LOOK_SECONDS)
            except KilledWorker:
                return Outcome(task, None, Failure("worker.died", "every worker that had it was lost"))
            except Exception as error:
                if isinstance(error, TimeoutError) and future.status != "error":
                    watch.look()
                    continue
                self._threads()  # else the scheduler is gone, and nothing else is wrong
                given_up = isinstance(error, CancelledError)
                what = "the scheduler gave a task up" if given_up else "a task failed on its worker"
                raise RunFailed(f"{what}: {type(error).__name__}; nothing was published") from error
            return outcome(task, attempted)

    def close(self) -> None:
        """Let go of the scheduler; end the cluster that was started for this run."""
        self._until.close()


class _Watch:
    """Whether there are workers, looked at now and then while something is waited for."""

    def __init__(self, workers: Callable[[], Mapping[str, int]], place: str) -> None:
        self._workers, self._place = workers, place
        self._looked = time.monotonic()
        self._alone: float | None = None

    def look(self) -> None:
        """Say once that no worker is left. Raises RunFailed where none has come for long."""
        now = time.monotonic()
        if now < self._looked + LOOK_SECONDS:
            return
        self._looked = now
        if self._workers():
            self._alone = None
            return
        minutes = f"{WORKERLESS_SECONDS / 60:g} minutes"
        if self._alone is None:
            self._alone = now
            _LOG.warning(
                "corpusclean: no worker is left at %s; the run waits for one, %s at most: dask worker %s",
                self._place, minutes, self._place,
            )  # fmt: skip
        elif now > self._alone + WORKERLESS_SECONDS:
            raise RunFailed(f"the scheduler {self._place} has had no worker for {minutes}; nothing was published")


@contextmanager
def _silent() -> Iterator[None]:
    """Let distributed print nothing: what it would, as tracebacks, is said by us in a sentence."""
    names = [name for name in logging.root.manager.loggerDict if name.split(".")[0] == "distributed"]
    handlers = {handler for name in names for handler in logging.getLogger(name).handlers}
    for handler in handlers:
        handler.addFilter(_nothing)
    try:
        yield
    finally:
        for handler in handlers:
            handler.removeFilter(_nothing)


def _nothing(_record: logging.LogRecord) -> bool:
    return False
