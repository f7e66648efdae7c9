"""The inventory: every address under the inputs, found before anything is read; none left out in silence."""

import errno
import json
import os
import stat
from array import array
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple, overload

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from corpusclean.codes import Reason
from corpusclean.errors import UsageError
from corpusclean.read.naming import fits, left_out, printable
from corpusclean.settings import Settings
from corpusclean.storage import Url, bucket_of, url_of

_MANIFEST = "manifest.json"
"""What tells of a corpus that a run wrote."""
_LARGEST_MANIFEST = 1 << 28
"""Bytes: of more it is not asked what it tells."""

_SLICE = 10_000
"""Entries that are made at a time."""


class Found(NamedTuple):
    """One address: where it is on this machine, its size in bytes, and what keeps it from being read."""

    address: str
    path: str
    size: int
    problem: Reason | None = None


class Addresses(Sequence[Found]):
    """What was found, sorted by address, in columns: a million of them take some 60 bytes each.

    `addresses` (large_string) and `sizes` (int64) hold a value for each. The path of an address is the folder that
    was the input, and the address behind its prefix; where it is another, or there is a problem, `odd` has the
    entry as it is.
    """

    def __init__(
        self,
        addresses: pa.Array,
        sizes: pa.Array,
        roots: pa.Array,
        folders: Sequence[tuple[str, int]],
        odd: Mapping[int, Found],
    ) -> None:
        self.addresses, self.sizes = addresses, sizes
        self._roots, self._folders, self._odd = roots, tuple(folders), odd

    def __len__(self) -> int:
        return len(self.addresses)

    @overload
    def __getitem__(self, index: int) -> Found: ...
    @overload
    def __getitem__(self, index: slice) -> "Addresses": ...
    def __getitem__(self, index: int | slice) -> "Found | Addresses":
        if isinstance(index, slice):
            return self.take(pa.array(range(*index.indices(len(self))), pa.int64()))
        return self.take(pa.array([range(len(self))[index]])).list()[0]

    def __iter__(self) -> Iterator[Found]:
        for start in range(0, len(self), _SLICE):
            yield from self[start : start + _SLICE].list()

    def take(self, rows: pa.Array) -> "Addresses":
        """Return the entries of these rows, in their order."""
        odd = self._odd
        if odd:
            odd = {place: odd[row] for place, row in enumerate(rows.to_pylist()) if row in odd}
        addresses, sizes, roots = (column.take(rows) for column in (self.addresses, self.sizes, self._roots))
        return Addresses(addresses, sizes, roots, self._folders, odd)

    def list(self) -> list[Found]:
        """Return the entries."""
        columns = (self.addresses.to_pylist(), self.sizes.to_pylist(), self._roots.to_pylist())
        folders, odd = self._folders, self._odd
        entries = []
        for address, size, root in zip(*columns, strict=True):
            folder, begins = folders[root]
            entries.append(Found(address, folder + address[begins:], size))
        for place, entry in odd.items():
            entries[place] = entry
        return entries


class Inventory(NamedTuple):
    """Every address, and the paths of files and folders that the settings leave out by name."""

    found: Addresses
    left_out: tuple[str, ...]


class _Collected:
    """Entries as they are found, in any order. Names become a column some at a time: objects take far more."""

    def __init__(self) -> None:
        self.chunks: list[pa.Array] = []
        self.addresses: list[str] = []
        self.sizes, self.roots = array("q"), array("I")
        self.folders: list[tuple[str, int]] = []
        self.odd: dict[int, Found] = {}
        self.left_out: list[str] = []

    def add(self, entry: Found) -> None:
        """Add an entry that is not as the others are."""
        self.odd[len(self.sizes)] = entry
        self.add_file(entry.address, entry.size, 0)

    def add_file(self, address: str, size: int, root: int) -> None:
        """Add a file whose path is that of a root, and its address."""
        self.addresses.append(address)
        self.sizes.append(size)
        self.roots.append(root)
        if len(self.addresses) >= _SLICE:
            self._settle()

    def _settle(self) -> None:
        self.chunks.append(pa.array(self.addresses, pa.large_string()))
        self.addresses.clear()

    def root(self, folder: str, prefix: str) -> int:
        """Return the number of a root: the folder, and what its addresses begin with."""
        self.folders.append((f"{folder}/", len(prefix)))
        return len(self.folders) - 1

    def in_order(self) -> Addresses:
        """Return what was collected, sorted by address. What was collected is given up."""
        self._settle()
        addresses = pa.concat_arrays(self.chunks)
        self.chunks.clear()
        order = pc.sort_indices(addresses)  # by the bytes of UTF-8, which sort as code points do
        sizes = pa.array(np.frombuffer(self.sizes, np.int64)).take(order)
        roots = pa.array(np.frombuffer(self.roots, np.uint32)).take(order)
        rows = pc.index_in(pa.array(list(self.odd), pa.uint64()), value_set=order).to_pylist()
        odd = dict(zip(rows, self.odd.values(), strict=True))
        return Addresses(addresses.take(order), sizes, roots, self.folders or [("", 0)], odd)


