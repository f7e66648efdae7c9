"""Files become documents: a row each, whatever is wrong with them."""

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from operator import itemgetter
from pathlib import Path
from typing import Any, NamedTuple

import pandas as pd

from corpusclean.codes import Reason
from corpusclean.envelope import Envelope
from corpusclean.frame import from_columns
from corpusclean.read.containers import Opening, Piece, Record, expand, is_container
from corpusclean.read.decode import Decoded, decode
from corpusclean.read.dialects import DECLARED, Field, Names, Parsed, names, parse
from corpusclean.read.dialects.parsed import body_alone, count_lines
from corpusclean.read.inventory import Found, discover
from corpusclean.read.mailbox import Slice, slices
from corpusclean.read.source import read_file
from corpusclean.settings import Settings
from corpusclean_schemas import RawDocument, arrow_schema

_SCHEMA = arrow_schema(RawDocument)
_COLUMN_OF = {"id": "source_id", "language": "declared_language"}
_HEADER_COLUMNS = {name: _COLUMN_OF.get(name, name) for name in DECLARED}


def doc_id(address: str) -> str:
    """Return the id of an address: the first 128 bits of its SHA-256, in hex.

    >>> doc_id("a.txt")
    '18b7cb099a9ea3f50ba899b5ba81e0d3'
    """
    return hashlib.sha256(address.encode()).hexdigest()[:32]


class Batch(NamedTuple):
    """Documents that were read: a frame of RawDocument, and how many members the settings left out by name."""

    documents: pd.DataFrame
    left_out: int


def read_documents(*inputs: str | Path, settings: Settings | None = None) -> pd.DataFrame:
    """Read files and folders into a frame of RawDocument: a row for every address that is found.

    Raises UsageError for inputs that do not exist.
    """
    chosen = settings or Settings()
    return read_files(discover([Path(path) for path in inputs], chosen).found, chosen)


def read_files(files: Iterable[Found], settings: Settings) -> pd.DataFrame:
    """Read the files of an inventory into a frame of RawDocument, in `doc_id` order."""
    (batch,) = read_batches(files, settings)
    return batch.documents


def read_batches(
    files: Iterable[Found],
    settings: Settings,
    *,
    most_documents: int | None = None,
    most_bytes: int | None = None,
    limit: int | None = None,
) -> Iterator[Batch]:
    """Read the files of an inventory into frames of RawDocument, each in `doc_id` order, at least one.

    A frame ends after `most_documents` documents, or `most_bytes` of them. Of a file of many documents no more
    than `limit` are read.
    """
    rows = _Rows(settings)
    for found in files:
        for count, piece in enumerate(_pieces(found, rows), start=1):
            rows.add(piece, found.address)
            if len(rows) == most_documents or (most_bytes is not None and rows.bytes >= most_bytes):
                yield rows.take()
            if count == limit:
                break
    yield rows.take()


def _pieces(found: Found, rows: "_Rows") -> Iterator[Piece]:
    address, path, size, problem = found
    if problem:
        yield Piece(address, None, problem, size=size)
    elif is_container(address):
        opening = Opening(rows.settings, size)
        try:
            yield from expand(path, address, opening)
        finally:
            rows.left_out += opening.left_out
    else:
        data = read_file(path, rows.settings.max_file_bytes)
        yield Piece(address, None, data, size=size) if isinstance(data, Reason) else Piece(address, data)


class _Row(NamedTuple):
    """What is known of a document before its header's fields are sorted into columns."""

    doc_id: str
    address: str
    file: str
    sha256: str | None
    size: int
    dialect: str
    fields: tuple[Field, ...]
    envelope: str
    body: str
    body_line: int
    reasons: list[Reason]
    raw: bytes | None


