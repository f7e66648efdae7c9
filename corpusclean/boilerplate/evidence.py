"""Which wordings a text may hold, and where: asked of it once, before any of them is looked for.

It may say yes too often and never no. A wording that begins with words of its own is looked up by the words with
which lines and sentences of the text begin; any other by the phrases that it cannot do without, in one search for
those of all rules (RE2::Set), whose cost hardly grows with their number; a pattern by RE2's own filter
(FilteredRE2).
"""

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

import re2

from corpusclean.boilerplate.beginning import beginnings
from corpusclean.boilerplate.rule import Place, Rule
from corpusclean.boilerplate.signs import pattern_of
from corpusclean.boilerplate.starts import Beginnings
from corpusclean.boilerplate.telling import Clause, clauses, declared, holds_list, telling_words
from corpusclean.boilerplate.wording import TWO_NETWORKS

MAX_MEMORY = 256 << 20
"""Bytes that an automaton may use at most; hundreds of rules take a few million."""

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


Spots = Sequence[Spot]
"""What may be found in a text, in the order in which it is looked for."""


def word_set(words: Sequence[str], *, case_sensitive: bool = False, literal: bool = True) -> Any:  # noqa: ANN401  # re2
    """Return an automaton whose `Match` tells the numbers of the words (or patterns) that stand in a text."""
    options = re2.Options()
    options.literal = literal
    options.case_sensitive = case_sensitive
    options.log_errors = False
    options.max_mem = MAX_MEMORY
    found = re2.Set.SearchSet(options)
    for word in words:
        found.Add(word)
    found.Compile()
    return found


class Begun:
    """Where a wording may be that begins with words of its own; `asks` where these tell little."""

    __slots__ = ("_words", "asks", "heads", "list", "tails", "within", "wording")

    def __init__(self, wording: str, spots: Sequence[Spot], *, asks: bool) -> None:
        self.tails, self.heads, self.within = _by_place(spots)
        self.wording, self.asks, self.list = wording, asks, holds_list(wording)
        self._words: tuple[frozenset[str], ...] | None = None

    def goes_on(self, said: str) -> bool:
        """Tell whether of every clause a word stands in what is said, case folded."""
        if self._words is None:
            self._words = telling_words(self.wording, goes_on=bool(self.heads))
        for words in self._words:
            for word in words:
                if word in said:
                    break
            else:
                return False
        return True


class Phrases:
    """What is told by phrases: a phrase of each of its clauses must stand in a text."""

    def __init__(self) -> None:
        self._numbers: dict[str, int] = {}
        self._leads: dict[int, list[tuple[tuple[frozenset[int], ...], tuple[Spot, ...]]]] = {}
        self._set: Any = None

    def enter(self, clauses: Sequence[Clause], spots: Sequence[Spot]) -> None:
        """Enter where a wording may be, under the phrases of its first clause."""
        numbers = self._numbers
        told = tuple(
            frozenset(numbers.setdefault(phrase, len(numbers)) for phrase in sorted(clause)) for clause in clauses
        )
        for phrase in told[0]:
            self._leads.setdefault(phrase, []).append((told, tuple(spots)))
        self._set = None

    def of(self, text: bytes) -> Iterator[Spot]:
        """Yield what a text has all clauses of."""
        if not self._numbers:
            return
        self._set = self._set or word_set(list(self._numbers), literal=False)
        seen = frozenset(self._set.Match(text) or ())
        for phrase in seen:
            for told, spots in self._leads.get(phrase, ()):
                if not any(map(seen.isdisjoint, told)):
                    yield from spots


