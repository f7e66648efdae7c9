"""The one date of a line, a file name or a path; and lines whose date nobody can be sure of."""

# ruff: noqa: RUF001  # dates as they are written in many languages
import datetime
import tomllib
from importlib.resources import files
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpusclean.annotate import find_date, parse_date
from corpusclean.annotate.date.grammar import patterns
from corpusclean.annotate.date.names import Names, names
from corpusclean.annotate.date.order import order_of
from corpusclean.annotate.date.sources import date_of_byline, date_of_file_name, date_of_path, days_apart
from corpusclean.codes import CODES, Reason
from corpusclean.settings import Dates, MonthLanguage, Settings
from corpusclean.validate import contract

DAY = datetime.date(2021, 12, 13)
days = st.dates(datetime.date(1500, 1, 1), datetime.date(2199, 12, 31))


@pytest.mark.parametrize(
    "line",
    [
        "By Jane Roe | Dec. 13, 2021 at 5:00 AM",
        "JANE ROE, THE VALLEY POST, DECEMBER 13TH, 2021",
        "Posted on Mon 13th Dec 2021 • 23 Comments",
        "Mon Dec 13 10:00:00 UTC 2021",
        "Publié le 13 décembre 2021 à 14h40",
        "Zuletzt geändert: 13.12.2021, 17:30 Uhr",
        "/ lunes 13 de diciembre de 2021",
        "13/12/2021 20h38",
        "12-13-2021",
        "13 декабря 2021 г. в 13:34",
        "2021. december 13. 11:27",
        "2021 m. gruodžio 13 d.",
        "2021 წლის 13 დეკემბერი, ორშაბათი",
        "الأحد الرياض 9 جمادى الأولى 1443 هـ الموافق 13 ديسمبر 2021 م",
        "13 كانون الأول/ديسمبر 2021",
        "2021年12月13日 10時00分",
        "2021/12/13 - 1:59",
        "기사입력 [ 2021-12-13 15:24 ]",
        "2021-12-13T10:00:00Z",
        "20211213T100000Z",
        "Updated 13 December 2021 10:00, published 13 December 2021 09:00",
        "17:42 - 13 December 2021",
        "19.30 - 13.12.2021",
        "5 pm - 13 December 2021",
        "2021. december 13. - 11:27",
        "13 December 2021 - 5 comments",
    ],
)
def test_the_one_date_of_a_line_is_found(line: str) -> None:
    assert find_date(line) == DAY


@pytest.mark.parametrize(
    "line",
    [
        "Festival de Tarn, du 30 avril au 2 mai 2021",
        "du vendredi 30 avril au dimanche 2 mai 2021",
        "2 och 3 maj 2021",
        "2. til 3. mai 2021",
        "2 i 3 maja 2021",
        "2 o 3 mayo 2021",
        "dal 2 al 3 maggio 2021",
        "van 2 tot en met 3 mei 2021",
        "vom 30. April bis zum 2. Mai 2021",
        "30 kwietnia - 2 maja 2021",
        "с 30 апреля по 2 мая 2021",
        "30 Nisan - 2 Mayıs 2021",
        "2 و3 مايو 2021",
        "30 April until 2 May 2021",
        "April 30 through May 2, 2021",
        "1st, 2nd and 3rd May 2021",
        "2nd-3rd May 2021",
        "12 - 13.05.2021",
        "13./14.12.2021",
        "30.04. - 13.05.2021",
        "30 April 2021 to 2 May",
        "2021年4月30日至5月2日",
        "2021년 4월 30일~5월 2일",
        "2021. április 30. – május 2.",
        "2021. december 13–15.",
    ],
)
def test_an_end_of_a_span_is_not_its_date(line: str) -> None:
    reason = find_date(line)

    assert isinstance(reason, Reason)
    assert reason.code == "date.several"
    assert isinstance(parse_date(line), Reason)


