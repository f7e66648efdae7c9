"""Removed text can be personal: it is left out of a corpus where the settings say so, down to the last byte."""

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from conftest import Folder, Run

import corpusclean as cc
from corpusclean.errors import UsageError
from corpusclean.settings import settings_from
from corpusclean.write.manifest import to_bytes
from corpusclean.write.publish import read_json

NAME = "Quillfeather"
"""A name that stands only in what is removed or rejected."""

STORY = (
    "The old bridge over the river will close on Monday for repairs, the council said in the evening. Engineers "
    "found a crack in its eastern arch last month that is as long as a hand, and lorries shake it every day.\n"
)
DATED = " date 2021-12-13\n\n"
FILES: dict[str, str | bytes] = {
    "as-it-was.txt": f"{DATED}{STORY}",
    "line-ends.txt": f"{DATED}{STORY}It rained.\n".replace("\n", "\r\n"),
    "notice.txt": f"{DATED}{STORY}\n(Reporting by Zora {NAME}; Editing by Odo {NAME})\n",
    "mended.txt": f"{DATED}{STORY}\nThe caf\u00c3\u00a9 was shut.\n\n(Reporting by Zo\u00c3\u00a9 {NAME})\n",
    "twice.txt": f"{DATED}{STORY}",
    "date.txt": f" date {NAME}\n\n{STORY}",
    "repeated.txt": f" date 2021-12-13\n title {NAME}\n title Rain\n\n{STORY}",
    "no-header.txt": f"{NAME} said nothing.\n",
    "bytes.txt": f"{DATED}{NAME} took caf\u00e9 noir.\n".encode("windows-1252"),
    "nothing-else.txt": f"{DATED}(Reporting by Zora {NAME}; Editing by Odo {NAME})\n",
}
WARNED = f" date 2021-12-13\nReporting by Zora {NAME}; Editing by Odo Reed\n\n{STORY}"
"""Where no header is required its second line is a notice, and the warning that tells of it quotes that line."""

DECISIONS = f'keep."gone.txt"."(Reporting by Zora {NAME})" = "reuters-desk"\n'
"""A reviewer's decision quotes what it is about, be it in the corpus or not."""


def texts(place: Path) -> Iterator[tuple[str, str]]:
    """Yield every file below a place as text: its bytes, and of tables every value and what the footer says."""
    for path in sorted(each for each in place.rglob("*") if each.is_file()):
        said = path.read_bytes().decode(errors="replace")
        if path.suffix == ".parquet":
            said += repr(pq.read_table(path).to_pylist()) + repr(pq.read_metadata(path).to_dict())
        yield path.relative_to(place).as_posix(), said


def holding(place: Path) -> set[str]:
    """Return the files and tables that hold the secret."""
    return {name.partition("/")[0] for name, said in texts(place) if NAME in said}


@pytest.fixture
def raw(folder: Folder, tmp_path: Path) -> Path:
    (tmp_path / "decisions.toml").write_text(DECISIONS)
    return folder(FILES)


def test_a_corpus_holds_what_it_removed_unless_told_otherwise(raw: Path, tmp_path: Path, run: Run) -> None:
    """Else the tests below would say nothing."""
    assert run("clean", raw, "--out", "corpus").returncode == 0
    assert holding(tmp_path / "corpus") == {"ledger", "rejects", "report.html", "manifest.json"}


def test_without_text_no_byte_of_a_corpus_tells_what_was_removed(raw: Path, tmp_path: Path, run: Run) -> None:
    # What a run with text has kept is not taken up by one without.
    run("clean", raw, "--out", "full", "--cache", "full-cache")
    done = run("clean", raw, "--out", "corpus", "--ledger-text", "none", "--cache", "full-cache")
    assert (done.returncode, done.stderr) == (0, "")
    assert holding(tmp_path / "corpus") == set()
    assert run("clean", raw, "--out", "corpus", "--ledger-text", "none", "--cache", "cache").returncode == 0
    assert holding(tmp_path / "cache") == set()


