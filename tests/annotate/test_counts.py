"""Characters and words of texts in many scripts."""

# text as it is written in many languages
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpusclean.annotate import annotate_counts, counts
from corpusclean.annotate.counts import count_words
from corpusclean.settings import Settings

_RUN = r"[^\P{L}\p{Han}\p{Hiragana}\p{Katakana}]|\p{M}|\p{N}"
A_WORD = rf"[\p{{Han}}\p{{Hiragana}}\p{{Katakana}}]|(?:{_RUN})(?:{_RUN}|['’](?:{_RUN}))*"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        pytest.param("", 0, id="nothing"),
        pytest.param(" \n\t", 0, id="blanks"),
        pytest.param("... – “”!", 0, id="punctuation"),
        pytest.param("Rain fell.", 2, id="English"),
        pytest.param("It's John's and John’s", 4, id="apostrophes inside"),
        pytest.param("'rain' ’twas o'", 3, id="apostrophes outside"),
        pytest.param("co-operate and/or", 4, id="hyphen and slash"),
        pytest.param("12:30, 3.5 %", 4, id="figures"),
        pytest.param("covid19 G7", 2, id="letters and figures"),
        pytest.param("São Paulo, Straße, Ещё", 4, id="letters beyond ASCII"),
        pytest.param("cafe\u0301 noir", 2, id="an accent apart"),
        pytest.param("नदी का पानी", 3, id="Hindi with vowel signs"),
        pytest.param("القاهرةُ مدينةٌ", 2, id="Arabic with vowel signs"),
        pytest.param("北京下雨", 4, id="Chinese"),
        pytest.param("ひらカナ漢", 5, id="Japanese"),
        pytest.param("강물이 높아졌다", 2, id="Korean"),
        pytest.param("GDP增长5个点", 6, id="Latin, Chinese and figures side by side"),
        pytest.param("\U00020000\U00020001", 2, id="Chinese beyond the BMP"),
        pytest.param("rain \U0001f327 fell", 2, id="an emoji"),
        pytest.param("a_b", 2, id="an underscore"),
        pytest.param("a''b", 2, id="two apostrophes inside"),
        pytest.param("a'北b", 3, id="an apostrophe before Chinese"),
    ],
)
def test_words(text: str, words: int) -> None:
    assert count_words(text) == words


letters = st.sampled_from("ab7é\u0301北ひカ'’\u200d \n.-ж๐ก\U0001f600")
written = st.text(st.one_of(letters, letters, st.characters(codec="utf-8")), max_size=60)


@given(st.lists(written, max_size=6), st.sampled_from((1, 40, 1 << 18)))
def test_words_are_what_the_pattern_says(texts: list[str], together: int) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(counts, "_TOGETHER", together)
        frame = annotate_counts(pd.DataFrame({"text": pd.Series(texts, dtype="str")}), Settings())

    assert list(frame["characters"]) == [len(text) for text in texts]
    assert list(frame["words"]) == pc.count_substring_regex(pa.array(texts, pa.string()), A_WORD).to_pylist()
    assert [str(frame[name].dtype) for name in ("characters", "words")] == ["int64", "int64"]
