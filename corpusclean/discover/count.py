"""Which sentences recur at the heads and tails of documents, and which of them stand inside articles as well.

Files of gathered sentences are read one after the other, several times; what is kept in memory is 14 keys of 8
bytes a document, one key a document against copies, and figures of the FREQUENT most frequent sentences.
"""

import hashlib
import itertools
from collections import Counter
from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.parquet as pq

HEAD, TAIL = 6, 8
"""Sentences at each end of a document in which recurring text is looked for."""

FREQUENT = 20_000
"""Sentences, by shape, that are followed up: the most frequent."""

MAX_INSIDE = 0.25
"""The share of its documents in which a notice may stand inside the article: with article on both sides of it."""

BOUND = 0.7
"""Two sentences are one unit where the rarer has the other beside it in this share of its documents."""

GLUED = 0.9
"""Two sentences are glued where the rarer of them has the other beside it in this share of its ends."""

_CONTEXTS = 1_000
_ROUNDS = 4

KEYS = pa.list_(pa.int64())
Keys = npt.NDArray[np.int64]
Pair = tuple[int, int]


@dataclass
class Figures:
    """In how many documents a sentence stands at the head or tail, and inside; and beside what."""

    anchored: int = 0
    inside: int = 0
    contexts: set[int] = field(default_factory=set)


class Edges(NamedTuple):
    """Where the recurring sentences of one document end at its head, and begin at its tail."""

    head: int
    tail: int


class Frequent(NamedTuple):
    """The sentences that recur at heads and tails.

    `glued` are pairs of which the rarer hardly stands at an end without the other: such another belongs to it,
    even one that by itself stands inside articles. `bound` are pairs that make one unit.
    """

    figures: dict[int, Figures]
    glued: frozenset[Pair]
    bound: frozenset[Pair]


def files_of(work: Path) -> list[Path]:
    """Return the files of gathered sentences, in the order of their documents."""
    return sorted(work.glob("sentences-*.parquet"))


def count(work: Path, least: int) -> Frequent:
    """Return the sentences that stand at the heads or tails of `least` documents or more, each in its own context.

    A sentence counts as anchored where nothing but other recurring sentences stands between it and the end of
    the text; as inside otherwise. Sentences that are inside too often are given up, and the rest is looked at
    again: without them others may no longer be anchored. A context is the article's sentence beside the run:
    copies of one document are one context.
    """
    paths = files_of(work)
    ends = _frequent_ends(paths, least)
    glued = _glued(paths, ends, least)
    frequent = set(ends)
    figures: dict[int, Figures] = {}
    pairs: Counter[Pair] = Counter()
    for _ in range(_ROUNDS):
        figures, pairs = _anchor(paths, frequent, glued)
        kept = {key for key, found in figures.items() if _is_anchored(found, least)}
        if kept == frequent:
            break
        frequent = kept
    figures = {key: found for key, found in figures.items() if key in frequent}
    return Frequent(figures, glued, glued | _bound(figures, pairs, least))


def _bound(figures: Mapping[int, Figures], pairs: Counter[Pair], least: int) -> frozenset[Pair]:
    """Return the pairs of sentences that make one unit: neither BOUND alone, or one never without some other."""
    among = {pair: count for pair, count in pairs.items() if pair[0] in figures and pair[1] in figures}
    preceded, followed = Counter[int](), Counter[int]()
    for (first, second), count in among.items():
        followed[first] += count
        preceded[second] += count

    def bound(first: int, second: int, count: int) -> bool:
        ends = figures[first].anchored, figures[second].anchored
        never_alone = followed[first] >= GLUED * ends[0] or preceded[second] >= GLUED * ends[1]
        return count >= BOUND * min(ends) or (never_alone and count >= least)

    return frozenset(pair for pair, count in among.items() if bound(*pair, count))


def _is_anchored(found: Figures, least: int) -> bool:
    total = found.anchored + found.inside
    return len(found.contexts) >= least and found.inside <= MAX_INSIDE * total


def _frequent_ends(paths: Sequence[Path], least: int) -> dict[int, int]:
    """Return the keys that stand among the first or last sentences of so many documents, and of how many."""
    found: list[Keys] = []
    for path in paths:
        edges = [_edge_keys(keys) for keys in key_lists(path)]
        if edges:
            found.append(np.concatenate(edges))
    if not found:
        return {}
    keys, counts = np.unique(np.concatenate(found), return_counts=True)
    counts[keys == 0] = 0
    often = counts >= least
    order = np.lexsort((keys[often], -counts[often]))[:FREQUENT]
    return dict(zip(keys[often][order].tolist(), counts[often][order].tolist(), strict=True))


