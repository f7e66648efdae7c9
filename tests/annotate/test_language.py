"""Languages of documents and paragraphs, and the header that says another."""

# ruff: noqa: RUF001  # text as it is written in many languages
import os
import random
import subprocess
import sys

import langdetect.detector_factory
import pytest
from language_texts import ENGLISH, frame_of
from stopwatch import in_proportion

from corpusclean.annotate import annotate_languages, detect_language
from corpusclean.annotate.language import step
from corpusclean.annotate.language.step import SAMPLE
from corpusclean.annotate.language.witnesses import ASK, known
from corpusclean.languages import told_as
from corpusclean.settings import Settings


def annotate(*texts: str) -> list[tuple[str, float]]:
    frame = annotate_languages(frame_of(*texts), Settings())
    return list(zip(frame["language"], frame["language_score"], strict=True))


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (ENGLISH, "en"),
        ("Der Ausschuss wird am Donnerstag erneut über den Haushalt des nächsten Jahres beraten.", "de"),
        ("La commission se réunira de nouveau jeudi pour discuter du budget de l'année prochaine.", "fr"),
        ("La comisión se reunirá de nuevo el jueves para debatir el presupuesto del próximo año.", "es"),
        ("La commissione si riunirà di nuovo giovedì per discutere il bilancio del prossimo anno.", "it"),
        ("Komisja zbierze się ponownie w czwartek, aby omówić budżet na przyszły rok.", "pl"),
        ("Комитет снова соберётся в четверг, чтобы обсудить бюджет на следующий год.", "ru"),
        ("Комітет знову збереться у четвер, щоб обговорити бюджет на наступний рік.", "uk"),
        ("Komite, gelecek yılın bütçesini görüşmek üzere perşembe günü yeniden toplanacak.", "tr"),
        ("Η επιτροπή θα συνεδριάσει ξανά την Πέμπτη για να συζητήσει τον προϋπολογισμό.", "el"),
        ("ستجتمع اللجنة مرة أخرى يوم الخميس لمناقشة ميزانية العام المقبل.", "ar"),
        ("समिति अगले वर्ष के बजट पर चर्चा करने के लिए गुरुवार को फिर बैठक करेगी।", "hi"),
        ("คณะกรรมการจะประชุมอีกครั้งในวันพฤหัสบดีเพื่อหารือเรื่องงบประมาณ", "th"),
        ("委员会将于星期四再次开会，讨论明年的预算和税收问题。", "zh"),
        ("委員会は木曜日に再び会合を開き、来年の予算について話し合う予定です。", "ja"),
        ("위원회는 목요일에 다시 모여 내년 예산을 논의할 예정이다.", "ko"),
        ("მდინარეში წყალმა ღამით ორი მეტრით აიწია და ხიდი ჩაკეტეს.", "ka"),
        ("მდინარეში წყალმა ღამით ორი მეტრით აიწია (Rain in Tbilisi)", "ka"),
        ("Գետի ջուրը գիշերը երկու մետր բարձրացավ, եւ կամուրջը փակվեց։", "hy"),
        ("የወንዙ ውሃ በሌሊት ሁለት ሜትር ጨመረ፤ ድልድዩም ተዘጋ ብለዋል ከንቲባው።", "am"),
        ("ទឹកទន្លេឡើងពីរម៉ែត្រកាលពីយប់មិញ ហើយស្ពានត្រូវបានបិទ។", "km"),
        ("Mvua ilinyesha usiku kucha na mto ukafurika, na daraja likafungwa asubuhi.", "sw"),
        ("Ráineann an abhainn tríd an mbaile agus dúnadh an droichead ar maidin.", "ga"),
        ("Jumpa pers itu digelar di Jakarta pada hari Kamis untuk membahas anggaran negara.", "id"),
    ],
)
def test_languages(text: str, code: str) -> None:
    [(found, score)] = annotate(text)

    assert found == code
    assert 0.7 < score <= 1
    assert round(score, 3) == score


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("", id="nothing"),
        pytest.param(" \n", id="blanks"),
        pytest.param("12:30, +49 30 1234567; 5.1 % -- 2021/12/13", id="no letters"),
        pytest.param("OK", id="two letters"),
        pytest.param("a" * 19, id="no words"),
        pytest.param("Write to rain.in.pune@example.org", id="an address behind two words"),
        pytest.param("ߊߋߌߍߎߏߐߑߒߓߔߕߖߗߘߙߚߛߜߝߞߟߠߡߢߣߤߥߦ", id="N'Ko, which no identifier knows"),
        pytest.param("Nokia", id="a name"),
    ],
)
def test_what_cannot_be_known_is_not_guessed(text: str) -> None:
    assert annotate(text) == [("und", 0.0)]


def test_enough_letters_are_asked_about() -> None:
    assert annotate("The rain fell on all the town") != [("und", 0.0)]


