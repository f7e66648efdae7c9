"""Paragraphs of a text that are worded like notices: subheads, questions, results, appeals of the police.

"Video" is a button, and the heading of a section; "What do you think?" asks readers, and one who is interviewed.
Amid a text it is the text's: between two paragraphs of prose, where no notice was found beside it. A sentence of
rights that names nothing of the page (whose.toml) is the text's, too: an edict has such.
"""

import itertools
import re
import tomllib
from collections.abc import Collection
from functools import cache
from importlib.resources import files
from typing import Any

from corpusclean.boilerplate.article.authority import is_of_authority
from corpusclean.boilerplate.article.glued import SENTENCES, names_itself
from corpusclean.boilerplate.article.led import is_led_to
from corpusclean.boilerplate.article.reached import goes_on_with_numbers, is_how_to_reach
from corpusclean.boilerplate.article.series import IN_FILMS, is_item, is_of_film, is_subhead, nearest
from corpusclean.boilerplate.paragraphs.lines import Line, is_ended
from corpusclean.boilerplate.paragraphs.reported import is_announced, is_reported, is_told
from corpusclean.boilerplate.paragraphs.rows import are_things
from corpusclean.boilerplate.paragraphs.signs import QUOTES, UNSPACED, one_of, tells_of_others

ASKS = frozenset({"comments_cta", "contact_tips"})
"""Kinds that ask readers for something that the police ask for, too, and interviewers."""

_QUESTIONS = ASKS | {"standards_line"}
"""Kinds of which a notice may be a question, as an interviewer's is."""

CONTROLS = _QUESTIONS.union(
    ("app_promo", "newsletter_signup", "related_link", "share_buttons", "social_follow", "ui_junk")
)
"""Kinds of which a notice may be a single word, as a subhead may."""

_ANNOUNCED = frozenset({"app_promo", "copyright", "newsletter_signup", "social_follow", "subscription_plea"})
"""Kinds that pages seldom have between a sentence that announces words and those: "Tweet" and "Read also" are."""

_ITEMS = ASKS | _ANNOUNCED - {"copyright"}
"""Kinds of which an item of a list with numbers is the article's. Terms of rights are such lists, too."""

_TOLD_IN_THEM = SENTENCES | {"photo_credit", "related_link", "reporting_credit"}
"""Kinds that tell what somebody says: in a correction, a caption, a headline."""

_NEVER_HEADINGS = frozenset(
    {"embed", "expand", "hauptinhalt", "loading", "login", "logout", "null", "pinterest", "print", "reply"}
    | {"retweet", "share", "subscribe", "tweet", "undefined", "unmute", "whatsapp"}
)
"""Single words that are no heading of a section, wherever they stand."""
_HEADINGS = frozenset(
    {"ao vivo", "en direct", "en directo", "en vivo", "in diretta", "voltar ao topo", "volver al inicio"}
)
"""Words that are one, too: the second side of a record, a film."""
_TURN = re.compile(r"(?:[A-Z]{1,3}[.:]|[—–]) ")
"""How one who is interviewed begins, and who asks: `A: `."""
_BRACKETS = "()[] "
_LONGEST_WORD = 20
_WIDE = "\u0e00"
"""The first letter of scripts without blanks, where what has none is a phrase."""
_THEIR_ADDRESS = r"@[\w.-]*(?:police|policia|polizei|polizia|politie|polisen)"
_QUESTION = re.compile(r"[^.!?\n]*[?？؟]")  # they are what is meant
_ANSWERED = re.compile(
    r"[?？] (?:yes|no|ja|nein|oui|non|sí|sim|não|sì|nee|tak|nie|nej|да|нет|так|ні)[.,!](?: |$)", re.IGNORECASE
)
_FIGURES = re.compile(r"\d{1,4} ([:/]) (\d{1,4})")
_QUOTED = re.compile(r"[\"“„«「].{30,}[\"”“»」][.]?", re.DOTALL)
_BULLETS = tuple("-–•*·▶►»+>▪■●#")
_NEAR = 600
"""Characters before and behind a paragraph in which its neighbours are looked for."""
_SAID = 100
"""Letters at most of words that a sentence above them announces."""
_PROSE, _WORDS = 60, 3
"""Letters of a paragraph of prose at least, and words of one that ends like a sentence."""
_LABEL = 5
"""Words of a label that heads a list at most."""
_LEADS_ON = (":", "：", "..", "…")  # they are what is meant


