"""Drift between corpora: whole runs over made-up documents, and the limits one by one."""

import base64
import json
import shutil
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from generate import corpus as generated
from typer.testing import CliRunner

from corpusclean import cli
from corpusclean.drift import Profile, compare, load_profile, profile_bytes, profile_of
from corpusclean.drift.share import drift_of
from corpusclean.errors import RejectsExceeded, UsageError
from corpusclean.run.job import clean_corpus
from corpusclean.run.reduce import archive_name
from corpusclean.settings import Boilerplate, Drifting, Output, Settings
from corpusclean.settings import Run as RunSettings

ONE = RunSettings(workers=1)
NONE = np.empty(0)


def article(number: int, notice: str = "") -> str:
    day = f"2021-{number % 12 + 1:02d}-{number % 28 + 1:02d}"
    return (
        f" date {day}\n\nThe council of ward {number} met on Monday to talk about the bridge over the river, which"
        f" has been closed to carts for {number + 2} weeks, and put off the vote until spring.\n{notice}"
    )


def made(place: Path, count: int, hits: int, settings: Settings | None = None) -> Path:
    """Clean so many articles, the first of which end with an agency's credit."""
    raw = place.with_name(f"{place.name}-raw")
    raw.mkdir()
    for number in range(count):
        (raw / f"{number:03d}.txt").write_text(article(number, "(PTI)\n" if number < hits else ""))
    clean_corpus([raw], place, settings or Settings(run=ONE))
    return place


