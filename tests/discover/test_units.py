"""Sentences and their shapes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stopwatch import in_proportion

from corpusclean.discover.units import LONGEST, key, sentences, shape, tokens


def cut(text: str) -> list[str]:
    return [sentence.text for sentence in sentences(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("It rained. The dam held.", ["It rained.", "The dam held."]),
        ("“It rained.” The dam held!", ["“It rained.”", "The dam held!"]),
        ("Mr. Roe left. Dr. Doe stayed.", ["Mr. Roe left.", "Dr. Doe stayed."]),
        ("J. Roe left at 5 p.m. on Friday.", ["J. Roe left at 5 p.m. on Friday."]),
        ("Read out on Aug. 10, 2017 by Al Doe.", ["Read out on Aug. 10, 2017 by Al Doe."]),
        ("It rained 12 days. 10 died.", ["It rained 12 days.", "10 died."]),
        ("It rained (The Tarn Mail)", ["It rained", "(The Tarn Mail)"]),
        ("It rained. (Reporting by J. Roe; by A. Doe)", ["It rained.", "(Reporting by J. Roe; by A. Doe)"]),
        ("It rained in Tarn — PTI", ["It rained in Tarn", "— PTI"]),
        ("雨が降った。ダムは持った。", ["雨が降った。", "ダムは持った。"]),
        ("बारिश हुई। बांध टिका।", ["बारिश हुई।", "बांध टिका।"]),
        ("It rained.\n\nFollow us", ["It rained.", "Follow us"]),
        ("It rained.\nFollow us", ["It rained.", "Follow us"]),
        ("It rained over the hills and the long valley\nbelow them. The dam held.",
         ["It rained over the hills and the long valley\nbelow them.", "The dam held."]),
        (" \n ", []),
    ],
)  # fmt: skip
def test_a_text_is_cut_into_sentences(text: str, expected: list[str]) -> None:
    assert cut(text) == expected


@given(st.text(alphabet="aB .!?()\n—。1", max_size=80))
def test_nothing_but_blanks_is_lost(text: str) -> None:
    found = sentences(text)
    assert "".join("".join(sentence.text.split()) for sentence in found) == "".join(text.split())
    assert all(sentence.text == sentence.text.strip() != "" for sentence in found)
    assert all(not sentence.gap.strip() for sentence in found)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("(Reporting by Jo Roe; editing by Al Doe)", "(Reporting by Bo Poe and Cy Low; Editing by Di May)"),
        ("Jo Roe contributed to this report.", "Jo Roe and Al Doe of the Tarn Mail contributed to this report"),
        ("First published 12 May, at 10:15", "First published 3 June, at 9:05"),
        ("Read this story: https://tarn.example/a/b?c=1", "Read this story: www.hill.example"),
        ("Write to desk@tarn.example today", "Write to @hillpost today"),
        ("It’s all read by machines.", "It's all read by machines"),
    ],
)
def test_what_varies_does_not_count(one: str, other: str) -> None:
    assert key(one.replace("’", "'")) == key(other.replace("’", "'")) != 0


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("CLICK HERE FOR THE TARN APP", "CLICK HERE FOR THE HILL APP"),
        ("Jo Roe contributed to this report.", "Jo Roe contributed to this story."),
        ("Advertisement", "Publicity"),
        ("来源：新闻网", "来源：日报网"),
    ],
)
def test_what_does_not_vary_counts(one: str, other: str) -> None:
    assert 0 != key(one) != key(other) != 0


@pytest.mark.parametrize("text", ["", "...", "2021", "12:30, 2021", "a" * (LONGEST + 1)])
def test_no_notice_has_no_key(text: str) -> None:
    assert key(text) == 0


def test_tokens_stand_where_they_say() -> None:
    text = "(Reporting by Jo Roe, Al Doe and Bo Poe of Tarn; write to a@b.example by 12:30)"
    found = tokens(text)
    assert [text[token.start : token.end] for token in found] == [token.text for token in found]
    assert [token.text for token in found if token.kind == "name"] == ["Jo Roe, Al Doe and Bo Poe of Tarn"]


def test_a_name_in_small_letters_is_a_word() -> None:
    assert shape("follow us on twitter") == ("follow", "us", "on", "twitter")


@pytest.mark.parametrize("run", ["_", "\t", " ", "a."])
def test_a_long_run_takes_time_in_proportion_to_its_length(run: str) -> None:
    def divide(length: int) -> None:
        for sentence in sentences(f"Rain fell {run * length} on Monday."):
            tokens(sentence.text)

    assert in_proportion(lambda: divide(20_000), lambda: divide(5_000))
