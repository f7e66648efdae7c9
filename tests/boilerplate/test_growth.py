"""Texts that are made to cost much cost time that grows with their length, and not with its square."""

from collections.abc import Callable

import pytest
from stopwatch import in_proportion

from corpusclean import ledger
from corpusclean.boilerplate import match, strip
from corpusclean.boilerplate.article.amid import is_paragraph_of_text
from corpusclean.boilerplate.encoded import Encoded
from corpusclean.boilerplate.evidence.spots import Spot
from corpusclean.boilerplate.evidence.starts import Beginnings, paragraph_starts
from corpusclean.boilerplate.match import Reading, Rulebook
from corpusclean.boilerplate.paragraphs.labelled import Labels, under_label
from corpusclean.boilerplate.paragraphs.lines import Line
from corpusclean.boilerplate.paragraphs.menus import sections
from corpusclean.boilerplate.paragraphs.units import paragraphs
from corpusclean.boilerplate.places import Place
from corpusclean.boilerplate.rule import load_rules, parse_rule
from corpusclean.ledger import Edit
from corpusclean.settings import Settings

RULES = load_rules().rules
BOOK = Rulebook(RULES)
POLICY = Settings().boilerplate.policy
LABELS = Labels(["read more"])
KNOWN = Beginnings[str]()
KNOWN.enter("read more", "a link", goes_on=False)
MARKS = ["~", ";", "@“", "©", "\u0301", "😀", "~" * 9, "=" * 40]
LINK = """\
id = "own"
version = 1
kind = "related_link"
languages = ["en"]
where = ["paragraph"]
wordings = ["read more", "read more now"]
examples = [{why = "any", text = "It rained.\\n\\nRead more", stays = "It rained."}]
keep = [{why = "any", text = "It rained."}]
"""


def line(said: str) -> Line:
    return Line(0, len(said), said, bullet=False)


def assert_in_proportion(work: Callable[[int], Callable[[], object]], number: int) -> None:
    """Hold work of four times as much to time that is not much more than four times as long."""
    few, many = work(number), work(4 * number)
    assert in_proportion(many, few)


@pytest.mark.parametrize("mark", MARKS)
def test_a_word_is_looked_at_once_however_many_lines_of_marks_lead_to_it(mark: str) -> None:
    found = KNOWN.of("It rained.\n" + f"{mark}\n" * 50 + "Read more", 0)
    assert [what for what, _ in found] == ["a link"]


@pytest.mark.parametrize("mark", MARKS)
def test_lines_of_marks_that_lead_to_no_word(mark: str) -> None:
    def work(number: int) -> Callable[[], object]:
        text = f"{mark}\n" * number
        return lambda: list(KNOWN.of(text, len(text)))

    assert_in_proportion(work, 500)


def test_brackets_that_a_number_goes_on_over() -> None:
    known = Beginnings[str]()
    known.enter("{number} comments", "a button", goes_on=False)

    def work(number: int) -> Callable[[], object]:
        text = "1(" * number
        return lambda: list(known.of(text, len(text)))

    assert_in_proportion(work, 5_000)


@pytest.mark.parametrize(
    "below",
    [[], ["He left"], [*["Ferryboatsofthecountry " * 8] * 3, "He left."]],
    ids=["nothing", "a line", "long headlines"],
)
def test_labels_without_end(below: list[str]) -> None:
    def work(number: int) -> Callable[[], object]:
        lines = [line(one) for one in ["Read more", *below] * number]
        return lambda: list(under_label(lines, LABELS))

    assert_in_proportion(work, 500)


def test_a_paragraph_that_is_wrapped_into_lines_without_end() -> None:
    def work(number: int) -> Callable[[], object]:
        text = "The council of Tarn met on Monday (PTI)\n" * number
        return lambda: list(paragraphs(text, 0, len(text)))

    assert_in_proportion(work, 10_000)