@pytest.mark.parametrize(
    ("line", "code"),
    [
        pytest.param("13 December 2021, updated 14 December 2021", "several", id="two dates"),
        pytest.param("13 and 14 December 2021", "several", id="two days of a month"),
        pytest.param("13-15 December 2021", "several", id="a span"),
        pytest.param("13 Dec 2021 14 Dec 2021", "several", id="two dates side by side"),
        pytest.param("Dec 13, 2021Dec 13, 2021", "several", id="glued"),
        pytest.param("13 December 2021 (05/04/2020)", "ambiguous", id="one of two cannot be read"),
        pytest.param("05.04.2021", "ambiguous", id="day or month first"),
        pytest.param("13 listopada 2021", "ambiguous", id="October or November"),
        pytest.param("11:02 Dec 2014", "partial", id="minutes are no day"),
        pytest.param("May 3-5, 2021", "partial", id="a span in the middle"),
        pytest.param("Sun, 13 December 2021", "invalid", id="another weekday"),
        pytest.param("31 June 2021", "invalid", id="no day of the calendar"),
        pytest.param("36/14/2021", "invalid", id="neither day nor month"),
        pytest.param("2021-12-13/2021-12-14", "invalid", id="an interval"),
        pytest.param("article 20211213 of the series", "invalid", id="a number"),
        pytest.param("10.12.2021.4", "invalid", id="a version"),
        pytest.param("+49 2021-12-1345", "invalid", id="a telephone number"),
        pytest.param("12122004", "invalid", id="eight digits that are no ISO date"),
        pytest.param("2005-2006", "invalid", id="two years"),
        pytest.param("令和3年12月13日", "invalid", id="a year of an era"),
        pytest.param("1443/05/09", "out_of_range", id="a Hijri year"),
        pytest.param("Published 2564-12-13", "out_of_range", id="a Buddhist year"),
        pytest.param("13.12.21", "two_digit_year", id="a year of two digits"),
        pytest.param("13 Dec 21 at nine", "two_digit_year", id="a year of two digits, in words"),
        pytest.param("Updated 5 minutes ago", "relative", id="so long ago"),
        pytest.param("١٣ ديسمبر ٢٠٢١", "digits", id="Arabic digits"),
        pytest.param("The rain fell on all the town.", "invalid", id="no date"),
        pytest.param("", "invalid", id="nothing"),
    ],
)
def test_no_date_is_guessed(line: str, code: str) -> None:
    reason = find_date(line)

    assert isinstance(reason, Reason)
    assert reason.code == f"date.{code}"
    assert reason.code in CODES


def test_order_and_languages_are_what_the_corpus_declares() -> None:
    assert parse_date("05/04/2021", Dates(order="dmy")) == datetime.date(2021, 4, 5)
    assert parse_date("05/04/2021", Dates(order="mdy")) == datetime.date(2021, 5, 4)
    assert find_date("05.04.2021, 10:00", Dates(order="dmy")) == datetime.date(2021, 4, 5)
    assert parse_date("13 listopada 2021", Dates(languages=("pl", "en"))) == datetime.date(2021, 11, 13)
    assert parse_date("13 listopada 2021", Dates(languages=("hr",))) == datetime.date(2021, 10, 13)


def test_a_date_against_the_declared_order_is_refused() -> None:
    reason = parse_date("12/13/2021", Dates(order="dmy"))

    assert isinstance(reason, Reason)
    assert reason.code == "date.invalid"


@pytest.mark.parametrize(
    ("value", "zone", "day"),
    [
        ("2021-12-13T23:30:00-08:00", "written", 13),
        ("2021-12-13T23:30:00-08:00", "utc", 14),
        ("2021-12-13T00:30:00+05:30", "utc", 12),
        ("2021-12-13T20:30:00Z", "+05:30", 14),
        ("2021-12-13T20:30:00", "+05:30", 13),
        ("2021-12-13", "+05:30", 13),
        ("Mon, 13 Dec 2021 23:30:00 -0800", "utc", 14),
        ("Dec. 13, 2021, 11:30 p.m. GMT", "+05:30", 14),
        ("Dec. 13, 2021, 12:30 a.m. GMT", "-01:00", 12),
    ],
)
def test_a_zone_moves_a_time_and_never_a_date(value: str, zone: str, day: int) -> None:
    assert parse_date(value, Dates(zone=zone)) == datetime.date(2021, 12, day)


@pytest.mark.parametrize("value", ["Dec. 13, 2021, 11:30 p.m. IST", "Dec. 13, 2021, 11:30 p.m. ET"])
def test_a_zone_of_several_offsets_is_not_guessed(value: str) -> None:
    assert parse_date(value) == DAY
    assert isinstance(parse_date(value, Dates(zone="utc")), Reason)


