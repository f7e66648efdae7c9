"""Errors that a user sees, by who is at fault, each with its exit code.

CorpuscleanError
 ├── UsageError        2    unusable input, settings or rules
 ├── RejectsExceeded   1    more rejects than `max_rejects` allows
 ├── ProofFailed       1    a corpus that does not restore to what was read
 ├── RunFailed         3    I/O failed, or the accounting is broken; nothing was published
 └── OutputBusy       75    another run holds the output
"""

import errno
import os
import re
import resource
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_OURS = re.compile(r"corpusclean-(discover-)?[a-z0-9_]{8}")
"""What `tempfile` calls a folder of ours."""

INTERRUPTED = 130
"""The exit code of a command that Ctrl-C has ended."""


class CorpuscleanError(Exception):
    """An error with a message for the user. Never a traceback."""

    exit_code = 3


class UsageError(CorpuscleanError):
    """The input, the settings or the rules cannot be used as given."""

    exit_code = 2


class RejectsExceeded(CorpuscleanError):
    """More documents were rejected than the settings allow."""

    exit_code = 1


class ProofFailed(CorpuscleanError):
    """A corpus does not prove what it claims."""

    exit_code = 1


class RunFailed(CorpuscleanError):
    """The machine, not the data: a disk, a process, the accounting."""

    exit_code = 3


class OutputBusy(CorpuscleanError):
    """Another run is writing the same output."""

    exit_code = 75


def internal(error: BaseException) -> str:
    """Return one sentence about an error that nobody foresaw: what it was, and where it came from."""
    frames = traceback.extract_tb(error.__traceback__)
    where = f" at {Path(frames[-1].filename).name}:{frames[-1].lineno}" if frames else ""
    lines = str(error).splitlines()
    said = f": {lines[0][:200]}" if lines else ""
    return f"a fault of corpusclean: {type(error).__name__}{where}{said}"


def lacking(error: ModuleNotFoundError) -> str | None:
    """Return what to install where a package is not there: the contracts may be had without the cleaners.

    None where it is none of another project: then it is a fault.

    >>> lacking(ModuleNotFoundError("No module named 'ftfy'", name="ftfy"))
    'ftfy is not installed, and the cleaners need it: pip install corpusclean (without --no-deps)'
    """
    package = (error.name or "corpusclean").partition(".")[0]
    if package.startswith("corpusclean"):
        return None
    return f"{package} is not installed, and the cleaners need it: pip install corpusclean (without --no-deps)"


@contextmanager
def writing(path: str | Path) -> Iterator[None]:
    """Name the file that is written in an error that names none; where a disk is full, how much is free now.

    Of what is written the system tells no name, and once a run has cleared up its disk is not full any more.
    """
    try:
        yield
    except OSError as error:
        if error.filename is None and error.errno is not None:
            error.filename = str(path)
        if error.errno in _ROOM and error.strerror == os.strerror(error.errno):
            error.strerror += _ROOM[error.errno](str(path))
        raise


def _free(path: str) -> str:
    """Return how much is free on the disk of a path, and the way out."""
    if Path(path).is_char_device():  # what is free on the disk of its name does not help
        return " (it is no file; name one)"
    folder = os.path.realpath(path)
    while not os.path.isdir(folder):  # noqa: PTH112  # false, whatever the rights
        folder = os.path.dirname(folder)  # noqa: PTH120  # as above
    disk = os.statvfs(folder)
    no_more = disk.f_files and not disk.f_favail
    free = "no further file is" if no_more else f"{disk.f_bavail * disk.f_frsize:,} bytes are"
    way_out = "set TMPDIR to a folder with more" if _is_temporary(path) else "name a place with more"
    return f" ({free} free there; make room, or {way_out})"


def _is_temporary(path: str) -> bool:
    """Tell whether a path is the folder for temporary files, or in one of ours there; an output may be, too."""
    import tempfile  # noqa: PLC0415  # it takes longer than all else that help needs

    if tempfile.tempdir is None:
        return False
    whole, tempdir = Path(os.path.realpath(path)), os.path.realpath(tempfile.tempdir)
    parts = whole.relative_to(tempdir).parts if whole.is_relative_to(tempdir) else ("elsewhere",)
    return not parts or _OURS.fullmatch(parts[0]) is not None


def _most(_path: str) -> str:
    """Return how large a file may be, and the way out."""
    most, _ = resource.getrlimit(resource.RLIMIT_FSIZE)
    if most == resource.RLIM_INFINITY:
        return " (for this file system; name a place on another)"
    return f" (this process may write {most:,} bytes into a file; `ulimit -f` changes that)"


_ROOM = {errno.ENOSPC: _free, errno.EDQUOT: _free, errno.EFBIG: _most}


def describe(error: OSError) -> str:
    """Return what the system said, and of which file where it is known.

    >>> describe(FileNotFoundError(2, "No such file or directory", "a.txt"))
    'a.txt: No such file or directory'
    """
    if error.strerror is None:
        said = str(error) or type(error).__name__
        return f"{said}: set TMPDIR to a folder with a shorter path" if said.startswith("AF_UNIX") else said
    return f"{error.filename}: {error.strerror}" if error.filename else error.strerror
