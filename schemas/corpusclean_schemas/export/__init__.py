"""Contracts for readers that are not Python: JSON Schema, Arrow, Croissant, DuckDB."""

from corpusclean_schemas.export.croissant import croissant
from corpusclean_schemas.export.ddl import duckdb_ddl
from corpusclean_schemas.export.files import FORMATS, contract_files, exported
from corpusclean_schemas.export.json_schema import json_schema
from corpusclean_schemas.export.page import columns_page

__all__ = ["FORMATS", "columns_page", "contract_files", "croissant", "duckdb_ddl", "exported", "json_schema"]
