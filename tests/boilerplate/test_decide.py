"""A decision changes what it names and nothing else, and what is on record is what happened."""

from collections.abc import Mapping
from typing import Any

import pytest

from corpusclean.decisions import Decisions
from corpusclean.ledger import restore
from corpusclean.pipeline import judged_documents
from corpusclean.read.rows import Rows
from corpusclean.settings import NEWS_POLICY, Boilerplate, Policy, Settings

ARTICLE = (
    "Ministers of nine towns met in Lowgate on Tuesday to talk about fishing in the winter, and agreed on a limit"
    " for each boat that leaves Orrin before the ice is gone. The limit will be told to every harbour by Friday,"
    " the council said, and boats that pass it must stay at the pier by the river for a week."
)
DATED = f"LOWGATE, Dec 13 (PTI) - {ARTICLE}"
PLACED = ("PTI", True, "LOWGATE, Dec 13 (PTI)")
DESK = "Reporting by Ana Lind; Editing by Tom Berg"
FOLLOW = "Follow us on Twitter and Facebook"
FEED = "This story has been published from a wire agency feed without modifications to the text."
STACK = f"{ARTICLE}\n\n{FOLLOW}\n\n{DESK}\n\n© 2021 AFP\n\n{FEED}"
SHARE = "Share this: Facebook Twitter"
MENU = "News\nSport\nWeather\nTravel\nMusic\nOpinion\nVideo\nContact us"


def judged(body: str, policy: Mapping[str, Policy] | None = None, **decisions: Any) -> Mapping[Any, Any]:
    """Judge a document with decisions."""
    chosen = Boilerplate(policy={**NEWS_POLICY, **(policy or {})})
    settings = Settings(boilerplate=chosen, decisions=Decisions(**decisions))
    rows = Rows(settings)
    rows.add_file("a.txt", f" date 2021-12-14\n source Tarn Mail\n\n{body}\n".encode())
    (row,) = judged_documents(rows.take().documents, settings).to_dict("records")
    assert restore(row["text"], row["edits"]) == row["body"]
    return row


def facts(row: Mapping[Any, Any]) -> tuple[Any, ...]:
    """Return agency, whether it is syndicated, and dateline."""
    told = (row[name] for name in ("agency", "syndicated", "dateline"))
    return tuple(value if isinstance(value, (str, bool)) else None for value in told)


def record(row: Mapping[Any, Any]) -> list[tuple[str, str]]:
    """Return of each row of the step `decide` the rule, and the text that stands where it says."""
    edits = [edit for edit in row["edits"] if edit.step == "decide"]
    assert all(edit.before == edit.after for edit in edits)
    return [(edit.rule, row["text"][edit.offset : edit.offset + len(edit.after)]) for edit in edits]


Facts = tuple[str | None, bool, str | None]
NONE: Facts = (None, False, None)


