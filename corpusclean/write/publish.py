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
import re
import shutil
import signal
import threading
from collections.abc import Callable, Collection, Iterator
from pathlib import Path
from typing import Any, NamedTuple

from corpusclean.errors import OutputBusy, RunFailed, UsageError, describe, writing

MANIFEST = "manifest.json"
PRIVATE_OF = "private_of"
"""The key by which the manifest of a private part is known: the hash of the manifest of its corpus."""

PART = re.compile(r"(data|duplicates|rejects|ledger)/part-\d{5,}-[0-9a-f]{16}\.parquet")
"""The path of a file of a table within a corpus."""

_PAGES = frozenset({MANIFEST, "README.md", "croissant.json", "report.html"})

MARKER = "staging-of-corpusclean"
"""The file by which a staging folder is known."""

LONGEST_NAME = 230
"""Bytes of an output's name: file systems allow 255, and the names beside it are longer."""

_NO_RIGHT = (errno.EACCES, errno.EPERM, errno.EROFS)

_AT_FDCWD = -100
_RENAME_EXCHANGE = 2


class Staging(NamedTuple):
    """Where a run works: `corpus` will be published, `work` is for the run alone."""

    corpus: Path
    work: Path


def read_json(path: Path) -> Any:  # noqa: ANN401  # whatever the file holds
    """Return what a JSON file holds, None where it cannot be read or is no JSON."""
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError):
        return None


def check_output(out: Path) -> None:
    """Refuse an output that holds something else than a corpus of ours, and nothing beside it.

    Raises UsageError that says what is in the way.
    """
    if file := next((each for each in out.parents if os.path.isfile(each)), None):  # noqa: PTH113  # false, whatever the rights
        raise UsageError(f"{out}: {file} is a file, and no folder; name a folder that does not exist yet")
    if out.is_symlink() or (out.exists() and not out.is_dir()):
        raise UsageError(f"{out}: not a folder; name a folder that does not exist yet, or a corpus to replace")
    if not out.is_dir():
        return
    manifest = _manifest(out / MANIFEST)
    if isinstance(manifest, dict) and PRIVATE_OF in manifest:
        raise UsageError(f"{out}: holds the private part of a corpus, and is left as it is; name another")
    if foreign := foreign_files(out, _listed(manifest)):
        shown = ", ".join(foreign[:3])
        raise UsageError(f"{out}: holds what no corpus of ours does ({shown}), and is left as it is; name another")


def check_failed(failed: Path) -> None:
    """Refuse a place for what a failing run leaves, where something else stands.

    Raises UsageError that says what is in the way: a corpus that was published, too.
    """
    check_output(failed)
    manifest = _manifest(failed / MANIFEST)
    if manifest is not None and manifest.get("published") is not False:
        raise UsageError(in_the_way(failed))


def in_the_way(failed: object) -> str:
    """Return what is said where a corpus stands in the place of what a failing run leaves."""
    said = "a corpus stands where a run that fails would leave its rejects"
    return f"{failed}: {said}; move it, or name another output"


def is_ours(path: str) -> bool:
    """Tell whether a file of a corpus may have this path: what a manifest lists beside is never touched."""
    return path in _PAGES or PART.fullmatch(path) is not None


def foreign_files(folder: Path, ours: Collection[str]) -> list[str]:
    """Return the files of a folder that are not among those of a corpus in it."""
    found = (path for path in folder.rglob("*") if path.is_symlink() or not path.is_dir())
    return sorted(name for path in found if (name := path.relative_to(folder).as_posix()) not in ours)


def check_file(file: Path) -> None:
    """Refuse a file that would lie in a corpus: it would be no corpus of ours any more. Raises UsageError."""
    for folder in Path(os.path.realpath(file)).parents:
        if os.path.isfile(folder / MANIFEST):  # noqa: PTH113  # false, whatever the rights
            manifest = _manifest(folder / MANIFEST)
            if _listed(manifest) or (isinstance(manifest, dict) and PRIVATE_OF in manifest):
                raise UsageError(f"{file}: lies in a corpus ({folder}), and would spoil it; name a file outside")


def _manifest(path: Path) -> Any:  # noqa: ANN401  # whatever the file holds
    """Return what a manifest holds, None where there is none; what a failing disk hides is not absent."""
    try:
        return json.loads(path.read_bytes())
    except FileNotFoundError:
        return None
    except OSError as error:
        raise RunFailed(f"{path}: {error.strerror}; nothing was published") from error
    except (ValueError, RecursionError):
        return None


def _listed(manifest: Any) -> set[str]:  # noqa: ANN401  # whatever the file holds
    """Return the files of ours that a manifest of ours lists, itself among them; of anything else, nothing."""
    if not isinstance(manifest, dict) or "corpusclean" not in manifest:
        return set()
    entries = manifest.get("files")
    if not isinstance(entries, list):
        return set()
    paths = {MANIFEST, *(str(entry.get("path")) for entry in entries if isinstance(entry, dict))}
    return set(filter(is_ours, paths))


def side_paths(out: Path) -> tuple[Path, Path, Path]:
    """Return what a run may make beside its output: the staging folder, the lock, and the folder of a failure.

    Raises UsageError where the output's name leaves no room for theirs.
    """
    if out.name in ("", ".."):
        raise UsageError(f"{out}: no name of a folder; name one that does not exist yet, or a corpus to replace")
    if len(os.fsencode(out.name)) > LONGEST_NAME:
        raise UsageError(f"{out}: the name is too long; {LONGEST_NAME} bytes leave room for the staging folder")
    folder = out.parent / f".{out.name}.corpusclean"
    return folder, Path(f"{folder}.lock"), out.with_name(f"{out.name}.failed")


