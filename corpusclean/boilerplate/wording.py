r"""The language in which rules write wordings, and its translation to RE2.

A wording is the notice as it is written, with

    {slot}     a part that varies: an outlet, an agency, a person (SLOTS)
    [words]    words that may be missing; the blank belongs inside: `with [additional |more ]inputs`
    <a|b>      one of several
    \          before one of `{ } [ ] < > | \`: the mark itself

Everything else stands for itself, whatever its case, its line breaks, and the shape of its quotes and dashes.
"""

import itertools
import re
import tomllib
import unicodedata
from functools import cache
from importlib.resources import files

BLANK = r"[\s\x{00A0}\x{2009}\x{202F}\x{3000}]"
"""White space: RE2's `\\s` is ASCII alone."""

_SPACE = r"[ \t\x{00A0}]+"
_BREAK = r"[ \t\x{00A0}]*\n[ \t\x{00A0}]*"
_GAP = f"(?:{_SPACE}|{_BREAK})"
"""The white space between two words of a slot: one line break at most, so no slot runs into another paragraph."""


def _in_alphabets(category: str) -> str:
    """Return the letters of a category in the scripts that have capitals, to be put into a class.

    RE2's own classes hold those of 150 scripts, and take five times as long to compile.
    """
    letters = [code for code in _ALPHABETS if unicodedata.category(chr(code)) == category]
    runs = itertools.groupby(enumerate(letters), key=lambda pair: pair[1] - pair[0])
    ends = [(run[0][1], run[-1][1]) for _, (*run,) in runs]
    return "".join(f"{_code(first)}-{_code(last)}" for first, last in ends)


def _code(point: int) -> str:
    return f"\\x{{{point:X}}}"


_ALPHABETS = (
    *range(0x180),  # Latin of Europe
    *range(0x1A0, 0x1B1),  # Vietnamese
    *range(0x218, 0x21C),  # Romanian
    *range(0x386, 0x400),  # Greek
    *range(0x400, 0x460),  # Cyrillic
    *range(0x490, 0x492),
    *range(0x531, 0x588),  # Armenian
    *range(0x1EA0, 0x1EFA),  # Vietnamese
)
_CAPITAL = f"[{_in_alphabets('Lu')}]"
SMALL_LETTERS = _in_alphabets("Ll")
_SMALL = f"[{SMALL_LETTERS}]"
_MARK = (
    r"[!-/:-@\[-`{-~\x{A1}-\x{A9}\x{AB}-\x{B1}\x{B4}\x{B6}-\x{B8}\x{BB}\x{BF}\x{D7}\x{F7}"
    r"\x{589}\x{60C}\x{61B}\x{61F}\x{6D4}\x{964}\x{965}\x{200B}-\x{2027}\x{202A}-\x{202E}\x{2030}-\x{205E}"
    r"\x{2060}-\x{206F}\x{20A0}-\x{2BFF}\x{3001}-\x{3004}\x{3008}-\x{3020}\x{3030}\x{30FB}\x{FE0F}\x{FE30}-\x{FE6F}"
    r"\x{FEFF}-\x{FF0F}\x{FF1A}-\x{FF20}\x{FF3B}-\x{FF40}\x{FF5B}-\x{FF65}\x{1F000}-\x{1FAFF}]"
)
"""What is no letter, no digit and no blank: the marks and signs of running text."""

_CAPITALISED = rf"{_CAPITAL}[^\s,;:()\[\]]*"
_NAME = rf"{_CAPITALISED}(?:{_GAP}{_CAPITALISED}){{0,4}}"

_AMONG_NAMES = (
    "and|in|of|the|for|from|at|to|with|also|other|and/or|&|y|e|et|und|"
    "de|da|do|dos|del|della|la|le|van|von|der|den|di|du|al|el|bin|ibn|ben|(?:al|el|as|ad|ul|d)[-'’]\\S+|"
    "staff|(?:writ|report|photograph|produc|research|freelanc)ers?|(?:correspondent|editor)s?|"
    "journalists?|columnists?|contributors?|interns?|bureau|chief|desk|team|news|wires?|services?|reports?|"
    "agency|agencies|media|senior|special|national|political|politics|business|sports|health|science|technology"
)
"""The words in small letters that stand between the names of a credit."""

_AMONG_CREDITS = (
    rf"{_AMONG_NAMES}|by|additional|reporting|writing|editing|edited|written|research|assistance|compiled"
)

