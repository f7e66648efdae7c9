"""Rows of lists that are no headlines: of tables, line-ups, results, references, names with what they are, verses.

One row alone says little, for headlines have numbers and names, too; most rows of a list do.
"""

import re
from collections import Counter
from collections.abc import Sequence

from corpusclean.boilerplate.paragraphs.dated import days_of, go_back
from corpusclean.boilerplate.paragraphs.lines import Line, has_no_stops, is_quoted

_NUMBERED = re.compile(r"[\[(#]?\d")
_NUMBER = re.compile(r"\d+(?:[.,:/–-]\d+)*")
_YEAR = re.compile(r"(?:19|20)\d\d")
_UNIT = re.compile(r"\d ([^\W\d_]+)\Z")
_COMMA = re.compile(r"[,،、，]")
_OTHER_COLUMN = re.compile(r"\t| {2}|\|")
_LABEL = re.compile(r"(.{2,40}?)(?: ?[:：]| [–—-]) ")
_INNER_STOP = re.compile(r"[^\W\d_]{3}\. ")
_GOES_ON = (",", "،", "，", ";", "–", "—", "-")
_NAME, _PARTICLE = 4, 3
"""Words of a name at most, and letters of one of them that is small: `van`."""
_VALUE = 4
"""Words behind a label at most that are no headline."""
_ITEMS = 3
"""Commas of a row that lists things itself at least."""
_UNIT_LETTERS = 3
"""Letters of a unit behind a number at most, where it is not the same in other rows: `km`."""
_VERSES, _VERSE = 4, 9
"""Lines of a poem at least, and words of each at most: headlines have more, one of several at least."""
_RHYME = 2
"""Letters at the ends of two lines that rhyme, one below the other or with one between."""
_THINGS = 3
"""Lines of a list of things at least."""
_ARTICLES = frozenset(
    {"a", "an", "the", "der", "die", "das", "den", "dem", "ein", "eine", "einen", "het", "een", "le", "la", "les"}
    | {"un", "une", "des", "el", "los", "las", "una", "o", "os", "as", "um", "uma", "il", "lo", "gli"}
)
"""Words with which things begin, and fewer headlines."""
_WHICH = re.compile(
    r"[^,]{3,32}, (?:der|die|das|den|dem|deren|dessen|who|which|that|qui|que|che|dat|который|которая)\b"
)
"""A thing, and which of its kind it is: `Beans, which climb to the roof`."""
_BY = re.compile(r"[^,]+, (?:by|von|par|de|di|por|door) (?=[^\W\d_])[^a-z]\S+ [^a-z]\S+\Z")
"""A title and its author."""
_AUTHOR = 2
"""Words of an author's name at least."""
_ALIKE = 3
"""Rows at least that begin with the same word, or whose labels share one behind bullets: news share a topic."""


def are_rows(lines: Sequence[Line]) -> bool:
    """Tell whether the lines of a list are rows rather than headlines: half of them, or alike.

    Dates that they begin with are no numbers where they go back in time; else it is a chronicle.
    """
    days = days_of(lines)
    links = go_back([day for day in days if day])
    sure = [not links if day else _is_row(line) for line, day in zip(lines, days, strict=True)]
    likely = [one or (not day and _may_be_row(line)) for one, line, day in zip(sure, lines, days, strict=True)]
    return (
        2 * sum(sure) >= len(lines)
        or 2 * sum(likely) > len(lines)
        or _are_alike([line for line, day in zip(lines, days, strict=True) if not day])
    )


def are_verses(lines: Sequence[Line]) -> bool:
    """Tell whether lines behind no bullets are a poem: all are short, or half of them rhyme.

    >>> said = ["The ferry sails at dawn", "The harbour lies in sleep", "The wind is gone", "The sea is deep"]
    >>> are_verses([Line(0, 9, one, False) for one in said])
    True
    """
    if len(lines) < _VERSES or any(line.bullet for line in lines):
        return False
    ends = [line.said.split()[-1].casefold().strip("\"”’»'") for line in lines]
    rhymes = sum(
        any(one != other and one[-_RHYME:] == other[-_RHYME:] for other in ends[number + 1 : number + 3])
        for number, one in enumerate(ends)
    )
    return all(line.words <= _VERSE for line in lines) or 2 * rhymes >= len(lines)


