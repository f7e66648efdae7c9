"""The ledger: what an edit is, how edits are made, undone, and looked through.

A document's edits are in the order in which they were made. The offset of each counts code points of the
text *after* that edit, so undoing needs nothing but the text and the edits, last one first.
"""

import itertools
import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from rapidfuzz.distance import Indel

from corpusclean.errors import ProofFailed, UsageError

if TYPE_CHECKING:
    import pandas as pd

NEWLINES = "newlines"
"""The rule whose one row stands for every line ending of a document."""

MASK = "\u2588"
"""Stands for each character of a text that is withheld; line ends stay."""

# CR CR LF is one: CR LF that was written as text once more.
_ENDING = re.compile(r"\r\r?\n|\r|\n")
_LETTER = re.compile(r"[^\n]")
_PAIR = re.compile(r"\r\r?\n")
_NAMES = {"\r\r\n": "crcrlf", "\r\n": "crlf", "\r": "cr", "\n": "lf"}
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


def edit_of(row: Mapping[str, Any]) -> Edit:
    """Return the edit that a row of the ledger's table holds."""
    return Edit(
        row["step"], row["rule"], row["rule_version"], row["offset"], row["before"], row["after"], row["reason"]
    )


def masked(text: str) -> str:
    r"""Return a text of which only length and lines can be told.

    >>> masked("\n\n(PTI)")
    '\n\n█████'
    """
    return _LETTER.sub(MASK, text)


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
    if "\r\r\n" in text:
        return _ENDING.sub("\n", text), runs
    return text.replace("\r\n", "\n").replace("\r", "\n"), runs


def _ending_list(runs: str) -> list[str]:
    endings: list[str] = []
    for run in runs.split():
        name, _, count = run.partition("*")
        endings += [_ENDINGS[name]] * int(count or 1)
    return endings


def _undo_newlines(text: str, runs: str) -> str:
    endings, lines = _ending_list(runs), text.split("\n")
    if len(endings) != len(lines) - 1:
        raise ProofFailed(f"the ledger knows {len(endings)} line endings, the text has {len(lines) - 1}")
    return "".join(itertools.chain.from_iterable(zip(lines, [*endings, ""], strict=True)))


class _Layer(NamedTuple):
    """Edits made from left to right over one text, so that their offsets hold at once.

    `starts` and `ends` are where each left its text; `shifts[n]` is by how much the first n have shortened it.
    """

    edits: tuple[Edit, ...]
    starts: tuple[int, ...]
    ends: tuple[int, ...]
    shifts: tuple[int, ...]

    def undo(self, text: str) -> str:
        """Return the text as it stood before the edits. Raises ProofFailed where they did not lead to it."""
        if self.edits[0].rule == NEWLINES:
            return _undo_newlines(text, self.edits[0].before)
        pieces, position = list[str](), 0
        for edit, start, end in zip(self.edits, self.starts, self.ends, strict=True):
            left = text[start:end]
            if left != edit.after and masked(left) != edit.after:
                raise ProofFailed(f"edit {edit.step}/{edit.rule} at {start}: the text does not hold what it left")
            pieces += (text[position:start], edit.before)
            position = end
        return "".join((*pieces, text[position:]))

    def span_before(self, start: int, end: int) -> tuple[int, int]:
        """Return where a span of the text after the edits lay before them, widened to whole edits."""
        first = bisect_right(self.ends, start)
        last = bisect_right(self.ends, end)
        while last and self.starts[last - 1] >= end:
            last -= 1
        begins_within = first < len(self.edits) and self.starts[first] < start
        ends_within = last < len(self.edits) and self.starts[last] < end
        left = self.starts[first] if begins_within else start
        right = self.starts[last] + len(self.edits[last].before) if ends_within else end
        return left + self.shifts[first], right + self.shifts[last]

    def edit_span_before(self, number: int) -> tuple[int, int]:
        """Return where one edit of the layer was made, in the text before the layer."""
        start = self.starts[number] + self.shifts[number]
        return start, start + len(self.edits[number].before)


def _layer(edits: Sequence[Edit]) -> _Layer:
    shifts = itertools.accumulate((len(edit.before) - len(edit.after) for edit in edits), initial=0)
    return _Layer(
        tuple(edits),
        tuple(edit.offset for edit in edits),
        tuple(edit.offset + len(edit.after) for edit in edits),
        tuple(shifts),
    )


