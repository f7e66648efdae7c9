"""Where in a text notices may begin, and which wordings begin so: one look into a table tells it.

They begin where lines do; near the end of the text behind sentences and brackets, too. The first words there are
held against the beginnings of wordings (beginning.py); whatever marks and blanks are before them.
"""

import itertools
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import Generic, NamedTuple, TypeVar

from corpusclean.boilerplate.evidence.beginning import (
    AGENCY,
    GAP,
    LIKE_APOSTROPHE,
    NETWORK,
    NUMBER,
    WORD,
    beginnings,
    named_by,
    next_word,
)

_FIRST = re.compile(f"{GAP}*({WORD})")
_STOPS = ".!?…。！？۔।؟)]）】"
"""Behind these the next notice may follow at once."""
OPENING = "([（【"
"""Behind these one in brackets may."""
_ENDING, _OPENS = frozenset(_STOPS), frozenset(OPENING)
_MARKS = " \t\"“”«»„'‘’-–—•*_#>([{|:,"
"""The usual marks before the first word of a line; what others there are costs a closer look."""
_LONG = 32
"""Characters of a line in which its first word is looked for by the quick way."""
_MOST_UNKNOWN = 100_000
"""Words that are remembered as those with which no wording begins."""

_BLANKS = " \t\n\r\f\u00a0\u2009\u202f\u3000"
_BREAK = re.compile(f"\n[{_BLANKS}]*")
_SOME_BLANKS = re.compile(f"[{_BLANKS}]*")
_CLOSING = "\"“”’'»)]）】」』"
_CLOSED = frozenset(")]）】")
_ENDS = frozenset("!?…。！？۔।؟")

What = TypeVar("What")


class Start(NamedTuple):
    """Where a notice may begin: its first word, where the gap before it begins, and what that means.

    A `line` begins there; `near` the end of the text something ends before it; an open `bracket` is before it.
    """

    word: int
    gap: int
    line: bool
    near: bool
    bracket: bool


class Beginnings(Generic[What]):
    """Things, such as rules and their wordings, by the words with which they begin."""

    def __init__(self) -> None:
        self._nodes: dict[str, _Node[What]] = {}
        self._unknown = set[str]()

    def enter(self, wording: str, what: What, *, goes_on: bool) -> bool:
        """Enter something under the first words of a wording; False where these are not sure."""
        firsts = beginnings(wording, 1, goes_on=goes_on)
        for (first,) in firsts or ():
            self._nodes.setdefault(first, _Node(first)).wordings.append((wording, goes_on, what))
        return firsts is not None

    def of(self, text: str, cut: int) -> Iterator[tuple[What, Start]]:
        r"""Yield what begins as some line of a text does, or what is in brackets; from `cut` on behind a sentence.

        >>> known = Beginnings[str]()
        >>> known.enter("read more", "a link", goes_on=False)
        True
        >>> list(known.of("Read on.\n- Read more", 0))
        [('a link', Start(word=11, gap=7, line=True, near=True, bracket=False))]
        """
        cut = max(0, cut)
        far, near = text[:cut], text[cut:]
        for bracket in OPENING:
            far = far.replace(bracket, "\n")
        for stop in _STOPS + OPENING:
            near = near.replace(stop, "\n")
        word = -1  # the last one that was looked at: marks that are lines of their own lead to the same
        for part, place in ((far, 0), (near, cut)):
            for line in part.split("\n"):
                if line:
                    words = line[:_LONG].lstrip(_MARKS).split(None, 2)
                    if words and self._may_begin(words) and place > word:
                        first = _FIRST.match(text, place)
                        if first is None:
                            return
                        word = first.start(1)
                        yield from self._at(text, first, cut)
                place += len(line) + 1  # noqa: PLW2901  # where the next line begins

    def _may_begin(self, words: Sequence[str]) -> bool:
        """Tell by the first words of a line, and what stands behind them, whether something may begin so."""
        said = word = words[0]
        if said in self._unknown:
            return False
        plain = said.isascii() and said.isalpha()
        if not plain:
            first = _FIRST.match(said)
            if first is None or first[2] is None:
                return True
            word = first[2]
        node = self._nodes.get(word.casefold())
        if node is None:
            if len(self._unknown) >= _MOST_UNKNOWN:
                self._unknown.clear()
            self._unknown.add(said)
            return False
        if not plain or len(words) < 3:  # noqa: PLR2004  # else the second one is whole
            return True
        second = words[1]
        return not (second.isascii() and second.isalpha()) or node.may_go_on(second.lower())

    def _at(self, text: str, first: re.Match[str], cut: int) -> Iterator[tuple[What, Start]]:
        """Yield what begins with a word of a text."""
        node = self._nodes.get((first[2] or NUMBER).casefold())
        if node is None:
            return
        word, found = first.start(1), node.after(text, first.end())
        if found:
            gap = gap_before(text, word)
            between = text[gap:word]
            line = gap == 0 or "\n" in between
            near = word >= cut and (line or not _ENDING.isdisjoint(between))
            start = Start(word, gap, line, near, not _OPENS.isdisjoint(between))
            yield from ((what, start) for what in found)


