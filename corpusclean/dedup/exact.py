"""Exact duplicates: texts that differ only in blanks."""

import hashlib

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from corpusclean.dedup.group import LINKS
from corpusclean.frame import series, to_table
from corpusclean.settings import Settings


def text_key(text: str) -> str:
    r"""Return what two texts share when they differ only in blanks: 128 bits of SHA-256, in hex.

    >>> text_key("Rain fell.\n\nIt stopped.") == text_key(" Rain  fell. It stopped.\n")
    True
    """
    return hashlib.sha256(" ".join(text.split()).encode()).hexdigest()[:32]


def fingerprint(documents: pd.DataFrame, settings: Settings) -> pd.DataFrame:  # noqa: ARG001  # a step
    """Set `text_key` by `text`."""
    folded = pc.utf8_trim_whitespace(
        pc.replace_substring_regex(
            pa.array(documents["text"], type=pa.large_string()),
            pattern=r"[\t-\r\x{1c}-\x{1f}\x{85}\p{Z}]+",
            replacement=" ",
        )
    )
    keys = [hashlib.sha256(text.as_buffer()).hexdigest()[:32] for text in folded]
    return documents.assign(text_key=series(keys, pa.string(), documents.index))


def link_duplicates(fingerprints: pd.DataFrame) -> pa.Table:
    """Return a row for every document that shares its text with another, whatever the order of the rows.

    Takes `doc_id`, `date`, `text_key`; returns `doc_id` and the link columns, in `doc_id` order. The first by
    date (none comes last), then by `doc_id`, is the group's representative: it duplicates nothing.
    """
    shared = fingerprints[fingerprints.duplicated("text_key", keep=False)]
    ordered = shared.sort_values(["date", "doc_id"], na_position="last")
    group = ordered.groupby("text_key", sort=False)["doc_id"].transform("first")
    follows = ordered["doc_id"] != group
    links = (
        ordered[["doc_id"]]
        .assign(
            dup_group=group,
            dup_of=group.where(follows),
            dup_kind=pd.Series("exact", index=ordered.index, dtype="str").where(follows),
            dup_similarity=pd.Series(1.0, index=ordered.index).where(follows),
        )
        .sort_values("doc_id")
        .reset_index(drop=True)
    )
    return to_table(links.assign(**dict.fromkeys(set(LINKS.names) - set(links.columns))), LINKS)
