"""A whole declared value is one day, strictly, or a reason that says why not."""

# ruff: noqa: RUF001  # dates as they are written in many languages
import datetime
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpusclean.annotate import annotate_dates, parse_date
from corpusclean.annotate.date.grammar import FIRST_YEAR, LAST_YEAR
from corpusclean.codes import CODES, Reason
from corpusclean.read import read_documents
from corpusclean.settings import Dates, Settings
from corpusclean.working import working

Files = Callable[[Mapping[str, str]], Path]


def dated(folder: Files, *headers: str) -> pd.DataFrame:
    files = {f"{n}.txt": f"{header}\n\nRain fell.\n" for n, header in enumerate(headers)}
    frame = annotate_dates(working(read_documents(folder(files))), Settings())
    return frame.sort_values("address").reset_index(drop=True)


@given(st.dates(datetime.date(FIRST_YEAR, 1, 1), datetime.date(LAST_YEAR, 12, 31)))
def test_every_day_is_read_back(day: datetime.date) -> None:
    assert parse_date(day.isoformat()) == day


@pytest.mark.parametrize(
    "value",
    [
        pytest.param("1500-01-01", id="the first day"),
        pytest.param("2199-12-31", id="the last day"),
        pytest.param("1850-05-13", id="an old newspaper"),
        pytest.param("2020-02-29", id="a leap day"),
        pytest.param("2000-02-29", id="a leap day of a century"),
    ],
)
def test_days(value: str) -> None:
    assert parse_date(value) == datetime.date.fromisoformat(value)


@pytest.mark.parametrize(
    ("value", "day"),
    [
        pytest.param("20211213", "2021-12-13", id="ISO 8601, basic"),
        pytest.param("2021-12-13T10:00:00Z", "2021-12-13", id="ISO 8601 with the time"),
        pytest.param("20211213T100000+0530", "2021-12-13", id="ISO 8601 with the time, basic"),
        pytest.param("2021-12-13 23:59:60.5 +01:00", "2021-12-13", id="a leap second behind a blank"),
        pytest.param("Mon, 13 Dec 2021 10:00:00 +0100", "2021-12-13", id="RFC 2822"),
        pytest.param("3 Dec 2021 10:00 GMT (noon somewhere)", "2021-12-03", id="RFC 2822 with a comment"),
        pytest.param("Dec. 13, 2021", "2021-12-13", id="English"),
        pytest.param("MONDAY, DECEMBER 13TH, 2021 AT 5:00 A.M. ET", "2021-12-13", id="English in capitals"),
        pytest.param("the 13th", None, id="English without the rest"),
        pytest.param("13 décembre 2021 à 14h40", "2021-12-13", id="French"),
        pytest.param("1er décembre 2021", "2021-12-01", id="French, the first"),
        pytest.param("Montag, 13. Dezember 2021, 17:32 Uhr", "2021-12-13", id="German"),
        pytest.param("lunes 13 de diciembre de 2021", "2021-12-13", id="Spanish"),
        pytest.param("13 de Dezembro de 2021", "2021-12-13", id="Portuguese"),
        pytest.param("lunedì 13 dicembre 2021", "2021-12-13", id="Italian"),
        pytest.param("13 december 2021", "2021-12-13", id="Dutch"),
        pytest.param("13 grudnia 2021", "2021-12-13", id="Polish"),
        pytest.param("13. prosince 2021", "2021-12-13", id="Czech"),
        pytest.param("13. prosinca 2021.", "2021-12-13", id="Croatian"),
        pytest.param("2021. december 13.", "2021-12-13", id="Hungarian"),
        pytest.param("13 декабря 2021", "2021-12-13", id="Russian"),
        pytest.param("13 грудня 2021", "2021-12-13", id="Ukrainian"),
        pytest.param("13 Δεκεμβρίου 2021", "2021-12-13", id="Greek"),
        pytest.param("13 ARALIK 2021", "2021-12-13", id="Turkish in capitals"),
        pytest.param("13 EK\u0130M 2021", "2021-10-13", id="Turkish with a dotted capital"),
        pytest.param("13 ديسمبر 2021", "2021-12-13", id="Arabic"),
        pytest.param("13 \u0623\u0643\u062a\u0648\u0628\u0631 2021", "2021-10-13", id="Arabic with hamza"),
        pytest.param("13 דצמבר 2021", "2021-12-13", id="Hebrew"),
        pytest.param("13 दिसंबर 2021", "2021-12-13", id="Hindi"),
        pytest.param("13 ธันวาคม 2021", "2021-12-13", id="Thai"),
        pytest.param("13 tháng 12 năm 2021", "2021-12-13", id="Vietnamese"),
        pytest.param("13 Desember 2021", "2021-12-13", id="Indonesian"),
        pytest.param("2021年12月13日", "2021-12-13", id="Chinese"),
        pytest.param("2021년 12월 13일", "2021-12-13", id="Korean"),
        pytest.param("le 13 décembre 2021", "2021-12-13", id="French with its article"),
        pytest.param("Montag, den 13. Dezember 2021", "2021-12-13", id="German with an article"),
        pytest.param("понедельник, 13 декабря 2021 г., 10:04", "2021-12-13", id="Russian with the word year"),
        pytest.param("13 грудня 2021 року", "2021-12-13", id="Ukrainian with the word year"),
        pytest.param("13 grudnia 2021 r.", "2021-12-13", id="Polish with the word year"),
        pytest.param("13. децембар 2021. године", "2021-12-13", id="Serbian with the word year"),
        pytest.param("2021 m. gruodžio 13 d.", "2021-12-13", id="Lithuanian"),
        pytest.param("2021. december 13., hétfő", "2021-12-13", id="Hungarian with its weekday"),
        pytest.param("13 Aralık 2021 Pazartesi 10:04", "2021-12-13", id="Turkish with its weekday"),
        pytest.param("Dec 13, 2021 (Mon)", "2021-12-13", id="English with its weekday behind"),
        pytest.param("Thứ Hai, ngày 13 tháng 12 năm 2021", "2021-12-13", id="Vietnamese with its weekday"),
        pytest.param("2021年12月13日（月） 10時04分", "2021-12-13", id="Japanese with its weekday"),
        pytest.param("2021年12月13日月曜日", "2021-12-13", id="Japanese with its weekday in full"),
        pytest.param("2021年12月12日 星期天 10:04", "2021-12-12", id="Chinese with its weekday"),
        pytest.param("2021년 12월 13일 월요일 오후 3:04", "2021-12-13", id="Korean with its weekday"),
    ],
)
def test_declared_forms(value: str, day: str | None) -> None:
    found = parse_date(value)

    assert (found.isoformat() if isinstance(found, datetime.date) else None) == day


