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
    starts = found.ends - sizes
    windows = np.where(sizes >= WINDOW, sizes - WINDOW + 1, 0)
    first = np.cumsum(windows) - windows
    places = np.repeat(starts - first, windows) + np.arange(int(windows.sum()))
    minima = least[places] if len(places) else np.zeros(0, np.uint64)
    kept = np.ones(len(minima), bool)
    kept[1:] = minima[1:] != minima[:-1]
    kept[first[windows > 0]] = True
    of = np.repeat(np.arange(len(sizes)), windows)[kept]
    short = np.flatnonzero((sizes > 0) & (sizes < WINDOW))
    alone = np.array([found.of(number).min() for number in short.tolist()], np.uint64)
    owners = np.concatenate([of, short])
    order = np.argsort(owners, kind="stable")
    keys = np.concatenate([minima[kept], alone])[order]
    return mix(keys) & ~np.uint64(1), np.bincount(owners, minlength=len(sizes)).astype(np.int64)
