"""Which wordings a text may hold: one search for the telling phrases of all rules at once.

It may say yes too often and never no. Phrases are found by one automaton (RE2::Set), whose cost hardly grows with
their number; rules that are a pattern by RE2's own filter (FilteredRE2).
"""

from collections.abc import Mapping, Sequence
from typing import Any

import re2

from corpusclean.boilerplate.rule import Rule
from corpusclean.boilerplate.telling import AGENCY, agency_words, clauses, declared, plain_bytes

MAX_MEMORY = 256 << 20
"""Bytes that an automaton may use at most; hundreds of rules take a few million."""

Spots = Mapping[int, Sequence[int]]
"""The numbers of the rules that may find something, each with the numbers of its wordings that may."""


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


class Evidence:
    """What is looked for in a text to tell which wordings of some rules may stand in it."""

    def __init__(self, rules: Sequence[Rule]) -> None:
        """Collect the clauses of every wording; the first of each leads to the others."""
        wanted = [
            ((number, place), clauses(wording, goes_on="head" in rule.where))
            for number, rule in enumerate(rules)
            for place, wording in enumerate(rule.wordings)
        ]
        patterns = [(number, rule) for number, rule in enumerate(rules) if rule.pattern is not None]
        wanted += [((number, 0), (declared(rule.evidence),)) for number, rule in patterns if rule.evidence]
        phrases = sorted({phrase for _, found in wanted for clause in found for phrase in clause - AGENCY})
        numbers = {phrase: number for number, phrase in enumerate([*phrases, *AGENCY])}
        self._agency = len(phrases)
        self._always = [spot for spot, found in wanted if not found]
        self._leads: list[list[tuple[tuple[int, int], list[frozenset[int]]]]] = [[] for _ in numbers]
        for spot, found in wanted:
            rest = [frozenset(numbers[phrase] for phrase in clause) for clause in found[1:]]
            for phrase in found[0] if found else ():
                self._leads[numbers[phrase]].append((spot, rest))
        self._phrases = word_set(phrases, literal=False) if phrases else None
        self._agencies = word_set(agency_words(), case_sensitive=True)
        self._patterns = [number for number, rule in patterns if not rule.evidence]
        self._filter = _pattern_filter([str(rules[number].pattern) for number in self._patterns])

    def spots(self, text: str) -> Spots:
        """Return which rules, and which of their wordings, may find something in a text."""
        plain, whole = plain_bytes(text), text.encode()
        seen = set(self._phrases.Match(plain) or ()) if self._phrases else set()
        if self._agencies.Match(whole):
            seen.add(self._agency)
        may = set(self._always)
        for phrase in seen:
            for spot, rest in self._leads[phrase]:
                for clause in rest:
                    if clause.isdisjoint(seen):
                        break
                else:
                    may.add(spot)
        if self._filter:
            may.update((self._patterns[index], 0) for index in self._filter.Match(whole, potential=True) or ())
        found: dict[int, list[int]] = {}
        for number, place in sorted(may):
            found.setdefault(number, []).append(place)
        return found


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
