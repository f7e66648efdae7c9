"""Documents as rows: what was read of each, gathered until a frame is taken."""

import hashlib
from collections.abc import Sequence
from typing import NamedTuple

import pandas as pd

from corpusclean.codes import NO_HEADER, Reason
from corpusclean.envelope import Envelope, plain_envelope
from corpusclean.read.columns import Columns
from corpusclean.read.containers import Piece, Record, Taken
from corpusclean.read.decode import Decoded, decode
from corpusclean.read.dialects import Field, Names, Parsed, frontmatter, names, parse, plain
from corpusclean.read.dialects.parsed import body_alone, count_lines
from corpusclean.read.mailbox import MAILS, Slice, is_mailbox, slices
from corpusclean.read.notplain import not_plain
from corpusclean.read.quick import quick_header
from corpusclean.settings import Settings


class Batch(NamedTuple):
    """Documents that were read: a frame of RawDocument, and how many members the settings left out by name."""

    documents: pd.DataFrame
    left_out: int


_BLOCK = 2_000
"""Characters at the beginning of a text within which a header has its date."""


class Rows:
    """Documents as they are read, until a frame is taken."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.left_out = 0
        self.bytes = 0
        self._columns = Columns()
        renamed = {name: own for name, own in settings.fields.items() if own != "text"}
        self._names = names(tuple(sorted(renamed.items())))
        elsewhere = {"text"} if "header" in settings.dates.sources else {"text", "date"}
        self._needs_header = not elsewhere.issuperset(settings.required)
        self._plainly = settings.dialect in {"auto", "plain"} and settings.separator is None

    def full(self, most_documents: int | None, most_bytes: int | None) -> bool:
        """Tell whether as many documents, or bytes of them, are held as may be."""
        enough = most_documents is not None and len(self._columns) >= most_documents
        return enough or (most_bytes is not None and self.bytes >= most_bytes)

    def add(self, piece: Piece, file: str, taken: Taken | None = None) -> None:
        """Add what a piece of a file holds: a document, or the problem in its place; with a separator, many.

        `taken` are the addresses that the file's documents have.
        """
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
                cut = slices(decoded.text, settings.separator)
                self._add_slices(address, file, decoded, cut, taken or Taken())

    def add_file(self, address: str, data: bytes) -> None:
        """Add what a file holds that is no container."""
        quick = quick_header(data, self._names) if self._plainly else None
        if quick is None:
            self.add(Piece(address, data), address)
            return
        header, fields, start, end = quick
        size = len(data)
        self._columns.append(
            address,
            address,
            hashlib.sha256(data).hexdigest(),
            size,
            dialect=plain.NAME,
            fields=fields,
            envelope=plain_envelope(header, data[end:].decode()),
            body=memoryview(data)[start:end],
            line=header.count("\n") + 1,
        )
        self.bytes += size

    def _headerless(self, body: str, near_miss: Reason | None, line: int) -> list[Reason]:
        """Say that there is no header, where one is needed; elsewhere, that a date which begins one is lost."""
        if self._needs_header:
            missing = near_miss._replace(code="header.missing") if near_miss else NO_HEADER._replace(line=line)
            if is_mailbox(body, self._names):
                said = f'{missing.message}; it looks like a mailbox, and separator = "{MAILS}" parts its mails'
                missing = missing._replace(message=said)
            return [missing]
        if near_miss is None:
            return []
        doubtful = near_miss.code == "header.doubtful"
        if not doubtful and not self._names.dated.search(body[:_BLOCK].split("\n\n", 1)[0]):
            return []
        return [near_miss._replace(code="header.doubtful", message=f"{near_miss.message}; it stays body")]

    def _add_unread(self, address: str, file: str, data: bytes | None, problem: Reason | None, size: int) -> None:
        sha256 = None if data is None else hashlib.sha256(data).hexdigest()
        self._columns.append(address, file, sha256, size, reasons=[problem] if problem else [], raw=data)
        self.bytes += len(data or b"")

    def _add_record(self, address: str, file: str, record: Record) -> None:
        text = record.text or ""
        lacks = Reason("record.invalid", "it has no column text", None, record.line, 1)
        parsed = body_alone(text)._replace(
            dialect="record",
            fields=tuple(Field(name, value, record.line) for name, value in record.fields),
            body_line=record.line,
            reasons=() if record.text is not None else (lacks,),
        )
        data = text.encode()
        self._add_document(address, file, data, Decoded(text, ground="record"), parsed)
        self.bytes += record.size - len(data)

    def _add_slices(self, address: str, file: str, decoded: Decoded, cut: Sequence[Slice], taken: Taken) -> None:
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
            self._add_document(
                taken.row(address, number), file, envelope.wrap(""), own, moved, first_line=before + 1
            )
            line += count_lines(own.text)

    def _add_document(
        self, address: str, file: str, data: bytes, decoded: Decoded, parsed: Parsed, *, first_line: int = 1
    ) -> None:
        header, body, tail, fields, body_line, dialect, near_miss, found = parsed
        reasons = list(found)
        if not body and not fields:
            reasons.append(Reason("file.empty", "the file holds nothing but blanks", None, first_line, 1))
        elif not fields and not reasons and dialect not in {"record", frontmatter.NAME}:
            reasons = self._headerless(body, near_miss, first_line)
        elif fields and dialect != "record" and self._names.plain.match(body):
            reasons += _second_header(body, body_line, self._names)
        reasons += not_plain(body, body_line, fields)
        _, encoding, ground, bom = decoded
        if encoding == "utf-8":
            # The body's bytes are those of the file: they need not be encoded again.
            start = len(header.encode()) + 3 * bom
            body_bytes = data[start : len(data) - len(tail.encode())]
        else:
            body_bytes = body.encode()
        self._columns.append(
            address,
            file,
            hashlib.sha256(data).hexdigest(),
            len(data),
            dialect=dialect,
            fields=[field._replace(name=self._names.own.get(field.name, field.name)) for field in fields],
            envelope=Envelope(header, tail, encoding, bom, ground).to_json(),
            body=body_bytes,
            line=body_line,
            reasons=reasons,
        )
        self.bytes += len(data)

    def take(self) -> Batch:
        """Return what was added since the last time, in `doc_id` order."""
        for address, file, data in self._columns.take_broken():
            self.add(Piece(address, data), file)
        batch = Batch(self._columns.frame(), self.left_out)
        self._columns, self.bytes, self.left_out = Columns(), 0, 0
        return batch


def set_aside(documents: pd.DataFrame, reason: Reason) -> pd.DataFrame:
    """Return documents that were read as ones that were not looked into: their bytes, and the reason."""
    columns = Columns()
    names = ["address", "file", "sha256", "size", "raw", "envelope", "body"]
    for address, file, sha256, size, raw, envelope, body in zip(
        *(documents[name].tolist() for name in names), strict=True
    ):
        data = raw if isinstance(raw, bytes) or envelope == "{}" else Envelope.from_json(envelope).wrap(body)
        columns.append(
            address,
            file,
            sha256 if isinstance(sha256, str) else None,
            size,
            reasons=[reason],
            raw=data if isinstance(data, bytes) else None,
        )
    return columns.frame()


def _second_header(body: str, body_line: int, known: Names) -> list[Reason]:
    """Warn of a body that begins with a header of its own."""
    second = parse(body, known, "plain")
    if not second.fields or not second.body:
        return []
    said = f"the body begins with what looks like another header ({second.fields[0].name})"
    return [Reason("header.second", said, line=body_line, column=1)]


def _moved(reason: Reason, lines: int) -> Reason:
    if reason.line is None or not lines:
        return reason
    # Lines that the message names are those of the document.
    said = f"{reason.message} (its line 1 is line {lines + 1} of the file)"
    return reason._replace(line=reason.line + lines, message=said)
