"""Files that commands write beside a corpus, whole or not at all; and JSON among them that is read back."""

import contextlib
import json
import os
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

from corpusclean.errors import UsageError, writing

Parsed = TypeVar("Parsed")

_SHOWN = 40
"""Characters of a name that the name of the unfinished file begins with: it may be no longer than 255 bytes."""


class Kind(NamedTuple):
    """What a file is: its name, which is the key of its version; that version; and the ways out.

    `otherwise` is said where there is no file, `written` where it is another.
    """

    name: str
    version: int
    otherwise: str
    written: str


def read_kept(path: Path, kind: Kind, parse: Callable[[Any], Parsed]) -> Parsed:
    """Return what a file holds, as `parse` takes its JSON apart.

    Raises UsageError where it cannot be read, is no JSON, or of another version, and where `parse` raises a
    KeyError, TypeError, ValueError or AttributeError.
    """
    try:
        values = json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise UsageError(f"{path}: {error.strerror}; {kind.otherwise}") from error
    except (ValueError, RecursionError) as error:
        raise UsageError(f"{path}: no {kind.name}: it is not JSON; {kind.written}") from error
    try:
        version = values[kind.name]
        if version != kind.version:
            raise UsageError(
                f"{path}: a {kind.name} of format {version!r}; this version reads {kind.version}: {kind.written}"
            )
        return parse(values)
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise UsageError(f"{path}: no {kind.name}; {kind.written}") from error


def write_whole(file: Path, data: bytes) -> None:
    """Write a file whole or not at all: who reads it meanwhile reads the old one. A link stays one."""
    with writing(file):
        _write_whole(file, data)


def _write_whole(file: Path, data: bytes) -> None:
    ours = _own_stream(file)
    if ours is not None:
        with open(ours, "wb", closefd=False) as opened:
            opened.write(data)
        return
    if file.exists() and not file.is_file():  # a pipe, a device
        file.write_bytes(data)
        return
    file = Path(os.path.realpath(file))
    file.parent.mkdir(parents=True, exist_ok=True)
    try:
        handle, name = tempfile.mkstemp(dir=file.parent, prefix=f".{file.name[:_SHOWN]}.")
    except OSError as error:
        error.filename = str(file)  # nobody knows the unfinished one
        raise
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(data)
        mask = os.umask(0)
        os.umask(mask)
        Path(name).chmod(0o666 & ~mask)
        Path(name).replace(file)
    except BaseException:
        with contextlib.suppress(OSError):
            Path(name).unlink()
        raise


def _own_stream(file: Path) -> int | None:
    """Return the descriptor of this process's output that a file is, as /dev/stdout is, if it is one."""
    for number in (1, 2):
        with contextlib.suppress(OSError):
            if os.path.samestat(file.stat(), os.fstat(number)):
                return number
    return None