class Evidence:
    """What is looked for in a text to tell which wordings of some rules may stand in it."""

    def __init__(self, rules: Sequence[Rule]) -> None:
        """Enter every wording under its beginnings, or under the phrases of its first clause."""
        self._begins = Beginnings[Begun]()
        self._tails, self._heads, self._within = Phrases(), Phrases(), Phrases()
        self._always: list[Spot] = []
        for number, rule in enumerate(rules):
            for wording, said in enumerate(rule.wordings):
                self._enter_wording(rule, number, wording, said)
            if rule.evidence and rule.pattern is not None:
                self._enter(spots_of(rule, number, 0), [declared(words) for words in rule.clauses])
            if rule.by_unit:
                rarest = [frozenset(map(pattern_of, each)) for each in (rule.signs or ())[:1]]
                self._enter(spots_of(rule, number, 0), rarest)  # the others are asked of its paragraphs
        patterns = [(number, rule) for number, rule in enumerate(rules) if rule.pattern and not rule.evidence]
        self._patterns = [spots_of(rule, number, 0) for number, rule in patterns]
        self._filter = _pattern_filter([str(rule.pattern) for _, rule in patterns])

    def _enter_wording(self, rule: Rule, number: int, wording: int, said: str) -> None:
        spots, at_head = spots_of(rule, number, wording), "head" in rule.where
        begins = None if _WHEREVER & set(rule.where) else beginnings(said, 2, goes_on=at_head)
        if begins is None:
            self._enter(spots, clauses(said, goes_on=at_head))
            return
        tells_little = min(map(len, begins)) == 1  # as `the`, or a name
        self._begins.enter(said, begins, Begun(said, spots, asks=tells_little), goes_on=at_head)
        if "{networks}" in said:
            self._enter(spots, [frozenset({TWO_NETWORKS})])

    def _enter(self, spots: Sequence[Spot], wanted: Sequence[Clause]) -> None:
        if not wanted:
            self._always += spots
            return
        places = (self._tails, self._heads, self._within)
        for phrases, there in zip(places, _by_place(spots), strict=True):
            if there:
                phrases.enter(wanted, there)

    def spots(self, text: str) -> Spots:
        """Return what may be found in a text."""
        plain = text.replace("_", " ")  # a word to RE2 has no end before one
        cut = max(0, len(text) - NEAR_END)
        whole = plain.encode()
        may = {
            *self._always,
            *self._tails.of(plain[cut:].encode()),
            *self._heads.of(whole[:NEAR_END]),
            *self._within.of(whole),
            *self._begun(text, cut),
        }
        if self._filter:
            for index in self._filter.Match(whole, potential=True) or ():
                may.update(self._patterns[index])
        return sorted(may)

    def _begun(self, text: str, cut: int) -> Iterator[Spot]:
        """Yield the wordings that begin as a line of the text does, or from `cut` on what is behind a sentence."""
        begins, said = ANYWHERE, ""
        for wording, start in self._begins.of(text, cut):
            if wording.asks:
                if begins != start.word:
                    begins, said = start.word, _until_empty_line(text, start.word)
                if not wording.goes_on(text[begins:].casefold() if wording.list else said):
                    continue
            places = wording.within if start.line else ()
            if start.near:
                places += wording.tails
            if start.gap == 0:
                places += wording.heads
            for place, rule, number, _ in places:
                yield Spot(place, rule, number, start.word)


def _until_empty_line(text: str, start: int) -> str:
    """Return what stands between a place of a text and the next empty line, case folded."""
    end = text.find("\n\n", start)
    return (text[start:end] if end >= 0 else text[start:]).casefold()


def _by_place(spots: Sequence[Spot]) -> tuple[tuple[Spot, ...], tuple[Spot, ...], tuple[Spot, ...]]:
    """Return those of some spots that are tails, those that are heads, and the others."""
    tails, heads = (
        tuple(spot for spot in spots if spot.place == PLACES_IN_ORDER.index(place)) for place in ("tail", "head")
    )
    return tails, heads, tuple(spot for spot in spots if spot not in (*tails, *heads))


_WHEREVER: frozenset[Place] = frozenset({"parenthesis", "inline"})
"""Places that may be where no line or sentence begins."""


def spots_of(rule: Rule, number: int, wording: int) -> list[Spot]:
    """Return where a wording of a rule is looked for."""
    if rule.by_unit:
        return [Spot(LABELS if rule.labels else UNITS, number, wording)]
    return [Spot(PLACES_IN_ORDER.index(place), number, wording) for place in rule.where]


def _pattern_filter(patterns: Sequence[str]) -> Any:  # noqa: ANN401  # re2 ships no types
    if not patterns:
        return None
    options = re2.Options()
    options.log_errors = False
    options.max_mem = MAX_MEMORY
    found = re2.Filter()
    for pattern in patterns:
        found.Add(pattern, options)
    found.Compile()
    return found