class _Node(Generic[What]):
    """Things by their first word, told by that alone or by the second one, too.

    At first there are the `wordings` themselves, until a text has this word: most it never has.
    """

    __slots__ = ("_follows", "_seconds", "_told", "word", "wordings")

    def __init__(self, word: str) -> None:
        self.word = word
        self.wordings: list[tuple[str, bool, What]] = []
        self._told: list[What] = []
        self._seconds: dict[str, list[What]] = {}
        self._follows = frozenset[str]()

    def _take_apart(self) -> None:
        """Enter the things under what follows the first word of their wordings."""
        while self.wordings:
            wording, goes_on, what = self.wordings.pop()
            for second in _by_first(wording, goes_on=goes_on)[self.word]:
                (self._told if second is None else self._seconds.setdefault(second, [])).append(what)
        self._follows = frozenset(word for second in self._seconds for word in named_by().get(second, (second,)))

    def may_go_on(self, second: str) -> bool:
        """Tell whether something begins with this word alone, or with a second one that is this."""
        if self.wordings:
            self._take_apart()
        return bool(self._told) or second in self._follows

    def after(self, text: str, place: int) -> list[What]:
        """Return what begins with this word and goes on with the one behind a place of a text."""
        if self.wordings:
            self._take_apart()
        following = next_word(text, place) if self._seconds else None
        if following is None:
            return self._told
        word = following[0]
        names = (name for name in (AGENCY, NETWORK) if name in self._seconds and word in named_by()[name])
        return list(itertools.chain(self._told, *(self._seconds.get(second, ()) for second in (*names, word))))


@cache
def _by_first(wording: str, *, goes_on: bool) -> Mapping[str, Sequence[str | None]]:
    """Return what follows each first word of a wording: a second one, or None where the first is all there is."""
    found = defaultdict[str, list[str | None]](list)
    for first, *second in beginnings(wording, 2, goes_on=goes_on) or ():
        found[first].append(second[0] if second else None)
    return found


def gap_before(text: str, word: int) -> int:
    """Return where the marks and blanks begin that stand before a word.

    >>> gap_before("Rain. (PTI)", 7)
    4
    """
    while word and (not text[word - 1].isalnum() or text[word - 1] == LIKE_APOSTROPHE):
        word -= 1
    return word


def paragraph_starts(text: str, gap: int, word: int) -> Iterator[int]:
    r"""Yield where paragraphs begin of which the first word is that one, with a gap before it.

    That is where `PARAGRAPH_BEGINS` of places.py ends: at the beginning, behind an empty line, and behind a line
    with which a sentence ends.

    >>> list(paragraph_starts("It rained.\n* * *\n\n- Read more", 9, 20))
    [11, 18]
    """
    line = max(0, gap - 3)
    if gap == 0:
        gap = min(word, len(text) - len(text.lstrip(_BLANKS)))
        yield gap
    for match in _BREAK.finditer(text, gap, word):
        empty = "\n" in match[0][1:]
        if empty or _ends_sentence(text[line : match.start()].rstrip(_BLANKS)):
            yield match.end()
        line = max(0, match.end() - 1)


def tail_starts(text: str, gap: int, word: int) -> Iterator[int]:
    r"""Yield where a notice at the end may begin of which the first word is that one, with a gap before it.

    That is where `TAIL_BEGINS` of places.py ends: at the beginning, behind an empty line, and behind a sentence or
    a bracket, where a blank follows, or a letter that needs none. Beyond that, where the blank was lost with the
    markup of the page.

    >>> list(tail_starts("It rained. (Read more", 9, 12)), list(tail_starts("It rained.READ MORE", 9, 10))
    ([11], [10])
    """
    starts = {0} if gap == 0 else set[int]()
    starts.update(match.end() for match in _BREAK.finditer(text, gap, word) if "\n" in match[0][1:])
    ended = False
    for place in range(gap, word):
        line = text[max(0, place - 2) : place + 1]
        ended = (ended and line[-1] in _CLOSING) or _ends_sentence(line)
        follows = text[place + 1]
        if ended and (not (follows.isascii() and follows.isalnum()) or _runs_into(line[:2], follows)):
            starts.add(place + 1)
    yield from sorted({_behind_blanks(text, start) for start in starts})


def _runs_into(word: str, follows: str) -> bool:
    """Tell by the last two letters before a full stop whether a new sentence follows at once: `e.g.A` is none."""
    return word.isalpha() and word.islower() and follows.isupper()


def _behind_blanks(text: str, place: int) -> int:
    """Return the first place from one on that is no blank."""
    return _SOME_BLANKS.match(text, place).end()  # type: ignore[union-attr]  # it always matches


def _ends_sentence(line: str) -> bool:
    """Tell whether a sentence, or a bracket, ends with a line. `v.` and `vs.` end none."""
    plain = line.rstrip(_CLOSING)
    if not _CLOSED.isdisjoint(line[len(plain) :]) or plain[-1:] in _ENDS:
        return True
    if not plain.endswith("."):
        return False
    before, last = plain[-3:-2], plain[-2:-1]
    if last in ("s", "S"):
        return before not in ("", "v", "V")
    if last in ("v", "V"):
        return before not in ("", *" \t\n\r\f")
    return last != ""
