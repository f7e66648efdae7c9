"""Stretches of a page that are known by what they look like, and what looks nearly so and stays."""

import pytest

from corpusclean.boilerplate.match import SHAPED
from corpusclean.boilerplate.paragraphs.lines import lines_of
from corpusclean.boilerplate.paragraphs.shapes import SHAPES, glance_at
from corpusclean.boilerplate.paragraphs.units import paragraphs
from corpusclean.boilerplate.rule import load_rules
from corpusclean.boilerplate.strip import strip_text
from corpusclean.settings import Boilerplate

SENTENCE = "The pier of Tarn was repaired on Monday."
HEADLINES = ("Ferries to run again from Tuesday", "Council of Orrin wants a new bridge")
MENU = ("Politics", "Tarn", "Business", "Orrin", "Sport", "Hollin", "Merrow", "Weather")
NAMES = tuple(f"{name} {family}" for name in ("Ann", "Tom", "Jo") for family in ("Lee", "Roe", "Park"))
GOODS = ("flour", "butter", "sugar", "salt", "lemon", "vanilla", "yeast", "milk")


def found(shape: str, *lines: str, between: str = "\n\n") -> list[str]:
    """Return the stretches of a shape in a text of some lines."""
    text = between.join(lines)
    told = lines_of(text, list(paragraphs(text, 0, len(text))))
    stretches = [text[told[first].start : told[last - 1].end] for first, last in SHAPES[shape].of(told)]
    assert not stretches or SHAPES[shape].may_be(glance_at(text))
    return stretches


def test_each_shape_has_its_rule() -> None:
    assert {rule.shape for rule in load_rules().rules if rule.shape} == set(SHAPES)


def test_a_menu_stands_at_an_end_and_has_eight_entries() -> None:
    menu = "\n\n".join(MENU)
    assert found("menu", *MENU, SENTENCE) == [menu]
    assert found("menu", SENTENCE, *MENU) == [menu]
    assert found("menu", *MENU, SENTENCE, *MENU) == [menu, menu]
    assert found("menu", SENTENCE, *MENU, SENTENCE) == []
    assert found("menu", SENTENCE, *MENU[1:]) == []
    assert found("menu", *MENU) == []
    assert found("menu", SENTENCE, *MENU[:7], "9 pence") == []
    assert found("menu", SENTENCE, *MENU[:7], "four words it has") == []
    assert found("menu", "The paper asked about these parts:", *MENU) == []


@pytest.mark.parametrize(
    "entries",
    [
        pytest.param(NAMES, id="names"),
        pytest.param(("Ingredients:", *GOODS), id="goods"),
        pytest.param((*NAMES, "Sport", "Weather", "Culture"), id="three known"),
    ],
)
def test_a_list_of_which_little_is_known_is_no_menu(entries: tuple[str, ...]) -> None:
    assert found("menu", *entries, SENTENCE) == found("menu", SENTENCE, *entries) == []


def test_what_is_between_an_article_and_the_known_entries_is_no_menu() -> None:
    assert found("menu", SENTENCE, *NAMES[:3], *MENU) == ["\n\n".join(MENU)]
    assert found("menu", *MENU, *NAMES[:3], SENTENCE) == ["\n\n".join(MENU)]


def test_towns_to_choose_from_stand_above_other_menus() -> None:
    towns = (
        "Your town:",
        *(f"{name} {side}" for name in ("Tarn", "Orrin") for side in ("Hill", "Weir", "End", "Top")),
    )
    assert found("menu", *towns, "13 January", *MENU, "Culture", SENTENCE) == ["\n\n".join(towns)]
    assert found("menu", *towns, "13 January", SENTENCE, *MENU, "Culture", SENTENCE) == []


def test_settings_of_a_script_are_known() -> None:
    settings = [
        line for name in ("showAds", "isPaid", "isMember", "hasVideo") for line in (f"- {name}:", "- false")
    ]
    assert found("menu", SENTENCE, *settings) == ["\n\n".join(settings)]


@pytest.mark.parametrize("bullet", ["", "- ", "• ", "► "])
def test_headlines_end_a_text_behind_a_sentence(bullet: str) -> None:
    lines = [f"{bullet}{line}" for line in HEADLINES]
    assert found("headlines at end", SENTENCE, *lines) == ["\n\n".join(lines)]
    assert found("headlines at end", SENTENCE, lines[0]) == []
    assert found("headlines at end", SENTENCE[:-1], *lines[:1]) == []
    assert found("headlines at end", f"{SENTENCE[:-1]}:", *lines) == []
    assert found("headlines at end", SENTENCE, *(f"{line} for 40 Euro" for line in lines)) == []


