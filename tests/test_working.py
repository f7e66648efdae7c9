"""What was found in a document goes where the severity of its code says, whoever found it."""

import pytest
from conftest import Folder

import corpusclean as cc
from corpusclean import codes
from corpusclean.codes import CODES, Reason
from corpusclean.working import add_reasons, working


@pytest.mark.parametrize("code", [code for code, entry in CODES.items() if entry.severity != "info"])
def test_the_severity_of_a_code_decides_what_becomes_of_the_document(folder: Folder, code: str) -> None:
    frame = working(cc.read_documents(folder({"a.txt": " date 2021-12-13\n\nRain fell.\n", "b.txt": " a\n\nb\n"})))
    earlier = frame[["reasons", "warnings"]].copy()
    found = Reason(code, "found here")
    column, other = ("warnings", "reasons") if CODES[code].severity == "warning" else ("reasons", "warnings")
    told = add_reasons(frame, {0: [found]})
    assert list(told[column]) == [[*earlier[column][0], found], earlier[column][1]]
    assert list(told[other]) == list(earlier[other])


def test_what_is_only_told_is_no_reason_of_a_document(folder: Folder) -> None:
    frame = working(cc.read_documents(folder({"a.txt": " date 2021-12-13\n\nRain fell.\n"})))
    with pytest.raises(ValueError, match=r"notice\.found is an info"):
        add_reasons(frame, {0: [Reason("notice.found", "a notice")]})


@pytest.mark.parametrize(("severity", "rejected"), [("error", 1), ("warning", 0)])
def test_a_step_has_no_say_in_it(
    folder: Folder, monkeypatch: pytest.MonkeyPatch, severity: codes.Severity, rejected: int
) -> None:
    """One code of each step that tells: reading, repair, notices, dates."""
    notice = "© 2021 AFP"
    files = {
        "header.txt": " date 2021-12-13\n\n date 2021-12-14\n\nRain fell.\n",
        "quote.txt": " date 2021-12-13\n\nThe two sides met. \u201c\n\nRain fell.\n",
        "notice.txt": f" date 2021-12-13\n\n{notice}\n",
        "dateline.txt": " date 2021-12-13\n\nMOSCOW, Jan 5 (Reuters) - Rain fell.\n",
    }
    told = {"header.second", "text.stray_quote", "boilerplate.over_removal", "date.contradicted"}
    changed = {code: entry._replace(severity=severity) if code in told else entry for code, entry in CODES.items()}
    monkeypatch.setattr("corpusclean.working.CODES", changed)
    split = cc.clean(cc.read_documents(folder(files)))
    of_rejects = {code for row in split.rejects["codes"] for code in row}
    of_clean = {reason["code"] for row in split.clean["warnings"] for reason in row}
    assert (of_rejects, of_clean) == ((told, set()) if rejected else (set(), told))
