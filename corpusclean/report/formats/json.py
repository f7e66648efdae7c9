"""JSON: every finding, also those that are only worth knowing."""

import json

from corpusclean.report.findings import Finding, Report


def as_json(report: Report, verbose: bool) -> str:  # noqa: ARG001, FBT001  # a Format
    """Return a report as JSON: `documents`, `findings`, and where a baseline is used `known` and `fixed`."""
    values = {
        "documents": dict(report.documents),
        "failed": report.failed,
        "findings": [_values(finding) for finding in report.findings],
        "known": report.known,
        "fixed": [each._asdict() for each in report.fixed],
    }
    return json.dumps(values, indent=1) + "\n"


def _values(finding: Finding) -> dict[str, object]:
    return {**finding._asdict(), "way_out": finding.way_out}
