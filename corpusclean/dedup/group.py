"""Documents in the order of survival, and what is said of each that is in a group: a row of LINKS."""

from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from corpusclean.dedup.candidates import Ranks
from corpusclean.dedup.compare import NEAR, Edges
from corpusclean.dedup.exact import KEY_BYTES, same_texts, together
from corpusclean.dedup.lead import lead
from corpusclean.settings import Duplicates
from corpusclean_schemas import CleanDocument, arrow_schema

_COLUMNS = [
    field.remove_metadata().with_nullable(nullable=True)
    for field in arrow_schema(CleanDocument)
    if field.name == "doc_id" or field.name.startswith("dup_")
]

LINK_COLUMNS = tuple(field.name for field in _COLUMNS[1:])

LINKS = pa.schema([*_COLUMNS, ("aside", pa.bool_())])
"""A row for each document that is in a group: `doc_id`, the columns that say how, and whether it is set aside."""

CALLED = ["doc_id", "date", "characters", "text_key", "passages"]
"""Columns of PRINTS by which documents are put in order."""

FACTS = ["doc_id", "date", "outlet", "agency"]
"""Columns of PRINTS that are told of a group."""

_KEY = pa.binary(KEY_BYTES)
_UNKNOWN_DAY = -1
_LATE = np.iinfo(np.int32).max


class Roll(NamedTuple):
    """All documents, by rank: those of an archive first, then by date (none last) and `doc_id`.

    A rank is a function of the documents, so nothing that is decided by ranks depends on the order of arrival. It
    takes 25 bytes a document: what else is known of one is asked for again where it is in a group.
    """

    row: Ranks
    """By rank the row of the table that came in."""
    rank: Ranks
    """The inverse: by row the rank."""
    archived: npt.NDArray[np.bool_]
    days: Ranks
    """Days since 1970; less than zero where the date is not known, and none is older here."""
    by_length: Ranks
    """By rank the place when the longest come first, after those of the archive."""
    text_of: Ranks
    """By rank the document that stands for its text: an exact copy is looked at no further."""
    passages: Ranks
    """By rank how many keys are of passages."""

    def alone(self) -> npt.NDArray[np.bool_]:
        """Tell by rank which documents stand for their text."""
        return np.asarray(self.text_of == np.arange(len(self.text_of)))


Facts = Callable[[npt.NDArray[np.int64]], pa.Table]
"""Given rows of the table that came in, a table of their FACTS, row for row."""


def call_roll(prints: pa.Table, archived: int, chosen: Duplicates) -> Roll:
    """Return the documents of PRINTS in order, exact copies told; the last `archived` rows are of an archive.

    Of the columns those of CALLED are looked at.
    """
    flags = np.arange(len(prints)) >= len(prints) - archived
    days = prints["date"].cast(pa.int32()).fill_null(_LATE).to_numpy()
    row = _in_order(prints["doc_id"], days, ~flags)
    rank = np.empty_like(row)
    rank[row] = np.arange(len(row), dtype=np.int32)
    days, flags = days[row], flags[row]
    # Before 1970 is not unknown; only distances between days count, so all are moved.
    earliest = days[days < _LATE].min(initial=0)
    days = np.where(days == _LATE, _UNKNOWN_DAY, days - earliest).astype(np.int32)
    lengths = prints["characters"].to_numpy()[row]
    ranks = np.arange(len(row), dtype=np.int32)
    longest_first = np.lexsort((ranks, -lengths, ~flags)).astype(np.int32)
    by_length = np.empty_like(row)
    by_length[longest_first] = ranks
    order = longest_first if chosen.exact == "longest" else ranks
    texts = np.concatenate([_bytes(chunk) for chunk in prints["text_key"].chunks] or [_bytes(pa.array([], _KEY))])
    text_of = same_texts(texts[row], order, days, chosen.window_days)
    passages = np.asarray(prints["passages"].to_numpy(), np.int32)[row]
    return Roll(row, rank, flags, days, by_length, text_of, passages)


def _in_order(ids: pa.ChunkedArray, days: Ranks, late: npt.NDArray[np.bool_]) -> Ranks:
    keys = [("late", "ascending"), ("day", "ascending"), ("doc_id", "ascending")]
    order = pc.sort_indices(pa.table({"late": late, "day": days, "doc_id": ids}), sort_keys=keys)
    return np.asarray(order.to_numpy().astype(np.int32))


def _bytes(keys: pa.Array) -> npt.NDArray[np.void]:
    """Return the keys of texts, none of them null, as they lie in memory."""
    values = np.frombuffer(keys.buffers()[1] or b"", np.dtype((np.void, KEY_BYTES)))
    return values[keys.offset : keys.offset + len(keys)]


