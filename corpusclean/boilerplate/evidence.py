"""Which documents a rule has to look at: a scan of the whole column, which may say yes too often and never no."""

import re
from collections.abc import Sequence
from typing import NamedTuple

import pyarrow as pa
import pyarrow.compute as pc

from corpusclean.boilerplate.rule import Rule
from corpusclean.boilerplate.wording import literal, slots
from corpusclean.errors import UsageError

HEAD = 400
"""Characters at the beginning of a text in which a rule for heads alone can find anything."""

_PARTS = re.compile(r"(?P<slot>\{\w+\})|(?P<mark>[\[\]<>|])|(?P<words>[^\[\]<>|{}]+)")
_WORD = re.compile(r"[^\W\d_]+|[©ⓒ▶☞@]")
_COMMON = frozenset(
    {
        "a",
        "an",
        "and",
        "by",
        "can",
        "for",
        "from",
        "has",
        "have",
        "in",
        "is",
        "it",
        "may",
        "not",
        "of",
        "on",
        "or",
        "our",
        "that",
        "the",
        "this",
        "to",
        "was",
        "will",
        "with",
        "you",
    }
)
_WIDE = 0x0900
"""From here on a letter tells as much as three: the scripts of India, syllables, ideographs."""

_LEAST = 3
"""The least that a run of words has to tell."""


class _Evidence(NamedTuple):
    """Patterns of which one stands in every match, and how much the weakest of them tells."""

    tells: int
    patterns: frozenset[str]


def evidence(rule: Rule) -> str:
    """Return an RE2 pattern that matches somewhere in every text in which the rule can match.

    Of each wording the longest telling word that may not be missing; where there is none, the
    agencies; where there is nothing at all, anything.
    """
    if rule.pattern is not None:
        return rule.pattern.replace("(?P<agency>", "(?:")
    return "|".join(sorted({_of_wording(wording) for wording in rule.wordings}))


def _of_wording(wording: str) -> str:
    r"""Return the evidence of one wording.

    >>> _of_wording("with [additional ]inputs from {agencies}")
    '(?i:inputs[\\s\\x{00A0}\\x{2009}\\x{202F}\\x{3000}]+from)'
    >>> _of_wording("<read|see> <also|more>: {more}")
    '(?i:also)|(?i:more)'
    """
    parts = list(_PARTS.finditer(wording))
    best, _ = _of_alternatives(parts, 0)
    return "|".join(sorted(best.patterns)) if best else ""


def _of_alternatives(parts: Sequence[re.Match[str]], at: int) -> tuple[_Evidence | None, int]:
    """Return the evidence of what stands between two marks, and where the closing one is.

    Of alternatives one is there, so each must tell something; of words one behind the other the best are taken.
    """
    alternatives: list[_Evidence | None] = []
    best: _Evidence | None = None
    while at < len(parts):
        part = parts[at]
        found: _Evidence | None = None
        if part["words"]:
            found = _of_words(part["words"])
        elif part["slot"]:
            found = _of_slot(part["slot"])
        elif part["mark"] in ("[", "<"):
            inner, at = _of_alternatives(parts, at + 1)
            found = inner if part["mark"] == "<" else None
        elif part["mark"] == "|":
            alternatives.append(best)
            best = None
        elif part["mark"]:
            break
        if found and (best is None or found.tells > best.tells):
            best = found
        at += 1
    alternatives.append(best)
    told = [alternative for alternative in alternatives if alternative]
    if len(told) < len(alternatives):
        return None, at
    patterns = frozenset().union(*(alternative.patterns for alternative in told))
    return _Evidence(min(alternative.tells for alternative in told), patterns), at


def _of_slot(slot: str) -> "_Evidence | None":
    if slot in ("{agency}", "{agencies}"):
        return _Evidence(_LEAST, frozenset({slots()["agency"].replace("(?P<agency>", "(?:")}))
    if slot in ("{network}", "{networks}"):
        return _Evidence(_LEAST, frozenset({f"(?i:{slots()['network']})"}))
    return _Evidence(_LEAST, frozenset({"@", "protected"})) if slot in ("{email}", "{handle}") else None


def _of_words(words: str) -> _Evidence | None:
    found = [word for word in _WORD.findall(words) if word.lower() not in _COMMON]
    tells = sum(3 * len(word) if ord(word[0]) >= _WIDE or not word[0].isalpha() else len(word) for word in found)
    tells += sum(words.count(mark) for mark in ":/#|")
    return _Evidence(tells, frozenset({f"(?i:{literal(words.strip())})"})) if tells >= _LEAST else None


def candidates(texts: pa.Array, rules: Sequence[Rule]) -> dict[int, list[Rule]]:
    """Return for each row that may hold a notice the rules that may find one, in their order."""
    heads = pc.utf8_slice_codeunits(texts, 0, HEAD)
    found: dict[int, list[Rule]] = {}
    for rule in rules:
        where = heads if rule.where == ("head",) else texts
        try:
            hits = pc.indices_nonzero(pc.match_substring_regex(where, pattern=evidence(rule)))
        except pa.ArrowInvalid as error:
            raise UsageError(
                f"rule {rule.id}: its pattern is too large to scan a column for; say it shorter"
            ) from error
        for row in hits.to_pylist():
            found.setdefault(row, []).append(rule)
    return found
