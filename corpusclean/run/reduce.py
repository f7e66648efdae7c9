"""The reduce: what no worker can decide for its partition alone. Duplicates, over the fingerprints of all.

Out of core, in tasks that each read a range of keys or of pairs from every file and write a file of their own:

    scatter   staged prints              -> keys in ascending order, cut into buckets
    pair      one bucket of all keys     -> the pairs that share a key of it, cut into ranges
    sum up    one range of all pairs     -> those worth a comparison
    shingle   staged texts of those      -> their distinct shingles
    compare   one range of those pairs   -> what is alike, and how much

Memory holds some hundred bytes a document, and a bucket or range for each worker. The tasks are idempotent and
their arguments plain, so that an engine may run each phase as a map over buckets.
"""

import io
import shutil
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from corpusclean.corpus import open_published, parts
from corpusclean.dedup import CALLED, FACTS, PRINTS, Roll, call_roll, fingerprint, link
from corpusclean.dedup.candidates import Shared, add_up, apart, promising, shared
from corpusclean.dedup.compare import Edges, compare
from corpusclean.dedup.shingle import Hashes, shingles
from corpusclean.errors import ProofFailed, RunFailed, UsageError, writing
from corpusclean.frame import from_table
from corpusclean.outlet import COLUMNS as OUTLET_COLUMNS
from corpusclean.run.local import map_tasks
from corpusclean.run.memory import give_back
from corpusclean.settings import Duplicates, Settings
from corpusclean.write.manifest import SELF
from corpusclean.write.parquet import read_staged, rows_of, values_of, write_staged

BUCKET = 1 << 19
"""Keys of a bucket, about; and of a scattered file some."""

SCATTER = 1 << 21
"""Keys that one task brings into order."""

LINKS_FILE = "links.parquet"
LINKS_GROUP = 10_000
"""Rows of `links.parquet` that are read at a time, in `doc_id` order: a part looks for its own."""

SLICE = 1_000
"""Documents of an archive that are looked at together."""

HELD = 4096
"""Documents whose shingles a comparing task holds at a time."""

Array = npt.NDArray[Any]


class Source(NamedTuple):
    """A staged file of PRINTS, one with the texts of the same documents, row for row; its place among all rows."""

    prints: Path
    texts: Path
    first: int
    rows: int
    archived: bool = False


class Scatter(NamedTuple):
    """Bring the keys of some files into order."""

    number: int
    sources: tuple[Source, ...]
    at: Path
    bits: int


class Ranged(NamedTuple):
    """Work on one bucket or range of so many files."""

    number: int
    files: int
    at: Path
    bits: int
    chosen: Duplicates


class Shingle(NamedTuple):
    """Take the shingles of the texts of a file, where they will be compared."""

    number: int
    source: Source
    at: Path


class Against(NamedTuple):
    """Take the fingerprints of a file of an archive's documents."""

    number: int
    part: Path
    work: Path
    settings: Settings


def archive_name(archive: Path) -> str:
    """Return how rows name an archive: the beginning of its manifest's hash.

    Raises UsageError where it is no corpus that was published, ProofFailed where it is not as it was written.
    """
    return str(open_published(archive)[SELF])[:16]


def group_duplicates(
    work: Path, settings: Settings, against: Path | None = None, archive: str | None = None
) -> None:
    """Write `links.parquet` of the staged fingerprints of every partition, and of the corpus `against` if any.

    `archive` is that one's name. Raises UsageError and ProofFailed as `archive_name` does, and where that corpus
    has not the columns of today; RunFailed where it is another one by now.
    """
    if against is not None:
        tasks = [Against(number, part, work, settings) for number, part in enumerate(parts(against, "data"))]
        list(map_tasks(take_archive, tasks, settings.run.workers))
    sources = list(_sources(work, () if against is None else parts(against, "data")))
    chosen, workers = settings.duplicates, settings.run.workers
    archived = sum(source.rows for source in sources if source.archived)
    roll = call_roll(_read([source.prints for source in sources], CALLED), archived, chosen)
    give_back()
    at = work / "duplicates"
    at.mkdir()
    found = _alike(sources, roll, at, chosen, workers)
    links = link(roll, found, chosen, lambda rows: _facts(sources, rows), archive)
    if against is not None and archive_name(against) != archive:
        raise RunFailed(
            f"{against}: another corpus took its place during the run; nothing was published; run again"
        )
    write_staged(links, work / LINKS_FILE, row_group=LINKS_GROUP)
    shutil.rmtree(at)


