"""Decisions: a line of `decisions.toml` is honoured by the next run, on record, and can be undone."""

import json
import re
import tomllib
import zipfile
from html import unescape
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
from conftest import Folder, Run
from hypothesis import given
from hypothesis import strategies as st
from page_texts import article

from corpusclean import clean, read_documents, write_corpus
from corpusclean.boilerplate.trial import require_tested
from corpusclean.cli.app import chosen_settings
from corpusclean.corpus import read_manifest
from corpusclean.decisions import Decisions, accept_line, decided, keep_line, leave_out_line
from corpusclean.errors import UsageError
from corpusclean.read.documents import read_files
from corpusclean.read.inventory import take_inventory
from corpusclean.report.page.reproduce import settings_text
from corpusclean.report.terminal import account
from corpusclean.settings import Settings, load_settings
from corpusclean.verify import verify_corpus

PROPOSALS = """
[[proposals]]
id = "read-aloud"
number = 1
kind = "ui_junk"
languages = ["en"]
where = ["tail"]
wordings = ["This page is read aloud at the {person} library on Fridays"]
score = 9.0
documents = 20

[[proposals.examples]]
why = "seen"
text = "It rained. This page is read aloud at the Tarn library on Fridays."
stays = "It rained."
"""

SHARE = "Share this: Facebook Twitter"
"""No other rule than one finds it."""

ALOUD = "This page is read aloud at the Tarn library on Fridays."


def document(number: int, tail: str, outlet: str = "Tarn Mail") -> str:
    return f" date 2021-03-0{number}\n source {outlet}\n\n{article('Tarn', number)}\n\n{tail}\n"


@pytest.fixture
def raw(folder: Folder) -> Path:
    return folder(
        {
            "a.txt": document(1, "(PTI)"),
            "b.txt": document(2, SHARE, "Fell Mail"),
            "c.txt": document(3, f"{ALOUD}\n\n{SHARE}", "Fell Mail"),
            "d.txt": document(4, "(PTI)\n\n© 2021 AFP"),
            "e.txt": document(5, SHARE),
        }
    )


def cleaned(raw: Path, decisions: str | None = None, *, run: Run | None = None) -> dict[str, Any]:
    """Clean with decisions, in memory or on the command line; return what came out and what was said."""
    out = raw.parent / "corpus"
    if decisions is not None:
        (raw / "decisions.toml").write_text(decisions, encoding="utf-8")
    settings = load_settings(None, [raw])
    require_tested(settings.boilerplate.packs)
    if run is None:
        write_corpus(clean(read_documents(raw, settings=settings), settings), out, settings)
        said = account(read_manifest(out), out)
    else:
        done = run("clean", raw, "--out", out, "--workers", "1")
        assert done.returncode == 0, done.stderr
        said = done.stdout
    assert verify_corpus(out).problems == ()
    rows = [row for path in (out / "data").glob("*.parquet") for row in pq.read_table(path).to_pylist()]
    ledger = [row for path in (out / "ledger").glob("*.parquet") for row in pq.read_table(path).to_pylist()]
    names = {row["doc_id"]: row["address"] for row in rows}
    return {
        "texts": {row["address"]: row["text"] for row in rows},
        "decided": sorted(
            (names[row["doc_id"]], row["rule"], row["before"]) for row in ledger if row["step"] == "decide"
        ),
        "ledger": ledger,
        "rows": {row["address"]: row for row in rows},
        "manifest": json.loads((out / "manifest.json").read_text(encoding="utf-8")),
        "said": said,
        "page": (out / "report.html").read_text(encoding="utf-8"),
    }


def test_without_decisions_every_notice_goes(raw: Path) -> None:
    made = cleaned(raw)
    assert not [text for text in made["texts"].values() if "(PTI)" in text or SHARE in text]
    assert made["decided"] == []
    assert "decision honoured" not in made["said"]
    assert "no effect" not in made["said"]


def test_a_text_is_kept_in_one_document(run: Run, raw: Path) -> None:
    made = cleaned(raw, keep_line("d.txt", "(PTI)", "agency-credit"), run=run)
    assert {address for address, text in made["texts"].items() if "(PTI)" in text} == {"d.txt"}
    assert "AFP" not in made["texts"]["d.txt"]
    assert made["decided"] == [("d.txt", "agency-credit", "(PTI)")]
    assert [notice["rule"] for notice in made["rows"]["d.txt"]["notices"]] == ["agency-copyright"]
    (count,) = made["manifest"]["counts"]["decisions"].values()
    assert count == 1
    assert made["manifest"]["settings"]["decisions"]["keep"] == {"d.txt": {"(PTI)": "agency-credit"}}
    assert "1 decision honoured" in made["said"]


