"""How fast a run listed and read its inputs: told to who asks, and nowhere in what is published."""

import time
from typing import NamedTuple

from corpusclean.report.words import number

_MIB = 1 << 20


class Pace(NamedTuple):
    """Files and bytes of a run, and the seconds in which they were listed, and read and cleaned."""

    files: int
    bytes: int
    listing: float
    working: float

    def __str__(self) -> str:
        """Say it as rates.

        >>> print(Pace(files=12_000, bytes=30 << 20, listing=3.0, working=60.0))
        12,000 files listed in 3.0 s (4,000 a second), read and cleaned in 60.0 s (200 files, 0.5 MiB a second).
        """
        listed, read = _rate(self.files, self.listing), _rate(self.files, self.working)
        mebibytes = _rate(self.bytes, self.working) / _MIB
        return (
            f"{number(self.files, 'file')} listed in {self.listing:.1f} s ({listed:,.0f} a second), read and "
            f"cleaned in {self.working:.1f} s ({read:,.0f} files, {mebibytes:,.1f} MiB a second)."
        )


class Watch:
    """Seconds since it was looked at last."""

    def __init__(self) -> None:
        self._since = time.monotonic()

    def lap(self) -> float:
        """Return the seconds since the last lap, or since it was made."""
        before, self._since = self._since, time.monotonic()
        return self._since - before


def _rate(count: int, seconds: float) -> float:
    return count / max(seconds, 1e-9)
