"""Units of a text that could be a notice: paragraphs at its two ends, the last sentences, a last bracket."""

import re
from collections.abc import Iterator
from typing import NamedTuple

NEAR = 1_200
"""Characters at the end of a text in which units are looked for."""

HEAD = 400
"""Characters at the beginning of a text in which units are looked for."""

MOST = 600
"""Characters of a unit at most."""

_LAST_PARAGRAPHS = 4
_FIRST_PARAGRAPHS = 2
_LAST_SENTENCES = 3
_WRAPPED = 20
"""Letters of a line from which on it may go on in the next one; where that begins with a small letter it does."""

_LINE = re.compile(r"[^\n]*[^\s][^\n]*")
_ENDED = re.compile(r"[.!?…。！？۔।؟:][\"“”’'»)\]）】」』*_]*\s*\Z")
_SENTENCE = re.compile(r"[.!?…。！？۔।؟][\"“”’'»)\]）】」』]*(?:\s+|(?=[(\[（【]))")
_QUOTED = ('"', "“", "„", "«", "‘", "「", "『")
_BRACKETS = {")": "(", "]": "[", "）": "（", "】": "【"}


class Unit(NamedTuple):
    """A stretch of a text, by its code points; `own` where it is a paragraph, or several lines of one."""

    start: int
    end: int
    own: bool = True


def tail_units(text: str) -> Iterator[Unit]:
    """Yield the last paragraphs, the last one first, and what the last one ends with."""
    end = len(text.rstrip())
    cut = max(0, end - NEAR)
    paragraphs = list(_paragraphs(text, cut, end))
    for number, (start, stop, _) in enumerate(reversed(paragraphs[-_LAST_PARAGRAPHS:])):
        begins = start > cut or cut == 0
        if begins and stop - start <= MOST:
            yield Unit(start, stop)
        if number == 0:
            yield from _last_sentences(text, start, stop)


def head_units(text: str) -> Iterator[Unit]:
    """Yield the first paragraphs, each as far as all before it are among them, but not where there is no other."""
    paragraphs = [*_paragraphs(text, 0, min(len(text), HEAD))]
    for start, stop, _ in paragraphs[:_FIRST_PARAGRAPHS]:
        if stop < min(len(text), HEAD) and stop - start <= MOST:
            yield Unit(start, stop)


def _paragraphs(text: str, cut: int, end: int) -> Iterator[Unit]:
    """Yield paragraphs: lines, and with them those into which they are wrapped."""
    start = stop = -1
    for line in _LINE.finditer(text, cut, end):
        first, last, _ = _stripped(text, *line.span())
        if start >= 0:
            between = text.count("\n", stop, first)
            goes_on = stop - start >= _WRAPPED or text[first : first + 1].islower()
            if between == 1 and goes_on and not _ENDED.search(text[start:stop]):
                stop = last
                continue
            yield Unit(start, stop)
        start, stop = first, last
    if start >= 0:
        yield Unit(start, stop)


def _stripped(text: str, start: int, end: int) -> Unit:
    piece = text[start:end]
    return Unit(start + len(piece) - len(piece.lstrip()), start + len(piece.rstrip()))


def _last_sentences(text: str, start: int, stop: int) -> Iterator[Unit]:
    low = max(start, stop - MOST)
    begins = [match.end() for match in _SENTENCE.finditer(text, low, stop) if match.end() < stop]
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
