"""Finished work, kept for the next run. To resume a run, and to clean a folder in which little changed, are one.

A partition is kept under a key that says all it was made of: the addresses of its files, hashes of their bytes,
the settings, the rules, the code, the versions of the libraries. So nothing is ever out of date: what changed has
another key. An entry is a folder that appears by one rename, with the hash of each of its files; one that is not
as it was written is dropped, and the work is done again. All hashes are SHA-256.

    <place>/partitions/ab/abcd.../     what was staged for a partition, and entry.json
    <place>/parts/ab/abcd....json      which files a part of a corpus came to, and its counts
    <place>/times/ab/abcd....json      sizes and times of files -> the key of their partition, for `trust_mtime`
    <place>/corpora/ab/abcd....json    keys of all partitions -> the manifest of the corpus that they came to
"""

import contextlib
import hashlib
import itertools
import json
import os
import re
import shutil
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import pandas as pd
import pyarrow as pa

from corpusclean.codes import Reason
from corpusclean.read.documents import Contents
from corpusclean.read.inventory import Found
from corpusclean.read.source import opened
from corpusclean.settings import Settings
from corpusclean.storage import is_remote
from corpusclean.write.publish import read_json

FORMAT = 1
"""Version of the layout of the cache."""

RESTS = 2.0
"""Seconds for which a file must have rested before its times tell anything: the clocks of disks are coarse."""

STAGED = ("read", "accepted", "prints", "rejects", "ledger")
"""Tables that are staged for each batch of a partition."""

_STAGED = re.compile(r"(?P<table>[a-z_]+)-(?P<partition>\d+)-(?P<rest>.+)")
_KEPT = re.compile(r"[a-z]+-\d+\.parquet")
_FLEETING = ("file.unreadable", "file.vanished", "file.changed", "folder.", "archive.damaged", "worker.")
_ENTRY = "entry.json"


