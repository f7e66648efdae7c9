"""Phrases of which some must stand in a text: those of all rules, looked for at once, in the text made plain."""

from collections.abc import Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from functools import cache
from typing import Any, Generic, NamedTuple, TypeVar

import re2
from ahocorasick_rs import BytesAhoCorasick

from corpusclean.boilerplate.evidence.telling import NARROW, Clause, Phrase

What = TypeVar("What")

Hit = tuple[int, int, int]
"""Letters that stand in a text: their number, where they begin, and where they end."""


def made_plain(text: str) -> tuple[bytes, bool]:
    r"""Return a text as phrases are looked for in it, and whether it has odd blanks.

    Its case is folded, and between words is one blank.

    >>> made_plain("It\nrained.\n\n(PTI)"), made_plain("STRAẞE  7")
    ((b'it rained.\x0b\x0b(pti)', False), (b'strasse 7', True))
    """
    plain = text.encode().lower()
    if _capitals().search(plain) is not None:
        plain = text.casefold().encode()
    plain = plain.replace(b"\n\n", b"\v\v").replace(b"\n", b" ")
    if _odd_blanks().search(plain) is None:
        return plain, False
    parts = text.casefold().split("\n\n")
    return "\v\v".join(" ".join(part.split()) for part in parts).encode(), True


@cache
def _odd_blanks() -> Any:  # noqa: ANN401  # re2 ships no types
    """Return the pattern of blanks that are more than one, or none of ASCII's."""
    return re2.compile("  |[\\t\\f\\r\u00a0\u2009\u202f\u3000]")


@cache
def _capitals() -> Any:  # noqa: ANN401  # re2 ships no types
    """Return the pattern of letters beyond ASCII that are others when their case is folded."""
    beyond = [char for char in map(chr, range(0x80, 0x10000)) if char.casefold() != char]
    return re2.compile(rf"[\p{{Lu}}{''.join(beyond)}]")


def folded(text: str, *, odd: bool) -> str:
    """Return a text with its case folded and one blank for each run of blanks, which may be `odd` ones."""
    small = text.casefold()
    return " ".join(small.split()) if odd or "\n" in small else small


_LETTERS = 3
"""Letters of a phrase of a wide clause at least: every text has each two of ASCII's somewhere."""


class Letters:
    """Stretches of letters, by number, looked for all at once: by the automaton of Aho and Corasick (1975)."""

    def __init__(self, words: Iterable[str] = ()) -> None:
        self._numbers: dict[str, int] = {}
        self._automaton: BytesAhoCorasick | None = None
        for word in words:
            self.number(word)

    def number(self, word: str) -> int:
        """Return the number of some letters, a new one if they have none."""
        if word not in self._numbers:
            self._automaton = None
            self._numbers[word] = len(self._numbers)
        return self._numbers[word]

    def hits(self, said: bytes) -> list[Hit]:
        """Return where in what is said, made plain, the letters stand, in the order in which they end.

        >>> Letters(["ram", "ra"]).hits(b"drama")
        [(1, 1, 3), (0, 1, 4)]
        """
        if self._automaton is None:
            self._automaton = BytesAhoCorasick([word.encode() for word in self._numbers])
        return self._automaton.find_matches_as_indexes(said, overlapping=True)


class Phrases(Generic[What]):
    """Things, such as places of wordings, by phrases: one of each of their clauses must stand in a text.

    The longest parts of the phrases of first clauses, and of wide ones, are among the letters looked for at once.
    """

    def __init__(self, letters: Letters) -> None:
        self._letters = letters
        self._leads: dict[int, list[_Entry[What]]] = {}
        self._words: dict[int, bytes] = {}

    def enter(self, wanted: Sequence[Clause], told: Sequence[What], *, together: bool) -> None:
        """Enter what is told by some clauses, under the phrases of the first; `together` in one paragraph."""
        first, *others = wanted
        narrow = tuple(tuple(map(_encoded, clause)) for clause in others if len(clause) <= NARROW)
        wide = tuple(frozenset(map(self._number, clause)) for clause in others if _tells(clause))
        by_lead = dict[int, Rests]()
        for phrase in sorted(first):
            lead = self._number(phrase)
            by_lead[lead] = (*by_lead.get(lead, ()), _encoded(phrase[1:]))
        for lead, rests in by_lead.items():
            entry = _Entry(() if () in rests else rests, narrow, wide, together and bool(others), tuple(told))
            self._leads.setdefault(lead, []).append(entry)

    def _number(self, phrase: Phrase) -> int:
        number = self._letters.number(phrase[0])
        self._words[number] = phrase[0].encode()
        return number

    def of(self, seen: AbstractSet[int], said: bytes) -> Iterator[What]:
        """Yield what a text, made plain, has all clauses of, by the numbers of the letters that are seen in it."""
        for lead in seen & self._leads.keys():
            for entry in self._leads[lead]:
                if any(map(seen.isdisjoint, entry.wide)):
                    continue
                if self._stand_together(lead, entry, seen, said) if entry.together else entry.stands_in(said):
                    yield from entry.told

    def _stand_together(self, lead: int, entry: "_Entry[What]", seen: AbstractSet[int], said: bytes) -> bool:
        """Tell whether all clauses of an entry stand in one paragraph."""
        word = self._words[lead]
        wide = [[self._words[number] for number in seen & clause] for clause in entry.wide]
        place = said.find(word)
        while place >= 0:
            begins, ends = said.rfind(b"\v", 0, place) + 1, said.find(b"\v", place)
            part = said[begins : ends if ends >= 0 else len(said)]
            if entry.stands_in(part) and all(any(one in part for one in each) for each in wide):
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


def _tells(clause: Clause) -> bool:
    """Tell whether a clause is a wide one that some texts do not have: none of its phrases is two letters."""
    return len(clause) > NARROW and all(len(phrase[0]) >= _LETTERS or not phrase[0].isascii() for phrase in clause)


def _encoded(parts: Iterable[str]) -> tuple[bytes, ...]:
    return tuple(part.encode() for part in parts)


def _one_stands(phrases: Rests, said: bytes) -> bool:
    """Tell whether all parts of one of them stand in what is said."""
    for phrase in phrases:
        for part in phrase:
            if part not in said:
                break
        else:
            return True
    return False
