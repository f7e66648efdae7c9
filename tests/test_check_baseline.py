"""`check --baseline`: what is known stays quiet, what is new fails, what is fixed is told."""

import json
from pathlib import Path

import pytest
from conftest import Folder
from typer.testing import CliRunner, Result

from corpusclean import cli

GOOD = " date 2021-12-13\n\nThe council met on Monday and will vote on the new bridge in the spring.\n"
BAD = "No header stands above this article.\n"
LATIN = " date 2021-12-13\n\nThe caf\u00e9 opened again on Monday.\n".encode("latin-1")


def check(*arguments: str | Path) -> Result:
    done = CliRunner().invoke(cli.app, ["check", "--workers", "1", *map(str, arguments)])
    assert done.exception is None or isinstance(done.exception, SystemExit), repr(done.exception)
    return done


@pytest.fixture
def raw(folder: Folder) -> Path:
    return folder({"good.txt": GOOD, "sub/bad.txt": BAD, "latin.txt": LATIN})


@pytest.fixture
def baseline(raw: Path, tmp_path: Path) -> Path:
    path = tmp_path / "known.json"
    done = check(raw, "--baseline", path, "--update-baseline")
    assert done.exit_code == 0
    assert done.stderr == f"{path}: 2 known findings written.\n"
    return path


def test_what_is_known_stays_quiet(raw: Path, baseline: Path) -> None:
    done = check(raw, "--baseline", baseline)
    assert (done.exit_code, done.stdout) == (0, "")
    assert done.stderr.endswith("2 known findings left out (--baseline).\n")


def test_what_is_new_fails(raw: Path, baseline: Path) -> None:
    (raw / "new.txt").write_text(BAD)
    done = check(raw, "--baseline", baseline)
    assert done.exit_code == 1
    assert [line.split(":")[0] for line in done.stdout.splitlines()] == [f"{raw}/new.txt"]


def test_another_finding_of_the_same_code_in_a_known_file_is_new(raw: Path, baseline: Path) -> None:
    known = raw / "day.txt"
    known.write_text(GOOD.replace("2021-12-13", "2021-02-30"))
    check(raw, "--baseline", baseline, "--update-baseline")
    assert check(raw, "--baseline", baseline).exit_code == 0
    known.write_text(GOOD.replace("2021-12-13", "2021-02-31"))
    assert "'2021-02-31' is no day" in check(raw, "--baseline", baseline).stdout


def test_a_finding_that_moves_is_still_known(raw: Path, baseline: Path) -> None:
    (raw / "latin.txt").write_bytes(b" title Of caf\x65s and other places \n" + LATIN)
    done = check(raw, "--baseline", baseline)
    assert (done.exit_code, done.stdout) == (0, "")


