"""The contract's verdict: every failure of every row, and the rows split by our own mask.

`corpusclean_schemas.validate` says which rows break the contract; what a failure is called in the rejects of a
corpus, and which rows go, is decided here.
"""

import datetime
from collections.abc import Collection, Mapping
from functools import cache
from typing import Any, NamedTuple

import pandas as pd
import pandera.pandas as pa
import pyarrow as arrow

from corpusclean.codes import NO_HEADER, Reason
from corpusclean.envelope import Envelope
from corpusclean.errors import RunFailed, UsageError
from corpusclean.frame import from_rows, series
from corpusclean.ledger import restore
from corpusclean.settings import Settings
from corpusclean.withheld import unquoted, without_text
from corpusclean.working import add_reasons, first_line
from corpusclean_schemas import (
    CleanDocument,
    ContractBroken,
    Edit,
    RawDocument,
    Reject,
    arrow_schema,
    narrow,
    validate,
)
from corpusclean_schemas.contract import Model
from corpusclean_schemas.types import REASONS

_FILE_LEVEL = ("file.", "folder.", "bytes.", "archive.", "record.", "header.invalid")
_UNJUDGED = (*_FILE_LEVEL, "worker.")

# (column, code of the failure) -> code of the reason; "" is any.
_CODES: tuple[tuple[str, str, str], ...] = (
    ("text", "", "body.missing"),
    ("characters", "", "body.missing"),
    ("language", "value.not_allowed", "language.not_allowed"),
    ("language_score", "value.out_of_range", "language.uncertain"),
    ("", "value.null", "field.missing"),
)
_MESSAGES: Mapping[str, str] = {
    "body.missing": "nothing follows the header",
    "field.missing": "the header has no {field}, which is required",
    "language.not_allowed": "the text is in {value}, which language.allowed does not name",
    "language.uncertain": "the language is known with a score of {value} only",
    "contract.violated": "{message}, which breaks the contract",
}
_OF_RECORDS: Mapping[str, str] = {
    "body.missing": "the record has no text",
    "field.missing": "the record has no {field}, which is required",
}
"""What is said instead of a row of a table, which has no header."""

_HEADER_NAMES = {"source_id": "id", "declared_language": "language"}
_FIELD_OF = {"characters": "text", "language_score": "language"}

_PENDING = [field for field in arrow_schema(CleanDocument) if field.name.startswith("dup_")]
"""What only the reduce knows: null until then."""


class Split(NamedTuple):
    """What became of the documents of a partition: frames of CleanDocument, Reject and Edit."""

    accepted: pd.DataFrame
    rejects: pd.DataFrame
    ledger: pd.DataFrame


@cache
def _contract(
    required: tuple[str, ...],
    allowed: tuple[str, ...],
    min_score: float,
    dates: tuple[datetime.date | None, datetime.date | None],
) -> pa.DataFrameSchema:
    return narrow(
        CleanDocument,
        languages=allowed or None,
        min_language_score=min_score or None,
        dates=dates,
        required=[name for name in required if name != "text"],
    )


def contract(settings: Settings) -> pa.DataFrameSchema:
    """Return the contract of a corpus: CleanDocument, narrowed by the settings."""
    dates = (settings.dates.not_before, settings.dates.not_after)
    return _contract(settings.required, settings.language.allowed, settings.language.min_score, dates)


def narrowed(settings: Settings) -> dict[str, Any]:
    """Return what the settings narrow CleanDocument to: arguments of `narrow`, as the manifest keeps them."""
    first, last = settings.dates.not_before, settings.dates.not_after
    terms: dict[str, Any] = {
        "languages": sorted(settings.language.allowed),
        "min_language_score": settings.language.min_score or None,
        "dates": [day and day.isoformat() for day in (first, last)] if first or last else None,
        "required": sorted(name for name in settings.required if name != "text"),
    }
    return {name: value for name, value in terms.items() if value}