def test_a_day_before_the_calendar_is_no_traceback() -> None:
    reason = parse_date("0001-01-01T00:00:00+10:00", Dates(zone="utc", not_before=datetime.date.min))

    assert isinstance(reason, Reason)
    assert reason.code == "date.out_of_range"


@pytest.mark.parametrize(
    ("formats", "refused"),
    [
        (("rfc2822", "long"), "2021-12-13"),
        (("rfc2822", "long"), "2021-12-13 10:00 PM"),
        (("iso", "rfc2822"), "13 December 2021"),
        (("iso", "rfc2822"), "2021年12月13日"),
        (("iso",), "Mon, 13 Dec 2021 10:00:00 +0100"),
    ],
)
def test_a_format_that_is_not_declared_is_refused(formats: tuple[str, ...], refused: str) -> None:
    assert parse_date(refused) == DAY
    assert isinstance(parse_date(refused, Dates.model_validate({"formats": formats})), Reason)


def test_year_first_is_read_where_it_is_declared() -> None:
    assert parse_date("2021/12/13", Dates(formats=("iso", "year_first"))) == DAY


@pytest.mark.parametrize("value", ["2021-12-13", "13 December 2021"])
def test_days_outside_the_range_of_a_corpus_are_refused(value: str) -> None:
    day = datetime.timedelta(1)
    assert parse_date(value, Dates(not_before=DAY, not_after=DAY)) == DAY
    for rules in (Dates(not_before=DAY + day), Dates(not_after=DAY - day)):
        for read in (parse_date, find_date):
            reason = read(value, rules)
            assert isinstance(reason, Reason)
            assert reason.code == "date.out_of_range"


@pytest.mark.parametrize("value", ["1066-10-14", "14 October 1066", "2564-12-13", "13 December 2564"])
def test_a_corpus_declares_years_of_which_there_is_no_news(value: str) -> None:
    day = parse_date(value, Dates(not_before=datetime.date(1000, 1, 1), not_after=datetime.date(2600, 1, 1)))

    assert isinstance(day, datetime.date)
    assert find_date(value, Dates(not_before=day, not_after=day)) == day
    assert isinstance(find_date(value), Reason)


@given(days)
def test_both_functions_read_every_unambiguous_form_alike(day: datetime.date) -> None:
    month = day.strftime("%B")  # the C locale's names: no test sets another
    for value in (
        day.isoformat(),
        f"{day:%Y%m%d}",
        f"{day.day} {month} {day.year}",
        f"{month} {day.day}, {day.year}",
        f"{day.year}年{day.month}月{day.day}日",
    ):
        assert parse_date(value) == find_date(value) == day


def forms(known: Names) -> list[tuple[str, int]]:
    return sorted(known.months.items())


def test_every_name_of_a_month_is_read_as_what_it_means() -> None:
    known = names()
    for name, month in forms(known):
        assert find_date(f"17 {name} 2021") == datetime.date(2021, month, 17), name
        assert parse_date(f"17. {name.upper()} 2021") == datetime.date(2021, month, 17), name
    assert len(forms(known)) > 900
    assert not set(known.months) & known.doubtful


@pytest.mark.parametrize("language", get_args(MonthLanguage))
def test_every_month_and_weekday_of_a_language_that_can_be_declared_has_a_name(language: MonthLanguage) -> None:
    known = names((language,))

    assert set(known.months.values()) == set(range(1, 13))
    assert set(known.weekdays.values()) == set(range(7))


def test_every_language_that_has_names_can_be_declared() -> None:
    tables = tomllib.loads((files("corpusclean.annotate.date") / "names.toml").read_text(encoding="utf-8"))

    assert set(tables["months"]) == set(get_args(MonthLanguage))


@given(st.text(max_size=60) | st.from_regex(r"[0-9]{1,4}[-./ ][A-Za-z0-9]{1,9}[-./ ,]{1,2}[0-9]{1,4}.{0,9}"))
def test_no_text_is_an_error(text: str) -> None:
    for read in (parse_date, find_date):
        outcome = read(text)
        assert isinstance(outcome, datetime.date) or outcome.code in CODES


@pytest.mark.parametrize(
    "text",
    [
        "13" + " " * 50_000 + "May",
        "1" * 50_000,
        "May " * 5_000,
        "13 " * 20_000,
        "13 May 2021 " * 5_000,
        "- " * 9_999,
        "12.12." * 9_999,
    ],
)
def test_a_hostile_line_takes_no_time(text: str) -> None:
    assert isinstance(find_date(text), Reason | datetime.date)


