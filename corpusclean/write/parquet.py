"""Parquet files: the same rows give the same bytes, and the file's name says which bytes those are."""

import hashlib
import io
import os
import socket
from pathlib import Path
from typing import NamedTuple

import pandas as pd
import pyarrow as arrow
import pyarrow.parquet as pq

import corpusclean
from corpusclean.errors import ProofFailed
from corpusclean.frame import to_table
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


def write_staged(table: arrow.Table, path: Path) -> None:
    """Write a table that only this run will read. It appears whole: another may be at the same task."""
    aside = path.with_name(f".{path.name}.{os.getpid()}.{socket.gethostname()}")
    # A path itself would be read as an address on a network where it looks like one.
    with aside.open("wb") as stream:
        pq.write_table(table, stream, compression="lz4", use_dictionary=False, write_page_checksum=True)
    aside.replace(path)


def read_staged(path: Path, columns: list[str] | None = None) -> arrow.Table:
    """Read a table back, its checksums held against its pages.

    Raises ProofFailed where the file is not Parquet, or not as it was written.
    """
    with path.open("rb") as stream:
        try:
            # Without threads: one of Arrow's could still hold the stream while Python ends, and abort it.
            file = pq.ParquetFile(stream, page_checksum_verification=True)
            return file.read(columns=columns, use_threads=False)
        except (arrow.ArrowException, OSError) as error:
            raise ProofFailed(f"{path.name}: cannot be read back: {str(error).splitlines()[0]}") from error


def read_schema(path: Path) -> arrow.Schema:
    """Return the columns of a file, from its footer alone.

    Raises ProofFailed where the file is not Parquet.
    """
    with path.open("rb") as stream:
        try:
            return pq.read_schema(stream)
        except (arrow.ArrowException, OSError) as error:
            raise ProofFailed(f"{path.name}: cannot be read back: {str(error).splitlines()[0]}") from error
