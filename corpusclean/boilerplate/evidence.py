"""Which wordings a text may hold, and where: asked of it once, before any of them is looked for.

It may say yes too often and never no. A wording that begins with words of its own is looked up by the words with
which lines and sentences of the text begin; any other by the phrases that it cannot do without, in one search for
those of all rules (RE2::Set), whose cost hardly grows with their number; a pattern by RE2's own filter
(FilteredRE2).
"""

import itertools
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

import re2

from corpusclean.boilerplate.beginning import (
    AGENCY,
    NETWORK,
    beginnings,
    line_starts,
    named_by,
    next_word,
    sentence_starts,
)
from corpusclean.boilerplate.rule import Place, Rule
from corpusclean.boilerplate.telling import clauses, declared
from corpusclean.boilerplate.wording import TWO_NETWORKS

MAX_MEMORY = 256 << 20
"""Bytes that an automaton may use at most; hundreds of rules take a few million."""

PLACES_IN_ORDER: tuple[Place, ...] = ("tail", "parenthesis", "paragraph", "inline", "head")
"""Tails first, so that stacked notices come off one after the other."""

WINDOW = 1_200
"""Characters at the end of a text in which a rule for tails looks: no notice is as long."""

SLACK = 300
"""Characters by which a text may get shorter until it is asked anew what may be at its end."""

NEAR_END = WINDOW + SLACK


class Spot(NamedTuple):
    """A wording of a rule at a place, all by number; a rule that is a pattern has one, 0."""

    place: int
    rule: int
    wording: int


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


class Clue(NamedTuple):
    """Where a wording may be, and what must stand there: a phrase of each clause, by number."""

    tails: tuple[Spot, ...]
    heads: tuple[Spot, ...]
    within: tuple[Spot, ...]
    clauses: tuple[frozenset[int], ...]

    def holds(self, seen: frozenset[int]) -> bool:
        """Tell whether of every clause a phrase was seen."""
        return not any(map(seen.isdisjoint, self.clauses))


