"""The look at what a text may hold may say yes too often, and never no."""

import itertools
import re
from collections.abc import Callable
from functools import cache
from typing import Any

import pytest
import re2
from hypothesis import given, settings
from hypothesis import strategies as st

from corpusclean.boilerplate.evidence.beginning import Beginning, beginnings
from corpusclean.boilerplate.evidence.spots import WINDOW, Spot, _Ahead, spots_of
from corpusclean.boilerplate.evidence.starts import Beginnings, gap_before, paragraph_starts, tail_starts
from corpusclean.boilerplate.evidence.telling import clauses
from corpusclean.boilerplate.match import Reading, Rulebook
from corpusclean.boilerplate.places import PARAGRAPH_BEGINS, TAIL_BEGINS
from corpusclean.boilerplate.rule import MAX_MEMORY, load_rules, parse_rule
from corpusclean.boilerplate.wording import agencies, networks

RULES = load_rules().rules
BOOK = Rulebook(RULES)
EVERYONE = range(len(RULES))
EVERYTHING = sorted(
    spot
    for number, rule in enumerate(RULES)
    for wording in range(max(1, len(rule.wordings)))
    for spot in spots_of(rule, number, wording)
)
PLAIN = "The council met on Monday, and nine goats climbed onto the dam. It was closed in May. "


DECLARED = [
    tuple(tuple(word.lower() for word in words) for words in rule.evidence) if rule.pattern else ()
    for rule in RULES
]


def tried(number: int, text: str) -> bool:
    """Tell whether a rule is to be tried: a pattern may say itself that it is not."""
    plain = " ".join(text.replace("_", " ").lower().split())
    return all(any(word in plain for word in words) for words in DECLARED[number])


def everything(text: str) -> list[Spot]:
    """Return all that there is, but for patterns of rules that say themselves that they are not to be tried."""
    dumb = {number for number, clauses in enumerate(DECLARED) if clauses and not tried(number, text)}
    return [spot for spot in EVERYTHING if spot.rule not in dumb]


@cache
def compiled(pattern: str) -> Any:
    options = re2.Options()
    options.log_errors = False
    options.max_mem = MAX_MEMORY
    return re2.compile(pattern, options)


def found(text: str, *, every: bool = False) -> list[object]:
    """Return what the rules find in a text; with `every` whatever the evidence says."""
    reading = Reading(BOOK, text, everything(text)) if every else BOOK.read(text)
    return [(one.rule.id, one.start, one.end, one.agency) for one in reading.exact(EVERYONE)]


LOST_BLANK = re.compile(r"(?<=[a-z]{2}[.!?])(?<!vs\.)(?=[A-Z])")
"""Where a sentence ends in small letters and a capital follows at once: no pattern of RE2 says what follows."""


def assert_none_overlooked(text: str, seen: list[Any], expected: list[Any]) -> None:
    """Compare what is found with all that there is; where a blank was lost more is found, and earlier."""
    if LOST_BLANK.search(text):
        assert {one[0] for one in expected} <= {one[0] for one in seen}
    else:
        assert seen == expected


@pytest.mark.parametrize("number", [pytest.param(number, id=rule.id) for number, rule in enumerate(RULES)])
def test_no_match_in_an_example_is_overlooked(number: int) -> None:
    """By its own rule however it is spelled, and by any: of every twelfth, as all rules take a while to ask."""
    rule = RULES[number]
    own = [spot for spot in EVERYTHING if spot.rule == number]
    for place, said in enumerate([*(each.text for each in rule.examples), *(keep.text for keep in rule.keep)]):
        if place % 12 == number % 12:
            assert_none_overlooked(said, found(said), found(said, every=True))
        for text in (said.upper(), said.replace(" ", "\u00a0"), f"_{said}_"):
            every = own if tried(number, text) else []
            seen = list(BOOK.read(text).exact({number}))
            assert_none_overlooked(text, seen, list(Reading(BOOK, text, every).exact({number})))


BETWEEN = [" ", "\n", "\n\n", "\u3000"]
NOTICES = [example.text for rule in RULES for example in rule.examples]


@settings(max_examples=50)
@given(st.lists(st.sampled_from(NOTICES), min_size=1, max_size=4), st.sampled_from(BETWEEN))
def test_no_match_in_several_examples_is_overlooked(texts: list[str], between: str) -> None:
    text = between.join(texts)
    assert_none_overlooked(text, found(text), found(text, every=True))


