"""What `sniff` sees in a corpus that nobody has described, and the settings that it proposes."""

import gzip
import io
import json
import zipfile
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from conftest import Folder, Run
from stopwatch import in_proportion

from corpusclean import sniff
from corpusclean.settings import Settings, load_settings
from corpusclean.sniff import proposal, sniff_inputs

BODY = "\n\nRain fell on the hills, and the town was wet all day.\n"


def other_names(number: int) -> str:
    return f"Published: 2021-12-{number + 1:02d}\nHeadline: Rain {number}\nDesk-No: 4{BODY}"


def test_dialects_encodings_line_ends_and_problems_are_counted(folder: Folder) -> None:
    raw = folder(
        {
            "a.txt": f" date 2021-12-13{BODY}",
            "b.txt": f"Title: Rain\n and sun\nDate: 2021-12-13{BODY}",
            "c.txt": f"---\ndate: 2021-12-13\n---{BODY}",
            "d.txt": f" date 2021-12-13{BODY}".replace("\n", "\r\n"),
            "e.txt": f" date 2021-12-13{BODY}".encode("utf-16"),
            "h.txt": f" date 2021-12-13{BODY}".replace("\n", "\r\r\n"),
            "f.txt": b" date 2021-12-13\n\nRain fell on the caf\xe9.\n",
            "g.md": "Rain fell, and no header stood above it.\n",
        }
    )

    seen = sniff_inputs([raw], Settings())

    assert seen.documents == 8
    assert seen.files == {".txt": 7, ".md": 1}
    assert seen.dialects == {"plain": 4, "frontmatter": 1, "none": 1, "rfc822": 1}
    assert seen.encodings == {"utf-8": 6, "utf-16-le with a mark": 1}
    assert seen.line_ends == {"LF": 5, "CR CR LF": 1, "CRLF": 1}
    assert seen.problems == {"bytes.not_utf8": 1}
    assert {field.name: (field.ours, field.filled) for field in seen.fields} == {
        "date": ("date", 6),
        "title": ("title", 1),
    }
    assert "# encodings" in proposal(seen)


def test_names_that_nobody_declared_are_found_and_proposed(folder: Folder, tmp_path: Path) -> None:
    raw = folder({f"{number}.txt": other_names(number) for number in range(9)})

    seen = sniff_inputs([raw], Settings())
    settings_file = tmp_path / "proposed.toml"
    settings_file.write_text(proposal(seen))
    settings = load_settings(settings_file)

    assert seen.dialects == {"plain, names not declared": 9}
    assert [(field.name, field.ours, field.filled) for field in seen.fields] == [
        ("desk_no", None, 9),
        ("headline", "title", 9),
        ("published", "date", 9),
    ]
    assert dict(settings.fields) == {"headline": "title", "published": "date"}
    assert settings.required == ("date", "title", "text")
    # With the settings that it proposes, the corpus is read.
    assert sniff_inputs([raw], settings).dialects == {"plain": 9}


def test_names_that_nobody_declared_are_found_whatever_ends_their_lines(folder: Folder) -> None:
    raw = folder({f"{number}.txt": other_names(number).replace("\n", "\r\n") for number in range(3)})

    assert sniff_inputs([raw], Settings()).dialects == {"plain, names not declared": 3}


@pytest.mark.parametrize(
    "name",
    [
        pytest.param("t\u00edtulo", id="a letter with an accent"),
        pytest.param("Ti\u0301tulo", id="its accent apart"),
        pytest.param("\u0437\u0430\u0433\u043e\u043b\u043e\u0432\u043e\u043a", id="Russian"),
        pytest.param("\u0936\u0940\u0930\u094d\u0937\u0915", id="Hindi, with vowel signs"),
    ],
)
def test_a_name_in_other_letters_is_told_and_asked_about(folder: Folder, tmp_path: Path, name: str) -> None:
    raw = folder({f"{day}.txt": f"date: 2021-12-1{day}\n{name}: Lluvia en Tarn{BODY}" for day in range(5)})

    seen = sniff_inputs([raw], Settings())
    proposed = proposal(seen)

    assert seen.dialects == {"plain, names not declared": 5}
    assert [(field.ours, field.filled) for field in seen.fields] == [("date", 5), (None, 5)]
    assert 'required = ["date", "text"]' in proposed
    (question,) = [line for line in proposed.splitlines() if line.startswith('# "')]
    assert ' = "title"  # which field of ours is it?' in question
    # Whoever answers it as it is proposed has a corpus whose headers are read.
    settings_file = tmp_path / "answered.toml"
    settings_file.write_text(proposed.replace(question, question.removeprefix("# ")), encoding="utf-8")
    again = sniff_inputs([raw], load_settings(settings_file))
    assert (again.dialects, again.problems, again.unread) == ({"plain": 5}, {}, ())


