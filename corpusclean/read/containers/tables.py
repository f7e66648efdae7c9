"""Tables whose rows are documents: .jsonl, .csv, .tsv, .parquet. Each row costs at most itself."""

import codecs
import csv
import datetime
import io
import itertools
import json
import math
import sys
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, NoReturn

import pyarrow as pa

from corpusclean.codes import Reason
from corpusclean.frame import parquet_file
from corpusclean.read.containers.piece import Damaged, Opening, Piece, Record, lines
from corpusclean.read.dialects.parsed import spelled

TEXT = "text"
_BATCH = 256
_SHOWN = 40
DELIMITERS = (";", "\t", "|", ",")
"""What parts the columns of tables, beside what the settings say."""

ONE_COLUMN = "the header one, "
"""What a message says before the name of the one column that a table seems to have."""


class _Bad(ValueError):
    """A row that is no record."""


def jsonl_rows(stream: io.BufferedReader, address: str, opening: Opening) -> Iterator[Piece]:
    """Yield a piece for each line of JSON Lines that is not blank."""
    if _is_utf_16(stream):
        yield Piece(opening.taken.row(address, 1), None, _not_utf8("a file with the mark of UTF-16"))
        return
    number = 0
    for at, line in enumerate(lines(stream, opening.settings.max_file_bytes), start=1):
        if line is not None and not line.strip():
            continue
        number += 1
        where = opening.taken.row(address, number)
        if line is None:
            said = f"line {at} is longer than max_file_bytes, {opening.settings.max_file_bytes}"
            yield Piece(where, None, Reason("file.too_large", said, None, at, 1))
            continue
        try:
            record = _record(_json_pairs(line), opening, at)
        except UnicodeDecodeError:
            yield Piece(where, line, _not_utf8(f"line {at}", at), size=len(line))
            continue
        except (ValueError, RecursionError) as error:
            said = "nested too deeply" if isinstance(error, RecursionError) else str(error)
            yield Piece(where, line, Reason("record.invalid", f"line {at}: {said}", None, at, 1), size=len(line))
            continue
        yield _piece(where, record, opening)


def _json_pairs(line: bytes) -> list[tuple[str, Any]]:
    def once(pairs: list[tuple[str, Any]]) -> Any:  # noqa: ANN401  # a JSON object
        table = dict(pairs)
        if len(table) < len(pairs):
            raise _Bad("a key stands there twice")
        return table

    def no_number(name: str) -> NoReturn:
        raise _Bad(f"{name} is no number of JSON, or one too large")

    def finite(said: str) -> float:
        number = float(said)
        return no_number(said[:_SHOWN]) if math.isinf(number) else number

    try:
        value = json.loads(
            line.decode("utf-8-sig"), object_pairs_hook=once, parse_constant=no_number, parse_float=finite
        )
    except json.JSONDecodeError as error:
        raise _Bad(f"no JSON: {error.msg} at column {error.colno}") from error
    except (UnicodeDecodeError, _Bad):
        raise
    except ValueError as error:
        said = f"a number of more than {sys.get_int_max_str_digits():,} digits"
        raise _Bad(f"{said}; put it in quotation marks, or leave it out") from error
    if not isinstance(value, dict):
        raise _Bad("a JSON object is expected, one a line")
    return list(value.items())


def csv_rows(stream: io.BufferedReader, address: str, opening: Opening, delimiter: str) -> Iterator[Piece]:
    """Yield a piece for each row of CSV; the first line names the columns.

    Where none of them is the text, and another mark parts the line so that one is, that mark parts the rows.
    """
    if _is_utf_16(stream):
        yield Piece(opening.taken.row(address, 1), None, _not_utf8("a file with the mark of UTF-16"))
        return
    text = io.TextIOWrapper(stream, encoding="utf-8-sig", errors="surrogateescape", newline="")
    table = _short_lines(text, opening)
    columns: list[str] | None = None
    names = number = 0
    reader = None
    stood = list[str]()
    while True:
        stood.clear()
        start = 1 if reader is None else reader.line_num + 1
        try:
            if reader is None:
                reader = _reader(table, delimiter, opening, stood)
            row = _next_row(reader, opening.settings.max_file_bytes)
        except csv.Error as error:
            # Where a quotation mark is missing nothing tells where the next row begins.
            said = f"the row at line {start} is no CSV, and ends the reading: {error}"
            yield Piece(
                opening.taken.row(address, number + 1), None, Reason("record.invalid", said, None, start, 1)
            )
            return
        if row is None:
            return
        if not row:
            continue
        if columns is None:
            columns = [name.strip() for name in row]
            names = len("".join(columns).encode("utf-8", "surrogateescape"))
            continue
        number += 1
        if len(row) == len(columns):
            opening.count(names)  # they come out once more with each row
        where, record = opening.taken.row(address, number), _csv_record(row, columns, start, opening)
        if isinstance(record, Reason):
            raw = "".join(stood).encode("utf-8", "surrogateescape")
            yield Piece(where, raw, record, size=len(raw))
        else:
            yield _piece(where, record, opening)