_IN_PLACE = r"[^\s!-&(-,:-@\[-`{-~\d\x{A1}-\x{BF}\x{2010}-\x{2018}\x{201A}-\x{2BFF}]"
"""A letter of a word, or one of `. ' ’ / -`."""
_PLACE = rf"{_CAPITAL}{_IN_PLACE}*(?: (?:de|del|la|al|am|upon))?"
_MONTH = (
    r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sept?|Oct|Nov|Dec|January|February|March|April|June|July|August|"
    r"September|October|November|December|ene|abr|ago|set|dic|enero|febrero|marzo|abril|mayo|junio|julio|agosto|"
    r"septiembre|octubre|noviembre|diciembre)\.?"
)

_INLINE = r"[ \t\f\r\x{00A0}\x{2009}\x{202F}\x{3000}]"
_BETWEEN = rf"(?:{_INLINE}*\n{_INLINE}*|{_INLINE}+)"
"""What stands between two words of a wording: one line break at most, so that a label alone on its line takes
nothing of the next paragraph for what is to follow it."""

_LITERALS = {
    "'": "['’‘ʼ`´]",  # noqa: RUF001  # they are what is meant
    '"': '["“”„«»]',
    "-": "[-‐‑‒–—]",
    "—": "[-‐‑‒–—]",
    "–": "[-‐‑‒–—]",
}
MARKS = tuple("{}[]<>|\\")
"""What a backslash makes stand for itself."""
MARK = re.compile(r"\\[{}\[\]<>|\\]|[\[\]<>|]|\{[^{}]*\}?")
"""What stands in a wording for anything but itself."""
_MARKS = {"[": "(?:", "]": ")?", "<": "(?:", ">": ")", "|": "|"}


@cache
def agencies() -> dict[str, str]:
    """Return every name of every agency that we know, with its short name.

    >>> agencies()["Press Trust of India"]
    'PTI'
    """
    text = (files(__package__) / "agencies.toml").read_text(encoding="utf-8")
    return {name: short for short, entry in tomllib.loads(text).items() for name in [short, *entry["names"]]}


def _agency() -> str:
    """Return the pattern of a name, the longest first: RE2 takes the first that fits. Case counts.

    One blank or line break is between its words: what `literal` allows makes it three times as long.
    """
    spelled = {*agencies(), *(name.upper() for name in agencies())}
    names = sorted(spelled, key=lambda name: (-len(name), name))
    each = (r"[\s\x{00A0}]".join(map(literal, name.split())) for name in names)
    return f"(?-i:(?:[Tt]he )?(?:{'|'.join(each)}))"


def _people() -> str:
    """Return the pattern of names and the small words among them.

    Any other word in small letters ends the run, and so does an empty line. Between two capitals a line breaks
    after a comma alone: a list of names, one to a line, is no run. There is no count: counting so large a class
    as the capitals makes patterns of half a million steps.
    """
    small = rf"(?:{_AMONG_NAMES})\b\.?"
    word = f"(?:{_CAPITALISED}|{small})"
    steps = rf"(?:[,;]*{_SPACE}|[,;]+{_BREAK}|{_SPACE}{small}{_BREAK}){word}|{_BREAK}{small}"
    return f"(?-i:{_CAPITALISED}(?:{steps})*[,;]?)"


def _credits() -> str:
    """Return the pattern of people, what they did, and again people, wherever lines break.

    The first is an agency or has small letters: in a text that is all capitals every word looks like a name.
    """
    first = rf"(?:{_agency()}|(?:{_CAPITAL}\.[ -]?){{0,3}}{_CAPITALISED}{_SMALL}[^\s,;:()\[\]]*)"
    return rf"(?-i:{first}(?:[,;]*{_GAP}(?:{_CAPITALISED}|(?:{_AMONG_CREDITS})\b\.?))*[,;]?)"


_ABBREVIATION = (
    rf"(?:{_CAPITAL}\.)+|(?:Inc|Ltd|Co|Corp|Jr|Sr|Dr|Mr|Mrs|Ms|St|No|Nos|vs|Gov|Sen|Rep|Gen|Prof|bzw|ca|z\.B)\."
)
_REST = rf"(?:(?:\S*[^\s.!?…。！？؟۔।]|{_ABBREVIATION}){_GAP})*\S+"
"""What is left of a sentence: words, of which the last alone may end with its full stop."""