def _layers(edits: Iterable[Edit]) -> list[_Layer]:
    """Cut edits where one was made to the left of the one before it."""
    runs: list[list[Edit]] = []
    reached = 0
    for edit in edits:
        alone = edit.rule == NEWLINES or (runs and runs[-1][0].rule == NEWLINES)
        if not runs or alone or edit.offset < reached:
            runs.append([])
        runs[-1].append(edit)
        reached = edit.offset + len(edit.after)
    return [_layer(run) for run in runs]


def restore(text: str, edits: "Iterable[Edit] | Iterable[Mapping[str, Any]] | pd.DataFrame") -> str:
    r"""Return the decoded original body from a clean text and its edits, in the order of their making.

    The edits may be the rows of the ledger that are of this document, in any order: a frame, or records. The body
    has the mask where they withhold their text. Raises ProofFailed where text and edits do not go together, and
    UsageError for rows of several documents.

    >>> restore("News.", [Edit("strip", "afp", "1", 5, "\n\n(AFP)", "", "credit")])
    'News.\n\n(AFP)'
    """
    for layer in reversed(_layers(_made(edits))):
        text = layer.undo(text)
    return text


def _made(given: "Iterable[Edit] | Iterable[Mapping[str, Any]] | pd.DataFrame") -> Sequence[Edit]:
    """Return edits in the order of their making, however they are given."""
    rows: list[Any] = given.to_dict("records") if hasattr(given, "to_dict") else list(given)
    if not rows or isinstance(rows[0], Edit):
        return rows
    if len({row["doc_id"] for row in rows}) > 1:
        raise UsageError("the ledger's rows are of several documents; choose those of one: its doc_id")
    return [edit_of(row) for row in sorted(rows, key=lambda row: row["seq"])]


class Trace:
    """Where spans of a text that was edited lie in the decoded original `body`."""

    def __init__(self, edits: Sequence[Edit], body: str) -> None:
        layers = _layers(edits)
        self._newlines = bool(layers) and layers[0].edits[0].rule == NEWLINES
        self._layers = layers[1:] if self._newlines else layers
        self._pairs: list[int] = []
        for match in _PAIR.finditer(body) if self._newlines else ():
            self._pairs += [match.start() - len(self._pairs)] * (len(match[0]) - 1)

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Return where a span of the text after all edits lies in the body.

        A span that begins or ends inside what an edit left is widened to the whole of what stood there.

        >>> trace = Trace([Edit("fix", "ftfy", "6", 4, "&amp;", "&", "entity")], "Tom &amp; Ann")
        >>> trace.span(6, 9)
        (10, 13)
        """
        return self._down(start, end, len(self._layers))

    def edits(self) -> Iterator[tuple[Edit, int, int]]:
        """Yield every edit but that of the line endings, with its span in the body."""
        for depth, layer in enumerate(self._layers):
            for number, edit in enumerate(layer.edits):
                yield (edit, *self._down(*layer.edit_span_before(number), depth))

    def _down(self, start: int, end: int, depth: int) -> tuple[int, int]:
        for layer in reversed(self._layers[:depth]):
            start, end = layer.span_before(start, end)
        # Positions count a line ending as one character; in the body it may be two, or three.
        return start + bisect_left(self._pairs, start), end + bisect_left(self._pairs, end)


def original_span(start: int, end: int, edits: Sequence[Edit], body: str) -> tuple[int, int]:
    """Return where a span of the text after `edits` lies in the decoded original `body`: `Trace.span`, once.

    >>> edits = [Edit("fix", "ftfy", "6", 4, "&amp;", "&", "entity")]
    >>> start, end = original_span(6, 9, edits, "Tom &amp; Ann")
    >>> "Tom &amp; Ann"[start:end]
    'Ann'
    """
    return Trace(edits, body).span(start, end)


class Places:
    """Lines and columns of a body in its file; of a table's row, where text is quoted, those where it begins."""

    def __init__(self, body: str, first_line: int, *, is_row: bool = False) -> None:
        self._starts = [0, *(match.end() for match in _ENDING.finditer(body))]
        self._first = first_line
        self._is_row = is_row

    def of(self, position: int) -> tuple[int, int]:
        r"""Return the line and column of a position of the body in the file, both from 1.

        >>> Places("one\r\ntwo", 4).of(6)
        (5, 2)
        """
        if self._is_row:
            return self._first, 1
        line = bisect_right(self._starts, position) - 1
        return self._first + line, position - self._starts[line] + 1
