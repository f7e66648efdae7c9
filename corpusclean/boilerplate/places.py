"""Where in a text a notice may stand, and what has to be around it there, as RE2 patterns."""

import re
from collections.abc import Mapping
from typing import Any, Literal, NamedTuple, get_args

from corpusclean.boilerplate.wording import BLANK, SMALL_LETTERS

Place = Literal["head", "tail", "paragraph", "parenthesis", "inline"]
PLACES: tuple[str, ...] = get_args(Place)

# What may stand around a notice, and goes with it.
_OPEN = rf"(?:[(\[{{（【<«*•⦁·_–—―-]|{BLANK})*"
_LINE_OPEN = _OPEN.replace("*•", r"*•#>»\x{203A}+■●▪▶►→▷▼▽◆◇◼◾⇒~|\x{2600}-\x{27BF}\x{FE0F}\x{1F300}-\x{1FAFF}")
"""What may stand before a notice on its line, signs and pictures too: there no quotation ends with a mark."""
_CLOSE = rf"(?:[)\]}}）】>»*_.。]|{BLANK})*"
# A notice that is glued to a text follows a sentence's end, or another bracket. `v.` and `vs.` end no sentence.
_SENTENCE_END = r"""(?:(?:[^sSvV]|[^vV][sS]|\S[vV])\.|[!?…。！？۔।؟]|[)\]）】])["“”’'»)\]）】」』]*"""
# A blank follows it, or a bracket, a dash, or a letter that needs none (\B is no start of an ASCII word).
_GLUED = rf"{_SENTENCE_END}(?:{BLANK}+|\B)"
_EMPTY_LINE = rf"\n{BLANK}*\n"

PARAGRAPH_BEGINS = rf"(?:\A|{_EMPTY_LINE}|{_SENTENCE_END}{BLANK}*\n){BLANK}*"
"""What is before a paragraph. In a text whose lines are wrapped a line is none: what is before has ended."""
TAIL_BEGINS = rf"(?:\A|{_EMPTY_LINE}|{_GLUED}){BLANK}*"
"""What is before a notice at the end."""

_AT_END = r"\z"
_FORWARDS = r"\n?"
"""A line break that is never there: it makes RE2 run forwards a pattern that is searched for and ends with `\\z`.
Backwards it would have to make the pattern anew."""
_COUNTED = re.compile(r"(?:\(\?:)*\[(?:[^\]\\]|\\.)+\]\{\d+,\d+\}")
"""How a pattern begins that counts letters: forwards it may count from every word on, backwards from its end."""


class _Frame(NamedTuple):
    """What is before a notice, what it is with the core of its rule, and what is behind it, as RE2 patterns."""

    before: str
    notice: str
    behind: str


_FRAMES: Mapping[Place, _Frame] = {
    "head": _Frame(rf"\A{BLANK}*", "{core}", f"{BLANK}*"),
    # Matched where `TAIL_BEGINS` ends, or searched for with it.
    "tail": _Frame("", f"{_OPEN}(?:{{core}}){_CLOSE}{_AT_END}", ""),
    # Matched where `PARAGRAPH_BEGINS` ends, or searched for with it. What follows begins anew.
    "paragraph": _Frame(
        "",
        rf"{_LINE_OPEN}(?:{{core}})(?:[)\]}}）】>»*_.。]|[ \t])*",
        rf"(?:\n[ \t]*(?:\n|[^\s{SMALL_LETTERS}])|\z)",
    ),
    "parenthesis": _Frame("", rf"[(\[（【]{BLANK}*(?:{{core}})[.。]?{BLANK}*[)\]）】]", ""),
    # Among other words, wherever: only for what can be nothing else.
    "inline": _Frame(rf"(?:\A|{BLANK}|{_SENTENCE_END})", r"(?:{core})[.。]?", rf"(?:{BLANK}|\z)"),
}


def framed(core: str, place: Place, begins: str) -> str:
    """Return the pattern of a core at a place; its group is `notice`, where that is not all of what it matches.

    `begins` is the pattern of what is before it: in paragraphs and at the end it is to be searched for with
    `PARAGRAPH_BEGINS` or `TAIL_BEGINS`, or matched where that ends; elsewhere it is to be searched for.
    """
    before, notice, behind = _FRAMES[place]  # a group without need costs a third more
    if place == "tail" and begins and not _COUNTED.match(core):
        behind = _FORWARDS
    notice = notice.replace("{core}", core)
    return f"{begins}{before}(?P<notice>{notice}){behind}" if begins or before or behind else notice


def notice_of(match: Any) -> tuple[int, int]:  # noqa: ANN401  # re2 ships no types
    """Return at which byte the notice begins that a matcher found, and where it ends."""
    start, end = match.span(match.re.groupindex.get("notice", 0))
    return start, end
