"""Texts that are made to cost much cost time that grows with their length, and not with its square."""

from collections.abc import Callable

import pytest
from stopwatch import GENEROUS, seconds

from corpusclean.boilerplate.labelled import Labels, under_label
from corpusclean.boilerplate.lines import Line
from corpusclean.boilerplate.menus import sections
from corpusclean.boilerplate.starts import Beginnings

LABELS = Labels(["read more"])
KNOWN = Beginnings[str]()
KNOWN.enter("read more", "a link", goes_on=False)
MARKS = ["~", ";", "@“", "©", "\u0301", "😀", "~" * 9, "=" * 40]


def line(said: str) -> Line:
    return Line(0, len(said), said, bullet=False)


def assert_in_proportion(work: Callable[[int], Callable[[], object]], number: int) -> None:
    """Hold work of four times as much to time that is not much more than four times as long."""
    few, many = work(number), work(4 * number)
    assert seconds(many) < GENEROUS * seconds(few)


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


def test_a_line_with_a_run_of_blanks_and_a_bar() -> None:
    def work(number: int) -> Callable[[], object]:
        lines = [line("It rained."), line("a" + "\t" * number + "b | c")]
        return lambda: list(sections(lines))

    assert_in_proportion(work, 2_000)
