"""Other stories under a label that says so: `Read also`, `More from the harbour`, and headlines below.

A label is a line of its own, whatever its case and the marks around it. In a rule's `labels`, `<a|b>` is one of
several, and a star at the end stands for a few words more: `more from *`. A question mark behind it says that the
article may head a list of its own so, of books or talks, say: `don't miss?`.
"""

import itertools
import re
from collections.abc import Iterator, Sequence
from functools import cache

from corpusclean.boilerplate.paragraphs.lines import Line, is_quoted
from corpusclean.boilerplate.paragraphs.rows import are_things
from corpusclean.boilerplate.paragraphs.units import FULL_STOPS

LONGEST_LABEL = 80
"""Letters of a label at most."""

_MORE_WORDS = 8
"""Words of a label behind its star at most."""
_LEAST, _LEAST_AFTER = 3, 5
"""Words of the headline below a label at least, and of those below that: a subhead of the article has fewer."""
_SUBHEAD = 8
"""Words from which on a line is no subhead."""
_MOST, _MOST_LETTERS = 25, 220
"""Words and letters of a headline at most."""
_ONE_SENTENCE = 18
"""Words from which on a headline has no full stop within."""
_WITHOUT_BLANKS = 8
"""Letters of a headline at least in a script that has no blanks between words."""
_TEASERS, _DECK, _SHARE, _LITTLE = 40, 220, 0.35, 500
"""Lines that a label has below it to the end of a text at most, letters of each, their share of the text,
and letters of them all that are not too many in a short one."""
_WIDE_MOST = 100
"""Letters of a headline at most in such a script: there a sentence may have no full stop."""

_EDGES = re.compile(r"\A[\W_]+|[\W_]+\Z")
_WORD = re.compile(r"[^\W_]+")
_CHOICE = re.compile(r"<([^<>]*)>")
_FULL_STOP = re.compile(rf"[{FULL_STOPS}|][\"“”’'»)\]）】」』]*\Z")
_CUT = re.compile(r"(?:\.\.\.|…|\[…\]|\[\.\.\.\])\Z")
_INNER_STOP = re.compile(r"[^\W\d_]{3}[.!?] ")
_LEADS_ON = (":", "：", ",", "，", ";")  # they are what is meant
_NAMED = re.compile(r"\([^()]*\b\d[^()]*\)")
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_WIDE = "\u0e00"


class Labels:
    """Labels, ready to be looked for."""

    def __init__(self, labels: Sequence[str]) -> None:
        """Take them as a rule has them."""
        doubted = [one.rstrip("?") for label in labels if label.endswith("?") for one in spellings(label)]
        spelled = [one.rstrip("?") for label in labels for one in spellings(label)]
        self._doubted = frozenset(map(_plain, doubted))
        self._whole = frozenset(_plain(label) for label in spelled if not label.endswith("*"))
        self._begins = frozenset(_plain(label) for label in spelled if label.endswith("*"))
        self._firsts = frozenset(_first_word(label) for label in spelled)
        self._longest = max((len(label.split()) for label in self._begins), default=0)

    def has(self, said: str) -> bool:
        """Tell whether a line is one of them.

        >>> Labels(["<read|see> also", "more from *"]).has("» READ ALSO:")
        True
        """
        if len(said) > LONGEST_LABEL or _first_word(said) not in self._firsts:
            return False
        plain = _plain(said)
        if plain in self._whole:
            return True
        words = plain.split(" ")
        if _FULL_STOP.search(said) and not _is_cut(said):
            return False
        return any(
            " ".join(words[:number]) in self._begins
            for number in range(max(1, len(words) - _MORE_WORDS), min(self._longest, len(words) - 1) + 1)
        )

    def doubts(self, said: str) -> bool:
        """Tell whether a label may head a list of the article's own.

        >>> labels = Labels(["don't miss?", "more from *?", "read also"])
        >>> [labels.doubts(said) for said in ("Don't miss:", "More from the garden", "Read also")]
        [True, True, False]
        """
        words = _plain(said).split(" ")
        return any(" ".join(words[:number]) in self._doubted for number in range(1, len(words) + 1))


def _first_word(said: str) -> str:
    """Return the first word of a line, which tells of most lines that they are no label."""
    found = _WORD.search(said)
    return found[0].casefold() if found else ""


def spellings(label: str) -> Iterator[str]:
    """Yield every way to say a label.

    >>> list(spellings("<more|other> news"))
    ['more news', 'other news']
    """
    parts = _CHOICE.split(label)
    choices = [part.split("|") if number % 2 else [part] for number, part in enumerate(parts)]
    for chosen in itertools.product(*choices):
        yield " ".join("".join(chosen).split())


def phrases_of(labels: Sequence[str]) -> list[str]:
    """Return what a text holds that has one of some labels: these, as they are compared.

    >>> phrases_of(["<read|see> also", "more from *"])
    ['read also', 'see also', 'more from']
    """
    return [_plain(one) for label in labels for one in spellings(label)]


def _plain(said: str) -> str:
    """Return a line as labels are compared: in small letters, without the marks around it."""
    return " ".join(_EDGES.sub("", said.replace("’", "'")).casefold().split())  # is meant


