"""The contract's verdict on documents: every reason told, each row in one table, and nothing that turns it off."""

import os
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

import corpusclean.ledger
from corpusclean.dedup import LINKS
from corpusclean.errors import ProofFailed, RunFailed
from corpusclean.pipeline import clean, finish_documents, judged_documents, map_documents
from corpusclean.read import read_documents
from corpusclean.settings import Settings, settings_from
from corpusclean.validate import Split, contract, enforce, judge, split
from corpusclean_schemas import CleanDocument, Duplicate, Edit, RawDocument, Reject, arrow_schema
from corpusclean_schemas.failures import EXCERPT

Files = Callable[[Mapping[str, str | bytes]], Path]
Row = Mapping[Any, Any]

PROSE = "The committee will meet again on Thursday to discuss the budget for the coming year."
DATED = "date: 2021-12-13\n"
GOOD = f"{DATED}\n{PROSE}\n"

GERMAN_ONLY = settings_from({"language": {"allowed": ["de"]}}, "")


def judged(folder: Files, files: Mapping[str, str | bytes], settings: Settings) -> Split:
    return map_documents(read_documents(folder(files), settings=settings), settings)


def rejects(split_up: Split) -> dict[str, Row]:
    Reject.validate(split_up.rejects, lazy=True)
    return {str(row["address"]): row for row in split_up.rejects.to_dict("records")}


def codes(folder: Files, content: str | bytes, settings: Settings | None = None) -> list[str]:
    """Return the codes of a file that is judged beside a good one, [] where it is accepted."""
    found = judged(folder, {"bad.txt": content, "good.txt": f"{GOOD}\nIt rained."}, settings or Settings())
    return list(rejects(found).get("bad.txt", {"codes": []})["codes"])


@pytest.mark.parametrize(
    ("content", "settings", "expected"),
    [
        pytest.param(GOOD, {}, [], id="nothing"),
        pytest.param(DATED, {}, ["body.missing"], id="no body"),
        pytest.param("title: Rain\n\nIt rained.", {}, ["field.missing"], id="no date"),
        pytest.param("date:\n\nIt rained.", {}, ["field.missing"], id="an empty date"),
        pytest.param("date: now\n\nIt rained.", {}, ["date.relative"], id="no day, and not missing as well"),
        pytest.param(PROSE, {}, ["header.missing"], id="no header, so no date"),
        pytest.param(PROSE, {"required": ["text"]}, [], id="no header, and none needed"),
        pytest.param(
            f"{DATED.strip()}\n{PROSE}", {}, ["header.missing"], id="a header that is none, and says why"
        ),
        pytest.param("title: Rain\n", {}, ["body.missing", "field.missing"], id="no date and no body"),
        pytest.param("date: now\n", {}, ["date.relative", "body.missing"], id="no day and no body"),
        pytest.param(GOOD, {"language": {"allowed": ["de"]}}, ["language.not_allowed"], id="another language"),
        pytest.param(
            f"date: now\n\n{PROSE}",
            {"language": {"allowed": ["de"]}},
            ["date.relative", "language.not_allowed"],
            id="no day and another language",
        ),
        pytest.param(
            f"language: de\nlanguage: fr\n{GOOD}",
            {"language": {"allowed": ["de"]}},
            ["header.repeated", "language.not_allowed"],
            id="two languages declared and another found",
        ),
        pytest.param(
            f"date: 2021-12-13\ndate: now\n\n{PROSE}", {}, ["header.repeated"], id="two dates, the first a day"
        ),
        pytest.param(
            f"id: 7\nid: 8\n{DATED}\n{PROSE}", {"required": ["source_id"]}, ["header.repeated"], id="two ids"
        ),
        pytest.param(
            f"id:\nid: 8\n{DATED}\n{PROSE}",
            {"required": ["source_id"]},
            ["header.repeated"],
            id="two ids, the first empty, and not missing as well",
        ),
        pytest.param(
            f"{DATED}\nQq.", {"language": {"min_score": 0.5}}, ["language.uncertain"], id="a language not sure of"
        ),
        pytest.param(
            f"{DATED}\nQq.",
            {"language": {"min_score": 0.5, "allowed": ["en"]}},
            ["language.not_allowed"],
            id="one reason is enough for the language",
        ),
        pytest.param(
            GOOD,
            {"required": ["title", "author", "declared_language"]},
            ["field.missing"],
            id="one code for several fields",
        ),
        pytest.param(b"\xff", {}, ["bytes.not_utf8"], id="bytes that are no text have nothing missing"),
        pytest.param("", {}, ["file.empty"], id="nor has an empty file"),
        pytest.param(f"{DATED}\n\u0000\u0000", {}, ["body.missing"], id="no body when it is repaired"),
    ],
)
def test_all_that_is_wrong_is_said_once(
    folder: Files, content: str | bytes, settings: dict[str, Any], expected: list[str]
) -> None:
    assert codes(folder, content, settings_from(settings, "")) == expected


