"""Read a corpus with Spark, and hold every row against pyarrow's. Needs Java and `pip install pyspark`.

python benchmarks/spark.py CORPUS
"""

import sys
from pathlib import Path

import pyarrow.parquet as pq
from pyspark.sql import SparkSession

TABLES = ("data", "duplicates", "rejects", "ledger")


def main(corpus: Path) -> int:
    """Return 0 where every table is the same in both."""
    spark = SparkSession.builder.master("local[1]").config("spark.ui.enabled", "false").getOrCreate()
    spark.sparkContext.setLogLevel("ERROR")
    differ = 0
    for table in TABLES:
        rows = [row.asDict(recursive=True) for row in spark.read.parquet(str(corpus / table)).collect()]
        for row in rows:
            for name, value in row.items():
                row[name] = bytes(value) if isinstance(value, bytearray) else value
        key = "seq" if table == "ledger" else "doc_id"
        ours = pq.read_table(corpus / table).to_pylist()
        same = sorted(rows, key=lambda row: (row["doc_id"], row[key])) == sorted(
            ours, key=lambda row: (row["doc_id"], row[key])
        )
        differ += not same
        print(f"{table}: {len(rows)} rows, {'the same' if same else 'DIFFERENT'}")
    return int(differ > 0)


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
