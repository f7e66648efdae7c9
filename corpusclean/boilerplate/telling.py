"""What a wording cannot do without: phrases of which each match of it holds some.

A clause is a set of phrases, of which one has to be there. A wording is what all its clauses allow. Phrases are
RE2 patterns: words of the wording as it translates them, from blank to blank where the wording has them so.
"""

import re
from collections.abc import Iterator, Sequence
from functools import cache
from typing import NamedTuple

from corpusclean.boilerplate.items import AGENCIES, WAYS, Group, Items, parsed, ways_to_say
from corpusclean.boilerplate.wording import literal, slots

Clause = frozenset[str]

MOST = 3
"""Clauses of a wording that are asked for; more cost more than they tell."""

COMMON = frozenset(
    {"also", "and", "are", "been", "dies", "diese", "dieser", "esta", "este", "for", "from", "has", "have", "into"}
    | {"mit", "not", "onto", "que", "that", "the", "their", "this", "una", "was", "were", "which", "will", "with"}
    | {"without", "you", "your"}
)
"""Words that tell nothing, as every article has them."""

_NARROW = {"{email}": ("@", "protected"), "{handle}": ("@",)}
"""Slots that tell something by themselves, and what each match of them holds."""
_MARKS = frozenset("(/")
"""Marks that tell something before the name of an agency."""
_WORD = re.compile(r"[^\W_]")
_WHOLE = re.compile(r"[^\W_]+")
_LISTS = ("{networks}", "{agencies}")
"""Slots that go on over an empty line."""
_WORDS = 48
"""Words of a clause up to which they are looked for one by one."""
_FEW = 12
"""Phrases of a clause up to which it is a narrow one."""


class _Phrase(NamedTuple):
    letters: int
    common: bool
    pattern: str
    word: str = ""
    """The longest word of it, case folded, as every match holds it."""


@cache
def clauses(wording: str, *, goes_on: bool = False) -> tuple[Clause, ...]:
    r"""Return the most telling clauses of a wording, the best first; none where nothing in it is sure.

    Where text may follow a match at once (a rule for heads), it `goes_on`.

    >>> [sorted(clause) for clause in clauses("<see|read>more{year}")]
    [['\\breadmore', '\\bseemore']]
    >>> clauses("[{year}]")
    ()
    """
    found = _clauses(wording, goes_on)
    patterns = dict.fromkeys(frozenset(phrase.pattern for phrase in clause) for clause in found)
    return tuple(patterns)[:MOST]


@cache
def telling_words(wording: str, *, goes_on: bool = False) -> tuple[frozenset[str], ...]:
    """Return what of the clauses of a wording can be looked for without a pattern: a word for each of its phrases.

    >>> [sorted(words) for words in telling_words("our {outlet} <reserves all|has> rights")]
    [['reserves', 'rights'], ['our']]
    """
    found = (frozenset(phrase.word for phrase in clause) for clause in _clauses(wording, goes_on))
    return tuple(dict.fromkeys(words for words in found if all(words) and len(words) <= _WORDS))[:MOST]


def holds_list(wording: str) -> bool:
    """Tell whether a match of a wording may go on over an empty line, as a list of names does.

    >>> holds_list("share {networks} now"), holds_list("share this")
    (True, False)
    """
    return any(slot in wording for slot in _LISTS)


@cache
def _clauses(wording: str, goes_on: bool) -> list[frozenset[_Phrase]]:  # noqa: FBT001  # as asked for
    return sorted(_of_sequence(parsed(wording), begins=True, ends=not goes_on), key=_worth)


def _worth(clause: frozenset[_Phrase]) -> tuple[object, ...]:
    """Order clauses: no common word, few alternatives, long ones."""
    return (
        any(phrase.common for phrase in clause),
        len(clause) > _FEW,
        -min(phrase.letters for phrase in clause),
        len(clause),
        sorted(clause),
    )


