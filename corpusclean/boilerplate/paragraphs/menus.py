"""Menus among the lines of a text: entries of a word or three at its ends, sections of a newspaper anywhere."""

import itertools
import re
import tomllib
from collections.abc import Iterator, Sequence
from functools import cache
from importlib.resources import files

from corpusclean.boilerplate.paragraphs.lines import HEADLINE, Line, Stretch, is_ended

_DIGIT = re.compile(r"\d")
_ENTRY, _ENTRY_LETTERS = 3, 32
"""Words and letters of an entry of a menu at most."""
SHORT = 40
"""Letters of a line that may be an entry, with its bullet."""
MENU = 8
"""Entries of a menu at least."""
_KNOWN_AT_END = 4, 0.35
"""Different entries that are known of a menu at an end of the text at least, and their share of it."""
_SECTION, _SECTION_LETTERS = 5, 36
"""Words and letters of an entry at most, where other entries are known."""
SECTIONS = 5
"""Short lines of a text at least that may have sections."""
_KNOWN = ((SECTIONS, 0.35), (8, 0.2))
"""Different entries that are known of a menu at least, and their share of its lines: with more, a smaller one."""
_WORDS, _WORDS_SHARE = 5, 0.6
"""Words of a line that are known at least, and their share."""
_PARTS, _PARTS_SHARE = 3, 0.5
"""Parts of a line between bars that are known at least, and their share, where it has five."""
_NAMES = 8
"""Parts of a line between bars at least, where few have a digit, one is an address: other papers of the house."""
_NETWORK = re.compile(
    r"\b(?:facebook|twitter|instagram|telegram|youtube|viber|whatsapp|rss|tiktok|linkedin|pinterest|flipboard|threads"
    r"|вконтакте|одноклассниках|телеграм\w*|фейсбук\w*)\b"
)
_ADDRESS = re.compile(
    r"(?:www\.)?[\w-]{3,}\.(?:com|org|net|info|tv|eu|ru|ua|de|at|ch|fr|es|it|pt|pl|nl|in|id|br|uk|co\.\w\w)"
)
_SETTING = re.compile(r"[a-z]+(?:[A-Z][a-z]+)+:")
"""A setting of a page's script: `showAdverts:`."""
_BARS = re.compile(r"[|·•»\u203a>]+")


def menu(lines: Sequence[Line]) -> Iterator[Stretch]:
    """Yield what the text begins or ends with, line by line a word or three without a digit: entries of a menu.

    Names and goods are listed so, too: of a menu some entries are known, and the one next to the article is.
    Towns to choose from stand above other menus, and those above the article.
    """
    fits = [_is_entry(line) for line in lines]
    head = next((number for number, fit in enumerate(fits) if not fit), len(fits))
    tail = next((number for number, fit in enumerate(reversed(fits)) if not fit), len(fits))
    if MENU <= head < len(lines):
        stop = head if _leads_to_menus(lines[head:]) else _end_of_known(lines[:head])
        if stop >= MENU:
            yield 0, stop
    if MENU <= tail < len(lines) and not _leads_on(lines[-tail - 1]):
        stop = _end_of_known(lines[: -tail - 1 : -1])
        if stop >= MENU:
            yield len(lines) - stop, len(lines)


def _end_of_known(lines: Sequence[Line]) -> int:
    """Return how many of some entries are a menu, as far as the last one that is known; 0 for none."""
    known = {
        number: entry for number, line in enumerate(lines) if (entry := _known(line.said) or _setting(line.said))
    }
    least, share = _KNOWN_AT_END
    stop = max(known, default=-1) + 1
    return stop if len(set(known.values())) >= least and len(known) >= share * stop else 0


def _leads_to_menus(lines: Sequence[Line]) -> bool:
    """Tell whether known entries follow before the first sentence."""
    above = itertools.takewhile(lambda line: not (line.ended and line.words >= HEADLINE.start), lines)
    return len({entry for line in above if (entry := _known(line.said))}) >= SECTIONS


def _leads_on(line: Line) -> bool:
    return line.said.endswith((":", "："))


def _is_entry(line: Line) -> bool:
    short = len(line.said) <= _ENTRY_LETTERS and line.words <= _ENTRY and line.width <= _ENTRY_LETTERS
    return short and not _DIGIT.search(line.said) and (line.said.endswith(":") or not line.ended)


@cache
def menu_words() -> frozenset[str]:
    """Return what stands on menus, in small letters.

    >>> "kultur" in menu_words()
    True
    """
    text = (files(__package__) / "menu.toml").read_text(encoding="utf-8")
    return frozenset(word for words in tomllib.loads(text).values() for word in words)


def _known(said: str) -> str | None:
    """Return an entry as a menu has it, where it is one that is known."""
    entry = said.strip(" :|»\u203a>/#+*").casefold()
    return entry if entry in menu_words() or _NETWORK.search(entry) else None


def _setting(said: str) -> str | None:
    return said if _SETTING.fullmatch(said) else None


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
        led = first > 0 and _leads_on(lines[first - 1])
        if known and not led and last - first < len(lines):
            start, stop = min(known), len(lines) if last == len(lines) else max(known) + 1
            share = len(known) / (stop - start)
            different = set(known.values())
            if any(len(different) >= least and share >= part for least, part in _KNOWN) and any(
                entry in menu_words() for entry in different
            ):
                yield start, stop
        for number in range(first, min(last + 1, len(lines))):
            if _is_bar(lines[number].said) and not _is_of_table(lines, number):
                yield number, number + 1
        first = last + 1


def _is_section(line: Line) -> bool:
    short = len(line.said) <= _SECTION_LETTERS and line.words <= _SECTION and line.width <= _SECTION_LETTERS
    return short and not line.said.endswith((".", "。", "”", "…"))


def _is_bar(said: str) -> bool:
    """Tell whether a line is a menu by itself: parts between bars, or words, many of which are known."""
    if is_ended(said):
        return False
    parts = said.split(" | ")
    names = sum(len(part.split()) <= _SECTION and not _DIGIT.search(part) for part in parts)
    if names >= max(_NAMES, 0.8 * len(parts)) and any(_ADDRESS.fullmatch(part.casefold()) for part in parts):
        return True
    parts = [part for part in _BARS.split(said) if part.strip()]
    if len(parts) >= _WORDS and _are_known(parts, _PARTS, _PARTS_SHARE):
        return True
    return _are_known(said.split(), _WORDS, _WORDS_SHARE)


def _are_known(parts: Sequence[str], least: int, share: float) -> bool:
    known = [part for part in parts if part.strip().strip(" :").casefold() in menu_words()]
    return len(set(known)) >= least and len(known) >= share * len(parts)


def _is_of_table(lines: Sequence[Line], number: int) -> bool:
    """Tell whether a line beside one has as many bars, and is no menu."""
    bars = lines[number].said.count("|")
    beside = [line.said for line in (*lines[max(0, number - 1) : number], *lines[number + 1 : number + 2])]
    return bars > 0 and any(said.count("|") == bars and not _is_bar(said) for said in beside)


def may_be_bar(line: str) -> bool:
    """Tell whether a line may be a menu by itself: it has bars, or begins with an entry that is known."""
    return _BARS.search(line) is not None or line.split(None, 1)[0].casefold() in menu_words()
