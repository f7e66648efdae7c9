"""The seeds through the whole flow, and the tables that come out held against their contracts."""

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from conftest import Folder, pairs

import corpusclean as cc
from corpusclean.ledger import Edit as OneEdit
from corpusclean_schemas import CleanDocument, Duplicate, Edit, RawDocument, Reject


@pytest.fixture(scope="module")
def cleaned() -> cc.Cleaned:
    seeds = Path(__file__).parent.parent / "seeds"
    settings = cc.load_settings(seeds / "corpusclean.toml")
    return cc.clean(cc.read_documents(seeds, settings=settings), settings)


def row(frame: pd.DataFrame, number: int) -> dict[str, Any]:
    (found,) = frame[frame["address"].str.startswith(f"{number:03d}_")].to_dict("records")
    return {str(name): value for name, value in found.items()}


def text(cleaned: cc.Cleaned, number: int) -> str:
    return str(row(cleaned.clean, number)["text"])


def test_every_seed_is_in_exactly_one_table(cleaned: cc.Cleaned, seeds: Path) -> None:
    placed = [*cleaned.clean["address"], *cleaned.duplicates["address"], *cleaned.rejects["address"]]
    assert sorted(placed) == sorted(path.name for path in seeds.glob("*.txt"))


def test_the_tables_satisfy_their_contracts(cleaned: cc.Cleaned, seeds: Path) -> None:
    RawDocument.validate(cc.read_documents(seeds), lazy=True)
    for frame, contract in zip(cleaned, (CleanDocument, Duplicate, Reject, Edit), strict=True):
        assert len(frame)
        contract.validate(frame, lazy=True)


@pytest.mark.parametrize(
    ("number", "codes"),
    [
        pytest.param(11, ["date.invalid"], id="a day that is none"),
        pytest.param(12, ["date.invalid"], id="a date in another form"),
        pytest.param(13, ["header.missing"], id="no header"),
        pytest.param(14, ["field.missing"], id="no date"),
        pytest.param(15, ["body.missing"], id="no body"),
        pytest.param(16, ["bytes.not_utf8"], id="windows-1252"),
        pytest.param(17, ["file.empty"], id="no byte"),
    ],
)
def test_rejected_seeds_name_all_their_reasons(cleaned: cc.Cleaned, number: int, codes: list[str]) -> None:
    assert list(row(cleaned.rejects, number)["codes"]) == codes


def test_the_settings_of_the_seeds_declare_the_number_of_rejects(cleaned: cc.Cleaned, seeds: Path) -> None:
    assert cc.load_settings(seeds / "corpusclean.toml").max_rejects == len(cleaned.rejects) == 7


def test_the_first_seed_loses_its_notice_and_nothing_else(cleaned: cc.Cleaned, seeds: Path) -> None:
    document = row(cleaned.clean, 0)
    (path,) = seeds.glob("000_*.txt")
    body = path.read_text(encoding="utf-8").split("\n\n\n\n", 1)[1].rstrip()
    article, notice = body.split(" (Only the title and image")
    assert document["text"] == article
    assert document["syndicated"]
    assert document["date"] == dt.date(2021, 12, 13)
    (found,) = document["notices"]
    assert body[found["start"] : found["end"]] == "(Only the title and image" + notice


def test_mojibake_is_repaired_and_the_credit_below_it_is_read(cleaned: cc.Cleaned) -> None:
    assert "cities\u2019 transport authorities" in text(cleaned, 1)
    assert "\u00c3" not in text(cleaned, 1)
    assert row(cleaned.clean, 1)["agency"] == "AFP"


def test_three_stacked_notices_come_off_and_their_facts_stay(cleaned: cc.Cleaned) -> None:
    document = row(cleaned.clean, 2)
    assert document["text"].endswith("has yet to be built.")
    assert sorted(notice["kind"] for notice in document["notices"]) == [
        "agency_credit",
        "inputs_from",
        "syndication_disclaimer",
    ]
    assert document["agency"] == "PTI"


def test_the_later_copy_is_set_aside_for_the_earlier_one(cleaned: cc.Cleaned) -> None:
    first, copy = row(cleaned.clean, 3), row(cleaned.duplicates, 4)
    assert copy["dup_of"] == copy["dup_group"] == first["dup_group"] == first["doc_id"]
    assert copy["text"] == first["text"]
    assert first["date"] < copy["date"]


def test_a_dateline_is_read_and_stays_and_is_no_notice(cleaned: cc.Cleaned) -> None:
    document = row(cleaned.clean, 5)
    assert document["dateline"] == "PORT ELLERY, Dec 13 (Reuters)"
    assert document["text"].startswith("PORT ELLERY, Dec 13 (Reuters) - ")
    assert [notice["kind"] for notice in document["notices"]] == ["reporting_credit"]
    assert document["agency"] == "Reuters"


