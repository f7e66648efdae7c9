"""Which documents a rule has to look at: a scan of the whole column, which may say yes too often and never no."""

import re
from collections.abc import Sequence

import pyarrow as pa
import pyarrow.compute as pc

from corpusclean.boilerplate.rule import Rule
from corpusclean.boilerplate.wording import literal, slots
from corpusclean.errors import UsageError

HEAD = 400
"""Characters at the beginning of a text in which a rule for heads alone can find anything."""

_OPTIONAL = re.compile(r"\[[^\[\]]*\]|<[^<>]*>|\{[^{}]*\}")
_ESCAPED = re.compile(r"\\.", re.DOTALL)
_WORD = re.compile(r"[^\W\d_]{3,}")
_COMMON = frozenset({"and", "for", "from", "has", "have", "not", "that", "the", "this", "was", "with"})


def evidence(rule: Rule) -> str:
    """Return an RE2 pattern that matches somewhere in every text in which the rule can match.

    Of each wording the longest telling word that may not be missing; where there is none, the
    agencies; where there is nothing at all, anything.
    """
    if rule.pattern is not None:
        return rule.pattern.replace("(?P<agency>", "(?:")
    return "|".join(sorted({_of_wording(wording) for wording in rule.wordings}))


def _of_wording(wording: str) -> str:
    """Return the evidence of one wording.

    >>> _of_wording("with [additional ]inputs from {agencies}")
    '(?i:inputs)'
    """
    required = _ESCAPED.sub("|", wording)
    while (shorter := _OPTIONAL.sub("|", required)) != required:
        required = shorter
    words = _WORD.findall(required)
    if words:
        telling = max(words, key=lambda word: (word.lower() not in _COMMON, len(word)))
        return f"(?i:{literal(telling)})"
    if "{agency}" in wording or "{agencies}" in wording:
        return slots()["agency"].replace("(?P<agency>", "(?:")
    return ""


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
