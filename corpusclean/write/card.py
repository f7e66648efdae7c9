"""The dataset card: a corpus's README.md, with the header by which dataset viewers find its tables."""

import json
from collections.abc import Mapping
from typing import Any

from corpusclean.settings import Card
from corpusclean.withheld import is_withheld
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
- config_name: default
  data_files: data/*.parquet
- config_name: duplicates
  data_files: duplicates/*.parquet
- config_name: rejects
  data_files: rejects/*.parquet
- config_name: ledger
  data_files: ledger/*.parquet
---

# {title}

{sentence}

Made by corpusclean {version}. `manifest.json` has the settings, the versions and the hash of every file;
`report.html` shows what was found; `croissant.json` describes the tables to catalogues and loaders.

| folder | holds |
| --- | --- |
| `data/` | clean documents |
| `duplicates/` | documents set aside, each with the one that it duplicates |
{apart}

## Columns of `data/`

| column | meaning | unit | null | obtained |
| --- | --- | --- | --- | --- |
{columns}
"""


_APART = """\
| `rejects/` | documents that failed, with all their reasons and their bytes |
| `ledger/` | every edit; undone in descending `seq`, they give the original body back |"""

_WITHHELD = """\
| `rejects/` | documents that failed, with the codes of their reasons; without text |
| `ledger/` | every edit: its place and rule, and a block for each letter; without text |"""

_SIZES = ("n<1K", "1K<n<10K", "10K<n<100K", "100K<n<1M", "1M<n<10M", "10M<n<100M", "100M<n<1B", "1B<n<10B")


def card(manifest: Mapping[str, Any], said: Card, sentence: str) -> bytes:
    """Return the card of a corpus."""
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
        apart=_WITHHELD if is_withheld(manifest) else _APART,
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
