"""The few of many, the same few on every run: what is lowest in an order that content decides."""

from collections.abc import Hashable, Iterable, Iterator, Sequence
from typing import Generic, NamedTuple, TypeVar

import numpy as np
import numpy.typing as npt

Key = TypeVar("Key", bound=Hashable)


class Sampled(NamedTuple):
    """One document that was taken as an example: its place in the order, and what is known of it."""

    rank: tuple[float | str, ...]
    doc_id: str
    number: int
    """Which of its notices, edits or reasons, from 0."""


class Lowest(Generic[Key]):
    """For each key the `most` lowest samples of all that were offered, in whatever order they came.

    >>> lowest = Lowest[str](2)
    >>> for doc_id in ("c", "a", "b"):
    ...     lowest.offer("rule", Sampled((doc_id,), doc_id, 0))
    >>> [sample.doc_id for sample in lowest.of("rule")]
    ['a', 'b']
    """

    def __init__(self, most: int) -> None:
        self.most = most
        self._kept: dict[Key, list[Sampled]] = {}

    def offer(self, key: Key, sample: Sampled) -> None:
        """Keep a sample, if it is among the lowest of its key."""
        kept = self._kept.setdefault(key, [])
        kept.append(sample)
        if len(kept) > self.most:
            kept.sort()
            kept.pop()

    def of(self, key: Key) -> list[Sampled]:
        """Return the lowest samples of a key, in order."""
        return sorted(self._kept.get(key, []))

    def keys(self) -> Iterable[Key]:
        """Return the keys that have a sample."""
        return self._kept.keys()

    def documents(self) -> Iterator[str]:
        """Yield the `doc_id` of every sample."""
        for kept in self._kept.values():
            yield from (sample.doc_id for sample in kept)


def first_of_each(
    keys: Sequence[str] | npt.NDArray[np.object_], ranks: Sequence[npt.NDArray[np.generic]], most: int
) -> list[int]:
    """Return the places of the `most` rows of each key that are lowest by `ranks`; the last one decides first.

    >>> first_of_each(["a", "b", "a", "a"], [np.array([4, 3, 2, 1])], 2)
    [3, 2, 1]
    """
    if not len(keys):
        return []
    codes = np.unique(np.asarray(keys, dtype=object).astype(str), return_inverse=True)[1]
    order = np.lexsort((*ranks, codes))
    ordered = codes[order]
    begins = np.flatnonzero(np.r_[True, ordered[1:] != ordered[:-1]])
    within = np.arange(len(order)) - np.repeat(begins, np.diff(np.r_[begins, len(order)]))
    return [int(place) for place in order[within < most]]
