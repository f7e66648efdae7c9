"""What the reduce must know of a document: a row of PRINTS, so much smaller than its text."""

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from corpusclean.dedup.containment import winnow
from corpusclean.dedup.exact import KEY_BYTES, text_keys
from corpusclean.dedup.near import band_keys
from corpusclean.dedup.shingle import Shingles, shingles
from corpusclean.outlet import COLUMNS, outlets
from corpusclean.settings import Duplicates, Settings

PRINTS = pa.schema(
    [
        ("doc_id", pa.string()),
        ("date", pa.date32()),
        ("characters", pa.int64()),
        ("outlet", pa.string()),
        ("agency", pa.string()),
        ("text_key", pa.binary(KEY_BYTES)),
        ("passages", pa.int32()),
        ("keys", pa.list_(pa.uint64())),
    ]
)
"""Of a document: who and when, `text_key`, its keys, and how many are of passages (even; the others of bands)."""


def fingerprint(documents: pd.DataFrame, settings: Settings) -> pa.Table:
    """Return the PRINTS of documents, row for row."""
    table = pa.table({name: pa.array(documents[name], pa.string()) for name in ("doc_id", "agency", *COLUMNS)})
    texts = pa.array(documents["text"], pa.large_string())
    chosen = settings.duplicates
    looked_for = chosen.near != "ignore" or chosen.contained != "ignore"
    keys, passages = _keys(shingles(texts.to_pylist() if looked_for else [""] * len(texts)), chosen)
    columns = {
        "doc_id": table["doc_id"],
        "date": pa.array(documents["date"], pa.date32()),
        "characters": pa.array(documents["characters"], pa.int64()),
        "outlet": pc.if_else(pc.equal(outlets(table), ""), None, outlets(table)),
        "agency": table["agency"],
        "text_key": text_keys(texts),
        "passages": passages,
        "keys": keys,
    }
    return pa.table(columns).cast(PRINTS)


def _keys(found: Shingles, chosen: Duplicates) -> tuple[pa.Array, pa.Array]:
    """Return the keys that each text shares with those like it, and how many of them are of passages."""
    count = len(found.ends)
    filled = np.flatnonzero(np.diff(found.ends, prepend=0))
    bands = np.zeros((0, 0), np.uint64)
    values, counts = np.zeros(0, np.uint64), np.zeros(count, np.int64)
    if chosen.near != "ignore":
        bands = band_keys(found, chosen.near_similarity)[filled]
    if chosen.near != "ignore" or chosen.contained != "ignore":
        values, counts = winnow(found)
    owners = np.concatenate([np.repeat(np.arange(count), counts), np.repeat(filled, bands.shape[1])])
    flat = np.concatenate([values, bands.ravel()])[np.argsort(owners, kind="stable")]
    offsets = np.concatenate([[0], np.cumsum(np.bincount(owners, minlength=count))]).astype(np.int32)
    return pa.ListArray.from_arrays(pa.array(offsets), pa.array(flat)), pa.array(counts, pa.int32())
