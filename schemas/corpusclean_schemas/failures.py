"""Failures told: one sentence for each, with no more than an excerpt of a value."""

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
import pyarrow as pa
from pandera.errors import SchemaErrors

from corpusclean_schemas.contract import Contract
from corpusclean_schemas.frames import Framed
from corpusclean_schemas.values import is_nothing

EXCERPT = 80
"""Characters of a value that a message or a reject may show."""

SHOWN = 10
"""Failures that the message of an exception names."""

CODES = {
    "column.missing": "The frame lacks a column.",
    "column.repeated": "The frame has two columns of one name.",
    "column.unexpected": "The frame has a column that the contract does not know.",
    "column.misplaced": "The columns are not in the contract's order, and it asks for it.",
    "value.null": "There is no value, and there must be one.",
    "value.type": "The value is not of the column's type, and means nothing in it.",
    "value.not_allowed": "The value is not one of those allowed.",
    "value.out_of_range": "The value lies beyond a bound.",
    "value.pattern": "The text does not look as it must.",
    "value.length": "The value is too short or too long.",
    "value.duplicate": "Another row has the same value, and it must be unique. All copies fail.",
    "check.failed": "A check that the contract's author wrote says no.",
    "check.raised": "A check that the contract's author wrote cannot be asked: it raised an exception, or"
    " answered for other rows.",
}
"""What the codes of failures mean. They are stable."""

_SCHEMA = pa.schema(
    [
        pa.field("row", pa.int64()),
        pa.field("code", pa.string()),
        pa.field("column", pa.string()),
        pa.field("value", pa.string()),
        pa.field("message", pa.string()),
    ]
)


class Failed(NamedTuple):
    """One way in which rows fail: `mask` says which, None where it is the frame; `message` may hold `{value}`."""

    code: str
    column: str
    mask: np.ndarray[Any, np.dtype[np.bool_]] | None
    message: str


class ContractBroken(SchemaErrors, ValueError):  # an error is named by what happened
    """A frame breaks its contract. A SchemaErrors of pandera, so that code that catches those goes on to work.

    `failures` has a row for each failure: `row` (its number in the frame, from 0; null where it is the frame),
    `code`, `column`, `value` (an excerpt), `message`. `failure_cases` is the same as a frame of pandas.
    """

    def __init__(
        self, contract: Contract, failures: pa.Table, rows: int, schema: object = None, data: object = None
    ) -> None:
        self.contract = contract
        self.failures = failures
        self.rows = rows
        self.schema = schema
        self.data = data
        self.schema_errors = failures.to_pylist()
        counted = failures.group_by("code").aggregate([("code", "count")]).sort_by("code").to_pylist()
        self.error_counts = {row["code"]: row["code_count"] for row in counted}
        self.message = {"failures": failures.num_rows, "rows": rows, "counts": self.error_counts}
        ValueError.__init__(self, _told(contract, failures, rows))

    @property
    def failure_cases(self) -> pd.DataFrame:
        """The failures as a frame of pandas."""
        cases: pd.DataFrame = self.failures.to_pandas()
        return cases

    def __str__(self) -> str:
        """Return the first failures, each in a line."""
        return _told(self.contract, self.failures, self.rows)

    def __reduce__(self) -> tuple[Any, ...]:
        """Pickle what was told, and not the frame: it may be large, and a message should not carry it."""
        return _again, (self.contract.name, self.contract.version, self.failures, self.rows)


def _again(name: str, version: str, failures: pa.Table, rows: int) -> ContractBroken:
    return ContractBroken(Contract(name, version, ()), failures, rows)