def test_a_row_that_moves_is_still_known(raw: Path, baseline: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Also where a baseline of before names its number, and the file is named otherwise."""
    rows = raw / "rows.jsonl"
    rows.write_text('{"date": "2021-12-13", "text": "One row that tells of a goat on a roof."}\nno json\n')
    check(raw, "--baseline", baseline, "--update-baseline")
    baseline.write_text(baseline.read_text().replace("rows.jsonl#", "rows.jsonl#2").replace('"#"', '"#2"'))
    rows.write_text('{"date": "2021-12-13", "text": "Another one, of boats and of firemen."}\n' + rows.read_text())
    monkeypatch.chdir(raw)
    done = check("rows.jsonl", "latin.txt", "--baseline", baseline)
    assert (done.exit_code, done.stdout) == (0, "")


HEADERLESS = [
    pytest.param("Rain fell.\n", id="no header"),
    pytest.param(" date 2021-12-13\nRain fell.\n\nAnd more.\n", id="a header that does not end"),
    pytest.param("Topic: rain\nDesk: north\n\nRain fell.\n", id="no name that is declared"),
    pytest.param("Date 2021-12-13\n\nRain fell.\n", id="a capital letter"),
    pytest.param("t\u00edtulo: Rain\n date 2021-12-13\n\nRain fell.\n", id="other letters"),
]


@pytest.mark.parametrize("bad", HEADERLESS)
def test_a_document_without_a_header_is_still_known_where_another_stands_above_it(
    raw: Path, baseline: Path, bad: str
) -> None:
    """Its findings name lines of their own, and of the file only where it does not begin that."""
    (raw / "corpusclean.toml").write_text('separator = "--"\n')
    mailbox = raw / "mailbox.txt"
    mailbox.write_text(f"{bad}--\n{GOOD}")
    check(raw, "--baseline", baseline, "--update-baseline")
    assert "header.missing" in check(mailbox).stdout
    for above in (GOOD, GOOD.replace("Monday", "Tuesday")):
        mailbox.write_text(f"{above}--\n{mailbox.read_text()}")
        done = check(raw, "--baseline", baseline)
        assert (done.exit_code, done.stdout, "fixed" in done.stderr) == (0, "", False)


def test_a_second_one_like_a_known_one_is_new(raw: Path, baseline: Path) -> None:
    values = json.loads(baseline.read_text())
    assert [entry["count"] for entry in values["findings"]] == [1, 1]
    values["findings"][0]["count"] = 2
    baseline.write_text(json.dumps(values))
    done = check(raw, "--baseline", baseline)
    assert done.exit_code == 0
    assert "1 known finding fixed; --verbose names it, --update-baseline forgets it." in done.stderr


def test_what_is_fixed_is_told_and_forgotten(raw: Path, baseline: Path) -> None:
    (raw / "sub" / "bad.txt").write_text(GOOD)
    (raw / "latin.txt").unlink()
    done = check(raw, "--baseline", baseline, "--verbose")
    assert done.exit_code == 0
    assert "2 known findings fixed; --update-baseline forgets them." in done.stderr
    assert "fixed: raw/sub/bad.txt: header.missing: " in done.stderr
    told = json.loads(check(raw, "--baseline", baseline, "--format", "json").stdout)
    assert (told["known"], {each["path"] for each in told["fixed"]}) == (0, {"raw/sub/bad.txt", "raw/latin.txt"})
    check(raw, "--baseline", baseline, "--update-baseline")
    assert json.loads(baseline.read_text())["findings"] == []


def test_what_was_not_judged_is_neither_fixed_nor_forgotten(raw: Path, baseline: Path) -> None:
    before = baseline.read_bytes()
    done = check(raw / "sub", "--baseline", baseline)
    assert (done.exit_code, "fixed" in done.stderr) == (0, False)
    check(raw / "sub", "--baseline", baseline, "--update-baseline")
    assert baseline.read_bytes() == before
    assert "fixed" not in check(raw, "--baseline", baseline, "--limit", "1").stderr


def test_a_baseline_holds_wherever_it_is_used_from(
    raw: Path, baseline: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert str(raw.parent) not in baseline.read_text()
    for place, given in ((raw.parent, "raw"), (raw, "."), (raw / "sub", "..")):
        monkeypatch.chdir(place)
        done = check(given, "--baseline", baseline)
        assert (done.exit_code, done.stdout) == (0, "")


def test_known_rejects_do_not_count_against_max_rejects(raw: Path, baseline: Path) -> None:
    assert check(raw, "--max-rejects", "0").exit_code == 1
    assert check(raw, "--max-rejects", "0", "--baseline", baseline).exit_code == 0
    (raw / "new.txt").write_text(BAD)
    assert check(raw, "--max-rejects", "1", "--baseline", baseline).exit_code == 0
    assert check(raw, "--max-rejects", "0", "--baseline", baseline).exit_code == 1


def test_the_same_findings_give_the_same_bytes(raw: Path, baseline: Path, tmp_path: Path) -> None:
    again = tmp_path / "again.json"
    check(raw, "--baseline", again, "--update-baseline")
    assert again.read_bytes() == baseline.read_bytes()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["again.json", "known.json", "raw"]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        pytest.param(None, "No such file or directory; --update-baseline writes one", id="no file"),
        pytest.param("{", "no baseline: it is not JSON", id="no JSON"),
        pytest.param("[]", "no baseline; delete it, then --update-baseline writes a new one", id="no object"),
        pytest.param(
            '{"baseline": 7, "findings": []}', "this version reads 1: delete it, then", id="of another version"
        ),
        pytest.param('{"baseline": 1, "findings": [{"path": 1}]}', "no baseline", id="half an entry"),
        pytest.param(
            '{"baseline": 1, "findings": [{"path": "a", "code": "b", "message": "c", "count": -1}]}',
            "no baseline",
            id="less than one",
        ),
    ],
)
def test_what_is_no_baseline_is_refused(raw: Path, tmp_path: Path, content: str | None, message: str) -> None:
    path = tmp_path / "known.json"
    if content is not None:
        path.write_text(content)
    done = check(raw, "--baseline", path)
    assert done.exit_code == 2
    assert message in done.stderr

    path.unlink(missing_ok=True)  # the way out
    assert check(raw, "--baseline", path, "--update-baseline").exit_code == 0
    assert check(raw, "--baseline", path).exit_code == 0


@pytest.mark.parametrize(
    ("options", "message"),
    [
        pytest.param(["--update-baseline"], "name it with --baseline FILE", id="no file"),
        pytest.param(
            ["--update-baseline", "--baseline", "x.json", "--limit", "1"], "not every file is judged", id="limit"
        ),
    ],
)
def test_an_update_that_cannot_be_is_refused(raw: Path, options: list[str], message: str) -> None:
    done = check(raw, *options)
    assert done.exit_code == 2
    assert message in done.stderr


@pytest.mark.parametrize(
    ("options", "message"),
    [
        pytest.param(["--format", "serif"], "no format 'serif'; did you mean sarif?", id="no such format"),
        pytest.param(["--format", "sarif="], "no file; for example --format sarif=findings.sarif", id="no file"),
        pytest.param(["--format", "json", "--format", "sarif"], "cannot all be printed", id="two to print"),
        pytest.param(["--format", "json=x", "--format", "junit=./x"], "go to one file", id="two in one file"),
        pytest.param(["--format", "json=raw"], "is a folder", id="a folder"),
    ],
)
def test_formats_that_cannot_be_are_refused_before_anything_is_read(
    raw: Path, monkeypatch: pytest.MonkeyPatch, options: list[str], message: str
) -> None:
    monkeypatch.chdir(raw.parent)
    done = check("nowhere", *options)
    assert done.exit_code == 2
    assert message in done.stderr


def test_several_formats_at_once(raw: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    page = tmp_path / "summary.md"
    page.write_text("### before\n")
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(page))
    files = {name: tmp_path / "new" / f"out.{name}" for name in ("sarif", "junit", "json")}
    done = check(raw, "--format", "github", *(f"--format={name}={file}" for name, file in files.items()))
    assert done.exit_code == 1
    assert [line.split(" ")[0] for line in done.stdout.splitlines()] == ["::error"] * 2
    assert page.read_text().startswith("### before\n### corpusclean: 2 errors\n")
    for name, file in files.items():
        assert check(raw, "--format", name).stdout == file.read_text()
    assert page.read_text().count("###") == 2
    assert sorted(path.name for path in (tmp_path / "new").iterdir()) == ["out.json", "out.junit", "out.sarif"]


def test_what_a_check_writes_is_no_document_of_the_next(raw: Path) -> None:
    """A repository keeps its baseline where `check .` finds it."""
    known, told = raw / "known.json", raw / "sub/told.txt"
    arguments = (raw, "--baseline", known, "--format", f"text={told}")
    check(*arguments, "--update-baseline")
    for _ in range(2):
        done = check(*arguments)
        assert (done.exit_code, told.read_text()) == (0, "")
        assert done.stderr.startswith("3 documents: ")


def test_a_baseline_among_files_that_are_named_is_left_out_where_names_are(raw: Path) -> None:
    known = raw / "known.json"
    check(raw, "--baseline", known, "--update-baseline")
    done = check(raw / "good.txt", known, "--baseline", known, "--force-exclude")
    assert (done.exit_code, done.stderr.split(":")[0]) == (0, "1 document")
