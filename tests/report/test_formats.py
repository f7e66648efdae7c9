"""What CI systems are given: each format as its reader wants it, and hostile text inert in all of them."""

import json
import re
from pathlib import Path
from xml.etree import ElementTree as ET

import jsonschema
import pytest

from corpusclean.codes import CODES
from corpusclean.report.findings import FailOn, Finding, Known, Report
from corpusclean.report.formats import FORMATS
from corpusclean.report.formats.github import SHOWN, SUMMARY_BYTES, step_summary
from corpusclean.report.formats.sarif import MOST
from corpusclean.report.place import from_root, repository_root

# The schema of SARIF 2.1.0 (RTM 5) as the npm package @microsoft/jest-sarif 1.0.0-beta.0 (MIT) ships it, in
# lib/schemas; it is that of https://json.schemastore.org/sarif-2.1.0-rtm.5.json.
SCHEMA = json.loads(Path(__file__).with_name("sarif-2.1.0-rtm.5.json").read_text(encoding="utf-8"))
VALIDATOR = jsonschema.Draft4Validator(SCHEMA, format_checker=jsonschema.FormatChecker())

DOCUMENTS = {"found": 4, "clean": 2, "duplicates": 0, "rejects": 2}
ERROR = Finding("raw/a.txt", 3, 7, "error", "date.invalid", "'2021-02-30' is no day of the calendar")
WARNING = Finding("raw/b.txt", 1, 1, "warning", "header.second", "the body begins with another header")
INFO = Finding("raw/c.txt", 9, 2, "info", "edit.made", "mojibake (ftfy)")
MEMBER = Finding("raw/d.tar!x/e.txt", 5, 1, "error", "body.missing", "nothing follows the header", "!x/e.txt")

HOSTILE = [
    pytest.param("::error file=x::pwn", id="a command"),
    pytest.param("\n::set-output name=x::y", id="a command on a line of its own"),
    pytest.param("\r::add-mask::x", id="after a carriage return"),
    pytest.param("x ##[add-mask]y", id="GitHub's old way, anywhere in a line"),
    pytest.param("##vso[task.setvariable variable=x]y", id="a command to Azure"),
    pytest.param("##teamcity[buildStatus status='SUCCESS']", id="a command to TeamCity"),
    pytest.param("a\x1b[2J\x1b]0;title\x07b", id="escape sequences"),
    pytest.param("a\u202eb\u2066c", id="marks that turn the writing around"),
    pytest.param("a\0b\x08c\x0bd\x85e", id="control characters"),
    pytest.param("a\ufffeb\uffffc\ufdd0d\U0001fffee", id="what is no character"),
    pytest.param("a\udce9b", id="half a surrogate"),
    pytest.param("<script>alert(1)</script>&<img src=x onerror=y>", id="HTML"),
    pytest.param("]]> </failure><testcase name='x'/>", id="XML"),
    pytest.param("</code></td></tr></table>\n\n[x](javascript:y) | `z` | @somebody #1", id="Markdown"),
    pytest.param("100 %0A::error::x %25", id="what looks escaped"),
    pytest.param("{0.__class__} %s [red]x[/red] ${{ secrets.X }} $(id) `id`", id="templates"),
]


def report(*findings: Finding, fail_on: FailOn = "error", **more: object) -> Report:
    return Report(findings, DOCUMENTS, fail_on)._replace(**more)  # type: ignore[arg-type]  # its own fields


def hostile(text: str) -> Report:
    return report(
        Finding(f"raw/{text}.txt", 1, 1, "error", "date.invalid", text),
        Finding(f"raw/a.tar!{text}", 1, 1, "warning", "header.second", text, f"!{text}"),
        Finding(text, 1, 1, "info", "edit.made", text),
    )


@pytest.fixture(autouse=True)
def _elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for name in ("GITHUB_WORKSPACE", "CI_PROJECT_DIR"):
        monkeypatch.delenv(name, raising=False)


def commands(written: str) -> list[str]:
    """Return the lines that GitHub would act on, as its runner reads them."""
    found, token = [], None
    for line in written.splitlines():
        if token is not None:
            token = None if line.strip() == f"::{token}::" else token
        elif line.lstrip().startswith("::") or "##[" in line:
            found.append(line)
            if line.startswith("::stop-commands::"):
                token = line.removeprefix("::stop-commands::")
    assert token is None
    return found


