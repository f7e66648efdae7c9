"""Errors that a user sees, by who is at fault, each with its exit code.

CorpuscleanError
 ├── UsageError        2    unusable input, settings or rules
 ├── RejectsExceeded   1    more rejects than `max_rejects` allows
 ├── ProofFailed       1    a corpus that does not restore to what was read
 ├── RunFailed         3    I/O failed, or the accounting is broken; nothing was published
 └── OutputBusy       75    another run holds the output
"""

import traceback
from pathlib import Path


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


def describe(error: OSError) -> str:
    """Return what the system said, and of which file where it is known.

    >>> describe(FileNotFoundError(2, "No such file or directory", "a.txt"))
    'a.txt: No such file or directory'
    """
    if error.strerror is None:
        return str(error) or type(error).__name__
    return f"{error.filename}: {error.strerror}" if error.filename else error.strerror
