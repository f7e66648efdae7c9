"""A corpus on disk, read back: its manifest, its tables, and the originals that they give."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pyarrow as pa

from corpusclean.envelope import Envelope
from corpusclean.errors import ProofFailed, UsageError
from corpusclean.ledger import Edit, edit_of, restore
from corpusclean.storage.url import url_of
from corpusclean.write.manifest import to_bytes
from corpusclean.write.parquet import read_staged
from corpusclean.write.publish import MANIFEST

_BATCH = 2_000


class Kept(NamedTuple):
    """A document of `data/` or `duplicates/`, with its edits in the order of their making."""

    row: dict[str, Any]
    edits: tuple[Edit, ...]

    def body(self) -> str:
        """Return the decoded original body. Raises ProofFailed where the ledger does not lead there."""
        return restore(self.row["text"], self.edits)

    def original(self) -> bytes:
        """Return the bytes of the file. Raises ProofFailed where ledger or envelope do not lead there."""
        try:
            return Envelope.from_json(self.row["envelope"]).wrap(self.body())
        except (ValueError, TypeError, LookupError) as error:
            raise ProofFailed(f"the envelope cannot be read: {error}") from error


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
            edits = _edits(read_staged(ledger)) if ledger else {}
            for batch in read_staged(path, columns).to_batches(max_chunksize=_BATCH):
                for row in batch.to_pylist():
                    yield Kept(row, tuple(edits.get(row["doc_id"], ())))


def rejects(corpus: Path) -> Iterator[dict[str, Any]]:
    """Yield the rows of `rejects/`."""
    for path in parts(corpus, "rejects"):
        for batch in read_staged(path).to_batches(max_chunksize=_BATCH):
            yield from batch.to_pylist()


def _number(path: Path) -> str:
    return path.name.split("-")[1]


def _edits(ledger: pa.Table) -> dict[str, list[Edit]]:
    """Return the edits of a ledger by document. Its rows are in the order of `doc_id` and `seq`."""
    edits: dict[str, list[Edit]] = {}
    for row in ledger.to_pylist():
        edits.setdefault(row["doc_id"], []).append(edit_of(row))
    return edits