@pytest.mark.parametrize(
    ("body", "day"),
    [
        pytest.param("Rain\nBy Jane Roe\n13 December 2021\n\nThe rain came.", DAY, id="a line of its own"),
        pytest.param("Dec. 13, 2021, 5 p.m.\n\nThe rain came.", DAY, id="a full stop that ends no sentence"),
        pytest.param("The war ended on 8 May 1945.\n\nThe rain came.", None, id="a sentence"),
        pytest.param("13 December 2021\n14 December 2021\n\nThe rain came.", None, id="two of them"),
        pytest.param("13 December 2021\n05/04/2021\n\nThe rain came.", None, id="one cannot be read"),
        pytest.param("a\nb\nc\nd\ne\n13 December 2021", None, id="too far down"),
        pytest.param("Rain " * 30 + "13 December 2021", None, id="a line too long"),
        pytest.param("", None, id="nothing"),
        pytest.param("Tarn bridge to open on 1 May 2025\n\nRain fell.", None, id="a headline"),
        pytest.param(
            "Tarn bridge to open on 1 May 2025\nBy Jane Roe | 13 December 2021", DAY, id="under a headline"
        ),
        pytest.param("Tarn fair, 2 to 3 May 2025\nBy Jane Roe, 13 December 2021", DAY, id="under one of a span"),
    ],
)
def test_bylines(body: str, day: datetime.date | None) -> None:
    assert date_of_byline(body, Dates()) == day


@pytest.mark.parametrize(
    "line",
    [
        "Monday 13 December 2021",
        "13 December 2021 | 12:34 AM",
        "Mon 13 Dec 2021 12.00 GMT",
        "Monday 13 December 2021 10:30 BST",
        "Lundi 13 décembre 2021 10:30 CET",
        "Monday 13 December 2021 | Tarn",
        "17:41 JST, December 13, 2021",
        "By Jane Roe, 13 December 2021",
        "by Jane Roe Writer RSS on Dec 13th 2021 10:30AM",
        "Posted by Jane on December 13, 2021 at 4:14 pm in Rain",
        "Jane Roe jane.roe@tarn.example | lunes 13 diciembre, 2021",
        "Lowgate » 13 DEC 2021",
        "Posted on December 13, 2021 by admin",
        "13 de diciembre de 2021 10:30 hs",
        "By Jane Roe for Tarn Mail, 13 December 2021",
        "By Jane Roe with Tom Lee | 13 December 2021",
        "13/12/2021 10h30 Atualizado há 2 dias",
        "13. Dezember 2021, 10:30 Uhr Quelle: dpa",
        "Door Jane Roe op 13 december 2021",
        "Released: 13 December 2021",
        "Orrin, Tarn News Bureau | Updated : 13 December 2021, 09:01 AM",
        "Dec 13, 2021 - Leave a Comment",
        "This story is from December 13, 2021",
        "Stand: 13.12.2021, 06:00 Uhr",
        "Von Ann Roe am 13.12.2021",
        "Mis à jour le 13 décembre 2021 à 14h40",
        "- DATE : 13/12/2021",
        "Tarn×天気TOPICS 2021年12月13日 09:43",
        "2021年12月13日 01時28分 (12月13日 01時40分更新)",
        "2021-12-13 09:58 来源：塔恩",
        "입력 2021.12.13 20:27",
        "تارن 9 جمادى الاولى 1443 هـ الموافق 13 ديسمبر 2021 م",
    ],
)
def test_what_a_byline_is(line: str) -> None:
    assert date_of_byline(line, Dates()) == DAY


@pytest.mark.parametrize(
    "line",
    [
        "Battle of Tarn, 13 December 1815: a look back",
        "Ann Roe, born 13 December 1950",
        "TARN BRIDGE TO OPEN ON 13 DECEMBER 2025",
        "Deadline 31 December 2030",
        "Deadline: 31 December 2030, 12:00",
        "Deadline: Tuesday 31 December 2030, 12:00",
        "Deadline: Tuesday, 31 December 2030, 12:00",
        "Concert Tue. 31 December 2030, 20:00",
        "Concert: 31 December 2030, 20:00",
        "By May 13, 2025, Tarn Must Pay",
        "Release date: 13 May 2025",
        "Tarn Blues, Released 13 May 2025",
        "Vor 13.05.2025, 10 Uhr",
        "Updated rules from 13 May 2025",
        "Tarn Fair, 13 May 2025",
        "Die Preise ab 13.05.2025, 10 Uhr",
        "2025年5月13日にタルン橋が開通",
        "ISBN 2021-05-13",
        "The bridge is pictured in Tarn on May 13, 2018. (Orrin News/Jane Roe)",
        "— Tarn Post (@tarnpost) May 13, 2018",
    ],
)
def test_what_no_byline_is(line: str) -> None:
    assert date_of_byline(line, Dates()) is None


