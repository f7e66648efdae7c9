"""`corpusclean discover`, as a user runs it."""

import tomllib
from pathlib import Path
from typing import Any

import pytest
from conftest import Folder, Run
from recurring import LIBRARY, NEAR, OUTLETS, STANDING, documents, write

from corpusclean.boilerplate import load_rules

DOCUMENTS = 60

SHARE = "Share this: Facebook Twitter"
"""No other rule than one finds it."""


@pytest.fixture
def raw(tmp_path: Path) -> Path:
    return write(tmp_path / "raw", DOCUMENTS)


def proposals(path: Path) -> list[dict[str, Any]]:
    text = path.read_text(encoding="utf-8") if path.exists() else ""  # without proposals there is no file
    found: list[dict[str, Any]] = tomllib.loads(text).get("proposals", [])
    return found


def test_a_family_in_three_wordings_is_one_proposal(run: Run, raw: Path, tmp_path: Path) -> None:
    done = run("discover", raw)
    assert done.returncode == 0, done.stderr
    (found,) = proposals(tmp_path / "proposals.toml")
    assert found["documents"] == found["contexts"] == DOCUMENTS // 3
    assert found["inside"] == 0
    assert sorted(found["outlets"]) == [f"{name}: 5 of 15" for name in sorted(OUTLETS)]
    texts = {seen["text"] for seen in found["seen"]}
    assert texts <= {wording.format(outlet.title()) for wording in LIBRARY for outlet in OUTLETS}
    assert len(found["wordings"]) == 2
    assert all("{person}" in wording for wording in found["wordings"])
    assert {example["stays"] in example["text"] for example in found["examples"]} == {True}


def test_a_standing_sentence_is_no_proposal(run: Run, raw: Path, tmp_path: Path) -> None:
    run("discover", raw)
    assert STANDING not in (tmp_path / "proposals.toml").read_text(encoding="utf-8")


def test_a_proposal_takes_no_id_that_a_rule_has(run: Run, folder: Folder, tmp_path: Path) -> None:
    notice = "اقرأ هذه الصفحة في المكتبة يوم الجمعة"  # no word of it goes into an id
    raw = folder(
        {name: f"{text}\n{notice}\n" for name, text in documents(20, seed=3).items() if "library" not in text}
    )
    assert run("discover", raw).returncode == 0
    (made,) = proposals(tmp_path / "proposals.toml")
    name = made["kind"].replace("_", "-")
    assert name in load_rules().sources
    assert made["id"] == f"{name}-2"


def test_near_text_is_offered_to_be_kept(run: Run, raw: Path, tmp_path: Path) -> None:
    run("discover", raw)
    text = (tmp_path / "proposals.toml").read_text(encoding="utf-8")
    offered = [line for line in text.splitlines() if line.startswith("# text = ")]
    assert any(NEAR.format(outlet.title()) in line for line in offered for outlet in OUTLETS)
    assert proposals(tmp_path / "proposals.toml")[0].get("keep") is None


def test_the_same_bytes_whatever_the_workers_and_partitions(run: Run, raw: Path, tmp_path: Path) -> None:
    found = set()
    for name, workers, partition, seed in (("a", 1, 500, "1"), ("b", 2, 7, "2"), ("c", 3, 1, "3")):
        place = tmp_path / name
        place.mkdir()
        (place / "small.toml").write_text(f"[run]\npartition_documents = {partition}\n", encoding="utf-8")
        options = ("--workers", str(workers), "--config", place / "small.toml")
        done = run("discover", raw, *options, cwd=place, PYTHONHASHSEED=seed, LC_ALL="C")
        assert done.returncode == 0, done.stderr
        found.add(((place / "proposals.toml").read_bytes(), done.stdout))
    assert len(found) == 1


def test_what_a_rule_finds_is_proposed_only_when_asked_for(run: Run, folder: Folder, tmp_path: Path) -> None:
    words = "abcdefgh"
    raw = folder({f"{c}.txt": f" date 2021-05-01\n\nThe {c * 4} came.\n\n© 2021 AFP\n" for c in words})
    run("discover", raw, "--out", tmp_path / "new.toml")
    run("discover", raw, "--out", tmp_path / "all.toml", "--known")
    assert proposals(tmp_path / "new.toml") == []
    (found,) = proposals(tmp_path / "all.toml")
    assert found["seen"] == [{"documents": 8, "text": "© 2021 AFP"}]
    assert found["kind"] == "agency_copyright"


@pytest.mark.parametrize("below", ["", "x"])
@pytest.mark.parametrize(
    "decisions",
    [
        [f'keep."*"."{SHARE}" = "share-buttons"'],
        [f'keep."x/{c}.txt"."{SHARE}" = "share-buttons"' for c in "abcdefgh"],
        ['leave_out.x.share-buttons = "theirs"'],
    ],
)
def test_what_a_decision_leaves_in_the_text_is_known_all_the_same(
    run: Run, folder: Folder, tmp_path: Path, decisions: list[str], below: str
) -> None:
    raw = folder({f"x/{c}.txt": f" date 2021-05-01\n\nThe {c * 4} came.\n\n{SHARE}\n" for c in "abcdefgh"})
    (raw / "decisions.toml").write_text("\n".join(decisions), encoding="utf-8")
    done = run("discover", raw / below)
    assert done.stdout.startswith("No proposals from 8 documents"), done.stdout + done.stderr
    assert not (tmp_path / "proposals.toml").exists()


