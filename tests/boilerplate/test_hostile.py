"""Rules that would match everywhere or cost too much are refused; texts that are all notices are left whole."""

import json
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from conftest import Folder

import corpusclean as cc
from corpusclean.boilerplate import match, strip
from corpusclean.boilerplate.evidence.telling import Telling
from corpusclean.boilerplate.places import PLACES, TAIL_BEGINS, Place
from corpusclean.boilerplate.rule import load_pack, load_rules, matcher, parse_rule
from corpusclean.errors import UsageError
from corpusclean.settings import Boilerplate, Settings

ARTICLE = "The council met on Monday and will vote on the new bridge in the spring."
NOTICE = "(With inputs from PTI)"
RULES = load_rules().rules
POLICY = Settings().boilerplate.policy


def rule(said: str) -> str:
    """Return a rule file whose wordings or pattern are the given ones."""
    return f"""\
id = "own"
version = 1
kind = "contact_tips"
languages = ["en"]
where = {json.dumps(PLACES)}
{said}
examples = [{{why = "any", text = "It rained. Foo.", stays = "It rained."}}]
keep = [{{why = "any", text = "It rained."}}]
"""


@pytest.fixture
def documents(folder: Folder) -> pd.DataFrame:
    return cc.read_documents(folder({"a.txt": f" date 2021-12-13\n\n{ARTICLE}\n"}))


@pytest.mark.parametrize(
    "said",
    [
        "pattern = 'x*'",
        "pattern = ''",
        "pattern = 'foo|'",
        "pattern = '(?:foo)?'",
        'wordings = [""]',
        'wordings = ["foo", "[foo]"]',
        'wordings = ["<foo|>"]',
    ],
)
def test_a_rule_that_fits_nothing_at_all_is_refused(said: str) -> None:
    with pytest.raises(UsageError, match=r"own\.toml:6: .*it must name words"):
        parse_rule(rule(said), "own.toml")


@pytest.mark.parametrize("said", ["pattern = 'xx*'", 'wordings = ["foo[ bar]"]', 'wordings = ["<foo|bar>"]'])
def test_a_rule_that_names_words_is_not(said: str) -> None:
    assert parse_rule(rule(said), "own.toml").id == "own"


def test_a_very_large_pattern_costs_no_document(documents: pd.DataFrame, tmp_path: Path) -> None:
    pack = tmp_path / "own.toml"
    pack.write_text(rule(r"pattern = '(?:\p{L}{1,150}x){1,3}Q'"))
    settings = Settings(boilerplate=Boilerplate(packs=(str(pack),)))
    assert len(cc.clean(documents, settings).clean) == 1


@pytest.mark.parametrize(
    ("pattern", "backwards"),
    [
        (r"[^\n]{25,260}Foo", True),
        (r"(?:[^\n\]]{9,90}|Bar) said Foo", True),
        (r"[^\n]+Foo", False),
        (r"Nine [^\n]+ Fo{2,3}", False),
    ],
)
def test_a_pattern_that_counts_letters_is_told_by_its_end(pattern: str, *, backwards: bool) -> None:
    own = parse_rule(rule(f"pattern = '{pattern}'").replace(json.dumps(PLACES), '["tail"]'), "own.toml")
    compiled = matcher(own, "tail", begins=TAIL_BEGINS)
    assert compiled.pattern.endswith(r"\z)") == backwards
    notice = b"Nine goats stand on the dam of Orrin, said Foo"
    found = compiled.search(b"It rained on the harbour.\n\n" + notice)
    assert found["notice"] == notice
    assert compiled.search(notice + b" twice") is None


@pytest.mark.parametrize(
    "said", [r"pattern = '(?:\p{L}{1,1000}x){1,900}Q'", r"pattern = '\p{L}{1001}'", f"version = {1 << 31}"]
)
def test_a_rule_beyond_all_measure_is_refused(said: str) -> None:
    text = rule(said if said.startswith("pattern") else "pattern = 'foo'")
    with pytest.raises(UsageError, match=r"own\.toml:"):
        parse_rule(text.replace("version = 1\n", f"{said}\n") if said.startswith("version") else text, "own.toml")


@pytest.mark.parametrize("text", ["x = " + "[" * 5_000, "version = " + "9" * 5_000], ids=["nested", "digits"])
def test_a_rule_file_that_no_parser_takes_is_refused(text: str) -> None:
    with pytest.raises(UsageError, match=r"own\.toml: "):
        parse_rule(text, "own.toml")


@pytest.mark.parametrize("separator", [" ", "\n\n"], ids=["behind each other", "each a paragraph"])
def test_a_text_of_thousands_of_notices_is_rejected_whole(folder: Folder, separator: str) -> None:
    body = ARTICLE + (separator + NOTICE) * 3_000
    cleaned = cc.clean(cc.read_documents(folder({"a.txt": f" date 2021-12-13\n\n{body}\n"})))
    (reject,) = cleaned.rejects.to_dict("records")
    assert list(reject["codes"]) == ["boilerplate.over_removal"]
    assert body.encode() in reject["raw"] or reject["raw_truncated"]
    assert len(cleaned.ledger) == 0


