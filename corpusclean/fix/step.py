"""The step: scans of the column decide which documents are repaired, tidied, flagged, or refused."""

from collections.abc import Callable, Iterable
from functools import partial
from typing import Any, NamedTuple

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from corpusclean.codes import Reason
from corpusclean.fix.repair import MAX_PASSES, fix_text
from corpusclean.fix.tidy import BIDI, CANDIDATES, FLAGS, LOST, Flag, bidi_controls, flags, lost_letters, tidy_text
from corpusclean.fix.triggers import ascii_triggers, hostile, is_normal, triggers, unnormal
from corpusclean.ledger import Edit, Places, Trace
from corpusclean.settings import Fix, Settings, Tidy
from corpusclean.working import add_edits, add_reasons, replace_text

_FIELDS = {
    **{name: name for name in ("date", "title", "author", "source", "publisher", "url", "section")},
    "declared_language": "language",
    "source_id": "id",
}
"""The columns of declared header fields, with the fields' names."""

_BEFORE, _SHOWN = 10, 40
"""Characters of a header field that a message shows, and how many of them stand before what is broken."""


class Repaired(NamedTuple):
    """A text repaired and tidied, the edits that led there, and why it is refused where it is."""

    text: str
    edits: tuple[Edit, ...] = ()
    refused: Reason | None = None


def repair_text(text: str, settings: Settings) -> Repaired:
    r"""Repair and tidy a text until neither finds anything to do: what every document gets, or would get.

    >>> repair_text("caf\u00c3\u00a9 \r\nnoir", Settings()).text
    'caf\xe9\nnoir'
    """
    edits: list[Edit] = []
    current = text
    for _ in range(MAX_PASSES):
        fixed = fix_text(current, settings.fix)
        if fixed.refused:
            return Repaired(current, tuple(edits), fixed.refused)
        tidied = tidy_text(fixed.text, settings.tidy)
        edits += (*fixed.edits, *tidied.edits)
        current = tidied.text
        if not tidied.edits:
            return Repaired(current, tuple(edits))
    return Repaired(
        current,
        tuple(edits),
        Reason("text.unstable", f"repair still changes the text after {MAX_PASSES} passes", "text"),
    )


def fix_documents(documents: pd.DataFrame, settings: Settings) -> pd.DataFrame:
    """Repair and tidy `text`; add to `edits`, to `warnings`, and to `reasons` where a text is refused."""
    texts = pa.array(documents["text"], type=pa.large_string())
    rows = rows_to_repair(texts, settings)
    repaired = {index: repair_text(text, settings) for index, text in documents["text"].iloc[rows].items()}
    changed = {index: result for index, result in repaired.items() if result.edits}
    documents = add_reasons(
        documents, {index: [result.refused] for index, result in repaired.items() if result.refused}
    )
    documents = add_edits(documents, {index: result.edits for index, result in changed.items()})
    documents = replace_text(documents, {index: result.text for index, result in changed.items()})
    return _flagged(documents, rows, settings)


def rows_to_repair(texts: pa.Array, settings: Settings) -> list[int]:
    """Return the rows that repair or tidying could change, would refuse, or would tell of.

    ASCII is scanned once. Other text is scanned three times: patterns that are quick apart make one automaton
    that is slow.
    """
    plain = pc.string_is_ascii(texts)
    ascii_rows, other_rows = pc.indices_nonzero(plain), pc.indices_nonzero(pc.invert(plain))
    tidying = [FLAGS, *(pattern for name, pattern in CANDIDATES.items() if getattr(settings.tidy, name))]
    others = texts.take(other_rows)
    sure = {
        *_pick(ascii_rows, _rows(texts.take(ascii_rows), "|".join([*ascii_triggers(settings.fix), *tidying]))),
        *_pick(other_rows, _rows(others, "|".join(["\r", triggers(settings.fix)]))),
        *_pick(other_rows, _rows(others, "|".join(tidying))),
    }
    unsure = set(_pick(other_rows, _rows(others, unnormal(settings.fix)))) - sure
    return sorted(sure | {row for row in unsure if _is_unnormal(texts[row].as_py(), settings)})


def _is_unnormal(text: str, settings: Settings) -> bool:
    """Tell whether a text is refused, or not in its normal form; asked in this order, for the answer's cost."""
    return bool(hostile(text)) or not is_normal(text, settings.fix)


def _pick(rows: pa.Array, chosen: list[int]) -> list[int]:
    picked: list[int] = rows.take(pa.array(chosen, type=pa.int64())).to_pylist()
    return picked


def _rows(texts: pa.Array, pattern: str) -> list[int]:
    rows: list[int] = pc.indices_nonzero(pc.match_substring_regex(texts, pattern=pattern)).to_pylist()
    return rows


def _flagged(documents: pd.DataFrame, rows: list[int], settings: Settings) -> pd.DataFrame:
    """Add to `warnings` what is doubtful in these rows, and in the header of any, and left as it is."""
    doubtful = _doubtful_fields(documents, settings)
    chosen = documents[["text", "body", "body_line", "dialect", "edits"]].iloc[rows]
    for index, text, body, body_line, dialect, edits in chosen.itertuples(name=None):
        places = Places(body, body_line, is_row=dialect == "record")
        if found := list(_warnings(text, Trace(edits, body), places, settings.tidy)):
            doubtful.setdefault(index, []).extend(found)
    return add_reasons(documents, doubtful)


def _doubtful_fields(documents: pd.DataFrame, settings: Settings) -> dict[Any, list[Reason]]:
    """Return what is doubtful in header fields, by document.

    Controls that turn the writing, letters lost, and what repair would mend in a text: fields stay as written.
    """
    mended = settings.fix.model_copy(update={"normalization": "none"})
    told: dict[str, Callable[[str, str], Iterable[Flag]]] = {}
    if pattern := triggers(mended):
        told[pattern] = partial(_unrepaired, switches=mended)
    if settings.tidy.flag_bidi_controls:
        told[BIDI] = bidi_controls
    if settings.tidy.flag_lost_letters:
        told[LOST] = lost_letters
    doubtful: dict[Any, list[Reason]] = {}
    for column, name in _FIELDS.items() if told else ():
        for row in _rows(pa.array(documents[column], type=pa.large_string()), "|".join(told)):
            value, lines = documents[column].iloc[row], dict(documents["field_lines"].iloc[row])
            found = [flag.reason for flags_of in told.values() for flag in flags_of(value, name)]
            if found:
                doubtful.setdefault(documents.index[row], []).extend(
                    reason._replace(line=lines.get(name), column=1) for reason in found
                )
    return doubtful


def _unrepaired(value: str, field: str, *, switches: Fix) -> Iterable[Flag]:
    fixed = fix_text(value, switches)
    if fixed.text != value:
        start = max(0, fixed.edits[0].offset - _BEFORE)
        was, would = (text[start : start + _SHOWN] for text in (value, fixed.text))
        yield Flag(start, Reason("field.unrepaired", f"the {field} has {was!r}, which reads {would!r}", field))


def _warnings(text: str, trace: Trace, places: Places, switches: Tidy) -> Iterable[Reason]:
    for flag in flags(text, switches):
        start, _ = trace.span(flag.offset, flag.offset + 1)
        line, column = places.of(start)
        yield flag.reason._replace(line=line, column=column)