@pytest.mark.parametrize("text", ["", "\U0001f327", "\u0000", "მდინარე", "https://example.org", "a" * 100_000])
def test_no_text_is_an_error(text: str) -> None:
    language = detect_language(text)

    assert 0 <= language.score <= 1


def test_a_long_text_is_known_by_its_head_its_middle_and_its_tail() -> None:
    english, figures = ENGLISH * 8, "1 " * 5_000
    assert len(english) > SAMPLE

    assert detect_language(english + figures).code == "en"
    assert detect_language(figures + english + figures).code == "en"
    assert detect_language(figures + english).code == "en"
    assert detect_language(figures + english + 2 * figures).code == "und"


MIXED = (ENGLISH[:40] + " Der Ausschuss wird am Donnerstag beraten. La commission se réunira jeudi.") * 3


def test_the_host_programs_random_numbers_change_nothing_and_stay_as_they_are() -> None:
    answers = set()
    for seed in range(5):
        random.seed(seed)
        before = random.getstate()
        answers.add(detect_language(MIXED))
        assert random.getstate() == before

    assert len(answers) == 1


def test_the_host_programs_langdetect_changes_nothing_and_stays_as_it_is(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    factory = langdetect.detector_factory
    answer = detect_language(MIXED)
    for seed in (None, 1, 2):
        monkeypatch.setattr(factory.DetectorFactory, "seed", seed)

        assert detect_language(MIXED) == answer
        assert factory.DetectorFactory.seed == seed
        assert factory._factory is None


def test_the_order_of_the_texts_changes_nothing() -> None:
    texts = [MIXED, ENGLISH, "Rain", MIXED[::2]]

    assert annotate(*reversed(texts)) == list(reversed(annotate(*texts)))


@pytest.mark.parametrize("seed", ["1", "2"])
def test_the_answer_is_the_same_in_every_process(seed: str) -> None:
    program = f"from corpusclean.annotate import detect_language; print(tuple(detect_language({MIXED!r})))"

    answered = subprocess.run(
        [sys.executable, "-c", program],
        env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONIOENCODING": "utf-8"},
        capture_output=True,
        text=True,
        check=True,
    )

    assert answered.stdout.strip() == str(tuple(detect_language(MIXED)))


@pytest.mark.parametrize(
    ("header", "line"),
    [
        pytest.param("language: de", 1, id="another language"),
        pytest.param("date: 2021-12-13\nlanguage DE", 2, id="in capitals, on the second line"),
        pytest.param("language: de-AT", 1, id="with a region"),
        pytest.param("language: deu_AT", 1, id="of three letters"),
    ],
)
def test_a_declared_language_that_the_text_contradicts_is_a_warning(header: str, line: int) -> None:
    [[warning]] = annotate_languages(frame_of(ENGLISH, header=header), Settings())["warnings"]

    assert (warning.code, warning.line, warning.column) == ("language.contradicted", line, 1)


@pytest.mark.parametrize(
    ("text", "header"),
    [
        pytest.param(ENGLISH, "language: en", id="the same"),
        pytest.param(ENGLISH, "language: EN-gb", id="the same with a region"),
        pytest.param(ENGLISH, "language:", id="none declared"),
        pytest.param(ENGLISH, "language: eng", id="the same in three letters"),
        pytest.param(
            "Vlada je u četvrtak odlučila da most ostane zatvoren cijeli tjedan.",
            "language: sr",
            id="one of a group",
        ),
        pytest.param(ENGLISH, "language: English", id="declared in a word"),
        pytest.param("OK", "language: de", id="none found"),
        pytest.param("Hun er ikke her i dag.", "language: da", id="a few words in a cousin"),
    ],
)
def test_a_declared_language_that_nothing_contradicts(text: str, header: str) -> None:
    assert list(annotate_languages(frame_of(text, header=header), Settings())["warnings"]) == [[]]


@pytest.mark.parametrize("name", sorted(ASK))
def test_whatever_an_identifier_may_answer_can_be_allowed(name: str) -> None:
    answers = sorted(known(name))
    assert len(answers) > 50
    assert [told_as(code) for code in answers] == answers


@pytest.mark.parametrize(
    ("said", "left"),
    [
        ("Write to desk@tarn.example, or call.", "Write to   or call."),
        ("See:https://tarn.example/@desk and www.tarn.example", "See:  and  "),
        ("a@b..c @d.e @@f.g h@i. j@.k l@m.n.", "  @d.e   h@i. j@.k  "),
    ],
)
def test_addresses_are_in_no_language(said: str, left: str) -> None:
    assert step._sample(said, SAMPLE) == left


def test_signs_of_an_address_cost_no_more_than_their_number() -> None:
    few, many = ("@" * number for number in (SAMPLE // 2, 2 * SAMPLE))
    assert in_proportion(lambda: detect_language(many), lambda: detect_language(few))
