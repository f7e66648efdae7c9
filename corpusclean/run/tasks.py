"""What a worker does: idempotent tasks with plain arguments and plain results, that write their own files."""

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from corpusclean.dedup import fingerprint
from corpusclean.frame import from_table, to_table
from corpusclean.pipeline import finish_documents, map_documents
from corpusclean.read.documents import Contents, read_batches, read_contents
from corpusclean.read.inventory import Found
from corpusclean.read.rows import Batch as Read
from corpusclean.read.rows import set_aside
from corpusclean.run.cache import Cache, content_keys, is_fleeting, named, part_key, reuse_files, staged
from corpusclean.run.partition import BATCH_DOCUMENTS, PARTITION_BYTES, Partition
from corpusclean.run.reduce import LINKS_FILE
from corpusclean.run.worker import progress
from corpusclean.settings import Settings
from corpusclean.storage import fetched_once, is_remote
from corpusclean.suffixes import is_container
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
    """Read and clean the files of a partition, into `work`; or take it from the cache."""

    partition: Partition
    work: Path
    settings: Settings
    limit: int | None = None
    cache: Cache | None = None
    key: str | None = None
    """What its files were, where they were hashed in this run already."""


class Mapped(NamedTuple):
    """What became of a partition: for each staged batch its documents and bytes, and members left out by name.

    `key` says what it was made of, None where that is not known or it may come out otherwise the next time; `kept`
    is how many bytes of it are new in the cache.
    """

    partition: int
    part: int
    alone: bool
    files: int
    batches: tuple[tuple[int, int], ...]
    left_out: int
    key: str | None = None
    kept: int = 0


class Batch(NamedTuple):
    """A staged batch, and what it was made of."""

    partition: int
    batch: int
    key: str | None


class FinishTask(NamedTuple):
    """Make the files of a part of the corpus from the staged batches of its partitions, or take those of `old`."""

    part: int
    batches: tuple[Batch, ...]
    work: Path
    corpus: Path
    settings: Settings
    cache: Cache | None = None
    old: Path | None = None


class SizesTask(NamedTuple):
    """Read the documents of a file of many, and do nothing with them."""

    partition: Partition
    settings: Settings


class Finished(NamedTuple):
    """The files of a part, and what its tables hold: counts by reason code, language, rule, and so on."""

    part: int
    files: tuple[PartFile, ...]
    counts: Mapping[str, Mapping[str, int]]


def read_partition(
    partition: Partition, settings: Settings, limit: int | None = None, contents: Contents | None = None
) -> Iterator[Read]:
    """Yield the documents of a partition, so many at a time as a worker may hold; those in `contents` unread."""
    # Ordinary files are a batch of their own: how many a partition has is decided by the plan.
    batches = read_batches(
        partition.files,
        settings,
        most_documents=BATCH_DOCUMENTS if partition.alone or partition.documents else None,
        most_bytes=PARTITION_BYTES,
        limit=limit,
        contents=contents,
    )
    if partition.documents is not None:
        batches = _within(batches, *partition.documents)
    if partition.blame is not None:
        blame = partition.blame
        batches = (batch._replace(documents=set_aside(batch.documents, blame)) for batch in batches)
    return batches


def _within(batches: Iterator[Read], start: int, stop: int) -> Iterator[Read]:
    """Yield the documents at these places alone. Who has the first reads to the end: what was left out counts."""
    place = left_out = 0
    wanted = []
    for documents, names in batches:
        progress()
        wanted.append(documents.iloc[max(start - place, 0) : max(stop - place, 0)])
        place += len(documents)
        left_out += names if start == 0 else 0
        if place >= stop and start > 0:
            break
    yield Read(pd.concat(wanted, ignore_index=True), left_out)


def sizes_of_documents(task: SizesTask) -> list[int]:
    """Return the size of each document of a file, in the order in which they are read."""
    sizes: list[int] = []
    for documents, _ in read_partition(task.partition._replace(alone=True), task.settings):
        sizes += documents["size"].tolist()
        progress()
    return sizes


def map_partition(task: MapTask) -> Mapped:
    """Read and clean the files of a partition, and stage what comes of them."""
    partition = task.partition
    if task.cache is None or partition.blame is not None or partition.documents is not None:
        mapped, _ = _map(task)
        return mapped
    with fetched_once():
        return _taken_or_mapped(task, task.cache)