def is_paragraph_of_text(text: str, start: int, end: int, kind: str, seams: Collection[int] = ()) -> bool:
    r"""Tell whether a stretch that is worded like a notice of a kind is a paragraph of the text.

    `seams` are where notices have been taken out already.

    >>> said = "The mill was sold. It is old.\n\nVideo\n\nThe film of it is new."
    >>> is_paragraph_of_text(said, 31, 36, "ui_junk"), is_paragraph_of_text(said[:36], 31, 36, "ui_junk")
    (True, False)
    """
    said = text[start:end].strip()
    left, right = text[max(0, start - _NEAR) : start], text[end : end + _NEAR]
    before, after = left.rstrip(), right.lstrip()
    gaps = left[len(before) :], right[: len(right) - len(after)]
    above = before[before.rfind("\n") + 1 :].strip()
    glued = "\n" not in gaps[0]
    goes_on = goes_on_with_numbers(before, kind) if glued else kind in CONTROLS and _is_turn(said, above)
    filmed = kind in IN_FILMS and not glued and is_of_film(said, *nearest(text, start, end))
    announced = kind in _ANNOUNCED and len(said) <= _SAID and is_announced(before) and after[:1] not in QUOTES
    numbered = kind in _ITEMS and is_item(above if glued else "", said, *nearest(text, start, end))
    if goes_on or filmed or announced or numbered or _is_told(said, kind):
        return True
    if not (before and after and all("\n" in gap for gap in gaps)):
        return False
    beside = any(start - len(gaps[0]) < seam <= end + len(gaps[1]) for seam in seams)
    if kind == "copyright":
        return not beside and _is_of_edict(said, above)
    in_series = kind in CONTROLS and is_subhead(said, *nearest(text, start, end), _is_prose, _NEVER_HEADINGS)
    if in_series or (kind in CONTROLS and (_is_word(said) or (kind in _QUESTIONS and _is_question(said)))):
        return not beside and (in_series or _is_prose(above)) and _is_prose(after.split("\n", 1)[0])
    if kind == "related_link":
        return _leads_to_quotation(said, after.split("\n", 1)[0]) or _heads_things(said, after)
    return kind == "ui_junk" and _is_result(said, f"{before}\n{after}")


def _is_told(said: str, kind: str) -> bool:
    """Tell whether an ask is not the paper's, but one of others, or told of, or a label leads to a sentence."""
    if asked_by_police(said, kind) or is_of_authority(said, kind):
        return True
    if kind == "newsletter_signup" and tells_of_others(said):
        return True
    if is_led_to(said, kind) or (kind in CONTROLS and _ANSWERED.search(said) is not None):
        return True
    if is_how_to_reach(said, kind) and _newsroom().search(said) is None:
        return True
    if kind == "related_link":
        label, colon, _ = said.partition(":")
        return bool(colon) and "\n" not in label and is_reported(label)
    return kind not in _TOLD_IN_THEM and (is_reported(said) or is_told(said))


def _is_turn(said: str, above: str) -> bool:
    """Tell whether a paragraph is what one who is interviewed answers to that above."""
    return all(_TURN.match(each) is not None and is_ended(each) for each in (said, above))


