"""Schemas of other libraries, derived from the models."""

from typing import TYPE_CHECKING

import pyarrow

from corpusclean_schemas.contract import Model, contract_of

if TYPE_CHECKING:
    import polars


def arrow_schema(model: Model) -> pyarrow.Schema:
    """Return the Arrow schema of a contract's table: names, types, nullability, descriptions.

    Raises TypeError where a column's dtype has no counterpart in Arrow.

    >>> from corpusclean_schemas import Edit
    >>> arrow_schema(Edit).field("offset")
    pyarrow.Field<offset: int64 not null>
    """
    return pyarrow.schema(
        pyarrow.field(
            column.name,
            column.type,
            nullable=column.nullable,
            metadata={"description": column.meaning},
        )
        for column in contract_of(model).columns
    )


def polars_schema(model: Model) -> "polars.Schema":
    """Return the polars schema of a contract's table: what `pl.read_parquet` gives of its files.

    A map is a list of structs with `key` and `value`; polars has no maps. Raises ImportError without polars.
    """
    try:
        import polars  # noqa: PLC0415  # only who has polars asks
    except ModuleNotFoundError:
        raise ImportError("polars is not installed: pip install polars") from None
    empty = polars.from_arrow(arrow_schema(model).empty_table())
    assert isinstance(empty, polars.DataFrame)  # noqa: S101  # of a table nothing else is made
    return empty.schema
