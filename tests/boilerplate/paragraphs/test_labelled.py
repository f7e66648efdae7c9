"""What is below a label that leads up to other stories, and where that ends."""

import pytest

from corpusclean.boilerplate.paragraphs.labelled import Labels, under_label
from corpusclean.boilerplate.paragraphs.lines import lines_of
from corpusclean.boilerplate.paragraphs.units import paragraphs

LABELS = Labels(["read <also|next>", "more from *", "don't miss?", "اقرأ أيضا"])
SENTENCE, LAST = "The pier of Tarn was repaired on Monday.", "Nobody was hurt, the harbour office said."
ONE, TWO = "Ferries of Tarn to run again from Tuesday", "Council of Orrin wants a new bridge by spring"


def found(*lines: str) -> list[list[str]]:
    """Return the stretches below a label in a text of some lines."""
    text = "\n\n".join(lines)
    told = lines_of(text, list(paragraphs(text, 0, len(text))))
    return [[line.said for line in told[first:last]] for first, last in under_label(told, LABELS)]


@pytest.mark.parametrize("label", ["Read also", "READ NEXT:", "» read also …", "More from Tarn", "اقرأ أيضا:"])
def test_headlines_go_with_their_label(label: str) -> None:
    assert found(SENTENCE, label, ONE, LAST) == [[label.lstrip("» "), ONE]]
    assert found(SENTENCE, label, ONE, TWO) == [[label.lstrip("» "), ONE, TWO]]


@pytest.mark.parametrize("line", ["Read also the plan", "Read", "More from", "More from it. He left."])
def test_what_is_no_label(line: str) -> None:
    assert found(SENTENCE, line, ONE, LAST) == []


def test_a_subhead_or_a_question_below_the_headline_is_the_article() -> None:
    assert found(SENTENCE, "Read also", ONE, "What the council of Tarn wants", LAST) == [["Read also", ONE]]
    assert found(SENTENCE, "Read also", ONE, "And what do you say to that, Mr Roe of Orrin?", LAST) == [
        ["Read also", ONE]
    ]
    assert found(SENTENCE, "Read also", "The new pier", LAST) == []


def test_an_entry_of_a_list_may_have_a_full_stop_within() -> None:
    long = "LIVE. Council of Tarn sits for the ninth hour over the bridge, and outside the goats wait for an end"
    listed = [f"- {line}" for line in (ONE, long, TWO)]
    assert found(SENTENCE, "Read also", *listed) == [["Read also", ONE, long, TWO]]
    assert found(SENTENCE, "Read also", ONE, long) == [["Read also", ONE]]


def test_labels_with_a_headline_each_are_so_to_the_last() -> None:
    twice = ["Read also", ONE, "Read also", TWO]
    assert found(SENTENCE, *twice, "What the council of Orrin wants from all of us", LAST) == [twice]


def test_teasers_to_the_end_are_alike() -> None:
    teasers = [ONE, "They will be nine a day.", TWO, "Nobody knows who pays."]
    assert found(SENTENCE, "More from Tarn", *teasers) == [["More from Tarn", *teasers]]
    assert found(SENTENCE, "More from Tarn", *teasers, LAST) == [["More from Tarn", ONE]]
    asks = [f"{line.rstrip('.')}?" if line in {ONE, TWO} else line for line in teasers]
    assert found(SENTENCE, "More from Tarn", *asks) == [["More from Tarn", asks[0]]]


def test_what_is_most_of_a_text_is_no_list_of_others() -> None:
    headlines = [f"{ONE} {number}" for number in range(20)]
    assert found(SENTENCE, "Read also", *headlines) == []


def test_headlines_above_their_labels() -> None:
    lines = [ONE, "Read next", TWO, "Read next"]
    assert found(SENTENCE, LAST, *lines) == [lines]


@pytest.mark.parametrize(
    "heading", ["The Last Ferry out of Norre (1998)", "Vieux Pont de Norre Rosé, France ($9 a bottle)"]
)
def test_a_film_or_goods_and_what_is_told_of_it_are_the_article(heading: str) -> None:
    assert found(SENTENCE, "More from Tarn", heading, "A captain loses his boat, and finds it again.") == []


def test_a_sum_in_a_headline_names_no_goods() -> None:
    headline = "Court of Tarn upholds $7.25 million verdict against the harbour"
    assert found(SENTENCE, "Read also", headline, LAST) == [["Read also", headline]]


THINGS = [
    "The log of the lighthouse",
    "A talk about hinges",
    "Ann Roe, The ferry and the sea",
    "Tea at nine o'clock",
]


def test_a_list_of_things_stays_below_a_label_that_articles_have_too() -> None:
    """Talks and books under "Don't miss" are the article's; below other labels they are stories."""
    assert found(SENTENCE, "Don't miss", *THINGS) == []
    assert found(SENTENCE, "Read also", *THINGS) == [["Read also", *THINGS]]


def test_headlines_go_below_such_a_label() -> None:
    headlines = ["Ferries of Tarn sail again", "Nine goats climb onto the dam", "Mayor of Norre falls from pier"]
    assert found(SENTENCE, "Don't miss", *headlines) == [["Don't miss", *headlines]]
    assert found(SENTENCE, "Don't miss", *(f"- {one}" for one in THINGS)) != []
