"""The contracts as files: they are what the models say, and their own readers refuse what breaks them."""

import copy
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import duckdb
import jsonschema
import pyarrow as pa
import pytest
from contract_rows import Row, good_rows, table

from corpusclean_schemas import CleanDocument, arrow_schema, contract_of, narrow, validate
from corpusclean_schemas.diff import compare
from corpusclean_schemas.export import columns_page, contract_files, duckdb_ddl, json_schema
from corpusclean_schemas.export.ddl import table_name
from corpusclean_schemas.published import released
from corpusclean_schemas.tables import CONTRACTS

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "schemas" / "contracts"
FILES = contract_files()


def test_there_are_no_other_files_than_those_that_the_models_make() -> None:
    assert {path.name for path in FOLDER.iterdir()} - {"README.md"} == set(FILES)


@pytest.mark.parametrize("name", [name for name in FILES if not name.endswith(".arrows")])
def test_a_file_is_what_the_model_says(name: str) -> None:
    assert (FOLDER / name).read_bytes() == FILES[name], "the models have changed: make contracts"


@pytest.mark.parametrize("name", list(CONTRACTS))
def test_an_arrow_file_is_what_the_model_says(name: str) -> None:
    # Its bytes may differ between versions of Arrow, what they say may not.
    with pa.ipc.open_stream((FOLDER / f"{name}.arrows").read_bytes()) as stream:
        assert stream.schema.equals(arrow_schema(CONTRACTS[name]), check_metadata=False)
        assert [field.metadata for field in stream.schema] == [f.metadata for f in arrow_schema(CONTRACTS[name])]
        assert (stream.schema.metadata or {})[b"corpusclean.contract"] == name.encode()


def test_the_page_of_columns_is_what_the_models_say() -> None:
    assert (ROOT / "docs" / "reference" / "columns.md").read_bytes() == columns_page(), (
        "the models have changed: make contracts"
    )


GOOD = good_rows(3)
VIOLATIONS: Mapping[str, Mapping[str, Any]] = {
    "an id that is none": {"doc_id": "abc"},
    "no id": {"doc_id": None},
    "an address that is empty": {"address": ""},
    "less than nothing": {"size": -1},
    "a dialect nobody knows": {"dialect": "json"},
    "a language in capitals": {"language": "EN"},
    "more than sure": {"language_score": 1.5},
    "a text of blanks": {"text": "\u3000 \n"},
    "no text": {"text": None},
    "a ground nobody knows": {"date_ground": "guess"},
    "a kind nobody knows": {"dup_kind": "alike"},
}


def as_json(row: Row) -> Any:
    return json.loads(json.dumps(row, default=lambda value: value.isoformat()))


def validator() -> Any:
    schema = json.loads((FOLDER / "CleanDocument.schema.json").read_bytes())
    jsonschema.Draft202012Validator.check_schema(schema)
    return jsonschema.Draft202012Validator(schema, format_checker=jsonschema.FormatChecker())


@pytest.mark.parametrize("name", list(CONTRACTS))
def test_a_json_schema_is_one(name: str) -> None:
    jsonschema.Draft202012Validator.check_schema(json_schema(CONTRACTS[name]))


def test_json_schema_takes_a_good_record() -> None:
    for row in GOOD:
        assert list(validator().iter_errors(as_json(row))) == []


@pytest.mark.parametrize("name", [pytest.param(name, id=name) for name in VIOLATIONS])
def test_json_schema_refuses_a_bad_record(name: str) -> None:
    assert list(validator().iter_errors(as_json({**GOOD[0], **VIOLATIONS[name]})))


@pytest.mark.parametrize(
    "change",
    [
        {"date": "2021-02-30"},
        {"date": "13.12.2021"},
        {"mood": "fair"},
        {"size": "7"},
        {"notices": [{"kind": "advert"}]},
        {"warnings": [{"code": 1, "message": "", "field": None, "line": None, "column": None}]},
    ],
)
def test_json_schema_refuses_what_only_json_can_hold(change: Mapping[str, Any]) -> None:
    assert list(validator().iter_errors({**as_json(GOOD[0]), **change}))


def test_json_schema_refuses_a_record_without_a_column() -> None:
    record = as_json(GOOD[0])
    del record["language"]
    assert list(validator().iter_errors(record))


def filled(rows: list[Row]) -> int:
    """Put rows into a table that DuckDB makes of the contract."""
    with duckdb.connect() as connection:
        connection.execute((FOLDER / "CleanDocument.duckdb.sql").read_text("utf-8"))
        connection.register("found", table(rows))
        connection.execute("INSERT INTO clean_document BY NAME SELECT * FROM found")
        (count,) = connection.execute("SELECT count(*) FROM clean_document").fetchone() or (0,)
        return int(count)


def test_duckdb_takes_good_rows() -> None:
    assert filled(GOOD) == 3


@pytest.mark.parametrize("name", [pytest.param(name, id=name) for name in VIOLATIONS])
def test_duckdb_refuses_a_bad_row(name: str) -> None:
    with pytest.raises(duckdb.ConstraintException):
        filled([*GOOD, {**good_rows(4)[3], **VIOLATIONS[name]}])


def test_duckdb_refuses_an_id_that_is_there_already() -> None:
    with pytest.raises(duckdb.ConstraintException):
        filled([*GOOD, {**good_rows(4)[3], "doc_id": GOOD[0]["doc_id"]}])