@pytest.mark.parametrize("sources", [["path"], ["header", "path"], ["byline", "path"]], ids=" ".join)
def test_a_header_is_needed_only_for_what_is_found_nowhere_else(folder: Files, sources: list[str]) -> None:
    files = {"2021/12/13/a.txt": PROSE, "b.txt": PROSE}
    dates = {"sources": sources, "not_after": "2021-12-13"}

    found = rejects(judged(folder, files, settings_from({"dates": dates}, "")))
    assert list(found) == ["b.txt"]
    assert [reason["message"] for reason in found["b.txt"]["reasons"]] == [
        "the file does not begin with a header, and nothing else tells its date"
        if "header" in sources
        else f"there is no date in {' or '.join(sources)}, and one is required"
    ]

    titled = settings_from({"dates": dates, "required": ["date", "title"]}, "")
    found = rejects(judged(folder, files, titled))
    said = {name: [reason["message"] for reason in row["reasons"]] for name, row in found.items()}
    bare = "the file does not begin with a header, and nothing else tells its"
    assert said["2021/12/13/a.txt"] == [f"{bare} title"]
    if "header" in sources:
        assert said["b.txt"] == [f"{bare} date, title"]
    else:  # nor would a header tell the date
        assert said["b.txt"] == [
            f"{bare} title",
            f"there is no date in {' or '.join(sources)}, and one is required",
        ]


def test_half_a_header_is_told_although_the_path_has_the_date(folder: Files) -> None:
    settings = settings_from({"dates": {"sources": ["header", "path"]}}, "")
    found = judged(folder, {"2021/12/13/a.txt": f"title: Rain\n by rain\n{PROSE}"}, settings)
    assert rejects(found)["2021/12/13/a.txt"]["codes"] == ["header.missing"]


@pytest.mark.parametrize("required", [["date"], ["text"]], ids=" ".join)
def test_a_date_that_is_required_and_out_of_range_is_told_wherever_it_was_found(
    folder: Files, required: list[str]
) -> None:
    files = {"2021/12/13/a.txt": PROSE, "2021-12-13.txt": f"title: Rain\n\n{PROSE}\nIt rained."}
    dates = {"sources": ["header", "filename", "path"], "not_after": "2021-12-01"}
    found = rejects(judged(folder, files, settings_from({"dates": dates, "required": required}, "")))

    late = "after 2021-12-01, the last day of this corpus"
    told = {
        "2021-12-13.txt": [("date.out_of_range", f"2021-12-13, of its filename: {late}")],
        "2021/12/13/a.txt": [("date.out_of_range", f"2021-12-13, of its path: {late}")],
    }
    assert {
        address: [(reason["code"], reason["message"]) for reason in row["reasons"]]
        for address, row in found.items()
    } == (told if required == ["date"] else {})