def require(frame: pd.DataFrame, schema: Model, name: str, made_by: str) -> pd.DataFrame:
    """Return a table that a caller gives, in the types of its contract.

    Raises UsageError that names the first failure and, as the way out, `made_by`, what makes such a table; and for
    what is no frame of pandas.
    """
    if not isinstance(frame, pd.DataFrame):
        home = type(frame).__module__.partition(".")[0]
        kind = type(frame).__name__ if home == "builtins" else f"{home}.{type(frame).__name__}"
        way_out = f"{made_by} makes one" if home == "builtins" else "most libraries make one: .to_pandas()"
        raise UsageError(f"{name}: no frame of pandas, but a {kind}; {way_out}")
    try:
        return validate(frame, schema)
    except ContractBroken as broken:
        raise UsageError(f"{name}: {_told(broken)}; {made_by} makes one that keeps it") from None


def enforce(frame: pd.DataFrame, schema: Model, name: str) -> None:
    """Check a table that is about to be written.

    Raises RunFailed where it breaks its contract: the steps before have let a bad row through.
    """
    try:
        validate(frame, schema)
    except ContractBroken as broken:
        raise RunFailed(
            f"{name}: {_told(broken)}; this is a fault of corpusclean, nothing was published"
        ) from None


def _told(broken: ContractBroken) -> str:
    first = broken.failures["message"][0].as_py()
    count = broken.failures.num_rows
    return f"breaks the contract {broken.contract.name}, first of {count:,} failure{'s' * (count > 1)}: {first}"


def judge(documents: pd.DataFrame, settings: Settings) -> pd.DataFrame:
    """Add to `reasons` every way in which a row breaks the contract of the corpus.

    A column that a step has already found wrong is not blamed twice.
    """
    documents = documents.assign(
        **{
            field.name: series(arrow.nulls(len(documents), field.type), field.type, documents.index)
            for field in _PENDING
        }
    )
    readable = ~documents["reasons"].map(_is_unjudged).astype(bool)
    rows = documents.loc[readable, list(contract(settings).columns)]
    labels = rows.index
    found: dict[Any, list[Reason]] = {}
    known: Mapping[Any, list[Reason]] = documents["reasons"].to_dict()
    for failure in _failures(rows, contract(settings)):
        if failure["row"] is None:
            raise RunFailed(f"the contract cannot be checked: {failure['message']}")
        label = labels[failure["row"]]
        blamed = {reason.field for reason in [*known[label], *found.get(label, [])]}
        reason = _reason(failure, settings, documents.loc[label])
        if reason.field not in blamed:
            found.setdefault(label, []).append(reason)
    documents = add_reasons(documents, found)
    elsewhere = () if "header" in settings.dates.sources else ("date",)
    reasons = [_without_needless(each, elsewhere) if each else each for each in documents["reasons"]]
    return documents.assign(reasons=pd.Series(reasons, index=documents.index, dtype=object))


def _without_needless(reasons: list[Reason], elsewhere: Collection[str]) -> list[Reason]:
    """Return reasons without those that another makes needless.

    That there is no header, where all that is required was found; and that fields are lacking, where there is no
    header to tell them: it then says which. `elsewhere` are fields that no header tells.
    """
    lacking = [reason for reason in reasons if reason.code == "field.missing" and reason.field not in elsewhere]
    if not lacking:
        return [reason for reason in reasons if not _is_no_header(reason)]
    if all(reason.code != "header.missing" for reason in reasons):
        return reasons
    names = ", ".join(_HEADER_NAMES.get(str(reason.field), str(reason.field)) for reason in lacking)
    return [
        reason._replace(message=f"{reason.message}, and nothing else tells its {names}")
        if _is_no_header(reason)
        else reason
        for reason in reasons
        if reason not in lacking
    ]


def _is_no_header(reason: Reason) -> bool:
    return reason._replace(line=1) == NO_HEADER


def _failures(rows: pd.DataFrame, schema: pa.DataFrameSchema) -> list[dict[str, Any]]:
    try:
        validate(rows, schema)
    except ContractBroken as broken:
        failures: list[dict[str, Any]] = broken.failures.to_pylist()
        return sorted(
            failures, key=lambda one: (-1 if one["row"] is None else one["row"], one["column"], one["code"])
        )
    return []