def test_other_languages_are_named_and_left_alone(cleaned: cc.Cleaned) -> None:
    assert row(cleaned.clean, 7)["language"] == "fr"
    assert row(cleaned.clean, 8)["language"] == "de"
    assert row(cleaned.clean, 7)["doc_id"] not in set(cleaned.ledger["doc_id"])


def test_undeclared_fields_survive_and_line_endings_are_one_edit(cleaned: cc.Cleaned) -> None:
    document = row(cleaned.clean, 9)
    assert pairs(document["fields"]) == {"edition": "late"}
    edits = cleaned.ledger[cleaned.ledger["doc_id"] == document["doc_id"]]
    assert list(edits["rule"]) == ["newlines"]
    assert "\r" not in document["text"]


def test_a_sound_document_is_not_touched(cleaned: cc.Cleaned) -> None:
    document = row(cleaned.clean, 10)
    assert document["doc_id"] not in set(cleaned.ledger["doc_id"])
    assert len(document["notices"]) == 0
    assert document["text"].endswith("he joined the PTI.")


def test_the_ledger_leads_from_every_text_back_to_its_body(cleaned: cc.Cleaned, seeds: Path) -> None:
    bodies = cc.read_documents(seeds).set_index("doc_id")["body"]
    ledger = cleaned.ledger.sort_values(["doc_id", "seq"])
    kept = pd.concat([cleaned.clean, cleaned.duplicates])
    for doc_id, clean_text in zip(kept["doc_id"], kept["text"], strict=True):
        rows = ledger[ledger["doc_id"] == doc_id].drop(columns=["doc_id", "seq"])
        edits = [OneEdit(*values) for values in rows.itertuples(index=False, name=None)]
        assert cc.restore(clean_text, edits) == bodies[doc_id]
        own = cleaned.ledger[cleaned.ledger["doc_id"] == doc_id].iloc[::-1]
        assert cc.restore(clean_text, own) == cc.restore(clean_text, own.to_dict("records")) == bodies[doc_id]
    with pytest.raises(cc.UsageError, match="rows are of several documents; choose those of one"):
        cc.restore("Rain.", cleaned.ledger)


@pytest.mark.parametrize("count", [0, 1, 2])
def test_few_documents_are_no_special_case(folder: Folder, count: int) -> None:
    raw = folder({f"{number}.txt": " date 2021-12-13\n\nRain fell.\n" for number in range(2)})
    cleaned = cc.clean(cc.read_documents(raw).iloc[:count])
    assert len(cleaned.clean) + len(cleaned.duplicates) == count
    for frame, contract in zip(cleaned, (CleanDocument, Duplicate, Reject, Edit), strict=True):
        contract.validate(frame, lazy=True)


def test_frames_become_a_corpus_that_proves_itself(cleaned: cc.Cleaned, tmp_path: Path, seeds: Path) -> None:
    from corpusclean.verify import verify_corpus

    out = cc.write_corpus(cleaned, tmp_path / "corpus", cc.load_settings(seeds / "corpusclean.toml"))
    assert verify_corpus(out).problems == ()
    read_back = pd.read_parquet(out / "data")
    CleanDocument.validate(read_back, lazy=True)
    assert sorted(read_back["address"]) == sorted(cleaned.clean["address"])


def test_an_interpreter_completes_the_public_names() -> None:
    assert {name for name in dir(cc) if not name.startswith("__")} == {*cc.__all__} - {"__version__"}


@pytest.mark.parametrize(
    ("call", "told"),
    [
        (
            lambda api, cleaned: api.clean(cleaned.clean, settings="a.toml"),
            r"a str is no cc.Settings; cc.load_settings",
        ),
        (lambda api, _: api.read_documents("a", settings=Path("a.toml")), r"is no cc.Settings; cc.load_settings"),
        (lambda api, _: api.read_documents(), r"an input is missing; name a file"),
        (
            lambda api, _: api.read_documents(["a", "b"]),
            r"not a list; name each by itself: read_documents\(\*paths",
        ),
        (
            lambda api, cleaned: api.write_corpus(cleaned.clean, "x"),
            r"a DataFrame is not all that `clean` returns",
        ),
        (
            lambda api, cleaned: api.write_corpus(cleaned, "x", settings={}),
            r"a dict is no .*Settings\(\*\*",
        ),
    ],
)
def test_what_is_given_in_the_place_of_another_is_told(
    cleaned: cc.Cleaned, call: Callable[[Any, Any], object], told: str
) -> None:
    with pytest.raises(TypeError, match=told):
        call(cc, cleaned)


def test_an_input_without_a_name_is_not_this_folder() -> None:
    with pytest.raises(cc.UsageError, match="an input is empty"):
        cc.read_documents("")
