"""What a wording cannot do without: phrases of which each match of it holds some.

A clause is a set of phrases, of which one has to be there. A wording is what all its clauses allow. Phrases are
RE2 patterns: words of the wording as it translates them, from blank to blank where the wording has them so.
"""

import itertools
import re
from collections.abc import Iterator, Sequence
from functools import cache
from typing import NamedTuple

from corpusclean.boilerplate.wording import BLANK, agencies, literal

Clause = frozenset[str]

MOST = 3
"""Clauses of a wording that are asked for; more cost more than they tell."""

AGENCY: Clause = frozenset({"{agency}"})
"""The clause of a wording that names an agency: `agency_words`, whose case counts."""

COMMON = frozenset(
    {"also", "and", "are", "been", "dies", "diese", "dieser", "esta", "este", "for", "from", "has", "have", "into"}
    | {"mit", "not", "onto", "que", "that", "the", "their", "this", "una", "was", "were", "which", "will", "with"}
    | {"without", "you", "your"}
)
"""Words that tell nothing, as every article has them."""

_MARK = re.compile(r"\\[{}\[\]<>|\\]|[\[\]<>|]|\{[^{}]*\}")
_ESCAPED = "{escaped}"
"""What stands for a mark that means itself: no slot, and nothing that tells."""
_BLANKS = tuple(blank.encode() for blank in "\u00a0\u2009\u202f\u3000")
_WORDS = re.compile(r"([^\W_]+)")
_NUMBERS = {"{year}": "0", "{date}": "0", "{number}": "0"}
_AGENCIES = ("{agency}", "{agencies}")
_NARROW = {"{email}": ("@", "protected"), "{handle}": ("@",)}
"""Slots that tell something by themselves, and what each match of them holds."""
_FEW = 12
"""Phrases of a clause up to which it is a narrow one."""
_WAYS = 64
"""Ways to say what stands side by side, up to which they are written out."""


class _Group(NamedTuple):
    """Alternatives, each a sequence of words and groups; they may all be missing where it is optional."""

    optional: bool
    alternatives: list[list["str | _Group"]]


_Items = Sequence[str | _Group]


class _Phrase(NamedTuple):
    letters: int
    common: bool
    pattern: str


@cache
def clauses(wording: str, *, goes_on: bool = False) -> tuple[Clause, ...]:
    r"""Return the most telling clauses of a wording, the best first; none where nothing in it is sure.

    Where text may follow a match at once (a rule for heads), it `goes_on`.

    >>> [sorted(clause) for clause in clauses("<with|plus> [some ]inputs{year}")]
    [['\\bplus\\s+inputs', '\\bplus\\s+some\\s+inputs', '\\bwith\\s+inputs', '\\bwith\\s+some\\s+inputs']]
    >>> clauses("[{year}]")
    ()
    """
    found = sorted(_of_sequence(_parsed(wording), begins=True, ends=not goes_on), key=_worth)
    patterns = dict.fromkeys(frozenset(phrase.pattern for phrase in clause) for clause in found)
    return tuple(patterns)[:MOST]


def _worth(clause: frozenset[_Phrase]) -> tuple[object, ...]:
    """Order clauses: no common word, few alternatives, long ones."""
    return (
        any(phrase.common for phrase in clause),
        len(clause) > _FEW,
        -min(phrase.letters for phrase in clause),
        len(clause),
        sorted(clause),
    )


@cache
def _parsed(wording: str) -> _Items:
    top = _Group(optional=False, alternatives=[[]])
    stack = [top]
    position = 0
    for mark in _MARK.finditer(wording):
        if words := wording[position : mark.start()]:
            stack[-1].alternatives[-1].append(words)
        position = mark.end()
        if mark[0] in "[<":
            group = _Group(mark[0] == "[", [[]])
            stack[-1].alternatives[-1].append(group)
            stack.append(group)
        elif mark[0] in "]>":
            stack.pop()
        elif mark[0] == "|":
            stack[-1].alternatives.append([])
        elif mark[0].startswith("\\"):
            stack[-1].alternatives[-1].append(_ESCAPED)
        else:
            stack[-1].alternatives[-1].append(mark[0])
    if wording[position:]:
        top.alternatives[-1].append(wording[position:])
    return top.alternatives[-1]


def _of_sequence(items: _Items, *, begins: bool, ends: bool) -> Iterator[frozenset[_Phrase]]:
    """Yield the clauses of a sequence; `begins` and `ends` tell whether a word may not go on beyond it.

    What stands side by side is written out as one phrase for each way to say it, as long as these are few.
    """
    said, first = [""], 0
    for number, item in enumerate(items):
        ways = [item] if isinstance(item, str) else _ways(item)
        joined = [one + other for one in said for other in ways]
        slot = isinstance(item, str) and item.startswith("{")
        if not slot and 0 < len(joined) <= _WAYS:
            said = joined
            continue
        yield from _of_ways(said, items, first, number, begins=begins, ends=ends)
        said, first = [""], number + 1
        if slot and item in _AGENCIES:
            yield frozenset({_Phrase(4, common=False, pattern="{agency}")})
        elif slot and item in _NARROW:
            yield frozenset(_Phrase(4, common=False, pattern=sign) for sign in _NARROW[str(item)])
        elif not slot and ways and len(ways) <= _WAYS:
            said, first = ways, number
        elif isinstance(item, _Group) and not item.optional:
            before = _is_edge(items[:number][::-1], begins, last=True)
            after = _is_edge(items[number + 1 :], ends, last=False)
            one = [
                min(_of_sequence(branch, begins=before, ends=after), key=_worth, default=None)
                for branch in item.alternatives
            ]
            if all(one):
                yield frozenset(phrase for clause in one if clause for phrase in clause)
    yield from _of_ways(said, items, first, len(items), begins=begins, ends=ends)