class Evidence:
    """What is looked for in a text to tell which wordings of some rules may stand in it."""

    def __init__(self, rules: Sequence[Rule]) -> None:
        """Enter every wording under its beginnings, or under the phrases of its first clause."""
        self.firsts: dict[tuple[int, int], frozenset[str]] = {}
        """The words of which one is the first of a wording, by its rule and number, where that is sure."""
        self._numbers: dict[str, int] = {}
        self._begins: dict[str, _Node] = {}
        self._leads: dict[int, list[Clue]] = {}
        self._always: list[Spot] = []
        for number, rule in enumerate(rules):
            for wording, said in enumerate(rule.wordings):
                self._enter_wording(rule, number, wording, said)
            if rule.evidence and rule.pattern is not None:
                self._enter(_spots(rule, number, 0), [declared(rule.evidence)])
        self._phrases = word_set(list(self._numbers), literal=False) if self._numbers else None
        patterns = [(number, rule) for number, rule in enumerate(rules) if rule.pattern and not rule.evidence]
        self._patterns = [_spots(rule, number, 0) for number, rule in patterns]
        self._filter = _pattern_filter([str(rule.pattern) for _, rule in patterns])

    def _enter_wording(self, rule: Rule, number: int, wording: int, said: str) -> None:
        spots, at_head = _spots(rule, number, wording), "head" in rule.where
        begins = None if _ANYWHERE & set(rule.where) else beginnings(said, 2, goes_on=at_head)
        if begins is None:
            self._enter(spots, clauses(said, goes_on=at_head))
            return
        tells_little = min(map(len, begins)) == 1  # as `the`, or a name
        clue = self._clue(spots, clauses(said, goes_on=at_head) if tells_little else ())
        firsts = frozenset(beginning[0] for beginning in begins)
        for word in firsts:
            self._begins.setdefault(word, _Node(word)).wordings.append((said, at_head, clue))
        if "{networks}" in said:
            self._enter(spots, [frozenset({TWO_NETWORKS})])
        else:
            self.firsts[number, wording] = firsts

    def _enter(self, spots: Sequence[Spot], wanted: Sequence[frozenset[str]]) -> None:
        clue = self._clue(spots, wanted)
        for phrase in clue.clauses[0] if wanted else ():
            self._leads.setdefault(phrase, []).append(clue)
        if not wanted:
            self._always += spots

    def _clue(self, spots: Sequence[Spot], wanted: Sequence[frozenset[str]]) -> Clue:
        numbers = self._numbers
        tails = tuple(spot for spot in spots if PLACES_IN_ORDER[spot.place] == "tail")
        heads = tuple(spot for spot in spots if PLACES_IN_ORDER[spot.place] == "head")
        within = tuple(spot for spot in spots if spot not in (*tails, *heads))
        told = tuple(
            frozenset(numbers.setdefault(one, len(numbers)) for one in sorted(clause)) for clause in wanted
        )
        return Clue(tails, heads, within, told)

    def spots(self, text: str) -> Spots:
        """Return what may be found in a text."""
        whole = text.replace("_", " ").encode()  # a word to RE2 has no end before one
        cut = max(0, len(whole) - _NEAR_END_BYTES)
        near = self._seen(whole[cut:])
        seen = near | self._seen(whole[: cut + _PHRASE_BYTES]) if cut else near
        lines, tails = self._that_begin(text)
        told = [clue for phrase in seen for clue in self._leads.get(phrase, ()) if clue.holds(seen)]
        lines = told + [clue for clue in lines if clue.holds(seen)]
        may = set(self._always)
        for clue in lines:
            may.update(clue.within)
        for clue in itertools.chain(told, tails):
            if clue.tails and clue.holds(near):
                may.update(clue.tails)
        heads = [clue for clue in lines if clue.heads]
        at_head = self._seen(whole[:NEAR_END]) if heads and cut else seen
        for clue in heads:
            if clue.holds(at_head):
                may.update(clue.heads)
        if self._filter:
            for index in self._filter.Match(whole, potential=True) or ():
                may.update(self._patterns[index])
        return sorted(may)

    def _seen(self, text: bytes) -> frozenset[int]:
        return frozenset(self._phrases.Match(text) or ()) if self._phrases else frozenset()

    def _that_begin(self, text: str) -> tuple[list[Clue], list[Clue]]:
        """Return the wordings with which lines begin, and those with which lines or sentences near the end do."""
        known = self._begins
        cut = max(0, len(text) - NEAR_END)
        near = text[cut:]
        lines, tails = list[Clue](), list[Clue]()
        for first, rest in line_starts(text[:cut]) if cut else ():
            if (node := known.get(first.casefold())) is not None:
                lines += node.after(rest)
        for first, rest in line_starts(near):
            if (node := known.get(first.casefold())) is not None:
                tails += node.after(rest)
        lines += tails
        for first, rest in sentence_starts(near):
            if (node := known.get(first.casefold())) is not None:
                tails += node.after(rest)
        return lines, tails


class _Node:
    """Wordings by their words, one after the other: those that are told by now, and what may come next.

    Under their first word stand the `wordings` themselves, until a text has this word: most it never has.
    """

    def __init__(self, word: str) -> None:
        self.word = word
        self.wordings: list[tuple[str, bool, Clue]] = []
        self.clues: list[Clue] = []
        self.nexts: dict[str, _Node] = {}

    def _enter(self, beginning: Iterable[str], clue: Clue) -> None:
        """Enter a wording under what follows the first word of one of its beginnings."""
        node = self
        for word in beginning:
            node = node.nexts.setdefault(word, _Node(word))
        node.clues.append(clue)

    def after(self, text: str) -> list[Clue]:
        """Return the wordings that begin as was said by now and go on with the words of the text."""
        while self.wordings:
            said, at_head, clue = self.wordings.pop()
            for beginning in beginnings(said, goes_on=at_head) or ():
                if beginning[0] == self.word:
                    self._enter(beginning[1:], clue)
        found, node, place = self.clues, self, 0
        while node.nexts and (following := next_word(text, place)):
            word, place = following
            for what in (AGENCY, NETWORK):
                if what in node.nexts and word in named_by()[what]:
                    found = [*found, *node.nexts[what].clues]
            if word not in node.nexts:
                break
            node = node.nexts[word]
            if node.clues:
                found = [*found, *node.clues]
        return found


_ANYWHERE: frozenset[Place] = frozenset({"parenthesis", "inline"})
"""Places that may be where no line or sentence begins."""

_PHRASE_BYTES = 300
"""Bytes of a phrase at most: so far two parts of a text overlap that are searched one by one."""

_NEAR_END_BYTES = 2 * NEAR_END
"""In bytes, about: in a script of more than two a letter what is looked at is the shorter for it."""


def _spots(rule: Rule, number: int, wording: int) -> list[Spot]:
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