class _Rows:
    """Documents as they are read, until a frame is taken."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.left_out = 0
        self.bytes = 0
        self._rows: list[_Row] = []
        renamed = {name: own for name, own in settings.fields.items() if own != "text"}
        self._names = names(tuple(sorted(renamed.items())))
        self._needs_header = any(name != "text" for name in settings.required)

    def __len__(self) -> int:
        return len(self._rows)

    def add(self, piece: Piece, file: str) -> None:
        """Add what a piece of a file holds: a document, or the problem in its place; with a separator, many."""
        address, data, problem, record, size = piece
        settings = self.settings
        if record is not None:
            self._add_record(address, file, record)
        elif problem is not None or data is None:
            self._add_unread(address, file, data, problem, size)
        else:
            decoded = decode(data, settings.encodings, settings.detect_encodings)
            if isinstance(decoded, Reason):
                self._add_unread(address, file, data, decoded, len(data))
            elif settings.separator is None:
                parsed = parse(decoded.text, self._names, settings.dialect)
                self._add_document(address, file, data, decoded, parsed)
            else:
                self._add_slices(address, file, decoded, slices(decoded.text, settings.separator))

    def _add_unread(self, address: str, file: str, data: bytes | None, problem: Reason | None, size: int) -> None:
        sha256 = None if data is None else hashlib.sha256(data).hexdigest()
        reasons = [problem] if problem else []
        self._rows.append(
            _Row(doc_id(address), address, file, sha256, size, "none", (), "{}", "", 1, reasons, data)
        )
        self.bytes += len(data or b"")

    def _add_record(self, address: str, file: str, record: Record) -> None:
        parsed = body_alone(record.text)._replace(
            dialect="record", fields=tuple(Field(name, value, 1) for name, value in record.fields)
        )
        self._add_document(address, file, record.text.encode(), Decoded(record.text, ground="record"), parsed)

    def _add_slices(self, address: str, file: str, decoded: Decoded, cut: Sequence[Slice]) -> None:
        """Add the documents of a file, each with its own bytes: joined they are the file's."""
        line = 0
        for number, (lead, text, trail) in enumerate(cut, start=1):
            parsed = parse(text, self._names, self.settings.dialect)
            before = line + count_lines(lead)
            moved = parsed._replace(
                header=lead + parsed.header,
                tail=parsed.tail + trail,
                body_line=before + parsed.body_line,
                fields=tuple(field._replace(line=before + field.line) for field in parsed.fields),
                reasons=tuple(_moved(reason, before) for reason in parsed.reasons),
                near_miss=parsed.near_miss and _moved(parsed.near_miss, before),
            )
            own = decoded._replace(text=lead + text + trail, bom=decoded.bom and number == 1)
            envelope = Envelope(own.text, "", own.encoding, own.bom)
            self._add_document(f"{address}#{number}", file, envelope.wrap(""), own, moved)
            line += count_lines(own.text)

    def _add_document(self, address: str, file: str, data: bytes, decoded: Decoded, parsed: Parsed) -> None:
        header, body, tail, fields, body_line, dialect, near_miss, found = parsed
        reasons = list(found)
        if not body and not fields:
            reasons.append(Reason("file.empty", "the file holds nothing but blanks", line=1, column=1))
        elif not fields and not reasons and self._needs_header and dialect != "record":
            missing = Reason("header.missing", "the file does not begin with a header", line=1, column=1)
            reasons.append(near_miss or missing)
        elif fields and dialect != "record" and self._names.plain.match(body):
            reasons += _second_header(body, body_line, self._names)
        _, encoding, ground, bom = decoded
        self._rows.append(
            _Row(
                doc_id(address),
                address,
                file,
                hashlib.sha256(data).hexdigest(),
                len(data),
                dialect,
                fields,
                Envelope(header, tail, encoding, bom, ground).to_json(),
                body,
                body_line,
                reasons,
                None,
            )
        )
        self.bytes += len(data)

    def take(self) -> Batch:
        """Return what was added since the last time, in `doc_id` order."""
        rows = sorted(self._rows, key=itemgetter(0))
        left_out, self._rows, self.bytes, self.left_out = self.left_out, [], 0, 0
        columns: dict[str, Any] = {name: [] for name in _Row._fields}
        if rows:
            columns = dict(zip(_Row._fields, zip(*rows, strict=True), strict=True))
        own = self._names.own
        sorted_out = [
            _sorted_out(fields, own, reasons)
            for fields, reasons in zip(columns["fields"], columns["reasons"], strict=True)
        ]
        for name, column in _HEADER_COLUMNS.items():
            columns[column] = [typed.get(name) for typed, _, _ in sorted_out]
        columns["fields"] = [others for _, others, _ in sorted_out]
        columns["field_lines"] = [lines for _, _, lines in sorted_out]
        return Batch(from_columns(columns, _SCHEMA), left_out)


def _sorted_out(
    fields: Sequence[Field], own: Mapping[str, str], reasons: list[Reason]
) -> tuple[dict[str, str], list[tuple[str, str]], list[tuple[str, int]]]:
    """Sort a header's fields into those with a column of their own, others, and the line of each.

    Empty ones have no column. A declared name with another value is added to `reasons`; other names may repeat,
    and keep every value, a line each.
    """
    typed: dict[str, str] = {}
    others: dict[str, str] = {}
    lines: dict[str, int] = {}
    for raw, value, line in fields:
        name = own.get(raw)
        if name is None:
            others[raw] = f"{others[raw]}\n{value}" if raw in others else value
            lines.setdefault(raw, line)
        elif name not in lines:
            typed[name] = value
            lines[name] = line
        elif typed[name] != value:
            said = f"{name} is {typed[name]!r} on line {lines[name]} and {value!r} here"
            reasons.append(Reason("header.repeated", said, _HEADER_COLUMNS[name], line, 1))
    return {name: value for name, value in typed.items() if value}, list(others.items()), list(lines.items())


def _second_header(body: str, body_line: int, known: Names) -> list[Reason]:
    """Warn of a body that begins with a header of its own."""
    second = parse(body, known, "plain")
    if not second.fields or not second.body:
        return []
    said = f"the body begins with what looks like another header ({second.fields[0].name})"
    return [Reason("header.second", said, line=body_line, column=1)]


def _moved(reason: Reason, lines: int) -> Reason:
    return reason._replace(line=None if reason.line is None else reason.line + lines)
