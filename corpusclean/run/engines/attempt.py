"""What any engine does with a task on its worker, and with what that sends back: plain values, no exceptions."""

import functools
import multiprocessing
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

from corpusclean.errors import CorpuscleanError, RunFailed, UsageError
from corpusclean.run.keeper import context
from corpusclean.run.local import Failure, Limits, Outcome, try_tasks
from corpusclean.settings import Settings

Task = TypeVar("Task")
Attempted = tuple[Any, tuple[str, str] | None, tuple[int, str] | None]
"""A result; or code and detail of a failure; or exit code and message of an error for the user."""


class Wanted(NamedTuple):
    """What a worker must be for a run: of these settings its results depend on this, and it sees these places."""

    settings: Settings
    context: str
    places: tuple[str, ...]


_held = dict[tuple[str, tuple[str, ...]], str]()
"""What is wrong with this worker, by what it was held against: a hash of all code is not made for every task."""


def attempt(
    function: Callable[[Any], Any],
    task: Any,  # noqa: ANN401  # whatever it takes
    limits: Limits,
    folder: str,
    wanted: Wanted | None = None,
) -> Attempted:
    """Do a task on a worker. Returns plain values: its result, or why there is none, or an error for the user.

    Here a worker is found to be another than `wanted` that came when the run was under way.
    """
    if wanted is not None:
        key = wanted.context, wanted.places
        if key not in _held:
            _held[key] = unfit(wanted)
        if _held[key]:
            message = f"a worker that came when the run was under way {_held[key]}"
            return None, None, (UsageError.exit_code, message)
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


def unfit(wanted: Wanted) -> str:
    """Return what is wrong with the worker that this is called on: the empty string where nothing is."""
    unseen = [place for place in wanted.places if not Path(place).exists()]
    if unseen:
        return (
            f"does not see {unseen[0]}; inputs, output and working folder must be on a file system that all"
            " workers share, inputs may be in an object store"
        )
    if context(wanted.settings) != wanted.context:
        return (
            "has another version of corpusclean, its rules or its libraries, and would make other bytes; install"
            " the same on all"
        )
    return ""