def _edge_keys(keys: Keys) -> Keys:
    return np.unique(np.concatenate([keys[:HEAD], keys[-TAIL:]]))


def _glued(paths: Sequence[Path], ends: Mapping[int, int], least: int) -> frozenset[Pair]:
    """Return the pairs of sentences at ends of which the rarer hardly ever stands without the other."""
    pairs: Counter[Pair] = Counter()
    wanted = np.array(sorted(ends), dtype=np.int64)
    for path in paths:
        for keys in key_lists(path, wanted):
            zones = (itertools.pairwise(zone.tolist()) for zone in (keys[:HEAD], keys[-TAIL:]))
            pairs.update({(one, two) for zone in zones for one, two in zone if one in ends and two in ends})
    return frozenset(
        pair
        for pair, count in pairs.items()
        if count >= max(least, GLUED * min(ends[pair[0]], ends[pair[1]])) and pair[0] != pair[1]
    )


def key_lists(path: Path, wanted: Keys | None = None) -> Iterator[Keys]:
    """Yield the keys of each document of a file; of those alone that have one of `wanted`, where it is given."""
    column = pa.concat_arrays(pq.read_table(path, columns=["keys"])["keys"].chunks or [pa.array([], KEYS)])
    offsets, values = column.offsets.to_numpy(), column.values.to_numpy()
    hits = np.ones(len(values), dtype=bool) if wanted is None else np.isin(values, wanted)
    for start, end in itertools.pairwise(offsets.tolist()):
        if hits[start:end].any():
            yield values[start:end]


def fingerprint(keys: Keys) -> int:
    """Return 63 bits that two documents share where one is a copy of the other."""
    digest = hashlib.blake2b(keys.tobytes(), digest_size=8).digest()
    return -1 - (int.from_bytes(digest, "big") >> 1)


def _anchor(
    paths: Sequence[Path], frequent: set[int], glued: frozenset[Pair]
) -> tuple[dict[int, Figures], Counter[Pair]]:
    figures = {key: Figures() for key in frequent}
    pairs: Counter[Pair] = Counter()
    wanted = np.array(sorted(frequent), dtype=np.int64)
    seen: set[int] = set()
    for path in paths:
        for keys in key_lists(path, wanted):
            document = fingerprint(keys)
            if document not in seen:
                seen.add(document)
                _tell(keys.tolist(), document, glued, figures, pairs)
    return figures, pairs


def edges(keys: Sequence[int], frequent: Container[int], glued: Container[Pair]) -> Edges:
    """Return where recurring sentences end at the head and begin at the tail of a document.

    >>> edges([7, 1, 2, 7, 8], {7, 8}, set()), edges([1, 2, 3, 8], {8}, {(3, 8)})
    (Edges(head=1, tail=3), Edges(head=0, tail=2))
    """

    def together(place: int, other: int) -> bool:
        return 0 <= other < len(keys) and (keys[min(place, other)], keys[max(place, other)]) in glued

    def recurs(place: int, taken: int) -> bool:
        """Tell whether a sentence is frequent, or glued to the one taken before, or to a frequent one ahead."""
        ahead = 2 * place - taken
        glued_ahead = together(place, ahead) and keys[ahead] in frequent
        return keys[place] in frequent or together(place, taken) or glued_ahead

    tail = len(keys)
    while tail > 0 and recurs(tail - 1, tail):
        tail -= 1
    head = 0
    while head < tail and recurs(head, head - 1):
        head += 1
    return Edges(head, tail)


def _tell(
    keys: list[int],
    document: int,
    glued: frozenset[Pair],
    figures: dict[int, Figures],
    pairs: Counter[Pair],
) -> None:
    """Add one document to the figures. One that is nothing but recurring text tells nothing."""
    head, tail = edges(keys, figures, glued)
    if tail == 0:
        return
    top, bottom = dict.fromkeys(keys[:head]), dict.fromkeys(keys[tail:])
    for run, context in ((top, keys[head]), (bottom, keys[tail - 1])):
        for key in run:
            if key not in figures:  # glued to one that is
                continue
            found = figures[key]
            found.anchored += 1
            if len(found.contexts) < _CONTEXTS:
                found.contexts.add(context or document)
    for key in ({*keys[head:tail]} & figures.keys()) - {*top, *bottom}:
        figures[key].inside += 1
    pairs.update({*itertools.pairwise(keys[:head]), *itertools.pairwise(keys[tail:])})
