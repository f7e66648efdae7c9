"""Proof that a corpus is what it says, and the way back to the files that it was made of."""

import contextlib
import errno
import hashlib
import itertools
import os
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path, PurePosixPath
from typing import Any, NamedTuple

from corpusclean.corpus import ids_of, is_apart, kept, read_manifest, rejects, require_whole, whole_corpus
from corpusclean.errors import ProofFailed, UsageError
from corpusclean.original import PROVEN_BY, disproof, is_whole
from corpusclean.report.words import number
from corpusclean.withheld import is_withheld
from corpusclean.write.parquet import TABLES
from corpusclean.write.publish import MANIFEST, write_file

_TOLD_EVERY = 500
"""Documents after which it is told how many are done."""


_OF_THE_DISK = (
    errno.EACCES, errno.EPERM, errno.EROFS, errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO,
)  # fmt: skip
"""Errors that do not hang on the name of a file: the next one would end so, too."""


class Verified(NamedTuple):
    """What was proven, and every problem found."""

    files: int
    documents: int
    problems: tuple[str, ...]
    incomplete: int = 0
    """Rejects of which not all bytes were kept, or none were read: nothing can be held against their hash."""
    elsewhere: int = 0
    """Documents that only the private part could prove, where it was not named: changed ones, and rejects."""
    withheld: int = 0
    """Documents with changes in a ledger without text: that their places fit is all that can be said."""


class Restored(NamedTuple):
    """How many files were written, and for each that could not be, its address and why."""

    files: int
    missing: tuple[str, ...]


def verify_corpus(
    corpus: Path, private: Path | None = None, *, progress: Callable[[int, int], None] | None = None
) -> Verified:
    """Hold every file of a corpus against its manifest, and every document against the hash of its file.

    Where a file's own hash is wrong no rows are looked at: they cannot be trusted. A corpus whose private part is
    not named is proven without it, as far as that goes. `progress` is told how many documents are done, of how
    many. Raises UsageError where the folder is no corpus, or has no private part and one is named; ProofFailed
    where its manifest is not as it was written.
    """
    with whole_corpus(corpus, private) as whole:
        return _verify(whole, read_manifest(corpus), progress, lacking=private is None)


def _verify(
    corpus: Path, manifest: dict[str, Any], progress: Callable[[int, int], None] | None, *, lacking: bool
) -> Verified:
    lacking = lacking and is_apart(manifest)
    files = manifest["files"] if lacking else _files(manifest)
    problems = [*_file_problems(corpus, files)]
    documents = elsewhere = withheld = 0
    if not problems:
        problems = [*_book_problems(corpus, manifest, lacking=lacking)] if manifest["published"] else []
        for address, problem, proven in _document_problems(corpus, without_text=is_withheld(manifest)):
            documents += 1
            withheld += int(not proven)
            if progress and documents % _TOLD_EVERY == 0:
                progress(documents, manifest["documents"]["found"])
            if problem and lacking:  # it may be an edit that is elsewhere
                elsewhere += 1
            elif problem:
                problems.append(f"{address}: {problem}")
    incomplete = 0 if problems else sum(not is_whole(row) for row in rejects(corpus))
    whole = documents - incomplete - elsewhere - withheld
    elsewhere += manifest["documents"]["rejects"] if lacking else 0
    return Verified(len(files), whole, tuple(problems), incomplete, elsewhere, withheld)