@pytest.mark.parametrize(
    ("value", "code", "message"),
    [
        pytest.param("now", "relative", "counted from another", id="a word"),
        pytest.param("gestern", "relative", "counted from another", id="a word of German"),
        pytest.param("2 hours ago", "relative", "counted from another", id="so long ago"),
        pytest.param("3小时前", "relative", "counted from another", id="so long ago in Chinese"),
        pytest.param("Friday", "relative", "a weekday alone", id="a weekday"),
        pytest.param("10:04 am", "relative", "counted from another", id="a time of day"),
        pytest.param("", "invalid", "no date", id="nothing"),
        pytest.param("Unknown", "invalid", "no date", id="a placeholder"),
        pytest.param("2021-1-3", "invalid", "no date", id="digits too few"),
        pytest.param("2021-W50-1", "invalid", "no date", id="a week"),
        pytest.param("2021-347", "invalid", "no date", id="a day of the year"),
        pytest.param("13/12/2021", "invalid", "order is not declared", id="day first"),
        pytest.param("12-13-2021", "invalid", "order is not declared", id="month first"),
        pytest.param("2021/12/13", "invalid", "year_first is no declared format", id="year first, with strokes"),
        pytest.param("05/04/2021", "ambiguous", "5 or 4 is the day", id="day or month first"),
        pytest.param("5.4.2021", "ambiguous", "5 or 4 is the day", id="day or month first, with dots"),
        pytest.param("13 listopada 2021", "ambiguous", "another language", id="October or November"),
        pytest.param("21-12-13", "two_digit_year", "several centuries", id="a year of two digits"),
        pytest.param("13 Dec 21", "two_digit_year", "several centuries", id="a year of two digits, in words"),
        pytest.param("Mon, 13 Dec 21 10:00 GMT", "two_digit_year", "several centuries", id="RFC 822"),
        pytest.param("2021-12", "partial", "missing", id="a month"),
        pytest.param("2021", "partial", "missing", id="a year"),
        pytest.param("December 2021", "partial", "missing", id="a month in words"),
        pytest.param("13 December", "partial", "missing", id="no year"),
        pytest.param("\uff12\uff10\uff12\uff11-12-13", "digits", "not 0 to 9", id="full-width digits"),
        pytest.param("\u0662\u0660\u0662\u0661-12-13", "digits", "not 0 to 9", id="Arabic digits"),
        pytest.param("12021-12-13", "invalid", "no date", id="a year of five digits"),
        pytest.param("-2021-12-13", "invalid", "no date", id="a year before Christ"),
        pytest.param("2021-12-13\n", "invalid", "no date", id="with a line end"),
        pytest.param("2021-12-13 and more", "invalid", "no date", id="with words behind it"),
        pytest.param("13 December 2021 by Jane Roe", "invalid", "no date alone", id="with a name behind it"),
        pytest.param("13 Dec 2021, updated 13 Dec 2021", "invalid", "no date alone", id="a day twice"),
        pytest.param("13 December 2021 and 14 December 2021", "several", "2021-12-14", id="two days"),
        pytest.param("2021-12-13, 2021-12-14", "several", "2021-12-13, 2021-12-14", id="two days in numbers"),
        pytest.param("13 and 14 December 2021", "several", "day of a span, 2021-12-14", id="two days of a month"),
        pytest.param("13-15 December 2021", "several", "day of a span, 2021-12-15", id="a span"),
        pytest.param("2021\u201312\u201313", "invalid", "no date", id="dashes"),
        pytest.param("2021-12-13T25:00:00Z", "invalid", "no time of day: 25:00:00", id="hour 25"),
        pytest.param("2021-12-13T10:00+99:99", "invalid", "no offset from UTC: +99:99", id="offset of 4 days"),
        pytest.param("13 Dec 2021 10:00 -0560", "invalid", "no offset from UTC: -0560", id="offset, minute 60"),
        pytest.param("13 May 2564", "out_of_range", "not between 1500 and 2199", id="a Buddhist year"),
        pytest.param("1/1/0003", "out_of_range", "not between 1500 and 2199", id="the year 3"),
        pytest.param("2564-12-13", "out_of_range", "not between 1500 and 2199", id="a Buddhist year in ISO 8601"),
        pytest.param("1400-09-22", "out_of_range", "not between 1500 and 2199", id="a Persian year"),
        pytest.param("1443-05-09", "out_of_range", "not between 1500 and 2199", id="a Hijri year"),
        pytest.param("0001-01-01", "out_of_range", "not between 1500 and 2199", id="the first day for none"),
        pytest.param("9999-12-31", "out_of_range", "not between 1500 and 2199", id="the last day for none"),
        pytest.param("Sunday, 13 December 2021", "invalid", "2021-12-13 is no sunday", id="another weekday"),
        pytest.param("13 Aralık 2021 Salı", "invalid", "2021-12-13 is no sali", id="another weekday behind"),
        pytest.param("2021年12月13日(火)", "invalid", "another day of the week", id="another in Japanese"),
        pytest.param("2021年12月13日星期二", "invalid", "another day of the week", id="another in Chinese"),
        pytest.param("2021년 12월 13일 화요일", "invalid", "another day of the week", id="another in Korean"),
        pytest.param("Thứ Ba, 13 tháng 12, 2021", "invalid", "is no thứ ba", id="another in Vietnamese"),
        pytest.param("13 декабря 2021 г. Москва", "invalid", "no date alone", id="with a place behind it"),
        pytest.param("2021年12月13日(月", "invalid", "no date alone", id="with a weekday cut off"),
        pytest.param("13 Dec 2021 Mon Tue", "invalid", "no date alone", id="with two weekdays behind it"),
        pytest.param(
            "Sun, 13 Dec 2021 10:00 GMT", "invalid", "2021-12-13 is no sun", id="another weekday in a mail"
        ),
        pytest.param("2021-02-30", "invalid", "no day of the calendar", id="30 February"),
        pytest.param("2021-02-29", "invalid", "no day of the calendar", id="a leap day in no leap year"),
        pytest.param("29 February 1900", "invalid", "no day of the calendar", id="a leap day of a century"),
        pytest.param("2021-13-01", "invalid", "no day of the calendar", id="month 13"),
        pytest.param("2021-00-10", "invalid", "no day of the calendar", id="month 0"),
        pytest.param("2021-12-00", "invalid", "no day of the calendar", id="day 0"),
        pytest.param("0000-01-01", "out_of_range", "not between 1500 and 2199", id="year 0"),
        pytest.param("14/13/2021", "invalid", "no day of the calendar", id="neither is a month"),
        pytest.param("9" * 5_000, "invalid", "too long", id="very long"),
    ],
)
def test_no_days(value: str, code: str, message: str) -> None:
    reason = parse_date(value)

    assert isinstance(reason, Reason)
    assert (reason.code, reason.field) == (f"date.{code}", "date")
    assert message in reason.message
    assert repr(value)[:40] in reason.message
    assert reason.code in CODES


