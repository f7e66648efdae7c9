"""A run from start to end: inventory, map, reduce, finish, accounting, publishing."""

import os
from collections import defaultdict
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import pyarrow as pa

from corpusclean.dedup import link_duplicates
from corpusclean.errors import RejectsExceeded, UsageError
from corpusclean.frame import from_table, to_table
from corpusclean.read.documents import doc_id
from corpusclean.read.inventory import Inventory, discover
from corpusclean.run.accounting import Account, reconcile, recount
from corpusclean.run.local import map_tasks
from corpusclean.run.partition import Partition, plan
from corpusclean.run.tasks import (
    LINKS,
    READ,
    Finished,
    FinishTask,
    MapTask,
    finish_part,
    map_partition,
    staged,
)
from corpusclean.settings import Settings, exceeds
from corpusclean.write.corpus import inventory_of, seal
from corpusclean.write.counts import add_up
from corpusclean.write.parquet import read_staged, write_staged
from corpusclean.write.publish import Staging, check_output, publish, staging

Progress = Callable[[int, int], None]
"""Told how many documents are done, of how many."""


class Summary(NamedTuple):
    """What a run did: the manifest of what it published, and where."""

    out: Path
    manifest: dict[str, Any]


def clean_corpus(
    inputs: Sequence[Path],
    out: Path,
    settings: Settings,
    *,
    limit: int | None = None,
    progress: Progress | None = None,
) -> Summary:
    """Clean files and folders into a corpus at `out`, which then is complete, or as it was before.

    `limit` takes only so many documents, the first by address. Raises UsageError for unusable input,
    RejectsExceeded where there are more rejects than `max_rejects` (they and the report are then in
    `out.failed`), RunFailed where the disk or the accounting fails, OutputBusy where another run is writing.
    """
    _refuse_overlap(inputs, out)
    check_output(out)
    inventory = discover(inputs, settings)
    recount(inputs, inventory)
    if limit is not None:
        inventory = inventory._replace(found=inventory.found[:limit])
    with staging(out) as staged_at:
        partitions = plan(inventory.found, settings)
        _write_inventory(inventory, staged_at.work)
        _map(partitions, staged_at, settings, progress)
        _reduce(partitions, staged_at.work)
        finished = _finish(partitions, staged_at, settings)
        account = reconcile(staged_at.work / "inventory.parquet", staged_at.corpus)
        made = _seal(staged_at, settings, account, len(inventory.left_out), finished)
        if exceeds(account.rejects, account.documents, settings.max_rejects):
            failed = _set_apart(staged_at, out)
            raise RejectsExceeded(
                f"{account.rejects} rejects, max_rejects is {settings.max_rejects}; nothing was published. "
                f"The rejects and the report are in {failed}"
            )
        publish(staged_at.corpus, out)
    return Summary(out, made)


def _refuse_overlap(inputs: Sequence[Path], out: Path) -> None:
    place = Path(os.path.realpath(out))
    for path in inputs:
        source = Path(os.path.realpath(path))
        if place == source or source in place.parents or place in source.parents:
            raise UsageError(f"--out {out} and the input {path} lie within each other; name a folder beside it")


def _write_inventory(inventory: Inventory, work: Path) -> None:
    table = pa.table(
        {
            "doc_id": [doc_id(found.address) for found in inventory.found],
            "address": [found.address for found in inventory.found],
            "size": [found.size for found in inventory.found],
        }
    )
    write_staged(table, work / "inventory.parquet")


def _map(partitions: Sequence[Partition], at: Staging, settings: Settings, progress: Progress | None) -> None:
    total = sum(len(partition.files) for partition in partitions)
    done = 0
    tell = progress or (lambda _done, _total: None)
    tell(done, total)
    tasks = [MapTask(partition, at.work, settings) for partition in partitions]
    for count in map_tasks(map_partition, tasks, settings.run.workers):
        done += count
        tell(done, total)


def _reduce(partitions: Sequence[Partition], work: Path) -> None:
    columns = ["doc_id", "date", "text_key"]
    tables = [read_staged(staged(work, "accepted", partition.number), columns) for partition in partitions]
    links = link_duplicates(from_table(pa.concat_tables(tables)))
    write_staged(to_table(links, LINKS), work / "links.parquet")


def _finish(partitions: Sequence[Partition], at: Staging, settings: Settings) -> list[Finished]:
    members: dict[int, list[int]] = defaultdict(list)
    for partition in partitions:
        members[partition.part].append(partition.number)
    tasks = [FinishTask(part, tuple(own), at.work, at.corpus, settings) for part, own in members.items()]
    return sorted(map_tasks(finish_part, tasks, settings.run.workers))


def _seal(
    at: Staging, settings: Settings, account: Account, left_out: int, finished: Sequence[Finished]
) -> dict[str, Any]:
    read = pa.concat_tables(read_staged(path, READ.names) for path in sorted(at.work.glob("read-*.parquet")))
    documents = {"found": account.documents, **account._asdict()}
    del documents["documents"]
    return seal(
        at.corpus,
        settings=settings,
        inventory=inventory_of(
            read["address"].to_pylist(), read["sha256"].to_pylist(), read["size"].to_pylist(), left_out
        ),
        documents=documents,
        counts=add_up(part.counts for part in finished),
        files=[file for part in finished for file in part.files],
    )


def _set_apart(at: Staging, out: Path) -> Path:
    """Publish the rejects and the report of a run that failed its limit beside the output."""
    failed = out.with_name(f"{out.name}.failed")
    check_output(failed)
    for name in ("data", "duplicates", "ledger"):
        for path in (at.corpus / name).iterdir():
            path.unlink()
        (at.corpus / name).rmdir()
    publish(at.corpus, failed)
    return failed
