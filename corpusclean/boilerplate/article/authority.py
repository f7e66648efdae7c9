"""Asks to follow, to sign up and to install that are no paper's: an authority's, who warns of floods, say.

"Follow the fire department on Facebook." is worded as a paper's own, and names whom to follow (authorities.toml).
Who speaks of `us`, or of news, is a newsroom, whomever it names beside that.
"""

import re
import tomllib
from collections.abc import Iterable, Mapping
from functools import cache
from importlib.resources import files

from corpusclean.boilerplate.paragraphs.signs import UNSPACED

KINDS = frozenset({"app_promo", "comments_cta", "newsletter_signup", "social_follow"})
"""Kinds of asks that authorities have, too."""

_ADDRESS = r"\.(?:gov|gob|gouv|gub)\b"
"""What addresses of governments have."""


def is_of_authority(said: str, kind: str) -> bool:
    """Tell whether an ask of a kind is an authority's.

    >>> is_of_authority("Follow the fire department on Facebook.", "social_follow")
    True
    >>> is_of_authority("Follow us for news of the fire department.", "social_follow")
    False
    """
    if kind not in KINDS:
        return False
    return any(theirs.search(said) and not (ours and ours.search(said)) for theirs, ours in _by_language())


@cache
def _by_language() -> tuple[tuple[re.Pattern[str], re.Pattern[str] | None], ...]:
    """Return for each language the patterns of authorities, and of what is a newsroom's own."""
    text = (files(__package__) / "authorities.toml").read_text(encoding="utf-8")
    words: Mapping[str, Mapping[str, list[str]]] = tomllib.loads(text)
    ours = words["ours"]
    return tuple(
        (
            _pattern(language, each, *([_ADDRESS] if language == "en" else [])),
            _pattern(language, ours[language]) if language in ours else None,
        )
        for language, each in words["theirs"].items()
    )


def _pattern(language: str, words: Iterable[str], *more: str) -> re.Pattern[str]:
    spelled = (re.sub("<([^<>]*)>", r"(?:\1)", word).replace("*", r"\w*") for word in words)
    edge = "" if language in UNSPACED else r"\b"
    return re.compile("|".join([*(rf"{edge}{word}{edge}" for word in spelled), *more]), re.IGNORECASE)