@pytest.fixture(scope="module")
def old(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return made(tmp_path_factory.mktemp("old") / "corpus", 100, 20)


@pytest.fixture(scope="module")
def new(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return made(tmp_path_factory.mktemp("new") / "corpus", 100, 2)


def diff(*arguments: str | Path) -> tuple[int, str, str]:
    done = CliRunner().invoke(cli.app, ["diff", *map(str, arguments)])
    assert done.exception is None or isinstance(done.exception, SystemExit), repr(done.exception)
    return done.exit_code, done.stdout, done.stderr


def test_a_rule_whose_hits_fall_from_a_fifth_to_a_fiftieth_fails(old: Path, new: Path) -> None:
    code, out, err = diff(old, new)
    assert (code, err) == (1, "")
    assert "\ndrift: rules agency-credit: 20.0 % -> 2.0 % (20 -> 2)\n" in out
    assert "\ndrift: kinds agency_credit: 20.0 % -> 2.0 % (20 -> 2)\n" in out
    assert out.startswith(f"100 documents in {old}, 100 in {new}:\n  0 new, 0 gone, 18 with another file, ")


def test_a_corpus_has_not_drifted_from_itself(old: Path) -> None:
    code, out, _ = diff(old, old, "--verbose")
    assert code == 0
    assert out.endswith("0 with another result of the same file, 100 the same.\nNo drift.\n")


def test_a_stored_profile_stands_for_its_corpus(old: Path, new: Path, tmp_path: Path) -> None:
    profile = tmp_path / "kept" / "profile.json"
    assert diff(old, "--save-profile", profile)[0] == 0
    loaded, read = load_profile(profile), profile_of(old)
    assert np.array_equal(loaded.entries, read.entries)
    assert loaded._replace(entries=NONE, name="", corpus=None) == read._replace(entries=NONE, name="", corpus=None)
    assert str(old) not in profile.read_text()
    with_profile, with_corpus = (diff(first, new, "--format", "json")[1] for first in (profile, old))
    assert json.loads(with_profile)["figures"] == json.loads(with_corpus)["figures"]
    assert json.loads(with_profile)["moved"]["source"] == 18


def test_what_came_went_and_changed_is_told_by_name(old: Path, tmp_path: Path) -> None:
    raw = Path(shutil.copytree(old.with_name("corpus-raw"), tmp_path / "raw"))
    for number in (50, 51, 52):
        (raw / f"{number:03d}.txt").unlink()
    (raw / "new.txt").write_text(article(500))
    (raw / "060.txt").write_text(article(600))
    settings = Settings(
        run=ONE, boilerplate=Boilerplate(policy={"agency_credit": "annotate", "photo_credit": "annotate"})
    )
    clean_corpus([raw], tmp_path / "corpus", settings)
    compared = compare(profile_of(old), profile_of(tmp_path / "corpus"), Drifting())
    moved = compared.moved
    assert (moved.came, moved.went, moved.source, moved.result, moved.same) == (1, 3, 1, 20, 76)
    assert moved.examples["came"] == ("new.txt",)
    assert moved.examples["went"] == ("050.txt", "051.txt", "052.txt")
    assert moved.examples["source"] == ("060.txt",)
    assert moved.examples["result"] == tuple(f"00{number}.txt" for number in range(5))
    assert compared.made == (
        "setting boilerplate.policy.agency_credit: 'remove' -> 'annotate'",
        "setting boilerplate.policy.photo_credit: 'remove' -> 'annotate'",
    )


@pytest.mark.parametrize(
    ("then", "now"),
    [
        pytest.param({"dates": {"order": "dmy"}}, {"dates": {"order": "mdy"}}, id="dates"),
        pytest.param({}, {"fields": {"writer": "author"}}, id="fields"),
        pytest.param({}, {"boilerplate": {"policy": {"agency_credit": "ignore"}}}, id="agencies"),
    ],
)
def test_another_result_is_any_other_column(tmp_path: Path, then: dict[str, Any], now: dict[str, Any]) -> None:
    raw = tmp_path / "raw"
    raw.mkdir()
    for number in range(1, 7):
        said = f"The river rose by a metre in valley {number}, and nobody was hurt there, said the mayor. (PTI)"
        (raw / f"{number}.txt").write_text(f"date: 0{number}/04/2022\nwriter: Ann Lee\n\n{said}\n")
    for place, chosen in (("then", then), ("now", now)):
        settings = {"dates": {"order": "dmy"}, "boilerplate": {"policy": {"agency_credit": "annotate"}}, **chosen}
        clean_corpus([raw], tmp_path / place, Settings.model_validate({"run": {"workers": 1}, **settings}))
    moved = compare(profile_of(tmp_path / "then"), profile_of(tmp_path / "now"), Drifting()).moved
    same = int(then != {} and now != {})  # the fourth of April is that either way
    assert (moved.result, moved.same, moved.source) == (6 - same, same, 0)


def test_a_profile_holds_nothing_of_what_decisions_quote(tmp_path: Path) -> None:
    raw = tmp_path / "raw"
    raw.mkdir()
    (raw / "ferry.txt").write_text(article(1, "(PTI)\n"))
    decided = [{}, {"keep": {"ferry.txt": {"(PTI)": "agency-credit"}}}]
    profiles = []
    for number, decisions in enumerate(decided):
        corpus = tmp_path / f"corpus{number}"
        clean_corpus([raw], corpus, Settings.model_validate({"run": {"workers": 1}, "decisions": decisions}))
        profiles.append(profile_of(corpus))
    kept = profile_bytes(profiles[1]).decode()
    assert not [said for said in ("ferry", "PTI") if said in kept]
    assert "the decisions" in compare(profiles[0], profiles[1], Drifting()).made
    # What a reviewer has left is on record, and is no edit: it would fail whoever decides something.
    assert [dict(each.counts["edits"]) for each in profiles] == [{"strip/agency-credit": 1}, {}]


def test_what_is_removed_is_a_share_of_all_that_it_was_removed_from(tmp_path: Path) -> None:
    raw = tmp_path / "raw"
    raw.mkdir()
    for number in range(8):
        (raw / f"{number}.txt").write_text(article(number // 4, "(With inputs from PTI)\n"))
    profiles = []
    for exact in ("first", "keep"):
        settings = Settings.model_validate({"run": {"workers": 1}, "duplicates": {"exact": exact}})
        clean_corpus([raw], tmp_path / exact, settings)
        profiles.append(profile_of(tmp_path / exact))
    assert [each.documents["duplicates"] for each in profiles] == [6, 0]
    assert profiles[0].removed == profiles[1].removed


def test_counts_are_those_of_the_tables(tmp_path: Path) -> None:
    import pandas as pd

    raw = generated(tmp_path / "raw", 120)
    clean_corpus([raw], tmp_path / "corpus", Settings(run=ONE))
    profile = profile_of(tmp_path / "corpus")
    tables = {name: pd.read_parquet(tmp_path / "corpus" / name) for name in ("data", "duplicates", "rejects")}
    ledger = pd.read_parquet(tmp_path / "corpus" / "ledger")
    kept = pd.concat([tables["data"], tables["duplicates"]])
    rules = pd.Series([rule for row in kept["notices"] for rule in {notice["rule"] for notice in row}])
    assert profile.counts["rules"] == rules.value_counts().to_dict()
    edits = (ledger["step"] + "/" + ledger["rule"]).groupby(ledger["doc_id"]).unique().explode()
    assert profile.counts["edits"] == edits.value_counts().to_dict()
    reasons = tables["rejects"]["codes"].explode()
    assert profile.counts["reasons"] == reasons.value_counts().to_dict()
    assert profile.counts["languages"] == tables["data"]["language"].value_counts().to_dict()
    ordered = sorted(tables["data"]["characters"])
    assert profile.lengths["p50"] == ordered[(len(ordered) - 1) // 2]
    gone = sum(each["end"] - each["start"] for row in kept["notices"] for each in row if each["removed"])
    assert profile.removed["characters"] == gone
    assert len(profile.entries) == 120


def test_a_corpus_whose_ledger_is_elsewhere_is_compared_by_the_rest(tmp_path: Path) -> None:
    raw = generated(tmp_path / "raw", 120)
    apart = Settings(run=ONE, output=Output(private=str(tmp_path / "private")))
    clean_corpus([raw], tmp_path / "whole", Settings(run=ONE))
    clean_corpus([raw], tmp_path / "apart", apart)
    whole, part = (profile_of(tmp_path / name) for name in ("whole", "apart"))
    assert {area for area in {*whole.counts, *part.counts} if whole.counts[area] != part.counts.get(area)} == {
        "edits"
    }
    rejects = whole.documents["rejects"]
    assert len(part.entries) == 120 - rejects < 120
    diff(tmp_path / "apart", "--save-profile", tmp_path / "saved.json")
    for one, other in (("whole", "apart"), ("apart", "whole"), ("saved.json", "apart"), ("whole", "saved.json")):
        code, out, _ = diff(tmp_path / one, tmp_path / other)
        assert (code, "0 new, 0 gone, 0 with another file, 0 with another result" in out) == (0, True), out
        assert f", {120 - rejects} the same.\n" in out
        told = next(line for line in out.splitlines() if line.startswith("not compared: "))
        assert "edits, and rejects one by one" in told
        assert (str(tmp_path / "whole") in told) is False
        assert json.loads(diff(tmp_path / one, tmp_path / other, "--format", "json")[1])["not_compared"] == [
            "edits",
            "rejects",
        ]
    assert "not compared" not in diff(tmp_path / "whole", tmp_path / "whole")[1]


@pytest.mark.parametrize(
    ("old", "new", "limits", "drifted"),
    [
        pytest.param((20, 100), (2, 100), {}, True, id="a tenth of what it was"),
        pytest.param((2, 100), (20, 100), {}, True, id="ten times as many"),
        pytest.param((10, 50), (1, 50), {}, True, id="of fifty documents"),
        pytest.param((2, 10), (0, 10), {}, False, id="so few may be chance"),
        pytest.param((200, 1000), (150, 1000), {}, False, id="neither half nor ten points"),
        pytest.param((600, 1000), (480, 1000), {}, True, id="twelve points"),
        pytest.param((600, 1000), (480, 1000), {"shift": 0.2}, False, id="twelve points of twenty"),
        pytest.param((20, 100), (2, 100), {"ratio": 20}, True, id="eighteen points though not twentyfold"),
        pytest.param((300, 10_000), (30, 10_000), {"ratio": 20}, False, id="a tenth where a twentieth is asked"),
        pytest.param((20, 100), (2, 100), {"ignore": ("rules",)}, False, id="ignored"),
        pytest.param((0, 0), (50, 100), {}, False, id="of nothing"),
        pytest.param((0, 100), (0, 100), {}, False, id="nothing then, nothing now"),
        pytest.param((100, 100), (100, 100), {}, False, id="all then, all now"),
    ],
)
def test_the_limits_of_a_share(
    old: tuple[int, int],
    new: tuple[int, int],
    limits: dict[str, object],
    drifted: bool,  # noqa: FBT001  # a case
) -> None:
    chosen = Drifting.model_validate(limits)
    assert drift_of("rules", "x", old, new, chosen).drifted is drifted
    assert drift_of("rules", "x", new, old, chosen).drifted is drifted


def profile(count: int = 100, *, length: float = 1000.0, removed: int = 10) -> Profile:
    entries = np.zeros(count, profile_dtype())
    entries["id"] = np.arange(count)
    documents = {"found": count, "clean": count, "duplicates": 0, "rejects": 0}
    lengths = {"p10": length, "p50": length, "p90": length}
    return Profile("x", documents, {}, lengths, {"characters": removed, "of": 1000}, {}, entries)


def profile_dtype() -> np.dtype:
    from corpusclean.drift.profile import ENTRY

    return ENTRY


@pytest.mark.parametrize(
    ("then", "now", "limits", "names"),
    [
        pytest.param(profile(), profile(79), {}, ["found", "gone"], id="a fifth of the documents is gone"),
        pytest.param(profile(), profile(81), {}, [], id="less than that"),
        pytest.param(profile(), profile(300), {}, [], id="a corpus may grow"),
        pytest.param(profile(), profile(79), {"ignore": ("documents",)}, [], id="ignored"),
        pytest.param(profile(), profile(length=700.0), {}, ["p10", "p50", "p90"], id="shorter"),
        pytest.param(profile(), profile(length=760.0), {}, [], id="a little shorter"),
        pytest.param(profile(), profile(length=1240.0), {}, [], id="a little longer"),
        pytest.param(profile(), profile(length=1260.0), {}, ["p10", "p50", "p90"], id="longer"),
        pytest.param(profile(20), profile(20, length=100.0), {}, [], id="lengths of too few"),
        pytest.param(profile(), profile(removed=40), {}, ["removed"], id="four times as much is removed"),
        pytest.param(profile(removed=1), profile(removed=9), {}, [], id="nine times next to nothing"),
    ],
)
def test_the_limits_of_numbers_and_lengths(
    then: Profile, now: Profile, limits: dict[str, object], names: list[str]
) -> None:
    compared = compare(then, now, Drifting.model_validate(limits))
    assert [figure.key for figure in compared.drifted] == names


def test_results_that_change_fail_where_the_settings_say_so() -> None:
    then, now = profile(), profile()
    now.entries["result"][:30] = 7
    assert compare(then, now, Drifting()).drifted == ()
    (figure,) = compare(then, now, Drifting(changed=0.2)).drifted
    assert (figure.key, figure.new, figure.of_new) == ("changed by cleaning", 30, 100)
    assert compare(then, now, Drifting(changed=0.3)).drifted == ()


def test_drift_in_every_format(old: Path, new: Path, tmp_path: Path) -> None:
    from xml.etree import ElementTree as ET

    formats = [f"--format={name}={tmp_path / name}" for name in ("json", "sarif", "junit", "text")]
    code, out, _ = diff(old, new, "--format", "github", *formats)
    assert code == 1
    assert out.splitlines()[0].startswith("::error file=")
    assert "title=drift.share::" in out
    drifted = [figure for figure in json.loads((tmp_path / "json").read_text())["figures"] if figure["drifted"]]
    (run,) = json.loads((tmp_path / "sarif").read_text())["runs"]
    assert len(run["results"]) == len(drifted) == len(out.splitlines())
    assert ET.parse(tmp_path / "junit").getroot().get("failures") == str(len(drifted))  # noqa: S314  # our own
    assert "drift: rules agency-credit" in (tmp_path / "text").read_text()


def test_no_fail_tells_and_passes(old: Path, new: Path) -> None:
    code, out, _ = diff(old, new, "--no-fail")
    assert code == 0
    assert "drift: rules agency-credit" in out


def test_the_settings_say_what_is_drift(old: Path, new: Path, tmp_path: Path) -> None:
    config = tmp_path / "corpusclean.toml"
    config.write_text('[drift]\nignore = ["rules", "kinds", "edits"]\n')
    assert diff(old, new, "--config", config)[0] == 0
    config.write_text("[drift]\nratio = 1.0\n")
    code, _, err = diff(old, new, "--config", config)
    assert code == 2
    assert "drift.ratio" in err


@pytest.mark.parametrize(
    ("content", "message"),
    [
        pytest.param(None, "No such file or directory; name a corpus, or a profile", id="nothing"),
        pytest.param("x", "no profile: it is not JSON", id="no JSON"),
        pytest.param("[1]", "no profile; `diff --save-profile` writes one", id="no object"),
        pytest.param('{"profile": 99}', "a profile of format 99; this version reads 2", id="of another version"),
        pytest.param('{"profile": 2, "documents": {}}', "no profile", id="half of one"),
    ],
)
def test_what_is_no_profile_is_refused(old: Path, tmp_path: Path, content: str | None, message: str) -> None:
    path = tmp_path / "profile.json"
    if content is not None:
        path.write_text(content)
    code, _, err = diff(path, old)
    assert code == 2
    assert message in err


@pytest.mark.parametrize(
    "spoilt",
    [
        {"entries": "%%"}, {"entries": "AAAA"}, {"counts": {"rules": {"x": "many"}}}, {"documents": {"found": 1}},
        {"lengths": {}}, {"counts": 5}, {"made": None}, {"entries": base64.b64encode(b"\xff" * 25).decode()},
    ],
)  # fmt: skip
def test_a_profile_that_was_spoilt_is_refused(old: Path, tmp_path: Path, spoilt: dict[str, object]) -> None:
    values = json.loads(profile_bytes(profile_of(old)))
    path = tmp_path / "profile.json"
    path.write_text(json.dumps({**values, **spoilt}))
    with pytest.raises(UsageError, match="no profile"):
        load_profile(path)


def test_diff_needs_something_to_compare_with(old: Path) -> None:
    code, _, err = diff(old)
    assert code == 2
    assert "name NEW too, or --save-profile FILE" in err


def test_what_a_failed_run_left_is_not_compared(tmp_path: Path) -> None:
    (tmp_path / "raw").mkdir()
    (tmp_path / "raw" / "a.txt").write_text("No header stands above this.\n")
    with pytest.raises(RejectsExceeded):
        clean_corpus([tmp_path / "raw"], tmp_path / "corpus", Settings(run=ONE, max_rejects=0))
    failed = tmp_path / "corpus.failed"
    with pytest.raises(UsageError, match="holds what a failed run left; name a corpus that was published"):
        profile_of(failed)
    with pytest.raises(UsageError, match="holds what a failed run left; name a corpus that was published"):
        archive_name(failed)
