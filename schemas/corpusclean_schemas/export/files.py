"""The files of `contracts/`: which there are, and their bytes."""

import json
from collections.abc import Callable, Mapping
from typing import Any

import pyarrow as pa

from corpusclean_schemas.arrow import arrow_schema
from corpusclean_schemas.contract import Model, contract_of
from corpusclean_schemas.export.croissant import FOLDERS, croissant
from corpusclean_schemas.export.ddl import duckdb_ddl
from corpusclean_schemas.export.json_schema import json_schema


def to_json(values: Mapping[str, Any]) -> bytes:
    """Return plain values as JSON, a line for each."""
    return (json.dumps(values, ensure_ascii=True, indent=2) + "\n").encode()


def _arrow(model: Model) -> bytes:
    """Return the schema as an Arrow IPC stream without rows: any Arrow library opens it."""
    contract = contract_of(model)
    footer = {"corpusclean.contract": contract.name, "corpusclean.contract.version": contract.version}
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, arrow_schema(model).with_metadata(footer)):
        pass
    return bytes(sink.getvalue().to_pybytes())


FORMATS: Mapping[str, tuple[str, Callable[[Model], bytes]]] = {
    "json-schema": ("schema.json", lambda model: to_json(json_schema(model))),
    "arrow": ("arrows", _arrow),
    "duckdb": ("duckdb.sql", lambda model: duckdb_ddl(model).encode()),
    "croissant": ("croissant.json", lambda model: to_json(croissant(model))),
}
"""The formats: how a file's name ends, and what makes its bytes."""


def exported(model: Model, form: str) -> bytes:
    """Return a contract in one of the FORMATS."""
    return FORMATS[form][1](model)


def contract_files() -> dict[str, bytes]:
    """Return the files of `contracts/`, by name."""
    from corpusclean_schemas.tables import CONTRACTS  # noqa: PLC0415  # models need no files

    return {
        f"{name}.{ending}": make(model)
        for name, model in CONTRACTS.items()
        for form, (ending, make) in FORMATS.items()
        if form != "croissant" or name in FOLDERS
    }