def test_a_line_that_is_wrapped_is_one_line() -> None:
    wrapped = "Ferries are to run again from Tuesday\nsays the harbour office of Tarn"
    apart = wrapped.replace("\nsays", "\nSays")
    assert found("headlines at end", SENTENCE, wrapped, between="\n") == []
    assert found("headlines at end", SENTENCE, apart, between="\n") == [apart]


def test_a_paragraph_of_several_lines_is_a_verse_or_a_table() -> None:
    assert found("headlines at end", SENTENCE, "\n".join(HEADLINES)) == []
    assert found("headlines at end", SENTENCE, "\n".join(f"- {line}" for line in HEADLINES)) != []


SENTENCES = {
    "Amharic": ("ከተማዋ አዲስ ድልድይ ለመሥራት ገንዘብ አገኘች።", "የከተማው ከንቲባ ሥራው በቅርቡ ይጀመራል ብለዋል።"),
    "Amharic, two signs": ("ከተማዋ አዲስ ድልድይ ለመሥራት ገንዘብ አገኘች፡፡", "የከተማው ከንቲባ ሥራው በቅርቡ ይጀመራል ብለዋል፡፡"),
    "Armenian": ("Նոր կամուրջը շուտով կբացվի ասաց քաղաքապետը։", "Նավերը կրկին դուրս կգան ծով երեքշաբթի։"),  # noqa: RUF001
    "Burmese": ("မြို့ဝန်က တံတားအသစ် ကို မကြာမီ ဖွင့်မည်ဟု ပြောသည်။", "လှေများ အင်္ဂါနေ့ မှ စ၍ ပြန်လည် ထွက်ခွာမည် ဖြစ်သည်။"),
    "Khmer": ("អភិបាលក្រុង បាននិយាយថា ស្ពានថ្មី នឹងបើក ឆាប់ៗ។", "ទូក នឹងចេញ ដំណើរ ម្តងទៀត នៅថ្ងៃអង្គារ។"),
    "Hindi, a bar": ("महापौर ने कहा कि नया पुल जल्द खुल जाएगा |", "नावें मंगलवार से फिर चलेंगी, ऐसा उन्होंने कहा|"),
    "Thai, no stop": ("นายกเทศมนตรี กล่าวว่า สะพานใหม่ จะเปิด เร็วๆ นี้", "เรือ จะออก อีกครั้ง ตั้งแต่ วันอังคาร"),
    "Lao, no stop": ("ເຈົ້າເມືອງ ກ່າວວ່າ ຂົວໃໝ່ ຈະເປີດ ໃນໄວໆນີ້", "ເຮືອ ຈະອອກ ອີກຄັ້ງ ຕັ້ງແຕ່ ວັນອັງຄານ"),
}


@pytest.mark.parametrize("sentences", [pytest.param(two, id=name) for name, two in SENTENCES.items()])
def test_sentences_of_other_scripts_are_no_headlines(sentences: tuple[str, str]) -> None:
    assert found("headlines at end", SENTENCE, *sentences) == []
    assert found("bulleted headlines", SENTENCE, *(f"- {said}" for said in sentences), SENTENCE) == []
    days = [line for day in (12, 11, 10) for line in (f"{day}/12/2020", sentences[0])]
    assert found("dated teasers", SENTENCE, *days) == []
    assert found("timed teasers", SENTENCE, *under(*TIMES, teaser=sentences[0])) == []


def test_headlines_of_other_scripts_have_no_stop() -> None:
    one, two = SENTENCES["Amharic"]
    assert found("headlines at end", one, one[:-1], two[:-1]) == ["\n\n".join((one[:-1], two[:-1]))]


def test_a_text_that_has_no_full_stops_has_no_headlines() -> None:
    said = SENTENCE[:-1]
    assert found("headlines at end", said, said, said, SENTENCE, *HEADLINES) == []
    assert found("headlines at end", said, SENTENCE, SENTENCE, *HEADLINES) != []


def test_headlines_behind_bullets_have_no_lead() -> None:
    lines = [f"- {line}" for line in HEADLINES]
    listed = "\n\n".join(lines)
    assert found("bulleted headlines", SENTENCE, *lines, SENTENCE) == [listed]
    assert found("bulleted headlines", f"{SENTENCE[:-1]}:", *lines, SENTENCE) == []
    assert found("bulleted headlines", "What is planned", *lines, SENTENCE) == []
    assert found("bulleted headlines", f"- {SENTENCE}", *lines, SENTENCE) == []
    assert found("bulleted headlines", SENTENCE, *lines, f"- {SENTENCE}") == []
    assert found("bulleted headlines", *lines, SENTENCE) == []