@pytest.mark.parametrize("said", ["Video", "1 / 8", "What do you think?"])
def test_paragraphs_worded_like_notices_without_end(said: str) -> None:
    def work(number: int) -> Callable[[], object]:
        above = "It rained all day.\n\n"
        piece = f"{above}{said}\n\n"
        text, starts = piece * number, range(len(above), len(piece) * number, len(piece))
        kinds = ("ui_junk", "comments_cta")
        return lambda: [is_paragraph_of_text(text, at, at + len(said), kind) for at in starts for kind in kinds]

    assert_in_proportion(work, 500)


def test_a_line_with_a_run_of_blanks_and_a_bar() -> None:
    def work(number: int) -> Callable[[], object]:
        lines = [line("It rained."), line("a" + "\t" * number + "b | c")]
        return lambda: list(sections(lines))

    assert_in_proportion(work, 2_000)


def test_brackets_of_a_text_beyond_ascii() -> None:
    said = "WORD (With the exception of the headline, this story has not been edited by Harbour Post staff) "

    def work(number: int) -> Callable[[], object]:
        text = "ä " + said * number
        spots = BOOK.evidence.spots(text)
        return lambda: list(BOOK.read(text, spots).exact(range(len(RULES))))

    assert_in_proportion(work, 500)


@pytest.mark.parametrize("text", ["", "ä", "aä橋😀" * 700, "ä" * 1_024, "It rained. " * 300])
def test_bytes_and_characters_are_told_from_each_other(text: str) -> None:
    encoded = Encoded(text)
    for place in range(len(text) + 1):
        assert encoded.byte(place) == len(text[:place].encode())
        assert encoded.place(encoded.byte(place)) == place


def test_where_paragraphs_begin_before_a_word_is_asked_once(monkeypatch: pytest.MonkeyPatch) -> None:
    words = list[int]()

    def counting(text: str, gap: int, word: int) -> object:
        words.append(word)
        return paragraph_starts(text, gap, word)

    monkeypatch.setitem(match._STARTS, "paragraph", counting)
    text = "It rained.\n\n" + "Read more\n\n" * 20
    assert list(BOOK.read(text).exact(range(len(RULES))))
    assert len(set(words)) == len(words) > 1


def test_no_wording_is_tried_behind_the_first_match(monkeypatch: pytest.MonkeyPatch) -> None:
    tried, first = list[int](), Reading._first

    def counting(reading: Reading, spot: Spot, place: Place, before: int) -> object:
        tried.append(spot.at)
        return first(reading, spot, place, before)

    monkeypatch.setattr(Reading, "_first", counting)
    text = "It rained.\n\n" + "Read more\n\nHe went home.\n\n" * 20
    assert list(Rulebook([parse_rule(LINK, "own.toml")], ()).read(text).exact([0]))
    assert set(tried) == {text.index("Read")}


def test_the_edits_of_a_text_are_traced_once_for_all_its_notices(monkeypatch: pytest.MonkeyPatch) -> None:
    traced, begin = list[int](), ledger.Trace.__init__

    def counting(trace: ledger.Trace, edits: list[Edit], body: str) -> None:
        traced.append(len(edits))
        begin(trace, edits, body)

    monkeypatch.setattr(ledger.Trace, "__init__", counting)
    earlier = [Edit("fix", "ftfy", "6", 4 + 6 * number, "&amp;", "&", "entity") for number in range(500)]
    rain = "It rained over Pune on Monday. " * 20
    body, text = (f"{said * 500}{rain}" + " (With inputs from PTI)" * 3 for said in ("Tom &amp; ", "Tom & "))
    stripped = strip.strip_text(text, BOOK, POLICY, body=body, earlier=earlier)
    assert {body[one.start : one.end].strip() for one in stripped.notices} == {"(With inputs from PTI)"}
    assert len(stripped.notices) == 3
    assert [edits for edits in traced if edits >= 500] == [500]
