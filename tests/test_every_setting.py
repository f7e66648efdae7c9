"""Every key of the settings decides something: set to another value, something else comes out.

A key that decides nothing would be a promise that nobody keeps. Here are those that decide what a corpus holds;
ELSEWHERE names the tests of the others. A key in neither table fails.
"""

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from conftest import Folder

import corpusclean as cc
from corpusclean.run.job import clean_corpus
from corpusclean.settings import settings_from
from docs.derive.settings import keys

TESTS = Path(__file__).parent

DATED = " date 2021-12-13\n"
STORY = (
    "The old bridge over the river will close on Monday for repairs, the council said in the evening. Engineers "
    "found a crack in its eastern arch last month that is as long as a hand, and lorries shake it every day. "
    "A ferry will take people on foot across the water every ten minutes, and drivers must go round by Orrin.\n"
)
OTHER = (
    "Pupils of the lower school moved into the flour mill on Tuesday, after rain came through the roof of their "
    "own building. Lessons began at nine in the morning, with coats on, and the mill was warm by noon.\n"
)
ONE = {"a.txt": f"{DATED}\n{STORY}"}
UNSURE = (
    "This report was publishd from a news agensy feed with no chnge to its text. Only the title was editd by us."
)
"""Misspelled, as no rule has it."""
"""A notice in a wording that no rule has, so it is found by likeness."""

RULE = """
id = "made-up"
version = 1
kind = "ui_junk"
languages = ["en"]
where = ["tail"]
wordings = ["hear the bell ring twice"]
[[examples]]
why = "alone"
text = "Rain fell.\\n\\nHear the bell ring twice."
stays = "Rain fell."
[[keep]]
why = "a story"
text = "People hear the bell ring twice a day."
"""


def dated(day: str, text: str = STORY) -> dict[str, str | bytes]:
    return {"a.txt": f" date {day}\n\n{text}"}


Case = tuple[str, Mapping[str, str | bytes], Mapping[str, Any], Any]
"""A key, the documents, what is set besides, and the key's other value."""

CASES: tuple[Case, ...] = (
    ("include", ONE | {"b.md": f"{DATED}\n{OTHER}"}, {}, ["*.txt"]),
    ("exclude", ONE | {"b.md": f"{DATED}\n{OTHER}"}, {}, ["b.*"]),
    ("encodings", {"a.txt": f"{DATED}\n{STORY}Caf\u00e9.\n".encode("windows-1252")}, {}, ["windows-1252"]),
    ("detect_encodings", {"a.txt": f"{DATED}\n{STORY}Caf\u00e9.\n".encode("windows-1252")}, {}, ["windows-1252"]),
    ("dialect", {"a.txt": f"Date: 2021-12-13\nTitle: Rain\n over Pune\n\n{STORY}"}, {}, "plain"),
    ("fields", {"a.txt": f"{DATED}headline: Rain\n\n{STORY}"}, {}, {"headline": "title"}),
    ("separator", {"a.txt": f"* * *\n{DATED}\n{STORY}* * *\n{DATED}\n{OTHER}"}, {}, "\\* \\* \\*"),
    ("csv_delimiter", {"a.csv": "date;text,a\n2021-12-13;Rain fell over the hills.\n"}, {}, ";"),
    ("required", {"a.txt": f" title Rain\n\n{STORY}"}, {}, ["text"]),
    ("max_file_bytes", ONE, {}, 10),
    ("boilerplate.policy", {"a.txt": f"{DATED}\n{STORY}\n(PTI)\n"}, {}, {"agency_credit": "annotate"}),
    ("boilerplate.packs", {"a.txt": f"{DATED}\n{STORY}\nHear the bell ring twice.\n"}, {}, ["RULE"]),
    ("boilerplate.min_similarity", {"a.txt": f"{DATED}\n{STORY}\n{UNSURE}\n"}, {}, 1.0),
    (
        "boilerplate.max_removal",
        {"a.txt": f"{DATED}\n{OTHER[:148]}\n\n{UNSURE}\n"},
        {"boilerplate": {"min_article": 10_000}},
        1.0,
    ),
    (
        "boilerplate.min_article",
        {"a.txt": f"{DATED}\n{OTHER}\n{UNSURE}\n"},
        {"boilerplate": {"max_removal": 0.01, "min_article": 10_000}},
        100,
    ),
    ("dates.formats", dated("2021/12/13"), {}, ["year_first"]),
    ("dates.order", dated("05/04/2021"), {}, "dmy"),
    ("dates.languages", dated("13 d\u00e9cembre 2021"), {}, ["en"]),
    ("dates.zone", dated("2021-12-13T23:30:00-05:00"), {}, "utc"),
    ("dates.not_before", dated("2021-12-13"), {}, "2022-01-01"),
    ("dates.not_after", dated("2021-12-13"), {}, "2020-01-01"),
    ("dates.sources", {"2021-12-13.txt": f" title Rain\n\n{STORY}"}, {}, ["header", "filename"]),
    (
        "dates.path_pattern",
        {"13/12/2021/a.txt": f" title Rain\n\n{STORY}"},
        {"dates": {"sources": ["header", "path"]}},
        "%d/%m/%Y",
    ),
    ("dates.contradiction_days", dated("2021-12-13", f"MOSCOW, Dec 17 (Reuters) - {STORY}"), {}, 1),
    ("language.allowed", ONE, {}, ["de"]),
    ("language.min_score", {"a.txt": f"{DATED}\nRain on.\n"}, {}, 1.0),
    ("language.identifier", {"a.txt": f"{DATED}\nRain fell, der Regen fiel.\n"}, {}, "langdetect"),
    ("language.min_evidence", ONE, {}, 10_000),
    ("language.paragraphs", ONE, {}, True),
    ("duplicates.exact", ONE | {"b.txt": f"{DATED}\n{STORY}"}, {}, "keep"),
    ("duplicates.near", ONE | {"b.txt": f"{DATED}\n{STORY}It rained."}, {}, "ignore"),
    ("duplicates.contained", {"a.txt": f"{DATED}\n{STORY}\n{OTHER}", "b.txt": f"{DATED}\n{OTHER}"}, {}, "ignore"),
    ("duplicates.near_similarity", ONE | {"b.txt": f"{DATED}\n{STORY}It rained."}, {}, 1.0),
    (
        "duplicates.containment",
        {"a.txt": f"{DATED}\n{STORY}\n{OTHER}", "b.txt": f"{DATED}\n{OTHER}It rained and it rained."},
        {},
        1.0,
    ),
    ("duplicates.contained_words", {"a.txt": f"{DATED}\n{STORY}\n{OTHER}", "b.txt": f"{DATED}\n{OTHER}"}, {}, 500),
    ("duplicates.window_days", ONE | {"b.txt": f" date 2021-12-20\n\n{STORY}"}, {}, 1),
    ("output.raw_bytes", {"a.txt": STORY}, {}, 5),
    ("output.ledger_text", {"a.txt": f"{DATED}\n{STORY}\n(PTI)\n"}, {}, "none"),
)