def test_a_reason_names_the_header_field_and_the_line(folder: Files) -> None:
    wanted = settings_from({"required": ["source_id", "declared_language", "title"]}, "")

    [row] = rejects(judged(folder, {"a.txt": GOOD}, wanted)).values()

    assert [(reason["field"], reason["message"], reason["line"]) for reason in row["reasons"]] == [
        ("declared_language", "the header has no language, which is required", 1),
        ("source_id", "the header has no id, which is required", 1),
        ("title", "the header has no title, which is required", 1),
    ]


def test_a_row_of_a_table_has_no_header(folder: Files) -> None:
    rows = f"date,text\n,{PROSE.strip()}\n2021-12-13,\n"

    found = rejects(judged(folder, {"a.csv": rows}, Settings()))

    assert {address: [reason["message"] for reason in row["reasons"]] for address, row in found.items()} == {
        "a.csv#1": ["the record has no date, which is required"],
        "a.csv#2": ["the record has no text"],
    }


def test_a_message_shows_what_was_found(folder: Files) -> None:
    [row] = rejects(judged(folder, {"a.txt": GOOD}, GERMAN_ONLY)).values()

    assert [reason["message"] for reason in row["reasons"]] == [
        "the text is in 'en', which language.allowed does not name"
    ]


def test_what_no_other_code_names_breaks_the_contract_and_is_shown_in_part(folder: Files) -> None:
    documents = judged_documents(read_documents(folder({"a.txt": GOOD})), Settings())
    documents["dialect"] = "x" * 1_000

    [[reason]] = judge(documents, Settings())["reasons"]

    assert (reason.code, reason.field) == ("contract.violated", "dialect")
    assert "x" * EXCERPT in reason.message
    assert "x" * (EXCERPT + 1) not in reason.message


MANY: dict[str, str | bytes] = {
    "good.txt": GOOD,
    "also-good.txt": f"{DATED}title: Rain\n\nIt rained &amp; rained.\r\n",
    "undated.txt": f"title: Rain\n\n{PROSE}",
    "now.txt": f"date: now\n\n{PROSE}",
    "bytes.txt": b"date: 2021-12-13\n\ncaf\xe9",
    "empty.txt": "",
    "header.txt": DATED,
}


def test_every_document_is_accepted_or_rejected_and_never_both(folder: Files) -> None:
    raw = read_documents(folder(MANY))

    found = map_documents(raw, Settings())

    accepted, rejected = list(found.accepted["address"]), list(found.rejects["address"])
    assert sorted(accepted) == ["also-good.txt", "good.txt"]
    assert sorted(accepted + rejected) == sorted(MANY)
    enforce(found.rejects, Reject, "rejects")
    enforce(found.ledger, Edit, "ledger")
    enforce(found.accepted[arrow_schema(CleanDocument).names], contract(Settings()), "data")


def _repeated(raw: pd.DataFrame) -> pd.DataFrame:
    return raw.set_axis([0] * len(raw))


def _shuffled(raw: pd.DataFrame) -> pd.DataFrame:
    return raw.set_axis(list(reversed(range(len(raw)))))


def _of_words(raw: pd.DataFrame) -> pd.DataFrame:
    return raw.set_axis(raw["address"].tolist())


def _of_two_levels(raw: pd.DataFrame) -> pd.DataFrame:
    return raw.set_axis(pd.MultiIndex.from_arrays([[0] * len(raw), raw["address"].tolist()]))


def _of_nulls(raw: pd.DataFrame) -> pd.DataFrame:
    return raw.set_axis([float("nan")] * len(raw))


@pytest.mark.parametrize("indexed", [_repeated, _shuffled, _of_words, _of_two_levels, _of_nulls])
def test_the_index_of_the_frame_that_comes_in_changes_nothing(
    folder: Files, indexed: Callable[[pd.DataFrame], pd.DataFrame]
) -> None:
    raw = read_documents(folder(MANY))

    expected, found = clean(raw), clean(indexed(raw))

    for one, other in zip(expected, found, strict=True):
        pd.testing.assert_frame_equal(one, other)


