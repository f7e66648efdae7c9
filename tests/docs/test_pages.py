"""What the how-to guides and explanations show is run, and does what they say."""

import re
import shutil
import tomllib
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from console import blocks, commands, shell, shown
from hypothesis import given
from hypothesis import strategies as st

from corpusclean.read.dialects import Dialect, names
from corpusclean.settings import settings_from
from corpusclean_schemas import split

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"


def shown_in(page: str, language: str) -> list[str]:
    return [text for name, text in blocks((DOCS / page).read_text(encoding="utf-8")) if name == language]


def test_the_ledger_is_undone_as_the_page_undoes_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.copytree(ROOT / "seeds", tmp_path / "seeds")
    assert shell("corpusclean clean seeds --out corpus", tmp_path).returncode == 0
    told = [each for block in shown_in("explanation/ledger.md", "console") for each in commands(block)]
    assert len(told) == 5
    for command, output in told:
        done = shell(command, tmp_path)
        assert shown(output).fullmatch(done.stdout), f"{command} printed:\n{done.stdout}{done.stderr}"
    monkeypatch.chdir(tmp_path)
    names: dict[str, dict[str, str]] = {}
    for snippet in shown_in("explanation/ledger.md", "python"):
        exec(compile(snippet, "ledger.md", "exec"), names)  # noqa: S102  # the page's own words
    assert names["again"] == names["originals"]
    originals = names["originals"]
    assert len(originals) >= 5
    raw = [path.read_bytes().decode("utf-8", "replace") for path in (tmp_path / "raw-again").glob("*.txt")]
    assert [body for body in originals.values() if not any(body in file for file in raw)] == []


def test_the_report_is_made_again_as_its_page_makes_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.copytree(ROOT / "seeds", tmp_path / "seeds")
    assert shell("corpusclean clean seeds --out corpus", tmp_path).returncode == 0
    monkeypatch.chdir(tmp_path)
    (snippet,) = shown_in("how-to/report.md", "python")
    names: dict[str, Path] = {}
    exec(compile(snippet, "report.md", "exec"), names)  # noqa: S102  # the page's own words
    assert names["corpus"] == Path("corpus")


def test_the_rule_of_the_page_is_one_and_does_what_it_says(tmp_path: Path) -> None:
    rule, settings = shown_in("how-to/add-a-rule.md", "toml")
    (tmp_path / "my-rules").mkdir()
    (tmp_path / "my-rules" / "meteo.toml").write_text(rule, encoding="utf-8")
    raw = tmp_path / "raw"
    raw.mkdir()
    (raw / "weather.txt").write_text(
        " date 2021-12-13\n\nRain fell all day, and the ferry stayed at its landing until the evening.\n\n"
        "Forecast by the Tarn Weather Office.\n"
    )
    (tmp_path / "corpusclean.toml").write_text(settings, encoding="utf-8")
    sessions = [told for block in shown_in("how-to/add-a-rule.md", "console") for told in commands(block)]
    assert [command for command, _ in sessions] == [
        "corpusclean rules test my-rules", "corpusclean rules lint my-rules", "corpusclean explain raw/weather.txt"
    ]  # fmt: skip
    for command, output in sessions:
        done = shell(command, tmp_path)
        assert done.returncode == 0, done.stdout + done.stderr
        assert not output or shown(output).fullmatch(done.stdout), f"{command} printed:\n{done.stdout}"
        assert (" 0 failed" if "test" in command else "meteo-line") in done.stdout


def test_the_contracts_of_the_page_are_asked_as_it_asks_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    raw = tmp_path / "raw"
    raw.mkdir()
    (raw / "rain.txt").write_text(" date 2021-12-13\n\nRain fell all day, and the ferry stayed at its landing.\n")
    assert shell("corpusclean clean raw --out corpus", tmp_path).returncode == 0
    monkeypatch.chdir(tmp_path)
    names: dict[str, Any] = {"frame": pd.read_parquet("corpus/data"), "__name__": "page"}
    for snippet in shown_in("how-to/contracts.md", "python"):
        exec(compile(snippet, "contracts.md", "exec"), names)  # noqa: S102  # the page's own words
    assert (len(names["ok"]), len(names["rejects"])) == (1, 0)
    english, rejects = split(names["frame"].assign(topic="sport"), names["Story"])
    assert (len(english), rejects["failed_columns"].tolist()) == (0, [["topic"]])


def test_the_versions_of_the_page_are_told_as_it_tells_them(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "seeds", tmp_path / "seeds")
    assert shell("corpusclean clean seeds --out corpus", tmp_path).returncode == 0
    told = [told for block in shown_in("how-to/contracts.md", "console") for told in commands(block)]
    assert [command.split()[2] for command, _ in told] == ["check", "diff"]
    (check, output), (diff, _) = told
    done = shell(check, tmp_path)
    # The next version need not change the page.
    assert re.sub(r"\d\.\d", "N", done.stdout) == re.sub(r"\d\.\d", "N", output), done.stdout + done.stderr
    assert shell(diff, tmp_path).stdout.splitlines()[-1] in {"No difference.", "Nothing breaks."}


def dialect_of_the_page() -> Dialect:
    (snippet,) = shown_in("how-to/add-a-dialect.md", "python")
    module: dict[str, Dialect] = {}
    exec(compile(snippet, "pairs.py", "exec"), module)  # noqa: S102  # the page's own words
    return module["DIALECT"]


PAIRS = dialect_of_the_page()


def test_the_dialect_of_the_page_reads_what_the_page_says() -> None:
    parsed = PAIRS.parse("#META date=2021-12-13; title=Rain over Pune\n\nRain fell.\n", names())
    assert [(field.name, field.value) for field in parsed.fields] == [
        ("date", "2021-12-13"), ("title", "Rain over Pune")
    ]  # fmt: skip
    assert (parsed.body, parsed.body_line, parsed.dialect) == ("Rain fell.", 3, "pairs")
    assert PAIRS.parse("Rain fell.", names()).dialect == "none"


@given(
    st.text("#METAdate=;: \r\nx", max_size=60)
    | st.just("#META ").flatmap(lambda mark: st.text().map(mark.__add__))
)
def test_the_dialect_of_the_page_loses_nothing(text: str) -> None:
    assert PAIRS.parse(text, names()).dump() == text


def test_the_fields_of_the_page_are_settings() -> None:
    (text,) = shown_in("how-to/add-a-dialect.md", "toml")
    assert settings_from(tomllib.loads(text), "page").fields == {"published": "date", "headline": "title"}