class Cache(NamedTuple):
    """A place, what every key there begins with, and what may be done."""

    place: Path
    context: str
    trust_mtime: bool = False
    store: bool = True

    def key(self, told: Mapping[str, str], limit: int | None) -> str:
        """Return the key of a partition of whose files so much is told."""
        digest = hashlib.sha256(f"{self.context} {limit}\n".encode())
        for address, content in told.items():
            digest.update(f"{address}\0{content}\n".encode())
        return digest.hexdigest()

    def take(self, key: str, work: Path, partition: int) -> Mapping[str, Any] | None:
        """Put what is kept under a key into `work`. Returns the facts kept with it, None where nothing is."""
        folder = self._folder("partitions", key)
        entry = _checked(read_json(folder / _ENTRY))
        if entry is None:
            shutil.rmtree(folder, ignore_errors=True)  # if there is one, it is not as it was written
            return None
        made: list[Path] = []
        try:
            for name, sha256 in entry["files"].items():
                if not _KEPT.fullmatch(name):
                    raise OSError("leads elsewhere")  # noqa: TRY301  # dropped below, as one that is gone
                table, _, rest = name.partition("-")
                target = work / f"{table}-{partition:06d}-{rest}"
                made.append(target)
                _link(folder / name, target)
                with target.open("rb") as stream:
                    if hashlib.file_digest(stream, "sha256").hexdigest() != sha256:
                        raise OSError("not as it was written")  # noqa: TRY301  # dropped below, as one that is gone
            os.utime(folder)
        except OSError:
            for path in made:
                path.unlink(missing_ok=True)
            shutil.rmtree(folder, ignore_errors=True)
            return None
        facts: Mapping[str, Any] = entry["facts"]
        return facts

    def keep(self, key: str, work: Path, partition: int, facts: Mapping[str, Any]) -> int:
        """Keep what was staged for a partition. Returns how many bytes; 0 where they cannot be kept."""
        folder = self._folder("partitions", key)
        if not self.store or folder.exists():
            return 0
        new = self.place / f"new-{os.getpid()}-{partition}"
        try:
            new.mkdir(parents=True)
            files, size = {}, 0
            # Named, not looked for: of a million documents the folder has thousands of files.
            for batch, table in itertools.product(range(len(facts["batches"])), STAGED):
                path, name = staged(work, table, partition, batch), f"{table}-{batch:06d}.parquet"
                _link(path, new / name)
                with path.open("rb") as stream:
                    files[name] = hashlib.file_digest(stream, "sha256").hexdigest()
                size += path.stat().st_size
            (new / _ENTRY).write_bytes(_sealed({"files": files, "facts": facts, "bytes": size}))
            folder.parent.mkdir(parents=True, exist_ok=True)
            new.rename(folder)
        except OSError:  # no room, no right, or another run was first: this one has what it needs
            shutil.rmtree(new, ignore_errors=True)
            return 0
        return size

    def times(self, files: Sequence[Found], limit: int | None) -> str | None:
        """Return a key of the sizes and times of files, None where they tell nothing.

        The time of the last change of an entry is one of them: it cannot be set back, as that of its content can.
        """
        rested = time.time() - RESTS
        digest = hashlib.sha256(f"{self.context} {limit} times\n".encode())
        for found in files:
            if is_remote(found.path):
                return None
            try:
                status = os.lstat(found.path)
            except OSError:
                return None
            if found.problem is not None or max(status.st_mtime, status.st_ctime) > rested:
                return None
            told = f"{status.st_size} {status.st_mtime_ns} {status.st_ctime_ns} {status.st_ino}"
            digest.update(f"{found.address}\0{told}\n".encode())
        return digest.hexdigest()

    def note_times(self, times: str | None, key: str) -> None:
        """Remember which content files had when they had these sizes and times."""
        if times is not None and self.store:
            self._write("times", times, {"key": key})

    def known_by_times(self, times: str | None) -> str | None:
        """Return the key of files with these times, None where none is known or times are not trusted."""
        known = self._read("times", times) if self.trust_mtime and times is not None else None
        return None if known is None else str(known["key"])

    def known_part(self, key: str) -> Mapping[str, Any] | None:
        """Return which files the part with this key came to, and its counts."""
        return self._read("parts", key)

    def note_part(self, key: str, facts: Mapping[str, Any]) -> None:
        """Remember which files a part came to."""
        if self.store:
            self._write("parts", key, facts)

    def holds(self, key: str) -> bool:
        """Tell whether a partition is kept, intact or not."""
        return self._folder("partitions", key).exists()

    def known_corpus(self, key: str) -> str | None:
        """Return the hash of the manifest of the corpus that all partitions together came to."""
        known = self._read("corpora", key)
        return None if known is None else str(known["manifest"])

    def note_corpus(self, key: str, manifest: str) -> None:
        """Remember which corpus all partitions together came to."""
        if self.store:
            self._write("corpora", key, {"manifest": manifest})

    def _read(self, kind: str, key: str) -> Mapping[str, Any] | None:
        path = self._folder(kind, key).with_suffix(".json")
        found = _checked(read_json(path))
        if found is not None:
            with contextlib.suppress(OSError):
                os.utime(path)
        return found

    def _write(self, kind: str, key: str, facts: Mapping[str, Any]) -> None:
        path = self._folder(kind, key).with_suffix(".json")
        new = path.with_name(f"new-{os.getpid()}-{key}")
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            new.write_bytes(_sealed(facts))
            new.replace(path)
        except OSError:
            new.unlink(missing_ok=True)

    def _folder(self, kind: str, key: str) -> Path:
        return self.place / kind / key[:2] / key


def is_fleeting(documents: pd.DataFrame) -> bool:
    """Tell whether a document has a reason that may be gone the next time: what came of it is not kept."""
    return any(
        reason["code"].startswith(_FLEETING)
        for reasons in documents["reasons"]
        if len(reasons)
        for reason in reasons
    )


def staged(work: Path, table: str, partition: int, batch: int) -> Path:
    """Return where a table of a batch of a partition is staged."""
    return work / f"{table}-{partition:06d}-{batch:06d}.parquet"


def staged_files(work: Path, partition: int) -> Iterator[tuple[Path, str, str]]:
    """Yield every file that was staged for a partition, whatever its table: path, table, rest of the name."""
    for path in sorted(work.glob(f"*-{partition:06d}-*")):
        parts = _STAGED.fullmatch(path.name)
        if parts and int(parts["partition"]) == partition:
            yield path, parts["table"], parts["rest"]


