"""A malformed rule file is refused, by its name and line, with the way out."""

import re
from pathlib import Path

import pytest
from relayed import RULE

from corpusclean.boilerplate.rule import Rule, load_pack, parse_rule
from corpusclean.errors import UsageError

GOOD = """\
id = "tip-line"
version = 1
kind = "contact_tips"
languages = ["en"]
where = ["tail"]
wordings = ["call our [news ]desk at {outlet}"]

[[examples]]
why = "glued"
text = "It rained. Call our desk at the Tarn Mail"
stays = "It rained."

[[keep]]
why = "in a sentence"
text = "They call our desk at night."
"""
EXAMPLE = GOOD[GOOD.index("[[examples]]") : GOOD.index("[[keep]]")]
KEEP = GOOD[GOOD.index("[[keep]]") :]
WORDINGS = 'wordings = ["call our [news ]desk at {outlet}"]'
LINES = {
    "id": '"tip-line"',
    "version": "1",
    "kind": '"contact_tips"',
    "languages": '["en"]',
    "where": '["tail"]',
    "wordings": '["call our desk"]',
    "examples": '[{why = "glued", text = "It rained. Call our desk", stays = "It rained."}]',
    "keep": '[{why = "in a sentence", text = "They call our desk at night."}]',
}
"""The same on a line for each key."""


def test_the_sample_is_a_rule() -> None:
    assert parse_rule(GOOD, "tip-line.toml").id == "tip-line"


@pytest.mark.parametrize(
    ("old", "new", "line", "says"),
    [
        pytest.param(
            "version = 1", "version = 1\nwher = 2", 3, "unknown key wher; did you mean where?", id="unknown key"
        ),
        pytest.param('stays = "It', 'stay = "It', 8, "examples.stays, item 1", id="missing key in an example"),
        pytest.param(
            'why = "glued"',
            'why = "glued"\nagancy = "x"',
            8,
            "unknown key examples.agancy, item 1; did you mean agency?",
            id="unknown key in an example",
        ),
        pytest.param(
            KEEP, f"{KEEP}zzz = 1\n", 13, "unknown key keep.zzz, item 1; there are why, text", id="and in a keep"
        ),
        pytest.param(
            "[[examples]]",
            "[facts]\nsyndicate = true\n\n[[examples]]",
            8,
            "unknown key facts.syndicate; did you mean syndicated?",
            id="and in the facts",
        ),
        pytest.param(
            "version = 1",
            'version = 1\nevidence = [" "]',
            3,
            "words with one blank between each two",
            id="no words",
        ),
        pytest.param(EXAMPLE, "", 1, "examples", id="no example"),
        pytest.param(KEEP, "", 1, "keep", id="no keep"),
        pytest.param("version = 1", "version = 0", 2, "version", id="version naught"),
        pytest.param("version = 1", 'version = "1"', 2, "version: must be a whole number", id="version in quotes"),
        pytest.param("version = 1", "version = true", 2, "version: must be a whole number", id="version true"),
        pytest.param(
            "version = 1",
            'version = 1\nsimilarity = "no"',
            3,
            "similarity: must be true or false",
            id="no in quotes",
        ),
        pytest.param("version = 1", "version = ", 2, "Invalid value", id="no TOML"),
        pytest.param('"tip-line"', '"Tip line"', 1, "id", id="bad id"),
        pytest.param(WORDINGS, "pattern = 'call (us'", 6, "missing )", id="bad pattern"),
        pytest.param(WORDINGS, "pattern = 'call(?= us)'", 6, "no look-around", id="look-around"),
        pytest.param(WORDINGS, "pattern = 'a{2000}'", 6, "up to 1000", id="count too high"),
        pytest.param("{outlet}", "{outlets}", 6, "no slot {outlets}; there are", id="bad slot"),
        pytest.param("[news ]", "[news ", 6, "[ is not closed", id="bracket not closed"),
        pytest.param("[news ]", "news ]", 6, "] without [", id="bracket not opened"),
        pytest.param("[news ]", "news | ", 6, "| without [ or <", id="bar without bracket"),
        pytest.param(
            WORDINGS, f"{WORDINGS}\npattern = 'call'", 6, "give one of wordings, pattern, signs, shape", id="both"
        ),
        pytest.param(
            WORDINGS, "", 1, "give one of wordings, pattern, signs, shape", id="neither wordings nor a pattern"
        ),
        pytest.param("contact_tips", "contact_tip", 3, "contact_tips", id="kind that does not exist"),
        pytest.param('"tail"', '"end"', 5, "there are head, tail", id="place that does not exist"),
    ],
)
def test_a_malformed_rule_is_refused(old: str, new: str, line: int, says: str) -> None:
    assert old in GOOD
    with pytest.raises(UsageError) as refused:
        parse_rule(GOOD.replace(old, new, 1), "tip-line.toml")
    message = str(refused.value)
    assert message.startswith("tip-line.toml:")
    assert f":{line}:" in message or f"line {line}," in message
    assert says in message
    assert "at least one" not in message or says in ("examples", "keep")


