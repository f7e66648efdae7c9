"""Who published a document, as far as a corpus knows: one answer for discovery, decisions and the report."""

from collections.abc import Hashable, Mapping

import pyarrow as pa
import pyarrow.compute as pc

OUTLET_FIELDS = ("source", "publisher", "section")
"""Header fields that may name the outlet; the first that is set counts, then the top folder of the address."""

COLUMNS = (*OUTLET_FIELDS, "address")
"""What must be known of a document to tell its outlet."""


def outlet_of(row: Mapping[Hashable, object]) -> str:
    """Return who published a document: a field that says so, or the top folder of its address, or nothing.

    >>> outlet_of({"source": None, "publisher": "Tarn Mail", "section": "home", "address": "a/b.txt"})
    'Tarn Mail'
    >>> outlet_of({"source": None, "publisher": None, "section": None, "address": "mail/2021/b.txt"})
    'mail'
    """
    return _named(row) or _top(row)


def outlet_names(row: Mapping[Hashable, object], path: str) -> tuple[str, ...]:
    """Return by what names a decision may mean the outlet of a document.

    A field; else each folder on its path, and, behind a slash, the top folder of its address and no other.

    >>> row = {"source": None, "publisher": None, "section": None, "address": "mail/2021/b.txt"}
    >>> outlet_names(row, "raw/mail/2021/b.txt")
    ('raw', 'mail', '2021', '/mail')
    """
    named, top = _named(row), _top(row)
    if named:
        return (named,)
    return (*path.split("/")[:-1], *([f"/{top}"] if top else ()))


def _top(row: Mapping[Hashable, object]) -> str:
    folder, slash, _ = str(row["address"]).partition("/")
    return folder if slash else ""


def _named(row: Mapping[Hashable, object]) -> str:
    return next((value for name in OUTLET_FIELDS if (value := _text(row[name]))), "")


def outlets(table: pa.Table) -> pa.ChunkedArray:
    """Return `outlet_of` for each row of a table with the columns COLUMNS.

    >>> rows = {"source": [None, " "], "publisher": ["Tarn Mail", None], "section": [None, None]}
    >>> outlets(pa.table({**rows, "address": ["a/b.txt", "mail/b.txt"]}).cast(_TEXT)).to_pylist()
    ['Tarn Mail', 'mail']
    """
    fields = [pc.utf8_trim_whitespace(table[name]) for name in OUTLET_FIELDS]
    named = pc.coalesce(*(pc.if_else(pc.equal(field, ""), None, field) for field in fields))
    top = pc.extract_regex(table["address"], r"(?s)^(?P<top>[^/]*)/")
    return pc.coalesce(named, pc.struct_field(top, "top"), "")


_TEXT = pa.schema([(name, pa.string()) for name in COLUMNS])


def _text(value: object) -> str:
    return value.strip() if isinstance(value, str) else ""
