"""A run from start to end: inventory, map, reduce, finish, accounting, publishing."""

import contextlib
import os
import shutil
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import pyarrow as pa
import pyarrow.compute as pc

from corpusclean.boilerplate.trial import require_tested
from corpusclean.errors import ProofFailed, RejectsExceeded, RunFailed, UsageError
from corpusclean.read.inventory import Inventory, take_inventory
from corpusclean.read.naming import left_out
from corpusclean.read.places import with_places
from corpusclean.report.terminal import rejected_for
from corpusclean.report.words import against_limit, exceeds
from corpusclean.run.accounting import Account, reconcile, recount
from corpusclean.run.blame import map_blaming
from corpusclean.run.cache import Cache, staged_files
from corpusclean.run.fresh import Wanted, already_made, whole_key
from corpusclean.run.keeper import Keeper, cache_place
from corpusclean.run.local import map_tasks
from corpusclean.run.memory import give_back
from corpusclean.run.pace import Pace, Watch
from corpusclean.run.partition import plan
from corpusclean.run.reduce import archive_name, group_duplicates
from corpusclean.run.sorting import Entries
from corpusclean.run.tasks import (
    Batch,
    Finished,
    FinishTask,
    Mapped,
    MapTask,
    finish_part,
    map_partition,
)
from corpusclean.settings import Output, Settings
from corpusclean.write.corpus import inventory_of, seal
from corpusclean.write.counts import add_up
from corpusclean.write.manifest import own_hash
from corpusclean.write.parquet import TABLES, read_staged, rows_of, write_staged
from corpusclean.write.private import (
    APART,
    Staged,
    check_places,
    leaves_behind,
    linked,
    private_place,
    publish_apart,
    settle,
    staging_apart,
)
from corpusclean.write.publish import (
    check_failed,
    clear_leftovers,
    publish,
    side_paths,
    undisturbed,
)

Progress = Callable[[int, int], None]
"""Told how many documents are done, of how many."""


class Summary(NamedTuple):
    """What a run did: the manifest of what it published, and where."""

    out: Path
    manifest: dict[str, Any]
    unchanged: bool = False
    """The corpus already was what this run would have made, and was left untouched."""
    leaves_behind: bool = False
    """The corpus that was replaced had a private part, in another folder, and that was left as it is."""
    pace: Pace | None = None
    """How fast files were listed and read; None where nothing was done."""


def clean_corpus(
    inputs: Sequence[Path],
    out: Path,
    settings: Settings,
    *,
    limit: int | None = None,
    against: Path | None = None,
    progress: Progress | None = None,
) -> Summary:
    """Clean files and folders into a corpus at `out`, which then is complete, or as it was before.

    Workers are processes that import the calling program: call this behind `if __name__ == "__main__":`.
    `limit` takes only so many files, the first by address, and of a file of many documents only so many.
    `against` is a corpus: what it tells already is a duplicate of it. Raises
    UsageError for unusable input, RejectsExceeded where there are more rejects than `max_rejects` (they and the
    report are then in `out.failed`), RunFailed where the disk or the accounting fails, OutputBusy where another
    run is writing.
    """
    private = private_place(settings)
    _refuse_overlap(inputs, out, private)
    require_tested(settings.boilerplate.packs, settings.decisions.home)
    failed = check_places(out, private)
    leaving = leaves_behind(out, private)
    archive = None if against is None else archive_name(against)
    if against is not None and os.path.realpath(against) == os.path.realpath(out):
        raise UsageError(f"--out {out} is the corpus of --against; name another place for what is new")
    watch = Watch()
    settings = with_places(settings, inputs)
    _refuse_cache_that_is_written(out, private, settings)
    _refuse_cache_that_is_read(inputs, settings)
    inventory = take_inventory(inputs, settings)
    recount(inputs, inventory)
    listing = watch.lap()
    if limit is not None:
        inventory = inventory._replace(found=inventory.found[:limit])
    partitions = plan(inventory.found, settings)
    scope = {"limit": limit, "against": archive}
    cache = Keeper(settings)
    known = already_made(out, Wanted(inventory, partitions, settings, scope), cache.now())
    if known.manifest is not None:
        _clear_up(out, private, known.manifest)
        return Summary(out, known.manifest, unchanged=True)
    # From the moment of publishing to the end of clearing up nothing may change the verdict.
    with contextlib.ExitStack() as at_the_end, staging_apart(out, private) as at, _own_files():
        _write_inventory(inventory, at.work)
        files, size = len(inventory.found), int(inventory.found.sizes.sum())
        inventory = inventory._replace(found=inventory.found[:0])  # it is on disk
        give_back()
        watch.lap()
        tasks = (
            MapTask(partition, at.work, settings, limit, cache.now(), known.keys.get(partition.number))
            for partition in partitions
        )
        mapped = _map(tasks, files, cache, settings, progress)
        pace = Pace(files, size, listing, watch.lap())
        group_duplicates(at.work, settings, against, archive)
        give_back()
        finished = _finish(mapped, cache, at, _standing(out, private, at.work), settings)
        cache.tidy()
        account = reconcile(at.work, at.whole)
        give_back()
        left_out = len(inventory.left_out) + sum(each.left_out for each in mapped)
        fails = exceeds(account.rejects, account.found, settings.max_rejects)
        kept = _rejects_alone(at) if fails else at
        made = _seal(
            kept,
            settings,
            account,
            finished,
            {**scope, "left_out": left_out},
            fails=fails,
        )
        if not fails:
            _note_corpus(mapped, len(inventory.left_out), scope, made, cache.now())
        at_the_end.enter_context(undisturbed())
        _publish(kept, out, private, made, failed)
    if fails:
        raise RejectsExceeded(
            f"{against_limit(account.rejects, account.found, settings.max_rejects or 0)}; nothing was published. "
            f"{rejected_for(made)} The rejects and the report are in {failed}"
        )
    return Summary(out, made, leaves_behind=leaving, pace=pace)