@pytest.mark.parametrize(
    "given",
    [
        'wordings = ["call our [news ]desk[!|>|>>]"]',
        'signs = [["call our desk[!|>|>>]"], ["news"]]',
        'wordings = ["call our <desk|news"]',
        'signs = [["call our {desks}"], ["news"]]',
    ],
)
def test_a_shipped_rule_is_refused_as_any_other(given: str) -> None:
    """It is not compiled when it is read; what reads its wordings later would tell of no file."""
    text = GOOD.replace(WORDINGS, given).replace("tail", "paragraph")
    with pytest.raises(UsageError, match=r"^tip-line\.toml:6: rule: wording ") as refused:
        parse_rule(text, "tip-line.toml", tested=True)
    assert str(refused.value) == str(_refused(text))


def _refused(text: str) -> UsageError:
    with pytest.raises(UsageError) as refused:
        parse_rule(text, "tip-line.toml")
    return refused.value


KEYS = [*Rule.model_fields, "versoin", "facts.x", "facts.syndicated", "facts.agency"]
VALUES = [
    *('""', "-1", "0", "1.5", '"foo!"', "true", "99999999999999", "nan", "2021-12-13", "[]", "{}", '["foo!"]'),
    *("[1]", "[[1]]", '[[" "]]', '[["a"], ["b", ""]]', "[{}]", "[{why = 1, text = 2, stays = 3, bar = 4}]"),
]


@pytest.mark.parametrize("key", KEYS)
def test_no_word_of_a_library_reaches_whoever_writes_a_rule(key: str) -> None:
    refused = []
    for value in VALUES:
        kept = {name: text for name, text in LINES.items() if name != key}
        text = "\n".join(f"{name} = {text}" for name, text in {**kept, key: value}.items())
        try:
            parse_rule(text, "tip-line.toml")
        except UsageError as error:
            refused += str(error).splitlines()
    assert len(refused) > 5
    assert [line for line in refused if re.search(r"Input|should|valid|permitted|Value|Extra", line)] == []


def test_an_id_is_given_once(tmp_path: Path) -> None:
    pack = tmp_path / "own.toml"
    pack.write_text(GOOD.replace("tip-line", "agency-credit"), encoding="utf-8")
    with pytest.raises(
        UsageError, match=r"own\.toml: the rule id 'agency-credit' is taken by rules/agency-credit\.toml"
    ):
        load_pack([pack])


def test_a_pack_that_is_named_twice_is_one(tmp_path: Path) -> None:
    """By the settings, say, and by a command: as a folder, and as a file of it."""
    pack = tmp_path / "relay.toml"
    pack.write_text(RULE)
    assert load_pack([tmp_path, pack]) == load_pack([tmp_path])


def test_a_pack_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no rule file"):
        load_pack([tmp_path / "none.toml"])


def test_the_mark_that_some_editors_set_is_no_part_of_a_rule(tmp_path: Path) -> None:
    (tmp_path / "own.toml").write_text(GOOD, encoding="utf-8-sig")
    assert load_pack([tmp_path]).rules[-1].id == "tip-line"


@pytest.mark.parametrize(
    ("content", "says"),
    [
        pytest.param(b'id = "tip-line"\nversion = \n', "own.toml:2: not TOML: Invalid value", id="no TOML"),
        pytest.param(b"version = 1\nversion = 2\n", "own.toml:2: not TOML: Cannot overwrite", id="key twice"),
        pytest.param(b'id = "tip-line"\n# caf\xe9', "own.toml:2: not UTF-8: byte 0xe9; save", id="latin-1"),
        pytest.param(GOOD.encode("utf-16"), "own.toml:1: not UTF-8: byte 0xff; save", id="UTF-16"),
    ],
)
def test_a_file_that_is_no_toml_is_told_with_its_line(tmp_path: Path, content: bytes, says: str) -> None:
    (tmp_path / "own.toml").write_bytes(content)
    with pytest.raises(UsageError, match=re.escape(says)):
        load_pack([tmp_path])


@pytest.mark.parametrize("kind", ["folder", "loop"])
def test_what_is_no_file_in_a_pack_is_named_with_the_way_out(tmp_path: Path, kind: str) -> None:
    own = tmp_path / "own.toml"
    if kind == "folder":
        own.mkdir()
    else:
        own.symlink_to(own)
    with pytest.raises(UsageError, match=r"own\.toml: [IT][^\[']*; each \.toml in a rule pack must be a file"):
        load_pack([tmp_path])


@pytest.mark.parametrize("place", ["own.toml", "asks/own.toml"])
def test_a_pack_is_read_from_a_folder(tmp_path: Path, place: str) -> None:
    (tmp_path / place).parent.mkdir(exist_ok=True)
    (tmp_path / place).write_text(GOOD, encoding="utf-8")
    (tmp_path / "notes.txt").write_text("no rule", encoding="utf-8")
    own, shipped = load_pack([tmp_path]), load_pack()
    assert [rule.id for rule in own.rules[len(shipped.rules) :]] == ["tip-line"]
    assert own.sha256 != shipped.sha256