@pytest.mark.parametrize("name", list(CONTRACTS))
def test_duckdb_makes_every_table_with_its_comments(name: str) -> None:
    with duckdb.connect() as connection:
        connection.execute(duckdb_ddl(CONTRACTS[name]))
        asked = "SELECT column_name, comment FROM duckdb_columns() WHERE table_name = ?"
        said = dict(connection.execute(asked, [table_name(name)]).fetchall())
    for column in contract_of(CONTRACTS[name]).columns:
        assert said[column.name].startswith(column.meaning)
        assert column.unit in said[column.name]


def test_an_arrow_schema_takes_good_rows_and_refuses_others() -> None:
    with pa.ipc.open_stream((FOLDER / "CleanDocument.arrows").read_bytes()) as stream:
        schema = stream.schema
    assert validate(table(GOOD)).cast(schema).num_rows == 3
    for wrong in ({"size": pa.array(["many"] * 3)}, {"language": pa.nulls(3, pa.string())}):
        whole = table(GOOD)
        for name, values in wrong.items():
            whole = whole.set_column(whole.column_names.index(name), name, values)
        with pytest.raises((pa.ArrowInvalid, ValueError)):
            whole.cast(schema)
    with pytest.raises(ValueError, match="match"):
        table(GOOD).drop_columns(["language"]).cast(schema)


def test_a_narrowed_contract_is_exported_narrower() -> None:
    import datetime

    schema = json_schema(
        narrow(CleanDocument, languages=["en", "de"], dates=(datetime.date(2020, 1, 1), None), required=["title"])
    )
    assert schema["properties"]["language"]["enum"] == ["de", "en"]
    assert schema["properties"]["date"]["formatMinimum"] == "2020-01-01"
    assert schema["properties"]["title"]["type"] == "string"
    with duckdb.connect() as connection:
        connection.execute(
            duckdb_ddl(narrow(CleanDocument, languages=["en", "de"], dates=(datetime.date(2020, 1, 1), None)))
        )


OLD = json_schema(CleanDocument)


def edited(path: str, value: Any) -> dict[str, Any]:
    schema = copy.deepcopy(OLD)
    *parents, last = path.split("/")
    place = schema
    for parent in parents:
        place = place[parent]
    if value is ...:
        del place[last]
    else:
        place[last] = value
    return schema


@pytest.mark.parametrize(
    ("path", "value", "kinds"),
    [
        pytest.param("title", "CleanDocument", [], id="nothing"),
        pytest.param("properties/text/description", "Other words.", [], id="words"),
        pytest.param("properties/text/x-unit", "Other words.", [], id="a unit told better"),
        pytest.param("properties/mood", {"type": "string"}, ["additive"], id="a column more"),
        pytest.param("properties/mood", {"type": "string"}, ["additive"], id="a column more, not null"),
        pytest.param("properties/agency", ..., ["breaking"], id="a column less"),
        pytest.param("properties/size/x-arrow", "int32", ["breaking"], id="another type"),
        pytest.param("properties/size/type", ["integer", "null"], ["breaking"], id="nulls allowed"),
        pytest.param("properties/agency/type", "string", ["breaking"], id="nulls forbidden"),
        pytest.param("properties/size/minimum", 1, ["breaking"], id="a bound narrowed"),
        pytest.param("properties/size/minimum", ..., ["breaking"], id="a bound gone"),
        pytest.param("properties/words/maximum", 9, ["breaking"], id="a bound more"),
        pytest.param("properties/dialect/enum", ["plain"], ["breaking"], id="values forbidden"),
        pytest.param(
            "properties/dialect/enum",
            [*OLD["properties"]["dialect"]["enum"], "x"],
            ["breaking"],
            id="values allowed",
        ),
        pytest.param("properties/dialect/enum", ..., ["breaking"], id="any value allowed"),
        pytest.param("properties/doc_id/x-unique", ..., ["breaking"], id="no longer unique"),
        pytest.param("properties/doc_id/pattern", "^x$", ["breaking"], id="another pattern"),
        pytest.param(
            "properties/notices/items/properties/kind/type", "integer", ["breaking"], id="a member of another type"
        ),
        pytest.param(
            "properties/notices/items/properties/kind/description", "New.", [], id="a member told better"
        ),
        pytest.param("required", OLD["required"][:-1], ["breaking"], id="a column that may be absent"),
        pytest.param("x-unique-together", ["file", "size"], ["breaking"], id="unique together"),
        pytest.param("title", "Article", ["breaking"], id="another contract"),
    ],
)
def test_a_change_is_called_what_it_is(path: str, value: Any, kinds: list[str]) -> None:
    assert [change.kind for change in compare(OLD, edited(path, value))] == kinds


def test_every_contract_was_released_once() -> None:
    assert set(released()) == set(CONTRACTS)


@pytest.mark.parametrize("name", list(CONTRACTS))
def test_nothing_breaks_the_last_release_without_a_new_major_version(name: str) -> None:
    before, after = released()[name], json_schema(CONTRACTS[name])
    major = [int(schema["x-contract"]["version"].split(".")[0]) for schema in (before, after)]
    breaking = [change for change in compare(before, after) if change.kind == "breaking"]
    assert not breaking or major[1] > major[0], "\n".join(map(str, breaking))
