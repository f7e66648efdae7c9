"""Tables whose rows are documents: .jsonl, .csv, .tsv, .parquet. Each row costs at most itself."""

import csv
import datetime
import io
import json
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from corpusclean.codes import Reason
from corpusclean.read.containers.piece import Damaged, Opening, Piece, Record, lines
from corpusclean.read.dialects.parsed import spelled

TEXT = "text"
_BATCH = 256


class _Bad(ValueError):
    """A row that is no record."""


def jsonl_rows(stream: io.BufferedReader, address: str, opening: Opening) -> Iterator[Piece]:
    """Yield a piece for each line of JSON Lines that is not blank."""
    number = 0
    for at, line in enumerate(lines(stream, opening.settings.max_file_bytes), start=1):
        if line is not None and not line.strip():
            continue
        number += 1
        where = f"{address}#{number}"
        if line is None:
            said = f"line {at} is longer than max_file_bytes, {opening.settings.max_file_bytes}"
            yield Piece(where, None, Reason("file.too_large", said))
            continue
        try:
            record = _record(_json_pairs(line), opening)
        except (_Bad, UnicodeDecodeError, RecursionError) as error:
            said = "nested too deeply" if isinstance(error, RecursionError) else str(error)
            yield Piece(where, line, Reason("record.invalid", f"line {at} of {address}: {said}"), size=len(line))
            continue
        yield _piece(where, record)


def _json_pairs(line: bytes) -> list[tuple[str, Any]]:
    def once(pairs: list[tuple[str, Any]]) -> Any:  # noqa: ANN401  # a JSON object
        table = dict(pairs)
        if len(table) < len(pairs):
            raise _Bad("a key stands there twice")
        return table

    def no_number(name: str) -> None:
        raise _Bad(f"{name} is no JSON")

    try:
        value = json.loads(line.decode("utf-8-sig"), object_pairs_hook=once, parse_constant=no_number)
    except json.JSONDecodeError as error:
        raise _Bad(f"no JSON: {error.msg} at column {error.colno}") from error
    if not isinstance(value, dict):
        raise _Bad("a JSON object is expected, one a line")
    return list(value.items())


def csv_rows(stream: io.BufferedReader, address: str, opening: Opening, delimiter: str) -> Iterator[Piece]:
    """Yield a piece for each row of CSV; the first line names the columns."""
    text = io.TextIOWrapper(stream, encoding="utf-8-sig", errors="surrogateescape", newline="")
    before = csv.field_size_limit(opening.settings.max_file_bytes)
    try:
        reader = csv.reader(text, delimiter=delimiter, strict=True)
        columns: list[str] | None = None
        number = 0
        while True:
            start = reader.line_num + 1
            try:
                row = next(reader, None)
            except csv.Error as error:
                # Where a quotation mark is missing nothing tells where the next row begins.
                said = f"the row at line {start} of {address} is no CSV, and ends the reading: {error}"
                yield Piece(f"{address}#{number + 1}", None, Reason("record.invalid", said))
                return
            if row is None:
                return
            if not row:
                continue
            if columns is None:
                columns = [name.strip() for name in row]
                continue
            number += 1
            yield _csv_piece(row, columns, f"{address}#{number}", f"the row at line {start} of {address}", opening)
    finally:
        csv.field_size_limit(before)


def _csv_piece(row: Sequence[str], columns: Sequence[str], where: str, told: str, opening: Opening) -> Piece:
    raw = ",".join(row).encode("utf-8", "surrogateescape")
    try:
        for value in row:
            value.encode()
        record = _record(_paired(row, columns), opening)
    except UnicodeEncodeError:
        return Piece(where, raw, Reason("bytes.not_utf8", f"{told} is not UTF-8"), size=len(raw))
    except _Bad as error:
        return Piece(where, raw, Reason("record.invalid", f"{told}: {error}"), size=len(raw))
    return _piece(where, record)


def _paired(row: Sequence[str], columns: Sequence[str]) -> list[tuple[str, str]]:
    if len(row) != len(columns):
        raise _Bad(f"it has {len(row)} fields, the header {len(columns)}")
    return list(zip(columns, row, strict=True))


def parquet_rows(source: Any, address: str, opening: Opening) -> Iterator[Piece]:  # noqa: ANN401  # a file that can seek
    """Yield a piece for each row of a Parquet file. Raises Damaged."""
    number = 0
    try:
        file = pq.ParquetFile(source, page_checksum_verification=True)
        for batch in file.iter_batches(batch_size=_BATCH, use_threads=False):
            for row in _rows(batch):
                number += 1
                where = f"{address}#{number}"
                if row is None:
                    yield Piece(where, None, Reason("bytes.not_utf8", f"row {number} of {address} is not UTF-8"))
                    continue
                try:
                    piece = _piece(where, _record(row.items(), opening))
                except _Bad as error:
                    piece = Piece(where, None, Reason("record.invalid", f"row {number} of {address}: {error}"))
                opening.count(piece.size)
                yield piece
    except (pa.ArrowException, OSError, ValueError) as error:
        if isinstance(error, OSError) and error.errno is not None:
            raise
        raise Damaged(str(error).split("\n", 1)[0]) from error


def _rows(batch: Any) -> Iterable[dict[str, Any] | None]:  # noqa: ANN401  # pyarrow ships no types
    """Return the rows of a batch, None for one whose bytes are no text."""
    try:
        batch.validate(full=True)
    except pa.ArrowInvalid:
        return [_row(batch, number) for number in range(batch.num_rows)]
    rows: list[dict[str, Any] | None] = batch.to_pylist()
    return rows


def _row(batch: Any, number: int) -> dict[str, Any] | None:  # noqa: ANN401  # pyarrow ships no types
    try:
        return {name: batch.column(name)[number].as_py() for name in batch.schema.names}
    except UnicodeDecodeError:
        return None


def _record(pairs: Iterable[tuple[str, Any]], opening: Opening) -> Record:
    """Return a row as a record. Raises _Bad where it has no text, or text that is no Unicode."""
    renamed = opening.settings.fields
    text: str | None = None
    fields: list[tuple[str, str]] = []
    for column, value in pairs:
        name = spelled(column)
        if value is None:
            continue
        if renamed.get(name, name) == TEXT:
            if not isinstance(value, str):
                raise _Bad(f"the column {column} is no text")
            text = value
        else:
            fields.append((name, _as_text(value)))
    if text is None:
        raise _Bad('it has no column text; name it in the settings: [fields] content = "text"')
    try:
        for value in (text, *(part for field in fields for part in field)):
            value.encode()
    except UnicodeEncodeError as error:
        raise _Bad("a surrogate without its other half, which is no Unicode") from error
    return Record(text, tuple(fields))


def _as_text(value: Any) -> str:  # noqa: ANN401  # whatever a table may hold
    if isinstance(value, str):
        return value.strip()
    if isinstance(value, datetime.date | datetime.time):
        return value.isoformat()
    return json.dumps(value, ensure_ascii=False, default=str)


def _piece(where: str, record: Record) -> Piece:
    return Piece(where, record=record, size=len(record.text.encode()))
