"""How a wording may begin: with which words of its own.

A beginning is the first words of a notice, as far as no slot is among them, and three at most: case folded, a
number as nothing, of a script without blanks two letters. Marks and blanks tell nothing.
"""

import re
from collections.abc import Mapping
from functools import cache
from typing import NamedTuple

from corpusclean.boilerplate.items import AGENCIES, ESCAPED, NETWORKS, Group, Items, parsed
from corpusclean.boilerplate.wording import agencies, networks

NUMBER = ""
"""What stands for a number."""

AGENCY, NETWORK = "{agency}", "{network}"
"""What stands for a name, but at the very beginning."""

_UNSPACED = (
    "\u0e01-\u0e30\u0e32\u0e33\u0e40-\u0e46\u0e81-\u0eb0\u0eb2\u0eb3\u0ebd-\u0ec6\u0edc-\u0edf\u1000-\u102a\u103f"
    "\u1050-\u1055\u105a-\u105d\u1780-\u17b3\u3041-\u30fa\u30fc-\u30ff\u3400-\u9fff\uac00-\ud7af\uf900-\ufaff"
)
"""The letters of Thai, Lao, Burmese, Khmer, kana, Han, Hangul: what follows a word there need not be set off.

Not their vowel signs and tones, which are no letters to Python: in texts as in wordings they are gaps.
"""
LIKE_APOSTROPHE = "\u02bc"
"""A letter to Python, an apostrophe to wordings."""
_LONGEST_NUMBER = 200
"""Characters behind the first one of a number at most: what opens brackets by the thousand is none."""
WORD = rf"(?:\d[\d.,:/ ()-]{{0,{_LONGEST_NUMBER}}}|([{_UNSPACED}]{{1,2}}|[^\W\d_{LIKE_APOSTROPHE}{_UNSPACED}]+))"
"""A number, or letters, which are the group."""
GAP = rf"[\W_{LIKE_APOSTROPHE}]"
"""What stands between words."""
_MARKS = re.compile(f"{GAP}+")
_WORDS = re.compile(WORD)
_PLAIN = re.compile(rf"[^\W\d_{LIKE_APOSTROPHE}{_UNSPACED}]+")
"""A word that stands for itself."""
_FIRST_WAYS = re.compile(r"<([^<>\[\]{}\\]+)>( ?)|([^<>\[\]{}\\|]+)")
"""Words in several ways, or in one, at the beginning of a wording."""
_UNSPACED_PAIR = re.compile(f"[{_UNSPACED}]{{2}}")
_UNSPACED_LAST = re.compile(rf"[{_UNSPACED}]\Z")

_BLUNT = frozenset({"{more}", "{then}", "{headline}"})
"""Slots that cut no word in two: a word before them is a whole one."""
_STANDS_FOR = {"{number}": "0", "{year}": "0", ESCAPED: "|"}
_NAMES = {**dict.fromkeys(AGENCIES, AGENCY), **dict.fromkeys(NETWORKS, NETWORK)}
_WORDS_MOST = 3
"""Words of a beginning at most."""
_MANY = 2_000
"""Beginnings of a wording up to which they are written out."""

Beginning = tuple[str, ...]


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
    if most == 1 and (plain := _plain_firsts(wording)):
        return plain
    for number in range(most, 0, -1):
        found = _Found(number)
        try:
            left = found.after(parsed(wording), {_NOTHING})
            found.keys.update(found.key(said, ended=not goes_on) for said in left)
        except _Unsure:
            return None
        except _TooMany:
            continue
        return frozenset(found.keys)
    return None


def _plain_firsts(wording: str) -> frozenset[Beginning]:
    """Return the first words of a wording where each stands for itself, and a blank follows it; else none."""
    ways = _FIRST_WAYS.match(wording)
    if ways is None:
        return frozenset()
    found = set[Beginning]()
    for way in (ways[1] or ways[3]).split("|"):
        word = _PLAIN.match(way)
        if word is None or (way + (ways[2] or ""))[word.end() : word.end() + 1] != " ":
            return frozenset()
        found.add((word[0].casefold(),))
    return frozenset(found)


class _Unsure(Exception):
    """A wording may begin with what cannot be told."""


class _TooMany(Exception):
    """A wording has too many beginnings of so many words."""


