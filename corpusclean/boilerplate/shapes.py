"""What stretches of a page look like that are no article: menus, teasers under dates, lists of headlines.

A shape is a function of the lines of a text; it yields stretches of them. It knows no words, so it holds in any
language, and says less than a wording: what it finds counts as unsure. Its figures were chosen on articles marked
by hand: docs/explanation/boilerplate-measured.md. One knows words: those on the menus of newspapers (menu.toml).
"""

import re
import tomllib
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache
from importlib.resources import files
from typing import NamedTuple

from corpusclean.boilerplate.units import Unit


class Line(NamedTuple):
    """A line of a text that is not empty: where it is, and what it says without a bullet."""

    start: int
    end: int
    said: str
    bullet: bool

    @property
    def words(self) -> int:
        """The number of words, as blanks divide them."""
        return len(self.said.split())

    @property
    def width(self) -> int:
        """The number of letters; those of scripts without blanks, which say more, count twice."""
        return len(self.said) + len(_WIDE.findall(self.said))

    @property
    def ended(self) -> bool:
        """Tell whether a sentence ends with it."""
        return _ENDED.search(self.said) is not None


Stretch = tuple[int, int]
"""The numbers of lines: the first one, and the one behind the last."""

_BULLET = re.compile(r"[-–•*·▶►»+>▪■●] ?(?=\S)")
_ENDED = re.compile(r"[.!?…。！？۔।؟:][\"“”’'»)\]）】」』]*\Z")
_STOPS = tuple(".!?…。！？۔।؟:")
_BULLETS = re.compile(r"\n[-–•*·▶►»+>▪■●] ?\S")
_LAST = frozenset(".!?…。！？۔।؟:\"“”’'»)]）】」』")
_WIDE = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_DIGIT = re.compile(r"\d")
_PRICE = re.compile(r"[$€£¥₹%]|\b(?:Euro|EUR|USD|Rs)\b")
_DAY = r"(?:\d{1,2}[./-]\d{1,2}[./-](?:19|20)?\d\d|(?:19|20)\d\d[./-]\d{1,2}[./-]\d{1,2}"
_DAY += r"|\d{1,2}\.? (?:de )?[^\W\d_]{3,10}\.?,? (?:de )?(?:19|20)\d\d|[^\W\d_]{3,10}\.? \d{1,2},? (?:19|20)\d\d)"
_DATE = re.compile(
    rf"(?:[^\W\d_]{{2,12}}\.?,? )?{_DAY}(?:[ ,|–-]+(?:um |at |às |a las )?\d{{1,2}}[:.h]\d\d.{{0,5}})?\Z"
)

_ENTRY, _ENTRY_LETTERS = 3, 32
"""Words and letters of an entry of a menu at most."""
_SHORT = 40
"""Letters of a line that may be an entry, with its bullet."""
_MENU = 8
"""Entries of a menu at least."""
_TEASERS, _DATE_LETTERS = 3, 50
"""Teasers of a list under dates at least, and letters of a date at most."""
_SECTION, _SECTION_LETTERS = 5, 36
"""Words and letters of an entry at most, where other entries are known."""
_KNOWN = ((5, 0.35), (8, 0.2))
"""Different entries that are known of a menu at least, and their share of its lines: with more, a smaller one."""
_BAR, _BAR_SHARE = 5, 0.6
"""Parts of a line that are known at least, and their share."""
_NAMES = 8
"""Parts of a line between bars at least, where few have a digit: other papers of the house."""
_NETWORK = re.compile(
    r"\b(?:facebook|twitter|instagram|telegram|youtube|viber|whatsapp|rss|tiktok|linkedin|pinterest|flipboard|threads"
    r"|вконтакте|одноклассниках|телеграм\w*|фейсбук\w*)\b"
)
_BARS = re.compile(r"[|·•»\u203a>]")
_PARTS = re.compile(r"\s*[|·•»\u203a>]+\s*")
_HEADLINE = range(5, 26)
"""Words of a headline."""
_HEADLINES = 2
"""Headlines of a list at least."""