def test_without_text_the_ledger_says_where_and_how_much(raw: Path) -> None:
    settings = [settings_from({"output": {"ledger_text": text}}, "test") for text in ("full", "none")]
    full, none = (cc.clean(cc.read_documents(raw), each) for each in settings)
    same = ["doc_id", "seq", "step", "rule", "rule_version", "offset", "reason"]
    assert full.ledger[same].equals(none.ledger[same])
    for name in ("before", "after"):
        texts = [
            text for text, rule in zip(none.ledger[name], none.ledger["rule"], strict=True) if rule != "newlines"
        ]
        assert set("".join(texts)) <= {"\u2588", "\n"}
        lengths = full.ledger[name].str.len() == none.ledger[name].str.len()
        assert lengths.all()
    same = ["doc_id", "address", "file", "level", "sha256", "size", "codes"]
    assert full.rejects[same].equals(none.rejects[same])
    places = [
        [[(each["code"], each["line"]) for each in row] for row in side.rejects["reasons"]]
        for side in (full, none)
    ]
    assert places[0] == places[1]
    assert none.clean.equals(full.clean)


def test_without_text_what_can_be_proven_is_proven_and_nothing_is_restored(
    raw: Path, tmp_path: Path, run: Run
) -> None:
    run("clean", raw, "--out", "corpus", "--ledger-text", "none")
    done = run("verify", "corpus")
    assert done.returncode == 0
    assert done.stdout == (
        "corpus: 7 files and 3 documents are what they were.\n"
        "Of 2 documents the ledger holds no text of changes (--ledger-text none): their places fit, and that they"
        " lead back to the files is not proven.\n"
        "Of 5 rejects not all bytes were kept: of these nothing is proven.\n"
    )
    refused = run("restore", "corpus", "--out", "again")
    assert refused.returncode == 2
    assert refused.stderr == (
        "corpusclean: corpus: its ledger holds no text (--ledger-text none), so that nothing can be restored;"
        " clean the files again without it\n"
    )
    assert not (tmp_path / "again").exists()
    assert read_json(tmp_path / "corpus/manifest.json")["settings"]["output"]["ledger_text"] == "none"
    again = run("clean", raw, "--out", "corpus", "--ledger-text", "none")
    assert again.stderr == "corpus already is what this run would make; it was left as it is.\n"


@pytest.mark.parametrize(
    "options", [("--ledger-text", "none"), ("--private", "private")], ids=lambda each: each[0]
)
def test_a_warning_quotes_no_more_than_the_corpus_may(
    options: tuple[str, str], folder: Folder, tmp_path: Path, run: Run
) -> None:
    raw = folder({"warned.txt": WARNED, "warned-again.txt": WARNED, "corpusclean.toml": 'required = ["text"]\n'})
    arguments = ("clean", raw, "--cache", "cache", "--out")
    assert run(*arguments, "full").returncode == 0
    assert {"data", "duplicates"} <= holding(tmp_path / "full")
    assert run(*arguments, "corpus", *options).returncode == 0
    assert holding(tmp_path / "corpus") == set()
    (warning,) = pq.read_table(tmp_path / "corpus/data").to_pylist()[0]["warnings"]
    assert (warning["code"], warning["line"]) == ("header.doubtful", 2)
    assert warning["message"] == "The file begins with what may be a header or text"
    settings = cc.load_settings(raw / "corpusclean.toml")
    chosen = settings.model_copy(update={"output": settings.output.model_copy(update=_output(options, tmp_path))})
    frames = cc.clean(cc.read_documents(raw, settings=settings), settings)
    cc.write_corpus(frames, tmp_path / "frames", chosen)
    assert holding(tmp_path / "frames") == set()


def _output(options: tuple[str, str], place: Path) -> dict[str, str]:
    name, value = options
    return {"ledger_text": value} if name == "--ledger-text" else {"private": str(place / f"{value}-of-frames")}


def test_without_text_an_edit_that_does_not_fit_is_refused(raw: Path, tmp_path: Path) -> None:
    settings = settings_from({"output": {"ledger_text": "none"}}, "test")
    cleaned = cc.clean(cc.read_documents(raw), settings)
    ledger = cleaned.ledger.copy()
    ledger.loc[ledger.index[ledger["rule"] == "ftfy"][0], "offset"] = 10_000
    with pytest.raises(UsageError, match=r"mended\.txt: .* at 10000: the text does not hold what it left"):
        cc.write_corpus(cleaned._replace(ledger=ledger), tmp_path / "corpus", settings)


