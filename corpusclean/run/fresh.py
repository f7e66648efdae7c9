"""A corpus that already is what a run would make: told without the work, and left untouched.

It is, where the manifest says the same of the settings, the rules, the code and the libraries; where every file
that it lists still has its hash; and where the inputs, read anew, are the documents that it was made of, byte for
byte. The cache knows of the files' hashes which corpus they came to; where it does not, documents are read.
"""

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from corpusclean.corpus import is_apart, read_manifest, rejects, whole_corpus
from corpusclean.errors import CorpuscleanError
from corpusclean.read.documents import read_contents
from corpusclean.read.inventory import Inventory
from corpusclean.run.cache import Cache, content_keys
from corpusclean.run.local import Result, Task, map_tasks
from corpusclean.run.partition import Partition
from corpusclean.run.sorting import Entries
from corpusclean.run.tasks import read_partition
from corpusclean.settings import Settings
from corpusclean.write.corpus import inventory_of
from corpusclean.write.manifest import SELF, made_by
from corpusclean.write.private import private_place

FEW = 20_000
"""Files that are sooner read here than workers are started."""


class Known(NamedTuple):
    """The manifest of the corpus, if it is what a run would make; the keys of partitions, if asked for."""

    manifest: dict[str, Any] | None = None
    keys: Mapping[int, str | None] = {}


class Wanted(NamedTuple):
    """What a run would read, how, and what else it would say of it: a limit, an archive."""

    inventory: Inventory
    partitions: Sequence[Partition]
    settings: Settings
    scope: Mapping[str, Any]

    def each(self, function: Callable[[Task], Result], tasks: Iterable[Task]) -> Iterator[Result]:
        """Yield the results of tasks, done here where they are few."""
        few = len(self.inventory.found) <= FEW
        return map(function, tasks) if few else map_tasks(function, tasks, self.settings.run.workers)


class KeyTask(NamedTuple):
    """Hash the files of a partition."""

    partition: Partition
    settings: Settings
    limit: int | None
    cache: Cache


class ReadTask(NamedTuple):
    """Read the documents of a partition, and do nothing with them."""

    partition: Partition
    settings: Settings
    limit: int | None = None


class Seen(NamedTuple):
    """What was read: a value for each document, and for those without bytes the codes of what was wrong."""

    addresses: list[str]
    digests: list[str | None]
    problems: dict[str, list[str]]
    files: int = 0
    bytes: int = 0
    left_out: int = 0


def already_made(out: Path, wanted: Wanted, cache: Cache | None = None) -> Known:
    """Return the manifest of the corpus at `out` where it is what a run would make."""
    keys: Mapping[int, str | None] = {}
    try:
        manifest = read_manifest(out)
        if not _may_be(manifest, wanted):
            return Known()
        same = None
        if cache is not None:
            keys = dict(wanted.each(key_of, _key_tasks(wanted, cache)))
            same = _same_keys(manifest, keys, wanted, cache)
        made = False
        if same is not False:
            with whole_corpus(out, private_place(wanted.settings)) as whole:
                made = _intact(whole, [*manifest["files"], *manifest.get("private", ())])
                if made and same is None:
                    made = _same_documents(whole, manifest, wanted)
    except (CorpuscleanError, OSError, KeyError, TypeError):
        made = False  # then it is made anew, which says what is wrong
    return Known(manifest if made else None, keys)


def _may_be(manifest: Mapping[str, Any], wanted: Wanted) -> bool:
    """Tell whether all but the documents is the same."""
    if not (manifest["published"] and manifest["reproducible"]):
        return False
    made = json.loads(json.dumps(made_by(wanted.settings)))
    same = all(manifest.get(name) == value for name, value in made.items())
    same = same and is_apart(manifest) == (wanted.settings.output.private is not None)
    return same and manifest["inventory"]["files"] == len(wanted.inventory.found)


