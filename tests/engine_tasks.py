"""Tasks for the tests of engines, in a module that workers can import."""

import os
import signal

from corpusclean.errors import UsageError

BAD = 3


def dies(task: int) -> int:
    """Return the square of a task; one kills its process."""
    if task == BAD:
        os.kill(os.getpid(), signal.SIGKILL)
    return task * task


def hangs(task: int) -> int:
    """Return the square of a task; one never ends."""
    while task == BAD:
        pass
    return task * task


def refuses(task: int) -> int:
    """Raise what a user is told."""
    raise UsageError(f"task {task} is refused")
