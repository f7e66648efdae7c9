"""Findings: what a check says about files, and which of it fails the build."""

import re
from collections import Counter
from collections.abc import Mapping
from typing import Literal, NamedTuple

from corpusclean.codes import CODES, Severity
from corpusclean.report.words import against_limit, exceeds
from corpusclean.suffixes import has_lines

RANKS: Mapping[Severity, int] = {"error": 2, "warning": 1, "info": 0}

FailOn = Literal["error", "warning", "never"]


class Finding(NamedTuple):
    """One thing found in one file: where (the path as it was given; line and column from 1), and what.

    Where a file holds many documents, `path` goes on with `member`. The line is that of the file; in an archive or
    compressed, that of what comes out.
    """

    path: str
    line: int
    column: int
    severity: Severity
    code: str
    message: str
    member: str = ""

    @property
    def file(self) -> str:
        """The file alone, which an editor or a CI system can open."""
        return self.path.removesuffix(self.member)

    @property
    def is_in_file(self) -> bool:
        """Whether the line is one that an editor shows: of the file, and that is plain text.

        >>> rows = Finding("a.csv#2", 3, 1, "error", "date.invalid", "no day", "#2")
        >>> packed = rows._replace(path="a.csv.gz#2"), rows._replace(path="a.zip!b.txt", member="!b.txt")
        >>> rows.is_in_file, [each.is_in_file for each in packed]
        (True, [False, False])
        """
        return not self.member or (has_lines(self.file) and _ROWS.fullmatch(self.member) is not None)

    @property
    def way_out(self) -> str:
        """What to do about it; nothing where it is only worth knowing."""
        return "" if self.severity == "info" else CODES[self.code].way_out

    def said(self) -> str:
        """Return the message and the way out, as sentences. Text of documents is in it as it is."""
        return f"{self.message}. {self.way_out}".rstrip()


_ROWS = re.compile(r"(#\d+)+")
_POSITIONS = re.compile(r"\b(byte|line|column|offset|row) [\d,]+")
_MOVED = re.compile(r" \(its line(?: 1)? is line(?: [\d,]+)? of the file\)\Z")
"""What is said behind a message of a document that does not begin its file: it may have begun it."""

_ROW = re.compile(r"#\d+(?=!|\Z)")


class Known(NamedTuple):
    """A finding as a baseline keeps it: without lines and numbers of rows, which change with every one above."""

    path: str
    code: str
    message: str
    member: str = ""

    def unplaced(self) -> "Known":
        """Return it without positions.

        >>> Known("a.jsonl#7", "record.invalid", "line 9: no JSON", "#7").unplaced()
        Known(path='a.jsonl#', code='record.invalid', message='line: no JSON', member='#')
        >>> Known("a.zip!no#7.txt", "file.empty", "it has 0 bytes", "!no#7.txt").unplaced().member
        '!no#7.txt'
        >>> Known("a.txt#2", "header.missing", "none (its line 1 is line 7 of the file)", "#2").unplaced().message
        'none'
        """
        member, file = _ROW.sub("#", self.member), self.path.removesuffix(self.member)
        return Known(file + member, self.code, _POSITIONS.sub(r"\1", _MOVED.sub("", self.message)), member)


class Report(NamedTuple):
    """What a check found, and what of it fails.

    `documents` is how many there are and where each went, empty where no documents were counted. `known` findings
    are in the baseline and left out of `findings`; `fixed` are in the baseline and gone. Errors fail nothing where
    `max_rejects` allows so many `rejects`. With a `limit` only so many files were judged, and documents of each.
    """

    findings: tuple[Finding, ...]
    documents: Mapping[str, int]
    fail_on: FailOn = "error"
    max_rejects: int | str | None = None
    rejects: int = 0
    known: int = 0
    fixed: tuple[Known, ...] = ()
    limit: int | None = None

    @property
    def tolerated(self) -> bool:
        """Whether there are no more rejects than may be."""
        found = self.documents.get("found", 0)
        return self.max_rejects is not None and not exceeds(self.rejects, found, self.max_rejects)

    def fails_for(self, finding: Finding) -> bool:
        """Tell whether a finding fails the build."""
        if self.fail_on == "never" or (self.tolerated and finding.severity == "error"):
            return False
        return RANKS[finding.severity] >= RANKS[self.fail_on]

    @property
    def failed(self) -> bool:
        """Whether any finding fails the build."""
        return any(map(self.fails_for, self.findings))

    def verdict(self) -> str:
        """Return whether it passes and why, where the findings alone do not tell; else nothing.

        >>> broken = Finding("raw/a.txt", 1, 7, "error", "file.empty", "the file has 0 bytes")
        >>> Report((broken,), {"found": 20}, max_rejects="10%", rejects=1).verdict()
        'Passes: 1 of 20 documents rejected (5.0 %), max_rejects is 10%.'
        >>> doubtful = broken._replace(severity="warning")
        >>> Report((broken, doubtful), {"found": 20}, "warning", max_rejects="10%", rejects=1).verdict()
        'Fails: --fail-on is warning.'
        >>> Report((broken,), {}, fail_on="never").verdict()
        'Passes: --fail-on is never.'
        >>> Report((broken,), {}).verdict()
        ''
        """
        grave = self.told(verbose=False)
        if not grave or (self.max_rejects is None and self.fail_on == "error"):
            return ""
        word = "Fails" if self.failed else "Passes"
        by_rejects = self.severities()["error"] and not (self.failed and self.tolerated)
        if self.fail_on != "never" and self.max_rejects is not None and by_rejects:
            return f"{word}: {against_limit(self.rejects, self.documents.get('found', 0), self.max_rejects)}."
        return f"{word}: --fail-on is {self.fail_on}."

    def told(self, *, verbose: bool) -> tuple[Finding, ...]:
        """Return the findings to tell: all of them, or those that are more than worth knowing."""
        return self.findings if verbose else tuple(each for each in self.findings if each.severity != "info")

    def severities(self) -> Counter[Severity]:
        """Return how many findings there are of each severity."""
        return Counter(finding.severity for finding in self.findings)
