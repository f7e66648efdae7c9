"""Print the rows of tables as Spark reads them, as JSON. Run by an environment that has Spark and nothing else.

`rows.py FOLDER...`. pandera would import a Spark beside it, so it is not installed where the product is.
"""

import datetime
import json
import sys
from typing import Any

from pyspark.sql import SparkSession


def plain(value: Any) -> str:
    """Return what JSON has no words for."""
    if isinstance(value, (bytes, bytearray)):
        return bytes(value).decode("latin-1")
    if isinstance(value, datetime.date):
        return value.isoformat()
    raise TypeError(type(value))


def main(folders: list[str]) -> None:
    builder = SparkSession.builder.master("local[1]").config("spark.ui.enabled", "false")
    session = builder.config("spark.driver.bindAddress", "127.0.0.1").getOrCreate()
    session.sparkContext.setLogLevel("OFF")
    tables = [[row.asDict(recursive=True) for row in session.read.parquet(each).collect()] for each in folders]
    session.stop()
    json.dump(tables, sys.stdout, default=plain)


if __name__ == "__main__":
    main(sys.argv[1:])
