"""A profile: what a corpus is like, in numbers. Small enough to be kept in a repository.

counts    for each area (reasons, rules, languages, ...) the documents that have a key, not how often they have it
          (of a corpus whose ledger and rejects are elsewhere no `edits`, and of rejects no entries)
entries   25 bytes of each document (34 in the file, as base64): half of its `doc_id`, and of a hash of its file,
          and of one of what came of it
made      settings, rules and versions; of decisions, which quote documents, a hash
"""

import base64
import hashlib
import json
from collections import Counter
from collections.abc import Iterator, Mapping
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from corpusclean.corpus import is_apart, open_published, parts
from corpusclean.decisions import STEP, without_decisions
from corpusclean.errors import ProofFailed, UsageError
from corpusclean.kept import Kind, read_kept
from corpusclean.write.parquet import read_staged
from corpusclean_schemas import CleanDocument, contract_of
from corpusclean_schemas.tables import DOCUMENTS

_KIND = Kind("profile", 2, "name a corpus, or a profile that `diff` saved", "`diff --save-profile` writes one")
ENTRY = np.dtype([("id", ">u8"), ("source", ">u8"), ("result", ">u8"), ("outcome", "u1")])
"""A document: halves of `doc_id` and of the SHA-256 of its file, a hash of what came of it, and where it went."""

OUTCOMES = ("clean", "duplicates", "rejects")
QUANTILES = {"p10": 0.1, "p50": 0.5, "p90": 0.9}

_RESULT = [
    column.name
    for column in contract_of(CleanDocument).columns
    if column.name not in {"doc_id", "address", "file", "sha256", "size", "language_score", "languages"}
    and not column.name.startswith("dup_")
]
"""What cleaning makes of a document by itself. How sure an identifier is of a language moves with its version."""
_CLEAN = ["doc_id", "sha256", *_RESULT, "dup_kind"]


class Profile(NamedTuple):
    """A corpus in numbers. `counts` is area -> key -> documents; `made` is what made it, without a clock."""

    name: str
    documents: Mapping[str, int]
    counts: Mapping[str, Mapping[str, int]]
    lengths: Mapping[str, float]
    removed: Mapping[str, int]
    made: Mapping[str, Any]
    entries: np.ndarray
    corpus: Path | None = None

    @property
    def whole(self) -> bool:
        """Whether the ledger and the rejects were there to be counted."""
        return "edits" in self.counts

    def base(self, area: str) -> int:
        """Return how many documents an area is a share of."""
        documents = self.documents
        if area in ("outcomes", "reasons"):
            return documents["found"]
        if area in ("languages", "years"):
            return documents["clean"]
        return documents["clean"] + documents["duplicates"]


def load_profile(path: Path) -> Profile:
    """Return the profile of a corpus, or one that was stored. Raises UsageError where it is neither."""
    if path.is_dir():
        return profile_of(path)
    return read_kept(path, _KIND, partial(_profile, str(path)))


def _profile(name: str, values: Any) -> Profile:  # noqa: ANN401  # whatever the file holds
    entries = np.frombuffer(base64.b64decode(values["entries"], validate=True), ENTRY)
    if (entries["outcome"] >= len(OUTCOMES)).any():
        raise ValueError
    tables = [dict(values[name]) for name in ("documents", "counts", "lengths", "removed", "made")]
    documents, counts, lengths, removed, made = tables
    profile = Profile(name, documents, counts, lengths, removed, made, entries)
    _require_numbers(profile)
    return profile


def _require_numbers(profile: Profile) -> None:
    tables = [profile.documents, profile.lengths, profile.removed, *profile.counts.values()]
    if not all(isinstance(value, int | float) for table in tables for value in table.values()):
        raise TypeError
    if {"found", *OUTCOMES} - set(profile.documents) or set(QUANTILES) - set(profile.lengths):
        raise KeyError


def profile_bytes(profile: Profile) -> bytes:
    """Return a profile as JSON: the same bytes for the same corpus, without its place."""
    values = {
        _KIND.name: _KIND.version,
        "documents": dict(profile.documents),
        "counts": {area: dict(sorted(table.items())) for area, table in sorted(profile.counts.items())},
        "lengths": dict(profile.lengths),
        "removed": dict(profile.removed),
        "made": dict(profile.made),
        "entries": base64.b64encode(profile.entries.tobytes()).decode(),
    }
    return (json.dumps(values, indent=1, ensure_ascii=False) + "\n").encode()