def _read(paths: Iterable[Path], columns: list[str]) -> pa.Table:
    """Return some columns of all fingerprints."""
    return pa.concat_tables(
        [PRINTS.empty_table().select(columns), *(read_staged(path, columns) for path in paths)]
    )


def _facts(sources: Sequence[Source], rows: Array) -> pa.Table:
    """Return the FACTS of some rows, in their order: of the other rows nothing is held."""
    order = np.argsort(rows, kind="stable")
    ordered, tables = rows[order], [PRINTS.empty_table().select(FACTS)]
    for source in sources:
        begin, end = np.searchsorted(ordered, [source.first, source.first + source.rows])
        if begin < end:
            own = pa.array(ordered[begin:end] - source.first)
            tables.append(read_staged(source.prints, FACTS).take(own))
    return pa.concat_tables(tables).take(pa.array(np.argsort(order, kind="stable")))


def _sources(work: Path, archive: Sequence[Path]) -> Iterator[Source]:
    """Yield the files of fingerprints: those of the corpus, then those of the archive."""
    own = [
        (path, work / path.name.replace("prints", "accepted", 1)) for path in sorted(work.glob("prints-*.parquet"))
    ]
    theirs = [(_taken(work, number), part) for number, part in enumerate(archive)]
    first = 0
    for place, (path, texts) in enumerate([*own, *theirs]):
        rows = rows_of(path)
        yield Source(path, texts, first, rows, archived=place >= len(own))
        first += rows


def _taken(work: Path, number: int) -> Path:
    return work / f"against-{number:06d}.parquet"


def take_archive(task: Against) -> int:
    """Stage the fingerprints of an archive's file: of its representatives, then of those that duplicate one.

    The latter get no keys: a text may equal theirs, but what is only like them is like a representative, or new.
    """
    names = ["doc_id", "date", "characters", "agency", "text", *OUTLET_COLUMNS]
    chosen = task.settings.duplicates
    equal = chosen.model_copy(update={"near": "ignore", "contained": "ignore"})
    taken = [PRINTS.empty_table()]
    for standing, duplicates in ((True, chosen), (False, equal)):
        settings = task.settings.model_copy(update={"duplicates": duplicates})
        documents = from_table(_of_archive(task.part, names, standing=standing))
        slices = (documents[begin : begin + SLICE] for begin in range(0, len(documents), SLICE))
        taken += [fingerprint(each.reset_index(drop=True), settings) for each in slices]
    write_staged(pa.concat_tables(taken), _taken(task.work, task.number))
    return task.number


def _of_archive(part: Path, names: Sequence[str], *, standing: bool) -> pa.Table:
    """Return columns of an archive's documents that duplicate none of it, or of the others."""
    try:
        table = read_staged(part, [*names, "dup_of", "dup_against"])
    except ProofFailed as error:
        raise UsageError(f"{part.parent.parent}: {error}; `corpusclean verify` tells what is damaged") from error
    if missing := {*names, "dup_of", "dup_against"} - set(table.column_names):
        raise UsageError(f"{part}: has no column {min(missing)}; clean the archive with this version once more")
    stands = pc.or_(pc.is_null(table["dup_of"]), pc.is_valid(table["dup_against"]))
    return table.filter(stands if standing else pc.invert(stands)).select(names)


def _texts(source: Source) -> pa.ChunkedArray:
    table = (
        _of_archive(source.texts, ["text"], standing=True)
        if source.archived
        else read_staged(source.texts, ["text"])
    )
    return table["text"]


