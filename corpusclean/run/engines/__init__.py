"""Where tasks are done: here, or on machines of an engine that exists already.

An engine does one thing: it maps a function over tasks. Tasks are idempotent, take and give plain values, and
write their own files; what is global is decided by the run. So an engine is one class: docs/how-to/engines.md.
"""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING, Protocol, TypeVar

from corpusclean.settings import Run, Settings

if TYPE_CHECKING:
    from pathlib import Path

    from corpusclean.run.local import Limits, Outcome

Task = TypeVar("Task")
Result = TypeVar("Result")


class Engine(Protocol):
    """What does tasks elsewhere."""

    def try_tasks(
        self,
        function: Callable[[Task], Result],
        tasks: Iterable[Task],
        limits: "Callable[[Task], Limits]",
    ) -> "Iterator[Outcome[Task, Result]]":
        """Yield what became of every task, in the order of their completion, failures as values.

        A task at which a worker died is done again by another; only one at which several died is a failure. Raises
        RunFailed where the engine is gone, and the errors that a task raised for the user.
        """
        ...

    def check(self, settings: Settings, places: "Iterable[Path]") -> None:
        """Raise UsageError where a worker would make something else than this process, or does not see a place."""
        ...

    def close(self) -> None:
        """Let go of the engine; end what was begun for this run alone."""
        ...


_chosen: ContextVar[Engine | None] = ContextVar("engine", default=None)


def chosen() -> Engine | None:
    """Return the engine of the run that is under way; None is the processes of this machine."""
    return _chosen.get()


@contextmanager
def using(settings: Settings, places: "Iterable[Path]") -> Iterator[None]:
    """Do the tasks of what is run within on the engine of the settings.

    Raises UsageError where it cannot be used.
    """
    if settings.run.engine == "local":
        yield
        return
    engine = OPENS[settings.run.engine](settings.run)
    try:
        engine.check(settings, places)
        token = _chosen.set(engine)
        try:
            yield
        finally:
            _chosen.reset(token)
    finally:
        engine.close()


def _dask(run: Run) -> Engine:
    from corpusclean.run.engines.dask import DaskEngine  # noqa: PLC0415  # of an extra

    return DaskEngine(run)


OPENS: dict[str, Callable[[Run], Engine]] = {"dask": _dask}
"""How an engine is begun, by the name that the settings have for it; its module is imported when it is used."""
