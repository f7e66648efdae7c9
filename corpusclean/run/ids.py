"""Ids of documents as 16 bytes each; and buckets of them, in memory, or on disk where they are too many."""

import hashlib
import shutil
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Self

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from corpusclean.errors import writing

Ids = npt.NDArray[np.uint64]
"""A row for each id: its upper and its lower half."""

_DIGITS = 32
_NONE = 255
_VALUES = np.full(256, _NONE, np.uint8)
_VALUES[np.frombuffer(b"0123456789abcdef", np.uint8)] = np.arange(16, dtype=np.uint8)


def ids(column: pa.Array) -> Ids:
    """Return the ids of a column of `doc_id`, 32 hexadecimal digits each; of what is none, some other ids.

    >>> ids(pa.array(["00000000000000010000000000000010"])).tolist()
    [[1, 16]]
    """
    values = column.cast(pa.large_binary())
    ends = np.frombuffer(values.buffers()[1], np.int64)[values.offset : values.offset + len(values) + 1]
    if column.null_count or (np.diff(ends) != _DIGITS).any():
        return ids_of_addresses(column)
    digits = _VALUES[np.frombuffer(values.buffers()[2], np.uint8)[ends[0] : ends[-1]]]
    if (digits == _NONE).any():
        return ids_of_addresses(column)
    return _halves(((digits[0::2] << 4) | digits[1::2]).tobytes())


def ids_of_addresses(addresses: pa.Array) -> Ids:
    """Return the ids of addresses.

    >>> told = pa.array(["18b7cb099a9ea3f50ba899b5ba81e0d3"])
    >>> ids_of_addresses(pa.array(["a.txt"])).tolist() == ids(told).tolist()
    True
    """
    return _halves(b"".join([hashlib.sha256(str(name).encode()).digest()[:16] for name in addresses.to_pylist()]))


def _halves(data: bytes) -> Ids:
    return np.frombuffer(data, ">u8").astype(np.uint64).reshape(-1, 2)


def once(values: Ids) -> Ids:
    """Return ids that are in order, each once."""
    kept = np.ones(len(values), bool)
    kept[1:] = (values[1:] != values[:-1]).any(axis=1)
    return values[kept]


class Buckets:
    """Ids of several kinds, cut by their first bits into so many buckets, each of which fits in memory."""

    def __init__(self, work: Path, buckets: int) -> None:
        self._at = work / "ids"
        self._bits = max(0, buckets - 1).bit_length()
        self._held: dict[str, list[Ids]] = defaultdict(list)

    def __enter__(self) -> Self:
        if self._bits:
            self._at.mkdir()
        return self

    def __exit__(self, *_: object) -> None:
        if self._bits:
            shutil.rmtree(self._at)

    def add(self, kind: str, values: Ids) -> None:
        """Add ids of a kind."""
        if not self._bits:
            self._held[kind].append(values)
            return
        numbers = values[:, 0] >> np.uint64(64 - self._bits)
        order = np.argsort(numbers, kind="stable")
        ends = np.searchsorted(numbers[order], np.arange((1 << self._bits) + 1))
        for number in np.unique(numbers).tolist():
            path = self._path(kind, number)
            with writing(path), path.open("ab") as stream:
                stream.write(np.ascontiguousarray(values[order[ends[number] : ends[number + 1]]]).data)

    def each(self, *kinds: str) -> Iterator[tuple[Ids, ...]]:
        """Yield for each bucket its ids of each kind, in order."""
        for number in range(1 << self._bits):
            yield tuple(_in_order(self._of(kind, number)) for kind in kinds)

    def _of(self, kind: str, number: int) -> Ids:
        if not self._bits:
            return np.concatenate([np.zeros((0, 2), np.uint64), *self._held.pop(kind, [])])
        path = self._path(kind, number)
        return np.fromfile(path, np.uint64).reshape(-1, 2) if path.exists() else np.zeros((0, 2), np.uint64)

    def _path(self, kind: str, number: int) -> Path:
        return self._at / f"{kind}-{number}"


def _in_order(values: Ids) -> Ids:
    order = np.lexsort((values[:, 1], values[:, 0]))
    return np.asarray(values[order])
