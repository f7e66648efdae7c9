"""The accounting: what is about to be published, recounted from disk, against the inventory.

Each document is in exactly one of clean, duplicates and rejects; each file of the inventory has yielded at least
one, or is itself a reject.
A run that breaks this publishes nothing.
"""

import os
from collections.abc import Collection, Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from corpusclean.errors import RunFailed, UsageError
from corpusclean.read.inventory import Inventory
from corpusclean.run.ids import Buckets, Ids, ids, ids_of_addresses, once
from corpusclean.storage import bucket_of, url_of
from corpusclean.write.parquet import batches_of, read_staged, rows_of
from corpusclean_schemas.tables import DOCUMENTS

BUCKET = 1 << 22
"""Documents whose ids are held together, about."""

ROWS = 50_000
"""Rows of a file that are looked at together."""

SHOWN = 5
"""Addresses that a message names."""


class Account(NamedTuple):
    """How many documents there are, and where each went."""

    found: int
    clean: int
    duplicates: int
    rejects: int


def recount(inputs: Sequence[Path], inventory: Inventory) -> None:
    """Hold an inventory against a second, simpler count of the directory entries under the inputs.

    Raises RunFailed where it lacks some: a folder that was passed over is found here, before anything is read.
    """
    left_out = set(inventory.left_out)
    entries = sum(_entries(path, left_out) for path in inputs)
    if entries != len(inventory.found):
        raise RunFailed(
            f"the accounting is broken, nothing was published: {entries} files are in the inputs, "
            f"{len(inventory.found)} in the inventory; do other programs write there?"
        )


def _entries(path: Path, left_out: Collection[str]) -> int:
    """Count files, links, and folders that cannot be listed; not what was left out by name."""
    url = url_of(path)
    if url is not None:
        return sum(url.below(name).inner() not in left_out for name, _ in bucket_of(url).listed(url)) or 1
    if not path.is_dir():
        return 1
    count, folders = 0, [str(path)]
    while folders:
        try:
            with os.scandir(folders.pop()) as listed:
                for entry in listed:  # one by one: a folder may hold a million
                    if entry.path in left_out:
                        continue
                    if entry.is_dir(follow_symlinks=False):
                        folders.append(entry.path)
                    else:
                        count += 1
        except OSError:
            count += 1
    return count


def reconcile(work: Path, corpus: Path) -> Account:
    """Hold the tables of a staged corpus against what was read, and that against the inventory, all from disk.

    Memory holds 16 bytes for each document that is read and for each that is placed, and no more of them than
    `BUCKET` at a time. Where something is wrong all addresses are read, to say what.
    Raises RunFailed that names documents that are missing, doubled, or nobody's, and files that were not read;
    UsageError where two documents have one address.
    """
    read = sorted(work.glob("read-*.parquet"))
    tables = {name: sorted((corpus / name).glob("*.parquet")) for name in DOCUMENTS}
    counts = {name: sum(rows_of(path) for path in paths) for name, paths in tables.items()}
    found = sum(rows_of(path) for path in read)
    if not _balanced(work, read, [path for paths in tables.values() for path in paths], found):
        _tell(work, corpus)
    return Account(found, *counts.values())


