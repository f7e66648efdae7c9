"""The search for telling phrases may say yes too often, and never no."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpusclean.boilerplate.match import Reading, Rulebook
from corpusclean.boilerplate.rule import Rule, load_rules, parse_rule
from corpusclean.boilerplate.telling import clauses, plain_bytes

RULES = load_rules().rules
BOOK = Rulebook(RULES)
UNFILTERED = Rulebook(RULES)
UNFILTERED.firsts = [[None] * max(1, len(rule.wordings)) for rule in RULES]
EVERYONE = range(len(RULES))
EVERYTHING = {number: range(max(1, len(rule.wordings))) for number, rule in enumerate(RULES)}


def found(text: str, *, every: bool = False) -> list[object]:
    reading = Reading(BOOK if not every else UNFILTERED, text, EVERYTHING if every else None)
    return [(one.rule.id, one.start, one.end, one.agency) for one in reading.exact(EVERYONE)]


@pytest.mark.parametrize("rule", [pytest.param(rule, id=rule.id) for rule in RULES])
def test_no_match_in_an_example_is_overlooked(rule: Rule) -> None:
    for said in [*(example.text for example in rule.examples), *(keep.text for keep in rule.keep)]:
        for text in (said, said.upper(), said.replace(" ", "\u00a0"), f"_{said}_"):
            assert found(text) == found(text, every=True)


BETWEEN = [" ", "\n", "\n\n", "\u3000"]
NOTICES = [example.text for rule in RULES for example in rule.examples]


@settings(max_examples=50)
@given(st.lists(st.sampled_from(NOTICES), min_size=1, max_size=4), st.sampled_from(BETWEEN))
def test_no_match_in_several_examples_is_overlooked(texts: list[str], between: str) -> None:
    text = between.join(texts)
    assert found(text) == found(text, every=True)


@pytest.mark.parametrize(
    ("wording", "text", "may"),
    [
        ("read more", "We Read\n more.", True),
        ("read more", "Bread moreover", False),
        ("read more[s]", "read mores", True),
        ("<see|read> more", "read more", True),
        ("<see|read> more", "read on, more", False),
        ("{outlet}report", "misreport", True),
        ("[{year}]", "", True),
        ("don't miss", "don’t miss", True),
        ("über uns", "ÜBER UNS", True),
    ],
)
def test_the_phrases_of_a_wording(wording: str, text: str, may: bool) -> None:  # noqa: FBT001
    rule = parse_rule(
        'id = "own"\nversion = 1\nkind = "advert"\nlanguages = ["en"]\nwhere = ["tail"]\n'
        f'wordings = ["{wording}"]\n'
        'examples = [{why = "any", text = "A. b", stays = "A."}]\nkeep = [{why = "any", text = "A."}]\n',
        "own.toml",
        tested=True,
    )
    assert bool(Rulebook([rule]).evidence.spots(text)) is may


def test_a_wording_of_slots_alone_is_always_looked_for() -> None:
    assert clauses("{outlet}[ {person}]") == ()


def test_blanks_and_underscores_do_not_hide_words() -> None:
    assert plain_bytes("a\u2009_b_\u202fc") == b"a  b  c"
