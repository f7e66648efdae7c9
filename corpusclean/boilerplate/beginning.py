"""How a wording may begin, and where in a text notices may: one look into a table tells which wordings to try.

A beginning is the first words of a notice, as far as no slot is among them, and three at most: case folded, a
number as nothing, of a script without blanks two letters. Marks and blanks tell nothing.
"""

import itertools
import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache

from corpusclean.boilerplate.items import AGENCIES, ESCAPED, NETWORKS, Group, Items, parsed
from corpusclean.boilerplate.wording import agencies, networks

NUMBER = ""
"""What stands for a number."""

AGENCY, NETWORK = "{agency}", "{network}"
"""What stands for a name, but at the very beginning."""

_UNSPACED = (
    "\u0e01-\u0eff\u1000-\u109f\u1780-\u17ff\u3041-\u30fa\u30fc-\u30ff\u3400-\u9fff\uac00-\ud7af\uf900-\ufaff"
)
"""Thai, Lao, Burmese, Khmer, kana, Han, Hangul: what follows a word there need not be set off from it."""
_LIKE_APOSTROPHE = "\u02bc"
"""A letter to Python, an apostrophe to wordings."""
_WORD = rf"(?:\d[\d.,:/ ()-]*|([{_UNSPACED}]{{1,2}}|[^\W\d_{_LIKE_APOSTROPHE}{_UNSPACED}]+))"
"""A number, or letters, which are the group."""
_GAP = rf"[\W_{_LIKE_APOSTROPHE}]"
_MARKS = re.compile(f"{_GAP}+")
_WORDS = re.compile(_WORD)
_UNSPACED_PAIR = re.compile(f"[{_UNSPACED}]{{2}}")
_UNSPACED_LAST = re.compile(rf"[{_UNSPACED}]\Z")
_AHEAD = rf"{_GAP}*(?={_WORD}([\s\S]{{0,60}}))"
_LINES = re.compile(rf"\n{_AHEAD}")
_FIRST = re.compile(f"{_GAP}*{_WORD}")
_BLANKS = " \t\n\r\f\u00a0\u2009\u202f\u3000"
_BREAK = re.compile(f"\n[{_BLANKS}]*")
_CLOSING = "\"“”’'»)]）】」』"
_CLOSED = frozenset(")]）】")
_STOPS = frozenset("!?…。！？۔।؟")
_PIECES = re.compile(rf"[.!?…。！？۔।؟)\]）】]{_AHEAD}")

_BLUNT = frozenset({"{more}", "{then}", "{headline}"})
"""Slots that cut no word in two: a word before them is a whole one."""
_STANDS_FOR = {"{number}": "0", "{year}": "0", ESCAPED: "|"}
_NAMES = {**dict.fromkeys(AGENCIES, AGENCY), **dict.fromkeys(NETWORKS, NETWORK)}
_WORDS_MOST = 3
"""Words of a beginning at most."""
_MANY = 300
"""Beginnings of a wording up to which they are written out."""

Beginning = tuple[str, ...]


def line_starts(text: str) -> Sequence[tuple[str, str]]:
    r"""Return for every line of a text, as they stand, its first word and what follows, wherever lines end.

    >>> line_starts("- Read more\n12 comments")
    [('Read', ' more\n12 comments'), ('', 'comments')]
    """
    return _LINES.findall(f"\n{text}")


def paragraph_starts(text: str) -> Iterator[tuple[int, str | None]]:
    r"""Yield where paragraphs begin, each with its first word, which may be in a later line; None without one.

    That is where `PARAGRAPH_BEGINS` of rule.py ends: at the beginning, behind an empty line, and behind a line
    with which a sentence ends.

    >>> list(paragraph_starts("Rain\nfell.\n- Read more\n\n12 comments"))
    [(0, 'rain'), (11, 'read'), (24, '')]
    """
    place = len(text) - len(text.lstrip(_BLANKS))
    begins, word = -1, None
    for match in itertools.chain([None], _BREAK.finditer(text, place)):
        if match is not None:
            line = text[max(0, place - 1) : match.start()]
            place = match.end()
            if "\n" not in match[0][1:] and not _ends_sentence(line.rstrip(_BLANKS)):
                continue
        if place == len(text):
            return
        if place > begins:
            found = _FIRST.match(text, place)
            begins = found.start(1) if found and found[1] else found.end() - 1 if found else len(text)
            word = (found[1] or NUMBER).casefold() if found else None
        yield place, word


