"""Notices that are known by several signs in one paragraph, in whatever order they are said.

An ask for money, say, speaks to the reader, of journalism, and of support; how it is worded differs with each
outlet. A paragraph is one where of each list of a rule it holds one, as whole words. A sign is written in the
language of wordings, so that it may name an address: `{email}`. What somebody says is reporting: a paragraph with
a verb of speech, or a quotation that is longer than a name, is none, nor one that tells of a firm, its users, or a
court. Of lines that are not wrapped each is looked at by itself.
"""

import re
import tomllib
from collections.abc import Iterator, Sequence
from functools import cache
from importlib.resources import files
from typing import Any

import re2

from corpusclean.boilerplate.automata import options
from corpusclean.boilerplate.paragraphs.lines import Line
from corpusclean.boilerplate.paragraphs.reported import is_reported
from corpusclean.boilerplate.wording import translate

LONGEST = 1_200
"""Characters of a paragraph at most."""

MAX_MEMORY = 64 << 20
"""Bytes that RE2 may use for one list."""

QUOTES = frozenset('"“”„«»「」『』')
_NAME = re.compile('["“”„«][^"“”„«»「」『』\\n]{1,32}["”“»]|[「『][^「」『』\\n]{1,16}[」』]')
"""What a name is in quotation marks: an outlet's, or a newsletter's; in Japanese more letters are a sentence."""
UNSPACED = ("ja", "ko", "th", "zh")
"""Languages of which words are looked for among other letters."""


_BEGINS_AS_ASK = re.compile(
    r"(?i)\A\W*(?:sign up|subscribe|get|join|by (?:signing up|subscribing)\b[^.]{0,40}\b(?:you|i))\b"
)
_BINDS_ITS_READER = re.compile(
    r"(?i)\bby (?:signing up|subscribing|registering|continuing|clicking|entering)\b[^.]{0,40},? you "
    r"(?:also )?(?:agree|consent) to our\b"
)
"""What a form says to who fills it in, and of its own terms: whoever else is named beside it."""


def pattern_of(sign: str) -> str:
    r"""Return the RE2 pattern of a sign: whole words, whatever their case.

    >>> print(pattern_of("(c)"), pattern_of("inbox"), pattern_of("<our|the>"))
    \(c\) \binbox\b (?:\bour\b|\bthe\b)

    Words end where letters of ASCII do: stems are as good in other scripts. Of those that part words by blanks a
    stem begins a word: *this article* of Korean is no end of *a cat's article*.
    Raises ValueError for what `translate` refuses.
    """
    if (several := _SEVERAL.fullmatch(sign)) is not None:
        return f"(?:{'|'.join(map(pattern_of, several[1].split('|')))})"
    turned = sign[::-1].translate(_TURNED)
    before, after = (r"\b" if all(map(_is_plain, _begins(edge))) else "" for edge in (sign, turned))
    if all(map(_PARTED.match, _begins(sign))):
        before = BEGINS
    return f"{before}{translate(sign)}{after}"


BEGINS = r"(?:\A|[\x00-/:-@\[-`{-\x7f\x{a0}-\x{bf}\x{2000}-\x{206f}\x{3000}-\x{303f}\x{ff00}-\x{ff0f}])"
"""What stands before a word: RE2 knows ends of ASCII's words alone."""
_PARTED = re.compile("[À-ɏͰ-ϿЀ-ӿ가-힣]")
"""Letters of scripts that part words by blanks, and put neither an article nor a particle before them."""
_SEVERAL = re.compile(r"<([^<>\[\]{}\\]+)>")
_FIRST = re.compile(r"([<\[])([^<>\[\]{}\\]+)[>\]](.*)")
_TURNED = str.maketrans("<>[]{}", "><][}{")


def _begins(sign: str) -> list[str]:
    """Return what a sign may begin with: a character for each way to read it."""
    first = _FIRST.fullmatch(sign)
    if first is None:
        return [sign[:1]]
    begins = [said[:1] for said in first[2].split("|")]
    return begins if first[1] == "<" else begins + _begins(first[3].lstrip())


def _is_plain(char: str) -> bool:
    return char.isascii() and char.isalnum()


def with_signs(
    text: str, lines: Sequence[Line], signs: tuple[tuple[str, ...], ...], longest: int | None = None
) -> Iterator[Line]:
    """Yield the lines of a text, of so many characters at most, that hold one of each list."""
    lists = [one_of(each) for each in signs]
    for line in lines:
        if line.end - line.start > (longest or LONGEST):
            continue
        said = text[line.start : line.end]
        beside = _NAME.sub("", said) if not QUOTES.isdisjoint(said) else said
        raw = beside.replace("_", " ").encode()
        if not all(each.search(raw) for each in lists) or is_speech(beside) or tells_of_others(beside):
            continue
        if not is_reported(beside):
            yield line


def is_speech(said: str) -> bool:
    """Tell whether somebody says, or is quoted to say, what stands in a paragraph beside names.

    >>> is_speech("Join the morning list."), is_speech("Our work is not done, said the minister.")
    (False, True)
    """
    return not QUOTES.isdisjoint(said) or somebody_says(said)


def somebody_says(said: str) -> bool:
    """Tell whether a sentence says that somebody says it.

    >>> somebody_says("Share the road, said the mayor."), somebody_says("Share this story.")
    (True, False)
    """
    return _speech().search(said) is not None


def tells_of_others(said: str) -> bool:
    """Tell whether a paragraph tells of those of whom reporting tells, and no notice.

    A notice begins with its ask, or binds who reads it to terms of its own.

    >>> tells_of_others("The firm sends its newsletter daily."), tells_of_others("Sign up for its letters.")
    (True, False)
    """
    if _others().search(said.encode()) is None:
        return False
    return _BEGINS_AS_ASK.match(said) is None and _BINDS_ITS_READER.search(said) is None


@cache
def _others() -> Any:  # noqa: ANN401  # re2 ships no types
    words = tomllib.loads((files(__package__) / "others.toml").read_text(encoding="utf-8"))
    return one_of(tuple(sign for each in words.values() for sign in each))


@cache
def _speech() -> re.Pattern[str]:
    """Return the pattern of what is said where somebody is quoted."""
    words = tomllib.loads((files(__package__) / "speech.toml").read_text(encoding="utf-8"))
    whole = "|".join(
        re.escape(word) for language, each in words.items() if language not in UNSPACED for word in each
    )
    parts = "|".join(re.escape(word) for language in UNSPACED for word in words.get(language, ()))
    return re.compile(rf"\b(?:{whole})\b|{parts}", re.IGNORECASE)


@cache
def one_of(signs: tuple[str, ...]) -> Any:  # noqa: ANN401  # re2 ships no types
    """Return the pattern of one of some signs."""
    return re2.compile("|".join(map(pattern_of, signs)), options(MAX_MEMORY, case_sensitive=False))
