"""Files that a command writes and a repository keeps: JSON that says what it is, and of which version."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

from corpusclean.errors import UsageError

Parsed = TypeVar("Parsed")


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
            raise UsageError(f"{path}: a {kind.name} of format {version!r}; this version reads {kind.version}")
        return parse(values)
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise UsageError(f"{path}: no {kind.name}; {kind.written}") from error