def _reader(table: Iterator[str], mark: str, opening: Opening, stood: list[str]) -> Any:  # noqa: ANN401  # a reader
    """Return the rows of a table, which begins with the names of its columns, maybe below blank lines.

    Each line that is read goes into `stood`.
    """
    above = list[str]()
    while not above or not above[-1].strip():
        if (line := next(table, None)) is None:
            break
        above.append(line)
    mark = _mark_of(above[-1] if above else "", mark, opening)

    def kept() -> Iterator[str]:
        for line in itertools.chain(above, table):
            stood.append(line)
            yield line

    return csv.reader(kept(), delimiter=mark, strict=True)


def _mark_of(names: str, delimiter: str, opening: Opening) -> str:
    """Return what parts the names of columns: the delimiter, or the one other mark by which one is the text."""
    declared = {name for name, own in opening.settings.fields.items() if own == TEXT}

    def has_text(mark: str) -> bool:
        try:
            row = _next_row(csv.reader([names], delimiter=mark, strict=True), opening.settings.max_file_bytes)
        except csv.Error:
            return False
        return any(_name(column.strip()) in {TEXT, *declared} for column in row or ())

    goes_on = names.count('"') % 2  # in a name that holds a line end
    others = [] if goes_on or has_text(delimiter) else [mark for mark in DELIMITERS if has_text(mark)]
    return others[0] if len(others) == 1 else delimiter


def _next_row(reader: Iterator[list[str]], limit: int) -> list[str] | None:
    """Return the next row, None at the end. The limit is the whole process's, so it is set for one row only."""
    before = csv.field_size_limit(limit)
    try:
        return next(reader, None)
    finally:
        csv.field_size_limit(before)


def _short_lines(text: io.TextIOWrapper, opening: Opening) -> Iterator[str]:
    """Yield the lines of a text. Raises csv.Error for one that is longer than a document may be."""
    limit = opening.settings.max_file_bytes
    while line := text.readline(limit + 1):
        if len(line) > limit:
            raise csv.Error(f"a line is longer than max_file_bytes, {limit}")
        yield line


def _csv_record(row: Sequence[str], columns: Sequence[str], line: int, opening: Opening) -> Record | Reason:
    """Return what a row holds, or why it is no record."""
    told = f"the row at line {line}"
    try:
        for value in row:
            value.encode()
        return _record(_paired(row, columns), opening, line)
    except UnicodeEncodeError:
        return _not_utf8(told, line)
    except _Bad as error:
        return Reason("record.invalid", f"{told}: {error}", None, line, 1)


def _paired(row: Sequence[str], columns: Sequence[str]) -> list[tuple[str, str]]:
    if len(columns) == 1 < len(row):  # perhaps another mark parts them, and commas are in the text
        raise _Bad(f"it has {len(row)} fields, {ONE_COLUMN}{columns[0][:_SHOWN]!r}")
    if len(row) != len(columns):
        more = "; a value that holds the delimiter stands in quotation marks" if len(row) > len(columns) else ""
        raise _Bad(f"it has {len(row)} fields, the header {len(columns)}{more}")
    return list(zip(columns, row, strict=True))


def parquet_rows(source: Any, address: str, opening: Opening) -> Iterator[Piece]:  # noqa: ANN401  # a file that can seek
    """Yield a piece for each row of a Parquet file. Raises Damaged."""
    number = 0
    try:
        file = parquet_file(source)
        for batch in file.iter_batches(batch_size=_BATCH, use_threads=False):
            for row in range(batch.num_rows):
                number += 1
                where, told = opening.taken.row(address, number), f"row {number}"
                try:
                    piece = _piece(where, _record(_values(batch, row), opening), opening)
                except UnicodeDecodeError:
                    piece = Piece(where, None, _not_utf8(told))
                except (ValueError, ArithmeticError, LookupError) as error:
                    piece = Piece(where, None, Reason("record.invalid", f"{told}: {error}"))
                opening.count(piece.size)
                yield piece
    except (pa.ArrowException, OSError, ValueError) as error:
        if isinstance(error, OSError) and error.errno is not None:
            raise
        raise Damaged(str(error).split("\n", 1)[0]) from error


