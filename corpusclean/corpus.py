"""A corpus on disk, read back: its manifest, its tables, and the originals that they give."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from corpusclean.errors import ProofFailed, UsageError
from corpusclean.original import Kept, edits_of, kept_rows
from corpusclean.storage.url import url_of
from corpusclean.write.manifest import to_bytes
from corpusclean.write.parquet import read_staged
from corpusclean.write.publish import MANIFEST


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
        intact = to_bytes(manifest) == data and {"files", "documents", "published"} <= set(manifest)
    except (ValueError, TypeError, AttributeError, RecursionError):
        intact = False
    if not intact:
        raise ProofFailed(f"{corpus / MANIFEST}: its bytes are not those that were written")
    return manifest


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
    for table in ("data", "duplicates"):
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
