"""Rules made ready for matching, kept for the next process: to make them ready takes longer than a short run.

What is kept is named by all that it was made of: the files of the rules, our code, Python and pydantic. So
nothing is ever out of date. A file that is another user's, or not as it was written, is passed over, and the rules
are made ready anew; nothing but our own classes is made of one.
"""

import contextlib
import gc
import hashlib
import io
import os
import pickle
import platform
import stat
import tempfile
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

import pydantic

Made = TypeVar("Made")

FOLDER = "rules-ready"
"""The folder, below that of `kept_below`."""

NEWEST = 8
"""Files that are kept: those of a few states of the rules and the code."""

_DIGEST = hashlib.sha256().digest_size
_OURS = "corpusclean.boilerplate."
_PLAIN = frozenset({("builtins", "frozenset"), ("builtins", "set")})
_OTHERS_WRITE = stat.S_IWGRP | stat.S_IWOTH


def kept_below() -> Path | None:
    """Return the folder below which anything is kept for the next process: in XDG_CACHE_HOME, or ~/.cache.

    None where there is no home.
    """
    given = os.environ.get("XDG_CACHE_HOME")
    try:
        return (Path(given) if given else Path.home() / ".cache") / "corpusclean"
    except RuntimeError:
        return None


def ready(what: str, made_of: str, make: Callable[[], Made]) -> Made:
    """Return what was made of some rules, by the hash of their files: as it was kept, or made now and kept."""
    below = kept_below()
    if below is None:
        return make()
    place = below / FOLDER
    told = f"{what} {made_of} {_code()} {platform.python_version()} {pydantic.VERSION}"
    path = place / hashlib.sha256(told.encode()).hexdigest()
    with _nothing_goes():
        kept = _read(path)
    if kept is None:
        with _nothing_goes():
            kept = make()
        with contextlib.suppress(OSError):  # made again next time
            _write(path, kept)
    return kept  # type: ignore[no-any-return]  # the name says what was kept under it


@contextlib.contextmanager
def _nothing_goes() -> Iterator[None]:
    """Do not look for what may go while all that is made stays: that takes longer than to make it."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()


@cache
def _code() -> str:
    """Return the hash of the code that makes rules ready."""
    files = sorted(Path(__file__).parent.glob("*.*"))
    return hashlib.sha256(b"\0".join(path.name.encode() + path.read_bytes() for path in files)).hexdigest()


class _OurOwn(pickle.Unpickler):
    """Makes objects of our own classes, and of no others."""

    def find_class(self, module: str, name: str) -> Any:  # noqa: ANN401  # a class
        if module.startswith(_OURS) or (module, name) in _PLAIN:
            found = super().find_class(module, name)
            # By a dotted name, or as what a module of ours imports, it may be anybody's.
            if isinstance(found, type) and found.__module__ == module:
                return found
        raise pickle.UnpicklingError(f"{module}.{name} is none of ours")


def _read(path: Path) -> Any:  # noqa: ANN401  # whatever was kept
    """Return what a file of ours holds, None where there is none that is as it was written."""
    try:
        with path.open("rb") as stream:
            about = os.fstat(stream.fileno())
            if about.st_uid != os.geteuid() or about.st_mode & _OTHERS_WRITE:
                return None
            digest, content = stream.read(_DIGEST), stream.read()
        if hashlib.sha256(content).digest() != digest:
            return None
        return _OurOwn(io.BytesIO(content)).load()
    except Exception:  # noqa: BLE001  # whatever is wrong with it, the rules can be made ready anew
        return None


def _write(path: Path, made: object) -> None:
    """Keep what was made, as a file that appears whole, for its owner alone; forget what was kept long ago."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    number, name = tempfile.mkstemp(dir=path.parent)
    try:
        with open(number, "wb") as stream:  # noqa: PTH123  # by its number
            content = pickle.dumps(made, pickle.HIGHEST_PROTOCOL)
            stream.write(hashlib.sha256(content).digest() + content)
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
    by_age = sorted(path.parent.iterdir(), key=lambda each: each.stat().st_mtime_ns, reverse=True)
    for old in by_age[NEWEST:]:
        old.unlink(missing_ok=True)
