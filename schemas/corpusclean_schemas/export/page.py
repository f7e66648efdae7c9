"""The documentation's page of columns."""

from collections.abc import Iterator

import pyarrow as pa
from pyarrow import types

from corpusclean_schemas.contract import Contract, contract_of
from corpusclean_schemas.tables import CONTRACTS, TABLES


def columns_page() -> bytes:
    """Return `docs/reference/columns.md`: every column of every table, from the models."""
    whom = "For whoever reads a table of a corpus: every column of each. Made from the models by `make contracts`."
    lines = ["# Columns", "", whom, ""]
    folders = {model: folder for folder, model in TABLES.items()}
    for model in CONTRACTS.values():
        contract = contract_of(model)
        where = f"`{folders[model]}/`" if model in folders else "in memory, between reading and cleaning"
        lines += [f"## {contract.name} {contract.version}", "", f"{where}. {_first(contract)}", ""]
        lines += [*_table(contract), *_members(contract), ""]
    return ("\n".join(lines).rstrip("\n") + "\n").encode()


def _first(contract: Contract) -> str:
    return contract.description.split("\n", maxsplit=1)[0]


def _table(contract: Contract) -> Iterator[str]:
    yield "| column | type | meaning | unit | obtained | null |"
    yield "| --- | --- | --- | --- | --- | --- |"
    for column in contract.columns:
        cells = (_short(column.type), column.meaning, column.unit, column.obtained, column.null)
        yield f"| `{column.name}` | {' | '.join(cell.replace('|', '&#124;') for cell in cells)} |"


def _members(contract: Contract) -> Iterator[str]:
    for column in contract.columns:
        if types.is_list(column.type) and types.is_struct(column.type.value_type):
            yield ""
            yield f"Each of `{column.name}` has:"
            yield ""
            for member in column.type.value_type:
                meaning = (member.metadata or {}).get(b"description", b"").decode()
                yield f"- `{member.name}` ({_short(member.type)}): {meaning}"


def _short(arrow_type: pa.DataType) -> str:
    if types.is_list(arrow_type):
        return f"list of {_short(arrow_type.value_type)}"
    if types.is_map(arrow_type):
        return f"map of {_short(arrow_type.key_type)} to {_short(arrow_type.item_type)}"
    names = {"string": "text", "date32[day]": "day"}
    return "struct" if types.is_struct(arrow_type) else names.get(str(arrow_type), str(arrow_type))
