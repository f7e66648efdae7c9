"""`corpusclean rules accept`: a rule only with a text that must stay, and only where its examples hold."""

import re
from pathlib import Path

import pytest
from conftest import Run
from hypothesis import given
from hypothesis import strategies as st

from corpusclean.boilerplate.rule import load_pack, parse_rule
from corpusclean.boilerplate.strip import FREE, strip_text
from corpusclean.decisions import quoted
from corpusclean.discover.accept import accept_proposal, rule_text
from corpusclean.errors import UsageError
from corpusclean.settings import load_settings

PROPOSALS = """\
# a comment

[[proposals]]
id = "read-aloud"
number = 1
kind = "ui_junk"  # its words tell no kind: set it
languages = ["en"]
where = ["tail"]
wordings = [
    "This page is read aloud at the {person} library",
]
score = 3.5
documents = 20
contexts = 20
inside = 0
own_paragraph = 0.40
bracketed = 0.40
outlets = ["tarn: 20 of 60"]
seen = [
    { documents = 20, text = "This page is read aloud at the Tarn library." },
]

[[proposals.examples]]
why = "from tarn/0001.txt"
text = "It rained. This page is read aloud at the Tarn library."
stays = "It rained."

# [[proposals.keep]]
# why = "the nearest that was found"
# text = "He said: This page is read aloud at the Tarn library, and so it is."

[[proposals]]
id = "bells"
number = 2
kind = "ui_junk"
languages = ["en"]
where = ["tail"]
wordings = ["Bells are rung by the {agencies} readers"]

[proposals.facts]
syndicated = true

[[proposals.examples]]
why = "from hill/0001.txt"
text = "It rained.\\n\\nBells are rung by the AFP readers."
stays = "It rained."

[[proposals.keep]]
why = "a sentence of an article"
text = "Bells are rung by the readers."
"""


@pytest.fixture
def proposals(tmp_path: Path) -> Path:
    path = tmp_path / "proposals.toml"
    path.write_text(PROPOSALS, encoding="utf-8")
    return path


def without_marks(text: str) -> str:
    """The file as somebody leaves it who took the marks off what must stay."""
    return re.sub(r"^# (?=\[\[proposals\.keep|why|text)", "", text, flags=re.MULTILINE)


def test_a_proposal_without_a_text_that_must_stay_is_refused(run: Run, proposals: Path, tmp_path: Path) -> None:
    done = run("rules", "accept", proposals, "--id", "read-aloud", "--out", "pack")
    assert done.returncode == 2
    assert "proposals.toml:3: read-aloud: no [[proposals.keep]] yet; add at least one text" in done.stderr
    assert "the nearest that were found stand at its end" in done.stderr
    assert not (tmp_path / "pack").exists()


def test_where_nothing_near_was_found_none_is_pointed_at(run: Run, proposals: Path) -> None:
    text = re.sub(r"(?m)^# (why|text) = .*$", r'# \1 = ""', proposals.read_text(encoding="utf-8"))
    proposals.write_text(text, encoding="utf-8")

    done = run("rules", "accept", proposals, "--id", "read-aloud", "--out", "pack")

    assert done.stderr.endswith("must stay: nothing near was found\n")


def test_the_lines_for_the_settings_are_a_table_of_their_own(run: Run, proposals: Path, tmp_path: Path) -> None:
    """So they can be put below any other table."""
    proposals.write_text(without_marks(PROPOSALS), encoding="utf-8")
    told = run("rules", "accept", proposals, "--id", "1", "--out", "pack").stdout.split("\n", 1)[1]
    (tmp_path / "corpusclean.toml").write_text(f'[dates]\norder = "dmy"\n\n{told}', encoding="utf-8")

    settings = load_settings(tmp_path / "corpusclean.toml")

    assert [Path(pack).name for pack in settings.boilerplate.packs] == ["pack"]


def test_with_one_it_is_a_rule_that_loads_and_whose_examples_hold(
    run: Run, proposals: Path, tmp_path: Path
) -> None:
    proposals.write_text(without_marks(PROPOSALS), encoding="utf-8")
    done = run("rules", "accept", proposals, "--id", "1", "--out", "pack")
    assert done.returncode == 0, done.stderr
    pack = tmp_path / "pack"
    rule = load_pack([pack]).rules[-1]
    assert (rule.id, rule.version, rule.discovered, len(rule.keep)) == ("read-aloud", 1, True, 1)
    found = strip_text(rule.examples[0].text, [rule], {rule.kind: "remove"}, brake=FREE)
    assert (found.text, found.notices[0].rule) == (rule.examples[0].stays, "read-aloud")
    assert [path.name for path in pack.iterdir()] == ["read-aloud.toml"]


def test_the_accepted_rule_cleans(run: Run, proposals: Path, tmp_path: Path) -> None:
    proposals.write_text(without_marks(PROPOSALS), encoding="utf-8")
    run("rules", "accept", proposals, "--id", "read-aloud", "--out", "pack")
    raw = tmp_path / "raw"
    raw.mkdir()
    (raw / "corpusclean.toml").write_text('[boilerplate]\npacks = ["../pack"]\n', encoding="utf-8")
    long = "It rained in the hills and the river rose. " * 8
    (raw / "a.txt").write_text(
        f" date 2021-05-01\n\n{long}\n\nThis page is read aloud at the Hill library.\n", encoding="utf-8"
    )
    done = run("check", raw, "--verbose")
    assert "ui_junk removed (rule read-aloud)" in done.stdout