def _is_utf_16(stream: io.BufferedReader) -> bool:
    """Tell whether a file begins with the mark of UTF-16, as a spreadsheet may write it."""
    return stream.peek(2)[:2] in {codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE}


def _not_utf8(told: str, line: int | None = None) -> Reason:
    """Return the reason of a row in another encoding: a table has one of its own, which no setting declares."""
    said = f"{told} is not UTF-8, as a table must be whatever `encodings` says; convert it"
    return Reason("bytes.not_utf8", said, None, line, line and 1)


def _values(batch: Any, row: int) -> list[tuple[str, Any]]:  # noqa: ANN401  # pyarrow ships no types
    """Return a row's columns, by position: two may have one name.

    Some writers do not mark text as such: what is bytes and UTF-8 is text.
    """
    names = batch.schema.names
    return [(name, _unmarked(batch.column(place)[row].as_py())) for place, name in enumerate(names)]


def _unmarked(value: Any) -> Any:  # noqa: ANN401  # whatever a table may hold
    if not isinstance(value, bytes):
        return value
    try:
        return value.decode()
    except UnicodeDecodeError:
        return value


def _instead(names: Iterable[str]) -> str:
    """Return what columns there are, as a part of a sentence: one of them may be the text."""
    held = ", ".join(itertools.islice(names, 10)).encode("utf-8", "backslashreplace").decode()
    return f", but {held[:100]}" if held else ""


def _record(pairs: Iterable[tuple[str, Any]], opening: Opening, line: int = 1) -> Record:
    """Return a row as a record. Raises _Bad where it has no text, or text that is no Unicode."""
    declared = {name for name, own in opening.settings.fields.items() if own == TEXT}
    named = [(_name(column), column, value) for column, value in pairs]
    present = [each for each in named if each[2] is not None]
    # A name that the settings declare goes before ours.
    texts = declared & {name for name, _, _ in present} or {TEXT}
    text = first = None
    fields: list[tuple[str, str]] = []
    for name, column, value in present:
        if name in texts:
            if isinstance(value, bytes):
                value.decode()  # that raises: bytes that are UTF-8 are text by now
            if not isinstance(value, str):
                raise _Bad(f"the column {column[:_SHOWN]} is no text")
            if first == name:
                raise _Bad(f"two columns are called {name[:_SHOWN]}; rename or remove one in the table")
            if first is not None:
                said = f"the columns {first[:_SHOWN]} and {name[:_SHOWN]} are both called the text"
                raise _Bad(f"{said}; name one of them in the settings")
            text, first = value, name
        else:
            fields.append((name, _as_text(value)))
    if text is None and not opening.textless:
        nulls = [column[:_SHOWN] for name, column, value in named if value is None and name in declared | {TEXT}]
        if nulls:
            raise _Bad(f"the column {nulls[0]} is null, and the row has no other text")
        raise _Bad(f"it has no column text{_instead(name for name, _, _ in present)}")
    try:
        size = sum(len(value.encode()) for value in (text or "", *(part for field in fields for part in field)))
    except UnicodeEncodeError as error:
        raise _Bad("a surrogate without its other half, which is no Unicode") from error
    return Record(text, tuple(fields), size, line)


def _name(column: str) -> str:
    """Return the name of a column as settings can tell it.

    >>> _name("Full Story")
    'full_story'
    """
    return "_".join(spelled(column).split()) or column


def _as_text(value: Any) -> str:  # noqa: ANN401  # whatever a table may hold
    if isinstance(value, str):
        return value.strip()
    if isinstance(value, datetime.date | datetime.time):
        return value.isoformat()
    if isinstance(value, bytes):
        return value.decode("utf-8", "backslashreplace")
    return json.dumps(value, ensure_ascii=False, default=_within)


def _within(value: Any) -> str:  # noqa: ANN401  # whatever a list or struct may hold
    return value.decode("utf-8", "backslashreplace") if isinstance(value, bytes) else str(value)


def _piece(where: str, record: Record, opening: Opening) -> Piece:
    limit = opening.settings.max_file_bytes
    if record.size > limit:
        said = f"it has {record.size} bytes in all its columns; max_file_bytes is {limit}"
        return Piece(where, None, Reason("file.too_large", said, None, record.line, 1), size=record.size)
    return Piece(where, record=record, size=record.size)