@pytest.mark.parametrize(
    "date",
    [
        "{}/12/2020",
        "{}.12.2020, 15:10 Uhr",
        "2020-12-{}",
        "{} December 2020",
        "December {}, 2020",
        "Mo., {}.12.2020",
    ],
)
def test_teasers_under_dates_go_back_in_time(date: str) -> None:
    days = [line for day in (12, 11, 10) for line in (date.format(day), f"{HEADLINES[0]} {day}")]
    assert found("dated teasers", SENTENCE, *days) == ["\n\n".join(days)]
    assert found("dated teasers", SENTENCE, *days[:4]) == []
    to_come = [line for day in (10, 11, 12) for line in (date.format(day), HEADLINES[0])]
    assert found("dated teasers", SENTENCE, *to_come) == []
    chronicle = [line for day in (12, 11, 10) for line in (date.format(day), SENTENCE)]
    assert found("dated teasers", SENTENCE, *chronicle) == []


def test_the_ledger_says_how_it_was_known() -> None:
    rules = [rule for rule in load_rules().rules if rule.shape == "menu"]
    stripped = strip_text("\n\n".join([SENTENCE * 9, *MENU]), rules, Boilerplate().policy)
    assert [edit.reason for edit in stripped.edits] == ["ui junk, by its shape: menu"]
    assert [notice.score for notice in stripped.notices] == [SHAPED]


SECTIONS = ("Politics", "Business", "Sport", "Weather", "Classifieds")


def test_sections_of_a_newspaper_are_a_menu_wherever_they_stand() -> None:
    menu = "\n\n".join(SECTIONS)
    assert found("sections", SENTENCE, *SECTIONS, SENTENCE) == [menu]
    assert found("sections", SENTENCE, *SECTIONS[:4], SENTENCE) == []
    assert found("sections", f"{SENTENCE[:-1]}:", *SECTIONS, SENTENCE) == []
    assert found("sections", *SECTIONS) == []


def test_a_menu_of_sections_begins_and_ends_with_one() -> None:
    menu = "\n\n".join(("Politics", "Tarn valley", *SECTIONS[1:]))
    assert found("sections", SENTENCE, "Tarn", "Politics", "Tarn valley", *SECTIONS[1:], "Orrin", SENTENCE) == [
        menu
    ]


@pytest.mark.parametrize("bar", [" | ", " > ", " "])
def test_sections_in_one_line_are_a_menu(bar: str) -> None:
    assert found("sections", SENTENCE, bar.join(SECTIONS)) == [bar.join(SECTIONS)]


@pytest.mark.parametrize("between", ["\n\n", "\n"])
def test_a_row_beside_one_with_as_many_bars_is_of_a_table(between: str) -> None:
    head, row = " | ".join(SECTIONS), " | ".join("ABCDE")
    assert found("sections", SENTENCE, head, row, between=between) == []
    assert found("sections", SENTENCE, head, f"{row} | F", between=between) == [head]
    assert found("sections", SENTENCE, head, head, between=between) == [head, head]


def test_half_of_five_parts_between_bars_are_known() -> None:
    assert found("sections", SENTENCE, "Politics | Tarn | Sport | Orrin | Weather") != []
    assert found("sections", SENTENCE, "Politics | Tarn | Sport | Orrin | Hollin") == []
    assert found("sections", SENTENCE, "Politics | Sport | Weather") == []
    assert found("sections", SENTENCE, "Team | Won | Drawn | Lost | Points") == []


def test_papers_of_a_house_in_one_line_are_eight_and_no_table() -> None:
    papers = " | ".join((*(f"{name} Mail" for name in "ABCDEFG"), "tarnmail.com"))
    assert found("sections", SENTENCE, papers) == [papers]
    assert found("sections", SENTENCE, papers[len("A Mail | ") :]) == []
    assert found("sections", SENTENCE, papers.replace("tarnmail.com", "H Mail")) == []
    assert found("sections", SENTENCE, " | ".join("123456789")) == []


