"""The script of a text, and the languages that are written in it: what no identifier has to guess."""

import unicodedata
from collections import Counter
from collections.abc import Mapping

# Scripts as the names of their letters begin, and the languages that are written in one script only; Uzbek in two,
# because a word in a third is taken for it. Of the others (Serbian, Kurdish, ...) the script says nothing.
_SCRIPTS = {
    "GREEK": "el grc",
    "ARMENIAN": "hy",
    "GEORGIAN": "ka",
    "HEBREW": "he hbo yi",
    "THAI": "th",
    "LAO": "lo",
    "KHMER": "km",
    "MYANMAR": "my",
    "TIBETAN": "bo dz",
    "SINHALA": "si",
    "ORIYA": "or",
    "BENGALI": "bn as",
    "GURMUKHI": "pa",
    "GUJARATI": "gu",
    "TAMIL": "ta",
    "TELUGU": "te",
    "KANNADA": "kn",
    "MALAYALAM": "ml",
    "DEVANAGARI": "hi mr ne sa gom",
    "ETHIOPIC": "am ti",
    "THAANA": "dv",
    "SYRIAC": "syr",
    "CHEROKEE": "chr",
    "CANADIAN": "iu",
    "YI": "ii",
    "LIMBU": "lif",
    "HANGUL": "ko",
    "KANA": "ja",
    "CJK": "zh yue wuu",
    "CYRILLIC": "ru uk be bg mk ba",
    "ARABIC": "ar fa ur ps sd",
}
_SEVERAL = {"uz": ("LATIN", "CYRILLIC")}
PRESENT = 0.1
"""The share of the letters from which on a script is there for a language, and not for a name."""
MOST = 0.5
PLAIN = 0.3
"""The least share of letters of ASCII in what is written in Latin."""
_BEHIND_LATIN = "\u0250"

_LANGUAGES = {script: tuple(codes.split()) for script, codes in _SCRIPTS.items()}
_SCRIPTS_OF = {code: (script,) for script, codes in _LANGUAGES.items() for code in codes} | _SEVERAL
_KNOWN = {*_LANGUAGES, "LATIN"}
_KANA = {"HIRAGANA": "KANA", "KATAKANA": "KANA"}


def scripts(text: str) -> dict[str, float]:
    """Return the scripts of a text and the share of its letters in each; none that no identifier knows.

    Han beside kana is Japanese writing: no Chinese text has kana in it, and every Japanese sentence does.

    >>> scripts("Дождь (rain)"), scripts("雨が降る"), scripts("雨")
    ({'CYRILLIC': 0.56, 'LATIN': 0.44}, {'KANA': 1.0}, {'CJK': 1.0})
    >>> scripts("12:30") == scripts("\N{NKO LETTER A}") == {}
    True
    """
    counts = Counter(_script(letter) for letter in text if letter.isalpha())
    if counts["KANA"] and counts["CJK"]:
        counts["KANA"] += counts.pop("CJK")
    total = counts.total()
    return {name: round(count / total, 2) for name, count in sorted(counts.items()) if name in _KNOWN and count}


def _script(letter: str) -> str:
    first = unicodedata.name(letter, "UNKNOWN").split(" ", 1)[0].split("-", 1)[0]
    return _KANA.get(first, first)


def may_be(code: str, shares: Mapping[str, float]) -> bool:
    """Tell whether a language may be that of a text with these scripts, as far as they can say.

    >>> may_be("ko", {"CJK": 1.0}), may_be("sr", {"LATIN": 1.0}), may_be("ur", {"ARABIC": 0.4, "LATIN": 0.6})
    (False, True, True)
    >>> may_be("uz", {"LATIN": 1.0}), may_be("uz", {"ARABIC": 1.0})
    (True, False)
    """
    written_in = _SCRIPTS_OF.get(code)
    return written_in is None or any(shares.get(script, 0.0) >= PRESENT for script in written_in)


def in_no_script(text: str) -> bool:
    """Tell whether most letters are Latin ones that English lacks: another script, decoded as if it were Latin.

    No language writes so: Yoruba, with the most marks, has half of them.

    >>> in_no_script("Äîæäü øåë âñþ íî÷ü"), in_no_script("Trời mưa suốt đêm ở Tarn"), in_no_script("Дождь")
    (True, False, False)
    """
    letters = [letter for letter in text if letter.isalpha()]
    latin = [letter for letter in letters if letter < _BEHIND_LATIN]
    return 2 * len(latin) > len(letters) and sum(map(str.isascii, latin)) < PLAIN * len(latin)


def only_language(shares: Mapping[str, float]) -> str | None:
    """Return the language of the script of most letters, where it is the only one written in it.

    >>> only_language({"GEORGIAN": 0.9, "LATIN": 0.1}), only_language({"HEBREW": 1.0})
    ('ka', None)
    """
    found = [name for name, share in shares.items() if share > MOST and len(_LANGUAGES.get(name, ())) == 1]
    return _LANGUAGES[found[0]][0] if found else None