def _files(manifest: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the files of a corpus and of its private part, if it has one."""
    return [*manifest["files"], *manifest.get("private", ())]


def _file_problems(corpus: Path, files: Iterable[dict[str, Any]]) -> Iterator[str]:
    listed = {entry["path"]: entry for entry in files}
    present = {
        path.relative_to(corpus).as_posix() for path in corpus.rglob("*") if not path.is_dir() or path.is_symlink()
    }
    for name in sorted(present - set(listed) - {MANIFEST}):
        yield f"{name}: not in the manifest"
    for name, entry in sorted(listed.items()):
        if name not in present and not _is_there(corpus / name):
            yield f"{name}: missing"
        elif (digest := _sha256(corpus / name)) != entry["sha256"]:
            yield f"{name}: its hash is {digest[:16]}..., the manifest says {entry['sha256'][:16]}..."


def _is_there(path: Path) -> bool:
    """Tell whether there is such a file. Raises OSError where nobody may look: what is not seen is not missing."""
    try:
        path.lstat()
    except (FileNotFoundError, NotADirectoryError):
        return False
    return True


def _sha256(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _book_problems(corpus: Path, manifest: dict[str, Any], *, lacking: bool) -> Iterator[str]:
    """Yield where the tables do not go together: counts, documents in two of them, edits of none."""
    apart = {"found", "rejects"} if lacking else set[str]()
    ids = {table: ids_of(corpus, table) for table in TABLES}
    said = manifest["documents"]
    tables = {"clean": "data", "duplicates": "duplicates", "rejects": "rejects"}
    counted = {name: len(ids[table]) for name, table in tables.items()}
    for name, count in {"found": sum(counted.values()), **counted}.items():
        if said.get(name) != count and name not in apart:
            yield f"{MANIFEST}: says {said.get(name)} {name}, the files hold {count}"
    twice = Counter(itertools.chain.from_iterable(ids[table] for table in tables.values()))
    for doc_id in sorted(doc_id for doc_id, count in twice.items() if count > 1):
        yield f"{doc_id}: in more than one table, or twice in one"
    for doc_id in sorted(set(ids["ledger"]) - set(ids["data"]) - set(ids["duplicates"])):
        yield f"{doc_id}: has edits in the ledger, and is in no table"


def _document_problems(corpus: Path, *, without_text: bool) -> Iterator[tuple[str, str, bool]]:
    """Yield every document with what is wrong with it, or nothing, and whether its bytes can be known."""
    for document in kept(corpus, list(PROVEN_BY)):
        proven = not (without_text and document.withheld)
        yield document.row["address"], document.disproof() if proven else document.misfit(), proven
    for row in rejects(corpus):
        yield row["address"], disproof(row), True


def restore_corpus(corpus: Path, out: Path, private: Path | None = None) -> Restored:
    """Write the files that a corpus was made of, byte for byte, under their addresses.

    Raises UsageError where the folder is no corpus, its ledger holds no text or is in a private part that is not
    named, or `out` is not empty; ProofFailed where the corpus is not as it was written; OSError where the disk
    fails.
    """
    manifest = read_manifest(corpus)
    require_whole(manifest, corpus, private, "nothing was restored")
    if is_withheld(manifest):
        raise UsageError(
            f"{corpus}: its ledger holds no text (--ledger-text none), so that nothing can be restored; clean the"
            " files again without it"
        )
    if out.is_symlink() or (out.exists() and (not out.is_dir() or any(out.iterdir()))):
        raise UsageError(f"{out}: not an empty folder; name one that does not exist yet")
    for place in (corpus, *([private] if private else [])):
        if place.resolve() in (out.resolve(), *out.resolve().parents):
            raise UsageError(f"{out}: lies within the corpus; name a folder beside it")
    with whole_corpus(corpus, private) as whole:
        damage = [*_file_problems(whole, _files(manifest))]
        if damage:
            raise ProofFailed("\n".join([f"{corpus}: not what was written, nothing was restored", *damage]))
        return _restore(whole, out, manifest)


def _restore(corpus: Path, out: Path, manifest: dict[str, Any]) -> Restored:
    out.mkdir(parents=True, exist_ok=True)
    missing: list[str] = []
    files = 0
    for address, data in _originals(corpus):
        problem = data if isinstance(data, str) else _place(out, address, data)
        if problem:
            missing.append(f"{address}: {problem}")
        else:
            files += 1
    unaccounted = manifest["documents"]["found"] - files - len(missing)
    if unaccounted:
        missing.append(
            f"{number(unaccounted, 'document')}: not in this folder, which holds the rejects of a run that failed"
        )
    return Restored(files, tuple(sorted(missing)))


def _originals(corpus: Path) -> Iterator[tuple[str, bytes | str]]:
    """Yield every address with the bytes of its file, or why there are none."""
    for document in kept(corpus):
        try:
            data: bytes | str = document.original()
        except ProofFailed as error:
            data = str(error)
        yield document.row["address"], data
    for row in rejects(corpus):
        if row["raw"] is None:
            yield row["address"], f"never read ({', '.join(row['codes'])})"
        elif row["raw_truncated"]:
            yield row["address"], f"only its first {len(row['raw'])} bytes were kept"
        else:
            yield row["address"], disproof(row) or row["raw"]


def _place(out: Path, address: str, data: bytes) -> str:
    """Write one file; return why it could not be, or the empty string."""
    path = PurePosixPath(address)
    if not path.parts or path.is_absolute() or ".." in path.parts or "\0" in address:
        return "its address leads outside"
    place = out.joinpath(*path.parts)
    try:
        if place.exists():
            return "its place is taken"
        write_file(place, data)
    except OSError as error:
        with contextlib.suppress(OSError):
            place.unlink()
        if error.errno in _OF_THE_DISK:
            raise
        return os.strerror(error.errno or 0)
    return ""