def test_a_year_beyond_the_news_has_a_way_out() -> None:
    assert "under [dates]" in CODES["date.out_of_range"].way_out
    rules = Dates(not_before=datetime.date(1, 1, 1), not_after=datetime.date(9999, 12, 31))
    assert parse_date("9488-05-09", rules) == parse_date("9 May 9488", rules) == datetime.date(9488, 5, 9)


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
    assert found == [("header.repeated", 3), ("date.relative", 1)]


def test_a_reason_found_before_stays_first(folder: Files) -> None:
    [reasons] = dated(folder, "title: a\ntitle: b\ndate: now")["reasons"]

    assert [reason.code for reason in reasons] == ["header.repeated", "date.relative"]


def test_no_documents_have_no_dates(folder: Files) -> None:
    frame = annotate_dates(working(read_documents(folder({"a.txt": "Rain."}))).iloc[:0], Settings())

    assert str(frame["date"].dtype) == "date32[day][pyarrow]"


def annotated(folder: Files, files: Mapping[str, str], **dates: Any) -> pd.DataFrame:
    chosen = Settings.model_validate({"dates": dates})
    frame = working(read_documents(folder(files))).assign(dateline=pd.Series(dtype="str"))
    return annotate_dates(frame, chosen).sort_values("address").reset_index(drop=True)


