"""What a worker does: idempotent tasks with plain arguments and plain results, that write their own files."""

from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from corpusclean.frame import from_table, to_table
from corpusclean.pipeline import finish_documents, map_documents
from corpusclean.read.documents import read_files
from corpusclean.run.partition import Partition
from corpusclean.settings import Settings
from corpusclean.write.counts import count_tables
from corpusclean.write.parquet import PartFile, read_staged, write_part, write_staged
from corpusclean_schemas import CleanDocument, Edit, Reject, arrow_schema

ACCEPTED = pa.schema([*arrow_schema(CleanDocument), pa.field("text_key", pa.string(), nullable=False)])
READ = pa.schema(
    [("doc_id", pa.string()), ("address", pa.string()), ("sha256", pa.string()), ("size", pa.int64())]
)
LINKS = pa.schema(
    [
        ("doc_id", pa.string()),
        ("dup_group", pa.string()),
        ("dup_of", pa.string()),
        ("dup_kind", pa.string()),
        ("dup_similarity", pa.float64()),
    ]
)


class MapTask(NamedTuple):
    """Read and clean the files of a partition, into `work`."""

    partition: Partition
    work: Path
    settings: Settings


class FinishTask(NamedTuple):
    """Make the files of a part of the corpus, from the staged files of its partitions."""

    part: int
    partitions: tuple[int, ...]
    work: Path
    corpus: Path
    settings: Settings


class Finished(NamedTuple):
    """The files of a part, and what its tables hold: counts by reason code, language, rule, and so on."""

    part: int
    files: tuple[PartFile, ...]
    counts: Mapping[str, Mapping[str, int]]


def staged(work: Path, table: str, number: int) -> Path:
    """Return where a partition's table is staged."""
    return work / f"{table}-{number:06d}.parquet"


def map_partition(task: MapTask) -> int:
    """Read and clean the files of a partition, and stage what comes of them. Returns how many documents."""
    number = task.partition.number
    raw = read_files(task.partition.files, task.settings)
    write_staged(to_table(raw, READ), staged(task.work, "read", number))
    accepted, rejects, ledger = map_documents(raw, task.settings)
    write_staged(to_table(accepted, ACCEPTED), staged(task.work, "accepted", number))
    write_staged(to_table(rejects, arrow_schema(Reject)), staged(task.work, "rejects", number))
    write_staged(to_table(ledger, arrow_schema(Edit)), staged(task.work, "ledger", number))
    return len(raw)


def finish_part(task: FinishTask) -> Finished:
    """Mark or set aside the duplicates of a part, hold its tables against their contracts, and write them."""
    accepted, rejects, ledger = (_gather(task, table) for table in ("accepted", "rejects", "ledger"))
    links = from_table(read_staged(task.work / "links.parquet"))
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
    tables = [read_staged(staged(task.work, table, number)) for number in task.partitions]
    keys = ["doc_id", "seq"] if table == "ledger" else ["doc_id"]
    joined = pa.concat_tables(tables)
    return from_table(joined.take(_order(joined, keys)))


def _order(table: pa.Table, keys: list[str]) -> pa.Array:
    return pc.sort_indices(table, sort_keys=[(key, "ascending") for key in keys])