def test_frames_with_text_are_written_without_it_where_the_settings_say_so(
    raw: Path, tmp_path: Path, run: Run
) -> None:
    settings = settings_from({"output": {"ledger_text": "none"}}, "test")
    cc.write_corpus(cc.clean(cc.read_documents(raw)), tmp_path / "one", settings)
    cc.write_corpus(cc.clean(cc.read_documents(raw), settings), tmp_path / "two", settings)
    assert holding(tmp_path / "one") == set()
    assert dict(texts(tmp_path / "one")) == dict(texts(tmp_path / "two"))
    assert run("verify", "one").returncode == 0


def test_without_text_a_document_is_explained_as_far_as_it_is_known(raw: Path, run: Run) -> None:
    run("clean", raw, "--out", "corpus", "--ledger-text", "none")
    done = run("explain", "--corpus", "corpus", "notice.txt")
    assert done.returncode == 0
    assert "strip/reuters-desk" in done.stdout
    assert "\u2588" in done.stdout
    assert NAME not in done.stdout
    rejected = run("explain", "--corpus", "corpus", "date.txt")
    assert "date.invalid line 1: A date is in no declared format, or is no day of the calendar." in rejected.stdout


@pytest.mark.parametrize(
    ("options", "told"),
    [
        ([], "1 decision had no effect on a text: see the report.\n"),
        (["--private", "private"], "1 decision had no effect on a text: see the report.\n"),
        (["--ledger-text", "none"], "1 decision had no effect on a text.\n"),
    ],
)
def test_whatever_a_corpus_holds_its_summary_tells_of_decisions(
    raw: Path, tmp_path: Path, run: Run, options: list[str], told: str
) -> None:
    notice = f"(Reporting by Zora {NAME}; Editing by Odo {NAME})"
    (tmp_path / "decisions.toml").write_text(f'{DECISIONS}keep."notice.txt"."{notice}" = "reuters-desk"\n')
    done = run("clean", raw, "--out", "corpus", *options)
    assert f"1 decision honoured.\n{told}" in done.stdout
    done = run("clean", raw, "--out", "corpus", *options)
    assert f"1 decision honoured.\n{told}" in done.stdout


def test_of_a_reject_that_cannot_be_explained_is_said_what_is_not_kept(
    raw: Path, tmp_path: Path, run: Run
) -> None:
    """Here a decision has a say in why it is one: another rule takes the text than the one that it leaves out."""
    (raw / "all-of-it.txt").write_text(f" source Tarn Mail\n{DATED}\u00a9 2021 AFP\n")
    (raw / "long.txt").write_text(f" date {NAME}\n\n{STORY * 9}")
    (tmp_path / "decisions.toml").write_text('leave_out."Tarn Mail".agency-copyright = "ours"\n')
    (tmp_path / "corpusclean.toml").write_text("[output]\nraw_bytes = 1000\n")
    why = "explain the file itself, `corpusclean explain FILE`."
    for options, private, name, told in (
        (["--ledger-text", "none"], [], "date.txt", "its bytes (--ledger-text none)"),
        ([], [], "long.txt", "all of its bytes ([output] raw_bytes)"),
        (["--private", "private"], ["--private", "private"], "all-of-it.txt", "the decisions (--private)"),
    ):
        run("clean", raw, "--out", "corpus", *options)
        done = run("explain", "--corpus", "corpus", name, *private)
        assert done.stdout.endswith(f"\nThe corpus does not hold {told}: {why}\n"), done.stdout + done.stderr


def test_too_many_rejects_leave_no_text_behind_either(raw: Path, tmp_path: Path, run: Run) -> None:
    assert run("clean", raw, "--out", "corpus", "--ledger-text", "none", "--max-rejects", "0").returncode == 1
    assert (tmp_path / "corpus.failed/rejects").is_dir()
    assert holding(tmp_path / "corpus.failed") == set()