def asked_by_police(said: str, kind: str) -> bool:
    """Tell whether an ask for what people know is one of the police, or of a court.

    A newsroom that has its own reporters asked is none of them, whatever it writes about.

    >>> asked_by_police("Know more? Call the police.", "contact_tips"), asked_by_police("Call us.", "contact_tips")
    (True, False)
    >>> asked_by_police("Reach our police reporter at 555-0100.", "contact_tips")
    False
    """
    asks = kind in ASKS or (kind == "ui_junk" and said.endswith("."))
    return asks and _police().search(said) is not None and _newsroom().search(said) is None


@cache
def _whose() -> Any:  # noqa: ANN401  # re2 ships no types
    words = tomllib.loads((files(__package__) / "whose.toml").read_text(encoding="utf-8"))
    return one_of(tuple(sign for each in words.values() for sign in each))


def _is_of_edict(said: str, above: str) -> bool:
    """Tell whether a sentence of rights below a long paragraph names nothing of the page, and no year."""
    return is_ended(said) and len(above) >= _PROSE and _whose().search(said.encode()) is None


@cache
def _police() -> re.Pattern[str]:
    words = {language: each for language, each in _words().items() if language != "newsroom"}
    wide = "|".join(re.escape(word) for language in UNSPACED for word in words[language])
    told = [word for language, each in words.items() if language not in UNSPACED for word in each]
    return re.compile(rf"\b(?:{'|'.join(map(_spelled, told))})|{wide}|{_THEIR_ADDRESS}", re.IGNORECASE)


def _spelled(word: str) -> str:
    """Return a word as a pattern; a star stands for how it may end."""
    return re.escape(word.removesuffix("*")) + r"\b" * (word[-1] != "*")


@cache
def _words() -> dict[str, Any]:
    return tomllib.loads((files(__package__) / "police.toml").read_text(encoding="utf-8"))


@cache
def _newsroom() -> re.Pattern[str]:
    words = _words()["newsroom"]
    return re.compile(
        rf"\b(?:{'|'.join(_spelled(word) for each in words.values() for word in each)})", re.IGNORECASE
    )


def _is_word(said: str) -> bool:
    word = said.strip(_BRACKETS)
    return word.casefold() in _HEADINGS or (
        word.isalpha()
        and len(word) <= _LONGEST_WORD
        and word[0] < _WIDE
        and word.casefold() not in _NEVER_HEADINGS
    )


def _is_question(said: str) -> bool:
    return _QUESTION.fullmatch(said) is not None and not names_itself(said)


def _is_prose(said: str) -> bool:
    said = said.strip()
    if said.startswith(_BULLETS):
        return False
    words = len(said) if said[:1] >= _WIDE else len(said.split())
    return len(said) >= _PROSE or (words >= _WORDS and is_ended(said) and not said.endswith(_LEADS_ON))


def _is_result(said: str, beside: str) -> bool:
    """Tell whether a line is one of several results or shares: `0 : 0` beside `2 : 1`, `1 / 8` beside `3 / 4`."""
    figures = _FIGURES.fullmatch(said)
    if figures is None:
        return False
    others = (_FIGURES.fullmatch(line.strip()) for line in beside.split("\n"))
    alike = [other for other in others if other and other[1] == figures[1]]
    return any(other[1] == ":" or other[2] != figures[2] for other in alike)


def _leads_to_quotation(said: str, then: str) -> bool:
    """Tell whether a label of several words leads up to a paragraph of somebody's words."""
    leads = said.endswith((":", "：")) and " " in said  # they are what is meant
    return leads and _QUOTED.fullmatch(then.strip()) is not None


def _heads_things(said: str, after: str) -> bool:
    """Tell whether a label of a few words stands above a list of the article's own."""
    if len(said.split()) > _LABEL or is_ended(said):
        return False
    below = itertools.takewhile(lambda line: not is_ended(line), filter(None, map(str.strip, after.split("\n"))))
    return are_things([Line(0, len(line), line, line.startswith(_BULLETS)) for line in below])