def under_label(lines: Sequence[Line], labels: Labels) -> Iterator[tuple[int, int]]:
    """Yield each label with what is below it, by the numbers of lines.

    That is all up to the end of the text, where headlines with or without a sentence each are there and nothing
    else, or the headlines that are next to it.
    """
    told = [labels.has(line.said) for line in lines]
    letters = sum(len(line.said) for line in lines)
    sentence = next((number for number, line in enumerate(lines) if line.ended), len(lines))
    first = 0
    while first < len(lines):
        last = first + 1
        if told[first]:
            last = _end_of_headlines(lines, told, first)
            if first + 1 < last < len(lines) and told[last] and _is_above(lines, told, first):
                first, last = first - 1, last + 1
            elif first and _are_teasers(lines, first + 1, letters):
                last = len(lines)
            else:
                last = _without_subhead(lines, first, last)
            if labels.doubts(lines[first].said) and are_things(lines[first + 1 : last]):
                last = first + 1
            elif (
                last > first + (1 if sentence < first else _LEAST)
                and not _may_be_subhead(lines, first + 1, last)
                and not _are_too_many(lines[first:last], letters)
            ):
                yield first, last
        first = last


def _may_be_subhead(lines: Sequence[Line], number: int, last: int) -> bool:
    """Tell whether the one line between a label and a paragraph may be the paragraph's heading.

    It is so short, or names what the paragraph tells of: a film with its year in brackets, goods with their price.
    """
    line = lines[number]
    alone = last == number + 1 and last < len(lines) and not line.bullet
    return alone and (not _is_headline(line, _LEAST_AFTER) or _NAMED.search(line.said) is not None)


def _without_subhead(lines: Sequence[Line], first: int, last: int) -> int:
    """Return where the headlines below a label end before a paragraph that goes on with the article.

    The last one of two may be its subhead, and one that asks a question of an interview.
    """
    if last == len(lines) or last - first <= 2 or lines[last - 1].bullet:  # noqa: PLR2004  # a label, a headline
        return last
    line = lines[last - 1]
    subhead = last - first == 3 and line.words < _SUBHEAD and not _YEAR.search(line.said)  # noqa: PLR2004
    return last - 1 if subhead or _asks(lines[last - 1]) else last


def _asks(line: Line) -> bool:
    return line.said.endswith(("?", "؟", "？"))  # is meant


def _are_too_many(lines: Sequence[Line], letters: int) -> bool:
    """Tell whether some lines of a text of so many letters are more of it than its other stories are."""
    below = sum(len(line.said) for line in lines)
    return below > _LITTLE and below > _SHARE * letters


def _is_above(lines: Sequence[Line], told: Sequence[bool], label: int) -> bool:
    """Tell whether the headline of a label stands above it: `Read more` below each teaser."""
    return (
        label > 1 and not told[label - 1] and not lines[label - 1].ended and _is_headline(lines[label - 1], _LEAST)
    )


def _end_of_headlines(lines: Sequence[Line], told: Sequence[bool], first: int) -> int:
    """Return the number of the line behind the headlines below a label, and below those that follow on them.

    Labels with a headline each are so to the last one.
    """
    last, each = first, 0
    while last < len(lines) and told[last]:
        below = last + 1
        while below < len(lines) and not told[below] and _goes_on(lines, told, below):
            below += 1
        if below == last + 1:
            break
        each = each or below - last
        last = min(below, last + each) if last > first else below
        if last < below:
            break
    return last if last > first else first + 1


def _goes_on(lines: Sequence[Line], told: Sequence[bool], number: int) -> bool:
    """Tell whether a line is a headline below a label, or below another that looks like it."""
    line, before = lines[number], lines[number - 1]
    if told[number - 1]:
        return _is_headline(line, _LEAST)
    was_sentence = len(before.said) > LONGEST_LABEL and _is_cut(before.said)
    alike = line.bullet == before.bullet and (_is_cut(line.said) or not was_sentence)
    return alike and _is_headline(line, _LEAST_AFTER)


def _is_cut(said: str) -> bool:
    return _CUT.search(said) is not None


def _is_headline(line: Line, words: int) -> bool:
    """Tell whether a line is a headline of so many words at least: a list's entries may have two."""
    said = line.said
    if len(said) > _MOST_LETTERS or said.endswith(_LEADS_ON) or (_FULL_STOP.search(said) and not _is_cut(said)):
        return False
    if line.words > _ONE_SENTENCE and not line.bullet and (_INNER_STOP.search(said) or said.endswith("!")):
        return False
    if is_quoted(said):
        return False
    least = 2 if line.bullet else words
    wide = sum(letter > _WIDE for letter in said)
    if wide * 2 > len(said):
        return wide >= _WITHOUT_BLANKS and len(said) <= _WIDE_MOST
    return least <= line.words <= _MOST


def _are_teasers(all_lines: Sequence[Line], first: int, letters: int) -> bool:
    """Tell whether all that a text ends with are teasers: headlines, or each with its day and a sentence.

    Lines that ask are of an interview; sections of the article are not that short and that alike.
    """
    if not 2 <= len(all_lines) - first <= _TEASERS:  # noqa: PLR2004
        return False
    lines = all_lines[first:]
    if _are_too_many(lines, letters):
        return False
    full = [bool(_FULL_STOP.search(line.said)) or line.words > _ONE_SENTENCE for line in lines]
    if not any(full):
        return _is_headline(lines[0], _LEAST) and sum(_is_headline(line, _LEAST) for line in lines) >= 2  # noqa: PLR2004
    period = full.index(True) + 1
    alike = 1 < period <= len(lines) // 2 and all(
        one == (number % period == period - 1) for number, one in enumerate(full)
    )
    heads = lines[::period]
    return (
        alike
        and len(lines) % period == 0
        and all(_is_headline(line, _LEAST_AFTER) and not _asks(line) for line in heads)
        and all(len(line.said) <= _DECK for line in lines)
    )


@cache
def labels_of(labels: tuple[str, ...]) -> Labels:
    """Return labels, made ready once per process."""
    return Labels(labels)