def lines_of(text: str, units: Sequence[Unit]) -> list[Line]:
    """Return the lines of a text by its paragraphs: one that is wrapped is one line.

    It is wrapped where one of its lines begins with a small letter; else each of them says something of its own.
    """
    found = list[Line]()
    for unit in units:
        parts = text[unit.start : unit.end].split("\n")
        if any(part.lstrip()[:1].islower() for part in parts[1:]):
            parts = [" ".join(parts)]
        place = unit.start
        for part in parts:
            said = part.strip()
            start = place + len(part) - len(part.lstrip())
            bullet = _BULLET.match(said)
            if said:
                found.append(
                    Line(start, start + len(said), said[bullet.end() :] if bullet else said, bool(bullet))
                )
            place += len(part) + 1
    return found


def menu(lines: Sequence[Line]) -> Iterator[Stretch]:
    """Yield what the text begins or ends with, line by line a word or three without a digit: entries of a menu."""
    fits = [_is_entry(line) for line in lines]
    head = next((number for number, fit in enumerate(fits) if not fit), len(fits))
    tail = next((number for number, fit in enumerate(reversed(fits)) if not fit), len(fits))
    if _MENU <= head < len(lines):
        yield 0, head
    if _MENU <= tail < len(lines):
        yield len(lines) - tail, len(lines)


def _is_entry(line: Line) -> bool:
    short = len(line.said) <= _ENTRY_LETTERS and line.words <= _ENTRY and line.width <= _ENTRY_LETTERS
    return short and not _DIGIT.search(line.said) and (line.said.endswith(":") or not line.ended)


@cache
def menu_words() -> frozenset[str]:
    """Return what stands on menus, in small letters.

    >>> "kultur" in menu_words()
    True
    """
    text = files("corpusclean.boilerplate").joinpath("menu.toml").read_text(encoding="utf-8")
    return frozenset(word for words in tomllib.loads(text).values() for word in words)


def _known(said: str) -> str | None:
    """Return an entry as a menu has it, where it is one that is known."""
    entry = said.strip(" :|»\u203a>/#+*").casefold()
    return entry if entry in menu_words() or _NETWORK.search(entry) else None


def sections(lines: Sequence[Line]) -> Iterator[Stretch]:
    """Yield menus wherever they stand: short lines of which several are the sections of a newspaper.

    It begins and ends with one that is known, a subhead beside it is no part of it; or with the text.
    """
    first = 0
    while first < len(lines):
        last = first
        while last < len(lines) and _is_section(lines[last]):
            last += 1
        known = {number: entry for number in range(first, last) if (entry := _known(lines[number].said))}
        led = first > 0 and lines[first - 1].said.endswith((":", "："))
        if known and not led and last - first < len(lines):
            start, stop = min(known), len(lines) if last == len(lines) else max(known) + 1
            share = len(known) / (stop - start)
            different = set(known.values())
            if any(len(different) >= least and share >= part for least, part in _KNOWN) and any(
                entry in menu_words() for entry in different
            ):
                yield start, stop
        for number in range(first, min(last + 1, len(lines))):
            if _is_bar(lines[number]):
                yield number, number + 1
        first = last + 1


def _is_section(line: Line) -> bool:
    short = len(line.said) <= _SECTION_LETTERS and line.words <= _SECTION and line.width <= _SECTION_LETTERS
    return short and not line.said.endswith((".", "。", "”", "…"))


def _is_bar(line: Line) -> bool:
    """Tell whether a line is a menu by itself: parts between bars, or words, most of which are known."""
    if line.ended:
        return False
    names = [part for part in line.said.split(" | ") if len(part.split()) <= _SECTION and not _DIGIT.search(part)]
    if len(names) >= max(_NAMES, 0.8 * (line.said.count(" | ") + 1)):
        return True
    for parts in (_PARTS.split(line.said), line.said.split()):
        known = [part for part in parts if part.strip(" :").casefold() in menu_words()]
        if len(set(known)) >= _BAR and len(known) >= _BAR_SHARE * len(parts):
            return True
    return False