def test_a_text_is_kept_everywhere(raw: Path) -> None:
    made = cleaned(raw, keep_line("*", "(PTI)", "agency-credit"))
    assert [address for address, _, _ in made["decided"]] == ["a.txt", "d.txt"]
    assert all("(PTI)" in made["texts"][address] for address in ("a.txt", "d.txt"))
    assert "AFP" not in made["texts"]["d.txt"]


def test_the_place_on_record_is_where_the_text_stands(raw: Path) -> None:
    made = cleaned(raw, keep_line("d.txt", "(PTI)", "agency-credit"))
    (edit,) = [row for row in made["ledger"] if row["step"] == "decide"]
    text = made["texts"]["d.txt"]
    assert text[edit["offset"] :].startswith("(PTI)")
    assert edit["before"] == edit["after"]
    assert edit["rule_version"] != "0"


def test_a_rule_is_left_out_for_an_outlet(raw: Path) -> None:
    made = cleaned(raw, leave_out_line("Fell Mail", "share-buttons", "they mean it"))
    assert {address for address, text in made["texts"].items() if SHARE in text} == {"b.txt", "c.txt"}
    assert made["decided"] == [("b.txt", "share-buttons", SHARE), ("c.txt", "share-buttons", SHARE)]
    told = made["manifest"]["settings"]["decisions"]["leave_out"]
    assert told == {"Fell Mail": {"share-buttons": "they mean it"}}


@pytest.mark.parametrize(
    ("outlet", "meant"),
    [("sport", ["sport/a.txt", "tarn/sport/a.txt"]), ("/sport", ["sport/a.txt"]), ("/tarn", ["tarn/sport/a.txt"])],
)
def test_an_outlet_without_a_field_is_a_folder_and_behind_a_slash_the_top_one(
    tmp_path: Path, outlet: str, meant: list[str]
) -> None:
    raw = tmp_path / "raw"
    for number, folder in enumerate(("sport", "tarn/sport"), start=1):
        (raw / folder).mkdir(parents=True)
        story = f" date 2021-03-0{number}\n\n{article('Tarn', number)}\n\n{SHARE}\n"
        (raw / folder / "a.txt").write_text(story, encoding="utf-8")
    made = cleaned(raw, leave_out_line(outlet, "share-buttons", "they mean it"))
    assert [address for address, text in sorted(made["texts"].items()) if SHARE in text] == meant


def test_a_decision_whose_text_another_rule_takes_is_on_record_and_not_honoured(raw: Path) -> None:
    made = cleaned(raw, leave_out_line("Tarn Mail", "agency-credit", "they write it themselves"))
    assert "(PTI)" not in made["texts"]["a.txt"]
    assert made["decided"] == [("a.txt", "agency-credit", ""), ("d.txt", "agency-credit", "")]
    assert made["manifest"]["counts"]["decisions"] == {}
    assert "1 decision had no effect on a text" in made["said"]


def test_a_rule_whose_notices_stay_in_the_text_is_left_out_as_well(raw: Path) -> None:
    (raw / "corpusclean.toml").write_text('[boilerplate.policy]\nshare_buttons = "annotate"\n')
    before = cleaned(raw, "")
    assert [notice["rule"] for notice in before["rows"]["b.txt"]["notices"]] == ["share-buttons"]
    made = cleaned(raw, leave_out_line("Fell Mail", "share-buttons", "they mean it"))
    assert made["rows"]["b.txt"]["notices"] == []
    assert SHARE in made["texts"]["b.txt"]
    assert made["decided"] == [("b.txt", "share-buttons", SHARE), ("c.txt", "share-buttons", SHARE)]
    assert "1 decision honoured" in made["said"]


