"""Candidates: documents that share a key. Which ones are looked at is decided by content, never by arrival."""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from corpusclean.dedup.shingle import Hashes, Places

Ranks = npt.NDArray[np.int32]
Pairs = npt.NDArray[np.uint64]
"""Two documents in one value: the first by rank in the upper half, the other in the lower."""

MOST = 32
"""Documents that share a key and are all paired with each other. Of more each is paired with `HEADS` only, so that
a passage that stands in every document costs as many pairs as there are documents, and not their square."""

HEADS = 8
"""Of the documents of a common key, so many that come first and so many that are longest are paired with all."""

BAND = 1 << 20
"""The weight of a shared band beside that of a shared passage, which is 1."""

LEAST = 0.1
"""The share of its passages that the document with fewer of them must have in common, where no band is shared."""


class Shared(NamedTuple):
    """Pairs in ascending order, each once, and the weight of the keys they share."""

    pairs: Pairs
    weights: Places


def shared(keys: Hashes, ranks: Ranks, by_length: Ranks) -> Shared:
    """Return the documents that share a key. `by_length` is by rank its place when the longest come first."""
    order = np.lexsort((ranks, keys))
    keys, ranks = keys[order], ranks[order]
    kept = np.ones(len(keys), bool)
    kept[1:] = (keys[1:] != keys[:-1]) | (ranks[1:] != ranks[:-1])
    keys, ranks = keys[kept], ranks[kept]
    begins = np.flatnonzero(np.diff(keys, prepend=~keys[:1]))
    sizes = np.diff(begins, append=len(keys))
    weights = np.where(keys & np.uint64(1), BAND, 1).astype(np.int64)
    pairs, weighed = [np.zeros(0, np.uint64)], [np.zeros(0, np.int64)]
    for size in np.unique(sizes[(sizes > 1) & (sizes <= MOST)]).tolist():
        of_size = begins[sizes == size]
        members = ranks[of_size[:, None] + np.arange(size)]
        one, other = np.triu_indices(size, 1)
        pairs.append(_joined(members[:, one].ravel(), members[:, other].ravel()))
        weighed.append(np.repeat(weights[of_size], len(one)))
    for begin, size in zip(begins[sizes > MOST], sizes[sizes > MOST], strict=True):
        found = _headed(ranks[begin : begin + size], by_length)
        pairs.append(found)
        weighed.append(np.full(len(found), weights[begin]))
    return add_up(np.concatenate(pairs), np.concatenate(weighed))


def _joined(one: Ranks, other: Ranks) -> Pairs:
    low, high = np.minimum(one, other).astype(np.uint64), np.maximum(one, other).astype(np.uint64)
    return (low << np.uint64(32)) | high


def _headed(members: Ranks, by_length: Ranks) -> Pairs:
    """Pair documents, the first ones first, with the first and the longest of them, and with those as long."""
    longest_first = members[np.argsort(by_length[members])]
    heads = np.unique(np.concatenate([members[:HEADS], longest_first[:HEADS]]))
    one = np.concatenate([np.tile(heads, len(members)), longest_first[:-1]])
    other = np.concatenate([np.repeat(members, len(heads)), longest_first[1:]])
    return np.unique(_joined(one, other)[one != other])


def add_up(pairs: Pairs, weights: Places) -> Shared:
    """Return each pair once, with the sum of its weights."""
    order = np.argsort(pairs, kind="stable")
    ordered = pairs[order]
    begins = np.flatnonzero(np.diff(ordered, prepend=~ordered[:1]))
    return Shared(ordered[begins], np.add.reduceat(weights[order], begins) if len(begins) else weights)


def apart(pairs: Pairs) -> tuple[Ranks, Ranks]:
    """Return the two documents of each pair."""
    return (pairs >> np.uint64(32)).astype(np.int32), (pairs & np.uint64(0xFFFFFFFF)).astype(np.int32)


def promising(found: Shared, passages: Ranks) -> Pairs:
    """Return the pairs that are worth a comparison of their texts. `passages` counts the keys of each document."""
    one, other = apart(found.pairs)
    needed = np.maximum(1, LEAST * np.minimum(passages[one], passages[other]))
    return found.pairs[found.weights >= np.minimum(needed, BAND)]