@pytest.mark.parametrize(
    ("address", "day"),
    [
        ("raw/2021-12-13.txt", DAY),
        ("raw/20211213_rain.txt", DAY),
        ("raw/rain_2021_12_13_v2.txt", DAY),
        ("a.zip!rain-13-dec-2021.txt", DAY),
        ("raw/2021-12-13-to-2021-12-14.txt", None),
        ("2021-12-13/rain.txt", None),
        ("raw/002_bb4839babed5ba3e.txt", None),
        ("raw/05-04-2021.txt", None),
    ],
)
def test_file_names(address: str, day: datetime.date | None) -> None:
    assert date_of_file_name(address, Dates()) == day


@pytest.mark.parametrize(
    ("address", "pattern", "day"),
    [
        ("2021/12/13/rain.txt", "%Y/%m/%d", DAY),
        ("news/d=13.m=12.y=2021/rain.txt", "d=%d.m=%m.y=%Y", DAY),
        ("2021/12/rain.txt", "%Y/%m/%d", None),
        ("2021/13/13/rain.txt", "%Y/%m/%d", None),
        ("2021/12/13/2021/12/14/rain.txt", "%Y/%m/%d", None),
        ("12021/12/13/rain.txt", "%Y/%m/%d", None),
        ("2564/12/13/rain.txt", "%Y/%m/%d", None),
    ],
)
def test_paths(address: str, pattern: str, day: datetime.date | None) -> None:
    assert date_of_path(address, Dates(path_pattern=pattern)) == day


@pytest.mark.parametrize(
    ("dateline", "apart"),
    [
        ("MOSCOW, Dec 13 (Reuters)", 0),
        ("BERLIN, 10. Dezember (dpa)", 3),
        ("PARIS, 3 janvier (AFP)", 21),
        ("NEW DELHI, December 13, 2020 (PTI)", 365),
        ("OSLO, 29 February (NTB)", 653),
        ("LONDON (Reuters)", None),
        ("LONDON 24 (Reuters)", None),
    ],
)
def test_how_far_a_dateline_is(dateline: str, apart: int | None) -> None:
    assert days_apart(dateline, DAY, Dates()) == apart


@pytest.mark.parametrize(
    ("values", "proposed"),
    [
        pytest.param(["05/04/2021", "13/04/2021"], "dmy", id="a day of thirteen in the first place"),
        pytest.param(["05/04/2021", "04/13/2021 10:00"], "mdy", id="a day of thirteen in the second place"),
        pytest.param(["05/04/2021", "2021-04-13", "13 April"], None, id="no evidence"),
        pytest.param(["13.4.2021", "4-13-2021"], None, id="evidence for both"),
        pytest.param(["14/13/2021", "00/13/2021"], None, id="no dates"),
        pytest.param([], None, id="nothing"),
    ],
)
def test_the_order_that_a_corpus_writes(values: list[str], proposed: str | None) -> None:
    assert order_of(values).proposed() == proposed


def test_the_range_is_part_of_the_contract() -> None:
    chosen = Settings(dates=Dates(not_before=DAY, not_after=DAY))

    checks = [str(check.statistics) for check in contract(chosen).columns["date"].checks]
    assert checks == [f"{{'min_value': {DAY!r}}}", f"{{'max_value': {DAY!r}}}"]
    assert not contract(Settings()).columns["date"].checks


def test_an_expression_has_no_names_but_those_of_its_line() -> None:
    """With all the names they take a third of a second to compile: longer than a small folder to be read."""
    of_all = sum(map(len, names().months))

    assert names().months_in("17 march/mars 2021, of a market in maine") == ("march", "mars")
    assert max(len(pattern.pattern) for _, pattern in patterns("17 march/mars 2021")) < of_all / 10
