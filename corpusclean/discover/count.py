"""Which sentences recur at the heads and tails of documents, and which of them stand inside articles as well.

Files of gathered sentences are read one after the other, several times; what is kept in memory is 14 keys of 8
bytes a document, one key a document against copies, and figures of the FREQUENT most frequent sentences.
"""

import hashlib
import itertools
from collections import Counter
from collections.abc import Iterator, Sequence
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
"""Two sentences are one unit where the rarer of them has the other beside it in this share of documents."""

_CONTEXTS = 1_000
_ROUNDS = 4

KEYS = pa.list_(pa.int64())
Keys = npt.NDArray[np.int64]


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
    """The sentences that recur at heads and tails, and the pairs of them that belong together."""

    figures: dict[int, Figures]
    bound: frozenset[tuple[int, int]]


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
    frequent = _frequent_edges(paths, least)
    figures: dict[int, Figures] = {}
    pairs: Counter[tuple[int, int]] = Counter()
    for _ in range(_ROUNDS):
        figures, pairs = _anchor(paths, frequent)
        kept = {key for key, found in figures.items() if _is_anchored(found, least)}
        if kept == frequent:
            break
        frequent = kept
    figures = {key: found for key, found in figures.items() if key in frequent}
    bound = {
        (first, second)
        for (first, second), together in pairs.items()
        if first in figures
        and second in figures
        and together >= BOUND * min(figures[first].anchored, figures[second].anchored)
    }
    return Frequent(figures, frozenset(bound))


def _is_anchored(found: Figures, least: int) -> bool:
    total = found.anchored + found.inside
    return len(found.contexts) >= least and found.inside <= MAX_INSIDE * total


def _frequent_edges(paths: Sequence[Path], least: int) -> set[int]:
    """Return the keys that stand in the head or tail zone of at least so many documents."""
    found: list[Keys] = []
    for path in paths:
        edges = [_edge_keys(keys) for keys in key_lists(path)]
        if edges:
            found.append(np.concatenate(edges))
    if not found:
        return set()
    keys, counts = np.unique(np.concatenate(found), return_counts=True)
    counts[keys == 0] = 0
    often = counts >= least
    order = np.lexsort((keys[often], -counts[often]))[:FREQUENT]
    return set(keys[often][order].tolist())


def _edge_keys(keys: Keys) -> Keys:
    return np.unique(np.concatenate([keys[:HEAD], keys[-TAIL:]]))


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


def _anchor(paths: Sequence[Path], frequent: set[int]) -> tuple[dict[int, Figures], Counter[tuple[int, int]]]:
    figures = {key: Figures() for key in frequent}
    pairs: Counter[tuple[int, int]] = Counter()
    wanted = np.array(sorted(frequent), dtype=np.int64)
    seen: set[int] = set()
    for path in paths:
        for keys in key_lists(path, wanted):
            document = fingerprint(keys)
            if document not in seen:
                seen.add(document)
                _tell(keys.tolist(), document, frequent, figures, pairs)
    return figures, pairs


def edges(keys: Sequence[int], frequent: set[int] | frozenset[int]) -> Edges:
    """Return where recurring sentences end at the head and begin at the tail of a document.

    >>> edges([7, 1, 2, 7, 8], {7, 8})
    Edges(head=1, tail=3)
    """
    tail = len(keys)
    while tail > 0 and keys[tail - 1] in frequent:
        tail -= 1
    head = 0
    while head < tail and keys[head] in frequent:
        head += 1
    return Edges(head, tail)


def _tell(
    keys: list[int],
    document: int,
    frequent: set[int],
    figures: dict[int, Figures],
    pairs: Counter[tuple[int, int]],
) -> None:
    """Add one document to the figures. One that is nothing but recurring text tells nothing."""
    head, tail = edges(keys, frequent)
    if tail == 0:
        return
    top, bottom = dict.fromkeys(keys[:head]), dict.fromkeys(keys[tail:])
    for run, context in ((top, keys[head]), (bottom, keys[tail - 1])):
        for key in run:
            found = figures[key]
            found.anchored += 1
            if len(found.contexts) < _CONTEXTS:
                found.contexts.add(context or document)
    for key in {*keys[head:tail]} & frequent - {*top, *bottom}:
        figures[key].inside += 1
    pairs.update({*itertools.pairwise(keys[:head]), *itertools.pairwise(keys[tail:])})
