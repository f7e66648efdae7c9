"""Units of a text that could be a notice: paragraphs at its two ends, the last sentences, a last bracket."""

import re
from collections.abc import Callable, Iterator
from typing import NamedTuple

NEAR = 1_200
"""Characters at the end of a text in which units are looked for."""

HEAD = 400
"""Characters at the beginning of a text in which units are looked for."""

MOST = 600
"""Characters of a unit at most."""

SET_OFF = tuple("([（【{-–—―*•⦁·")
"""What sets a notice off from the sentence to which it is glued."""

_LAST_PARAGRAPHS = 4
_FIRST_PARAGRAPHS = 2
_LAST_SENTENCES = 3
_WRAPPED = 20
"""Letters of a line from which on it may go on in the next one; where that begins with a small letter it does."""

FULL_STOPS = ".。．｡।॥۔։።፡။។།༎᠃᱾꯫"  # noqa: RUF001  # they are what is meant
"""Full stops of all scripts: Amharic is written with one sign, or with two that divide words."""
STOPS = f"{FULL_STOPS}!?…！？؟፧:"
"""What ends a sentence, or what leads up to a list."""
_ENDS = tuple(STOPS)
_CLOSING = "\"“”’'»)]）】」』*_"
_SMALL, _CAPITAL = "a-zß-öø-ÿа-яёєіїα-ω", "A-ZÀ-ÖØ-ÞА-ЯЁЄІЇΑ-Ω"  # they are what is meant
SENTENCE_END = re.compile(
    r"[.!?…。！？۔।؟][\"“”’'»)\]）】」』]*"
    rf"(?:\s+|(?=[(\[（【])|(?<=[{_SMALL}]{{2}}[.!?])(?=[{_CAPITAL}]))"
)
"""The end of a sentence with the blanks behind it; where a page lost the blank, before a capital."""
_QUOTED = ('"', "“", "„", "«", "‘", "「", "『")
_BRACKETS = {")": "(", "]": "[", "）": "（", "】": "【"}


class Unit(NamedTuple):
    """A stretch of a text, by its code points; `own` where it is a paragraph, or several lines of one."""

    start: int
    end: int
    own: bool = True


def _anything(_piece: str) -> bool:
    return True


def tail_units(text: str, holds: Callable[[str], object] = _anything) -> Iterator[Unit]:
    """Yield the last paragraphs, the last one first, and what the last one ends with.

    `holds` tells whether a piece of the text may hold a notice: where it does not, none of its parts is yielded.
    """
    end = len(text.rstrip())
    cut = max(0, end - NEAR)
    units = list(paragraphs(text, cut, end))
    for number, (start, stop, _) in enumerate(reversed(units[-_LAST_PARAGRAPHS:])):
        begins = start > cut or cut == 0
        if not (number == 0 or (begins and stop - start <= MOST)) or not holds(
            text[max(start, stop - MOST) : stop]
        ):
            continue
        if begins and stop - start <= MOST:
            yield Unit(start, stop)
        if number == 0:
            yield from _last_sentences(text, start, stop)


def head_units(text: str, holds: Callable[[str], object] = _anything) -> Iterator[Unit]:
    """Yield the first paragraphs, each as far as all before it are among them, but not where there is no other.

    `holds` as for `tail_units`.
    """
    units = [*paragraphs(text, 0, min(len(text), HEAD))]
    for start, stop, _ in units[:_FIRST_PARAGRAPHS]:
        if stop < min(len(text), HEAD) and stop - start <= MOST and holds(text[start:stop]):
            yield Unit(start, stop)


def paragraphs(text: str, cut: int, end: int) -> Iterator[Unit]:
    """Yield paragraphs: lines, and with them those into which they are wrapped."""
    start, stop, place, breaks, above = -1, -1, cut, 0, ""
    for line in text[cut:end].split("\n"):
        said = line.strip()
        if said:
            first = place + line.index(said)
            wrapped = breaks == 1 and (stop - start >= _WRAPPED or said[0].islower())
            if start >= 0 and not (wrapped and not _ended(above)):
                yield Unit(start, stop)
                start = -1
            start, stop, breaks, above = first if start < 0 else start, first + len(said), 0, said
        place += len(line) + 1
        breaks += 1
    if start >= 0:
        yield Unit(start, stop)


def _ended(line: str) -> bool:
    """Tell whether a sentence, or a lead to what follows, ends with a line."""
    return line.rstrip(_CLOSING).endswith(_ENDS)


def _last_sentences(text: str, start: int, stop: int) -> Iterator[Unit]:
    low = max(start, stop - MOST)
    begins = [match.end() for match in SENTENCE_END.finditer(text, low, stop) if match.end() < stop]
    for begin in begins[: -_LAST_SENTENCES - 1 : -1]:
        if not text.startswith(_QUOTED, begin):
            yield Unit(begin, stop, own=False)
    bracket = _last_bracket(text, low, stop)
    if bracket is not None and bracket in begins and bracket not in begins[-_LAST_SENTENCES:]:
        yield Unit(bracket, stop, own=False)


def _last_bracket(text: str, start: int, stop: int) -> int | None:
    """Return where the bracket opens that a paragraph ends with."""
    last = stop - 1 - (text[stop - 1 : stop] in ".。")
    closing = text[last : last + 1]
    opening = _BRACKETS.get(closing)
    depth = 0
    for place in range(last, start - 1, -1) if opening else ():
        depth += (text[place] == closing) - (text[place] == opening)
        if depth == 0:
            return place
    return None