def test_a_proposed_rule_is_accepted(raw: Path) -> None:
    (raw / "proposals.toml").write_text(PROPOSALS, encoding="utf-8")
    before = cleaned(raw, "")
    assert ALOUD in before["texts"]["c.txt"]
    made = cleaned(raw, accept_line("read-aloud", "Old people are read to at the Tarn library on Fridays."))
    assert ALOUD not in made["texts"]["c.txt"]
    assert made["manifest"]["counts"]["notices"]["read-aloud"] == 1
    assert made["manifest"]["rules_sha256"] != before["manifest"]["rules_sha256"]
    assert "1 decision honoured" in made["said"]


def test_the_page_offers_what_is_proposed(raw: Path) -> None:
    text = "It rained. They are read to at the Tarn library on Fridays."
    near = f'\n# [[proposals.keep]]\n# why = "near"\n# text = "{text}"\n'
    (raw / "proposals.toml").write_text(PROPOSALS + near, encoding="utf-8")
    page = cleaned(raw, "")["page"]
    lines = [unescape(line) for line in re.findall(r'<code dir="ltr">(accept.*?)</code></label>', page)]
    assert lines == [f'accept.read-aloud = "{text}"']
    made = cleaned(raw, lines[0])
    assert ALOUD not in made["texts"]["c.txt"]
    assert "Proposed rules" in page
    assert "Proposed rules" not in made["page"]


def test_a_near_text_that_a_person_has_spoilt_is_not_offered(raw: Path) -> None:
    near = '\n# text = "It was "read" to us."\n# text = "They read it."\n'
    (raw / "proposals.toml").write_text(PROPOSALS + near, encoding="utf-8")
    (raw / "decisions.toml").write_text("", encoding="utf-8")
    (proposed,) = load_settings(None, [raw]).decisions.proposed
    assert proposed.near == ("They read it.",)


@pytest.mark.parametrize(
    ("said", "told"),
    [
        pytest.param(
            'documents = "many"', r"toml:10: documents: must be a whole number \(got 'many'\)", id="count"
        ),
        pytest.param("seen = 3", r"toml:10: seen: must be a list \(got 3\)", id="texts"),
    ],
)
def test_a_proposal_that_a_person_has_spoilt_is_refused_by_its_line(raw: Path, said: str, told: str) -> None:
    (raw / "proposals.toml").write_text(PROPOSALS.replace("documents = 20", said), encoding="utf-8")
    (raw / "decisions.toml").write_text("", encoding="utf-8")
    with pytest.raises(UsageError, match=told):
        load_settings(None, [raw])


def test_a_proposed_rule_must_keep_what_the_decision_says(raw: Path) -> None:
    (raw / "proposals.toml").write_text(PROPOSALS, encoding="utf-8")
    (raw / "decisions.toml").write_text(accept_line("read-aloud", f"It rained. {ALOUD}"), encoding="utf-8")
    with pytest.raises(UsageError, match=r"decisions.toml:1: accept.read-aloud: the rule does not keep this text"):
        load_settings(None, [raw])
    (raw / "decisions.toml").write_text("\n" + accept_line("read-aloud", ALOUD), encoding="utf-8")
    with pytest.raises(UsageError, match=r"decisions.toml:2: accept.read-aloud: the rule finds all of this text"):
        load_settings(None, [raw])
    (raw / "decisions.toml").write_text(accept_line("read-alone", "Rain."), encoding="utf-8")
    with pytest.raises(UsageError, match="no proposal 'read-alone'; there are read-aloud"):
        load_settings(None, [raw])


def test_an_accepted_rule_that_fails_is_told_by_the_decision(raw: Path, run: Run) -> None:
    """Not by a line of a text that is in no file. The text that must stay is one that another rule takes."""
    (raw / "proposals.toml").write_text(PROPOSALS, encoding="utf-8")
    accepted = "# a comment\n" + accept_line("read-aloud", "It rained.\n\n(PTI)")
    (raw / "decisions.toml").write_text(accepted, encoding="utf-8")
    done = run("check", raw)
    assert done.returncode == 2
    assert re.match(r"corpusclean: \S*decisions.toml:2: accept.read-aloud: rule read-aloud, keep \d", done.stderr)
    assert "write another that must stay, or correct the proposal" in done.stderr


def test_no_decision_is_the_same_as_none(raw: Path) -> None:
    without = cleaned(raw)["manifest"]
    empty = cleaned(raw, "")["manifest"]
    tables = [
        [entry["sha256"] for entry in manifest["files"] if entry["path"].endswith(".parquet")]
        for manifest in (without, empty)
    ]
    assert tables[0] == tables[1]


