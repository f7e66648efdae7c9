"""What the tables of a corpus hold, seen once from end to end: figures, and which documents to show.

Memory is bounded: a part of a table at a time, of each document the eight bytes of its length, and of each group
and each outlet its name and its counts. Which documents are shown is decided by `doc_id`, a hash of the address:
as good as drawing lots, and the same on every run.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from corpusclean.decisions import STEP
from corpusclean.frame import parquet_file
from corpusclean.ledger import NEWLINES
from corpusclean.outlet import COLUMNS, outlets
from corpusclean.report.page.extremes import Extremes
from corpusclean.report.page.lowest import Lowest, Sampled, first_of_each
from corpusclean.tally import Tally, ones

CANDIDATES = 8
"""Documents that are looked at for the examples of one rule or code; fewer are shown, those that differ."""

UNSURE = 4
"""Of them those of the least likeness, for a rule that matches by it."""

_DOCUMENT = (
    *COLUMNS, "doc_id", "date", "language", "language_score", "characters", "words", "notices", "warnings",
    "dup_group", "dup_kind",
)  # fmt: skip


class PartPaths(NamedTuple):
    """The files of one part of a corpus; None where the part has no rows of that table."""

    data: Path | None
    duplicates: Path | None
    ledger: Path | None


@dataclass
class RuleSeen:
    """A rule: its hits, those removed, those exact; the documents; the characters that went."""

    kind: str = ""
    hits: int = 0
    removed: int = 0
    exact: int = 0
    documents: int = 0
    characters: int = 0


@dataclass
class RepairSeen:
    """A repair: its edits, the documents that have one, and the characters before and after."""

    edits: int = 0
    documents: int = 0
    before: int = 0
    after: int = 0


def _outlets_seen() -> Tally:
    """Count of outlets documents, those set aside, those with a notice removed, and the characters that went."""
    return Tally(["outlet"], ["documents", "aside", "stripped", "removed"])


def _groups_seen() -> Tally:
    return Tally(["group"], ["documents"])


@dataclass
class Seen:
    """Everything that the page tells beyond the manifest."""

    days: Counter[Any] = field(default_factory=Counter)
    undated: int = 0
    languages: Counter[str] = field(default_factory=Counter)
    lengths: list[npt.NDArray[np.int64]] = field(default_factory=list)
    fates: Counter[str] = field(default_factory=Counter)
    dup_kinds: Counter[str] = field(default_factory=Counter)
    marked: Counter[str] = field(default_factory=Counter)
    first_codes: Counter[str] = field(default_factory=Counter)
    codes: Counter[str] = field(default_factory=Counter)
    rules: dict[str, RuleSeen] = field(default_factory=lambda: defaultdict(RuleSeen))
    repairs: dict[str, RepairSeen] = field(default_factory=lambda: defaultdict(RepairSeen))
    outlets: Tally = field(default_factory=_outlets_seen)
    groups: Tally = field(default_factory=_groups_seen)
    extremes: Extremes = field(default_factory=Extremes)
    of_rules: Lowest[str] = field(default_factory=lambda: Lowest(CANDIDATES))
    unsure: Lowest[str] = field(default_factory=lambda: Lowest(UNSURE))
    of_repairs: Lowest[str] = field(default_factory=lambda: Lowest(CANDIDATES))
    of_warnings: Lowest[str] = field(default_factory=lambda: Lowest(CANDIDATES))
    of_codes: Lowest[str] = field(default_factory=lambda: Lowest(CANDIDATES))


def see(corpus: Path) -> Seen:
    """Return what the tables of a staged or published corpus hold."""
    seen = Seen()
    for part in parts_of(corpus):
        _see_documents(part, seen)
    for path in sorted((corpus / "rejects").glob("part-*.parquet")):
        _see_rejects(_read(path, ["doc_id", "codes"]), seen)
    return seen


def parts_of(corpus: Path) -> Iterator[PartPaths]:
    """Yield the files of the documents that were kept, part by part."""
    found = {
        table: {path.name.split("-")[1]: path for path in (corpus / table).glob("part-*.parquet")}
        for table in PartPaths._fields
    }
    for number in sorted({number for files in found.values() for number in files}):
        yield PartPaths(*(found[table].get(number) for table in PartPaths._fields))


def _read(path: Path, columns: list[str]) -> pa.Table:
    with path.open("rb") as stream:
        table = parquet_file(stream).read(columns=columns, use_threads=False)
    # By name and column alone: what may be null differs between data and duplicates.
    return pa.table(dict(zip(table.column_names, table.columns, strict=True)))


def _marked(documents: pa.Table, *, aside: bool) -> pa.Table:
    return documents.append_column("aside", pa.repeat(aside, len(documents)))


def _see_documents(part: PartPaths, seen: Seen) -> None:
    tables = [
        _marked(_read(path, list(_DOCUMENT)), aside=aside)
        for path, aside in ((part.data, False), (part.duplicates, True))
        if path is not None
    ]
    if not tables:
        return
    documents = pa.concat_tables(tables).combine_chunks()
    documents = documents.append_column("outlet", outlets(documents))
    edits = _edits(part, seen)
    place = pc.index_in(documents["doc_id"], edits["doc_id"].combine_chunks())
    for name in ("edits", "fixed", "stripped", "removed"):
        documents = documents.append_column(name, pc.fill_null(edits[name].take(place), 0))
    clean = documents.filter(pc.invert(documents["aside"]))
    seen.days.update(_counted(clean["date"].drop_null()))
    seen.undated += clean["date"].null_count
    seen.languages.update(_counted(clean["language"]))
    seen.lengths.append(clean["characters"].to_numpy())
    _see_fates(clean, seen)
    _see_groups(documents, seen)
    _see_outlets(documents, seen)
    _see_notices(documents, seen)
    _see_warnings(documents, seen)
    seen.extremes.look_at(documents)


def _edits(part: PartPaths, seen: Seen) -> pa.Table:
    """Return for each document of a part that was changed what its ledger comes to; and count rules."""
    names = ["doc_id", "seq", "step", "rule", "before", "after"]
    if part.ledger is None:
        empty = {name: pa.array([], pa.int64()) for name in ("edits", "fixed", "stripped", "removed")}
        return pa.table({"doc_id": pa.array([], pa.string()), **empty})
    ledger = _read(part.ledger, names)
    ledger = ledger.filter(pc.not_equal(ledger["step"], STEP))  # what a decision left is no change
    rule = pc.binary_join_element_wise(ledger["step"], ledger["rule"], "/")
    fixes = pc.equal(ledger["step"], "fix")
    newlines = pc.equal(ledger["rule"], NEWLINES)
    strips = pc.equal(ledger["step"], "strip")
    before = pc.cast(pc.if_else(newlines, 0, pc.utf8_length(ledger["before"])), pa.int64())
    after = pc.cast(pc.if_else(newlines, 0, pc.utf8_length(ledger["after"])), pa.int64())
    told = pa.table(
        {
            "doc_id": ledger["doc_id"],
            "rule": rule,
            "before": before,
            "after": after,
            "fixed": pc.cast(pc.and_(fixes, pc.invert(newlines)), pa.int64()),
            "stripped": pc.cast(strips, pa.int64()),
            "removed": pc.if_else(strips, before, 0),
        }
    )
    by_rule = told.group_by("rule", use_threads=False).aggregate(
        [("doc_id", "count"), ("doc_id", "count_distinct"), ("before", "sum"), ("after", "sum")]
    )
    for row in by_rule.to_pylist():
        repair = seen.repairs[row["rule"]]
        repair.edits += row["doc_id_count"]
        repair.documents += row["doc_id_count_distinct"]
        repair.before += row["before_sum"]
        repair.after += row["after_sum"]
    ids, keys = told["doc_id"].to_numpy(zero_copy_only=False), rule.to_numpy(zero_copy_only=False)
    _offer(seen.of_repairs, keys, ids, ledger["seq"].to_numpy() - 1)
    by_document = told.group_by("doc_id", use_threads=False).aggregate(
        [("rule", "count"), ("fixed", "sum"), ("stripped", "sum"), ("removed", "sum")]
    )
    return by_document.rename_columns(["doc_id", "edits", "fixed", "stripped", "removed"])


def _see_fates(clean: pa.Table, seen: Seen) -> None:
    fixed, stripped = (clean[name].to_numpy() > 0 for name in ("fixed", "stripped"))
    seen.fates["as they were"] += int((~fixed & ~stripped).sum())
    seen.fates["repaired"] += int((fixed & ~stripped).sum())
    seen.fates["notices removed"] += int((~fixed & stripped).sum())
    seen.fates["repaired, notices removed"] += int((fixed & stripped).sum())


def _see_groups(documents: pa.Table, seen: Seen) -> None:
    grouped = documents.filter(pc.is_valid(documents["dup_group"]))
    seen.groups.add(pa.table({"group": grouped["dup_group"], "documents": ones(len(grouped))}))
    linked = grouped.filter(pc.is_valid(grouped["dup_kind"]))
    seen.dup_kinds.update(_counted(linked.filter(linked["aside"])["dup_kind"]))
    seen.marked.update(_counted(linked.filter(pc.invert(linked["aside"]))["dup_kind"]))


def _see_outlets(documents: pa.Table, seen: Seen) -> None:
    told = pa.table(
        {
            "outlet": documents["outlet"],
            "documents": ones(len(documents)),
            "aside": pc.cast(documents["aside"], pa.int64()),
            "stripped": pc.cast(pc.greater(documents["stripped"], 0), pa.int64()),
            "removed": documents["removed"],
        }
    )
    seen.outlets.add(told)


def _see_notices(documents: pa.Table, seen: Seen) -> None:
    lists = documents["notices"].combine_chunks()
    flat, parent = pc.list_flatten(lists), pc.list_parent_indices(lists)
    rules, kinds, scores, removed = (pc.struct_field(flat, name) for name in ("rule", "kind", "score", "removed"))
    told = pa.table(
        {
            "rule": rules,
            "kind": kinds,
            "row": parent,
            "removed": pc.cast(removed, pa.int64()),
            "exact": pc.cast(pc.greater_equal(scores, 1.0), pa.int64()),
        }
    )
    sums = [("row", "count"), ("row", "count_distinct"), ("removed", "sum"), ("exact", "sum")]
    for row in told.group_by(["rule", "kind"], use_threads=False).aggregate(sums).to_pylist():
        rule = seen.rules[row["rule"]]
        rule.kind = row["kind"]
        rule.hits += row["row_count"]
        rule.documents += row["row_count_distinct"]
        rule.removed += row["removed_sum"]
        rule.exact += row["exact_sum"]
    ids = documents["doc_id"].take(parent).to_numpy(zero_copy_only=False)
    keys, likeness = rules.to_numpy(zero_copy_only=False), scores.to_numpy(zero_copy_only=False)
    numbers = _numbers(parent.to_numpy())
    _offer(seen.of_rules, keys, ids, numbers)
    alike = np.flatnonzero(likeness < 1)
    for place in first_of_each(keys[alike], [numbers[alike], _codes(ids[alike]), likeness[alike]], UNSURE):
        row = alike[place]
        rank = (float(likeness[row]), str(ids[row]))
        seen.unsure.offer(keys[row], Sampled(rank, ids[row], int(numbers[row])))


def _see_warnings(documents: pa.Table, seen: Seen) -> None:
    lists = documents["warnings"].combine_chunks()
    parent = pc.list_parent_indices(lists)
    keys = pc.struct_field(pc.list_flatten(lists), "code").to_numpy(zero_copy_only=False)
    ids = documents["doc_id"].take(parent).to_numpy(zero_copy_only=False)
    _offer(seen.of_warnings, keys, ids, _numbers(parent.to_numpy()))


def _see_rejects(rejects: pa.Table, seen: Seen) -> None:
    if not rejects.num_rows:
        return
    lists = rejects["codes"].combine_chunks()
    firsts = pc.list_element(lists.filter(pc.greater(pc.list_value_length(lists), 0)), 0)
    seen.first_codes.update(_counted(firsts))
    parent = pc.list_parent_indices(lists)
    flat = pc.list_flatten(lists)
    seen.codes.update(_counted(flat))
    keys = flat.to_numpy(zero_copy_only=False)
    ids = rejects["doc_id"].take(parent).to_numpy(zero_copy_only=False)
    _offer(seen.of_codes, keys, ids, np.zeros(len(ids), np.intp))


def _offer(
    lowest: Lowest[str],
    keys: npt.NDArray[np.object_],
    ids: npt.NDArray[np.object_],
    numbers: npt.NDArray[np.integer[Any]],
) -> None:
    """Offer of each key the documents of the lowest ids, each with the number of what it has of that key."""
    for row in first_of_each(keys, [numbers, _codes(ids)], CANDIDATES):
        lowest.offer(keys[row], Sampled((ids[row],), ids[row], int(numbers[row])))


def _counted(values: pa.Array | pa.ChunkedArray) -> dict[Any, int]:
    return {row["values"]: row["counts"] for row in pc.value_counts(values).to_pylist()}


def _codes(ids: npt.NDArray[np.object_]) -> npt.NDArray[np.intp]:
    """Return the rank of each id among all of them."""
    if not len(ids):
        return np.empty(0, dtype=np.intp)
    return np.unique(ids.astype(str), return_inverse=True)[1]


def _numbers(parents: npt.NDArray[np.integer[Any]]) -> npt.NDArray[np.intp]:
    """Return which of its list's members each one is, from 0."""
    if not len(parents):
        return np.empty(0, dtype=np.intp)
    begins = np.flatnonzero(np.r_[True, parents[1:] != parents[:-1]])
    return np.arange(len(parents)) - np.repeat(begins, np.diff(np.r_[begins, len(parents)]))
