r"""Where ftfy's verdict is amended: four cases, each with its reason. Everything else is ftfy's.

A capital at a word's end before a sign can look like two bytes of UTF-8: Icelandic `ST\u00d6\u00d0\u201d` becomes
`ST\u00d6\u0414`, Portuguese `MANH\u00c3\u201d` becomes `MANH\u00d4`. Such a pair is decoded only beside mojibake
that is none of the kind.

A control character between two words is removed, and the words become one: `one\x0btwo` becomes `onetwo`. A
blank takes its place.

Chinese, Japanese or Korean in an encoding of its own that was read as Latin-1 holds some pairs that look like
UTF-8. They stay: decoded among the rest they could not be read by hand any more.

A trade mark sign read as windows-1252 is left alone behind a letter (ftfy issue 99). It is decoded.
"""

import re
import unicodedata

from corpusclean.fix.triggers import TRADE_MARK
from corpusclean.ledger import Change, changes
from corpusclean.settings import Fix

# U+00C2 leads most mojibake of Latin text and ends no word; other leads do both.
_DOUBTFUL = re.compile(r"[\u00c4-\u00df\u0100-\u017f\u0370-\u04ff][^\w\s]|[\u00c4-\u00df][\u00aa\u00ba]")
# U+00C3 leads most and ends a few, before a dash, a quote or the like; no C1 control or per mille sign is one.
_A_TILDE = re.compile(
    r"\u00c3[\u2013\u2014\u2018\u2019\u201c\u201d\u2026\u203a\u00ab\u00bb\u00a0\u00aa\u00ba\u2122]"
)
_HIGH = re.compile(r"[\u0080-\u00ff]")
_WORD = re.compile(r"[a-z]{3}")
_BEYOND_ASCII = re.compile(r"[^\s\x00-\x7f]")
_ENCODED = re.compile(r"[\u00c2-\u00f4\u0102-\u0490].+", re.DOTALL)
# 1A stands for a lost byte within ftfy, 1B begins an escape sequence.
_TRADE_MARK = re.compile(f"(?<=[A-Za-z0-9]){TRADE_MARK}")
_JOINING = re.compile(r"(?<=\w)[\x00-\x08\x0b\x0e-\x19\x1c-\x1f\x7f\ufffc]+(?=\w)")


def prepared(line: str, switches: Fix) -> tuple[str, tuple[str, ...]]:
    r"""Return a line as ftfy is to see it, and why it differs.

    >>> prepared("one\x0btwo \x0bthree", Fix())
    ('one two \x0bthree', ('control character between words made a blank',))
    """
    causes = []
    if switches.remove_control_chars and _JOINING.search(line):
        line = _JOINING.sub(" ", line)
        causes.append("control character between words made a blank")
    if switches.fix_encoding and _TRADE_MARK.search(line):
        line = _TRADE_MARK.sub("\u2122", line)
        causes.append("UTF-8 decoded as windows-1252 by mistake")
    return line, tuple(causes)


def is_of_another_encoding(line: str, fixed: str) -> bool:
    r"""Tell whether a line is not UTF-8 that was read wrongly, but letters of another encoding.

    Of those most stay as they are whatever is decoded, and there are no words of Latin letters among them.

    >>> line = "\u5854\u6069\u7684\u6865\u6821".encode("gbk").decode("latin-1")
    >>> is_of_another_encoding(line, line.replace("\u00d0\u00a3", "\u0423"))
    True
    """
    high = len(_HIGH.findall(line))
    mostly = 2 * high > len(line) and 3 * len(_HIGH.findall(fixed)) > 2 * high
    return mostly and _WORD.search(line) is None


def without_harm(line: str, fixed: str) -> str:
    r"""Return a repaired line without the repairs that are known to do harm.

    >>> without_harm("ST\u00d6\u00d0\u201d", "ST\u00d6\u0414") == "ST\u00d6\u00d0\u201d"
    True
    >>> without_harm("caf\u00c3\u00a9", "caf\u00e9") == "caf\u00e9"
    True
    """
    if fixed == line:
        return line
    decoded = [change for change in changes(line, fixed) if _is_decoded(change)]
    if not decoded:
        return fixed
    # What was read wrongly as a whole keeps no other sign beyond ASCII.
    made = "".join(change.after for change in decoded)
    partly = len(_BEYOND_ASCII.findall(fixed)) > len(_BEYOND_ASCII.findall(made))
    if not all(_is_doubtful(change, fixed, partly=partly) for change in decoded):
        return fixed
    for change in reversed(decoded):
        end = change.offset + len(change.after)
        fixed = fixed[: change.offset] + change.before + fixed[end:]
    return fixed


def _is_decoded(change: Change) -> bool:
    """Tell whether what was there was taken for bytes, and not only for a letter and its accents."""
    return bool(_ENCODED.fullmatch(change.before)) and unicodedata.normalize("NFC", change.before) != change.after


def _is_doubtful(change: Change, fixed: str, *, partly: bool) -> bool:
    """Tell whether two characters that became one are a letter that ends a word, and a sign.

    A capital behind a small letter ends no word: Polish `si\u00c4\u2122` is mojibake, Czech `V\u00dd\u00ba` none.
    """
    before = fixed[change.offset - 1 : change.offset]
    after = fixed[change.offset + len(change.after) :][:1]
    one_for_two = len(change.before) == 2 and len(change.after) == 1  # noqa: PLR2004  # a lead and one byte
    in_case = before.isalpha() and before.isupper() == change.before[0].isupper()
    if not one_for_two or not in_case:
        return False
    if change.before[0] == "\u00c3":
        return _ends_in_a_tilde(change, fixed, after, partly=partly)
    return bool(_DOUBTFUL.fullmatch(change.before)) and not after.isalpha()


def _ends_in_a_tilde(change: Change, fixed: str, after: str, *, partly: bool) -> bool:
    """Tell whether U+00C3 behind a capital ends its word, of which a few languages have some.

    Alone `CAF\u00c3\u2030` is mojibake. Behind two capitals neither a small letter nor a sign is likely:
    `AMANH\u00c3\u00bb` was no `AMANH\u00fb`; `L\u00c3\u00a0` and `M\u00c3\u2014N` may be a word and a product.
    """
    word = fixed[max(change.offset - 2, 0) : change.offset]
    in_capitals = len(word) == 2 and word.isalpha() and word.isupper()  # noqa: PLR2004
    if in_capitals and not change.after.isalpha():
        return True
    if after.isalnum():
        return False
    sure = in_capitals and (change.after.islower() or change.before[1] == "\u201d")
    return sure or (partly and bool(_A_TILDE.fullmatch(change.before)))
