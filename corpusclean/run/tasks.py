"""What a worker does: idempotent tasks with plain arguments and plain results, that write their own files."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from corpusclean.dedup import fingerprint
from corpusclean.frame import from_table, to_table
from corpusclean.pipeline import finish_documents, map_documents
from corpusclean.read.documents import read_batches
from corpusclean.read.rows import Batch
from corpusclean.run.partition import BATCH_DOCUMENTS, PARTITION_BYTES, Partition
from corpusclean.settings import Settings
from corpusclean.write.counts import count_tables
from corpusclean.write.parquet import PartFile, read_staged, write_part, write_staged
from corpusclean_schemas import CleanDocument, Edit, Reject, arrow_schema

READ = pa.schema(
    [
        ("doc_id", pa.string()),
        ("address", pa.string()),
        ("file", pa.string()),
        ("sha256", pa.string()),
        ("size", pa.int64()),
    ]
)


class MapTask(NamedTuple):
    """Read and clean the files of a partition, into `work`."""

    partition: Partition
    work: Path
    settings: Settings
    limit: int | None = None


class Mapped(NamedTuple):
    """What became of a partition: for each staged batch its documents and bytes, and members left out by name."""

    partition: int
    files: int
    batches: tuple[tuple[int, int], ...]
    left_out: int


class FinishTask(NamedTuple):
    """Make the files of a part of the corpus, from the staged batches of its partitions."""

    part: int
    batches: tuple[tuple[int, int], ...]
    work: Path
    corpus: Path
    settings: Settings


class Finished(NamedTuple):
    """The files of a part, and what its tables hold: counts by reason code, language, rule, and so on."""

    part: int
    files: tuple[PartFile, ...]
    counts: Mapping[str, Mapping[str, int]]


def staged(work: Path, table: str, partition: int, batch: int) -> Path:
    """Return where a table of a batch of a partition is staged."""
    return work / f"{table}-{partition:06d}-{batch:06d}.parquet"


def read_partition(partition: Partition, settings: Settings, limit: int | None = None) -> Iterator[Batch]:
    """Yield the documents of a partition, so many at a time as a worker may hold."""
    # Ordinary files are a batch of their own: how many a partition has is decided by the plan.
    return read_batches(
        partition.files,
        settings,
        most_documents=BATCH_DOCUMENTS if partition.alone else None,
        most_bytes=PARTITION_BYTES,
        limit=limit,
    )


def map_partition(task: MapTask) -> Mapped:
    """Read and clean the files of a partition, and stage what comes of them."""
    number, work = task.partition.number, task.work
    batches, left_out = [], 0
    for batch, (raw, names) in enumerate(read_partition(task.partition, task.settings, task.limit)):
        write_staged(to_table(raw, READ), staged(work, "read", number, batch))
        accepted, rejects, ledger = map_documents(raw, task.settings)
        write_staged(to_table(accepted, arrow_schema(CleanDocument)), staged(work, "accepted", number, batch))
        write_staged(fingerprint(accepted, task.settings), staged(work, "prints", number, batch))
        write_staged(to_table(rejects, arrow_schema(Reject)), staged(work, "rejects", number, batch))
        write_staged(to_table(ledger, arrow_schema(Edit)), staged(work, "ledger", number, batch))
        batches.append((len(raw), int(raw["size"].sum())))
        left_out += names
    return Mapped(number, len(task.partition.files), tuple(batches), left_out)


def finish_part(task: FinishTask) -> Finished:
    """Mark or set aside the duplicates of a part, hold its tables against their contracts, and write them."""
    accepted, rejects, ledger = (_gather(task, table) for table in ("accepted", "rejects", "ledger"))
    links = read_staged(task.work / "links.parquet")
    clean, duplicates = finish_documents(accepted, links, task.settings)
    tables = {"data": clean, "duplicates": duplicates, "rejects": rejects, "ledger": ledger}
    # The first part writes all four, so that each folder has a file and each file its schema.
    files = tuple(
        write_part(frame, task.corpus, folder, task.part)
        for folder, frame in tables.items()
        if len(frame) or task.part == 0
    )
    return Finished(task.part, files, count_tables(tables))


def _gather(task: FinishTask, table: str) -> pd.DataFrame:
    tables = [read_staged(staged(task.work, table, *batch)) for batch in task.batches]
    keys = ["doc_id", "seq"] if table == "ledger" else ["doc_id"]
    joined = pa.concat_tables(tables)
    return from_table(joined.take(_order(joined, keys)))


def _order(table: pa.Table, keys: list[str]) -> pa.Array:
    return pc.sort_indices(table, sort_keys=[(key, "ascending") for key in keys])
