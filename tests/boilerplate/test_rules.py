"""The rules together, and how many examples each has. What these say `rules test` tries: test_rules_command.py."""

import pytest

from corpusclean.boilerplate.rule import Rule, load_rules
from corpusclean.boilerplate.strip import FREE, Stripped, strip_text
from corpusclean.settings import Policy, Settings

RULES = load_rules().rules
POLICY = Settings().boilerplate.policy


def stripped(text: str, *rules: Rule) -> Stripped:
    return strip_text(text, rules, POLICY, brake=FREE)


def closing_notice(rule: Rule) -> str | None:
    """The notice of the first example that ends with one; a rule of what stands amid the text has none."""
    closing = (
        example.text.removeprefix(example.stays).strip()
        for example in rule.examples
        if example.text.startswith(example.stays) and example.text != example.stays
    )
    return next(closing, None)


STACKABLE = [
    rule
    for rule in RULES
    if ("tail" in rule.where or "paragraph" in rule.where)
    and POLICY.get(rule.kind) == "remove"
    and closing_notice(rule)
]
APART = (1, 5, 17)
"""How far apart in the order of rules two notices are that are stacked: all pairs would take minutes."""


@pytest.mark.parametrize("lower", [pytest.param(rule, id=f"{rule.id} last") for rule in STACKABLE])
def test_stacked_notices_come_off_one_after_the_other(lower: Rule) -> None:
    article = "The council met on Monday. It will vote in May."
    at = STACKABLE.index(lower)
    for upper in (STACKABLE[(at + step) % len(STACKABLE)] for step in APART):
        if upper.labels or upper.shape:
            continue  # what is below a label, or a menu, is taken for a part of it
        text = f"{article}\n\n{closing_notice(upper)}\n\n{closing_notice(lower)}"
        assert stripped(text, *RULES).text == article, upper.id


def test_every_rule_has_enough_examples_of_both_sorts() -> None:
    assert {rule.id: (len(rule.examples), len(rule.keep)) for rule in RULES if len(rule.examples) < 5} == {}
    assert {rule.id: (len(rule.examples), len(rule.keep)) for rule in RULES if len(rule.keep) < 4} == {}


@pytest.mark.parametrize(
    ("text", "dateline", "agency"),
    [
        ("MOSCOW, Dec 13 (Reuters) - The river froze.", "MOSCOW, Dec 13 (Reuters)", "Reuters"),
        ("New Delhi [India], December 13 (ANI): The river froze.", "New Delhi [India], December 13 (ANI)", "ANI"),
        ("WASHINGTON (AP) — The river froze.", "WASHINGTON (AP)", "AP"),
        ("NEW DELHI: The river froze.", "NEW DELHI", None),
        ("BREAKING: The river froze.", None, None),
    ],
)
def test_a_dateline_is_read_and_stays(text: str, dateline: str | None, agency: str | None) -> None:
    found = stripped(text, *RULES)
    assert (found.text, found.dateline, found.agency) == (text, dateline, agency)
    assert found.syndicated is (agency is not None)


def test_a_credit_line_outranks_a_dateline() -> None:
    found = stripped("LONDON, 12 May (IANS) The river froze.\n\n(AFP)", *RULES)
    assert found.agency == "AFP"


WHOLE = "Nine goats climbed onto the dam at Tarn, and the keeper could not get them down. It was closed at noon."
CORRECTED = "This story has been updated to correct the spelling of the mayor's name."
OPINION = "The views expressed in this article are the author's own."
VIEWS = "The views expressed are her own."
WROTE = f"Jane Doe is a fellow at the Tarn Institute. {VIEWS}"
READ, ALSO = "Read more: Goats of the north", "Also read: How a dam is built"


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        pytest.param(f"{WHOLE}\n\n{CORRECTED}", [("correction_update", CORRECTED)], id="by two places of a rule"),
        pytest.param(f"{WHOLE} {CORRECTED}", [("correction_update", CORRECTED)], id="glued"),
        pytest.param(
            f"{WHOLE}\n\n{OPINION}\n\n{CORRECTED}",
            [("correction_update", CORRECTED), ("opinion_disclaimer", OPINION)],
            id="one above the other",
        ),
        pytest.param(
            f"{READ}\n\n{WHOLE}\n\n{ALSO}\n\n{WHOLE}\n\n{READ}",
            [("related_link", ALSO), ("related_link", READ), ("related_link", READ)],
            id="three of a family",
        ),
        pytest.param(
            f"{WHOLE}\n\n{WROTE}", [("author_bio", WROTE), ("opinion_disclaimer", VIEWS)], id="of two kinds"
        ),
    ],
)
def test_each_notice_that_is_kept_is_told_once(text: str, kept: list[tuple[str, str]]) -> None:
    policy: dict[str, Policy] = {**POLICY, "related_link": "annotate"}
    found = strip_text(text, RULES, policy, brake=FREE)
    assert found.text == text
    assert sorted((notice.kind, text[notice.start : notice.end]) for notice in found.notices) == kept


@pytest.mark.parametrize(
    "ask",
    [
        "Haben Sie Hinweise auf die Ziegen? Schreiben Sie uns an ziegen@tarn.example.",
        "Vous avez des informations sur les chèvres ? Écrivez-nous à chevres@tarn.example.",
    ],
)
def test_an_ask_goes_with_the_question_that_leads_up_to_it(ask: str) -> None:
    assert stripped(f"{WHOLE}\n\n{ask}", *RULES).text == WHOLE
    assert stripped(f"{WHOLE} {ask}", *RULES).text.startswith(WHOLE)
