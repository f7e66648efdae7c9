"""The few documents that the page shows, read from the tables by `doc_id`: a small batch at a time."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from functools import cached_property
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from corpusclean.frame import parquet_file
from corpusclean.ledger import NEWLINES, Edit, Trace, edit_of, normalise_newlines, restore
from corpusclean.outlet import outlet_of
from corpusclean.report.page.seen import parts_of

_BATCH = 1_000

_COLUMNS = [
    "doc_id", "address", "source", "publisher", "section", "title", "date", "language", "characters", "text",
    "notices", "warnings", "dup_group", "dup_of", "dup_kind", "dup_similarity",
    "dup_outlets", "dup_agencies", "dup_first_date",
]  # fmt: skip

_EDITS = ["doc_id", "step", "rule", "rule_version", "offset", "before", "after", "reason"]


class Shown:
    """A document that is shown: its row, its edits in order, and what it was before them."""

    def __init__(self, row: dict[Any, Any], edits: tuple[Edit, ...], *, aside: bool) -> None:
        self.row = row
        self.edits = edits
        self.aside = aside
        self.outlet = outlet_of(row)

    @cached_property
    def body(self) -> str:
        """The decoded original body."""
        return restore(self.row["text"], self.edits)

    @cached_property
    def lines(self) -> str:
        """The original body with one kind of line ending: in this text edits have their places."""
        return normalise_newlines(self.body)[0]

    @cached_property
    def places(self) -> Mapping[int, tuple[int, int]]:
        """For each edit, by its number from 0, its span in `lines`; that of the line endings has none."""
        own = [(number, edit) for number, edit in enumerate(self.edits) if edit.rule != NEWLINES]
        spans = Trace([edit for _, edit in own], self.lines).edits()
        return {number: (start, end) for (number, _), (_, start, end) in zip(own, spans, strict=True)}

    @cached_property
    def strips(self) -> list[int]:
        """The numbers of the edits that took notices away, in the order in which they were found."""
        return [number for number, edit in enumerate(self.edits) if edit.step == "strip"]


def shown(corpus: Path, wanted: Collection[str]) -> dict[str, Shown]:
    """Return the documents that were kept, by `doc_id`, of those that are wanted."""
    ids, found = pa.array(sorted(wanted), pa.string()), dict[str, Shown]()
    for part in parts_of(corpus):
        rows = [(row, False) for row in _rows(part.data, _COLUMNS, ids)]
        rows += [(row, True) for row in _rows(part.duplicates, _COLUMNS, ids)]
        edits: dict[str, list[Edit]] = {}
        for row in _rows(part.ledger, _EDITS, ids) if rows else ():
            edits.setdefault(row["doc_id"], []).append(edit_of(row))
        for row, aside in rows:
            found[row["doc_id"]] = Shown(row, tuple(edits.get(row["doc_id"], ())), aside=aside)
    return found


def shown_rejects(corpus: Path, wanted: Collection[str]) -> dict[str, dict[str, Any]]:
    """Return the rejects, by `doc_id`, of those that are wanted."""
    ids, names = pa.array(sorted(wanted), pa.string()), ["doc_id", "address", "level", "size", "reasons", "raw"]
    paths = sorted((corpus / "rejects").glob("part-*.parquet"))
    return {row["doc_id"]: row for path in paths for row in _rows(path, names, ids)}


def members(corpus: Path, groups: Collection[str], most: int) -> dict[str, list[str]]:
    """Return the `doc_id` of the members of some groups of duplicates, in order, so many of each."""
    ids, found = pa.array(sorted(groups), pa.string()), dict[str, list[str]]()
    for part in parts_of(corpus):
        for path in (part.data, part.duplicates):
            for row in _rows(path, ["doc_id", "dup_group"], ids, by="dup_group"):
                kept = found.setdefault(row["dup_group"], [])
                kept.append(row["doc_id"])
                if len(kept) > most:
                    # The one that the others duplicate is always shown, then the lowest.
                    kept[:] = _first_before(row["dup_group"], kept)[:most]
    return {group: _first_before(group, kept) for group, kept in sorted(found.items())}


def _first_before(group: str, ids: Iterable[str]) -> list[str]:
    """Return the ids in order, the one that stands for the group first."""
    return sorted(ids, key=lambda doc_id: (doc_id != group, doc_id))


def _rows(path: Path | None, columns: list[str], ids: pa.Array, by: str = "doc_id") -> Iterator[dict[str, Any]]:
    """Yield the rows of a part that are wanted. Of a part that has none of them only the ids are read."""
    if path is None or not len(ids):
        return
    with path.open("rb") as stream:
        file = parquet_file(stream)
        there = pc.is_in(file.read(columns=[by], use_threads=False)[by], ids)
        if not pc.any(there).as_py():
            return
        start = 0
        for batch in file.iter_batches(batch_size=_BATCH, columns=columns, use_threads=False):
            own = there.slice(start, batch.num_rows).combine_chunks()
            start += batch.num_rows
            if pc.any(own).as_py():
                yield from batch.filter(own).to_pylist()
