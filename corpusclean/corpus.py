"""A corpus on disk, read back: its manifest, its tables, and the originals that they give."""

import json
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from corpusclean.errors import ProofFailed, UsageError
from corpusclean.original import Kept, edits_of, kept_rows
from corpusclean.storage.url import url_of
from corpusclean.write.manifest import to_bytes
from corpusclean.write.parquet import read_staged
from corpusclean.write.private import is_part_of
from corpusclean.write.publish import MANIFEST, PRIVATE_OF
from corpusclean_schemas.tables import KEPT


def read_manifest(corpus: Path) -> dict[str, Any]:
    """Return the manifest of a corpus.

    Raises UsageError where the folder has none or is in a store, ProofFailed where it is not as it was written.
    """
    if url_of(corpus) is not None:
        raise UsageError(
            f"{url_of(corpus)}: `verify` and `restore` read from a store, this does not; copy the corpus here"
        )
    try:
        data = (corpus / MANIFEST).read_bytes()
    except OSError as error:
        raise UsageError(
            f"{corpus}: no corpus: {MANIFEST}: {error.strerror}; name a folder that `clean` wrote"
        ) from error
    try:
        manifest: dict[str, Any] = json.loads(data)
        keys = set(manifest)
        is_ours = {"files", "documents", "published"} <= keys or {"files", PRIVATE_OF} <= keys
        intact = is_ours and to_bytes(manifest) == data
    except (ValueError, TypeError, AttributeError, RecursionError):
        intact = False
    if intact and PRIVATE_OF in manifest:
        raise UsageError(f"{corpus}: the private part of a corpus; name the corpus, and this with --private")
    if not intact:
        raise ProofFailed(f"{corpus / MANIFEST}: its bytes are not those that were written")
    return manifest


def open_corpus(corpus: Path, *, altered: bool = False) -> dict[str, Any]:
    """Return the manifest of a corpus that has every part that it lists.

    For who judges what its files hold they may be `altered`.
    Raises UsageError where one is missing or not as large as it was, and as `read_manifest` does.
    """
    manifest = read_manifest(corpus)
    require_parts(corpus, manifest["files"], corpus, altered=altered)
    return manifest


def open_published(corpus: Path) -> dict[str, Any]:
    """Return the manifest of a corpus that was published.

    Raises UsageError where it is what a run that failed has left, and as `open_corpus` does.
    """
    manifest = open_corpus(corpus)
    if not manifest["published"]:
        raise UsageError(f"{corpus}: holds what a failed run left; name a corpus that was published")
    return manifest


def require_parts(
    folder: Path, files: Iterable[Mapping[str, Any]], called: Path, *, altered: bool = False
) -> None:
    """Refuse a folder that lacks a part of a table: what `parts` finds would seem to be all there is.

    So is one that was cut off, or that something stands for (a pointer of Git LFS, say): its size tells, unless
    parts may be `altered`. One that has its size is found damaged when it is read, or by `verify` alone.
    Raises UsageError that names the part, and the folder as it is `called`.
    """
    for file in files:
        path = file["path"]
        if "/" not in path:
            continue  # a page
        there = (folder / path).is_file()
        size = (folder / path).stat().st_size if there else 0
        if not there or (size != file["bytes"] and not altered):
            wrong = f"has {size:,} bytes, not {file['bytes']:,} as when it was written" if there else "is missing"
            raise UsageError(
                f"{called}: not whole: {path} {wrong}; copy the corpus anew, or clean the files again"
                " (`corpusclean verify` tells all that is wrong)"
            )


def is_apart(manifest: Mapping[str, Any]) -> bool:
    """Tell whether the ledger and the rejects of a corpus are in a private part, elsewhere."""
    return "private" in manifest


def require_whole(manifest: Mapping[str, Any], corpus: Path, private: Path | None, what: str) -> None:
    """Refuse a corpus whose private part is needed and not named. Raises UsageError that says what is not done."""
    if is_apart(manifest) and private is None:
        raise UsageError(
            f"{corpus}: its ledger and rejects are elsewhere, so that {what}; name their folder: --private DIR"
        )


@contextmanager
def whole_corpus(corpus: Path, private: Path | None) -> Iterator[Path]:
    """Give a corpus with its private part as one folder: itself, or a folder of links for as long as needed.

    Raises UsageError where there is a private part and it has none, or one that is not this; and as
    `read_manifest` does.
    """
    if private is None:
        yield corpus
        return
    manifest = read_manifest(corpus)
    if not is_apart(manifest):
        raise UsageError(f"{corpus}: has no private part, its ledger is in it; leave out --private {private}")
    if not private.is_dir():
        raise UsageError(f"{private}: no such folder; name the private part of {corpus}")
    ours = (path.relative_to(corpus) for path in corpus.rglob("*") if path.is_symlink() or not path.is_dir())
    theirs = [Path(file["path"]) for file in manifest["private"]]
    # Names of files carry their hashes: where all are there, a manifest that is lost loses nothing.
    if not (is_part_of(private, manifest) or all((private / each).is_file() for each in theirs)):
        raise UsageError(
            f"{private}: not the private part of {corpus} as it is now; name the folder that --private named when"
            " it was made"
        )
    with tempfile.TemporaryDirectory(prefix="corpusclean-") as name:
        folder = Path(name)
        for home, names in ((corpus, ours), (private, theirs)):
            for each in names:
                place = folder / each
                if (home / each).exists() and ".." not in each.parts and not place.exists():
                    place.parent.mkdir(parents=True, exist_ok=True)
                    place.symlink_to((home / each).absolute())
        yield folder


def parts(corpus: Path, table: str) -> list[Path]:
    """Return the files of one table, in order."""
    return sorted((corpus / table).glob("part-*.parquet"))


def ids_of(corpus: Path, table: str) -> list[str]:
    """Return the `doc_id` of every row of one table; of the ledger, of every document once."""
    ids = [
        doc_id for path in parts(corpus, table) for doc_id in read_staged(path, ["doc_id"])["doc_id"].to_pylist()
    ]
    return sorted(set(ids)) if table == "ledger" else ids


def kept(corpus: Path, columns: list[str] | None = None) -> Iterator[Kept]:
    """Yield the documents of `data/` and `duplicates/`, part by part, each with its edits."""
    ledgers = {_number(path): path for path in parts(corpus, "ledger")}
    for table in KEPT:
        for path in parts(corpus, table):
            ledger = ledgers.get(_number(path))
            edits = edits_of(read_staged(ledger)) if ledger else {}
            yield from kept_rows(read_staged(path, columns), edits)


def rejects(corpus: Path) -> Iterator[dict[str, Any]]:
    """Yield the rows of `rejects/`."""
    for path in parts(corpus, "rejects"):
        for batch in read_staged(path).to_batches(max_chunksize=2_000):
            yield from batch.to_pylist()


def _number(path: Path) -> str:
    return path.name.split("-")[1]
