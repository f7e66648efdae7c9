"""Documents in the order of survival, and what is said of each that is in a group: a row of LINKS."""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from corpusclean.dedup.candidates import Ranks
from corpusclean.dedup.compare import NEAR, Edges
from corpusclean.dedup.exact import KEY_BYTES, same_texts, together
from corpusclean.dedup.fingerprint import LIGHT
from corpusclean.dedup.lead import lead
from corpusclean.settings import Duplicates
from corpusclean_schemas import CleanDocument, arrow_schema

LINKS = pa.schema(
    [
        field.remove_metadata().with_nullable(nullable=True)
        for field in arrow_schema(CleanDocument)
        if field.name == "doc_id" or field.name.startswith("dup_")
    ]
)
"""A row for each document that is in a group: `doc_id`, and the columns that say how."""

_UNKNOWN_DAY = -1
_LATE = np.iinfo(np.int32).max


class Roll(NamedTuple):
    """All documents, by rank: those of an archive first, then by date (none last) and `doc_id`.

    A rank is a function of the documents, so nothing that is decided by ranks depends on the order of arrival.
    """

    prints: pa.Table
    """PRINTS but `keys`, by rank."""
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

    def alone(self) -> npt.NDArray[np.bool_]:
        """Tell by rank which documents stand for their text."""
        return np.asarray(self.text_of == np.arange(len(self.text_of)))

    def passages(self) -> Ranks:
        """Return by rank how many keys are of passages."""
        return np.asarray(self.prints["passages"].to_numpy(), np.int32)


def call_roll(prints: pa.Table, archived: int, chosen: Duplicates) -> Roll:
    """Return the documents of PRINTS in order, exact copies told; the last `archived` rows are of an archive."""
    flags = np.arange(len(prints)) >= len(prints) - archived
    days = prints["date"].cast(pa.int32()).fill_null(_LATE).to_numpy()
    table = pa.table({"late": ~flags, "day": days, "doc_id": prints["doc_id"]})
    keys = [("late", "ascending"), ("day", "ascending"), ("doc_id", "ascending")]
    row = pc.sort_indices(table, sort_keys=keys).to_numpy().astype(np.int32)
    rank = np.empty_like(row)
    rank[row] = np.arange(len(row), dtype=np.int32)
    ordered = prints.select(LIGHT).take(row)
    days, flags = days[row], flags[row]
    # Before 1970 is not unknown; only distances between days count, so all are moved.
    earliest = days[days < _LATE].min(initial=0)
    days = np.where(days == _LATE, _UNKNOWN_DAY, days - earliest).astype(np.int32)
    lengths = ordered["characters"].to_numpy()
    ranks = np.arange(len(row), dtype=np.int32)
    longest_first = np.lexsort((ranks, -lengths, ~flags)).astype(np.int32)
    by_length = np.empty_like(row)
    by_length[longest_first] = ranks
    order = longest_first if chosen.exact == "longest" else ranks
    texts = np.frombuffer(b"".join(ordered["text_key"].to_pylist()), np.dtype((np.void, KEY_BYTES)))
    return Roll(ordered, row, rank, flags, days, by_length, same_texts(texts, order, days, chosen.window_days))


def link(roll: Roll, found: Edges, chosen: Duplicates, archive: str | None = None) -> pa.Table:
    """Return a row of LINKS for every document in a group that is none of the archive, in `doc_id` order.

    `archive` names the archive: the beginning of its manifest's hash.
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
    ids = roll.prints["doc_id"].combine_chunks()
    facts = _facts(roll, members, leader)
    their = pc.index_in(pa.array(leader[listed]), facts["leader"].combine_chunks())
    links = pa.table(
        {
            "doc_id": ids.take(pa.array(listed)),
            "dup_group": ids.take(pa.array(leader[listed])),
            "dup_of": ids.take(pa.array(of[listed], mask=first)),
            "dup_kind": pa.array(["exact", "near", "contained"]).take(pa.array(kinds, mask=first)),
            "dup_similarity": pa.array(np.where(exact, 1.0, led.similarity)[listed], mask=first),
            "dup_against": pa.array([archive], pa.string()).take(
                pa.array(np.zeros(len(listed), np.int8), mask=first | ~roll.archived[of[listed]])
            ),
            **{name: facts[name].take(their) for name in ("dup_outlets", "dup_agencies", "dup_first_date")},
        }
    )
    return links.take(pc.sort_indices(links["doc_id"])).cast(LINKS)


def _allowed(roll: Roll, found: Edges, chosen: Duplicates) -> Edges:
    """Return the edges within the window. What an archive holds is not changed by what comes later."""
    pairs = zip(roll.days[found.one].tolist(), roll.days[found.other].tolist(), strict=True)
    close = np.array([together(one, other, chosen.window_days) for one, other in pairs], bool)
    turned = roll.archived[found.one] & (found.kind != NEAR)
    return Edges(*(column[close & ~turned] for column in found))


def _facts(roll: Roll, members: npt.NDArray[np.int64], leader: Ranks) -> pa.Table:
    """Return for each group its outlets, its agencies and its earliest date."""
    rows = roll.prints.select(["outlet", "agency", "date"]).take(pa.array(members))
    rows = rows.append_column("leader", pa.array(leader[members]))
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
