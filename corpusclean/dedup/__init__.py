"""Duplicates: one story under several addresses. Grouped by content, the survivor chosen by content.

What is found is a candidate by shared keys (`near`, `containment`, `candidates`) and a duplicate by the shingles
that the texts truly share (`compare`). Groups have no chains (`lead`). `run/reduce.py` does the same out of core.
"""

from collections.abc import Sequence

import numpy as np
import pyarrow as pa

from corpusclean.dedup.candidates import promising, shared
from corpusclean.dedup.compare import compare
from corpusclean.dedup.exact import text_key
from corpusclean.dedup.fingerprint import PRINTS, fingerprint
from corpusclean.dedup.group import CALLED, FACTS, LINK_COLUMNS, LINKS, Roll, call_roll, link
from corpusclean.dedup.mark import Sides, apply_links
from corpusclean.dedup.shingle import shingles
from corpusclean.settings import Settings

__all__ = [
    "CALLED",
    "FACTS",
    "LINKS",
    "LINK_COLUMNS",
    "PRINTS",
    "Roll",
    "Sides",
    "apply_links",
    "call_roll",
    "fingerprint",
    "link",
    "link_duplicates",
    "text_key",
]


def link_duplicates(prints: pa.Table, texts: Sequence[str], settings: Settings) -> pa.Table:
    """Return the LINKS of documents that fit in memory, given their PRINTS and their texts, row for row."""
    roll = call_roll(prints, 0, settings.duplicates)
    lists = prints["keys"].combine_chunks()
    ranks = np.repeat(roll.rank, lists.value_lengths().to_numpy(zero_copy_only=False))
    looked_at = roll.alone()[ranks]
    keys = lists.flatten().to_numpy()[looked_at]
    found = promising(shared(keys, ranks[looked_at], roll.by_length), roll.passages)
    kept: dict[int, np.ndarray] = {}

    def shingles_of(rank: int) -> np.ndarray:
        if rank not in kept:
            kept[rank] = np.unique(shingles([texts[roll.row[rank]]]).values)
        return kept[rank]

    alike = compare(found, shingles_of, settings.duplicates)
    return link(roll, alike, settings.duplicates, lambda rows: prints.select(FACTS).take(rows))