def test_text_points_at_the_line_and_says_the_way_out() -> None:
    assert FORMATS["text"](report(ERROR, INFO), verbose=False) == (
        "raw/a.txt:3:7: error date.invalid: '2021-02-30' is no day of the calendar. "
        "Mend it, best as YYYY-MM-DD; or declare how dates are written: [dates] formats, order.\n"
    )
    assert FORMATS["text"](report(INFO), verbose=True) == "raw/c.txt:9:2: info edit.made: mojibake (ftfy).\n"


def test_json_has_every_field_of_every_finding() -> None:
    values = json.loads(
        FORMATS["json"](report(ERROR, INFO, known=2, fixed=(Known("a", "b", "c"),)), verbose=False)
    )
    assert values["documents"] == DOCUMENTS
    assert values["failed"] is True
    assert values["findings"][0] == {**ERROR._asdict(), "way_out": CODES["date.invalid"].way_out}
    assert len(values["findings"]) == 2
    assert (values["known"], values["fixed"]) == (2, [{"path": "a", "code": "b", "message": "c", "member": ""}])


def test_github_annotates_file_line_and_column() -> None:
    assert FORMATS["github"](report(ERROR, WARNING, INFO), verbose=True).splitlines() == [
        f"::error file=raw/a.txt,line=3,col=7,title=date.invalid::{ERROR.said()}",
        f"::warning file=raw/b.txt,line=1,col=1,title=header.second::{WARNING.said()}",
        "::notice file=raw/c.txt,line=9,col=2,title=edit.made::mojibake (ftfy).",
    ]


def test_github_shows_an_error_that_fails_nothing_as_a_warning() -> None:
    errors = [ERROR._replace(path=f"raw/{number:02d}.txt") for number in range(SHOWN - 1)]
    tolerated = report(*errors, WARNING, ERROR, max_rejects=SHOWN, rejects=SHOWN)
    lines = commands(FORMATS["github"](tolerated, verbose=False))
    assert [line.split(" ")[0] for line in lines] == [*["::warning"] * SHOWN, lines[-1]]
    assert FORMATS["github"](report(ERROR, fail_on="never"), verbose=False).startswith("::warning file=raw/a.txt")


@pytest.mark.parametrize(
    ("judged", "verdict"),
    [
        (report(ERROR, max_rejects=1, rejects=2), "Fails: 2 of 4 documents rejected (50.0 %), max_rejects is 1."),
        (
            report(ERROR, max_rejects="50%", rejects=2),
            "Passes: 2 of 4 documents rejected (50.0 %), max_rejects is 50%.",
        ),
        (report(WARNING, fail_on="warning"), "Fails: --fail-on is warning."),
        (report(ERROR, max_rejects=0, rejects=2, fail_on="never"), "Passes: --fail-on is never."),
        (report(WARNING, max_rejects=0), "Passes: --fail-on is error."),
        (report(ERROR), ""),
        (report(INFO, fail_on="never"), ""),
    ],
)
def test_a_page_of_a_step_says_why_it_passes_or_fails(judged: Report, verdict: str) -> None:
    assert judged.verdict() == verdict
    parts = step_summary(judged, verbose=False).split("\n\n")
    assert [part for part in parts if part.startswith(("Passes", "Fails"))] == [verdict] * bool(verdict)


def test_github_points_at_an_archive_and_names_the_member() -> None:
    written = FORMATS["github"](report(MEMBER), verbose=False)
    assert written.startswith("::error file=raw/d.tar,title=body.missing::!x/e.txt: nothing follows")


def test_github_escapes_what_ends_a_property() -> None:
    odd = ERROR._replace(path="raw/50%,a:b.txt", message="100 % wrong")
    written = FORMATS["github"](report(odd), verbose=False)
    assert written.startswith("::error file=raw/50%25%2Ca%3Ab.txt,line=3,col=7,title=date.invalid::100 %25 wrong")


def test_github_shows_ten_of_a_kind_and_guards_the_others() -> None:
    errors = [ERROR._replace(path=f"raw/{number:02d}.txt", message="::error::pwn") for number in range(SHOWN + 5)]
    written = FORMATS["github"](report(*errors, WARNING), verbose=False)
    lines = commands(written)
    assert [line.split(" ")[0] for line in lines] == [*["::error"] * SHOWN, "::warning", lines[-1]]
    assert re.fullmatch(r"::stop-commands::[0-9a-f]{32}", lines[-1])
    assert sum(f"raw/{number:02d}.txt" in written for number in range(SHOWN + 5)) == SHOWN + 5
    assert commands(FORMATS["github"](report(*errors), verbose=False))[-1] != lines[-1]  # nobody can know the next


