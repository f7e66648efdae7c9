"""A corpus that already is what a run would make: told without the work, and left untouched.

It is, where the manifest says the same of the settings, the rules, the code and the libraries; where every file
that it lists still has its hash; and where the inputs, read anew, are the documents that it was made of, byte for
byte.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from corpusclean.corpus import read_manifest, rejects
from corpusclean.errors import CorpuscleanError
from corpusclean.read.inventory import Inventory
from corpusclean.run.local import map_tasks
from corpusclean.run.partition import Partition
from corpusclean.run.tasks import read_partition
from corpusclean.settings import Settings
from corpusclean.write.corpus import inventory_of
from corpusclean.write.manifest import made_by

FEW = 20_000
"""Files that are sooner read here than workers are started."""


class ReadTask(NamedTuple):
    """Read the documents of a partition, and do nothing with them."""

    partition: Partition
    settings: Settings
    limit: int | None = None


class Seen(NamedTuple):
    """What was read: a value for each document, and for those without bytes the codes of what was wrong."""

    addresses: list[str]
    files: list[str]
    digests: list[str | None]
    sizes: list[int]
    problems: dict[str, list[str]]
    left_out: int


def already_made(
    out: Path,
    inventory: Inventory,
    partitions: Iterable[Partition],
    settings: Settings,
    scope: Mapping[str, Any],
) -> dict[str, Any] | None:
    """Return the manifest of the corpus at `out` where it is what a run would make; None where it is not.

    `scope` is what else the inventory of a manifest says: a limit, a corpus that the inputs are held against.
    """
    try:
        manifest = read_manifest(out)
        said = manifest["inventory"]
        if not (manifest["published"] and manifest["reproducible"]) or said["files"] != len(inventory.found):
            return None
        made = json.loads(json.dumps(made_by(settings)))
        if any(manifest.get(name) != value for name, value in made.items()) or not _intact(out, manifest["files"]):
            return None
        tasks = (ReadTask(partition, settings, scope["limit"]) for partition in partitions)
        few = len(inventory.found) <= FEW
        seen = list(map(read_only, tasks) if few else map_tasks(read_only, tasks, settings.run.workers))
        left_out = len(inventory.left_out) + sum(each.left_out for each in seen)
        same = {**_inventory(seen), **scope, "left_out": left_out} == said and _problems(out) == {
            address: codes for each in seen for address, codes in each.problems.items()
        }
    except (CorpuscleanError, OSError, KeyError, TypeError):
        return None  # then it is made anew, which says what is wrong
    return manifest if same else None


def _inventory(seen: Sequence[Seen]) -> dict[str, Any]:
    return inventory_of(
        [value for each in seen for value in each.addresses],
        [value for each in seen for value in each.files],
        [value for each in seen for value in each.digests],
        [value for each in seen for value in each.sizes],
    )


def read_only(task: ReadTask) -> Seen:
    """Read the documents of a partition."""
    seen = Seen([], [], [], [], {}, 0)
    left_out = 0
    for documents, names in read_partition(task.partition, task.settings, task.limit):
        digests = [digest if isinstance(digest, str) else None for digest in documents["sha256"]]
        seen.addresses.extend(documents["address"])
        seen.files.extend(documents["file"])
        seen.digests.extend(digests)
        seen.sizes.extend(documents["size"].tolist())
        for address, digest, reasons in zip(documents["address"], digests, documents["reasons"], strict=True):
            if digest is None:
                seen.problems[address] = [reason["code"] for reason in reasons]
        left_out += names
    return seen._replace(left_out=left_out)


def _problems(corpus: Path) -> dict[str, list[str]]:
    """Return the codes of the documents of which nothing was read."""
    return {row["address"]: list(row["codes"]) for row in rejects(corpus) if row["sha256"] is None}


def _intact(corpus: Path, files: Iterable[Mapping[str, Any]]) -> bool:
    for entry in files:
        with (corpus / entry["path"]).open("rb") as stream:
            if hashlib.file_digest(stream, "sha256").hexdigest() != entry["sha256"]:
                return False
    return True
