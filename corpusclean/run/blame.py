"""One bad document costs itself: a partition at which a worker fails is taken apart until the culprit is alone.

Everything else is done first. Then a partition at which a worker died, hung, or ran out of memory is cut in eight,
and each piece that fails again in eight, until it is one document: that one is rejected by name, unread if even to
read it is too much. Whatever does not fail again on its own was not to blame, and is done.
"""

import itertools
from collections.abc import Callable, Iterable, Iterator
from typing import Any, TypeVar

from corpusclean.codes import Reason
from corpusclean.errors import RunFailed
from corpusclean.run.local import Limits, Outcome, try_tasks, wanted
from corpusclean.run.partition import PARTITION_BYTES, Partition
from corpusclean.run.tasks import SizesTask, sizes_of_documents
from corpusclean.settings import Settings
from corpusclean.suffixes import is_container

PIECES = 8
"""Into how many a partition is cut at a time."""

MOST_BLAMED = 100
"""Documents that may be blamed before it is taken for granted that the fault is elsewhere."""

_UNIT_BYTES, _UNIT_DOCUMENTS = 4_000_000, 1_000


Result = TypeVar("Result")


def map_blaming(
    function: Callable[[Any], Result],
    tasks: Iterable[Any],
    settings: Settings,
    *,
    after: int,
    undo: Callable[[Any], None] = lambda _task: None,
) -> Iterator[Result]:
    """Yield the results of all tasks; in the place of one that fails, those of the pieces of its partition.

    Tasks are NamedTuples with a `partition`. Pieces are numbered from `after`; `undo` removes what a task that
    failed may have left. Raises RunFailed where no worker can be started, or where so many documents fail that it
    is not theirs.
    """
    numbers, blamed = itertools.count(after), 0
    while True:
        failed: list[Outcome[Any, Result]] = []
        for outcome in try_tasks(
            function, tasks, settings.run.workers, lambda task: limits(task.partition, settings)
        ):
            if outcome.failure is None:
                yield outcome.result  # type: ignore[misc]  # a task may well return None
            else:
                undo(outcome.task)
                failed.append(outcome)
        if not failed:
            return
        tasks = [
            outcome.task._replace(partition=piece._replace(number=next(numbers)))
            for outcome in failed
            for piece in _pieces(outcome, settings)
        ]
        blamed += sum(task.partition.blame is not None for task in tasks)
        if blamed > MOST_BLAMED:
            raise RunFailed(
                f"more than {MOST_BLAMED} documents ended the work on them, so the fault is none of theirs: "
                f"{failed[-1].failure}; nothing was published"
            )


def limits(partition: Partition, settings: Settings) -> Limits:
    """Return what the work on a partition may take."""
    documents, size = len(partition.files), partition.size()
    if partition.bytes is None and _holds_many(partition, settings):
        # What is within is not known; that a batch is done is progress, and the time begins anew.
        documents, size = max(documents, _UNIT_DOCUMENTS), max(size, PARTITION_BYTES)
    share = 1 + documents / _UNIT_DOCUMENTS + size / _UNIT_BYTES
    return Limits(settings.run.timeout_seconds * share, settings.run.memory_mib << 20)


def _holds_many(partition: Partition, settings: Settings) -> bool:
    return settings.separator is not None or any(is_container(found.address) for found in partition.files)


def _pieces(outcome: Outcome[Any, Any], settings: Settings) -> list[Partition]:
    """Return what is tried next, of a partition at which a worker failed."""
    partition: Partition = outcome.task.partition
    failure = outcome.failure
    reason = Reason(failure.code, str(failure)) if failure else None
    files, found = partition.files, partition.files[0]
    if partition.blame is not None:
        if partition.documents is not None or found.problem is not None:
            raise RunFailed(f"{found.address}: {partition.blame.message}, and it cannot be set aside: {failure}")
        return [partition._replace(files=(found._replace(problem=partition.blame),), blame=None)]
    if len(files) > 1:
        return [partition._replace(files=files[start:stop]) for start, stop in _cuts(0, len(files))]
    if partition.documents is None and found.problem is None and _holds_many(partition, settings):
        task = SizesTask(partition, settings)
        (sized,) = try_tasks(sizes_of_documents, [task], 1, lambda task: limits(task.partition, settings))
        if sized.failure is not None or sized.result is None:
            return [partition._replace(files=(found._replace(problem=reason),))]
        return _ranges(partition, (0, len(sized.result)), sized.result, reason)
    if partition.documents is not None and partition.documents[1] - partition.documents[0] > 1:
        task = SizesTask(partition._replace(documents=None, bytes=None), settings)
        (sized,) = try_tasks(sizes_of_documents, [task], 1, lambda task: limits(task.partition, settings))
        return _ranges(partition, partition.documents, wanted(sized), reason)
    return [partition._replace(blame=reason)]


def _ranges(
    partition: Partition, documents: tuple[int, int], sizes: list[int], reason: Reason | None
) -> list[Partition]:
    first, last = documents
    if last - first <= 1:
        return [partition._replace(documents=documents, bytes=sum(sizes[first:last]), blame=reason)]
    return [
        partition._replace(documents=(start, stop), bytes=sum(sizes[start:stop]))
        for start, stop in _cuts(first, last)
    ]


def _cuts(start: int, stop: int) -> list[tuple[int, int]]:
    """Cut a range into at most eight, as even as may be.

    >>> _cuts(0, 20)
    [(0, 3), (3, 6), (6, 9), (9, 12), (12, 15), (15, 18), (18, 20)]
    >>> _cuts(4, 7)
    [(4, 5), (5, 6), (6, 7)]
    """
    step = -(-(stop - start) // PIECES)
    return [(place, min(place + step, stop)) for place in range(start, stop, step)]