def test_a_private_part_holds_all_that_was_removed_and_the_corpus_none_of_it(
    raw: Path, tmp_path: Path, run: Run
) -> None:
    done = run("clean", raw, "--out", "corpus", "--private", "private")
    assert (done.returncode, done.stderr) == (0, "")
    assert holding(tmp_path / "corpus") == set()
    assert {name.partition("-")[0] for name in holding(tmp_path / "private")} == {"ledger", "rejects", "report"}
    assert {path.name for path in tmp_path.iterdir()} == {"raw", "corpus", "private", "decisions.toml"}
    assert (tmp_path / "private").stat().st_mode & 0o777 == 0o700
    assert re.search(r"what was found in private/report-[0-9a-f]{16}\.html\.\n$", done.stdout)
    card = (tmp_path / "corpus/README.md").read_text() + (tmp_path / "corpus/croissant.json").read_text()
    assert not re.search(r"rejects/\*|ledger/\*|^. `rejects/`|^. `ledger/`|report\.html", card, re.MULTILINE)


def test_a_private_part_has_the_tables_that_a_corpus_would_have(raw: Path, tmp_path: Path, run: Run) -> None:
    """And the corpus names no place: the same comes out wherever its private part goes, with the way back."""
    for out, options in (
        ("whole", []),
        ("one", ["--private", "a"]),
        ("two", ["--private", tmp_path / "deep/er/b"]),
    ):
        assert run("clean", raw, "--out", out, "--cache", "off", *options).returncode == 0
    whole, one, a = (dict(texts(tmp_path / name)) for name in ("whole", "one", "a"))
    assert one == dict(texts(tmp_path / "two"))
    b = dict(texts(tmp_path / "deep/er/b"))
    ways = [read_json(tmp_path / name / "manifest.json")["corpus"] for name in ("a", "deep/er/b")]
    assert ways == ["../one", "../../../two"]
    assert {**a, "manifest.json": ""} == {**b, "manifest.json": ""}
    tables = {name: said for name, said in whole.items() if name.endswith(".parquet")}
    assert {name: said for name, said in {**one, **a}.items() if name.endswith(".parquet")} == tables


def test_a_corpus_is_proven_with_its_private_part_and_as_far_as_that_goes_without(
    raw: Path, tmp_path: Path, run: Run
) -> None:
    run("clean", raw, "--out", "corpus", "--private", "private")
    done = run("verify", "corpus", "--private", "private")
    assert (done.returncode, done.stdout) == (0, "corpus: 7 files and 10 documents are what they were.\n")
    done = run("verify", "corpus")
    assert done.returncode == 0
    assert done.stdout == (
        "corpus: 4 files and 2 documents are what they were.\n"
        "Its ledger and rejects are elsewhere: of 8 documents, changed or rejected, nothing is proven."
        " --private DIR names the folder.\n"
    )
    for place in ("corpus", "private"):
        for path in sorted((tmp_path / place).rglob("*.parquet")):
            good = path.read_bytes()
            path.write_bytes(good[:-1] + bytes([good[-1] ^ 1]))
            found = run("verify", "corpus", "--private", "private")
            assert (found.returncode, path.name in found.stdout) == (1, True), path
            path.unlink()
            found = run("verify", "corpus", "--private", "private")
            name = path.relative_to(tmp_path / place).as_posix()
            assert (found.returncode, found.stdout) == (1, f"{name}: missing\n")
            path.write_bytes(good)


def test_files_are_restored_and_documents_explained_with_the_private_part_alone(
    raw: Path, tmp_path: Path, run: Run
) -> None:
    run("clean", raw, "--out", "corpus", "--private", "private")
    for arguments in (("restore", "corpus", "--out", "again"), ("explain", "--corpus", "corpus", "notice.txt")):
        refused = run(*arguments)
        assert refused.returncode == 2
        assert "its ledger and rejects are elsewhere" in refused.stderr
        assert refused.stderr.endswith("; name their folder: --private DIR\n")
    assert run("restore", "corpus", "--private", "private", "--out", "again").returncode == 0
    assert {path.name: path.read_bytes() for path in (tmp_path / "again").iterdir()} == {
        path.name: path.read_bytes() for path in raw.iterdir()
    }
    assert NAME in run("explain", "--corpus", "corpus", "--private", "private", "notice.txt").stdout


