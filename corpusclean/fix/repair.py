"""Text repair: ftfy's judgement, line by line, to a fixpoint, every change on record.

ftfy judges; we only decide what it sees. Its own whole-text call is neither stable (a lone carriage return
becomes a line end that a second call treats otherwise) nor local to a line (a `<` anywhere switches entity
decoding off for all later lines), so `fix_text` normalises line endings first and calls it on each line alone.
"""

import unicodedata
from collections.abc import Iterator, Sequence
from functools import cache
from typing import NamedTuple

import ftfy
from ftfy import ExplanationStep

from corpusclean.codes import Reason
from corpusclean.fix.amend import is_of_another_encoding, prepared, without_harm
from corpusclean.fix.triggers import hostile, is_triggered, needs_repair
from corpusclean.ledger import NEWLINES, Edit, changes, normalise_newlines
from corpusclean.settings import Fix

MAX_PASSES = 10
"""Passes after which a text that still changes is given up. In 360,000 fuzzed texts two were enough."""

_CAUSES = {
    "unescape_html": "HTML entity decoded",
    "restore_byte_a0": "byte A0 had become a blank",
    "replace_lossy_sequences": "lost bytes marked as U+FFFD",
    "decode_inconsistent_utf8": "UTF-8 in the midst of other text decoded",
    "fix_c1_controls": "C1 control read as windows-1252",
    "fix_latin_ligatures": "ligature taken apart",
    "fix_character_width": "full width or half width made normal",
    "uncurl_quotes": "curly quote made straight",
    "fix_line_breaks": "line break made a line feed",
    "fix_surrogates": "surrogate pair joined",
    "remove_terminal_escapes": "terminal escape removed",
    "remove_control_chars": "control character removed",
}


_IN_THE_MIDST = ExplanationStep("apply", "decode_inconsistent_utf8")


class Fixed(NamedTuple):
    """A repaired text, the edits that led there, and why it is refused where it is."""

    text: str
    edits: tuple[Edit, ...] = ()
    refused: Reason | None = None


class _Line(NamedTuple):
    text: str
    causes: tuple[str, ...] = ()
    stable: bool = True


def fix_text(text: str, switches: Fix | None = None, *, every_line: bool = False) -> Fixed:
    r"""Repair one text: line endings first, then ftfy on each line, until nothing changes.

    Lines that ftfy would not change are not shown to it; with `every_line` they are: that is the reference,
    which costs more and comes to the same. A text that would take time that grows with the square of its
    length, or that does not come to rest, is refused as it is.

    >>> fix_text("It\u00e2\u20ac\u2122s here.\r\nSecond line.").text
    'It\u2019s here.\nSecond line.'
    >>> [edit.rule for edit in fix_text("It\u00e2\u20ac\u2122s here.\r\nSecond line.").edits]
    ['newlines', 'ftfy']
    >>> fix_text("\u201cAT&T\u201d stays \u2013 as the author wrote it\u2026").edits
    ()
    >>> fix_text("Bread &amp; butter\nx < y &amp; z").text
    'Bread & butter\nx < y &amp; z'
    """
    chosen = switches or Fix()
    danger = hostile(text)
    if danger:
        return Fixed(text, refused=Reason("text.hostile", danger, "text"))
    lines, endings = normalise_newlines(text)
    edits: list[Edit] = []
    if endings:
        edits.append(Edit("fix", NEWLINES, "1", 0, endings, "lf", "line endings made line feeds"))
    offset, out = 0, []
    for line in lines.split("\n"):
        fixed = _fix_line(line, chosen) if every_line else _fix_if_needed(line, chosen)
        if not fixed.stable:
            message = f"repair still changes the text after {MAX_PASSES} passes"
            return Fixed(text, refused=Reason("text.unstable", message, "text"))
        edits += _edits(line, fixed, offset)
        out.append(fixed.text)
        offset += len(fixed.text) + 1
    return Fixed("\n".join(out), tuple(edits))


def _edits(line: str, fixed: _Line, offset: int) -> Iterator[Edit]:
    reason = "; ".join(fixed.causes)
    for change in changes(line, fixed.text):
        place = offset + change.offset
        yield Edit("fix", "ftfy", ftfy.__version__, place, change.before, change.after, reason)


def _fix_if_needed(line: str, switches: Fix) -> _Line:
    """Return what `_fix_line` would, and call it only where ftfy could do more than normalise."""
    if not needs_repair(line, switches):
        return _Line(line)
    if switches.normalization != "none" and not is_triggered(line, switches):
        normal = unicodedata.normalize(switches.normalization, line)
        if not is_triggered(normal, switches):
            return _Line(normal, tuple(_describe([ExplanationStep("normalize", switches.normalization)])))
    return _fix_line(line, switches)


def _fix_line(line: str, switches: Fix) -> _Line:
    """Call ftfy on a line until it changes nothing; a line that it breaks in two is judged as two."""
    current, causes = line, dict[str, None]()
    for _ in range(MAX_PASSES):
        pieces, _endings = normalise_newlines(current)
        judged = [_judge(piece, switches) for piece in pieces.split("\n")]
        fixed = "\n".join(piece.text for piece in judged)
        if fixed == current:
            return _Line(current, tuple(causes))
        for piece in judged:
            causes |= dict.fromkeys(piece.causes)
        current = fixed
    return _Line(current, tuple(causes), stable=False)


def _judge(piece: str, switches: Fix) -> _Line:
    """Return ftfy's judgement of a line, amended."""
    shown, causes = prepared(piece, switches)
    config = _config(switches, shown)
    explained = ftfy.fix_and_explain(shown, config)
    if _IN_THE_MIDST in (explained.explanation or []) and is_of_another_encoding(shown, explained.text):
        explained = ftfy.fix_and_explain(shown, config._replace(decode_inconsistent_utf8=False))
    fixed = without_harm(shown, explained.text)
    described = _describe(explained.explanation or []) if fixed != shown else []
    return _Line(fixed, (*causes, *described))


@cache
def _configs(switches: Fix) -> tuple[ftfy.TextFixerConfig, ftfy.TextFixerConfig]:
    """Return ftfy's configuration for a line with a `<`, and for one without.

    `explain` must be on: without it ftfy ignores three of its switches.
    """
    values = switches.model_dump()
    entities = values.pop("unescape_html")
    values["normalization"] = None if switches.normalization == "none" else switches.normalization
    return (
        ftfy.TextFixerConfig(unescape_html=entities is True, explain=True, **values),
        ftfy.TextFixerConfig(unescape_html=entities is not False, explain=True, **values),
    )


def _config(switches: Fix, line: str) -> ftfy.TextFixerConfig:
    markup, text = _configs(switches)
    return markup if "<" in line else text


def _describe(plan: Sequence[ftfy.ExplanationStep]) -> list[str]:
    """Put ftfy's plan into words.

    >>> _describe(ftfy.fix_and_explain("caf\u00c3\u00a9").explanation or [])
    ['UTF-8 decoded as latin-1 by mistake']
    """
    said, wrong_encoding = [], None
    for action, parameter in plan:
        if action == "encode":
            wrong_encoding = parameter.removeprefix("sloppy-")
        elif action == "decode":
            said.append(f"{parameter.upper()} decoded as {wrong_encoding} by mistake")
        elif action == "normalize":
            said.append(f"made Unicode {parameter}")
        else:
            said.append(_CAUSES.get(parameter, parameter.replace("_", " ")))
    return said