def _note_corpus(
    mapped: Sequence[Mapped], left_out: int, scope: Mapping[str, Any], made: Mapping[str, Any], cache: Cache | None
) -> None:
    """Remember which corpus the partitions came to: the next run need only hash them to know."""
    if cache is not None and made["reproducible"]:
        whole = whole_key({each.partition: each.key for each in mapped}, left_out, scope, cache)
        if whole is not None:
            cache.note_corpus(whole, own_hash(made))


def _publish(at: Staged, out: Path, private: Path | None, made: Mapping[str, Any], failed: Path) -> None:
    """Put what was made where it belongs; a run that does not fail clears away what one before it has left."""
    if made["published"]:
        publish_apart(at, out, private, made)
        _clear_failed(out, private)
    else:
        check_failed(failed)
        publish(at.corpus, failed)


def _clear_up(out: Path, private: Path | None, made: Mapping[str, Any]) -> None:
    """Remove what runs before this one have left, where the corpus that stands there is what it would make."""
    clear_leftovers(out)
    if private is not None:
        settle(out, private, made)
    _clear_failed(out, private)


def _clear_failed(out: Path, private: Path | None) -> None:
    """Remove what earlier runs that failed have left, with a private part or without, and nothing else."""
    for failed in (side_paths(place)[2] for place in (out, private) if place is not None):
        with contextlib.suppress(UsageError, RunFailed):
            check_failed(failed)
            shutil.rmtree(failed, ignore_errors=True)


@contextlib.contextmanager
def _own_files() -> Iterator[None]:
    """Tell of a staged file that cannot be read back as what it is: a fault of the disk, and of no corpus."""
    try:
        yield
    except ProofFailed as error:
        raise RunFailed(f"{error}; nothing was published") from error


def _rejects_alone(at: Staged) -> Staged:
    """Leave of what a run has made its rejects alone, in one folder: beside them, where they are private."""
    for table in set(TABLES) - {"rejects"}:
        shutil.rmtree((at.whole / table).resolve())
    return at._replace(corpus=at.private or at.corpus, private=None)


def _standing(out: Path, private: Path | None, work: Path) -> Path:
    """Return the folder in which the tables of the corpus that stands there are, or links to them."""
    if private is None:
        return out
    return linked(work / "standing", {table: (private if table in APART else out) / table for table in TABLES})


def _written(out: Path, private: Path | None) -> Iterator[tuple[str, Path]]:
    """Yield every place that a run writes, its real path, and how its option is called and named."""
    named = [("--out", out), *([("--private", private)] if private else [])]
    for option, whole in named:
        for place in (whole, *side_paths(whole)):
            yield f"{option} {whole}", Path(os.path.realpath(place))


def _refuse_overlap(inputs: Sequence[Path], out: Path, private: Path | None) -> None:
    """Refuse inputs that lie within what a run writes, or hold it: real paths, links followed."""
    sources = [Path(os.path.realpath(path)) for path in inputs]
    for named, real in _written(out, private):
        for path, source in zip(inputs, sources, strict=True):
            if real == source or source in real.parents or real in source.parents:
                raise UsageError(f"{named} and the input {path} lie within each other; name a folder beside it")


