"""Which documents a rule has to look at: one search for the telling words of all rules at once.

It may say yes too often and never no. Words are found by one automaton (RE2::Set), whose cost hardly grows with
their number; rules that are a pattern by RE2's own filter (FilteredRE2).
"""

from collections.abc import Sequence
from functools import cache
from typing import Any

import re2

from corpusclean.boilerplate.rule import Rule
from corpusclean.boilerplate.telling import AGENCY, agency_words, clauses

MAX_MEMORY = 256 << 20
"""Bytes that an automaton may use at most; hundreds of rules take a few million."""


def word_set(words: Sequence[str], *, case_sensitive: bool = False) -> Any:  # noqa: ANN401  # re2 ships no types
    """Return an automaton whose `Match` tells the numbers of the words that stand in a text, as letters."""
    options = re2.Options()
    options.literal = True
    options.case_sensitive = case_sensitive
    options.log_errors = False
    options.max_mem = MAX_MEMORY
    found = re2.Set.SearchSet(options)
    for word in words:
        found.Add(word)
    found.Compile()
    return found


class Evidence:
    """What is looked for in a text to tell which of some rules may find a notice in it."""

    def __init__(self, rules: Sequence[Rule]) -> None:
        """Collect the clauses of every wording; the first of each leads to the others."""
        self.rules = rules
        self._always = list[int]()
        wanted = [
            (number, clauses(wording))
            for number, rule in enumerate(rules)
            for wording in dict.fromkeys(rule.wordings)
        ]
        words = sorted({word for _, found in wanted for clause in found for word in clause - AGENCY})
        numbers = {word: number for number, word in enumerate(words)} | {"{agency}": len(words)}
        self._agency = len(words)
        self._leads: list[list[tuple[int, tuple[frozenset[int], ...]]]] = [[] for _ in range(len(words) + 1)]
        for number, found in wanted:
            if not found:
                self._always.append(number)
                continue
            first, *others = found
            rest = tuple(frozenset(numbers[word] for word in clause) for clause in others)
            for word in first:
                self._leads[numbers[word]].append((number, rest))
        self._words = word_set(words) if words else None
        self._agencies = word_set(agency_words(), case_sensitive=True)
        self._patterns = [number for number, rule in enumerate(rules) if rule.pattern is not None]
        self._filter = _pattern_filter([str(rules[number].pattern) for number in self._patterns])

    def rules_for(self, text: bytes) -> list[Rule]:
        """Return the rules that may find something in a text (its UTF-8), in their order."""
        seen = set(self._words.Match(text) or ()) if self._words else set()
        if self._agencies.Match(text):
            seen.add(self._agency)
        may = set(self._always)
        for word in seen:
            for number, rest in self._leads[word]:
                if number not in may and not any(clause.isdisjoint(seen) for clause in rest):
                    may.add(number)
        if self._filter:
            may.update(self._patterns[index] for index in self._filter.Match(text, potential=True) or ())
        return [self.rules[number] for number in sorted(may)]


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


@cache
def evidence_of(rules: tuple[Rule, ...]) -> Evidence:
    """Return the evidence of rules, collected once per process."""
    return Evidence(rules)