def _told(contract: Contract, failures: pa.Table, rows: int) -> str:
    bad = len(failures["row"].unique().drop_null()) if not failures["row"].null_count else rows
    title = f"{contract.name} {contract.version}".strip()
    count = f"{failures.num_rows:,} failure{'' if failures.num_rows == 1 else 's'}"
    lines = [f"{title}: {count} in {bad:,} of {rows:,} rows"]
    for failure in failures.slice(0, SHOWN).to_pylist():
        where = "" if failure["row"] is None else f"row {failure['row']}: "
        lines.append(f"  {where}{failure['message']}")
    if failures.num_rows > SHOWN:
        lines.append(f"  and {failures.num_rows - SHOWN:,} more: see .failures")
    return "\n".join(lines)


def tabled(frame: Framed, failed: Sequence[Failed]) -> pa.Table:
    """Return every failure as a row: those of the frame first, then those of the rows in their order."""
    parts: list[pa.Table] = []
    for failure in failed:
        if failure.mask is None:
            whole = [[None], [failure.code], [failure.column], [None], [failure.message]]
            parts.append(pa.table(whole, schema=_SCHEMA))
            continue
        rows = np.flatnonzero(failure.mask)
        values, messages = _shown(frame, failure, rows)
        same = [[failure.code] * len(rows), [failure.column] * len(rows)]
        parts.append(pa.table([rows, *same, values, messages], schema=_SCHEMA))
    table = pa.concat_tables(parts)
    order = [-1 if row is None else row for row in table["row"].to_pylist()]
    return table.take(np.argsort(order, kind="stable"))


def rejected(
    frame: Framed, failed: Sequence[Failed], bad: np.ndarray[Any, np.dtype[np.bool_]]
) -> dict[str, pa.Array]:
    """Return what is told of each row that fails, as lists: codes, columns, values, messages."""
    place = np.cumsum(bad) - 1
    count = int(bad.sum())
    rows, parts = [], {name: [pa.array([], pa.string())] for name in ("code", "column", "value", "message")}
    for failure in failed:
        these = np.arange(count) if failure.mask is None else place[failure.mask]
        length = len(these)
        if failure.mask is None:
            values, messages = pa.nulls(length, pa.string()), pa.repeat(failure.message, length)
        else:
            shown = _shown(frame, failure, np.flatnonzero(failure.mask))
            values, messages = (pa.array(texts, pa.string()) for texts in shown)
        rows.append(these)
        for name, array in zip(
            parts,
            (pa.repeat(failure.code, length), pa.repeat(failure.column, length), values, messages),
            strict=True,
        ):
            parts[name].append(array)
    flat = np.concatenate(rows) if rows else np.zeros(0, dtype=np.int64)
    order = np.argsort(flat, kind="stable")
    offsets = np.concatenate([[0], np.cumsum(np.bincount(flat, minlength=count))])
    return {
        f"failed_{name}s": pa.ListArray.from_arrays(
            pa.array(offsets, pa.int32()), pa.concat_arrays(arrays).take(pa.array(order))
        )
        for name, arrays in parts.items()
    }


def _shown(
    frame: Framed, failure: Failed, rows: np.ndarray[Any, np.dtype[np.intp]]
) -> tuple[list[str | None], list[str]]:
    """Return excerpts of the values that fail, and the messages that show them."""
    if not failure.column or failure.column not in frame.names:
        return [None] * len(rows), [failure.message] * len(rows)
    values = [excerpt(value) for value in frame.values(failure.column, rows)]
    return values, [failure.message.replace("{value}", value or "null") for value in values]


def excerpt(value: Any) -> str | None:  # noqa: ANN401  # whatever a cell holds
    """Return the beginning of a value as it would be written in Python; None of None.

    >>> excerpt("a" * 100) == repr("a" * 80) + "..."
    True
    """
    if is_nothing(value):
        return None
    if isinstance(value, str | bytes):
        return repr(value[:EXCERPT]) + ("..." if len(value) > EXCERPT else "")
    text = repr(value.tolist() if isinstance(value, np.generic | np.ndarray) else value)
    return text[:EXCERPT] + ("..." if len(text) > EXCERPT else "")
