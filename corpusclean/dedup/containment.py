"""Containment: a brief inside the longer story. Their Jaccard similarity is low, so that no band tells of it.

Winnowing (Schleimer, Wilkerson, Aiken, "Winnowing: local algorithms for document fingerprinting", SIGMOD 2003)
keeps the least hash of each window: every passage of `WINDOW + WORDS - 1` words that two texts share leaves an
equal key in both. It finds near duplicates, too.
"""

import numpy as np

from corpusclean.dedup.shingle import WORDS, Hashes, Places, Shingles, mix

WINDOW = 16
"""Shingles of which one is kept: about two in seventeen of all."""

PASSAGE = WINDOW + WORDS - 1
"""Words of the shortest shared passage that is always found."""


def winnow(found: Shingles) -> tuple[Hashes, Places]:
    """Return the keys of each text, and how many each has. Keys are even; a text shorter than a window has one."""
    sizes = np.diff(found.ends, prepend=0)
    least = found.values
    width = 1
    while width < WINDOW and len(least) > width:
        least = np.minimum(least[:-width], least[width:])
        width *= 2
    to_the_end = np.repeat(found.ends, sizes)[: len(least)] - np.arange(len(least))
    windows = to_the_end >= WINDOW
    kept = windows.copy()
    kept[1:] &= (least[1:] != least[:-1]) | ~windows[:-1]
    places = np.flatnonzero(kept)
    of = np.searchsorted(found.ends, places, side="right")
    short = np.flatnonzero((sizes > 0) & (sizes < WINDOW))
    alone = np.array([found.of(number).min() for number in short.tolist()], np.uint64)
    owners = np.concatenate([of, short])
    order = np.argsort(owners, kind="stable")
    keys = np.concatenate([least[places], alone])[order]
    return mix(keys) & ~np.uint64(1), np.bincount(owners, minlength=len(sizes)).astype(np.int64)