def test_what_is_out_of_date_is_told(raw: Path) -> None:
    made = cleaned(raw, keep_line("gone.txt", "(PTI)", "agency-credit"))
    assert "1 decision had no effect on a text" in made["said"]
    assert "had no effect on a text; it may be out of date" in made["page"]


def test_check_honours_decisions_too(run: Run, raw: Path) -> None:
    plain = run("check", raw, "--workers", "1", "--verbose")
    (raw / "decisions.toml").write_text(keep_line("*", "(PTI)", "agency-credit"), encoding="utf-8")
    done = run("check", raw, "--workers", "1", "--verbose")
    assert plain.stdout.count("notice.found") == done.stdout.count("notice.found") + 2 > 2


def test_explain_shows_a_kept_text_as_text(run: Run, raw: Path) -> None:
    cleaned(raw, keep_line("a.txt", "(PTI)", "agency-credit"))
    told = run("explain", "a.txt", "--corpus", raw.parent / "corpus").stdout
    assert "decide/agency-credit" in told
    assert "[-(PTI)-]" not in told


def test_every_line_of_the_page_does_what_it_says(raw: Path) -> None:
    page = cleaned(raw)["page"]
    lines = [unescape(line) for line in re.findall(r'<code dir="ltr">(.*?)</code></label>', page)]
    own = [line for line in lines if line.startswith("keep.") and not line.startswith('keep."*"')]
    assert all(line.startswith('keep."/') for line in own)
    assert len(own) == 6  # every notice is shown: no rule has more than three
    made = cleaned(raw, "\n".join(own))
    assert len(made["decided"]) == 6
    assert [row["notices"] for row in made["rows"].values()] == [[], [], [], [], []]
    others = [line for line in lines if line.startswith("leave_out.") and "share-buttons" in line]
    assert others
    with pytest.raises(UsageError, match="say why, between the quotes"):
        cleaned(raw, others[0])
    made = cleaned(raw, "\n".join(dict.fromkeys(others)).replace('""', '"they mean it"'))
    assert [address for address, text in sorted(made["texts"].items()) if SHARE in text] == [
        "b.txt",
        "c.txt",
        "e.txt",
    ]


def test_what_a_decision_left_is_no_repair_and_no_edit(raw: Path) -> None:
    """Nobody changed it."""
    made = cleaned(raw, keep_line("*", "(PTI)", "agency-credit"))
    changed = [row for row in made["ledger"] if row["before"] != row["after"]]
    assert len(changed) == len(made["ledger"]) - 2
    assert f"{len(changed)} edits on record" in made["said"]
    assert f'<dt>edits on record</dt><dd class="big">{len(changed)}</dd>' in made["page"]
    assert "decide/" not in made["page"]


def test_only_decisions_are_on_record(raw: Path) -> None:
    for name in ("b.txt", "c.txt", "d.txt", "e.txt"):
        (raw / name).unlink()
    made = cleaned(raw, keep_line("*", "(PTI)", "agency-credit"))
    assert [row["step"] for row in made["ledger"]] == ["decide"]
    assert "0 edits on record" in made["said"]


@pytest.mark.parametrize("name", ["*", "a.txt"])
def test_the_line_for_one_document_means_no_other(folder: Folder, name: str) -> None:
    raw = folder({name: document(1, "(PTI)"), f"tarn/{name}": document(2, "(PTI)\n\n© 2021 AFP")})
    with zipfile.ZipFile(raw / "p.zip", "w") as pack:
        pack.writestr(f"x/{name}", document(3, "(PTI)"))
        pack.writestr(name, document(4, "(PTI)"))
    page = unescape(cleaned(raw)["page"])
    lines = set(re.findall(r'keep\."/([^"]*)"\."\(PTI\)"', page))
    assert len(lines) == 3  # a rule has no more examples
    for address in lines:
        made = cleaned(raw, keep_line(f"/{address}", "(PTI)", "agency-credit"))
        assert [each for each, _, _ in made["decided"]] == [address]