@pytest.mark.parametrize(
    ("kept", "accepted", "rejected"),
    [
        pytest.param([], 0, 0, id="no documents"),
        pytest.param(["now.txt", "undated.txt", "header.txt"], 0, 3, id="all bad"),
        pytest.param(["bytes.txt", "empty.txt"], 0, 2, id="all bad, and none of them a text"),
        pytest.param(["good.txt"], 1, 0, id="all good"),
    ],
)
def test_a_frame_of_one_kind(folder: Files, kept: list[str], accepted: int, rejected: int) -> None:
    raw = read_documents(folder(MANY))

    cleaned = clean(raw[raw["address"].isin(kept)])

    assert (len(cleaned.clean), len(cleaned.rejects)) == (accepted, rejected)
    for frame, model in zip(cleaned, (CleanDocument, Duplicate, Reject, Edit), strict=True):
        model.validate(frame, lazy=True)


def test_rows_without_documents_have_the_types_of_many(folder: Files) -> None:
    raw = read_documents(folder(MANY))

    for one, other in zip(clean(raw), clean(raw.iloc[:0]), strict=True):
        pd.testing.assert_series_equal(one.dtypes, other.dtypes)


def test_the_same_document_twice_is_refused_both_times(folder: Files) -> None:
    raw = read_documents(folder({"a.txt": GOOD}))

    found = map_documents(pd.concat([raw, raw]), Settings())

    assert len(found.accepted) == 0
    assert [list(each) for each in found.rejects["codes"]] == [["contract.violated"]] * 2


def test_rejects_keep_their_bytes_up_to_the_cap(folder: Files) -> None:
    settings = settings_from({"output": {"raw_bytes": 20}}, "")

    found = rejects(judged(folder, MANY, settings))

    undated = str(MANY["undated.txt"]).encode()
    assert (found["undated.txt"]["raw"], found["undated.txt"]["raw_truncated"]) == (undated[:20], True)
    assert (found["header.txt"]["raw"], found["header.txt"]["raw_truncated"]) == (DATED.encode(), False)
    assert found["bytes.txt"]["raw"] == b"date: 2021-12-13\n\nca"


def test_rejects_of_a_file_are_told_from_those_of_a_document(folder: Files) -> None:
    found = rejects(judged(folder, MANY, Settings()))

    assert {name: row["level"] for name, row in found.items()} == {
        "bytes.txt": "file",
        "empty.txt": "file",
        "header.txt": "document",
        "now.txt": "document",
        "undated.txt": "document",
    }


def test_a_reason_goes_to_the_document_that_it_is_about(folder: Files) -> None:
    contents = {"empty": "", "good": GOOD, "undated": f"title: Rain\n\n{PROSE}"}
    files = {f"{n} {kind}.txt": content for n in range(6) for kind, content in contents.items()}

    found = rejects(judged(folder, files, Settings()))

    expected = {"empty": ["file.empty"], "undated": ["field.missing"]}
    assert {name: list(row["codes"]) for name, row in found.items()} == {
        f"{n} {kind}.txt": said for n in range(6) for kind, said in expected.items()
    }


def test_the_ledger_numbers_the_edits_of_each_accepted_document(folder: Files) -> None:
    broken = "\r\nIt rained &amp; rained &amp; rained.\r\nAgain."

    found = judged(folder, {"a.txt": DATED + broken, "b.txt": f"date: now\n{broken}"}, Settings())

    assert list(found.ledger["seq"]) == [1, 2, 3]
    assert list(found.ledger["rule"]) == ["newlines", "ftfy", "ftfy"]
    assert set(found.ledger["doc_id"]) == set(found.accepted["doc_id"])


