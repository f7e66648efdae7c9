"""What is worded like a notice, and is told of one: "Join our channel, say the robots, and many did".

A verb of saying right behind the ask tells it, whichever rule has found that; its words are in reported.toml.
"""

import re
import tomllib
from collections.abc import Iterable, Mapping
from functools import cache
from importlib.resources import files

_ENDS = "[\"”“»」』’'][,،，]? ?|[,،，;:]['\"”“»」』’]? |, ?« ?| [–—-] "  # they are what is meant
"""What an ask ends with where somebody is told to say it: its quotation mark, a comma, a dash."""
_CLAUSE = "and|or|no|that|which|who|whom|what|where|when|how|why|you|your|we|us|our|to|as|if|whatever"
_LEAD = 120
"""Letters above an ask in which it is announced."""
_WHO = rf"(?:(?!(?:{_CLAUSE})\b)[\w’'-]{{1,32}} ){{1,6}}?"
"""Who says it, in a few words, of which none makes it a clause of the ask."""
_OF_WHOM = r"(?:the|it|its|he|his|she|her|they|their|one|a|an|some|most)\b"
_MAY = r"(?:(?:would|used to|will|may|had|has|must) )?"

_HANGUL, _FINALS, _SS = 0xAC00, 28, 20
"""Where Hangul begins, how many syllables differ in their last letter alone, and which of them ends with ss."""
_PAST = "".join(chr(first + _SS) for first in range(_HANGUL, 0xD7A4, _FINALS)).replace("있", "")
_TOLD = re.compile(rf"(?<!まし)た。\Z|[{_PAST}]다[.。]?\Z|(?<![其吉])[他她](?!人)|彼[はがの女]")
"""How Japanese and Korean tell what was, not to a reader, and whom Chinese and Japanese tell of."""


def is_reported(said: str) -> bool:
    """Tell whether what is worded like a notice goes on with who says it.

    >>> is_reported("Join our channel, the robots say, and pay."), is_reported("Join our channel, and say hello.")
    (True, False)
    """
    return _reports().search(said) is not None


def is_announced(before: str) -> bool:
    """Tell whether what stands above an ask has said that somebody's words come.

    >>> is_announced("It had a card on it. The card said:"), is_announced("It was closed, the miller said.")
    (True, False)
    """
    return _ahead().search(before[-_LEAD:]) is not None


def is_told(said: str) -> bool:
    """Tell whether what has no blanks to end a word is worded like a notice, and tells a story.

    >>> is_told("Twitterをフォローした。"), is_told("Twitterをフォローしました。")
    (True, False)
    """
    return _TOLD.search(said) is not None


@cache
def _words() -> Mapping[str, Mapping[str, list[str]]]:
    return tomllib.loads((files(__package__) / "reported.toml").read_text(encoding="utf-8"))


@cache
def _ahead() -> re.Pattern[str]:
    patterns = (pattern for each in _words()["ahead"].values() for pattern in each)
    return re.compile(rf"(?:{'|'.join(patterns)})\Z", re.IGNORECASE)


@cache
def _reports() -> re.Pattern[str]:
    words = _words()
    english = words["subject"]["en"]
    others = (word for language, each in words["subject"].items() if language != "en" for word in each)
    behind = rf"(?:(?={_OF_WHOM}){_WHO}{_MAY}(?:{_one_of(english)})|{_WHO}(?:{_one_of(others)}))"
    first = _one_of(word for each in words["verb"].values() for word in each)
    among = "|".join(re.escape(word) for each in words["among"].values() for word in each)
    named = _one_of(word for each in words["named"].values() for word in each)
    return re.compile(rf"(?:{_ENDS})(?:{first}|{behind})|{among}|(?<=[\w!] )(?:{named})", re.IGNORECASE)


def _one_of(words: Iterable[str]) -> str:
    """Return the pattern of one of some words: `<a|b>` is one of several, a star stands for how it may end."""
    spelled = (re.sub("<([^<>]*)>", r"(?:\1)", word) for word in words)
    return "|".join(word[:-1] if word.endswith("*") else rf"{word}\b" for word in spelled)
