"""Spark reads a corpus, row for row. Apart from the other readers, because it needs Java: `make test-spark`."""

import json
import os
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
from conftest import SEEDS

from corpusclean.run.job import clean_corpus
from corpusclean.settings import load_settings
from corpusclean.write.parquet import TABLES

HERE = Path(__file__).parent
PYTHON = os.environ.get("CORPUSCLEAN_SPARK", "")
"""The interpreter of the environment that has Spark."""


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("spark") / "corpus"
    clean_corpus([SEEDS], out, load_settings(None, [SEEDS]))
    return out


def plain(value: Any) -> str:
    return value.decode("latin-1") if isinstance(value, bytes) else value.isoformat()


@pytest.fixture(scope="module")
def read(corpus: Path) -> dict[str, list[dict[str, Any]]]:
    """Return the rows of each table as Spark reads them, in one process: it takes long to start."""
    assert shutil.which("java"), "Spark needs Java: `make test-spark` installs it"
    assert PYTHON, "CORPUSCLEAN_SPARK names no interpreter: `make test-spark` does"
    command = [PYTHON, str(HERE / "rows.py"), *(str(corpus / table) for table in TABLES)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-2000:]
    return dict(zip(TABLES, json.loads(done.stdout), strict=True))


def order(row: dict[str, Any]) -> str:
    return f"{row['doc_id']} {row.get('seq', 0):9}"


@pytest.mark.parametrize("table", TABLES)
def test_spark_reads_the_same_rows(corpus: Path, read: dict[str, list[dict[str, Any]]], table: str) -> None:
    expected = json.loads(json.dumps(pq.read_table(corpus / table).to_pylist(), default=plain))
    assert expected
    assert sorted(read[table], key=order) == sorted(expected, key=order)
