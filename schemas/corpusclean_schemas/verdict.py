"""The verdict on a frame: `validate` raises with every failure of every row, `split` sets bad rows aside.

One judgement for pandas, polars and pyarrow: columns are converted value by value to the contract's Arrow types
(convert.py), its rules are masks over those (rules.py), and checks that a subclass adds are asked of pandas
columns. A row is good only if all that the contract says of it could be asked and was answered with yes.
No environment variable is read. The index of a frame plays no part.
"""

from collections.abc import Iterator, Mapping
from typing import Any, Generic, NamedTuple, TypeVar

import numpy as np
import pandas as pd
import pandera.pandas as pa
import pyarrow

from corpusclean_schemas.clean_document import CleanDocument
from corpusclean_schemas.contract import Column, Contract, Model, contract_of
from corpusclean_schemas.convert import Converted
from corpusclean_schemas.failures import ContractBroken, Failed, rejected, tabled
from corpusclean_schemas.frames import Framed, framed, to_series
from corpusclean_schemas.rules import broken, repeated
from corpusclean_schemas.types import NOT_BLANK

F = TypeVar("F")

_CODE_OF_RULE: Mapping[str, str] = {
    "allowed": "value.not_allowed",
    "forbidden": "value.not_allowed",
    "equal": "value.not_allowed",
    "unequal": "value.not_allowed",
    "at_least": "value.out_of_range",
    "at_most": "value.out_of_range",
    "above": "value.out_of_range",
    "below": "value.out_of_range",
    "matches": "value.pattern",
    "contains": "value.pattern",
    "starts": "value.pattern",
    "ends": "value.pattern",
    "min_length": "value.length",
    "max_length": "value.length",
}


class Split(NamedTuple, Generic[F]):
    """The rows of a frame: `ok` in the contract's types, `rejects` as they came, with why they failed."""

    ok: F
    rejects: F


def validate(frame: F, contract: Model = CleanDocument) -> F:
    """Return the frame in the contract's types and column order.

    Raises ContractBroken with every failure of every row; TypeError for what is no frame, and for a contract
    that cannot be asked.

    >>> import pandas as pd
    >>> from corpusclean_schemas import Edit
    >>> validate(pd.DataFrame({"seq": [0]}), Edit)
    Traceback (most recent call last):
    corpusclean_schemas.failures.ContractBroken: Edit 1.0: 9 failures in 1 of 1 rows
      no column doc_id
      no column step
      no column rule
      no column rule_version
      no column offset
      no column before
      no column after
      no column reason
      row 0: seq: 0 is less than 1
    """
    asked, stated = framed(frame), contract_of(contract)
    judged = _judge(asked, stated)
    if judged.failed:
        raise ContractBroken(stated, tabled(asked, judged.failed), asked.rows, contract, frame)
    whole: F = asked.whole(judged.columns, None, rest=stated.strict is False)
    return whole


def split(frame: F, contract: Model = CleanDocument) -> Split[F]:
    """Split a frame into the rows that keep a contract and those that do not.

    Each row is in exactly one of them, in the order of the frame. The rejects have all columns as they came, and
    four more, lists of the same length: `failed_codes`, `failed_columns`, `failed_values`, `failed_messages`.
    Copies of what must be unique are all rejected: which one is right, nobody knows. What is wrong with the
    frame as a whole (a column missing) rejects every row. Columns of these names that were there are replaced.
    Raises TypeError for what is no frame, and for a contract that cannot be asked.
    """
    asked, stated = framed(frame), contract_of(contract)
    judged = _judge(asked, stated)
    bad = np.zeros(asked.rows, dtype=bool)
    for failed in judged.failed:
        bad |= True if failed.mask is None else failed.mask
    ok: F = asked.whole(judged.columns, ~bad, rest=stated.strict is False)
    rejects: F = asked.beside(bad, rejected(asked, judged.failed, bad))
    return Split(ok, rejects)


class Judged(NamedTuple):
    """The columns of a frame in the contract's types, and what fails."""

    columns: list[tuple[Column, Converted]]
    failed: list[Failed]


def _judge(frame: Framed, contract: Contract) -> Judged:
    failed = list(_of_the_frame(frame, contract))
    columns: list[tuple[Column, Converted]] = []
    usable: list[tuple[Column, Converted]] = []
    for column in contract.columns:
        if frame.names.count(column.name) == 1:
            found = frame.convert(column)
            usable.append((column, found))
            failed.extend(_of_a_column(column, found))
        elif column.required:
            nothing = pyarrow.chunked_array([pyarrow.nulls(frame.rows, column.type)], type=column.type)
            found = Converted(nothing, np.zeros(frame.rows, dtype=bool))
        else:
            continue
        columns.append((column, found))
    by_name = {column.name: found for column, found in usable}
    if contract.unique and set(contract.unique) <= set(by_name):
        mask = repeated([by_name[name].array for name in contract.unique])
        names = ", ".join(contract.unique)
        if mask.any():
            failed.append(Failed("value.duplicate", names, mask, f"{names}: another row has the same"))
    if contract.checks and len(usable) == len(columns):
        failed.extend(_of_rows(contract, usable))
    return Judged(columns, failed)


