"""`croissant.json`: what is in a corpus, in the vocabulary by which catalogues and loaders find its records.

Croissant 1.0 of MLCommons (http://mlcommons.org/croissant/1.0). Files are named by pattern, relative to this file;
their hashes are in the manifest. Fields, their types and meanings are those of the contracts.
"""

import json
from collections.abc import Mapping
from typing import Any

import pandera.pandas as pa
import pyarrow
from pyarrow import types

from corpusclean.settings import Card
from corpusclean_schemas import arrow_schema

FILE = "croissant.json"

_CONTEXT = {
    "@language": "en",
    "@vocab": "https://schema.org/",
    "citeAs": "cr:citeAs",
    "column": "cr:column",
    "conformsTo": "dct:conformsTo",
    "cr": "http://mlcommons.org/croissant/",
    "data": {"@id": "cr:data", "@type": "@json"},
    "dataType": {"@id": "cr:dataType", "@type": "@vocab"},
    "dct": "http://purl.org/dc/terms/",
    "equivalentProperty": "cr:equivalentProperty",
    "examples": {"@id": "cr:examples", "@type": "@json"},
    "extract": "cr:extract",
    "field": "cr:field",
    "fileObject": "cr:fileObject",
    "fileProperty": "cr:fileProperty",
    "fileSet": "cr:fileSet",
    "format": "cr:format",
    "includes": "cr:includes",
    "isLiveDataset": "cr:isLiveDataset",
    "jsonPath": "cr:jsonPath",
    "key": "cr:key",
    "md5": "cr:md5",
    "parentField": "cr:parentField",
    "path": "cr:path",
    "rai": "http://mlcommons.org/croissant/RAI/",
    "recordSet": "cr:recordSet",
    "references": "cr:references",
    "regex": "cr:regex",
    "repeated": "cr:repeated",
    "replace": "cr:replace",
    "samplingRate": "cr:samplingRate",
    "sc": "https://schema.org/",
    "separator": "cr:separator",
    "source": "cr:source",
    "subField": "cr:subField",
    "transform": "cr:transform",
}

_SCALARS = (
    (types.is_string, "sc:Text"),
    (types.is_boolean, "sc:Boolean"),
    (types.is_integer, "sc:Integer"),
    (types.is_floating, "sc:Float"),
    (types.is_date, "sc:Date"),
)


def croissant(tables: Mapping[str, type[pa.DataFrameModel]], card: Card, sentence: str) -> bytes:
    """Return the Croissant description of a corpus: a set of files and a set of records for each of its tables.

    Columns of bytes are left out: Croissant has no type for them.
    """
    described = {
        "@context": _CONTEXT,
        "@type": "sc:Dataset",
        "conformsTo": "http://mlcommons.org/croissant/1.0",
        "name": card.name,
        "description": sentence,
        "version": card.version,
        "license": card.license,
        "url": card.url,
        "citeAs": card.citation,
        "datePublished": card.published and card.published.isoformat(),
        "distribution": [_files(name) for name in tables],
        "recordSet": [_records(name, model) for name, model in tables.items()],
    }
    said = {key: value for key, value in described.items() if value is not None}
    return (json.dumps(said, ensure_ascii=False, indent=1) + "\n").encode()


def _files(table: str) -> dict[str, Any]:
    return {
        "@type": "cr:FileSet",
        "@id": f"{table}-files",
        "name": f"{table}-files",
        "description": f"The Parquet files of {table}/.",
        "encodingFormat": "application/x-parquet",
        "includes": f"{table}/*.parquet",
    }


def _records(table: str, model: type[pa.DataFrameModel]) -> dict[str, Any]:
    schema = arrow_schema(model)
    records: dict[str, Any] = {
        "@type": "cr:RecordSet",
        "@id": table,
        "name": table,
        "description": (model.__doc__ or table).strip().splitlines()[0],
        "field": [_field(table, column) for column in schema if not types.is_binary(column.type)],
    }
    if "seq" not in schema.names:
        records["key"] = {"@id": f"{table}/doc_id"}
    return records


def _field(table: str, column: pyarrow.Field) -> dict[str, Any]:
    """Return a column as a field; one of lists is repeated, one of lists of structs has a subfield a member."""
    place = f"{table}/{column.name}"
    source: dict[str, Any] = {"fileSet": {"@id": f"{table}-files"}, "extract": {"column": column.name}}
    field: dict[str, Any] = {"@type": "cr:Field", "@id": place, "name": place, "description": _meaning(column)}
    inner = column.type
    if types.is_list(inner):
        field["repeated"], inner = True, inner.value_type
    if types.is_struct(inner):
        field["subField"] = [
            {
                "@type": "cr:Field",
                "@id": f"{place}/{member.name}",
                "name": f"{place}/{member.name}",
                "description": _meaning(member),
                "dataType": _scalar(member.type),
                "source": {**source, "transform": {"jsonPath": member.name}},
            }
            for member in inner
        ]
        return field
    return {**field, "dataType": _scalar(inner), "source": source}


def _meaning(field: pyarrow.Field) -> str:
    said: bytes = (field.metadata or {}).get(b"description", b"")
    return said.decode()


def _scalar(arrow_type: pyarrow.DataType) -> str:
    """Return the Croissant type of values of an Arrow type.

    >>> _scalar(pyarrow.date32())
    'sc:Date'
    """
    for is_such, name in _SCALARS:
        if is_such(arrow_type):
            return name
    raise TypeError(f"{arrow_type} has no counterpart in Croissant")
