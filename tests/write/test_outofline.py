"""A rule that finds far more in one outlet's documents than in the others' is told, and where it is told."""

from collections import Counter
from pathlib import Path

import pytest
from typer.testing import CliRunner

from corpusclean.cli import app
from corpusclean.report.terminal import account
from corpusclean.run.job import clean_corpus
from corpusclean.settings import Run, Settings
from corpusclean.write.outofline import DOCUMENTS, MOST, Found, judge

SETTINGS = Settings(run=Run(workers=1))

SAYINGS = (
    "The mill",
    "A ferry",
    "The old pump",
    "Our tower",
    "His orchard",
    "The council",
    "A lamp",
    "Her bakery",
)


def story(number: int) -> str:
    return (
        f"{SAYINGS[number % 8]} of village {number} was repaired in {1800 + number}. "
        f"It took {number + 3} men and {number * 7 + 2} days, the clerk of parish {number * 13} wrote."
    )


def write(folder: Path, outlet: str, count: int, tail: str, every: int = 1) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for number in range(count):
        ends = tail if number % every == 0 else ""
        content = f" date 2021-03-04\n publisher {outlet}\n\n{story(number)} {outlet} said so.{ends}\n"
        (folder / f"{outlet.replace(' ', '-')}-{number}.txt").write_text(content, encoding="utf-8")


@pytest.fixture
def raw(tmp_path: Path) -> Path:
    folder = tmp_path / "raw"
    write(folder, "Tarn Mail", 30, "\n\nLoading...")
    write(folder, "Norre Post", 40, "\n\nLoading...", every=20)
    return folder


def test_it_is_told_in_the_summary_the_manifest_and_the_report(raw: Path) -> None:
    out = raw.parent / "out"
    manifest = clean_corpus([raw], out, SETTINGS).manifest
    (row,) = manifest["out_of_line"]
    assert row == {
        "outlet": "Tarn Mail",
        "rule": "ui-junk",
        "kind": "ui_junk",
        "documents": 30,
        "found_in": 30,
        "percent": 100.0,
        "percent_elsewhere": 7.1,
    }
    summary = account(manifest, out)
    assert "Out of line: ui-junk finds something in 100.0 % of the 30 documents of Tarn Mail" in summary
    page = (out / "report.html").read_text(encoding="utf-8")
    assert "Out of line for an outlet" in page
    assert "t-outofline" in page


def test_the_command_line_says_so(raw: Path) -> None:
    result = CliRunner().invoke(app, ["clean", str(raw), "--out", str(raw.parent / "out"), "--workers", "1"])
    assert result.exit_code == 0
    assert "Out of line: ui-junk" in result.output


def test_what_all_outlets_share_is_not_told(tmp_path: Path) -> None:
    for outlet in ("Tarn Mail", "Norre Post"):
        write(tmp_path / "raw", outlet, 30, "\n\nLoading...")
    made = clean_corpus([tmp_path / "raw"], tmp_path / "out", SETTINGS)
    assert made.manifest["out_of_line"] == []
    assert "Out of line" not in account(made.manifest, made.out)


def found(outlet: int, others: int, hits: int, elsewhere: int) -> Found:
    documents = Counter({"Tarn Mail": outlet, "Norre Post": others})
    return Found(documents, Counter({("Tarn Mail", "r"): hits, ("Norre Post", "r"): elsewhere}), {"r": "advert"})


@pytest.mark.parametrize(
    ("counts", "told"),
    [
        ((DOCUMENTS, 100, DOCUMENTS, 0), True),
        ((DOCUMENTS - 1, 100, DOCUMENTS - 1, 0), False),  # too few documents of the outlet
        ((40, DOCUMENTS - 1, 40, 0), False),  # too few of others
        ((40, 200, 20, 0), True),
        ((40, 200, 19, 0), False),  # less than half of the outlet's
        ((40, 98, 40, 19), True),  # (19 + 1) / (98 + 2) is a fifth
        ((40, 98, 40, 20), False),  # more than a fifth as often elsewhere
    ],
)
def test_the_thresholds(counts: tuple[int, int, int, int], told: bool) -> None:  # noqa: FBT001  # a row of the table
    rows = [row for row in judge(found(*counts)) if row["outlet"] == "Tarn Mail"]
    assert bool(rows) is told


def test_documents_of_no_known_outlet_are_told_of_nobody() -> None:
    documents = Counter({"": 40, "Norre Post": 200})
    assert judge(Found(documents, Counter({("", "r"): 40}), {"r": "advert"})) == []


def test_the_largest_excess_comes_first_and_the_list_has_an_end() -> None:
    names = [f"outlet {number:03}" for number in range(MOST + 20)]
    documents = Counter({name: DOCUMENTS + number for number, name in enumerate(names)})
    hits = Counter({(name, f"rule {name}"): documents[name] for name in names})
    rows = judge(Found(documents, hits, {rule: "advert" for _, rule in hits}))
    assert len(rows) == MOST
    assert rows[0]["outlet"] == names[-1]
    assert rows == judge(Found(documents, Counter(dict(reversed(hits.items()))), {r: "advert" for _, r in hits}))