def _ways(group: _Group) -> list[str]:
    """Return every way to say a group, none where they are too many, or it has a slot."""
    found = [""] if group.optional else []
    for branch in group.alternatives:
        said = [""]
        for item in branch:
            ways = ([] if item.startswith("{") else [item]) if isinstance(item, str) else _ways(item)
            said = [one + other for one in said for other in ways]
            if not 0 < len(said) <= _WAYS:
                return []
        found += said
    return list(dict.fromkeys(found)) if len(found) <= _WAYS else []


def _of_ways(
    said: Sequence[str], items: _Items, first: int, end: int, *, begins: bool, ends: bool
) -> Iterator[frozenset[_Phrase]]:
    """Yield the clause of words written out, if each way to say them tells something."""
    before = _is_edge(items[:first][::-1], begins, last=True)
    after = _is_edge(items[end:], ends, last=False)
    phrases = [_phrase(one, begins=before, ends=after) for one in said]
    if all(phrases):
        yield frozenset(phrase for phrase in phrases if phrase)


@cache
def first_words(wording: str) -> frozenset[str] | None:
    """Return the words with which a wording may begin, case folded: two of each way to say it, or the only one.

    None where that is not sure.

    >>> sorted(first_words("<With|plus> [some ]inputs from {agencies}") or ())
    ['plus inputs', 'plus some', 'with inputs', 'with some']
    >>> first_words("{people} contributed")
    """
    items = _parsed(wording)
    if items and items[0] in _AGENCIES:
        return _agency_starts()
    said, whole = [""], True
    for item in items:
        ways = ([] if item.startswith("{") else [item]) if isinstance(item, str) else _ways(item)
        joined = [one + other for one in said for other in ways]
        whole = 0 < len(joined) <= _WAYS
        if not whole:
            break
        said = joined
    found = [_first_two(one, whole=whole) for one in said]
    return frozenset(one for one in found if one) if all(found) else None


def _first_two(said: str, *, whole: bool) -> str | None:
    """Return the first two words of what begins a line, or the first; None where it may go on."""
    words = [match[1].casefold() for match in _WORDS.finditer(said)]
    if words and not whole and said[-1].isalnum():
        words.pop()
    return " ".join(words[:2]) if words else None


def words_at_line_starts(text: str) -> frozenset[str]:
    """Return the first word of every line of a text, case folded, and the first two, wherever the line ends.

    >>> sorted(words_at_line_starts("- Read more" + chr(10) + "here"))
    ['here', 'read', 'read more']
    """
    found = set[str]()
    lonely = list[str]()
    for line in text.split("\n"):
        words = [match[1].casefold() for match in itertools.islice(_WORDS.finditer(line), 2)]
        if words:
            found.update(f"{one} {words[0]}" for one in lonely)
            found.update((words[0], " ".join(words)))
            lonely = words if len(words) == 1 else []
    return frozenset(found)


@cache
def _agency_starts() -> frozenset[str]:
    """Return the first words of the names of agencies."""
    found = (_first_two(name, whole=True) for name in agencies())
    return frozenset(one.split()[0] for one in found if one) | {"the"}


def _is_edge(items: _Items, outside: bool, *, last: bool) -> bool:  # noqa: FBT001  # what is beyond the items
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
    if len(said) < (2 if begins and ends else 3 if said.isascii() else 1) or not said:
        return None
    pattern = (r"\b" if begins else "") + _plain(said) + (r"\b" if ends else "")
    return _Phrase(len(said), set(said.lower().split()) <= COMMON, pattern)


def declared(evidence: Sequence[str]) -> Clause:
    """Return the clause that a rule file declares: letters of which some stand in every notice of the family."""
    return frozenset(_plain(words) for words in evidence)


def _plain(words: str) -> str:
    """Return words as a pattern for a text that `plain_bytes` has made: of blanks there are but those of ASCII."""
    return literal(words).replace(f"{BLANK}+", r"\s+")


def plain_bytes(text: str) -> bytes:
    r"""Return a text as UTF-8 for the search of phrases: with plain blanks, and none but letters in words.

    >>> plain_bytes("_Read\u00a0more_")
    b' Read more '
    """
    found = text.encode().replace(b"_", b" ")
    if not text.isascii():
        for blank in _BLANKS:
            found = found.replace(blank, b" ")
    return found


def sample(wording: str, *, full: bool, last: bool) -> str:
    """Return a wording written out: with all that may be missing or none, the first of several or the last.

    Slots are `§`, as names are in a normal form, but for years and dates.

    >>> sample("<with|plus> [additional ]inputs from {agencies} in {year}", full=True, last=True)
    'plus additional inputs from § in 0'
    """
    return "".join(_written(_parsed(wording), full=full, last=last))


def _written(items: _Items, *, full: bool, last: bool) -> Iterator[str]:
    for item in items:
        if isinstance(item, str):
            yield _NUMBERS.get(item, "§") if item.startswith("{") else item
        elif full or not item.optional:
            yield from _written(item.alternatives[-1 if last else 0], full=full, last=last)


@cache
def agency_words() -> tuple[str, ...]:
    """Return what the names of agencies hold as they are spelled and in capitals: the longest word of each."""
    words = {max(re.findall(r"[^\s'’-]+", name), key=len) for name in agencies()}
    return tuple(sorted({*words, *(word.upper() for word in words)}))
