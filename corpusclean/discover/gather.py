"""What a worker does: read documents, take known notices off, and put their sentences on disk for the counting."""

from pathlib import Path
from typing import NamedTuple

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from corpusclean.boilerplate import strip_notices
from corpusclean.decisions import Decisions
from corpusclean.discover.units import key, sentences
from corpusclean.fix import fix_documents
from corpusclean.languages import normal
from corpusclean.outlet import outlet_of
from corpusclean.read.documents import read_files
from corpusclean.run.partition import Partition
from corpusclean.settings import Settings
from corpusclean.working import working

GATHERED = pa.schema(
    [
        pa.field("address", pa.string()),
        pa.field("outlet", pa.string()),
        pa.field("language", pa.string()),
        pa.field("keys", pa.list_(pa.int64())),
        pa.field("paragraphs", pa.list_(pa.int32())),
        pa.field("sentences", pa.list_(pa.string())),
        pa.field("gaps", pa.list_(pa.string())),
    ]
)


class GatherTask(NamedTuple):
    """Gather the sentences of a partition's documents into a file of the folder `work`."""

    partition: Partition
    work: Path
    settings: Settings
    known: bool


def gather_partition(task: GatherTask) -> int:
    """Write a file of GATHERED, a row for each document that can be read. Returns how many there are.

    What the rules already find is taken off first, whatever policy and decisions say, unless `known` is set.
    """
    raw = read_files(task.partition.files, task.settings)
    documents = fix_documents(working(raw), task.settings)
    if not task.known:
        documents = strip_notices(documents, all_removed(task.settings))
    table = _table(documents)
    pq.write_table(table, gathered(task.work, task.partition.number), compression="zstd")
    return int(table.num_rows)


def gathered(work: Path, number: int) -> Path:
    """Return where the sentences of a partition are."""
    return work / f"sentences-{number:06d}.parquet"


def all_removed(settings: Settings) -> Settings:
    """Return the settings that take off every notice that a rule finds, also where a decision would leave it."""
    policy = dict.fromkeys(settings.boilerplate.policy, "remove")
    section = settings.boilerplate.model_copy(update={"policy": policy})
    return settings.model_copy(update={"boilerplate": section, "decisions": Decisions()})


def _table(documents: pd.DataFrame) -> pa.Table:
    columns: dict[str, list[object]] = {name: [] for name in GATHERED.names}
    for row in documents.to_dict("records"):
        found = sentences(row["text"])
        if not found:
            continue
        columns["address"].append(row["address"])
        columns["outlet"].append(outlet_of(row))
        columns["language"].append(normal(_text(row["declared_language"])) or "")
        columns["keys"].append([key(sentence.text) for sentence in found])
        columns["paragraphs"].append([sentence.paragraph for sentence in found])
        columns["sentences"].append([sentence.text for sentence in found])
        columns["gaps"].append([sentence.gap for sentence in found])
    return pa.table(columns, schema=GATHERED)


def _text(value: object) -> str:
    return value.strip() if isinstance(value, str) else ""
