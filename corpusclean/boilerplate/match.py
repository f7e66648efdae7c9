"""Where the wordings and patterns of rules stand in a text: exact matches, by RE2, on UTF-8."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import cache
from typing import Any, NamedTuple

import re2

from corpusclean.boilerplate.evidence import Evidence, Spots
from corpusclean.boilerplate.rule import Place, Rule, matcher
from corpusclean.boilerplate.similar import Like, Similar
from corpusclean.boilerplate.telling import first_words, words_at_line_starts
from corpusclean.boilerplate.wording import agencies, slots

PLACES_IN_ORDER: tuple[Place, ...] = ("tail", "parenthesis", "paragraph", "inline", "head")
"""Tails first, so that stacked notices come off one after the other."""

WINDOW = 3_000
"""Characters at the end of a text in which a rule for tails looks: no notice is as long."""


class Found(NamedTuple):
    """One place at which a rule finds a notice; `score` is 1 for an exact match, else how alike it is."""

    rule: Rule
    start: int
    end: int
    agency: str | None
    score: float = 1.0

    @property
    def unsure(self) -> bool:
        """Tell whether the brake counts it: alike, or by a rule that nobody wrote."""
        return self.score < 1 or self.rule.discovered


class Rulebook:
    """Rules, ready to be looked for in many texts."""

    def __init__(self, rules: Sequence[Rule]) -> None:
        self.rules = tuple(rules)
        self.evidence = Evidence(rules)
        self.similar = Similar(rules)
        self.firsts = [[first_words(wording) for wording in rule.wordings] or [None] for rule in rules]
        self._kinds: dict[tuple[str, ...], frozenset[int]] = {}
        self._matchers: dict[tuple[int, Place, int], Any] = {}

    def read(self, text: str, spots: Spots | None = None) -> "Reading":
        """Return a text for which is known what may be found in it: `spots`, or what the evidence tells."""
        return Reading(self, text, spots)

    def matcher(self, number: int, place: Place, wording: int) -> Any:  # noqa: ANN401  # re2 ships no types
        """Return the compiled pattern of a wording of a rule at a place, made when it is first asked for."""
        key = (number, place, wording)
        if key not in self._matchers:
            self._matchers[key] = matcher(self.rules[number], place, wording)
        return self._matchers[key]

    def of_kinds(self, kinds: Collection[str]) -> frozenset[int]:
        """Return the numbers of the rules of some kinds."""
        key = tuple(kinds)
        if key not in self._kinds:
            self._kinds[key] = frozenset(number for number, rule in enumerate(self.rules) if rule.kind in key)
        return self._kinds[key]


class Reading:
    """A text, and what the rules of a book find in it."""

    def __init__(self, book: Rulebook, text: str, spots: Spots | None) -> None:
        self._book, self.text = book, text
        self._cut = max(0, len(text) - WINDOW)
        self._whole = text.encode()
        self._tail = text[self._cut :].encode() if self._cut else self._whole
        self.spots = book.evidence.spots(text) if spots is None else spots
        self._tail_spots = self.spots
        if self._cut:
            self._tail_spots = book.evidence.spots(text[self._cut :])
        self._line_starts: frozenset[str] | None = None

    def exact(self, numbers: Collection[int]) -> Iterator[Found]:
        """Yield the first match of each of the rules with these numbers, place by place."""
        for place in PLACES_IN_ORDER:
            spots = self._tail_spots if place == "tail" else self.spots
            for number, wordings in spots.items():
                looks = number in numbers and place in self._book.rules[number].where
                if looks and (found := self._match(number, place, wordings)):
                    yield found

    def _match(self, number: int, place: Place, wordings: Sequence[int]) -> Found | None:
        """Return the first match of some wordings of a rule; of those that begin there the first wording's."""
        searched, shift = (self._tail, self._cut) if place == "tail" else (self._whole, 0)
        first = None
        for wording in wordings:
            if place == "paragraph" and not self._may_begin(number, wording):
                continue
            match = self._book.matcher(number, place, wording).search(searched)
            if match is not None and match[1] and (first is None or match.start(1) < first.start(1)):
                first = match
        if first is None:
            return None
        named = (value.decode() for key, value in first.groupdict().items() if key.startswith("agency") and value)
        rule = self._book.rules[number]
        agency = _agency(rule, first[1].decode(), next(named, None))
        start = shift + len(searched[: first.start(1)].decode())
        return Found(rule, start, start + len(first[1].decode()), agency)

    def matching(self, number: int) -> set[int]:
        """Return the wordings of a rule that match anywhere that it looks."""
        rule = self._book.rules[number]
        return {
            wording
            for wording in self.spots.get(number, ())
            if any(self._match(number, place, [wording]) for place in rule.where)
        }

    def _may_begin(self, number: int, wording: int) -> bool:
        """Tell whether a line begins as a wording does: paragraphs begin lines."""
        firsts = self._book.firsts[number][wording]
        if firsts is None:
            return True
        if self._line_starts is None:
            self._line_starts = words_at_line_starts(self.text)
        return not firsts.isdisjoint(self._line_starts)

    def alike(self, cutoff: float) -> Iterator[Found]:
        """Yield what is like a wording with a score of at least `cutoff`, the most alike first."""
        for like in self._book.similar.find(self.text, cutoff):
            yield self._found(like)

    def _found(self, like: Like) -> Found:
        rule = self._book.rules[like.rule]
        agency = _agency(rule, self.text[like.start : like.end], None)
        return Found(rule, like.start, like.end, agency, like.score)


@cache
def _agency_pattern() -> Any:  # noqa: ANN401  # re2 ships no types
    return re2.compile(rf"\b{slots()['agency']}\b")


def _agency(rule: Rule, notice: str, named: str | None) -> str | None:
    """Return the short name of the agency that a match has named, else the first in the notice of such a rule."""
    names_one = any("{agenc" in wording for wording in rule.wordings) or "(?P<agency>" in (rule.pattern or "")
    if named is None and names_one:
        found = _agency_pattern().search(notice)
        named = found["agency"] if found else None
    return short_name(named or rule.facts.agency)


def short_name(name: str | None) -> str | None:
    """Return the short name of an agency, None where it is not one that we know.

    >>> short_name("The Associated Press")
    'AP'
    """
    if name is None:
        return None
    plain = " ".join(name.removeprefix("The ").removeprefix("the ").split())
    return agencies().get(plain) or _in_capitals().get(plain.upper())


@cache
def _in_capitals() -> Mapping[str, str]:
    return {name.upper(): short for name, short in agencies().items()}


@cache
def rulebook_of(rules: tuple[Rule, ...]) -> Rulebook:
    """Return the book of some rules, made once per process."""
    return Rulebook(rules)
