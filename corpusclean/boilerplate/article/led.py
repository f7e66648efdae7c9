"""Sentences to which a label leads: "Photo: she would have none of it", and no name or headline behind it.

Behind a label of a credit stands a name, behind one of a link a headline. What is said there to its full stop, and
names nothing of the page, is the article's. Scripts without capitals tell it by what ends or builds a sentence.
"""

import re

from corpusclean.boilerplate.article.glued import is_notices, names_itself

_CREDITS = frozenset({"photo_credit", "source_credit"})
"""Kinds of a label and a name, and never a sentence."""
_LEADING = _CREDITS | {"advert", "related_link", "reporting_credit", "share_buttons", "social_follow", "ui_junk"}
"""Kinds of labels, with a name, a headline or nothing behind them."""
_ASKING = frozenset({"contact_tips", "copyright"})
"""Kinds of labels that lead to sentences, too: those speak to who reads or copies."""

_SMALL_BEHIND = re.compile(r"[^:\n]{1,40}: [a-zà-ÿа-я][^\n]*\.")
"""A sentence that a label leads to with a small letter: no headline begins so and ends with a full stop."""
_SIGN_READS = re.compile(r"(?:[^\s:]+ ){4,}[^\s:]+: [\"„“«][^:\n]+(?:\.[\"”“»]|[\"”“»]\.)")
"""What bids to look at a sign, and what that says: a headline in quotation marks has no full stop."""
_BEHIND_LABEL = re.compile(r"[^:：=\n]{1,20}[:：=] ?(.+?)[.。]")
_NO_NAME = re.compile(r"[\d .,]+|\d{1,3}\. [^\n]*")
_WIDE = "\u0e00"
"""The first letter of scripts without blanks, where what has none is a phrase."""
_SENTENCE, _WIDE_SENTENCE = 7, 14
"""Words of one sentence at least, and letters where there are no blanks."""

_UNCASED = re.compile(
    r"[^:：=\uff1d\n“「]{1,30}[:：=\uff1d] ?(?P<behind>(?=[^:：=\uff1d\n]{10})[^:：=\uff1d\n]*(?:"
    r"[ぁ-ん]。|(?P<han>[一-鿿”」])。|(?<!니)다\.|"
    r"\b(?:है|हैं|था|थी|थे|थीं|गया|गई|गए|गईं)।|(?P<arabic>[؀-ۿ])\.|(?P<thai>[ก-๛])))"
)
"""What a label leads to in a script without capitals, as its sentences end.

A list of credits has further labels.
"""
_HAN_BUILDS = re.compile("[的了是着著过過在把被没沒]")
_THAI_TELLS = re.compile("(?:บอก|เล่า|กล่าว|เชื่อ)ว่า")
_HAN_ASKS = re.compile(
    "[请請您你仅僅删刪转轉]|欢迎|歡迎|[授版][权權]|著作|侵[权權]|[责責]任|法律|作[者品]|使用|[注註]明|本[文站网網报報公]|[让讓]更多|[扫掃]|[长長]按|[点點][击擊]|快[来來把]"
)
"""How a line of rights, or an ask, speaks of itself or to its reader in Chinese."""
_KANA_ENDS = ("ます。", "です。", "せん。", "さい。", "こちら。", "から。", "より。", "まで。", "よる。")
"""How what is polite to a reader ends in Japanese, and what names a source."""
_FIGURES = re.compile(r"[\da-zA-Z@]")
_ARABIC_BIDS = ("اشترك", "تابع", "حمل", "انقر", "اضغط", "سجل")
"""How an ask begins in Arabic."""


def is_led_to(said: str, kind: str) -> bool:
    """Tell whether a paragraph is a label like those of a kind, and a sentence.

    >>> is_led_to("Photo: she would have none of it, nor of him.", "photo_credit")
    True
    >>> is_led_to("下一篇：他打算写自己的父亲，书名还没有定下来。", "related_link")
    True
    >>> is_led_to("下一篇：磨坊主写自己的父亲", "related_link")
    False
    """
    if kind == "related_link" and any(each.fullmatch(said) for each in (_SMALL_BEHIND, _SIGN_READS)):
        return True
    if kind == "advert" and len(said.split()) > _SENTENCE and _SMALL_BEHIND.fullmatch(said):
        return True
    if kind in _CREDITS and _is_no_credit(said):
        return True
    return (kind in _LEADING or kind in _ASKING) and _is_uncased(
        said, asks=kind in _ASKING, credit=kind in _CREDITS
    )


def _is_no_credit(said: str) -> bool:
    """Tell whether a label leads to one sentence, not to names or more than one; or to any with a small letter."""
    behind = _BEHIND_LABEL.fullmatch(said)
    if behind is None or names_itself(said):
        return False
    if _NO_NAME.fullmatch(behind[1]) is not None:
        return True
    if behind[1][0] >= _WIDE and " " not in behind[1]:
        return "，" in behind[1] and len(behind[1]) >= _WIDE_SENTENCE  # it is what is meant
    words = behind[1].split()
    one = behind[1][0].islower() or not any(word.endswith(".") for word in words)
    return one and len(words) >= _SENTENCE and 2 * sum(word[0].isupper() for word in words) < len(words)


def _is_uncased(said: str, *, asks: bool, credit: bool) -> bool:
    """Tell whether a label leads to a sentence of a script without capitals."""
    found = _UNCASED.fullmatch(said)
    if found is None:
        return False
    behind = found["behind"]
    if (
        names_itself(behind)
        or behind.endswith(_KANA_ENDS)
        or ((asks or not found["han"]) and is_notices(behind, ()))
    ):
        return False
    if found["han"]:
        built = len(behind) > _WIDE_SENTENCE and _HAN_BUILDS.search(behind) is not None
        return built and not _HAN_ASKS.search(behind) and not (asks and _FIGURES.search(behind))
    if asks:
        return False
    if found["arabic"]:
        return not credit and len(behind.split()) >= _SENTENCE and not behind.startswith(_ARABIC_BIDS)
    return not found["thai"] or _THAI_TELLS.search(behind) is not None
