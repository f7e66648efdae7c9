"""The page: its figures are those of the Parquet files, counted here a second time and in another way."""

import re
from collections import Counter
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from page_texts import HOSTILE, files

from corpusclean.corpus import read_manifest
from corpusclean.report.page.charts import Bar, columns
from corpusclean.report.page.render import page
from corpusclean.run.job import clean_corpus
from corpusclean.settings import load_settings


def write_files(folder: Path) -> Path:
    for name, content in files():
        path = folder / "raw" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return folder / "raw"


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("page")
    raw = write_files(place)
    settings = load_settings(None, [raw])
    small = settings.output.model_copy(update={"part_documents": 8})
    clean_corpus([raw], place / "corpus", settings.model_copy(update={"output": small}))
    assert len(list((place / "corpus" / "data").glob("*.parquet"))) > 1
    return place / "corpus"


class Reader(HTMLParser):
    """Reads a page's tables by id, its tags, and the text of its decisions."""

    def __init__(self) -> None:
        super().__init__()
        self.tables: dict[str, list[list[str]]] = {}
        self.tags: Counter[str] = Counter()
        self.attributes: list[tuple[str, str | None]] = []
        self.lines: list[str] = []
        self._rows: list[list[str]] | None = None
        self._open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags[tag] += 1
        self.attributes += attrs
        self._open.append(tag)
        if tag == "table":
            self._rows = self.tables.setdefault(dict(attrs).get("id") or "", [])
        elif tag == "tr" and self._rows is not None:
            self._rows.append([])
        elif tag in ("td", "th") and self._rows is not None:
            self._rows[-1].append("")
        elif tag == "code" and "label" in self._open:
            self.lines.append("")

    def handle_endtag(self, tag: str) -> None:
        while self._open and self._open.pop() != tag:
            pass
        if tag == "table":
            self._rows = None

    def handle_data(self, data: str) -> None:
        if self._rows and self._rows[-1]:
            self._rows[-1][-1] += data
        if "label" in self._open and "code" in self._open:
            self.lines[-1] += data

    def rows(self, table: str) -> list[list[str]]:
        return [[" ".join(cell.split()) for cell in row] for row in self.tables[table][1:]]


@pytest.fixture(scope="module")
def read(corpus: Path) -> Reader:
    reader = Reader()
    reader.feed((corpus / "report.html").read_text(encoding="utf-8"))
    return reader


def rows_of(corpus: Path, table: str) -> list[dict[str, Any]]:
    return [row for path in sorted((corpus / table).glob("*.parquet")) for row in pq.read_table(path).to_pylist()]


def number(cell: str) -> int:
    return int(cell.replace(",", ""))


def table_of(read: Reader, name: str, *columns: int) -> dict[str, tuple[int, ...]]:
    return {row[0]: tuple(number(row[place]) for place in columns) for row in read.rows(name)}


def test_rules_are_those_of_the_tables(read: Reader, corpus: Path) -> None:
    kept = [*rows_of(corpus, "data"), *rows_of(corpus, "duplicates")]
    notices = [(row["doc_id"], notice) for row in kept for notice in row["notices"]]
    gone = Counter[str]()
    for edit in rows_of(corpus, "ledger"):
        if edit["step"] == "strip":
            gone[edit["rule"]] += len(edit["before"])
    expected = {
        rule: (
            sum(notice["rule"] == rule for _, notice in notices),
            len({doc_id for doc_id, notice in notices if notice["rule"] == rule}),
            sum(notice["rule"] == rule and notice["removed"] for _, notice in notices),
            sum(notice["rule"] == rule and notice["score"] < 1 for _, notice in notices),
            gone[rule],
        )
        for rule in {notice["rule"] for _, notice in notices}
    }
    assert len(expected) >= 3
    assert table_of(read, "t-rules", 2, 4, 5, 6, 7) == expected


def test_repairs_are_those_of_the_ledger(read: Reader, corpus: Path) -> None:
    fixes = [edit for edit in rows_of(corpus, "ledger") if edit["step"] == "fix"]
    counted = Counter(f"fix/{edit['rule']}" for edit in fixes)
    assert set(counted) == {"fix/ftfy", "fix/newlines"}
    told = table_of(read, "t-repairs", 1, 3, 4, 5)
    assert {name: figures[0] for name, figures in told.items()} == counted
    documents = {edit["doc_id"] for edit in fixes if edit["rule"] == "ftfy"}
    before, after = (
        sum(len(edit[key]) for edit in fixes if edit["rule"] == "ftfy") for key in ("before", "after")
    )
    assert told["fix/ftfy"][1:] == (len(documents), before, after)


def test_reasons_are_those_of_the_rejects(read: Reader, corpus: Path) -> None:
    rejects = rows_of(corpus, "rejects")
    every, first = (
        Counter(code for row in rejects for code in row["codes"]),
        Counter(row["codes"][0] for row in rejects),
    )
    assert table_of(read, "t-codes", 1, 2) == {code: (every[code], first[code]) for code in every}


