"""What a wording cannot do without: phrases of which each match of it holds some.

A clause is a set of phrases, of which one has to be there. A wording is what all its clauses allow. What stands
for itself in a phrase is looked for without a pattern, in a text that is made plain: case folded, one blank for
each run of blanks. It is less than a pattern says, so it may say yes too often.
"""

import itertools
import math
import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from typing import NamedTuple

from corpusclean.boilerplate.items import AGENCIES, WAYS, Group, Items, parsed, ways_to_say
from corpusclean.boilerplate.wording import agencies

Phrase = tuple[str, ...]
"""What of a phrase stands for itself, made plain, the longest first: all but its dashes and quotes."""

Clause = frozenset[Phrase]

MOST = 3
"""Clauses of a wording that are asked for; more cost more than they tell."""

COMMON = frozenset(
    {"also", "and", "are", "been", "bereits", "dies", "diese", "dieser", "esta", "este", "for", "from", "haben"}
    | {"has", "have", "into", "mit", "not", "onto", "que", "that", "the", "their", "this", "una", "was", "were"}
    | {"which", "will", "with", "without", "you", "your"}
)
"""Words that tell nothing, as every article has them."""

_NARROW = {"{email}": ("@", "protected"), "{handle}": ("@",)}
"""Slots that tell something by themselves, and what each match of them holds."""
_BEFORE_AGENCY = frozenset("(/")
"""Marks that tell something before the name of an agency."""
_SAME = {char: same for same in ("'’‘ʼ`´", '"“”„«»', "-‐‑‒–—") for char in same}  # noqa: RUF001  # as in wordings
"""Dashes and quotes, each of which stands for the others."""
_OTHER = re.compile(f"[^{re.escape(''.join(_SAME))}]+")
_BLANKS = re.compile(r"\s+")
_LISTS = ("{networks}", "{agencies}")
"""Slots that go on over an empty line."""
_PART = 4
"""Letters of the longest part of a phrase from which on it need not be spelled out."""
NARROW, WIDE = 12, 400
"""Phrases of a clause up to which it is a narrow one, and up to which they are looked for one by one at all."""


@cache
def clauses(wording: str) -> tuple[Clause, ...]:
    """Return the most telling clauses of a wording, the best first; none where nothing in it is sure.

    >>> [sorted(clause) for clause in clauses("our {outlet} <reserves all|has> rights")]
    [[(' has rights',), (' reserves all rights',)], [('our ',)]]
    >>> clauses("[{year}]")
    ()
    """
    return tuple(dict.fromkeys(sorted(_of_sequence(parsed(wording)), key=_worth)))[:MOST]


@cache
def holds_list(wording: str) -> bool:
    """Tell whether a match of a wording may go on over an empty line, as a list of names does.

    >>> holds_list("share {networks} now"), holds_list("share this")
    (True, False)
    """
    return any(slot in wording for slot in _LISTS)


def declared(evidence: Iterable[str]) -> Clause | None:
    """Return the clause that a rule file declares: letters of which some stand in every notice of the family.

    Between words there may be any blank, for a dash or a quote any other. None where a phrase has little else.

    >>> sorted(declared(["this article", "(c)"]) or ()), declared(["(c)", "----"])
    ([('(c)',), ('this article',)], None)
    """
    told = {phrase for words in evidence for phrase in _spelled(words.casefold())}
    return frozenset(told) if all(told) else None


def _spelled(words: str) -> Iterator[Phrase]:
    """Yield words with each dash and quote that may stand there; what is beside these, where they are many."""
    ways = [_SAME.get(char, char) for char in words]
    if math.prod(map(len, ways)) > NARROW:
        yield _parts(words)
    else:
        yield from ((_BLANKS.sub(" ", "".join(said)),) for said in itertools.product(*ways))


class Telling(NamedTuple):
    """Clauses, ready to be looked for."""

    clauses: tuple[tuple[Phrase, ...], ...]

    def stand_in(self, said: str) -> bool:
        """Tell whether of every clause a phrase stands in what is said, made plain.

        >>> telling = telling_of(clauses("our {outlet} <reserves all|has> rights"))
        >>> telling.stand_in("our mail has rights"), telling.stand_in("our mail has rain")
        (True, False)
        """
        for clause in self.clauses:
            for phrase in clause:
                for word in phrase:
                    if word not in said:
                        break
                else:
                    break
            else:
                return False
        return True