def _taken_or_mapped(task: MapTask, cache: Cache) -> Mapped:
    """Take from the cache what was made of files like these, else make it, and keep it."""
    partition = task.partition
    key, times = task.key, None
    found = cache.take(key, task.work, partition.number) if key else None
    contents: Contents = {}
    before: dict[str, str] | None = None
    if found is None:
        times = cache.times(partition.files, task.limit)  # before the hashes: what changes after has others
    if key is None:
        key = cache.known_by_times(times)
        found = cache.take(key, task.work, partition.number) if key else None
    if found is None:
        contents = read_contents(partition.files, task.settings)
        before = content_keys(partition.files, contents)
        key = cache.key(before, task.limit) if before is not None else None
        found = cache.take(key, task.work, partition.number) if key else None
    if key is not None and found is not None:
        cache.note_times(times, key)
        batches = tuple((count, size) for count, size in found["batches"])
        return Mapped(
            partition.number, partition.part, partition.alone, len(partition.files), batches, found["left_out"],
            key,
        )  # fmt: skip
    mapped, fleeting = _map(task, contents)
    if key is None or before is None or fleeting or _changed(partition.files, before):
        return mapped
    cache.note_times(times, key)
    facts = {"batches": mapped.batches, "left_out": mapped.left_out}
    return mapped._replace(key=key, kept=cache.keep(key, task.work, partition.number, facts))


def _changed(files: Iterable[Found], before: Mapping[str, str]) -> bool:
    """Tell whether a file that was first hashed and then read may be another one by now: it is no such key's."""
    # The copy of an object stays as it is.
    now = content_keys((found for found in files if is_container(found.address) and not is_remote(found.path)), {})
    return now is None or any(before[address] != content for address, content in now.items())


def _map(task: MapTask, contents: Contents | None = None) -> tuple[Mapped, bool]:
    """Do the work. Returns, too, whether it may come out otherwise the next time: it must not be kept then."""
    partition, work = task.partition, task.work
    number = partition.number
    batches, left_out, fleeting = [], 0, False
    for batch, (raw, names) in enumerate(read_partition(partition, task.settings, task.limit, contents)):
        fleeting |= is_fleeting(raw)
        write_staged(to_table(raw, READ), staged(work, "read", number, batch))
        accepted, rejects, ledger = map_documents(raw, task.settings)
        write_staged(to_table(accepted, arrow_schema(CleanDocument)), staged(work, "accepted", number, batch))
        write_staged(fingerprint(accepted, task.settings), staged(work, "prints", number, batch))
        write_staged(to_table(rejects, arrow_schema(Reject)), staged(work, "rejects", number, batch))
        write_staged(to_table(ledger, arrow_schema(Edit)), staged(work, "ledger", number, batch))
        batches.append((len(raw), int(raw["size"].sum())))
        left_out += names
        progress()
    mapped = Mapped(number, partition.part, partition.alone, len(partition.files), tuple(batches), left_out)
    return mapped, fleeting


def finish_part(task: FinishTask) -> Finished:
    """Mark or set aside the duplicates of a part, hold its tables against their contracts, and write them.

    A part whose rows and links are those of the corpus that stands there is not made again.
    """
    links = _links(task)
    key = _part_key(task, links)
    if task.cache is not None and key is not None and task.old is not None:
        known = task.cache.known_part(key)
        if known is not None and reuse_files(known["files"], task.old, task.corpus, task.part):
            files = tuple(PartFile(*file) for file in named(known["files"], task.part))
            return Finished(task.part, files, known["counts"])
    finished = _finish(task, links)
    if task.cache is not None and key is not None:
        task.cache.note_part(key, {"files": finished.files, "counts": finished.counts})
    return finished


def _links(task: FinishTask) -> pa.Table:
    """Return the links of the documents of a part, in `doc_id` order: of those of all only what lies near them."""
    columns = [read_staged(staged(task.work, "accepted", *batch[:2]), ["doc_id"]) for batch in task.batches]
    ids = pa.concat_tables(columns)["doc_id"].combine_chunks()
    span = pc.min_max(ids).as_py()
    links = read_staged(task.work / LINKS_FILE, span=(span["min"] or "", span["max"] or ""))
    return links.filter(pc.is_in(links["doc_id"], value_set=ids))


def _part_key(task: FinishTask, links: pa.Table) -> str | None:
    """Return what the files of a part are made of: its batches, and the links of their documents."""
    if task.cache is None or any(batch.key is None for batch in task.batches):
        return None
    places = [[batch.key, batch.batch] for batch in task.batches]
    return part_key(task.settings, task.cache.context, places, links.combine_chunks(), first=task.part == 0)


def _finish(task: FinishTask, links: pa.Table) -> Finished:
    accepted, rejects, ledger = (_gather(task, table) for table in ("accepted", "rejects", "ledger"))
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
    tables = [read_staged(staged(task.work, table, *batch[:2])) for batch in task.batches]
    keys = ["doc_id", "seq"] if table == "ledger" else ["doc_id"]
    joined = pa.concat_tables(tables)
    return from_table(joined.take(_order(joined, keys)))


def _order(table: pa.Table, keys: list[str]) -> pa.Array:
    return pc.sort_indices(table, sort_keys=[(key, "ascending") for key in keys])
