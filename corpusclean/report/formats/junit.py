"""JUnit XML, as GitLab, Jenkins and others read it: a suite for each file, a case for each finding.

What fails the build is a `failure`; what does not passes, and says so in `system-out`.
"""

from collections.abc import Iterator
from itertools import groupby
from xml.etree import ElementTree as ET

from corpusclean.report.findings import Finding, Report
from corpusclean.report.formats.text import line_of
from corpusclean.report.place import from_root, repository_root
from corpusclean.report.terminal import visible

_NAME = "corpusclean"


def junit(report: Report, *, verbose: bool) -> str:
    """Return findings as JUnit XML; one case that passes where there are none."""
    root = repository_root()
    suites = ET.Element("testsuites", name=_NAME)
    told = sorted(report.told(verbose=verbose), key=lambda finding: finding.file)
    for file, findings in groupby(told, key=lambda finding: finding.file):
        _suite(suites, visible(from_root(file, root)), list(_cases(findings, report, root)))
    if not len(suites):
        passed = {"name": "every document", "classname": _NAME, "time": "0"}
        _suite(suites, _NAME, [ET.Element("testcase", passed)])
    for total in ("tests", "failures", "errors"):
        suites.set(total, str(sum(int(suite.get(total, 0)) for suite in suites)))
    ET.indent(suites)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{ET.tostring(suites, encoding="unicode")}\n'


def _suite(suites: ET.Element, name: str, cases: list[ET.Element]) -> None:
    failures = sum(case.find("failure") is not None for case in cases)
    suite = ET.SubElement(
        suites,
        "testsuite",
        {"name": name, "tests": str(len(cases)), "failures": str(failures), "errors": "0", "time": "0"},
    )
    suite.extend(cases)


def _cases(findings: Iterator[Finding], report: Report, root: str) -> Iterator[ET.Element]:
    for finding in findings:
        file = visible(from_root(finding.file, root))
        where = f"{finding.member}:{finding.line}:{finding.column}".lstrip(":")
        case = ET.Element(
            "testcase",
            {
                "name": visible(f"{finding.code} {where}"),
                "classname": file,
                "file": file,
                **({"line": str(finding.line)} if finding.is_in_file else {}),
                "time": "0",
            },
        )
        if report.fails_for(finding):
            failure = {"type": finding.code, "message": visible(finding.message)}
            ET.SubElement(case, "failure", failure).text = line_of(finding)
        else:
            ET.SubElement(case, "system-out").text = line_of(finding)
        yield case
