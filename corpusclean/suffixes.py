"""By what their names end in, files are known that hold documents; imported where nothing of the reader may be."""

COMPRESSED = {".gz": "gzip", ".zst": "zstd", ".bz2": "bz2", ".xz": "xz"}
"""Suffix -> what pyarrow calls the codec."""
SHORT = {".tgz": ".tar.gz", ".tbz2": ".tar.bz2", ".txz": ".tar.xz", ".tzst": ".tar.zst"}
ARCHIVES = (".tar", ".zip")
PARQUET = ".parquet"
TABLES = (".jsonl", ".ndjson", ".csv", ".tsv", PARQUET)

_ALL = frozenset([*COMPRESSED, *SHORT, *ARCHIVES, *TABLES])


def is_container(name: str) -> bool:
    """Tell by its name whether a file holds documents, rather than being one.

    >>> is_container("2021.tar.gz"), is_container("a.txt")
    (True, False)
    """
    dot = name.rfind(".")
    return dot >= 0 and name[dot:].lower() in _ALL


def has_lines(name: str) -> bool:
    """Tell by its name whether rows of a file are in lines of it: it is neither compressed nor Parquet.

    >>> has_lines("a.csv"), has_lines("a.csv.gz"), has_lines("a.parquet")
    (True, False, False)
    """
    return not name.lower().endswith((*COMPRESSED, PARQUET))