@pytest.mark.parametrize(
    ("named", "meant"),
    [
        ("a.txt", ["a.txt", "tarn/a.txt"]),
        ("x/a.txt", []),
        ("p.zip!x/a.txt", ["p.zip!x/a.txt", "tarn/p.zip!x/a.txt"]),
        ("m.csv#x/a.txt", ["m.csv#x/a.txt"]),
        ("/a.txt", ["a.txt"]),
        ("/p.zip!x/a.txt", ["p.zip!x/a.txt"]),
        ("/tarn/a.txt", ["tarn/a.txt"]),
    ],
)
def test_the_end_of_a_path_is_that_of_a_file(named: str, meant: list[str]) -> None:
    addresses = ["a.txt", "tarn/a.txt", "p.zip!x/a.txt", "p.zip!a.txt", "tarn/p.zip!x/a.txt", "m.csv#x/a.txt"]
    decisions = Decisions(keep={named: {"x": "y"}})
    assert [address for address in addresses if decisions.texts_of(address)] == meant


def test_by_what_documents_are_judged_is_no_document(folder: Folder) -> None:
    raw = folder({"a.txt": document(1, "(PTI)"), "mine.toml": 'exclude = ["*.bak"]\n', "a.bak": "x"})
    (raw / "decisions.toml").write_text('proposals = "other.toml"\n', encoding="utf-8")
    (raw / "other.toml").write_text(PROPOSALS, encoding="utf-8")
    settings = load_settings(raw / "mine.toml", [raw])
    assert [found.address for found in take_inventory([raw], settings).found] == ["a.txt"]
    (raw / "mine.toml").rename(raw / "corpusclean.toml")
    (raw / "other.toml").rename(raw / "proposals.toml")
    (raw / "decisions.toml").write_text("", encoding="utf-8")
    settings = load_settings(None, [raw])
    assert settings.exclude == ("*.bak", ".*", "corpusclean.toml", "decisions.toml", "proposals.toml")
    assert [found.address for found in take_inventory([raw], settings).found] == ["a.txt"]


@pytest.mark.parametrize(
    ("exclude", "left"),
    [
        ("[]", [".hid.txt", "a.txt", "b.bak"]),
        ('["corpusclean.toml"]', ["a.txt", "b.bak"]),
        ('["corpusclean.toml", "decisions.toml", "proposals.toml"]', ["a.txt", "b.bak"]),
        ('["*.bak"]', ["a.txt"]),
    ],
)
@pytest.mark.parametrize("name", ["corpusclean.toml", "mine.toml"])
def test_only_an_empty_list_lets_hidden_in(folder: Folder, exclude: str, left: list[str], name: str) -> None:
    raw = folder({"a.txt": "a", ".hid.txt": "b", "b.bak": "c", name: f"exclude = {exclude}\n"})
    settings = chosen_settings(raw / name, [raw])
    assert [found.address for found in take_inventory([raw], settings).found] == left
    if name == "corpusclean.toml":  # what the report says of it, to do it again
        (raw / name).write_text(settings_text(settings.decisive()), encoding="utf-8")
        settings = chosen_settings(raw / name, [raw])
        assert [found.address for found in take_inventory([raw], settings).found] == left


@pytest.mark.parametrize("config", ["raw/c/my [1].txt", "link/c/my [1].txt"])
@pytest.mark.parametrize(
    ("inputs", "left"),
    [
        ("raw", ["b/my [1].txt", "c/b/my [1].txt", "my [1].txt", "p.zip!c/my [1].txt", "p.zip!my [1].txt"]),
        ("raw/c", ["b/my [1].txt"]),
        ("raw/b raw/c", ["b/my [1].txt", "c/b/my [1].txt"]),
    ],
)
def test_the_settings_file_alone_is_left_out_and_no_document_of_its_name(
    folder: Folder, monkeypatch: pytest.MonkeyPatch, config: str, inputs: str, left: list[str]
) -> None:
    name = "my [1].txt"
    raw = folder({f"{place}{name}": document(1, "") for place in ("", "b/", "c/b/")} | {f"c/{name}": ""})
    with zipfile.ZipFile(raw / "p.zip", "w") as pack:
        for place in ("", "c/"):
            pack.writestr(f"{place}{name}", document(2, ""))
    monkeypatch.chdir(raw.parent)
    Path("link").symlink_to("raw")
    paths = [Path(path) for path in inputs.split()]
    settings = load_settings(config, paths)
    assert sorted(read_files(take_inventory(paths, settings).found, settings)["address"]) == left


