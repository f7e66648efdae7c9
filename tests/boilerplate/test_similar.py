"""Notices in wordings that no rule has: found however they stand, with a score; and what the brake stops."""

import os
import subprocess
import sys

import pytest
from relayed import KNOWN, REWORDED, RULE

from corpusclean.boilerplate.match import Rulebook
from corpusclean.boilerplate.rule import load_rules, parse_rule
from corpusclean.boilerplate.strip import BRAKE, Brake, Stripped, strip_text
from corpusclean.settings import Settings

POLICY = Settings().boilerplate.policy
ARTICLE = (
    "The council met on Monday and will vote on the new bridge in the spring. Nobody spoke against it. "
    "The old one was closed in May, after a barge had struck its northern pier and split two of the beams. "
    "A ferry takes people across until then, from six in the morning to ten at night."
)


def book(text: str = RULE) -> Rulebook:
    return Rulebook([parse_rule(text, "relay.toml")])


def strip(text: str, rules: Rulebook | None = None, cutoff: float = 0.75, brake: Brake | None = None) -> Stripped:
    return strip_text(text, rules or book(), POLICY, cutoff=cutoff, brake=brake or Brake())


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(f"{ARTICLE}\n\n{REWORDED}", id="a paragraph of its own"),
        pytest.param(f"{ARTICLE} ({REWORDED})", id="glued to the last sentence"),
        pytest.param(f"{ARTICLE} {REWORDED}", id="glued, without its parentheses"),
        pytest.param(f"{ARTICLE}\n\n{REWORDED[:40]}\n{REWORDED[41:]}", id="wrapped"),
        pytest.param(f"{ARTICLE}\n\n{REWORDED.replace('Orrin Courier', 'Lowgate Evening Sentinel')}", id="outlet"),
        pytest.param(f"{ARTICLE}\n\n{REWORDED}\n\n{KNOWN}", id="stacked, above a known one"),
        pytest.param(f"{ARTICLE}\n\n{KNOWN}\n\n{REWORDED}", id="stacked, below a known one"),
        pytest.param(f"{REWORDED}\n\n{ARTICLE}", id="a paragraph at the head"),
    ],
)
def test_a_wording_that_nobody_wrote_is_found(text: str) -> None:
    found = strip(text)
    assert found.text == ARTICLE
    assert found.syndicated
    scores = [notice.score for notice in found.notices]
    assert min(scores) < 1
    assert {notice.kind for notice in found.notices} == {"syndication_disclaimer"}
    assert strip(text, cutoff=1.0).text != ARTICLE


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(
            f"{ARTICLE} The relay of agencies left the story as it came, she said.", id="its words, another form"
        ),
        pytest.param(f"{REWORDED} {ARTICLE}", id="at the beginning of a paragraph"),
        pytest.param(f"{ARTICLE}\n\n{REWORDED} {ARTICLE}\n\n{ARTICLE}", id="within a paragraph"),
        pytest.param(f"{ARTICLE} “{REWORDED}”", id="said by somebody"),
        pytest.param(f"“{REWORDED}”\n\n{ARTICLE}", id="a headline of somebody's words"),
        pytest.param(REWORDED, id="all that there is"),
    ],
)
def test_what_stands_elsewhere_stays(text: str) -> None:
    found = strip(text)
    assert (found.text, found.notices, found.over_removed) == (text, (), "")


def test_a_likeness_is_told_with_its_score() -> None:
    (notice,) = strip(f"{ARTICLE}\n\n{REWORDED}").notices
    (edit,) = strip(f"{ARTICLE}\n\n{REWORDED}").edits
    assert 0.75 <= notice.score < 1
    assert (notice.rule, notice.version, notice.removed) == ("relay", 3, True)
    assert edit.reason == f"syndication disclaimer, {notice.score:.2f} like a known wording"


def test_an_exact_match_has_no_need_of_a_likeness() -> None:
    (notice,) = strip(f"{ARTICLE}\n\n{KNOWN}").notices
    assert notice.score == 1


