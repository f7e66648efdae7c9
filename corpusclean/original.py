"""A document as a corpus keeps it, and the way back: text, edits and envelope lead to the bytes that were read."""

import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

import pyarrow as pa

from corpusclean.envelope import Envelope
from corpusclean.errors import ProofFailed
from corpusclean.ledger import MASK, Edit, edit_of, restore

PROVEN_BY = ("doc_id", "address", "sha256", "text", "envelope")
"""The columns of a document that its proof needs."""

KEPT_OF_REJECTS = ("address", "sha256", "raw", "raw_truncated")
"""The columns of a reject that its proof needs."""

_BATCH = 2_000


class Kept(NamedTuple):
    """A document of `data/` or `duplicates/`, with its edits in the order of their making."""

    row: dict[str, Any]
    edits: tuple[Edit, ...]

    @property
    def withheld(self) -> bool:
        """Tell whether edits say only where something was, where the corpus has a ledger without text."""
        return any(MASK in edit.before + edit.after for edit in self.edits)

    def body(self) -> str:
        """Return the decoded original body. Raises ProofFailed where the ledger does not lead there."""
        return restore(self.row["text"], self.edits)

    def original(self) -> bytes:
        """Return the bytes of the file. Raises ProofFailed where they are not those that were read."""
        try:
            data = Envelope.from_json(self.row["envelope"]).wrap(self.body())
        except TypeError as error:  # members are lacking, or are others
            raise ProofFailed("has no envelope") from error
        except (ValueError, LookupError) as error:
            raise ProofFailed(f"the envelope cannot be read: {error}") from error
        if hashlib.sha256(data).hexdigest() != self.row["sha256"]:
            raise ProofFailed("does not restore to the bytes that were read")
        return data

    def disproof(self) -> str:
        """Return why it does not lead back to the bytes that were read: the empty string where it does."""
        return _said(self.original)

    def misfit(self) -> str:
        """Return why its edits do not fit its text: the empty string where they do."""
        return _said(self.body)


def _said(proof: Callable[[], object]) -> str:
    try:
        proof()
    except ProofFailed as error:
        return str(error)
    return ""


def kept_rows(documents: pa.Table, edits: Mapping[str, Sequence[Edit]]) -> Iterator[Kept]:
    """Yield the documents of a table, each with its edits."""
    for batch in documents.to_batches(max_chunksize=_BATCH):
        for row in batch.to_pylist():
            yield Kept(row, tuple(edits.get(row["doc_id"], ())))


def edits_of(ledger: pa.Table) -> dict[str, list[Edit]]:
    """Return the edits of a ledger by document. Its rows are in the order of `doc_id` and `seq`."""
    edits: dict[str, list[Edit]] = {}
    for row in ledger.to_pylist():
        edits.setdefault(row["doc_id"], []).append(edit_of(row))
    return edits


def is_whole(reject: Mapping[str, Any]) -> bool:
    """Tell whether all bytes of a reject were kept."""
    return reject["raw"] is not None and not reject["raw_truncated"]


def disproof(reject: Mapping[str, Any]) -> str:
    """Return what is wrong with the bytes that were kept of a reject: the empty string where nothing is."""
    same = not is_whole(reject) or hashlib.sha256(reject["raw"]).hexdigest() == reject["sha256"]
    return "" if same else "its raw bytes are not those that were read"
