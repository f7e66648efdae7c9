"""Which wordings a text may hold, and where: asked of it once, before any of them is looked for.

It may say yes too often and never no. A wording that begins with words of its own is looked up by the words with
which lines, brackets and sentences of the text begin; any other, and a pattern that declares evidence, by the
phrases that it cannot do without (telling.py), in one search for those of all rules, whose cost hardly grows with
their number (phrases.py); a pattern that declares none by RE2's own filter (FilteredRE2).
"""

import itertools
from collections.abc import Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from functools import cache, cached_property
from typing import Any, NamedTuple

import re2

from corpusclean.boilerplate.automata import options
from corpusclean.boilerplate.evidence.beginning import NUMBER, beginnings
from corpusclean.boilerplate.evidence.phrases import Hit, Letters, Phrases, folded, made_plain
from corpusclean.boilerplate.evidence.starts import Beginnings, Start
from corpusclean.boilerplate.evidence.telling import (
    COMMON,
    NARROW,
    WIDE,
    Clause,
    Phrase,
    Telling,
    clauses,
    declared,
    holds_list,
    stays_in_line,
    telling,
    telling_of,
)
from corpusclean.boilerplate.paragraphs.labelled import phrases_of
from corpusclean.boilerplate.places import Place
from corpusclean.boilerplate.rule import Rule
from corpusclean.boilerplate.wording import TWO_NETWORKS

PLACES_IN_ORDER: tuple[Place, ...] = ("tail", "parenthesis", "paragraph", "inline", "head")
"""Tails first, so that stacked notices come off one after the other."""

UNITS = len(PLACES_IN_ORDER)
"""The place, last in order, of rules that look at whole paragraphs: by signs, or by a shape."""

LABELS = -1
"""The place, first in order, of rules that look at what is below a label: another would take the label alone."""

WINDOW = 1_200
"""Characters at the end of a text in which a rule for tails looks: no notice is as long."""

SLACK = 300
"""Characters by which a text may get shorter until it is asked anew what may be at its end."""

NEAR_END = WINDOW + SLACK


ANYWHERE = -1
"""Where a wording may be of which it is not known how it begins."""


class Spot(NamedTuple):
    """A wording of a rule at a place, all by number, and where its first word stands in the text.

    A rule that is a pattern has one wording, 0.
    """

    place: int
    rule: int
    wording: int
    at: int = ANYWHERE

    def moved(self, gone: int) -> "Spot":
        """Return where it is when so many characters before it are gone."""
        return Spot(self.place, self.rule, self.wording, self.at - gone)  # `_replace` takes five times as long


Spots = Sequence[Spot]
"""What may be found in a text, in the order in which it is looked for."""


_DEAR = 4_000
"""Letters of a pattern from which on it costs more to search than hundreds of phrases do."""

MAX_MEMORY = 256 << 20
"""Bytes that RE2's filter may use at most."""


_LONG, _STRETCHES = 4_000, 16
"""Letters of a paragraph from which on it is not made plain anew for each place where something may begin, but
once in as many letters, or in such a part of it: else the cost were the square of its length."""


_USUAL = frozenset(
    {NUMBER, "a", "all", "by", "for", "from", "have", "if", "it", "no", "our", "the", "these", "this", "we"}
    | {"with"}
)
"""First words of many a line; a wording that begins so is better told by what else it holds."""

_RARE = 6
"""Letters of a phrase at least that tells better than such a word does."""


class Begun:
    """Where a wording may be that begins with words of its own, and letters of which the text must hold some."""

    __slots__ = ("bracketed", "heads", "letters", "list", "tails", "within", "wording")

    def __init__(self, wording: str, spots: Sequence[Spot], letters: Iterable[int]) -> None:
        """Take a wording, where it is looked for, and letters by number; none where it is not known of any."""
        self.letters = frozenset(letters)
        bracketed = PLACES_IN_ORDER.index("parenthesis")
        self.bracketed = tuple(spot for spot in spots if spot.place == bracketed)
        self.tails, self.heads, self.within = _by_place([spot for spot in spots if spot.place != bracketed])
        self.wording, self.list = wording, holds_list(wording)


