"""Dask: tasks on the workers of a cluster that exists, or of one that is started on this machine for the run.

Each task is done in a process of its own on its worker, under the same limits as here: a document that kills or
hangs it costs itself, not the worker. A worker or node that is lost costs the tasks that it was at; the scheduler
gives them to others.
"""

import itertools
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any, TypeVar

from corpusclean.errors import RunFailed, UsageError
from corpusclean.run.engines.attempt import attempt, outcome, seen
from corpusclean.run.keeper import context
from corpusclean.run.local import Failure, Limits, Outcome, processors
from corpusclean.settings import Run, Settings

try:
    import dask
    from distributed import Client, LocalCluster, as_completed
    from distributed.scheduler import KilledWorker
except ImportError as error:
    raise UsageError("the engine dask needs its packages: pip install 'corpusclean[dask]'") from error

Task = TypeVar("Task")
Result = TypeVar("Result")

CONNECT_SECONDS = 30

AHEAD = 2
"""Tasks that are given out for each thread of a worker: one that is done finds the next one waiting."""


class DaskEngine:
    """A client of a scheduler. The package must be installed where the scheduler runs, too."""

    def __init__(self, run: Run) -> None:
        self._cluster: Any = None
        try:
            if run.scheduler is None:
                # Nobody looks at a dashboard of a run; and nothing listens but on loopback.
                with dask.config.set({"distributed.worker.daemon": False}):
                    self._cluster = LocalCluster(
                        n_workers=run.workers or processors(), threads_per_worker=1, dashboard_address=None
                    )
            self._client = Client(self._cluster or run.scheduler, timeout=CONNECT_SECONDS, set_as_default=False)
        except (OSError, ValueError, TimeoutError) as error:
            raise UsageError(f"no scheduler answers at {run.scheduler}: {type(error).__name__}") from error

    def check(self, settings: Settings, places: Iterable[Path]) -> None:
        """Raise UsageError where a worker has other code or libraries, or does not see the folders of the run."""
        if not self._client.scheduler_info()["workers"]:
            try:
                self._client.wait_for_workers(1, timeout=CONNECT_SECONDS)
            except TimeoutError:
                place = self._client.scheduler_info()["address"]
                raise UsageError(f"the scheduler {place} has no worker; start one: dask worker {place}") from None
        wanted = [str(Path.cwd()), *(str(path.absolute()) for path in places)]
        ours = context(settings)
        for worker, (theirs, unseen) in self._client.run(seen, settings, wanted).items():
            if unseen:
                raise UsageError(
                    f"the worker {worker} does not see {unseen[0]}; inputs, output and working folder must be on a"
                    " file system that all workers share, inputs may be in an object store"
                )
            if theirs != ours:
                raise UsageError(
                    f"the worker {worker} has another version of corpusclean, its rules or its libraries, and"
                    " would make other bytes; install the same on all"
                )

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
                room = max(1, AHEAD * sum(self._client.nthreads().values())) - len(under_way)
                for task in itertools.islice(waiting, max(0, room)):
                    future = self._client.submit(attempt, function, task, limits(task), here, pure=False)
                    under_way[future.key] = task
                    done.add(future)
                if not under_way:
                    return
                future = next(done)
                task = under_way.pop(future.key)
                yield self._outcome(future, task)
                future.release()
        finally:
            left = list(done.futures)
            if left:
                self._client.cancel(left, force=True)

    def _outcome(self, future: Any, task: Task) -> Outcome[Task, Any]:  # noqa: ANN401  # distributed ships no types
        if future.status == "error":
            error = future.exception()
            if isinstance(error, KilledWorker):
                return Outcome(task, None, Failure("worker.died", "every worker that had it was lost"))
            raise RunFailed(f"a task failed on its worker: {type(error).__name__}; nothing was published")
        if future.status != "finished":
            raise RunFailed(f"the scheduler gave a task up ({future.status}); nothing was published")
        return outcome(task, future.result())

    def close(self) -> None:
        """Let go of the scheduler; end the cluster that was started for this run."""
        self._client.close()
        if self._cluster is not None:
            self._cluster.close()
