"""The floor: read each file, decode it, write the same Parquet, nothing else. `floor.py IN OUT`."""

import os
import sys

import pyarrow as pa
import pyarrow.parquet as pq

A_PART = 1000


def paths(folder: str) -> list[str]:
    """Return every file beneath a folder."""
    return sorted(os.path.join(at, name) for at, _, names in os.walk(folder) for name in names)  # noqa: PTH118  # the floor


def main(source: str, out: str) -> None:
    """Copy the texts of a folder to one Parquet file."""
    schema = pa.schema([("address", pa.string()), ("text", pa.string())])
    found = paths(source)
    with pq.ParquetWriter(out, schema, compression="zstd") as writer:
        for start in range(0, len(found), A_PART):
            part = found[start : start + A_PART]
            texts = []
            for path in part:
                with open(path, "rb") as stream:  # noqa: PTH123  # the floor
                    texts.append(stream.read().decode("utf-8", "replace"))
            writer.write_table(pa.table({"address": part, "text": texts}, schema=schema))


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2])