_CJK = (
    r"[\x{E01}-\x{E5B}\x{1100}-\x{11FF}\x{2E80}-\x{2FDF}\x{3005}-\x{3007}\x{3021}-\x{302F}\x{3031}-\x{9FFF}"
    r"\x{A960}-\x{A97F}\x{AC00}-\x{D7FF}\x{F900}-\x{FAFF}\x{FF66}-\x{FFDC}\x{1B000}-\x{1B16F}\x{20000}-\x{323AF}]"
)
"""Thai, kana, Hangul and Han, by their blocks: by their letters, as RE2 knows them, it takes four times as long.
"""
_ON = rf"(?:\n(?-i:{_SMALL})[^\n]*)*"
_MORE = rf"(?:(?:{_SPACE}\S|{_MARK}|{_CJK})[^\n]*|\n(?-i:{_SMALL})[^\n]*){_ON}"
"""What is left of a line, and of the next ones where they go on with a small letter: a wrapped paragraph.

It begins with a blank or a mark, so that no word is cut in two; where a script has no blanks, with a letter.
"""

_TOKEN = rf"(?:[^\s)\]]*[^\s.。۔।)\]]|[(\[]\S*[)\]]|\.{{2,}}|{_ABBREVIATION})"
_HEADLINE = (
    rf"(?:{_SPACE}|{_MARK}{_SPACE}?|{_CJK})(?:{_TOKEN}|\S+)"
    rf"(?:{_SPACE}{_TOKEN}|\n(?-i:{_SMALL})\S*[^\s.])*"
)
"""A headline behind its label: no full stop within, no closing bracket: so no sentences of an article."""

_SOURCE = r"[^\s.;:,()\[\]。、，：；！？「」（）【】]"
"""A letter of a source's name. Without blanks a sentence is one word: letters are counted, up to a mark."""

_EMAIL = r"(?:[^\s@<>()]+@[^\s@<>()]+|\[email[\s\x{00A0}]protected\])"
_URL = r"(?:(?:https?://|www\.)[^\s<>()]+|[a-z0-9-]+(?:\.[a-z0-9-]+)*\.[a-z]{2,10}(?:/[^\s<>()]*)?)"
_HANDLE = r"@\s?[A-Za-z0-9_]+"
_NETWORKS = (
    "Facebook|Twitter|Instagram|WhatsApp|LinkedIn|Linkedin|Pinterest|Reddit|Telegram|Messenger|Tumblr|"
    "StumbleUpon|Google +|Google+|Google Plus|Google News|Flipboard|VKontakte|Odnoklassniki|Xing|Pocket|Viber|"
    "YouTube|TikTok|Snapchat|Threads|Bluesky|Mastodon|LINE|Weibo|WeChat|RSS|SoundCloud|Tweet|E-mail|Email|Print|"
    "Copy link|Koo App|Koo|Skype|Fb|Correo|Imprimir|Imprimer|Drucken|Mail|تويتر|فيسبوك|فيس بوك|واتساب|تلغرام|"
    "جوجل بلس|لينكد إن|لينكدإن|انستغرام|Фейсбук|ВКонтакте|Твиттер|フェイスブック|ツイッター|微信|微博|朋友圈|"
    "페이스북|트위터|카카오톡"
)


def networks() -> tuple[str, ...]:
    """Return the names of networks, and of the other buttons beside them; the first that fits is meant."""
    return tuple(_NETWORKS.split("|"))


_NETWORK = f"(?:{_NETWORKS})".replace("+", r"\+")
TWO_NETWORKS = f"{_NETWORK}{_NETWORK}"
"""Two names written as one word, as the labels of buttons are."""
_NUMBER = r"[+#]?\d[\d.,:/ ()-]*"


