"""How far a long run is: a bar with rate and time left on a terminal, elsewhere a line now and then if asked."""

import sys
import time
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from corpusclean.cli.app import aside

Tell = Callable[[int, int], None]
"""Told how many are done, of how many."""

WINDOW = 30.0
"""Seconds over which the rate is measured: a run that slows down shows it."""

EVERY = 10.0
"""Seconds between two lines, where there is no terminal."""


class Pace:
    """How fast files are done, over the last seconds."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._seen: deque[tuple[float, int]] = deque()

    def said(self, done: int, total: int) -> str:
        """Return rate and time left, nothing where nothing is known of them."""
        now = self._clock()
        self._seen.append((now, done))
        while len(self._seen) > 2 and self._seen[1][0] <= now - WINDOW:  # noqa: PLR2004  # two make a rate
            self._seen.popleft()
        first, had = self._seen[0]
        if done <= had or now <= first:
            return ""
        rate = (done - had) / (now - first)
        return f"{rate:,.0f} a second, {duration((total - done) / rate)} left"


def duration(seconds: float) -> str:
    """Return a time as people say it.

    >>> duration(7.2), duration(130), duration(7800)
    ('8 s', '2 min 10 s', '2 h 10 min')
    """
    whole = int(seconds) + (seconds > int(seconds))
    minutes, rest = divmod(whole, 60)
    hours, of_hour = divmod(minutes, 60)
    if hours:
        return f"{hours} h {of_hour} min"
    return f"{minutes} min {rest} s" if minutes else f"{rest} s"


@contextmanager
def progress(
    doing: str, unit: str = "files", *, quiet: bool = False, verbose: bool = False
) -> Iterator[Tell | None]:
    """Show on standard error how far a run is, or nothing: on a terminal a bar, elsewhere lines if `verbose`."""
    if quiet or not (sys.stderr.isatty() or verbose):
        yield None
    elif sys.stderr.isatty():
        with _bar(doing, unit) as tell:
            yield tell
    else:
        yield _lines(doing, unit)


@contextmanager
def _bar(doing: str, unit: str) -> Iterator[Tell]:
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (
        TextColumn("{task.description}", markup=False),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.fields[unit]}, {task.fields[pace]}", markup=False),
        TimeElapsedColumn(),
    )
    pace = Pace()
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(doing, total=None, unit=unit, pace="under way")

        def tell(done: int, total: int) -> None:
            bar.update(task, completed=done, total=total, pace=pace.said(done, total) or "under way")

        yield tell


def _lines(doing: str, unit: str, clock: Callable[[], float] = time.monotonic) -> Tell:
    pace, last = Pace(clock), clock()

    def tell(done: int, total: int) -> None:
        nonlocal last
        said = pace.said(done, total)
        if done == total or clock() - last >= EVERY:
            last = clock()
            aside(f"{doing}: {done:,} of {total:,} {unit}{f', {said}' if said and done < total else ''}")

    return tell
