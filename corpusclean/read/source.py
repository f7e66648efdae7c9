"""A file's bytes, read once, to the end, and only if it is a file and at rest."""

import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from typing import BinaryIO

from corpusclean.codes import Reason
from corpusclean.storage.bucket import read_object
from corpusclean.storage.spool import opened_object
from corpusclean.storage.url import is_remote

_FLAGS = os.O_RDONLY | os.O_NONBLOCK | os.O_NOFOLLOW | os.O_CLOEXEC
_GONE = Reason("file.vanished", "the file was listed, and is gone")
_NO_FILE = Reason("file.not_regular", "not a file: a FIFO, a socket or a device")
_CHANGED = Reason("file.changed", "the file changed while it was read")


def read_file(path: str, limit: int) -> bytes | Reason:
    """Return the bytes of a file no larger than `limit`, or what keeps it from being read."""
    return read_object(path, limit) if is_remote(path) else _read_here(path, limit)


def _read_here(path: str, limit: int) -> bytes | Reason:
    try:
        handle = os.open(path, _FLAGS)
    except OSError as error:
        return _not_opened(error)
    try:
        before = os.fstat(handle)
        if not stat.S_ISREG(before.st_mode):
            return _NO_FILE
        size = before.st_size
        if size > limit:
            return Reason("file.too_large", f"{size} bytes; max_file_bytes is {limit}")
        data = os.read(handle, size + 1)
        while 0 < len(data) < size and (more := os.read(handle, size + 1 - len(data))):
            data += more
        after = os.fstat(handle)
    except OSError as error:
        return unreadable(error)
    finally:
        os.close(handle)
    if len(data) != size or after.st_size != size or after.st_mtime_ns != before.st_mtime_ns:
        return _CHANGED
    return data


@contextmanager
def opened(path: str, problems: list[Reason]) -> Iterator[BinaryIO | None]:
    """Open a file to be read as a stream, None where it cannot be. What is wrong goes into `problems`."""
    if is_remote(path):
        with opened_object(path, problems) as stream:
            yield stream
        return
    try:
        handle = os.open(path, _FLAGS)
    except OSError as error:
        problems.append(_not_opened(error))
        yield None
        return
    try:
        before = os.fstat(handle)
        if not stat.S_ISREG(before.st_mode):
            problems.append(_NO_FILE)
            yield None
            return
        # Readers of containers close what they are given.
        with os.fdopen(handle, "rb", closefd=False) as stream:
            yield stream
        after = os.fstat(handle)
        if (after.st_size, after.st_mtime_ns) != (before.st_size, before.st_mtime_ns):
            problems.append(_CHANGED)
    finally:
        os.close(handle)


def _not_opened(error: OSError) -> Reason:
    if isinstance(error, FileNotFoundError):
        return _GONE
    return Reason("file.unreadable", f"the file cannot be opened: {error.strerror}")


def unreadable(error: OSError) -> Reason:
    """Say that a file could not be read."""
    return Reason("file.unreadable", f"the file cannot be read: {error.strerror}")