def test_the_summary_tells_codes_and_places_and_knows_its_room() -> None:
    many = [ERROR._replace(path=f"raw/{number:06d}{'x' * 200}.txt") for number in range(5_000)]
    page = step_summary(report(*many, WARNING), verbose=False)
    assert page.startswith("### corpusclean: 5,000 errors, 1 warning\n\n4 documents: 2 clean")
    assert "<td><code>date.invalid</code></td><td>5,000</td>" in page
    assert len(page.encode()) < SUMMARY_BYTES
    rows = page.count("raw/")
    assert rows > 1_000
    assert f"\n{5_001 - rows:,} findings more than a step's summary may hold.\n" in page
    assert step_summary(report(INFO), verbose=False) == (
        "### corpusclean: nothing found\n\n4 documents: 2 clean, 0 duplicates set aside, 2 rejected.\n\n"
    )


@pytest.mark.parametrize(
    "findings",
    [
        pytest.param((), id="none"),
        pytest.param((ERROR, WARNING, INFO, MEMBER), id="each severity, and a member"),
        pytest.param(
            (ERROR._replace(path="/else where/50 %/\u00e9#?.txt"),), id="a path outside, of odd characters"
        ),
        pytest.param(
            tuple(ERROR._replace(code=code, severity=CODES[code].severity) for code in CODES), id="codes"
        ),
    ],
)
def test_sarif_is_valid(findings: tuple[Finding, ...]) -> None:
    log = json.loads(FORMATS["sarif"](report(*findings), verbose=True))
    VALIDATOR.validate(log)
    (run,) = log["runs"]
    assert len(run["results"]) == len(findings)
    for result in run["results"]:
        assert run["tool"]["driver"]["rules"][result["ruleIndex"]]["id"] == result["ruleId"]


def test_the_schema_refuses_what_is_no_sarif() -> None:
    log = json.loads(FORMATS["sarif"](report(ERROR), verbose=True))
    log["runs"][0]["results"][0]["locations"][0]["physicalLocation"]["region"]["startLine"] = 0
    assert not VALIDATOR.is_valid(log)


def test_sarif_says_where_and_what() -> None:
    (run,) = json.loads(FORMATS["sarif"](report(ERROR, MEMBER), verbose=False))["runs"]
    first, second = run["results"]
    assert (first["ruleId"], first["level"]) == ("date.invalid", "error")
    assert first["locations"] == [
        {
            "physicalLocation": {
                "artifactLocation": {"uri": "raw/a.txt", "uriBaseId": "%SRCROOT%"},
                "region": {"startLine": 3, "startColumn": 7},
            }
        }
    ]
    (place,) = second["locations"]
    assert place["physicalLocation"] == {"artifactLocation": {"uri": "raw/d.tar", "uriBaseId": "%SRCROOT%"}}
    assert place["logicalLocations"] == [{"fullyQualifiedName": "raw/d.tar!x/e.txt", "kind": "member"}]


def test_sarif_knows_a_finding_again_when_lines_are_added_above_it() -> None:
    def prints(*findings: Finding) -> list[str]:
        (run,) = json.loads(FORMATS["sarif"](report(*findings), verbose=False))["runs"]
        return [result["partialFingerprints"]["corpuscleanFinding/v1"] for result in run["results"]]

    twice = (ERROR, ERROR._replace(line=8))
    assert prints(*twice) == prints(*(finding._replace(line=finding.line + 4) for finding in twice))
    assert len(set(prints(*twice, ERROR._replace(code="date.partial")))) == 3


def test_sarif_keeps_the_gravest_of_more_than_github_takes() -> None:
    findings = [WARNING._replace(path=f"a{number}") for number in range(MOST)]
    log = json.loads(FORMATS["sarif"](report(*findings, ERROR._replace(path="z")), verbose=False))
    VALIDATOR.validate({**log, "runs": [{**log["runs"][0], "results": log["runs"][0]["results"][-50:]}]})
    (run,) = log["runs"]
    assert len(run["results"]) == MOST
    assert run["results"][-1]["level"] == "error"
    (notification,) = run["invocations"][0]["toolExecutionNotifications"]
    assert notification["message"]["text"].startswith("1 finding more than the 25,000")


