"""Notices that are known by several signs in one paragraph."""

import pytest

from corpusclean.boilerplate.match import SIGNED, Rulebook
from corpusclean.boilerplate.rule import parse_rule
from corpusclean.boilerplate.strip import Brake, strip_text
from corpusclean.errors import UsageError
from corpusclean.settings import Boilerplate

POLICY = Boilerplate().policy
ARTICLE = " ".join(["The council met on Monday, and nine goats climbed onto the dam. It was closed in May."] * 3)
PLACES = ["{said}\n\n{article}", "{article}\n\n{said}", "{article}\n\n{said}\n\n{article}"]
PLEA = "Will you chip in today? Without readers our journalism could not go on."


def written(signs: str, where: str = "paragraph") -> str:
    return f"""\
id = "own"
version = 1
kind = "subscription_plea"
languages = ["en"]
where = ["{where}"]
{signs}
examples = [{{why = "any", text = "It rained.\\n\\nChip in for our journalism.", stays = "It rained."}}]
keep = [{{why = "any", text = "It rained."}}]
"""


SIGNS = 'signs = [["chip in", "donate", "(c)"], ["our journalism", "unsere arbeit", "我们的"]]'
BOOK = Rulebook([parse_rule(written(SIGNS), "own.toml")])


@pytest.mark.parametrize(
    ("said", "goes"),
    [
        (PLEA, True),
        ("OUR JOURNALISM needs you. CHIP IN!", True),
        ("Our\njournalism needs you, so please chip\nin now.", True),
        ("Donate: unsere Arbeit.", True),
        ("(c) 我们的报道", True),
        ("Will you chip in today?", False),
        ("Our journalism could not go on.", False),
        ("Please donated our journalism.", False),
        ("Sourjournalism: donate to our journalists.", False),
        ("“Chip in for our journalism”, he wrote.", False),
        ("Chip in for our journalism: “The goats of Tarn”.", True),
        ("“The goats” wrote: chip in for our journalism, as they have done since they climbed.", True),
        ("Chip in for our journalism, “so that nine goats can climb onto the dam of Tarn”.", False),
        ("Chip in for our journalism, the mayor said on Monday.", False),
        ("Donate: unsere Arbeit, sagte sie.", False),
        ("他表示，我们的报道 (c)", False),
        ("The firm asks you to donate. Our journalism asks for nothing.", False),
        ("Unsere Arbeit ist, dass das Unternehmen zahlt: donate.", False),
        ("You can donate blood on Friday. Our journalism asks for nothing.", False),
        ("We asked nine charities whether to donate. Our journalism is what they told.", False),
        ("Wir haben nachgerechnet: unsere Arbeit, und was davon bleibt, donate.", False),
        (f"{'So it goes on and on and on. ' * 45}{PLEA}", False),
    ],
)
@pytest.mark.parametrize(
    "place", ["{said}\n\n{article}", "{article}\n\n{said}", "{article}\n\n{said}\n\n{article}"]
)
def test_a_paragraph_with_one_of_each_list_goes(said: str, goes: bool, place: str) -> None:  # noqa: FBT001
    text = place.format(said=said, article=ARTICLE)
    stripped = strip_text(text, BOOK, POLICY)
    assert (said not in stripped.text) is goes
    assert [notice.score for notice in stripped.notices] == [SIGNED] * goes


def test_signs_in_two_paragraphs_are_none() -> None:
    text = f"{ARTICLE}\n\nOur journalism is old.\n\nYou may donate goats."
    assert strip_text(text, BOOK, POLICY).text == text


@pytest.mark.parametrize("more", [[], [f"goat {number}" for number in range(20)]], ids=["few", "many"])
def test_no_paragraph_is_looked_at_where_signs_stand_in_two(more: list[str]) -> None:
    signs = SIGNS.replace('"unsere arbeit"', ", ".join(f'"{sign}"' for sign in ["unsere arbeit", *more]))
    asked = Rulebook([parse_rule(written(signs), "own.toml")]).evidence.spots
    assert not asked("Our journalism is old.\n\nYou may donate goats.")
    assert asked("It rained.\n\nOur journalism is old, so donate.")


