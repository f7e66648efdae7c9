"""The pre-filter: whatever it passes over, repair would have left as it is."""

import hashlib
import re
from collections.abc import Iterator

import pyarrow as pa
import pytest
from fix_texts import SWITCHES, TEXTS
from ftfy import chardata
from ftfy.badness import BADNESS_RE
from hypothesis import example, given, settings
from hypothesis import strategies as st

from corpusclean.fix import fix_text, triggers
from corpusclean.fix.step import repair_text, rows_to_repair
from corpusclean.fix.triggers import HOSTILE, badness, hostile, is_normal, needs_repair
from corpusclean.settings import Fix, Settings, Tidy

# Letters of every class that ftfy's patterns name, so that their neighbourhoods are drawn.
CLASSES = sorted(
    set(re.sub(r"\\.|[\[\]|\s#]", "", BADNESS_RE.pattern)) | set("\u0301\u0327\u0928\u093c\uac00\u11a8\u0085 \n")
)
RICH = st.text(st.sampled_from(CLASSES), max_size=12)


@given(TEXTS | RICH, SWITCHES)
@settings(max_examples=400)
def test_filtered_equals_the_reference(text: str, switches: Fix) -> None:
    assert fix_text(text, switches) == fix_text(text, switches, every_line=True)


@given(st.lists(TEXTS | RICH, min_size=1, max_size=6), SWITCHES, st.sampled_from([Tidy(), Tidy(zero_width=False)]))
@settings(max_examples=200)
@example(["e\u0301 \u00e9"], Fix(), Tidy())
@example(["\u1112\u1161\u11ab"], Fix(), Tidy())
def test_a_document_that_the_scan_passes_over_is_left_as_it_is(texts: list[str], fix: Fix, tidy: Tidy) -> None:
    valid = [text.encode("utf-8", "ignore").decode() for text in texts]
    chosen = Settings(fix=fix, tidy=tidy)
    seen = set(rows_to_repair(pa.array(valid, type=pa.large_string()), chosen))
    for row, text in enumerate(valid):
        if row not in seen:
            assert repair_text(text, chosen) == (text, (), None)


def test_every_character_alone_is_seen_or_left() -> None:
    everything = [chr(code) for code in range(0x110000) if not 0xD800 <= code <= 0xDFFF]
    for switches in (Fix(), Fix(normalization="NFKC", fix_character_width=True, fix_latin_ligatures=True)):
        seen = set(rows_to_repair(pa.array(everything, type=pa.large_string()), Settings(fix=switches)))
        changed = {row for row, char in enumerate(everything) if not is_normal(char, switches)}
        assert changed
        assert changed <= seen
        assert set(chardata.CONTROL_CHARS) <= {ord(everything[row]) for row in seen}


def test_ordinary_prose_of_many_languages_is_passed_over() -> None:
    prose = [
        "The river rose by two metres, the mayor said; “nobody” is hurt – so far…",
        "« L’été fut très sec », a déclaré le maire à Nîmes.",
        "Вода поднялась на два метра, — сказал мэр.",
        "河水上涨了两米，市长说。",
        "नदी दो मीटर ऊपर आई।",
        "Nước sông dâng hai mét.",
    ]
    assert rows_to_repair(pa.array(prose, type=pa.large_string()), Settings()) == []


def test_ftfys_patterns_are_those_that_were_read() -> None:
    """A new ftfy with other patterns fails here: read what changed, run `benchmarks/fix.py --prove`, then pin."""
    patterns = (
        BADNESS_RE.pattern,
        chardata.HTML_ENTITY_RE.pattern,
        chardata.C1_CONTROL_RE.pattern,
        chardata.SINGLE_QUOTE_RE.pattern,
        chardata.DOUBLE_QUOTE_RE.pattern,
        "".join(map(chr, sorted(chardata.CONTROL_CHARS))),
        "".join(map(chr, sorted(chardata.LIGATURES))),
        "".join(map(chr, sorted(chardata.WIDTH_MAP))),
    )
    assert hashlib.sha256("\0".join(patterns).encode()).hexdigest()[:16] == "11298b31388a9ace"


def test_a_pattern_that_re2_cannot_read_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(triggers, "BADNESS_RE", re.compile("(?<!a)b", re.VERBOSE))
    badness.cache_clear()
    try:
        with pytest.raises(ValueError, match="looks around"):
            badness()
    finally:
        badness.cache_clear()


def hostile_texts() -> Iterator[tuple[str, str]]:
    yield "entities", "&" + "amp;" * 16_000
    yield "entities in capitals", "&" + "AMP;" * 16_000
    yield "entities by number", "&" + "#38;" * 16_000
    yield "entities by hexadecimal number", "&" + "#x26;" * 16_000
    yield "marks", "a" + "\u0301\u0316" * 40_000
    yield "marks of two scripts", "a" + "\u0301\u05b0\u064b" * 20_000


@pytest.mark.parametrize(("name", "text"), list(hostile_texts()))
def test_what_would_take_quadratic_time_is_refused_before_it_is_begun(
    name: str, text: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ftfy.fix_and_explain", pytest.fail)
    refused = fix_text(text, every_line=True).refused
    assert refused, name
    assert refused.code == "text.hostile"
    assert rows_to_repair(pa.array([text], type=pa.large_string()), Settings()) == [0]


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("\n" * 1_000_000, id="a million blank lines"),
        pytest.param("\r" * 1_000_000, id="a million carriage returns"),
        pytest.param("x" * 5_000_000, id="a line of five million letters"),
        pytest.param("\u00e9" * 1_000_000, id="a line of a million accented letters"),
    ],
)
def test_long_and_empty_is_not_shown_to_ftfy(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ftfy.fix_and_explain", pytest.fail)
    assert not fix_text(text).refused


def test_ordinary_nesting_and_accents_are_not_hostile() -> None:
    assert hostile("Tom &" + "amp;" * 13 + " Ann") is None
    assert hostile("a" + "\u0301" * 30) is None
    assert HOSTILE


def test_a_line_of_plain_ascii_costs_no_pattern() -> None:
    assert not needs_repair("Rain (12 mm) fell on Monday: 'much' of it, 50% more <than> usual; it's wet.", Fix())