def part_key(
    settings: Settings, context: str, batches: Sequence[Sequence[Any]], links: pa.Table, *, first: bool
) -> str:
    """Return the key of a part: its batches, the links of its documents, and the settings that finish it."""
    with pa.BufferOutputStream() as stream:
        with pa.ipc.new_stream(stream, links.schema) as writer:
            writer.write_table(links)
        linked = stream.getvalue()
    told = json.dumps([context, settings.decisive(), batches, first], sort_keys=True)
    return hashlib.sha256(told.encode() + linked.to_pybytes()).hexdigest()


def named(files: Sequence[Sequence[Any]], part: int) -> Iterator[tuple[str, int, int, str]]:
    """Yield the files of a part under the names that they have as this part: its number may have changed."""
    for path, rows, size, sha256 in files:
        yield f"{path.partition('/')[0]}/part-{part:05d}-{sha256[:16]}.parquet", rows, size, sha256


def reuse_files(files: Sequence[Sequence[Any]], old: Path, corpus: Path, part: int) -> bool:
    """Put the files of a part of the old corpus into the new one. False where one is not there as it was."""
    made: list[Path] = []
    try:
        for name, _, _, sha256 in named(files, part):
            folder = name.partition("/")[0]
            source = old / name
            if not source.exists():  # its number was another
                (source,) = list((old / folder).glob(f"part-*-{sha256[:16]}.parquet"))[:1] or [source]
            data = source.read_bytes()
            if hashlib.sha256(data).hexdigest() != sha256:
                raise OSError("not as it was written")  # noqa: TRY301  # as one that is gone
            made.append(corpus / name)
            (corpus / folder).mkdir(exist_ok=True)
            _link(source, corpus / name)  # the disk has had it since it was published
    except OSError:
        for path in made:
            path.unlink(missing_ok=True)
        return False
    return True


def content_keys(files: Iterable[Found], contents: Contents) -> dict[str, str] | None:
    """Return by address what stands for each file in a key, None where one must be looked at again.

    It is the SHA-256 of its bytes, or what keeps it from being read. What is not in `contents` is read.
    """
    said: dict[str, str] = {}
    for found in files:
        content = _content(found, contents.get(found.address))
        if content is None:
            return None
        said[found.address] = content
    return said


def _content(found: Found, data: bytes | Reason | None) -> str | None:
    """Return what stands for a file in a key: the SHA-256 of its bytes, or what keeps it from being read."""
    if isinstance(data, bytes):
        return f"{len(data)} {hashlib.sha256(data).hexdigest()}"
    problem = found.problem if data is None else data
    if problem is not None:
        return None if problem.code.startswith(_FLEETING) else f"{problem.code} {problem.message}"
    problems: list[Any] = []
    try:
        with opened(found.path, problems) as stream:
            if stream is None:
                return None
            told = f"{os.fstat(stream.fileno()).st_size} {hashlib.file_digest(stream, 'sha256').hexdigest()}"  # type: ignore[arg-type]  # it is one
    except OSError:
        return None
    return None if problems else told


def _link(source: Path, target: Path) -> None:
    """Give a file a second name; where the two places are on different disks, copy it."""
    try:
        os.link(source, target)
    except OSError:
        shutil.copyfile(source, target)


def _sealed(facts: Mapping[str, Any]) -> bytes:
    """Return facts as JSON, with a hash by which it is known whether they are as they were written."""
    text = json.dumps(facts)
    return json.dumps({"facts": text, "sha256": hashlib.sha256(text.encode()).hexdigest()}).encode()


def _checked(sealed: Any) -> Mapping[str, Any] | None:  # noqa: ANN401  # whatever the file holds
    if not isinstance(sealed, dict) or not isinstance(sealed.get("facts"), str):
        return None
    if hashlib.sha256(sealed["facts"].encode()).hexdigest() != sealed.get("sha256"):
        return None
    facts: Mapping[str, Any] = json.loads(sealed["facts"])
    return facts
