"""Which identifier is heard, and when: answers that one alone would not give, and answers that nobody gives."""

# ruff: noqa: RUF001  # text as it is written in many languages
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from language_texts import ENGLISH, FRENCH, GERMAN, frame_of
from py3langid.langid import MODEL_FILE, LanguageIdentifier

from corpusclean.annotate import annotate_languages, detect_language
from corpusclean.annotate.language import UNDETERMINED, cascade, witnesses
from corpusclean.annotate.language.witnesses import ASK, Said, known
from corpusclean.languages import group, normal
from corpusclean.settings import Language, Settings


@pytest.fixture
def heard(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Tell which identifiers are asked."""
    asked: list[str] = []

    def noted(name: str) -> None:
        ask = getattr(cascade, name)

        def note(*arguments: str, **options: bool) -> Said:
            asked.append(name)
            said: Said = ask(*arguments, **options)
            return said

        monkeypatch.setattr(cascade, name, note)

    for name in ("ask_cld2", "ask_py3langid", "ask_langdetect"):
        noted(name)
    return asked


def test_of_a_long_text_cld2_decides_alone(heard: list[str]) -> None:
    assert detect_language(ENGLISH * 6).code == "en"
    assert heard == ["ask_cld2"]


def test_of_a_short_text_a_second_one_is_asked(heard: list[str]) -> None:
    assert detect_language(ENGLISH).code == "en"
    assert heard == ["ask_cld2", "ask_py3langid"]


def test_where_two_differ_a_third_one_is_asked(heard: list[str]) -> None:
    detect_language("vaza, roza, mineral, total")

    assert heard[-1] == "ask_langdetect"


def say(monkeypatch: pytest.MonkeyPatch, cld2: str, py3langid: str, langdetect: str, text: str = ENGLISH) -> str:
    """Return what comes of three answers, each certain; an empty one is none."""

    def answer(code: str) -> Said:
        return Said({code: 1.0} if code else {}, reliable=bool(code))

    monkeypatch.setattr(cascade, "ask_cld2", lambda _text, **_options: answer(cld2))
    monkeypatch.setattr(cascade, "ask_py3langid", lambda _text: answer(py3langid))
    monkeypatch.setattr(cascade, "ask_langdetect", lambda _text: answer(langdetect))
    return cascade.identify(text, 70).code


@pytest.mark.parametrize(
    ("cld2", "py3langid", "langdetect", "code"),
    [
        pytest.param("cs", "cs", "", "cs", id="two agree"),
        pytest.param("cs", "sk", "sk", "sk", id="two against one"),
        pytest.param("hr", "sr", "", "hr", id="two name members of one group: the first one's word"),
        pytest.param("ga", "en", "en", "und", id="English without the first"),
        pytest.param("en", "ga", "en", "und", id="English without the second"),
        pytest.param("tn", "st", "", "tn", id="the second does not know what the first names"),
        pytest.param("", "wa", "fr", "wa", id="nobody else knows what the second names"),
        pytest.param("", "wa", "", "wa", id="no one else says anything"),
        pytest.param("", "yo", "hu", "und", id="the first knows what the second names, and is silent"),
        pytest.param("", "", "", "und", id="all are silent"),
    ],
)
def test_what_comes_of_three_answers(
    cld2: str, py3langid: str, langdetect: str, code: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert say(monkeypatch, cld2, py3langid, langdetect) == code


@pytest.mark.parametrize(
    ("text", "answers", "code"),
    [
        pytest.param("წვიმა მოდის", ("", "", ""), "ka", id="a script of one language needs no witness"),
        pytest.param("委员会将于星期四再次开会", ("ja", "zh", "zh"), "zh", id="no Japanese without kana"),
        pytest.param("委員会は木曜日に再び会合", ("zh", "ja", "ja"), "ja", id="no Chinese with kana"),
        pytest.param("дождь идёт весь день", ("uk", "he", "uk"), "uk", id="no Hebrew in Cyrillic letters"),
        pytest.param("کتاب و مدرسه", ("uz", "fa", "fa"), "fa", id="no Uzbek in Arabic letters"),
        pytest.param("ߊߋߌߍߎߏߐߑ", ("en", "en", "en"), "und", id="a script that none knows"),
    ],
)
def test_a_language_whose_script_is_not_there_is_not_believed(
    text: str, answers: tuple[str, str, str], code: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert say(monkeypatch, *answers, text=text) == code


RUSSIAN = (
    "Вчера вечером в городе Тарн прошёл сильный дождь, и мост через реку закрыли до утра. Мэр сказал, что новый "
    "мост построят к весне, а пока автобусы будут ходить через Оррин."
)
IN_TWO = (
    "La pluie est tombée sur toute la ville, et la rivière est montée de deux mètres pendant la nuit. Le maire de "
    "Tarn a dit jeudi que le pont resterait fermé.\nThe rain fell on all the town, and the river rose by two "
    "metres in the night. The mayor of Tarn said on Thursday that the bridge would stay closed."
)
HINDI = "तारन शहर में रात भर बारिश हुई और नदी का पानी दो मीटर बढ़ गया। महापौर ने गुरुवार को कहा कि पुल बंद रहेगा। " * 2


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(
            "Vcherashnya zustrich u mistechku Tarn zakinchylasya pizno vvecheri. Miskyi holova skazav, shcho mist "
            "cherez richku bude vidkryto lyshe navesni, a do toho chasu lyudy matymut yizdyty obkhidnoyu "
            "dorohoyu. Zhyteli skarzhatsya na te, shcho avtobusy khodyat ridko, i prosyat vladu dopomohty yim z "
            "perevezennyam ditei do shkoly ta starykh do likarni.",
            id="Ukrainian in Latin letters",
        ),
        pytest.param(
            "Vchera vecherom v gorode Tarn proshjol sil'nyj dozhd', i most cherez reku zakryli do utra. Mer "
            "skazal, chto novyj most postrojat k vesne, a poka avtobusy budut hodit' cherez Orrin. "
            "Zhiteli zhalujutsja.",
            id="Russian in Latin letters",
        ),
        pytest.param(
            "Kinou no yoru, Tarun no machi de ooame ga furimashita. Kawa no mizu ga niju senchi agari, hashi wa "
            "asa made tsuukou dome ni narimashita. Shichou wa kaigi de, atarashii hashi no kouji wa rainen desu.",
            id="Japanese in Latin letters",
        ),
        pytest.param(RUSSIAN.encode("cp1251").decode("latin-1"), id="mojibake"),
        pytest.param(IN_TWO, id="half French, half English"),
        pytest.param(ENGLISH * 4 + "\n" + HINDI, id="Hindi under twice as much English"),
        pytest.param(ENGLISH * 12 + "\n" + FRENCH * 12, id="half English, half French, and long"),
    ],
)
def test_a_text_of_no_one_language_has_none(text: str) -> None:
    assert detect_language(text).code == UNDETERMINED


def test_a_long_text_between_head_and_tail_of_another_language_is_looked_at_again() -> None:
    text = f"{ENGLISH * 10}\n{GERMAN * 50}\n{ENGLISH * 10}"

    assert detect_language(text).code == "de"


@pytest.mark.parametrize(
    "text", ["Hun er ikke her i dag.", "Han kom hjem i går.", "Det er godt", "Добро утро на сите"]
)
def test_a_few_words_that_cousins_share_are_no_certainty(text: str) -> None:
    assert detect_language(text).score <= 0.9


@pytest.mark.parametrize("noise", ["\x01", "\x7f\x9f", "\ud800", "\x00"])
@pytest.mark.parametrize("name", ASK)
def test_what_is_no_text_silences_no_identifier(name: str, noise: str) -> None:
    assert ASK[name](f"{noise}{ENGLISH}{noise}").best() == "en"


def test_answers_are_the_same_in_threads() -> None:
    texts = [ENGLISH, GERMAN, FRENCH, ENGLISH[:30] + GERMAN[:30], "roza vaza", "Ruto alisema"] * 5
    alone = [detect_language(text) for text in texts]

    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(detect_language, texts)) == alone


def test_threads_that_come_first_load_one_model(monkeypatch: pytest.MonkeyPatch) -> None:
    witnesses._py3langid.cache_clear()
    loaded = []
    load = witnesses._FixedOrder.from_model_file

    def counted(*arguments: Any, **options: Any) -> Any:
        loaded.append(1)
        return load(*arguments, **options)

    monkeypatch.setattr(witnesses._FixedOrder, "from_model_file", counted)

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(witnesses.ask_py3langid, [ENGLISH] * 16))
    assert loaded == [1]


@pytest.mark.parametrize("text", [ENGLISH, GERMAN, FRENCH, "Rain", "雨が降る", ""])
def test_py3langid_in_a_fixed_order_says_what_it_says(text: str) -> None:
    its_own = dict(LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True).rank(text))
    ours = dict(witnesses._py3langid().rank(text))

    assert ours.keys() == its_own.keys()
    assert np.allclose([ours[code] for code in its_own], list(its_own.values()), atol=1e-3)
    assert "_sparse_score" in vars(LanguageIdentifier)


@given(st.text(max_size=80))
def test_no_text_is_an_error_and_every_score_a_probability(text: str) -> None:
    language = detect_language(text)

    assert 0 <= language.score <= 1
    assert (language.code == UNDETERMINED) == (language.score == 0)
    assert normal(language.code) in (language.code, None)


@pytest.mark.parametrize("identifier", ["cascade", *ASK])
def test_each_identifier_can_be_asked_alone(identifier: str) -> None:
    chosen = Settings.model_validate({"language": {"identifier": identifier}})

    assert list(annotate_languages(frame_of(GERMAN, ""), chosen)["language"]) == ["de", "und"]


@pytest.mark.parametrize("name", ASK)
def test_every_language_that_is_known_has_one_code(name: str) -> None:
    assert {"en", "de", "sr", "id", "zh", "he"} <= known(name)
    assert {group(normal(code) or "") for code in known(name)} == known(name)


@pytest.mark.parametrize(
    ("text", "least", "code"),
    [
        pytest.param("Дождь", 6, "und", id="a letter too few"),
        pytest.param("강물", 6, "ko", id="two syllables count for six letters"),
        pytest.param(GERMAN, 71, "de", id="as many as are asked for"),
        pytest.param(GERMAN, 100, "und", id="a sentence too short"),
    ],
)
def test_the_least_evidence_can_be_chosen(text: str, least: int, code: str) -> None:
    assert detect_language(text, Language(min_evidence=least)).code == code


def test_paragraphs_have_their_languages_where_they_are_asked_for() -> None:
    text = f"{ENGLISH}\n\n{GERMAN}\n \n{FRENCH}\n12:30"
    chosen = Settings.model_validate({"language": {"paragraphs": True}})

    [told] = annotate_languages(frame_of(text), chosen)["languages"]
    assert list(told) == ["en", "de", "fr", "und"]
    assert pd.isna(annotate_languages(frame_of(text), Settings())["languages"][0])


@pytest.mark.parametrize(
    ("tag", "code"),
    [
        ("en", "en"),
        ("EN-gb", "en"),
        ("eng", "en"),
        ("fre", "fr"),
        ("fra", "fr"),
        ("zh-Hant-TW", "zh"),
        ("cmn", "zh"),
        ("yue", "yue"),
        ("iw", "he"),
        ("nso", "nso"),
        ("und", None),
        ("zxx", None),
        ("bh", None),
        ("German", None),
        ("", None),
        ("xx-Goth", None),
    ],
)
def test_codes(tag: str, code: str | None) -> None:
    assert normal(tag) == code
