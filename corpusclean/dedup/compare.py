"""The verdict on two texts: how many of their shingles they truly share. What keys say is not asked again."""

from collections.abc import Callable, Iterable
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from corpusclean.dedup.candidates import Pairs, Ranks, apart
from corpusclean.dedup.shingle import WORDS, Hashes
from corpusclean.settings import Duplicates

NEAR, CONTAINED = 0, 1


class Edges(NamedTuple):
    """What is like what: `other` may stand for `one`. `near` holds in both directions, `contained` in this one."""

    one: Ranks
    other: Ranks
    kind: npt.NDArray[np.int8]
    similarity: npt.NDArray[np.float64]


def compare(pairs: Pairs, texts: Callable[[int], Hashes], chosen: Duplicates) -> Edges:
    """Return how each pair is alike, where it is. `texts` gives a document's distinct shingles in ascending order.

    Of two that are no near duplicates the one with fewer shingles is `one`.
    """
    rows = []
    for one, other in zip(*(side.tolist() for side in apart(pairs)), strict=True):
        verdict = judged(texts(one), texts(other), chosen)
        if verdict is not None:
            swapped, kind, similarity = verdict
            rows.append((other, one, kind, similarity) if swapped else (one, other, kind, similarity))
    return edges(rows)


def judged(one: Hashes, other: Hashes, chosen: Duplicates) -> tuple[bool, int, float] | None:
    """Return whether the two change places, the kind and the similarity; None where they are not alike."""
    both = len(np.intersect1d(one, other, assume_unique=True))
    jaccard = both / (len(one) + len(other) - both)
    if chosen.near != "ignore" and jaccard >= chosen.near_similarity:
        return False, NEAR, round(jaccard, 4)
    swapped = len(other) < len(one)
    fewer = min(len(one), len(other))
    share = both / fewer
    enough = fewer >= chosen.contained_words - WORDS + 1 and share >= chosen.containment
    return (swapped, CONTAINED, round(share, 4)) if chosen.contained != "ignore" and enough else None


def edges(rows: Iterable[tuple[int, int, int, float]]) -> Edges:
    """Return rows of one, other, kind and similarity as columns."""
    one, other, kind, similarity = zip(*rows, strict=True) if (rows := list(rows)) else ((), (), (), ())
    return Edges(
        np.array(one, np.int32),
        np.array(other, np.int32),
        np.array(kind, np.int8),
        np.array(similarity, np.float64),
    )
