"""The documents that are unlike the others, by measures that anybody can check."""

from dataclasses import dataclass, field
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
import pyarrow as pa

SHOWN = 5
"""Documents for each measure."""


class Measure(NamedTuple):
    """One way to be unlike others."""

    name: str
    title: str
    meaning: str
    unit: str


MEASURES: tuple[Measure, ...] = (
    Measure("work", "Most work", "Characters, times passes of the rules: one, and one a notice removed.",
            "characters read"),
    Measure("longest", "Longest", "Characters of the clean text.", "characters"),
    Measure("shortest", "Shortest", "Characters of the clean text.", "characters"),
    Measure("edits", "Most edits", "Rows of the ledger that change something.", "edits"),
    Measure("removed", "Most taken away", "Share of the repaired text that was notices.", "% removed"),
    Measure("notices", "Most notices", "Notices found, removed or not.", "notices"),
    Measure("unsure", "Least sure of language", "Score of the language that was found, from 0 to 1.", "score"),
    Measure("wordless", "Longest words", "Characters to a word; ordinary text has four to eight.",
            "characters a word"),
    Measure("oldest", "Earliest date", "The date of the document.", ""),
    Measure("newest", "Latest date", "The date of the document.", ""),
)  # fmt: skip


class Extreme(NamedTuple):
    """A document that stands out by a measure. `rank` orders: the lowest stands out most."""

    rank: float
    doc_id: str
    value: float | str
    address: str
    outlet: str
    language: str
    date: str
    characters: int


@dataclass
class Extremes:
    """The documents that stand out most, by each measure."""

    found: dict[str, list[Extreme]] = field(default_factory=dict)

    def look_at(self, documents: pa.Table) -> None:
        """Look at the documents of one part."""
        for name, (ranks, values) in _measured(documents).items():
            told = np.flatnonzero(~np.isnan(ranks))
            ids = documents["doc_id"].to_numpy(zero_copy_only=False)
            lowest = (
                told
                if len(told) <= SHOWN
                else told[ranks[told] <= np.partition(ranks[told], SHOWN - 1)[SHOWN - 1]]
            )
            rows = sorted(lowest, key=lambda row: (ranks[row], ids[row]))[:SHOWN]
            more = [_extreme(documents, int(row), float(ranks[row]), values[row]) for row in rows]
            self.found[name] = sorted([*self.found.get(name, []), *more])[:SHOWN]


def _extreme(documents: pa.Table, row: int, rank: float, value: Any) -> Extreme:  # noqa: ANN401  # numpy's scalars
    told = documents.slice(row, 1).select(["doc_id", "address", "outlet", "language", "date", "characters"])
    (known,) = told.to_pylist()
    return Extreme(
        rank,
        known["doc_id"],
        value if isinstance(value, str) else float(value),
        known["address"],
        known["outlet"],
        known["language"],
        known["date"].isoformat() if known["date"] else "",
        known["characters"],
    )


def _measured(documents: pa.Table) -> dict[str, tuple[npt.NDArray[np.float64], npt.NDArray[Any]]]:
    """Return for each measure how far a document stands out (lower is further; nan: not at all), and its value."""
    length, words, edits, stripped, removed, score = (
        documents[name].to_numpy().astype(np.float64)
        for name in ("characters", "words", "edits", "stripped", "removed", "language_score")
    )
    notices = np.asarray(documents["notices"].combine_chunks().value_lengths(), dtype=np.float64)
    dates = documents["date"].to_numpy(zero_copy_only=False).astype("datetime64[D]")
    days = np.where(np.isnat(dates), np.nan, dates.astype(np.int64).astype(np.float64))
    named = np.where(np.isnat(dates), "", dates.astype(str))
    work = length * (1 + stripped)
    share = 100 * removed / (length + removed)
    worded = np.where(words > 0, length / np.maximum(words, 1), np.nan)
    return {
        "work": (-work, work),
        "longest": (-length, length),
        "shortest": (length, length),
        "edits": (_if_any(edits), edits),
        "removed": (_if_any(share), share),
        "notices": (_if_any(notices), notices),
        "unsure": (score, score),
        "wordless": (-worded, worded),
        "oldest": (days, named),
        "newest": (-days, named),
    }


def _if_any(values: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    return np.where(values > 0, -values, np.nan)
