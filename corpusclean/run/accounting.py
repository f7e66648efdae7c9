"""The accounting: what is about to be published, recounted from disk, against the inventory.

Each document is in exactly one of clean, duplicates and rejects; each file of the inventory has yielded at least
one, or is itself a reject.
A run that breaks this publishes nothing.
"""

import os
from collections.abc import Collection, Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

import pyarrow as pa
import pyarrow.compute as pc

from corpusclean.errors import RunFailed, UsageError
from corpusclean.read.inventory import Inventory
from corpusclean.storage import bucket_of, url_of
from corpusclean.write.parquet import read_staged

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

    Raises RunFailed that names documents that are missing, doubled, or nobody's, and files that were not read;
    UsageError where two documents have one address.
    """
    inventory = read_staged(work / "inventory.parquet", ["address"])["address"]
    columns = ["doc_id", "address", "file"]
    read = pa.concat_tables(read_staged(path, columns) for path in sorted(work.glob("read-*.parquet")))
    _refuse_equal(read)
    tables = {name: _ids(corpus / name) for name in ("data", "duplicates", "rejects")}
    placed = pa.concat_tables(tables.values()).group_by("doc_id").aggregate([("doc_id", "count")])
    problems = [
        _problem("never read", _not_in(inventory, read["file"])),
        _problem("read and not in the inventory", _not_in(read["file"], inventory)),
        _problem("in no table", _without(read, placed["doc_id"])),
        _problem("in more than one table, or twice", _within(read, _repeated(placed))),
        _problem("in a table and not in the inventory", _without(_all(corpus), read["doc_id"])),
    ]
    said = [problem for problem in problems if problem]
    if said:
        raise RunFailed(f"the accounting is broken, nothing was published: {'; '.join(said)}")
    return Account(len(read), *(len(tables[name]) for name in ("data", "duplicates", "rejects")))


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
        for name in ("data", "duplicates", "rejects")
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