class Said(NamedTuple):
    """What may have been said: the words that are whole, and the last one as it stands, which may go on."""

    words: Beginning
    last: str

    def whole(self, *, ended: bool) -> Beginning:
        """Return the words; the last one where it has ended, or no letter behind it makes it another."""
        if self.last and (ended or _is_whole(self.last)):
            return (*self.words, *_words_of(self.last))
        return self.words

    def and_then(self, more: str) -> "Said":
        """Return what has been said with more behind it."""
        words, last = _divided(self.last + more)
        return Said((*self.words, *words), last)


_NOTHING = Said((), "")


class _Found:
    """Beginnings of at most so many words."""

    def __init__(self, most: int) -> None:
        self.most = most
        self.keys = set[Beginning]()

    def after(self, items: Items, said: set[Said]) -> set[Said]:
        """Return what may have been said after some items; what is a beginning by then is kept."""
        for item in items:
            if not said:
                break
            if isinstance(item, Group):
                words, branches = _of_words(item)
                before, said = said, self._not_yet({one.and_then(way) for one in said for way in words})
                if item.optional:
                    said |= before
                for branch in branches:
                    said |= self.after(branch, before)
            elif item in _NAMES:
                for words_said in {one.whole(ended=True) for one in said}:
                    named = (*words_said, _NAMES[item])[: self.most]
                    self.keys.update([named] if words_said else _named(_NAMES[item], self.most))
                said = set()
            elif (said_so := _said_by(item)) is not None:
                said = self._not_yet({one.and_then(said_so) for one in said})
            else:
                blunt = item in _BLUNT
                self.keys.update(
                    self.key(one, ended=blunt and not _UNSPACED_LAST.search(one.last)) for one in said
                )
                said = set()
            if len(said) + len(self.keys) > _MANY:
                raise _TooMany
        return said

    def key(self, said: Said, *, ended: bool) -> Beginning:
        """Return what is said as a beginning; its last word counts where it has ended."""
        whole = said.whole(ended=ended)
        if not whole:
            raise _Unsure
        return whole[: self.most]

    def _not_yet(self, said: set[Said]) -> set[Said]:
        """Return what is no beginning yet; what has words enough is kept."""
        whole = {
            one
            for one in said
            if len(one.words) >= self.most - 1 and len(one.whole(ended=False)) >= self.most  # most are shorter
        }
        self.keys.update(self.key(one, ended=False) for one in whole)
        return said - whole


@cache
def _said_by(item: str) -> str | None:
    """Return what words say, with a blank for every run of marks, or what stands for a slot; None for others."""
    if item.startswith("{") and item not in _STANDS_FOR:
        return None
    return _MARKS.sub(" ", _STANDS_FOR.get(item, item))


def _of_words(group: Group) -> tuple[list[str], list[list[str | Group]]]:
    """Return what the alternatives of a group say that are nothing but words, and its other alternatives."""
    words, others = list[str](), list[list[str | Group]]()
    for branch in group.alternatives:
        item = branch[0] if len(branch) == 1 else None
        said = _said_by(item) if isinstance(item, str) else None
        if said is None:
            others.append(branch)
        else:
            words.append(said)
    return words, others


@cache
def _divided(said: str) -> tuple[Beginning, str]:
    """Return the words of what is said, and the last one as it stands where nothing is behind it."""
    matches = list(_WORDS.finditer(said))
    last = matches.pop()[0] if matches and matches[-1].end() == len(said) else ""
    return tuple((match[1] or NUMBER).casefold() for match in matches), last


@cache
def _is_whole(last: str) -> bool:
    """Tell whether a last word is one whatever follows: a number, or two letters of a script without blanks."""
    return last[0].isdigit() or _UNSPACED_PAIR.fullmatch(last) is not None


def _words_of(said: str) -> Beginning:
    """Return the words of what is said and has ended."""
    return tuple((match[1] or NUMBER).casefold() for match in _WORDS.finditer(said))


@cache
def _named(what: str, most: int) -> frozenset[Beginning]:
    """Return the beginnings of the names of agencies, or of networks, of at most so many words."""
    names = [*agencies(), *(f"the {name}" for name in agencies())] if what == AGENCY else networks()
    return frozenset(_words_of(name)[:most] for name in names)


@cache
def named_by() -> Mapping[str, frozenset[str]]:
    """Return for agencies and networks the first words of their names."""
    return {what: frozenset(name[0] for name in _named(what, 1)) for what in (AGENCY, NETWORK)}
