"""A document that was left whole is explained with what the rules would take of it."""

from pathlib import Path

import pytest
from conftest import Folder, Run
from relayed import KNOWN, REWORDED, RULE

from corpusclean.boilerplate.strip import BRAKE, ENDLESS, NO_ARTICLE
from corpusclean.explain import explain_document, explain_file, would_go
from corpusclean.pipeline import judged_documents
from corpusclean.read import read_documents
from corpusclean.run.job import clean_corpus
from corpusclean.settings import Boilerplate, Output, Settings

HEADER = " date 2021-12-13\n\n"
NOTICES = "\u00a9 2021 AFP\n\nThis material may not be published, broadcast, rewritten or redistributed.\n"
ARTICLE = "The council met on Monday and agreed to mend the old bridge over the weir."


@pytest.fixture
def pack(tmp_path: Path) -> str:
    """Return a pack of a rule whose notice is like a wording, and none."""
    (tmp_path / "pack").mkdir()
    (tmp_path / "pack" / "relay.toml").write_text(RULE)
    return str(tmp_path / "pack")


def lines(raw: Path, settings: Settings | None = None) -> str:
    return "\n".join(line.plain for line in explain_file(raw / "a.txt", settings or Settings(), marked=True))


def of_corpus(corpus: Path) -> str:
    """Return what is told of the document of a corpus, named as a file is."""
    told = [line.plain for line in explain_document("a.txt", corpus, marked=True)]
    assert told[0].split() == ["address", "a.txt"]
    return "\n".join([f"        file  {corpus.parent / 'raw/a.txt'}", *told[2:]])


@pytest.mark.parametrize(
    ("text", "why", "listed"),
    [
        pytest.param(NOTICES, NO_ARTICLE, ["strip/rights-sentence", "strip/agency-copyright"], id="no article"),
        pytest.param(
            ARTICLE + "\n\n(AFP)" * 200, ENDLESS, ["strip/agency-credit", "80 notices more"], id="no end"
        ),
    ],
)
def test_what_the_rules_would_take_is_named_and_marked(
    folder: Folder, tmp_path: Path, text: str, why: str, listed: list[str]
) -> None:
    raw = folder({"a.txt": HEADER + text})
    said = lines(raw)
    told, _, rest = said.partition("\nWhat the rules would take, in order; the document was left whole\n")
    taken, _, shown = rest.partition("\nThe text, with what would be left of it\n")
    assert why in told
    assert all(each in taken for each in listed)
    assert "[-" in shown
    # Of a corpus it is found again from the bytes that were kept.
    clean_corpus([raw], tmp_path / "corpus", Settings())
    assert of_corpus(tmp_path / "corpus") == said


def test_what_would_go_leads_to_what_the_rules_would_leave(folder: Folder) -> None:
    raw = folder({"a.txt": HEADER + NOTICES})
    (row,) = judged_documents(read_documents(raw), Settings()).to_dict("records")
    text = row["text"]
    for edit in would_go(row, Settings()):
        end = edit.offset + len(edit.before)
        assert text[edit.offset : end] == edit.before
        text = text[: edit.offset] + text[end:]
    assert text.strip() == ""


def test_a_document_that_was_not_left_whole_shows_what_went(folder: Folder) -> None:
    said = lines(folder({"a.txt": f"{HEADER}{ARTICLE} (AFP)\n"}))
    assert "would" not in said
    assert "[- (AFP)" in said


@pytest.mark.parametrize(("most", "stopped"), [(0.25, True), (0.99, False)])
def test_the_brake_that_is_set_is_the_one_that_is_asked(
    folder: Folder, pack: str, most: float, *, stopped: bool
) -> None:
    raw = folder({"a.txt": f"{HEADER}It rained.\n\n{REWORDED}"})
    said = lines(raw, Settings(boilerplate=Boilerplate(packs=(pack,), max_removal=most)))
    assert (BRAKE in said, "What the rules would take" in said) == (stopped, stopped)
    assert "strip/relay 3: " in said
    assert "[-" in said


def test_a_rejected_document_of_a_corpus_is_shown_with_its_text(folder: Folder, tmp_path: Path) -> None:
    raw = folder({"a.txt": f" date 2021-02-30\n\n{ARTICLE} (AFP)\n"})
    clean_corpus([raw], tmp_path / "corpus", Settings())
    said = of_corpus(tmp_path / "corpus")
    assert said == lines(raw)
    assert "[- (AFP)" in said


def test_what_was_cut_or_hung_on_a_pack_is_said_not_to_be_shown(
    folder: Folder, tmp_path: Path, pack: str, run: Run
) -> None:
    raw = folder({"a.txt": HEADER + KNOWN})
    packed = Settings(boilerplate=Boilerplate(packs=(pack,)))
    assert "strip/relay" in lines(raw, packed)
    clean_corpus([raw], tmp_path / "packed", packed)
    (raw / "a.txt").write_text(HEADER + NOTICES)
    clean_corpus([raw], tmp_path / "cut", Settings(output=Output(raw_bytes=20)))
    for name in ("cut", "packed"):
        done = run("explain", "a.txt", "--corpus", tmp_path / name)
        assert (done.returncode, done.stderr) == (0, "")
        assert "boilerplate.over_removal" in done.stdout
        assert "explain the file itself" in done.stdout
