"""How findings are written: a module for each format. Text of documents is inert in all of them."""

from collections.abc import Mapping
from typing import Protocol

from corpusclean.report.findings import Report
from corpusclean.report.formats.github import github
from corpusclean.report.formats.json import as_json
from corpusclean.report.formats.junit import junit
from corpusclean.report.formats.sarif import sarif
from corpusclean.report.formats.text import text


class Format(Protocol):
    """Takes a report, and whether findings that are only worth knowing are told; returns what is written."""

    def __call__(self, report: Report, *, verbose: bool) -> str: ...  # noqa: D102  # described above


FORMATS: Mapping[str, Format] = {"text": text, "json": as_json, "github": github, "sarif": sarif, "junit": junit}

__all__ = ["FORMATS", "Format"]
