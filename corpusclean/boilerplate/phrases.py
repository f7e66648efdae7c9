"""Phrases of which some must stand in a text: those of all rules, looked for at once, in the text made plain."""

from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from typing import Any, Generic, NamedTuple, TypeVar

import re2

from corpusclean.boilerplate.automata import options
from corpusclean.boilerplate.telling import NARROW, Clause, Phrase

MAX_MEMORY = 256 << 20
"""Bytes that an automaton may use at most; hundreds of rules take a few million."""

What = TypeVar("What")


def made_plain(text: str) -> tuple[bytes, bool]:
    r"""Return a text as phrases are looked for in it, and whether it has odd blanks or letters.

    Letters of ASCII are small in it, and between words is one blank.

    >>> made_plain("It\nrained.\n\n(PTI)"), made_plain("It  rained.")
    ((b'it rained.\x0b\x0b(pti)', False), (b'it rained.', True))
    """
    plain = text.encode().lower().replace(b"\n\n", b"\v\v").replace(b"\n", b" ")
    odd = _odd().search(plain) is not None
    return (folded(text, odd=True).encode() if odd else plain), odd


@cache
def _odd() -> Any:  # noqa: ANN401  # re2 ships no types
    """Return the pattern of blanks that are more than one, and of letters that are small ones of ASCII folded."""
    return re2.compile("  |[\\t\\f\\r\u00a0\u2009\u202f\u3000\u017f\u212a]")


def folded(text: str, *, odd: bool) -> str:
    """Return a text with its case folded and one blank for each run of blanks, which may be `odd` ones."""
    small = text.casefold()
    return " ".join(small.split()) if odd or "\n" in small else small


def word_set(words: Sequence[str]) -> Any:  # noqa: ANN401  # re2 ships no types
    """Return an automaton whose `Match` tells the numbers of the words whose letters stand in a text."""
    found = re2.Set.SearchSet(options(MAX_MEMORY, literal=True, case_sensitive=False))
    for word in words:
        found.Add(word)
    found.Compile()
    return found


class Phrases(Generic[What]):
    """Things, such as places of wordings, by phrases: one of each of their clauses must stand in a text.

    The longest parts of the phrases of first clauses, and of wide ones, are looked for at once.
    """

    def __init__(self) -> None:
        self._numbers: dict[str, int] = {}
        self._leads: dict[int, list[_Entry[What]]] = {}
        self._words: list[bytes | None] = []
        self._set: Any = None

    def enter(self, wanted: Sequence[Clause], told: Sequence[What], *, together: bool) -> None:
        """Enter what is told by some clauses, under the phrases of the first; `together` in one paragraph."""
        first, *others = wanted
        narrow = tuple(tuple(map(_encoded, clause)) for clause in others if len(clause) <= NARROW)
        wide = tuple(frozenset(map(self._number, clause)) for clause in others if len(clause) > NARROW)
        by_lead = dict[int, Rests]()
        for phrase in sorted(first):
            lead = self._number(phrase)
            by_lead[lead] = (*by_lead.get(lead, ()), _encoded(phrase[1:]))
        for lead, rests in by_lead.items():
            entry = _Entry(() if () in rests else rests, narrow, wide, together and bool(others), tuple(told))
            self._leads.setdefault(lead, []).append(entry)
        self._set = None

    def _number(self, phrase: Phrase) -> int:
        return self._numbers.setdefault(phrase[0], len(self._numbers))

    def of(self, said: bytes) -> Iterator[What]:
        """Yield what a text, made plain, has all clauses of."""
        if not self._numbers:
            return
        if self._set is None:
            self._set, self._words = word_set(list(self._numbers)), list(map(_plain, self._numbers))
        seen = frozenset(self._set.Match(said) or ())
        for lead in seen & self._leads.keys():
            for entry in self._leads[lead]:
                if any(map(seen.isdisjoint, entry.wide)):
                    continue
                if self._stand_together(lead, entry, seen, said) if entry.together else entry.stands_in(said):
                    yield from entry.told

    def _stand_together(self, lead: int, entry: "_Entry[What]", seen: frozenset[int], said: bytes) -> bool:
        """Tell whether all clauses of an entry stand in one paragraph; yes, where capitals hide what does."""
        word = self._words[lead]
        if word is None:
            return entry.stands_in(said)
        wide = [[self._words[number] for number in seen & clause] for clause in entry.wide]
        place = said.find(word)
        while place >= 0:
            begins, ends = said.rfind(b"\v", 0, place) + 1, said.find(b"\v", place)
            part = said[begins : ends if ends >= 0 else len(said)]
            if entry.stands_in(part) and all(any(one is None or one in part for one in each) for each in wide):
                return True
            place = said.find(word, ends) if ends >= 0 else -1
        return False


Rests = tuple[tuple[bytes, ...], ...]
"""Phrases, or what these have beside the part that they share."""


class _Entry(NamedTuple, Generic[What]):
    """What must stand beside the longest part of a phrase: the rest of it, and phrases of the further clauses.

    Narrow clauses are looked for by their phrases, wide ones by the numbers of the longest parts of theirs.
    """

    rests: Rests
    narrow: tuple[Rests, ...]
    wide: tuple[frozenset[int], ...]
    together: bool
    told: tuple[What, ...]

    def stands_in(self, said: bytes) -> bool:
        """Tell whether all but the wide clauses stand in what is said."""
        return (not self.rests or _one_stands(self.rests, said)) and all(
            _one_stands(clause, said) for clause in self.narrow
        )


def _plain(word: str) -> bytes | None:
    """Return what a text that is made plain holds of a word; None where it may have capitals of it."""
    return word.encode() if word.isascii() or word.upper() == word else None


def _encoded(parts: Iterable[str]) -> tuple[bytes, ...]:
    """Return the parts of a phrase, without those of which a text that is made plain may have capitals."""
    return tuple(plain for part in parts if (plain := _plain(part)) is not None)


def _one_stands(phrases: Rests, said: bytes) -> bool:
    """Tell whether all parts of one of them stand in what is said."""
    for phrase in phrases:
        for part in phrase:
            if part not in said:
                break
        else:
            return True
    return False