@pytest.mark.parametrize("name", ["a.TXT", "a.zip", "a.txt.gz", 'a.b"c'])
def test_what_is_proposed_takes_the_files_that_were_seen(folder: Folder, tmp_path: Path, name: str) -> None:
    text = f" date 2021-12-13{BODY}".encode()
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as members:
        members.writestr("a.txt", text)
    made = {".zip": archive.getvalue(), ".gz": gzip.compress(text)}
    raw = folder({name: made.get(Path(name).suffix, text)})
    settings_file = tmp_path / "proposed.toml"
    settings_file.write_text(proposal(sniff_inputs([raw], Settings())))

    assert sniff_inputs([raw], load_settings(settings_file)).dialects == {"plain": 1}


def test_a_name_like_a_date_that_holds_none_is_not_proposed(folder: Folder) -> None:
    raw = folder({f"{number}.txt": f"Published: yes\nHeadline: Rain{BODY}" for number in range(3)})

    assert {field.name: field.ours for field in sniff_inputs([raw], Settings()).fields} == {
        "headline": "title",
        "published": None,
    }


@pytest.mark.parametrize(
    ("dates", "proposed"),
    [
        pytest.param(["05/04/2021", "13/04/2021"], "dmy", id="a thirteenth in the first place"),
        pytest.param(["05/04/2021", "04/13/2021"], "mdy", id="a thirteenth in the second"),
        pytest.param(["13/04/2021", "04/13/2021"], None, id="both"),
        pytest.param(["05/04/2021", "2021-04-13"], None, id="neither"),
    ],
)
def test_the_order_of_day_and_month_is_proposed_where_all_dates_bear_it_out(
    folder: Folder, tmp_path: Path, dates: list[str], proposed: str | None
) -> None:
    raw = folder({f"{number}.txt": f"date: {date}{BODY}" for number, date in enumerate(dates)})
    settings_file = tmp_path / "proposed.toml"
    settings_file.write_text(proposal(sniff_inputs([raw], Settings())))

    assert load_settings(settings_file).dates.order == proposed
    assert ("borne out by 1 date, contradicted by none" in settings_file.read_text()) is (proposed is not None)


def test_a_name_beside_ours_in_the_same_document_is_not_proposed_to_be_it(folder: Folder, tmp_path: Path) -> None:
    both = f"Date: 2021-12-13\nSubject: Rain\nHeading: Wet\nTitle: Rain fell{BODY}"
    raw = folder({f"{number}.txt": both for number in range(3)})

    seen = sniff_inputs([raw], Settings())
    settings_file = tmp_path / "proposed.toml"
    settings_file.write_text(proposal(seen))

    assert {field.name: field.ours for field in seen.fields} == {
        "date": "date",
        "title": "title",
        "subject": None,
        "heading": None,
    }
    # With the settings that it proposes, nothing is given twice.
    assert sniff_inputs([raw], load_settings(settings_file)).problems == {}


def test_of_two_names_for_one_thing_the_one_that_is_filled_more_often_is_proposed(folder: Folder) -> None:
    texts = [f"Date: 2021-12-13\nSubject: Rain\nHeading: Wet{BODY}", f"Date: 2021-12-13\nSubject: Sun{BODY}"]
    raw = folder({f"{number}.txt": text for number, text in enumerate(texts)})

    assert {field.name: field.ours for field in sniff_inputs([raw], Settings()).fields} == {
        "date": "date",
        "subject": "title",
        "heading": None,
    }


def test_what_cannot_be_read_does_not_take_a_field_out_of_those_required(folder: Folder) -> None:
    raw = folder(
        {"a.txt": f" date 2021-12-13{BODY}", "b.txt": "", "c.txt": b" date 2021-12-13\n\nRain on the caf\xe9.\n"}
    )

    seen = sniff_inputs([raw], Settings())

    assert (seen.documents, seen.read, seen.dialects) == (3, 1, {"plain": 1})
    assert 'required = ["date", "text"]' in proposal(seen)
    assert "not UTF-8: 1 document;" in proposal(seen)


def test_that_less_is_required_than_without_the_proposal_is_said(folder: Folder) -> None:
    raw = folder({"a.txt": f" date 2021-12-13{BODY}", "b.txt": f" title Rain{BODY}"})

    proposed = proposal(sniff_inputs([raw], Settings()))

    assert 'required = ["text"]' in proposed
    assert "# date: 1 of 2 documents" in proposed
    assert "# Without this setting date is required, too" in proposed


