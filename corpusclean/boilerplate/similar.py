"""Notices in wordings that no rule has: units of a text that are much like the wordings of a family.

A unit is held against the notices of a family's examples and its wordings written out, both in their normal form
(normal.py), by the ratio of letters that they share in order (RapidFuzz `fuzz.ratio`, the normalised Indel
similarity). Nothing counts but units that hold at least half of the telling words of a reference, and two of them,
and that are not as much like what a rule of the kind must keep.
"""

import itertools
import math
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cached_property, lru_cache
from typing import NamedTuple

from rapidfuzz import fuzz, process

from corpusclean.boilerplate.evidence.phrases import Letters
from corpusclean.boilerplate.evidence.telling import COMMON
from corpusclean.boilerplate.items import sample
from corpusclean.boilerplate.normal import NAME, tokens
from corpusclean.boilerplate.paragraphs.signs import QUOTES
from corpusclean.boilerplate.paragraphs.units import SET_OFF, Unit, head_units, tail_units
from corpusclean.boilerplate.rule import DATELINE, Rule

TELLING = 4
"""Letters that a telling word has at least."""

WORDS = 2
"""Telling words that a unit shares with a reference at least."""

SHARE = 0.5
"""Share of a reference's telling words that a unit holds at least."""

LETTERS = 15
"""Letters of a reference at least: what is shorter looks like too much else."""


class Reference(NamedTuple):
    """One wording of a family, in its normal form; `set_off` where a bracket or a dash opens it."""

    rule: int
    text: str
    words: frozenset[str]
    needed: int
    set_off: bool


class Like(NamedTuple):
    """A unit that is like a wording: the number of its rule, where it is, how alike they are."""

    rule: int
    start: int
    end: int
    score: float


class Similar:
    """The wordings of rules, to be searched for what is like them."""

    def __init__(self, rules: Sequence[Rule]) -> None:
        """Write out the wordings of every rule that may be matched by similarity."""
        self.rules = rules
        told = [
            (number, text)
            for number, rule in enumerate(rules)
            if rule.similarity and rule.kind != DATELINE
            for text in references(rule)
        ]
        self._known = frozenset(
            word for _, text in told for word in tokens(text, _Everything()) if word.isalpha() and word != NAME
        ) - _names(text for _, text in told)
        made = {self._reference(number, text) for number, text in told}
        self.references = sorted(one for one in made if len(one.words) >= WORDS and len(one.text) >= LETTERS)
        self._kept: dict[str, list[str]] = {}
        bits = dict[str, int]()
        for number, one in enumerate(self.references):
            for word in one.words:
                bits[word] = bits.get(word, 0) | 1 << number
        words = sorted(bits)
        self._numbers = {word: number for number, word in enumerate(words)}
        self._by_word = [bits[word] for word in words]
        self._needing = [
            sum(1 << number for number, one in enumerate(self.references) if min(one.needed, _COUNTED) == needed)
            for needed in range(_COUNTED + 1)
        ]
        self._lengths = sorted({len(one.text) for one in self.references})
        self._as_long = [
            sum(1 << number for number, one in enumerate(self.references) if len(one.text) >= length)
            for length in (*self._lengths, math.inf)
        ]
        self._letters = Letters(words)

    @cached_property
    def _near(self) -> Callable[[str], int]:
        """The references of which a unit may hold enough, told once for each."""
        return lru_cache(_UNITS)(self._references_near)

    def _reference(self, number: int, text: str) -> Reference:
        normal = tokens(text, self._known)
        words = _telling(normal)
        needed = max(WORDS, math.ceil(SHARE * len(words)))
        return Reference(number, " ".join(normal), words, needed, text.startswith(SET_OFF))

    def _normal_kept(self, kind: str) -> list[str]:
        """Return, in their normal form, the units of what the rules of a kind must keep."""
        if kind not in self._kept:
            texts = [keep.text for rule in self.rules if rule.kind == kind for keep in rule.keep]
            units = [(text, unit) for text in texts for unit in (*tail_units(text), *head_units(text))]
            said = {" ".join(tokens(text[unit.start : unit.end], self._known)) for text, unit in units}
            self._kept[kind] = sorted(said)
        return self._kept[kind]

    def find(self, text: str, cutoff: float) -> list[Like]:
        """Return the units that are like a wording with a score of at least `cutoff`, the most alike first."""
        found = [*self._alike(text, "tail", cutoff), *self._alike(text, "head", cutoff)]
        return sorted(found, key=lambda one: (-one.score, one.start - one.end, one.start))

    def _alike(self, text: str, place: str, cutoff: float) -> Iterator[Like]:
        for unit in tail_units(text, self._near) if place == "tail" else head_units(text, self._near):
            found = self._best(text, unit, place, cutoff)
            if found and (text[: unit.start].strip() or text[unit.end :].strip()):
                yield found

    def _references_near(self, piece: str) -> int:
        """Return, as bits, the references of which a piece of text may hold enough telling words."""
        seen = {number for number, _, _ in self._letters.hits(piece.lower().encode())}
        return self._shared(seen) if len(seen) >= WORDS else 0

    def _may_be(self, said: str, cutoff: float) -> bool:
        """Tell whether a unit may be like a reference: it has words of it, and is not much too long for it.

        Texts of lengths a < b are alike by 2a / (a + b) at most; a normal form has all words in small letters.
        """
        near = self._near(said)
        if not near:
            return False
        small = "".join([word for word in said.split() if word[0].islower()])
        shortest = bisect_left(self._lengths, len(small) * cutoff / (2 - cutoff))
        return near & self._as_long[shortest] != 0

    def _shared(self, words: Iterable[int]) -> int:
        """Return the references, as bits, of which so many of the words (by number) are that it may be enough.

        A counter for each reference, of three bits, the third of which stays set; all are added to at once.
        """
        ones = twos = fours = 0
        for word in words:
            carry, ones = ones & self._by_word[word], ones ^ self._by_word[word]
            carry, twos = twos & carry, twos ^ carry
            fours |= carry
        two, three, four = self._needing[2:]
        return ((twos | fours) & two) | (((twos & ones) | fours) & three) | (fours & four)

    def _best(self, text: str, unit: Unit, place: str, cutoff: float) -> Like | None:
        """Return the wording that a unit is most like, and how alike they are."""
        said = text[unit.start : unit.end]
        if not self._may_be(said, cutoff) or _is_quotation(said):
            return None
        normal = tokens(said, self._known)
        telling = _telling(normal)
        near = _bits(self._shared(self._numbers[word] for word in telling if word in self._numbers))
        allowed = [
            one
            for one in (self.references[number] for number in near)
            if len(one.words & telling) >= one.needed
            and _stands(self.rules[one.rule], unit, place)
            and (unit.own or not one.set_off or said.startswith(SET_OFF))
        ]
        best = process.extractOne(
            " ".join(normal), [one.text for one in allowed], scorer=fuzz.ratio, score_cutoff=100 * cutoff
        )
        if best is None or not _has_evidence(self.rules[allowed[best[2]].rule], said):
            return None
        number = allowed[best[2]].rule
        kept = self._normal_kept(self.rules[number].kind)
        if process.extractOne(" ".join(normal), kept, scorer=fuzz.ratio, score_cutoff=best[1]):
            return None
        score = round(min(best[1] / 100, _SURE), 4)
        return Like(number, unit.start, unit.end, score)


