"""Where the wordings and patterns of rules stand in a text: exact matches, by RE2, on UTF-8."""

import itertools
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from functools import cached_property, lru_cache
from operator import itemgetter
from typing import Any, NamedTuple

from corpusclean.boilerplate.agency import agency_of
from corpusclean.boilerplate.article.amid import is_paragraph_of_text
from corpusclean.boilerplate.article.glued import is_sentence_of_text, without_sentences_of_text
from corpusclean.boilerplate.encoded import Encoded
from corpusclean.boilerplate.evidence.phrases import folded
from corpusclean.boilerplate.evidence.spots import (
    ANYWHERE,
    LABELS,
    PLACES_IN_ORDER,
    SLACK,
    UNITS,
    WINDOW,
    Evidence,
    Spot,
    Spots,
    telling_in,
)
from corpusclean.boilerplate.evidence.starts import OPENING, gap_before, paragraph_starts, tail_starts
from corpusclean.boilerplate.evidence.telling import Telling
from corpusclean.boilerplate.paragraphs.breaks import break_before_prose, lines_are_paragraphs
from corpusclean.boilerplate.paragraphs.labelled import LONGEST_LABEL, labels_of, under_label
from corpusclean.boilerplate.paragraphs.lines import Line, lines_of
from corpusclean.boilerplate.paragraphs.shapes import SHAPES, Glance, glance_at
from corpusclean.boilerplate.paragraphs.signs import with_signs
from corpusclean.boilerplate.paragraphs.units import paragraphs
from corpusclean.boilerplate.places import PARAGRAPH_BEGINS, TAIL_BEGINS, Place, notice_of
from corpusclean.boilerplate.ready import ready
from corpusclean.boilerplate.rule import DATELINE, Pack, Rule, load_rules, matcher
from corpusclean.boilerplate.similar import Like, Similar

SIGNED, SHAPED = 0.9, 0.8
"""The scores of what is known by its signs, and by its shape: less than a wording says."""

_CLOSE = ")]}）】>»*_.。 \t\n\r\f\u00a0\u2009\u202f\u3000"
"""What may stand behind a notice at the end of a text."""

_BOOKS = 4
"""Books of a process that are kept beside the one of its settings."""

_STARTS: Mapping[Place, Callable[[str, int, int], Iterable[int]]] = {
    "paragraph": paragraph_starts,
    "tail": tail_starts,
}

_IN_PLACE: frozenset[Place] = frozenset({"parenthesis", "inline"})
"""Places that say where a notice ends, whatever lines there are."""

_SENTENCE_END = 2
"""Characters before a gap that tell whether a sentence ends with it."""


class Found(NamedTuple):
    """One place at which a rule finds a notice; `score` is 1 for an exact match, else how sure it is."""

    rule: Rule
    start: int
    end: int
    agency: str | None
    score: float = 1.0

    @property
    def unsure(self) -> bool:
        """Tell whether the brake counts it: alike, or by a rule that nobody wrote."""
        return self.score < 1 or self.rule.discovered


class Rulebook:
    """Rules, ready to be looked for in many texts."""

    def __init__(self, rules: Sequence[Rule], guarded: Collection[str] | None = None) -> None:
        """Take rules, and the ids of those of which no sentence of a text is a match: of the shipped ones, none.

        Who writes a rule for a corpus means it.
        """
        self.rules = tuple(rules)
        self.guarded = frozenset(load_rules().sources if guarded is None else guarded)
        self.evidence = Evidence(rules)
        self.similar = Similar(rules)
        self._kinds: dict[tuple[str, ...], frozenset[int]] = {}
        self._telling: dict[tuple[int, int], Telling | None] = {}
        self._matchers: dict[tuple[int, Place, int, str], Any] = {}

    def read(self, text: str, spots: Spots | None = None) -> "Reading":
        """Return a text with what may be found in it, as the evidence tells."""
        return Reading(self, text, self.evidence.spots(text) if spots is None else spots)

    def matcher(self, number: int, place: Place, wording: int, begins: str = "") -> Any:  # noqa: ANN401  # re2
        """Return the compiled pattern of a wording of a rule at a place, made when it is first asked for."""
        key = (number, place, wording, begins)
        if key not in self._matchers:
            self._matchers[key] = matcher(self.rules[number], place, wording, begins)
        return self._matchers[key]

    def telling(self, number: int, wording: int) -> Telling | None:
        """Return what tells of a wording, or of a pattern; None where a match may go on over an empty line."""
        key = (number, wording)
        if key not in self._telling:
            self._telling[key] = telling_in(self.rules[number], wording)
        return self._telling[key]

    def of_kinds(self, kinds: Collection[str]) -> frozenset[int]:
        """Return the numbers of the rules of some kinds."""
        key = tuple(kinds)
        if key not in self._kinds:
            self._kinds[key] = frozenset(number for number, rule in enumerate(self.rules) if rule.kind in key)
        return self._kinds[key]


