"""Complete or absent: a corpus is staged beside its place, and takes it by one rename or exchange.

out/                    the corpus, old or new, never a mixture
.out.corpusclean/       the staging folder of the run that is under way; a leading dot hides it from readers
.out.corpusclean.lock   held by that run; the kernel lets go of it when the run ends, however it ends
"""

import contextlib
import ctypes
import errno
import fcntl
import json
import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from corpusclean.errors import OutputBusy, RunFailed, UsageError

MANIFEST = "manifest.json"

_AT_FDCWD = -100
_RENAME_EXCHANGE = 2


class Staging(NamedTuple):
    """Where a run works: `corpus` will be published, `work` is for the run alone."""

    corpus: Path
    work: Path


def is_corpus(path: Path) -> bool:
    """Tell whether a folder is a corpus of ours: its manifest says so."""
    try:
        manifest = json.loads((path / MANIFEST).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return False
    return isinstance(manifest, dict) and "corpusclean" in manifest


def check_output(out: Path) -> None:
    """Refuse an output that holds something else than a corpus of ours.

    Raises UsageError that says what is in the way.
    """
    if out.is_symlink() or (out.exists() and not out.is_dir()):
        raise UsageError(f"{out}: not a folder; name a folder that does not exist yet, or a corpus to replace")
    if out.is_dir() and any(out.iterdir()) and not is_corpus(out):
        raise UsageError(f"{out}: holds files and no corpus of ours, and is left as it is; name another folder")


@contextlib.contextmanager
def staging(out: Path) -> Iterator[Staging]:
    """Hold the output, and give a fresh staging folder beside it; both are gone at the end.

    Raises OutputBusy where another run holds the output, RunFailed where the folder cannot be made.
    """
    check_output(out)
    folder = out.parent / f".{out.name}.corpusclean"
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        lock = os.open(f"{folder}.lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
    except OSError as error:
        raise RunFailed(
            f"{out.parent}: {error.strerror}; the output must be in a folder that can be written"
        ) from error
    try:
        _hold(lock, out)
        shutil.rmtree(folder, ignore_errors=True)
        staged = Staging(folder / "corpus", folder / "work")
        staged.corpus.mkdir(parents=True)
        staged.work.mkdir()
        try:
            yield staged
        finally:
            shutil.rmtree(folder, ignore_errors=True)
            Path(f"{folder}.lock").unlink()
    finally:
        os.close(lock)


def _hold(lock: int, out: Path) -> None:
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        if error.errno not in (errno.EWOULDBLOCK, errno.EACCES):
            raise
        holder = os.pread(lock, 64, 0).decode(errors="replace").strip() or "unknown"
        raise OutputBusy(
            f"{out}: another run is writing it (process {holder}); wait for it, or stop it"
        ) from error
    os.ftruncate(lock, 0)
    os.pwrite(lock, f"{os.getpid()}\n".encode(), 0)


def write_file(path: Path, data: bytes) -> None:
    """Write a file and wait until the disk has it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with open(path, "wb", opener=_private) as stream:
        stream.write(data)
        stream.flush()
        os.fsync(stream.fileno())


def _private(path: str, flags: int) -> int:
    return os.open(path, flags | os.O_CLOEXEC, 0o666)


def publish(corpus: Path, out: Path) -> None:
    """Put a staged corpus in its place by one rename; one that stands there goes to the staging folder.

    Raises RunFailed where the file system refuses; what stood there before is still there then.
    """
    try:
        for folder in [corpus, *(path for path in corpus.rglob("*") if path.is_dir())]:
            _sync_folder(folder)
        if out.is_dir() and any(out.iterdir()):
            _exchange(corpus, out)
        else:
            corpus.rename(out)
        _sync_folder(out.parent)
    except OSError as error:
        raise RunFailed(f"{out}: cannot be published: {error.strerror}") from error


def _sync_folder(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _exchange(one: Path, other: Path) -> None:
    """Let two folders change places in one step (Linux's renameat2)."""
    libc = ctypes.CDLL(None, use_errno=True)
    if not hasattr(libc, "renameat2"):
        raise OSError(errno.ENOSYS, "this system cannot exchange two folders; remove the old corpus first")
    failed = libc.renameat2(_AT_FDCWD, os.fsencode(one), _AT_FDCWD, os.fsencode(other), _RENAME_EXCHANGE)
    if failed:
        code = ctypes.get_errno()
        raise OSError(code, os.strerror(code))