def _refuse_cache_that_is_written(out: Path, private: Path | None, settings: Settings) -> None:
    """Refuse a cache within what a run writes: the next run would not know that for its own any more."""
    place = cache_place(settings.run)
    real = None if place is None else Path(os.path.realpath(place))
    for named, written in _written(out, private):
        if real is not None and (written == real or written in real.parents):
            raise UsageError(f"the cache {place} lies in {named}; name a folder beside it")


def _refuse_cache_that_is_read(inputs: Sequence[Path], settings: Settings) -> None:
    """Refuse a cache in a folder that is cleaned: the next run would take what is kept there for documents."""
    place = cache_place(settings.run)
    if place is None:
        return
    real, excluded = Path(os.path.realpath(place)), left_out(settings.exclude)
    for path in inputs:
        source = Path(os.path.realpath(path))
        if source != real and source not in real.parents:
            continue
        within = real.relative_to(source)
        folders = [within, *within.parents][:-1]
        if not any(excluded(folder.as_posix(), folder.name) for folder in folders):
            raise UsageError(
                f"the cache {place} lies in the input {path}, and would be read as documents; name a folder beside"
                " it, or one that `exclude` leaves out, such as .work"
            )


def _write_inventory(inventory: Inventory, work: Path) -> None:
    table = pa.table(
        {
            "address": inventory.found.addresses,
            "size": inventory.found.sizes,
        }
    )
    write_staged(table, work / "inventory.parquet")


def _map(
    tasks: Iterable[MapTask], files: int, cache: Keeper, settings: Settings, progress: Progress | None
) -> list[Mapped]:
    tell = progress or (lambda _done, _total: None)
    tell(0, files)
    mapped: list[Mapped] = []
    done = 0
    for each in map_blaming(map_partition, tasks, settings, after=files, undo=_undo):
        mapped.append(each)
        cache.add(each.kept)
        done += each.files
        tell(done, files)
    return sorted(mapped)


def _undo(task: MapTask) -> None:
    """Remove what a worker staged before it failed."""
    for path, _, _ in staged_files(task.work, task.partition.number):
        path.unlink()


def _finish(mapped: Sequence[Mapped], cache: Keeper, at: Staged, old: Path, settings: Settings) -> list[Finished]:
    tasks = [
        FinishTask(part, batches, at.work, at.whole, settings, cache.now(), old)
        for part, batches in enumerate(_parts(mapped, settings))
    ]
    return sorted(map_tasks(finish_part, tasks, settings.run.workers))


def _parts(mapped: Sequence[Mapped], settings: Settings) -> Iterator[tuple[Batch, ...]]:
    """Yield the batches of each part: those of its partitions, or as many of a large file as a part may have."""
    together: dict[int, list[Mapped]] = defaultdict(list)
    for each in mapped:
        together[each.part].append(each)
    for _, members in sorted(together.items()):
        batches = [
            (Batch(each.partition, batch, each.key), count, size)
            for each in members
            for batch, (count, size) in enumerate(each.batches)
        ]
        if members[0].alone:
            yield from _cut(batches, settings.output)
        else:
            yield tuple(batch for batch, _, _ in batches)


def _cut(batches: Iterable[tuple[Batch, int, int]], output: Output) -> Iterator[tuple[Batch, ...]]:
    members: list[Batch] = []
    documents = held = 0
    for batch, count, size in batches:
        full = documents + count > output.part_documents or held + size > output.part_bytes
        if members and full:
            yield tuple(members)
            members, documents, held = [], 0, 0
        members.append(batch)
        documents, held = documents + count, held + size
    yield tuple(members)


def _seal(
    at: Staged,
    settings: Settings,
    account: Account,
    finished: Sequence[Finished],
    scope: Mapping[str, int | str | None],
    *,
    fails: bool,
) -> dict[str, Any]:
    size = 0
    with Entries(at.work) as entries:
        for path in sorted(at.work.glob("read-*.parquet")):
            read = read_staged(path, ["address", "sha256", "size"])
            entries.add(read["address"], read["sha256"])
            size += pc.sum(read["size"]).as_py() or 0
        # Each of them was read: the books balance.
        seen = inventory_of(entries, rows_of(at.work / "inventory.parquet"), size)
    files = [file for part in finished for file in part.files]
    return seal(
        at,
        settings=settings,
        inventory={**seen, **scope},
        documents=account._asdict(),
        counts=add_up(part.counts for part in finished),
        files=[file for file in files if not fails or file.path.startswith("rejects/")],
        published=not fails,
    )