def test_dates_that_can_be_read_in_both_ways_are_told_and_not_decided(folder: Folder, tmp_path: Path) -> None:
    raw = folder({f"{number}.txt": f"date: 0{number}/04/2021{BODY}" for number in (5, 6)})
    settings_file = tmp_path / "proposed.toml"
    settings_file.write_text(proposal(sniff_inputs([raw], Settings())))

    assert '# order = "dmy"  # or "mdy": 2 dates can be read in both ways' in settings_file.read_text()
    assert load_settings(settings_file).dates.order is None


def test_names_of_a_single_document_are_not_those_of_the_corpus(folder: Folder) -> None:
    raw = folder({f"{number}.txt": f" date 2021-12-13{BODY}" for number in range(9)} | {"x.txt": other_names(1)})

    seen = sniff_inputs([raw], Settings())

    assert [field.name for field in seen.fields] == ["date"]
    assert seen.dialects == {"plain": 9, "none": 1}


def test_prose_with_a_colon_is_no_field(folder: Folder) -> None:
    raw = folder({f"{number}.txt": f"MOSCOW: Rain fell on Monday.{BODY}" for number in range(5)})

    assert sniff_inputs([raw], Settings()).fields == ()


def test_a_sample_is_the_same_whatever_the_order_of_the_files(folder: Folder) -> None:
    raw = folder({f"{number}.txt": f" date 2021-12-13\n title {number % 7}{BODY}" for number in range(60)})
    backwards = raw.parent / "backwards"
    backwards.mkdir()
    for path in sorted(raw.iterdir(), reverse=True):
        (backwards / path.name).write_bytes(path.read_bytes())

    first, second = (sniff_inputs([place], Settings(), sample=20) for place in (raw, backwards))

    assert first == second
    assert first.documents == 20


def test_the_command_shows_and_writes_what_it_proposes(run: Run, folder: Folder, tmp_path: Path) -> None:
    raw = folder({f"{number}.txt": other_names(number) for number in range(9)})
    out = tmp_path / "corpusclean.toml"

    shown, written = run("sniff", raw), run("sniff", raw, "--out", out)
    again = run("sniff", raw, "--out", out)

    assert "9 files; 9 documents looked at." in shown.stdout
    assert 'published = "date"' in shown.stdout
    assert "100%" in shown.stdout
    assert written.returncode == 0
    assert load_settings(out).required == ("date", "title", "text")
    assert (again.returncode, again.stderr) == (
        2,
        f"corpusclean: {out}: exists; name a file that does not, and compare the two\n",
    )


def test_json_holds_the_same(run: Run, folder: Folder) -> None:
    raw = folder({"a.txt": f" date 2021-12-13{BODY}"})

    seen = json.loads(run("sniff", raw, "--json").stdout)

    assert seen["documents"] == 1
    assert seen["fields"] == [{"name": "date", "ours": "date", "filled": 1, "examples": ["2021-12-13"]}]


def test_values_that_move_a_cursor_are_shown_harmless(run: Run, folder: Folder) -> None:
    raw = folder({"a.txt": f" date 2021-12-13\n title \x1b[2J{BODY}"})

    assert "\x1b" not in run("sniff", raw).stdout


ROWS = [
    {"Headline": f"Rain {day}", "Full Report": "Rain fell. " * 9, "When": f"2021-12-0{day}"} for day in (1, 2, 3)
]


def as_csv(mark: str) -> Callable[[], bytes]:
    lines = [mark.join(ROWS[0]), *(mark.join(row.values()) for row in ROWS)]
    return lambda: "\n".join(lines).encode()


def as_jsonl() -> bytes:
    return "\n".join(map(json.dumps, ROWS)).encode()


def as_parquet() -> bytes:
    sink = io.BytesIO()
    pq.write_table(pa.Table.from_pylist(ROWS), sink)
    return sink.getvalue()


@pytest.mark.parametrize(
    ("name", "made"),
    [("a.csv", as_csv(",")), ("a.csv", as_csv(";")), ("a.tsv", as_csv("\t")), ("a.jsonl", as_jsonl),
     ("a.parquet", as_parquet)],
)  # fmt: skip
def test_a_table_without_a_column_of_text_is_told_by_its_columns(
    run: Run, folder: Folder, tmp_path: Path, name: str, made: Callable[[], bytes]
) -> None:
    raw = folder({name: made()})
    said = run("sniff", raw)
    assert said.stderr == ""
    assert "3 rows without a column called text" in said.stdout
    columns = said.stdout.partition("\nfield ")[2].partition("\n\n")[0]
    assert [line.split()[0] for line in columns.splitlines()[1:]] == ["full_report", "headline", "when"]
    question = '# full_report = "text"  # which column holds the text?'
    assert question in said.stdout

    # Whoever answers it as it is proposed has a corpus that is read.
    settings_file = tmp_path / "answered.toml"
    proposed = said.stdout[said.stdout.index("# Proposed") :]
    settings_file.write_text(proposed.replace("# full_report", "full_report"))
    seen = sniff_inputs([raw], load_settings(settings_file))
    assert (seen.textless, seen.problems, seen.dialects) == (0, {}, {"record": 3})


