"""Text that was right, and that ftfy alone would spoil, stays; real mojibake beside it does not."""

import ftfy
import pytest

from corpusclean.fix import fix_text

HARM = [
    pytest.param("HAGNA\u00d0ARST\u00d6\u00d0\u201d", id="an Icelandic capital before a quote"),
    pytest.param("Gem\u00e4\u00df\u2020", id="a German letter before a dagger"),
    pytest.param("IM\u00d8DEG\u00c5\u00b0", id="a Danish capital before a degree sign"),
    pytest.param("CERET\u00c9\u2020", id="a French capital before a dagger"),
    pytest.param("STACCATO V\u00dd\u00ba", id="a Czech capital before an ordinal sign"),
    pytest.param("A faixa dizia \u201cAT\u00c9 AMANH\u00c3\u201d", id="a Portuguese capital before a quote"),
    pytest.param("\u00abA IRM\u00c3\u00bb", id="before a pointed quote"),
    pytest.param("\u2018AT\u00c9 AMANH\u00c3\u2019", id="before a single quote, beside another accent"),
    pytest.param("AT\u00c9 AMANH\u00c3\u2026", id="before an ellipsis, beside another accent"),
    pytest.param("MANH\u00c3\u2014e", id="before a dash and a letter"),
    pytest.param("MANH\u00c3\u00ae", id="before a registered sign"),
    pytest.param("AT\u00c9 AMANH\u00c3\u2122", id="before a trade mark sign, beside another accent"),
    pytest.param("AMANH\u00c3\u201d", id="before a quote that was opened on another line"),
    pytest.param("AMANH\u00c3\u00a0", id="before a no-break blank"),
    pytest.param("AMANH\u00c3\u00b9", id="before the number of a note"),
    pytest.param("\u201cANH \u0110\u00c3\u201d", id="a Vietnamese capital before a quote"),
]


@pytest.mark.parametrize("text", HARM)
def test_a_capital_before_a_sign_is_no_mojibake(text: str) -> None:
    line = f"{text} og meira, sag\u00f0i h\u00fan."
    assert fix_text(text, every_line=True).text == text
    assert fix_text(line, every_line=True).text == line


def test_most_of_these_are_harm_that_ftfy_alone_would_do() -> None:
    texts = [str(case.values[0]) for case in HARM]  # no frame
    assert sum(ftfy.fix_text(text, uncurl_quotes=False) != text for text in texts) >= 3


@pytest.mark.parametrize(
    ("broken", "mended"),
    [
        pytest.param("caf\u00c3\u00a9", "caf\u00e9", id="at a word's end"),
        pytest.param(
            "Rzeka nie zatrzyma si\u00c4\u2122, bo spad\u00c5\u201a deszcz i wia\u00c5\u201a wiatr.",
            "Rzeka nie zatrzyma si\u0119, bo spad\u0142 deszcz i wia\u0142 wiatr.",
            id="Polish, at words' ends",
        ),
        pytest.param("C\u00c3\u201dTE", "C\u00d4TE", id="French, within a word"),
        pytest.param("CAF\u00c3\u2030 NOIR", "CAF\u00c9 NOIR", id="French capitals"),
        pytest.param(
            "LE CAF\u00c3\u2030 \u201cTARN\u201d OUVRE",
            "LE CAF\u00c9 \u201cTARN\u201d OUVRE",
            id="French capitals beside proper quotes",
        ),
        pytest.param(
            "ORRIN, TARN\u00c3\x81 (AP) \u2014 El alcalde dijo que no.",
            "ORRIN, TARN\u00c1 (AP) \u2014 El alcalde dijo que no.",
            id="Spanish capitals beside a proper dash",
        ),
        pytest.param(
            "LA POLIZIA \u201cC\u2019\u00c8\u201d PI\u00c3\u20ac",
            "LA POLIZIA \u201cC\u2019\u00c8\u201d PI\u00c0",
            id="Italian capitals beside proper quotes",
        ),
        pytest.param("MALM\u00c3\u2013", "MALM\u00d6", id="Swedish capitals"),
        pytest.param("PI\u00c3\u2122", "PI\u00d9", id="Italian capitals"),
        pytest.param("L\u00c3\u00a0, dit-elle", "L\u00e0, dit-elle", id="one capital and a small letter"),
        pytest.param("3 M\u00c3\u20144 M", "3 M\u00d74 M", id="a product"),
        pytest.param(
            ("\u041c\u043e\u0441\u0442 " * 3).encode().decode("latin-1").replace("\u009c", "", 1),
            "\u00d0\u043e\u0441\u0442 \u041c\u043e\u0441\u0442 \u041c\u043e\u0441\u0442 ",
            id="Cyrillic of which a byte was lost",
        ),
        pytest.param("M\u00c5\u00b0SZAKI", "M\u0170SZAKI", id="Hungarian, within a word"),
        pytest.param(
            "CAF\u00c3\u2030 KESER\u00c5\u00b0", "CAF\u00c9 KESER\u0170", id="beside other mojibake"
        ),
        pytest.param(
            "\u00d0\u009c\u00d0\u00be\u00d1\u0081\u00d0\u00ba\u00d0\u00b2\u00d0\u00b0",
            "\u041c\u043e\u0441\u043a\u0432\u0430",
            id="Cyrillic",
        ),
    ],
)  # fmt: skip
def test_real_mojibake_is_still_mended(broken: str, mended: str) -> None:
    assert fix_text(broken, every_line=True).text == mended


@pytest.mark.parametrize("read_as", ["latin-1", "windows-1252"])
@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("\u5e02\u957f\u8bf4\uff0c\u5929\u6c14\u597d\uff0c\u5b69\u5b50\u53bb\u4e86\u5b66\u6821\u3002", "gb18030"),
        ("\u5e02\u9577\u306f\u8a00\u3063\u305f\uff0c\u8fb2\u6c11\u306f\u7530\u3067\u50cd\u304f\u3002", "euc-jp"),
    ],
)
def test_letters_of_another_encoding_stay_as_they_were_read(text: str, encoding: str, read_as: str) -> None:
    line = text.encode(encoding).decode(read_as)
    assert fix_text(line, every_line=True).text == line
    assert fix_text(line) == fix_text(line, every_line=True)


def test_control_characters_do_not_join_words() -> None:
    assert fix_text("one\x0btwo\x00three \x01four").text == "one two three four"
    assert "blank" in fix_text("one\x0btwo").edits[0].reason


def test_a_trade_mark_sign_behind_a_letter_is_decoded() -> None:
    assert fix_text("Engine\u00e2\u201e\u00a2 2").text == "Engine\u2122 2"
    assert fix_text("Engine\u00e2\u201e\u00a2 2").edits[0].reason == "UTF-8 decoded as windows-1252 by mistake"


def test_a_letter_and_its_accent_are_no_mojibake() -> None:
    assert fix_text("l\u0103\u0301 th\u00ea\u0301.", every_line=True).text == "l\u1eaf th\u1ebf."
