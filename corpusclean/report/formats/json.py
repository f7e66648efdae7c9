"""JSON: every finding, also those that are only worth knowing."""

import json

from corpusclean.report.findings import Finding, Report


def as_json(report: Report, *, verbose: bool) -> str:  # noqa: ARG001  # a Format
    """Return a report as JSON: `documents`, `findings`, and where a baseline is used `known` and `fixed`."""
    values = {
        "documents": dict(report.documents),
        "limit": report.limit,
        "failed": report.failed,
        "findings": [_values(finding) for finding in report.findings],
        "known": report.known,
        "fixed": [each._asdict() for each in report.fixed],
    }
    # Printed, `##[` would be a command to GitHub wherever it stands in a line; it can only stand in a string.
    return json.dumps(values, indent=1).replace("##", r"#\u0023") + "\n"


def _values(finding: Finding) -> dict[str, object]:
    return {**finding._asdict(), "way_out": finding.way_out}
