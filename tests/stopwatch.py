"""Processor time, for tests that hold work to time that grows with its size and not with the square of it."""

import gc
import time
from collections.abc import Callable

GENEROUS = 10.0
"""Four times as much work takes four times as long; a square would take sixteen times."""

Work = Callable[[], object]


def in_proportion(many: Work, few: Work) -> bool:
    """Tell whether four times as much work takes time in proportion, at one of three looks: others work, too."""
    return any(seconds(many) < GENEROUS * seconds(few) for _ in range(3))


def seconds(work: Work) -> float:
    """Return the least processor time of three tries, without the collector: it walks over what all tests keep."""
    best = float("inf")
    gc.collect()
    gc.disable()
    try:
        for _ in range(3):
            begun = time.process_time()
            work()
            best = min(best, time.process_time() - begun)
    finally:
        gc.enable()
    return best
