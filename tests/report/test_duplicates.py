"""A group of duplicates, as data and in a terminal."""

from pathlib import Path

import pytest
from stories import changed, prose

from corpusclean.explain import explain_document
from corpusclean.report.duplicates import group_of
from corpusclean.run.job import clean_corpus
from corpusclean.settings import Run, Settings

STORY = prose(1, 100)
ONE = Settings(run=Run(workers=1))


def corpus(place: Path, stories: dict[str, str], against: Path | None = None) -> Path:
    raw = place / "raw"
    raw.mkdir(parents=True)
    for day, (name, text) in enumerate(stories.items(), start=11):
        (raw / name).write_text(f"date: 2021-12-{day}\npublisher: {name[0].upper()} Post\n\n{text}\n")
    return clean_corpus([raw], place / "corpus", ONE, against=against).out


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    stories = {"a.txt": STORY, "b.txt": changed(STORY, [50]), "c.txt": STORY, "d.txt": prose(2, 100)}
    return corpus(tmp_path_factory.mktemp("made"), stories)


@pytest.fixture(scope="module")
def delivered(made: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return corpus(tmp_path_factory.mktemp("new"), {"n.txt": changed(STORY, [20])}, made)


def told(name: str, corpus: Path) -> str:
    return "\n".join(line.plain for line in explain_document(name, corpus, marked=True))


def name_of(corpus: Path, address: str) -> str:
    return next(line.split()[-1] for line in told(address, corpus).splitlines() if "doc_id" in line)


def test_a_group_has_its_facts_and_its_members(made: Path) -> None:
    group = group_of(made, name_of(made, "a.txt"))

    assert group is not None
    assert (group.size, group.outlets, group.agencies, group.first_date) == (
        3,
        ("A Post", "B Post", "C Post"),
        (),
        "2021-12-11",
    )
    found = {member.address: member for member in group.members}
    assert group.members[0].address == "a.txt"
    assert [(found[name].kind, found[name].of, found[name].aside) for name in ("a.txt", "b.txt", "c.txt")] == [
        ("", "", False),
        ("near", "a.txt", False),
        ("exact", "a.txt", True),
    ]
    assert {name for name, member in found.items() if member.differs} == {"b.txt"}
    pieces = [(piece.text, piece.fate) for piece in found["b.txt"].differs if piece.fate != "same"]
    assert sorted(pieces) == sorted([(STORY.split()[50], "gone"), ("otherwise", "new")])


def test_no_group_has_no_data(made: Path) -> None:
    assert group_of(made, "0" * 32) is None


def test_a_document_is_explained_with_its_group(made: Path) -> None:
    text = told("b.txt", made)

    assert "3 documents of this corpus tell this story" in text
    assert "outlets  A Post, B Post, C Post" in text
    assert "   *  b.txt  2021-12-12  near, 0.90, of a.txt; kept" in text
    assert "      c.txt  2021-12-13  an exact copy of a.txt; set aside" in text
    assert "How it differs from a.txt" in text
    assert "{+otherwise+}" in text


def test_one_that_stands_alone_has_no_group(made: Path) -> None:
    assert "The group" not in told("d.txt", made)


def test_a_duplicate_of_an_archive_says_so(made: Path, delivered: Path) -> None:
    text = told("n.txt", delivered)

    assert "1 document of this corpus tells this story" in text
    assert f"near, 0.90, of {name_of(made, 'a.txt')} in the archive; kept" in text
    page = (delivered / "report.html").read_text()
    assert "duplicates a document of the archive" in page
    assert "stands for the group" not in page
    assert "Outlets: A Post, N Post." in page
