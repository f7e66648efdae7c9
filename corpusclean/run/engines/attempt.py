"""What any engine does with a task on its worker, and with what that sends back: plain values, no exceptions."""

import functools
import multiprocessing
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

from corpusclean.errors import CorpuscleanError, RunFailed, UsageError
from corpusclean.run.keeper import context
from corpusclean.run.local import Failure, Limits, Outcome, try_tasks
from corpusclean.settings import Settings

Task = TypeVar("Task")
Attempted = tuple[Any, tuple[str, str] | None, tuple[int, str] | None]
"""A result; or code and detail of a failure; or exit code and message of an error for the user."""


def attempt(
    function: Callable[[Any], Any],
    task: Any,  # noqa: ANN401  # whatever it takes
    limits: Limits,
    folder: str,
) -> Attempted:
    """Do a task on a worker. Returns plain values: its result, or why there is none, or an error for the user."""
    # A worker under a nanny is a daemon, and could have no children; ours end when it does.
    multiprocessing.current_process()._config["daemon"] = False  # type: ignore[attr-defined]  # noqa: SLF001  # as said
    try:
        (outcome,) = try_tasks(functools.partial(_at, folder, function), [task], 1, lambda _task: Limits(*limits))
    except CorpuscleanError as error:
        return None, None, (error.exit_code, str(error))
    failure = outcome.failure
    return outcome.result, (failure.code, failure.detail) if failure else None, None


def outcome(task: Task, attempted: Attempted) -> Outcome[Task, Any]:
    """Return what became of a task, from what its worker sent. Raises the error that it found for the user."""
    result, failure, wrong = attempted
    if wrong is not None:
        code, message = wrong
        raise (UsageError if code == UsageError.exit_code else RunFailed)(message)
    return Outcome(task, result, failure and Failure(*failure))


def _at(folder: str, function: Callable[[Any], Any], task: Any) -> Any:  # noqa: ANN401  # whatever it takes and gives
    """Do a task in the folder from which the run was started: paths may be relative to it."""
    os.chdir(folder)
    return function(task)


def seen(settings: Settings, places: list[str]) -> tuple[str, list[str]]:
    """Return what a worker's results depend on, and what it does not see."""
    return context(settings), [place for place in places if not Path(place).exists()]
