"""The cache as a run, or its owner, sees it: where it is, what it may take, what goes when that is too much."""

import hashlib
import os
import platform
import re
import shutil
import time
import unicodedata
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, requires, version
from pathlib import Path
from typing import NamedTuple

import corpusclean
import corpusclean_schemas
from corpusclean.boilerplate import load_rules
from corpusclean.boilerplate.ready import kept_below
from corpusclean.errors import RunFailed, UsageError, describe
from corpusclean.run.cache import FORMAT, Cache
from corpusclean.settings import Run, Settings
from corpusclean.storage.url import here

OFF = "off"
MARKER = "cache-of-corpusclean"
"""The file by which a cache is known."""

_KINDS = ("partitions", "parts", "times", "corpora")
_ABANDONED = 3600.0
"""Seconds after which an entry that was begun and never ended is nobody's."""


class Size(NamedTuple):
    """What a cache holds."""

    entries: int
    bytes: int


def cache_place(run: Run) -> Path | None:
    """Return where finished work is kept, None where it is not. Raises UsageError where that is in a store."""
    if run.cache == OFF:
        return None
    if run.cache is not None:
        return Path(os.path.abspath(here(Path(run.cache), "the cache")))  # noqa: PTH100  # `resolve` would follow links that are meant
    below = kept_below()
    return None if below is None else below / f"work-{FORMAT}"


class Keeper:
    """The cache of one run: lends it to workers for as long as there is room."""

    def __init__(self, settings: Settings) -> None:
        run = settings.run
        place = cache_place(run)
        self._most, self._began = run.cache_mib << 20, time.time()
        self._cache = (
            None if place is None or not _ready(place) else Cache(place, context(settings), run.trust_mtime)
        )
        self._held = _measure(self._cache.place).bytes if self._cache else 0

    def now(self) -> Cache | None:
        """Return the cache for the next task, one that takes nothing more in where it is full."""
        return self._cache

    def add(self, size: int) -> None:
        """Count what a task has kept."""
        self._held += size
        if self._cache is not None and self._cache.store and self._held > self._most:
            self._held = prune(self._cache.place, self._most * 3 // 4, unused_since=self._began)
            self._cache = self._cache._replace(store=self._held <= self._most)

    def tidy(self) -> None:
        """Remove what is beyond the cap, what was not used for longest first."""
        if self._cache is not None:
            prune(self._cache.place, self._most)


def _ready(place: Path) -> bool:
    """Make a place a cache, for its owner alone: it holds text. False where that cannot be."""
    try:
        if not (place / MARKER).exists():
            place.mkdir(mode=0o700, parents=True, exist_ok=True)
            if any(place.iterdir()) and not (place / MARKER).exists():  # another run may have begun it meanwhile
                raise UsageError(f"{place}: is no cache of ours, and not empty; name another folder for the cache")
            (place / MARKER).touch()
        return os.access(place, os.W_OK | os.X_OK)
    except OSError:
        return False


def context(settings: Settings) -> str:
    """Return what everything that workers make depends on beside the files: settings, rules, code, libraries."""
    digest = hashlib.sha256(f"{FORMAT} {platform.python_version()} {unicodedata.unidata_version}\n".encode())
    # How a corpus is cut into files, and what becomes of it as a whole, is no partition's business.
    output = settings.output
    kept = {"raw_bytes": output.raw_bytes, "ledger_text": output.ledger_text, "quotes": settings.quotes}
    chosen = settings.decisive() | {"max_rejects": None, "output": kept}
    digest.update(f"{sorted(chosen.items())}\n{load_rules(settings.boilerplate.packs).sha256}\n".encode())
    for name in _libraries():
        digest.update(f"{name} {_version(name)}\n".encode())
    for package in (corpusclean, corpusclean_schemas):
        for path in sorted(Path(str(package.__file__)).parent.rglob("*")):
            if path.suffix in {".py", ".toml"}:
                digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


def _libraries() -> list[str]:
    """Return the distributions that corpusclean asks for, and numpy's and Arrow's kin among them."""
    names = (re.match(r"[\w.-]+", line) for line in requires("corpusclean") or [])
    return sorted({name.group().lower() for name in names if name})


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return ""  # of an extra that is not there


def measure(settings: Settings) -> tuple[Path | None, Size]:
    """Return where the cache is, and what it holds."""
    place = cache_place(settings.run)
    return place, _measure(place) if place and (place / MARKER).exists() else Size(0, 0)


def clear(settings: Settings) -> Size:
    """Remove the cache. Returns what it held.

    Raises UsageError where the place is no cache of ours, RunFailed where it cannot be removed.
    """
    place, size = measure(settings)
    if place is None or not place.exists():
        return size
    if not (place / MARKER).exists():
        raise UsageError(f"{place}: is no cache of ours, and is left as it is; name the folder that is: --cache")
    try:
        for path in place.iterdir():
            if path.name in _KINDS or path.name.startswith("new-"):
                shutil.rmtree(path)
    except OSError as error:
        raise RunFailed(describe(error)) from error
    return size


def prune(place: Path, most: int, *, unused_since: float | None = None) -> int:
    """Remove entries until `most` bytes are left, the longest unused first. Returns what is left."""
    entries = sorted(_entries(place))
    left = sum(size for _, _, size in entries)
    for used, path, size in entries:
        if left <= most or (unused_since is not None and used >= unused_since):
            break
        if path.is_dir():
            shutil.rmtree(path, ignore_errors=True)
        else:
            path.unlink(missing_ok=True)
        left -= size
    for path in place.glob("new-*"):
        if _age(path) > _ABANDONED:
            shutil.rmtree(path, ignore_errors=True)
    return left


def _measure(place: Path) -> Size:
    sizes = [size for _, _, size in _entries(place)]
    return Size(len(sizes), sum(sizes))


def _entries(place: Path) -> Iterator[tuple[float, Path, int]]:
    """Yield every entry: when it was used last, where it is, and its bytes. What goes meanwhile is passed over."""
    for kind in _KINDS:
        for path in place.glob(f"{kind}/*/*"):
            try:
                status = path.stat()
                files = list(path.iterdir()) if path.is_dir() else [path]
                yield status.st_mtime, path, sum(file.stat().st_size for file in files)
            except OSError:
                continue


def _age(path: Path) -> float:
    try:
        return time.time() - path.stat().st_mtime
    except OSError:
        return 0.0