def telling_of(wanted: Iterable[Clause], most: int = 2 * NARROW) -> Telling:
    """Return clauses of so many phrases at most, ready to be looked for, of each those of few parts first."""
    asked = (clause for clause in wanted if len(clause) <= most)
    return Telling(tuple(tuple(sorted(clause, key=lambda phrase: (len(phrase), phrase))) for clause in asked))


@cache
def telling(wording: str) -> Telling:
    """Return the clauses of a wording, ready to be looked for."""
    return telling_of(clauses(wording))


def stays_in_line(pattern: str) -> bool:
    r"""Tell whether no match of a pattern goes on over the end of a line.

    >>> stays_in_line(r"(?i)read [^\n]+"), stays_in_line(r"read[^.]+"), stays_in_line(r"read\s+more")
    (True, False, False)
    """
    beside = _NEGATED.sub(lambda each: "" if re.search(r"\\[ns]", each[0]) else each[0], pattern)
    return not _LEAVES_LINE.search(beside)


_NEGATED = re.compile(r"\[\^(?:[^\]\\]|\\.)*\]")
_LEAVES_LINE = re.compile(r"\n|\\[nsvxDWPC]|\[\^|\(\?[a-zA-Z]*s")


def _worth(clause: Clause) -> tuple[object, ...]:
    """Order clauses: no common word, few alternatives, long words."""
    return (
        any(COMMON.issuperset(phrase[0].split()) for phrase in clause),
        len(clause) > NARROW,
        -min(len(phrase[0]) for phrase in clause),
        len(clause),
        sorted(clause),
    )


def _of_sequence(items: Items) -> Iterator[Clause]:
    """Yield the clauses of a sequence.

    What stands side by side is written out as one phrase for each way to say it, as long as these are few.
    """
    said = [""]
    for number, item in enumerate(items):
        ways = [item] if isinstance(item, str) else ways_to_say(item)
        joined = [one + other for one in said for other in ways]
        slot = isinstance(item, str) and item.startswith("{")
        if not slot and 0 < len(joined) <= WAYS:
            said = joined
            continue
        yield from _of_ways(said)
        said = [""]
        if slot and item in AGENCIES:
            before = items[number - 1] if number else ""
            if isinstance(before, str) and before[-1:] in _BEFORE_AGENCY:
                yield _agencies_behind(before[-1])
        elif slot and item in _NARROW:
            yield frozenset((sign,) for sign in _NARROW[str(item)])
        elif not slot and ways and len(ways) <= WAYS:
            said = ways
        elif isinstance(item, Group) and not item.optional:
            one = [min(_of_sequence(branch), key=_worth, default=None) for branch in item.alternatives]
            if all(one):
                yield _shortest(phrase for clause in one if clause for phrase in clause)
    yield from _of_ways(said)


@cache
def _agencies_behind(mark: str) -> Clause:
    """Return the clause of a mark with the name of an agency behind it, of which the first word tells."""
    first = {name.casefold().split()[0] for name in agencies()}
    return _shortest((mark + word,) for word in [*first, *(f"the {word}" for word in first)])


def _of_ways(said: Sequence[str]) -> Iterator[Clause]:
    """Yield the clause of words written out, if each way to say them tells something."""
    phrases = set[Phrase]()
    for one in said:
        told = _phrases(one)
        if not all(told):
            return
        phrases.update(told)
    yield _shortest(phrases)


def _shortest(phrases: Iterable[Phrase]) -> Clause:
    """Return phrases without those in which another one stands, and which tell no more together with it."""
    several = set(phrases)
    if len(several) == 1:
        return frozenset(several)
    found: list[Phrase] = []
    for phrase in sorted(several, key=lambda parts: (len("".join(parts)), parts)):
        said = "\n".join(phrase)
        for first, *others in found:
            if first in said and all(other in said for other in others):
                break
        else:
            found.append(phrase)
    return frozenset(found)


def _phrases(words: str) -> Iterable[Phrase]:
    """Return words as phrases, an empty one where they are too short to tell: `ko-fi` with each dash there is."""
    least = 2 if words.isascii() and any(map(str.isalnum, words)) else 1
    if len(words.strip()) < least:
        return ((),)
    parts = _parts(words)
    short = len(parts) > 1 and len(parts[0]) < _PART
    return tuple(_spelled(words.casefold())) if short else (parts,)


@cache
def _parts(words: str) -> Phrase:
    """Return what stands for itself between the dashes and quotes of a phrase."""
    small = _BLANKS.sub(" ", words.casefold())
    if _SAME.keys().isdisjoint(small):
        return (small,) if small.strip() else ()
    parts = _OTHER.findall(small)
    return tuple(sorted({part for part in parts if part.strip()}, key=lambda part: (-len(part), part)))
