"""A line of a film's credits and a subhead of a series are the article's, though pages have such lines."""

import pytest

from corpusclean.boilerplate.step import rulebook
from corpusclean.boilerplate.strip import strip_text
from corpusclean.settings import Settings

ABOVE = "The council of Tarn met on Monday. The bridge over the river will be closed in May, and nobody minds."
BELOW = "The mayor thanked the builders, who had worked all winter. The old stones are in the yard of the mill."
CHOSEN = Settings().boilerplate

FILMS = [
    "Dirección: Ana Ruiz\n\nFotografía: Berta Rovira\n\nReparto: Bruna Portell, Raimon Arenal",
    "Regia: Ana Ruiz\n\nSceneggiatura: Davide Ruiz\n\nFotografia: Luca Bigarini",
    "Reżyseria: Ana Ruiz\n\nZdjęcia: Łukasz Żabik",
    "Regi: Ana Ruiz\n\nFoto: Henrik van Houten\n\nI rollerna: Dag Denvik",
    "Režie: Ana Ruizová\n\nFoto: Martin Štrba",
    "Foto: Ann Lee\n\nRegie: Jo Poe",
    "Engineer: Paul Thwaite\n\nCover photo: Ida Brandt",
    "Mise en scène : Agathe Lion\n\nLumières : Karim Aït\n\nVidéo : Studio Nord",
    "監督・脚本：安名ルイ\n\n撮影：芦川明美\n\n出演：役野広志、安東桜子",
    "导演：安娜·鲁伊斯\n\n摄影：曹语\n\n主演：陈道安、梅咏",
]

CREDITS = [
    "Foto: Ann Lee",
    "Fotografía: Berta Rovira",
    "Texto: Ana Ruiz\n\nFotografía: Berta Rovira",
    "撮影：芦川明美",
]

SERIES = [
    "Pray\n\nTen minutes, each day.\n\nGive\n\nA tenth is the measure.\n\nShare\n\nBread first, then time.",
    (
        "Old stones\n\nThey are mine, I say.\n\nR. Orr, Tarn\n\nCookies\n\nLet them eat some.\n\nName supplied"
        "\n\nLapwings\n\nI saw nine.\n\nJ. Poe, Norre\n\nNo more\n\nThat was the last.\n\nThe miller, Lowgate"
    ),
    f"Print\n\n{BELOW * 4}\n\nRadio\n\n{ABOVE * 4}\n\nWord of mouth\n\nYou cannot buy it.",
]

BUTTONS = [
    f"Share\n\n{BELOW}\n\nShare\n\nSo it is.\n\nShare",
    f"Share\n\n{BELOW}\n\nTweet\n\nSo it is.\n\nPrint",
]


def left(text: str) -> str:
    return strip_text(text, rulebook(()), CHOSEN.policy, cutoff=CHOSEN.min_similarity).text


@pytest.mark.parametrize("lines", FILMS)
@pytest.mark.parametrize("below", ["", f"\n\n{BELOW}"], ids=["at the end", "amid"])
def test_the_credits_of_a_film_stay(lines: str, below: str) -> None:
    text = f"{ABOVE} {BELOW}\n\n{lines}{below}"
    assert left(text) == text


@pytest.mark.parametrize("credit", CREDITS)
def test_the_credit_of_a_picture_goes(credit: str) -> None:
    last = credit.rsplit("\n\n", maxsplit=1)[-1]
    assert last not in left(f"{ABOVE} {BELOW}\n\n{credit}")


@pytest.mark.parametrize("series", SERIES)
def test_a_subhead_of_a_series_stays(series: str) -> None:
    text = f"{ABOVE}\n\n{series}\n\n{BELOW}"
    assert left(text) == text


@pytest.mark.parametrize("buttons", BUTTONS)
def test_buttons_between_paragraphs_go(buttons: str) -> None:
    assert left(f"{ABOVE}\n\n{buttons}\n\n{BELOW}") == f"{ABOVE}\n\n{BELOW}\n\nSo it is.\n\n{BELOW}"


def test_a_section_in_a_list_of_headlines_goes() -> None:
    """Below it stand a headline, which ends with no full stop, and where that was."""
    old = "The council of Tarn has sold the yard of the old mill to a man from Norre"
    lines = (
        f"Politics\n\n{old}\n\nNorre, Tarn\n\nShare\n\n{old} again\n\nLowgate, Tarn\n\nSports\n\n{old} too\n\nTarn"
    )
    assert "Share" not in left(f"{ABOVE}\n\n{BELOW}\n\n{lines}")


ASK = "The ferry has a newsletter. It comes each Friday. Subscribe at the pier, and a boy writes your name."


@pytest.mark.parametrize(
    ("above", "number", "below"),
    [("2. It is green.", "3.", "4. It sinks."), ("2) It is green.", "3)", BELOW), (ABOVE, "1.", "2. It sinks.")],
)
def test_an_item_of_a_list_with_numbers_stays(above: str, number: str, below: str) -> None:
    text = f"{ABOVE}\n\n{above}\n\n{number} {ASK}\n\n{below}"
    assert left(text) == text


@pytest.mark.parametrize("above", ["2. It is green", "5. It is green.", "2) It is green."])
def test_an_ask_behind_a_number_of_no_list_goes(above: str) -> None:
    assert "Subscribe" not in left(f"{ABOVE}\n\n{above}\n\n3. {ASK}\n\n{BELOW}")


def test_an_ask_glued_to_an_item_goes() -> None:
    text = f"{ABOVE}\n\n1. It is green.\n\n2. It sinks."
    assert left(f"{text} Sign up for our newsletter here.") == text