def _alike(sources: Sequence[Source], roll: Roll, at: Path, chosen: Duplicates, workers: int) -> Edges:
    """Return what is alike among all documents, from tasks that leave their results in files."""
    for name in ("rank", "by_length", "archived"):
        _save(at / name, getattr(roll, name))
    _save(at / "alone", roll.alone())
    _save(at / "passages", roll.passages)
    scatters, bits = _cut(sources, at)
    files = len(list(map_tasks(scatter, scatters, workers)))
    ranged = [Ranged(number, files, at, bits, chosen) for number in range(1 << bits)]
    list(map_tasks(pair, ranged, workers))
    ranged = [each._replace(files=len(ranged)) for each in ranged]
    list(map_tasks(sum_up, ranged, workers))
    wanted = np.zeros(len(roll.rank), bool)
    for each in ranged:
        for side in apart(np.load(at / f"sum-{each.number}.npy")):
            wanted[side] = True
    _save(at / "wanted", wanted)
    indexed = np.full((len(roll.rank), 3), -1, np.int64)
    tasks = [Shingle(number, source, at) for number, source in enumerate(sources)]
    tasks = [task for task in tasks if wanted[_ranks(roll.rank, task.source)].any()]
    for number in map_tasks(shingle, tasks, workers):
        place = np.load(at / f"place-{number}.npy")
        indexed[place[:, 0]] = np.column_stack([np.full(len(place), number), place[:, 1:]])
    _save(at / "indexed", indexed)
    list(map_tasks(compare_range, ranged, workers))
    return Edges(
        *(
            np.concatenate([_loaded(at, f"edges-{each.number}-{name}") for each in ranged])
            for name in Edges._fields
        )
    )