_UNITS = 16
"""Units of a text, about: what they hold is asked twice of most."""

_PAIR = 2
"""Marks of one quotation."""

_COUNTED = 4
"""Telling words up to which it is counted how many a piece of text has."""

_SURE = 0.9999
"""The score of what is quite like a wording and still no exact match: 1 is for those."""


class _Everything(frozenset[str]):
    """Takes every word for a known one."""

    def __contains__(self, _word: object) -> bool:
        return True


def _bits(number: int) -> Iterator[int]:
    """Yield which bits of a number are set, from the lowest on."""
    while number:
        low = number & -number
        yield low.bit_length() - 1
        number ^= low


def _stands(rule: Rule, unit: Unit, place: str) -> bool:
    """Tell whether a rule may find a notice where a unit stands."""
    if place == "head":
        return "head" in rule.where or "paragraph" in rule.where
    return "tail" in rule.where or ("paragraph" if unit.own else "parenthesis") in rule.where


def _is_quotation(said: str) -> bool:
    """Tell whether a unit is somebody's words and nothing else: a headline may be."""
    return said[0] in QUOTES and said.rstrip(".")[-1:] in QUOTES and sum(map(said.count, QUOTES)) == _PAIR


def _has_evidence(rule: Rule, unit: str) -> bool:
    lower = unit.lower()
    return all(any(word.lower() in lower for word in words) for words in rule.evidence)


def _telling(normal: Iterable[str]) -> frozenset[str]:
    return frozenset(word for word in normal if len(word) >= TELLING and word not in COMMON)


def _names(texts: Iterable[str]) -> frozenset[str]:
    """Return the words, in small letters, that stand in the texts with a capital alone, and not at a beginning."""
    small, capital = set[str](), set[str]()
    for text in texts:
        for number, word in enumerate(text.strip("(").split()):
            plain = word.strip("().,;:!?*_[]\"'")
            (capital if number and plain[:1].isupper() else small).add(plain.lower())
    return frozenset(capital - small)


def references(rule: Rule) -> Iterator[str]:
    """Yield the notices of a rule's examples, and its wordings written out, slots as names."""
    for example in rule.examples:
        notice = removed(example.text, example.stays)
        if "\n\n" not in notice:
            yield notice
    for wording in rule.wordings:
        for full, last in itertools.product((False, True), repeat=2):
            yield sample(wording, full=full, last=last)


def removed(text: str, stays: str) -> str:
    """Return what an example takes out: between what both texts begin with, and what they end with.

    >>> removed("It rained. (PTI)", "It rained.")
    '(PTI)'
    """
    pairs = enumerate(zip(text, stays, strict=False))
    same = next((place for place, (one, other) in pairs if one != other), min(len(text), len(stays)))
    rest = stays[same:]
    end = len(text) - len(rest) if rest and text.endswith(rest) else len(text)
    return text[same:end].strip()
