"""What a corpus says of its own contracts, and the contracts that were released."""

import datetime
import json
from collections.abc import Mapping
from importlib import resources
from pathlib import Path
from typing import Any

import pandera.pandas as pa

from corpusclean_schemas.contract import contract_of
from corpusclean_schemas.narrow import narrow
from corpusclean_schemas.tables import CONTRACTS, TABLES

MANIFEST = "manifest.json"


def stated(narrowed: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """Return what a manifest says of contracts: of each table name and version, of `data` what it is narrowed to.

    `narrowed` has the arguments of `narrow`, as JSON: days as `YYYY-MM-DD`.
    """
    tables: dict[str, Any] = {}
    for table, model in TABLES.items():
        contract = contract_of(model)
        tables[table] = {"contract": contract.name, "version": contract.version}
    tables["data"]["narrowed"] = dict(narrowed or {})
    return tables


def corpus_contract(corpus: str | Path, table: str = "data") -> pa.DataFrameSchema:
    """Return the contract that one table of a corpus keeps, narrowed as its manifest says.

    Raises ValueError where the folder is no corpus that says so, where its contract is of another major version
    than the one installed, or of a later one, whose columns are not known here.
    """
    path = Path(corpus) / MANIFEST
    try:
        said = json.loads(path.read_bytes())["contracts"][table]
        name, version, terms = said["contract"], said["version"], dict(said.get("narrowed", {}))
    except FileNotFoundError as error:
        raise ValueError(f"{path}: no such file; name the folder of a corpus") from error
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise ValueError(f"{path}: does not name the contract of {table!r}: {type(error).__name__}") from error
    if name not in CONTRACTS:
        raise ValueError(f"{path}: the contract {str(name)[:80]!r} is not known here")
    here = contract_of(CONTRACTS[name]).version
    if _numbers(version) != _numbers(here):
        raise ValueError(
            f"{path}: {table} keeps {name} {version}, installed is {here}: install the corpusclean that made it,"
            " or clean again"
        )
    if not terms:
        return CONTRACTS[name].to_schema()
    first, last = terms.pop("dates", (None, None))
    days = (first and datetime.date.fromisoformat(first), last and datetime.date.fromisoformat(last))
    return narrow(CONTRACTS[name], dates=days, **terms)


def _numbers(version: str) -> tuple[int, ...]:
    try:
        return tuple(int(part) for part in str(version).split("."))
    except ValueError:
        return ()


def released() -> dict[str, dict[str, Any]]:
    """Return the JSON Schemas of the contracts as they were last released, by name."""
    folder = resources.files("corpusclean_schemas") / "released"
    found = (
        json.loads(path.read_text("utf-8")) for path in folder.iterdir() if path.name.endswith(".schema.json")
    )
    return {schema["title"]: schema for schema in found}
