"""Which way dates go, one below the other."""

import pytest

from corpusclean.boilerplate.paragraphs.dated import dated_teasers, days_of, go_back
from corpusclean.boilerplate.paragraphs.lines import Line


def lines(*said: str) -> list[Line]:
    return [Line(0, 0, line, bullet=False) for line in said]


@pytest.mark.parametrize(
    ("dates", "back"),
    [
        (("05/12/2020", "04/12/2020", "03/12/2020"), True),
        (("05/12/2020", "05/12/2020", "05/12/2020"), True),
        (("03/12/2020", "04/12/2020", "05/12/2020"), False),
        (("01/12/2020", "30/11/2020", "28/11/2020"), True),
        (("12/01/2020", "11/30/2020", "11/28/2020"), True),
        (("01/02/2020", "02/01/2020"), False),  # of February and January, or of January and February
        (("2020-12-05", "2020-12-04"), True),
        (("5 December 2020", "4 December 2020", "30 November 2020"), True),
        (("5 March 2020", "5 April 2020", "5 May 2020"), False),
        (("5 March 2021", "9 April 2020"), True),
        (("05/13/2020", "14/05/2020"), False),  # no way to read both
        (("December 5, 2020", "December 9, 2020"), False),
    ],
)
def test_dates_go_back_however_they_are_read(dates: tuple[str, ...], *, back: bool) -> None:
    assert go_back([day for day in days_of(lines(*dates)) if day]) is back


def test_sentences_under_times_in_no_order_are_of_several_stories() -> None:
    said = "The pier of Tarn was repaired on Monday."
    times = ["05/12/2020 - 15:10", "29/11/2020 - 10:47", "04/12/2020 - 12:20", "03/12/2020 - 07:16"]
    assert list(dated_teasers(lines(*(line for time in times for line in (time, said))))) == [(0, 8)]
    in_order = [times[number] for number in (0, 2, 3, 1)]
    assert list(dated_teasers(lines(*(line for time in in_order for line in (time, said))))) == []
    days = [time[:10] for time in times]
    assert list(dated_teasers(lines(*(line for day in days for line in (day, said))))) == []