def test_proposals_alone_are_left_out_wherever_addresses_begin(
    folder: Folder, monkeypatch: pytest.MonkeyPatch
) -> None:
    raw = folder({name: document(1, "") for name in ("a.txt", "in/a.txt", "in/in/p.txt", "p.txt")})
    (raw / "in/p.txt").write_text(PROPOSALS, encoding="utf-8")
    (raw / "corpusclean.toml").write_text("", encoding="utf-8")
    (raw / "decisions.toml").write_text('proposals = "in/p.txt"\n', encoding="utf-8")
    monkeypatch.chdir(raw.parent)
    for path, base, left in (
        (raw, None, ["a.txt", "in/a.txt", "in/in/p.txt", "p.txt"]),
        (raw / "in", None, ["a.txt", "in/p.txt"]),
        (raw / "in", raw, ["in/a.txt", "in/in/p.txt"]),
    ):
        found = take_inventory([path], load_settings(None, [path]), base).found
        assert [each.address for each in found] == left


def test_the_settings_file_is_left_out_whoever_reads_it(folder: Folder) -> None:
    raw = folder({"a.txt": document(1, ""), "mine.toml": "", "b/mine.toml": document(2, "")})
    settings = load_settings(raw / "mine.toml")
    assert sorted(read_documents(raw, settings=settings)["address"]) == ["a.txt", "b/mine.toml"]
    # Where a file lies is this machine's business.
    assert settings.decisive() == Settings().decisive()


@pytest.mark.parametrize("beside", [(), ("raw/a.txt",)])
def test_a_settings_file_that_is_named_is_left_out_itself(
    run: Run, raw: Path, monkeypatch: pytest.MonkeyPatch, beside: tuple[str, ...]
) -> None:
    monkeypatch.chdir(raw.parent)
    (raw / "mine.toml").write_text("", encoding="utf-8")
    done = run("check", "--force-exclude", "--config", raw / "mine.toml", "raw/mine.toml", *beside)
    assert (done.returncode, done.stdout) == (0, "")


def test_decisions_lie_beside_the_settings(raw: Path) -> None:
    place = raw.parent / "elsewhere"
    place.mkdir()
    (place / "mine.toml").write_text('include = ["*.txt"]\n', encoding="utf-8")
    (place / "decisions.toml").write_text(keep_line("a.txt", "(PTI)", "agency-credit"), encoding="utf-8")
    assert load_settings(place / "mine.toml").decisions.keep == {"a.txt": {"(PTI)": "agency-credit"}}
    assert load_settings(None, [raw]).decisions == Decisions()
    (place / "mine.toml").write_text('[decisions.accept]\nx = "y"\n', encoding="utf-8")
    with pytest.raises(UsageError, match="leave them in one of the two files"):
        load_settings(place / "mine.toml")


@pytest.mark.parametrize("named", ["raw", "raw/tarn", "raw/tarn/a.txt", "raw/tarn raw/orrin"])
def test_decisions_without_settings_are_seen_from_below(
    folder: Folder, monkeypatch: pytest.MonkeyPatch, named: str
) -> None:
    line = keep_line("a.txt", "(PTI)", "agency-credit")
    raw = folder({"tarn/a.txt": "a", "orrin/a.txt": "b", "decisions.toml": line})
    monkeypatch.chdir(raw.parent)
    inputs = [Path(each) for each in named.split()]
    assert load_settings(None, inputs).decisions.keep == {"a.txt": {"(PTI)": "agency-credit"}}