class Counter:
    """Counts how often a matcher is asked for, and how long the texts are that it searches."""

    def __init__(self) -> None:
        self.calls = self.letters = 0

    def matcher(self, book: match.Rulebook, number: int, place: Place, wording: int) -> Any:
        self.calls += 1
        counter, compiled = self, matcher(book.rules[number], place, wording)

        class Counting:
            def search(self, text: bytes, start: int = 0) -> Any:
                counter.letters += len(text) - start
                return compiled.search(text, start)

            def match(self, text: bytes, start: int) -> Any:
                counter.letters += len(text) - start
                return compiled.match(text, start)

        return Counting()


def test_the_cost_of_stacked_notices_does_not_grow_with_their_number(monkeypatch: pytest.MonkeyPatch) -> None:
    counted = {}
    for number in (300, 3_000):
        counter = Counter()

        def counting(*arguments: Any, counter: Counter = counter) -> Any:
            return counter.matcher(*arguments)

        monkeypatch.setattr(match.Rulebook, "matcher", counting)
        assert strip.strip_text(ARTICLE + f" {NOTICE}" * number, RULES, POLICY).over_removed
        counted[number] = counter
    assert counted[3_000].calls == counted[300].calls
    wordings = sum(len(rule.where) * max(1, len(rule.wordings)) for rule in RULES)
    assert 0 < counted[3_000].calls <= (strip.MAX_NOTICES + 1) * wordings
    assert counted[3_000].letters < 12 * counted[300].letters


@pytest.mark.parametrize("start", [f" {NOTICE}", "\nWith inputs from the keepers of the dam and its goats"])
def test_the_cost_of_a_long_paragraph_is_not_the_square_of_its_length(
    monkeypatch: pytest.MonkeyPatch, start: str
) -> None:
    """It has a place where a notice may begin in every line."""
    letters = 0
    stand_in = Telling.stand_in

    def counting(telling: Telling, said: str) -> bool:
        nonlocal letters
        letters += len(said)
        return stand_in(telling, said)

    monkeypatch.setattr(Telling, "stand_in", counting)
    book, cost = match.Rulebook(RULES), list[int]()
    for number in (500, 5_000):
        letters = 0
        assert book.evidence.spots(ARTICLE + start * number)
        cost.append(letters)
    assert cost[1] < 15 * cost[0]


@pytest.mark.parametrize(("number", "left_whole"), [(strip.MAX_NOTICES, False), (strip.MAX_NOTICES + 1, True)])
def test_a_hundred_notices_are_removed_and_one_more_is_too_many(number: int, left_whole: bool) -> None:  # noqa: FBT001
    text = ARTICLE + f" {NOTICE}" * number
    stripped = strip.strip_text(text, RULES, POLICY)
    assert bool(stripped.over_removed) is left_whole
    assert stripped.text == (text if left_whole else ARTICLE)
    assert not left_whole or stripped.over_removed.startswith(f"{strip.ENDLESS} (")


@pytest.mark.parametrize("text", ["Read more\n" * 400, ARTICLE + f" {NOTICE}" * 400], ids=["head", "tail"])
def test_of_the_same_in_a_row_each_is_not_looked_for_anew(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    looked = set[str]()
    exact = match.Reading.exact

    def counting(reading: match.Reading, *given: Any) -> Any:
        looked.add(reading.text)
        return exact(reading, *given)

    monkeypatch.setattr(match.Reading, "exact", counting)
    stripped = strip.strip_text(text, RULES, POLICY)
    assert stripped.over_removed.startswith(f"{strip.ENDLESS} (")
    assert len(stripped.would) == strip.MAX_NOTICES
    assert looked == {text}
    left = text
    for edit in stripped.would:
        assert left.startswith(edit.before, edit.offset)
        left = left[: edit.offset] + left[edit.offset + len(edit.before) :]


def test_a_tail_is_found_at_the_end_of_a_long_text() -> None:
    text = f"{ARTICLE} " * 1_000 + NOTICE
    assert strip.strip_text(text, RULES, POLICY).text == text.removesuffix(f" {NOTICE}")


@pytest.mark.parametrize("name", ["own.toml", "own.rules", "own"])
def test_a_pack_that_is_a_file_is_read_whatever_its_name(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text(rule('wordings = ["foo"]'))
    assert load_pack([tmp_path / name]).rules[-1].id == "own"


def test_a_pack_folder_without_a_rule_is_refused(tmp_path: Path) -> None:
    (tmp_path / "own.rules").write_text(rule('wordings = ["foo"]'))
    for path in (tmp_path, tmp_path / "none"):
        with pytest.raises(UsageError, match=f"rule pack {path}: no rule file"):
            load_pack([path])
