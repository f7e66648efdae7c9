"""Croissant 1.0: where a table's files are, and the columns that its vocabulary can say, with their meanings.

Maps and lists of structs (`fields`, `notices`, `reasons`, ...) are left out: Croissant 1.0 has no types for them.
Put beside a corpus as `croissant.json`, it is read by mlcroissant.
"""

from typing import Any

import pyarrow as pa
from pyarrow import types

from corpusclean_schemas.contract import Column, Model, contract_of

FOLDERS = {"CleanDocument": "data", "Duplicate": "duplicates", "Reject": "rejects", "Edit": "ledger"}
"""The folder of a corpus that holds a contract's files."""

# What Croissant 1.0 abbreviates; a context that lacks some of it is called not standard by mlcroissant.
_OF_CROISSANT = (
    "citeAs", "column", "equivalentProperty", "extract", "field", "fileObject", "fileProperty", "fileSet",
    "format", "includes", "isLiveDataset", "jsonPath", "key", "md5", "parentField", "path", "recordSet",
    "references", "regex", "repeated", "replace", "samplingRate", "separator", "source", "subField", "transform",
)  # fmt: skip
_CONTEXT: dict[str, Any] = {
    "@language": "en",
    "@vocab": "https://schema.org/",
    "conformsTo": "dct:conformsTo",
    "cr": "http://mlcommons.org/croissant/",
    "data": {"@id": "cr:data", "@type": "@json"},
    "dataType": {"@id": "cr:dataType", "@type": "@vocab"},
    "dct": "http://purl.org/dc/terms/",
    "examples": {"@id": "cr:examples", "@type": "@json"},
    "rai": "http://mlcommons.org/croissant/RAI/",
    "sc": "https://schema.org/",
    **{name: f"cr:{name}" for name in _OF_CROISSANT},
}


def croissant(model: Model) -> dict[str, Any]:
    """Return the Croissant description of a contract's table, as JSON-LD.

    Raises ValueError for RawDocument, of which a corpus has no files.
    """
    contract = contract_of(model)
    if contract.name == "RawDocument":
        raise ValueError(f"RawDocument is of no file: Croissant describes {', '.join(FOLDERS)}")
    folder = FOLDERS.get(contract.name, "data")
    known = {column.name: _data_type(column.type) for column in contract.columns}
    said = [column for column in contract.columns if known[column.name]]
    unique = [column.name for column in said if column.unique] or list(contract.unique)
    return {
        "@context": _CONTEXT,
        "@type": "sc:Dataset",
        "name": contract.name,
        "description": contract.description,
        "conformsTo": "http://mlcommons.org/croissant/1.0",
        "version": f"{contract.version}.0",
        "distribution": [
            {
                "@type": "cr:FileSet",
                "@id": folder,
                "name": folder,
                "encodingFormat": "application/x-parquet",
                "includes": f"{folder}/*.parquet",
            }
        ],
        "recordSet": [
            {
                "@type": "cr:RecordSet",
                "@id": contract.name,
                "name": contract.name,
                "description": contract.description.split("\n", maxsplit=1)[0],
                "key": [{"@id": f"{contract.name}/{name}"} for name in unique],
                "field": [_field(contract.name, folder, column, known[column.name]) for column in said],
            }
        ],
    }


def _field(contract: str, folder: str, column: Column, data_type: str) -> dict[str, Any]:
    field: dict[str, Any] = {
        "@type": "cr:Field",
        "@id": f"{contract}/{column.name}",
        "name": column.name,
        "description": f"{column.meaning} Unit: {column.unit}. Obtained: {column.obtained} Null: {column.null}.",
        "dataType": data_type,
        "source": {"fileSet": {"@id": folder}, "extract": {"column": column.name}},
    }
    return {**field, "repeated": True} if types.is_list(column.type) else field


def _data_type(arrow_type: pa.DataType) -> str:
    """Return the name of a type in Croissant's vocabulary, nothing where it has none."""
    if types.is_list(arrow_type):
        return _data_type(arrow_type.value_type)
    for holds, name in (
        (types.is_string, "sc:Text"),
        (types.is_boolean, "sc:Boolean"),
        (types.is_integer, "sc:Integer"),
        (types.is_floating, "sc:Float"),
        (types.is_date, "sc:Date"),
    ):
        if holds(arrow_type):
            return name
    return ""
