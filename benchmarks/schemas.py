"""What a verdict costs, beside masks written by hand: `python benchmarks/schemas.py --rows 1000000`.

The masks are what somebody would write in pandas for the same contract, column by column, and they are asked
for the same: which rows fail. Ratios of one run; each is the least of several rounds, the rounds taken in turn.
"""

import argparse
import gc
import time
from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa

from corpusclean_schemas import CleanDocument, arrow_schema, split, validate
from corpusclean_schemas.types import NOT_BLANK

WORDS = ["the", "river", "rose", "by", "metre", "on", "Monday", "and", "valley", "was", "cut", "off", "for", "day"]


def made_up(rows: int, bad: int) -> pa.Table:
    """Return rows of CleanDocument, every `bad`th of which fails in one way or another."""
    random = np.random.default_rng(7)
    schema = arrow_schema(CleanDocument)
    numbers = np.arange(rows)
    ids = [f"{number * 2654435761 % 2**64:032x}" for number in numbers.tolist()]
    picks = random.integers(0, len(WORDS), size=(rows, 40))
    texts = [" ".join(WORDS[word] for word in row) for row in picks.tolist()]
    given: dict[str, Any] = {
        "doc_id": ids,
        "address": [f"raw/{number}.txt" for number in numbers.tolist()],
        "file": [f"raw/{number}.txt" for number in numbers.tolist()],
        "sha256": [2 * one for one in ids],
        "size": numbers + 300,
        "dialect": ["plain"] * rows,
        "title": [None if number % 3 else "Rain" for number in range(rows)],
        "fields": [[]] * rows,
        "envelope": ["{}"] * rows,
        "date": pa.array((numbers % 9000 + 10000).astype("int32")).cast(pa.date32()),
        "date_ground": ["header"] * rows,
        "language": ["en"] * rows,
        "language_score": np.full(rows, 0.99),
        "text": texts,
        "characters": [len(text) for text in texts],
        "words": [40] * rows,
        "syndicated": numbers % 5 == 0,
        "notices": [[]] * rows,
        "warnings": [[]] * rows,
    }
    if bad:
        for position, number in enumerate(range(0, rows, bad)):
            name, value = [("text", " "), ("language", "English"), ("dialect", "?"), ("doc_id", ids[1])][
                position % 4
            ]
            given[name] = list(given[name]) if not isinstance(given[name], list) else given[name]
            given[name][number] = value
    return pa.table(
        [pa.array(given[f.name], f.type) if f.name in given else pa.nulls(rows, f.type) for f in schema],
        schema=pa.schema([f.with_nullable(nullable=True) for f in schema]),
    )


def by_hand(frame: pd.DataFrame) -> "pd.Series[bool]":
    """Return the rows that fail, by masks of pandas."""
    bad = pd.Series(data=False, index=frame.index)
    for name in ("doc_id", "address", "file", "sha256", "size", "dialect", "fields", "envelope", "language"):
        bad |= frame[name].isna()
    for name in ("language_score", "text", "characters", "words", "syndicated", "notices", "warnings"):
        bad |= frame[name].isna()
    bad |= ~frame["doc_id"].str.match(r"^[0-9a-f]{32}$").astype(bool)
    bad |= frame["doc_id"].duplicated(keep=False)
    bad |= ~frame["sha256"].str.match(r"^[0-9a-f]{64}$").astype(bool)
    bad |= frame["address"].str.len() < 1
    bad |= frame["file"].str.len() < 1
    bad |= frame["size"] < 0
    bad |= ~frame["dialect"].isin(["plain", "rfc822", "frontmatter", "record", "none"])
    bad |= ~frame["date_ground"].isin(["header", "byline", "filename", "path"]) & frame["date_ground"].notna()
    bad |= ~frame["language"].str.match(r"^[a-z]{2,3}$").astype(bool)
    bad |= ~frame["language_score"].between(0, 1)
    bad |= ~frame["text"].str.contains(NOT_BLANK).astype(bool)
    bad |= frame["characters"] < 1
    bad |= frame["words"] < 0
    bad |= ~frame["dup_kind"].isin(["exact", "near", "contained"]) & frame["dup_kind"].notna()
    bad |= ~frame["dup_similarity"].between(0, 1) & frame["dup_similarity"].notna()
    against = frame["dup_against"].dropna()
    bad.loc[against.index[~against.str.match(r"^[0-9a-f]{16}$").astype(bool)]] = True
    return bad


def least(calls: dict[str, Callable[[], object]], rounds: int) -> dict[str, float]:
    """Return the least CPU seconds of each call."""
    best = dict.fromkeys(calls, float("inf"))
    for _ in range(rounds):
        for name, call in calls.items():
            gc.collect()
            start = time.process_time()
            call()
            best[name] = min(best[name], time.process_time() - start)
    return best


def main() -> None:
    """Measure, and print ratios."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--rows", type=int, default=1_000_000)
    options.add_argument("--rounds", type=int, default=3)
    chosen = options.parse_args()
    good = made_up(chosen.rows, 0)
    some = made_up(chosen.rows, 100)
    frame = validate(good.to_pandas(types_mapper=pd.ArrowDtype))
    faulty = validate_types(some)
    found = int(by_hand(faulty).sum())
    rejects = len(split(faulty).rejects)
    if found != rejects or by_hand(frame).any():
        raise SystemExit(f"the masks find {found}, the contract {rejects}")
    polars = pl.DataFrame(good)
    calls: dict[str, Callable[[], object]] = {
        "masks by hand, pandas": lambda: by_hand(frame),
        "validate, pandas": lambda: validate(frame),
        "validate, polars": lambda: validate(polars),
        "validate, pyarrow": lambda: validate(good),
        "masks by hand and two frames, 1 % bad": lambda: (faulty[(bad := by_hand(faulty))], faulty[~bad]),
        "split, pandas, 1 % bad": lambda: split(faulty),
    }
    best = least(calls, chosen.rounds)
    base, parted = best["masks by hand, pandas"], best["masks by hand and two frames, 1 % bad"]
    print(f"{chosen.rows:,} rows, {len(good.column_names)} columns, {rejects:,} rejects where 1 % are bad")
    for name, seconds in best.items():
        print(f"  {name:40} {seconds:6.2f} s CPU  {seconds / (parted if '1 %' in name else base):5.2f}x")


def validate_types(table: pa.Table) -> pd.DataFrame:
    """Return a table as the frame that pandas would hold of it, good and bad rows alike."""
    frame = table.to_pandas(types_mapper=pd.ArrowDtype)
    model = validate(table.slice(0, 0)).to_pandas(types_mapper=pd.ArrowDtype)
    dtypes = validate(model).dtypes.to_dict()
    return frame.astype(dtypes)


if __name__ == "__main__":
    main()
