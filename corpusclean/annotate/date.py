"""The date of a document: what its header declares, read strictly or not at all."""

import datetime
import re

import pandas as pd

from corpusclean.codes import Reason
from corpusclean.frame import series
from corpusclean.settings import Settings
from corpusclean.working import add_reasons
from corpusclean_schemas.types import DATE

# ASCII digits only. `date.fromisoformat` would also take 20211213 and 2021-W50-1.
_ISO = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")


def parse_date(value: str) -> datetime.date | Reason:
    """Return the day that a whole declared value names, or why it names none.

    >>> parse_date("2021-12-13")
    datetime.date(2021, 12, 13)
    >>> parse_date("2021-02-30").message
    "'2021-02-30' is no day of the calendar: day is out of range for month"
    >>> parse_date("13/12/2021").code
    'date.invalid'
    """
    shown = value if len(value) <= 40 else f"{value[:40]}..."  # noqa: PLR2004  # enough to recognise it by
    match = _ISO.fullmatch(value)
    if match is None:
        return Reason("date.invalid", f"{shown!r} is not written as YYYY-MM-DD", "date")
    try:
        return datetime.date(*map(int, match.groups()))
    except ValueError as error:
        return Reason("date.invalid", f"{shown!r} is no day of the calendar: {error}", "date")


def annotate_dates(documents: pd.DataFrame, settings: Settings) -> pd.DataFrame:  # noqa: ARG001  # a step
    """Replace `date`, as written, by the day it names (date32), null where it names none; add to `reasons`."""
    written = documents["date"]
    parsed = {value: parse_date(value) for value in written.dropna().unique()}
    wrong = {value: reason for value, reason in parsed.items() if isinstance(reason, Reason)}
    at_fault = {
        index: [wrong[value]._replace(line=dict(lines).get("date"), column=1)]
        for index, value, lines in zip(documents.index, written, documents["field_lines"], strict=True)
        if value in wrong
    }
    days = [day if isinstance(day := parsed.get(value), datetime.date) else None for value in written]
    return add_reasons(documents.assign(date=series(days, DATE, documents.index)), at_fault)
