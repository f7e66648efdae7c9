"""What a value may have around its date and say nothing else: an article, the word `year`, the weekday."""

# ruff: noqa: RUF001, RUF003  # words of many scripts
import re
from functools import lru_cache
from typing import NamedTuple

from corpusclean.annotate.date.names import MOST_SAID, any_of

_END = r"(?![^\W\d_])"
_ARTICLE = rf"(?:(?:le|el|il|den|ngày){_END}\s*)?"
# 13 декабря 2021 г., 13 grudnia 2021 r., 2021 m. gruodžio 13 d.
_YEAR = r"\.?(?:\s*(?:г(?:од(?:а|ина|ине)?)?|р(?:оку)?|ж|r(?:oku)?|god(?:ine)?|d)(?![^\W\d_])\.?)?"
# The letter or number by which Japanese, Chinese and Korean call a weekday, from Monday.
_LETTERS = ("月火水木金土日", "一二三四五六日", "월화수목금토일")
_EAST = (
    r"(?P<letter>[月火水木金土日](?=曜|[)）])|[월화수목금토일](?=요일|\)))(?:曜日?|요일)?"
    r"|(?:星期|礼拜|禮拜|周|週)(?P<number>[一二三四五六日天])"
)


class Behind(NamedTuple):
    """What stands behind a date: where it ends, and the weekday that it names, by its name or its number."""

    end: int
    name: str | None
    number: int | None


def date_begins(line: str, weekdays: tuple[str, ...]) -> tuple[int, str | None]:
    """Return where a line's date begins, behind its weekday and an article; and that weekday.

    >>> date_begins("montag, den 13. dezember 2021", ("montag",)), date_begins("le 13 mai", ())
    ((12, 'montag'), (3, None))
    """
    match = _before(weekdays).match(line)
    return (match.end(), match["name"]) if match else (0, None)


def behind(line: str, end: int, weekdays: tuple[str, ...]) -> Behind:
    """Return what a line has behind its date.

    >>> behind("13 grudnia 2021 r.", 15, ()), behind("2021年12月13日(月) 10:04", 11, ())
    (Behind(end=18, name=None, number=None), Behind(end=14, name=None, number=0))
    """
    match = _behind(weekdays).match(line, end)
    if match is None:
        return Behind(end, None, None)
    said = match["letter"] or match["number"]
    number = next((day.index(said) for day in _LETTERS if said in day), 6) if said else None
    return Behind(match.end(), match["name"], number)


@lru_cache(MOST_SAID)
def _before(weekdays: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(rf"(?:(?P<name>{any_of(weekdays)}){_END}\s*[.,،]?\s*)?{_ARTICLE}")


@lru_cache(MOST_SAID)
def _behind(weekdays: tuple[str, ...]) -> re.Pattern[str]:
    named = rf"(?P<name>{any_of(weekdays)}){_END}\.?"
    return re.compile(rf"{_YEAR}(?:\s*[,،]?\s*(?P<open>[(（])?(?:{named}|{_EAST})(?(open)[)）]))?")
