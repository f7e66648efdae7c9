"""What the command line says of dates, and what a corpus's gate of languages rejects."""

import json
from pathlib import Path

import pandas as pd
from conftest import Folder, Run

HEADED, BARE = "date: 2021-12-13\ntitle: Rain\n\n", "title: Rain\n\n"
TEXT = "The rain came at noon, and the river rose by a metre in the night.\n"


def test_dates_are_taken_from_where_the_command_line_says(folder: Folder, run: Run, tmp_path: Path) -> None:
    raw = folder(
        {"a.txt": f"{BARE}By Jane Roe | Dec. 13, 2021\n\n{TEXT}", "b-2021-12-14.txt": BARE + TEXT + "So."}
    )

    assert run("check", raw).returncode == 1
    done = run("clean", raw, "--out", tmp_path / "corpus", "--date-from", "byline,filename")

    assert done.returncode == 0, done.stderr
    frame = pd.read_parquet(tmp_path / "corpus" / "data").sort_values("address")
    assert list(frame["date_ground"]) == ["byline", "filename"]
    assert [str(day) for day in frame["date"]] == ["2021-12-13", "2021-12-14"]


def test_as_of_refuses_what_comes_after_it(folder: Folder, run: Run) -> None:
    raw = folder({"a.txt": HEADED + TEXT})

    assert run("check", raw, "--as-of", "2021-12-13").returncode == 0
    done = run("check", raw, "--as-of", "2021-12-12", "--format", "json")

    assert done.returncode == 1
    assert [finding["code"] for finding in json.loads(done.stdout)["findings"]] == ["date.out_of_range"]


def test_an_option_that_is_no_date_is_refused(folder: Folder, run: Run) -> None:
    done = run("check", folder({"a.txt": HEADED + TEXT}), "--as-of", "now")

    assert done.returncode == 2
    assert "Traceback" not in done.stderr


def test_the_gate_rejects_by_language_and_score(folder: Folder, run: Run) -> None:
    settings = '[language]\nallowed = ["de"]\nparagraphs = true\n'
    raw = folder({"a.txt": HEADED + TEXT, "corpusclean.toml": settings})

    done = run("check", raw, "--format", "json")

    assert [finding["code"] for finding in json.loads(done.stdout)["findings"]] == ["language.not_allowed"]


def test_names_of_months_that_nobody_knows_are_refused_at_once(folder: Folder, run: Run) -> None:
    raw = folder({"a.txt": HEADED + TEXT, "corpusclean.toml": '[dates]\nlanguages = ["xx"]\n'})

    done = run("check", raw)

    assert done.returncode == 2
    assert "dates.languages, item 1" in done.stderr