def test_the_exact_rule_wins_over_one_that_is_only_alike() -> None:
    other = RULE.replace('"relay"', '"other"').replace("syndication_disclaimer", "republication")
    other = other.replace("and was left as it came by", "and was then left as it came by")
    for rules in ((RULE, other), (other, RULE)):
        both = Rulebook([parse_rule(text, "own.toml") for text in rules])
        (notice,) = strip(f"{ARTICLE}\n\n{KNOWN}", both).notices
        assert (notice.rule, notice.score) == ("relay", 1)


def test_a_rule_may_refuse_to_be_matched_by_likeness() -> None:
    refusing = RULE.replace("version = 3", "version = 3\nsimilarity = false")
    assert strip(f"{ARTICLE}\n\n{REWORDED}", book(refusing)).text != ARTICLE


@pytest.mark.parametrize(("word", "goes"), [("relay", True), ("Relay of", True), ("telegraph", False)])
def test_evidence_that_is_declared_has_to_be_there(word: str, goes: bool) -> None:  # noqa: FBT001
    declaring = RULE.replace("version = 3", f'version = 3\nevidence = ["{word}"]')
    assert (strip(f"{ARTICLE}\n\n{REWORDED}", book(declaring)).text == ARTICLE) is goes


def test_what_a_rule_must_keep_is_not_alike() -> None:
    text = f"{ARTICLE}\n\n{REWORDED}"
    other = REWORDED.replace("Orrin Courier", "Low Post")
    keeping = f'{RULE}\n[[keep]]\nwhy = "own"\ntext = "It rained.\\n\\n{other}"\n'
    assert strip(text, book(keeping)).text == text


def test_a_likeness_of_a_kind_that_stays_is_told_and_stays() -> None:
    told = strip_text(
        f"{ARTICLE}\n\n{REWORDED}", book(), {**POLICY, "syndication_disclaimer": "annotate"}, cutoff=0.75
    )
    assert [notice.removed for notice in told.notices] == [False]
    assert told.text == f"{ARTICLE}\n\n{REWORDED}"


@pytest.mark.parametrize(
    ("length", "share", "stopped"),
    [
        pytest.param(199, 0.25, True, id="too much, too little left"),
        pytest.param(200, 0.25, False, id="enough is left"),
        pytest.param(199, 0.9, False, id="not too much"),
    ],
)
def test_the_brake_at_its_borders(length: int, share: float, stopped: bool) -> None:  # noqa: FBT001
    article = ("It rained all day in Tarn, and the river rose. " * 9)[: length - 1] + "."
    assert len(article) == length
    text = f"{article}\n\n{REWORDED}"
    found = strip(text, brake=Brake(share, 200))
    assert found.over_removed.partition(" (")[0] == (BRAKE if stopped else "")
    assert found.text == (text if stopped else article)
    if stopped:
        assert (found.notices, found.edits) == ((), ())


def test_the_share_of_the_brake_is_more_than_and_not_from() -> None:
    text = f"It rained.\n\n{REWORDED}"
    taken = len(text) - len("It rained.")
    assert strip(text, brake=Brake(taken / len(text), 200)).text == "It rained."
    assert strip(text, brake=Brake((taken - 1) / len(text), 200)).over_removed.startswith(BRAKE)


def test_an_exact_match_knows_no_brake() -> None:
    assert strip(f"It rained.\n\n{KNOWN}", brake=Brake(0.0, 10_000)).text == "It rained."


def test_the_same_whatever_the_seed_of_hashes() -> None:
    code = (
        "from corpusclean.boilerplate.rule import load_rules\n"
        "from corpusclean.boilerplate.match import Rulebook\n"
        "rules = load_rules().rules\n"
        "book = Rulebook(rules)\n"
        "for rule in rules[::3]:\n"
        "    for example in [rule.examples[0], rule.keep[0]]:\n"
        "        reading = book.read(example.text)\n"
        "        found = [*reading.exact(range(len(rules))), *reading.alike(0.6)]\n"
        "        print([(one.rule.id, one.start, one.end, one.agency, one.score) for one in found])\n"
    )
    told = {
        subprocess.run(
            [sys.executable, "-c", code],
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert len(told) == 1
    assert next(iter(told)).count(b"\n") > len(load_rules().rules) / 2
