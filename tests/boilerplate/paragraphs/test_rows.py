"""Lists that are rows, and headlines that look nearly so."""

import pytest

from corpusclean.boilerplate.paragraphs.lines import Line, lines_of
from corpusclean.boilerplate.paragraphs.rows import are_rows, are_verses
from corpusclean.boilerplate.paragraphs.units import paragraphs

ROWS = {
    "table": ("Tarn United 10 8 1 1 25", "Orrin Rovers 10 7 1 2 22"),
    "numbered": ("1. Tarn United of the lower harbour", "2. Orrin Rovers of the upper valley"),
    "references": ("[a] Roe, Harbours of the Coast, Tarn Press", "[b] Lee, The Ferry, Orrin Books"),
    "results": ("Tarn United – Orrin Rovers 3:1", "Lowgate Town – Hollin Vale 2:2"),
    "times": ("Ann Lee of the Tarn rowing club 7:31.22", "Jo Roe of the Orrin rowing club 7:35.80"),
    "units": ("Ann Lee of the Tarn club 12 points", "Jo Roe of the Orrin club 9 points"),
    "who signed": ("Ann Lee, head of the school of Tarn", "Tom van Roe, harbour master of Orrin"),
    "who signed, Arabic": ("ليلى حداد، مديرة مدرسة الميناء القديم", "سامي نجار، رئيس نادي التجديف في البلدة"),
    "who signed, brackets": ("Ann Lee (head of the school)", "Tom Roe (harbour master of Orrin)"),
    "crews": ("- Tarn: Lee, Roe, Park, Sand, Hill", "- Orrin: Orr, Ash, Elm, Oak, Fir"),
    "labels": ("Cook on the ferry: Ann Lee of Tarn", "Captain of it: Tom Roe of Orrin"),
    "prizes": (
        "- Boat of the year: The Grey Heron",
        "- Crew of the year: the rowers of Tarn",
        "- Pier of the year: the old one of Orrin",
    ),
    "prizes without a label": (
        "Best boat The Grey Heron of Orrin",
        "Best crew the nine rowers of Tarn",
        "Best harbour the old pier of Tarn",
    ),
    "two prizes": ("Best boat: The Grey Heron of Orrin", "Best crew: the nine rowers of Lowgate"),
    "columns": ("Tarn | ten | eight | one | one", "Orrin | nine | seven | one | two"),
    "verse": ("The boats came home at break of day,", "The harbour lay in silver grey,"),
    "verse, small": ("the boats came home at break of day", "the harbour lay in silver grey"),
    "said": ("“We sail again on Friday at nine”", "“Nobody asked the goats of Tarn”"),
    "chronicle": ("5 May 2020: Council votes for the bridge", "9 May 2020: Mayor signs the plan"),
    "chronicle, months": ("5 May 2020: Council votes for the bridge", "2 June 2020: Mayor signs the plan"),
}
HEADLINES = {
    "plain": ("Ferries to run again from Tuesday", "Council of Orrin wants a new bridge"),
    "one with numbers": ("9 goats and 3 geese on the dam", "Ferries to run again", "Council wants a bridge"),
    "years": ("What Tarn learnt in 2019 and 2020", "Council of Orrin wants bridge by 2030"),
    "topics": ("- Harbour: Ferries to run again from Tuesday", "- Bridges: Orrin wants a new one by spring"),
    "a topic twice": ("- Harbour: Ferries to run again from Tuesday", "- Harbour: Tarn wants a new one by spring"),
    "begin alike": ("What the ferry of Tarn costs", "What the council of Orrin wants"),
    "topics, no bullets": (
        "Harbour: Ferries are to run again from Tuesday",
        "Bridges: Orrin wants a new one by spring",
    ),
    "topics, Arabic": (
        "الميناء: العبارات تعود إلى الإبحار يوم الثلاثاء",
        "الجسور: البلدة تريد جسرا جديدا قبل الربيع",
    ),
    "dates that go back": ("- 9 May 2020: Mayor signs the plan", "- 5 May 2020: Council votes for it"),
    "one with a comma": ("Tarn, Orrin to share a ferry", "Goats climb the dam and stay", "Council wants a bridge"),
}


def rows(*said: str) -> bool:
    text = "\n\n".join(said)
    return are_rows(lines_of(text, list(paragraphs(text, 0, len(text)))))


@pytest.mark.parametrize("said", [pytest.param(said, id=name) for name, said in ROWS.items()])
def test_rows(said: tuple[str, ...]) -> None:
    assert rows(*said)


@pytest.mark.parametrize("said", [pytest.param(said, id=name) for name, said in HEADLINES.items()])
def test_headlines_are_no_rows(said: tuple[str, ...]) -> None:
    assert not rows(*said)


VERSES = {
    "in rhyme": (
        "When the boats of the valley came home at the break of the day",
        "And the harbour lay still in its silver",
        "There was nobody left on the pier who had much more to say",
        "But the wind and a bell and a sliver",
    ),
    "short": (
        "I have forgotten the name of the boat",
        "The harbour keeps it under the water",
        "Somebody calls it every evening",
        "Nobody answers but the wind",
    ),
}
NO_VERSES = {
    "headlines": (
        "Ferries to run again from Tuesday",
        "Council of Orrin wants a new bridge and asks who is to pay for it",
        "Nine goats climb the dam",
        "School of Norre has no roof since the storm of the winter before last",
    ),
    "few": ("The boats came home at break of day", "The harbour lay in silver grey"),
    "bullets": ("- Break of day", "- Silver grey", "- Much to say", "- Carried away"),
}


def _lines(said: tuple[str, ...]) -> list[Line]:
    text = "\n\n".join(said)
    return lines_of(text, list(paragraphs(text, 0, len(text))))


@pytest.mark.parametrize("said", VERSES.values(), ids=VERSES)
def test_a_poem_is_told(said: tuple[str, ...]) -> None:
    assert are_verses(_lines(said))


@pytest.mark.parametrize("said", NO_VERSES.values(), ids=NO_VERSES)
def test_what_is_no_poem(said: tuple[str, ...]) -> None:
    assert not are_verses(_lines(said))
