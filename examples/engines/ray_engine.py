"""corpusclean on Ray: an engine of your own, in one class, and a run on it.

    pip install corpusclean ray
    python ray_engine.py RAW OUT [ADDRESS]

Without an address a cluster is started on this machine. As with Dask, all workers must have the same corpusclean
and see the folders; a document that kills its process costs itself: each task has a process of its own.
"""

import itertools
import sys
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

import ray

from corpusclean import cli
from corpusclean.errors import UsageError
from corpusclean.run import engines
from corpusclean.run.engines.attempt import attempt, outcome, seen
from corpusclean.run.keeper import context
from corpusclean.run.local import Failure, Limits, Outcome
from corpusclean.settings import Settings

AHEAD = 2
"""Tasks that are given out for each processor."""


class RayEngine:
    """Tasks on the workers of a Ray cluster."""

    def __init__(self, address: str | None) -> None:
        ray.init(address=address, include_dashboard=False, log_to_driver=False, configure_logging=False)
        self._attempt = ray.remote(max_retries=3, max_calls=100)(attempt)

    def check(self, settings: Settings, places: Iterable[Path]) -> None:
        """Ask one worker of each node whether it would make what we would, and sees what we see."""
        wanted = [str(Path.cwd()), *(str(path.absolute()) for path in places)]
        for node in ray.nodes():
            there = ray.remote(seen).options(resources={f"node:{node['NodeManagerAddress']}": 0.001})
            theirs, unseen = ray.get(there.remote(settings, wanted))
            if unseen or theirs != context(settings):
                raise UsageError(f"the node {node['NodeName']}: {unseen or 'has other code, rules or libraries'}")

    def try_tasks(
        self, function: Callable[[Any], Any], tasks: Iterable[Any], limits: Callable[[Any], Limits]
    ) -> Iterator[Outcome[Any, Any]]:
        """Yield what became of every task, in the order of their completion."""
        waiting, pending, here = iter(tasks), dict[Any, Any](), str(Path.cwd())
        room = AHEAD * int(ray.cluster_resources()["CPU"])
        while True:
            for task in itertools.islice(waiting, room - len(pending)):
                pending[self._attempt.remote(function, task, limits(task), here)] = task
            if not pending:
                return
            (done,), _ = ray.wait(list(pending), num_returns=1)
            task = pending.pop(done)
            try:
                yield outcome(task, ray.get(done))
            except ray.exceptions.WorkerCrashedError:
                yield Outcome(task, None, Failure("worker.died", "every worker that had it was lost"))

    def close(self) -> None:
        """Let go of the cluster; end the one that was started for this run."""
        ray.shutdown()


if __name__ == "__main__":
    raw, out, *address = sys.argv[1:]
    engines.OPENS["dask"] = lambda _run: RayEngine(address[0] if address else None)  # takes its place
    sys.argv = ["corpusclean", "clean", raw, "--out", out, "--engine", "dask"]
    cli.main()