def take_inventory(inputs: Sequence[Path], settings: Settings, base: Path | None = None) -> Inventory:
    """Find every address under the inputs: files, and folders with all that is in them.

    An address is the path below its input, of a file that is one the path as it was given; below `base`, where the
    input is in it: as if that were the input.
    Raises UsageError for an input that does not exist or cannot be listed, that is another one or lies within it,
    for two equal addresses, for a corpus that a run wrote, and where nothing is found at all.
    """
    collected = _Collected()
    for path in inputs:
        prefix, address = addressed(path, base, among=len(inputs) > 1)
        _under(path, prefix, address, settings, collected)
    _refuse_overlap(inputs)
    found = collected.in_order()
    _refuse_equal(found)
    _refuse_corpus(found)
    if not len(found):
        names = ", ".join(str(path) for path in inputs) or "nothing"
        raise UsageError(
            f"no files to clean in {names} ({len(collected.left_out)} left out by name); see include and exclude"
        )
    return Inventory(found, tuple(collected.left_out))


def _refuse_overlap(inputs: Sequence[Path]) -> None:
    """Raise UsageError where a file would be counted twice: real paths, links followed."""
    seen: dict[Path, Path] = {}
    for path in inputs:
        url = url_of(path)
        real = Path(os.path.realpath(path) if url is None else url.inner())
        if real in seen:
            same = "named twice" if seen[real] == path else f"the same as {seen[real]}"
            raise UsageError(f"{path} is {same}; name it once")
        seen[real] = path
    for real, path in seen.items():
        if not seen.keys().isdisjoint(real.parents):
            raise UsageError(f"{path} lies within another input; name each file once")


def _refuse_equal(found: Addresses) -> None:
    """Raise UsageError where an address is there twice. They are sorted: equal ones are neighbours."""
    same = pc.indices_nonzero(pc.equal(found.addresses[1:], found.addresses[:-1])) if len(found) > 1 else []
    for place in same:
        first, second = found[place.as_py()], found[place.as_py() + 1]
        path, other = printable(second.path), printable(first.path)
        if path == other:
            raise UsageError(
                f"{path}: two names are written so, in one of them for bytes that are no UTF-8; rename one of them"
                " (to exclude one would exclude both)"
            )
        raise UsageError(f"{path}: the address {second.address!r} is taken by {other}; clean the inputs apart")


def _refuse_corpus(found: Addresses) -> None:
    """Raise UsageError where a corpus lies: its tables would be documents, what was removed from them, too."""
    named = pc.or_(pc.equal(found.addresses, _MANIFEST), pc.ends_with(found.addresses, f"/{_MANIFEST}"))
    for place in pc.indices_nonzero(named):
        entry = found[place.as_py()]
        if entry.problem is not None or entry.size > _LARGEST_MANIFEST:
            continue
        try:
            manifest = json.loads(Path(entry.path).read_bytes())
        except (OSError, ValueError, RecursionError):
            continue  # a document as any other, or an object of a store
        if isinstance(manifest, dict) and "corpusclean" in manifest:
            folder = printable(str(Path(entry.path).parent))
            raise UsageError(
                f"{folder}: a corpus that corpusclean wrote, whose tables would be read as documents; leave it out"
                " by exclude, or name its folder data to clean those again"
            )


def addressed(path: Path, base: Path | None, *, among: bool) -> tuple[str, str]:
    """Return what addresses begin with below an input that is a folder, and the address of one that is a file.

    >>> addressed(Path("raw/2021"), Path("raw"), among=False), addressed(Path("raw/2021"), None, among=False)
    (('2021/', '2021'), ('', 'raw/2021'))
    """
    url = url_of(path)
    if url is not None:
        return (f"{url.name}/" if among else ""), url.name
    if base is not None:
        below = os.path.relpath(path, base)
        if below.split("/", 1)[0] != "..":
            return ("" if below == "." else f"{printable(below)}/"), printable(below)
    prefix = f"{printable(Path(os.path.realpath(path)).name)}/" if among else ""
    return prefix, _file_address(path)