def _same_keys(
    manifest: Mapping[str, Any], keys: Mapping[int, str | None], wanted: Wanted, cache: Cache
) -> bool | None:
    """Tell whether the files are those of a corpus, by their hashes. None: the cache knows nothing of it."""
    whole = whole_key(keys, len(wanted.inventory.left_out), wanted.scope, cache) if keys else None
    if whole is not None and cache.known_corpus(whole) == manifest[SELF]:
        return True
    if cache.trust_mtime or any(key is not None and cache.holds(key) for key in keys.values()):
        return False
    return None


def _same_documents(out: Path, manifest: Mapping[str, Any], wanted: Wanted) -> bool:
    """Read every document, and tell whether they are those of a corpus."""
    _, _, settings, scope = wanted
    tasks = (ReadTask(partition, settings, scope["limit"]) for partition in wanted.partitions)
    total, read = _add_up(wanted.each(read_only, tasks))
    left_out = len(wanted.inventory.left_out) + total.left_out
    same = {**read, **scope, "left_out": left_out} == manifest["inventory"]
    return same and _problems(out) == total.problems


def whole_key(keys: Mapping[int, str | None], left_out: int, scope: Mapping[str, Any], cache: Cache) -> str | None:
    """Return the key of all partitions together, None where one of them may come out otherwise the next time."""
    if None in keys.values():
        return None
    told = json.dumps([cache.context, left_out, sorted(scope.items()), sorted(keys.items())])
    return hashlib.sha256(told.encode()).hexdigest()


def _key_tasks(wanted: Wanted, cache: Cache) -> Iterator[KeyTask]:
    for partition in wanted.partitions:
        yield KeyTask(partition, wanted.settings, wanted.scope["limit"], cache)


def key_of(task: KeyTask) -> tuple[int, str | None]:
    """Return the number of a partition and its key, and remember of which times it is."""
    files, cache = task.partition.files, task.cache
    times = cache.times(files, task.limit)  # before the hashes: what changes after has others
    key = cache.known_by_times(times)
    if key is None:
        content = content_keys(files, read_contents(files, task.settings))
        key = cache.key(content, task.limit) if content is not None else None
    if key is not None and cache.holds(key):
        cache.note_times(times, key)
    return task.partition.number, key


def _add_up(seen: Iterable[Seen]) -> tuple[Seen, dict[str, Any]]:
    """Return the sum of what was read, without its documents, and what the manifest would say of them."""
    total = Seen([], [], {})
    with Entries() as entries:
        for each in seen:
            entries.add(each.addresses, each.digests)
            total.problems.update(each.problems)
            total = total._replace(
                files=total.files + each.files,
                bytes=total.bytes + each.bytes,
                left_out=total.left_out + each.left_out,
            )
        return total, inventory_of(entries, total.files, total.bytes)


def read_only(task: ReadTask) -> Seen:
    """Read the documents of a partition."""
    seen = Seen([], [], {})
    files = set[str]()
    size = left_out = 0
    for documents, names in read_partition(task.partition, task.settings, task.limit):
        digests = [digest if isinstance(digest, str) else None for digest in documents["sha256"]]
        seen.addresses.extend(documents["address"])
        seen.digests.extend(digests)
        files.update(documents["file"])
        size += int(documents["size"].sum())
        for address, digest, reasons in zip(documents["address"], digests, documents["reasons"], strict=True):
            if digest is None:
                seen.problems[address] = [reason["code"] for reason in reasons]
        left_out += names
    return seen._replace(files=len(files), bytes=size, left_out=left_out)


def _problems(corpus: Path) -> dict[str, list[str]]:
    """Return the codes of the documents of which nothing was read."""
    return {row["address"]: list(row["codes"]) for row in rejects(corpus) if row["sha256"] is None}


def _intact(corpus: Path, files: Iterable[Mapping[str, Any]]) -> bool:
    for entry in files:
        with (corpus / entry["path"]).open("rb") as stream:
            if hashlib.file_digest(stream, "sha256").hexdigest() != entry["sha256"]:
                return False
    return True