@pytest.mark.parametrize(
    ("body", "line", "left", "told", "on_record"),
    [
        pytest.param(DATED, ("(PTI)", "agency-credit"), DATED, PLACED, [], id="a dateline is no notice"),
        pytest.param(
            f"{DATED} (PTI)", ("(PTI)", "agency-credit"), f"{DATED} (PTI)", PLACED, [("agency-credit", "(PTI)")],
            id="a dateline beside the notice",
        ),
        pytest.param(
            STACK, ("Tom Berg", "reuters-desk"), f"{ARTICLE}\n\n{DESK}", ("AFP", True, None),
            [("reuters-desk", "Tom Berg")], id="part of a notice",
        ),
        pytest.param(
            STACK, (FEED, "unedited-wire"), f"{ARTICLE}\n\n{FEED}", ("AFP", True, None),
            [("unedited-wire", FEED)], id="a notice below others",
        ),
        pytest.param(
            f"{ARTICLE} (PTI)\n© 2021 AFP", ("© 2021 AFP", "agency-copyright"), f"{ARTICLE}\n© 2021 AFP",
            ("PTI", True, None), [("agency-copyright", "© 2021 AFP")], id="the notice above is yet at the end",
        ),
        pytest.param(
            f"{MENU}\n\n{DATED} (PTI)", ("Weather", "menu"), f"{MENU}\n\n{DATED}", PLACED, [("menu", "Weather")],
            id="a shape",
        ),
        pytest.param(
            f"{DATED}\n\n{SHARE}\n\n{ARTICLE} (PTI)", ("Share", "share-buttons"),
            f"{DATED}\n\n{SHARE}\n\n{ARTICLE}", PLACED, [("share-buttons", "Share")], id="amid the text",
        ),
        pytest.param(
            f"{ARTICLE} (PTI)", ("river", "photo-credit"), ARTICLE, ("PTI", True, None), [],
            id="what no rule takes",
        ),
        pytest.param(
            f"{ARTICLE} (PTI)", ("(PTI)", "photo-credit"), f"{ARTICLE} (PTI)", NONE, [("agency-credit", "(PTI)")],
            id="by the rule that would take it",
        ),
        pytest.param(
            "© 2021 AFP", ("AFP", "agency-copyright"), "© 2021 AFP", NONE, [("agency-copyright", "AFP")],
            id="else there is no article",
        ),
    ],
)  # fmt: skip
def test_what_is_kept(
    body: str, line: tuple[str, str], left: str, told: Facts, on_record: list[tuple[str, str]]
) -> None:
    row = judged(body, keep={"*": dict([line])})
    assert row["text"].strip() == left
    assert facts(row) == told
    assert record(row) == on_record


@pytest.mark.parametrize(
    ("body", "rule", "left", "told", "on_record"),
    [
        pytest.param(
            f"{ARTICLE}\n\n© 2021 AFP", "agency-copyright", ARTICLE, NONE, [("agency-copyright", "")],
            id="another rule takes it",
        ),
        pytest.param(
            f"{DATED} (PTI)", "agency-credit", DATED, PLACED, [("agency-credit", "")],
            id="another rule takes it, and its words stand elsewhere",
        ),
        pytest.param(
            f"{ARTICLE}\n\n{SHARE}\n\n© 2021 AFP", "share-buttons", f"{ARTICLE}\n\n{SHARE}", ("AFP", True, None),
            [("share-buttons", SHARE)], id="it stays",
        ),
        pytest.param(
            DATED, "dateline-agency", DATED, NONE, [("dateline-agency", "LOWGATE, Dec 13 (PTI) -")],
            id="a dateline",
        ),
        pytest.param(f"{ARTICLE} (PTI)", "photo-credit", ARTICLE, ("PTI", True, None), [], id="nothing found"),
    ],
)  # fmt: skip
def test_what_is_left_out(body: str, rule: str, left: str, told: Facts, on_record: list[tuple[str, str]]) -> None:
    row = judged(body, leave_out={"Tarn Mail": {rule: "why"}})
    assert row["text"].strip() == left
    assert facts(row) == told
    assert record(row) == on_record


def test_what_only_is_told_stays_a_notice_unless_its_rule_is_named() -> None:
    policy: Mapping[str, Policy] = {"agency_credit": "annotate"}
    for rule, rules in (("photo-credit", ["agency-credit"]), ("agency-credit", [])):
        row = judged(f"{ARTICLE} (PTI)", policy, keep={"*": {"(PTI)": rule}})
        assert [notice["rule"] for notice in row["notices"]] == rules
        assert bool(record(row)) is not bool(rules)


def test_a_text_of_which_hundreds_of_places_are_kept_is_left_whole() -> None:
    row = judged(ARTICLE + "\n\n(PTI)" * 120, keep={"*": {"(PTI)": "agency-credit"}})
    assert [reason.code for reason in row["reasons"]] == ["boilerplate.over_removal"]
    assert not record(row)
