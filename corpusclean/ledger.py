"""The ledger: what an edit is, how edits are made, undone, and looked through.

A document's edits are in the order in which they were made. The offset of each counts code points of the
text *after* that edit, so undoing needs nothing but the text and the edits, last one first.
"""

import itertools
import re
from collections.abc import Sequence
from typing import NamedTuple

from rapidfuzz.distance import Indel

from corpusclean.errors import ProofFailed

NEWLINES = "newlines"
"""The rule whose one row stands for every line ending of a document."""

_ENDING = re.compile(r"\r\n|\r|\n")
_PAIR = re.compile(r"\r\n")
_NAMES = {"\r\n": "crlf", "\r": "cr", "\n": "lf"}
_ENDINGS = {name: ending for ending, name in _NAMES.items()}

ALIGNABLE = 20_000
"""Longest text, in code points, that is aligned letter by letter: alignment is quadratic."""


class Edit(NamedTuple):
    """One change of a text: `before` stood at `offset`, `after` stands there now."""

    step: str
    rule: str
    version: str
    offset: int
    before: str
    after: str
    reason: str


class Change(NamedTuple):
    """One stretch in which two texts differ. `offset` counts in the new text."""

    offset: int
    before: str
    after: str


def changes(before: str, after: str) -> list[Change]:
    """Return the stretches in which two texts differ, from left to right.

    >>> changes("caf\u00c3\u00a9 noir", "caf\u00e9 noir")
    [Change(offset=3, before='\u00c3\u00a9', after='\u00e9')]
    >>> changes("same", "same")
    []
    """
    if before == after:
        return []
    if max(len(before), len(after)) > ALIGNABLE:
        return [_one_change(before, after)]
    found: list[Change] = []
    blocks = itertools.groupby(Indel.opcodes(before, after), key=lambda op: op.tag != "equal")
    for differs, group in blocks:
        if differs:
            ops = list(group)
            first, last = ops[0], ops[-1]
            old = before[first.src_start : last.src_end]
            new = after[first.dest_start : last.dest_end]
            found.append(Change(first.dest_start, old, new))
    return found


def _one_change(before: str, after: str) -> Change:
    """Return the one stretch between what two texts share at their start and at their end."""
    shorter = min(len(before), len(after))
    start = next((i for i in range(shorter) if before[i] != after[i]), shorter)
    rest = shorter - start
    end = next((i for i in range(rest) if before[-1 - i] != after[-1 - i]), rest)
    return Change(start, before[start : len(before) - end], after[start : len(after) - end])


def normalise_newlines(text: str) -> tuple[str, str]:
    r"""Return the text with `\n` for every line ending, and what the endings were.

    >>> normalise_newlines("a\r\nb\r\nc\n")
    ('a\nb\nc\n', 'crlf*2 lf')
    >>> normalise_newlines("a\nb")
    ('a\nb', '')
    """
    if "\r" not in text:
        return text, ""
    endings = itertools.groupby(_NAMES[ending] for ending in _ENDING.findall(text))
    counted = ((name, sum(1 for _ in group)) for name, group in endings)
    runs = " ".join(name if count == 1 else f"{name}*{count}" for name, count in counted)
    return text.replace("\r\n", "\n").replace("\r", "\n"), runs


def _ending_list(runs: str) -> list[str]:
    endings: list[str] = []
    for run in runs.split():
        name, _, count = run.partition("*")
        endings += [_ENDINGS[name]] * int(count or 1)
    return endings


def undo(text: str, edit: Edit) -> str:
    """Return the text as it stood before one edit.

    Raises ProofFailed where the text does not hold what the edit says it left there.
    """
    if edit.rule == NEWLINES:
        endings = _ending_list(edit.before)
        lines = text.split("\n")
        if len(endings) != len(lines) - 1:
            raise ProofFailed(f"the ledger knows {len(endings)} line endings, the text has {len(lines) - 1}")
        return "".join(itertools.chain.from_iterable(zip(lines, [*endings, ""], strict=True)))
    end = edit.offset + len(edit.after)
    if text[edit.offset : end] != edit.after:
        raise ProofFailed(f"edit {edit.step}/{edit.rule} at {edit.offset}: the text does not hold what it left")
    return text[: edit.offset] + edit.before + text[end:]


def restore(text: str, edits: Sequence[Edit]) -> str:
    r"""Return the decoded original body from a clean text and its edits, in the order of their making.

    Raises ProofFailed where text and edits do not belong together.

    >>> restore("News.", [Edit("strip", "afp", "1", 5, "\n\n(AFP)", "", "credit")])
    'News.\n\n(AFP)'
    """
    for edit in reversed(edits):
        text = undo(text, edit)
    return text


def original_span(start: int, end: int, edits: Sequence[Edit], body: str) -> tuple[int, int]:
    """Return where a span of the text after `edits` lies in the decoded original `body`.

    A span that begins or ends inside what an edit left is widened to the whole of what stood there.

    >>> edits = [Edit("fix", "ftfy", "6", 4, "&amp;", "&", "entity")]
    >>> start, end = original_span(6, 9, edits, "Tom &amp; Ann")
    >>> "Tom &amp; Ann"[start:end]
    'Ann'
    """
    for edit in reversed(edits):
        if edit.rule == NEWLINES:
            return _before_newlines(start, body), _before_newlines(end, body)
        left, right = edit.offset, edit.offset + len(edit.after)
        shift = len(edit.before) - len(edit.after)
        if start >= right:
            start += shift
        elif start > left:
            start = left
        if end >= right and end > left:
            end += shift
        elif end > left:
            end = left + len(edit.before)
    return start, end


def _before_newlines(position: int, body: str) -> int:
    """Shift a position by the line endings before it that were two characters long."""
    pairs = (match.start() - count for count, match in enumerate(_PAIR.finditer(body)))
    return position + sum(1 for place in itertools.takewhile(lambda place: place < position, pairs))


def line_and_column(body: str, position: int, first_line: int) -> tuple[int, int]:
    r"""Return the line and column of a position of the body in the file, both from 1.

    >>> line_and_column("one\ntwo", 5, 4)
    (5, 2)
    """
    before = body[:position].replace("\r\n", "\n").replace("\r", "\n")
    return first_line + before.count("\n"), len(before) - before.rfind("\n")
