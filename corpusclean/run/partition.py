"""Where an inventory is cut. Boundaries come from the content of addresses, so that a new file shifts none.

A *part* becomes one file of each table of the corpus; a *partition* is what a worker takes at a time. No
partition crosses the boundary of a part, so the size of partitions never shows in what is published.
"""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from corpusclean.read.documents import doc_id
from corpusclean.read.inventory import Found
from corpusclean.settings import Settings

PARTITION_BYTES = 32 << 20
"""Bytes of input after which a partition ends, however few its documents."""


class Partition(NamedTuple):
    """Files that one worker takes at a time."""

    number: int
    part: int
    files: tuple[Found, ...]


def plan(found: Sequence[Found], settings: Settings) -> list[Partition]:
    """Cut an inventory into partitions, in the order of the hashes of the addresses."""
    keyed = sorted((doc_id(entry.address), entry) for entry in found)
    partitions: list[Partition] = []
    output, run = settings.output, settings.run
    for part, members in enumerate(_cut(keyed, output.part_documents, output.part_bytes)):
        for files in _cut(members, run.partition_documents, PARTITION_BYTES):
            partitions.append(Partition(len(partitions), part, tuple(entry for _, entry in files)))
    return partitions


def _cut(
    keyed: Sequence[tuple[str, Found]], documents: int, most_bytes: int
) -> Iterator[Sequence[tuple[str, Found]]]:
    """Cut where a hash is a multiple of `documents`, at the latest after four times as many, or `most_bytes`."""
    start, size = 0, 0
    for place, (key, entry) in enumerate(keyed):
        boundary = int(key[-12:], 16) % documents == 0
        full = place - start >= 4 * documents or size + entry.size > most_bytes
        if place > start and (boundary or full):
            yield keyed[start:place]
            start, size = place, 0
        size += entry.size
    if keyed:
        yield keyed[start:]
