"""Files become documents: a row each, whatever is wrong with them."""

import hashlib
import os
import stat
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import pandas as pd

from corpusclean.codes import Reason
from corpusclean.envelope import Envelope, split_bom
from corpusclean.frame import from_rows
from corpusclean.read.header import DECLARED, Field, parse
from corpusclean.read.inventory import Found, discover
from corpusclean.settings import Settings
from corpusclean_schemas import RawDocument, arrow_schema

_COLUMN_OF = {"id": "source_id", "language": "declared_language"}


def doc_id(address: str) -> str:
    """Return the id of an address: the first 128 bits of its SHA-256, in hex.

    >>> doc_id("a.txt")
    '18b7cb099a9ea3f50ba899b5ba81e0d3'
    """
    return hashlib.sha256(address.encode()).hexdigest()[:32]


def read_documents(*inputs: str | Path, settings: Settings | None = None) -> pd.DataFrame:
    """Read files and folders into a frame of RawDocument: a row for every address that is found.

    Raises UsageError for inputs that do not exist.
    """
    chosen = settings or Settings()
    return read_files(discover([Path(path) for path in inputs], chosen).found, chosen)


def read_files(files: Iterable[Found], settings: Settings) -> pd.DataFrame:
    """Read the files of an inventory into a frame of RawDocument, a row for each, in `doc_id` order."""
    rows = [_row(found, settings) for found in files]
    rows.sort(key=lambda row: row["doc_id"])
    return from_rows(rows, arrow_schema(RawDocument))


def _row(found: Found, settings: Settings) -> dict[str, Any]:
    row = _empty_row(found)
    if found.problem:
        return row | {"reasons": [found.problem]}
    data = _read_bytes(found, settings.max_file_bytes)
    if isinstance(data, Reason):
        return row | {"reasons": [data]}
    row |= {"sha256": hashlib.sha256(data).hexdigest(), "size": len(data)}
    decoded = _decode(data, settings.encodings)
    if isinstance(decoded, Reason):
        return row | {"reasons": [decoded], "raw": data}
    return row | _document(decoded, settings.required)


def _empty_row(found: Found) -> dict[str, Any]:
    return {
        "doc_id": doc_id(found.address),
        "address": found.address,
        "size": found.size,
        "dialect": "none",
        "fields": [],
        "envelope": "{}",
        "body": "",
        "body_line": 1,
        "field_lines": [],
        "reasons": [],
    }


def _read_bytes(found: Found, limit: int) -> bytes | Reason:  # noqa: PLR0911  # one for each thing that can be wrong
    """Read a file once, to its end, and only if it is a file, no larger than `limit`, and at rest."""
    try:
        handle = os.open(found.path, os.O_RDONLY | os.O_NONBLOCK | os.O_NOFOLLOW | os.O_CLOEXEC)
    except FileNotFoundError:
        return Reason("file.vanished", "the file was listed, and is gone")
    except OSError as error:
        return Reason("file.unreadable", f"the file cannot be opened: {error.strerror}")
    try:
        before = os.fstat(handle)
        if not stat.S_ISREG(before.st_mode):
            return Reason("file.not_regular", "not a file: a FIFO, a socket or a device")
        if before.st_size > limit:
            return Reason("file.too_large", f"{before.st_size} bytes; max_file_bytes is {limit}")
        with os.fdopen(handle, "rb", closefd=False) as stream:
            data = stream.read(before.st_size + 1)
        after = os.fstat(handle)
    except OSError as error:
        return Reason("file.unreadable", f"the file cannot be read: {error.strerror}")
    finally:
        os.close(handle)
    if (len(data), after.st_size, after.st_mtime_ns) != (before.st_size, before.st_size, before.st_mtime_ns):
        return Reason("file.changed", "the file changed while it was read")
    return data


class _Decoded(NamedTuple):
    text: str
    encoding: str = "utf-8"
    bom: bool = False


def _decode(data: bytes, encodings: Sequence[str] = ()) -> _Decoded | Reason:
    r"""Decode strict UTF-8, or else the first of the declared encodings that gives the same bytes back.

    >>> _decode(b"caf\xe9 noir", ["windows-1252"])
    _Decoded(text='caf\xe9 noir', encoding='windows-1252', bom=False)
    >>> _decode(b"caf\xe9 noir").message
    'byte 3 (0xe9) is not UTF-8: invalid continuation byte'
    """
    bom, content = split_bom(data)
    try:
        return _Decoded(content.decode("utf-8"), bom=bom)
    except UnicodeDecodeError as error:
        wrong = error
    for encoding in encodings:
        try:
            text = data.decode(encoding)
            if text.encode(encoding) == data:
                return _Decoded(text, encoding)
        except UnicodeError:
            continue
    place = wrong.start
    said = f", nor {', '.join(encodings)}" if encodings else ""
    return Reason(
        "bytes.not_utf8",
        f"byte {len(data) - len(content) + place} (0x{content[place]:02x}) is not UTF-8{said}: {wrong.reason}",
        line=content.count(b"\n", 0, place) + 1,
        column=place - content.rfind(b"\n", 0, place),
    )


def _document(decoded: _Decoded, required: Sequence[str]) -> dict[str, Any]:
    parsed = parse(decoded.text)
    first, reasons = _once_each(parsed.fields)
    columns, others = _columns(first)
    if not parsed.body and not parsed.fields:
        reasons.append(Reason("file.empty", "the file holds nothing but blanks", line=1, column=1))
    elif not parsed.fields and any(name != "text" for name in required):
        reasons.append(
            parsed.near_miss or Reason("header.missing", "the file does not begin with a header", line=1, column=1)
        )
    return {
        **columns,
        "dialect": "plain" if parsed.fields else "none",
        "fields": others,
        "field_lines": [(field.name, field.line) for field in first],
        "envelope": Envelope(parsed.header, parsed.tail, decoded.encoding, decoded.bom).to_json(),
        "body": parsed.body,
        "body_line": parsed.body_line,
        "reasons": reasons,
    }


def _once_each(fields: Sequence[Field]) -> tuple[list[Field], list[Reason]]:
    """Return the first field of each name; another value for a name is a reason."""
    first: dict[str, Field] = {}
    reasons = []
    for field in fields:
        earlier = first.setdefault(field.name, field)
        if earlier.value != field.value:
            message = f"{field.name} is {earlier.value!r} on line {earlier.line} and {field.value!r} here"
            column = _COLUMN_OF.get(field.name, field.name)
            reasons.append(Reason("header.repeated", message, column, field.line, 1))
    return list(first.values()), reasons


def _columns(fields: Sequence[Field]) -> tuple[dict[str, str], list[tuple[str, str]]]:
    """Sort header fields into columns of their own, where they are not empty, and others."""
    own = {_COLUMN_OF.get(name, name): value for name, value, _ in fields if name in DECLARED and value}
    others = [(field.name, field.value) for field in fields if field.name not in DECLARED]
    return own, others
