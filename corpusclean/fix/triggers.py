"""Which texts repair could change: one scan by RE2, which may say yes too often and never no.

ftfy's pattern for mojibake is taken from ftfy itself and translated, so a new release brings its own; what it
looks like is pinned in the tests, so that nobody misses the change.
"""

import re
import unicodedata
from collections.abc import Iterable
from functools import cache
from itertools import groupby
from typing import Any

import re2
from ftfy.badness import BADNESS_RE
from ftfy.chardata import CONTROL_CHARS, HTML_ENTITY_RE, LIGATURES, WIDTH_MAP

from corpusclean.settings import Fix

TRADE_MARK = "\u00e2\u201e\u00a2"
"""A trade mark sign read as windows-1252, which ftfy leaves alone behind a letter (ftfy issue 99)."""

MAX_NESTING = 30
"""Levels of `&amp;amp;` that are decoded. ftfy takes one level a pass over the whole text: more are quadratic."""

MAX_MARKS = 30
"""Combining marks in a row that are normalised, as in Unicode's Stream-Safe Text Format (UAX #15): sorting
more takes time that grows with the square of their number."""

NEST = rf"&(?:(?:(?i:amp)|#0*38|#[xX]0*26);){{{MAX_NESTING + 1}}}"
HOSTILE = rf"{NEST}|\p{{M}}{{{MAX_MARKS + 1}}}"
"""What repair refuses: see `hostile`."""

# Blocks beyond which no single character changes under NFC; a test asks every character.
_CHANGING = ((0xA0, 0x3400), (0xA640, 0xAC00), (0xF900, 0xFF00), (0x10000, 0x20000), (0x2F800, 0x2FA20))

_ASCII_LIKE = {r"\s": r"\s\x{85}\x{A0}\x{1680}\x{2000}-\x{200A}\x{2028}\x{2029}\x{202F}\x{205F}\x{3000}",
               r"\w": r"\p{L}\p{M}\p{N}_"}  # fmt: skip


def hostile(text: str) -> str | None:
    """Say why a text is refused: repair would take time that grows with the square of its length.

    >>> hostile("Tom &amp;amp; Ann")
    >>> hostile("Tom &" + "amp;" * 40 + " Ann")
    'entities are nested more than 30 deep'
    """
    try:
        found = _compiled(HOSTILE).search(text)
    except UnicodeEncodeError:  # no file decodes to lone surrogates, but a caller's text may hold them
        found = _compiled(HOSTILE).search(text.encode("utf-8", "replace").decode())
    if found is None:
        return None
    if found[0].startswith("&"):
        return f"entities are nested more than {MAX_NESTING} deep"
    return f"more than {MAX_MARKS} combining marks stand in a row"


def needs_repair(line: str, switches: Fix) -> bool:
    """Tell whether ftfy could change a line.

    >>> needs_repair("Plain text, na\u00efve or not.", Fix()), needs_repair("caf\u00c3\u00a9", Fix())
    (False, True)
    """
    if line.isascii() and "&" not in line and line.isprintable():
        return False
    return is_triggered(line, switches) or not is_normal(line, switches)


def is_triggered(line: str, switches: Fix) -> bool:
    """Tell whether ftfy could change a line in another way than by its normal form."""
    try:
        return _compiled(triggers(switches)).search(line) is not None
    except UnicodeEncodeError:  # a lone surrogate, which ftfy knows what to do with
        return True


def is_normal(text: str, switches: Fix) -> bool:
    """Tell whether a text is in the normal form that the switches ask for."""
    return switches.normalization == "none" or unicodedata.is_normalized(switches.normalization, text)


@cache
def _compiled(pattern: str) -> Any:  # noqa: ANN401  # re2 ships no types
    options = re2.Options()
    options.log_errors = False
    return re2.compile(pattern, options)


@cache
def triggers(switches: Fix) -> str:
    """Return an RE2 pattern that matches in every text that ftfy would change, its normal form aside."""
    wanted = {
        r"[\x{80}-\x{9F}]": switches.fix_c1_controls,
        r"\x1b": switches.remove_terminal_escapes,
        char_class(map(chr, CONTROL_CHARS)): switches.remove_control_chars,
        char_class(map(chr, LIGATURES)): switches.fix_latin_ligatures,
        char_class(map(chr, WIDTH_MAP)): switches.fix_character_width,
        r"[\x{2BC}\x{2018}-\x{201F}]": switches.uncurl_quotes,
        r"[\r\x{85}\x{2028}\x{2029}]": switches.fix_line_breaks,
        HTML_ENTITY_RE.pattern: switches.unescape_html is not False,
        NEST: switches.unescape_html is False,
        badness(): switches.fix_encoding,
        TRADE_MARK: switches.fix_encoding,
    }
    return "|".join(pattern for pattern, on in wanted.items() if on)


def ascii_triggers(switches: Fix) -> list[str]:
    """Return RE2 patterns of which one matches in every ASCII text that repair would change or refuse."""
    entity = NEST if switches.unescape_html is False else HTML_ENTITY_RE.pattern
    return ["\r", r"[\x{0}-\x{8}\x{B}\x{E}-\x{1F}\x{7F}]", entity]


@cache
def unnormal(switches: Fix) -> str:
    """Return an RE2 pattern that matches in every text that is not in the normal form asked for."""
    if switches.normalization == "none":
        return r"[^\x{0}-\x{10FFFF}]"
    if switches.normalization != "NFC":
        return r"[^\x{0}-\x{7F}]"
    alone = (chr(code) for block in _CHANGING for code in range(*block))
    changed = (char for char in alone if not unicodedata.is_normalized("NFC", char))
    # What may join with the letter before it: marks, and the second and third letter of a Hangul syllable.
    return rf"\p{{M}}|[\x{{1161}}-\x{{1175}}\x{{11A8}}-\x{{11C2}}]|{char_class(changed)}"


def char_class(chars: Iterable[str]) -> str:
    r"""Return characters as an RE2 class, in ranges.

    >>> print(char_class("cab\u00e9"))
    [\x{61}-\x{63}\x{E9}]
    """
    codes = sorted(map(ord, chars))
    runs = (list(run) for _, run in groupby(enumerate(codes), key=lambda pair: pair[1] - pair[0]))
    ranges = ((run[0][1], run[-1][1]) for run in runs)
    return "[" + "".join(_range(first, last) for first, last in ranges) + "]"


def _range(first: int, last: int) -> str:
    return rf"\x{{{first:X}}}" if first == last else rf"\x{{{first:X}}}-\x{{{last:X}}}"


@cache
def badness() -> str:
    r"""Return ftfy's pattern for mojibake as RE2 reads it, over-approximated.

    Blanks and comments outside classes go, as `re.VERBOSE` would have it; `\s` and `\w`, which are ASCII to
    RE2, take in all of Unicode; `^` holds at every line.
    Raises ValueError where the pattern holds what RE2 does not know.
    """
    pattern, in_class, source = [], False, iter(BADNESS_RE.pattern)
    for char in source:
        if char == "\\":
            escaped = char + next(source)
            wide = _ASCII_LIKE.get(escaped)
            pattern.append(escaped if wide is None else wide if in_class else f"[{wide}]")
        elif not in_class and char == "#":
            while next(source) != "\n":
                pass
        elif not in_class and char.isspace():
            continue
        else:
            in_class = char == "[" or (in_class and char != "]")
            pattern.append(char)
    translated = "".join(pattern)
    if re.search(r"\(\?[=!<]", translated):
        raise ValueError("ftfy's pattern looks around: it cannot be read by RE2")
    return f"(?m:{translated})"