@pytest.mark.parametrize(
    "command",
    [("verify", "corpus"), ("restore", "corpus", "--out", "again"), ("explain", "date.txt", "--corpus", "corpus")],
)
def test_the_private_part_of_another_corpus_is_refused(
    command: tuple[str, ...], raw: Path, tmp_path: Path, run: Run
) -> None:
    """Else nothing would seem to have been changed."""
    run("clean", raw, "--out", "corpus", "--private", "private")
    (raw / "notice.txt").unlink()
    run("clean", raw, "--out", "other", "--private", "others")
    (tmp_path / "none").mkdir()
    for private in ("others", "none"):
        done = run(*command, "--private", private)
        assert (done.returncode, done.stdout) == (2, "")
        assert done.stderr.startswith(f"corpusclean: {private}: not the private part of corpus")
        assert done.stderr.endswith("name the folder that --private named when it was made\n")
    (tmp_path / "private/manifest.json").unlink()
    assert run(*command, "--private", "private").returncode == 0


def test_a_corpus_and_its_private_part_change_together(raw: Path, tmp_path: Path, run: Run) -> None:
    arguments = ("clean", raw, "--out", "corpus", "--private", "private")
    run(*arguments)
    before = dict(texts(tmp_path))
    again = run(*arguments)
    assert again.stderr == "corpus already is what this run would make; it was left as it is.\n"
    assert dict(texts(tmp_path)) == before
    (raw / "notice.txt").write_text(f"{DATED}{STORY}\nIt snowed.\n\n(Reporting by Zora {NAME})\n")
    (raw / "date.txt").unlink()
    assert run(*arguments).returncode == 0
    assert run("verify", "corpus", "--private", "private").returncode == 0
    assert len(list((tmp_path / "private").rglob("*.*"))) == 4  # two tables, the page, the manifest
    after = dict(texts(tmp_path / "corpus")), dict(texts(tmp_path / "private"))
    for name in ("corpus", "private"):
        shutil.rmtree(tmp_path / name)
    run(*arguments, "--cache", "off")
    assert after == (dict(texts(tmp_path / "corpus")), dict(texts(tmp_path / "private")))


def test_corpora_that_are_the_same_do_not_take_each_others_private_part(
    raw: Path, tmp_path: Path, run: Run
) -> None:
    for out, private in (("one\udcff", "p1"), ("two", "p2")):
        run("clean", raw, "--out", out, "--private", private)
    took = ("clean", raw, "--out", "two", "--private", "p1")
    for _ in ("the same", "changed"):
        refused = run(*took)
        assert refused.returncode == 2
        assert f"holds the private part of the corpus at {tmp_path}/one" in refused.stderr
        (raw / "new.txt").write_text(f"{DATED}{STORY}It rained.\n")
    (raw / "new.txt").unlink()
    assert run("verify", "one\udcff", "--private", "p1").returncode == 0
    # Moved together they are what they were; and where a corpus is gone, another that is the same may go on.
    moved = tmp_path / "moved"
    moved.mkdir()
    for name in ("one\udcff", "p1"):
        (tmp_path / name).rename(moved / name)
    assert run("clean", raw, "--out", "moved/one\udcff", "--private", "moved/p1").returncode == 0
    (moved / "one\udcff").rename(tmp_path / "uno")
    assert run("clean", raw, "--out", "uno", "--private", "moved/p1").returncode == 0
    assert read_json(moved / "p1/manifest.json")["corpus"] == "../../uno"