def test_junit_fails_what_fails_the_build_and_tells_the_rest() -> None:
    suites = ET.fromstring(FORMATS["junit"](report(ERROR, WARNING, INFO), verbose=False))  # noqa: S314  # our own
    assert suites.tag == "testsuites"
    assert dict(suites.attrib) == {"name": "corpusclean", "tests": "2", "failures": "1", "errors": "0"}
    cases = {case.get("file"): case for case in suites.iter("testcase")}
    assert cases["raw/a.txt"].get("line") == "3"
    failure = cases["raw/a.txt"].find("failure")
    assert failure is not None
    assert failure.get("type") == "date.invalid"
    assert (failure.text or "").startswith("raw/a.txt:3:7: error date.invalid")
    assert cases["raw/b.txt"].find("failure") is None
    assert (cases["raw/b.txt"].findtext("system-out") or "").startswith("raw/b.txt:1:1: warning")


@pytest.mark.parametrize(
    ("fail_on", "max_rejects", "failures"),
    [("error", 1, 1), ("warning", "20%", 2), ("never", 1, 0), ("error", 2, 0), ("warning", "50%", 1)],
)
def test_junit_and_the_exit_code_agree(fail_on: FailOn, max_rejects: int | str, failures: int) -> None:
    judged = report(ERROR, WARNING, INFO, fail_on=fail_on, max_rejects=max_rejects, rejects=2)
    suites = ET.fromstring(FORMATS["junit"](judged, verbose=True))  # noqa: S314  # our own
    assert suites.get("failures") == str(failures)
    assert judged.failed == (failures > 0)


def test_junit_of_nothing_has_a_case_that_passes() -> None:
    suites = ET.fromstring(FORMATS["junit"](report(), verbose=False))  # noqa: S314  # our own
    assert (suites.get("tests"), suites.get("failures")) == ("1", "0")


@pytest.mark.parametrize("text", HOSTILE)
@pytest.mark.parametrize("name", FORMATS)
def test_hostile_text_is_inert(name: str, text: str) -> None:
    written = FORMATS[name](hostile(text), verbose=True)
    plain = written.encode("utf-8", "backslashreplace").decode()
    assert not re.search(r"[\0-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufdd0\ufffe\uffff]", plain)
    assert not re.search(r"##([a-z]+)?\[", plain)
    if name == "json":
        assert [found["message"] for found in json.loads(written)["findings"]] == [text] * 3
    elif name == "github":
        assert [line.split(" ")[0] for line in commands(written)] == ["::error", "::warning", "::notice"]
        assert len(written.splitlines()) == 3
    elif name == "text":
        assert len(written.splitlines()) == 3
        assert commands(written) == []
    elif name == "sarif":
        VALIDATOR.validate(json.loads(written))
    else:
        suites = ET.fromstring(written)  # noqa: S314  # our own
        assert len(list(suites.iter("testcase"))) == 3


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_is_inert_in_the_summary(text: str) -> None:
    page = step_summary(hostile(text), verbose=True)
    head, table, _ = page.partition("<table>")
    assert text not in head
    # All that is of documents stands in one block of HTML: a blank line would end it.
    blocks = (table + page.partition("<table>")[2]).split("</table>\n")
    assert all("\n\n" not in block.strip("\n") for block in blocks)
    tags = set(re.findall(r"</?[a-zA-Z][^>]*>", page))
    assert tags <= {f"<{end}{tag}>" for end in ("", "/") for tag in ("table", "tr", "th", "td", "code")}
    assert page.count("<code>") == page.count("</code>")


def test_a_path_is_told_from_the_root_of_the_repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root = tmp_path / "repo"
    (root / "sub" / "raw").mkdir(parents=True)
    (root / ".git").mkdir()
    monkeypatch.chdir(root / "sub")
    assert repository_root({}) == str(root)
    assert from_root("raw/a.txt", str(root)) == "sub/raw/a.txt"
    assert from_root(str(root / "sub/raw/a.txt"), str(root)) == "sub/raw/a.txt"
    assert from_root("../../else.txt", str(root)) == str(tmp_path / "else.txt")
    assert repository_root({"GITHUB_WORKSPACE": str(tmp_path)}) == str(tmp_path)
    assert repository_root({"CI_PROJECT_DIR": str(tmp_path / "not here")}) == str(root)
