"""The dataset card: a corpus's README.md, with the header by which dataset viewers find its tables."""

import json
from collections.abc import Mapping
from typing import Any

from corpusclean.settings import Card
from corpusclean.withheld import is_withheld
from corpusclean.write.private import held
from corpusclean_schemas import CleanDocument, contract_of

_CARD = """\
---
pretty_name: {name}
{license}language:
{languages}
size_categories:
- {size}
tags:
- news
- corpusclean
configs:
{configs}
---

# {title}

{sentence}

Made by corpusclean {version}. `manifest.json` has the settings, the versions and the hash of every file;
{shown}`croissant.json` describes the tables to catalogues and loaders.{apart}

| folder | holds |
| --- | --- |
{folders}

## Columns of `data/`

| column | meaning | unit | null | obtained |
| --- | --- | --- | --- | --- |
{columns}
"""


_HOLDS = {
    "data": "clean documents",
    "duplicates": "documents set aside, each with the one that it duplicates",
    "rejects": "documents that failed, with all their reasons and their bytes",
    "ledger": "every edit; undone in descending `seq`, they give the original body back",
}
_WITHHELD = {
    "rejects": "documents that failed, with the codes of their reasons; without text",
    "ledger": "every edit: its place and rule, and a block for each letter; without text",
}
_SHOWN = "`report.html` shows what was found; "
_APART = """
What was removed and what was rejected is on record, and kept elsewhere by whoever made this."""

_SIZES = ("n<1K", "1K<n<10K", "10K<n<100K", "100K<n<1M", "1M<n<10M", "10M<n<100M", "100M<n<1B", "1B<n<10B")


def card(manifest: Mapping[str, Any], said: Card, sentence: str) -> bytes:
    """Return the card of a corpus."""
    is_apart, tables = "private" in manifest, held(manifest)
    holds = {**_HOLDS, **_WITHHELD} if is_withheld(manifest) else _HOLDS
    languages = [code for code in manifest["counts"]["languages"] if code != "und"] or ["und"]
    rows = (
        f"| `{column.name}` | {column.meaning} | {column.unit} | {column.null} | {column.obtained} |"
        for column in contract_of(CleanDocument).columns
    )
    return _CARD.format(
        name=_quoted(said.name),
        title=" ".join(said.name.split()),
        license=f"license: {_quoted(said.license)}\n" if said.license else "",
        size=size_category(manifest["documents"]["clean"]),
        languages="\n".join(f"- '{code}'" for code in languages),
        sentence=sentence,
        version=manifest["corpusclean"]["version"],
        columns="\n".join(rows),
        configs="\n".join(
            f"- config_name: {'default' if table == 'data' else table}\n  data_files: {table}/*.parquet"
            for table in tables
        ),
        folders="\n".join(f"| `{table}/` | {holds[table]} |" for table in tables),
        shown="" if is_apart else _SHOWN,
        apart=_APART if is_apart else "",
    ).encode()


def size_category(documents: int) -> str:
    """Return the size of a dataset as dataset hubs class it.

    >>> size_category(999), size_category(1_000), size_category(10**12)
    ('n<1K', '1K<n<10K', '1B<n<10B')
    """
    return _SIZES[min(max(len(str(documents)) - 3, 0), len(_SIZES) - 1)]


def _quoted(text: str) -> str:
    """Return text as a scalar of YAML, whatever is in it: JSON's strings are such."""
    return json.dumps(text, ensure_ascii=False)
