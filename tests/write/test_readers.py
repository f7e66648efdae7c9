"""What is published is read by the programs that people read datasets with, row for row, without a network."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd
import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import yaml
from conftest import SEEDS

from corpusclean.run.job import clean_corpus
from corpusclean.settings import Settings, load_settings, settings_from
from corpusclean.write.parquet import TABLES

# Readers run in a process of their own, in which no connection can be made.
_ALONE = """
import datetime, json, os, socket, sys
def refuse(*_): raise OSError("a reader asked the network")
socket.socket.connect = socket.socket.connect_ex = refuse
os.environ.update(HF_HUB_OFFLINE="1", HF_DATASETS_OFFLINE="1", HF_DATASETS_CACHE=sys.argv[2])
corpus = sys.argv[1]
def plain(value):
    if isinstance(value, bytes): return value.decode("latin-1")
    if isinstance(value, (datetime.date, datetime.datetime)): return value.isoformat()[:10]
    raise TypeError(type(value))
"""

_DATASETS = """
import datasets
names = {"default": "data", "duplicates": "duplicates", "rejects": "rejects", "ledger": "ledger"}
assert set(datasets.get_dataset_config_names(corpus)) == set(names)
read = {table: datasets.load_dataset(corpus, name)["train"].to_list() for name, table in names.items()}
print(json.dumps(read, default=plain))
"""

_CROISSANT = """
import mlcroissant
described = mlcroissant.Dataset(jsonld=corpus + "/croissant.json")
issues = described.metadata.issues
assert not issues.errors, issues.report()
def named(value):
    if isinstance(value, dict): return {key.rsplit("/", 1)[1]: named(each) for key, each in value.items()}
    if isinstance(value, list): return [named(each) for each in value]
    return value.decode() if isinstance(value, bytes) else value
read = {each.uuid: [named(row) for row in described.records(each.uuid)] for each in described.metadata.record_sets}
print(json.dumps({"warnings": sorted(issues.warnings), "read": read}, default=plain))
"""

CARD = {
    "name": 'A "quoted": name',
    "version": "2.1.0",
    "license": "cc-by-4.0",
    "citation": "A. Author",
    "published": "2021-12-31",
}


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("readers") / "corpus"
    base = load_settings(SEEDS / "corpusclean.toml").model_dump()
    chosen = settings_from(base | {"card": CARD | {"url": "https://example.org/corpus"}}, "test")
    clean_corpus([SEEDS], out, chosen)
    return out


def rows_of(corpus: Path, table: str) -> list[dict[str, Any]]:
    """Return the rows as Arrow has them, dates and bytes as text."""
    read = pq.read_table(corpus / table).to_pylist()
    assert read
    plain: list[dict[str, Any]] = json.loads(json.dumps(read, default=_plain))
    return plain


def _plain(value: Any) -> str:
    return value.decode("latin-1") if isinstance(value, bytes) else value.isoformat()


def alone(script: str, corpus: Path, cache: Path) -> Any:
    done = subprocess.run(
        [sys.executable, "-c", _ALONE + script, corpus, cache],
        capture_output=True,
        text=True,
        check=False,
        cwd=cache,
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout.splitlines()[-1])


def test_hugging_face_datasets(corpus: Path, tmp_path: Path) -> None:
    read = alone(_DATASETS, corpus, tmp_path)
    assert read == {table: rows_of(corpus, table) for table in TABLES}


def test_croissant(corpus: Path, tmp_path: Path) -> None:
    """The raw bytes of a reject are left out: Croissant has no type for them."""
    found = alone(_CROISSANT, corpus, tmp_path)
    assert found["warnings"] == []
    assert list(found["read"]) == list(TABLES)
    for table, rows in found["read"].items():
        expected = [{key: value for key, value in row.items() if key != "raw"} for row in rows_of(corpus, table)]
        assert rows == expected


def test_duckdb(corpus: Path) -> None:
    for table in TABLES:
        found = duckdb.sql(f"select * from '{corpus}/{table}/*.parquet'")  # noqa: S608  # a folder of ours
        assert found is not None
        read = found.to_arrow_table().to_pylist()
        assert json.loads(json.dumps(read, default=_plain)) == rows_of(corpus, table)


def test_polars(corpus: Path) -> None:
    for table in TABLES:
        read = pl.read_parquet(corpus / table / "*.parquet").to_dicts()
        assert json.loads(json.dumps(read, default=_plain)) == rows_of(corpus, table)


def test_pandas(corpus: Path) -> None:
    for table in TABLES:
        frame = pd.read_parquet(corpus / table, dtype_backend="pyarrow")
        read = pa.Table.from_pandas(frame, preserve_index=False).to_pylist()
        assert json.loads(json.dumps(read, default=_plain)) == rows_of(corpus, table)


def test_the_card_says_what_the_settings_say(corpus: Path) -> None:
    header = yaml.safe_load((corpus / "README.md").read_text().split("---\n")[1])
    assert (header["pretty_name"], header["license"]) == (CARD["name"], "cc-by-4.0")
    assert header["language"] == ["de", "en", "fr"]
    assert header["size_categories"] == ["n<1K"]
    assert [config["config_name"] for config in header["configs"]] == ["default", *list(TABLES)[1:]]
    described = json.loads((corpus / "croissant.json").read_text())
    said = {"name": "name", "version": "version", "license": "license", "citation": "citeAs"}
    assert {key: described[said[key]] for key in said} == {key: CARD[key] for key in said}
    assert (described["datePublished"], described["url"]) == (CARD["published"], "https://example.org/corpus")


def test_a_card_without_a_license_claims_none(tmp_path: Path) -> None:
    raw = tmp_path / "raw"
    raw.mkdir()
    (raw / "a.txt").write_text(" date 2021-12-13\n\nRain fell over the valley on Monday, and the river rose.\n")
    clean_corpus([raw], tmp_path / "corpus", Settings())
    described = json.loads((tmp_path / "corpus/croissant.json").read_text())
    assert not {"license", "citeAs", "url", "datePublished"} & set(described)
    assert "license" not in (tmp_path / "corpus/README.md").read_text().split("---\n")[1]
