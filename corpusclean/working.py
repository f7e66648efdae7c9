"""The working frame: what the steps of a partition hand to each other.

The columns of RawDocument, and beside them

    text      the body as it stands now; `body` stays as it was read
    edits     list[Edit]: what led from `body` to `text`, in order
    reasons   list[Reason]: why the document will be rejected
    warnings  list[Reason]: what is doubtful, and no reason to reject

The severity of its code (`codes.py`) decides which of the last two lists a reason goes into, and nothing else.

A step is a function over this frame. It returns a new one, row for row, and never touches the disk.
"""

from collections.abc import Iterable, Mapping
from typing import Any

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from corpusclean.codes import CODES, Reason, Severity
from corpusclean.ledger import Edit

_COLUMNS: Mapping[Severity, str] = {"error": "reasons", "warning": "warnings"}
"""Where a reason goes, by the severity of its code."""


def working(raw: pd.DataFrame) -> pd.DataFrame:
    """Return a frame of RawDocument as a working frame: in `doc_id` order, on a fresh RangeIndex."""
    # The index goes first: it may be called as a column is.
    frame = raw.reset_index(drop=True).sort_values("doc_id", kind="stable", ignore_index=True)
    bare = frame.assign(
        text=frame["body"], edits=_lists(len(frame)), reasons=_lists(len(frame)), warnings=_lists(len(frame))
    )
    counts = pc.list_value_length(pa.array(frame["reasons"]))
    rows = pc.indices_nonzero(counts).to_pylist()
    return add_reasons(bare, {row: [Reason(**reason) for reason in frame["reasons"].iloc[row]] for row in rows})


BEGINS = ("address", "file", "field_lines", "body_line")
"""What tells where a document begins."""


def first_line(document: Mapping[Any, Any]) -> int:
    """Return the line of the file on which a document begins: of one of many, its first field, or its text."""
    if document["address"] == document["file"]:
        return 1
    return int(min((line for _, line in document["field_lines"]), default=document["body_line"]))


def _lists(count: int) -> pd.Series:
    return _objects([[] for _ in range(count)], pd.RangeIndex(count))


def _objects(values: list[Any], index: pd.Index) -> pd.Series:
    return pd.Series(values, index=index, dtype=object)


def replace_text(frame: pd.DataFrame, texts: Mapping[Any, str]) -> pd.DataFrame:
    """Return the frame with other texts in the rows named."""
    if not texts:
        return frame
    column = frame["text"].copy()
    column.loc[list(texts)] = list(texts.values())
    return frame.assign(text=column)


def add_edits(frame: pd.DataFrame, edits: Mapping[Any, Iterable[Edit]]) -> pd.DataFrame:
    """Return the frame with further edits at the end of those of the rows named."""
    return frame.assign(edits=_extended(frame["edits"], edits))


def add_reasons(frame: pd.DataFrame, found: Mapping[Any, Iterable[Reason]]) -> pd.DataFrame:
    """Return the frame with what was found in the rows named: errors added to `reasons`, warnings to `warnings`.

    Raises ValueError for a code whose severity is `info`: a step has no column for what is only told.
    """
    told: dict[str, dict[Any, list[Reason]]] = {column: {} for column in _COLUMNS.values()}
    for index, reasons in found.items():
        for reason in reasons:
            column = _COLUMNS.get(CODES[reason.code].severity)
            if column is None:
                raise ValueError(
                    f"{reason.code} is an info: it is told by `check`, and is no reason of a document"
                )
            told[column].setdefault(index, []).append(reason)
    return frame.assign(**{column: _extended(frame[column], more) for column, more in told.items() if more})


def _extended(column: pd.Series, more: Mapping[Any, Iterable[Any]]) -> pd.Series:
    if not more:
        return column
    values = [[*value, *more[index]] if index in more else value for index, value in column.items()]
    return _objects(values, column.index)
