"""A group of duplicates as plain data: its facts, its members, and how each differs from what it duplicates."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import pyarrow as pa
import pyarrow.compute as pc

from corpusclean.corpus import parts
from corpusclean.report.page.excerpts import Piece, differences
from corpusclean.write.parquet import read_staged
from corpusclean_schemas.tables import KEPT

MEMBERS = 50
"""Members of a group that are told; of more the representative and those of the lowest `doc_id`."""

_COLUMNS = (
    "doc_id", "address", "date", "publisher", "text", "dup_group", "dup_of", "dup_kind", "dup_similarity",
    "dup_against", "dup_outlets", "dup_agencies", "dup_first_date",
)  # fmt: skip


class Member(NamedTuple):
    """A document of a group. `differs` is how its text differs from that of the document it duplicates.

    It is empty for the representative, for an exact copy, and where the other is in an archive.
    """

    doc_id: str
    address: str
    date: str
    kind: str
    similarity: float | None
    of: str
    aside: bool
    archived: bool
    differs: tuple[Piece, ...]


class Group(NamedTuple):
    """Documents that tell one story; the representative first, if it is of this corpus."""

    name: str
    size: int
    outlets: tuple[str, ...]
    agencies: tuple[str, ...]
    first_date: str
    members: tuple[Member, ...]


def group_of(corpus: Path, name: str) -> Group | None:
    """Return the group that a document represents (`dup_group`), None where the corpus has no member of it."""
    rows = sorted(_rows(corpus, name), key=lambda row: (row["doc_id"] != name, row["doc_id"]))
    if not rows:
        return None
    texts = {row["doc_id"]: row["text"] for row in rows}
    names = {row["doc_id"]: row["address"] for row in rows}
    facts = rows[0]
    return Group(
        name,
        len(rows),
        tuple(facts["dup_outlets"] or ()),
        tuple(facts["dup_agencies"] or ()),
        str(facts["dup_first_date"] or ""),
        tuple(_member(row, texts, names) for row in rows[:MEMBERS]),
    )


def _rows(corpus: Path, name: str) -> Iterator[dict[str, Any]]:
    for table in KEPT:
        for path in parts(corpus, table):
            groups = read_staged(path, ["dup_group"])["dup_group"]
            within = pc.fill_null(pc.equal(groups, name), fill_value=False)
            if pc.any(within).as_py():
                found: pa.Table = read_staged(path, [*_COLUMNS]).filter(within)
                yield from ({**row, "aside": table == "duplicates"} for row in found.to_pylist())


def _member(row: Mapping[str, Any], texts: Mapping[str, str], names: Mapping[str, str]) -> Member:
    other = row["dup_of"] or ""
    archived = row["dup_against"] is not None
    like: Sequence[Piece] = ()
    if other in texts and not archived and texts[other] != row["text"]:
        like = differences(texts[other], row["text"])
    return Member(
        row["doc_id"],
        row["address"],
        str(row["date"] or ""),
        row["dup_kind"] or "",
        row["dup_similarity"],
        other if archived else names.get(other, other),
        row["aside"],
        archived,
        tuple(like),
    )
