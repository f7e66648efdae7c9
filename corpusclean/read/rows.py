"""Documents as rows: what was read of each, gathered until a frame is taken."""

import hashlib
from collections.abc import Mapping, Sequence
from operator import itemgetter
from typing import Any, NamedTuple

import pandas as pd

from corpusclean.codes import Reason
from corpusclean.envelope import MARKED, Envelope, plain_envelope
from corpusclean.frame import from_columns, is_utf8, text_array
from corpusclean.read.containers import Piece, Record
from corpusclean.read.decode import Decoded, decode
from corpusclean.read.dialects import DECLARED, Field, Names, Parsed, frontmatter, names, parse, plain, rfc822
from corpusclean.read.dialects.parsed import body_alone, count_lines, skip_blank_lines
from corpusclean.read.mailbox import Slice, slices
from corpusclean.settings import Settings
from corpusclean_schemas import RawDocument, arrow_schema

HEAD = 512
"""Bytes of a file in which a plain header ends, nearly always."""

_SCHEMA = arrow_schema(RawDocument)
_COLUMN_OF = {"id": "source_id", "language": "declared_language"}
_HEADER_COLUMNS = {name: _COLUMN_OF.get(name, name) for name in DECLARED}


_OURS = frozenset(DECLARED)


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


class _Row(NamedTuple):
    """What is known of a document before its header's fields are sorted into columns."""

    doc_id: str
    address: str
    file: str
    sha256: str | None
    size: int
    dialect: str
    fields: Sequence[Field]
    envelope: str
    body: bytes | memoryview
    body_line: int
    reasons: list[Reason]
    raw: bytes | None


class Rows:
    """Documents as they are read, until a frame is taken."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.left_out = 0
        self.bytes = 0
        self._rows: list[_Row] = []
        renamed = {name: own for name, own in settings.fields.items() if own != "text"}
        self._names = names(tuple(sorted(renamed.items())))
        self._needs_header = any(name != "text" for name in settings.required)
        self._plainly = settings.dialect in {"auto", "plain"} and settings.separator is None
        self._sniffs = settings.dialect == "auto"

    def full(self, most_documents: int | None, most_bytes: int | None) -> bool:
        """Tell whether as many documents, or bytes of them, are held as may be."""
        enough = most_documents is not None and len(self._rows) >= most_documents
        return enough or (most_bytes is not None and self.bytes >= most_bytes)

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

    def add_file(self, address: str, data: bytes) -> None:
        """Add what a file holds that is no container."""
        if not self._plainly or not self._add_plain(address, address, data):
            self.add(Piece(address, data), address)

    def _add_plain(self, address: str, file: str, data: bytes) -> bool:
        """Add a document as `_add_document` would, from its first bytes alone; False where that cannot be.

        Nearly every file is UTF-8, with a plain header that ends early. Whether its body is UTF-8 is found out for
        all bodies at once, in `take`.
        """
        head = data[:HEAD].decode("utf-8", "ignore")
        first = head[:1]
        if data[:1] in MARKED or (self._sniffs and (first == "-" or (first > " " and rfc822.claims(head)))):
            return False
        fields, position = plain.block(head, self._names)
        start = skip_blank_lines(head, position) if fields else position
        if head[start : start + 1].isspace() or start >= len(head) - 1:
            return False
        reasons: list[Reason] = []
        if not fields:
            reasons = self._headerless(plain.unlike(head, start, count_lines(head[:start]) + 1, self._names))
        elif start == position or not plain.declares(fields, self._names) or self._names.plain.match(head, start):
            return False
        header = head[:start]
        raw = header.encode()
        end = len(data.rstrip())
        # What was ignored above may stand in the header; blanks beyond ASCII at the end.
        last = data[max(end - 4, 0) : end].decode("utf-8", "ignore")[-1:]
        if end <= len(raw) or last.isspace() or not data.startswith(raw):
            return False
        size = len(data)
        self._rows.append(
            _Row(
                doc_id(address),
                address,
                file,
                hashlib.sha256(data).hexdigest(),
                size,
                plain.NAME if fields else "none",
                fields,
                plain_envelope(header, data[end:].decode()),
                memoryview(data)[len(raw) : end],
                count_lines(header) + 1,
                reasons,
                None,
            )
        )
        self.bytes += size
        return True

    def _headerless(self, near_miss: Reason | None) -> list[Reason]:
        """Say that there is no header, where one is needed."""
        if not self._needs_header:
            return []
        return [near_miss or Reason("header.missing", "the file does not begin with a header", line=1, column=1)]

    def _add_unread(self, address: str, file: str, data: bytes | None, problem: Reason | None, size: int) -> None:
        sha256 = None if data is None else hashlib.sha256(data).hexdigest()
        reasons = [problem] if problem else []
        self._rows.append(
            _Row(doc_id(address), address, file, sha256, size, "none", (), "{}", b"", 1, reasons, data)
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
        elif not fields and not reasons and dialect not in {"record", frontmatter.NAME}:
            reasons = self._headerless(near_miss)
        elif fields and dialect != "record" and self._names.plain.match(body):
            reasons += _second_header(body, body_line, self._names)
        _, encoding, ground, bom = decoded
        if encoding == "utf-8":
            # The body's bytes are those of the file: they need not be encoded again.
            start = len(header.encode()) + 3 * bom
            body_bytes = data[start : len(data) - len(tail.encode())]
        else:
            body_bytes = body.encode()
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
                body_bytes,
                body_line,
                reasons,
                None,
            )
        )
        self.bytes += len(data)

    def _readd_broken(self) -> None:
        """Read anew, with care, what was taken for UTF-8 and is not."""
        broken = [row for row in self._rows if not is_utf8(text_array([row.body]))]
        self._rows = [row for row in self._rows if is_utf8(text_array([row.body]))]
        self._plainly, plainly = False, self._plainly
        for row in broken:
            assert isinstance(row.body, memoryview)  # noqa: S101  # other bodies were decoded
            self.bytes -= row.size
            self.add(Piece(row.address, bytes(row.body.obj)), row.file)
        self._plainly = plainly
        self._rows.sort(key=itemgetter(0))

    def take(self) -> Batch:
        """Return what was added since the last time, in `doc_id` order."""
        self._rows.sort(key=itemgetter(0))
        bodies = text_array([row.body for row in self._rows])
        if not is_utf8(bodies):
            self._readd_broken()
            bodies = text_array([row.body for row in self._rows])
        rows = self._rows
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
        columns["body"] = bodies
        columns["reasons"] = list(columns["reasons"])
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
    typed = {field[0]: field[1] for field in fields}
    if len(typed) == len(fields) and typed.keys() <= _OURS:
        lines = [(field[0], field[2]) for field in fields]
        return {name: value for name, value in typed.items() if value}, [], lines
    return _sorted_slowly(fields, own, reasons)


def _sorted_slowly(
    fields: Sequence[Field], own: Mapping[str, str], reasons: list[Reason]
) -> tuple[dict[str, str], list[tuple[str, str]], list[tuple[str, int]]]:
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
