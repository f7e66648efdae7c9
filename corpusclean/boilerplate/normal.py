"""The normal form in which a unit of text and the wordings of a family are held against each other."""

import re
import unicodedata
from collections.abc import Set as AbstractSet

NAME = "§"
"""Stands for what varies between two notices of a family: names, outlets, places, addresses of the net."""

NUMBER = "0"

_ADDRESS = re.compile(r"(?:https?://|www\.)\S+|\S+@\S+|@\w+|\b\w[\w-]*\.(?:com|net|org|co|de|in|news|tv|uk)\b\S*")
_SIGNS = ("@", "://", "www.", ".com", ".net", ".org", ".co", ".de", ".in", ".news", ".tv", ".uk")
_TOKEN = re.compile(r"§|\d+(?:[.,:/-]\d+)*|[^\W\d_]+(?:['’][^\W\d_]+)*|[;:/|©]")
_KEPT = frozenset(";:|©")


def tokens(text: str, known: AbstractSet[str]) -> list[str]:
    """Return the words of a text in small letters, digits as one `0`, names as one `§`.

    A name is a run of words with capitals of which `known`, the words of all wordings in small letters, has none.

    >>> " ".join(tokens("With inputs from The Tarn Mail, 12 May 2021.", {"with", "inputs", "from", "the", "may"}))
    'with inputs from the § 0 may 0'
    """
    found: list[str] = []
    plain_text = text if text.isascii() else unicodedata.normalize("NFKC", text)
    if any(sign in plain_text for sign in _SIGNS):
        plain_text = _ADDRESS.sub(NAME, plain_text)
    for token in _TOKEN.findall(plain_text):
        lower = token.lower()
        if token[0].isdigit():
            plain = NUMBER
        elif token in _KEPT or token == NAME:
            plain = token
        elif lower in known or not token[0].isupper():
            plain = lower
        else:
            plain = NAME
        if not (found and plain in (NAME, NUMBER) and found[-1] == plain):
            found.append(plain)
    return found
