"""The inventory: every address under the inputs, found before anything is read; none left out in silence."""

import fnmatch
import itertools
import os
import stat
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from corpusclean.codes import Reason
from corpusclean.errors import UsageError
from corpusclean.settings import Settings


class Found(NamedTuple):
    """One address: where it is on this machine, its size in bytes, and what keeps it from being read."""

    address: str
    path: str
    size: int
    problem: Reason | None = None


class Inventory(NamedTuple):
    """Every address, sorted, and the paths of files and folders that the settings leave out by name."""

    found: tuple[Found, ...]
    left_out: tuple[str, ...]


def discover(inputs: Sequence[Path], settings: Settings) -> Inventory:
    """Find every address under the inputs: files, and folders with all that is in them.

    Raises UsageError for an input that does not exist or cannot be listed, for two equal addresses, and where
    nothing is found at all.
    """
    found: list[Found] = []
    left_out: list[str] = []
    for path in inputs:
        prefix = f"{printable(Path(os.path.realpath(path)).name)}/" if len(inputs) > 1 else ""
        for entry in _under(path, prefix, settings):
            if isinstance(entry, Found):
                found.append(entry)
            else:
                left_out.append(entry)
    found.sort()
    for first, second in itertools.pairwise(found):
        if first.address == second.address:
            raise UsageError(
                f"{second.path}: the address {first.address!r} is taken by {first.path}; clean the inputs apart"
            )
    if not found:
        names = ", ".join(str(path) for path in inputs) or "nothing"
        raise UsageError(
            f"no files to clean in {names} ({len(left_out)} left out by name); see include and exclude"
        )
    return Inventory(tuple(found), tuple(left_out))


def _under(path: Path, prefix: str, settings: Settings) -> Iterator[Found | str]:
    """Yield what is under one input; a path alone is one that the settings leave out."""
    try:
        mode = path.stat().st_mode
    except OSError as error:
        raise UsageError(f"{path}: {error.strerror}; name a file or a folder that exists") from error
    if not stat.S_ISDIR(mode):
        # A link that is named is meant; one that is come across is not followed.
        yield _entry(os.path.realpath(path) if path.is_symlink() else str(path), _file_address(path, prefix))
        return
    try:
        os.scandir(path).close()
    except OSError as error:
        raise UsageError(f"{path}: {error.strerror}; name a folder that can be listed") from error
    yield from _folder(str(path), prefix, settings)


def _file_address(path: Path, prefix: str) -> str:
    """Return the address of a file that is an input itself: its name, or among several the path as it was given.

    >>> _file_address(Path("2021/a.txt"), ""), _file_address(Path("2021/a.txt"), "a.txt/")
    ('a.txt', '2021/a.txt')
    """
    inside = prefix and not path.is_absolute() and ".." not in path.parts
    return printable(path.as_posix() if inside else path.name)


def _folder(path: str, prefix: str, settings: Settings) -> Iterator[Found | str]:
    folders = [(path, prefix)]
    while folders:
        path, prefix = folders.pop()
        try:
            with os.scandir(path) as entries:
                listed = list(entries)
        except OSError as error:
            reason = Reason("folder.unreadable", f"the folder cannot be listed: {error.strerror}")
            yield Found(prefix, path, 0, reason)
            continue
        for entry in listed:
            address = prefix + printable(entry.name)
            folder = entry.is_dir(follow_symlinks=False)
            if _matches(address, entry.name, settings.exclude):
                yield entry.path
            elif folder:
                folders.append((entry.path, f"{address}/"))
            elif _matches(address, entry.name, settings.include):
                yield _entry(entry.path, address)
            else:
                yield entry.path


def _entry(path: str, address: str) -> Found:
    try:
        status = os.lstat(path)
    except FileNotFoundError:
        return Found(address, path, 0, Reason("file.vanished", "the file was listed, and is gone"))
    except OSError as error:
        reason = Reason("file.unreadable", f"the file cannot be looked at: {error.strerror}")
        return Found(address, path, 0, reason)
    if stat.S_ISLNK(status.st_mode):
        return Found(address, path, 0, Reason("file.symlink", "a symbolic link; links are not followed"))
    if not stat.S_ISREG(status.st_mode):
        return Found(address, path, 0, Reason("file.not_regular", "not a file: a FIFO, a socket or a device"))
    return Found(address, path, status.st_size)


def _matches(address: str, name: str, patterns: Sequence[str]) -> bool:
    """Tell whether one of the patterns fits the name, or, where it has a slash, the address.

    >>> _matches("2021/a.txt", "a.txt", ["*.txt"]), _matches("2021/a.txt", "a.txt", ["2022/*"])
    (True, False)
    """
    return any(fnmatch.fnmatchcase(address if "/" in pattern else name, pattern) for pattern in patterns)


def printable(name: str) -> str:
    r"""Return a file name as valid Unicode: bytes that are no UTF-8 become `\xff`.

    >>> printable("caf\udce9")
    'caf\\xe9'
    """
    return os.fsencode(name).decode("utf-8", "backslashreplace")