def _of_sequence(items: Items, *, begins: bool, ends: bool) -> Iterator[frozenset[_Phrase]]:
    """Yield the clauses of a sequence; `begins` and `ends` tell whether a word may not go on beyond it.

    What stands side by side is written out as one phrase for each way to say it, as long as these are few.
    """
    said, first = [""], 0
    for number, item in enumerate(items):
        ways = [item] if isinstance(item, str) else ways_to_say(item)
        joined = [one + other for one in said for other in ways]
        slot = isinstance(item, str) and item.startswith("{")
        if not slot and 0 < len(joined) <= WAYS:
            said = joined
            continue
        yield from _of_ways(said, items, first, number, begins=begins, ends=ends)
        said, first = [""], number + 1
        if slot and item in AGENCIES:
            yield frozenset({_Phrase(4, common=False, pattern=_agency_name(items[:number]))})
        elif slot and item in _NARROW:
            yield frozenset(_Phrase(4, common=False, pattern=sign) for sign in _NARROW[str(item)])
        elif not slot and ways and len(ways) <= WAYS:
            said, first = ways, number
        elif isinstance(item, Group) and not item.optional:
            before = _is_edge(items[:number][::-1], begins, last=True)
            after = _is_edge(items[number + 1 :], ends, last=False)
            one = [
                min(_of_sequence(branch, begins=before, ends=after), key=_worth, default=None)
                for branch in item.alternatives
            ]
            if all(one):
                yield frozenset(phrase for clause in one if clause for phrase in clause)
    yield from _of_ways(said, items, first, len(items), begins=begins, ends=ends)


def _of_ways(
    said: Sequence[str], items: Items, first: int, end: int, *, begins: bool, ends: bool
) -> Iterator[frozenset[_Phrase]]:
    """Yield the clause of words written out, if each way to say them tells something."""
    before = _is_edge(items[:first][::-1], begins, last=True)
    after = _is_edge(items[end:], ends, last=False)
    phrases = [_phrase(one, begins=before, ends=after) for one in said]
    if all(phrases):
        yield frozenset(phrase for phrase in phrases if phrase)


def _is_edge(items: Items, outside: bool, *, last: bool) -> bool:  # noqa: FBT001  # what is beyond the items
    """Tell whether what comes next, the nearest item first, is no letter; of words the `last` or the first one."""
    for item in items:
        if isinstance(item, str):
            return not item.startswith("{") and not (item[-1] if last else item[0]).isalnum()
        branches = [branch[::-1] if last else branch for branch in item.alternatives]
        if not all(not branch or _is_edge(branch, outside=False, last=last) for branch in branches):
            return False
        if not item.optional and all(branches):
            return True
    return outside


def _phrase(words: str, *, begins: bool, ends: bool) -> _Phrase | None:
    """Return words as a phrase, from edge to edge where they have such; None where they are too short to tell."""
    said = words.strip()
    begins = (begins or words[:1].isspace()) and said[:1].isascii() and said[:1].isalnum()
    ends = (ends or words[-1:].isspace()) and said[-1:].isascii() and said[-1:].isalnum()
    whole = (begins and ends) or not _WORD.search(said)
    if len(said) < (1 if not said.isascii() else 2 if whole else 3) or not said:
        return None
    pattern = (r"\b" if begins else "") + literal(said) + (r"\b" if ends else "")
    word = max(_WHOLE.findall(said), key=len, default="").casefold()
    return _Phrase(len(said), set(said.lower().split()) <= COMMON, pattern, word)


def declared(evidence: Sequence[str]) -> Clause:
    """Return the clause that a rule file declares: letters of which some stand in every notice of the family."""
    return frozenset(literal(words) for words in evidence)


def _agency_name(before: Items) -> str:
    """Return the pattern of an agency's name: with the mark that stands before it, or a word of it that tells."""
    mark = before[-1][-1:] if before and isinstance(before[-1], str) else ""
    if mark in _MARKS:
        return f"{literal(mark)}{slots()['agency'].replace('?P<agency>', '?:')}"
    return _agency_word()


@cache
def _agency_word() -> str:
    """Return the pattern of the names of agencies, as they are spelled and in capitals."""
    return slots()["agency"].replace("?P<agency>", "?:")