def _cut(sources: Sequence[Source], at: Path) -> tuple[list[Scatter], int]:
    """Return the tasks that bring the keys into order, and how many bits of a key tell its bucket."""
    tasks: list[Scatter] = []
    held: list[Source] = []
    total = keys = 0
    for source in sources:
        count = values_of(source.prints, "keys.")
        total, keys = total + count, keys + count
        held.append(source)
        if keys >= SCATTER:
            tasks.append(Scatter(len(tasks), tuple(held), at, 0))
            held, keys = [], 0
    if held:
        tasks.append(Scatter(len(tasks), tuple(held), at, 0))
    bits = max(0, (total // BUCKET).bit_length())
    return [task._replace(bits=bits) for task in tasks], bits


def _ranks(rank: Array, source: Source) -> Array:
    return rank[source.first : source.first + source.rows]


def scatter(task: Scatter) -> int:
    """Write the keys of the documents that stand for their text, in ascending order, with their ranks."""
    rank, alone = _loaded(task.at, "rank"), _loaded(task.at, "alone")
    keys, ranks = [], []
    for source in task.sources:
        lists = read_staged(source.prints, ["keys"])["keys"].combine_chunks()
        owners = np.repeat(_ranks(rank, source), lists.value_lengths().to_numpy(zero_copy_only=False))
        looked_at = alone[owners]
        keys.append(lists.flatten().to_numpy()[looked_at])
        ranks.append(owners[looked_at])
    flat, owner = np.concatenate(keys), np.concatenate(ranks)
    order = np.argsort(flat, kind="stable")
    flat = flat[order]
    _write(task.at / f"key-{task.number}", _ends(flat, task.bits, 64), flat, owner[order])
    return task.number


def pair(task: Ranged) -> int:
    """Write the pairs of documents that share a key of a bucket."""
    keys, ranks = _slices(task, "key", np.uint64, np.int32)
    found = shared(keys, ranks, _loaded(task.at, "by_length"))
    archived = _loaded(task.at, "archived")
    one, other = apart(found.pairs)
    ours = ~(archived[one] & archived[other])
    pairs, weights = found.pairs[ours], found.weights[ours]
    ends = _ends(pairs, task.bits, 32 + max(1, len(archived) - 1).bit_length())
    _write(task.at / f"pair-{task.number}", ends, pairs, weights)
    return task.number


def sum_up(task: Ranged) -> int:
    """Write the pairs of a range that are worth a comparison."""
    pairs, weights = _slices(task, "pair", np.uint64, np.int64)
    found: Shared = add_up(pairs, weights)
    _save(task.at / f"sum-{task.number}", promising(found, _loaded(task.at, "passages")))
    return task.number


def shingle(task: Shingle) -> int:
    """Write the distinct shingles of the documents of a file that will be compared, and where each begins."""
    ranks = _ranks(_loaded(task.at, "rank"), task.source)
    rows = np.flatnonzero(_loaded(task.at, "wanted")[ranks])
    texts = _texts(task.source).take(pa.array(rows)).to_pylist()
    found = shingles(texts)
    sets = [np.unique(found.of(number)) for number in range(len(texts))]
    lengths = np.array([len(each) for each in sets], np.int64)
    _dump(task.at / f"shingle-{task.number}", np.concatenate([np.zeros(0, np.uint64), *sets]))
    places = np.column_stack([ranks[rows], np.cumsum(lengths) - lengths, lengths])
    _save(task.at / f"place-{task.number}", places)
    return task.number


def compare_range(task: Ranged) -> int:
    """Write what is alike in a range of pairs."""
    indexed = _loaded(task.at, "indexed")

    @lru_cache(maxsize=HELD)
    def shingles_of(rank: int) -> Hashes:
        number, begin, length = indexed[rank].tolist()
        path = task.at / f"shingle-{number}"
        return _part(path, np.dtype(np.uint64), begin, length)

    found = compare(np.load(task.at / f"sum-{task.number}.npy"), shingles_of, task.chosen)
    for name, values in found._asdict().items():
        _save(task.at / f"edges-{task.number}-{name}", values)
    return task.number


def _loaded(at: Path, name: str) -> Array:
    return np.asarray(np.load(at / f"{name}.npy", mmap_mode="r"))


def _save(path: Path, values: Array) -> None:
    """Write an array. By itself numpy hands it to C, which keeps to itself that the disk was full at the end."""
    buffer = io.BytesIO()
    np.save(buffer, values)
    with writing(path):
        path.with_name(f"{path.name}.npy").write_bytes(buffer.getbuffer())


def _dump(path: Path, values: Array) -> None:
    with writing(path):
        path.write_bytes(np.ascontiguousarray(values).data.cast("B") if values.size else b"")


def _part(path: Path, dtype: np.dtype[Any], begin: int, count: int) -> Array:
    """Read so many values of a file, and no fewer."""
    values = np.fromfile(path, dtype, count, offset=begin * dtype.itemsize)
    if len(values) != count:
        raise RunFailed(f"{path.name}: cut short; nothing was published")
    return values


def _ends(values: Hashes, bits: int, width: int) -> Array:
    """Return where each of 2^bits equal ranges of values of so many bits begins and ends, in ascending values."""
    width = max(bits, width)
    cuts = np.array([number << (width - bits) for number in range(1, 1 << bits)], np.uint64)
    return np.concatenate([[0], np.searchsorted(values, cuts), [len(values)]]).astype(np.int64)


def _write(path: Path, ends: Array, values: Array, others: Array) -> None:
    _save(path.with_name(f"{path.name}-ends"), ends)
    _dump(path.with_name(f"{path.name}-values"), values)
    _dump(path.with_name(f"{path.name}-others"), others)


def _slices(
    task: Ranged, name: str, one: type[np.number[Any]], other: type[np.number[Any]]
) -> tuple[Array, Array]:
    """Return one range of every file, joined."""
    values, others = [np.zeros(0, one)], [np.zeros(0, other)]
    for file in range(task.files):
        begin, end = np.load(task.at / f"{name}-{file}-ends.npy")[task.number : task.number + 2].tolist()
        for joined, part in ((values, "values"), (others, "others")):
            path = task.at / f"{name}-{file}-{part}"
            joined.append(_part(path, joined[0].dtype, begin, end - begin))
    return np.concatenate(values), np.concatenate(others)
