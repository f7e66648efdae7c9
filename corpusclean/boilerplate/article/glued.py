"""Sentences of a text that are worded like notices.

A wording is few words, and reporters write sentences that begin so: "Read more books." A label is a paragraph of
its own, or ends with no full stop. So a sentence among others is a notice only where it has one of the words by
which notices name themselves, their page or their paper (`itself.toml`), and nobody says it.
"""

import re
import tomllib
from functools import cache
from importlib.resources import files
from typing import Any

from corpusclean.boilerplate.paragraphs.signs import one_of, somebody_says
from corpusclean.boilerplate.paragraphs.units import SENTENCE_END, SET_OFF

SENTENCES = frozenset(
    {"author_bio", "correction_update", "funding_note", "opinion_disclaimer", "standards_line", "transcript_note"}
)
"""Kinds that tell of a text and its writer in sentences like any other; most are annotated and stay."""

SHORT = frozenset(
    {"app_promo", "comments_cta", "contact_tips", "copyright", "newsletter_signup", "related_link"}
    | {"share_buttons", "social_follow"}
)
"""Kinds of labels and asks, worded in so few words that a sentence which is a paragraph must name itself, too."""

CHROME = frozenset({"photo_credit", "ui_junk"})
"""Kinds of pictures and players: a caption says what somebody says."""

_FULL_STOPS = tuple(".。।۔")
_STOPS = (*_FULL_STOPS, *"!?！？؟")
_CLOSING = "\"”’»'*_ "
_LEAVES_OFF = ("..", "…")
"""How a label ends that leaves off: no sentence does."""
_ASKS = frozenset("?;？؟:：")
"""What divides an ask or a label that is a paragraph from what it asks or leads to: "A mistake? Tell us." """
_PERSON_AND_DAY = re.compile(
    r"\([^\W\d_]\S*[a-zäöüß]\S*(?: [^\s,]+)+, ?(?:(\d{1,2}\. ?\d{1,2}\.)|\d{1,2}\. \w+) ?\d+\)"
)
"""One person in brackets, by two names at least, and a day; its group is a day in figures."""
_PERSON = 80
"""Letters of that at most."""
_QUOTED = tuple("\"”“»’'")  # they are what is meant
_QUESTIONS = tuple("?？؟")
_GAP = 8
"""Characters before a notice that tell whether it begins a line."""


def is_sentence_of_text(text: str, start: int, end: int, kind: str) -> bool:
    """Tell whether a stretch that is worded like a notice of a kind is a sentence of the text.

    >>> said = "It rained. Read more books."
    >>> is_sentence_of_text(said, 11, len(said), "related_link")
    True
    >>> said = "It rained. Read more of it in our archive."
    >>> is_sentence_of_text(said, 11, len(said), "related_link")
    False
    """
    before = text[max(0, start - _GAP) : start]
    glued = bool(before.strip()) and "\n" not in before[len(before.rstrip()) :]
    said = text[start:end].strip()
    if kind == "reporting_credit" and _is_whose_words(before, said, glued=glued):
        return True
    ends = said.rstrip(_CLOSING)
    if kind in SENTENCES or said.startswith(SET_OFF) or not ends.endswith(_STOPS) or ends.endswith(_LEAVES_OFF):
        return False
    if not glued and (kind not in SHORT or not ends.endswith(_FULL_STOPS) or not _ASKS.isdisjoint(said)):
        return kind not in CHROME and somebody_says(said)
    return somebody_says(said) or not names_itself(said)


def _is_whose_words(before: str, said: str, *, glued: bool) -> bool:
    """Tell whether a person and a day in brackets are where a quotation is from, and not who wrote the text.

    Writers have a short day, 4.5.2003; behind a quotation even that is not theirs.
    """
    person = _PERSON_AND_DAY.fullmatch(said) if len(said) <= _PERSON else None
    return person is not None and (before.rstrip().endswith(_QUOTED) or (glued and not person[1]))


def without_sentences_of_text(
    text: str, start: int, end: int, signs: tuple[tuple[str, ...], ...]
) -> tuple[int, int]:
    """Return what of a paragraph with a rule's signs is the notice.

    Pages lose the line break between a text and what follows it. So sentences with which a paragraph begins are
    the text's where they have none of the signs, ask nothing, name nothing of the page, and speak to no reader
    (reader.toml). Behind such a beginning its last sentences are judged by the same; else they are of the notice.

    >>> said = "The bridge is open. Subscribe to our letter. It is free."
    >>> without_sentences_of_text(said, 0, len(said), (("subscribe",), ("our",)))
    (20, 44)
    >>> without_sentences_of_text(said, 20, len(said), (("subscribe",), ("our",)))
    (20, 56)
    """
    ends = [match for match in SENTENCE_END.finditer(text, start, end) if match.end() < end]
    begins = [start, *(match.end() for match in ends)]
    stops = [*(match.start() + len(match[0].rstrip()) for match in ends), end]
    sentences = list(zip(begins, stops, strict=True))
    first = next((begin for begin, stop in sentences if is_notices(text[begin:stop], signs)), start)
    if first == start:
        return start, end
    return first, next(stop for begin, stop in reversed(sentences) if is_notices(text[begin:stop], signs))


def is_notices(said: str, signs: tuple[tuple[str, ...], ...]) -> bool:
    """Tell whether a sentence is of a notice with some signs: it has one, asks, or speaks to its reader."""
    if said.endswith(_QUESTIONS):
        return True
    raw = said.replace("_", " ").encode()
    return (
        any(one_of(each).search(raw) for each in signs) or names_itself(said) or _reader().search(raw) is not None
    )


def names_itself(said: str) -> bool:
    """Tell whether a sentence has a word by which notices name themselves, their page or their paper."""
    return _itself().search(said.encode()) is not None


@cache
def _itself() -> Any:  # noqa: ANN401  # re2 ships no types
    return _signs_of("itself.toml")


@cache
def _reader() -> Any:  # noqa: ANN401  # re2 ships no types
    return _signs_of("reader.toml")


def _signs_of(name: str) -> Any:  # noqa: ANN401  # re2 ships no types
    """Return the pattern of the signs of a file, of all its languages."""
    words = tomllib.loads((files(__package__) / name).read_text(encoding="utf-8"))
    return one_of(tuple(dict.fromkeys(sign for each in words.values() for sign in each)))