ELSEWHERE = {
    "fix": "fix/test_repair.py",
    "tidy": "fix/test_tidy.py",
    "card": "write/test_readers.py",
    "drift": "drift/test_drift.py",
    "max_expansion": "read/test_containers.py",
    "max_rejects": "test_cli.py",
    "output.part_documents": "test_every_setting.py",
    "output.part_bytes": "test_every_setting.py",
    "output.private": "test_removed_text.py",
    "run.workers": "run/test_same_bytes.py",
    "run.partition_documents": "run/test_same_bytes.py",
    "run.engine": "engines/test_dask.py",
    "run.scheduler": "engines/test_dask.py",
    "run.timeout_seconds": "poisoned.py",
    "run.memory_mib": "poisoned.py",
    "run.cache": "run/test_cache.py",
    "run.cache_mib": "run/test_cache.py",
    "run.trust_mtime": "run/test_cache.py",
}
"""The tests of the other keys, or of whole sections of them."""


def outcome(raw: Path, table: Mapping[str, Any]) -> str:
    """Return all that comes out, as text in which everything can be compared, null too."""
    settings = settings_from(table, "test")
    tables = cc.clean(cc.read_documents(raw, settings=settings), settings)
    return repr([frame.to_dict("records") for frame in tables])


@pytest.mark.parametrize("case", [pytest.param(case, id=case[0]) for case in CASES])
def test_a_key_decides_something(case: Case, folder: Folder, tmp_path: Path) -> None:
    key, files, besides, value = case
    raw = folder(files)
    if value == ["RULE"]:
        value = [str(tmp_path / "made-up.toml")]
        (tmp_path / "made-up.toml").write_text(RULE)
    section, _, name = key.rpartition(".")
    other = (
        {**besides, section: {**besides.get(section, {}), name: value}} if section else {**besides, name: value}
    )
    # Compared here: pytest would show both in full.
    same = outcome(raw, other) == outcome(raw, besides)
    assert not same, f"{key} = {value!r} changes nothing"


def test_the_same_settings_decide_the_same(folder: Folder) -> None:
    """Else the tests above would say nothing."""
    raw = folder(ONE | {"b.txt": f"{DATED}\n{STORY}It rained."})
    assert outcome(raw, {}) == outcome(raw, {})


@pytest.mark.parametrize("name", ["part_documents", "part_bytes"])
def test_a_part_ends_where_the_settings_say(name: str, folder: Folder, tmp_path: Path) -> None:
    raw = folder({f"{number}.txt": f"{DATED}\n{STORY}{number}\n" for number in range(4)})
    parts = []
    for table in ({}, {name: 1}):
        clean_corpus([raw], tmp_path / "out", settings_from({"output": table, "run": {"workers": 1}}, "test"))
        parts.append(len(list((tmp_path / "out" / "data").iterdir())))
    assert parts == [1, 4]


def test_every_key_is_tested() -> None:
    there = [f"{section}.{name}" if section else name for section, _, name, _ in keys()]
    here = {key for key, *_ in CASES}
    assert len(here) == len(CASES)
    elsewhere = {key: ELSEWHERE.get(key, ELSEWHERE.get(key.partition(".")[0])) for key in there if key not in here}
    untested = [
        key
        for key, name in elsewhere.items()
        if name is None
        or not re.search(rf"{key.rpartition('.')[2]}\b", (TESTS / name).read_text(encoding="utf-8"))
    ]
    assert untested == [], "neither in CASES nor, by name, in the module that ELSEWHERE names"
    assert here <= set(there)
    assert all(key in there or any(each.startswith(f"{key}.") for each in there) for key in ELSEWHERE)