def test_fewer_documents_than_asked_for_are_no_proposal(run: Run, raw: Path, tmp_path: Path) -> None:
    for _ in range(2):  # nor does a run that found nothing stand in the way of the next one
        done = run("discover", raw, "--min-documents", "21")
        assert done.returncode == 0
        assert done.stdout.startswith(f"No proposals from {DOCUMENTS} documents: nothing recurs in 21 ")
        assert not (tmp_path / "proposals.toml").exists()


def test_limit_takes_so_many_documents(run: Run, raw: Path, tmp_path: Path) -> None:
    done = run("discover", raw, "--limit", "12", "--min-documents", "2")
    assert "from 12 documents" in done.stdout
    assert sum(found["documents"] for found in proposals(tmp_path / "proposals.toml")) <= 4


@pytest.mark.parametrize(("declared", "code"), [("de_AT", "de"), ("eng", "en"), ("Englisch", "en")])
def test_a_proposal_has_the_code_of_its_language(
    run: Run, folder: Folder, tmp_path: Path, declared: str, code: str
) -> None:
    """A rule takes no other. What is no code gives way to what the text is in."""
    text = "date: 2021-05-01\nlanguage: {1}\n\nThe {0} came over the hills.\n\nThis page is read aloud.\n"
    raw = folder({f"{c}.txt": text.format(c * 4, declared) for c in "abcdef"})
    assert run("discover", raw, "--out", tmp_path / "p.toml").returncode == 0
    assert [found["languages"] for found in proposals(tmp_path / "p.toml")] == [[code]]


def test_the_outlet_is_a_field_where_there_is_one(run: Run, folder: Folder, tmp_path: Path) -> None:
    text = " date 2021-05-01\n source The Tarn Mail\n\nThe {0} came.\n\nThis page is read aloud.\n"
    run("discover", folder({f"x/{c}.txt": text.format(c * 4) for c in "abcdef"}))
    assert proposals(tmp_path / "proposals.toml")[0]["outlets"] == ["The Tarn Mail: 6 of 6"]
    assert "\n# 6 documents, 1 outlet, text in " in (tmp_path / "proposals.toml").read_text()


def test_a_file_of_proposals_is_never_overwritten(run: Run, raw: Path, tmp_path: Path) -> None:
    (tmp_path / "proposals.toml").write_text("mine", encoding="utf-8")
    done = run("discover", raw)
    assert done.returncode == 2
    assert "proposals.toml: exists, and may hold your work; name another file" in done.stderr
    assert (tmp_path / "proposals.toml").read_text(encoding="utf-8") == "mine"


def test_a_pattern_stands_for_what_it_fits(run: Run, raw: Path, tmp_path: Path) -> None:
    assert run("discover", raw).returncode == 0
    assert run("discover", "ra[w]", "--out", "again.toml").returncode == 0

    assert proposals(tmp_path / "again.toml") == proposals(tmp_path / "proposals.toml")


@pytest.mark.parametrize(
    ("arguments", "code", "says"),
    [
        (["none"], 2, "none: No such file or directory; name a file or a folder that exists"),
        (["raw", "--out", "no/where.toml"], 2, "there is no folder no; make it, or name another file"),
        (["raw", "--min-documents", "1"], 2, "Invalid value for '--min-documents'"),
    ],
)
@pytest.mark.usefixtures("raw")
def test_bad_use_says_the_way_out(run: Run, arguments: list[str], code: int, says: str) -> None:
    done = run("discover", *arguments)
    assert done.returncode == code
    assert says in " ".join(done.stderr.split())
    assert "Traceback" not in done.stderr


HOSTILE = [
    "", "\n\n\n", "." * 5_000, "(" * 3_000, "a " * 3_000, "A. " * 2_000, "\u202e\u0000x\ufeff", "<|[{\\}]|>",
    "https://" + "a/" * 2_000, "-" * 4_000, "。" * 3_000, "A " * 4_000, "é́" * 2_000,
]  # fmt: skip


def test_strange_text_neither_stops_nor_stalls_it(run: Run, folder: Folder, tmp_path: Path) -> None:
    files = {
        f"{n}-{c}.txt": f" date 2021-05-01\n\nThe {c * 4} came.\n\n{text}\n"
        for n, text in enumerate(HOSTILE)
        for c in "abcdef"
    }
    done = run("discover", folder(files))
    assert done.returncode == 0, done.stderr
    assert done.stderr == ""
    assert isinstance(proposals(tmp_path / "proposals.toml"), list)
