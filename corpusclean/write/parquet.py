"""Parquet files: the same rows give the same bytes, and the file's name says which bytes those are."""

import contextlib
import hashlib
import io
import os
import socket
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pandas as pd
import pyarrow as arrow
import pyarrow.parquet as pq

import corpusclean
from corpusclean.errors import ProofFailed, writing
from corpusclean.frame import parquet_file, to_table
from corpusclean.write.publish import write_file
from corpusclean_schemas import arrow_schema, contract_of
from corpusclean_schemas.tables import TABLES as TABLES  # noqa: PLC0414  # who reads and writes tables asks here

ROW_GROUP = 50_000
"""Rows of a row group."""

# Columns with few values. A dictionary of texts or ids would cost more than it saves.
_REPETITIVE = {
    "dialect", "source", "publisher", "section", "declared_language", "language", "agency", "dup_kind",
    "level", "step", "rule", "rule_version", "reason",
}  # fmt: skip

# Statistics of other columns would carry text of documents into every footer.
_MEASURED = {"doc_id", "size", "date", "language", "language_score", "characters", "words", "seq", "offset"}


class PartFile(NamedTuple):
    """A file of a corpus: its path within the corpus, rows, bytes, and the SHA-256 of its bytes."""

    path: str
    rows: int
    bytes: int
    sha256: str


def write_part(frame: pd.DataFrame, corpus: Path, folder: str, number: int) -> PartFile:
    """Write a frame as a part of one table of a corpus, under a name that carries its content's hash.

    Raises OSError where the disk does, and leaves no file behind then.
    """
    schema = arrow_schema(TABLES[folder])
    names = set(schema.names)
    contract = contract_of(TABLES[folder])
    footer = {
        "corpusclean.version": corpusclean.__version__,
        "corpusclean.contract": contract.name,
        "corpusclean.contract.version": contract.version,
    }
    table = to_table(frame, schema).replace_schema_metadata(footer)
    buffer = io.BytesIO()
    pq.write_table(
        table,
        buffer,
        compression="zstd",
        compression_level=3,
        row_group_size=ROW_GROUP,
        use_dictionary=sorted(names & _REPETITIVE),
        write_statistics=sorted(names & _MEASURED),
        write_page_index=True,
        write_page_checksum=True,
        use_content_defined_chunking=True,
        sorting_columns=[pq.SortingColumn(0)],
    )
    data = buffer.getvalue()
    digest = hashlib.sha256(data).hexdigest()
    path = f"{folder}/part-{number:05d}-{digest[:16]}.parquet"
    write_file(corpus / path, data)
    return PartFile(path, len(frame), len(data), digest)


def write_staged(table: arrow.Table, path: Path, row_group: int | None = None) -> None:
    """Write a table that only this run will read. It appears whole: another may be at the same task."""
    aside = path.with_name(f".{path.name}.{os.getpid()}.{socket.gethostname()}")
    # A path itself would be read as an address on a network where it looks like one.
    with writing(path), aside.open("wb") as stream:
        pq.write_table(table, stream, row_group, compression="lz4", use_dictionary=False, write_page_checksum=True)
    aside.replace(path)


def read_staged(path: Path, columns: list[str] | None = None, span: tuple[str, str] | None = None) -> arrow.Table:
    """Read a table back, its checksums held against its pages.

    Of a table in the order of its first column, `span` asks only for the row groups that may hold values from the
    first to the last. Raises ProofFailed where the file is not Parquet, or not as it was written.
    """
    with _opened(path) as file:
        # Without threads: one of Arrow's could still hold the stream while Python ends, and abort it.
        if span is None:
            return file.read(columns=columns, use_threads=False)
        groups = [number for number in range(file.num_row_groups) if _meets(file.metadata.row_group(number), span)]
        return file.read_row_groups(groups, columns=columns, use_threads=False)


def _meets(group: pq.RowGroupMetaData, span: tuple[str, str]) -> bool:
    known = group.column(0).statistics
    return known is None or not known.has_min_max or (known.min <= span[1] and span[0] <= known.max)


def batches_of(path: Path, columns: list[str], rows: int) -> Iterator[arrow.RecordBatch]:
    """Read a table back as `read_staged` does, so many rows at a time."""
    with _opened(path) as file:
        yield from file.iter_batches(batch_size=rows, columns=columns, use_threads=False)


def rows_of(path: Path) -> int:
    """Return how many rows a file has, from its footer alone. Raises ProofFailed as `read_staged` does."""
    with _opened(path) as file:
        return int(file.metadata.num_rows)


def values_of(path: Path, column: str) -> int:
    """Return how many values a column has (its path begins so), by the footer: an empty list counts as one."""
    with _opened(path) as file:
        groups = (file.metadata.row_group(number) for number in range(file.num_row_groups))
        chunks = (group.column(number) for group in groups for number in range(group.num_columns))
        return sum(chunk.num_values for chunk in chunks if chunk.path_in_schema.startswith(column))


def read_schema(path: Path) -> arrow.Schema:
    """Return the columns of a file, from its footer alone. Raises ProofFailed as `read_staged` does."""
    with _opened(path) as file:
        return file.schema_arrow


@contextlib.contextmanager
def _opened(path: Path) -> Iterator[pq.ParquetFile]:
    with path.open("rb") as stream:
        try:
            yield parquet_file(stream)
        except (arrow.ArrowException, OSError) as error:
            raise ProofFailed(f"{path.name}: cannot be read back: {str(error).splitlines()[0]}") from error