def _of_the_frame(frame: Framed, contract: Contract) -> Iterator[Failed]:
    known = {column.name for column in contract.columns}
    for column in contract.columns:
        if frame.names.count(column.name) > 1:
            yield Failed("column.repeated", column.name, None, f"more than one column {column.name}")
        elif column.required and column.name not in frame.names:
            yield Failed("column.missing", column.name, None, f"no column {column.name}")
    if contract.strict is True:
        for name in dict.fromkeys(frame.names):
            if name not in known:
                said = f"a column {str(name)[:80]!r} that the contract does not have"
                yield Failed("column.unexpected", str(name)[:80], None, said)
    if contract.ordered:
        there = [name for name in frame.names if name in known]
        wanted = [column.name for column in contract.columns if column.name in there]
        if there != wanted:
            yield Failed("column.misplaced", "", None, "the columns are not in the contract's order")


def _of_a_column(column: Column, found: Converted) -> Iterator[Failed]:
    name, values = column.name, found.array
    if found.bad.any():
        yield Failed("value.type", name, found.bad, f"{name}: {{value}} is no {_kind(column.type)}")
    if not column.nullable and values.null_count:
        mask = np.asarray(values.is_null().to_numpy(), dtype=bool) & ~found.bad
        if mask.any():
            yield Failed("value.null", name, mask, f"{name}: null")
    for rule in column.rules:
        mask = broken(rule, values)
        if mask.any():
            yield Failed(
                _CODE_OF_RULE[rule.name], name, mask, f"{name}: {{value}} {_expected(rule.name, rule.value)}"
            )
    if column.unique:
        mask = repeated([values])
        if mask.any():
            yield Failed("value.duplicate", name, mask, f"{name}: another row has {{value}}, too")
    if column.checks:
        series = to_series(column, found)
        for check in column.checks:
            yield from _asked(check, series, ~found.bad, name)


def _of_rows(contract: Contract, columns: list[tuple[Column, Converted]]) -> Iterator[Failed]:
    good = ~np.logical_or.reduce([found.bad for _, found in columns])
    frame = pd.DataFrame({column.name: to_series(column, found) for column, found in columns})
    for check in contract.checks:
        yield from _asked(check, frame, good, "")


def _asked(
    check: pa.Check, values: pd.Series | pd.DataFrame, good: np.ndarray[Any, np.dtype[np.bool_]], column: str
) -> Iterator[Failed]:
    """Ask a check that somebody wrote of the rows whose values are of their types."""
    if check.raise_warning or not good.any():
        return
    what = f"{column}: {{value}} fails" if column else "the row fails"
    named = f"{check.name or 'a check'}{f' ({check.error})' if check.error else ''}"[:200]
    rows, asked = np.flatnonzero(good), values[good]
    if isinstance(asked, pd.Series) and check.ignore_na and check.groupby is None:
        there = asked.notna().to_numpy()
        rows, asked = rows[there], asked[there]  # pandera would leave nulls out, too, and gaps in the index
    asked = asked.reset_index(drop=True)
    pa.DataFrameSchema.register_default_backends(type(asked))
    try:
        answer = _answer(check, asked)
    except Exception as error:  # noqa: BLE001  # what a check does is nobody's promise
        said = f"{type(error).__name__}: {error}"[:80]
        yield Failed("check.raised", column, good, f"{column or 'the rows'}: {named} raised {said!r}")
        return
    if answer is None:
        yield Failed("check.raised", column, good, f"{column or 'the rows'}: {named} answered for other rows")
        return
    mask = np.zeros(len(good), dtype=bool)
    if isinstance(answer, bool):
        mask = good & (not answer)
    else:
        mask[rows] = ~answer
    if mask.any():
        yield Failed("check.failed", column, mask, f"{what} {named}")


def _answer(check: pa.Check, asked: pd.Series | pd.DataFrame) -> np.ndarray[Any, np.dtype[np.bool_]] | bool | None:
    """Return what a check says of each row, or of all together; None where its rows are not those asked of."""
    output = check(asked).check_output
    if isinstance(output, pd.DataFrame):
        output = output.all(axis=1)
    if not isinstance(output, pd.Series):
        return bool(np.all(output))
    if len(output) == len(asked) and output.index.is_unique and output.index.isin(asked.index).all():
        return np.asarray(output.reindex(asked.index).fillna(value=False).to_numpy(dtype=bool))
    return None if check.groupby is None else bool(np.all(output))  # a group has one answer


def _kind(arrow_type: pyarrow.DataType) -> str:
    plain = {"string": "text", "bool": "true or false", "int64": "whole number", "double": "number"}
    name = str(arrow_type)
    return plain.get(name, "day" if name.startswith("date32") else name[:80])


def _expected(rule: str, value: Any) -> str:  # noqa: ANN401  # whatever a rule holds
    if rule == "contains" and value == NOT_BLANK:
        return "holds nothing but blanks"
    words = {
        "allowed": "is none of",
        "forbidden": "is one of",
        "equal": "is not",
        "unequal": "is",
        "at_least": "is less than",
        "at_most": "is more than",
        "above": "is not more than",
        "below": "is not less than",
        "matches": "does not match",
        "contains": "has nothing that matches",
        "starts": "does not start with",
        "ends": "does not end with",
        "min_length": "is shorter than",
        "max_length": "is longer than",
    }
    shown = ", ".join(map(str, value)) if isinstance(value, tuple) else str(value)
    return f"{words[rule]} {shown.encode('unicode_escape').decode()[:120]}"