BIO = """\
id = "bio"
version = 1
kind = "author_bio"
languages = ["en"]
where = ["paragraph"]
wordings = ["{person} writes on goats{more}"]
examples = [{why = "any", text = "It rained.\\n\\nJo Roe writes on goats for us.", stays = "It rained."}]
keep = [{why = "any", text = "It rained."}]
"""


def test_what_a_wording_says_is_annotated_is_not_taken_by_its_signs() -> None:
    said = "Jo Roe writes on goats; chip in for our journalism."
    text = f"{ARTICLE}\n\n{said}\n\nChip in for our journalism."
    both = Rulebook([parse_rule(BIO, "bio.toml"), *BOOK.rules])
    assert strip_text(text, BOOK, POLICY).text == ARTICLE
    stripped = strip_text(text, both, POLICY)
    assert stripped.text == f"{ARTICLE}\n\n{said}"
    assert [(notice.kind, notice.removed) for notice in stripped.notices] == [
        ("subscription_plea", True),
        ("author_bio", False),
    ]


SLOTS = 'signs = [["{email}"], ["<our|the> newsroom", "<redação|rédaction>", "unser[e] team"]]\nlongest = 90'


@pytest.mark.parametrize(
    ("said", "goes"),
    [
        ("Our newsroom: news@tarn.example", True),
        ("Contact the newsroom at news@tarn.example", True),
        ("La rédaction: news@tarn.example", True),
        ("Unsere Team: news@tarn.example", True),
        ("Your newsroom: news@tarn.example", False),
        ("Our newsrooms: news@tarn.example", False),
        ("Our newsroom has no address.", False),
        (f"Our newsroom, {'and so on, ' * 8} news@tarn.example", False),
    ],
)
def test_a_sign_may_have_slots_and_a_paragraph_a_length(said: str, goes: bool) -> None:  # noqa: FBT001
    stripped = strip_text(f"{ARTICLE}\n\n{said}", Rulebook([parse_rule(written(SLOTS), "own.toml")]), POLICY)
    assert (said not in stripped.text) is goes


def test_of_lines_that_are_not_wrapped_one_goes() -> None:
    text = f"{ARTICLE}\n\nThe goats on the dam, in May\nChip in for our journalism\nThe dam in June"
    assert strip_text(text, BOOK, POLICY).text.endswith("The goats on the dam, in May\nThe dam in June")


def test_the_ledger_says_how_it_was_known() -> None:
    (edit,) = strip_text(f"{ARTICLE}\n\n{PLEA}", BOOK, POLICY).edits
    assert edit.reason == "subscription plea, by its signs"


def test_a_text_of_nothing_else_is_left() -> None:
    assert strip_text(PLEA, BOOK, POLICY).text == PLEA


def test_the_brake_counts_it_as_unsure() -> None:
    stripped = strip_text(f"It rained.\n\n{PLEA}", BOOK, POLICY, brake=Brake())
    assert stripped.over_removed
    assert stripped.text.endswith(PLEA)


@pytest.mark.parametrize(
    ("said", "where", "told"),
    [
        ('signs = [["chip in"]]', "paragraph", "own.toml:6: signs: "),
        ('signs = [["chip in"], []]', "paragraph", "own.toml:6: signs"),
        ('signs = [["chip in"], [" x"]]', "paragraph", "own.toml:6: signs"),
        ('signs = [["chip {inn}"], ["x"]]', "paragraph", "no slot {inn}"),
        ('wordings = ["chip in"]\nlongest = 9', "paragraph", "longest is of signs"),
        (SIGNS, "tail", 'where = ["paragraph"]'),
        (f'{SIGNS}\nshape = "menu"', "paragraph", "give one of wordings, pattern, signs, shape"),
        (f'{SIGNS}\nwordings = ["chip in"]', "paragraph", "give one of wordings, pattern, signs, shape"),
        ('shape = "heap"', "paragraph", "no shape 'heap'; there are "),
    ],
)
def test_what_cannot_be_is_refused(said: str, where: str, told: str) -> None:
    with pytest.raises(UsageError) as refused:
        parse_rule(written(said, where), "own.toml")
    assert told in str(refused.value)