def _ends_sentence(line: str) -> bool:
    """Tell whether a sentence, or a bracket, ends with a line. `v.` and `vs.` end none."""
    plain = line.rstrip(_CLOSING)
    if not _CLOSED.isdisjoint(line[len(plain) :]) or plain[-1:] in _STOPS:
        return True
    if not plain.endswith("."):
        return False
    before, last = plain[-3:-2], plain[-2:-1]
    if last in ("s", "S"):
        return before not in ("", "v", "V")
    if last in ("v", "V"):
        return before not in ("", *" \t\n\r\f")
    return last != ""


def sentence_starts(text: str) -> Sequence[tuple[str, str]]:
    """Return the first word, and what follows, of whatever stands behind a sentence's end or a bracket.

    >>> sentence_starts("Rain. (With inputs)")
    [('With', ' inputs)')]
    """
    return _PIECES.findall(text)


def next_word(text: str, place: int) -> tuple[str, int] | None:
    """Return the first word behind a place of a text as it stands in beginnings, and where it ends.

    >>> next_word("No. 12, Straße", 2), next_word("No. 12, Straße", 8), next_word("No.", 2)
    (('', 8), ('strasse', 14), None)
    """
    match = _WORDS.search(text, place)
    return ((match[1] or NUMBER).casefold(), match.end()) if match else None


@cache
def beginnings(wording: str, most: int = _WORDS_MOST, *, goes_on: bool = False) -> frozenset[Beginning] | None:
    """Return the words with which a wording may begin, at `most` so many.

    None where that is not sure. Where text may follow a match at once (a rule for heads), it `goes_on`.

    >>> sorted(beginnings("With [some ]inputs by {people}") or ())
    [('with', 'inputs', 'by'), ('with', 'some', 'inputs')]
    >>> beginnings("{number} comments[{more}]")
    frozenset({('', 'comments')})
    >>> beginnings("{people} contributed")
    """
    for number in range(most, 0, -1):
        found = _Found(number)
        try:
            left = found.after(parsed(wording), {""})
            found.keys.update(found.key(said, ended=not goes_on) for said in left)
        except _Unsure:
            return None
        except _TooMany:
            continue
        return frozenset(found.keys)
    return None


class _Unsure(Exception):
    """A wording may begin with what cannot be told."""


class _TooMany(Exception):
    """A wording has too many beginnings of so many words."""


class _Found:
    """Beginnings of at most so many words."""

    def __init__(self, most: int) -> None:
        self.most = most
        self.keys = set[Beginning]()

    def after(self, items: Items, said: set[str]) -> set[str]:
        """Return what may have been said after some items; what is a beginning by then is kept."""
        for item in items:
            if isinstance(item, Group):
                before = said
                said = set(before) if item.optional else set()
                for branch in item.alternatives:
                    said |= self.after(branch, before)
            elif item in _NAMES:
                for words_said in {_whole(one, ended=True) for one in said}:
                    named = (*words_said, _NAMES[item])[: self.most]
                    self.keys.update([named] if words_said else _named(_NAMES[item], self.most))
                said = set()
            elif item in _STANDS_FOR or not item.startswith("{"):
                said = self._not_yet({_MARKS.sub(" ", one + _STANDS_FOR.get(item, item)) for one in said})
            else:
                ends = item in _BLUNT
                self.keys.update(self.key(one, ended=ends and not _UNSPACED_LAST.search(one)) for one in said)
                said = set()
            if len(said) + len(self.keys) > _MANY:
                raise _TooMany
        return said

    def key(self, said: str, *, ended: bool) -> Beginning:
        """Return what is said as a beginning; its last word counts where it has ended."""
        whole = _whole(said, ended=ended)
        if not whole:
            raise _Unsure
        return whole[: self.most]

    def _not_yet(self, said: set[str]) -> set[str]:
        """Return what is no beginning yet; what has words enough is kept."""
        whole = {one for one in said if len(_whole(one, ended=False)) >= self.most}
        self.keys.update(self.key(one, ended=False) for one in whole)
        return said - whole


@cache
def _whole(said: str, *, ended: bool) -> Beginning:
    """Return the words of what is said; the last one only where it goes on with nothing else."""
    matches = list(_WORDS.finditer(said))
    last = matches[-1] if matches else None
    if last and last[1] and not ended and last.end() == len(said) and not _UNSPACED_PAIR.fullmatch(last[1]):
        matches.pop()
    return tuple((match[1] or NUMBER).casefold() for match in matches)


@cache
def _named(what: str, most: int) -> frozenset[Beginning]:
    """Return the beginnings of the names of agencies, or of networks, of at most so many words."""
    names = [*agencies(), *(f"the {name}" for name in agencies())] if what == AGENCY else networks()
    return frozenset(_whole(name, ended=True)[:most] for name in names)


@cache
def named_by() -> Mapping[str, frozenset[str]]:
    """Return for agencies and networks the first words of their names."""
    return {what: frozenset(name[0] for name in _named(what, 1)) for what in (AGENCY, NETWORK)}
