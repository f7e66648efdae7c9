"""Read a corpus with mlcroissant by the contract's file: `croissant.py CORPUS CleanDocument.croissant.json`.

Run by tests/fresh/environments.py. mlcroissant is too large for the environment that every change is tested in.
"""

import os
import shutil
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

import mlcroissant
import pyarrow as pa
import pyarrow.parquet as pq


def records(corpus: Path) -> list[dict[str, object]]:
    """Return the records that mlcroissant makes of a corpus."""
    dataset = mlcroissant.Dataset(jsonld=str(corpus / "croissant.json"))
    if dataset.metadata.issues.errors:
        sys.exit(f"mlcroissant finds errors: {dataset.metadata.issues.errors}")
    return list(dataset.records("CleanDocument"))


def altered(corpus: Path, change: Callable[[pa.Table], pa.Table]) -> Path:
    """Return a copy of a corpus whose clean documents are changed."""
    copy = Path(tempfile.mkdtemp()) / "corpus"
    shutil.copytree(corpus, copy)
    for path in (copy / "data").glob("*.parquet"):
        pq.write_table(change(pq.read_table(path)), path)
    return copy


def worded(table: pa.Table) -> pa.Table:
    """Put words where numbers should be."""
    words = pa.array(["many"] * table.num_rows)
    return table.set_column(table.column_names.index("size"), "size", words)


def shorter(table: pa.Table) -> pa.Table:
    """Take a column away."""
    return table.drop_columns(["language"])


def main(corpus: Path, description: Path) -> None:
    """Read the corpus; then see that a column that is missing, and one of another type, are refused."""
    corpus = altered(corpus, lambda table: table)
    shutil.copy(description, corpus / "croissant.json")
    read = records(corpus)
    expected = pq.read_table(corpus / "data")
    ids = {str(row["CleanDocument/doc_id"].decode()) for row in read}  # type: ignore[attr-defined]
    if ids != set(expected["doc_id"].to_pylist()):
        sys.exit(f"mlcroissant reads {len(read)} records, the corpus has {expected.num_rows}")
    for what, change in (("a column less", shorter), ("words as sizes", worded)):
        try:
            records(altered(corpus, change))
        except Exception as error:  # noqa: BLE001  # whatever mlcroissant raises
            print(f"mlcroissant refuses {what}: {type(error).__name__}")
        else:
            sys.exit(f"mlcroissant does not see {what}")
    print(f"mlcroissant reads {len(read)} records")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
    # pyarrow reads ahead for mlcroissant, and a thread that does so while Python ends aborts the process.
    sys.stdout.flush()
    os._exit(0)