NAMES = [*agencies(), *networks(), "Tarn Mail", "12", "2021"]
MUTATIONS: dict[str, Callable[[str], str]] = {
    "wrapped": lambda text: text.replace(" ", "\n", 3),
    "in one line": lambda text: " ".join(text.split()),
    "in brackets": lambda text: "\n\n".join(f"({part.strip('()')})" for part in text.split("\n\n")),
    "dashed": lambda text: text.replace("\n", "\n- "),
    "starred": lambda text: text.replace("\n\n", "\n\n**") + "**",
    "glued": lambda text: text.replace(". ", ".").replace(" (", "("),
    "no full stops": lambda text: text.replace(".", ""),
    "curly": lambda text: text.replace("'", "\u2019"),
    "narrow blanks": lambda text: text.replace(" ", "\u202f"),
    "wide": lambda text: text.replace(" ", "\u3000").replace("(", "（").replace(")", "）"),
    "folded": str.casefold,
    "behind a long text": lambda text: PLAIN * 60 + text,
    "before a long text": lambda text: f"{text}\n\n{PLAIN * 60}",
    "amid a long text": lambda text: f"{PLAIN * 30}\n\n{text}\n\n{PLAIN * 60}",
}


@settings(max_examples=50)
@given(
    st.lists(st.sampled_from(NOTICES), min_size=1, max_size=2),
    st.lists(st.sampled_from(sorted(MUTATIONS)), max_size=3),
    st.sampled_from(NAMES),
    st.sampled_from(NAMES),
)
def test_no_match_in_a_mutated_example_is_overlooked(
    texts: list[str], mutations: list[str], old: str, new: str
) -> None:
    text = "\n\n".join(texts).replace(old, new)
    for mutation in mutations:
        text = MUTATIONS[mutation](text)
    assert_none_overlooked(text, found(text), found(text, every=True))


@settings(max_examples=25)
@given(st.lists(st.sampled_from(NOTICES), min_size=1, max_size=3), st.data())
def test_what_is_left_without_a_stretch_is_not_overlooked(texts: list[str], data: st.DataObject) -> None:
    """`without` keeps what the evidence said of the longer text."""
    reading = BOOK.read("\n\n".join(texts))
    for _ in range(3):
        one = next(reading.exact(EVERYONE), None)
        if one is None:
            return
        reading = reading.without(one.start, one.end)
        left = [(each.rule.id, each.start) for each in reading.exact(EVERYONE)]
        assert left == [
            (each.rule.id, each.start) for each in Reading(BOOK, reading.text, EVERYTHING).exact(EVERYONE)
        ]
        start = data.draw(st.integers(0, max(0, len(reading.text) - 1)))
        reading = reading.without(start, min(len(reading.text), start + 5))


def own(wording: str, where: str = "tail") -> Rulebook:
    """Return a book of one rule that has one wording."""
    return Rulebook(
        [
            parse_rule(
                f'id = "own"\nversion = 1\nkind = "advert"\nlanguages = ["en"]\nwhere = ["{where}"]\n'
                f'wordings = ["{wording}"]\n'
                'examples = [{why = "any", text = "A. b", stays = "A."}]\nkeep = [{why = "any", text = "A."}]\n',
                "own.toml",
                tested=True,
            )
        ]
    )


