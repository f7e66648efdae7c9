"""Near duplicates: MinHash signatures in bands. Texts that share a band are candidates, and no more than that.

Broder, "On the resemblance and containment of documents", 1997; bands: Leskovec, Rajaraman, Ullman, "Mining of
Massive Datasets", section 3.4.
"""

from functools import cache
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from corpusclean.dedup.shingle import Hashes, Shingles, mix, stream

PERMUTATIONS = 128
"""Rows of a signature at most; bands take as many as go round."""

SURE = 0.98
"""How likely two texts just as like as the threshold must be to share a band."""

_BLOCK = 1 << 15  # shingles that are permuted together: they stay in the processor's cache
# Multipliers are odd and have all 64 bits: below 2^32 every permutation would pick the same minimum.
_MULTIPLIERS = stream(11, PERMUTATIONS) | np.uint64(1)
_SUMMANDS = stream(13, PERMUTATIONS)
_BANDS = stream(17, PERMUTATIONS)


class Layout(NamedTuple):
    """How a signature is cut: so many bands of so many rows."""

    bands: int
    rows: int


@cache
def layout(threshold: float) -> Layout:
    """Return the layout with the fewest false candidates that still is `SURE` at the threshold.

    >>> layout(0.7), layout(0.5), layout(0.9)
    (Layout(bands=25, rows=5), Layout(bands=42, rows=3), Layout(bands=11, rows=11))
    """
    fitting = (Layout(PERMUTATIONS // rows, rows) for rows in range(PERMUTATIONS, 0, -1))
    return next(each for each in fitting if each.rows == 1 or likely(each, threshold) >= SURE)


def likely(shape: Layout, similarity: float) -> float:
    """Return the probability that two texts of this Jaccard similarity share a band.

    >>> round(likely(Layout(25, 5), 0.7), 3), round(likely(Layout(25, 5), 0.2), 3)
    (0.99, 0.008)
    """
    return float(1 - (1 - similarity**shape.rows) ** shape.bands)


def minhash(found: Shingles, count: int = PERMUTATIONS) -> npt.NDArray[np.uint32]:
    """Return the signature of each text, a row each: the least of its shingles under each permutation.

    The share of equal values of two rows estimates their Jaccard similarity. A text without shingles has the
    greatest value throughout.
    """
    sizes = np.diff(found.ends, prepend=0)
    filled = np.flatnonzero(sizes)
    signatures = np.full((len(sizes), count), np.iinfo(np.uint32).max, np.uint32)
    first = 0
    while first < len(filled):
        start = int(found.ends[filled[first]] - sizes[filled[first]])
        last = max(first + 1, int(np.searchsorted(found.ends[filled], start + _BLOCK, side="right")))
        rows = filled[first:last]
        values = found.values[start : found.ends[rows[-1]]]
        begins = found.ends[rows] - sizes[rows] - start
        for number in range(count):
            with np.errstate(over="ignore"):
                permuted = (values * _MULTIPLIERS[number] + _SUMMANDS[number]) >> np.uint64(32)
            signatures[rows, number] = np.minimum.reduceat(permuted, begins)
        first = last
    return signatures


def band_keys(found: Shingles, threshold: float) -> npt.NDArray[np.uint64]:
    """Return a key for each band of each text, a row each; equal keys are equal bands. Keys are odd."""
    bands, rows = layout(threshold)
    signatures = minhash(found, bands * rows).reshape(-1, bands, rows).astype(np.uint64)
    keys: Hashes = np.broadcast_to(_BANDS[:bands], signatures.shape[:2])
    for row in range(rows):
        keys = mix(keys ^ signatures[:, :, row])
    return np.asarray(keys | np.uint64(1))