def test_the_flow_adds_up(read: Reader, corpus: Path) -> None:
    steps = [(row[0], number(row[1])) for row in read.rows("t-books")]
    found, clean, duplicates, rejects = (
        next(place for place, (name, _) in enumerate(steps) if name.startswith(start))
        for start in ("documents found", "clean", "set aside", "rejected")
    )
    tables = {name: len(rows_of(corpus, name)) for name in ("data", "duplicates", "rejects")}
    assert [steps[place][1] for place in (clean, duplicates, rejects)] == list(tables.values())
    assert steps[found][1] == sum(tables.values()) == 34
    assert sum(count for _, count in steps[clean + 1 : duplicates]) == tables["data"]
    assert sum(count for _, count in steps[duplicates + 1 : rejects]) == tables["duplicates"]
    assert sum(count for _, count in steps[rejects + 1 :]) == tables["rejects"]


def test_what_became_of_clean_documents(read: Reader, corpus: Path) -> None:
    edits: dict[str, set[str]] = {}
    for edit in rows_of(corpus, "ledger"):
        if edit["rule"] != "newlines":
            edits.setdefault(edit["doc_id"], set()).add(edit["step"])
    fates = Counter(tuple(sorted(edits.get(row["doc_id"], ()))) for row in rows_of(corpus, "data"))
    told = {row[0]: number(row[1]) for row in read.rows("t-books")}
    assert told["as they were"] == fates[()]
    assert told["repaired"] == fates["fix",]
    assert told["notices removed"] == fates["strip",]
    assert told["repaired, notices removed"] == fates["fix", "strip"]


def test_languages_dates_and_outlets(read: Reader, corpus: Path) -> None:
    data, aside = rows_of(corpus, "data"), rows_of(corpus, "duplicates")
    languages = Counter(row["language"] for row in data)
    assert table_of(read, "t-languages", 1) == {code: (count,) for code, count in languages.items()}
    months = Counter(f"{row['date']:%Y-%m}" for row in data)
    dates = table_of(read, "t-dates", 1)
    assert {month: count for month, (count,) in dates.items() if count} == months
    outlets = Counter(row["source"] for row in [*data, *aside] if row["source"])
    told = table_of(read, "t-outlets", 1, 3)
    assert {name: figures[0] for name, figures in told.items() if name.endswith("Mail")} == {
        name: count for name, count in outlets.items() if name.endswith("Mail")
    }
    assert told["line-ends.txt" if "line-ends.txt" in told else "not named"][0] == 1
    assert sum(figures[1] for figures in told.values()) == len(aside)


def test_lengths_are_counted_each_once(read: Reader, corpus: Path) -> None:
    lengths = [row["characters"] for row in rows_of(corpus, "data")]
    for row in read.rows("t-lengths"):
        low, high = (int(each.replace(",", "")) for each in re.findall(r"[\d,]+", row[0]))
        assert number(row[1]) == sum(low <= length <= high for length in lengths)
    assert sum(number(row[1]) for row in read.rows("t-lengths")) == len(lengths)


def test_the_strangest_are_the_strangest(read: Reader, corpus: Path) -> None:
    kept = [*rows_of(corpus, "data"), *rows_of(corpus, "duplicates")]
    told: dict[str, list[list[str]]] = {}
    for row in read.rows("t-strange"):
        told.setdefault(row[0], []).append(row)
    ranked = sorted(kept, key=lambda row: (-row["characters"], row["doc_id"]))[:5]
    assert [number(row[6]) for row in told["Longest"]] == [row["characters"] for row in ranked]
    assert [row[5] for row in told["Earliest date"]] == sorted(f"{row['date']}" for row in kept)[:5]
    edits = Counter(edit["doc_id"] for edit in rows_of(corpus, "ledger"))
    assert [number(row[1].split()[0]) for row in told["Most edits"]] == sorted(edits.values(), reverse=True)[:5]
    strips = Counter(edit["doc_id"] for edit in rows_of(corpus, "ledger") if edit["step"] == "strip")
    work = sorted((row["characters"] * (1 + strips[row["doc_id"]]) for row in kept), reverse=True)
    assert [number(row[1].split()[0]) for row in told["Most work"]] == work[:5]


def test_it_can_be_made_again(corpus: Path) -> None:
    assert page(read_manifest(corpus), corpus) == (corpus / "report.html").read_bytes()


def test_examples_do_not_depend_on_how_the_corpus_is_cut(corpus: Path, tmp_path: Path) -> None:
    raw = write_files(tmp_path)
    clean_corpus([raw], tmp_path / "whole", load_settings(None, [raw]))
    whole, cut = ((place / "report.html").read_text(encoding="utf-8") for place in (tmp_path / "whole", corpus))
    assert figures(whole) == figures(cut)
    assert figures(whole).count("<figure>") > 15


def figures(page: str) -> str:
    return "".join(re.findall(r"<figure>.*?</figure>", page, re.DOTALL))


