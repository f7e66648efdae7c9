r"""Tidying beyond ftfy: what cannot be seen, and blanks. Each switchable, each on record.

    zero_width        U+200B and U+2060 removed, but where a script writes without blanks and breaks lines there
    soft_hyphens      U+00AD removed
    trailing_blanks   blanks at the end of a line removed
    blank_lines       three line ends or more in a row made two; none at the beginning and the end

What could mean something is not touched, only told: controls that turn the writing around, a quotation
mark that wire copy leaves alone at a paragraph's end, for it may open the next one, and U+FFFD, where somebody
who decoded the text before has lost a letter.
"""

import re
from collections.abc import Iterator
from functools import cache
from typing import Any, NamedTuple

import re2

from corpusclean.codes import Reason
from corpusclean.ledger import Edit
from corpusclean.settings import Tidy

_BLANK = r"[ \t\u00a0\u3000]"
# Thai, Lao, Tibetan, Burmese and Khmer are written without blanks; U+200B says where a line may break.
_UNSPACED = r"\u0e00-\u0fff\u1000-\u109f\u1780-\u17ff\ua9e0-\ua9ff\uaa60-\uaa7f"

_PATTERNS = {
    # A run of blanks is looked at from its start only, else its cost would be its length squared.
    # A file's own at its edges are the envelope's; those left there stood beside what nobody sees.
    "edge_lines": rf"\A(?:{_BLANK}*+\n)++|(?<![ \t\u00a0\u3000\n]){_BLANK}*+\n[ \t\u00a0\u3000\n]*+\Z",
    "blank_lines": rf"(?:(?<!{_BLANK}){_BLANK}+)?+\n(?:{_BLANK}*+\n){{2,}}",
    "trailing_blanks": rf"(?<!{_BLANK}){_BLANK}++(?=\n|\Z)",
    "zero_width": rf"(?<![{_UNSPACED}])[\u200b\u2060]+(?![{_UNSPACED}])",
    "soft_hyphens": r"\u00ad+",
}
_REASONS = {
    "edge_lines": "blank lines at the beginning or the end",
    "blank_lines": "blank lines made one",
    "trailing_blanks": "blanks at the end of a line",
    "zero_width": "zero-width character",
    "soft_hyphens": "soft hyphen",
}
_SWITCHES = {**{name: name for name in _PATTERNS}, "edge_lines": "blank_lines"}

VERSION = "2"
"""Raised with every change of what tidying matches."""

# The same for RE2, which knows no look-around: it may say yes too often.
CANDIDATES = {
    "blank_lines": r"(?:\A|\n[ \t\x{A0}\x{3000}]*\n)[ \t\x{A0}\x{3000}]*\n|\n[ \t\x{A0}\x{3000}]*\z",
    "trailing_blanks": r"[ \t\x{A0}\x{3000}](?:\n|\z)",
    "zero_width": r"[\x{200B}\x{2060}]",
    "soft_hyphens": r"\x{AD}",
}

_BIDI = re.compile(r"[\u202a-\u202e\u2066-\u2069]")
BIDI = r"[\x{202A}-\x{202E}\x{2066}-\x{2069}]"
"""The same, for RE2."""

_STRAY_QUOTE = re.compile(r"(?:\A|(?<=\s))[\u201c\u201e\u00ab\"](?=\s{0,9}?(?:\n[ \t]{0,9}\n|\Z))")
_LOST = "\ufffd"
LOST = r"\x{FFFD}"
"""What stands for a letter that was lost, for RE2."""

FLAGS = BIDI + "|" + LOST + r"|(?:\A|\s)[\x{201C}\x{201E}\x{AB}\"]\s*?(?:\n[ \t]*\n|\z)"
"""What is told and not touched, for RE2."""


class Tidied(NamedTuple):
    """A tidied text, and the edits that led there."""

    text: str
    edits: tuple[Edit, ...] = ()


class Flag(NamedTuple):
    """A place in a text that is doubtful: where, and why."""

    offset: int
    reason: Reason


def tidy_text(text: str, switches: Tidy | None = None) -> Tidied:
    r"""Tidy a text whose lines end with line feeds.

    >>> tidy_text("No\u00adthing to \u200bsee. \n\n\n\nMore.").text
    'Nothing to see.\n\nMore.'
    >>> tidy_text("\u0e44\u0e17\u0e22\u200b\u0e41\u0e25\u0e30").edits
    ()
    """
    if not needs_tidying(text):
        return Tidied(text)
    edits: list[Edit] = []
    pieces: list[str] = []
    position, offset = 0, 0
    for match in _pattern(switches or Tidy()).finditer(text):
        rule = str(match.lastgroup)
        after = "\n\n" if rule == "blank_lines" else ""
        if match[0] == after:
            continue
        offset += match.start() - position
        pieces += (text[position : match.start()], after)
        edits.append(Edit("fix", rule.replace("_", "-"), VERSION, offset, match[0], after, _REASONS[rule]))
        position, offset = match.end(), offset + len(after)
    return Tidied("".join((*pieces, text[position:])), tuple(edits))


def needs_tidying(text: str) -> bool:
    """Tell whether there could be anything to tidy, at the cost of one scan."""
    try:
        return _candidates().search(text) is not None
    except UnicodeEncodeError:  # a lone surrogate, which RE2 cannot read
        return True


@cache
def _candidates() -> Any:  # noqa: ANN401  # re2 ships no types
    return re2.compile("|".join(CANDIDATES.values()))


@cache
def _pattern(switches: Tidy) -> re.Pattern[str]:
    wanted = [f"(?P<{name}>{source})" for name, source in _PATTERNS.items() if getattr(switches, _SWITCHES[name])]
    return re.compile("|".join(wanted) or r"(?!)")


def flags(text: str, switches: Tidy) -> Iterator[Flag]:
    r"""Yield what is doubtful in a text and left as it is.

    >>> [flag.reason.code for flag in flags("He said. \u201c\n\nNothing.", Tidy())]
    ['text.stray_quote']
    """
    if switches.flag_bidi_controls:
        yield from bidi_controls(text, "text")
    if switches.flag_stray_quotes:
        for match in _STRAY_QUOTE.finditer(text):
            message = f"{match[0]} stands alone at the end of a paragraph"
            yield Flag(match.start(), Reason("text.stray_quote", message, "text"))
    if switches.flag_lost_letters:
        yield from lost_letters(text, "text")


def bidi_controls(text: str, field: str) -> Iterator[Flag]:
    """Yield the controls that turn the writing around, in a text or in another field."""
    where = "" if field == "text" else f" of {field}"
    for match in _BIDI.finditer(text):
        message = f"U+{ord(match[0]):04X} turns the direction of the writing{where} around"
        yield Flag(match.start(), Reason("text.bidi_control", message, field))


def lost_letters(text: str, field: str) -> Iterator[Flag]:
    """Yield the first place, in a text or in another field, at which a letter was lost, and how many there are."""
    if count := text.count(_LOST):
        where = "" if field == "text" else f" of {field}"
        often = f", and for {count - 1:,} more" if count > 1 else ""
        message = f"U+FFFD stands for a letter{where} that was lost{often}"
        yield Flag(text.index(_LOST), Reason("text.lost_letter", message, field))