def test_headlines_that_are_said_twice_end_a_text() -> None:
    twice = [f"{line} {line}" for line in HEADLINES]
    assert found("said twice", SENTENCE, *twice) == ["\n\n".join(twice)]
    assert found("said twice", SENTENCE, twice[0], SENTENCE, twice[1], SENTENCE) == [
        "\n\n".join([twice[0], SENTENCE, twice[1], SENTENCE])
    ]
    assert found("said twice", SENTENCE, *twice, SENTENCE, SENTENCE) == []
    assert found("said twice", SENTENCE, twice[0]) == []


def test_a_list_under_dates_ends_where_dates_are_written_in_another_way() -> None:
    dated = ["05/12/2020 - 15:10", HEADLINES[0]] * 3
    assert found("dated teasers", *dated, "Sunday, December 6, 2020 - 07:32", SENTENCE) == ["\n\n".join(dated)]
    assert found("dated teasers", *dated, SENTENCE, dated[0], SENTENCE) == ["\n\n".join(dated)]


def test_headlines_in_capitals_between_paragraphs() -> None:
    long = "COUNCIL OF TARN VOTES FOR A NEW BRIDGE OVER THE RIVER AT LAST"
    short = "WHAT ARE THE NINE BRIDGES OF TARN?"
    more = [SENTENCE] * 4
    assert found("in capitals", SENTENCE, long, SENTENCE, short, *more) == [short, long]
    assert found("in capitals", SENTENCE, short, SENTENCE, SENTENCE) == []
    assert found("in capitals", SENTENCE, f"“{long}”", SENTENCE, SENTENCE) == []
    assert found("in capitals", SENTENCE, f"{long}.", SENTENCE, SENTENCE) == []
    assert found("in capitals", SENTENCE, SENTENCE, SENTENCE, long) == []
    assert found("in capitals", SENTENCE, long, SENTENCE, long, SENTENCE, SENTENCE) == []


TIMES = ("16:20", "15:50", "15:10", "14:40", "13:05")
TEASER = "Ferries to run again from Tuesday"


def under(*times: str, teaser: str = TEASER, between: str = "\n\n") -> list[str]:
    """Return teasers under times of day, line by line."""
    return between.join(f"{time}{between}{teaser}" for time in times).split("\n\n")


@pytest.mark.parametrize("between", ["\n\n", " ", " | "])
def test_teasers_under_times_go_back_in_time(between: str) -> None:
    teasers = [f"{time}{between}{TEASER}" for time in TIMES]
    listed = "\n\n".join(teasers)
    assert found("timed teasers", SENTENCE, *teasers) == [listed]
    assert found("timed teasers", SENTENCE, "Latest news", *teasers, SENTENCE) == [f"Latest news\n\n{listed}"]
    assert found("timed teasers", SENTENCE, *teasers[:4]) == []
    assert found("timed teasers", SENTENCE, *reversed(teasers)) == []


def test_what_is_told_minute_by_minute_is_no_list_of_teasers() -> None:
    assert found("timed teasers", SENTENCE, *under(*TIMES, teaser=SENTENCE)) == []
    assert found("timed teasers", SENTENCE, *under(*TIMES, teaser=f"{TEASER}\n\n{SENTENCE}")) == []
    assert found("timed teasers", SENTENCE, *under(*TIMES, teaser="Tarn")) == []
    assert found("timed teasers", SENTENCE, *TIMES) == []
    cut = under(*TIMES, teaser=f"{TEASER}\n\n{SENTENCE[:-1]} ...")
    assert found("timed teasers", SENTENCE, *cut) == ["\n\n".join(cut)]


def test_dates_whose_headlines_are_lost() -> None:
    dates = [f"05/12/2020, {hour}:15" for hour in (21, 20, 19, 18)]
    assert found("bare dates", SENTENCE, *dates, SENTENCE) == ["\n\n".join(dates)]
    assert found("bare dates", dates[0], "Sport", *dates[1:]) == ["\n\n".join([dates[0], "Sport", *dates[1:]])]
    assert found("bare dates", SENTENCE, *dates[:3]) == []
    assert found("bare dates", SENTENCE, *(date[:10] for date in dates)) == []
    assert found("bare dates", *(line for date in dates for line in (date, "Sport"))) == []


def test_a_name_in_capitals_may_stand_between_an_article_and_headlines() -> None:
    lines = [f"-{line}" for line in HEADLINES]
    assert found("bulleted headlines", SENTENCE, "TARN", *lines) == ["\n\n".join(lines)]
    assert found("bulleted headlines", SENTENCE, "TARN", *lines, SENTENCE) == []
    assert found("bulleted headlines", SENTENCE, "Tarn", *lines) == []
