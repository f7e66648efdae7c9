"""Findings: what a check says about files, and which of it fails the build."""

from collections import Counter
from collections.abc import Mapping
from typing import Literal, NamedTuple

from corpusclean.codes import CODES, Severity

RANKS: Mapping[Severity, int] = {"error": 2, "warning": 1, "info": 0}

FailOn = Literal["error", "warning", "never"]


class Finding(NamedTuple):
    """One thing found in one file: where (the path as it was given; line and column from 1), and what.

    Where a file holds many documents, `path` goes on with `member`, and the line is that of the document.
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
    def way_out(self) -> str:
        """What to do about it; nothing where it is only worth knowing."""
        return "" if self.severity == "info" else CODES[self.code].way_out

    def said(self) -> str:
        """Return the message and the way out, as sentences. Text of documents is in it as it is."""
        return f"{self.message}. {self.way_out}".rstrip()


class Known(NamedTuple):
    """A finding as a baseline keeps it: without its line, which changes with every line above it."""

    path: str
    code: str
    message: str
    member: str = ""


class Report(NamedTuple):
    """What a check found, and what of it fails.

    `documents` is how many there are and where each went, empty where no documents were counted. `known` findings
    are in the baseline and left out of `findings`; `fixed` are in the baseline and gone. `tolerated`: so many
    rejects as `max_rejects` allows, so that errors fail nothing.
    """

    findings: tuple[Finding, ...]
    documents: Mapping[str, int]
    fail_on: FailOn = "error"
    tolerated: bool = False
    known: int = 0
    fixed: tuple[Known, ...] = ()

    def fails_for(self, finding: Finding) -> bool:
        """Tell whether a finding fails the build."""
        if self.fail_on == "never" or (self.tolerated and finding.severity == "error"):
            return False
        return RANKS[finding.severity] >= RANKS[self.fail_on]

    @property
    def failed(self) -> bool:
        """Whether any finding fails the build."""
        return any(map(self.fails_for, self.findings))

    def told(self, *, verbose: bool) -> tuple[Finding, ...]:
        """Return the findings to tell: all of them, or those that are more than worth knowing."""
        return self.findings if verbose else tuple(each for each in self.findings if each.severity != "info")

    def severities(self) -> Counter[Severity]:
        """Return how many findings there are of each severity."""
        return Counter(finding.severity for finding in self.findings)
