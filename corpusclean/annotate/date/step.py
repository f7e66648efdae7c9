"""The columns `date` and `date_ground`, and what in the text contradicts them."""

import datetime
from collections.abc import Callable, Mapping
from typing import Any

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from corpusclean.annotate.date.grammar import in_range
from corpusclean.annotate.date.parse import parse_date
from corpusclean.annotate.date.sources import (
    HEAD,
    date_of_byline,
    date_of_file_name,
    date_of_path,
    days_apart,
)
from corpusclean.codes import Reason
from corpusclean.frame import series
from corpusclean.settings import Dates, Settings
from corpusclean.working import add_reasons
from corpusclean_schemas.types import DATE

Found = Callable[[str, Dates], datetime.date | None]

_SOURCES: Mapping[str, tuple[str, Found]] = {
    "byline": ("body", date_of_byline),
    "filename": ("address", date_of_file_name),
    "path": ("address", date_of_path),
}
"""For each source beside the header the column that it looks at."""

_A_YEAR = r"(1[5-9]|20|21)[0-9]{2}"


def annotate_dates(documents: pd.DataFrame, settings: Settings) -> pd.DataFrame:
    """Replace `date`, as written, by the day it names (date32), null where it names none; set `date_ground`.

    A source is asked only where those before it say nothing: a header that cannot be read is a reason, and no
    byline mends it. Adds to `reasons`; where dateline or byline contradict the date, to `warnings`.
    """
    rules = settings.dates
    days: dict[Any, datetime.date] = {}
    grounds: dict[Any, str] = {}
    at_fault: dict[Any, list[Reason]] = {}
    for source in rules.sources:
        if source == "header":
            found, at_fault = _of_headers(documents, rules)
        else:
            open_rows = [index for index in documents.index if index not in days and index not in at_fault]
            found = _of_source(documents.loc[open_rows], source, rules)
        new = {index: day for index, day in found.items() if index not in days}
        days |= new
        grounds |= dict.fromkeys(new, source)
    if "date" in settings.required:
        none = [index for index in documents.index if index not in days and index not in at_fault]
        at_fault |= _out_of_range(documents.loc[none], rules)
    warned = _contradicted(documents, days, grounds, rules)
    documents = documents.assign(
        date=series([days.get(index) for index in documents.index], DATE, documents.index),
        date_ground=series([grounds.get(index) for index in documents.index], pa.string(), documents.index),
    )
    return add_reasons(add_reasons(documents, at_fault), warned)


def _of_headers(documents: pd.DataFrame, rules: Dates) -> tuple[dict[Any, datetime.date], dict[Any, list[Reason]]]:
    """Return the days that headers declare, and what is wrong with those that name none."""
    written = documents["date"]
    parsed = {value: parse_date(value, rules) for value in written.dropna().unique()}
    days: dict[Any, datetime.date] = {}
    at_fault: dict[Any, list[Reason]] = {}
    for index, value, lines in zip(documents.index, written, documents["field_lines"], strict=True):
        outcome = parsed.get(value)
        if isinstance(outcome, Reason):
            at_fault[index] = [outcome._replace(line=dict(lines).get("date"), column=1)]
        elif outcome is not None:
            days[index] = outcome
    return days, at_fault


def _of_source(documents: pd.DataFrame, source: str, rules: Dates) -> dict[Any, datetime.date]:
    column, date_of = _SOURCES[source]
    found = {index: date_of(value, rules) for index, value in documents[column].items()}
    return {index: day for index, day in found.items() if day is not None}


def _out_of_range(documents: pd.DataFrame, rules: Dates) -> dict[Any, list[Reason]]:
    """Return for documents without a date why that of another source than the header does not count."""
    found: dict[Any, list[Reason]] = {}
    for source in rules.sources if rules.not_before or rules.not_after else ():
        if source != "header":
            for index, day in _of_source(documents, source, _at_any_time(rules)).items():
                outcome = in_range(day, rules)
                if isinstance(outcome, Reason):
                    said = f"{day.isoformat()}, of its {source}: {outcome.message}"
                    found.setdefault(index, [outcome._replace(message=said)])
    return found


def _at_any_time(rules: Dates) -> Dates:
    return rules.model_copy(update={"not_before": None, "not_after": None})


def _contradicted(
    documents: pd.DataFrame, days: Mapping[Any, datetime.date], grounds: Mapping[Any, str], rules: Dates
) -> dict[Any, list[Reason]]:
    """Return a warning for each document whose dateline or byline is too far from its date."""
    if rules.contradiction_days is None or not days:
        return {}
    warned: dict[Any, list[Reason]] = {}
    datelines = documents["dateline"].dropna() if "dateline" in documents else pd.Series(dtype="str")
    for index, dateline in datelines.items():
        apart = days_apart(dateline, days[index], rules) if index in days else None
        if apart is not None and apart > rules.contradiction_days:
            warned[index] = [_warning(f"the dateline {dateline[:40]!r}", apart, days[index])]
    heads = pc.utf8_slice_codeunits(pa.array(documents["body"], type=pa.large_string()), 0, HEAD)
    dated = pc.match_substring_regex(heads, _A_YEAR).to_numpy(zero_copy_only=False).astype(bool)
    any_time = _at_any_time(rules)
    for index, body in documents.loc[dated, "body"].items():
        if index in warned or index not in days or grounds[index] == "byline":
            continue
        day = date_of_byline(body, any_time)
        if day is not None and abs((day - days[index]).days) > rules.contradiction_days:
            warned[index] = [
                _warning(f"{day.isoformat()} in its byline", abs((day - days[index]).days), days[index])
            ]
    return warned


def _warning(what: str, apart: int, day: datetime.date) -> Reason:
    return Reason("date.contradicted", f"the date is {day.isoformat()}, {what} is {apart} days from it", "date")
