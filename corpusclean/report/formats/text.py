"""A line for each finding: `file:line:column: severity code: message. The way out`."""

from corpusclean.report.findings import Finding, Report
from corpusclean.report.terminal import visible


def text(report: Report, *, verbose: bool) -> str:
    """Return findings as plain lines."""
    return "".join(f"{line_of(finding)}\n" for finding in report.told(verbose=verbose))


def line_of(finding: Finding) -> str:
    """Return a finding as a plain line.

    >>> line_of(Finding("raw/a.txt", 1, 7, "error", "file.empty", "the file has 0 bytes"))
    'raw/a.txt:1:7: error file.empty: the file has 0 bytes. Remove the file or fetch it anew.'
    """
    where = f"{visible(finding.path)}:{finding.line}:{finding.column}"
    return f"{where}: {finding.severity} {finding.code}: {visible(finding.said())}"