def test_a_damaged_private_part_is_made_anew(raw: Path, tmp_path: Path, run: Run) -> None:
    arguments = ("clean", raw, "--out", "corpus", "--private", "private")
    run(*arguments)
    before = dict(texts(tmp_path / "private"))
    for path in (*(tmp_path / "private").rglob("*.parquet"), *(tmp_path / "private").glob("*.html")):
        path.write_bytes(b"")
        assert run(*arguments).returncode == 0
        assert dict(texts(tmp_path / "private")) == before


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (["--private", "mine"], "mine: holds what no private part does (notes.txt), and is left as it is"),
        (["--private", "other"], "other: is a corpus itself; name another folder for the private part"),
        (["--private", "others"], "others: holds the private part of another corpus than the one at corpus"),
        (["--private", "notes"], "notes: not a folder"),
        (["--private", "corpus/private"], "--out corpus and --private corpus/private lie within each other"),
        (["--private", "corpus"], "--out corpus and --private corpus lie within each other"),
        (["--private", "raw/private"], "--private raw/private and the input"),
        (["--private", "s3://news/private"], "s3://news/private: --private must be a path of this machine"),
        (
            ["--private", "private", "--out", "s3://news/corpus"],
            "no corpus is published at once with its private part",
        ),
        (["--out", "others"], "others: holds the private part of a corpus, and is left as it is"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_what_a_private_part_would_destroy_or_cannot_be_is_refused(
    options: list[str], told: str, raw: Path, tmp_path: Path, run: Run
) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine/notes.txt").touch()
    (tmp_path / "notes").touch()
    run("clean", raw, "--out", "other", "--private", "others")
    before = dict(texts(tmp_path))
    done = run("clean", raw, "--out", "corpus", *options)
    assert (done.returncode, told in done.stderr) == (2, True), done.stderr
    assert dict(texts(tmp_path)) == before


@pytest.mark.parametrize("path", ["../victim.txt", "victim.txt", "data/part-00000-0123456789abcdef.parquet"])
def test_a_manifest_gives_away_no_more_than_a_private_part_holds(
    path: str, raw: Path, tmp_path: Path, run: Run
) -> None:
    victim = tmp_path / "private" / path
    for file in (victim, tmp_path / "private/manifest.json"):
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(to_bytes({"corpusclean": 1, "private_of": None, "files": [{"path": path}]}))
    done = run("clean", raw, "--out", "corpus", "--private", "private")
    assert done.returncode == 2
    assert "private: holds what no private part does" in done.stderr
    assert victim.exists()


def test_too_many_rejects_are_left_beside_the_private_part(raw: Path, tmp_path: Path, run: Run) -> None:
    done = run("clean", raw, "--out", "corpus", "--private", "private", "--max-rejects", "0")
    assert done.returncode == 1
    assert done.stderr.endswith("The rejects and the report are in private.failed\n")
    assert {path.name for path in tmp_path.iterdir()} == {"raw", "private.failed", "decisions.toml"}
    assert run("verify", "private.failed").returncode == 0
    assert (tmp_path / "private.failed").stat().st_mode & 0o777 == 0o700
    assert run("clean", raw, "--out", "corpus", "--private", "private").returncode == 0
    assert {path.name for path in tmp_path.iterdir()} == {"raw", "corpus", "private", "decisions.toml"}


def test_what_a_failed_run_left_beside_a_corpus_goes_when_its_private_part_is_elsewhere(
    raw: Path, tmp_path: Path, run: Run
) -> None:
    for _ in ("made", "left as it is"):
        assert run("clean", raw, "--out", "other", "--max-rejects", "0").returncode == 1
        (tmp_path / "other.failed").rename(tmp_path / "corpus.failed")
        assert holding(tmp_path / "corpus.failed") == {"rejects", "report.html", "manifest.json"}
        assert run("clean", raw, "--out", "corpus", "--private", "private").returncode == 0
        assert not (tmp_path / "corpus.failed").exists()
    (tmp_path / "corpus.failed").mkdir()
    (tmp_path / "corpus.failed/notes.txt").touch()
    assert run("clean", raw, "--out", "corpus", "--private", "private").returncode == 0
    assert (tmp_path / "corpus.failed/notes.txt").exists()


def test_a_private_part_that_no_run_goes_on_with_is_told_of_and_stays(raw: Path, tmp_path: Path, run: Run) -> None:
    told = (
        "corpus: the corpus that stood there had its private part, with removed text, in another folder; that is"
        " left as it is: delete it where nobody needs it.\n"
    )
    assert run("clean", raw, "--out", "corpus", "--private", "private").stderr == ""
    before = dict(texts(tmp_path / "private"))
    (raw / "new.txt").write_text(f"{DATED}{STORY}It rained.\n")
    assert run("clean", raw, "--out", "corpus", "--private", "second").stderr == told
    refused = run("clean", raw, "--out", "corpus", "--private", "private")
    assert refused.returncode == 2
    assert refused.stderr == (
        "corpusclean: private: holds the private part of another corpus than the one at corpus, maybe of one"
        " that stood there before, and is left as it is; name another folder, or move it away\n"
    )
    assert dict(texts(tmp_path / "private")) == before
    (raw / "new.txt").write_text(f"{DATED}{STORY}It rained again.\n")
    assert run("clean", raw, "--out", "corpus", "--private", "second").stderr == ""
    assert run("clean", raw, "--out", "corpus", "--private", "second").stderr.startswith("corpus already is")


def test_a_run_that_forgets_the_private_part_puts_no_removed_text_into_the_corpus(
    raw: Path, tmp_path: Path, run: Run
) -> None:
    assert run("clean", raw, "--out", "corpus", "--private", "private").returncode == 0
    before = dict(texts(tmp_path / "corpus"))
    (raw / "new.txt").write_text(f"{DATED}It rained.\n\n(Reporting by Zora {NAME})\n")

    refused = run("clean", raw, "--out", "corpus")
    assert refused.returncode == 2
    assert refused.stderr == (
        "corpusclean: corpus: the ledger and rejects of the corpus there are elsewhere, and would come into it;"
        " name their folder, --private DIR, or move the corpus away\n"
    )
    with pytest.raises(UsageError, match="would come into it"):
        cc.write_corpus(cc.clean(cc.read_documents(raw)), tmp_path / "corpus")
    assert dict(texts(tmp_path / "corpus")) == before
    assert run("clean", raw, "--out", "corpus", "--private", "private").returncode == 0
    assert run("clean", raw, "--out", "other").returncode == 0


def test_a_private_part_without_text_is_both(raw: Path, tmp_path: Path, run: Run) -> None:
    options = ("--private", "private", "--ledger-text", "none")
    assert run("clean", raw, "--out", "corpus", *options).returncode == 0
    assert holding(tmp_path) == {"raw", "decisions.toml"}
    assert run("verify", "corpus", "--private", "private").returncode == 0


def test_settings_name_the_private_part_from_where_they_are(raw: Path, tmp_path: Path, run: Run) -> None:
    (raw / "corpusclean.toml").write_text('[output]\nprivate = "../apart/private"\n')
    assert run("clean", raw, "--out", "corpus").returncode == 0
    assert (tmp_path / "apart/private/manifest.json").exists()
    settings = cc.load_settings(raw / "corpusclean.toml")
    cc.write_corpus(cc.clean(cc.read_documents(raw, settings=settings), settings), tmp_path / "corpus", settings)
    assert holding(tmp_path / "corpus") == set()
    assert run("verify", "corpus", "--private", "apart/private").returncode == 0


def test_what_needs_the_ledger_says_that_it_is_elsewhere(raw: Path, run: Run) -> None:
    run("clean", raw, "--out", "corpus", "--private", "private")
    assert "the private part of a corpus; name the corpus" in run("verify", "private").stderr
    checked = run("schema", "check", "corpus")
    assert checked.stdout == "corpus: 5 rows keep CleanDocument 1.0, Duplicate 1.0.\n"
    run("clean", raw, "--out", "plain")
    assert "plain: has no private part" in run("verify", "plain", "--private", "private").stderr
    assert run("clean", raw, "--out", "new", "--against", "corpus").returncode == 0


def test_a_block_that_a_text_holds_itself_is_no_mask(run: Run, folder: Folder) -> None:
    """Where text is kept a notice that has blocks can be decided about, and is proven."""
    notice = "(Reporting by Zora \u2588\u2588\u2588\u2588; Editing by Odo Reed)"
    raw = folder({"a.txt": f"{DATED}{STORY}\n{notice}\n"})
    for text, offered in (("full", True), ("none", False)):
        out = raw.with_name(text)
        run("clean", raw, "--out", out, "--ledger-text", text, "--quiet")
        page = (out / "report.html").read_text(encoding="utf-8")
        assert ("Keep this text in this document" in page) == offered
    assert "are what they were" in run("verify", raw.with_name("full")).stdout
