"""A text of very many edits costs time that grows with their number, not with its square."""

import pytest
from stopwatch import in_proportion

from corpusclean import ledger
from corpusclean.ledger import Edit, Trace, restore

FEW, MANY = 5_000, 20_000


def entities(number: int) -> tuple[str, str, list[Edit]]:
    """Return a body of so many entities, what it becomes, and the edits, all in one layer."""
    edits = [Edit("fix", "ftfy", "6", place * 6 + 4, "&amp;", "&", "entity") for place in range(number)]
    return "Tom &amp; " * number, "Tom & " * number, edits


def trace_all(text: str, edits: list[Edit], body: str) -> list[tuple[int, int]]:
    """Look up where every edit was made, and where every word of the text lies."""
    trace = Trace(edits, body)
    made = [span for _, *span in trace.edits()]
    words = [trace.span(place, place + 3) for place in range(0, len(text), 6)]
    return [*((start, end) for start, end in made), *words]


def test_restore_takes_time_in_proportion_to_the_edits() -> None:
    body, text, edits = entities(FEW)
    assert restore(text, edits) == body
    _, longer, more = entities(MANY)
    assert in_proportion(lambda: restore(longer, more), lambda: restore(text, edits))


def test_a_trace_takes_time_in_proportion_to_the_edits() -> None:
    (body, text, edits), (longer, cleaned, more) = entities(FEW), entities(MANY)
    assert in_proportion(lambda: trace_all(cleaned, more, longer), lambda: trace_all(text, edits, body))


def test_a_trace_is_right_among_many_edits() -> None:
    body, text, edits = entities(MANY)
    spans = trace_all(text, edits, body)
    assert {body[slice(*span)] for span in spans[:MANY]} == {"&amp;"}
    assert {body[slice(*span)] for span in spans[MANY:]} == {"Tom"}
    assert len(set(spans)) == 2 * MANY


@pytest.mark.parametrize("number", [FEW, MANY])
def test_edits_from_left_to_right_are_one_layer_and_any_other_begins_another(number: int) -> None:
    _, _, edits = entities(number)
    assert len(ledger._layers(edits)) == 1
    assert len(ledger._layers([*edits, *edits])) == 2