class Reading:
    """A text, and what the rules of a book find in it."""

    def __init__(
        self, book: Rulebook, text: str, spots: Spots, asked: int | None = None, seams: tuple[int, ...] = ()
    ) -> None:
        """Take the text with what may be found in it, how long it was when asked, and where it was cut since."""
        self._book, self.text, self.spots, self._seams = book, text, spots, seams
        self._asked = len(text) if asked is None else asked
        self._cut = max(0, len(text) - WINDOW)
        self._encoded = Encoded(text)
        self._whole = self._encoded.whole
        self._gaps = dict[int, int]()
        self._starts = dict[tuple[int, Place], tuple[int, ...]]()
        self._told = dict[frozenset[int], list[Found]]()
        self._last: int | None = None
        self._said: str | None = None
        self._lines: list[Line] | None = None
        self._seen: Glance | None = None

    def without(self, start: int, end: int) -> "Reading":
        """Return the text without a stretch of it.

        No other notice can begin there then, unless a line begins anew, or the end of the text is another.
        """
        text = self.text[:start] + self.text[end:]
        seams = (start, *(seam if seam < start else max(start, seam - (end - start)) for seam in self._seams))
        goes_on = "\n" not in self.text[end - 1 : end + 1] and end < len(self.text)
        if goes_on or self._asked - len(text) > SLACK:
            return Reading(self._book, text, self._book.evidence.spots(text), None, seams)
        left = [
            spot if spot.at < start else spot.moved(end - start)
            for spot in self.spots
            if not start <= spot.at < end
        ]
        return Reading(self._book, text, left, self._asked, seams)

    def exact(self, numbers: Collection[int], stays: frozenset[int] = frozenset()) -> Iterator[Found]:
        """Yield the first match of each of the rules with these numbers, place by place.

        No signs, shape or label takes what a wording of a rule says that `stays`.
        """
        for (place, number), spots in itertools.groupby(self.spots, key=itemgetter(0, 1)):
            if number in numbers and (found := self._match(number, place, spots, stays)):
                yield found

    def told(self, numbers: frozenset[int]) -> list[Found]:
        """Return the first match of each of the rules with these numbers, looked for once."""
        if numbers not in self._told:
            self._told[numbers] = list(self.exact(numbers))
        return self._told[numbers]

    def _match(
        self, number: int, place: int, spots: Iterable[Spot], stays: frozenset[int] = frozenset()
    ) -> Found | None:
        """Return the first match of a rule at a place: there of some of its wordings."""
        if place in {LABELS, UNITS}:
            return self._of_units(self._book.rules[number], stays)
        return self._of_wordings(number, PLACES_IN_ORDER[place], spots)

    def _of_units(self, rule: Rule, stays: frozenset[int]) -> Found | None:
        """Return the first paragraph with a rule's signs, stretch of its shape, or label and what is below it.

        It is never all there is, and holds nothing that a wording says that `stays`.
        """
        for start, end in self._stretches(rule):
            said = any(
                one.start < end and start < one.end
                for one in self.told(stays)
                if one.score == 1 and one.rule.kind != DATELINE
            )
            if not said and (self.text[:start].strip() or self.text[end:].strip()):
                return Found(rule, start, end, None, SHAPED if rule.shape else SIGNED)
        return None

    def _stretches(self, rule: Rule) -> Iterator[tuple[int, int]]:
        if rule.labels is not None:
            labels = labels_of(rule.labels)
            if any(len(line) <= LONGEST_LABEL and labels.has(line) for line in self.text.split("\n") if line):
                lines = self._all_lines()
                yield from (
                    (lines[first].start, lines[last - 1].end) for first, last in under_label(lines, labels)
                )
            return
        if rule.shape is None:
            signs = rule.signs or ()
            signed = with_signs(self.text, self._all_lines(), signs, rule.longest)
            places = (without_sentences_of_text(self.text, line.start, line.end, signs) for line in signed)
            yield from (place for place in places if not self._is_paragraph_of_text(rule, *place))
            return
        shape = SHAPES[rule.shape]
        if self._seen is None:
            self._seen = glance_at(self.text)
        if shape.may_be(self._seen):
            lines = self._all_lines()
            yield from ((lines[first].start, lines[last - 1].end) for first, last in shape.of(lines))

    def _all_lines(self) -> Sequence[Line]:
        """Return the lines of the text, divided once; those of a wrapped paragraph are one."""
        if self._lines is None:
            self._lines = lines_of(self.text, list(paragraphs(self.text, 0, len(self.text))))
        return self._lines

    def _of_wordings(self, number: int, place: Place, spots: Iterable[Spot]) -> Found | None:
        """Return the first match of some wordings of a rule; of those that begin there the first wording's."""
        first, start, before = None, len(self.text), len(self._whole)
        for spot in spots:
            if first and spot.at != ANYWHERE and self._gap(spot.at) - _SENTENCE_END >= start:
                continue  # it begins later
            match = self._first(spot, place, before)
            begins, ends = notice_of(match) if match is not None else (before, before)
            if begins < min(before, ends):
                first, start, before = match, self._encoded.place(begins), begins
        if first is None:
            return None
        named = (value.decode() for key, value in first.groupdict().items() if key.startswith("agency") and value)
        rule = self._book.rules[number]
        notice = self._whole[slice(*notice_of(first))].decode()
        return Found(rule, start, start + len(notice), agency_of(rule, notice, next(named, None)))

    def _first(self, spot: Spot, place: Place, before: int) -> Any:  # noqa: ANN401  # re2 ships no types
        """Return the first match of a wording, of those at known places such as begin `before` a byte."""
        if place == "tail":
            return self._at_tail(spot, before)
        if place == "paragraph" and spot.at != ANYWHERE:
            return self._at_starts(spot, place, before)
        if place == "parenthesis" and spot.at != ANYWHERE:
            return self._in_brackets(spot, before)
        begins = PARAGRAPH_BEGINS if place == "paragraph" else ""
        pattern = self._book.matcher(spot.rule, place, spot.wording, begins)
        match = self._in_lines(pattern.search, place, 0)
        while place == "paragraph" and match is not None and self._is_of_text(spot.rule, match):
            match = self._in_lines(pattern.search, place, notice_of(match)[1])
        return None if place == "head" and match is not None and self._goes_on(match) else match

    def _at_tail(self, spot: Spot, before: int) -> Any:  # noqa: ANN401  # re2 ships no types
        """Return the match of a wording at the end: in the last paragraph, but for one that may be longer.

        A sentence of the text that is worded like a notice is none.
        """
        telling = self._book.telling(spot.rule, spot.wording)
        first = self._last_paragraph() if telling else self._cut
        if spot.at == ANYWHERE:
            if telling and telling.clauses and not telling.stand_in(self._last_said()):
                return None
            pattern = self._book.matcher(spot.rule, "tail", spot.wording, TAIL_BEGINS)
            begins = max(self._cut, self._gap(first) - _SENTENCE_END) if first > self._cut else first
            match = self._in_lines(pattern.search, "tail", self._encoded.byte(begins))
            return None if match is None or self._is_of_text(spot.rule, match) else match
        return None if spot.at < first else self._at_starts(spot, "tail", before)

    def _is_of_text(self, number: int, match: Any) -> bool:  # noqa: ANN401  # re2 ships no types
        """Tell whether what a rule matches is the text's own."""
        rule = self._book.rules[number]
        if rule.id not in self._book.guarded:
            return False
        begins, ends = notice_of(match)
        start = self._encoded.place(begins)
        end = start + len(self._whole[begins:ends].decode())
        if is_paragraph_of_text(self.text, start, end, rule.kind, self._seams):
            return True
        return "tail" in rule.where and is_sentence_of_text(self.text, start, end, rule.kind)

    def _is_paragraph_of_text(self, rule: Rule, start: int, end: int) -> bool:
        """Tell whether a paragraph with a rule's signs is the text's: one that asks for the police, say."""
        guarded = rule.id in self._book.guarded
        return guarded and is_paragraph_of_text(self.text, start, end, rule.kind, self._seams)

    def _goes_on(self, match: Any) -> bool:  # noqa: ANN401  # re2 ships no types
        """Tell whether what a head begins with is the beginning of a sentence: a small letter goes on with it."""
        end = self._encoded.place(notice_of(match)[1])
        behind = self.text[end:].lstrip(" \u00a0")
        return behind[:1].islower() and self.text[end - 1].isalnum()

    def _last_paragraph(self) -> int:
        """Return where the empty line is before the last paragraph, as far as it is near the end."""
        if self._last is None:
            said = self.text.rstrip(_CLOSE)
            self._last = max(self._cut, self.text.rfind("\n\n", 0, len(said)))
        return self._last

    def _last_said(self) -> str:
        """Return the last paragraph, made plain."""
        if self._said is None:
            self._said = folded(self.text[self._last_paragraph() :], odd=True)
        return self._said

    def _at_starts(self, spot: Spot, place: Place, before: int) -> Any:  # noqa: ANN401  # re2 ships no types
        """Return the first match of a wording at the places that a notice with its first word may begin at."""
        pattern = None
        for start in self._starts_of(spot.at, place):
            if start >= before:
                break
            pattern = pattern or self._book.matcher(spot.rule, place, spot.wording)
            match = self._in_lines(pattern.match, place, start)
            if match is not None and not self._is_of_text(spot.rule, match):
                return match
        return None

    def _in_lines(self, look: Callable[..., Any], place: Place, start: int) -> Any:  # noqa: ANN401  # re2
        """Return what is matched from a byte on; where lines are paragraphs, without the text's behind it."""
        match = look(self._whole, start)
        if match is None or place in _IN_PLACE:
            return match
        begins, ends = notice_of(match)
        if b"\n" not in self._whole[begins:ends] or not self._lines_are_paragraphs:
            return match
        stop = break_before_prose(self.text, self._encoded.place(begins), self._encoded.place(ends))
        if stop is None:
            return match
        return None if place == "tail" else look(self._whole, start, self._encoded.byte(stop))

    @cached_property
    def _lines_are_paragraphs(self) -> bool:
        return lines_are_paragraphs(self.text)

    def _in_brackets(self, spot: Spot, before: int) -> Any:  # noqa: ANN401  # re2 ships no types
        """Return the first match of a wording at the brackets that open before its first word."""
        for start in range(self._gap(spot.at), spot.at):
            if self.text[start] in OPENING:
                place = self._encoded.byte(start)
                if place >= before:
                    break
                pattern = self._book.matcher(spot.rule, "parenthesis", spot.wording)
                if (match := pattern.match(self._whole, place)) is not None:
                    return match
        return None

    def _gap(self, word: int) -> int:
        """Return where the gap before a word begins."""
        if word not in self._gaps:
            self._gaps[word] = gap_before(self.text, word)
        return self._gaps[word]

    def _starts_of(self, word: int, place: Place) -> Sequence[int]:
        """Return at which bytes what is at such a place may begin of which the first word is that one."""
        key = (word, place)
        if key not in self._starts:
            gap = max(self._gap(word), self._cut if place == "tail" else 0)
            starts = _STARTS[place](self.text, gap, word)
            self._starts[key] = tuple(map(self._encoded.byte, starts))
        return self._starts[key]

    def matching(self, number: int) -> set[int]:
        """Return the wordings of a rule that match anywhere that it looks."""
        mine = [spot for spot in self.spots if spot.rule == number]
        return {spot.wording for spot in mine if self._match(number, spot.place, [spot])}

    def alike(self, cutoff: float) -> Iterator[Found]:
        """Yield what is like a wording with a score of at least `cutoff`, the most alike first."""
        for like in self._book.similar.find(self.text, cutoff):
            found = self._found(like)
            kind = found.rule.kind
            if not (
                is_paragraph_of_text(self.text, like.start, like.end, kind, self._seams)
                or is_sentence_of_text(self.text, like.start, like.end, kind)
            ):
                yield found

    def _found(self, like: Like) -> Found:
        rule = self._book.rules[like.rule]
        agency = agency_of(rule, self.text[like.start : like.end], None)
        return Found(rule, like.start, like.end, agency, like.score)


def book_of(pack: Pack) -> Rulebook:
    """Return the book of a pack: as it was kept for the next process, or made now and kept."""
    return ready("rulebook", pack.sha256, lambda: Rulebook(pack.rules))


@lru_cache(_BOOKS)
def rulebook_of(rules: tuple[Rule, ...]) -> Rulebook:
    """Return the book of some rules; the last few are at hand: to make one takes a second, and megabytes."""
    return Rulebook(rules)
