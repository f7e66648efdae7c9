"""The reduce: what no worker can decide for its partition alone. Duplicates, over the fingerprints of all."""

from pathlib import Path

import pyarrow as pa

from corpusclean.dedup import link_duplicates
from corpusclean.frame import from_table
from corpusclean.settings import Settings
from corpusclean.write.parquet import read_staged, write_staged


def group_duplicates(work: Path, settings: Settings) -> None:  # noqa: ARG001  # near duplicates will ask it
    """Write `links.parquet` of the staged fingerprints of every partition."""
    columns = ["doc_id", "date", "text_key"]
    tables = [read_staged(path, columns) for path in sorted(work.glob("accepted-*.parquet"))]
    links = link_duplicates(from_table(pa.concat_tables(tables)))
    write_staged(links, work / "links.parquet")