def _is_file_level(reasons: list[Reason]) -> bool:
    return any(reason.code.startswith(_FILE_LEVEL) for reason in reasons)


def _is_unjudged(reasons: list[Reason]) -> bool:
    return any(reason.code.startswith(_UNJUDGED) for reason in reasons)


def _reason(failure: Mapping[str, Any], settings: Settings, document: Mapping[str, Any]) -> Reason:
    column, found = failure["column"], failure["code"]
    code = next(
        (code for name, one, code in _CODES if name in ("", column) and one in ("", found)), "contract.violated"
    )
    field = _FIELD_OF.get(column, column)
    said = {**_MESSAGES, **_OF_RECORDS} if document["dialect"] == "record" else _MESSAGES
    if column == "date" and settings.dates.sources != ("header",):
        places = " or ".join(settings.dates.sources)
        said = {**said, "field.missing": f"there is no date in {places}, and one is required"}
    message = said[code].format(
        field=_HEADER_NAMES.get(field, field), value=failure["value"], message=failure["message"]
    )
    of_all = code in ("field.missing", "body.missing")
    return Reason(code, message, field, first_line(document) if of_all else None, None)


def split(documents: pd.DataFrame, settings: Settings) -> Split:
    """Split judged documents into accepted ones, rejects, and the ledger of the accepted ones.

    Raises RunFailed where an accepted document's edits do not lead back to its body.
    """
    good = ~documents["reasons"].map(bool).astype(bool)
    accepted = documents[good].reset_index(drop=True)
    changed = accepted[accepted["edits"].map(bool).astype(bool)]
    values = (changed[name].tolist() for name in ("address", "text", "edits", "body"))
    for address, text, edits, body in zip(*values, strict=True):
        if restore(text, edits) != body:
            raise RunFailed(f"{address}: its edits do not lead back to its body; nothing was published")
    ledger = _ledger(accepted)
    warnings = series(accepted["warnings"], REASONS)
    accepted = accepted.assign(warnings=warnings if settings.quotes else unquoted(warnings))
    columns = arrow_schema(CleanDocument).names
    rejects = _rejects(documents[~good], settings.output.raw_bytes)
    if settings.output.ledger_text == "none":
        rejects, ledger = without_text(rejects, ledger)
    return Split(accepted[columns], rejects, ledger)


def _rejects(documents: pd.DataFrame, raw_bytes: int) -> pd.DataFrame:
    rows = []
    for row in documents[arrow_schema(RawDocument).names].to_dict("records"):
        raw = _raw(row)
        rows.append(
            {
                "doc_id": row["doc_id"],
                "address": row["address"],
                "file": row["file"],
                "level": "file" if pd.isna(row["sha256"]) or _is_file_level(row["reasons"]) else "document",
                "sha256": None if pd.isna(row["sha256"]) else row["sha256"],
                "size": row["size"],
                "codes": list(dict.fromkeys(reason.code for reason in row["reasons"])),
                "reasons": row["reasons"],
                "raw": None if raw is None else raw[:raw_bytes],
                "raw_truncated": raw is not None and len(raw) > raw_bytes,
            }
        )
    return from_rows(rows, arrow_schema(Reject))


def _raw(row: Mapping[Any, Any]) -> bytes | None:
    """Return the bytes of a document's file, None where they could not be read."""
    if isinstance(row["raw"], bytes):
        return row["raw"]
    if row["envelope"] == "{}":
        return None
    try:
        return Envelope.from_json(row["envelope"]).wrap(row["body"])
    except (ValueError, TypeError, LookupError) as error:
        raise UsageError(
            f"{row['address']}: its envelope cannot be read: {error}; leave it as `read_documents` made it"
        ) from error


def _ledger(documents: pd.DataFrame) -> pd.DataFrame:
    rows = [
        {"doc_id": doc_id, "seq": seq, "rule_version": edit.version, **edit._asdict()}
        for doc_id, edits in zip(documents["doc_id"], documents["edits"], strict=True)
        for seq, edit in enumerate(edits, start=1)
    ]
    return from_rows(rows, arrow_schema(Edit))