@contextlib.contextmanager
def staging(out: Path, check: Callable[[Path], None] = check_output, *, mode: int = 0o777) -> Iterator[Staging]:
    """Hold the output, and give a fresh staging folder beside it; both are gone at the end.

    `mode` are its rights, and those of what is published. Raises OutputBusy where another run holds the output,
    UsageError where something else stands in the way, RunFailed where the folder cannot be made, or the machine
    fails what is done in it.
    """
    check(out)
    folder, lock_path, _ = side_paths(out)
    with _refusing(lock_path):
        out.parent.mkdir(parents=True, exist_ok=True)
        lock = _hold(lock_path, out)
    try:
        with _refusing(folder):
            _clear(folder)
            folder.mkdir(mode)
        staged = Staging(folder / "corpus", folder / "work")
        try:
            with _refusing(folder):
                (folder / MARKER).touch()
                staged.corpus.mkdir(mode)
                staged.work.mkdir()
            yield staged
        except OSError as error:
            raise RunFailed(f"{describe(error)}; nothing was published") from error
        finally:
            _remove(folder)
    finally:
        # Unlinked while it is held: who opened it before finds, once it is free, that it is not the file there.
        lock_path.unlink(missing_ok=True)
        os.close(lock)


@contextlib.contextmanager
def _refusing(path: Path) -> Iterator[None]:
    """Refuse what the system refuses, with the file and the way out: no other error is expected of a run."""
    try:
        with writing(path):
            yield
    except OSError as error:
        way_out = "; the output's folder must be writable" if error.errno in _NO_RIGHT else ""
        raise RunFailed(f"{describe(error)}{way_out}; nothing was published") from error


def clear_leftovers(out: Path) -> None:
    """Remove what a run that was killed has left beside its output, if anything.

    Raises OutputBusy where it is not left, but another run's that is under way.
    """
    folder, lock_path, _ = side_paths(out)
    if folder.exists() or lock_path.exists():
        with staging(out):
            pass


def _clear(folder: Path) -> None:
    """Remove the staging folder of a run that was killed, and nothing else."""
    ours = (folder / MARKER).is_file() or (folder.is_dir() and not any(folder.iterdir()))
    if folder.is_symlink() or (folder.exists() and not ours):
        raise UsageError(f"{folder}: is no staging folder of ours, and stands where one must; move it away")
    _remove(folder)


def _remove(folder: Path) -> None:
    """Remove a staging folder, the file by which it is known last: its removal may be cut short."""
    for path in (*(each for each in folder.glob("*") if each.name != MARKER), folder):
        shutil.rmtree(path, ignore_errors=True)


def _hold(path: Path, out: Path) -> int:
    """Open and lock the lock file; the kernel lets go of it when this process ends, however it ends."""
    while True:
        lock = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC | os.O_NOFOLLOW, 0o644)
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            holder = os.pread(lock, 64, 0).decode(errors="replace").strip() or "unknown"
            os.close(lock)
            if error.errno not in (errno.EWOULDBLOCK, errno.EACCES):
                raise
            message = f"{out}: another run is writing it (process {holder}); wait for it, or stop it"
            raise OutputBusy(message) from error
        if _is_still(path, lock):
            try:
                os.ftruncate(lock, 0)
                os.pwrite(lock, f"{os.getpid()}\n".encode(), 0)
            except OSError:
                path.unlink(missing_ok=True)
                os.close(lock)
                raise
            return lock
        os.close(lock)


def _is_still(path: Path, handle: int) -> bool:
    """Tell whether an open file is the one that a path names: its holder may have removed it meanwhile."""
    try:
        return os.path.samestat(path.lstat(), os.fstat(handle))
    except FileNotFoundError:
        return False


def write_file(path: Path, data: bytes) -> None:
    """Write a file and wait until the disk has it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with writing(path), open(path, "wb", opener=_private) as stream:
        stream.write(data)
        stream.flush()
        os.fsync(stream.fileno())


def _private(path: str, flags: int) -> int:
    return os.open(path, flags | os.O_CLOEXEC, 0o666)


def publish(corpus: Path, out: Path) -> None:
    """Put a staged corpus in its place by one rename; one that stands there goes to the staging folder.

    Raises RunFailed where the file system refuses, UsageError where somebody has put a file of theirs there;
    what stood there before is still there then.
    """
    check_output(out)
    try:
        for folder in [corpus, *(path for path in corpus.rglob("*") if path.is_dir())]:
            sync_folder(folder)
        if out.is_dir() and any(out.iterdir()):
            _exchange(corpus, out)
        else:
            corpus.rename(out)
        sync_folder(out.parent)
    except OSError as error:
        raise RunFailed(f"{out}: cannot be published: {error.strerror}") from error


@contextlib.contextmanager
def undisturbed() -> Iterator[None]:
    """Let signals that would end the process wait for nothing: what is being done is done to its end."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = {name: signal.signal(name, signal.SIG_IGN) for name in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)}
    try:
        yield
    finally:
        for name, handler in before.items():
            signal.signal(name, handler)


def sync_folder(path: Path) -> None:
    """Wait until the disk has the names in a folder."""
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