def are_things(lines: Sequence[Line]) -> bool:
    """Tell whether most lines of a list are things that the article names, and no headlines: books, talks, plants.

    Behind bullets they may be either.

    >>> said = ["The log of 1931", "A talk about hinges", "Ann Roe, The ferry and the sea", "Tea at nine"]
    >>> are_things([Line(0, 9, one, False) for one in said]), are_things([Line(0, 9, said[3], False)] * 4)
    (True, False)
    """
    plain = not any(line.bullet for line in lines)
    return plain and len(lines) >= _THINGS and 2 * sum(map(_is_thing, lines)) > len(lines)


def _is_thing(line: Line) -> bool:
    said = line.said
    first = said.split(None, 1)[0].casefold()
    return (
        first in _ARTICLES
        or first.startswith(("l'", "l’"))
        or _WHICH.match(said) is not None
        or _BY.match(said) is not None
        or (_begins_with_name(said) and len(_COMMA.split(said, maxsplit=1)[0].split()) >= _AUTHOR)
    )


def _is_row(line: Line) -> bool:
    """Tell whether a line has several numbers, is a name and what it is, a list, a verse, somebody's words."""
    said = line.said
    numbers = sum(not _YEAR.fullmatch(number) for number in _NUMBER.findall(said))
    return (
        _NUMBERED.match(said) is not None
        or numbers > 1
        or _ends_with_number(said)
        or _begins_with_name(said)
        or len(_COMMA.findall(said)) >= _ITEMS
        or "\t" in said
        or said[0].islower()
        or said.endswith(_GOES_ON)
        or is_quoted(said)
        or has_no_stops(said)
    )


def _ends_with_number(said: str) -> bool:
    """Tell whether a line ends with a number that is no year, or with one and its unit."""
    before, last = said.split()[-2:]
    number = before if last.isalpha() and len(last) <= _UNIT_LETTERS else last.strip("()%°")
    return _NUMBER.fullmatch(number) is not None and not _YEAR.fullmatch(number)


def _begins_with_name(said: str) -> bool:
    """Tell whether a comma follows on a name: `Ann Lee, head of the school`."""
    name, *rest = _COMMA.split(said, maxsplit=1)
    words = name.split()
    return bool(rest) and 0 < len(words) <= _NAME and _is_name(words)


def _may_be_row(line: Line) -> bool:
    """Tell whether a line behind no bullet has columns, a label, brackets, or a sentence within."""
    said = line.said
    return not line.bullet and (
        _OTHER_COLUMN.search(said) is not None
        or _has_label(said)
        or "(" in said
        or _INNER_STOP.search(said) is not None
    )


def _has_label(said: str) -> bool:
    """Tell whether a line is a label and something short, or a name on either side, as topics of news are not."""
    if (label := _LABEL.match(said)) is None:
        return False
    name, value = label[1].split(), said[label.end() :].split()
    names = (words for words in (name, value) if len(words) > 1 and words[0][0].isupper())
    return len(value) <= _VALUE or any(_is_name(words) for words in names)


def _is_name(words: Sequence[str]) -> bool:
    """Tell whether no word is small, but for particles."""
    return all(not word[0].islower() or len(word) <= _PARTICLE for word in words)


def _are_alike(lines: Sequence[Line]) -> bool:
    """Tell whether most lines begin alike, or their labels share a word, or they end so: `9 points`."""
    begins = [line.said.split(None, 1)[0] for line in lines]
    labels = [
        word for line in lines if (label := _LABEL.match(line.said)) for word in set(label[1].casefold().split())
    ]
    units = [end[1] for line in lines if (end := _UNIT.search(line.said))]
    few = _ALIKE if any(line.bullet for line in lines) else 2
    return _most_share(begins, _ALIKE, lines) or _most_share(labels, few, lines) or _most_share(units, 2, lines)


def _most_share(words: Sequence[str], least: int, lines: Sequence[Line]) -> bool:
    """Tell whether most lines, and so many, share one of their words, which is no article."""
    shared = Counter(word.casefold() for word in words if len(word) > _PARTICLE)
    return any(number >= least and 2 * number > len(lines) for number in shared.values())
