"""A finding in a file of many documents points at the line of that file, where it is plain text."""

import gzip
import json
import re
from pathlib import Path

import pandas as pd
import pytest
from conftest import Folder, Run

from corpusclean.report.findings import Finding
from corpusclean.suffixes import COMPRESSED

MAILS = """\
From a
date: 2021-12-13

The rain fell on the hill.

From b
title: Rain

The river rose.

From c
The bridge broke, and nobody came to mend it.
"""
ROWS = """\
{"text": "The hill was wet.", "date": "2021-12-13"}

{"text": "The river\\nfell.", "date": "now"}
{"text": "The river froze."}
{"text": 3}
{"date": "2021-12-13"}
{"text": "The pier\\n\\n(Reporting by Ada Quill)", "date": "2021-12-13"}
"""
TABLE = """\
date,text
2021-12-13,"The tower
fell over."
now,The tower stood.
,The tower leans.
2021-12-13,"One" two
"""
LINES = {
    "a.mbox#2": 7,  # no date
    "a.mbox#3": 12,  # no header
    "b.jsonl#2": 3,
    "b.jsonl#3": 4,
    "b.jsonl#4": 5,
    "b.jsonl#5": 6,
    "b.jsonl#6": 7,  # a notice on the third line of the text
    "c.csv#2": 4,
    "c.csv#3": 5,
    "c.csv#4": 6,
}
"""Documents of which something is told, and on which line it begins."""


@pytest.fixture
def raw(folder: Folder) -> Path:
    made = folder(
        {
            "a.mbox": MAILS,
            "b.jsonl": ROWS,
            "c.csv": TABLE,
            "d.jsonl.gz": gzip.compress(b'{"text": "The mill burned.", "date": "now"}\n'),
            "corpusclean.toml": 'separator = "From .*"\n',
        }
    )
    pd.DataFrame({"text": ["The mill stood."], "date": ["now"]}).to_parquet(made / "e.parquet")
    return made


def test_lines_are_those_of_the_file(raw: Path, run: Run) -> None:
    said = json.loads(run("check", raw, "--format", "json").stdout)["findings"]
    assert {each["path"].removeprefix(f"{raw}/"): each["line"] for each in said} == {
        **LINES,
        "d.jsonl.gz#1": 1,
        "e.parquet#1": 1,
    }
    run("clean", raw, "--out", "corpus")
    for row in pd.read_parquet(raw.parent / "corpus/rejects").to_dict("records"):
        assert {reason["line"] for reason in row["reasons"]} <= {LINES.get(row["address"], 1)}


@pytest.mark.parametrize("form", ["github", "sarif", "junit"])
def test_a_line_is_told_where_an_editor_shows_it(form: str, raw: Path, run: Run) -> None:
    for name in ("b.jsonl", "c.csv", "d.jsonl.gz", "e.parquet"):
        said = run("check", raw / name, "--format", form, "--verbose").stdout
        told = re.findall(r",line=(\d+)|\"startLine\": (\d+)| line=\"(\d+)\"", said)
        lines = sorted(line for document, line in LINES.items() if document.startswith(f"{name}#"))
        assert sorted({int("".join(each)) for each in told}) == lines


@pytest.mark.parametrize("suffix", [*COMPRESSED, ".parquet"])
def test_no_line_is_told_of_what_is_packed(suffix: str) -> None:
    assert Finding("rows.csv#2", 3, 1, "error", "date.invalid", "no day", "#2").is_in_file
    assert not Finding(f"rows.csv{suffix}#2", 3, 1, "error", "date.invalid", "no day", "#2").is_in_file
