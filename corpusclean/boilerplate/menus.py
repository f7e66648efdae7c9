"""Menus among the lines of a text: entries of a word or three at its ends, sections of a newspaper anywhere."""

import re
import tomllib
from collections.abc import Iterator, Sequence
from functools import cache
from importlib.resources import files

from corpusclean.boilerplate.lines import Line, Stretch

_DIGIT = re.compile(r"\d")
_ENTRY, _ENTRY_LETTERS = 3, 32
"""Words and letters of an entry of a menu at most."""
SHORT = 40
"""Letters of a line that may be an entry, with its bullet."""
MENU = 8
"""Entries of a menu at least."""
_SECTION, _SECTION_LETTERS = 5, 36
"""Words and letters of an entry at most, where other entries are known."""
SECTIONS = 5
"""Short lines of a text at least that may have sections."""
_KNOWN = ((SECTIONS, 0.35), (8, 0.2))
"""Different entries that are known of a menu at least, and their share of its lines: with more, a smaller one."""
_BAR, _BAR_SHARE = 5, 0.6
"""Parts of a line that are known at least, and their share."""
_NAMES = 8
"""Parts of a line between bars at least, where few have a digit: other papers of the house."""
_NETWORK = re.compile(
    r"\b(?:facebook|twitter|instagram|telegram|youtube|viber|whatsapp|rss|tiktok|linkedin|pinterest|flipboard|threads"
    r"|вконтакте|одноклассниках|телеграм\w*|фейсбук\w*)\b"
)
_BARS = re.compile(r"[|·•»\u203a>]+")


def menu(lines: Sequence[Line]) -> Iterator[Stretch]:
    """Yield what the text begins or ends with, line by line a word or three without a digit: entries of a menu."""
    fits = [_is_entry(line) for line in lines]
    head = next((number for number, fit in enumerate(fits) if not fit), len(fits))
    tail = next((number for number, fit in enumerate(reversed(fits)) if not fit), len(fits))
    if MENU <= head < len(lines):
        yield 0, head
    if MENU <= tail < len(lines):
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
    for parts in (_BARS.split(line.said), line.said.split()):
        known = [part for part in parts if part.strip().strip(" :").casefold() in menu_words()]
        if len(set(known)) >= _BAR and len(known) >= _BAR_SHARE * len(parts):
            return True
    return False


def may_be_bar(line: str) -> bool:
    """Tell whether a line may be a menu by itself: it has bars, or begins with an entry that is known."""
    return _BARS.search(line) is not None or line.split(None, 1)[0].casefold() in menu_words()