def test_inputs_with_different_decisions_are_refused(folder: Folder) -> None:
    line = keep_line("a.txt", "(PTI)", "agency-credit")
    raw = folder({"tarn/decisions.toml": line, "orrin/decisions.toml": line})
    with pytest.raises(UsageError, match=r"decisions of their own \(.*orrin/.*, .*tarn/.*\); name settings"):
        load_settings(None, [raw / "tarn", raw / "orrin"])


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (
            'keep."a"."b" = "c"\nkeep."a"."b" = "c"\n',
            r"decisions.toml:2: decides again what a line before it decides",
        ),
        ('keep."a"."b" = "c\n', r"decisions.toml:1: not TOML: "),
        ('# mine\nkept."raw/a.txt"."b" = "c"\n', r"decisions.toml:2: unknown key kept; did you mean keep\?$"),
        ('[kept."raw/a.txt"]\nb = "c"\n', r"decisions.toml:1: unknown key kept; did you mean keep\?$"),
        ("# mine\nproposed = []\n", r"decisions.toml:2: unknown key proposed; did you mean proposals\?$"),
        ('home = "/"\n', r"decisions.toml:1: unknown key home; there are keep, leave_out, accept, proposals$"),
        ('[places]\n"" = "x/"\n', r"decisions.toml:1: unknown key places; "),
        ('keep."a"."" = "c"\n', r'decisions.toml:1: keep.a."": must not be empty'),
        ('keep."raw/a.txt"."b" = 5\n', r'decisions.toml:1: keep."raw/a.txt".b: must be text, in quotes'),
        ('leave_out."a"."Not a rule" = ""\n', r'decisions.toml:1: leave_out.a."Not a rule": must be a name'),
        (
            '# mine\nkeep."a"."b" = "agency-credits"\n',
            r"toml:2: no rule 'agency-credits'; did you mean agency-",
        ),
        ('leave_out."a.b".foto = "x"\n', r"decisions.toml:1: no rule 'foto'; .* take the line away"),
        (
            'keep."a"."b" = "photo-credit"\nleave_out."a".photo-credit = " "\n',
            r"toml:2: .*photo-credit: say why",
        ),
        ('# mine\nproposals = "nosuch.toml"\n', r"decisions.toml:2: proposals: .*nosuch.toml: no such file; name"),
    ],
)
def test_what_is_no_decision_is_refused(raw: Path, text: str, told: str) -> None:
    (raw / "decisions.toml").write_text(text, encoding="utf-8")
    with pytest.raises(UsageError, match=told):
        load_settings(None, [raw])


def test_settings_say_no_more_of_decisions_than_their_file(raw: Path) -> None:
    (raw / "pyproject.toml").write_text('[tool.corpusclean.decisions]\n# mine\nhome = "/"\n', encoding="utf-8")
    with pytest.raises(UsageError, match=r"pyproject.toml:3: unknown key home; there are keep"):
        load_settings(raw / "pyproject.toml")


def test_a_refusal_is_told_with_its_line(run: Run, raw: Path) -> None:
    (raw / "decisions.toml").write_text("keep = [\n", encoding="utf-8")
    done = run("clean", raw, "--out", "corpus")
    assert done.returncode == 2
    assert "decisions.toml" in done.stderr
    assert "Traceback" not in done.stderr


TEXT = st.text(st.characters(codec="utf-8"), min_size=1).filter(str.strip)


@given(TEXT, TEXT)
def test_any_text_is_a_line_that_reads_back(one: str, other: str) -> None:
    lines = [keep_line(one, other, "a-rule"), leave_out_line(one, "a-rule", other), accept_line("a-rule", other)]
    assert not any("\n" in line for line in lines)
    read = Decisions.model_validate(tomllib.loads("\n".join(lines)))
    assert read.keep == {one: {other: "a-rule"}}
    assert read.leave_out == {one: {"a-rule": other}}
    assert read.accept == {"a-rule": other}
    assert [decision.line for decision in decided(read)] == lines


PATHS = '[dates]\nsources = ["header", "path"]\n'
CREDIT = "Reporting by Ana Lind; Editing by Tom Berg"
BY_PATH = "The harbour council met on Monday and agreed to raise the pier before the winter comes."


@pytest.mark.parametrize(
    "named", ["raw", "raw/mail", "raw/mail/a.txt", "raw/mail/a.txt raw/post/2021/12/13/b.txt"]
)
def test_a_document_is_judged_alike_however_it_is_named(run: Run, folder: Folder, named: str) -> None:
    """Where settings lie with the documents, decisions, outlets and dates in paths are of its place there."""
    raw = folder(
        {
            "mail/a.txt": f" date 2021-12-13\n title Pier\n\n{CREDIT}\n",
            "post/2021/12/13/b.txt": f" title Pier\n\n{BY_PATH}\n",
            "corpusclean.toml": PATHS,
            "decisions.toml": f'keep."mail/a.txt"."{CREDIT}" = "reuters-desk"\n',
        }
    )
    done = run("check", *named.split())
    assert (done.returncode, done.stdout) == (0, "")
    assert "file  raw/mail/a.txt" in run("explain", "raw/mail/a.txt").stdout
    assert CREDIT in run("explain", "raw/mail/a.txt").stdout.partition("The text")[2]
    assert "2021-12-13" in run("explain", raw / "post/2021/12/13/b.txt").stdout
