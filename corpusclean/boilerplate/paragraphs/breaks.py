"""Texts whose lines are their paragraphs: a notice ends there with its line, where a sentence of the text follows.

Wordings let a line break stand between words, as lines are wrapped. Where they are not, a slot for the rest of a
sentence would go on into the next paragraph, and at the end of a text into all that is left of it.
"""

import itertools

from corpusclean.boilerplate.paragraphs.lines import is_ended, width_of

_PROSE = 25
"""Letters of a sentence at least; those of scripts without blanks count twice."""
_LEADS_ON = (":", "：")


def lines_are_paragraphs(text: str) -> bool:
    r"""Tell whether most lines that another one follows at once end as sentences do.

    >>> lines_are_paragraphs("It rained.\nIt snowed."), lines_are_paragraphs("It rained, and\nit snowed.")
    (True, False)
    """
    pairs = itertools.pairwise(map(str.strip, text.split("\n")))
    ended = [is_ended(line) for line, below in pairs if line and below]
    return 2 * sum(ended) > len(ended)


def break_before_prose(text: str, start: int, end: int) -> int | None:
    r"""Return the first line break in a stretch of a text behind which a line is a sentence that begins anew.

    >>> break_before_prose("© AAP 2024\nTenders are to open before Christmas.", 0, 49)
    10
    >>> break_before_prose("Follow us on\nFacebook", 0, 21)
    """
    place = text.find("\n", start, end)
    while place >= 0:
        following = text.find("\n", place + 1)
        below = text[place + 1 : following if following >= 0 else None].strip()
        if below and not below[0].islower() and _is_prose(below):
            return place
        place = following if following < end else -1
    return None


def _is_prose(line: str) -> bool:
    return is_ended(line) and not line.endswith(_LEADS_ON) and width_of(line) >= _PROSE
