"""Groups without chains: a member is like the group's representative itself, never only like another member.

Representatives are chosen greedily in the order of survival, among the documents that no other one holds; so they
are a function of the documents, not of their order. What is like none of them is tried again among its like.
"""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from corpusclean.dedup.candidates import Ranks
from corpusclean.dedup.compare import CONTAINED, NEAR, Edges


class Led(NamedTuple):
    """For each document its representative (itself where it is one), how it is like it, and how much."""

    leader: Ranks
    kind: npt.NDArray[np.int8]
    similarity: npt.NDArray[np.float64]


def lead(count: int, found: Edges, order: Ranks) -> Led:
    """Return the representative of each of `count` documents.

    `order` is for each document its place in the order of survival. A document takes the representative that it
    is most like, a near one before one that holds it; of equals the first in the order.
    """
    near = _Neighbours(count, found, NEAR)
    holders = _Neighbours(count, found, CONTAINED)
    led = Led(np.arange(count, dtype=np.int32), np.full(count, NEAR, np.int8), np.ones(count))
    open_ = {int(each) for each in np.unique(np.concatenate([found.one, found.other]))}
    while open_:
        held = {each for each in open_ if any(holder in open_ for holder, _ in holders.of(each))}
        leaders: set[int] = set()
        for each in sorted(open_ - held, key=order.__getitem__):
            if not any(other in leaders for other, _ in near.of(each)):
                leaders.add(each)
        settled = set(leaders)
        for each in open_ - leaders:
            for kind, neighbours in ((NEAR, near), (CONTAINED, holders)):
                choices = [choice for choice in neighbours.of(each) if choice[0] in leaders]
                if choices:
                    leader, similarity = min(choices, key=lambda choice: (-choice[1], order[choice[0]]))
                    led.leader[each], led.kind[each], led.similarity[each] = leader, kind, similarity
                    settled.add(each)
                    break
        open_ -= settled
    return led


class _Neighbours:
    """The edges of one kind, by document."""

    def __init__(self, count: int, found: Edges, kind: int) -> None:
        chosen = found.kind == kind
        one, other, similarity = found.one[chosen], found.other[chosen], found.similarity[chosen]
        if kind == NEAR:
            one, other = np.concatenate([one, other]), np.concatenate([other, one])
            similarity = np.concatenate([similarity, similarity])
        order = np.argsort(one, kind="stable")
        self._others, self._similarities = other[order].tolist(), similarity[order].tolist()
        self._ends = np.searchsorted(one[order], np.arange(count + 1))

    def of(self, document: int) -> list[tuple[int, float]]:
        """Return what a document is like, and how much."""
        begin, end = self._ends[document], self._ends[document + 1]
        return list(zip(self._others[begin:end], self._similarities[begin:end], strict=True))
