"""Near duplicates: MinHash signatures in bands. Texts that share a band are candidates, and no more than that.

Broder, "On the resemblance and containment of documents", 1997; bands: Leskovec, Rajaraman, Ullman, "Mining of
Massive Datasets", section 3.4. The signature: Dahlgaard, Knudsen, Thorup, "Fast similarity sketching", FOCS 2017;
it estimates as well as MinHash does and hashes each shingle once or a few times, not once for every row.
"""

from functools import cache
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from corpusclean.dedup.shingle import Hashes, Places, Shingles, mix, stream

PERMUTATIONS = 128
"""Rows of a signature at most; bands take as many as go round."""

SURE = 0.98
"""How likely two texts just as like as the threshold must be to share a band."""

_ROUNDS = 2 * PERMUTATIONS
"""In so many rounds every row has met a shingle: in the second half each is a row's own."""
_SALTS = stream(11, _ROUNDS)
_BLOCK = 1 << 15  # shingles that are thrown together: they stay in the processor's cache
_EMPTY = np.uint32(0xFFFFFFFF)
_HALF = np.uint64(32)
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
    """Return the signature of each text, a row each: the share of equal values estimates Jaccard similarity.

    In each round a shingle is thrown at one of the rows, and a row keeps the least of what was thrown at it in the
    first round in which something was. From round `count` on the row is the round's. A text of as many shingles
    as there are rows needs five rounds or so, one of many more a single one. A text without shingles has the
    greatest value throughout.
    """
    sizes = np.diff(found.ends, prepend=0)
    signatures = np.full((len(sizes), count), _EMPTY, np.uint32)
    first = 0
    while first < len(sizes):
        start = int(found.ends[first] - sizes[first])
        last = max(first + 1, int(np.searchsorted(found.ends, start + _BLOCK, side="right")))
        _throw(signatures, np.arange(first, last), found.values[start : found.ends[last - 1]], sizes)
        first = last
    return signatures


def _throw(signatures: npt.NDArray[np.uint32], texts: Places, values: Hashes, sizes: Places) -> None:
    """Fill the signatures of some texts, given the shingles of these and how many each text has."""
    count = signatures.shape[1]
    texts = texts[sizes[texts] > 0]
    for number in range(2 * count):
        if not len(texts):
            return
        thrown = mix(values ^ _SALTS[number])
        row = np.arange(len(texts)) * count + max(number - count, 0)
        place = np.repeat(row, sizes[texts])
        if number < count:
            place += ((thrown >> _HALF) * np.uint64(count) >> _HALF).astype(np.int64)
        met = np.full((len(texts), count), _EMPTY)
        np.minimum.at(met.reshape(-1), place, thrown.astype(np.uint32))
        before = signatures[texts]
        signatures[texts] = met = np.where(before == _EMPTY, met, before)
        waiting = (met == _EMPTY).any(axis=1)
        values, texts = values[np.repeat(waiting, sizes[texts])], texts[waiting]


def band_keys(found: Shingles, threshold: float) -> npt.NDArray[np.uint64]:
    """Return a key for each band of each text, a row each; equal keys are equal bands. Keys are odd."""
    bands, rows = layout(threshold)
    signatures = minhash(found, bands * rows).reshape(-1, bands, rows).astype(np.uint64)
    keys: Hashes = np.broadcast_to(_BANDS[:bands], signatures.shape[:2])
    for row in range(rows):
        keys = mix(keys ^ signatures[:, :, row])
    return np.asarray(keys | np.uint64(1))
