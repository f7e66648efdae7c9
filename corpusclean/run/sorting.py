"""Entries of an inventory in the order of their addresses: in memory, or merged from sorted runs on disk."""

import heapq
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Self

import pyarrow as pa
import pyarrow.compute as pc

from corpusclean.write.parquet import batches_of, write_staged

RUN = 500_000
"""Entries that are brought into order in memory."""

ROWS = 10_000
"""Entries of a run that are looked at together."""

ENTRIES = pa.schema([("address", pa.large_string()), ("sha256", pa.large_string())])


class Entries:
    """Addresses, and the SHA-256 of their bytes, empty where there are none."""

    def __init__(self, place: Path | None = None) -> None:
        self._place, self._at = place, None if place is None else place / "entries"
        self._held, self._count = [ENTRIES.empty_table()], 0
        self._runs: list[Path] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self._runs and self._at is not None:
            shutil.rmtree(self._at)

    def add(
        self, addresses: pa.ChunkedArray | Sequence[str], digests: pa.ChunkedArray | Sequence[str | None]
    ) -> None:
        """Add entries, in any order."""
        self._held.append(pa.table([addresses, digests], ENTRIES.names).cast(ENTRIES))
        self._count += len(addresses)
        if self._count >= RUN:
            self._spill()

    def _spill(self) -> None:
        if self._at is None:
            self._at = Path(tempfile.mkdtemp(prefix="corpusclean-"))
        self._at.mkdir(exist_ok=True)
        self._runs.append(self._at / f"run-{len(self._runs)}.parquet")
        write_staged(self._in_order(), self._runs[-1], row_group=ROWS)
        self._held, self._count = [ENTRIES.empty_table()], 0

    def _in_order(self) -> pa.Table:
        held = pa.concat_tables(self._held)
        return held.take(pc.sort_indices(held["address"]))  # by the bytes of UTF-8, which sort as code points do

    def __iter__(self) -> Iterator[tuple[str, str]]:
        """Yield every entry, in the order of addresses."""
        runs = [_rows(batches_of(path, ENTRIES.names, ROWS)) for path in self._runs]
        yield from heapq.merge(*runs, _rows(iter(self._in_order().to_batches(ROWS))))


def _rows(batches: Iterator[pa.RecordBatch]) -> Iterator[tuple[str, str]]:
    for batch in batches:
        addresses, digests = (batch[name].to_pylist() for name in ENTRIES.names)
        yield from zip(addresses, (digest or "" for digest in digests), strict=True)
