"""One run in this process, and the CPU seconds that each step takes, without what it calls. `steps.py IN OUT`.

The rows add up to the whole: what no row names is `the rest`.
"""

import functools
import json
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

STARTED = time.process_time()
ROWS = {
    "find the files": ("corpusclean.run.job:take_inventory", "corpusclean.run.job:recount"),
    "plan partitions": ("corpusclean.run.job:plan",),
    "look in the cache": ("corpusclean.run.tasks:content_keys", "corpusclean.run.cache:Cache.take"),
    "read": ("corpusclean.run.tasks:read_contents", "corpusclean.run.tasks:read_partition"),
    "stage": ("corpusclean.run.tasks:write_staged", "corpusclean.run.tasks:to_table"),
    "keep in the cache": ("corpusclean.run.cache:Cache.keep",),
    "fingerprint": ("corpusclean.run.tasks:fingerprint",),
    "split": ("corpusclean.pipeline:split",),
    "reduce": ("corpusclean.run.job:group_duplicates",),
    "finish": ("corpusclean.run.tasks:finish_documents",),
    "write Parquet": ("corpusclean.run.tasks:write_part",),
    "count": ("corpusclean.run.tasks:count_tables",),
    "balance the books": ("corpusclean.run.job:reconcile",),
    "seal: manifest, card, page": ("corpusclean.run.job:_seal",),
    "publish": ("corpusclean.run.job:publish",),
}


class Clock:
    """CPU time by row; what a row calls that has a row of its own is not its own."""

    def __init__(self) -> None:
        self.taken: dict[str, float] = defaultdict(float)
        self._running: list[str] = ["the rest"]
        self._since = time.process_time()

    def _turn(self) -> None:
        now = time.process_time()
        self.taken[self._running[-1]] += now - self._since
        self._since = now

    def begin(self, row: str) -> None:
        """Charge what follows to a row."""
        self._turn()
        self._running.append(row)

    def end(self) -> None:
        """Charge what follows to what was before."""
        self._turn()
        self._running.pop()

    def timed(self, row: str, work: Callable[..., Any]) -> Callable[..., Any]:
        """Return a function that does the work and charges it to a row; generators too."""

        @functools.wraps(work)
        def run(*args: Any, **named: Any) -> Any:  # noqa: ANN401  # whatever it takes and gives
            self.begin(row)
            try:
                made = work(*args, **named)
            finally:
                self.end()
            return self._stepwise(row, made) if isinstance(made, Iterator) else made

        return run

    def _stepwise(self, row: str, made: Iterator[Any]) -> Iterator[Any]:
        while True:
            self.begin(row)
            try:
                each = next(made)
            except StopIteration:
                return
            finally:
                self.end()
            yield each


def main(source: Path, out: Path) -> None:
    """Run, and print."""
    clock = Clock()
    clock.begin("imports")
    from corpusclean.run.light import spare_dask  # noqa: PLC0415  # its import is a row

    spare_dask()  # as every process of a run does
    from corpusclean import pipeline  # noqa: PLC0415  # as above
    from corpusclean.run import local  # noqa: PLC0415  # as above
    from corpusclean.run.job import clean_corpus  # noqa: PLC0415  # as above
    from corpusclean.settings import Settings  # noqa: PLC0415  # as above

    clock.end()
    clock.taken["imports"] += STARTED
    for row, places in ROWS.items():
        for place in places:
            module, names = place.split(":")
            *classes, name = names.split(".")
            holder: Any = import_module(module)
            for each in classes:
                holder = getattr(holder, each)
            setattr(holder, name, clock.timed(row, getattr(holder, name)))
    pipeline.STEPS = tuple(clock.timed(step.__name__, step) for step in pipeline.STEPS)
    local.ISOLATED = False  # in this process, where the clock is
    alone = Settings().run.model_copy(update={"workers": 1})
    clean_corpus([source], out, Settings().model_copy(update={"run": alone}))
    clock.end()
    whole = time.process_time()
    rows = {row: round(seconds, 3) for row, seconds in clock.taken.items()}
    print(json.dumps({**rows, "whole": round(whole, 3)}))


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