def link(roll: Roll, found: Edges, chosen: Duplicates, tell: Facts, archive: str | None = None) -> pa.Table:
    """Return a row of LINKS for every document in a group that is none of the archive, in `doc_id` order.

    `tell` is asked for the members of groups alone. `archive` names the archive: the beginning of its manifest's
    hash.
    """
    order = roll.by_length if chosen.near == "longest" else np.arange(len(roll.rank), dtype=np.int32)
    led = lead(len(order), _allowed(roll, found, chosen), order)
    leader = led.leader[roll.text_of]
    exact = ~roll.alone()
    of = np.where(exact, roll.text_of, led.leader)
    sizes = np.bincount(leader, minlength=len(leader))
    members = np.flatnonzero(sizes[leader] > 1)
    listed = members[~roll.archived[members]]
    first = of[listed] == listed
    kinds = np.where(exact, 0, np.where(led.kind == NEAR, 1, 2))[listed]
    told = tell(roll.row[members].astype(np.int64))
    names = told["doc_id"].combine_chunks()
    facts = _facts(told, leader[members])
    their = pc.index_in(pa.array(leader[listed]), facts["leader"].combine_chunks())
    links = pa.table(
        {
            "doc_id": _named(names, members, listed),
            "dup_group": _named(names, members, leader[listed]),
            "dup_of": _named(names, members, of[listed], mask=first),
            "dup_kind": pa.array(["exact", "near", "contained"]).take(pa.array(kinds, mask=first)),
            "dup_similarity": pa.array(np.where(exact, 1.0, led.similarity)[listed], mask=first),
            "dup_against": pa.array([archive], pa.string()).take(
                pa.array(np.zeros(len(listed), np.int8), mask=first | ~roll.archived[of[listed]])
            ),
            **{name: facts[name].take(their) for name in ("dup_outlets", "dup_agencies", "dup_first_date")},
        }
    )
    links = links.append_column("aside", _set_aside(links, chosen))
    return links.take(pc.sort_indices(links["doc_id"])).cast(LINKS)


def _named(
    names: pa.Array,
    members: npt.NDArray[np.int64],
    ranks: npt.NDArray[np.integer[Any]],
    mask: npt.NDArray[np.bool_] | None = None,
) -> pa.Array:
    """Return the `doc_id` of documents by rank, each a member; null where `mask` says so."""
    return names.take(pa.array(np.searchsorted(members, ranks), mask=mask))


def _set_aside(links: pa.Table, chosen: Duplicates) -> pa.Array:
    """Tell which rows are of documents that the settings do not keep.

    An exact copy goes where exact copies go, or where the document goes that it is a copy of.
    """
    kinds = [kind for kind in ("exact", "near", "contained") if getattr(chosen, kind) not in ("keep", "ignore")]
    by_kind = pc.is_in(links["dup_kind"], pa.array(kinds, pa.string()))
    gone = links["doc_id"].filter(by_kind)
    copies = pc.and_(
        pc.fill_null(pc.equal(links["dup_kind"], "exact"), fill_value=False),
        pc.is_in(links["dup_of"], gone.combine_chunks()),
    )
    return pc.or_(by_kind, copies)


def _allowed(roll: Roll, found: Edges, chosen: Duplicates) -> Edges:
    """Return the edges within the window. What an archive holds is not changed by what comes later."""
    pairs = zip(roll.days[found.one].tolist(), roll.days[found.other].tolist(), strict=True)
    close = np.array([together(one, other, chosen.window_days) for one, other in pairs], bool)
    turned = roll.archived[found.one] & (found.kind != NEAR)
    return Edges(*(column[close & ~turned] for column in found))


def _facts(told: pa.Table, leaders: Ranks) -> pa.Table:
    """Return for each group its outlets, its agencies and its earliest date, of the FACTS of all members."""
    rows = told.select(["outlet", "agency", "date"]).append_column("leader", pa.array(leaders))
    dates = rows.group_by("leader", use_threads=False).aggregate([("date", "min")])
    groups = dates["leader"].combine_chunks()
    return pa.table(
        {
            "leader": groups,
            "dup_first_date": dates["date_min"],
            "dup_outlets": _names(rows, "outlet", groups),
            "dup_agencies": _names(rows, "agency", groups),
        }
    )


def _names(rows: pa.Table, column: str, groups: pa.Array) -> pa.Array:
    """Return for each group the names of a column, each once, in order; of a group without names none."""
    named: dict[int, list[str]] = {}
    pairs = rows.select(["leader", column]).group_by(["leader", column], use_threads=False).aggregate([])
    known = pairs.filter(pc.is_valid(pairs[column]))
    for leader, name in zip(known["leader"].to_pylist(), known[column].to_pylist(), strict=True):
        named.setdefault(leader, []).append(name)
    lists = [sorted(named.get(group, ())) for group in groups.to_pylist()]
    return pa.array(lists, LINKS.field("dup_outlets").type)