@cache
def slots() -> dict[str, str]:
    """Return the slots that a wording may use, each with its RE2 pattern."""
    agency = _agency()
    separator = rf"(?:{BLANK}*[,/+&]{BLANK}*(?:(?:and|und|y|e|et){BLANK}+)?|{BLANK}+(?:and|und|y|e|et){BLANK}+)"
    return {
        "agency": rf"(?P<agency>{agency})",
        "agencies": rf"(?P<agency>{agency})(?:{separator}{agency})*",
        "outlet": rf"[^\s;:()\[\]]+(?:{_GAP}[^\s;:()\[\]]+){{0,7}}?",
        "person": f"(?-i:{_NAME})",
        "people": _people(),
        "owner": rf"(?:{_people()}[.]?{_SPACE})",
        "credits": _credits(),
        "place": rf"(?-i:{_PLACE}(?:,? (?:{_PLACE}|[(\[]{_PLACE}(?: {_PLACE})?[)\]])){{0,4}})",
        "date": rf"(?:{_MONTH}{_GAP}\d{{1,2}}|\d{{1,2}}{_GAP}(?:de{_GAP})?{_MONTH})(?:,?{_GAP}(?:19|20)\d\d)?",
        "year": r"(?:19|20)\d\d",
        "desk": r"(?-i:[A-Z]{2,4}(?: [A-Z]{2,4}){0,4}|[a-z]{1,6}(?:/[a-z]{1,6}){1,4}/?)",
        "rest": _REST,
        "then": f"{_GAP}{_REST}",
        "more": _MORE,
        "headline": _HEADLINE,
        "inside": r"[^()\[\]（）【】\n]{2}[^()\[\]（）【】\n]*",
        "when": r"[^\n]{0,16}\d[^\n]{0,44}",
        "question": rf"\S[^\n?.]*[?]{_SPACE}",
        "initials": r"(?-i:[a-zäöü]{1,4}|[A-Z]{2,3})",
        "email": _EMAIL,
        "url": _URL,
        "handle": _HANDLE,
        "network": _NETWORK,
        "networks": rf"{_NETWORK}(?:(?:{BLANK}|[,/·|•&]|and|und|y|e|et|on|share|via)*{_NETWORK})*",
        "number": _NUMBER,
        "address": r"(?:(?:https?://|www\.)\S*[^\s.,;:!?)\]>]|[\w.+-]+@[\w-]+(?:\.[\w-]+)+|[@#]\w+)",
        "few": rf"[^\s.;()\[\]]+(?:{_GAP}[^\s.;()\[\]]+){{0,2}}",
        "source": rf"{_SOURCE}{{1,24}}(?: {_SOURCE}{{1,24}}){{0,2}}",
        "words": rf"[^\s.;()\[\]]+(?:{_GAP}[^\s.;()\[\]]+){{0,11}}?",
    }


def literal(text: str) -> str:
    r"""Translate words that stand for themselves.

    >>> print(literal("(c)"))
    \(c\)
    """
    pattern = _BETWEEN.join(part.translate(_SPELLED) for part in text.split())
    lead = _BETWEEN if text[:1].isspace() else ""
    trail = _BETWEEN if text[-1:].isspace() and pattern else ""
    return lead + pattern + trail


_SPELLED = str.maketrans({char: f"\\{char}" for char in map(chr, range(128)) if not char.isalnum()} | _LITERALS)
"""How a letter is written in a pattern, where it is not itself."""


def translate(wording: str) -> str:
    r"""Return a wording as an RE2 pattern.

    Raises ValueError, with the way out, for a slot that does not exist or brackets that do not pair.

    >>> translate("<with|plus> [more ]inputs")[:12]
    '(?:with|plus'
    """
    pattern, words = "", ""
    open_marks: list[str] = []
    position = 0
    for mark in MARK.finditer(wording):
        words += wording[position : mark.start()]
        position = mark.end()
        char = mark[0][0]
        if char == "\\":
            words += mark[0][1]
            continue
        pattern, words = pattern + literal(words), ""
        if char == "{":
            name = mark[0].strip("{}")
            if name not in slots() or not mark[0].endswith("}"):
                known = ", ".join(sorted(slots()))
                raise ValueError(f"wording {wording!r}: no slot {{{name}}}; there are {known}")
            pattern += slots()[name]
        else:
            _pair(char, open_marks, wording)
            pattern += _MARKS[char]
    words += wording[position:]
    if open_marks:
        raise ValueError(f"wording {wording!r}: {open_marks[-1]} is not closed")
    return pattern + literal(words)


def _pair(char: str, open_marks: list[str], wording: str) -> None:
    """Keep account of brackets."""
    if char in "[<":
        open_marks.append(char)
        return
    expected = {"]": "[", ">": "<", "|": "[<"}[char]
    if not open_marks or open_marks[-1] not in expected:
        raise ValueError(f"wording {wording!r}: {char} without {' or '.join(expected)}")
    if char != "|":
        open_marks.pop()