def test_no_document_becomes_markup(read: Reader, corpus: Path) -> None:
    assert read.tags["script"] == 1
    assert {"img", "iframe", "b", "object", "embed", "link", "form", "base"} & set(read.tags) == set()
    names = {name for name, _ in read.attributes}
    assert not {name for name in names if name.startswith("on")}
    assert not names & {"style", "src", "srcdoc", "action", "xlink:href"}
    assert all((value or "").startswith("#") for name, value in read.attributes if name == "href")
    text = (corpus / "report.html").read_text(encoding="utf-8")
    assert HOSTILE not in text
    assert "&lt;script&gt;document.title" in text
    assert "{{7*7}}" in text


def test_the_policy_names_the_style_and_the_script_that_are_there(corpus: Path) -> None:
    import base64
    import hashlib

    text = (corpus / "report.html").read_text(encoding="utf-8")
    policy = re.search(r'Content-Security-Policy" content="([^"]*)"', text)
    assert policy is not None
    assert policy[1].startswith("default-src 'none'; ")
    assert "unsafe" not in policy[1]
    for tag in ("style", "script"):
        (inner,) = re.findall(rf"<{tag}>(.*?)</{tag}>", text, re.DOTALL)
        digest = base64.b64encode(hashlib.sha256(inner.encode()).digest()).decode()
        assert f"{tag}-src 'sha256-{digest}'" in policy[1]


def test_no_path_of_this_machine_and_no_clock_is_in_it(corpus: Path) -> None:
    text = (corpus / "report.html").read_text(encoding="utf-8")
    assert str(corpus.parent) not in text
    assert "/tmp" not in text  # noqa: S108  # nor any other


def test_a_run_that_fails_has_a_page_of_its_rejects(tmp_path: Path) -> None:
    from corpusclean.errors import RejectsExceeded

    raw = write_files(tmp_path)
    settings = load_settings(None, [raw]).model_copy(update={"max_rejects": 2})
    with pytest.raises(RejectsExceeded):
        clean_corpus([raw], tmp_path / "corpus", settings)
    text = (tmp_path / "corpus.failed" / "report.html").read_text(encoding="utf-8")
    assert "Nothing was published" in text
    reader = Reader()
    reader.feed(text)
    assert len(reader.rows("t-codes")) == 5


def enlarged(corpus: Path, out: Path, times: int) -> dict[str, Any]:
    """Write the tables of a corpus many times over, each copy under ids and outlets of its own."""
    generator = np.random.default_rng(7)
    manifest = read_manifest(corpus)
    for table in ("data", "duplicates", "rejects", "ledger"):
        (out / table).mkdir(parents=True)
    for part in range(times):
        prefix = generator.bytes(8).hex()
        for table in ("data", "duplicates", "rejects", "ledger"):
            whole = pa.concat_tables(pq.read_table(path) for path in sorted((corpus / table).glob("*.parquet")))
            for name in {"doc_id", "dup_group", "dup_of"} & set(whole.column_names):
                ids = [each and prefix + each[16:] for each in whole[name].to_pylist()]
                whole = whole.set_column(whole.schema.get_field_index(name), name, pa.array(ids, pa.string()))
            if "source" in whole.column_names:
                named = pa.array([f"{each} {part}" for each in whole["source"].to_pylist()], pa.string())
                whole = whole.set_column(whole.schema.get_field_index("source"), "source", named)
            pq.write_table(whole.sort_by("doc_id"), out / table / f"part-{part:05d}-0.parquet")
    counts = {
        name: {key: count * times for key, count in each.items()} for name, each in manifest["counts"].items()
    }
    documents = {name: count * times for name, count in manifest["documents"].items()}
    return {**manifest, "counts": counts, "documents": documents}


def test_a_large_corpus_has_a_page_of_bounded_size_that_says_what_it_leaves_out(
    corpus: Path, tmp_path: Path
) -> None:
    sizes = {}
    for times in (20, 60):
        out = tmp_path / str(times)
        made = page(enlarged(corpus, out, times), out)
        sizes[times] = len(made)
        reader = Reader()
        reader.feed(made.decode())
        assert len(reader.rows("t-outlets")) <= 200
        assert number(reader.rows("t-books")[0][1]) == 34 * times
    assert "more, of fewer documents each" in made.decode()
    assert "others drawn by a hash" in made.decode()
    assert sizes[60] < 1.2 * sizes[20] < 3_000_000


@pytest.mark.parametrize(
    ("names", "hidden"),
    [
        pytest.param({0: "2019-01", 9: "2019-10", 18: "2020-07", 26: "2021-03", 35: "2021-12"}, [], id="months"),
        pytest.param({0: "10", 30: "1,000", 33: "2,000", 35: "3,000"}, ["1,000", "2,000"], id="close together"),
    ],
)
def test_names_below_bars_that_would_meet_on_a_phone_are_left_out_there(
    names: dict[int, str], hidden: list[str]
) -> None:
    bars = [Bar(str(place), 4, names.get(place, "")) for place in range(36)]
    drawn = columns(bars, "Documents")
    assert re.findall(r'class="axis tight"[^>]*>([^<]*)<', drawn) == hidden
    assert all(f">{name}</text>" in drawn for name in names.values())
    # What the lines mean is written over the bars, not below them.
    assert drawn.rindex('class="axis value"') > drawn.rindex('class="mark"')