def test_facts_and_agencies_are_kept(proposals: Path, tmp_path: Path) -> None:
    rule = parse_rule(accept_proposal(proposals, "bells", tmp_path / "pack").read_text(encoding="utf-8"), "bells")
    assert rule.facts.syndicated
    assert rule.examples[0].agency == "AFP"


@pytest.mark.parametrize(
    ("old", "new", "line", "says"),
    [
        ('kind = "ui_junk"\n', 'kind = "junk"\n', 35, "kind: 'junk' is not one of them"),
        ("{agencies} readers", "{agency} {readers}", 38, "no slot {readers}; there are"),
        ('"It rained."\n\n[[proposals.k', '"It."\n\n[[proposals.k', 43, "the rule leaves 'It rained.'"),
        ('"Bells are rung by the r', '"It rained. Bells are rung by the AFP r', 48, "does not keep this text"),
        ('"Bells are rung by the readers."', '" "', 48, "an empty text keeps nothing"),
        ("number = 2", "nunber = 2", 34, "no key 'nunber' in a proposal; there are id, kind"),
        ('id = "bells"', 'id = "../bells"', 33, "id: must be a name of small letters"),
        ('id = "bells"', 'id = "agency-credit"', None, "the rule id 'agency-credit' is taken; give the"),
        ('id = "bells"', "id = ", None, "Invalid value"),
    ],
)  # fmt: skip
def test_a_proposal_that_makes_no_rule_is_refused(
    proposals: Path, *, old: str, new: str, line: int | None, says: str
) -> None:
    head, found, tail = PROPOSALS.rpartition(old)
    assert found
    proposals.write_text(head + new + tail, encoding="utf-8")
    with pytest.raises(UsageError) as refused:
        accept_proposal(proposals, "bells" if "number" in old else "2", proposals.parent / "pack")
    assert says in str(refused.value)
    assert str(refused.value).startswith(str(proposals.parent))
    if line:
        assert f"proposals.toml:{line}:" in str(refused.value)
    assert not list(proposals.parent.glob("pack/*"))


def test_a_rule_is_never_overwritten(proposals: Path, tmp_path: Path) -> None:
    accept_proposal(proposals, "bells", tmp_path / "pack")
    with pytest.raises(UsageError, match="the rule id 'bells' is taken"):
        accept_proposal(proposals, "bells", tmp_path / "pack")


@pytest.mark.parametrize("wanted", ["bells", "2"])
def test_two_proposals_of_one_name_are_not_told_apart_by_their_order(
    proposals: Path, tmp_path: Path, wanted: str
) -> None:
    text = proposals.read_text(encoding="utf-8")
    again = text[text.rindex("[[proposals]]") :]
    assert "bells" in again
    proposals.write_text(f"{text.rstrip()}\n\n{again}", encoding="utf-8")
    with pytest.raises(UsageError, match=rf"proposals\.toml:\d+: '{wanted}' is the proposal at .*:\d+, too; give"):
        accept_proposal(proposals, wanted, tmp_path / "pack")


def test_the_mark_that_some_editors_set_is_no_part_of_a_proposal(proposals: Path, tmp_path: Path) -> None:
    proposals.write_text(proposals.read_text(encoding="utf-8"), encoding="utf-8-sig")
    assert accept_proposal(proposals, "bells", tmp_path / "pack").name == "bells.toml"


@pytest.mark.parametrize(
    ("wanted", "says"),
    [("chimes", "no proposal 'chimes'; there are read-aloud, bells"), ("3", "no proposal '3'")],
)
def test_a_proposal_that_is_not_there(proposals: Path, tmp_path: Path, wanted: str, says: str) -> None:
    with pytest.raises(UsageError, match=re.escape(says)):
        accept_proposal(proposals, wanted, tmp_path / "pack")


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"# Found.\n\xff", "proposals.toml:2: not UTF-8: byte 0xff; save the file as UTF-8"),
        (b"[[proposals]]\nid = \n", "proposals.toml:2: not TOML: Invalid value"),
        (b"proposals = 3", "no proposal 'bells'; there are none at all"),
        (b"proposals = [{ id = 'bells' }]", "begins with [[proposals]]"),
        (b"", "no proposal 'bells'"),
    ],
)
def test_a_file_that_holds_no_proposals(proposals: Path, tmp_path: Path, content: bytes, says: str) -> None:
    proposals.write_bytes(content)
    with pytest.raises(UsageError, match=re.escape(says)):
        accept_proposal(proposals, "bells", tmp_path / "pack")


def test_a_file_that_is_not_there_or_a_pack_that_is_a_file(run: Run, proposals: Path, tmp_path: Path) -> None:
    done = run("rules", "accept", "none.toml", "--id", "1", "--out", "pack")
    assert (done.returncode, "none.toml: No such file" in done.stderr) == (2, True)
    (tmp_path / "pack").write_text("mine", encoding="utf-8")
    done = run("rules", "accept", proposals, "--id", "2", "--out", "pack")
    assert done.returncode == 2
    assert "pack: not a folder" in done.stderr


@given(st.text(st.characters(codec="utf-8"), max_size=40))
def test_any_text_is_quoted(text: str) -> None:
    import tomllib

    assert tomllib.loads(f"a = {quoted(text)}") == {"a": text}
    assert len(f"a = {quoted(text)}".splitlines()) == 1


def test_a_rule_is_written_as_it_is_read() -> None:
    for rule in load_pack().rules:
        again = parse_rule(rule_text(rule), rule.id, tested=True)  # not compiled: it is equal to one that is
        told = again.model_copy(update={"discovered": rule.discovered, "examples": rule.examples})
        assert told == rule
