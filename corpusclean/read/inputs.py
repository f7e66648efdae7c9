"""What a user may name as an input: a file, a folder, a pattern, or `-` for standard input."""

import fnmatch
import json
import os
import re
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from corpusclean.errors import UsageError, writing
from corpusclean.read.containers.compressed import decompressed
from corpusclean.read.containers.piece import Damaged
from corpusclean.read.naming import fits, left_out
from corpusclean.settings import Settings
from corpusclean.storage.url import local_path, url_of
from corpusclean.suffixes import COMPRESSED

STDIN = Path("-")
STDIN_NAME = "stdin"

_MAGIC = {
    b"\x1f\x8b": ".gz",
    b"\x28\xb5\x2f\xfd": ".zst",
    b"BZh": ".bz2",
    b"\xfd7zXZ\0": ".xz",
    b"PK\x03\x04": ".zip",
    b"PAR1": ".parquet",
}
_TAR, _TAR_AT = b"ustar", 257
"""What stands in the first member of a tar archive, and where."""
_WILD = re.compile(r"[*?\[]")


def expand_patterns(inputs: Sequence[Path]) -> list[Path]:
    """Return the inputs, a pattern replaced by what it fits, in order: as if the shell had done so.

    `*` and `?` stand for what a name may hold, `[...]` for one of these characters, `[!...]` for any other, `**`
    for any number of folders. What exists under the very name is no pattern. Raises UsageError for a pattern that
    fits nothing, and for a folder on its way that cannot be listed.
    """
    expanded: list[Path] = []
    for path in map(local_path, inputs):
        if url_of(path) is not None or path == STDIN or not _WILD.search(str(path)) or os.path.lexists(path):
            expanded.append(path)
            continue
        found = sorted(set(_fitting(path)))  # `**/**` leads to a file on several ways
        if not found:
            raise UsageError(f"{path}: nothing fits this pattern; name a file or a folder that exists")
        expanded += found
    return expanded


def _fitting(pattern: Path) -> Iterator[Path]:
    parts = pattern.parts
    fixed = next(number for number, part in enumerate(parts) if _WILD.search(part))
    yield from _below(Path(*parts[:fixed]), parts[fixed:])


def _below(folder: Path, parts: Sequence[str]) -> Iterator[Path]:
    part, rest = parts[0], parts[1:]
    if part == "**":
        yield from _below(folder, rest or ("*",))
        for entry in _entries(folder):
            if entry.is_dir(follow_symlinks=False) and not entry.name.startswith("."):
                yield from _below(folder / entry.name, parts)
        return
    fits = re.compile(fnmatch.translate(part.replace("[^", "[!"))).match
    for entry in _entries(folder):
        if fits(entry.name) and entry.name.startswith(".") <= part.startswith("."):
            if not rest:
                yield folder / entry.name
            elif entry.is_dir():
                yield from _below(folder / entry.name, rest)


def _entries(folder: Path) -> list["os.DirEntry[str]"]:
    try:
        with os.scandir(folder) as entries:
            return list(entries)
    except OSError as error:
        raise UsageError(f"{folder}: {error.strerror}; name a folder that can be listed") from error


def without_left_out(inputs: Sequence[Path], settings: Settings, base: Path) -> list[Path]:
    """Return the inputs without the files that the settings leave out: else what is named is taken.

    Patterns with a slash, and names of folders, are those below `base`.
    """
    excluded, included = left_out(settings.exclude), fits(settings.include)
    kept = []
    for path in inputs:
        parts = path.parts
        if not path.is_absolute() or path.is_relative_to(base):
            parts = Path(os.path.relpath(path, base)).parts
        addresses = ["/".join(parts[: end + 1]) for end in range(len(parts))]
        out = any(excluded(address, name) for address, name in zip(addresses, parts, strict=True) if name != "..")
        out = out or os.path.realpath(path) in settings.own_files
        if path == STDIN or path.is_dir() or (not out and included(addresses[-1], parts[-1])):
            kept.append(path)
    return kept


@contextmanager
def with_stdin(inputs: Sequence[Path], stdin: BinaryIO, most_bytes: int) -> Iterator[list[Path]]:
    """Give the inputs, `-` replaced by a file that holds what comes in on standard input, for as long as needed.

    What is compressed, an archive (a compressed tar, too) or Parquet is known by its first bytes, JSON lines by a
    first line that is a whole JSON object. Raises UsageError where `-` is named twice.
    """
    if STDIN not in inputs:
        yield list(inputs)
        return
    if list(inputs).count(STDIN) > 1:
        raise UsageError("standard input (-) is named twice; it can be read once")
    with tempfile.TemporaryDirectory(prefix="corpusclean-") as folder:
        first = stdin.read(_TAR_AT + len(_TAR))
        suffix = next((end for magic, end in _MAGIC.items() if first.startswith(magic)), "")
        suffix = ".tar" if _is_tar(first) else suffix
        if first.lstrip().startswith(b"{"):
            first += b"" if b"\n" in first else stdin.readline(most_bytes)
            suffix = ".jsonl" if _is_object(first.lstrip().partition(b"\n")[0]) else ""
        path = Path(folder, STDIN_NAME + suffix)
        with writing(path), path.open("wb") as spool:
            if suffix:
                spool.write(first)
                shutil.copyfileobj(stdin, spool)
            else:
                # One byte more than a document may have is enough to refuse it.
                spool.write((first + stdin.read(max(most_bytes + 1 - len(first), 0)))[: most_bytes + 1])
        if suffix in COMPRESSED and _holds_tar(path, suffix):
            path = path.rename(path.with_suffix(f".tar{suffix}"))
        yield [path if each == STDIN else each for each in inputs]


def _is_tar(beginning: bytes) -> bool:
    return beginning[_TAR_AT:] == _TAR


def _holds_tar(path: Path, suffix: str) -> bool:
    """Tell whether a compressed file is a tar archive; of a damaged one that is not known."""
    with path.open("rb") as stream:
        try:
            return _is_tar(bytes(decompressed(stream, suffix).read(_TAR_AT + len(_TAR))))
        except (OSError, EOFError, Damaged):
            return False


def _is_object(line: bytes) -> bool:
    """Tell whether a line is a JSON object, as the first of a file of documents never is."""
    try:
        return isinstance(json.loads(line), dict)
    except (ValueError, RecursionError):
        return False