def _under(path: Path, prefix: str, address: str, settings: Settings, into: _Collected) -> None:
    """Collect what is under one input: a folder whose addresses begin with a prefix, or a file with an address."""
    url = url_of(path)
    if url is not None:
        _objects(url, prefix, settings, into)
        return
    try:
        mode = path.stat().st_mode
    except OSError as error:
        raise UsageError(f"{path}: {error.strerror}; name a file or a folder that exists") from error
    if not stat.S_ISDIR(mode):
        # A link that is named is meant; one that is come across is not followed.
        into.add(_entry(os.path.realpath(path) if path.is_symlink() else str(path), address))
        return
    try:
        os.scandir(path).close()
    except OSError as error:
        raise UsageError(f"{path}: {error.strerror}; name a folder that can be listed") from error
    _folder(str(path), prefix, settings, into)


def _objects(url: Url, prefix: str, settings: Settings, into: _Collected) -> None:
    """Collect what is in an object store below a place, or the one object that is there."""
    bucket = bucket_of(url)
    size = bucket.size(url) if url.key else None
    if size is not None:
        into.add(Found(url.name, url.inner(), size))
        return
    excluded, included = left_out(settings.exclude), fits(settings.include)
    root = into.root(url.inner(), prefix)
    listed = bucket.listed(url)
    if not listed:
        raise UsageError(f"{url}: there is nothing; name an object or a folder that exists")
    for name, size in listed:
        parts = name.split("/")
        paths = [prefix + "/".join(parts[: end + 1]) for end in range(len(parts))]
        if any(map(excluded, paths, parts)) or not included(paths[-1], parts[-1]):
            into.left_out.append(url.below(name).inner())
        elif "" in parts:
            into.add(Found(prefix + name, url.below(name).inner(), size, _NO_NAME))
        else:
            into.add_file(prefix + name, size, root)


_NO_NAME = Reason("file.unreadable", "its key has two slashes with no name between them, and cannot be asked for")
"""Of an object that a store has, and Arrow lists, and does not ask for."""


def _file_address(path: Path) -> str:
    """Return the address of a file that is an input itself: the path as it was given, or its name.

    Be it one or several: dates in paths, decisions and hooks find the same in both.

    >>> _file_address(Path("2021/a.txt")), _file_address(Path("../2021/a.txt"))
    ('2021/a.txt', 'a.txt')
    """
    below = not path.is_absolute() and ".." not in path.parts
    return printable(path.as_posix() if below else path.name)


def _folder(path: str, prefix: str, settings: Settings, into: _Collected) -> None:
    """Collect what is in a folder, entry by entry: a million names are never held at once."""
    excluded, included = left_out(settings.exclude), fits(settings.include)
    # Links are not followed: below the input a path is as real as the input.
    real = os.path.realpath(path)
    own = {os.path.join(path, os.path.relpath(file, real)) for file in settings.own_files}  # noqa: PTH118
    root = into.root(path, prefix)
    folders = [(path, prefix, False)]
    while folders:
        path, prefix, respelled = folders.pop()
        try:
            with os.scandir(path) as entries:
                for entry in entries:
                    name = entry.name
                    odd = respelled
                    if not name.isascii() and (told := printable(name)) != name:
                        name, odd = told, True
                    address = prefix + name
                    if excluded(address, name) or (own and entry.path in own):
                        into.left_out.append(entry.path)
                    elif entry.is_dir(follow_symlinks=False):
                        folders.append((entry.path, f"{address}/", odd))
                    elif not included(address, name):
                        into.left_out.append(entry.path)
                    elif odd or (size := _size(entry)) is None:
                        into.add(_entry(entry.path, address))
                    else:
                        into.add_file(address, size, root)
        except OSError as error:
            said = f"the folder cannot be listed: {error.strerror}"
            into.add(Found(prefix, path, 0, _too_deep(error) or Reason("folder.unreadable", said)))


def _size(entry: "os.DirEntry[str]") -> int | None:
    """Return the size of a file, None for anything else and for what cannot be looked at."""
    try:
        status = entry.stat(follow_symlinks=False)
    except OSError:
        return None
    return status.st_size if stat.S_ISREG(status.st_mode) else None


def _too_deep(error: OSError) -> Reason | None:
    """Say so where it is the path that is too long: no name of what was listed is."""
    if error.errno != errno.ENAMETOOLONG:
        return None
    return Reason("folder.too_deep", "it lies so deep that its path is longer than the system takes")


def _entry(path: str, address: str) -> Found:
    try:
        status = os.lstat(path)
    except FileNotFoundError:
        return Found(address, path, 0, Reason("file.vanished", "the file was listed, and is gone"))
    except OSError as error:
        reason = Reason("file.unreadable", f"the file cannot be looked at: {error.strerror}")
        return Found(address, path, 0, _too_deep(error) or reason)
    if stat.S_ISLNK(status.st_mode):
        return Found(address, path, 0, Reason("file.symlink", "a symbolic link; links are not followed"))
    if not stat.S_ISREG(status.st_mode):
        return Found(address, path, 0, Reason("file.not_regular", "not a file: a FIFO, a socket or a device"))
    return Found(address, path, status.st_size)
