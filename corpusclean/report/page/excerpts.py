"""Before and after, a few words around: what an edit did to a text, as pieces that a page can colour."""

import re
import unicodedata
from collections.abc import Sequence
from typing import NamedTuple

from rapidfuzz.distance import Indel

from corpusclean.report.page.shown import Shown

AROUND = 90
"""Characters of the text that are shown before and after a change."""

MOST = 420
"""Characters of a change that are shown; of a longer one the beginning and the end."""


class Piece(NamedTuple):
    """A stretch of text, and what became of it: `same`, `gone`, `new`, `found` (noted, not removed), `cut`."""

    text: str
    fate: str


class Excerpt(NamedTuple):
    """One change in one document, with the words around it."""

    address: str
    outlet: str
    pieces: tuple[Piece, ...]
    score: float | None
    reason: str
    taken: str
    """The whole stretch that was there, as the text had it: what a decision names."""


def of_notice(shown: Shown, number: int) -> Excerpt | None:
    """Return the excerpt of a notice of a document, by its number among those that were found."""
    notices = shown.row["notices"]
    if number >= len(notices):
        return None
    notice = notices[number]
    if not notice["removed"]:
        pieces = _around(shown.body, (notice["start"], notice["end"]), "found")
        return Excerpt(shown.row["address"], shown.outlet, pieces, notice["score"], "", "")
    nth = sum(1 for earlier in notices[:number] if earlier["removed"])
    edit = shown.edits[shown.strips[nth]]
    return of_edit(shown, shown.strips[nth])._replace(score=notice["score"], reason="", taken=edit.before.strip())


def of_edit(shown: Shown, number: int) -> Excerpt:
    """Return the excerpt of an edit of a document, by its number from 0."""
    edit = shown.edits[number]
    if number not in shown.places:  # the one row that stands for all line endings
        pieces: tuple[Piece, ...] = (Piece(edit.before, "gone"), Piece(edit.after, "new"))
        return Excerpt(shown.row["address"], shown.outlet, pieces, None, edit.reason, edit.before)
    pieces = _around(shown.lines, shown.places[number], "gone", edit.before, edit.after)
    return Excerpt(shown.row["address"], shown.outlet, pieces, None, edit.reason, edit.before)


def _around(
    text: str, span: tuple[int, int], fate: str, before: str | None = None, after: str = ""
) -> tuple[Piece, ...]:
    """Return a span of a text and what replaced it, among the words that stand around it."""
    start, end = span
    lead = text[max(0, start - AROUND) : start]
    if start > AROUND:
        lead = "… " + (lead.partition(" ")[2] or lead)
    trail = text[end : end + AROUND]
    if end + AROUND < len(text):
        trail = (trail.rpartition(" ")[0] or trail) + " …"
    middle = text[start:end] if before is None else before
    pieces = [Piece(readable(lead), "same"), *_shortened(middle, fate), *_shortened(after, "new")]
    return tuple(piece for piece in (*pieces, Piece(readable(trail), "same")) if piece.text)


def _shortened(text: str, fate: str) -> list[Piece]:
    if len(text) <= MOST:
        return [Piece(spelled(text), fate)]
    third = MOST // 3
    left_out = f"{len(text) - 3 * third:,} characters"
    return [Piece(spelled(text[: 2 * third]), fate), Piece(left_out, "cut"), Piece(spelled(text[-third:]), fate)]


_JOINERS = "\u200c\u200d"
"""They belong to the writing of some languages, and move nothing."""


def readable(text: str) -> str:
    r"""Return text on one line, in which no character can hide, turn the writing around, or end a line.

    >>> readable("one\n\ntwo\u202e")
    'one ¶ two\\u202e'
    """
    lines = re.sub(r"[ \t]*(?:\r\n|[\n\r\v\f\x85\u2028\u2029])+\s*", " ¶ ", text)
    return "".join(char if _shows(char) else _escaped(char) for char in lines)


def spelled(text: str) -> str:
    r"""Return a stretch that came or went, so that also blanks and what cannot be seen show.

    >>> spelled("  "), spelled("a\u200bb")
    ('␣␣', 'a\\u200bb')
    """
    if text and not text.strip(" \u00a0\t\u3000"):
        return "".join("␣" if char == " " else _escaped(char) for char in text)
    lines = re.sub(r"[ \t]*[\r\n]+[ \t]*", " ¶ ", text) if text.strip() else re.sub(r"\r\n|[\n\r]", "¶", text)
    return "".join(char if _shows(char) and char not in _JOINERS else _escaped(char) for char in lines)


def _shows(char: str) -> bool:
    return char in _JOINERS or unicodedata.category(char) not in ("Cc", "Cf", "Cs", "Zl", "Zp", "Cn")


def _escaped(char: str) -> str:
    return char.encode("unicode_escape").decode() if char != "\u00a0" else "\\xa0"


def different(excerpts: Sequence[Excerpt | None], most: int) -> list[Excerpt]:
    """Return the first of some excerpts, those first of which the text differs from all before."""
    there = [excerpt for excerpt in excerpts if excerpt is not None]
    texts, firsts, others = set[str](), list[Excerpt](), list[Excerpt]()
    for excerpt in there:
        plain = " ".join(
            piece.text.casefold() for piece in excerpt.pieces if piece.fate in ("gone", "found", "new")
        )
        (others if plain in texts else firsts).append(excerpt)
        texts.add(plain)
    return [*firsts, *others][:most]


LONGEST_COMPARED = 6_000
"""Words of two texts that are compared."""

_WORDS = re.compile(r"\s+|[^\W_]+|.", re.DOTALL)


def differences(one: str, other: str, most: int = 6) -> tuple[Piece, ...]:
    """Return in what one text differs from another, word by word, with words around: so many places of it."""
    before, after = (_WORDS.findall(text)[: 2 * LONGEST_COMPARED] for text in (one, other))
    pieces, places = list[Piece](), 0
    operations = Indel.opcodes(before, after)
    for op in operations:
        gone, new = ("".join(before[op.src_start : op.src_end]), "".join(after[op.dest_start : op.dest_end]))
        if op.tag == "equal":
            text = readable(gone)
            if len(text) > 2 * AROUND:
                head = text[:AROUND].rpartition(" ")[0] if pieces else ""
                text = f"{head} … {text[-AROUND:].partition(' ')[2]}"
            pieces.append(Piece(text, "same"))
            continue
        places += not (pieces and pieces[-1].fate in ("gone", "new"))
        if places > most:
            return (*pieces, Piece("and more differences", "cut"))
        pieces += [
            piece for text, fate in ((gone, "gone"), (new, "new")) if text for piece in _shortened(text, fate)
        ]
    return tuple(pieces)