@pytest.mark.parametrize("word", ["rain ", "r\u00e9gn ", "\u00c9T\u00c9 ", "rain  ", "\u96e8\u3000"])
def test_a_tail_is_looked_for_as_far_from_the_end_as_it_may_begin(word: str) -> None:
    """Whatever letters and blanks are behind it; not much farther."""
    book = own("{people} sends notes to {more}")
    notice = "Ann Lee sends notes to "
    assert book.evidence.spots(PLAIN * 60 + notice + word * (WINDOW // len(word)))
    assert not book.evidence.spots(PLAIN * 60 + notice + word * (3 * WINDOW // len(word)))


@pytest.mark.parametrize(
    ("wording", "text", "may"),
    [
        ("read more", "Rain. Read\n more.", True),
        ("read more", "We read more.", False),
        ("read more", "Read moreover", False),
        ("read more[s]", "read mores", True),
        ("<see|read> more", "- read more", True),
        ("<see|read> more", "read on, more", False),
        ("{outlet}report", "misreport", True),
        ("{outlet} report of", "a report, of", False),
        ("[{year}]", "", True),
        ("don't miss", "don’t miss", True),
        ("über uns", "ÜBER UNS", True),
        ("with {agencies}", "Rain.\n\nWith Reuters", True),
        ("with {agencies}", "Rain.\n\nWith friends", False),
        ("{agency}", "(PTI)", True),
        ("{agency}", "(PTX)", False),
        ("share {networks}", "Share FacebookTwitter", True),
        ("{networks}", "Tweet", True),
        ("{number} comments", "1,024 comments", True),
        ("{number} comments", "1,024 goats", False),
        ("続きを読む", "雨。続きを読む", True),
        ("続き{more}", "雨\n続きを読む", True),
        ("続きを読む", "雨が続き、雪", False),
    ],
)
def test_what_tells_of_a_wording(wording: str, text: str, may: bool) -> None:  # noqa: FBT001
    assert bool(own(wording).evidence.spots(text)) is may


@pytest.mark.parametrize(("wording", "where"), [("read more", "tail"), ("{outlet} reserves all rights", "tail")])
def test_a_wording_for_tails_is_looked_for_near_the_end_alone(wording: str, where: str) -> None:
    book, said = own(wording, where), wording.replace("{outlet}", "Tarn Mail")
    far = "It rained on the dam. " * (3 * WINDOW // 20)
    assert not book.evidence.spots(f"{said}\n\n{far}")
    assert book.evidence.spots(f"{far}\n\n{said}")
    assert own(wording, "paragraph").evidence.spots(f"{said}\n\n{far}")


@pytest.mark.parametrize(
    ("wording", "text", "asked"),
    [
        pytest.param("this {few} was made by our readers", "This page was made by our readers.", 1, id="has it"),
        pytest.param("this {few} was made by our readers", "This page was made by our writers.", 0, id="not"),
        pytest.param("{number} comments closed", "12 comments were closed.", 0, id="a number"),
        pytest.param("made by our readers", "Made by our writers.", 1, id="begins with words of its own"),
        pytest.param("this {few} is it", "This page is not it.", 1, id="nothing in it is rare"),
    ],
)
def test_where_a_wording_begins_as_many_a_line_does_it_is_asked_first_what_else_it_holds(
    monkeypatch: pytest.MonkeyPatch, wording: str, text: str, asked: int
) -> None:
    times = 0
    holds = _Ahead.holds

    def counting(*arguments: Any) -> bool:
        nonlocal times
        times += 1
        return holds(*arguments)

    book = own(wording, "paragraph")
    monkeypatch.setattr(_Ahead, "holds", counting)
    book.evidence.spots(f"It rained.\n\n{text}")
    assert times == asked


def test_of_what_every_text_has_somewhere_nothing_is_looked_for() -> None:
    """Two letters of ASCII tell nothing, a clause of many phrases among which they are neither."""
    letters = Rulebook(RULES).evidence._letters._numbers
    assert not {"te", "is", "we", "je", "du"} & letters.keys()
    assert {"newsletter", "\u914d\u4fe1"} & letters.keys()


def test_a_wording_of_slots_alone_is_always_looked_for() -> None:
    assert clauses("{outlet}[ {person}]") == ()


@pytest.mark.parametrize(
    ("wording", "expected"),
    [
        ("read more", {("read", "more")}),
        ("[please ]read the rest of it", {("please", "read", "the"), ("read", "the", "rest")}),
        ("read {more}", {("read",)}),
        ("read{person}", None),
        ("{person} reads", None),
        ("[{person} ]reads", None),
        ("© {year} {outlet}", {("",)}),
        ("by {agency}", {("by", "{agency}")}),
        ("<広告|广告>[：]", {("広告",), ("广告",)}),
        ("文{more}", None),
        ("\\[close\\]", {("close",)}),
    ],
)
def test_how_a_wording_may_begin(wording: str, expected: set[Beginning] | None) -> None:
    found = beginnings(wording)
    assert found is None if expected is None else found == frozenset(expected)


def test_where_text_may_follow_at_once_the_last_word_is_not_sure() -> None:
    assert beginnings("update", goes_on=True) is None
    assert beginnings("update of", goes_on=True) == frozenset({("update",)})


def begun(text: str, cut: int = 0) -> list[tuple[str, bool, bool]]:
    """Return the words of a text with which a notice may begin, whether a line does, and whether near its end."""
    words = sorted({word.casefold() for word in re.findall(r"[^\W\d_雨]+", text)} | {"雨", "雨雨", "続き"})
    known = Beginnings[str]()
    for word in words:
        assert known.enter(word, word, goes_on=False)
    return [(what, start.line, start.near) for what, start in known.of(text, cut)]


def test_where_lines_and_sentences_begin() -> None:
    text = "Mr. A. Roe.\n\n — “Rain” (PTI) _more_ 雨。続きを"
    assert begun(text) == [
        ("mr", True, True),
        ("a", False, True),
        ("roe", False, True),
        ("rain", True, True),
        ("pti", False, False),  # in brackets
        ("more", False, True),
        ("続き", False, True),
        ("続きを", False, True),
    ]
    assert begun(text, cut=14) == [("mr", True, False), *begun(text)[3:]]


@settings(max_examples=300)
@given(st.text(st.sampled_from('aBß.)\n\n \t"-(*1雨'), max_size=30), st.integers(0, 30))
def test_where_lines_and_sentences_begin_by_a_pattern(text: str, cut: int) -> None:
    """Held to patterns: every first word of a line, and from `cut` on of what is behind a stop."""
    word = r"(?=([雨]{1,2}|[^\W\d_雨]+))"
    lines = {match[1].casefold() for match in re.finditer(rf"\n\W*{word}", f"\n{text}")}
    behind = {match[1].casefold() for match in re.finditer(rf"[.)]\W*{word}", text[cut:])}
    told = begun(text, cut)
    assert {what for what, line, _ in told if line} >= lines
    assert {what for what, _, near in told if near} >= behind


def test_words_with_which_nothing_begins_are_remembered_rightly() -> None:
    """Whatever came before, the same is found."""
    texts = [
        "Read the book.",
        "Read the news here",
        "“Read the",
        "Read\nthe news",
        "A-Read the news",
        "Read the. news",
    ]
    for first, second in itertools.permutations(texts, 2):
        known = Beginnings[str]()
        known.enter("read the news", "link", goes_on=False)
        alone = [list(known.of(second, 0))]
        known = Beginnings[str]()
        known.enter("read the news", "link", goes_on=False)
        list(known.of(first, 0))
        assert [list(known.of(second, 0))] == alone


@pytest.mark.parametrize("what", ["paragraph", "tail"])
@settings(max_examples=500)
@given(text=st.text(st.sampled_from('aSvV.!?\u0964"”)]（】 \t\n\n\n\u00a0\u2009-1雨'), max_size=30))
def test_where_notices_begin(what: str, text: str) -> None:
    """Held to the pattern: a notice is found, one letter long, wherever it may begin."""
    held_to_the_pattern(text, what)


@pytest.mark.parametrize("what", ["paragraph", "tail"])
def test_where_notices_begin_behind_a_line_that_ends_so(what: str) -> None:
    for ends in itertools.product(["", "\u00a0", "a", "s", "S", "v", "V"], repeat=2):
        for stop in ["", ".", ".\u201d", "?", "!)", "\u0964", ")", "]\u00bb", ",", ". \u00a0"]:
            for behind in ("\nx", " x", "x", "X"):
                said = f"{''.join(ends)}{stop}{behind}"
                held_to_the_pattern(said, what)
                held_to_the_pattern(f"a\n{said}", what)


def held_to_the_pattern(text: str, what: str) -> None:
    """Compare where notices begin with what the pattern says."""
    pattern, starts = {
        "paragraph": (PARAGRAPH_BEGINS, paragraph_starts),
        "tail": (TAIL_BEGINS, tail_starts),
    }[what]
    letter = r"(?P<notice>[^\s\x{00A0}\x{2009}\x{202F}\x{3000}])"
    expected = {match.start(1) for match in compiled(pattern + letter).finditer(text)}
    lost = {match.start() for match in LOST_BLANK.finditer(text)} if what == "tail" else set()
    words = [match.start() for match in re.finditer(r"[^\W_]+", text)]
    begins = [place for word in words for place in starts(text, gap_before(text, word), word)]
    last = max(words, default=-1)
    assert {place for place in expected if place <= last} <= set(begins)
    assert lost <= set(begins)
    before = compiled(rf"{pattern}\z")
    assert {place for place in begins if not before.search(text[:place])} <= lost
    assert begins == sorted(set(begins))