HEADED, BARE = "date: 2021-12-13\ntitle: Rain\n\n", "title: Rain\n\n"
BYLINE = "By Jane Roe | 14 December 2021\n\nRain fell.\n"


def test_a_date_has_its_ground(folder: Files) -> None:
    files = {
        "a.txt": HEADED + BYLINE,
        "b.txt": BARE + BYLINE,
        "c_2021-12-15.txt": BARE + "Rain fell.",
        "d/2021/12/16/d.txt": BARE + "Rain fell.",
        "e.txt": BARE + "Rain fell.",
    }
    frame = annotated(folder, files, sources=["header", "byline", "filename", "path"])

    assert list(frame["date_ground"].fillna("none")) == ["header", "byline", "filename", "path", "none"]
    assert [day.day for day in frame["date"].dropna()] == [13, 14, 15, 16]


def test_without_being_asked_only_the_header_is_read(folder: Files) -> None:
    frame = annotated(folder, {"2021-12-15.txt": BARE + BYLINE})

    assert frame["date"].isna().all()
    assert frame["date_ground"].isna().all()


def test_the_first_source_in_the_declared_order_is_trusted(folder: Files) -> None:
    frame = annotated(folder, {"2021-12-15.txt": HEADED + BYLINE}, sources=["filename", "byline", "header"])

    assert list(frame["date_ground"]) == ["filename"]


def test_no_byline_mends_a_header_that_cannot_be_read(folder: Files) -> None:
    frame = annotated(folder, {"a.txt": "date: 05/04/2021\n\n" + BYLINE}, sources=["header", "byline"])

    assert frame["date"].isna().all()
    assert [reason.code for reason in frame["reasons"][0]] == ["date.ambiguous"]


@pytest.mark.parametrize(
    ("dateline", "byline", "window", "warned"),
    [
        pytest.param("MOSCOW, Dec 13 (Reuters)", "", 7, False, id="a dateline of the same day"),
        pytest.param("MOSCOW, Oct 1 (Reuters)", "", 7, True, id="a dateline of another month"),
        pytest.param("MOSCOW, Oct 1 (Reuters)", "", 100, False, id="within a wider window"),
        pytest.param("MOSCOW, Oct 1 (Reuters)", "", None, False, id="not looked at"),
        pytest.param(None, "14 December 2021\n\n", 7, False, id="a byline of the next day"),
        pytest.param(None, "14 December 2021\n\n", 0, True, id="a byline of the next day, nothing allowed"),
        pytest.param(None, "14 December 2020\n\n", 7, True, id="a byline of another year"),
        pytest.param(None, "They met on 14 December 2020.\n\n", 7, False, id="a sentence"),
        pytest.param(None, "Tarn bridge to open on 1 May 2025\n\n", 7, False, id="a headline"),
    ],
)
def test_what_the_text_says_against_the_header(
    dateline: str | None, byline: str, window: int | None, *, warned: bool, folder: Files
) -> None:
    frame = working(read_documents(folder({"a.txt": HEADED + byline + "Rain fell."})))
    frame = frame.assign(dateline=pd.Series([dateline], dtype="str"))
    rules = Settings.model_validate({"dates": {"contradiction_days": window}})

    [warnings] = annotate_dates(frame, rules)["warnings"]

    assert [warning.code for warning in warnings] == ["date.contradicted"] * warned
