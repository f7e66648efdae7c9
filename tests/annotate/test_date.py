import datetime
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpusclean.annotate import annotate_dates, parse_date
from corpusclean.codes import Reason
from corpusclean.read import read_documents
from corpusclean.settings import Settings
from corpusclean.working import working

Files = Callable[[Mapping[str, str]], Path]


def dated(folder: Files, *headers: str) -> pd.DataFrame:
    files = {f"{n}.txt": f"{header}\n\nRain fell.\n" for n, header in enumerate(headers)}
    frame = annotate_dates(working(read_documents(folder(files))), Settings())
    return frame.sort_values("address").reset_index(drop=True)


@given(st.dates())
def test_every_day_is_read_back(day: datetime.date) -> None:
    assert parse_date(day.isoformat()) == day


@pytest.mark.parametrize(
    "value",
    [
        pytest.param("0001-01-01", id="the first day"),
        pytest.param("9999-12-31", id="the last day"),
        pytest.param("2020-02-29", id="a leap day"),
        pytest.param("2000-02-29", id="a leap day of a century"),
    ],
)
def test_days(value: str) -> None:
    assert parse_date(value) == datetime.date.fromisoformat(value)


@pytest.mark.parametrize(
    ("value", "message"),
    [
        pytest.param("now", "not written as", id="a word"),
        pytest.param("", "not written as", id="nothing"),
        pytest.param("2021-1-3", "not written as", id="digits too few"),
        pytest.param("20211213", "not written as", id="no hyphens"),
        pytest.param("2021-W50-1", "not written as", id="a week"),
        pytest.param("2021-347", "not written as", id="a day of the year"),
        pytest.param("13/12/2021", "not written as", id="day first"),
        pytest.param("12-13-2021", "not written as", id="month first"),
        pytest.param("21-12-13", "not written as", id="a year of two digits"),
        pytest.param("12021-12-13", "not written as", id="a year of five digits"),
        pytest.param("-2021-12-13", "not written as", id="a year before Christ"),
        pytest.param("2021-12", "not written as", id="a month"),
        pytest.param("2021-12-13T10:00:00Z", "not written as", id="with the time"),
        pytest.param("2021-12-13 10:00", "not written as", id="with the time behind a blank"),
        pytest.param("2021-12-13\n", "not written as", id="with a line end"),
        pytest.param("13 December 2021", "not written as", id="in words"),
        pytest.param("\uff12\uff10\uff12\uff11-12-13", "not written as", id="full-width digits"),
        pytest.param("\u0662\u0660\u0662\u0661-12-13", "not written as", id="Arabic digits"),
        pytest.param("2021\u201312\u201313", "not written as", id="dashes"),
        pytest.param("2021-02-30", "no day of the calendar", id="30 February"),
        pytest.param("2021-02-29", "no day of the calendar", id="a leap day in no leap year"),
        pytest.param("1900-02-29", "no day of the calendar", id="a leap day in no leap year of a century"),
        pytest.param("2021-13-01", "no day of the calendar", id="month 13"),
        pytest.param("2021-00-10", "no day of the calendar", id="month 0"),
        pytest.param("2021-12-00", "no day of the calendar", id="day 0"),
        pytest.param("0000-01-01", "no day of the calendar", id="year 0"),
    ],
)
def test_no_days(value: str, message: str) -> None:
    reason = parse_date(value)

    assert isinstance(reason, Reason)
    assert reason.code == "date.invalid"
    assert reason.field == "date"
    assert message in reason.message
    assert repr(value) in reason.message


def test_a_long_value_is_shown_by_its_beginning() -> None:
    reason = parse_date("x" * 10_000)

    assert isinstance(reason, Reason)
    assert len(reason.message) < 100


def test_dates_become_days_and_what_is_none_a_null_with_a_reason(folder: Files) -> None:
    frame = dated(folder, "date: 2021-12-13", "title: Rain\ndate: 2021-02-30", "title: Rain", "date:")

    assert str(frame["date"].dtype) == "date32[day][pyarrow]"
    assert frame["date"].dropna().to_dict() == {0: datetime.date(2021, 12, 13)}
    assert [[(r.code, r.line, r.column) for r in reasons] for reasons in frame["reasons"]] == [
        [],
        [("date.invalid", 2, 1)],
        [],
        [],
    ]


def test_two_documents_with_the_same_wrong_date_each_have_their_own_line(folder: Files) -> None:
    frame = dated(folder, "date: now", "\ntitle: Rain\ndate now")

    assert [reasons[0].line for reasons in frame["reasons"]] == [1, 3]


def test_of_a_date_that_stands_there_twice_the_line_of_the_first_is_told(folder: Files) -> None:
    [reasons] = dated(folder, "date: now\ntitle: Rain\ndate: 2021-12-13")["reasons"]

    found: list[tuple[str, Any]] = [(reason.code, reason.line) for reason in reasons]
    assert found == [("header.repeated", 3), ("date.invalid", 1)]


def test_a_reason_found_before_stays_first(folder: Files) -> None:
    [reasons] = dated(folder, "title: a\ntitle: b\ndate: now")["reasons"]

    assert [reason.code for reason in reasons] == ["header.repeated", "date.invalid"]


def test_no_documents_have_no_dates(folder: Files) -> None:
    frame = annotate_dates(working(read_documents(folder({"a.txt": "Rain."}))).iloc[:0], Settings())

    assert str(frame["date"].dtype) == "date32[day][pyarrow]"