def profile_of(corpus: Path) -> Profile:
    """Return the profile of a corpus on disk.

    Raises UsageError where there is none or a part is damaged, ProofFailed where its manifest is not as it was.
    """
    manifest = open_published(corpus)
    counts: dict[str, Counter[str]] = {}
    entries: list[np.ndarray] = []
    lengths: list[np.ndarray] = []
    removed = left = 0
    for outcome, folder in enumerate(DOCUMENTS):
        for path in parts(corpus, folder):
            table = _read(path, ["doc_id", "sha256", "codes"] if folder == "rejects" else _CLEAN)
            entries.append(_entries(table, outcome))
            for area, keys in _keys(table, folder):
                counts.setdefault(area, Counter()).update(keys)
            if folder != "rejects":
                removed += _removed(table["notices"])
                left += pc.sum(table["characters"]).as_py() or 0
            if folder == "data":
                lengths.append(table["characters"].to_numpy())
    if is_apart(manifest):
        counts["reasons"] = Counter(manifest["counts"]["codes"])
    else:
        counts["edits"] = Counter()
    for path in parts(corpus, "ledger"):
        counts["edits"].update(_edits(_read(path, ["doc_id", "step", "rule"])))
    documents = dict(manifest["documents"])
    counts["outcomes"] = Counter({name: documents[name] for name in OUTCOMES})
    characters = np.concatenate([*lengths, np.empty(0, np.int64)])
    return Profile(
        str(corpus),
        documents,
        counts,
        {name: quantile(characters, at) for name, at in QUANTILES.items()},
        {"characters": removed, "of": removed + left},
        _made(manifest),
        # To concatenate structures turns their bytes into this machine's order.
        np.sort(np.concatenate([*entries, np.empty(0, ENTRY)]), order="id").astype(ENTRY),
        corpus,
    )


def _read(part: Path, columns: list[str]) -> pa.Table:
    """Return columns of a part. Raises UsageError where it is damaged: that is no drift."""
    try:
        return read_staged(part, columns)
    except ProofFailed as error:
        raise UsageError(f"{part.parent.parent}: {error}; `corpusclean verify` tells what is damaged") from error


def quantile(lengths: np.ndarray, at: float) -> float:
    """Return the length of a document than which such a share is no longer, as report.html has it; 0 of none.

    >>> quantile(np.array([100, 300]), 0.5)
    100.0
    """
    return float(np.quantile(lengths, at, method="inverted_cdf")) if len(lengths) else 0.0


def _made(manifest: Mapping[str, Any]) -> dict[str, Any]:
    """Return what made a corpus, without the words of documents and their addresses that decisions hold."""
    told = manifest if "decisions_sha256" in manifest else without_decisions(manifest["settings"])
    names = ("rules_sha256", "made_with", "corpusclean")
    return {
        "settings": told["settings"],
        "decisions_sha256": told["decisions_sha256"],
        **{name: manifest[name] for name in names},
    }


def _keys(table: pa.Table, folder: str) -> Iterator[tuple[str, Counter[str]]]:
    if folder == "rejects":
        yield "reasons", _documents_with(table["codes"])
        return
    yield "rules", _documents_with(table["notices"], "rule")
    yield "kinds", _documents_with(table["notices"], "kind")
    yield "warnings", _documents_with(table["warnings"], "code")
    yield "duplicates", _counter(table["dup_kind"])
    if folder == "data":
        yield "languages", _counter(table["language"])
        yield "years", _counter(pc.cast(pc.year(table["date"]), pa.string()))


def _counter(values: pa.ChunkedArray) -> Counter[str]:
    return Counter({each["values"]: each["counts"] for each in pc.value_counts(pc.drop_null(values)).to_pylist()})


def _documents_with(lists: pa.ChunkedArray, field: str | None = None) -> Counter[str]:
    """Return for each value how many of the lists hold it."""
    whole = lists.combine_chunks()
    values = pc.list_flatten(whole)
    keys = pc.struct_field(values, field) if field else values
    pairs = pa.table({"row": pc.list_parent_indices(whole), "key": keys})
    return _counter(pairs.group_by(["row", "key"]).aggregate([])["key"])


def _edits(ledger: pa.Table) -> Counter[str]:
    # `before` and `after` are what stands in the ledger; here it counts which documents a rule has changed.
    changed = ledger.filter(pc.not_equal(ledger["step"], STEP))  # what a decision left is no change
    distinct = changed.group_by(["doc_id", "step", "rule"]).aggregate([])
    names = pc.binary_join_element_wise(
        pc.cast(distinct["step"], pa.string()), pc.cast(distinct["rule"], pa.string()), "/"
    )
    return _counter(names)


def _removed(notices: pa.ChunkedArray) -> int:
    """Return how many characters of notices were removed."""
    flat = pc.list_flatten(notices.combine_chunks())
    gone = flat.filter(pc.struct_field(flat, "removed"))
    length = pc.sum(pc.subtract(pc.struct_field(gone, "end"), pc.struct_field(gone, "start"))).as_py()
    return int(length or 0)


def _entries(table: pa.Table, outcome: int) -> np.ndarray:
    entries = np.zeros(len(table), ENTRY)
    entries["id"] = [int(each[:16], 16) for each in table["doc_id"].to_pylist()]
    entries["source"] = [int(each[:16], 16) if each else 0 for each in table["sha256"].to_pylist()]
    if "codes" in table.column_names:
        entries["result"] = [_hash(" ".join(sorted(codes)).encode()) for codes in table["codes"].to_pylist()]
    else:
        rows = zip(*(table[name].to_pylist() for name in _RESULT), strict=True)
        entries["result"] = [_hash(json.dumps(row, ensure_ascii=False, default=str).encode()) for row in rows]
    entries["outcome"] = outcome
    return entries


def _hash(data: bytes) -> int:
    return int.from_bytes(hashlib.sha256(data).digest()[:8])
