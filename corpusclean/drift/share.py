"""When a share has drifted: by enough to matter, and by more than chance.

It matters where it has doubled or halved (`ratio`), or moved by ten points of a hundred (`shift`). It is more than
chance where the two-proportion z-test says so, at 2.58 standard errors: of a hundred shares that stand still one
would be taken for drift, if it also had moved as far as that.
"""

import math
from typing import NamedTuple

from corpusclean.settings import Drifting

CERTAIN = 2.58
"""Standard errors: the two-sided one-per-cent point of the normal distribution."""


class Drift(NamedTuple):
    """A figure of both corpora, and whether it has drifted. `of_old` and `of_new` are what shares are of."""

    area: str
    key: str
    old: float
    new: float
    of_old: int
    of_new: int
    drifted: bool

    @property
    def share_old(self) -> float:
        """The share in the old corpus."""
        return self.old / self.of_old if self.of_old else 0.0

    @property
    def share_new(self) -> float:
        """The share in the new corpus."""
        return self.new / self.of_new if self.of_new else 0.0


def drift_of(area: str, key: str, old: tuple[int, int], new: tuple[int, int], limits: Drifting) -> Drift:
    """Hold a share of documents (so many, of so many) against its limits.

    >>> drift_of("rules", "afp-credit", (20, 100), (2, 100), Drifting()).drifted
    True
    >>> drift_of("rules", "afp-credit", (2, 10), (0, 10), Drifting()).drifted
    False
    """
    drifted = area not in limits.ignore and _matters(old, new, limits) and _more_than_chance(old, new)
    return Drift(area, key, old[0], new[0], old[1], new[1], drifted)


def _matters(old: tuple[int, int], new: tuple[int, int], limits: Drifting) -> bool:
    if not old[1] or not new[1]:
        return False
    before, now = old[0] / old[1], new[0] / new[1]
    least, most = sorted((before, now))
    return most > least and (most >= limits.ratio * least or most - least >= limits.shift)


def _more_than_chance(old: tuple[int, int], new: tuple[int, int]) -> bool:
    pooled = (old[0] + new[0]) / (old[1] + new[1])
    error = math.sqrt(pooled * (1 - pooled) * (1 / old[1] + 1 / new[1]))
    return abs(old[0] / old[1] - new[0] / new[1]) >= CERTAIN * error