def test_what_parts_the_columns_is_found_where_commas_are_in_the_text(folder: Folder) -> None:
    rows = [f"2021-12-0{day};Rain fell, and the river rose, by a metre" for day in (1, 2, 3)]
    raw = folder({"a.csv": "\n".join(["date;story", *rows]), "b.tsv": "date\ttext\n2021-12-01\tRain fell."})
    seen = sniff_inputs([raw], Settings())
    assert (seen.delimiter, seen.textless, seen.dialects) == (";", 3, {"record": 4})
    assert 'csv_delimiter = ";"' in proposal(seen)


def test_what_parts_the_columns_is_not_asked_where_the_text_is_named(folder: Folder) -> None:
    """So each file of a folder may have another."""
    raw = folder({"a.csv": "date;text\n2021-12-01;Rain fell, long.", "b.csv": "date,text\n2021-12-01,It rose."})
    seen = sniff_inputs([raw], Settings())
    assert (seen.delimiter, seen.problems, seen.dialects) == (None, {}, {"record": 2})


def test_commas_in_the_one_column_of_a_table_are_its_own(folder: Folder) -> None:
    seen = sniff_inputs([folder({"a.csv": "text\nRain fell, and the river rose.\n"})], Settings())
    assert (seen.delimiter, seen.problems) == (None, {"record.invalid": 1})


def test_a_column_that_is_often_the_text_is_proposed(folder: Folder, tmp_path: Path) -> None:
    raw = folder({"a.jsonl": as_jsonl().replace(b"Full Report", b"body")})
    seen = sniff_inputs([raw], Settings())
    settings_file = tmp_path / "proposed.toml"
    settings_file.write_text(proposal(seen))
    assert load_settings(settings_file).fields["body"] == "text"
    assert "which column" not in proposal(seen)


def test_a_long_name_is_told_whole(run: Run, folder: Folder) -> None:
    """Cut off, two look like one, and neither can be written into the settings."""
    names = ["published_at_first_on", "published_at_first_in"]
    raw = folder({"a.jsonl": json.dumps({"text": "Rain fell.", **dict.fromkeys(names, "x")})})
    told = [line.split()[0] for line in run("sniff", raw).stdout.splitlines() if line]
    assert set(names) <= set(told)


def test_a_column_that_no_setting_can_name_is_told(folder: Folder) -> None:
    raw = folder({"a.jsonl": as_jsonl().replace(b"Full Report", b"\\u6b63\\u6587 (\\u5168)")})
    assert "# No setting can name" in proposal(sniff_inputs([raw], Settings()))


def test_a_column_in_any_script_is_proposed(folder: Folder, tmp_path: Path) -> None:
    raw = folder({"a.jsonl": as_jsonl().replace(b"Full Report", b"\\u6b63\\u6587")})
    told = proposal(sniff_inputs([raw], Settings()))
    assert '# "\u6b63\u6587" = "text"' in told
    settings_file = tmp_path / "corpusclean.toml"
    settings_file.write_text(told.replace('# "\u6b63', '"\u6b63'), encoding="utf-8")
    assert load_settings(settings_file).fields["\u6b63\u6587"] == "text"
    assert not sniff_inputs([raw], load_settings(settings_file)).textless


def test_values_that_hold_others_are_not_taken_for_the_text(folder: Folder) -> None:
    row = {"when": "2021-12-13", "words": "Rain fell on the hills.", "meta": {"a": "x" * 200}}
    raw = folder({"a.jsonl": json.dumps(row)})
    assert sniff_inputs([raw], Settings()).longest == "words"


def test_a_table_that_has_its_text_is_not_asked_about(folder: Folder) -> None:
    raw = folder({"a.jsonl": as_jsonl().replace(b"Full Report", b"text")})
    seen = sniff_inputs([raw], Settings())
    assert (seen.textless, seen.longest, seen.delimiter) == (0, None, None)
    assert "which column" not in proposal(seen)


def test_names_without_a_meaning_are_not_held_against_each_other() -> None:
    look = sniff._Look(Counter(), Counter(), Counter(), {}, Counter(), set(), [], set(), [])
    few, many = ([sniff.Seen(f"x{name}", None, 1, ()) for name in range(number)] for number in (500, 2_000))
    assert in_proportion(lambda: sniff._apart(many, look), lambda: sniff._apart(few, look))