class _Ahead:
    """What stands between where a wording may begin and the next empty line: it holds all that the wording needs.

    Of a long paragraph it is made plain once for a stretch of places: it may then say yes for words before one.
    """

    def __init__(self, text: str, *, odd: bool) -> None:
        """Take a text, which may have odd blanks."""
        self._text, self._odd = text, odd
        self._word, self._since, self._end = ANYWHERE, ANYWHERE, 0
        self._said, self._rest = "", ""
        self._stood: dict[str, bool] = {}

    def holds(self, begun: Begun, start: Start) -> bool:
        """Tell whether of each clause of a wording a phrase stands behind a start; these come in their order."""
        if start.word != self._word:
            self._go_to(start)
        if begun.list:
            self._rest = self._rest or folded(self._text[start.gap : start.word + WINDOW], odd=self._odd)
            return telling(begun.wording).stand_in(self._rest)
        stood = self._stood.get(begun.wording)
        if stood is None:
            stood = self._stood[begun.wording] = telling(begun.wording).stand_in(self._said)
        return stood

    def _go_to(self, start: Start) -> None:
        self._word, self._rest = start.word, ""
        same = start.word < self._end
        if not same:
            self._end = _next_empty_line(self._text, start.word)
        left = self._end - start.word
        if not same or left <= _LONG or start.word - self._since > max(_LONG, left // _STRETCHES):
            self._said, self._since = folded(self._text[start.gap : self._end], odd=self._odd), start.word
            self._stood = {}


class Evidence:
    """What is looked for in a text to tell which wordings of some rules may stand in it."""

    def __init__(self, rules: Sequence[Rule]) -> None:
        """Enter every wording under its beginnings, or under the phrases of its first clause."""
        self._begins: Beginnings[Begun] = Beginnings()
        self._letters = Letters()
        self._tails: Phrases[Spot]
        self._heads: Phrases[Spot]
        self._within: Phrases[Spot]
        self._tails, self._heads, self._within = (Phrases(self._letters) for _ in range(3))
        self._always: list[Spot] = []
        self._networks: list[Spot] = []
        for number, rule in enumerate(rules):
            for wording, said in enumerate(rule.wordings):
                self._enter_wording(rule, number, wording, said)
            if rule.by_unit:
                told = (*map(_of_signs, rule.signs or ()), rule.labels and declared(phrases_of(rule.labels)))
                self._enter(spots_of(rule, number, 0), [clause for clause in told if clause], together=True)
        patterns = [number for number, rule in enumerate(rules) if rule.pattern is not None]
        asked = [number for number in patterns if not self._enter_pattern(rules[number], number)]
        self._patterns = [spots_of(rules[number], number, 0) for number in asked]
        self._asked = [str(rules[number].pattern) for number in asked]

    @cached_property
    def _filter(self) -> Any:  # noqa: ANN401  # re2 ships no types
        """The filter of the patterns that are best asked themselves, made when it is first needed."""
        return _pattern_filter(self._asked)

    def _enter_pattern(self, rule: Rule, number: int) -> bool:
        """Enter a pattern by its evidence, or to be tried always; False where it is best asked itself."""
        told = [clause for words in rule.evidence if (clause := declared(words))]
        at_an_end = _AT_AN_END.issuperset(rule.where)  # it is tried once: that is less than asking
        if rule.evidence or at_an_end:
            self._enter(spots_of(rule, number, 0), told, together=stays_in_line(str(rule.pattern)))
        return bool(rule.evidence) or at_an_end

    def _enter_wording(self, rule: Rule, number: int, wording: int, said: str) -> None:
        spots, at_head = spots_of(rule, number, wording), "head" in rule.where
        rare = map(self._letters.number, _rare_beside(said, goes_on=at_head))
        if "inline" in rule.where or not self._begins.enter(said, Begun(said, spots, rare), goes_on=at_head):
            self._enter(spots, clauses(said), together=not holds_list(said))
        elif "{networks}" in said:
            self._networks += spots

    def _enter(self, spots: Sequence[Spot], wanted: Sequence[Clause], *, together: bool) -> None:
        if not wanted:
            self._always += spots
            return
        places = (self._tails, self._heads, self._within)
        for phrases, there in zip(places, _by_place(spots), strict=True):
            if there:
                phrases.enter(wanted, there, together=together)

    def spots(self, text: str) -> Spots:
        """Return what may be found in a text."""
        return self.spots_of([text])[0]

    def spots_of(self, texts: Sequence[str]) -> list[Spots]:
        """Return what may be found in each text; one thing is looked for in all of them, then the next."""
        plain, odd = zip(*map(made_plain, texts), strict=True) if texts else ((), ())
        hits = list(map(self._letters.hits, plain))
        seen = list(map(_seen, hits))
        cuts = [max(0, len(text) - NEAR_END) for text in texts]
        stages: tuple[Iterable[Iterable[Spot]], ...] = (
            map(self._within.of, seen, plain),
            map(self._of_tails, texts, cuts, plain, odd, hits),
            map(self._heads.of, map(_seen_in_head, hits), (said[:NEAR_END] for said in plain)),
            map(self._begun, texts, cuts, odd, seen),
            map(self._of_networks, plain),
            map(self._of_patterns, texts),
        )
        may = [set(self._always) for _ in texts]
        for stage in stages:
            for found, spots in zip(may, stage, strict=True):
                found.update(spots)
        return list(map(sorted, may))

    def _of_tails(
        self,
        text: str,
        cut: int,
        plain: bytes,
        odd: bool,  # noqa: FBT001  # as `made_plain` tells
        hits: Sequence[Hit],
    ) -> Iterator[Spot]:
        """Yield the wordings that may end a text, of which nothing stands before `cut`."""
        begins = len(plain) - _length(text[cut:], odd=odd) if cut else 0
        seen = {number for number, start, _ in hits if start >= begins} if cut else _seen(hits)
        return self._tails.of(seen, plain[begins:])

    def _of_networks(self, said: bytes) -> Sequence[Spot]:
        return self._networks if self._networks and _two_networks().search(said) else ()

    def _of_patterns(self, text: str) -> Iterator[Spot]:
        if self._filter:
            whole = text.replace("_", " ").encode()  # a word to RE2 has no end before one
            for index in self._filter.Match(whole, potential=True) or ():
                yield from self._patterns[index]

    def _begun(
        self,
        text: str,
        cut: int,
        odd: bool,  # noqa: FBT001  # as `made_plain` tells
        seen: AbstractSet[int],
    ) -> Iterator[Spot]:
        """Yield the wordings that begin as a line of the text does, or from `cut` on what is behind a sentence."""
        ahead = _Ahead(text, odd=odd)
        for wording, start in self._begins.of(text, cut):
            if (wording.letters and seen.isdisjoint(wording.letters)) or not ahead.holds(wording, start):
                continue
            places = wording.within if start.line else ()
            if start.near:
                places += wording.tails
            if start.bracket:
                places += wording.bracketed
            if start.gap == 0:
                places += wording.heads
            for place, rule, number, _ in places:
                yield Spot(place, rule, number, start.word)


def _rare_beside(wording: str, *, goes_on: bool) -> list[str]:
    """Return letters of which a wording holds some that few texts do, where it may begin as many a line does."""
    firsts = beginnings(wording, 1, goes_on=goes_on) or ()
    wanted = clauses(wording) if any(first in _USUAL for (first,) in firsts) else ()
    return sorted({phrase[0] for phrase in wanted[0]}) if wanted and all(map(_is_rare, wanted[0])) else []


def _is_rare(phrase: Phrase) -> bool:
    """Tell whether few texts hold a phrase: it is long, or beyond ASCII, and no common word."""
    return (len(phrase[0].strip()) >= _RARE or not phrase[0].isascii()) and phrase[0].strip() not in COMMON


def _of_signs(signs: Sequence[str]) -> Clause | None:
    """Return the clause of a list of signs, None where one of them tells nothing."""
    told = [clauses(sign) for sign in signs]
    best = [max(each, key=_rarity) for each in told if each]
    return frozenset(itertools.chain.from_iterable(best)) if all(told) else None


def _rarity(clause: Clause) -> tuple[bool, int]:
    """Order clauses by how few texts hold a phrase of them: none is a usual word, and the shortest is long."""
    plain = [phrase[0].strip() for phrase in clause]
    return _USUAL.isdisjoint(plain), min(len(phrase[0]) for phrase in clause)


@cache
def _two_networks() -> Any:  # noqa: ANN401  # re2 ships no types
    return re2.compile(f"(?i){TWO_NETWORKS}")


def _length(text: str, *, odd: bool) -> int:
    """Return how many bytes a text has that is made plain."""
    return len(made_plain(text)[0]) if odd or not text.isascii() else len(text)


def _seen(hits: Sequence[Hit]) -> set[int]:
    return {number for number, _, _ in hits}


def _seen_in_head(hits: Sequence[Hit]) -> set[int]:
    return {number for number, _, end in hits if end <= NEAR_END}


def _next_empty_line(text: str, start: int) -> int:
    """Return where the next empty line begins behind a place of a text, or the text ends."""
    end = text.find("\n\n", start)
    return end if end >= 0 else len(text)


def _by_place(spots: Sequence[Spot]) -> tuple[tuple[Spot, ...], tuple[Spot, ...], tuple[Spot, ...]]:
    """Return those of some spots that are tails, those that are heads, and the others."""
    tails, heads = (
        tuple(spot for spot in spots if spot.place == PLACES_IN_ORDER.index(place)) for place in ("tail", "head")
    )
    return tails, heads, tuple(spot for spot in spots if spot not in (*tails, *heads))


_AT_AN_END: frozenset[Place] = frozenset({"head", "tail"})
"""Places of a text that are one."""


def spots_of(rule: Rule, number: int, wording: int) -> list[Spot]:
    """Return where a wording of a rule is looked for."""
    if rule.by_unit:
        return [Spot(LABELS if rule.labels else UNITS, number, wording)]
    return [Spot(PLACES_IN_ORDER.index(place), number, wording) for place in rule.where]


def telling_in(rule: Rule, wording: int) -> Telling | None:
    """Return what tells of a wording, or of a pattern; None where a match may go on over an empty line."""
    if rule.pattern is not None:
        told = (clause for words in rule.evidence if (clause := declared(words)))
        many = WIDE if len(rule.pattern) > _DEAR else NARROW
        return telling_of(told, many) if stays_in_line(rule.pattern) else None
    said = rule.wordings[wording]
    return None if holds_list(said) else telling(said)


def _pattern_filter(patterns: Sequence[str]) -> Any:  # noqa: ANN401  # re2 ships no types
    if not patterns:
        return None
    found = re2.Filter()
    for pattern in patterns:
        found.Add(pattern, options(MAX_MEMORY))
    found.Compile()
    return found
