"""Rows of RawDocument as they are gathered: a list a column, so that a row costs no object of its own."""

import hashlib
import itertools
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa

from corpusclean.codes import Reason
from corpusclean.frame import from_columns, is_utf8, text_array
from corpusclean.read.dialects import DECLARED
from corpusclean.read.dialects.parsed import Field
from corpusclean.read.disguised import disguised, suspects
from corpusclean_schemas import RawDocument, arrow_schema
from corpusclean_schemas.failures import excerpt

COLUMN_OF: Mapping[str, str] = {
    name: {"id": "source_id", "language": "declared_language"}.get(name, name) for name in DECLARED
}
"""The column that holds a declared field."""

_TOLD = 10
"""How often a field that is repeated is told of one document; behind that only how many there are."""

_SCHEMA = arrow_schema(RawDocument)


def doc_id(address: str) -> str:
    """Return the id of an address: the first 128 bits of its SHA-256, in hex.

    >>> doc_id("a.txt")
    '18b7cb099a9ea3f50ba899b5ba81e0d3'
    """
    return hashlib.sha256(address.encode()).hexdigest()[:32]


class Columns:
    """Documents that were read. Header fields, reasons and raw bytes are held only where there are some."""

    def __init__(self) -> None:
        self._ids: list[str] = []
        self._addresses: list[str] = []
        self._files: list[str] = []
        self._digests: list[str | None] = []
        self._sizes: list[int] = []
        self._dialects: list[str] = []
        self._envelopes: list[str] = []
        self._bodies: list[bytes | memoryview] = []
        self._lines: list[int] = []
        self._typed: dict[str, dict[int, str]] = defaultdict(dict)
        self._others: dict[int, list[tuple[str, str]]] = {}
        self._field_counts: list[int] = []
        self._field_names: list[str] = []
        self._field_lines: list[int] = []
        self._reasons: dict[int, list[Reason]] = {}
        self._raws: dict[int, bytes] = {}
        self._given_up: set[int] = set()
        self._texts: Any = None

    def __len__(self) -> int:
        return len(self._ids)

    def append(
        self,
        address: str,
        file: str,
        digest: str | None,
        size: int,
        *,
        dialect: str = "none",
        fields: Sequence[Field] = (),
        envelope: str = "{}",
        body: bytes | memoryview = b"",
        line: int = 1,
        reasons: Sequence[Reason] = (),
        raw: bytes | None = None,
    ) -> None:
        """Add a document. Its fields have the names that they stand for."""
        row = len(self._ids)
        self._ids.append(doc_id(address))
        self._addresses.append(address)
        self._files.append(file)
        self._digests.append(digest)
        self._sizes.append(size)
        self._dialects.append(dialect)
        self._envelopes.append(envelope)
        self._bodies.append(body)
        self._lines.append(line)
        if reasons:
            self._reasons[row] = list(reasons)
        if raw is not None:
            self._raws[row] = raw
        if len(fields) == 1 and fields[0][0] in COLUMN_OF:
            name, value, at = fields[0]
            if value:
                self._typed[name][row] = value
            self._field_counts.append(1)
            self._field_names.append(name)
            self._field_lines.append(at)
        else:
            self._sort_out(row, fields)

    def _sort_out(self, row: int, fields: Sequence[Field]) -> None:
        """Sort fields into those with a column of their own, and others.

        A declared name with another value is a reason; other names may repeat, and keep every value, a line each.
        """
        seen: dict[str, Field] = {}
        against: dict[str, list[Field]] = {}
        others: dict[str, list[str]] = {}
        for field in fields:
            name, value, _ = field
            first = seen.setdefault(name, field)
            if name not in COLUMN_OF:
                others.setdefault(name, []).append(value)
            elif first is field:
                if value:
                    self._typed[name][row] = value
            elif first.value != value:
                against.setdefault(name, []).append(field)
        if against:
            reasons = [reason for name, found in against.items() for reason in _repeated(seen[name], found)]
            self._reasons.setdefault(row, []).extend(sorted(reasons, key=lambda reason: reason.line or 0))
        if others:
            self._others[row] = [(name, "\n".join(values)) for name, values in others.items()]
        self._field_counts.append(len(seen))
        self._field_names += seen
        self._field_lines += [field.line for field in seen.values()]

    def take_broken(self) -> list[tuple[str, str, bytes]]:
        """Give up the documents whose bodies were taken for UTF-8 and are not: address, file and bytes of each."""
        texts = text_array(self._bodies)
        rows = self._disguised(texts) if is_utf8(texts) else [*filter(self._is_broken, range(len(self)))]
        if not rows:
            self._texts = texts
            return []
        self._given_up.update(rows)
        taken = []
        for row in rows:
            body = self._bodies[row]
            assert isinstance(body, memoryview)  # noqa: S101  # other bodies were decoded
            taken.append((self._addresses[row], self._files[row], bytes(body.obj)))
            self._bodies[row] = b""
        return taken

    def _is_broken(self, row: int) -> bool:
        body = self._bodies[row]
        return not is_utf8(text_array([body])) or (isinstance(body, memoryview) and bool(disguised(bytes(body))))

    def _disguised(self, texts: Any) -> list[int]:  # noqa: ANN401  # pyarrow ships no types
        """Return the rows that are valid UTF-8 and something else. Bodies that were decoded are none."""
        rows = range(len(self)) if isinstance(texts, pa.ChunkedArray) else suspects(texts)
        return [row for row in rows if self._is_broken(row)]

    def frame(self) -> pd.DataFrame:
        """Return the rows as a frame of RawDocument, in `doc_id` order."""
        count = len(self._ids)
        ends = np.cumsum([0, *self._field_counts])
        columns: dict[str, Any] = {
            "doc_id": self._ids,
            "address": self._addresses,
            "file": self._files,
            "sha256": self._digests,
            "size": self._sizes,
            "dialect": self._dialects,
            "envelope": self._envelopes,
            "body": self._bodies,
            "body_line": self._lines,
            "fields": _filled(self._others, count, []),
            "reasons": _filled(self._reasons, count, []),
            "raw": _filled(self._raws, count, None),
            **{column: _filled(self._typed.get(name, {}), count, None) for name, column in COLUMN_OF.items()},
        }
        if self._given_up or self._ids != sorted(self._ids):
            order = sorted(set(range(count)) - self._given_up, key=self._ids.__getitem__)
            pairs = list(zip(self._field_names, self._field_lines, strict=True))
            columns["field_lines"] = [pairs[start:end] for start, end in itertools.pairwise(ends)]
            columns = {name: [values[row] for row in order] for name, values in columns.items()}
        else:
            keys, lines = pa.array(self._field_names, pa.string()), pa.array(self._field_lines, pa.int32())
            columns["field_lines"] = pa.MapArray.from_arrays(pa.array(ends, pa.int32()), keys, lines)
        as_read = columns["body"] is self._bodies and self._texts is not None
        columns["body"] = self._texts if as_read else text_array(columns["body"])
        return from_columns(columns, _SCHEMA)


def _repeated(first: Field, others: Sequence[Field]) -> Iterator[Reason]:
    """Tell the fields that have the name of the first and another value: the first few, and how many more."""
    column = COLUMN_OF[first.name]
    for _, value, line in others[:_TOLD]:
        said = f"{first.name} is {excerpt(first.value)} on line {first.line} and {excerpt(value)} here"
        yield Reason("header.repeated", said, column, line, 1)
    if rest := others[_TOLD:]:
        said = f"{first.name} has another value than on line {first.line} from here on: {len(rest):,} more"
        yield Reason("header.repeated", said, column, rest[0].line, 1)


def _filled(sparse: Mapping[int, Any], count: int, empty: Any) -> list[Any]:  # noqa: ANN401  # of any column
    """Return a column of which only some rows have a value."""
    values = [empty] * count
    for row, value in sparse.items():
        values[row] = value
    return values
