"""SARIF 2.1.0, as GitHub code scanning and editors read it.

https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html
"""

import hashlib
import json
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import quote

from corpusclean import __version__
from corpusclean.codes import CODES, Severity
from corpusclean.report.findings import RANKS, Finding, Known, Report
from corpusclean.report.place import from_root, repository_root
from corpusclean.report.terminal import visible
from corpusclean.report.words import number
from corpusclean.storage.url import is_url

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"

MOST = 25_000
"""Results of a run that GitHub takes; a file with more is refused whole."""

_LEVELS: Mapping[Severity, str] = {"error": "error", "warning": "warning", "info": "note"}


def sarif(report: Report, *, verbose: bool) -> str:
    """Return findings as SARIF, the gravest where there are more than GitHub takes."""
    root = repository_root()
    told = report.told(verbose=verbose)
    kept = sorted(sorted(told, key=lambda finding: -RANKS[finding.severity])[:MOST])
    codes = sorted({finding.code for finding in kept})
    run: dict[str, Any] = {
        "tool": {
            "driver": {
                "name": "corpusclean",
                "semanticVersion": _semantic(__version__),
                "version": __version__,
                "rules": [_rule(code) for code in codes],
            }
        },
        "columnKind": "unicodeCodePoints",
        "invocations": [{"executionSuccessful": True, **_left_out(len(told) - len(kept))}],
        "results": _results(kept, codes, root),
    }
    return json.dumps({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}, indent=1) + "\n"


def _semantic(version: str) -> str:
    """Return a version of Python's as one of semver.org's.

    >>> _semantic("0.2.0.dev0"), _semantic("1.2.0")
    ('0.2.0-dev0', '1.2.0')
    """
    core, _, rest = version.partition(".dev")
    return f"{core}-dev{rest}" if rest else core


def _left_out(count: int) -> dict[str, Any]:
    if not count:
        return {}
    text = f"{number(count, 'finding')} more than the {MOST:,} that GitHub takes; `--format json` has all."
    return {"toolExecutionNotifications": [{"level": "warning", "message": {"text": text}}]}


def _rule(code: str) -> dict[str, Any]:
    entry = CODES[code]
    return {
        "id": code,
        "shortDescription": {"text": entry.meaning},
        "fullDescription": {"text": entry.meaning},
        "help": {"text": f"{entry.meaning}\nExample: {entry.example}\nWay out: {entry.way_out}"},
        "defaultConfiguration": {"level": _LEVELS[entry.severity]},
        "properties": {"tags": [code.partition(".")[0]]},
    }


def _results(findings: Sequence[Finding], codes: Sequence[str], root: str) -> list[dict[str, Any]]:
    places = {code: place for place, code in enumerate(codes)}
    seen: Counter[Known] = Counter()
    return [_result(finding, places[finding.code], root, seen) for finding in findings]


def _result(finding: Finding, rule: int, root: str, seen: Counter[Known]) -> dict[str, Any]:
    path = from_root(finding.file, root)
    about = f"{finding.member}: {finding.said()}" if finding.member else finding.said()
    location: dict[str, Any] = {"physicalLocation": {"artifactLocation": _artifact(path)}}
    if finding.member:
        location["logicalLocations"] = [{"fullyQualifiedName": visible(path + finding.member), "kind": "member"}]
    if finding.is_in_file:
        location["physicalLocation"]["region"] = {"startLine": finding.line, "startColumn": finding.column}
    # Without positions: GitHub knows a finding again when lines are added above it.
    key = Known(path + finding.member, finding.code, finding.message, finding.member).unplaced()
    seen[key] += 1
    digest = hashlib.sha256("\0".join((*key, str(seen[key]))).encode("utf-8", "surrogatepass")).hexdigest()
    return {
        "ruleId": finding.code,
        "ruleIndex": rule,
        "level": _LEVELS[finding.severity],
        "message": {"text": visible(about)},
        "locations": [location],
        "partialFingerprints": {"corpuscleanFinding/v1": digest[:32]},
    }


def _artifact(path: str) -> dict[str, str]:
    """Return where a file is: from the root of the repository, or whole.

    >>> _artifact("raw/50 %.txt")
    {'uri': 'raw/50%20%25.txt', 'uriBaseId': '%SRCROOT%'}
    >>> _artifact("s3://news/50 %.txt")
    {'uri': 's3://news/50%20%25.txt'}
    """
    uri = quote(path.encode("utf-8", "surrogateescape"), safe="/:" if is_url(path) else "/")
    if is_url(path):
        return {"uri": uri}
    if Path(path).is_absolute():
        return {"uri": f"file://{uri}"}
    return {"uri": uri, "uriBaseId": "%SRCROOT%"}
