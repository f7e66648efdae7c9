"""Where an inventory is cut. Boundaries come from the content of addresses, so that a new file shifts none.

A *part* becomes one file of each table of the corpus; a *partition* is what a worker takes at a time. No
partition crosses the boundary of a part, so the size of partitions never shows in what is published. A large
file of many documents is a partition of its own, and as many parts as its documents need.
"""

import hashlib
from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np
import pyarrow as pa

from corpusclean.codes import Reason
from corpusclean.read.inventory import Addresses, Found
from corpusclean.settings import Settings
from corpusclean.suffixes import is_container

PARTITION_BYTES = 32 << 20
"""Bytes of input after which a partition ends, however few its documents."""

BATCH_DOCUMENTS = 1_000
"""Documents that a worker holds at a time, however many the files of its partition have."""

ALONE_BYTES = 4 << 20
"""A file of many documents that is as large is a partition of its own."""


class Partition(NamedTuple):
    """Files that one worker takes at a time. Those of one part are gathered, unless it is `alone` in its part.

    Where a worker failed at one, what is tried next are pieces of it: fewer files, or of one file only some
    documents, by their places; in the end one document, and what is to blame it for.
    """

    number: int
    part: int
    files: tuple[Found, ...]
    alone: bool = False
    documents: tuple[int, int] | None = None
    bytes: int | None = None
    blame: Reason | None = None

    def size(self) -> int:
        """Return how many bytes of input it has, as far as that is known."""
        return self.bytes if self.bytes is not None else sum(found.size for found in self.files)


class Plan(Sequence[Partition]):
    """Partitions, in the order of the hashes of the addresses; files are listed when one is asked for."""

    def __init__(self, found: Addresses, settings: Settings) -> None:
        documents, most_bytes = settings.output.part_documents, settings.output.part_bytes
        keys, order = _keys(found)
        self._found = found.take(pa.array(order))
        sizes, tails = self._found.sizes.to_numpy(), keys[order]
        alone = _alone(self._found, sizes)
        together = np.flatnonzero(~alone)
        self._rows: list[tuple[int, np.ndarray, bool]] = []
        part = -1
        for part, rows in enumerate(_cut(together, tails, sizes, documents, most_bytes)):
            for members in _cut(rows, tails, sizes, settings.run.partition_documents, PARTITION_BYTES):
                self._rows.append((part, members, False))
        self._rows += [(part + 1 + place, row, True) for place, row in enumerate(np.flatnonzero(alone)[:, None])]

    def __len__(self) -> int:
        return len(self._rows)

    def __getitem__(self, number: int) -> Partition:  # type: ignore[override]  # slices are not needed
        part, rows, alone = self._rows[number]
        return Partition(number, part, tuple(self._found.take(pa.array(rows)).list()), alone)

    def files(self) -> int:
        """Return how many files there are in all."""
        return len(self._found)


def plan(found: Addresses, settings: Settings) -> Plan:
    """Cut an inventory into partitions."""
    return Plan(found, settings)


def _keys(found: Addresses) -> tuple[np.ndarray, np.ndarray]:
    """Return the last eight bytes of each `doc_id`, and the rows in the order of the whole."""
    digests = bytearray()
    for start in range(0, len(found), BATCH_DOCUMENTS):
        names = found.addresses[start : start + BATCH_DOCUMENTS].to_pylist()
        digests += b"".join([hashlib.sha256(name.encode()).digest()[:16] for name in names])
    halves = np.frombuffer(bytes(digests), ">u8").astype(np.uint64).reshape(-1, 2)
    return halves[:, 1], np.lexsort((halves[:, 1], halves[:, 0]))


def _alone(found: Addresses, sizes: np.ndarray) -> np.ndarray:
    """Tell which files hold so much that each is a partition of its own."""
    large = sizes >= ALONE_BYTES
    for row in np.flatnonzero(large):
        large[row] = is_container(found.addresses[int(row)].as_py())
    return large


def _cut(
    rows: np.ndarray, keys: np.ndarray, sizes: np.ndarray, documents: int, most_bytes: int
) -> Iterator[np.ndarray]:
    """Cut into pieces of about so many documents, from half to twice as many, of no more than `most_bytes`.

    A piece ends where a hash says so, but not before it has half: so few are much larger than the others, on which
    a worker's memory depends, and what one changed document costs. Like the chunks of FastCDC (Xia et al., 2016).
    """
    least = max(1, documents // 2)
    boundaries = (keys[rows] & np.uint64((1 << 48) - 1)) % np.uint64(documents - least + 1) == 0
    start, held = 0, 0
    for place, (boundary, size) in enumerate(zip(boundaries.tolist(), sizes[rows].tolist(), strict=True)):
        count = place - start
        full = count >= 2 * documents or held + size > most_bytes
        if count and (full or (boundary and count >= least)):
            yield rows[start:place]
            start, held = place, 0
        held += size
    if len(rows):
        yield rows[start:]