def _balanced(work: Path, read: Sequence[Path], placed: Sequence[Path], found: int) -> bool:
    """Tell whether what was read is the inventory's, and in the tables each once. No address is named."""
    with Buckets(work, -(-found // BUCKET)) as buckets:
        for batch in batches_of(work / "inventory.parquet", ["address"], ROWS):
            buckets.add("inventory", ids_of_addresses(batch["address"]))
        for path in read:
            for batch in batches_of(path, ["doc_id", "address", "file"], ROWS):
                own = ids(batch["doc_id"])
                buckets.add("read", own)
                buckets.add("files", _ids_of_files(batch, own))
        for path in placed:
            for batch in batches_of(path, ["doc_id"], ROWS):
                buckets.add("placed", ids(batch["doc_id"]))
        return all(
            np.array_equal(once(files), inventory)
            and np.array_equal(once(documents), placed_there)
            and len(once(documents)) == len(documents)
            for inventory, documents, files, placed_there in buckets.each("inventory", "read", "files", "placed")
        )


def _ids_of_files(batch: pa.RecordBatch, own: Ids) -> Ids:
    """Return the ids of the files of documents; that of one which is a file of its own is its own."""
    inside = pc.not_equal(batch["file"], batch["address"])
    of_files = own.copy()
    of_files[inside.to_numpy(zero_copy_only=False)] = ids_of_addresses(batch["file"].filter(inside))
    return of_files


def _tell(work: Path, corpus: Path) -> None:
    """Say what is wrong with the books. Raises RunFailed or UsageError."""
    inventory = read_staged(work / "inventory.parquet", ["address"])["address"]
    columns = ["doc_id", "address", "file"]
    read = pa.concat_tables(read_staged(path, columns) for path in sorted(work.glob("read-*.parquet")))
    _refuse_equal(read)
    tables = {name: _ids(corpus / name) for name in DOCUMENTS}
    placed = pa.concat_tables(tables.values()).group_by("doc_id").aggregate([("doc_id", "count")])
    problems = [
        _problem("never read", _not_in(inventory, read["file"])),
        _problem("read and not in the inventory", _not_in(read["file"], inventory)),
        _problem("in no table", _without(read, placed["doc_id"])),
        _problem("in more than one table, or twice", _within(read, _repeated(placed))),
        _problem("in a table and not in the inventory", _without(_all(corpus), read["doc_id"])),
    ]
    said = [problem for problem in problems if problem] or ["ids and addresses do not go together"]
    raise RunFailed(f"the accounting is broken, nothing was published: {'; '.join(said)}")


def _refuse_equal(read: pa.Table) -> None:
    counts = read.group_by("doc_id").aggregate([("doc_id", "count"), ("address", "min"), ("file", "min_max")])
    twice = counts.filter(pc.greater(counts["doc_id_count"], 1)).slice(0, 1).to_pylist()
    for row in twice:
        files = row["file_min_max"]
        raise UsageError(
            f"the address {row['address_min']!r} is that of two documents, one in {files['min']}, one in"
            f" {files['max']}; rename one of the files"
        )


def _not_in(values: pa.ChunkedArray, known: pa.ChunkedArray) -> pa.ChunkedArray:
    strings = known.cast(pa.large_string()).combine_chunks()
    values = values.cast(pa.large_string())
    return values.filter(pc.invert(pc.is_in(values, value_set=strings)))


def _ids(folder: Path) -> pa.Table:
    return pa.concat_tables(read_staged(path, ["doc_id"]) for path in sorted(folder.glob("*.parquet")))


def _all(corpus: Path) -> pa.Table:
    return pa.concat_tables(
        read_staged(path, ["doc_id", "address"])
        for name in DOCUMENTS
        for path in sorted((corpus / name).glob("*.parquet"))
    )


def _repeated(placed: pa.Table) -> pa.ChunkedArray:
    return placed.filter(pc.greater(placed["doc_id_count"], 1))["doc_id"]


def _within(table: pa.Table, ids: pa.ChunkedArray) -> pa.ChunkedArray:
    return table.filter(pc.is_in(table["doc_id"], value_set=ids.combine_chunks()))["address"]


def _without(table: pa.Table, ids: pa.ChunkedArray) -> pa.ChunkedArray:
    return table.filter(pc.invert(pc.is_in(table["doc_id"], value_set=ids.combine_chunks())))["address"]


def _problem(what: str, addresses: pa.ChunkedArray) -> str:
    names: Iterable[str] = sorted(addresses.to_pylist())[:SHOWN]
    return f"{len(addresses)} {what}, first {', '.join(names)}" if len(addresses) else ""