@pytest.mark.parametrize(
    "edit",
    [
        pytest.param(corpusclean.ledger.Edit("fix", "x", "1", 0, "A", "T", ""), id="to another body"),
        pytest.param(corpusclean.ledger.Edit("fix", "x", "1", 0, "A", "B", ""), id="to none at all"),
    ],
)
def test_edits_that_do_not_lead_back_stop_the_run(folder: Files, edit: corpusclean.ledger.Edit) -> None:
    documents = judged_documents(read_documents(folder({"a.txt": GOOD})), Settings())
    documents["edits"] = pd.Series([[edit]], dtype=object)

    with pytest.raises((RunFailed, ProofFailed)):
        split(documents, Settings())


def _texts(frame: pd.DataFrame, text: str) -> pd.DataFrame:
    return frame.assign(text=pd.Series(text, index=frame.index, dtype="str"))


@pytest.mark.parametrize(
    "broken",
    [
        pytest.param(lambda frame: frame.assign(characters=0), id="a value below its least"),
        pytest.param(lambda frame: frame.assign(language_score=1.5), id="a value above its greatest"),
        pytest.param(lambda frame: _texts(frame, " "), id="a text without letters"),
        pytest.param(lambda frame: frame.assign(date=pd.NaT), id="a null where none may be"),
        pytest.param(lambda frame: frame.drop(columns="words"), id="a column too few"),
        pytest.param(lambda frame: frame.assign(more=1), id="a column too many"),
        pytest.param(lambda frame: frame.assign(words="many"), id="a value of another type"),
        pytest.param(lambda frame: pd.concat([frame, frame]), id="a document twice"),
    ],
)
def test_a_table_that_breaks_its_contract_is_not_written(
    folder: Files, broken: Callable[[pd.DataFrame], pd.DataFrame]
) -> None:
    good = clean(read_documents(folder({"a.txt": GOOD}))).clean
    enforce(good, contract(Settings()), "data")

    with pytest.raises(RunFailed, match=r"^data: .* the contract CleanDocument, .* nothing was published"):
        enforce(broken(good), contract(Settings()), "data")


def test_both_tables_are_held_against_the_contract_once_more(folder: Files) -> None:
    accepted = map_documents(read_documents(folder({"a.txt": GOOD})), Settings()).accepted
    links = LINKS.empty_table()

    assert len(finish_documents(accepted, links, Settings())[0]) == 1
    with pytest.raises(RunFailed, match=r"^data: "):
        finish_documents(accepted, links, GERMAN_ONLY)


PROGRAM = """
import sys
from corpusclean import clean, read_documents
from corpusclean.errors import RunFailed
from corpusclean.settings import Settings, settings_from
from corpusclean.validate import contract, enforce

cleaned = clean(read_documents(sys.argv[1]), settings_from({"language": {"allowed": ["en"]}}, ""))
try:
    enforce(cleaned.clean.assign(characters=0), contract(Settings()), "data")
    refused = False
except RunFailed:
    refused = True
print(len(cleaned.clean), sorted(code for codes in cleaned.rejects["codes"] for code in codes), refused)
"""


@pytest.mark.parametrize(
    "variables",
    [
        pytest.param({"PANDERA_VALIDATION_ENABLED": "False"}, id="no validation"),
        pytest.param({"PANDERA_VALIDATION_DEPTH": "SCHEMA_ONLY"}, id="no validation of values"),
        pytest.param({"PYTHONOPTIMIZE": "2"}, id="no assertions"),
    ],
)
def test_no_variable_of_the_environment_switches_the_verdict_off(folder: Files, variables: dict[str, str]) -> None:
    german = "Der Ausschuss wird am Donnerstag erneut über den Haushalt des nächsten Jahres beraten."
    raw = folder({"good.txt": GOOD, "undated.txt": f"title: Rain\n\n{PROSE}", "de.txt": f"{DATED}\n{german}"})

    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, raw],
        env={**os.environ, **variables},
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.stdout.strip() == "1 ['field.missing', 'language.not_allowed'] True", done.stderr


def test_what_reading_makes_keeps_its_own_contract_too(folder: Files) -> None:
    enforce(read_documents(folder(MANY)), RawDocument, "raw")
