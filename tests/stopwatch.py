"""Processor time, for tests that hold work to time that grows with its size and not with the square of it."""

import time
from collections.abc import Callable

GENEROUS = 10.0
"""Four times as much work takes four times as long; a square would take sixteen times."""

Work = Callable[[], object]


def in_proportion(many: Work, few: Work) -> bool:
    """Tell whether four times as much work takes time in proportion, at one of three looks: others work, too."""
    return any(seconds(many) < GENEROUS * seconds(few) for _ in range(3))


def seconds(work: Work) -> float:
    """Return the least processor time of three tries."""
    best = float("inf")
    for _ in range(3):
        begun = time.process_time()
        work()
        best = min(best, time.process_time() - begun)
    return best