def dated_teasers(lines: Sequence[Line]) -> Iterator[Stretch]:
    """Yield lists of other stories: each is a line that is a date, and a line or two beside it."""
    dates = [number for number, line in enumerate(lines) if _DATE.match(line.said)]
    first = 0
    while first < len(dates):
        last = first
        while last + 1 < len(dates) and 2 <= dates[last + 1] - dates[last] <= 3:  # noqa: PLR2004  # a line or two
            last += 1
        if last - first + 1 >= _TEASERS:
            yield dates[first], min(len(lines), dates[last] + dates[first + 1] - dates[first])
        first = last + 1


def headlines_at_end(lines: Sequence[Line]) -> Iterator[Stretch]:
    """Yield the headlines with which a text ends behind a sentence: lines of several words and no full stop."""
    first = len(lines)
    while first and _is_headline(lines[first - 1]):
        first -= 1
    if 0 < first <= len(lines) - _HEADLINES and _is_sentence(lines[first - 1]):
        yield first, len(lines)


def bulleted_headlines(lines: Sequence[Line]) -> Iterator[Stretch]:
    """Yield lists of headlines behind bullets that nothing leads up to: the line before is a sentence."""
    first = 1
    while first < len(lines):
        last = first
        while last < len(lines) and lines[last].bullet and _is_headline(lines[last]):
            last += 1
        alone = last == len(lines) or not lines[last].bullet
        if last - first >= _HEADLINES and _is_sentence(lines[first - 1]) and not lines[first - 1].bullet and alone:
            yield first, last
        first = max(last, first + 1)


def _is_sentence(line: Line) -> bool:
    """Tell whether a line is a sentence, and none that leads up to a list."""
    return line.ended and not line.said.endswith((":", "："))


def _is_headline(line: Line) -> bool:
    return line.words in _HEADLINE and not line.ended and not _PRICE.search(line.said)


class Glance(NamedTuple):
    """What is seen of a text at a glance: how many lines are short, how many open, which no sentence ends."""

    short: int
    dates: int
    open: bool
    open_end: bool
    bullets: bool
    bars: bool


def glance_at(text: str) -> Glance:
    r"""Look at a text.

    >>> glance_at("News\n\nIt rained in Tarn for nine days, and then it snowed.")
    Glance(short=1, dates=0, open=True, open_end=False, bullets=False, bars=True)
    """
    lines = [said for line in text.split("\n") if (said := line.strip())]
    opened = [line for line in lines if line[-1] not in _LAST or not _ENDED.search(line)]
    return Glance(
        sum(len(line) <= _SHORT for line in lines),
        sum(len(line) <= _DATE_LETTERS and _DIGIT.search(line) is not None for line in lines),
        bool(opened),
        len(opened) >= _HEADLINES and lines[-_HEADLINES:] == opened[-_HEADLINES:],
        _BULLETS.search(text) is not None,
        any(_may_be_bar(line) for line in opened),
    )


def _may_be_bar(line: str) -> bool:
    """Tell whether a line may be a menu by itself: it has bars, or begins with an entry that is known."""
    return _BARS.search(line) is not None or line.split(None, 1)[0].casefold() in menu_words()


class Shape(NamedTuple):
    """How a shape is found among lines, and whether a text may have it at a glance."""

    of: Callable[[Sequence[Line]], Iterator[Stretch]]
    may_be: Callable[[Glance], bool]


SHAPES: Mapping[str, Shape] = {
    "menu": Shape(menu, lambda seen: seen.short >= _MENU),
    "sections": Shape(sections, lambda seen: seen.bars or seen.short >= _KNOWN[0][0]),
    "dated teasers": Shape(dated_teasers, lambda seen: seen.dates >= _TEASERS),
    "headlines at end": Shape(headlines_at_end, lambda seen: seen.open_end),
    "bulleted headlines": Shape(bulleted_headlines, lambda seen: seen.open and seen.bullets),
}
"""The shapes that a rule may name."""
